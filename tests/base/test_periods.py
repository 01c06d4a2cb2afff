"""Periods: read, found by a day, one further on or back."""

from datetime import date

import pytest

from incubator_desk.base.periods import Period


@pytest.mark.parametrize(
    ("text", "first", "last", "months"),
    [
        ("2020", date(2020, 1, 1), date(2020, 12, 31), 12), ("2020-H2", date(2020, 7, 1), date(2020, 12, 31), 6),
        ("2020-Q3", date(2020, 7, 1), date(2020, 9, 30), 3), ("2020-02", date(2020, 2, 1), date(2020, 2, 29), 1),
    ],
)  # fmt: skip
def test_a_period_is_read_and_found_by_each_of_its_days(text: str, first: date, last: date, months: int) -> None:
    period = Period.parse(text)
    assert (period.first, period.last, period.months) == (first, last, months)
    assert Period.of(first, months) == Period.of(last, months) == period


@pytest.mark.parametrize(
    ("text", "by", "there"),
    [
        ("2020", 1, "2021"), ("2020-H1", -1, "2019-H2"), ("2020-Q4", 1, "2021-Q1"), ("2020-Q1", -1, "2019-Q4"),
        ("2020-02", 1, "2020-03"), ("2020-12", 1, "2021-01"), ("2020-01", -13, "2018-12"), ("2020-Q2", 0, "2020-Q2"),
        ("2199-12", 1, "2199-12"), ("1900", -1, "1900"),
    ],
)  # fmt: skip
def test_one_goes_on_and_back_by_its_own_length(text: str, by: int, there: str) -> None:
    assert Period.parse(text).shifted(by).text == there


@pytest.mark.parametrize("text", ["2020-13", "2020-Q5", "2020-H3", "20-01", "2020-2", "2200", "", "2020-Q1x"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Period.parse(text)
