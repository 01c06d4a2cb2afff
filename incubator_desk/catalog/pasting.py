"""A block of cells from a spreadsheet as records to add or change, each with its verdict."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from incubator_desk.base.errors import Label, Problem, Refused, Where
from incubator_desk.base.i18n import N_
from incubator_desk.base.text import heading
from incubator_desk.store.record import Record
from incubator_desk.store.step import Step

from . import saving
from .kinds import Reference
from .listing import label_attribute
from .office import Features
from .register import Field, Register
from .wording import fields_by_word

Verdict = Literal["new", "updated", "unchanged", "error"]
BY_MOVES = N_("A stored case goes on by its steps, not by typing.")
TWICE = N_("The same key stands in an earlier row.")
NO_SUCH = N_("There is no {noun} with the code or name “{code}”.")


@dataclass
class Pasted:
    """One pasted row: the texts as they came, the values by attribute, and what becomes of it."""

    texts: Mapping[str, str]
    values: dict[str, Any] = field(default_factory=dict)
    uid: str | None = None
    verdict: Verdict = "new"
    old: dict[str, str] = field(default_factory=dict)
    """What stands in the columns (by name) that would change."""
    problems: list[Problem] = field(default_factory=list)


def cells(text: str) -> list[list[str]]:
    """The cells of a tab-separated block, as spreadsheets put it on the clipboard (quotes around line breaks)."""
    import csv
    from io import StringIO

    return [row for row in csv.reader(StringIO(text), delimiter="\t") if any(cell.strip() for cell in row)]


def arranged(
    register: Register, block: Sequence[Sequence[str]], shown: Sequence[Field]
) -> tuple[list[Field | None], int]:
    """The field of each column, and where the rows begin: by headings, else in the order shown."""
    known = fields_by_word(register)
    found = [known.get(heading(cell)) for cell in block[0]]
    if sum(f is not None for f in found) * 2 > len(found):
        return found, 1
    return [*shown, *[None] * len(block[0])][: len(block[0])], 0


class Paster:
    """Reads pasted rows of one register against what is stored."""

    def __init__(self, session: Session, operator: str, features: Features, register: Register) -> None:
        self._session, self._operator = session, operator
        self._features, self._register = features, register
        self._codes: dict[str, dict[str, str]] = {}
        model = register.model
        records = session.scalars(select(model).where(model.operator_uid == operator))
        self._stored = {tuple(getattr(r, f.attribute) for f in register.keys): r for r in records}
        self._seen: set[tuple[Any, ...]] = set()
        self._code = saving.following_code(session, operator, register) if register.prefix else ""

    def read(self, fields: Sequence[Field | None], row: Sequence[str]) -> Pasted:
        """One row with its verdict."""
        made = Pasted({f.name: text for f, text in zip(fields, row, strict=False) if f})
        for spec, text in zip(fields, row, strict=False):
            if spec is not None and text.strip():
                try:
                    value = spec.kind.read(text.strip())
                    made.values[spec.attribute] = self._uid(spec, value) if isinstance(spec.kind, Reference) else value
                except Refused as refused:
                    made.problems += [
                        Problem(p.code, p.message, p.values, Where(column=spec.name)) for p in refused.problems
                    ]
        self._judge(made)
        return made

    def _uid(self, spec: Field, code: str) -> str:
        name = spec.kind.register  # type: ignore[attr-defined]
        if name not in self._codes:
            target = self._features.registers[name]
            table, label = target.model.__table__, label_attribute(target)
            mine = select(table.c.uid, table.c.code, table.c[label]).where(table.c.operator_uid == self._operator)
            rows = self._session.execute(mine).all()
            self._codes[name] = {row[2]: row[0] for row in rows} | {row[1]: row[0] for row in rows}
        uid = self._codes[name].get(code)
        if uid is None:
            values = {"noun": Label(self._features.registers[name].noun), "code": code}
            raise Refused(Problem("unknown_reference", NO_SUCH, values))
        return uid

    def _judge(self, made: Pasted) -> None:
        self._number(made)
        key = tuple(made.values.get(f.attribute) for f in self._register.keys)
        record = self._stored.get(key)
        if key in self._seen:
            made.problems.append(Problem("duplicate_code", TWICE, where=Where(column=self._register.keys[-1].name)))
        self._seen.add(key)
        if record is not None:
            made.uid = record.uid
            old = {f.name: self._changed(f, made, record) for f in self._register.fields}
            made.old = {name: text for name, text in old.items() if text is not None}
            made.verdict = "updated" if made.old else "unchanged"
            moved = [f for f in self._register.fields if f.by_moves and f.name in made.old]
            made.problems += [Problem("by_moves", BY_MOVES, where=Where(column=f.name)) for f in moved]
            whole = {**self._register.of(record), **made.values}
        else:
            whole = saving.completed(self._register, made.values)
        if not made.problems:
            made.problems += saving.problems_of(self._register, whole)
        if any(p.severity == "error" for p in made.problems):
            made.verdict = "error"

    def _number(self, made: Pasted) -> None:
        """A row without a code is a new record, with the code that follows."""
        if self._code and not made.texts.get("code", "").strip():
            made.values["code"] = self._code
            self._code = saving.after(self._register, self._code)

    def _changed(self, spec: Field, made: Pasted, record: Record) -> str | None:
        """The stored value that the row would replace, as text; None where it stays."""
        value = getattr(record, spec.attribute)
        if spec.attribute not in made.values or made.values[spec.attribute] == value:
            return None
        if value is None:
            return ""
        if isinstance(spec.kind, Reference):
            return next((code for code, uid in self._codes.get(spec.kind.register, {}).items() if uid == value), "")
        return spec.kind.mask(value) if spec.sensitive else spec.kind.type(value)


def write(step: Step, register: Register, rows: Sequence[Pasted]) -> dict[str, Pasted]:
    """Carry out the rows that are new or updated; gives them by the uids of their records."""
    done: dict[str, Pasted] = {}
    for row in rows:
        if row.verdict in ("new", "updated"):
            record = step.session.get(register.model, row.uid) if row.uid else None
            done[saving.save(step, register, row.values, record)[0]] = row
    return done


def place(problems: Sequence[Problem], rows: Mapping[str, Pasted]) -> list[Problem]:
    """Put what the checks say of pasted records to their rows, which are errors then; gives what is about others."""
    rest: list[Problem] = []
    for problem in problems:
        row = rows.get(problem.where.record or "")
        if row is None:
            rest.append(problem)
        else:
            row.problems.append(problem)
            row.verdict = "error"
    return rest
