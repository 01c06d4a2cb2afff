"""A grant passed on by area (domain R8): exact, to the fen, and what of it leaks."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incubator_desk.features.rent.rules.passing_on import attributable, divided, leakage, let_within, shares

THREE = [Decimal("333.3"), Decimal("266.7"), Decimal(200)]


def test_r8_ninety_thousand_on_1200_square_metres():
    assert attributable(90_000_00, Decimal(1200), THREE) == 60_000_00
    assert shares(90_000_00, Decimal(1200), THREE) == [24_997_50, 20_002_50, 15_000_00]


def test_r8_ten_thousand_over_three_equal_areas():
    assert shares(10_000_00, Decimal(300), [Decimal(100)] * 3) == [3_333_34, 3_333_33, 3_333_33]


def test_a_policy_passes_on_its_percent_only():
    assert shares(90_000_00, Decimal(1200), THREE, Decimal(50)) == [12_498_75, 10_001_25, 7_500_00]
    assert attributable(1, Decimal(1), [Decimal(1)], Decimal(0)) == 0


def test_no_more_falls_on_the_areas_let_than_was_granted():
    assert attributable(100_00, Decimal(100), [Decimal(80), Decimal(70)]) == 100_00
    assert shares(100_00, Decimal(100), []) == []
    assert shares(100_00, Decimal(100), [Fraction(0), Fraction(0)]) == [0, 0]


@pytest.mark.parametrize(
    ("first", "last", "area"),
    [
        ("01-01", "12-31", 30),
        ("02-11", "03-31", Fraction(30 * 19, 29)),
        ("03-01", "03-31", 0),
        ("01-01", "02-01", Fraction(30, 29)),
    ],
)
def test_a_letting_counts_by_the_days_of_the_term(first, last, area):
    term = (date(2020, 2, 1), date(2020, 2, 29))
    let = (date.fromisoformat(f"2020-{first}"), date.fromisoformat(f"2020-{last}"))
    assert let_within(Decimal(30), let, term) == area


areas = st.lists(st.integers(1, 50_000).map(lambda n: Decimal(n).scaleb(-2)), min_size=1, max_size=12)


@given(st.integers(1, 10**9), areas, st.integers(0, 10_000).map(lambda n: Decimal(n).scaleb(-2)), st.integers(0, 5000))
def test_shares_add_up_and_lie_within_a_fen(amount, let, percent, empty):
    head = sum(let) + Decimal(empty)
    found = shares(amount, head, let, percent)
    total = attributable(amount, head, let, percent)
    assert sum(found) == total <= amount
    for share, area in zip(found, let, strict=True):
        assert abs(share - Fraction(total) * Fraction(area) / Fraction(sum(let))) < 1


def test_only_what_does_not_arrive_leaks():
    assert (leakage(500, 300), leakage(500, 500), leakage(500, 800)) == (200, 0, 0)


@given(st.integers(0, 1000), st.lists(st.integers(0, 500), min_size=1, max_size=4))
def test_a_share_is_divided_over_the_cases_of_a_lease(share, granted):
    parts = divided(share, granted)
    assert sum(parts) == share
    leaks = sum(leakage(part, amount) for part, amount in zip(parts, granted, strict=True))
    assert leaks == leakage(share, sum(granted))
