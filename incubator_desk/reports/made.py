"""A report made: its columns, rows and totals in the unit asked for, ready for any format."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from incubator_desk.base.errors import Problem
from incubator_desk.catalog.kinds import Money
from incubator_desk.catalog.report import Asked, Column, Party, Report, Sheet
from incubator_desk.store.record import Actor

from .masking import masked
from .units import added_up, alone, kind_in

Row = Sequence[Any]


@dataclass(frozen=True)
class Table:
    """The rows of one paper with their totals; ``adjusted`` are the cells (row, column) moved to add up."""

    rows: Sequence[Row]
    totals: Row
    """None in columns that are not added up."""
    adjusted: frozenset[tuple[int, int]] = frozenset()
    facts: Sequence[tuple[str, str]] = ()
    tenant: str | None = None
    problems: tuple[Problem, ...] = ()
    title: str = ""
    opening: Sequence[str] = ()
    closing: Sequence[str] = ()
    parties: Sequence[Party] = ()
    code: str = ""


@dataclass(frozen=True)
class Made:
    """A report for what was asked. Money is in the unit asked for; the columns' kinds show it so.

    Personal data is masked, unless a reason to show it was given.
    """

    report: Report
    asked: Asked
    columns: tuple[Column, ...]
    papers: tuple[Table, ...]
    """One for each tenant in a report of one tenant, else one; where no tenant has any, one without rows."""
    whole: Table
    """All rows together, with the totals of all."""
    problems: tuple[Problem, ...]


def produce(session: Session, actor: Actor, report: Report, asked: Asked) -> Made:
    """Draw up a report (contract section 7); ``Refused`` where what was asked for is not there."""
    sheets = report.rows(session, actor, asked)
    columns = tuple(replace(column, kind=kind_in(column.kind, asked.unit)) for column in report.columns)
    papers = tuple(_table(columns, sheet, asked) for sheet in sheets)
    whole = (
        papers[0] if len(papers) == 1 else _table(columns, Sheet([row for each in sheets for row in each.rows]), asked)
    )
    return Made(report, asked, columns, papers or (whole,), whole, tuple(p for each in papers for p in each.problems))


def one_of(made: Made, at: int) -> Made:
    """One paper of a report by itself, as if it alone had been asked for."""
    table = made.papers[at]
    asked = replace(made.asked, tenant=table.tenant or made.asked.tenant)
    return replace(made, asked=asked, papers=(table,), whole=table, problems=table.problems)


def _table(columns: Sequence[Column], sheet: Sheet, asked: Asked) -> Table:
    """The rows in the unit asked for, with their totals."""
    shown = sheet.rows if asked.unmasked_for else masked(columns, sheet.rows)
    rows = [list(row) for row in shown]
    totals: list[Any] = [None] * len(columns)
    adjusted: set[tuple[int, int]] = set()
    for at, column in enumerate(columns):
        values = [row[at] for row in rows]
        if isinstance(column.kind, Money) and column.total:
            converted = added_up(values, asked.unit)
            values, totals[at] = list(converted.rows), converted.total
            adjusted |= {(row, at) for row in converted.adjusted}
        elif isinstance(column.kind, Money):
            values = [alone(value, asked.unit) for value in values]
        elif column.total:
            totals[at] = sum((value for value in values if value is not None), Decimal(0) if _exact(values) else 0)
        for row, value in zip(rows, values, strict=True):
            row[at] = value
    return Table(
        rows, totals, frozenset(adjusted), sheet.facts, sheet.tenant, tuple(sheet.problems),
        sheet.title, sheet.opening, sheet.closing, sheet.parties, sheet.code,
    )  # fmt: skip


def _exact(values: Sequence[Any]) -> bool:
    return any(isinstance(value, Decimal) for value in values)
