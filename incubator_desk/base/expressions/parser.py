"""The grammar, loosest first::

    condition  = both {"or" both}
    both       = contrary {"and" contrary}
    contrary   = "not" contrary | comparison
    comparison = sum [("=" | "<>" | "<" | "<=" | ">" | ">=") sum | ["not"] "in" "(" sum {"," sum} ")"]
    sum        = product {("+" | "-") product}
    product    = unary {("*" | "/") unary}
    unary      = "-" unary | value
    value      = number | day | text | "true" | "false" | "blank" | field | function "(" [condition {"," condition}] ")"
               | "(" condition ")"

Numbers are written ``1234.5``, days ``2020-03-01``, texts in quotes; a quote within a text is written twice.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from incubator_desk.base.errors import Label, Refused
from incubator_desk.base.i18n import N_

from .lexer import Token, tokens
from .tree import Among, Arithmetic, Call, Comparison, Joined, Literal, Name, Negative, Not, Tree, walk

LONGEST = 2000
"""So many characters an expression has at most: what people write is far shorter, what is worked out stays quick."""
DEEPEST = 40
"""So deep it is nested at most, so that no reader of it runs out of stack."""
_COMPARED = ("=", "<>", "<", "<=", ">", ">=")
_JOINING = ("and", "or", "not", "in")
_CONSTANTS = {"true": True, "false": False, "blank": None}
TOO_LONG = N_("An expression has at most {most} characters; these are {count}. Split it.")
TOO_DEEP = N_("This is nested more than {most} levels deep. Split it into several.")
BAD_DAY = N_("At character {at}: {text} is not a day of the calendar.")
MISSING = N_("At character {at}: {wanted} is expected here, not {found}.")
CHAINED = N_("At character {at}: only two values are compared at a time. Join two comparisons by “and”.")
A_VALUE = Label(N_("a value"))
THE_END = Label(N_("the end"))
OPERATOR = Label(N_("an operator or the end"))


def parse(text: str) -> Tree:
    """The tree of an expression; Refused with the place and what belongs there."""
    if len(text) > LONGEST:
        raise Refused.because("expression_too_long", TOO_LONG, most=LONGEST, count=len(text))
    parser = _Parser(list(tokens(text)))
    tree = parser.condition()
    if parser.now.text in _COMPARED:
        raise Refused.because("chained_comparison", CHAINED, at=parser.now.at)
    if parser.now.sort != "end":
        raise parser.missing(OPERATOR)
    if max(depth for _, depth in walk(tree)) > DEEPEST:
        raise _too_deep()
    return tree


def _too_deep() -> Refused:
    return Refused.because("expression_too_deep", TOO_DEEP, most=DEEPEST)


class _Parser:
    def __init__(self, words: list[Token]) -> None:
        self._words = words
        self._at = 0
        self._depth = 0

    @property
    def now(self) -> Token:
        return self._words[self._at]

    def missing(self, wanted: str) -> Refused:
        found = THE_END if self.now.sort == "end" else f"“{self.now.text}”"
        return Refused.because("unexpected", MISSING, at=self.now.at, wanted=wanted, found=found)

    def _taken(self, *texts: str) -> Token | None:
        """The word that is next, where it is one of these; a text in quotes never is."""
        if self.now.sort not in ("word", "sign") or self.now.text not in texts:
            return None
        self._at += 1
        return self._words[self._at - 1]

    def _closed(self) -> None:
        if not self._taken(")"):
            raise self.missing("“)”")

    def _nested(self, part: Callable[[], Tree]) -> Tree:
        if self._depth == DEEPEST:
            raise _too_deep()
        self._depth += 1
        tree = part()
        self._depth -= 1
        return tree

    def condition(self) -> Tree:
        return self._joined("or", lambda: self._joined("and", self._contrary))

    def _joined(self, word: str, part: Callable[[], Tree]) -> Tree:
        at, found = self.now.at, [part()]
        while self._taken(word):
            found.append(part())
        return found[0] if len(found) == 1 else Joined(word, tuple(found), at=at)

    def _contrary(self) -> Tree:
        if word := self._taken("not"):
            return Not(self._nested(self._contrary), at=word.at)
        return self._comparison()

    def _comparison(self) -> Tree:
        left = self._sum()
        if sign := self._taken(*_COMPARED):
            return Comparison(sign.text, left, self._sum(), at=sign.at)
        contrary = self._taken("not")
        if word := self._taken("in"):
            if not self._taken("("):
                raise self.missing("“(”")
            among = Among(left, self._list(self._sum), at=word.at)
            return Not(among, at=contrary.at) if contrary else among
        if contrary:
            raise self.missing("“in”")
        return left

    def _list(self, part: Callable[[], Tree]) -> tuple[Tree, ...]:
        found = [self._nested(part)]
        while self._taken(","):
            found.append(self._nested(part))
        self._closed()
        return tuple(found)

    def _sum(self) -> Tree:
        return self._chain(("+", "-"), lambda: self._chain(("*", "/"), self._unary))

    def _chain(self, signs: tuple[str, ...], part: Callable[[], Tree]) -> Tree:
        left = part()
        while sign := self._taken(*signs):
            left = Arithmetic(sign.text, left, part(), at=sign.at)
        return left

    def _unary(self) -> Tree:
        if sign := self._taken("-"):
            return Negative(self._nested(self._unary), at=sign.at)
        return self._value()

    def _value(self) -> Tree:
        word = self.now
        if self._taken("("):
            inner = self._nested(self.condition)
            self._closed()
            return inner
        if word.sort in ("sign", "end") or (word.sort == "word" and word.text in _JOINING):
            raise self.missing(A_VALUE)
        self._at += 1
        match word.sort:
            case "number":
                return Literal(Decimal(word.text), at=word.at)
            case "day":
                return Literal(_day(word), at=word.at)
            case "text":
                return Literal(word.text, at=word.at)
        if self._taken("("):
            return Call(word.text, () if self._taken(")") else self._list(self.condition), at=word.at)
        if word.text in _CONSTANTS:
            return Literal(_CONSTANTS[word.text], at=word.at)
        return Name(word.text, at=word.at)


def _day(word: Token) -> date:
    try:
        return date.fromisoformat(word.text)
    except ValueError:
        raise Refused.because("bad_date", BAD_DAY, at=word.at, text=word.text) from None
