"""Reports on a closed period: they show what was frozen, whatever was changed since."""

import json
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, partial
from typing import Any

from sqlalchemy.orm import Session as Reading

from incubator_desk.base.i18n import _, language
from incubator_desk.base.periods import Period
from incubator_desk.catalog.kinds import Day, Kind, Number, Whole, YesNo
from incubator_desk.catalog.office import Features
from incubator_desk.catalog.report import Asked, Report, Sheet
from incubator_desk.store.record import Actor

from .frozen import closed, content, part
from .gathering import Words


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
    if (
        table is None
        or period is None
        or period.closed_on is None
        or table.columns != tuple(column.id for column in report.columns)
    ):
        return None
    kinds = [column.kind for column in report.columns]
    rows = [tuple(value_of(kind, text) for kind, text in zip(kinds, row, strict=True)) for row in table.rows]
    kept = content(session, actor.operator, asked.period.text, f"texts/{report.name}.json")
    words = Words.from_json(kept) if kept else Words(language())
    if words.language != language():
        words = Words(language())  # they were worded for another reader: the figures are what is kept
    facts = [*((label, text) for label, text in words.facts), (_("Closed on"), period.closed_on.isoformat())]
    return (Sheet(rows, facts, opening=words.opening, closing=words.closing),)


def answered(session: Reading, actor: Actor, features: Features, name: str, period: Period) -> dict[str, Any]:
    """What the console answers for a period: of a closed one what was answered when it was closed."""
    kept = content(session, actor.operator, period.text, f"answers/{name}.json")
    if kept is not None:
        found: dict[str, Any] = json.loads(kept)
        return found
    ask = next(feature.answers[name] for feature in features if name in feature.answers)
    return ask(session, actor, period)


def value_of(kind: Kind, text: str) -> Any:
    """A value as it stood before it was frozen as text."""
    if not text:
        return None
    if isinstance(kind, YesNo):
        return text == "yes"
    if isinstance(kind, Whole):
        return int(text)
    if isinstance(kind, Number):
        return _unbounded(kind).read(text)
    return kind.read(text) if isinstance(kind, Day) else text


@cache
def _unbounded(kind: Number) -> Number:
    """The kind without bounds: they are for what is typed, and a sum may be 0 where nothing else is."""
    return replace(kind, above=None, at_least=None, at_most=None)
