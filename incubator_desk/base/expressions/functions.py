"""The functions of expressions. A blank among their values makes their result blank, unless they say otherwise."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from incubator_desk.base.dates import add_months

from .exact import rounded
from .tree import Value

Type = Literal["number", "text", "day", "yes_no"]


@dataclass(frozen=True, slots=True)
class Function:
    """What a function takes and gives."""

    takes: tuple[frozenset[Type], ...]
    """For each of its values the types that it may have."""
    gives: Type | None
    """None: the type that its values share."""
    run: Callable[..., Value]
    optional: int = 0
    """So many of the last values may be left out."""
    more: bool = False
    """Whether the last may be followed by any number of others like it."""
    sees_blanks: bool = False
    whole: bool = False
    """Whether its last value is a whole number from 0 to 10, written as such."""


def _of(*types: Type) -> frozenset[Type]:
    return frozenset(types)


_NUMBER, _TEXT, _DAY = _of("number"), _of("text"), _of("day")
_ANY = _of("number", "text", "day", "yes_no")
_ORDERED = _of("number", "day")


def _months(first: date, last: date) -> Decimal:
    """Whole months from a day to another: of 31 January and 29 February one; backwards below zero."""
    if last < first:
        return -_months(last, first)
    months = (last.year - first.year) * 12 + last.month - first.month
    return Decimal(months - (add_months(first, months) > last))


def _later(day: date, months: Decimal) -> Value:
    """The same day so many months later; blank where there is no such day."""
    try:
        return add_months(day, int(months))
    except (ValueError, OverflowError):
        return None


def _first(*values: Value) -> Value:
    """The first that is not blank."""
    return next((value for value in values if value is not None), None)


FUNCTIONS: dict[str, Function] = {
    "abs": Function((_NUMBER,), "number", lambda number: number.copy_abs()),
    "min": Function((_ORDERED, _ORDERED), None, min, more=True),
    "max": Function((_ORDERED, _ORDERED), None, max, more=True),
    "round": Function((_NUMBER, _NUMBER), "number", rounded, optional=1, whole=True),
    "blank": Function((_ANY,), "yes_no", lambda value: value is None, sees_blanks=True),
    "first": Function((_ANY, _ANY), None, _first, more=True, sees_blanks=True),
    "length": Function((_TEXT,), "number", lambda text: Decimal(len(text))),
    "starts": Function((_TEXT, _TEXT), "yes_no", str.startswith),
    "days": Function((_DAY, _DAY), "number", lambda first, last: Decimal((last - first).days)),
    "months": Function((_DAY, _DAY), "number", _months),
    "later": Function((_DAY, _NUMBER), "day", _later),
    "year": Function((_DAY,), "number", lambda day: Decimal(day.year)),
}
"""``round`` rounds half up, to whole numbers or so many places; ``days`` and ``months`` go from one day to another;
``later`` is the same day so many months later; ``first`` is the first that is not blank."""
