"""Which mentor fits a session that is wished for: stated points, each with its reason.

Texts are compared by the mentor's field words: one that stands in the text as a whole agrees fully, one of which only
a piece of two characters does (融资 of 股权融资) agrees half.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple
from unicodedata import normalize

from incubator_desk.base.errors import worded
from incubator_desk.base.i18n import N_
from incubator_desk.base.money import round_ratio

CRITERIA = ("field", "topic", "free", "appointed", "tie", "rating", "load")
"""What gives points, in the order in which it is shown."""
_BEST = 5
"""The highest rating of a session; the lowest is 1."""


class Part(NamedTuple):
    """The points of one criterion, of how many, and why."""

    what: str
    points: int
    out_of: int
    message: str
    values: Mapping[str, object]

    def text(self) -> str:
        """The reason in the language in use."""
        return worded(self.message, self.values)


@dataclass(frozen=True, slots=True)
class Match:
    """A mentor with the points that it has for a session."""

    mentor: str
    """Its uid."""
    code: str
    name: str
    points: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Wish:
    """What a session is about: what each company works on, by its name, and the words of topic, need and kind."""

    companies: tuple[tuple[str, str], ...]
    text: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mentor at the time wished."""

    uid: str
    code: str
    name: str
    fields: tuple[str, ...]
    busy_with: str | None
    """The code of a session that it has at that time."""
    appointed: bool
    tied_with: tuple[str, ...]
    """The companies of the session that it is tied with."""
    rated: int
    """The sum of the ratings of its sessions, each from 1 to 5."""
    ratings: int
    sessions: int
    """How many sessions it has had lately."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The points at most for each criterion, and how the load is looked at."""

    points: Mapping[str, int]
    full_load: int
    """So many sessions lately, and none of the points of the load are left."""
    days: int
    """How many days back “lately” is."""


class Agreement(NamedTuple):
    """How far a mentor's field words agree with a text: 0, a half or 1; and what of which word was found."""

    share: Fraction
    word: str = ""
    piece: str = ""


def matches(wish: Wish, candidates: Iterable[Candidate], terms: Terms) -> list[Match]:
    """The mentors by their points, the most first; those with as many in order of code."""
    made = (_match(wish, each, terms) for each in candidates)
    return sorted(made, key=lambda each: (-each.points, each.code))


def agreement(words: Sequence[str], text: str) -> Agreement:
    """How far field words agree with a text: the best of them decides, the first of equal ones."""
    plain, pieces = _plain(text), _pieces(text)
    best = Agreement(Fraction(0))
    for word in words:
        parts = _pieces(word)
        if parts and (all(part in pieces for part in parts) if word.isascii() else _plain(word) in plain):
            return Agreement(Fraction(1), word, word)
        found = next((part for part in parts if part in pieces), None)
        if found is not None and not best.share:
            best = Agreement(Fraction(1, 2), word, found)
    return best


def _match(wish: Wish, mentor: Candidate, terms: Terms) -> Match:
    parts = tuple(
        Part(what, round_ratio(most * share.numerator, share.denominator), most, message, values)
        for what, share, message, values in _judged(wish, mentor, terms)
        for most in (terms.points[what],)
    )
    return Match(mentor.uid, mentor.code, mentor.name, sum(part.points for part in parts), parts)


_Judged = tuple[str, Fraction, str, Mapping[str, object]]


def _judged(wish: Wish, mentor: Candidate, terms: Terms) -> Iterator[_Judged]:
    """The share of each criterion's points that a mentor has, and why."""
    yield _field(wish, mentor)
    yield _topic(wish, mentor)
    yield from _at_hand(mentor)
    yield _rating(mentor)
    full = max(terms.full_load, 1)
    left = Fraction(max(full - mentor.sessions, 0), full)
    yield "load", left, N_("sessions in the last {days} days: {count}"), {"count": mentor.sessions, "days": terms.days}


def _field(wish: Wish, mentor: Candidate) -> _Judged:
    """What each company works on, held against the mentor's fields: the mean over the companies."""
    found = [(name, agreement(mentor.fields, text)) for name, text in wish.companies]
    agreed = [(name, each) for name, each in found if each.share]
    if not agreed:
        return "field", Fraction(0), N_("its fields are not those of the companies"), {}
    share = sum((each.share for _name, each in agreed), Fraction(0)) / len(found)
    words = tuple(dict.fromkeys(each.piece for _name, each in agreed))
    values = {"words": words, "companies": tuple(name for name, _each in agreed)}
    return "field", share, N_("“{words}”: what {companies} works on"), values


def _topic(wish: Wish, mentor: Candidate) -> _Judged:
    found = agreement(mentor.fields, wish.text)
    if not found.share:
        return "topic", found.share, N_("none of its fields stands in the topic"), {}
    if found.share == 1:
        return "topic", found.share, N_("“{word}” stands in the topic"), {"word": found.word}
    return "topic", found.share, N_("“{piece}” of “{word}” stands in the topic"), found._asdict()


def _at_hand(mentor: Candidate) -> Iterator[_Judged]:
    busy, tied = mentor.busy_with, mentor.tied_with
    free = N_("free at that time") if busy is None else N_("has session {other} at that time")
    yield "free", Fraction(busy is None), free, {"other": busy}
    appointed = N_("appointed on that day") if mentor.appointed else N_("not appointed on that day: it will not count")
    yield "appointed", Fraction(mentor.appointed), appointed, {}
    untied = N_("no tie with the companies") if not tied else N_("tied with {companies}")
    yield "tie", Fraction(not tied), untied, {"companies": tied}


def _rating(mentor: Candidate) -> _Judged:
    """From 1, which gives nothing, to 5, which gives all; one that was never rated has half."""
    if not mentor.ratings:
        return "rating", Fraction(1, 2), N_("not rated yet: half the points"), {}
    mean = Fraction(mentor.rated, mentor.ratings)
    hundredths = round_ratio(mentor.rated * 100, mentor.ratings)
    values = {"mean": f"{hundredths // 100}.{hundredths % 100:02}", "count": mentor.ratings}
    return "rating", (mean - 1) / (_BEST - 1), N_("mean rating {mean} (n = {count})"), values


_WORDS = re.compile(r"[0-9a-z]+|[^\W\d_a-z]+")


def _plain(text: str) -> str:
    return normalize("NFKC", text).casefold().strip()


@lru_cache(maxsize=4096)
def _pieces(text: str) -> tuple[str, ...]:
    """The pieces of a text: words of Latin letters and digits as they are, all else by every two characters."""
    found: dict[str, None] = {}
    for run in _WORDS.findall(_plain(text)):
        for piece in [run] if run.isascii() else [run[at : at + 2] for at in range(max(len(run) - 1, 1))]:
            found[piece] = None
    return tuple(found)
