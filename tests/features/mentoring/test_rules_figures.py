"""Sums of sessions and services: exact whichever way they are grouped, rounded once."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from incubator_desk.features.mentoring.rules.counting import hours
from incubator_desk.features.mentoring.rules.figures import Figures

PARTS = st.lists(
    st.tuples(st.integers(1, 480), st.lists(st.sampled_from("ABCD"), unique=True), st.lists(st.integers(1, 5), max_size=4)),
    max_size=12,
)  # fmt: skip


def figures(parts):
    found = Figures()
    for part in parts:
        found.add(*part)
    return found


@given(PARTS, st.integers(0, 12))
def test_groups_add_up_to_the_whole(parts, at):
    whole, one, other = figures(parts), figures(parts[:at]), figures(parts[at:])
    assert whole.minutes == one.minutes + other.minutes
    assert whole.attendances == one.attendances + other.attendances
    assert whole.companies == one.companies | other.companies
    assert whole.ratings == one.ratings + other.ratings


@given(PARTS)
def test_hours_are_those_of_the_console(parts):
    assert f"{figures(parts).hours:.2f}" == hours(sum(minutes for minutes, _who, _rated in parts))


@given(st.lists(st.integers(1, 5), min_size=1, max_size=40))
def test_the_mean_rating_is_rounded_half_up(ratings):
    found = figures([(60, ["A"], ratings)])
    assert abs(found.rating * len(ratings) - sum(ratings)) <= Decimal("0.005") * len(ratings)
    assert found.rating == Decimal((200 * sum(ratings) + len(ratings)) // (2 * len(ratings))) / 100


def test_what_nobody_timed_is_a_blank_and_what_did_not_happen_is_nought():
    assert figures([]).hours == 0
    assert figures([]).rating is None
    assert figures([(None, ["A"], []), (None, ["B"], [])]).hours is None
    assert figures([(None, ["A"], []), (Decimal(150), ["B"], [])]).hours == Decimal("2.50")
