"""An entry of a calendar file as the desk takes it: one session at most, in the park's own time."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from incubator_desk.base.errors import Problem

LONGEST_IDENTIFIER = 255
"""Characters that a session keeps of an entry's identifier."""
BETWEEN = " · "
"""What stands between topic and companies in an entry's heading."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An event, or one occurrence of an event that repeats; times are naive, in the park's time."""

    line: int
    """The line of the file on which the event begins."""
    uid: str
    """The event's own identifier; blank where it has none."""
    starts: datetime | None
    """None where it could not be read; ``problems`` say why."""
    ends: datetime | None
    day: date | None = None
    """Its day, where it has no time, or none that could be read."""
    occurrence: str = ""
    """When it was to start before anything was moved, in UTC: ``20200210T020000Z``."""
    repeats: bool = False
    """Whether it is one of the times of an event that repeats."""
    first: bool = True
    """Whether it is the first of them."""
    summary: str = ""
    place: str = ""
    text: str = ""
    """What else is written in it: description and categories."""
    organizer: str = ""
    """The name of whoever called the meeting."""
    cancelled: bool = False
    private: bool = False
    sequence: int = 0
    problems: tuple[Problem, ...] = ()

    @property
    def identifiers(self) -> tuple[str, ...]:
        """What a session of this entry is known by: as it is kept, then as it may be kept from earlier.

        An event that began to repeat, or no longer does, is still the same at its first time.
        """
        whole, own = shortened(self.uid), shortened(f"{self.uid}/{self.occurrence}")
        if not self.repeats:
            return whole, own
        return (own, whole) if self.first else (own,)


def shortened(identifier: str) -> str:
    """An identifier as it is kept: of one that is too long, what stands for it."""
    if len(identifier) <= LONGEST_IDENTIFIER:
        return identifier
    return f"sha256:{hashlib.sha256(identifier.encode()).hexdigest()}"


def headed(topic: str | None, companies: Iterable[str]) -> str:
    """The heading of a session's entry: its topic, then its companies by name; blank where it has neither."""
    return BETWEEN.join(part for part in (topic, *companies) if part)
