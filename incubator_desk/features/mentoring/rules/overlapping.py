"""Sessions of one mentor at the same time (contract section 5): touching is not overlapping."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

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
            met = next((each for each in day[:at] if _meet(each, later)), None)
            if met is not None:
                yield later, met


def _meet(one: Slot, other: Slot) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at
