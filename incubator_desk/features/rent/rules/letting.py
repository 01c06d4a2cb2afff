"""The area let by calendar month, to companies incubated on the day and to others (contract section 7, let_area)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from incubator_desk.base.dates import month_days, month_end
from incubator_desk.base.money import round_ratio
from incubator_desk.features.tenants.rules.incubation import Days

from .spans import stretches
from .terms import Facts, counting


@dataclass(frozen=True, slots=True)
class LetArea:
    """Square metres × days ÷ the days of the month, exact; ``month`` is its first day."""

    month: date
    incubated: Fraction
    other: Fraction


def let_days(of_lease: Facts, as_of: date) -> Days | None:
    """The days of a lease with its counting extensions, cut where it ended early; none where it ended before."""
    extensions = [each for each in counting(of_lease.reliefs, as_of) if each.kind == "extension"]
    found = stretches(of_lease.lease, extensions)
    return (found[0].first, found[-1].last) if found else None


def let_area(leases: Iterable[tuple[Facts, Days | None]], months: Sequence[date], as_of: date) -> list[LetArea]:
    """The area let in each month, of leases and the days on which their companies are incubated.

    A lease counts with the area that is paid for, which is that of all its rooms.
    """
    incubated, everyone = [Fraction(0)] * len(months), [Fraction(0)] * len(months)
    for of_lease, incubating in leases:
        days = let_days(of_lease, as_of)
        if days is None or not of_lease.lease.area:
            continue
        area = Fraction(of_lease.lease.area)
        for at, month in enumerate(months):
            within = _shared(days, (month, month_end(month)))
            if within is None:
                continue
            everyone[at] += area * _count(within) / month_days(month)
            if incubating is not None and (both := _shared(within, incubating)) is not None:
                incubated[at] += area * _count(both) / month_days(month)
    return [LetArea(month, inside, of - inside) for month, inside, of in zip(months, incubated, everyone, strict=True)]


def printed(area: Fraction) -> Decimal:
    """An area as papers have it: to two decimals, half up."""
    return Decimal(round_ratio(100 * area.numerator, area.denominator)).scaleb(-2)


def _shared(one: Days, other: Days) -> Days | None:
    first, last = max(one[0], other[0]), min(one[1], other[1])
    return (first, last) if first <= last else None


def _count(days: Days) -> int:
    return (days[1] - days[0]).days + 1
