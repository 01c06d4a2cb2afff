"""What an expression is made of. ``str`` of a tree is an expression that means the same."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

Value = Decimal | str | date | bool | None
"""What an expression gives; None is a blank."""


@dataclass(frozen=True, slots=True)
class Node:
    """A part of an expression; ``at`` is its place in the text, counted from 1."""

    at: int = field(default=0, kw_only=True, compare=False, repr=False)

    @property
    def parts(self) -> tuple["Tree", ...]:
        """The parts it has in turn."""
        return ()


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A value as it is written; None is ``blank``."""

    value: Value

    def __str__(self) -> str:
        match self.value:
            case None:
                return "blank"
            case bool():
                return "true" if self.value else "false"
            case Decimal():
                return f"{self.value:f}"
            case date():
                return self.value.isoformat()
            case text:
                return '"' + text.replace('"', '""') + '"'


@dataclass(frozen=True, slots=True)
class Name(Node):
    """The value of a field."""

    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A function of some values."""

    function: str
    given: tuple["Tree", ...]

    @property
    def parts(self) -> tuple["Tree", ...]:
        return self.given

    def __str__(self) -> str:
        return f"{self.function}({', '.join(map(str, self.given))})"


@dataclass(frozen=True, slots=True)
class _Single(Node):
    """What stands before one part."""

    of: "Tree"

    @property
    def parts(self) -> tuple["Tree", ...]:
        return (self.of,)


@dataclass(frozen=True, slots=True)
class _Pair(Node):
    """What stands between two parts."""

    operator: str
    left: "Tree"
    right: "Tree"

    @property
    def parts(self) -> tuple["Tree", ...]:
        return (self.left, self.right)


@dataclass(frozen=True, slots=True)
class Negative(_Single):
    """A number with its sign turned."""

    def __str__(self) -> str:
        return "-" + _within(self.of, _UNARY)


@dataclass(frozen=True, slots=True)
class Arithmetic(_Pair):
    """Two numbers joined by ``+ - * /``."""

    def __str__(self) -> str:
        level = _level(self)
        return f"{_within(self.left, level)} {self.operator} {_within(self.right, level + 1)}"


@dataclass(frozen=True, slots=True)
class Comparison(_Pair):
    """Two values compared by ``= <> < <= > >=``."""

    def __str__(self) -> str:
        return f"{_within(self.left, _SUM)} {self.operator} {_within(self.right, _SUM)}"


@dataclass(frozen=True, slots=True)
class Among(Node):
    """Whether a value is one of several: ``x in (a, b)``."""

    value: "Tree"
    options: tuple["Tree", ...]

    @property
    def parts(self) -> tuple["Tree", ...]:
        return (self.value, *self.options)

    def __str__(self) -> str:
        return f"{_within(self.value, _SUM)} in ({', '.join(_within(each, _SUM) for each in self.options)})"


@dataclass(frozen=True, slots=True)
class Not(_Single):
    """The contrary of a condition."""

    def __str__(self) -> str:
        return "not " + _within(self.of, _NOT)


@dataclass(frozen=True, slots=True)
class Joined(Node):
    """Two or more conditions joined by ``and`` or by ``or``."""

    word: str
    conditions: tuple["Tree", ...]

    @property
    def parts(self) -> tuple["Tree", ...]:
        return self.conditions

    def __str__(self) -> str:
        return f" {self.word} ".join(_within(each, _level(self) + 1) for each in self.parts)


Tree = Literal | Name | Call | Negative | Arithmetic | Comparison | Among | Not | Joined

_OR, _AND, _NOT, _COMPARED, _SUM, _PRODUCT, _UNARY, _WHOLE = range(8)
"""How tightly parts hold together, loosest first."""


def _level(tree: Tree) -> int:
    match tree:
        case Joined():
            return _OR if tree.word == "or" else _AND
        case Not():
            return _NOT
        case Comparison() | Among():
            return _COMPARED
        case Arithmetic():
            return _SUM if tree.operator in "+-" else _PRODUCT
        case Negative():
            return _UNARY
        case Literal(value=Decimal() as number) if number.is_signed():
            return _UNARY
    return _WHOLE


def _within(tree: Tree, level: int) -> str:
    """A part as it stands where parts hold together so tightly."""
    return str(tree) if _level(tree) >= level else f"({tree})"


def walk(tree: Tree) -> Iterator[tuple[Tree, int]]:
    """All parts of a tree, each with how deep it lies; however deep that is."""
    waiting: list[tuple[Tree, int]] = [(tree, 1)]
    while waiting:
        node, depth = waiting.pop()
        yield node, depth
        waiting += [(part, depth + 1) for part in node.parts]
