"""Reports on a closed period: they show what was frozen, whatever was changed since."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from sqlalchemy.orm import Session as Reading

from incubator_desk.base.errors import Problem
from incubator_desk.base.i18n import N_
from incubator_desk.catalog.kinds import Day, Kind, Number, Whole, YesNo
from incubator_desk.catalog.report import Asked, Report, Sheet
from incubator_desk.store.record import Actor

from .frozen import closed, part

STANDS = N_("Period {period} is closed since {day}: these are its frozen figures.")


def over(report: Report) -> Report:
    """The report as it shows closed periods; those of one company or case are worked out as ever."""
    if report.group != "report" or report.per_tenant:
        return report
    return replace(report, rows=partial(_rows, report))


def _rows(report: Report, session: Reading, actor: Actor, asked: Asked) -> Sequence[Sheet]:
    frozen = _frozen(session, actor, report, asked)
    return report.rows(session, actor, asked) if frozen is None else frozen


def _frozen(session: Reading, actor: Actor, report: Report, asked: Asked) -> Sequence[Sheet] | None:
    """What was frozen of a report; None where that is not what was asked for."""
    if asked.tenant is not None or asked.as_of != asked.period.last:
        return None
    table = part(session, actor.operator, asked.period.text, f"data/{report.name}.csv")
    period = closed(session, actor.operator, asked.period.text)
    if table is None or period is None or table.columns != tuple(column.id for column in report.columns):
        return None
    kinds = [column.kind for column in report.columns]
    rows = [tuple(value_of(kind, text) for kind, text in zip(kinds, row, strict=True)) for row in table.rows]
    told = Problem("frozen", STANDS, {"period": period.code, "day": period.closed_on}, severity="warning")
    return (Sheet(rows, problems=(told,)),)


def value_of(kind: Kind, text: str) -> Any:
    """A value as it stood before it was frozen as text."""
    if not text:
        return None
    if isinstance(kind, YesNo):
        return text == "yes"
    if isinstance(kind, Whole):
        return int(text)
    if isinstance(kind, Number | Day):
        return kind.read(text)
    return text
