"""When a company is incubated."""

from datetime import date, timedelta

Days = tuple[date, date]
"""The first and the last of days in a row."""


def incubation(admitted_on: date | None, graduated_on: date | None, left_on: date | None, status: str) -> Days | None:
    """The days on which a company is incubated: admitted, neither graduated nor left.

    Where no admission is dated, its status says whether it was admitted; the day of graduating or leaving is none.
    """
    if admitted_on is None and status != "incubating":
        return None
    gone = min((day for day in (graduated_on, left_on) if day is not None), default=None)
    return admitted_on or date.min, date.max if gone is None else gone - timedelta(days=1)


def known_days(admitted_on: date | None, graduated_on: date | None, left_on: date | None, status: str) -> Days | None:
    """The days on which a company is one of the incubated ones, by its dates, whatever became of it since.

    Applicants and residents are none of them. Of one that graduated or left on no known day nobody can say when it
    was the last one: it is none either.
    """
    undated = graduated_on is None and left_on is None and status in ("graduated", "left")
    if undated or status in ("applicant", "resident"):
        return None
    return incubation(admitted_on, graduated_on, left_on, status)


def incubated(
    day: date, admitted_on: date | None, graduated_on: date | None, left_on: date | None, status: str
) -> bool:
    """Whether a day is one of those on which a company is one of the incubated ones."""
    days = known_days(admitted_on, graduated_on, left_on, status)
    return days is not None and days[0] <= day <= days[1]
