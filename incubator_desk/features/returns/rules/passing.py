"""Who came to be incubated, graduated and left: such that who is incubated at the end follows from the beginning."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from incubator_desk.features.tenants.rules.incubation import incubated, incubation


class Company(NamedTuple):
    """The days by which a company is incubated or not, and its status."""

    admitted_on: date | None
    graduated_on: date | None
    left_on: date | None
    status: str


def at_end(companies: Iterable[Company], day: date) -> int:
    """How many are incubated on a day."""
    return sum(incubated(day, *each) for each in companies)


def meets(company: Company, first: date, last: date) -> bool:
    """Whether a company is incubated on a day from one to another."""
    days = _days(company)
    return days is not None and days[0] <= last and days[1] >= first


def admitted(company: Company) -> date | None:
    """The day from which a company is incubated; None where it never was, or since no known day."""
    days = _days(company)
    return None if days is None or days[0] == date.min else days[0]


def graduated(company: Company) -> date | None:
    """The day on which an incubated company graduated."""
    return company.graduated_on if _gone(company) == company.graduated_on else None


def left(company: Company) -> date | None:
    """The day on which an incubated company left without having graduated."""
    gone = _gone(company)
    return None if gone == company.graduated_on else gone


def _days(company: Company) -> tuple[date, date] | None:
    """The days on which it is incubated, if there is one."""
    days = incubation(*company)
    return days if days is not None and incubated(days[0], *company) else None


def _gone(company: Company) -> date | None:
    known = [day for day in (company.graduated_on, company.left_on) if day is not None]
    return min(known, default=None) if _days(company) else None
