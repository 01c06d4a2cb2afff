"""A report made: its columns, rows and totals in the unit asked for, ready for any format."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

from sqlalchemy.orm import Session

from incubator_desk.base.errors import Problem
from incubator_desk.catalog.kinds import Figure, Money
from incubator_desk.catalog.report import Asked, Column, Party, Report, Sheet, Unit, Whose
from incubator_desk.store.record import Actor

from .masking import masked
from .units import added_up, alone, kind_in, running

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
    summed: int = 0
    """So many of its first rows its totals add up: all, unless they show the whole several times, in blocks."""

    def named(self, tenants: Mapping[str, str]) -> Whose:
        """The record or company whose paper it is, given the companies' names by code; blank where it is nobody's."""
        code = self.tenant or ""
        return self.whose or Whose(code, tenants.get(code, code))


def on_paper(columns: Sequence[Column], table: Table) -> tuple[tuple[Column, ...], Table]:
    """The columns of a table that are printed, and the table with these alone."""
    kept = [at for at, column in enumerate(columns) if column.printed]
    if len(kept) == len(columns):
        return tuple(columns), table
    places = {at: place for place, at in enumerate(kept)}
    rows = [[row[at] for at in kept] for row in table.rows]
    adjusted = frozenset((row, places[at]) for row, at in table.adjusted if at in places)
    return tuple(columns[at] for at in kept), replace(
        table, rows=rows, totals=[table.totals[at] for at in kept], adjusted=adjusted
    )


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
    papers = tuple(_table(report, columns, sheet, asked) for sheet in sheets)
    whole = (
        papers[0]
        if len(papers) == 1
        else _table(report, columns, Sheet([row for each in sheets for row in each.rows]), asked)
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


def _table(report: Report, columns: Sequence[Column], sheet: Sheet, asked: Asked) -> Table:
    """The rows in the unit asked for, with their totals."""
    shown = sheet.rows if asked.unmasked_for else masked(columns, sheet.rows)
    rows = [list(row) for row in shown]
    blocks = _blocks(report, rows)
    totals: list[Any] = [None] * len(columns)
    adjusted: set[tuple[int, int]] = set()
    adjusted.update(_measure(report, rows, asked.unit))
    for at, column in enumerate(columns):
        values = [row[at] for row in rows]
        if isinstance(column.kind, Money) and column.total:
            converted = [(block, added_up(values[block.start : block.stop], asked.unit)) for block in blocks]
            values = [value for _block, each in converted for value in each.rows]
            totals[at] = converted[0][1].total
            adjusted |= {(block.start + row, at) for block, each in converted for row in each.adjusted}
        elif isinstance(column.kind, Money):
            values = [alone(value, asked.unit) for value in values]
        elif column.total:
            known = [value for value in values[: blocks[0].stop] if value is not None]
            totals[at] = sum(known, Decimal(0) if _exact(known) else 0)
        for row, value in zip(rows, values, strict=True):
            row[at] = value
    return Table(
        rows, totals, frozenset(adjusted), sheet.facts, sheet.tenant, tuple(sheet.problems),
        sheet.title, sheet.opening, sheet.closing, sheet.parties, sheet.code, sheet.whose, blocks[0].stop,
    )  # fmt: skip


def _blocks(report: Report, rows: Sequence[Row]) -> list[range]:
    """The rows of each block, at least one; where the report knows no blocks, all are one."""
    names = [column.id for column in report.columns]
    at = names.index(report.blocks) if report.blocks else None
    starts = [n for n, row in enumerate(rows) if n == 0 or (at is not None and row[at] != rows[n - 1][at])]
    return [range(*ends) for ends in pairwise([*(starts or [0]), len(rows)])]


def _measure(report: Report, rows: Sequence[list[Any]], unit: Unit) -> Iterator[tuple[int, int]]:
    """Put figures that are money into the unit asked for, and say so in the column that measures them.

    Gives the cells (row, column) that are not their own amount rounded.
    """
    places = {column.id: at for at, column in enumerate(report.columns)}
    figures = {at: places[c.kind.measure] for at, c in enumerate(report.columns) if isinstance(c.kind, Figure)}
    run = [places[name] for name in report.running]
    for number, row in enumerate(rows):
        money = [at for at, measure in figures.items() if row[measure] == "yuan"]
        exact = {at: row[at] for at in money}
        shown = {at: alone(amount, unit) for at, amount in exact.items()}
        if run and run[-1] in exact:
            *leading, total = (exact[at] for at in run)
            shown |= zip(run, running(leading, total, unit), strict=False)
        for at, amount in shown.items():
            if amount != alone(exact[at], unit):
                yield number, at
            row[at] = amount
        for at in money:
            row[figures[at]] = unit


def _exact(values: Sequence[Any]) -> bool:
    return any(isinstance(value, Decimal) for value in values)
