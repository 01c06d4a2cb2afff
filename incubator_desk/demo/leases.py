"""The leases of the demo park: one for each company that came, and those that followed when it had run out."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from random import Random
from typing import NamedTuple

from incubator_desk.base.dates import add_months, month_start
from incubator_desk.base.money import half_up

from .premises import HALL, Occupancy
from .rows import Row, row

_DAY = timedelta(days=1)
_BOOKS_SINCE = date(2018, 4, 1)
"""The first day of which the park's books tell; companies that had come before signed anew on it."""
_SET_ROOMS = {3: "C-301", 7: "C-302", 11: "B-202", 35: "B-401"}
"""Companies, by number, that pay 45 yuan per m² and month for a room that is theirs by name."""
_SET_STARTS = {3: _BOOKS_SINCE, 11: date(2018, 7, 1), 35: date(2019, 7, 1)}
_YEARLY = {5, 10, 18, 24, 32, 45, 52, 61}
_TWO_ROOMS = {8, 20, 40, 50, 59, 79, 93, 109}
_FREE_DAYS = {13: 30, 21: 15, 36: 45, 46: 30, 55: 60, 68: 15, 77: 30, 86: 45, 99: 31, 110: 20, 117: 30}
_PRICES = {"A": 48, "B": 45, "C": 41, "D": 33}
"""Yuan per m² and month, by building."""
_AREAS = {None: (18, 28), "micro": (44, 130), "small": (100, 250), "medium": (240, 300)}


class _Term(NamedTuple):
    """The days of one contract; ``ended_on`` where it ended before its time."""

    first: date
    last: date
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class Book:
    """The leases with their further rooms and price steps, each as the rows of its sheet."""

    leases: list[Row] = field(default_factory=list)
    rooms: list[Row] = field(default_factory=list)
    steps: list[Row] = field(default_factory=list)


def leases(tenants: list[Row], premises: list[Row], today: date) -> Book:
    """The leases of all companies that came; one that is still there has a lease on the given day.

    The first lease of a company has its number; those that follow are numbered after all of them.
    """
    rng = Random("leases")
    book, occupancy = Book(), Occupancy(premises, set(_SET_ROOMS.values()))
    following = count(len(tenants) + 1)
    for number, tenant in enumerate(tenants, 1):
        if tenant["admitted_on"]:
            terms = _terms(number, tenant, rng, today)
            numbers = [number, *(next(following) for _ in terms[1:])]
            _let(tenant, dict(zip(numbers, terms, strict=True)), book, occupancy, rng)
    book.leases.sort(key=lambda lease: str(lease["code"]))
    return book


def monthly(lease: Row) -> Decimal:
    """About what a month costs at the lease's first price: a month of 30 days where the price is by day."""
    price: Decimal = lease["price"]
    times = {"month": Decimal(1), "sqm_month": lease["area_sqm"], "sqm_day": lease["area_sqm"] * 30}
    a_month: Decimal = price * times[lease["price_unit"]]
    return a_month


def _terms(number: int, tenant: Row, rng: Random, today: date) -> list[_Term]:
    """One contract after the other, until the company left or beyond today."""
    first = _SET_STARTS.get(number) or _start(tenant["admitted_on"], rng, today)
    years = 1 if number in _YEARLY else rng.choice((2, 2, 3, 3, 3))
    if left_on := tenant["left_on"]:
        last = add_months(first, 12 * years) - _DAY
        early = number % 2 and left_on < last
        return [_Term(first, last, left_on) if early else _Term(first, left_on)]
    found = [_Term(first, add_months(first, 12 * years) - _DAY)]
    # Half of those whose lease ends in a few weeks have signed the next one.
    ahead = today + timedelta(days=60 if number % 2 else 0)
    while found[-1].last < ahead:
        begin = found[-1].last + _DAY
        found.append(_Term(begin, add_months(begin, 12 * years) - _DAY))
    return found


def _start(admitted_on: date, rng: Random, today: date) -> date:
    """Within some days of the admission, where possible the first of a month."""
    day = min(max(_BOOKS_SINCE, admitted_on + timedelta(days=rng.randrange(12))), today)
    return month_start(day) if rng.random() < 0.5 and month_start(day) >= admitted_on else day


