"""Calendar files as they come in: written as Outlook, Google, Apple and Chinese programs do, moved, repeated, broken."""

import codecs
import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import calendars
import pytest
from calendar_park import FIRST, LAST, TODAY, book, export, fill, ics, look, looked, move, said, stored, take
from hypothesis import given
from hypothesis import strategies as st

from incubator_desk.base.errors import Refused
from incubator_desk.base.i18n import speaking
from incubator_desk.catalog import saving
from incubator_desk.features.mentoring.model import MentoringSession
from incubator_desk.features.mentoring.rules.ical.clashing import clashes, fitting
from incubator_desk.features.mentoring.rules.ical.entry import Entry, shortened
from incubator_desk.features.mentoring.rules.ical.judging import Known, Says, Stored, judge
from incubator_desk.features.mentoring.rules.ical.naming import Named, Names
from incubator_desk.features.mentoring.service.ical import limits, lines, spreading, taking
from incubator_desk.features.mentoring.service.ical.reading import read
from incubator_desk.features.park.model import ParameterValue

DAYLIGHT = """
BEGIN:VTIMEZONE
TZID:Customized Time Zone
BEGIN:STANDARD
DTSTART:16011028T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010325T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE
"""


def event(starts="DTSTART:20200210T010000Z", ends="DTEND:20200210T020000Z", uid="a@x", *more):
    return "\n".join((f"UID:{uid}", "DTSTAMP:20200201T000000Z", starts, ends, *more))


@pytest.fixture
def uids(file_office):
    return fill(file_office)


def entries(path, first=FIRST, last=LAST, most=200):
    return spreading.entries(read(path), first, last, most).entries


def times(found):
    return [f"{e.starts:%Y-%m-%d %H:%M}–{e.ends:%H:%M}" if e.starts and e.ends else None for e in found]


def written(tmp_path, text, name="in.ics"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.replace("\n", "\r\n").encode())
    return path


def refused(path):
    with pytest.raises(Refused) as found:
        read(path)
    (problem,) = found.value.problems
    assert problem.where.file == path.name
    return problem.code, problem.where.row


# from the park and back ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_what_went_out_changes_nothing_when_it_comes_back(office, tmp_path, language):
    uids = fill(office)
    day = date(2020, 2, 10)
    book(
        office,
        "MS-0001",
        uids["M-0001"],
        day,
        "09:00",
        "10:30",
        uids["T-0001"],
        topic="商业计划 · 二",
        place="A座\n301",
        mode="online",
    )
    book(office, "MS-0002", uids["M-0002"], day, "09:00", "10:30", uids["T-0002"], uids["T-0003"])
    book(office, "MS-0003", uids["M-0002"], day, "10:30", "11:30", calendar_id="from@outside")
    held = book(office, "MS-0004", uids["M-0002"], date(2020, 2, 1), "09:00", "10:30", uids["T-0002"])
    nobody = book(office, "MS-0005", uids["M-0002"], date(2020, 2, 2), "09:00", "10:30", uids["T-0002"])
    off = book(office, "MS-0006", uids["M-0002"], day, "13:00", "14:30", uids["T-0002"])
    move(office, held, "held", TODAY)
    move(office, nobody, "no_show", TODAY, "无人到场")
    move(office, off, "cancelled", TODAY, "病假")
    with speaking(language):
        path = export(office, tmp_path / "out.ics")
    for mentor in (None, uids["M-0001"]):
        assert said(look(office, path, mentor)) == [("unchanged",)] * 6


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_another_park_gets_all_of_it_from_the_file(open_office, tmp_path, language):
    one, other = (open_office(str(tmp_path / f"{name}.desk")) for name in ("one", "other"))
    uids, theirs = fill(one), fill(other)
    book(
        one,
        "MS-0007",
        uids["M-0001"],
        date(2020, 2, 10),
        "09:00",
        "10:30",
        uids["T-0001"],
        uids["T-0003"],
        topic="商业计划",
        place="301",
        mode="online",
        service_kind="financing",
    )
    book(one, "MS-0008", uids["M-0002"], date(2020, 2, 11), "09:00", "10:30", uids["T-0002"], service_kind="园区沙龙")
    with speaking(language):
        path = export(one, tmp_path / "out.ics")
    assert said(take(other, path)) == [("new",), ("new",)]
    first, second = stored(other)
    assert first["calendar_id"].endswith("@incubator-desk")
    del first["calendar_id"], second["calendar_id"]
    blank = {"series": None, "cancel_reason": None, "status": "planned", "starts_at": "09:00", "ends_at": "10:30"}
    assert first == blank | {
        "code": "MS-0001", "held_on": date(2020, 2, 10), "topic": "商业计划", "place": "301", "mode": "online", "service_kind": "financing",
        "mentor": "M-0001", "companies": sorted((theirs["T-0001"], theirs["T-0003"])),
    }  # fmt: skip
    assert second == blank | {
        "code": "MS-0002", "held_on": date(2020, 2, 11), "topic": None, "place": None, "mode": None, "service_kind": "园区沙龙",
        "mentor": "M-0002", "companies": [theirs["T-0002"]],
    }  # fmt: skip
    assert said(look(other, path)) == [("unchanged",), ("unchanged",)]


# as programs write them ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (calendars.OUTLOOK, ("2020-02-10", "10:00", "11:30", "融资路演辅导", "A座 301, 会议室", "M-0001", ["T-0003"], None, None)),
        (calendars.WECOM, ("2020-02-10", "15:30", "17:00", "岚海精密制造有限公司 · 专利布局", "腾讯会议", "M-0002", ["T-0003"], None, None)),
        (calendars.DINGTALK, ("2020-02-11", "09:00", "10:00", None, None, "M-0002", ["T-0002"], "online", "ip")),
    ],
    ids=["outlook", "wecom", "dingtalk"],
)  # fmt: skip
def test_one_entry_of_a_program(file_office, uids, tmp_path, text, found):
    assert said(take(file_office, written(tmp_path, text))) == [("new",)]
    (session,) = stored(file_office)
    codes = {uid: code for code, uid in uids.items()}
    assert found == (
        str(session["held_on"]), session["starts_at"], session["ends_at"], session["topic"], session["place"],
        session["mentor"], [codes[uid] for uid in session["companies"]], session["mode"], session["service_kind"],
    )  # fmt: skip
    assert said(look(file_office, tmp_path / "in.ics")) == [("unchanged",)]


