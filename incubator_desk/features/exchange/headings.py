"""Which register a sheet is, and which column each heading is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from incubator_desk.base.errors import Problem, Where
from incubator_desk.base.i18n import N_
from incubator_desk.base.text import heading
from incubator_desk.catalog.office import Features
from incubator_desk.catalog.register import Field, Register
from incubator_desk.catalog.wording import fields_by_word, words

from .sources import Cell, Grid

EXPLANATION = "README"
"""The name of the template's first sheet, which import ignores."""
DELETE = N_("Delete")
UNKNOWN = N_("Column “{heading}” is not known; it is ignored.")
TWICE = N_("Column “{heading}” stands here twice.")
MISSING = N_("Column “{column}” is missing; rows are matched by it.")


@dataclass(frozen=True)
class Layout:
    """Where the columns of a register stand in a grid; ``delete`` is the place of the column that removes rows."""

    register: Register
    grid: Grid
    first: int
    """The row of the headings, from 0."""
    columns: Mapping[int, Field]
    delete: int | None
    readable: bool
    """Whether the columns are there by which rows are matched."""


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
    known, removing, delete = fields_by_word(register), words(DELETE, "delete"), None
    columns: dict[int, Field] = {}
    where = Where(file, register.name, first + 1)
    for at, cell in enumerate(grid.rows[first]):
        word = heading(str(cell))
        spec = known.get(word)
        if spec is None and word in removing:
            delete = at
        elif spec is None and word:
            problems.append(Problem("unknown_column", UNKNOWN, {"heading": cell}, where, "warning"))
        elif spec is not None and spec in columns.values():
            problems.append(Problem("duplicate_column", TWICE, {"heading": cell}, replace(where, column=spec.name)))
        elif spec is not None:
            columns[at] = spec
    missing = [key.name for key in register.keys if key not in columns.values()]
    problems += (Problem("missing_column", MISSING, {"column": m}, replace(where, column=m)) for m in missing)
    return Layout(register, grid, first, columns, delete, readable=not missing)


def blank(row: Sequence[Cell]) -> bool:
    """Whether a row has nothing but blanks."""
    return not any(cell is not None and (not isinstance(cell, str) or cell.strip()) for cell in row)
