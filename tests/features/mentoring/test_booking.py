"""What is told of a session that is booked: each finding with who, when and remedy, in both languages."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incubator_desk.base import i18n
from incubator_desk.base.errors import Label
from incubator_desk.features.mentoring.rules import Mentor, Term
from incubator_desk.features.mentoring.rules.booking import Booking, Claim, Company, Known, Tie, judge
from incubator_desk.features.mentoring.rules.overlapping import Slot, overlaps, shared_minutes

DAY = date(2020, 3, 3)  # a Tuesday
KNOWN = Known(
    mentors={
        "m1": Mentor("M1", (), "王强"),
        "m2": Mentor("M2", (Term(None, date(2019, 12, 31)), Term(date(2020, 4, 1), None)), "李敏"),
        "m3": Mentor("M3", (Term(date(2020, 4, 1), date(2020, 12, 31)),), "赵刚"),
        "m4": Mentor("M4", (Term(date(2018, 1, 1), date(2018, 12, 31)), Term(date(2019, 1, 1), date(2019, 6, 30))), "周婷"),
    },
    companies={
        "t1": Company("T1", "青芯科技", date(2019, 1, 1)),
        "t2": Company("T2", "岚海生物", date(2020, 3, 10)),
        "t3": Company("T3", "望湖软件", date(2018, 1, 1), date(2019, 12, 31)),
        "t4": Company("T4", "远山材料", None, date(2019, 6, 30), date(2020, 3, 2)),
    },
    ties={"m1": (Tie("t1", Label("Share in the company"), Term(date(2020, 1, 1), date(2020, 3, 3))),)},
    claims={"c1": Claim("C1", "t2", "ip")},
    kinds={"ip": Label("Intellectual property"), "mentoring": Label("Mentoring")},
    calendar={date(2020, 3, 6): False, date(2020, 3, 7): True},
)  # fmt: skip
QUIET = Booking(None, "MS-9", "m1", date(2020, 3, 4), "09:00", "10:00", "planned", ("t1",))


def other(code="MS-1", starts="09:00", ends="10:00", tenants=("t3",), on=DAY, mentor="m1", status="planned"):
    return Booking(code.lower(), code, mentor, on, starts, ends, status, tenants)


def told(booking, *others):
    return [(p.code, p.severity, p.where.column, p.where.record) for p in judge(booking, others, KNOWN)]


def test_nothing_is_told_of_a_sound_booking():
    assert told(QUIET, other(on=QUIET.held_on, starts="10:00", ends="11:00")) == []
    assert told(replace(QUIET, mentor_uid="", starts_at="", ends_at="", tenants=("t1",))) == []


ON_DAY = replace(QUIET, held_on=DAY, tenants=("t3",), mentor_uid="m1")


@pytest.mark.parametrize(
    ("change", "others", "expected"),
    [
        ({"starts_at": "09:30", "ends_at": "10:30"}, [other()], ("overlap", "error", "starts_at", None)),
        ({"ends_at": "08:59"}, [], ("ends_before_starts", "error", "ends_at", None)),
        ({"ends_at": "09:00"}, [], ("ends_before_starts", "error", "ends_at", None)),
        ({"starts_at": "23:30", "ends_at": "00:30"}, [], ("ends_before_starts", "error", "ends_at", None)),
        ({"ends_at": "09:14"}, [], ("unusual_length", "warning", "ends_at", None)),
        ({"ends_at": "17:01"}, [], ("unusual_length", "warning", "ends_at", None)),
        ({"tenants": ("t1", "t1")}, [], ("company_twice", "error", "tenant_code", "t1")),
        ({"tenants": ()}, [], ("nobody", "warning", "tenant_code", None)),
        ({"mentor_uid": "m2", "tenants": ("t1",)}, [], ("mentor_not_appointed", "warning", "mentor_code", None)),
        ({"tenants": ("t2",)}, [], ("outside_tenancy", "warning", "tenant_code", "t2")),
        ({"tenants": ("t3",)}, [], ("outside_tenancy", "warning", "tenant_code", "t3")),
        ({"tenants": ("t4",)}, [], ("outside_tenancy", "warning", "tenant_code", "t4")),
        ({"tenants": ("t1",)}, [], ("tie", "warning", "tenant_code", "t1")),
        ({"starts_at": "10:00", "ends_at": "11:00"}, [other()], ("same_day", "warning", "held_on", None)),
        ({"claim_uid": "c1"}, [], ("claim_of_other", "warning", "claim_code", None)),
        ({"claim_uid": "c1", "service_kind": "mentoring"}, [], ("claim_of_other_kind", "warning", "claim_code", None)),
        ({"held_on": date(2020, 3, 6)}, [], ("not_a_working_day", "warning", "held_on", None)),
        ({"held_on": date(2020, 3, 8)}, [], ("not_a_working_day", "warning", "held_on", None)),
    ],
)  # fmt: skip
def test_each_finding_stands_at_its_place(change, others, expected):
    assert expected in told(replace(ON_DAY, **change), *others)


@pytest.mark.parametrize(
    "change",
    [
        {"held_on": date(2020, 3, 7)},  # a Saturday that is worked
        {"held_on": date(2020, 3, 4)},  # the tie ended the day before
        {"starts_at": "10:00", "ends_at": "11:00", "held_on": date(2020, 3, 4)},
        {"tenants": ("t2",), "held_on": date(2020, 3, 10)},  # the day of its admission
        {"tenants": ("t4",), "held_on": date(2019, 6, 28)},  # the day before it graduated
        {"ends_at": "09:15", "held_on": date(2020, 3, 4)},
        {"ends_at": "17:00", "held_on": date(2020, 3, 4)},
        {"claim_uid": "c1", "service_kind": "ip", "tenants": ("t2",), "held_on": date(2020, 3, 10)},
    ],
)
def test_the_edges_are_within(change):
    assert told(replace(QUIET, **change)) == []


@pytest.mark.parametrize(
    ("mentor", "on", "text"),
    [
        ("m4", DAY, "周婷 is appointed until 2019-06-30 only; on 2020-03-03 the session will not count. Renew the appointment, or choose another mentor."),
        ("m3", DAY, "赵刚 is appointed from 2020-04-01 only; on 2020-03-03 the session will not count. Choose a later day, or another mentor."),
        ("m2", DAY, "李敏 is appointed until 2019-12-31 and again from 2020-04-01; on 2020-03-03 the session will not count. Choose another day or another mentor."),
        ("m3", date(2021, 1, 4), "赵刚 is appointed until 2020-12-31 only; on 2021-01-04 the session will not count. Renew the appointment, or choose another mentor."),
    ],
)  # fmt: skip
def test_the_terms_of_an_appointment_are_told(mentor, on, text):
    found = judge(replace(QUIET, mentor_uid=mentor, held_on=on, tenants=("t1",)), (), KNOWN)
    assert text in [problem.text() for problem in found]


def test_messages_say_who_when_and_what_to_do_in_both_languages():
    booking = replace(ON_DAY, starts_at="09:45", ends_at="10:45", tenants=("t1", "t3"), claim_uid="c1", service_kind="mentoring")  # fmt: skip
    met, near = other(tenants=("t1", "t3")), other("MS-2", "14:00", "15:00", ("t1", "t2"))
    found = list(judge(booking, [met, near], KNOWN))
    english = [problem.text() for problem in found]
    with i18n.speaking("zh_CN"):
        chinese = [problem.text() for problem in found]
    assert english == [
        "王强 has session MS-1 with 青芯科技, 望湖软件 from 09:00 to 10:00 on 2020-03-03: they overlap by 15 min. Choose another time or another mentor.",
        "望湖软件 graduated on 2019-12-31, before the session on 2020-03-03: it is incubated no more. Take it off the session, or see its file.",
        "王强 and 青芯科技 are tied on 2020-03-03: Share in the company. The session counts; say so in its minutes.",
        "王强 also has session MS-2 with 青芯科技 on 2020-03-03, from 14:00 to 15:00. If it is the same talk, keep one of them.",
        "Claim C1 is on a voucher of 岚海生物, which does not take part. Add the company, or choose another claim.",
        "Claim C1 is for “Intellectual property”, the session for “Mentoring”. Choose another claim or kind.",
    ]
    assert chinese == [
        "王强在 2020-03-03 09:00–10:00 已有 MS-1（青芯科技、望湖软件），重叠 15 分钟。请改时间或改导师。",
        "望湖软件已于 2019-12-31 毕业，早于本场日期 2020-03-03，不再是在孵企业。请将其移出本场，或核对企业档案。",
        "王强与青芯科技在 2020-03-03 有关联关系（持有股权）。该场照常计入，请在辅导记录中说明。",
        "王强与青芯科技在 2020-03-03 14:00–15:00 另有 MS-2。如为同一场，请只保留一条。",
        "兑付单 C1 所用券属于岚海生物，该企业未参加本场。请加入该企业，或改选兑付单。",
        "兑付单 C1 的服务类别为“知识产权”，本场为“创业辅导”。请改选兑付单或服务类别。",
    ]


@pytest.mark.parametrize("status", ["cancelled", "no_show"])
def test_what_was_called_off_stands_in_nobodys_way(status):
    booking = replace(ON_DAY, status=status, tenants=("t1", "t2", "t3"), claim_uid="c1")
    assert told(booking, other()) == []
    assert (
        told(replace(ON_DAY, tenants=("t1",), held_on=date(2020, 3, 4)), other(on=date(2020, 3, 4), status=status))
        == []
    )


def test_a_stored_session_is_not_in_its_own_way():
    stored = other(tenants=("t1",), on=date(2020, 3, 4))
    assert told(replace(QUIET, uid=stored.uid), stored) == []


TIME = st.integers(8 * 60, 20 * 60).map(lambda at: f"{at // 60:02}:{at % 60:02}")


@st.composite
def booked(draw):
    """Bookings of two mentors on two days."""
    made = []
    for n in range(draw(st.integers(1, 8))):
        starts = draw(TIME)
        ends = draw(TIME.filter(lambda time, starts=starts: time > starts) if starts < "20:00" else st.just("20:01"))
        made.append(
            Booking(
                f"s{n}", f"S{n}", draw(st.sampled_from(["m1", "m2"])), DAY + timedelta(draw(st.integers(0, 1))), starts, ends,
                draw(st.sampled_from(["planned", "held", "cancelled", "no_show"])), ("t1",),
            )
        )  # fmt: skip
    return made


@given(booked())
def test_the_form_and_the_check_find_the_same_overlaps(bookings):
    slots = [Slot(n, b.code, b.mentor_uid, b.held_on, b.starts_at, b.ends_at, b.status) for n, b in enumerate(bookings)]
    refused = {later.code for later, _other in overlaps(slots)}
    entered = []
    for each in bookings:
        found = [p for p in judge(each, entered, KNOWN) if p.code == "overlap"]
        assert bool(found) == (each.code in refused)
        assert all(p.values["minutes"] > 0 for p in found)
        entered.append(each)


@given(booked(), st.integers(0, 7))
def test_order_does_not_matter_and_a_cancelled_session_changes_nothing(bookings, at):
    asked, others = bookings[0], bookings[1:]
    codes = sorted(p.code for p in judge(asked, others, KNOWN))
    assert sorted(p.code for p in judge(asked, others[::-1], KNOWN)) == codes
    called_off = replace(bookings[at % len(bookings)], uid="s99", code="S99", status="cancelled")
    assert sorted(p.code for p in judge(asked, [*others, called_off], KNOWN)) == codes


@given(booked())
def test_minutes_shared_are_the_same_both_ways(bookings):
    for one in bookings:
        assert shared_minutes(one, one) > 0
        assert all(shared_minutes(one, each) == shared_minutes(each, one) for each in bookings)