def test_apple_s_calendar_abroad(file_office, uids, tmp_path):
    path = written(tmp_path, calendars.APPLE)
    assert said(look(file_office, path)) == [("error", "no_mentor")]
    assert said(take(file_office, path, uids["M-0002"])) == [("new",)]
    (session,) = stored(file_office)
    assert (session["held_on"], session["starts_at"], session["ends_at"]) == (date(2020, 4, 10), "09:00", "10:00")
    assert session["place"] == "青岚孵化器\n蜀山区望江西路 1 号"


def test_google_s_calendar_with_an_event_that_repeats(file_office, uids, tmp_path):
    path = written(tmp_path, calendars.GOOGLE)
    rows = take(file_office, path, uids["M-0001"])
    assert said(rows) == [("new",), ("left", "cancelled"), ("new",), ("new",), ("left", "all_day")]
    assert [(s["code"], s["held_on"].isoformat(), s["starts_at"], s["topic"], s["series"]) for s in stored(file_office)] == [
        ("MS-0001", "2020-02-05", "14:00", "每周辅导", "MS-0001"), ("MS-0002", "2020-02-26", "14:00", "每周辅导", "MS-0001"),
        ("MS-0003", "2020-02-20", "09:30", "每周辅导（改期）", "MS-0001"),
    ]  # fmt: skip
    assert [s["companies"] for s in stored(file_office)] == [[uids["T-0001"]], [uids["T-0001"]], []]
    assert {row.verdict for row in look(file_office, path, uids["M-0001"])} == {"unchanged", "left"}


# times and zones ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("starts", "ends", "shown"),
    [
        ("DTSTART:20200210T010000Z", "DTEND:20200210T023000Z", "2020-02-10 09:00–10:30"),
        ("DTSTART:20200210T090000", "DTEND:20200210T103000", "2020-02-10 09:00–10:30"),
        ("DTSTART;TZID=Asia/Shanghai:20200210T090000", "DURATION:PT45M", "2020-02-10 09:00–09:45"),
        ("DTSTART;TZID=asia/shanghai:20200210T090000", "DURATION:P0DT0H45M", "2020-02-10 09:00–09:45"),
        ("DTSTART;TZID=W. Europe Standard Time:20200710T040000", "DTEND:20200710T050000", "2020-07-10 10:00–11:00"),
        ("DTSTART;TZID=/example.invalid/2020/Europe/Berlin:20200210T040000", "DURATION:PT1H", "2020-02-10 11:00–12:00"),
        ("DTSTART;TZID=UTC-05:30:20200210T040000", "DURATION:PT1H", "2020-02-10 17:30–18:30"),
        ("DTSTART;TZID=Customized Time Zone:20200210T040000", "DURATION:PT1H", "2020-02-10 11:00–12:00"),
        ("DTSTART;TZID=Customized Time Zone:20200710T040000", "DTEND:20200710T050000", "2020-07-10 10:00–11:00"),
        ("DTSTART:20200210T010000Z", "DTEND;TZID=America/New_York:20200209T213000", "2020-02-10 09:00–10:30"),
        ("DTSTART;VALUE=DATE-TIME:20200210T010059Z", "DTEND:20200210T023059Z", "2020-02-10 09:00–10:30"),
    ],
)
def test_a_time_is_told_by_the_park_s_clocks(tmp_path, starts, ends, shown):
    assert times(entries(ics(tmp_path, event(starts, ends), before=DAYLIGHT))) == [shown]


