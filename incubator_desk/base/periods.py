"""Reporting periods: a year, a half, a quarter or a month."""

import re
from dataclasses import dataclass
from datetime import date

from .dates import add_months, month_end

_FORM = re.compile(r"(?P<year>\d{4})(?:-(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?")


@dataclass(frozen=True, slots=True)
class Period:
    """A named span of whole months; ``text`` is its outward name, such as ``2020-Q1``."""

    text: str
    first: date
    last: date

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Read ``2020``, ``2020-H1``, ``2020-Q1`` or ``2020-02``; otherwise ``ValueError``."""
        found = _FORM.fullmatch(text.strip())
        if found is None or not 1900 <= int(found["year"]) <= 2199:
            raise ValueError(text)
        year = int(found["year"])
        if found["half"]:
            month, months = int(found["half"]) * 6 - 5, 6
        elif found["quarter"]:
            month, months = int(found["quarter"]) * 3 - 2, 3
        elif found["month"]:
            month, months = int(found["month"]), 1
        else:
            month, months = 1, 12
        last = month_end(date(year, month + months - 1, 1))
        return cls(found[0], date(year, month, 1), last)

    @classmethod
    def month_of(cls, day: date) -> "Period":
        """The calendar month that the day lies in."""
        return cls.parse(f"{day:%Y-%m}")

    @classmethod
    def of(cls, day: date, months: int) -> "Period":
        """The year, half, quarter or month (12, 6, 3 or 1 months) that the day lies in."""
        number = (day.month - 1) // months + 1
        part = {12: "", 6: f"-H{number}", 3: f"-Q{number}", 1: f"-{number:02}"}[months]
        return cls.parse(f"{day.year}{part}")

    @property
    def months(self) -> int:
        """How many months it has."""
        return self.last.month - self.first.month + 1

    @property
    def parts(self) -> "tuple[Period, ...]":
        """The halves of a year, quarters of a half, months of a quarter; none of a month."""
        length = {12: 6, 6: 3, 3: 1}.get(self.months)
        if length is None:
            return ()
        return tuple(Period.of(add_months(self.first, at), length) for at in range(0, self.months, length))

    def shifted(self, by: int) -> "Period":
        """The period of the same length so many further on (or back); itself where no year is left."""
        try:
            return Period.of(add_months(self.first, by * self.months), self.months)
        except ValueError:
            return self

    def within(self, longer: "Period") -> bool:
        """Whether all its days are days of another period."""
        return longer.first <= self.first and self.last <= longer.last

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __str__(self) -> str:
        return self.text
