"""Plain local dates and months."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta

LAST = date(2199, 12, 31)
"""No date beyond this one is accepted (interchange contract)."""


def add_months(day: date, months: int) -> date:
    """The same day ``months`` later; a day past the month's end becomes its last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def month_start(day: date) -> date:
    """The first day of the day's calendar month."""
    return day.replace(day=1)


def month_end(day: date) -> date:
    """The last day of the day's calendar month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def month_starts(first: date, last: date) -> list[date]:
    """The first day of each calendar month that the days from the first to the last lie in."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [add_months(month_start(first), at) for at in range(count)]


def month_days(day: date) -> int:
    """The number of days of the day's calendar month."""
    return monthrange(day.year, day.month)[1]


def is_working(day: date, calendar: Mapping[date, bool]) -> bool:
    """Whether a day is worked: as the calendar says of it, else Monday to Friday."""
    return calendar.get(day, day.weekday() < 5)


def last_of_working_days(first: date, count: int, calendar: Mapping[date, bool]) -> date:
    """The last day of a span of so many working days from a day on, which counts if it is one itself.

    A span of none ends on its first day.
    """
    day, left = first, count - is_working(first, calendar)
    while left > 0:
        day += timedelta(days=1)
        left -= is_working(day, calendar)
    return day
