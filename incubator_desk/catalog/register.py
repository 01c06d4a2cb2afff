"""Registers: a mapped class whose columns are declared once, and what people see of it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import MappedColumn, Session, mapped_column

from incubator_desk.base.errors import Problem
from incubator_desk.store.record import Actor, Record
from incubator_desk.store.step import Step

from .kinds import Kind, Reference, Tone


@dataclass(frozen=True)
class Field:
    """A column as people know it. ``name`` is its identifier in workbooks, ``attribute`` in Python."""

    label: str
    kind: Kind
    name: str = ""
    attribute: str = ""
    required: bool = False
    default: object = None
    unique: bool = False
    search: bool = False
    sensitive: bool = False
    group: str = ""
    """The form's group heading; the first field of a group names it, those after share it."""
    help: str = ""
    """What belongs here, in a sentence: the template's explanation and the field's tooltip."""
    listed: bool = True
    """Whether the table shows the column unless the user decides otherwise."""
    read_only: bool = False
    by_moves: bool = False
    """Whether a stored record's value changes by the moves of its flow alone, not by typing."""


def field(label: str, kind: Kind, *, column: str = "", **options: Any) -> MappedColumn[Any]:
    """A mapped column with all that follows from it; see :class:`Field` for the options."""
    spec = Field(label, kind, name=column, **options)
    keys = [ForeignKey(f"{kind.register}.uid")] if isinstance(kind, Reference) else []
    return mapped_column(
        kind.column_type(),
        *keys,
        nullable=not spec.required and spec.default is None,
        index=bool(keys),
        info={"field": spec, "default": spec.default},
    )


@dataclass(frozen=True)
class Computed:
    """A column that no one enters: its values for some records, as of a date."""

    name: str
    label: str
    kind: Kind
    values: Callable[[Session, Sequence[str], date], Mapping[str, Any]]
    """The values by uid; a record without one shows blank."""
    tone: Callable[[Any], Tone | None] = lambda _: None
    listed: bool = True
    after: str | None = None
    """The column beside which it stands; None puts it last."""


@dataclass(frozen=True)
class Register:
    """A list that people keep: one sheet, one screen, one record panel."""

    model: type[Record]
    name: str
    """The sheet's identifier, also the table's name."""
    label: str
    noun: str
    """One of its records: “company”."""
    icon: str = "document"
    prefix: str = ""
    """What the codes of new records begin with: ``T-`` makes T-0001."""
    key: tuple[str, ...] = ("code",)
    """The identifiers of the columns by which rows of a workbook are matched."""
    title: str = "name"
    """The attribute that names a record beside its code."""
    parent: str | None = None
    """The register that its records are parts of, shown within that one's panel."""
    state: str | None = None
    """The attribute whose options are the chips above the table."""
    complete: Callable[[Mapping[str, Any]], Mapping[str, Any]] = lambda _: {}
    """Defaults of a new record that follow from its other values (by attribute)."""
    rules: Callable[[Mapping[str, Any]], Iterable[Problem]] = lambda _: ()
    """What is wrong with the values of one record (by attribute), whatever else is stored."""
    checks: tuple[Callable[[Step, set[str]], Iterable[Problem]], ...] = ()
    """What is wrong between records, given the uids that a step has written; ``where.record`` names the place."""
    relevant: Callable[[Mapping[str, Any]], set[str] | None] = lambda _: None
    """The attributes that a record with these values needs; None means all. The form hides the others."""
    kept: Callable[[Mapping[str, Any]], Problem | None] = lambda _: None
    """Why a record with these values is not deleted at the desk: what goes another way, as a receipt is reversed."""
    members: str = ""
    """The register whose records name who belongs to one of this, entered within its form: a session's companies."""
    members_after: str = ""
    """The attribute below which the form shows them."""
    members_told: Callable[[Mapping[str, Any]], bool] = lambda _: True
    """Whether more is said of them than their names, for a record with these values: who attended a session that was
    held."""
    days: tuple[str, ...] = ()
    """The attributes of the days that place a record in time: the first day, then the last, of several the first that
    is given; one alone where it is of one day. A blank end is open, and what has none belongs to every period. A part
    belongs where its parent does."""
    packed: bool = True
    """Whether its records are facts that go with a period's package; settings do not."""
    exchanged: bool = True
    """Whether it is a sheet of the interchange workbook."""
    made: bool = False
    """Whether its records are worked out and not entered: then nothing offers to make a new one."""

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """The columns in the order of their declaration."""
        found = []
        for column in self.model.__table__.columns:
            spec: Field | None = column.info.get("field")
            if spec is not None:
                values = {name: getattr(spec, name) for name in Field.__dataclass_fields__}
                found.append(Field(**values | {"name": spec.name or column.name, "attribute": column.name}))
        return tuple(found)

    @cached_property
    def by_name(self) -> Mapping[str, Field]:
        """The fields by identifier."""
        return {f.name: f for f in self.fields}

    @cached_property
    def by_attribute(self) -> Mapping[str, Field]:
        """The fields by attribute."""
        return {f.attribute: f for f in self.fields}

    @cached_property
    def keys(self) -> tuple[Field, ...]:
        """The fields that match rows."""
        return tuple(self.by_name[name] for name in self.key)

    @cached_property
    def required(self) -> tuple[Field, ...]:
        """The fields that must be given."""
        return tuple(f for f in self.fields if f.required)

    @cached_property
    def defaults(self) -> Mapping[str, object]:
        """By attribute: what a blank becomes in a new record."""
        return {f.attribute: f.default for f in self.fields if f.default is not None}

    @cached_property
    def references(self) -> tuple[Field, ...]:
        """The fields that name other records."""
        return tuple(f for f in self.fields if isinstance(f.kind, Reference))

    def of(self, record: Record) -> dict[str, Any]:
        """A record's values by attribute."""
        return {f.attribute: getattr(record, f.attribute) for f in self.fields}


__all__ = ["Actor", "Computed", "Field", "Register", "field"]
