"""Duties at home: what is to be recorded, confirmed and followed up, who owes sessions, who was not served."""

from datetime import date, timedelta
from decimal import Decimal

import mentoring_park as park
import pytest

from incubator_desk.catalog import saving
from incubator_desk.desk.home import HomeScreen
from incubator_desk.features.mentoring.model import Mentor, MentoringSession, Service
from incubator_desk.features.mentoring.service import columns, reminders, timeline
from incubator_desk.features.park.model import ParameterValue
from incubator_desk.features.tenants.model import Tenant

MONDAY = park.MONDAY
HELD = {"status": "held", "confirmed_on": MONDAY}


@pytest.fixture
def uids(office):
    return park.fill(office)


def told(office, today):
    with office.reading() as session:
        return {each.text: each for each in reminders.reminders(session, office.actor, today)}


def service(office, code, on, *companies, **values):
    uid = park.save(office, "services", code=code, title="样品检测", service_kind="testing", served_on=on, **values)
    for each in companies:
        park.save(office, "service_uses", service_uid=uid, tenant_uid=each)
    return uid


def change(office, register, model, uid, **values):
    with office.writing("Change") as step:
        saving.save(step, office.features.registers[register], values, step.session.get(model, uid))


def test_sessions_of_today_and_what_is_to_be_recorded_and_confirmed(office, uids):
    today = park.session(office, "S1", uids["M1"], MONDAY, "14:00", "15:00", uids["T1"], topic="融资")
    park.session(office, "S2", uids["M1"], MONDAY - timedelta(1), "14:00", "15:00", uids["T1"])
    park.session(office, "S3", uids["M2"], MONDAY - timedelta(1), "14:00", "15:00", uids["T1"], status="held")
    park.session(office, "S4", uids["M2"], MONDAY + timedelta(1), "14:00", "15:00", uids["T1"])
    park.session(office, "S5", uids["M2"], MONDAY - timedelta(2), "14:00", "15:00", uids["T1"], **HELD)
    found = told(office, MONDAY)
    assert (found["Session at 14:00"].uid, found["Session at 14:00"].concerning) == (today, "王强 融资")
    assert found["1 session to be recorded"].narrowed == {"status": "planned", "code": frozenset({"S2"})}
    assert found["1 session to be confirmed"].narrowed == {"status": "held", "code": frozenset({"S3"})}


def test_follow_ups_are_told_from_their_day_on_until_they_are_done(office, uids):
    for code, on in (("S1", MONDAY + timedelta(7)), ("S2", MONDAY + timedelta(3))):
        park.session(office, code, uids["M1"], MONDAY, f"{9 + int(code[1])}:00", f"{9 + int(code[1])}:50", uids["T1"], **HELD, follow_up_on=on, topic=code)  # fmt: skip
    assert not any("follow-up" in text for text in told(office, MONDAY + timedelta(2)))
    one = told(office, MONDAY + timedelta(3))["1 follow-up is due"]
    assert (one.due, one.concerning, one.register, one.narrowed) == (
        MONDAY + timedelta(3), "王强 S2", "mentoring_sessions", {"code": frozenset({"S2"})},
    )  # fmt: skip
    two = told(office, MONDAY + timedelta(9))["2 follow-ups are due"]
    assert (two.due, two.narrowed) == (MONDAY + timedelta(3), {"code": frozenset({"S1", "S2"})})
    with office.reading() as session:
        uid = session.query(MentoringSession).filter_by(code="S2").one().uid
    change(office, "mentoring_sessions", MentoringSession, uid, followed_up_on=MONDAY + timedelta(8))
    assert told(office, MONDAY + timedelta(9))["1 follow-up is due"].narrowed == {"code": frozenset({"S1"})}


def test_services_past_their_day_are_told_even_without_mentors(office):
    service(office, "SV-1", MONDAY, status="planned")
    service(office, "SV-2", MONDAY, status="running")
    assert told(office, MONDAY) == {}
    (one,) = told(office, MONDAY + timedelta(1)).values()
    assert (one.text, one.register, one.narrowed) == (
        "1 service to be recorded", "services", {"status": "planned", "code": frozenset({"SV-1"})},
    )  # fmt: skip


