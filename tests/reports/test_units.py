"""Money in other units: what is shown adds up to the exact total (contract section 7)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incubator_desk.base.money import largest_remainder
from incubator_desk.catalog.report import UNITS
from incubator_desk.reports.units import added_up, alone

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
