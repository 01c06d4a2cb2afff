"""The carrier's return of a period: each of its figures beside the one that was reported before, and since January."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from incubator_desk.base.errors import Label
from incubator_desk.catalog.kinds import Choice
from incubator_desk.catalog.report import Asked, Report
from incubator_desk.features.returns.rules.cumulative import Entry
from incubator_desk.features.returns.rules.subjects import Row
from incubator_desk.features.returns.service.parameters import LARGE_CHANGE

from .figures import percent
from .looking import Looking

CARRIER = "monthly_carrier"
"""The report that has them, whatever the period's length."""


def totals(looking: Looking) -> Sequence[Row]:
    """A row for each indicator; the period before counts as it was closed, and not at all where it is open."""
    report = looking.features.reports[CARRIER]
    (sheet,) = report.rows(looking.session, looking.actor, Asked(looking.period, looking.last))
    names = [column.id for column in report.columns]
    closed = looking.frozen_before(CARRIER)
    before = {row["indicator"]: row["current"] for row in closed.records()} if closed else {}
    lines = (dict(zip(names, row, strict=True)) for row in sheet.rows)
    labels = _labels(report)
    return [_row(looking, line, before.get(line["indicator"]), Label(labels[line["indicator"]])) for line in lines]


def _labels(report: Report) -> Mapping[str, str]:
    kind = report.columns[0].kind
    return {option.value: option.label for option in kind.options} if isinstance(kind, Choice) else {}


def _row(looking: Looking, line: Mapping[str, Any], reported: str | None, figure: Label) -> Row:
    """A figure; one of a period that is not over yet is not held against that of a whole one."""
    said = Entry(*(_number(line[name]) for name in Entry._fields))
    over = looking.today >= looking.last
    before = Decimal(reported) if reported and over else None
    values = {
        "now": said.current,
        "before": before,
        "change": looking.parameter(LARGE_CHANGE.name),
        "adjustment": said.adjustment,
        "cumulative": said.cumulative,
        "cumulative_before": None if said.cumulative is None else said.before,
    }
    changed = percent(said.current, before) if said.current is not None and before is not None else None
    words = {"figure": figure, "percent": changed}
    return Row(CARRIER, None, line["indicator"], values, words=words, called=figure)


def _number(value: int | Decimal | None) -> Decimal | None:
    return None if value is None else Decimal(value)