def test_served_is_who_had_a_counted_session_or_another_service_this_quarter(office, uids):
    text = "2 companies not served this quarter"
    assert told(office, MONDAY)[text].narrowed == {"status": "incubating", "code": frozenset({"T1", "T2"})}
    session = park.session(office, "S1", uids["M1"], MONDAY, "09:00", "10:00", uids["T1"], status="held")
    given = service(office, "SV-1", MONDAY, uids["T2"], status="running")
    assert text in told(office, MONDAY)  # neither confirmed nor done
    change(office, "mentoring_sessions", MentoringSession, session, confirmed_on=MONDAY)
    change(office, "services", Service, given, status="done")
    assert not any("not served" in each for each in told(office, MONDAY))
    assert text in told(office, date(2020, 4, 1))


def owed(office, today):
    with office.reading() as session:
        codes = dict(session.query(Mentor.uid, Mentor.code).all())
        return {codes[uid]: count for uid, count in columns.owed_by_mentors(session, [], today).items()}


def test_what_mentors_owe_is_told_late_in_the_year(office, uids):
    for n in range(3):
        park.session(office, f"S{n}", uids["M1"], MONDAY + timedelta(n), "09:00", "10:00", uids["T1"], **HELD)
        if n == 0:
            assert owed(office, MONDAY) == {"M1": 1, "M2": 2}
    assert owed(office, MONDAY) == {"M1": 0, "M2": 2}
    assert owed(office, date(2021, 1, 1)) == {"M1": 2}  # M2 is not appointed any more
    change(office, "mentors", Mentor, uids["M2"], appointed_to=None)
    assert not any("duty" in text for text in told(office, date(2020, 9, 30)))
    one = told(office, date(2020, 10, 1))["1 mentor under its duty"]
    assert (one.register, one.narrowed) == ("mentors", {"code": frozenset({"M2"})})
    with office.reading() as session:
        month = session.query(ParameterValue).filter_by(name="mentoring.duty_month").one().uid
    change(office, "parameters", ParameterValue, month, value=Decimal(3))
    assert "1 mentor under its duty" in told(office, MONDAY)


def test_too_few_mentors_for_the_companies_are_told(office, uids):
    with office.reading() as session:
        rate = session.query(ParameterValue).filter_by(name="mentoring.companies_per_mentor").one().uid
    assert not any("needed" in text for text in told(office, date(2020, 4, 1)))
    change(office, "parameters", ParameterValue, rate, value=Decimal(1))
    assert not any("needed" in text for text in told(office, MONDAY))
    assert "1 mentors for 2 companies; 2 are needed" in told(office, date(2020, 4, 1))  # M2's appointment has ended


def test_a_timeline_tells_what_was_given_not_what_was_planned_or_called_off(office, uids):
    park.session(office, "S1", uids["M1"], MONDAY, "09:00", "10:00", uids["T1"], **HELD, topic="融资")
    park.session(office, "S2", uids["M1"], MONDAY + timedelta(1), "09:00", "10:00", uids["T1"])
    park.session(office, "S3", uids["M1"], MONDAY + timedelta(2), "09:00", "10:00", uids["T1"], status="cancelled")
    park.save(office, "mentor_ties", mentor_uid=uids["M1"], tenant_uid=uids["T1"], kind="family")
    service(office, "SV-1", MONDAY + timedelta(3), uids["T1"])
    service(office, "SV-2", MONDAY + timedelta(4), uids["T1"], status="planned")
    service(office, "SV-3", MONDAY + timedelta(4), uids["T1"], status="cancelled")
    with office.reading() as session:
        found = timeline.happenings(session, "tenants", uids["T1"])
        assert [(each.on, each.text) for each in found] == [
            (MONDAY, "S1 with 王强: 融资"), (MONDAY + timedelta(3), "SV-1 Testing: 样品检测"),
        ]  # fmt: skip
        assert timeline.happenings(session, "mentors", uids["M1"]) == ()


def test_home_leads_to_the_companies_not_served(file_office, show_window, qtbot):
    uids = park.fill(file_office)
    park.company(file_office, "T4", "远山材料")
    park.session(file_office, "S1", uids["M1"], MONDAY, "09:00", "10:00", uids["T1"], **HELD)
    window = show_window(file_office, MONDAY)
    window.go("home", None)
    home = window.current()
    assert isinstance(home, HomeScreen)
    qtbot.waitUntil(lambda: any("not served" in each.text for each in home._shown()), timeout=5000)
    home._follow(next(at for at, each in enumerate(home._shown()) if "not served" in each.text))
    listed = window.current()
    with file_office.reading() as session:
        names = {session.get(Tenant, uid).code for uid in listed.model.uids}
    assert names == {"T2", "T4"}
    assert listed.facts() == "2 of 4 shown"
