"""What an expression comes to for a row. Blanks spread as in SQL:

- arithmetic, a comparison and most functions of a blank are blank;
- ``x in (a, b)`` is true where one equals x, else blank where x or one of them is blank, else false;
- ``not`` a blank is blank; ``and`` is false where one part is false, else blank where one is blank; ``or`` is true
  where one part is true, else blank where one is blank.

A condition *holds* where it is not false: what is not known breaks no rule.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from . import exact
from .functions import FUNCTIONS
from .tree import Among, Arithmetic, Call, Comparison, Joined, Literal, Name, Negative, Not, Tree, Value

Row = Mapping[str, Any]
"""The fields of a row by name; a whole number may be an ``int``, what is left out is blank."""
Working = Callable[[Row], Any]

_ARITHMETIC: dict[str, Callable[[Any, Any], Value]] = {
    "+": exact.plus, "-": exact.minus, "*": exact.times, "/": exact.by,
}  # fmt: skip
_COMPARED: dict[str, Callable[[Any, Any], bool]] = {"=": eq, "<>": ne, "<": lt, "<=": le, ">": gt, ">=": ge}


def working(tree: Tree) -> Working:
    """What works a tree out for a row; the tree's types must be right."""
    match tree:
        case Literal():
            value = tree.value
            return lambda _: value
        case Name():
            return _field(tree.name)
        case Negative():
            return _of_given(Decimal.copy_negate, (working(tree.of),))
        case Arithmetic():
            return _of_two(_ARITHMETIC[tree.operator], working(tree.left), working(tree.right))
        case Comparison():
            return _of_two(_COMPARED[tree.operator], working(tree.left), working(tree.right))
        case Among():
            return _among(working(tree.value), tuple(map(working, tree.options)))
        case Not():
            return _of_given(lambda value: not value, (working(tree.of),))
        case Joined():
            return _joined(tuple(map(working, tree.conditions)), deciding=tree.word == "or")
        case Call():
            function, given = FUNCTIONS[tree.function], tuple(map(working, tree.given))
            if not function.sees_blanks:
                return _of_given(function.run, given)
            if len(given) == 1:
                return _of_one(function.run, given[0])
            return lambda row: function.run(*(each(row) for each in given))


def _field(name: str) -> Working:
    def field(row: Row) -> Value:
        value = row.get(name)
        return Decimal(value) if type(value) is int else value

    return field


def _of_one(run: Callable[[Any], Value], given: Working) -> Working:
    return lambda row: run(given(row))


def _of_given(run: Callable[..., Value], given: tuple[Working, ...]) -> Working:
    def called(row: Row) -> Value:
        values = [each(row) for each in given]
        return None if None in values else run(*values)

    return called


def _of_two(run: Callable[[Any, Any], Value], left: Working, right: Working) -> Working:
    def joined(row: Row) -> Value:
        one, other = left(row), right(row)
        return None if one is None or other is None else run(one, other)

    return joined


def _among(value: Working, options: tuple[Working, ...]) -> Working:
    def among(row: Row) -> bool | None:
        sought, found = value(row), [each(row) for each in options]
        if sought is None:
            return None
        if sought in found:
            return True
        return None if None in found else False

    return among


def _joined(parts: tuple[Working, ...], *, deciding: bool) -> Working:
    """``or`` is decided by a true part, ``and`` by a false one."""

    def joined(row: Row) -> bool | None:
        unknown = False
        for part in parts:
            value: bool | None = part(row)
            if value is deciding:
                return deciding
            unknown = unknown or value is None
        return None if unknown else not deciding

    return joined
