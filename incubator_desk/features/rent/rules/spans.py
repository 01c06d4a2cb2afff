"""The days of a lease and how they fall into lines and billing periods (contract R1, R2, R4)."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from incubator_desk.base.dates import add_months, month_start

from .terms import Lease, Relief

_DAY = timedelta(days=1)


class Stretch(NamedTuple):
    """Days of a lease that share no line with others: its own, or those one extension adds."""

    first: date
    last: date
    extension: Relief | None


class Span(NamedTuple):
    """The days of a line; ``month_days`` are those of the uncut rent-month (*dim*), ``due_on`` is its own due date."""

    first: date
    last: date
    month_days: int
    period: int
    due_on: date
    extension: Relief | None


def extended_end(lease: Lease, months: int) -> date:
    """The end of a lease after extensions of so many months in all: a day before (``ends_on`` + 1 day) + months."""
    return add_months(lease.ends_on + _DAY, months) - _DAY


def stretches(lease: Lease, extensions: Sequence[Relief]) -> list[Stretch]:
    """The lease's own days, then those of each extension in order, all cut by ``ended_on`` (contract R1, R4)."""
    stop = lease.ended_on or date.max
    found = [Stretch(lease.starts_on, min(lease.ends_on, stop), None)]
    end, months = lease.ends_on, 0
    for extension in extensions:
        months += extension.months or 0
        before, end = end, extended_end(lease, months)
        found.append(Stretch(before + _DAY, min(end, stop), extension))
    return [stretch for stretch in found if stretch.first <= stretch.last]


def rent_months(lease: Lease, first: date, last: date) -> Iterator[tuple[int, date, date]]:
    """The rent-months that the days touch: number, first day, and first day of the next (contract R1).

    Numbers count from the lease's first rent-month with anchor ``lease``, from year 0 with ``calendar``.
    """
    if lease.billing_anchor == "calendar":
        origin, number = month_start(first), 0
        base = first.year * 12 + first.month - 1
    else:
        origin, base = lease.starts_on, 0
        number = (first.year - origin.year) * 12 + first.month - origin.month
        if add_months(origin, number) > first:
            number -= 1
    begin = add_months(origin, number)
    while begin <= last:
        following = add_months(origin, number + 1)
        yield base + number, begin, following
        begin, number = following, number + 1


def spans(lease: Lease, extensions: Sequence[Relief]) -> list[Span]:
    """The days of each line, in order, with billing period and own due date (contract R1, R2).

    All lines of a period are due on the first day of the period's first line plus ``due_offset_days``.
    """
    drawn: list[Span] = []
    offset = timedelta(days=lease.due_offset_days)
    block, period, due_on = -1, 0, date.min
    for first, last, extension in stretches(lease, extensions):
        for number, begin, following in rent_months(lease, first, last):
            begins = max(begin, first)
            if number // lease.billing_months != block:
                block = number // lease.billing_months
                period, due_on = period + 1, begins + offset
            ends = min(following - _DAY, last)
            drawn.append(Span(begins, ends, (following - begin).days, period, due_on, extension))
    return drawn
