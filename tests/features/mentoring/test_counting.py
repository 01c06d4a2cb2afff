"""What counts of mentoring (contract section 5): each reason, groups, hours, terms; and what always holds."""

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incubator_desk.base.periods import Period
from incubator_desk.features.mentoring.rules import Mentor, Session, Term, summarise
from incubator_desk.features.mentoring.rules.counting import hours
from incubator_desk.features.mentoring.rules.outward import to_json
from incubator_desk.features.mentoring.rules.overlapping import Slot, overlaps
from incubator_desk.features.mentoring.rules.terms import minutes, terms_of

Q1 = Period.parse("2020-Q1")
DAY = date(2020, 2, 3)
MENTORS = {
    "M1": Mentor("M1"),
    "M2": Mentor("M2", (Term(date(2020, 1, 1), date(2020, 2, 2)), Term(date(2020, 2, 10), None))),
}


def session(
    code="S1", mentor="M1", on=DAY, starts="09:00", ends="10:30", status="held", confirmed=True, attended=("T1",)
):
    return Session(code, mentor, on, starts, ends, status, confirmed, tuple(attended))


def test_a_session_counts_for_its_mentor_and_for_each_company():
    found = to_json(
        summarise([session(attended=("T2", "T1")), session("S2", ends="09:20", attended=("T1",))], MENTORS, Q1)
    )
    assert found == {
        "period": "2020-Q1", "sessions": 2, "hours": "1.83",
        "mentors": [{"mentor": "M1", "sessions": 2, "hours": "1.83", "tenants": 2}],
        "tenants": [
            {"tenant": "T1", "sessions": 2, "hours": "1.83", "mentors": 1},
            {"tenant": "T2", "sessions": 1, "hours": "1.50", "mentors": 1},
        ],
        "not_counted": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"status": "cancelled", "confirmed": False, "attended": ()}, "cancelled"),
        ({"status": "no_show"}, "no_show"),
        ({"status": "planned", "attended": ()}, "planned"),
        ({"confirmed": False, "attended": ()}, "unconfirmed"),
        ({"attended": (), "mentor": "M2"}, "nobody_attended"),
        ({"mentor": "M2"}, "mentor_not_appointed"),
    ],
)
def test_what_does_not_count_tells_the_first_reason(values, reason):
    found = summarise([session(**values)], MENTORS, Q1)
    assert (found.sessions, found.minutes, found.mentors, found.tenants) == (0, 0, {}, {})
    assert found.not_counted == (("S1", reason),)


def test_only_the_periods_sessions_are_looked_at_and_reasons_are_in_order():
    asked = [
        session("S3", on=DAY, starts="10:00", ends="11:00", status="planned"), session("S2", status="planned"),
        session("S4", on=date(2020, 1, 31), status="cancelled"), session("S0", on=date(2019, 12, 31)),
        session("S5", on=date(2020, 4, 1), status="planned"), session("S1", status="no_show"),
    ]  # fmt: skip
    assert [code for code, _ in summarise(asked, MENTORS, Q1).not_counted] == ["S4", "S1", "S2", "S3"]


@pytest.mark.parametrize(
    ("day", "appointed"), [("2020-02-02", True), ("2020-02-03", False), ("2020-02-10", True), ("2030-01-01", True)]
)
def test_a_mentor_is_appointed_within_any_term(day, appointed):
    assert MENTORS["M2"].appointed(date.fromisoformat(day)) is appointed


def test_blank_own_dates_count_for_nothing_beside_terms():
    further = (Term(date(2020, 1, 1), date(2020, 1, 31)),)
    assert terms_of(Term(None, None), further) == further
    assert terms_of(Term(None, None), ()) == ()
    assert terms_of(Term(None, date(2019, 1, 1)), further) == (Term(None, date(2019, 1, 1)), *further)


