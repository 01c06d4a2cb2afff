"""Companies over the packages of a period: each is counted once, in however many parks it is."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session as Reading

from incubator_desk.base.errors import Problem, Refused
from incubator_desk.base.i18n import N_
from incubator_desk.base.periods import Period
from incubator_desk.base.reading import read_day
from incubator_desk.base.text import identity
from incubator_desk.features.returns.model import ReceivedPackage
from incubator_desk.features.tenants.rules.incubation import incubated

from .zone import counting, part

SAME = N_("“{name}” ({uscc}) is a company of {parks}: it is counted once where companies are counted.")


@dataclass(frozen=True, slots=True)
class InPark:
    """A company in one park: the park's code and name, the company's code there, whether it is incubated at the end."""

    park: str
    park_name: str
    code: str
    incubated: bool


@dataclass(frozen=True, slots=True)
class Company:
    """A company with a credit code, and the parks that it is in."""

    uscc: str
    name: str
    places: tuple[InPark, ...]


def companies(session: Reading, operator: str, period: str) -> list[Company]:
    """The companies of all packages that are added up, by credit code; those without one stand each for itself."""
    found: dict[str, list[tuple[str, str, InPark]]] = {}
    last = Period.parse(period).last
    for package in counting(session, operator, period):
        for row in _tenants(session, package):
            uscc = identity(row.get("uscc", ""))
            key = uscc or f"{package.uscc} {row.get('code', '')}"
            place = InPark(package.uscc, package.name, row.get("code", ""), _incubated(row, last))
            found.setdefault(key, []).append((uscc, row.get("name", ""), place))
    return [
        Company(entries[0][0], entries[0][1], tuple(place for _uscc, _name, place in entries))
        for entries in found.values()
    ]


def _tenants(session: Reading, package: ReceivedPackage) -> Iterator[Mapping[str, str]]:
    """Its companies; who only applies is none yet."""
    table = part(session, package.uid, "data/tenants.csv")
    if table is not None:
        yield from (row for row in table.records() if row.get("status") != "applicant")


def _incubated(row: Mapping[str, str], last: date) -> bool:
    def day(name: str) -> date | None:
        with suppress(Refused):  # what cannot be read is told among the findings on its package
            return read_day(text) if (text := row.get(name)) else None
        return None

    return incubated(last, day("admitted_on"), day("graduated_on"), day("left_on"), row.get("status", ""))


def same_companies(session: Reading, operator: str, period: str) -> list[Company]:
    """The companies that several parks have, by credit code."""
    return several(companies(session, operator, period))


def several(found: Iterable[Company]) -> list[Company]:
    """Those of some companies that are in more than one park."""
    shared = [each for each in found if each.uscc and len({place.park for place in each.places}) > 1]
    return sorted(shared, key=lambda each: each.uscc)


def incubated_in(found: Iterable[Company]) -> int:
    """How many of some companies are incubated on the period's last day, each counted once."""
    return sum(any(place.incubated for place in each.places) for each in found)


def told(company: Company) -> Problem:
    """A company of several parks, as a warning."""
    names = dict.fromkeys(place.park_name for place in company.places)
    values = {"name": company.name, "uscc": company.uscc, "parks": ", ".join(names)}
    return Problem("same_company", SAME, values, severity="warning")
