"""What a list of a register shows: its order, its rows window by window, and what a search looks through."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import Session, aliased

from incubator_desk.store.bulk import among

from .kinds import Choice, Kind, Reference
from .office import Features
from .register import Computed, Field, Register
from .search import folded


@dataclass(frozen=True)
class Column:
    """A column of the list: a field of the register, or one that is computed."""

    name: str
    label: str
    kind: Kind
    field: Field | None
    computed: Computed | None
    listed: bool


@dataclass(frozen=True)
class Wanted:
    """Which records are listed, and in which order."""

    values: Mapping[str, frozenset[Any]] = field(default_factory=dict)
    """By attribute the values allowed; None among them is a blank."""
    sort: str | None = None
    """A column's name; the register's own key where None."""
    descending: bool = False
    within: Select[str] | None = None
    """Only these uids."""


class Listing:
    """The queries behind a list of one register."""

    def __init__(self, features: Features, register: Register) -> None:
        self._features = features
        self.register = register
        self._table = register.model.__table__

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """All columns that can be shown."""
        own = [Column(f.name, f.label, f.kind, f, None, f.listed) for f in self.register.fields]
        for name, c in (each for feature in self._features for each in feature.columns):
            if name == self.register.name:
                at = next((n for n, column in enumerate(own, 1) if column.name == c.after), len(own))
                own.insert(at, Column(c.name, c.label, c.kind, None, c, c.listed))
        return tuple(own)

    def uids(self, session: Session, operator: str, wanted: Wanted, today: date) -> list[str]:
        """The uids of all records wanted, in their order; blanks come last."""
        statement = select(self._table.c.uid).where(self._table.c.operator_uid == operator, *self._conditions(wanted))
        column = next((c for c in self.columns if c.name == wanted.sort), None)
        if column is not None and column.computed is not None:
            uids = list(session.scalars(statement.order_by(*self._own_order())))
            values = column.computed.values(session, uids, today)
            present = sorted((u for u in uids if u in values), key=lambda u: values[u], reverse=wanted.descending)
            return present + [uid for uid in uids if uid not in values]
        if column is not None and column.field is not None:
            statement = self._sorted(statement, column.field, descending=wanted.descending)
        return list(session.scalars(statement.order_by(*self._own_order())))

    def counts(self, session: Session, operator: str, attribute: str) -> dict[Any, int]:
        """How many records have each value of a column."""
        column = self._table.c[attribute]
        grouped = select(column, func.count()).where(self._table.c.operator_uid == operator).group_by(column)
        return dict(session.execute(grouped).all())

    def count(self, session: Session, operator: str) -> int:
        """How many records there are."""
        mine = select(func.count()).select_from(self._table).where(self._table.c.operator_uid == operator)
        return session.scalar(mine) or 0

    def values(self, session: Session, operator: str, attribute: str, most: int) -> list[Any]:
        """The different values of a column in their order; none where there are more than ``most``."""
        column = self._table.c[attribute]
        mine = (self._table.c.operator_uid == operator, column.is_not(None), column != "")
        found = list(session.scalars(select(column).where(*mine).distinct().limit(most + 1)))
        return sorted(found) if len(found) <= most else []

    def rows(
        self, session: Session, uids: Sequence[str], today: date, columns: Sequence[Column]
    ) -> dict[str, list[Any]]:
        """The values of some records by uid, in the order of the columns; references as their :meth:`labels`."""
        stored = [self._table.c[c.field.attribute] for c in columns if c.field]
        found = {
            row[0]: row[1:]
            for row in session.execute(select(self._table.c.uid, *stored).where(self._table.c.uid.in_(uids)))
        }
        computed = {c.name: c.computed.values(session, uids, today) for c in columns if c.computed}
        named: dict[int, dict[str, str]] = {}
        at = 0
        for column in columns:
            if column.field:
                if isinstance(column.kind, Reference):
                    named[at] = self.labels(session, column.kind.register, {row[at] for row in found.values()} - {None})
                at += 1
        return {uid: list(self._row(uid, row, columns, computed, named)) for uid, row in found.items()}

    @staticmethod
    def _row(
        uid: str,
        row: Sequence[Any],
        columns: Sequence[Column],
        computed: Mapping[str, Mapping[str, Any]],
        named: Mapping[int, Mapping[str, str]],
    ) -> Any:
        at = 0
        for column in columns:
            if column.computed:
                yield computed[column.name].get(uid)
                continue
            value = row[at]
            yield named[at].get(value) if at in named and value is not None else value
            at += 1

    def labels(self, session: Session, register: str, uids: set[str]) -> dict[str, str]:
        """What people know some records of another register by: a name where it has one, else the code."""
        return labels(session, self._features.registers[register], uids)

    def texts(self, session: Session, uids: Sequence[str]) -> list[str]:
        """What a search looks through, for each uid in turn: its own words and pinyin, and those it refers to."""
        parts = self._search_columns(self.register.model)
        source: Any = self._table
        for spec in self.register.references:
            named = self._features.registers[spec.kind.register]  # type: ignore[attr-defined]
            target = aliased(named.model)
            source = source.outerjoin(target, self._table.c[spec.attribute] == target.uid)
            parts += self._search_columns(target, named)
            for owner in (f for f in named.references if f.kind.register == "tenants"):  # type: ignore[attr-defined]
                # What belongs to a lease is looked for by the company's name.
                company = aliased(self._features.registers["tenants"].model)
                source = source.outerjoin(company, getattr(target, owner.attribute) == company.uid)
                parts += self._search_columns(company, self._features.registers["tenants"])
        statement = select(self._table.c.uid, *parts).select_from(source).where(among(self._table.c.uid, uids))
        found = {row[0]: folded(" ".join([part for part in row[1:] if part])) for row in session.execute(statement)}
        return [found.get(uid, "") for uid in uids]

    def _search_columns(self, model: Any, register: Register | None = None) -> list[ColumnElement[Any]]:
        register = register or self.register
        names = [f.attribute for f in register.fields if f.search]
        keys = [c.name for c in register.model.__table__.columns if c.info.get("derived")]
        return [getattr(model, name) for name in names + keys]

    def _conditions(self, wanted: Wanted) -> list[ColumnElement[bool]]:
        found: list[ColumnElement[bool]] = []
        for attribute, values in wanted.values.items():
            column = self._table.c[attribute]
            allowed: ColumnElement[bool] = column.in_([v for v in values if v is not None])
            found.append(allowed | column.is_(None) if None in values else allowed)
        if wanted.within is not None:
            found.append(self._table.c.uid.in_(wanted.within))
        return found

    def _own_order(self) -> list[ColumnElement[Any]]:
        return [self._table.c[f.attribute] for f in self.register.keys]

    def _sorted(self, statement: Select[Any], spec: Field, *, descending: bool) -> Select[Any]:
        column: ColumnElement[Any] = self._table.c[spec.attribute]
        if isinstance(spec.kind, Reference):
            target = aliased(self._features.registers[spec.kind.register].model)
            statement = statement.outerjoin(target, column == target.uid)
            column = getattr(target, label_attribute(self._features.registers[spec.kind.register]))
        blank = column.is_(None)
        if isinstance(spec.kind, Choice):
            column = case({o.value: at for at, o in enumerate(spec.kind.options)}, value=column)
        return statement.order_by(blank, column.desc() if descending else column)


def label_attribute(register: Register) -> str:
    """The column that names a record in other lists: its name, else its code."""
    return "name" if "name" in register.by_attribute else register.keys[0].attribute


def labels(session: Session, register: Register, uids: set[str]) -> dict[str, str]:
    """What people know some records by, by uid."""
    if not uids:
        return {}
    table = register.model.__table__
    column = table.c[label_attribute(register)]
    return {uid: str(name) for uid, name in session.execute(select(table.c.uid, column).where(table.c.uid.in_(uids)))}


def known_as(session: Session, features: Features, name: str, uid: str) -> str:
    """What people know a record by; a lease and the like with the name of its company before its code."""
    register = features.registers[name]
    words = labels(session, register, {uid}).get(uid, "")
    owner = next((f for f in register.references if f.kind.register == "tenants"), None)  # type: ignore[attr-defined]
    if owner is None:
        return words
    table = register.model.__table__
    tenant = session.scalar(select(table.c[owner.attribute]).where(table.c.uid == uid))
    company = labels(session, features.registers["tenants"], {tenant} if tenant else set()).get(tenant or "", "")
    return f"{company}  {words}".strip()
