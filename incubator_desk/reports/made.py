"""A report made: its columns, rows and totals in the unit asked for, ready for any format."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from incubator_desk.base.errors import Problem
from incubator_desk.catalog.kinds import Money
from incubator_desk.catalog.report import Asked, Column, Report, Sheet
from incubator_desk.store.record import Actor

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


@dataclass(frozen=True)
class Made:
    """A report for what was asked. Money is in the unit asked for; the columns' kinds show it so."""

    report: Report
    asked: Asked
    columns: tuple[Column, ...]
    papers: tuple[Table, ...]
    """One for each tenant in a report of one tenant, else one."""
    whole: Table
    """All rows together, with the totals of all."""
    problems: tuple[Problem, ...]


def produce(session: Session, actor: Actor, report: Report, asked: Asked) -> Made:
    """Draw up a report (contract section 7); ``Refused`` where what was asked for is not there."""
    sheets = report.rows(session, actor, asked)
    columns = tuple(replace(column, kind=kind_in(column.kind, asked.unit)) for column in report.columns)
    rows = [row for sheet in sheets for row in sheet.rows]
    papers = tuple(_table(columns, sheet, asked) for sheet in sheets)
    whole = papers[0] if len(papers) == 1 else _table(columns, Sheet(rows), asked)
    return Made(report, asked, columns, papers, whole, tuple(p for sheet in sheets for p in sheet.problems))


def _table(columns: Sequence[Column], sheet: Sheet, asked: Asked) -> Table:
    """The rows in the unit asked for, with their totals."""
    rows = [list(row) for row in sheet.rows]
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
    return Table(rows, totals, frozenset(adjusted), sheet.facts, sheet.tenant)


def _exact(values: Sequence[Any]) -> bool:
    return any(isinstance(value, Decimal) for value in values)
