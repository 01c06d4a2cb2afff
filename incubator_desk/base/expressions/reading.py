"""An expression, read once and worked out for any number of rows."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .evaluation import Row, working
from .functions import Type
from .parser import parse
from .tree import Name, Tree, Value, walk
from .typed import Schema, needed, type_of


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression whose types are right for a schema."""

    tree: Tree
    type: Type | None
    """What it gives; None where it is always blank."""
    _work: Callable[[Row], Any] = field(repr=False, compare=False)

    @property
    def names(self) -> frozenset[str]:
        """The fields that it looks at."""
        return frozenset(node.name for node, _ in walk(self.tree) if isinstance(node, Name))

    def value(self, row: Row) -> Value:
        """What it comes to for a row whose values have the schema's types; None is blank."""
        found: Value = self._work(row)
        return found

    def holds(self, row: Row) -> bool:
        """Whether it is not false for a row: what is not known breaks no condition."""
        return self._work(row) is not False

    def __str__(self) -> str:
        return str(self.tree)


def read(text: str, schema: Schema, gives: Type | None = "yes_no") -> Expression:
    """An expression over the fields of a schema; Refused with the place in the text and the remedy.

    ``gives`` is the type that is asked for, a condition's unless another is; None takes any.
    """
    tree = parse(text)
    found = type_of(tree, schema)
    if gives is not None:
        needed(tree, found, gives)
    return Expression(tree, found, working(tree))