@pytest.mark.parametrize(
    ("lines", "code", "words"),
    [
        (("DTSTART;TZID=Mars Time:20200210T010000",), "unknown_zone", "“Mars Time”"),
        (("DTSTART;TZID=Broken:20200210T010000",), "unknown_zone", "such as Asia/Shanghai"),
        (("DTSTART;TZID=Asia:20200210T010000",), "unknown_zone", "“Asia”"),
        (("DTSTART;TZID=../../etc/passwd:20200210T010000",), "unknown_zone", "passwd"),
        ((), "no_start", "no start"),
        (("DTSTART;VALUE=DATE:20200210", "DTEND;VALUE=DATE:20200211"), "all_day", "has no time; give it a start and an end"),
        (("DTSTART:20200210",), "all_day", "has no time"),
        (("DTSTART:20200210T010000Z",), "no_end", "no end"),
        (("DTSTART:20200210T010000Z", "DTEND:20200210T010000Z"), "no_end", "no end"),
        (("DTSTART:20200210T010000Z", "DTEND:20200209T010000Z"), "ends_before_starts", "before it starts"),
        (("DTSTART:20200210T140000Z", "DTEND:20200210T160000Z"), "past_midnight", "past midnight, to 2020-02-11 00:00"),
        (("DTSTART:20200210T010000Z", "DTEND:20200213T020000Z"), "past_midnight", "2020-02-13 10:00"),
        (("DTSTART:20201301T010000Z",), "bad_time", "20201301T010000Z"),
        (("DTSTART:10th of February",), "bad_time", "10TH OF FEBRUARY"),
        (("DTSTART:18000210T010000Z",), "date_out_of_range", "1800-02-10"),
        (("DTSTART:20200210T010000Z", "DURATION:a while"), "bad_time", "a while"),
        (("DTSTART:20200210T010000Z", "DURATION:P2000000D"), "date_out_of_range", "not between"),
        (("DTSTART:20200210T010000Z", "DTEND:20200210T020000Z", "RRULE:FREQ=HOURLY;COUNT=3"), "bad_rule", "FREQ=HOURLY"),
        (("DTSTART:20200210T010000Z", "DTEND:20200210T020000Z", "RRULE:FREQ=DAILY;BYHOUR=1,2,3"), "bad_rule", "BYHOUR"),
        (("DTSTART:20200210T010000Z", "DTEND:20200210T020000Z", "RRULE:FREQ=WEEKLY;INTERVAL=0"), "bad_rule", "INTERVAL"),
        (("DTSTART:20200210T010000Z", "DTEND:20200210T020000Z", "RRULE:FREQ=WEEKLY;BYDAY=XX"), "bad_rule", "XX"),
        (("DTSTART:20200210T010000Z", "DTEND:20200210T020000Z", "RRULE:FREQ=FORTNIGHTLY"), "bad_rule", "FORTNIGHTLY"),
        (("DTSTART:20200210T010000Z", "DTEND:20200210T020000Z", "RRULE:FREQ=DAILY", "RRULE:FREQ=WEEKLY"), "bad_rule", "several rules"),
        (("DTSTART:20200210T010000Z", "DTEND:20200210T020000Z", "RECURRENCE-ID;RANGE=THISANDFUTURE:20200210T010000Z"), "later_too", "all later times"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_says_why_and_where(file_office, uids, tmp_path, lines, code, words):
    broken = "BEGIN:VTIMEZONE\nTZID:Broken\nBEGIN:STANDARD\nDTSTART:16010101T000000\nRRULE:FREQ=SECONDLY\nTZOFFSETFROM:+0800\nTZOFFSETTO:+0800\nEND:STANDARD\nEND:VTIMEZONE"
    path = ics(tmp_path, event(uid="fine@x"), "\n".join(("UID:a@x", "SUMMARY:路演", *lines)), before=broken)
    fine, row = look(file_office, path, uids["M-0001"])
    assert fine.verdict == "new"
    assert row.verdict == ("left" if code == "all_day" else "error")
    assert [problem.code for problem in row.problems] == [code]
    assert words in row.problems[0].text()
    (place,) = {problem.where for problem in row.problems}
    assert (place.file, path.read_text().splitlines()[place.row - 1]) == ("in.ics", "BEGIN:VEVENT")
    assert row.entry.summary == "路演"


def test_an_entry_without_an_identifier(file_office, uids, tmp_path):
    path = ics(tmp_path, "SUMMARY:路演\nDTSTART:20200210T010000Z\nDTEND:20200210T020000Z")
    assert said(look(file_office, path, uids["M-0001"])) == [("error", "no_uid")]


# what repeats -------------------------------------------------------------------------------------------------------


def test_a_rule_without_an_end_goes_as_far_as_is_looked_at_and_says_so(file_office, uids, tmp_path):
    path = ics(
        tmp_path,
        event("DTSTART;TZID=Asia/Shanghai:20100104T090000", "DURATION:PT1H", "a@x", "RRULE:FREQ=WEEKLY;BYDAY=MO"),
    )
    rows = look(file_office, path, uids["M-0001"], date(2020, 2, 1), date(2020, 3, 1))
    assert times(row.entry for row in rows) == [f"2020-02-{day:02} 09:00–10:00" for day in (3, 10, 17, 24)]
    assert said(rows) == [("new", "endless"), ("new",), ("new",), ("new",)]
    assert rows[0].problems[0].text() == "It repeats without an end; here until 2020-03-01."
    with file_office.writing("Fewer") as step:
        step.change(step.session.query(ParameterValue).filter_by(name=limits.REPEATS.name).one(), {"value": Decimal(2)})
    rows = look(file_office, path, uids["M-0001"], date(2020, 2, 1), date(2020, 3, 1))
    assert said(rows) == [("new", "endless", "many"), ("new",)]


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=DAILY;COUNT=3", ["02-10", "02-11", "02-12"]),
        ("FREQ=DAILY;INTERVAL=2;UNTIL=20200214", ["02-10", "02-12", "02-14"]),
        ("FREQ=DAILY;UNTIL=20200212T010000Z", ["02-10", "02-11", "02-12"]),
        ("FREQ=DAILY;UNTIL=20200212T005959Z", ["02-10", "02-11"]),
        ("FREQ=WEEKLY;BYDAY=MO,WE;COUNT=3;WKST=MO", ["02-10", "02-12", "02-17"]),
        ("FREQ=MONTHLY;BYDAY=2MO;COUNT=3", ["02-10", "03-09", "04-13"]),
        ("FREQ=MONTHLY;BYMONTHDAY=31;COUNT=2", ["03-31", "05-31"]),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=2", ["02-28", "03-31"]),
        ("FREQ=YEARLY;COUNT=5", ["02-10"]),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", []),
        ("FREQ=WEEKLY;BYSETPOS=40;BYDAY=MO", []),
        ("FREQ=DAILY;BYMONTH=13", []),
    ],
)
def test_days_of_rules(tmp_path, rule, days):
    path = ics(tmp_path, event("DTSTART:20200210T010000Z", "DURATION:PT1H", "a@x", f"RRULE:{rule}"))
    found = spreading.entries(read(path), date(2020, 1, 1), date(2020, 12, 31), 200)
    assert [f"{each.starts:%m-%d}" for each in found.entries] == days
    assert found.outside == (not days)


def test_further_times_and_times_taken_out(tmp_path):
    extra = (
        "RRULE:FREQ=DAILY;COUNT=4",
        "RDATE:20200220T010000Z,20200221T010000Z",
        "RDATE;VALUE=PERIOD:20200222T010000Z/PT1H",
        "EXDATE:20200211T010000Z",
        "EXDATE;VALUE=DATE:20200213",
    )
    found = entries(ics(tmp_path, event("DTSTART:20200210T010000Z", "DURATION:PT1H", "a@x", *extra)))
    assert [(f"{each.starts:%d}", each.cancelled) for each in found] == [
        ("10", False), ("11", True), ("12", False), ("13", True), ("20", False), ("21", False), ("22", False),
    ]  # fmt: skip


def test_it_repeats_by_the_clock_of_its_own_place(tmp_path):
    """New York turns its clocks on 8 March 2020: nine in the evening is ten in the morning here, then nine."""
    path = ics(
        tmp_path,
        event("DTSTART;TZID=America/New_York:20200305T210000", "DURATION:PT1H", "a@x", "RRULE:FREQ=WEEKLY;COUNT=2"),
    )
    assert times(entries(path)) == ["2020-03-06 10:00–11:00", "2020-03-13 09:00–10:00"]


def test_only_the_time_that_was_moved_changes(file_office, uids, tmp_path):
    weekly = event(
        "DTSTART;TZID=Asia/Shanghai:20200210T090000",
        "DURATION:PT1H",
        "a@x",
        "SUMMARY:例会",
        "RRULE:FREQ=WEEKLY;COUNT=3",
    )
    take(file_office, ics(tmp_path, weekly), uids["M-0001"])
    moved = event(
        "DTSTART;TZID=Asia/Shanghai:20200218T150000",
        "DURATION:PT2H",
        "a@x",
        "SUMMARY:例会",
        "RECURRENCE-ID;TZID=Asia/Shanghai:20200217T090000",
    )
    rows = take(file_office, ics(tmp_path, weekly, moved), uids["M-0001"])
    assert said(rows) == [("unchanged",), ("unchanged",), ("updated",)]
    assert rows[2].values == {"held_on": date(2020, 2, 18), "starts_at": "15:00", "ends_at": "17:00"}
    assert [(s["code"], f"{s['held_on']:%d}", s["starts_at"]) for s in stored(file_office)] == [
        ("MS-0001", "10", "09:00"), ("MS-0002", "18", "15:00"), ("MS-0003", "24", "09:00"),
    ]  # fmt: skip
    out = weekly + "\nEXDATE;TZID=Asia/Shanghai:20200217T090000"
    assert said(take(file_office, ics(tmp_path, out, name="b.ics"), uids["M-0001"])) == [
        ("unchanged",),
        ("cancelled",),
        ("unchanged",),
    ]
    assert [s["status"] for s in stored(file_office)] == ["planned", "cancelled", "planned"]
    assert stored(file_office)[1]["cancel_reason"] == "Called off in calendar b.ics"


def test_an_event_that_begins_to_repeat_or_ends_to_is_still_the_same(file_office, uids, tmp_path):
    once = event("DTSTART:20200210T010000Z", "DURATION:PT1H", "a@x", "SUMMARY:例会")
    weekly = once + "\nRRULE:FREQ=WEEKLY;COUNT=2"
    take(file_office, ics(tmp_path, once), uids["M-0001"])
    assert said(take(file_office, ics(tmp_path, weekly), uids["M-0001"])) == [("unchanged",), ("new",)]
    assert said(look(file_office, ics(tmp_path, once), uids["M-0001"])) == [("unchanged",)]
    other = ics(tmp_path, weekly.replace("a@x", "b@x").replace("0200210T01", "0200210T03"))
    take(file_office, other, uids["M-0001"])
    assert said(look(file_office, ics(tmp_path, once.replace("a@x", "b@x").replace("T01", "T03")), uids["M-0001"])) == [
        ("unchanged",)
    ]


def test_one_time_of_an_event_that_is_not_in_the_file(file_office, uids, tmp_path):
    path = ics(tmp_path, event("DTSTART:20200210T010000Z", "DURATION:PT1H", "a@x", "RECURRENCE-ID:20200209T010000Z"))
    take(file_office, path, uids["M-0001"])
    assert stored(file_office)[0]["calendar_id"] == "a@x/20200209T010000Z"
    assert said(look(file_office, path)) == [("unchanged",)]


def test_more_than_anyone_looks_at_is_refused(tmp_path, monkeypatch):
    daily = [event("DTSTART:20200101T010000Z", "DURATION:PT1H", f"{n}@x", "RRULE:FREQ=DAILY") for n in range(3)]
    path = ics(tmp_path, *daily)
    monkeypatch.setattr(spreading, "MOST_ENTRIES", 500)
    with pytest.raises(Refused) as found:
        entries(path)
    assert (found.value.problems[0].code, found.value.problems[0].where.file) == ("too_many", "in.ics")
    assert len(entries(path, date(2020, 1, 1), date(2020, 1, 31))) == 93


def test_what_lies_outside_the_span_is_counted(tmp_path):
    path = ics(
        tmp_path,
        event(),
        event("DTSTART:20300210T010000Z", "DURATION:PT1H", "b@x"),
        event("DTSTART;VALUE=DATE:19800210", "DTEND;VALUE=DATE:19800211", "c@x"),
    )
    found = spreading.entries(read(path), FIRST, LAST, 200)
    assert (len(found.entries), found.outside) == (1, 2)


# what changes -------------------------------------------------------------------------------------------------------


def test_a_moved_entry_updates_its_one_session(file_office, uids, tmp_path):
    book(
        file_office,
        "MS-0001",
        uids["M-0001"],
        date(2020, 2, 10),
        "09:00",
        "10:00",
        uids["T-0001"],
        topic="商业计划",
        place="301",
    )
    book(file_office, "MS-0002", uids["M-0001"], date(2020, 2, 10), "10:00", "11:00", uids["T-0003"])
    before = stored(file_office)
    text = export(file_office, tmp_path / "out.ics").read_text(encoding="utf-8")
    text = text.replace("DTSTART:20200210T010000Z", "DTSTART:20200212T030000Z").replace(
        "DTEND:20200210T020000Z", "DTEND:20200212T043000Z"
    )
    text = text.replace("SUMMARY:商业计划 ·", "SUMMARY:融资计划 ·").replace("LOCATION:301", "LOCATION:302")
    # Written with another library by another program, which knows nothing of what the desk counts.
    text = text.replace("Incubator Desk", "Somebody").replace("SEQUENCE:1", "SEQUENCE:0")
    rows = take(file_office, written(tmp_path, text.replace("\r\n", "\n")), uids["M-0002"])
    assert said(rows) == [("updated", "another_mentor"), ("unchanged", "another_mentor")]
    assert rows[0].problems[0].text() == "It is session MS-0001 of another mentor already; it stays with that one."
    now = stored(file_office)
    assert now[0] == before[0] | {
        "held_on": date(2020, 2, 12), "starts_at": "11:00", "ends_at": "12:30", "topic": "融资计划", "place": "302",
    }  # fmt: skip
    assert now[1] == before[1]
    file_office.undo()
    assert stored(file_office) == before


def test_sessions_change_places_in_one_step(file_office, uids, tmp_path):
    for at, (code, hour) in enumerate((("MS-0001", "09"), ("MS-0002", "10"))):
        book(file_office, code, uids["M-0001"], date(2020, 2, 10), f"{hour}:00", f"{hour}:59", calendar_id=f"{at}@x")
    swapped = [
        event("DTSTART:20200210T020000Z", "DURATION:PT59M", "0@x"),
        event("DTSTART:20200210T010000Z", "DURATION:PT59M", "1@x"),
    ]
    assert said(take(file_office, ics(tmp_path, *swapped))) == [("updated",), ("updated",)]
    assert [s["starts_at"] for s in stored(file_office)] == ["10:00", "09:00"]


def test_what_was_held_or_called_off_stays(file_office, uids, tmp_path):
    held = book(file_office, "MS-0001", uids["M-0001"], date(2020, 2, 1), "09:00", "10:00", calendar_id="a@x")
    off = book(file_office, "MS-0002", uids["M-0001"], date(2020, 2, 2), "09:00", "10:00", calendar_id="b@x")
    move(file_office, held, "held", TODAY)
    move(file_office, off, "cancelled", TODAY, "病假")
    path = ics(
        tmp_path,
        event("DTSTART:20200201T030000Z", "DURATION:PT1H", "a@x"),
        event("DTSTART:20200202T030000Z", "DURATION:PT1H", "b@x"),
    )
    rows = look(file_office, path)
    assert said(rows) == [("left", "settled"), ("left", "settled")]
    assert [row.problems[0].text() for row in rows] == [
        "Session MS-0001 was held; what is recorded of it stays.", "Session MS-0002 is called off here. Plan it again first.",
    ]  # fmt: skip
    gone = ics(
        tmp_path,
        event("DTSTART:20200201T010000Z", "DURATION:PT1H", "a@x", "STATUS:CANCELLED"),
        event("DTSTART:20200202T010000Z", "DURATION:PT1H", "b@x", "STATUS:CANCELLED"),
    )
    assert said(look(file_office, gone)) == [("left", "held"), ("unchanged",)]


def test_called_off_in_the_calendar(office, tmp_path):
    uids = fill(office)
    take(
        office,
        ics(
            tmp_path,
            event("DTSTART:20200210T010000Z", "DURATION:PT1H", "a@x"),
            event("DTSTART:20200211T010000Z", "DURATION:PT1H", "b@x"),
        ),
        uids["M-0001"],
    )
    gone = ics(
        tmp_path,
        *(event("DTSTART:20200210T010000Z", "DURATION:PT1H", f"{name}@x", "STATUS:CANCELLED") for name in "ac"),
    )
    assert said(take(office, gone, uids["M-0001"])) == [("cancelled",), ("left", "cancelled")]
    assert [(s["status"], s["cancel_reason"]) for s in stored(office)] == [
        ("cancelled", "Called off in calendar in.ics"),
        ("planned", None),
    ]
    assert office.undo()
    assert [s["status"] for s in stored(office)] == ["planned", "planned"]
    assert office.check() == []


def test_a_meeting_that_two_mentors_were_asked_to_stays_with_one(file_office, uids, tmp_path):
    take(file_office, ics(tmp_path, event()), uids["M-0001"])
    for more, verdict in (("", "unchanged"), ("STATUS:CANCELLED", "left")):
        (row,) = look(
            file_office, ics(tmp_path, event("DTSTART:20200210T010000Z", "DURATION:PT1H", "a@x", more)), uids["M-0002"]
        )
        assert said([row]) == [(verdict, "another_mentor")]
        assert row.mentor == uids["M-0001"]


def test_a_heading_that_is_hidden_takes_no_topic_away(file_office, uids, tmp_path):
    book(
        file_office,
        "MS-0001",
        uids["M-0001"],
        date(2020, 2, 10),
        "09:00",
        "10:00",
        uids["T-0003"],
        topic="谈",
        place="301",
        calendar_id="a@x",
    )
    for heading in (
        "X-HIDDEN:1",
        "SUMMARY:",
        "SUMMARY:岚海精密制造有限公司",
        "SUMMARY:谈",
        "SUMMARY:Mentoring session",
        "SUMMARY:导师辅导",
    ):
        path = ics(tmp_path, event("DTSTART:20200210T010000Z", "DURATION:PT1H", "a@x", heading))
        assert said(look(file_office, path)) == [("unchanged",)], heading


def test_an_older_file_of_our_own_takes_nothing_back(file_office, uids, tmp_path):
    uid = book(file_office, "MS-0001", uids["M-0001"], date(2020, 2, 10), "09:00", "10:00")
    path = export(file_office, tmp_path / "out.ics")
    register = file_office.features.registers["mentoring_sessions"]
    with file_office.writing("Move") as step:
        saving.save(step, register, {"starts_at": "08:00"}, step.session.get(MentoringSession, uid))
    (row,) = look(file_office, path)
    assert (row.verdict, row.problems[0].code) == ("left", "older")
    assert "changed here after this file was written" in row.problems[0].text()
    assert said(look(file_office, export(file_office, tmp_path / "new.ics"))) == [("unchanged",)]


def test_the_same_entry_twice(file_office, uids, tmp_path):
    rows = look(file_office, ics(tmp_path, event(), event("DTSTART:20200212T010000Z", "DURATION:PT1H")), uids["M-0001"])
    assert said(rows) == [("new",), ("error", "duplicate_entry")]
    assert "line 4 " in rows[1].problems[0].text()


# who, and with whom -------------------------------------------------------------------------------------------------


def test_whose_calendar_it_is(file_office, uids, tmp_path):
    told = (
        ("ORGANIZER;CN=李敏:invalid:nomail",),
        ("DESCRIPTION:导师：李敏",),
        ("DESCRIPTION:Mentor: M-0002",),
        ("DESCRIPTION:老师 : 李敏",),
        ("SUMMARY:李敏",),
    )
    path = ics(
        tmp_path,
        *(event(f"DTSTART:202002{10 + at}T010000Z", "DURATION:PT1H", f"{at}@x", *each) for at, each in enumerate(told)),
    )
    rows = look(file_office, path)
    assert [row.mentor for row in rows] == [uids["M-0002"]] * 3 + [None, None]
    assert said(rows)[3:] == [("error", "no_mentor")] * 2
    assert {row.mentor for row in look(file_office, path, uids["M-0001"])} == {uids["M-0001"]}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("合肥青岚科技有限公司蜀山分公司来访", "B"),
        ("合肥青岚科技有限公司、合肥青岚科技有限公司蜀山分公司", "AB"),
        ("（t-0001）", "A"),
        ("T-00011 与 XT-0001", ""),
        ("青岚科技", ""),
        ("云", "C"),
        ("云 · 路演", "C"),
        ("云计算培训", ""),
        ("同名公司来访", ""),
        ("同名公司二部", "F"),
        ("ＡＢＣ有限公司", "G"),
        ("", ""),
    ],
)
def test_companies_where_they_are_unmistakable(text, found):
    known = (
        ("A", "T-0001", "合肥青岚科技有限公司"), ("B", "T-0002", "合肥青岚科技有限公司蜀山分公司"), ("C", "T3", "云"), ("D", "T-0004", "同名公司"),
        ("E", "T-0005", "同名公司"), ("F", "T-0006", "同名公司二部"), ("G", "T-0007", "ABC有限公司"),
    )  # fmt: skip
    assert "".join(Names(Named(*each) for each in known).within(text)) == found


