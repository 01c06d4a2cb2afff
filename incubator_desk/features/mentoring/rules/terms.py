"""The facts that counting rests on."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple


class Term(NamedTuple):
    """A term of appointment; a blank end is open."""

    first: date | None
    last: date | None

    def __contains__(self, day: object) -> bool:
        assert isinstance(day, date)
        return self.meets(day, day)

    def meets(self, first: date, last: date) -> bool:
        """Whether it has a day from one day to another."""
        return (self.first is None or self.first <= last) and (self.last is None or first <= self.last)


@dataclass(frozen=True, slots=True)
class Mentor:
    """A mentor with the terms of its appointment; one without any is always appointed."""

    code: str
    terms: tuple[Term, ...] = ()
    name: str = ""

    def appointed(self, day: date) -> bool:
        """Whether a day lies within a term."""
        return not self.terms or any(day in term for term in self.terms)

    def serves(self, first: date, last: date) -> bool:
        """Whether a term has a day from one day to another."""
        return not self.terms or any(term.meets(first, last) for term in self.terms)


def terms_of(own: Term, further: tuple[Term, ...]) -> tuple[Term, ...]:
    """A mentor's terms: blank own dates count for nothing where there are further terms (contract section 5)."""
    blank = own.first is None and own.last is None
    return further if blank else (own, *further)


class Session(NamedTuple):
    """A session as far as it counts; ``attended`` names the companies that did."""

    code: str
    mentor: str
    held_on: date
    starts_at: str
    ends_at: str
    status: str
    confirmed: bool
    attended: tuple[str, ...]


@cache  # a day has no more than 1,440 of them
def minutes(time: str) -> int:
    """A time of day, ``HH:MM``, as minutes since midnight."""
    return int(time[:2]) * 60 + int(time[3:])
