"""Importing a workbook: all of it or nothing, as one step, with every problem named."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlalchemy import select

from incubator_desk.base.errors import Label, Problem, Refused, Where
from incubator_desk.base.i18n import N_
from incubator_desk.base.text import heading
from incubator_desk.base.uid import new_uid
from incubator_desk.catalog.office import Office
from incubator_desk.catalog.register import Register
from incubator_desk.catalog.saving import REQUIRED, completed, problems_of
from incubator_desk.store import backup
from incubator_desk.store.record import Record
from incubator_desk.store.step import Step

from . import sources
from .headings import EXPLANATION, Layout, layout, registers_by_word
from .rows import Row, rows

Progress = Callable[[int, int], None]
"""Told how many rows of how many are done; may raise to cancel."""

UNKNOWN_REFERENCE = N_("There is no {noun} with the code “{code}”.")


@dataclass(slots=True)
class Counts:
    """What an import did to the records of one sheet."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    deleted: int = 0


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
    """Read a workbook into the database, as one undoable step."""
    outcome = Outcome()
    layouts = _layouts(office, path, outcome.problems)
    if not dry_run and not outcome.failed:
        backup.before(office.database, "import")
    try:
        with office.writing(N_("Import {file}"), file=path.name) as step:
            _Import(office, step, path.name, outcome, progress).run(layouts)
            if dry_run or outcome.failed:
                raise _RolledBackError
    except _RolledBackError:
        pass
    return outcome


def _layouts(office: Office, path: Path, problems: list[Problem]) -> list[Layout]:
    known, found = registers_by_word(office.features), {}
    for grid in sources.read(path):
        register = known.get(heading(grid.name))
        if grid.name == EXPLANATION:
            continue
        if register is None:
            message = N_("Sheet “{sheet}” is not known; it is ignored.")
            problems.append(
                Problem("unknown_sheet", message, {"sheet": grid.name}, Where(path.name, grid.name), "warning")
            )
        elif register.name in found:
            message = N_("Sheet “{sheet}” stands here twice.")
            problems.append(Problem("duplicate_sheet", message, {"sheet": grid.name}, Where(path.name, register.name)))
        elif laid := layout(register, grid, path.name, problems):
            found[register.name] = laid
    return [found[name] for name in office.features.registers if name in found]


