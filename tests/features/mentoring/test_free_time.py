"""When a mentor is free: the nearest times of the day wished, then later days; never anything that is taken."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incubator_desk.features.mentoring.rules.free_time import Free, Hours, free_times
from incubator_desk.features.mentoring.rules.terms import minutes

TUESDAY = date(2020, 3, 3)
NINE_TO_SIX = Hours(9 * 60, 18 * 60)
LONG_AGO = (date(2020, 1, 1), "00:00")


def weekday(day):
    return day.weekday() < 5


def found(length, wished, taken=(), now=LONG_AGO, hours=NINE_TO_SIX, opens=weekday, days=7, most=3, on=TUESDAY):
    busy = {TUESDAY: taken} if isinstance(taken, (list, tuple)) else taken
    made = free_times(length, (on, wished), now, hours, lambda day: busy.get(day, ()), opens, days=days, most=most)
    return [f"{each.on:%d} {each.starts_at}-{each.ends_at}" for each in made]


def test_first_after_the_time_wished_then_before_it_then_on_the_following_days():
    assert found(60, "10:00", [("09:30", "14:50")], most=4) == [
        "03 15:00-16:00", "04 10:00-11:00", "05 10:00-11:00", "06 10:00-11:00",
    ]  # fmt: skip
    assert found(30, "10:00", [("09:30", "14:50")]) == ["03 15:00-15:30", "03 09:00-09:30", "04 10:00-10:30"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"length": 60, "wished": "17:30"}, ["03 17:00-18:00", "04 17:00-18:00", "05 17:00-18:00"]),  # not past six
        ({"length": 60, "wished": "08:00"}, ["03 09:00-10:00", "04 09:00-10:00", "05 09:00-10:00"]),
        ({"length": 60, "wished": "10:05", "most": 2}, ["03 10:15-11:15", "03 10:00-11:00"]),  # on the quarters
        ({"length": 60, "wished": "10:00", "now": (TUESDAY, "15:50"), "most": 1}, ["03 16:00-17:00"]),  # not in the past
        ({"length": 60, "wished": "10:00", "now": (TUESDAY, "17:01"), "most": 1}, ["04 10:00-11:00"]),
        ({"length": 60, "wished": "10:00", "now": (date(2020, 3, 5), "09:00"), "most": 1}, ["05 10:00-11:00"]),
        ({"length": 60, "wished": "10:00", "on": date(2020, 3, 6)}, ["06 10:00-11:00", "06 09:45-10:45", "09 10:00-11:00"]),
        ({"length": 60, "wished": "10:00", "on": date(2020, 3, 7), "most": 1}, ["07 10:00-11:00"]),  # the day wished
        ({"length": 540, "wished": "10:00", "most": 1}, ["03 09:00-18:00"]),
        ({"length": 541, "wished": "10:00"}, []),
        ({"length": 0, "wished": "10:00"}, []),
        ({"length": 60, "wished": "10:00", "opens": lambda _day: False}, ["03 10:00-11:00", "03 09:45-10:45"]),
        ({"length": 60, "wished": "22:00", "hours": Hours(0, 24 * 60), "most": 2}, ["03 22:00-23:00", "03 21:45-22:45"]),
        ({"length": 120, "wished": "22:00", "hours": Hours(0, 24 * 60), "most": 1}, ["03 21:45-23:45"]),  # not to midnight
    ],
)  # fmt: skip
def test_hours_grid_past_and_days(asked, expected):
    assert found(**asked) == expected


def test_touching_another_session_is_free():
    assert found(60, "10:00", [("09:00", "10:00"), ("11:00", "18:00")], most=1) == ["03 10:00-11:00"]


SPAN = st.tuples(st.integers(0, 1438), st.integers(1, 1439)).filter(lambda span: span[0] < span[1])


def time(at):
    return f"{at // 60:02}:{at % 60:02}"


@given(
    st.dictionaries(st.integers(0, 4), st.lists(SPAN, max_size=6)), st.integers(1, 500), st.integers(0, 1439),
    st.integers(-1, 3), st.integers(0, 1439), st.integers(0, 1200), st.integers(1, 1440),
)  # fmt: skip
def test_nothing_free_overlaps_anything_or_lies_before_now_or_outside_the_hours(
    taken, length, wished, later, hour, first, last
):
    busy = {TUESDAY + timedelta(n): [(time(a), time(b)) for a, b in spans] for n, spans in taken.items()}
    now, hours = (TUESDAY + timedelta(later), time(hour)), Hours(first, last)
    made = free_times(
        length, (TUESDAY, time(wished)), now, hours, lambda day: busy.get(day, ()), weekday, days=5, most=4
    )
    assert len(made) <= 4 and len(set(made)) == len(made)
    assert [each.on for each in made] == sorted(each.on for each in made)
    for each in made:
        assert isinstance(each, Free)
        assert minutes(each.ends_at) - minutes(each.starts_at) == length
        assert minutes(each.starts_at) % 15 == 0
        assert first <= minutes(each.starts_at) and minutes(each.ends_at) <= last
        assert (each.on, each.starts_at) >= now
        assert each.on == TUESDAY or weekday(each.on)
        assert all(each.ends_at <= a or b <= each.starts_at for a, b in busy.get(each.on, ()))