def test_companies_are_only_proposed_where_there_are_none(file_office, uids, tmp_path):
    book(
        file_office,
        "MS-0001",
        uids["M-0001"],
        date(2020, 2, 10),
        "09:00",
        "10:00",
        uids["T-0003"],
        topic="谈",
        calendar_id="a@x",
    )
    book(file_office, "MS-0002", uids["M-0001"], date(2020, 2, 11), "09:00", "10:00", topic="谈", calendar_id="b@x")
    named = "SUMMARY:谈 · 合肥青岚科技有限公司"
    path = ics(
        tmp_path,
        event("DTSTART:20200210T010000Z", "DURATION:PT1H", "a@x", named),
        event("DTSTART:20200211T010000Z", "DURATION:PT1H", "b@x", named),
    )
    assert said(take(file_office, path)) == [("unchanged",), ("updated",)]
    assert [s["companies"] for s in stored(file_office)] == [[uids["T-0003"]], [uids["T-0001"]]]
    assert [s["topic"] for s in stored(file_office)] == ["谈", "谈"]


def test_long_texts_are_cut_and_private_entries_wait(file_office, uids, tmp_path):
    path = ics(
        tmp_path,
        event(
            "DTSTART:20200210T010000Z",
            "DURATION:PT1H",
            "u" * 300,
            f"SUMMARY:{'长' * 300}",
            f"LOCATION:{'远' * 101}",
            "CLASS:PRIVATE",
        ),
    )
    (row,) = take(file_office, path, uids["M-0001"])
    assert said([row]) == [("new", "cut", "cut", "private")]
    assert not row.ticked
    (session,) = stored(file_office)
    assert (len(session["topic"]), len(session["place"]), session["calendar_id"]) == (200, 100, shortened("u" * 300))
    assert said(look(file_office, path, uids["M-0001"])) == [("unchanged",)]


