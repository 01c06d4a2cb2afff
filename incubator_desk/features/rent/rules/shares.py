"""The day shares of a line, as whole-number weights of runs of days: exact, and never scaled by division.

A run's share of a line is *what is left of the line* × its days × its weight ÷ the weight of all its runs. The
weights carry proportions only, so that scaling the shares to a rounded figure (contract R3, R4) costs nothing.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from math import gcd
from typing import NamedTuple

_DAY = timedelta(days=1)


class Run(NamedTuple):
    """Days in a row that carry the same share."""

    first: date
    last: date
    weight: int


Runs = tuple[Run, ...]


def total(runs: Runs) -> int:
    """The weight of all days."""
    return sum(((last - first).days + 1) * weight for first, last, weight in runs)


def weigh(runs: Runs, since: date, until: date) -> int:
    """The weight of the days between two dates, both included."""
    within = 0
    for first, last, weight in runs:
        days = (min(last, until) - max(first, since)).days + 1
        if days > 0:
            within += days * weight
    return within


def thin(runs: Runs, since: date, until: date, kept: int, of: int) -> Runs:
    """The runs after ``kept / of`` of each day between two dates stays and all other days keep their share."""
    thinned: list[Run] = []
    for first, last, weight in runs:
        if first < since:
            thinned.append(Run(first, min(last, since - _DAY), weight * of))
        if first <= until and last >= since:
            thinned.append(Run(max(first, since), min(last, until), weight * kept))
        if last > until:
            thinned.append(Run(max(first, until + _DAY), last, weight * of))
    return _reduced(thinned)


def _reduced(runs: Iterable[Run]) -> Runs:
    """The same proportions in the smallest numbers; weights that are all zero stay."""
    runs = tuple(runs)
    divisor = gcd(*(run.weight for run in runs))
    return tuple(Run(first, last, weight // divisor) for first, last, weight in runs) if divisor > 1 else runs
