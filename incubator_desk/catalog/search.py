"""Searching by name, pinyin initials, full pinyin and code: keys stored with the record, an index in memory."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache

from incubator_desk.base.text import normal

_ENDS = "\n"


def folded(text: str) -> str:
    """How texts and queries are compared: NFKC, lower case, inner blanks kept single."""
    return " ".join(normal(text).lower().split())


@lru_cache(maxsize=8192)
def keys(*names: str) -> str:
    """Pinyin initials and full pinyin of some names, a blank between: what :class:`Index` looks through."""
    if not any(ord(c) > 0x2E7F for name in names for c in name):
        return ""
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - half a second that only saving a name needs

    found = []
    for name in filter(None, names):
        syllables = lazy_pinyin(name, style=Style.NORMAL, errors="default", v_to_u=False)
        found += ["".join(s[0] for s in syllables if s).lower(), "".join(syllables).lower()]
    return " ".join("".join(word.split()) for word in found)


class Index:
    """Finds the places of a list whose texts contain all words of a query.

    ``texts`` stand in the order of the list, so hits come in that order, and the first
    page of them is found without looking at the rest.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._joined = _ENDS.join(texts)
        self._starts: list[int] = []
        at = 0
        for text in texts:
            self._starts.append(at)
            at += len(text) + 1

    def find(self, query: str) -> Iterator[int]:
        """The places that match, in order; all of them for an empty query."""
        words = folded(query).replace(_ENDS, " ").split()
        if not words:
            yield from range(len(self._texts))
            return
        # The longest word is the rarest: look for it, then hold the others against its line.
        first, *others = sorted(words, key=len, reverse=True)
        at = self._joined.find(first)
        while at >= 0:
            place = bisect_right(self._starts, at) - 1
            text = self._texts[place]
            if all(word in text for word in others):
                yield place
            following = place + 1
            if following == len(self._starts):
                return
            at = self._joined.find(first, self._starts[following])
