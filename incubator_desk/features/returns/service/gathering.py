"""A period's figures as tables: the rows of every register that touch it, and the reports on it."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session as Reading

from incubator_desk.base.i18n import language
from incubator_desk.base.periods import Period
from incubator_desk.catalog.kinds import Kind, Month, Phone, Reference
from incubator_desk.catalog.office import Features
from incubator_desk.catalog.register import Field, Register
from incubator_desk.catalog.report import Asked, Report, Sheet
from incubator_desk.features.returns.rules.tables import Table
from incubator_desk.reports.masking import masked
from incubator_desk.store.record import Actor


@dataclass(frozen=True, slots=True)
class Words:
    """What stands around the table of a report on paper, in the language in which it was worded."""

    language: str
    facts: Sequence[Sequence[str]] = ()
    opening: Sequence[str] = ()
    closing: Sequence[str] = ()

    def to_json(self) -> bytes:
        """The words as bytes."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True).encode()

    @classmethod
    def from_json(cls, data: bytes) -> "Words":
        """The words of such bytes."""
        return cls(**json.loads(data))


def gathered(
    session: Reading, actor: Actor, features: Features, period: Period
) -> Iterator[tuple[Table, Words | None]]:
    """All tables of a period, in the order of their declaration; those of reports with the words around them."""
    for table in registers(session, actor, features, period):
        yield table, None
    for report in reports(features):
        yield of_report(session, actor, report, period)


def reports(features: Features) -> list[Report]:
    """The reports that are frozen: tables of the whole park, as they are worked out now."""
    every = (report for feature in features for report in feature.reports())
    return [report for report in every if report.group == "report" and not report.per_tenant]


def registers(session: Reading, actor: Actor, features: Features, period: Period) -> Iterator[Table]:
    """The rows of each register that touch a period, references as codes, in order of their keys."""
    codes: dict[str, dict[str, str]] = {}
    for register in features.registers.values():
        if register.packed and register.exchanged:
            yield Table(
                register.name, columns(register), tuple(_rows(session, actor, features, register, period, codes))
            )
        elif "code" in register.by_attribute:
            _remember(session, actor, register, codes)


def columns(register: Register) -> tuple[str, ...]:
    """The headings of a register's table."""
    return tuple(f.name for f in register.fields)


def of_report(session: Reading, actor: Actor, report: Report, period: Period) -> tuple[Table, Words | None]:
    """The rows of a report on a period, personal data hidden, and the words around them."""
    sheets = report.rows(session, actor, Asked(period, period.last))
    rows = [row for sheet in sheets for row in sheet.rows]
    texts = (
        tuple(text_of(column.kind, value) for column, value in zip(report.columns, row, strict=True))
        for row in masked(report.columns, rows)
    )
    first = sheets[0] if sheets else Sheet(())
    words = Words(language(), first.facts, first.opening, first.closing) if _says(first) else None
    return Table(report.name, tuple(column.id for column in report.columns), tuple(texts)), words


def _says(sheet: Sheet) -> bool:
    return bool(sheet.facts or sheet.opening or sheet.closing)


def text_of(kind: Kind, value: Any) -> str:
    """A value as a table of a package has it: identifiers of choices, plain numbers, days as 2020-02-01."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return kind.type(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _rows(
    session: Reading, actor: Actor, features: Features, register: Register, period: Period,
    codes: dict[str, dict[str, str]],
) -> list[tuple[str, ...]]:  # fmt: skip
    table = register.model.__table__
    mine = [table.c.operator_uid == actor.operator, *touching(features, register, period)]
    found = session.execute(select(table.c.uid, *(table.c[f.attribute] for f in register.fields)).where(*mine)).all()
    if "code" in register.by_attribute:
        _remember(session, actor, register, codes)
    worded = [_wording(spec, codes) for spec in register.fields]
    made = [
        tuple("" if value is None else say(value) for say, value in zip(worded, row[1:], strict=True)) for row in found
    ]
    keys = [register.fields.index(key) for key in register.keys]
    return sorted(made, key=lambda row: [row[at] for at in keys])


def _remember(session: Reading, actor: Actor, register: Register, codes: dict[str, dict[str, str]]) -> None:
    table = register.model.__table__
    mine = select(table.c.uid, table.c.code).where(table.c.operator_uid == actor.operator)
    codes[register.name] = dict(session.execute(mine).all())


def _wording(spec: Field, codes: Mapping[str, Mapping[str, str]]) -> Callable[[Any], str]:
    """How the values of a column are written; what tells of a person is masked."""
    if isinstance(spec.kind, Reference):
        named = codes[spec.kind.register]
        return lambda value: named.get(value, "")
    if spec.sensitive or isinstance(spec.kind, Phone):
        return spec.kind.mask
    return partial(text_of, spec.kind)


def touching(features: Features, register: Register, period: Period) -> Sequence[ColumnElement[bool]]:
    """The condition that a record touches a period; none where it belongs to every one."""
    table = register.model.__table__
    if register.days:
        first, *last = (table.c[name] for name in register.days)
        if isinstance(register.by_attribute[register.days[0]].kind, Month):
            return [first.between(f"{period.first:%Y-%m}", f"{period.last:%Y-%m}")]
        if not last:
            return [first.between(period.first, period.last)]
        end = func.coalesce(*last) if len(last) > 1 else last[0]
        return [and_(or_(first.is_(None), first <= period.last), or_(end.is_(None), end >= period.first))]
    if register.parent is None:
        return []
    parent = features.registers[register.parent]
    if not (within := touching(features, parent, period)):
        return []
    way = next(f for f in register.references if f.kind.register == parent.name)  # type: ignore[attr-defined]
    return [table.c[way.attribute].in_(select(parent.model.__table__.c.uid).where(*within))]
