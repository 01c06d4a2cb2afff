"""Merging a workbook's rows into what is stored: which are new, which change something, which remove."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from sqlalchemy import Row as StoredRow
from sqlalchemy import select

from incubator_desk.base.errors import Label, Problem, Refused, Where
from incubator_desk.base.i18n import N_
from incubator_desk.base.uid import new_uid
from incubator_desk.catalog.office import Office
from incubator_desk.catalog.register import Field, Register
from incubator_desk.catalog.saving import REQUIRED, completed, problems_of
from incubator_desk.store.record import Record
from incubator_desk.store.step import Step

from .headings import Layout
from .rows import Row, rows

UNKNOWN_REFERENCE = N_("There is no {noun} with the code “{code}”.")
REMOVED_REFERENCE = N_("The {noun} that it names is deleted by this workbook.")
DUPLICATE = N_("“{key}” stands in row {row} already.")
NOTHING_TO_DELETE = N_("There is no such record to delete.")
_OFTEN = 500
"""After so many rows progress is told."""

Key = tuple[object, ...]
Stored = StoredRow[Any]
"""A stored record: its uid, then its values in the order of the register's fields."""


@dataclass(slots=True)
class Counts:
    """What an import did to the records of one sheet."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    deleted: int = 0


class Merger:
    """One import while it runs: the codes known so far, and where each record stands in the workbook."""

    def __init__(self, office: Office, step: Step, file: str, problems: list[Problem]) -> None:
        self._office, self._step, self._file, self._problems = office, step, file, problems
        self._uids: dict[str, dict[str, str]] = {}
        self._unread: set[str] = set()
        self._bad: set[str] = set()
        self._gone: set[str] = set()
        self._places: dict[str, tuple[str, int]] = {}
        self._done = 0

    def merge(self, laid: Layout, told: Callable[[int], None]) -> Counts:
        """Take over the rows of a sheet; what is wrong with them is added to the problems."""
        if not laid.readable:
            self._unread.add(laid.register.name)
            return Counts()
        return _Sheet(self, laid.register).merge(laid, told)

    def settle(self) -> None:
        """Write what was taken over and hold it against the checks, whose problems are placed in the workbook."""
        try:
            found = self._office.settle(self._step)
        except Refused as refused:
            found = refused.problems
        self._problems += (self._placed(problem) for problem in found)

    def _stored(self, register: Register) -> dict[Key, Stored]:
        table = register.model.__table__
        columns = [table.c[f.attribute] for f in register.fields]
        mine = select(table.c.uid, *columns).where(table.c.operator_uid == self._step.actor.operator)
        keys = [register.fields.index(key) + 1 for key in register.keys]
        found = {tuple(row[at] for at in keys): row for row in self._step.session.execute(mine)}
        self._uids[register.name] = {str(key[0]): row[0] for key, row in found.items()}
        return found

    def find(self, spec: Field, code: str) -> str:
        """The uid of the record that a code names, whether it is stored or stands in this workbook."""
        name = spec.kind.register  # type: ignore[attr-defined]
        if name not in self._uids:
            self._stored(self._office.features.registers[name])
        uid = self._uids[name].get(code)
        if uid is None and name in self._unread:
            uid = f"?{code}"
            self._bad.add(uid)
        if uid is None:
            noun = Label(self._office.features.registers[name].noun)
            raise Refused(Problem("unknown_reference", UNKNOWN_REFERENCE, {"noun": noun, "code": code}))
        return uid

    def _placed(self, problem: Problem) -> Problem:
        place = self._places.get(problem.where.record or "")
        if place is None:
            return replace(problem, where=replace(problem.where, file=self._file))
        column = problem.where.column if problem.where.sheet in (None, place[0]) else None
        return replace(problem, where=Where(self._file, place[0], place[1], column))


class _Sheet:
    """The rows of one register while they are taken over."""

    def __init__(self, whole: Merger, register: Register) -> None:
        self._whole, self._register = whole, register
        self._stored = whole._stored(register)
        self._attributes = [f.attribute for f in register.fields]
        self._keys = [key.attribute for key in register.keys]
        self._by_code = register.key == ("code",)
        self._counts = Counts()
        self._changes: dict[str, dict[str, Any]] = {}
        self._removals: list[str] = []

    def merge(self, laid: Layout, told: Callable[[int], None]) -> Counts:
        """Take over all rows."""
        seen: dict[Key, int] = {}
        for row in rows(laid, self._whole._file, self._whole._problems, self._whole.find):
            self._whole._done += 1
            if self._whole._done % _OFTEN == 0:
                told(self._whole._done)
            key = tuple([row.values.get(name) for name in self._keys])
            if None in key:
                self._incomplete(row)
            elif key in seen:
                self._duplicate(laid, row, seen[key])
            else:
                seen[key] = row.number
                self._take(row, self._stored.get(key))
        self._carry_out()
        return self._counts

    def _take(self, row: Row, stored: Stored | None) -> None:
        if row.delete:
            self._delete(row, stored)
            return
        if self._whole._gone:
            self._refuse_gone(row)
        if stored is None:
            self._add(row)
        else:
            self._update(row, stored)

    def _add(self, row: Row) -> None:
        values, uid = completed(self._register, row.values), new_uid()
        self._judge(row, values)
        if self._by_code:
            self._whole._uids[self._register.name][values["code"]] = uid
        self._whole._places[uid] = (self._register.name, row.number)
        self._counts.added += 1
        if self._is_bad(row):
            self._whole._bad.add(uid)
        else:
            self._whole._step.add(self._register.model, values, uid)

    def _update(self, row: Row, stored: Stored) -> None:
        before: dict[str, Any] = dict(zip(self._attributes, stored[1:], strict=True))
        after = self._replaced(before, row.values)
        changed = {name: value for name, value in after.items() if before[name] != value}
        self._whole._places[stored[0]] = (self._register.name, row.number)
        if not changed:
            self._counts.unchanged += 1
            return
        self._judge(row, after)
        self._counts.updated += 1
        if not self._is_bad(row):
            self._changes[stored[0]] = changed

    def _replaced(self, before: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
        """The values after a row; a cleared one becomes what a blank one is in a new record."""
        after = {**before, **given}
        if None in given.values():
            filled = completed(self._register, after)
            after |= {name: filled[name] for name, value in given.items() if value is None}
        return after

    def _delete(self, row: Row, stored: Stored | None) -> None:
        if stored is None:
            self._report(row, Problem("nothing_to_delete", NOTHING_TO_DELETE, where=Where(column="delete")))
            return
        self._counts.deleted += 1
        self._whole._places[stored[0]] = (self._register.name, row.number)
        self._whole._gone.add(stored[0])
        self._removals.append(stored[0])

    def _carry_out(self) -> None:
        step = self._whole._step
        for record in self._records([*self._changes, *self._removals]):
            if record.uid in self._changes:
                step.change(record, self._changes[record.uid])
            else:
                step.remove(record)

    def _records(self, uids: list[str]) -> Iterator[Record]:
        model, left = self._register.model, iter(uids)
        while some := list(islice(left, _OFTEN)):
            yield from self._whole._step.session.scalars(select(model).where(model.uid.in_(some)))

    def _judge(self, row: Row, values: Mapping[str, Any]) -> None:
        """Hold the values against the register's own rules; unreadable cells were reported already."""
        for problem in problems_of(self._register, values):
            if problem.where.column not in row.unread:
                self._report(row, problem)

    def _is_bad(self, row: Row) -> bool:
        """Whether a row, or one that it refers to, cannot be written."""
        bad = self._whole._bad
        return row.bad or (bool(bad) and not bad.isdisjoint(row.values.values()))

    def _refuse_gone(self, row: Row) -> None:
        for spec in self._register.references:
            if row.values.get(spec.attribute) in self._whole._gone:
                noun = Label(self._whole._office.features.registers[spec.kind.register].noun)  # type: ignore[attr-defined]
                problem = Problem("removed_reference", REMOVED_REFERENCE, {"noun": noun}, Where(column=spec.name))
                self._report(row, problem)

    def _incomplete(self, row: Row) -> None:
        for spec in self._register.keys:
            if row.values.get(spec.attribute) is None and spec.name not in row.unread:
                self._report(row, Problem("required", REQUIRED, where=Where(column=spec.name)))

    def _duplicate(self, laid: Layout, row: Row, first: int) -> None:
        cells = [laid.grid.rows[row.number - 1][at] for at, spec in laid.columns.items() if spec in self._register.keys]
        values = {"key": " ".join(str(cell) for cell in cells), "row": first}
        self._report(row, Problem("duplicate_code", DUPLICATE, values, Where(column=self._register.keys[-1].name)))

    def _report(self, row: Row, problem: Problem) -> None:
        where = Where(self._whole._file, self._register.name, row.number, problem.where.column)
        self._whole._problems.append(replace(problem, where=where))
        row.bad = row.bad or problem.severity == "error"
