"""The rows of a sheet as values, or as problems that name their cell."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from incubator_desk.base.errors import Problem, Refused, Where
from incubator_desk.base.i18n import N_
from incubator_desk.base.reading import read_number
from incubator_desk.catalog.kinds import Percent, Reference, YesNo
from incubator_desk.catalog.register import Field

from .headings import Layout, blank
from .sources import Cell

FRACTION = N_("{number} is read as {number} %. If {percent} % is meant, write {percent}.")
NOT_OPTIONAL = N_("This is required and cannot be cleared.")

Find = Callable[[Field, str], str]
"""The uid of the record that a code names in a column; ``Refused`` where there is none."""
_NEW, _BLANK = object(), object()


@dataclass(slots=True)
class Row:
    """A row: the values given by attribute, None where one is cleared."""

    number: int
    """As Excel numbers it."""
    values: dict[str, Any] = field(default_factory=dict)
    delete: bool = False
    unread: frozenset[str] = frozenset()
    """The identifiers of the columns whose cells could not be read."""
    bad: bool = False


def rows(layout: Layout, file: str, problems: list[Problem], find: Find) -> Iterator[Row]:
    """The rows below the headings that are not blank; what cannot be read goes to ``problems``.

    Of a row to delete only the key is read.
    """
    readers = [_Column(layout, at, spec, file, problems, find) for at, spec in layout.columns.items()]
    columns = [(reader.at, reader.spec.attribute, reader.known.get, reader) for reader in readers]
    keys = [column for column in columns if column[3].spec in layout.register.keys]
    broken = {place[0] for place in layout.grid.broken}
    for at in range(layout.first + 1, len(layout.grid.rows)):
        cells = layout.grid.rows[at]
        if not cells[0] and at not in broken and blank(cells):
            continue
        row = Row(at + 1)
        row.delete = layout.delete is not None and _is_yes(cells[layout.delete], layout, row, file, problems)
        for place, attribute, known, column in keys if row.delete else columns:
            cell = cells[place]
            value = known(cell, _NEW)
            if at in broken and column.is_broken(row):
                continue
            if value is _NEW or cell is True or cell is False:  # True would be found for 1
                column.read(cell, row)
            elif value is not _BLANK:
                row.values[attribute] = value
        yield row


def _is_yes(cell: Cell, layout: Layout, row: Row, file: str, problems: list[Problem]) -> bool:
    if blank((cell,)):
        return False
    try:
        return YesNo().read(cell)
    except Refused as refused:
        where = Where(file, layout.register.name, row.number, "delete")
        problems.extend(Problem(p.code, p.message, p.values, where) for p in refused.problems)
        return False


class _Column:
    """Reads the cells of one column; what a cell means is worked out once."""

    def __init__(self, layout: Layout, at: int, spec: Field, file: str, problems: list[Problem], find: Find) -> None:
        self.at, self.spec = at, spec
        self.known: dict[Cell, Any] = {"": _BLANK, None: _BLANK}
        self._grid, self._file, self._sheet = layout.grid, file, layout.register.name
        self._problems, self._find = problems, find

    def read(self, cell: Cell, row: Row) -> None:
        """Put the value of a cell that is not empty into its row."""
        if isinstance(cell, str) and not (cell := cell.strip()):
            return
        if cell == "-":
            self._clear(row)
            return
        try:
            row.values[self.spec.attribute] = value = self._value(cell, row)
        except Refused as refused:
            self._report(row, *refused.problems)
            if isinstance(self.spec.kind, Reference):
                row.values[self.spec.attribute] = f"?{cell}"  # named, though by a code that does not exist
            return
        # 1 would be found as True; whether a percent is warned about depends on its cell's format.
        if not isinstance(cell, bool) and not isinstance(self.spec.kind, Percent):
            self.known[cell] = value

    def is_broken(self, row: Row) -> bool:
        """Whether the row's cell has no value; that it should have one is reported."""
        found = self._grid.broken.get((row.number - 1, self.at))
        if found:
            self._report(row, found)
        return found is not None

    def _value(self, cell: Cell, row: Row) -> Any:
        kind = self.spec.kind
        if isinstance(kind, Percent):
            cell = self._percent(kind, cell, row)
        value = kind.read(cell)
        return self._find(self.spec, value) if isinstance(kind, Reference) else value

    def _clear(self, row: Row) -> None:
        if self.spec.required:
            self._report(row, Problem("required", NOT_OPTIONAL))
        else:
            row.values[self.spec.attribute] = None

    def _percent(self, kind: Percent, cell: Cell, row: Row) -> Cell:
        if (row.number - 1, self.at) in self._grid.percents and not isinstance(cell, str):
            return f"{read_number(cell) * 100:f}%"
        if kind.looks_like_fraction(cell):
            number = read_number(cell)
            values = {"number": f"{number.normalize():f}", "percent": f"{(number * 100).normalize():f}"}
            where = Where(self._file, self._sheet, row.number, self.spec.name)
            self._problems.append(Problem("percent_looks_like_fraction", FRACTION, values, where, "warning"))
        return cell

    def _report(self, row: Row, *problems: Problem) -> None:
        where = Where(self._file, self._sheet, row.number, self.spec.name)
        self._problems.extend(Problem(p.code, p.message, p.values, where) for p in problems)
        row.unread |= {self.spec.name}
        row.bad = True
