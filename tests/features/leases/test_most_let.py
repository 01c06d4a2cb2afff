"""The largest area let on one day, beside a count day by day."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from incubator_desk.features.leases.rules import Letting, most_let

FIRST = date(2020, 1, 1)
LETTINGS = st.lists(
    st.builds(
        lambda start, days, area: Letting(
            "L", FIRST + timedelta(days=start), FIRST + timedelta(days=start + days), Decimal(area)
        ),
        st.integers(0, 40), st.integers(-3, 20), st.integers(0, 50),
    ),
    max_size=12,
)  # fmt: skip


@given(LETTINGS)
def test_it_is_what_a_count_day_by_day_finds(lettings: list[Letting]) -> None:
    days = [FIRST + timedelta(days=at) for at in range(-3, 65)]
    areas = {day: sum((let.area for let in lettings if let.first <= day <= let.last), Decimal(0)) for day in days}
    most = max(areas.values())
    assert most_let(lettings) == (most, min(day for day in days if areas[day] == most) if most else None)
