"""Calendar files as they go out: read by another library, they say the same in every zone; nothing private is in them."""

import re
import subprocess
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
import snapshots
import vobject
from calendar_park import FIRST, LAST, TODAY, book, export, fill, move, save
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incubator_desk.base import i18n
from incubator_desk.base.errors import Refused
from incubator_desk.base.text import tidy
from incubator_desk.catalog import saving
from incubator_desk.features.mentoring.model import MentoringSession, Participation
from incubator_desk.features.mentoring.service.ical import writing

NOW = datetime(2020, 2, 3, 1, 2, 3, tzinfo=UTC)
SHANGHAI, NEW_YORK = ZoneInfo("Asia/Shanghai"), ZoneInfo("America/New_York")
TOPIC = "商业计划, 第二轮; 融资\\路演 🚀 𠮷"


def events(path):
    """The entries as another library reads them, by heading."""
    calendar = vobject.readOne(path.read_text(encoding="utf-8"))
    return {event.summary.value: event for event in calendar.vevent_list}


def own_values(office, uid, **values):
    with office.writing("Change") as step:
        saving.save(
            step, office.features.registers["mentoring_sessions"], values, step.session.get(MentoringSession, uid)
        )


@pytest.fixture
def uids(office):
    found = fill(office)
    one = (found["M-0001"], date(2020, 2, 10), "09:00", "10:30", found["T-0001"], found["T-0003"])
    found["talk"] = book(office, "MS-0001", *one, topic=TOPIC, place="A座 301", service_kind="financing", mode="onsite")
    found["open"] = book(office, "MS-0002", found["M-0002"], date(2020, 2, 11), "14:00", "15:00", topic="开放日")
    found["off"] = book(office, "MS-0003", found["M-0002"], date(2020, 7, 12), "23:00", "23:59", found["T-0002"])
    move(office, found["off"], "cancelled", TODAY, "病假")
    return found


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_it_reads_as_it_was_looked_at(office, uids, tmp_path, language):
    with i18n.speaking(language):
        text = export(office, tmp_path / "out.ics").read_bytes().decode()
    text = re.sub(r"[0-9a-f]{32}@", "(uid)@", text)
    text = re.sub(r"(DTSTAMP|LAST-MODIFIED):\d{8}T\d{6}Z", r"\1:(now)", text)
    snapshots.check(f"sessions.{language}.ics.txt", text.replace("\r\n", "\n"))


def test_another_library_reads_the_same_times_wherever_it_is(office, uids, tmp_path):
    found = events(export(office, tmp_path / "out.ics"))
    talk = found[f"{TOPIC} · 合肥青岚科技有限公司 · 岚海精密制造有限公司"]
    assert [
        (each.value.astimezone(zone).replace(tzinfo=None), zone.key)
        for zone in (SHANGHAI, NEW_YORK)
        for each in (talk.dtstart, talk.dtend)
    ] == [
        (datetime(2020, 2, 10, 9, 0), "Asia/Shanghai"), (datetime(2020, 2, 10, 10, 30), "Asia/Shanghai"),
        (datetime(2020, 2, 9, 20, 0), "America/New_York"), (datetime(2020, 2, 9, 21, 30), "America/New_York"),
    ]  # fmt: skip
    assert (talk.location.value, talk.status.value, talk.categories.value) == ("A座 301", "CONFIRMED", ["Financing"])
    assert talk.description.value.splitlines() == [
        "Kind of service: Financing", "Mentor: 王强 (M-0001)",
        "Companies: 合肥青岚科技有限公司 (T-0001), 岚海精密制造有限公司 (T-0003)", "Mode: On site", "Code: MS-0001",
    ]  # fmt: skip
    off = found["合肥青岚科技有限公司蜀山分公司"]
    assert off.status.value == "CANCELLED"
    assert off.dtstart.value.astimezone(NEW_YORK) == datetime(2020, 7, 12, 11, 0, tzinfo=NEW_YORK)
    assert found["开放日"].status.value == "TENTATIVE"


def test_what_leaves_the_park_is_names_alone(office, uids, tmp_path):
    own_values(office, uids["talk"], summary="会谈纪要", result="意向融资", fee=Decimal(800), cancel_reason="秘密")
    text = export(office, tmp_path / "out.ics").read_text(encoding="utf-8")
    unfolded = text.replace("\n ", "")
    assert "13812345678" not in unfolded
    assert "13912345678" not in unfolded
    assert [word for word in ("会谈纪要", "意向融资", "秘密", "800.00") if word in unfolded] == []
    assert "ATTENDEE" not in unfolded
    assert "ORGANIZER" not in unfolded


