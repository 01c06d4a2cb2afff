"""Saving one record: what a form, a quick entry and an import have in common."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from incubator_desk.base.errors import Problem, Refused, Where
from incubator_desk.base.i18n import N_
from incubator_desk.store.record import Record
from incubator_desk.store.step import Step

from .kinds import Reference
from .register import Register

REQUIRED = N_("This is required.")
DUPLICATE = N_("“{key}” is already taken.")


def completed(register: Register, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a new record by attribute: all of them, blanks replaced by the defaults."""
    filled = {attribute: values.get(attribute) for attribute in register.by_attribute}
    filled |= register.complete(filled)
    return filled | {name: default for name, default in register.defaults.items() if filled[name] is None}


def problems_of(register: Register, values: Mapping[str, Any]) -> Iterator[Problem]:
    """What is wrong with a record's own values, beside the columns concerned; all of it."""
    blank = [f for f in register.required if not (value := values[f.attribute]) and value in (None, "")]
    for spec in blank:
        yield Problem("required", REQUIRED, where=Where(sheet=register.name, column=spec.name))
    if not blank:
        for problem in register.rules(values):
            yield Problem(
                problem.code,
                problem.message,
                problem.values,
                Where(sheet=register.name, column=problem.where.column),
                problem.severity,
            )


def save(
    step: Step, register: Register, values: Mapping[str, Any], record: Record | None = None, version: int | None = None
) -> tuple[str, tuple[Problem, ...]]:
    """Add a record, or change one; gives its uid and the warnings. Refused with all that is wrong.

    ``values`` are by attribute; a reference is the uid it names. What is left out stays as it is,
    or takes its default in a new record. ``version`` is the one that the user saw.
    """
    whole = completed(register, values) if record is None else {**register.of(record), **values}
    problems = [*problems_of(register, whole)]
    if record is None or any(
        values.get(f.attribute, whole[f.attribute]) != getattr(record, f.attribute) for f in register.keys
    ):
        problems += _conflicts(step, register, whole, record)
    if errors := [p for p in problems if p.severity == "error"]:
        raise Refused(*errors)
    if record is None:
        return step.add(register.model, whole), tuple(problems)
    step.change(record, values, version)
    return record.uid, tuple(problems)


def _conflicts(step: Step, register: Register, values: Mapping[str, Any], record: Record | None) -> Iterator[Problem]:
    table = register.model.__table__
    mine = table.c.operator_uid == step.actor.operator
    same = [table.c[f.attribute] == values[f.attribute] for f in register.keys]
    other = [] if record is None else [table.c.uid != record.uid]
    if step.session.scalar(select(exists().where(mine, *same, *other))):
        key = " ".join(str(values[f.attribute]) for f in register.keys if not isinstance(f.kind, Reference))
        yield Problem(
            "duplicate_code", DUPLICATE, {"key": key}, Where(sheet=register.name, column=register.keys[-1].name)
        )


def following_code(session: Session, operator: str, register: Register) -> str:
    """The code that follows the highest one of the register's own form: T-0012 after T-0011."""
    table = register.model.__table__
    pattern = register.prefix.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    mine = select(table.c.code).where(table.c.operator_uid == operator, table.c.code.like(f"{pattern}%", escape="\\"))
    for found in session.scalars(mine.order_by(func.length(table.c.code).desc(), table.c.code.desc())):
        if found.removeprefix(register.prefix).isdigit():
            return after(register, found)
    return f"{register.prefix}0001"


def after(register: Register, code: str) -> str:
    """The next code of the register's own form: T-0012 after T-0011."""
    digits = code.removeprefix(register.prefix)
    return f"{register.prefix}{int(digits) + 1:0{len(digits)}d}"


def next_code(step: Step, register: Register) -> str:
    """The code for a record that a step adds."""
    return following_code(step.session, step.actor.operator, register)
