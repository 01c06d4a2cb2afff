"""Series of sessions: their days, one step for all of them, refused whole, moved and called off from one on."""

from datetime import date, timedelta
from itertools import pairwise

import mentoring_park as park
import pytest
from hypothesis import given
from hypothesis import strategies as st

from incubator_desk.base.errors import Refused
from incubator_desk.catalog import saving
from incubator_desk.features.mentoring.model import MentoringSession, Participation
from incubator_desk.features.mentoring.rules.repeating import RHYTHMS, Repeat, days
from incubator_desk.features.mentoring.service import repeating

TUESDAY = date(2020, 3, 10)  # the second one of its month


def written(found):
    return [f"{day:%m-%d}" for day in found]


@pytest.mark.parametrize(
    ("first", "repeat", "expected"),
    [
        (TUESDAY, Repeat("weekly", times=3), ["03-10", "03-17", "03-24"]),
        (TUESDAY, Repeat("weekly", until=date(2020, 3, 24)), ["03-10", "03-17", "03-24"]),
        (TUESDAY, Repeat("weekly", until=date(2020, 3, 23)), ["03-10", "03-17"]),
        (TUESDAY, Repeat("weekly", until=date(2020, 12, 31), times=2), ["03-10", "03-17"]),
        (TUESDAY, Repeat("weekly", until=date(2020, 3, 17), times=5), ["03-10", "03-17"]),
        (TUESDAY, Repeat("weekly", until=TUESDAY), ["03-10"]),
        (TUESDAY, Repeat("fortnightly", times=3), ["03-10", "03-24", "04-07"]),
        (TUESDAY, Repeat("monthly", times=3), ["03-10", "04-10", "05-10"]),
        (date(2020, 1, 31), Repeat("monthly", times=4), ["01-31", "02-29", "03-31", "04-30"]),
        (TUESDAY, Repeat("monthly_weekday", times=4), ["03-10", "04-14", "05-12", "06-09"]),
        (date(2020, 3, 31), Repeat("monthly_weekday", times=4), ["03-31", "04-28", "05-26", "06-30"]),  # the fifth one
        (date(2020, 3, 1), Repeat("monthly_weekday", times=3), ["03-01", "04-05", "05-03"]),
        (date(2020, 9, 24), Repeat("weekly", times=3, working_days_only=True), ["09-24", "10-15", "10-22"]),
        (date(2020, 9, 27), Repeat("weekly", times=2, until=date(2020, 12, 31), working_days_only=True), ["09-27"]),
    ],
)  # fmt: skip
def test_the_days_of_a_series(first, repeat, expected):
    free = {date(2020, 10, 1) + timedelta(n): False for n in range(8)} | {date(2020, 9, 27): True}
    assert written(days(first, repeat, 60, free)) == expected


@pytest.mark.parametrize(
    ("repeat", "code", "column"),
    [
        (Repeat("weekly"), "no_end", "until"),
        (Repeat("weekly", until=TUESDAY - timedelta(1)), "ends_before_starts", "until"),
        (Repeat("weekly", times=1), "too_few", "times"),
        (Repeat("weekly", times=11), "too_many", "times"),
        (Repeat("weekly", until=TUESDAY + timedelta(weeks=10)), "too_many", "until"),
        (Repeat("weekly", until=date(2199, 12, 31)), "too_many", "until"),
    ],
)
def test_refusals_are_clear(repeat, code, column):
    with pytest.raises(Refused) as refused:
        days(TUESDAY, repeat, 10, {})
    (problem,) = refused.value.problems
    assert (problem.code, problem.where.column) == (code, column)


@pytest.mark.parametrize("repeat", [Repeat("weekly", times=2, working_days_only=True), Repeat("weekly", until=date(2020, 9, 1), working_days_only=True)])  # fmt: skip
def test_a_series_of_sundays_alone_is_refused_where_free_days_are_left_out(repeat):
    with pytest.raises(Refused) as refused:
        days(date(2020, 3, 8), repeat, 60, {})
    assert refused.value.problems[0].text() == (
        "Only 0 of the days of this series are working days. Choose another day."
    )


