"""A report made: its columns, rows and totals in the unit asked for, ready for any format."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from incubator_desk.base.errors import Problem
from incubator_desk.catalog.kinds import Money
from incubator_desk.catalog.report import Asked, Column, Party, Report, Sheet, Whose
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
    whose: Whose | None = None

    def named(self, tenants: Mapping[str, str]) -> Whose:
        """The record or company whose paper it is, given the companies' names by code; blank where it is nobody's."""
        code = self.tenant or ""
        return self.whose or Whose(code, tenants.get(code, code))


@dataclass(frozen=True)
class Made:
    """A report for what was asked. Money is in the unit asked for; the columns' kinds show it so.

    Personal data is masked, unless a reason to show it was given.
    """

    report: Report
    asked: Asked
    columns: tuple[Column, ...]
    papers: tuple[Table, ...]
    """One for each tenant or record in a report of such, else one; where none has any, one without rows."""
    whole: Table
    """All rows together, with the totals of all."""
    problems: tuple[Problem, ...]


def produce(session: Session, actor: Actor, report: Report, asked: Asked) -> Made:
    """Draw up a report (contract section 7); ``Refused`` where what was asked for is not there."""
    sheets = [each for each in report.rows(session, actor, asked) if _wanted(each, asked)]
    columns = tuple(replace(column, kind=kind_in(column.kind, asked.unit)) for column in report.columns)
    papers = tuple(_table(columns, sheet, asked) for sheet in sheets)
    whole = (
        papers[0] if len(papers) == 1 else _table(columns, Sheet([row for each in sheets for row in each.rows]), asked)
    )
    return Made(report, asked, columns, papers or (whole,), whole, tuple(p for each in papers for p in each.problems))


def _wanted(sheet: Sheet, asked: Asked) -> bool:
    return asked.record is None or (sheet.whose is not None and sheet.whose.code == asked.record)


def one_of(made: Made, at: int) -> Made:
    """One paper of a report by itself, as if it alone had been asked for."""
    table, asked = made.papers[at], made.asked
    record = table.whose.code if table.whose else asked.record
    asked = replace(asked, tenant=table.tenant or asked.tenant, record=record)
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
        sheet.title, sheet.opening, sheet.closing, sheet.parties, sheet.code, sheet.whose,
    )  # fmt: skip


def _exact(values: Sequence[Any]) -> bool:
    return any(isinstance(value, Decimal) for value in values)
