"""What must hold of a lease's own data."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from incubator_desk.base.errors import Problem, Where
from incubator_desk.base.i18n import N_
from incubator_desk.base.spans import backwards


def lease_problems(values: Mapping[str, Any]) -> Iterable[Problem]:
    """The term ends after it starts; a lease ended before it began is a warning."""
    yield from backwards(values, ("starts_on", "ends_on"))
    if values["ended_on"] and values["ended_on"] < values["starts_on"]:
        message = N_("It was ended before its first day ({day}), so no rent is charged.")
        yield Problem("ended_before_start", message, {"day": values["starts_on"]}, Where(column="ended_on"), "warning")
    if values["price_unit"] != "month" and not values["area_sqm"] and not values["premises_uid"]:
        message = N_("A price per m² needs an area, or premises that have one.")
        yield Problem("area_missing", message, where=Where(column="area_sqm"))


def head_lease_problems(values: Mapping[str, Any]) -> Iterable[Problem]:
    """The term ends after it starts."""
    yield from backwards(values, ("starts_on", "ends_on"))


def step_problems(values: Mapping[str, Any]) -> Iterable[Problem]:
    """Exactly one of price and percent."""
    if (values["price"] is None) == (values["percent"] is None):
        yield Problem("one_of", N_("Give either a new price or a percentage."), where=Where(column="percent"))


@dataclass(frozen=True, slots=True)
class Letting:
    """So many square metres of a room let by a lease, both days included."""

    lease: str
    first: date
    last: date
    area: Decimal


def most_let(lettings: Iterable[Letting]) -> tuple[Decimal, date | None]:
    """The largest area let on one day, and the first such day."""
    changes: defaultdict[date, Decimal] = defaultdict(Decimal)
    for letting in lettings:
        if letting.first <= letting.last:
            changes[letting.first] += letting.area
            changes[letting.last + timedelta(days=1)] -= letting.area
    most, on, area = Decimal(0), None, Decimal(0)
    for day in sorted(changes):
        area += changes[day]
        if area > most:
            most, on = area, day
    return most, on
