"""The words of an expression, each with its place in the text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, cast

from incubator_desk.base.errors import Refused
from incubator_desk.base.i18n import N_

Sort = Literal["number", "day", "text", "word", "sign", "end"]
KEYWORDS = ("and", "or", "not", "in", "true", "false", "blank")
_WIDE = str.maketrans("（），＋－−＊×／÷＜＞＝！．０１２３４５６７８９", "(),+--**//<>=!.0123456789")
"""Signs as they come out of a Chinese keyboard; each is one character, so that places stay."""
_SAME = {"==": "=", "!=": "<>", "≠": "<>", "≤": "<=", "≥": ">="}
_WORDS = re.compile(
    r"""\s*(?:
    (?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9]))
    | (?P<number>[0-9]+(?:\.[0-9]+)?)
    | (?P<word>[^\W\d]\w*)
    | (?P<sign><=|>=|<>|==|!=|[-+*/(),=<>≤≥≠])
    | (?P<end>$)
    )""",
    re.VERBOSE,
)
_QUOTED = re.compile(r"""\s*("(?:[^"]|"")*"|'(?:[^']|'')*'|“[^”]*”)""")
_CLOSED_BY = {'"': '"', "'": "'", "“": "”"}
NOTHING = N_("At character {at}: “{text}” means nothing in an expression.")
NOT_CLOSED = N_("At character {at}: this text is not closed. Put {quote} at its end.")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number, text or sign; ``at`` counts from 1."""

    sort: Sort
    text: str
    at: int


def tokens(text: str) -> Iterator[Token]:
    """The words in their order, an ``end`` last; Refused where something is none."""
    plain, at = text.translate(_WIDE), 0
    while True:
        quoted = _QUOTED.match(text, at)
        found = quoted or _WORDS.match(plain, at)
        if found is None:
            raise _unknown(text, at)
        if quoted:
            yield Token("text", _unquoted(quoted[1]), quoted.start(1) + 1)
        else:
            sort = cast(Sort, found.lastgroup)
            yield Token(sort, _spelt(found[sort]), found.start(sort) + 1)
            if sort == "end":
                return
        at = found.end()


def _unquoted(text: str) -> str:
    """What stands between the quotes; a straight quote within is written twice."""
    return text[1:-1].replace(text[0] * 2, text[0])


def _spelt(word: str) -> str:
    return word.lower() if word.lower() in KEYWORDS else _SAME.get(word, word)


def _unknown(text: str, at: int) -> Refused:
    rest = text[at:].lstrip()
    place = len(text) - len(rest) + 1
    if quote := _CLOSED_BY.get(rest[0]):
        return Refused.because("text_not_closed", NOT_CLOSED, at=place, quote=quote)
    return Refused.because("unknown_character", NOTHING, at=place, text=rest[0])