def test_an_unusual_length_is_told(file_office, uids, tmp_path):
    rows = look(file_office, ics(tmp_path, event("DTSTART:20200210T010000Z", "DURATION:PT5M")), uids["M-0001"])
    assert said(rows) == [("new", "unusual_length")]


# all or nothing -----------------------------------------------------------------------------------------------------


def test_at_the_same_time_the_later_row_is_the_error(file_office, uids, tmp_path):
    book(file_office, "MS-0001", uids["M-0001"], date(2020, 2, 10), "09:00", "10:00")
    given = (("08", "a"), ("0130", "b"), ("02", "c"), ("0230", "d"))
    path = ics(
        tmp_path,
        *(
            event(f"DTSTART:20200210T{hour:0<6}Z", "DURATION:PT1H", f"{name}@x", f"SUMMARY:{name}")
            for hour, name in given
        ),
    )
    seen = looked(file_office, path, uids["M-0001"])
    rows, sessions = seen.rows, seen.known.sessions
    assert {row.verdict for row in rows} == {"new"}
    found = clashes(rows, range(4), sessions)
    assert {at: problem.text() for at, problem in found.items()} == {
        1: "At that time the mentor has MS-0001, 09:00 to 10:00.", 2: "At that time the mentor has “b”, 09:30 to 10:30.",
        3: "At that time the mentor has “c”, 10:00 to 11:00.",
    }  # fmt: skip
    assert found[1].where.row == rows[1].entry.line
    assert clashes(rows, (0, 2), sessions) == {}
    assert list(clashes(rows, (0, 2, 3), sessions)) == [3]
    assert fitting(rows, range(4), sessions) == {0, 2}