def _let(tenant: Row, terms: dict[int, _Term], book: Book, occupancy: Occupancy, rng: Random) -> None:
    """Enter the contracts of a company, all on the same rooms at the same conditions but for the price."""
    number = min(terms)
    last = terms[max(terms)]
    low, high = _AREAS[tenant["size_class"]]
    wanted, days = Decimal(rng.randrange(low, high)), (terms[number].first, last.ended_on or last.last)
    if tenant["kind"] == "team":
        rooms, area = [occupancy.named(HALL, *days)], wanted
    else:
        rooms = list(_rooms(number, wanted, days, occupancy))
        area = sum((room["area_sqm"] for room in rooms), Decimal(0))
    shared = _conditions(number, tenant, rooms[0], area, rng)
    before = None
    for nth, (code, term) in enumerate(terms.items()):
        lease = row(
            "leases",
            **shared | {"price": half_up(shared["price"] * (100 + 4 * nth) / 100)},
            code=f"L-{code:04}",
            starts_on=term.first,
            ends_on=term.last,
            ended_on=term.ended_on,
            rent_free_days=0 if nth else _FREE_DAYS.get(number, 0),
            contract_no=f"青租〔{term.first.year}〕{code:03}号",
            renewal_of=before,
            note="续租，押金沿用。" if nth else None,
        )
        before = lease["code"]
        lease["deposit"] = half_up(2 * monthly(lease)) if rooms[0]["code"] != HALL else None
        book.leases.append(lease)
        book.rooms.extend(_further(lease, room) for room in rooms[1:])
        book.steps.extend(_steps(lease, number, rng))


def _rooms(number: int, wanted: Decimal, days: tuple[date, date], occupancy: Occupancy) -> Iterator[Row]:
    if number in _SET_ROOMS:
        yield occupancy.named(_SET_ROOMS[number], *days)
        return
    main = occupancy.nearest(*days, wanted)
    yield main
    if number in _TWO_ROOMS:
        yield occupancy.nearest(*days, Decimal(60), main["code"][0])


def _conditions(number: int, tenant: Row, room: Row, area: Decimal, rng: Random) -> Row:
    """What all contracts of a company have in common."""
    unit, price = _price(number, tenant, room, area, rng)
    short = number in _YEARLY or tenant["left_on"] or tenant["kind"] == "team" or number == 35
    return {
        "tenant_code": tenant["code"],
        "premises_code": room["code"],
        "area_sqm": area,
        "price": price,
        "price_unit": unit,
        "day_count": "actual" if number in _SET_ROOMS else rng.choice(("actual", "actual", "thirty", "year365")),
        "billing_months": 1 if short else rng.choice((1, 1, 1, 3, 3, 3, 3, 6, 12, 2)),
        "billing_anchor": "lease" if number in _SET_ROOMS else rng.choice(("lease", "lease", "calendar")),
        "due_offset_days": 4 if number in _SET_ROOMS else rng.choice((0, 0, 4, 9, -5)),
    }


def _price(number: int, tenant: Row, room: Row, area: Decimal, rng: Random) -> tuple[str, Decimal]:
    if number in _SET_ROOMS:
        return "sqm_month", Decimal(45)
    if tenant["kind"] == "team":
        return "month", Decimal(rng.choice((600, 600, 600, 720)))
    a_month = Decimal(56 if tenant["status"] == "resident" else _PRICES[room["code"][0]]) + rng.choice(
        (-3, -2, 0, 0, 2, 3)
    )
    unit = rng.choice(("sqm_month", "sqm_month", "sqm_month", "sqm_day", "month"))
    if unit == "sqm_day":
        return unit, half_up(a_month * 12 / 365)
    return unit, half_up(a_month * area, Decimal(1)) if unit == "month" else a_month


def _further(lease: Row, room: Row) -> Row:
    return row("lease_rooms", lease_code=lease["code"], premises_code=room["code"], area_sqm=room["area_sqm"])


def _steps(lease: Row, number: int, rng: Random) -> Iterator[Row]:
    """Rises within the term: 5 % after each year of three, or now and then a new price after the first of two."""
    years = (lease["ends_on"].year - lease["starts_on"].year) if not lease["ended_on"] else 0
    if number in _SET_ROOMS or rng.random() < 0.6:
        return
    if years >= 3:
        for year in (1, 2):
            from_on = add_months(lease["starts_on"], 12 * year)
            yield row("lease_steps", lease_code=lease["code"], from_on=from_on, percent=Decimal(5))
    elif years == 2:
        from_on, price = add_months(lease["starts_on"], 12), half_up(lease["price"] * Decimal("1.03"))
        yield row("lease_steps", lease_code=lease["code"], from_on=from_on, price=price)
