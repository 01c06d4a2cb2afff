"""Sessions of one mentor at the same time (contract section 5): touching is not overlapping."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple, Protocol

from .terms import minutes

TAKES_TIME = ("planned", "held")
"""Cancelled sessions and no-shows never overlap."""


class Slot(NamedTuple):
    """When a session is, and where it stands in the order of entry."""

    order: int
    code: str
    mentor: str
    held_on: date
    starts_at: str
    ends_at: str
    status: str


def overlaps(slots: Iterable[Slot]) -> Iterator[tuple[Slot, Slot]]:
    """Pairs that overlap, the later entered one first; each later one once, with the earliest entered it meets."""
    days: defaultdict[tuple[str, date], list[Slot]] = defaultdict(list)
    for slot in slots:
        if slot.status in TAKES_TIME:
            days[slot.mentor, slot.held_on].append(slot)
    for day in days.values():
        day.sort()
        for at, later in enumerate(day):
            met = next((each for each in day[:at] if shared_minutes(each, later)), None)
            if met is not None:
                yield later, met


class Timed(Protocol):
    """What begins and ends at a time of day, ``HH:MM``."""

    @property
    def starts_at(self) -> str: ...
    @property
    def ends_at(self) -> str: ...


def shared_minutes(one: Timed, other: Timed) -> int:
    """How long two sessions of a day go on at the same time."""
    starts, ends = max(one.starts_at, other.starts_at), min(one.ends_at, other.ends_at)
    return minutes(ends) - minutes(starts) if starts < ends else 0