def test_where_one_is_refused_nothing_is_kept_and_its_row_is_named(file_office, uids, tmp_path):
    rows = look(
        file_office, ics(tmp_path, event(), event("DTSTART:20200211T010000Z", "DURATION:PT1H", "b@x")), uids["M-0001"]
    )
    book(file_office, "MS-0009", uids["M-0001"], date(2020, 2, 11), "09:30", "10:00")  # meanwhile
    before = stored(file_office)
    with pytest.raises(Refused) as found:
        taking.carry_out(file_office, "in.ics", rows, TODAY)
    assert [(p.code, p.where.row) for p in found.value.problems] == [("overlap", 1)]
    assert stored(file_office) == before


def test_an_error_that_was_not_left_out_refuses_all(file_office, uids, tmp_path):
    rows = look(
        file_office, ics(tmp_path, event(), event("DTSTART:20200211T140000Z", "DURATION:PT8H", "b@x")), uids["M-0001"]
    )
    with pytest.raises(Refused) as found:
        taking.carry_out(file_office, "in.ics", rows, TODAY)
    assert [(p.code, p.where.row) for p in found.value.problems] == [("past_midnight", 1)]
    assert stored(file_office) == []


def test_what_someone_else_did_meanwhile_is_not_overwritten(file_office, uids, tmp_path):
    uid = book(file_office, "MS-0001", uids["M-0001"], date(2020, 2, 10), "09:00", "10:00", calendar_id="old@x")
    path = ics(tmp_path, event(), event("DTSTART:20200211T010000Z", "DURATION:PT1H", "old@x"))
    rows = look(file_office, path, uids["M-0001"])
    take(file_office, ics(tmp_path, event(), name="first.ics"), uids["M-0002"])
    register = file_office.features.registers["mentoring_sessions"]
    with file_office.writing("Move") as step:
        saving.save(step, register, {"topic": "改"}, step.session.get(MentoringSession, uid))
    with pytest.raises(Refused) as found:
        taking.carry_out(file_office, "in.ics", rows, TODAY)
    assert [(p.code, p.where.row) for p in found.value.problems] == [("meanwhile", 0), ("stale", 1)]
    with file_office.writing("Delete") as step:
        step.remove(step.session.get(MentoringSession, uid))
    with pytest.raises(Refused) as found:
        taking.carry_out(file_office, "in.ics", rows[1:], TODAY)
    assert [(p.code, p.where.row) for p in found.value.problems] == [("gone", 0)]


