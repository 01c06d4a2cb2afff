"""The rows of a sheet as values, or as problems that name their cell."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from incubator_desk.base.errors import Problem, Refused, Where
from incubator_desk.base.i18n import N_
from incubator_desk.base.reading import read_number
from incubator_desk.base.text import normal
from incubator_desk.catalog.kinds import Percent, plain
from incubator_desk.catalog.register import Field

from .headings import Layout, blank
from .sources import Cell

FRACTION = N_("{number} is read as {number} %. If {percent} % is meant, write {percent}.")
NOT_OPTIONAL = N_("This is required and cannot be cleared.")


@dataclass(slots=True)
class Row:
    """A row: the values given by attribute (references still as codes), None where one is cleared."""

    number: int
    """As Excel numbers it."""
    values: dict[str, Any] = field(default_factory=dict)
    delete: bool = False
    bad: bool = False


def rows(layout: Layout, file: str, problems: list[Problem]) -> Iterator[Row]:
    """The rows below the headings that are not blank; what cannot be read goes to ``problems``."""
    columns = [(at, _Column(layout, at, spec, file, problems)) for at, spec in layout.columns.items()]
    broken_rows = {place[0] for place in layout.grid.broken}
    for at in range(layout.first + 1, len(layout.grid.rows)):
        cells = layout.grid.rows[at]
        if blank(cells) and at not in broken_rows:
            continue
        row = Row(at + 1)
        for column, reader in columns:
            cell = cells[column] if column < len(cells) else ""
            if cell != "" and cell is not None:
                reader.read(cell, row)
            if at in broken_rows:
                reader.look_for_broken(row)
        if layout.delete is not None and layout.delete < len(cells):
            row.delete = normal(plain(cells[layout.delete])).lower() in ("yes", "是", "true", "1")
        yield row


class _Column:
    """Reads the cells of one column; the same cell is worked out once."""

    def __init__(self, layout: Layout, at: int, spec: Field, file: str, problems: list[Problem]) -> None:
        self._grid, self._at, self._spec = layout.grid, at, spec
        self._file, self._sheet, self._problems = file, layout.register.name, problems
        self._known: dict[object, Any] = {}
        self._is_percent = isinstance(spec.kind, Percent)

    def read(self, cell: Cell, row: Row) -> None:
        if isinstance(cell, str) and not (cell := cell.strip()):
            return
        key = (cell.__class__, cell)
        if not self._is_percent and key in self._known:
            row.values[self._spec.attribute] = self._known[key]
            return
        if cell == "-":
            self._clear(row)
            return
        try:
            value = self._spec.kind.read(self._percent(cell, row) if self._is_percent else cell)
        except Refused as refused:
            row.bad = True
            for problem in refused.problems:
                self._problems.append(Problem(problem.code, problem.message, problem.values, self._where(row)))
            return
        row.values[self._spec.attribute] = self._known[key] = value

    def look_for_broken(self, row: Row) -> None:
        found = self._grid.broken.get((row.number - 1, self._at))
        if found:
            row.bad = True
            self._problems.append(Problem(found.code, found.message, found.values, self._where(row)))

    def _clear(self, row: Row) -> None:
        if self._spec.required or self._spec.default is not None:
            row.bad = True
            self._problems.append(Problem("required", NOT_OPTIONAL, where=self._where(row)))
        row.values[self._spec.attribute] = None

    def _percent(self, cell: Cell, row: Row) -> Cell:
        assert isinstance(self._spec.kind, Percent)
        if (row.number - 1, self._at) in self._grid.percents and not isinstance(cell, str):
            return f"{read_number(cell) * 100:f}%"
        if self._spec.kind.looks_like_fraction(cell):
            number = read_number(cell)
            values = {"number": f"{number.normalize():f}", "percent": f"{(number * 100).normalize():f}"}
            self._problems.append(Problem("percent_looks_like_fraction", FRACTION, values, self._where(row), "warning"))
        return cell

    def _where(self, row: Row) -> Where:
        return Where(self._file, self._sheet, row.number, self._spec.name)
