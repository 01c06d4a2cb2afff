"""Searching by name, pinyin initials, full pinyin and code: keys stored with the record, an index in memory."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate

from incubator_desk.base.text import normal

_ENDS = "\n"
_SAMPLE = 200_000


def folded(text: str) -> str:
    """How texts and queries are compared: NFKC, lower case, inner blanks kept single."""
    return " ".join(normal(text).lower().split())


@lru_cache(maxsize=8192)
def keys(*names: str) -> str:
    """Pinyin initials and full pinyin of some names, a blank between: what :class:`Index` looks through."""
    if not any(ord(c) > 0x2E7F for name in names for c in name):
        return ""
    from pypinyin import Style, lazy_pinyin

    found = []
    for name in filter(None, names):
        syllables = lazy_pinyin(name, style=Style.NORMAL, errors="default", v_to_u=False)
        found += ["".join(s[0] for s in syllables if s).lower(), "".join(syllables).lower()]
    return " ".join("".join(word.split()) for word in found)


class _Lines:
    """Texts in one string, so that looking for a word in all of them is one call."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._joined = _ENDS.join(texts)
        self._starts = [0, *accumulate(len(text) + 1 for text in texts)][: len(texts)]

    def having(self, word: str) -> Iterator[int]:
        """The places of the texts that contain a word, in order."""
        at = self._joined.find(word)
        while at >= 0:
            place = bisect_right(self._starts, at) - 1
            yield place
            if place + 1 == len(self._starts):
                return
            at = self._joined.find(word, self._starts[place + 1])

    def often(self, word: str) -> float:
        """How common a word is, seen on a part of the texts; the longer of two equally common ones is rarer."""
        return self._joined.count(word, 0, _SAMPLE) + 1 / len(word)


class Index:
    """Finds the places of a list whose texts contain all words of a query.

    ``texts`` stand in the order of the list, so hits come in that order, and the first
    page of them is found without looking at the rest.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._whole = _Lines(texts)
        # Pinyin is half of all text: a code, number or name is looked for in what is left without it.
        self._short = _Lines([" ".join(w for w in text.split() if not _letters(w)) for text in texts])

    def find(self, query: str) -> Iterator[int]:
        """The places that match, in order; all of them for an empty query."""
        words = folded(query).split()
        if not words:
            yield from range(len(self._texts))
            return
        first = words[0] if len(words) == 1 else min(words, key=self._whole.often)
        others = [word for word in words if word != first]
        lines = self._whole if _letters(first) else self._short
        for place in lines.having(first):
            text = self._texts[place]
            if all(word in text for word in others):
                yield place


def _letters(word: str) -> bool:
    return word.isascii() and word.isalpha()
