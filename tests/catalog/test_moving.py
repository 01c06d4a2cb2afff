"""Cases along their flow: what is declared is possible, everything else is refused; steps have days, evidence, reasons."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incubator_desk.base.dates import is_working, last_of_working_days
from incubator_desk.base.errors import Refused
from incubator_desk.catalog import saving
from incubator_desk.catalog.journey import journey
from incubator_desk.catalog.moving import Attached, Taking, counted, documents, move, move_cases, passages, used
from incubator_desk.catalog.office import Office
from incubator_desk.features.park.model import ParameterValue
from incubator_desk.features.rent.flow import RELIEF_FLOW
from incubator_desk.features.rent.model import Relief

DAY = date(2020, 3, 20)


def lease(office: Office) -> str:
    registers = office.features.registers
    with office.writing("Set up") as step:
        tenant, _ = saving.save(step, registers["tenants"], {"code": "T-1", "name": "甲", "kind": "team"})
    with office.writing("Set up") as step:
        made, _ = saving.save(
            step, registers["leases"],
            {"code": "L-1", "tenant_uid": tenant, "starts_on": date(2020, 1, 1), "ends_on": date(2020, 12, 31),
             "price": Decimal(100), "price_unit": "month"},
        )  # fmt: skip
    return made


def relief(office: Office, number: int = 1, lease_uid: str | None = None, **values: object) -> str:
    lease_uid = lease_uid or lease(office)
    with office.writing("Set up") as step:
        case = {"code": f"R-{number}", "lease_uid": lease_uid, "kind": "percent", "percent": Decimal(10), **values}
        return saving.save(step, office.features.registers["reliefs"], case)[0]


def go(office: Office, uid: str, target: str, reason: str | None = None, on: date = DAY) -> None:
    with office.writing("Move", reason=reason) as step:
        record = step.session.get_one(Relief, uid)
        move(step, office.features.registers["reliefs"], office.features.flows["reliefs"], record, target, on)


def take(office: Office, *uids: str, reason: str | None = None, **taking: object) -> None:
    move_cases(office, office.features.registers["reliefs"], uids, Taking(**{"on": DAY, **taking}), reason)  # type: ignore[arg-type]


def state(office: Office, uid: str) -> str:
    with office.reading() as session:
        return session.get_one(Relief, uid).status


def refusals(error: pytest.ExceptionInfo[Refused]) -> list[tuple[str, str | None]]:
    return [(p.code, p.where.column) for p in error.value.problems]


# the handbook's flow -----------------------------------------------------------------------------------------------------

FORWARD = dict(zip(("draft", *RELIEF_FLOW.path), RELIEF_FLOW.path))
ASIDE = {
    "returned": {"submitted", "accepted", "reviewed"},
    "refused": {"reviewed"},
    "withdrawn": {"draft", "submitted", "accepted", "reviewed", "approved", "published", "returned"},
    "void": {"agreed", "in_force"},
}


def allowed(source: str, target: str) -> bool:
    """The handbook's table of steps, read once more by itself."""
    if FORWARD.get(source) == target or (source, target) == ("published", "accepted"):
        return True
    return source in ASIDE.get(target, ()) or (source, target) == ("returned", "submitted")


@pytest.mark.parametrize("source", [s.value for s in RELIEF_FLOW.states])
@pytest.mark.parametrize("target", [s.value for s in RELIEF_FLOW.states])
def test_every_step_of_the_handbook_is_possible_and_no_other(source: str, target: str) -> None:
    if allowed(source, target):
        made = RELIEF_FLOW.move(source, target, "原因")
        assert made.needs_reason == (target in ASIDE or (source, target) == ("published", "accepted"))
        if made.needs_reason:
            with pytest.raises(Refused, match="reason_missing"):
                RELIEF_FLOW.move(source, target, "  ")
    else:
        with pytest.raises(Refused, match="no_such_move"):
            RELIEF_FLOW.move(source, target, "原因")


@given(st.sets(st.sampled_from(RELIEF_FLOW.optional)))
def test_a_park_that_does_without_stations_still_reaches_the_end(unused: set[str]) -> None:
    flow = RELIEF_FLOW.without(unused)
    state, passed = "draft", []
    while onward := [m for m in flow.possible(state) if not m.back]:
        (step,) = onward
        state = step.target
        passed.append(state)
    assert passed == [s for s in RELIEF_FLOW.path if s not in unused]
    assert not any(m.target in unused for m in flow.moves)
    for name in unused - {"reported"}:
        assert any(not m.back for m in flow.possible(name)) or "reported" in unused  # who stands there can go on


# one case ----------------------------------------------------------------------------------------------------------------


