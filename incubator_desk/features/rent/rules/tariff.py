"""What the days of a lease cost: the price in force, rent-free days, whole and cut lines (contract R3)."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from math import lcm

from incubator_desk.base.money import round_ratio

from .shares import Run, Runs, total
from .terms import DayCount, Lease, Step

_DAY = timedelta(days=1)


def raised(price: Decimal, percent: Decimal) -> Decimal:
    """A price after a step in percent, kept to 4 decimals, half up."""
    numerator, denominator = price.as_integer_ratio()
    times, of = (100 + percent).as_integer_ratio()
    return Decimal(round_ratio(numerator * times * 10_000, denominator * of * 100)).scaleb(-4)


def prices(lease: Lease) -> list[tuple[date, Decimal]]:
    """The prices of a lease, each with the day it comes into force; a step before the lease counts from its start."""
    in_force = [(lease.starts_on, lease.price)]
    for step in sorted(lease.steps, key=_step_day):
        from_on, price = max(step.from_on, lease.starts_on), in_force[-1][1]
        price = step.price if step.price is not None else raised(price, step.percent or Decimal(0))
        if in_force[-1][0] == from_on:
            in_force.pop()
        in_force.append((from_on, price))
    return in_force


def _step_day(step: Step) -> date:
    return step.from_on


@lru_cache(maxsize=1024)
def factor(daily: bool, day_count: DayCount, month_days: int, days: int) -> tuple[int, int]:
    """What a line costs at a price of 1 a month (or a day, where ``daily``), as a ratio: A of contract R3."""
    if day_count == "actual":
        month_in_days, base = month_days, 1
    elif day_count == "thirty":
        month_in_days, base = 30, 1
    else:
        month_in_days, base = 365, 12
    whole = days == month_days or days * base > month_in_days
    if daily:
        return (month_in_days, base) if whole else (days, 1)
    return (1, 1) if whole else (days * base, month_in_days)


@dataclass(frozen=True, slots=True)
class Tariff:
    """The price of each day as a whole number of ``1 / base`` fen a month (a day, where ``daily``); 0 is rent-free.

    ``starts`` are the first days of the runs at one weight.
    """

    starts: list[date]
    weights: list[int]
    base: int
    daily: bool
    day_count: DayCount

    def runs(self, first: date, last: date) -> Runs:
        """The runs of days of one price between two days of the lease."""
        at = bisect_right(self.starts, first) - 1
        found: list[Run] = []
        while at + 1 < len(self.starts) and self.starts[at + 1] <= last:
            found.append(Run(first, self.starts[at + 1] - _DAY, self.weights[at]))
            at, first = at + 1, self.starts[at + 1]
        found.append(Run(first, last, self.weights[at]))
        return tuple(found)

    def gross(self, runs: Runs, month_days: int, days: int) -> int:
        """What a line costs, in fen, half up: the sum of its days' shares A/d at the price of each day."""
        numerator, denominator = factor(self.daily, self.day_count, month_days, days)
        return round_ratio(numerator * total(runs), denominator * days * self.base)


def tariff(lease: Lease) -> Tariff:
    """The tariff of a lease, from its price, area, steps and rent-free days."""
    area, area_base = (1, 1) if lease.price_unit == "month" else lease.area.as_integer_ratio()
    in_force = [(day, *price.as_integer_ratio()) for day, price in prices(lease)]
    price_base = lcm(*(denominator for _, _, denominator in in_force))
    starts = [day for day, _, _ in in_force]
    weights = [100 * area * price * (price_base // denominator) for _, price, denominator in in_force]
    if lease.rent_free_days > 0:
        _free(starts, weights, lease.starts_on + timedelta(days=lease.rent_free_days))
    return Tariff(starts, weights, area_base * price_base, lease.price_unit == "sqm_day", lease.day_count)


def _free(starts: list[date], weights: list[int], until: date) -> None:
    """Make the days before ``until`` cost nothing; the price in force then begins on it."""
    at = bisect_right(starts, until) - 1
    starts[: at + 1] = [starts[0], until]
    weights[: at + 1] = [0, weights[at]]
