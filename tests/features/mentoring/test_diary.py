"""The diary: a park's sessions read once; bookings judged, moved and matched against it without reading again."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import mentoring_park as park
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from incubator_desk.base.errors import Refused
from incubator_desk.base.periods import Period
from incubator_desk.catalog import saving
from incubator_desk.features.mentoring.model import MentoringSession
from incubator_desk.features.mentoring.rules.overlapping import shared_minutes
from incubator_desk.features.mentoring.service import facts
from incubator_desk.features.mentoring.service.diary import Booking, Diary, Free, sessions
from incubator_desk.features.park.model import ParameterValue

MONDAY = park.MONDAY
FRIDAY = MONDAY + timedelta(4)
HELD = {"status": "held", "confirmed_on": MONDAY + timedelta(1)}


@pytest.fixture
def uids(office):
    made = park.fill(office)
    m1, m2, t1, t2, t3 = (made[code] for code in ("M1", "M2", "T1", "T2", "T3"))
    made["S1"] = park.session(office, "S1", m1, MONDAY, "09:00", "10:30", t2, t1, **HELD, service_kind="financing", headcount=9)  # fmt: skip
    made["S2"] = park.session(office, "S2", m1, MONDAY, "14:00", "15:00", t1, status="held")
    made["S3"] = park.session(office, "S3", m2, MONDAY + timedelta(1), "09:00", "09:50", t3, **HELD)
    made["S4"] = park.session(office, "S4", m2, MONDAY + timedelta(2), "09:00", "10:00", t1, topic="专利")
    made["S5"] = park.session(office, "S5", m1, MONDAY + timedelta(2), "09:00", "10:00", t1, status="cancelled", cancel_reason="改期")  # fmt: skip
    made["S6"] = park.session(office, "S6", m1, MONDAY + timedelta(30), "09:00", "10:00", t1)
    return made


@pytest.fixture
def diary(office, uids):
    with office.reading() as session:
        return Diary.load(session, office.actor, MONDAY, FRIDAY, MONDAY)


def booking(uids, **values):
    given = {"uid": None, "code": "S9", "mentor_uid": uids["M1"], "held_on": MONDAY, "starts_at": "10:00", "ends_at": "11:00", "tenants": (uids["T2"],)}  # fmt: skip
    return Booking(**(given | values))


def test_a_calendar_gets_all_it_shows(office, uids):
    with office.reading() as session:
        found = sessions(session, office.actor.operator, MONDAY, FRIDAY)
    assert [(s.code, s.mentor_name, s.counts, s.companies, s.group) for s in found] == [
        ("S1", "王强", "counted", ("青芯科技", "岚海生物"), True), ("S2", "王强", "unconfirmed", ("青芯科技",), False),
        ("S3", "李敏", "counted", ("望湖软件",), False), ("S4", "李敏", "planned", ("青芯科技",), False),
        ("S5", "王强", "cancelled", ("青芯科技",), False),
    ]  # fmt: skip
    first, *_others, last = found
    assert (first.uid, first.mentor_code, first.service_kind, first.headcount) == (uids["S1"], "M1", "financing", 9)
    assert (first.tenants, first.attended) == ((uids["T1"], uids["T2"]),) * 2
    assert last.cancel_reason == "改期"


def test_a_window_costs_three_queries_however_many_sessions(office, uids):
    asked = []
    event.listen(office.database.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    with office.reading() as session:
        sessions(session, office.actor.operator, MONDAY, FRIDAY)
    assert len([each for each in asked if each.lstrip().lower().startswith("select")]) == 3


def test_judging_moving_and_matching_read_nothing(office, uids, diary):
    asked = []
    event.listen(office.database.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    typed = booking(uids, topic="融资")
    assert [problem.code for problem in diary.judge(typed)] == ["overlap"]
    assert (
        diary.free_times(typed, (MONDAY, "08:00")) and diary.matches(typed) and diary.counted(Period.parse("2020-Q1"))
    )
    assert asked == []


def test_another_time_is_offered_near_the_one_wished(uids, diary):
    assert diary.free_times(booking(uids), (MONDAY, "08:00")) == [
        Free(MONDAY, "10:30", "11:30"),
        *(Free(MONDAY + timedelta(n), "10:00", "11:00") for n in (1, 2, 3)),
    ]
    # where nothing is in its way its own time is not offered; what was called off takes none
    free = booking(uids, held_on=MONDAY + timedelta(2), starts_at="10:00", ends_at="11:00")
    assert diary.free_times(free, (MONDAY, "08:00"))[:2] == [
        Free(MONDAY + timedelta(2), "11:00", "12:00"), Free(MONDAY + timedelta(2), "09:00", "10:00"),
    ]  # fmt: skip
    # after the appointment of M2 has ended nothing more is offered
    late = booking(uids, mentor_uid=uids["M2"], held_on=date(2020, 3, 31), starts_at="09:00", ends_at="10:00")
    assert diary.free_times(late, (MONDAY, "08:00")) == [Free(date(2020, 3, 31), "10:00", "11:00")]


def test_beyond_what_was_read_nothing_is_offered_or_said_to_be_known(uids, diary):
    assert diary.covers(date(2020, 3, 31)) and not diary.covers(date(2020, 7, 1))
    assert diary.covers(date(2020, 1, 1)) and not diary.covers(date(2019, 12, 31))
    late = booking(uids, held_on=date(2020, 3, 31), starts_at="09:00", ends_at="10:00")
    assert {each.on for each in diary.free_times(late, (MONDAY, "08:00"))} == {date(2020, 3, 31)}


def test_mentors_are_ranked_for_a_booking(uids, diary):
    typed = booking(uids, tenants=(uids["T1"],), topic="股权融资方案", service_kind="financing", starts_at="09:00")
    found = diary.matches(typed)
    assert [(match.code, match.name, match.points) for match in found] == [("M1", "王强", 73), ("M2", "李敏", 55)]
    by_code = {match.code: {part.what: part.points for part in match.parts} for match in found}
    assert by_code["M1"] == {"field": 25, "topic": 15, "free": 0, "appointed": 10, "tie": 10, "rating": 5, "load": 8}
    assert by_code["M2"] == {"field": 0, "topic": 0, "free": 20, "appointed": 10, "tie": 10, "rating": 5, "load": 10}
    need = {match.code: match.parts[1].points for match in diary.matches(replace(typed, topic=None, service_kind=None), "知识产权")}  # fmt: skip
    assert need == {"M1": 0, "M2": 15}


def test_what_counts_of_the_quarter_beside_the_calendar(office, uids, diary):
    found = diary.counted(Period.parse("2020-Q1"))
    assert (found.sessions, found.minutes, found.served) == (2, 140, 3)
    assert (found.incubating, found.incubating_served) == (2, 2)
    assert found.hours == {uids["M1"]: Decimal("1.50"), uids["M2"]: Decimal("0.83")}
    assert found.not_counted == {"unconfirmed": 1, "planned": 1, "cancelled": 1}
    with office.reading() as session:
        whole = facts.summary(session, office.actor.operator, Period.parse("2020-Q1"))
    assert (whole.sessions, whole.minutes, len(whole.tenants)) == (found.sessions, found.minutes, found.served)


def test_a_stored_session_can_be_judged_as_if_it_were_moved(uids, diary):
    stored = next(each for each in diary.sessions if each.code == "S2").booking
    assert [problem.code for problem in diary.judge(stored)] == ["same_day"]  # S1 is with the same company
    moved = replace(stored, starts_at="10:00", ends_at="11:00")
    assert [(p.code, p.values.get("minutes")) for p in diary.judge(moved)] == [("overlap", 30)]


def test_ties_and_claims_and_holidays_are_known(office, uids):
    park.save(office, "mentor_ties", mentor_uid=uids["M1"], tenant_uid=uids["T2"], kind="family")
    park.save(office, "calendar_days", day=FRIDAY, working=False)
    programme = park.save(office, "voucher_programmes", code="P1", title="创新券", year=2020, use_by=date(2020, 12, 31), redeem_by=date(2021, 3, 31), rate_percent=Decimal(50))  # fmt: skip
    provider = park.save(office, "providers", code="V1", name="检测所")
    voucher = park.save(office, "vouchers", programme_uid=programme, tenant_uid=uids["T1"], face_value=Decimal(9000), issued_on=MONDAY)  # fmt: skip
    claim = park.save(office, "voucher_claims", voucher_uid=voucher, provider_uid=provider, service_kind="testing", contract_on=MONDAY, invoice_no="1", invoice_on=MONDAY, eligible_amount=Decimal(100), claimed_on=MONDAY)  # fmt: skip
    with office.reading() as session:
        diary = Diary.load(session, office.actor, MONDAY, FRIDAY, MONDAY)
    typed = booking(uids, held_on=FRIDAY, claim_uid=claim, service_kind="ip")
    assert [problem.code for problem in diary.judge(typed)] == [
        "tie", "claim_of_other", "claim_of_other_kind", "not_a_working_day",
    ]  # fmt: skip
    tie = next(p for p in diary.matches(typed)[-1].parts if p.what == "tie")
    assert (tie.points, tie.text()) == (0, "tied with 岚海生物")


def test_a_parameter_without_a_value_is_refused_by_name(office, uids):
    with office.writing("Remove") as step:
        step.remove(step.session.query(ParameterValue).filter_by(name="mentoring.day_ends").one())
    with office.reading() as session:
        diary = Diary.load(session, office.actor, MONDAY, FRIDAY, MONDAY)
    with pytest.raises(Refused) as refused:
        diary.free_times(booking(uids), (MONDAY, "08:00"))
    assert "mentoring.day_ends" in refused.value.problems[0].text()


def figures(office, *, every=("2020-03", "2020-Q1", "2020")):
    with office.reading() as session:
        return [facts.summary(session, office.actor.operator, Period.parse(each)) for each in every]


def test_a_session_moved_there_and_back_restores_every_figure(office, uids):
    before = figures(office)
    register = office.features.registers["mentoring_sessions"]
    for day, starts, ends in ((date(2020, 5, 5), "14:00", "14:30"), (MONDAY, "09:00", "10:30")):
        with office.writing("Move") as step:
            record = step.session.get(MentoringSession, uids["S1"])
            saving.save(step, register, {"held_on": day, "starts_at": starts, "ends_at": ends}, record)
        assert (figures(office) == before) is (day == MONDAY)


WHEN = st.tuples(st.integers(0, 4), st.integers(0, 95), st.integers(1, 20), st.integers(0, 23), st.integers(0, 59))


@settings(max_examples=60)
@given(when=WHEN)
def test_what_is_offered_is_never_refused(shared_diary, when):
    uids, diary = shared_diary
    day, start, length, hour, minute = when
    ends = min(start * 15 + length * 15, 1439)
    asked = booking(
        uids, held_on=MONDAY + timedelta(day), starts_at=f"{start // 4:02}:{start % 4 * 15:02}",
        ends_at=f"{ends // 60:02}:{ends % 60:02}",
    )  # fmt: skip
    now = (MONDAY, f"{hour:02}:{minute:02}")
    for free in diary.free_times(asked, now):
        moved = replace(asked, held_on=free.on, starts_at=free.starts_at, ends_at=free.ends_at)
        assert "overlap" not in [problem.code for problem in diary.judge(moved)]
        assert (free.on, free.starts_at) >= now
        assert not any(
            shared_minutes(moved, each)
            for each in diary.sessions
            if (each.mentor_uid, each.held_on) == (moved.mentor_uid, free.on) and each.status in ("planned", "held")
        )


@pytest.fixture(scope="module")
def shared_diary(tmp_path_factory):
    from incubator_desk.catalog.office import Office
    from incubator_desk.features.all import FEATURES
    from incubator_desk.features.park import service
    from incubator_desk.store.record import Actor
    from incubator_desk.store.schema import open_database

    place = tmp_path_factory.mktemp("diary") / "park.desk"
    office = Office(open_database(str(place), create=True), FEATURES, Actor("王敏", ""))
    service.found(office)
    made = park.fill(office)
    for n in range(12):
        hour = 9 + n % 4 * 2
        park.session(office, f"S{n}", made["M1"], MONDAY + timedelta(n // 4), f"{hour:02}:00", f"{hour + 1:02}:{n % 3 * 20:02}", made["T1"])  # fmt: skip
    with office.reading() as session:
        diary = Diary.load(session, office.actor, MONDAY, FRIDAY, MONDAY)
    office.database.close()
    return made, diary