class _Import:
    """One import while it runs: the codes known so far, and where each record stands in the workbook."""

    def __init__(self, office: Office, step: Step, file: str, outcome: Outcome, progress: Progress) -> None:
        self._office, self._step, self._file = office, step, file
        self._outcome, self._progress = outcome, progress
        self._uids: dict[str, dict[str, str]] = {}
        self._bad: set[str] = set()
        self._places: dict[str, tuple[str, int]] = {}
        self._done = self._all = 0

    def run(self, layouts: list[Layout]) -> None:
        self._all = sum(len(laid.grid.rows) for laid in layouts)
        for laid in layouts:
            self._sheet(laid)
        try:
            self._outcome.problems += (self._placed(problem) for problem in self._office.settle(self._step))
        except Refused as refused:
            self._outcome.problems += (self._placed(problem) for problem in refused.problems)

    def _sheet(self, laid: Layout) -> None:
        register = laid.register
        counts = self._outcome.sheets.setdefault(register.name, Counts())
        stored = self._stored(register)
        seen: dict[tuple[object, ...], int] = {}
        for row in rows(laid, self._file, self._outcome.problems):
            self._done += 1
            if self._done % 500 == 0:
                self._progress(self._done, self._all)
            if not self._resolve(register, row):
                row.bad = True
            key = tuple(row.values.get(f.attribute) for f in register.keys)
            if None in key:
                self._incomplete(register, row)
                continue
            if key in seen:
                column = register.keys[-1].name
                values = {"key": " ".join(str(k) for k in self._spoken(register, row)), "row": seen[key]}
                message = N_("“{key}” stands in row {row} already.")
                self._report(register, row, Problem("duplicate_code", message, values, Where(column=column)))
                continue
            seen[key] = row.number
            self._write(register, row, stored.get(key), counts)

    def _stored(self, register: Register) -> dict[tuple[object, ...], Record]:
        model = register.model
        mine = select(model).where(model.operator_uid == self._step.actor.operator)
        attributes = [f.attribute for f in register.keys]
        found: dict[tuple[object, ...], Record] = {}
        for record in self._step.session.scalars(mine):
            found[tuple(getattr(record, name) for name in attributes)] = record
        if "code" in register.by_attribute:
            self._uids[register.name] = {record.code: record.uid for record in found.values()}  # type: ignore[attr-defined]
        return found

    def _known(self, name: str) -> dict[str, str]:
        """The uids by code of a register that rows refer to, whether it has a sheet of its own or not."""
        if name not in self._uids:
            self._stored(self._office.features.registers[name])
        return self._uids[name]

    def _resolve(self, register: Register, row: Row) -> bool:
        """Put uids in the place of codes; False where one names nothing."""
        whole = True
        for spec in register.references:
            code = row.values.get(spec.attribute)
            if code is None:
                continue
            target = spec.kind.register  # type: ignore[attr-defined]
            uid = self._known(target).get(code)
            if uid is None:
                noun = Label(self._office.features.registers[target].noun)
                problem = Problem(
                    "unknown_reference", UNKNOWN_REFERENCE, {"noun": noun, "code": code}, Where(column=spec.name)
                )
                self._report(register, row, problem)
                whole = False
                row.values[spec.attribute] = f"?{code}"
            else:
                row.values[spec.attribute] = uid
                row.bad = row.bad or uid in self._bad
        return whole

    def _write(self, register: Register, row: Row, record: Record | None, counts: Counts) -> None:
        if row.delete:
            self._delete(register, row, record, counts)
        elif record is None:
            self._add(register, row, counts)
        else:
            self._update(register, row, record, counts)

    def _add(self, register: Register, row: Row, counts: Counts) -> None:
        uid = new_uid()
        values = completed(register, row.values)
        self._judge(register, row, values)
        if "code" in values:
            self._uids[register.name][values["code"]] = uid
        self._places[uid] = (register.name, row.number)
        counts.added += 1
        if row.bad:
            self._bad.add(uid)
        else:
            self._step.add(register.model, values, uid)

    def _update(self, register: Register, row: Row, record: Record, counts: Counts) -> None:
        self._places[record.uid] = (register.name, row.number)
        changed = {name: value for name, value in row.values.items() if getattr(record, name) != value}
        if not changed:
            counts.unchanged += 1
            return
        self._judge(register, row, {**register.of(record), **changed})
        counts.updated += 1
        if not row.bad:
            self._step.change(record, changed)

    def _delete(self, register: Register, row: Row, record: Record | None, counts: Counts) -> None:
        if record is None:
            message = N_("There is no such record to delete.")
            self._report(register, row, Problem("nothing_to_delete", message, where=Where(column="delete")))
            return
        counts.deleted += 1
        self._places[record.uid] = (register.name, row.number)
        self._uids.get(register.name, {}).pop(getattr(record, "code", ""), None)
        self._step.remove(record)

    def _judge(self, register: Register, row: Row, values: Mapping[str, Any]) -> None:
        """Hold the values against the register's own rules; unreadable cells were reported already."""
        unread = {p.where.column for p in self._outcome.problems[-12:] if row.bad and p.where.row == row.number}
        if row.bad and any(values[f.attribute] is None for f in register.fields if f.required and f.name in unread):
            blanks = (f for f in register.fields if f.required and values[f.attribute] is None and f.name not in unread)
            for spec in blanks:
                self._report(register, row, _required(spec.name))
            return
        for problem in problems_of(register, values):
            if problem.where.column not in unread:
                self._report(register, row, problem)

    def _incomplete(self, register: Register, row: Row) -> None:
        for spec in register.keys:
            if row.values.get(spec.attribute) is None and not row.bad:
                self._report(register, row, _required(spec.name))

    def _spoken(self, register: Register, row: Row) -> Iterable[object]:
        for spec in register.keys:
            value = row.values[spec.attribute]
            if spec in register.references:
                codes = self._uids[spec.kind.register]  # type: ignore[attr-defined]
                value = next((code for code, uid in codes.items() if uid == value), value)
            yield value

    def _report(self, register: Register, row: Row, problem: Problem) -> None:
        where = Where(self._file, register.name, row.number, problem.where.column)
        self._outcome.problems.append(replace(problem, where=where))
        row.bad = row.bad or problem.severity == "error"

    def _placed(self, problem: Problem) -> Problem:
        place = self._places.get(problem.where.record or "")
        if place is None:
            return replace(problem, where=replace(problem.where, file=self._file))
        column = problem.where.column if problem.where.sheet in (None, place[0]) else None
        return replace(problem, where=Where(self._file, place[0], place[1], column))


def _required(column: str) -> Problem:
    return Problem("required", REQUIRED, where=Where(column=column))
