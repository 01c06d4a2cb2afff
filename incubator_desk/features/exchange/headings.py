"""Which register a sheet is, and which column each heading is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from incubator_desk.base.errors import Problem, Where
from incubator_desk.base.i18n import N_
from incubator_desk.base.text import heading
from incubator_desk.catalog.office import Features
from incubator_desk.catalog.register import Field, Register
from incubator_desk.catalog.wording import fields_by_word, words

from .sources import Cell, Grid

EXPLANATION = "README"
"""The name of the template's first sheet, which import ignores."""


@dataclass(frozen=True)
class Layout:
    """Where the columns of a register stand in a grid; ``delete`` is the place of the column that removes rows."""

    register: Register
    grid: Grid
    first: int
    """The row of the headings, from 0."""
    columns: Mapping[int, Field]
    delete: int | None


def registers_by_word(features: Features) -> dict[str, Register]:
    """Each exchanged register by its identifier and its label in either language."""
    exchanged = [register for register in features.registers.values() if register.exchanged]
    found = {word: register for register in exchanged for word in words(register.label, register.name)}
    return found | {heading(register.name): register for register in exchanged}


def layout(register: Register, grid: Grid, file: str, problems: list[Problem]) -> Layout | None:
    """The columns of a sheet by its first row that is not blank; what is wrong with them goes to ``problems``."""
    first = next((at for at, row in enumerate(grid.rows) if not blank(row)), None)
    if first is None:
        return None
    known, delete = fields_by_word(register), None
    columns: dict[int, Field] = {}
    where = Where(file, register.name, first + 1)
    for at, cell in enumerate(grid.rows[first]):
        word = heading(str(cell))
        if not word:
            continue
        if word == "delete":
            delete = at
        elif word not in known:
            message = N_("Column “{heading}” is not known; it is ignored.")
            problems.append(Problem("unknown_column", message, {"heading": cell}, where, "warning"))
        elif known[word] in columns.values():
            message = N_("Column “{heading}” stands here twice.")
            at_column = Where(file, register.name, first + 1, known[word].name)
            problems.append(Problem("duplicate_column", message, {"heading": cell}, at_column))
        else:
            columns[at] = known[word]
    problems.extend(_missing(register, columns.values(), where))
    return Layout(register, grid, first, columns, delete)


def _missing(register: Register, present: Sequence[Field] | object, where: Where) -> Iterator[Problem]:
    for key in register.keys:
        if key not in present:  # type: ignore[operator]
            message = N_("Column “{column}” is missing; rows are matched by it.")
            yield Problem(
                "missing_column", message, {"column": key.name}, Where(where.file, where.sheet, where.row, key.name)
            )


def blank(row: Sequence[Cell]) -> bool:
    """Whether a row has nothing but blanks."""
    return all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in row)
