"""What a return says of a period: its own figure, what changed of closed ones, and the sum of the year.

The year's sum at the end of a month is what is true now, unless a closed period says otherwise: its frozen figures are
what was reported, and never move. Of each period, the sum at its end is the sum before it, its own figure and its
adjustment; the adjustment is what is left to make that so. Hence what changed in closed periods stands in the first
open one after them, and nowhere else; a month before a closed one hands on what changed in it in the same way. January
begins at nothing.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from incubator_desk.base.periods import Period

Months = Mapping[int, Decimal]
"""What the facts now say of each month of a year, by its number; a month of which nothing is known is left out."""


class Entry(NamedTuple):
    """A line of a return; None is a blank, which is not 0."""

    current: Decimal | None = None
    adjustment: Decimal | None = None
    cumulative: Decimal | None = None

    @property
    def before(self) -> Decimal:
        """The year's sum before the period."""
        return _nought(self.cumulative) - _nought(self.adjustment) - _nought(self.current)


def entry(now: Months, closed: Mapping[Period, Entry], asked: Period) -> Entry:
    """What a return says of a period of a year, given what closed periods of that year said.

    The period itself is worked out anew, whether it is closed or not. A longer one is made of closed parts as they
    were reported, and of the months of the others.
    """
    others = {period: each for period, each in closed.items() if period != asked}
    standing = dict(_standing(others))
    before, after = (
        standing[month] if month in standing else _sum(now, month)
        for month in (asked.first.month - 1, asked.last.month)
    )
    current = _current(now, others, asked)
    if after is None and before is None and current is None:
        return Entry()
    return Entry(current, _nought(after) - _nought(before) - _nought(current), _nought(after))


def _standing(closed: Mapping[Period, Entry]) -> Iterator[tuple[int, Decimal | None]]:
    """The year's sums that closed periods fix, by the month at whose end they stand.

    Those that they began with come first, then their own; one that began with nothing may have begun with a blank.
    """
    for period, each in closed.items():
        yield period.first.month - 1, each.before or None
    for period, each in closed.items():
        yield period.last.month, each.cumulative


def _sum(now: Months, last: int) -> Decimal | None:
    """What is true now of the months from January to one."""
    known = [amount for month, amount in now.items() if month <= last]
    return sum(known, Decimal(0)) if known else None


def _current(now: Months, closed: Mapping[Period, Entry], period: Period) -> Decimal | None:
    if period in closed:
        return closed[period].current
    if any(each.within(period) for each in closed):
        known = [_current(now, closed, part) for part in period.parts]
    else:
        known = [now.get(month) for month in range(period.first.month, period.last.month + 1)]
    amounts = [amount for amount in known if amount is not None]
    return sum(amounts, Decimal(0)) if amounts else None


def _nought(amount: Decimal | None) -> Decimal:
    return Decimal(0) if amount is None else amount
