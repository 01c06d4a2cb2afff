"""When a company is incubated: by its dates, whatever its status says today."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incubator_desk.features.tenants.model import STATUSES
from incubator_desk.features.tenants.rules.incubation import incubated, incubation

MARCH = date(2020, 3, 31)
days = st.dates(date(2018, 1, 1), date(2021, 12, 31))


@pytest.mark.parametrize(
    ("dates", "status", "expected"),
    [
        ((date(2020, 1, 5), None, None), "incubating", (date(2020, 1, 5), date.max)),
        ((date(2020, 1, 5), date(2020, 3, 1), date(2020, 2, 1)), "left", (date(2020, 1, 5), date(2020, 1, 31))),
        ((None, None, None), "incubating", (date.min, date.max)),
        ((None, None, date(2020, 3, 1)), "incubating", (date.min, date(2020, 2, 29))),
        ((None, None, None), "applicant", None),
        ((None, None, None), "resident", None),
    ],
)
def test_the_days_of_incubation(dates, status, expected):
    assert incubation(*dates, status) == expected


@pytest.mark.parametrize(
    ("dates", "status", "expected"),
    [
        ((date(2019, 1, 1), None, None), "incubating", True),
        # It graduated or left after the day: on the day it was still one of them.
        ((date(2019, 1, 1), date(2020, 4, 1), None), "graduated", True),
        ((date(2019, 1, 1), None, date(2020, 4, 1)), "left", True),
        ((date(2019, 1, 1), date(2020, 3, 31), None), "graduated", False),
        ((date(2020, 4, 1), None, None), "incubating", False),
        ((None, None, None), "incubating", True),
        # Gone, and nobody knows since when.
        ((date(2019, 1, 1), None, None), "graduated", False),
        ((date(2019, 1, 1), None, None), "left", False),
        ((date(2019, 1, 1), None, None), "resident", False),
        ((date(2019, 1, 1), None, None), "applicant", False),
    ],
)
def test_who_is_incubated_on_a_day(dates, status, expected):
    assert incubated(MARCH, *dates, status) is expected


@given(days, st.none() | days, st.none() | days, st.none() | days, st.sampled_from(list(STATUSES.by_value)))
def test_the_day_before_and_after_only_its_dates_change_it(day, admitted, graduated, left, status):
    today, tomorrow = (incubated(each, admitted, graduated, left, status) for each in (day, day + timedelta(1)))
    if today != tomorrow:
        assert day + timedelta(1) in (admitted, graduated, left)