def test_a_thousand_entries_are_one_step(file_office, uids, tmp_path):
    days = [date(2020, 1, 1) + timedelta(n % 365) for n in range(1000)]
    given = [
        event(f"DTSTART:{day:%Y%m%d}T{n // 365:02}0000Z", "DURATION:PT1H", f"{n}@x", "SUMMARY:岚海精密制造有限公司")
        for n, day in enumerate(days)
    ]
    rows = take(file_office, ics(tmp_path, *given), uids["M-0001"])
    assert {row.verdict for row in rows} == {"new"}
    found = stored(file_office)
    assert len(found) == 1000
    assert {tuple(s["companies"]) for s in found} == {(uids["T-0003"],)}
    assert file_office.undo()
    assert stored(file_office) == []


# what is broken -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "code", "row"),
    [
        (b"", "not_a_calendar", 1),
        (b"\n\n<html><body>Log in</body></html>", "not_a_calendar", 3),
        (b"PK\x03\x04\x00\x00", "not_a_calendar", 1),
        (b"BEGIN:VCARD\nEND:VCARD\n", "not_a_calendar", 1),
        (b"BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:1\n", "truncated", 3),
        (b"BEGIN:VCALENDAR\nVERSION:2.0\nEND:VEVENT\nEND:VCALENDAR\n", "broken", 3),
        (b"BEGIN:VCALENDAR\nEND:VCALENDAR\nDTSTART:1\n", "broken", 3),
        (b"BEGIN:VCALENDAR\n" + b"BEGIN:X\n" * 20, "broken", 9),
        (b"BEGIN:VCALENDAR\nVERSION:1.0\nEND:VCALENDAR\n", "old_form", 2),
        (b"BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n", "no_events", None),
    ],
)
def test_what_is_no_calendar_is_refused_with_its_place(tmp_path, content, code, row):
    assert refused(written(tmp_path, content)) == (code, row)


def test_what_is_not_there_or_too_much_is_refused(tmp_path, monkeypatch):
    assert refused(tmp_path / "none.ics") == ("no_file", None)
    assert refused(tmp_path) == ("no_file", None)
    path = ics(tmp_path, event(), event(uid="b@x"))
    monkeypatch.setattr(lines, "MOST_EVENTS", 1)
    assert refused(path) == ("too_many", 10)
    monkeypatch.setattr(lines, "MOST_BYTES", 100)
    assert refused(path) == ("too_large", None)


@pytest.mark.parametrize(
    "encode",
    [
        str.encode,
        lambda text: codecs.BOM_UTF8 + text.encode(),
        lambda text: text.encode("gbk"),
        lambda text: text.encode("utf-16"),
        lambda text: text.replace("\r\n", "\r").encode(),
        lambda text: text.replace("\r\n", "\n").encode(),
        lambda text: text.replace("\r\n", "\r\n\r\n").encode(),
        lambda text: text.encode().replace("融".encode(), "融".encode()[:1] + b"\r\n " + "融".encode()[1:]),
        lambda text: text.lower().encode().replace(b"dtstart", b"dtStart"),
    ],
    ids=["utf-8", "bom", "gbk", "utf-16", "cr", "lf", "blank lines", "folded in a character", "lower case"],
)  # fmt: skip
def test_however_it_is_written_down(tmp_path, encode):
    text = (
        ics(
            tmp_path,
            event("DTSTART:20200210T010000Z", "DTEND:20200210T020000Z", "a@x", "SUMMARY:融资路演", "LOCATION:会议室"),
        )
        .read_bytes()
        .decode()
    )
    (entry,) = entries(written(tmp_path, encode(text), "other.ics"))
    assert (entry.summary, entry.place, times([entry])) == ("融资路演", "会议室", ["2020-02-10 09:00–10:00"])


def test_one_damaged_text_spoils_only_its_own_entry(file_office, uids, tmp_path):
    path = ics(
        tmp_path,
        event("DTSTART:20200210T010000Z", "DURATION:PT1H", "a@x", "SUMMARY:融资"),
        event("DTSTART:20200211T010000Z", "DURATION:PT1H", "b@x", "SUMMARY:路演", "LOCATION:会议"),
    )
    path.write_bytes(path.read_bytes().replace("路".encode(), "路".encode()[:2] + b"x"))
    rows = look(file_office, path, uids["M-0001"])
    assert said(rows) == [("new",), ("error", "damaged")]
    assert "line 16 " in rows[1].problems[0].text()


WHOLE = "\r\n".join(
    part.replace("\n", "\r\n").strip() for part in (calendars.OUTLOOK, calendars.GOOGLE, calendars.APPLE, calendars.WECOM, calendars.DINGTALK)
).encode() + b"\r\n"  # fmt: skip
KNOWN = Known(
    Names([Named("m1", "M-0001", "王强"), Named("m2", "M-0002", "李敏")]), Names([Named("t1", "T-0001", "合肥青岚科技有限公司")]), (),
    Says({}, {"mode": {}, "service_kind": {}}, frozenset()), {"topic": 200, "place": 100, "service_kind": 60},
)  # fmt: skip


