"""Money in other units: what is shown adds up to the exact total (contract section 7)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incubator_desk.base.money import largest_remainder
from incubator_desk.catalog.report import UNITS
from incubator_desk.reports.units import added_up, alone, running

EXAMPLE = [Decimal("1234567.89"), Decimal("2345678.90"), Decimal("3456789.01")]


@pytest.mark.parametrize(
    ("unit", "rows", "total", "adjusted"),
    [
        ("wan", ["123.45", "234.57", "345.68"], "703.70", {0}),
        ("thousand", ["1234", "2346", "3457"], "7037", {0}),
        ("yuan", ["1234567.89", "2345678.90", "3456789.01"], "7037035.80", set()),
    ],
)
def test_the_handbook_example_adds_up(unit, rows, total, adjusted):
    shown = added_up(EXAMPLE, unit)
    assert [str(row) for row in shown.rows] == rows
    assert str(shown.total) == total
    assert shown.adjusted == adjusted


def test_of_equal_remainders_the_earlier_row_is_rounded_up():
    shown = added_up([Decimal(1500), Decimal(1500), Decimal(2000)], "thousand")
    assert [int(row) for row in shown.rows] == [2, 1, 2]
    assert shown.adjusted == {1}


def test_negative_columns_mirror_positive_ones():
    amounts = [Decimal(1500), Decimal(2600), Decimal(1500)]
    turned = added_up([-amount for amount in amounts], "thousand")
    assert turned.rows == tuple(-row for row in added_up(amounts, "thousand").rows)


def test_blanks_stay_blank_and_an_empty_column_is_zero():
    assert added_up([None, Decimal(2000), None], "wan").rows == (None, Decimal("0.20"), None)
    assert str(added_up([], "wan").total) == "0.00"
    assert alone(None, "wan") is None


@given(st.lists(st.none() | st.integers(-(10**13), 10**13), max_size=40), st.sampled_from(sorted(UNITS)))
def test_rows_add_up_to_the_rounded_exact_total(fen, unit):
    amounts = [None if each is None else Decimal(each).scaleb(-2) for each in fen]
    shown = added_up(amounts, unit)
    step = Decimal(1).scaleb(-UNITS[unit][2])
    assert sum(row for row in shown.rows if row is not None) == shown.total
    assert shown.total == alone(sum((a for a in amounts if a is not None), Decimal(0)), unit)
    for at, (amount, row) in enumerate(zip(amounts, shown.rows)):
        if amount is not None:
            assert abs(row - alone(amount, unit)) == (step if at in shown.adjusted else 0)
            assert abs(row - amount / UNITS[unit][1]) < step


@given(st.lists(st.integers(-1000, 1000), min_size=1, max_size=20), st.integers(1, 50))
def test_shares_are_their_quotients_rounded_either_way(weights, base):
    total = -(-sum(weights) // base)
    shares = largest_remainder(total, weights, base)
    assert sum(shares) == total
    assert all(abs(share * base - weight) < base for share, weight in zip(shares, weights))


def test_what_leads_from_one_sum_to_the_next_adds_up_in_any_unit():
    # 0.00 before, 1,944.00 and 1,944.00, 3,888.00 since: 0.19 + 0.19 would be 0.38 beside 0.39.
    half, whole = Decimal("1944.00"), Decimal("3888.00")
    assert [str(each) for each in running([half, half], whole, "wan")] == ["0.20", "0.19"]
    assert running([half, None], half, "wan") == (Decimal("0.19"), None)
    assert running([None, None], None, "wan") == (None, None)
    assert running([half, half], whole, "yuan") == (half, half)


@given(
    st.integers(-(10**12), 10**12), st.integers(-(10**12), 10**12), st.just(0) | st.integers(-(10**12), 10**12),
    st.sampled_from(["thousand", "wan"]),
)  # fmt: skip
def test_the_sums_are_their_own_and_nothing_moves_by_more_than_a_digit(before, current, adjustment, unit):
    first, one, other = (Decimal(each).scaleb(-2) for each in (before, current, adjustment))
    shown = running([one, other], first + one + other, unit)
    assert alone(first, unit) + sum(shown) == alone(first + one + other, unit)
    step = Decimal(1).scaleb(-UNITS[unit][2])
    assert all(abs(each - exact / UNITS[unit][1]) <= step for each, exact in zip(shown, (one, other)))
    if not adjustment and not current:
        assert shown == (0, 0)
    elif not adjustment:
        assert not shown[1], "where nothing was adjusted nothing is said to be"