def test_the_usual_way_sets_its_dates_and_each_step_is_undone_alone(file_office: Office) -> None:
    uid = relief(file_office)
    on = {
        "agreed": date(2020, 3, 27),
        "in_force": date(2020, 3, 27),
        "completed": date(2020, 4, 1),
        "reported": date(2020, 4, 1),
    }
    for target in RELIEF_FLOW.path:
        go(file_office, uid, target, on=on.get(target, DAY))
    with file_office.reading() as session:
        found = session.get_one(Relief, uid)
        assert (found.status, found.approved_on, found.notice_from) == ("reported", DAY, DAY)
        assert (found.notice_to, found.agreed_on) == (date(2020, 3, 26), date(2020, 3, 27))
        assert [p.target for p in passages(session, uid)] == list(RELIEF_FLOW.path)
    for target in reversed(("draft", *RELIEF_FLOW.path[:-1])):
        file_office.undo()
        assert state(file_office, uid) == target
    with file_office.reading() as session:
        found = session.get_one(Relief, uid)
        assert (found.approved_on, found.notice_from, found.notice_to, found.agreed_on) == (None, None, None, None)
        assert passages(session, uid) == []


def test_a_return_needs_a_reason_and_leads_only_back_to_submission(file_office: Office) -> None:
    uid = relief(file_office, status="accepted")
    for blank in (None, "  "):
        with pytest.raises(Refused, match="reason_missing"):
            go(file_office, uid, "returned", blank)
    go(file_office, uid, "returned", "缺营业执照")
    with pytest.raises(Refused, match="no_such_move"):
        go(file_office, uid, "accepted")
    go(file_office, uid, "submitted")
    assert state(file_office, uid) == "submitted"
    with file_office.reading() as session:
        assert passages(session, uid)[0].reason == "缺营业执照"


def test_an_upheld_objection_leads_back_before_the_approval(file_office: Office) -> None:
    uid = relief(file_office, status="published", approved_on=DAY, notice_from=DAY, notice_to=date(2020, 3, 26))
    go(file_office, uid, "accepted", "异议成立")
    with file_office.reading() as session:
        found = session.get_one(Relief, uid)
        assert (found.status, found.approved_on, found.notice_from, found.notice_to) == ("accepted", None, None, None)


def test_dates_cannot_run_backwards(file_office: Office) -> None:
    uid = relief(file_office, status="reviewed")
    go(file_office, uid, "approved")
    with pytest.raises(Refused) as error:
        go(file_office, uid, "published", on=DAY - timedelta(days=1))
    assert refusals(error) == [("date_backwards", "taken_on")]
    other = relief(file_office, 2, lease_uid=_lease_of(file_office, uid), status="approved", approved_on=DAY)
    with pytest.raises(Refused) as error:  # a case whose approval was imported has a day, but no step of its own
        go(file_office, other, "published", on=DAY - timedelta(days=1))
    assert refusals(error) == [("date_backwards", "taken_on")]
    assert (state(file_office, uid), state(file_office, other)) == ("approved", "approved")


def _lease_of(office: Office, uid: str) -> str:
    with office.reading() as session:
        return session.get_one(Relief, uid).lease_uid


def test_an_agreement_waits_for_its_notice_and_is_never_before_the_approval(file_office: Office) -> None:
    uid = relief(file_office, status="approved", approved_on=DAY)
    go(file_office, uid, "published")
    for on in (DAY, date(2020, 3, 26)):
        with pytest.raises(Refused) as error:
            go(file_office, uid, "agreed", on=on)
        assert refusals(error) == [("notice_running", "taken_on")]
    with pytest.raises(Refused) as error:
        take(file_office, uid, target="agreed", on=date(2020, 3, 1))
    assert ("date_backwards", "taken_on") in refusals(error)
    take(file_office, uid, target="agreed", on=date(2020, 3, 27), values={"agreement_no": "青科孵补〔2020〕7号"})
    with file_office.reading() as session:
        assert session.get_one(Relief, uid).agreement_no == "青科孵补〔2020〕7号"


def test_what_is_not_at_hand_is_named(file_office: Office) -> None:
    uid = relief(file_office)
    with pytest.raises(Refused) as error:
        take(file_office, uid, target="submitted", evidence=("Application form",))
    assert refusals(error) == [("evidence_missing", "evidence")]
    assert "Business licence" in error.value.problems[0].text()
    take(file_office, uid, target="submitted", evidence=RELIEF_FLOW.possible("draft")[0].evidence)
    assert state(file_office, uid) == "submitted"


def test_no_step_is_taken_before_its_day(file_office: Office) -> None:
    uid = relief(file_office, status="submitted")
    with pytest.raises(Refused) as error:
        take(file_office, uid, target="accepted", on=DAY + timedelta(days=1), today=DAY)
    assert refusals(error) == [("in_future", "taken_on")]
    take(file_office, uid, target="accepted", today=DAY)


