"""A block of cells from a spreadsheet as records to add or change, each with its verdict."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from incubator_desk.base.errors import Label, Problem, Refused, Where
from incubator_desk.base.i18n import N_
from incubator_desk.base.text import heading
from incubator_desk.store.step import Step

from . import saving
from .kinds import Reference
from .listing import label_attribute
from .office import Features
from .register import Field, Register
from .wording import fields_by_word

Verdict = Literal["new", "updated", "unchanged", "error"]
NO_SUCH = N_("There is no {noun} with the code or name “{code}”.")


@dataclass
class Pasted:
    """One pasted row: the texts as they came, the values by attribute, and what becomes of it."""

    texts: Mapping[str, str]
    values: dict[str, Any] = field(default_factory=dict)
    uid: str | None = None
    verdict: Verdict = "new"
    problems: list[Problem] = field(default_factory=list)


def cells(text: str) -> list[list[str]]:
    """The cells of a tab-separated block, as spreadsheets put it on the clipboard (quotes around line breaks)."""
    import csv
    from io import StringIO

    return [row for row in csv.reader(StringIO(text), delimiter="\t") if any(cell.strip() for cell in row)]


def arranged(
    register: Register, block: Sequence[Sequence[str]], shown: Sequence[Field]
) -> tuple[list[Field | None], int]:
    """The field of each column and where the rows begin: by headings where there are any, else as the columns are shown."""
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
            raise Refused.because(
                "unknown_reference", NO_SUCH, noun=Label(self._features.registers[name].noun), code=code
            )
        return uid

    def _judge(self, made: Pasted) -> None:
        record = self._stored.get(tuple(made.values.get(f.attribute) for f in self._register.keys))
        if record is not None:
            made.uid = record.uid
            changed = {n: v for n, v in made.values.items() if getattr(record, n) != v}
            made.verdict = "updated" if changed else "unchanged"
            whole = {**self._register.of(record), **made.values}
        else:
            whole = saving.completed(self._register, made.values)
        if not made.problems:
            made.problems += saving.problems_of(self._register, whole)
        if any(p.severity == "error" for p in made.problems):
            made.verdict = "error"


def write(step: Step, register: Register, rows: Sequence[Pasted]) -> int:
    """Carry out the rows that are new or updated; gives their number."""
    count = 0
    for row in rows:
        if row.verdict in ("new", "updated"):
            record = step.session.get(register.model, row.uid) if row.uid else None
            saving.save(step, register, row.values, record)
            count += 1
    return count