@pytest.mark.parametrize(
    ("length", "printed"), [(0, "0.00"), (20, "0.33"), (50, "0.83"), (90, "1.50"), (100, "1.67"), (6000, "100.00")]
)
def test_hours_are_rounded_once(length, printed):
    assert hours(length) == printed


def slot(order, start, end, status="held", mentor="M1", on=DAY):
    return Slot(order, f"S{order}", mentor, on, start, end, status)


@pytest.mark.parametrize(
    ("slots", "found"),
    [
        ([slot(1, "09:00", "10:00"), slot(2, "10:00", "11:00")], []),
        ([slot(1, "09:00", "10:00"), slot(2, "09:59", "11:00")], [("S2", "S1")]),
        ([slot(1, "09:00", "12:00"), slot(2, "10:00", "11:00"), slot(3, "10:30", "13:00")], [("S2", "S1"), ("S3", "S1")]),
        ([slot(1, "09:00", "10:00", "planned"), slot(2, "09:00", "10:00", "planned")], [("S2", "S1")]),
        ([slot(1, "09:00", "10:00", "cancelled"), slot(2, "09:00", "10:00")], []),
        ([slot(1, "09:00", "10:00"), slot(2, "09:00", "10:00", "no_show")], []),
        ([slot(1, "09:00", "10:00"), slot(2, "09:00", "10:00", mentor="M2")], []),
        ([slot(1, "09:00", "10:00"), slot(2, "09:00", "10:00", on=DAY + timedelta(1))], []),
    ],
)  # fmt: skip
def test_sessions_of_one_mentor_do_not_overlap(slots, found):
    assert [(later.code, other.code) for later, other in overlaps(reversed(slots))] == found


TIMES = st.integers(0, 23 * 60 + 58)


@st.composite
def held(draw):
    """Sessions of a few mentors and companies."""
    made = []
    for n in range(draw(st.integers(0, 12))):
        start = draw(TIMES)
        end = draw(st.integers(start + 1, 23 * 60 + 59))
        made.append(
            Session(
                f"S{n:02}", draw(st.sampled_from(["M1", "M2"])), date(2020, 1, 1) + timedelta(draw(st.integers(0, 120))),
                f"{start // 60:02}:{start % 60:02}", f"{end // 60:02}:{end % 60:02}",
                draw(st.sampled_from(["held", "held", "planned", "cancelled", "no_show"])), draw(st.booleans()),
                tuple(sorted(draw(st.sets(st.sampled_from(["T1", "T2", "T3"]))))),
            )
        )  # fmt: skip
    return made


@given(held(), st.randoms())
def test_every_session_of_the_period_is_counted_or_told_and_order_does_not_matter(sessions, random):
    found = summarise(sessions, MENTORS, Q1)
    mine = [each for each in sessions if each.held_on in Q1]
    assert found.sessions + len(found.not_counted) == len(mine)
    assert to_json(summarise(random.sample(sessions, len(sessions)), MENTORS, Q1)) == to_json(found)
    assert sum(tally.minutes for tally in found.mentors.values()) == found.minutes
    expected = defaultdict(Fraction)
    told = {code for code, _ in found.not_counted}
    for each in mine:
        if each.code not in told:
            for tenant in each.attended:
                expected[tenant] += Fraction(minutes(each.ends_at) - minutes(each.starts_at))
    assert {code: tally.minutes for code, tally in found.tenants.items()} == dict(expected)


@given(held())
def test_one_to_one_hours_agree_and_a_cancelled_session_changes_nothing(sessions):
    single = [each._replace(attended=each.attended[:1]) for each in sessions]
    found = summarise(single, MENTORS, Q1)
    assert sum(t.minutes for t in found.mentors.values()) == sum(t.minutes for t in found.tenants.values())
    with_one = [*single, session("S99", status="cancelled")]
    after = summarise(with_one, MENTORS, Q1)
    assert replace(after, not_counted=()) == replace(found, not_counted=())