def test_one_mentor_and_one_span(office, uids, tmp_path):
    assert list(events(export(office, tmp_path / "out.ics", uids["M-0002"]))) == [
        "开放日",
        "合肥青岚科技有限公司蜀山分公司",
    ]
    february = {"first": date(2020, 2, 11), "last": date(2020, 2, 29)}
    assert list(events(export(office, tmp_path / "out.ics", **february))) == ["开放日"]
    with office.reading() as session:
        assert writing.count(session, office.actor, FIRST, LAST) == 3
        assert writing.count(session, office.actor, FIRST, LAST, uids["M-0001"]) == 1


def test_where_there_is_nothing_no_file_is_touched(office, uids, tmp_path):
    (tmp_path / "old.ics").write_text("old")
    with pytest.raises(Refused) as refused:
        export(office, tmp_path / "old.ics", first=date(2020, 3, 1), last=date(2020, 3, 2))
    assert [problem.code for problem in refused.value.problems] == ["nothing"]
    with pytest.raises(Refused) as refused:
        export(office, tmp_path / "no such folder" / "out.ics")
    assert "folder" in refused.value.problems[0].text()
    assert [each.read_text() for each in tmp_path.glob("*.ics")] == ["old"]


def test_the_same_sessions_give_the_same_bytes(office, uids):
    with office.reading() as session:
        asked = (session, office.actor, FIRST, LAST, None)
        first, again, later = (writing.content(*asked, now)[0] for now in (NOW, NOW, NOW.replace(day=4)))
    assert first == again
    differing = [a for a, b in zip(first.splitlines(), later.splitlines(), strict=True) if a != b]
    assert {line.partition(b":")[0] for line in differing} == {b"DTSTAMP"}


def test_its_number_rises_with_every_change_also_of_who_takes_part(office, uids, tmp_path):
    def number():
        talk = next(
            e for e in events(export(office, tmp_path / "out.ics")).values() if e.uid.value.startswith(uids["talk"])
        )
        return int(talk.sequence.value), talk.last_modified.value

    numbers = [number()]
    own_values(office, uids["talk"], starts_at="09:30")
    numbers.append(number())
    added = save(office, "participations", session_uid=uids["talk"], tenant_uid=uids["T-0002"])
    numbers.append(number())
    with office.writing("Remove") as step:
        step.remove(step.session.get(Participation, added))
    numbers.append(number())
    with office.writing("Remove") as step:
        for each in step.session.query(Participation).filter_by(session_uid=uids["talk"]).all():
            step.remove(each)
        step.remove(step.session.get(MentoringSession, uids["talk"]))
    assert uids["talk"] not in (export(office, tmp_path / "out.ics")).read_text()
    office.undo()
    numbers.append(number())
    assert [each for each, _last in numbers] == [2, 3, 4, 5, 7]
    assert [last for _each, last in numbers] == sorted(last for _each, last in numbers)


@pytest.fixture(scope="module")
def talk():
    """A session to be put into words, without a database."""
    return MentoringSession(
        uid="0" * 32, code="MS-0001", held_on=date(2020, 2, 10), starts_at="09:00", ends_at="10:00", status="planned"
    )


texts = st.text(st.characters(codec="utf-8"), max_size=120) | st.lists(
    st.sampled_from(
        ["，", ",", ";", ":", "\\", "\\n", "\n", '"', "𠮷", "㐂", "🚀", "👩‍🔬", "é", "BEGIN:VEVENT", " ", "甲公司"]
    ),
    max_size=40,
).map("".join)


@given(topic=texts, place=texts)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_survives_and_no_line_is_too_long(talk, topic, place):
    from incubator_desk.features.mentoring.model import Mentor
    from incubator_desk.features.mentoring.papers.known import Known
    from incubator_desk.features.mentoring.service.ical.stored import Changes

    talk.topic, talk.place = tidy(topic) or None, tidy(place) or None
    event = writing._event(Known(talk, Mentor(code="M-0001", name="王强"), None, (), "planned"), Changes(0, NOW), NOW)
    raw = writing._calendar("青岚", [event])
    assert raw.endswith(b"END:VCALENDAR\r\n")
    lines = raw.split(b"\r\n")
    assert not any(b"\n" in line or b"\r" in line or len(line) > 75 for line in lines)
    for line in lines:
        line.decode()  # no character is torn apart
    read = vobject.readOne(raw.decode()).vevent
    assert read.summary.value == (talk.topic or "Mentoring session")
    assert (read.location.value if talk.place else None) == talk.place


def test_the_libraries_wait_until_they_are_needed():
    code = (
        "import sys; import incubator_desk.features.all; light = set(sys.modules); "
        "import incubator_desk.features.mentoring.service.ical.taking, incubator_desk.features.mentoring.service.ical.writing; "
        "print({'icalendar', 'dateutil'} & sys.modules.keys(), [each for each in light if 'ical.' in each])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set() ['incubator_desk.features.mentoring.service.ical.limits']"
