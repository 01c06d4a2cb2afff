"""The days of a series: weekly, every two weeks, monthly on the same day or on the same weekday."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, islice, takewhile
from typing import Literal

from incubator_desk.base.dates import LAST, add_months, is_working, month_end, month_start
from incubator_desk.base.errors import Refused
from incubator_desk.base.i18n import N_

Rhythm = Literal["weekly", "fortnightly", "monthly", "monthly_weekday"]
RHYTHMS: Mapping[Rhythm, str] = {
    "weekly": N_("Every week"),
    "fortnightly": N_("Every two weeks"),
    "monthly": N_("Every month on the same day"),
    "monthly_weekday": N_("Every month on the same weekday"),
}
NO_END = N_("Say until when the sessions repeat, or how many there are.")
ENDS_BEFORE = N_("The series would end before it begins ({day}).")
TOO_FEW = N_("A series has two sessions or more.")
TOO_MANY = N_("The series would have more than {most} sessions. Let it end sooner, or raise the parameter {parameter}.")
TOO_FEW_WORKED = N_("Only {found} of the days of this series are working days. Choose another day.")
MOST = "mentoring.series_most"
"""The parameter for how many sessions a series has at most."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """How a session repeats: until a day (which counts), or so many times with the first; both, whichever is sooner."""

    rhythm: Rhythm
    until: date | None = None
    times: int | None = None
    working_days_only: bool = False
    """Whether days that are not worked are left out; they do not count among the times."""


def days(first: date, repeat: Repeat, most: int, calendar: Mapping[date, bool]) -> list[date]:
    """The days of a series that begins on a day; refused where it has no end, or no session, or more than ``most``.

    A month without the day takes its last one; a month without a fifth such weekday takes its last such one.
    """
    if repeat.until is None and repeat.times is None:
        raise Refused.because("no_end", NO_END, column="until")
    if repeat.until is not None and repeat.until < first:
        raise Refused.because("ends_before_starts", ENDS_BEFORE, column="until", day=first)
    if repeat.times is not None and repeat.times < 2:
        raise Refused.because("too_few", TOO_FEW, column="times")
    if repeat.times is not None and repeat.times > most:
        raise Refused.because("too_many", TOO_MANY, column="times", most=most, parameter=MOST)
    wanted = most + 1 if repeat.times is None else repeat.times
    candidates = islice(_until(first, repeat), _PATIENCE * wanted)
    worked = (day for day in candidates if not repeat.working_days_only or is_working(day, calendar))
    found = list(islice(worked, wanted))
    if len(found) > most:
        raise Refused.because("too_many", TOO_MANY, column="until", most=most, parameter=MOST)
    if not found or (repeat.until is None and len(found) < wanted):
        raise Refused.because("too_few_worked", TOO_FEW_WORKED, column="held_on", found=len(found))
    return found


_PATIENCE = 10
"""So many times as many days as are wanted are looked at, where days are left out; then it would never end."""


def _until(first: date, repeat: Repeat) -> Iterator[date]:
    end = min(LAST, repeat.until or LAST)
    return takewhile(lambda day: day <= end, (nth(first, repeat.rhythm, at) for at in count()))


def nth(first: date, rhythm: Rhythm, at: int) -> date:
    """The day of a series so many after its first."""
    if rhythm == "monthly":
        return add_months(first, at)
    if rhythm == "monthly_weekday":
        return _same_weekday(first, add_months(month_start(first), at))
    return first + timedelta(weeks=at * (2 if rhythm == "fortnightly" else 1))


def _same_weekday(like: date, month: date) -> date:
    """The day of a month that is its second Tuesday, where a day is the second Tuesday of its own."""
    earliest = month + timedelta((like.weekday() - month.weekday()) % 7)
    day = earliest + timedelta(weeks=(like.day - 1) // 7)
    return day if day <= month_end(month) else day - timedelta(weeks=1)
