"""What a landlord granted the park, passed on to those who rent from it: shares by area, and what leaks (domain R8)."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import lcm

from incubator_desk.base.money import largest_remainder, round_ratio

Area = Decimal | Fraction
_WHOLE = Decimal(100)


def attributable(amount: int, head_area: Decimal, let_areas: Sequence[Area], percent: Decimal = _WHOLE) -> int:
    """What of a grant falls on the areas let, in fen, as far as it is passed on; never more than the grant.

    What falls on empty rooms and on the park's own stays with the park.
    """
    part = min(sum((Fraction(area) for area in let_areas), Fraction(0)) / Fraction(head_area), Fraction(1))
    exact = amount * part * Fraction(percent) / 100
    return round_ratio(exact.numerator, exact.denominator)


def shares(amount: int, head_area: Decimal, let_areas: Sequence[Area], percent: Decimal = _WHOLE) -> list[int]:
    """What of a grant falls on each area let, in fen: they add up to what is attributable."""
    total = attributable(amount, head_area, let_areas, percent)
    exact = [Fraction(area) for area in let_areas]
    everything = sum(exact, Fraction(0))
    if not everything:
        return [0] * len(exact)
    parts = [total * area / everything for area in exact]
    base = lcm(*(part.denominator for part in parts))
    return largest_remainder(total, [int(part * base) for part in parts], base)


def let_within(area: Decimal, let: tuple[date, date], term: tuple[date, date]) -> Fraction:
    """The area of a letting, by the share of a term's days on which it is let; 0 outside."""
    first, last = max(let[0], term[0]), min(let[1], term[1])
    days = max(0, (last - first).days + 1)
    return Fraction(area) * days / ((term[1] - term[0]).days + 1)


def leakage(share: int, granted: int) -> int:
    """What of a share does not reach its lessee, in fen; nothing where more is granted than the landlord gave."""
    return max(0, share - granted)


def divided(share: int, granted: Sequence[int]) -> list[int]:
    """A lease's share over its cases: to each what it grants, in their order; what is left over to the last."""
    parts = []
    for amount in granted:
        parts.append(min(amount, share))
        share -= parts[-1]
    if parts:
        parts[-1] += share
    return parts
