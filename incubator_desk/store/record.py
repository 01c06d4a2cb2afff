"""What every stored record has: a time-ordered uid, its operator, a version counter."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Column, ForeignKey, MetaData, String, Table
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

_NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The one metadata of all tables."""

    metadata = MetaData(naming_convention=_NAMING)


class Record(Base):
    """A row that people keep. It is written by a Step alone, never through the session."""

    __abstract__ = True

    uid: Mapped[str] = mapped_column(String(32), primary_key=True, sort_order=-3)
    operator_uid: Mapped[str] = mapped_column(String(32), ForeignKey("operators.uid"), index=True, sort_order=-2)
    version: Mapped[int] = mapped_column(default=1, sort_order=-1)

    @classmethod
    def derived(cls, values: Mapping[str, object]) -> dict[str, object]:
        """Columns computed from the others at each write; they are not part of the history."""
        del values
        return {}

    @classmethod
    @cache
    def facts(cls) -> tuple[Column[Any], ...]:
        """The columns that people decide: all but uid, version and what is derived."""
        table = cls.__table__
        assert isinstance(table, Table)
        return tuple(c for c in table.columns if c.name not in ("uid", "version") and not c.info.get("derived"))


def since_added(model: type[Record], values: Mapping[str, object]) -> dict[str, object]:
    """The values of a whole record as the history has it, with the defaults of columns that were added later."""
    return {**_defaults(model), **values}


@cache
def _defaults(model: type[Record]) -> Mapping[str, object]:
    named = {c.name: c.info.get("default") for c in model.facts() if not c.nullable}
    return {name: default for name, default in named.items() if default is not None}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and for which operator."""

    name: str
    operator: str