def taken_or_refused(path):
    """A file is read and judged, or refused with its place; nothing else ever comes of it."""
    try:
        calendar = read(path)
        found = spreading.entries(calendar, FIRST, LAST, 50)
    except Refused as refusal:
        assert all(problem.where.file == path.name and problem.text() for problem in refusal.problems)
        return None
    rows = judge(found.entries, KNOWN, "m1", ours=False, file=path.name)
    for row in rows:
        assert row.verdict != "error" or row.problems
        assert all(problem.where.row and problem.text() for problem in row.problems)
    clashes(rows, range(len(rows)), ())
    return rows


def test_cut_off_anywhere_it_is_refused_or_whole(tmp_path):
    path = tmp_path / "cut.ics"
    whole = 0
    for end in range(0, len(WHOLE), 37):
        path.write_bytes(WHOLE[:end])
        whole += taken_or_refused(path) is not None
    path.write_bytes(WHOLE)
    rows = taken_or_refused(path)
    assert len(rows) == 9
    assert 0 < whole < 20  # between two calendars there is nothing that could be missing


@given(st.integers(0, 2**32))
def test_flipped_bits_never_end_in_a_defect(tmp_path_factory, seed):
    dice = random.Random(seed)
    content = bytearray(WHOLE)
    for _flip in range(dice.randrange(1, 12)):
        content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
    path = tmp_path_factory.getbasetemp() / "flipped.ics"
    path.write_bytes(bytes(content))
    taken_or_refused(path)


@given(st.lists(st.sampled_from(WHOLE.split(b"\r\n")), max_size=25), st.booleans())
def test_shuffled_lines_never_end_in_a_defect(tmp_path_factory, some, framed):
    path = tmp_path_factory.getbasetemp() / "shuffled.ics"
    body = b"\r\n".join(line for line in some if not framed or not line.startswith((b"BEGIN", b"END")))
    frame = (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", b"\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n") if framed else (b"", b"")
    path.write_bytes(frame[0] + body + frame[1])
    taken_or_refused(path)


# what always holds --------------------------------------------------------------------------------------------------

SHANGHAI = ZoneInfo("Asia/Shanghai")
moments = st.datetimes(datetime(2019, 3, 1), datetime(2020, 12, 31)).map(
    lambda each: each.replace(second=0, microsecond=0)
)
zones = st.sampled_from(["Asia/Shanghai", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu"])
texts = st.lists(
    st.sampled_from([",", ";", ":", "\\", "\\n", "\n", '"', "，", "；", "𠮷", "㐂", "🚀", "👩‍🔬", "é", "a", " ", "·", "END:VEVENT", "<br>"]), max_size=30
).map("".join)  # fmt: skip


def put(path, *given):
    """A calendar that another program's hand wrote with the library."""
    import icalendar

    calendar = icalendar.Calendar(prodid="-//X//", version="2.0")
    for values in given:
        made = icalendar.Event()
        for name, value in values.items():
            made.add(name, value)
        calendar.add_component(made)
    path.write_bytes(calendar.to_ical())
    return path


@given(moments, st.integers(15, 480), zones, texts, texts)
def test_any_entry_is_read_as_it_was_meant(tmp_path_factory, starts, minutes, zone, summary, place):
    begins = starts.replace(tzinfo=SHANGHAI).astimezone(ZoneInfo(zone))
    ends = (begins.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(ZoneInfo(zone))
    path = tmp_path_factory.getbasetemp() / "any.ics"
    (entry,) = entries(
        put(path, {"uid": "a@x", "dtstart": begins, "dtend": ends, "summary": summary, "location": place})
    )
    assert (entry.starts, entry.ends) == (starts, starts + timedelta(minutes=minutes))
    assert (entry.summary, entry.place) == (summary.strip(), place.strip())


@st.composite
def plans(draw):
    """Sessions of two mentors, on days of their own."""
    count = draw(st.integers(1, 6))
    found = []
    for n in range(count):
        hour, lasts = draw(st.integers(0, 20)), draw(st.integers(15, 170))
        starts = datetime(2020, 2, 1 + n, hour)
        found.append(
            Stored(
                f"s{n}",
                f"MS-{n}",
                1,
                draw(st.sampled_from(["m1", "m2"])),
                starts.date(),
                f"{starts:%H:%M}",
                f"{starts + timedelta(minutes=lasts):%H:%M}",
                "planned",
                draw(st.sampled_from([None, "谈"])),
                None,
                f"{n}@x",
            )
        )
    return found


def entry_of(stored, **changes):
    starts, ends = (
        datetime.combine(stored.held_on, datetime.strptime(at, "%H:%M").time())
        for at in (stored.starts_at, stored.ends_at)
    )
    return Entry(
        **{"line": 1, "uid": stored.identifier, "starts": starts, "ends": ends, "summary": stored.topic or ""} | changes
    )


def known_with(sessions):
    return Known(KNOWN.mentors, KNOWN.companies, tuple(sessions), KNOWN.says, KNOWN.most)


@given(plans(), st.data())
def test_moving_one_entry_changes_that_session_alone_and_calling_one_off_too(sessions, data):
    known, at = known_with(sessions), data.draw(st.integers(0, len(sessions) - 1))
    whose = data.draw(st.sampled_from([None, "m1", "m2"]))
    given = [entry_of(each) for each in sessions]
    assert {row.verdict for row in judge(given, known, whose, ours=False, file="x")} == {"unchanged"}
    day = timedelta(days=data.draw(st.integers(1, 300)))
    moved = [
        entry_of(each, starts=e.starts + day, ends=e.ends + day) if n == at else e
        for n, (each, e) in enumerate(zip(sessions, given))
    ]
    rows = judge(moved, known, whose, ours=False, file="x")
    assert [row.verdict for row in rows] == ["updated" if n == at else "unchanged" for n in range(len(sessions))]
    assert (rows[at].stored, rows[at].values) == (sessions[at], {"held_on": sessions[at].held_on + day})
    off = [entry_of(each, cancelled=n == at) for n, each in enumerate(sessions)]
    rows = judge(off, known, whose, ours=False, file="x")
    what = "cancelled" if whose in (None, sessions[at].mentor) else "left"
    assert [row.verdict for row in rows] == [what if n == at else "unchanged" for n in range(len(sessions))]
