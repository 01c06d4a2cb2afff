"""Column types: exact decimals as whole numbers, and how values look in the history."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from json.encoder import encode_basestring
from typing import Any

from sqlalchemy import BigInteger, Boolean, Date, Dialect, String
from sqlalchemy.types import TypeDecorator, TypeEngine

Scalar = str | int | bool | None
"""What a value becomes in the history's JSON."""


class Scaled(TypeDecorator[Decimal]):
    """An exact decimal stored as an integer of its last place (SQLite would sum decimals as floats)."""

    impl = BigInteger
    cache_ok = True

    def __init__(self, places: int) -> None:
        super().__init__()
        self.places = places

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """Decimal to the whole number stored; a finer value is a defect of the caller."""
        del dialect
        return None if value is None else self.whole(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        """The stored whole number to Decimal."""
        del dialect
        return None if value is None else Decimal(value).scaleb(-self.places)

    def whole(self, value: Decimal) -> int:
        """The value in units of its last place."""
        scaled = value.scaleb(self.places)
        whole = int(scaled)
        if whole != scaled:
            raise ValueError(value)
        return whole


class Fen(Scaled):
    """Money: Decimal yuan in Python, whole fen in the database."""

    cache_ok = True

    def __init__(self) -> None:
        super().__init__(2)


def dump(kind: TypeEngine[Any], value: Any) -> Scalar:
    """A value as the history has it: the same text for the same value, whatever the database."""
    if isinstance(value, Decimal) and isinstance(kind, Scaled):
        return f"{value:.{kind.places}f}"
    return value.isoformat() if isinstance(value, date) else value


def writer(kind: TypeEngine[Any]) -> Callable[[Any], str]:
    """What :func:`dump` gives, as JSON, for the values of a column that are not blank."""
    if isinstance(kind, Scaled):
        return f'"{{:.{kind.places}f}}"'.format
    if isinstance(kind, Date):
        return '"{}"'.format
    if isinstance(kind, String):
        return encode_basestring
    return ("false", "true").__getitem__ if isinstance(kind, Boolean) else str


def load(kind: TypeEngine[object], text: Scalar) -> object:
    """The value that :func:`dump` wrote."""
    if text is None:
        return None
    if isinstance(kind, Scaled):
        return Decimal(str(text))
    if isinstance(kind, Date):
        return date.fromisoformat(str(text))
    if isinstance(kind, Boolean):
        return bool(text)
    return text
