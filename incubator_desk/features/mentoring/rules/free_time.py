"""When a mentor is free: near the time wished first, then on the working days that follow."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from .terms import minutes

GRID = 15
"""Sessions are suggested at the quarters of an hour."""
TO_THE_END = "23:59"
"""The last minute of a day that a time of day can name."""


class Free(NamedTuple):
    """A free time; ``HH:MM`` as sessions have it."""

    on: date
    starts_at: str
    ends_at: str


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours of a working day, in minutes since midnight: no session is suggested before or after them."""

    first: int
    last: int


Taken = Callable[[date], Iterable[tuple[str, str]]]
"""The times of a day, from and until, at which the mentor is busy."""


def free_times(
    length: int, wished: tuple[date, str], now: tuple[date, str], hours: Hours, taken: Taken,
    opens: Callable[[date], bool], *, days: int, most: int,
) -> list[Free]:  # fmt: skip
    """Up to ``most`` free times of so many minutes, none of them before ``now``.

    On the day wished the next one from the time wished on, then the last one before it; after that, of each later day
    that ``opens`` within so many ``days``, the one nearest to that time of day.
    """
    day, time = wished
    found = list(_nearest(_starts(length, day, now, hours, taken), minutes(time)))
    made = [_free(day, start, length) for start in found]
    for later in (day + timedelta(n) for n in range(1, days + 1)):
        if len(made) >= most:
            break
        if opens(later):
            near = list(_nearest(_starts(length, later, now, hours, taken), minutes(time)))
            made += [_free(later, start, length) for start in sorted(near, key=lambda at: abs(at - minutes(time)))[:1]]
    return made[:most]


def _starts(length: int, day: date, now: tuple[date, str], hours: Hours, taken: Taken) -> list[int]:
    """The starts on the grid at which the whole length is free, in order."""
    if length <= 0 or day < now[0]:
        return []
    earliest = max(hours.first, minutes(now[1])) if day == now[0] else hours.first
    busy = [(minutes(begins), minutes(ends)) for begins, ends in taken(day)]
    latest = min(hours.last, minutes(TO_THE_END)) - length
    return [at for at in range(-(-earliest // GRID) * GRID, latest + 1, GRID) if _is_free(at, at + length, busy)]


def _is_free(begins: int, ends: int, busy: Collection[tuple[int, int]]) -> bool:
    return all(ends <= start or end <= begins for start, end in busy)


def _nearest(starts: Collection[int], wished: int) -> Iterator[int]:
    """The first start from the wished one on, and the last before it."""
    if (after := next((at for at in starts if at >= wished), None)) is not None:
        yield after
    if before := [at for at in starts if at < wished]:
        yield before[-1]


def _free(day: date, start: int, length: int) -> Free:
    return Free(day, _time(start), _time(start + length))


def _time(at: int) -> str:
    return f"{at // 60:02}:{at % 60:02}"