def test_a_stale_window_moves_nothing(file_office: Office) -> None:
    uid = relief(file_office, status="submitted")
    go(file_office, uid, "accepted")
    with pytest.raises(Refused) as error:
        take(file_office, uid, target="accepted", seen="submitted")
    assert refusals(error) == [("stale", None)]
    assert "Accepted" in error.value.problems[0].text()


def test_a_step_keeps_its_files_and_the_case_tells_its_way(office: Office) -> None:
    uid = relief(office, status="reviewed")
    take(office, uid, target="approved", files=(Attached("会议纪要.pdf", "a" * 64, 12),))
    with office.reading() as session:
        (document,) = documents(session, uid)
        (passage,) = passages(session, uid)
        assert (document.name, document.passage) == ("会议纪要.pdf", passage.uid)
        record = session.get_one(Relief, uid)
        values = office.features.registers["reliefs"].of(record)
        stops = journey(RELIEF_FLOW, values, passages(session, uid))
    assert [(s.state, s.standing) for s in stops][3] == ("approved", "current")
    assert stops[3].on == DAY
    assert stops[4].standing == "ahead"
    office.undo()
    with office.reading() as session:
        assert documents(session, uid) == []


# many cases --------------------------------------------------------------------------------------------------------------


def test_many_cases_take_one_step_and_one_undo_takes_it_back(office: Office) -> None:
    lease_uid = lease(office)
    uids = [relief(office, n, lease_uid, status="submitted") for n in range(1, 6)]
    take(office, *uids, target="accepted")
    assert {state(office, uid) for uid in uids} == {"accepted"}
    office.undo()
    assert {state(office, uid) for uid in uids} == {"submitted"}
    assert office.check() == []


def test_numbers_of_many_agreements_count_up(file_office: Office) -> None:
    assert counted("青科孵补〔2020〕007号", 2) == "青科孵补〔2020〕009号"
    assert counted("099", 1) == "100"
    assert counted("无编号", 3) == "无编号"
    lease_uid = lease(file_office)
    given = {"status": "published", "approved_on": DAY}
    uids = [relief(file_office, n, lease_uid, **given) for n in range(1, 4)]
    take(file_office, *uids, target="agreed", values={"agreement_no": "补〔2020〕9号"})
    with file_office.reading() as session:
        assert [session.get_one(Relief, uid).agreement_no for uid in uids] == [f"补〔2020〕{n}号" for n in (9, 10, 11)]


def test_where_one_of_many_is_refused_none_moves_and_each_is_named(file_office: Office) -> None:
    lease_uid = lease(file_office)
    uids = [relief(file_office, n, lease_uid, status="submitted") for n in range(1, 4)]
    go(file_office, uids[1], "accepted")
    with pytest.raises(Refused) as error:
        take(file_office, *uids, target="accepted", seen="submitted")
    assert [p.where.record for p in error.value.problems] == [uids[1]]
    assert [state(file_office, uid) for uid in uids] == ["submitted", "accepted", "submitted"]


# what a park does without ------------------------------------------------------------------------------------------------


def test_a_park_switches_a_station_off_by_a_dated_parameter(file_office: Office) -> None:
    uid = relief(file_office, status="reviewed")
    go(file_office, uid, "approved")
    with file_office.writing("Set") as step:
        step.add(ParameterValue, {"name": "relief.step.published", "valid_from": DAY, "value": Decimal(0)})
    with file_office.reading() as session:
        flow = file_office.features.flows["reliefs"]
        assert "published" in used(session, file_office.actor, flow, DAY - timedelta(days=1)).path
        assert "published" not in used(session, file_office.actor, flow, DAY).path
    with pytest.raises(Refused, match="no_such_move"):
        go(file_office, uid, "published")
    go(file_office, uid, "agreed")
    assert state(file_office, uid) == "agreed"


# working days ------------------------------------------------------------------------------------------------------------


def test_a_notice_counts_working_days_by_the_calendar() -> None:
    assert last_of_working_days(date(2020, 3, 12), 5, {}) == date(2020, 3, 18)
    assert last_of_working_days(date(2020, 3, 14), 5, {}) == date(2020, 3, 20)  # begins on a Saturday
    holidays = dict.fromkeys((date(2020, 5, d) for d in range(1, 6)), False) | {date(2020, 5, 9): True}
    assert last_of_working_days(date(2020, 4, 30), 5, holidays) == date(2020, 5, 9)
    assert last_of_working_days(date(2020, 3, 12), 0, {}) == date(2020, 3, 12)


@given(
    st.dates(date(2019, 1, 1), date(2023, 1, 1)),
    st.integers(1, 30),
    st.dictionaries(st.dates(date(2019, 1, 1), date(2023, 3, 1)), st.booleans(), max_size=40),
)
def test_a_span_of_working_days_has_just_so_many(first: date, count: int, calendar: dict[date, bool]) -> None:
    last = last_of_working_days(first, count, calendar)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    assert sum(is_working(day, calendar) for day in days) == count
    assert is_working(last, calendar)