@given(
    st.dates(date(2000, 1, 1), date(2150, 1, 1)), st.sampled_from(list(RHYTHMS)), st.integers(2, 40), st.booleans(),
    st.dictionaries(st.dates(date(2000, 1, 1), date(2150, 1, 1)), st.booleans(), max_size=5),
)  # fmt: skip
def test_a_series_runs_forwards_in_its_rhythm(first, rhythm, times, leave_out, calendar):
    try:
        found = days(first, Repeat(rhythm, times=times, working_days_only=leave_out), 40, calendar)
    except Refused:
        assert leave_out  # of a Sunday, or of a month's last day that is often one
        return
    assert len(found) == times and found[0] >= first
    assert all(earlier < later for earlier, later in pairwise(found))
    if leave_out:
        assert all(calendar.get(day, day.weekday() < 5) for day in found)
    if rhythm == "monthly":
        assert len({(day.year, day.month) for day in found}) == times
    else:
        assert {day.weekday() for day in found} == {first.weekday()}
    if rhythm == "monthly_weekday":
        assert {min((day.day - 1) // 7, 3) for day in found} == {min((first.day - 1) // 7, 3)}


# in the database ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def uids(office):
    return park.fill(office)


def values(uids, **others):
    return {"mentor_uid": uids["M1"], "starts_at": "09:00", "ends_at": "10:00", "topic": "月度辅导", **others}


def book(office, uids, on, tenants=("T1", "T2"), **others):
    registers = office.features.registers
    with office.writing(repeating.BOOKED, count=len(on), code="") as step:
        return repeating.repeat(step, registers, values(uids, **others), [uids[code] for code in tenants], on)


def stored(office):
    with office.reading() as session:
        found = session.query(MentoringSession).order_by(MentoringSession.code)
        return [(s.code, f"{s.held_on:%m-%d}", s.starts_at, s.status, s.series) for s in found]


def weeks(count):
    return [TUESDAY + timedelta(weeks=n) for n in range(count)]


def test_a_series_is_one_step_and_one_undo(office, uids):
    assert len(book(office, uids, weeks(3))) == 3
    assert stored(office) == [
        ("MS-0001", "03-10", "09:00", "planned", "MS-0001"), ("MS-0002", "03-17", "09:00", "planned", "MS-0001"),
        ("MS-0003", "03-24", "09:00", "planned", "MS-0001"),
    ]  # fmt: skip
    with office.reading() as session:
        assert session.query(Participation).count() == 6
    assert len(book(office, uids, weeks(2), starts_at="14:00", ends_at="15:00")) == 2
    assert [row[0] for row in stored(office)] == ["MS-0001", "MS-0002", "MS-0003", "MS-0004", "MS-0005"]
    office.undo()
    assert len(stored(office)) == 3
    office.undo()
    assert stored(office) == []


def test_one_session_is_no_series(office, uids):
    book(office, uids, weeks(1), code="辅-9")
    assert stored(office) == [("辅-9", "03-10", "09:00", "planned", None)]


def test_it_is_refused_whole_with_every_day_that_overlaps(office, uids):
    park.session(office, "S1", uids["M1"], TUESDAY + timedelta(7), "09:30", "11:00", uids["T1"])
    park.session(office, "S2", uids["M1"], TUESDAY + timedelta(21), "08:00", "09:01", uids["T2"])
    park.session(office, "S3", uids["M1"], TUESDAY, "10:00", "11:00", uids["T2"])  # touches: only told
    before = stored(office)
    with pytest.raises(Refused) as refused:
        book(office, uids, weeks(4))
    assert [(p.code, f"{p.values['day']:%m-%d}", p.values["other"]) for p in refused.value.problems] == [
        ("overlap", "03-17", "S1"), ("overlap", "03-31", "S2"), ("same_day", "03-10", "S3"),
    ]  # fmt: skip
    assert stored(office) == before
    with office.reading() as session:
        assert session.query(Participation).count() == 3


def test_bad_values_and_codes_that_are_taken_are_refused_whole(office, uids):
    book(office, uids, weeks(1), code="MS-0002")
    for others, code in (({"ends_at": "09:00"}, "ends_before_starts"), ({"code": "MS-0001"}, "duplicate_code")):
        with pytest.raises(Refused) as refused:
            book(office, uids, [day + timedelta(1) for day in weeks(3)], **others)
        assert [problem.code for problem in refused.value.problems] == [code]
    with pytest.raises(Refused) as refused:
        book(office, uids, weeks(2), tenants=("T1", "T2", "T1"))
    assert refused.value.problems[0].text() == "青芯科技 stands here twice. Take one of them off."
    assert len(stored(office)) == 1


def take(office, work, *arguments, reason=None):
    with office.writing("Series", reason=reason) as step:
        return work(step, office.features.registers, *arguments)


def test_this_and_all_following_are_moved(office, uids):
    made = book(office, uids, weeks(4))
    moved = take(office, repeating.move_following, made[1], TUESDAY + timedelta(8), "14:00", "15:30")
    assert moved == made[1:]
    assert [row[1:3] for row in stored(office)] == [
        ("03-10", "09:00"), ("03-18", "14:00"), ("03-25", "14:00"), ("04-01", "14:00"),
    ]  # fmt: skip
    take(office, repeating.move_following, made[1], TUESDAY + timedelta(7), "09:00", "10:00")
    assert [row[1:3] for row in stored(office)] == [(f"{day:%m-%d}", "09:00") for day in weeks(4)]


def test_a_series_may_be_moved_onto_its_own_former_days_but_not_onto_another(office, uids):
    made = book(office, uids, weeks(3))
    take(office, repeating.move_following, made[0], TUESDAY + timedelta(7), "09:30", "10:30")
    assert [row[1] for row in stored(office)] == ["03-17", "03-24", "03-31"]
    park.session(office, "S1", uids["M1"], TUESDAY + timedelta(28), "09:30", "11:00", uids["T1"])
    before = stored(office)
    with pytest.raises(Refused) as refused:
        take(office, repeating.move_following, made[0], TUESDAY + timedelta(14), "09:00", "10:00")
    assert [problem.values["day"] for problem in refused.value.problems] == [TUESDAY + timedelta(28)]
    assert stored(office) == before


def test_this_and_all_following_are_called_off_with_the_reason(office, uids):
    made = book(office, uids, weeks(3))
    book(office, uids, [TUESDAY + timedelta(70)], series="MS-0009")
    with pytest.raises(Refused) as refused:
        take(office, repeating.cancel_following, made[1], TUESDAY)
    assert {problem.code for problem in refused.value.problems} == {"reason_missing"}
    take(office, repeating.cancel_following, made[1], TUESDAY, reason="导师出差")
    assert [row[3] for row in stored(office)] == ["planned", "cancelled", "cancelled", "planned"]
    with office.reading() as session:
        assert session.get(MentoringSession, made[2]).cancel_reason == "导师出差"
        assert [each.code for each in repeating.following(session, made[0])] == ["MS-0001"]
    with pytest.raises(Refused) as refused:
        take(office, repeating.move_following, made[1], TUESDAY, "09:00", "10:00")
    assert refused.value.problems[0].text() == (
        "Session MS-0002 is not planned any more: “Cancelled”. Choose one that is still to come."
    )
    office.undo()
    assert [row[3] for row in stored(office)] == ["planned"] * 4


def test_a_stale_session_is_not_moved(office, uids):
    made = book(office, uids, weeks(2))
    with office.reading() as session:
        seen = session.get(MentoringSession, made[0]).version
    with office.writing("Elsewhere") as step:
        record = step.session.get(MentoringSession, made[0])
        saving.save(step, office.features.registers["mentoring_sessions"], {"topic": "另议"}, record)
    with pytest.raises(Refused) as refused:
        take(office, repeating.move_following, made[0], TUESDAY, "14:00", "15:00", seen)
    assert refused.value.problems[0].code == "stale"


def test_the_parks_calendar_and_its_longest_series_are_asked(office, uids):
    park.save(office, "calendar_days", day=TUESDAY + timedelta(7), working=False)
    with office.reading() as session:
        found = repeating.days(session, office.actor, TUESDAY, Repeat("weekly", times=2, working_days_only=True))
        assert written(found) == ["03-10", "03-24"]
        assert len(repeating.days(session, office.actor, TUESDAY, Repeat("weekly", times=53))) == 53
        with pytest.raises(Refused):
            repeating.days(session, office.actor, TUESDAY, Repeat("weekly", times=54))
