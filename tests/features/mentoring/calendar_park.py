"""A small park whose sessions go out into calendars and come back, and the hands that do it."""

from datetime import date
from pathlib import Path
from typing import Any

from incubator_desk.catalog import saving
from incubator_desk.catalog.moving import Taking, move_cases
from incubator_desk.catalog.office import Office
from incubator_desk.features.mentoring.model import Mentor, MentoringSession, Participation
from incubator_desk.features.mentoring.rules.ical.judging import Row
from incubator_desk.features.mentoring.service.ical import taking, writing
from incubator_desk.features.mentoring.service.ical.reading import read
from incubator_desk.features.park import service as park

TODAY = date(2020, 2, 3)
FIRST, LAST = date(2019, 2, 3), date(2021, 2, 3)


def save(office: Office, register: str, **values: Any) -> str:
    with office.writing("Enter") as step:
        return saving.save(step, office.features.registers[register], values)[0]


def fill(office: Office) -> dict[str, str]:
    """Two mentors and three companies; gives their uids by code."""
    with office.writing("Profile") as step:
        saving.save(step, office.features.registers["operators"], {"name": "青岚孵化器"}, park.own(step.session))
    uids = {}
    for code, name in (("M-0001", "王强"), ("M-0002", "李敏")):
        uids[code] = save(office, "mentors", code=code, name=name, phone="13812345678")
    for code, name in (
        ("T-0001", "合肥青岚科技有限公司"),
        ("T-0002", "合肥青岚科技有限公司蜀山分公司"),
        ("T-0003", "岚海精密制造有限公司"),
    ):
        uids[code] = save(
            office, "tenants", code=code, name=name, kind="company", status="incubating", contact_phone="13912345678"
        )
    return uids


def book(
    office: Office, code: str, mentor: str, day: date, starts: str, ends: str, *companies: str, **values: Any
) -> str:
    """A session with its companies (uids)."""
    uid = save(
        office,
        "mentoring_sessions",
        code=code,
        mentor_uid=mentor,
        held_on=day,
        starts_at=starts,
        ends_at=ends,
        **values,
    )
    for tenant in companies:
        save(office, "participations", session_uid=uid, tenant_uid=tenant)
    return uid


def move(office: Office, uid: str, target: str, on: date, reason: str | None = None) -> None:
    move_cases(office, office.features.registers["mentoring_sessions"], [uid], Taking(target, on), reason)


def export(office: Office, out: Path, mentor: str | None = None, first: date = FIRST, last: date = LAST) -> Path:
    writing.write(office, out, first, last, mentor)
    return out


def looked(
    office: Office, path: Path, mentor: str | None = None, first: date = FIRST, last: date = LAST
) -> taking.Looked:
    """What a file would do, and what it was held against."""
    return taking.look(office, read(path), (first, last), mentor, TODAY)


def look(office: Office, path: Path, mentor: str | None = None, first: date = FIRST, last: date = LAST) -> list[Row]:
    """The rows of it."""
    return list(looked(office, path, mentor, first, last).rows)


def take(office: Office, path: Path, mentor: str | None = None, **span: Any) -> list[Row]:
    """Take over all that can be; gives the rows as they were looked at."""
    rows = look(office, path, mentor, **span)
    wanted = [row for row in rows if row.verdict in ("new", "updated", "cancelled")]
    taking.carry_out(office, path.name, wanted, TODAY)
    return rows


def ics(
    tmp_path: Path, *events: str, name: str = "in.ics", before: str = "", program: str = "-//Somebody//Calendar//EN"
) -> Path:
    """A calendar file with events given by their lines."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{program}", *before.strip().splitlines()]
    for event in events:
        lines += ["BEGIN:VEVENT", *(line.strip() for line in event.strip().splitlines()), "END:VEVENT"]
    path = tmp_path / name
    path.write_bytes("\r\n".join([*lines, "END:VCALENDAR", ""]).encode())
    return path


def stored(office: Office) -> list[dict[str, Any]]:
    """The sessions in the order of their codes, with the names of mentor and companies."""
    names = (
        "code",
        "held_on",
        "starts_at",
        "ends_at",
        "status",
        "topic",
        "place",
        "mode",
        "service_kind",
        "series",
        "calendar_id",
        "cancel_reason",
    )
    with office.reading() as session:
        tenants = {p.session_uid: [] for p in session.query(Participation)}
        for each in session.query(Participation):
            tenants[each.session_uid].append(each.tenant_uid)
        return [
            {name: getattr(each, name) for name in names}
            | {"mentor": session.get(Mentor, each.mentor_uid).code, "companies": sorted(tenants.get(each.uid, []))}
            for each in session.query(MentoringSession).order_by(MentoringSession.code)
        ]


def said(rows: list[Row]) -> list[tuple[str, ...]]:
    """The verdicts with the codes of what is told."""
    return [(row.verdict, *(problem.code for problem in row.problems)) for row in rows]
