"""Importing a workbook: all of it or nothing, as one step, with every problem named."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from incubator_desk.base.collecting import uncollected
from incubator_desk.base.errors import Problem, Where
from incubator_desk.base.i18n import N_
from incubator_desk.base.text import heading
from incubator_desk.catalog.office import Office
from incubator_desk.store import backup

from . import sources
from .headings import EXPLANATION, Layout, layout, registers_by_word
from .merging import Counts, Merger

UNKNOWN_SHEET = N_("Sheet “{sheet}” is not known; it is ignored.")
SHEET_TWICE = N_("Sheet “{sheet}” stands here twice.")

Progress = Callable[[int, int], None]
"""Told how many rows of how many are done; may raise to cancel."""


@dataclass(slots=True)
class Outcome:
    """What an import did, or would have done: nothing was changed where a problem is an error."""

    sheets: dict[str, Counts] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        """Whether an error kept everything as it was."""
        return any(problem.severity == "error" for problem in self.problems)


class _RolledBackError(Exception):
    """Ends a transaction that is to leave nothing."""


def import_workbook(
    office: Office, path: Path, *, dry_run: bool = False, progress: Progress = lambda _done, _all: None
) -> Outcome:
    """Read a workbook into the database, as one undoable step (contract section 2).

    ``Refused`` where the file is no workbook at all; all else is in the outcome's problems.
    """
    with uncollected():
        outcome = Outcome()
        layouts = _layouts(office, path, outcome.problems)
        if not dry_run and not outcome.failed:
            backup.before(office.database, "import")
        with suppress(_RolledBackError), office.writing(N_("Import {file}"), file=path.name) as step:
            step.imported = True
            merger = Merger(office, step, path.name, outcome.problems)
            total = sum(len(laid.grid.rows) for laid in layouts)
            for laid in layouts:
                outcome.sheets[laid.register.name] = merger.merge(laid, lambda done: progress(done, total))
            merger.settle()
            if dry_run or outcome.failed:
                raise _RolledBackError
        return outcome


def _layouts(office: Office, path: Path, problems: list[Problem]) -> list[Layout]:
    """The sheets that are known, parents before those that refer to them."""
    known, found = registers_by_word(office.features), {}
    for grid in sources.read(path, lambda name: heading(name) in known):
        register = known.get(heading(grid.name))
        where = Where(path.name, register.name if register else grid.name)
        if register is None:
            if heading(grid.name) != heading(EXPLANATION):
                problems.append(Problem("unknown_sheet", UNKNOWN_SHEET, {"sheet": grid.name}, where, "warning"))
        elif register.name in found:
            problems.append(Problem("duplicate_sheet", SHEET_TWICE, {"sheet": grid.name}, where))
        elif laid := layout(register, grid, path.name, problems):
            found[register.name] = laid
    return [found[name] for name in office.features.registers if name in found]
