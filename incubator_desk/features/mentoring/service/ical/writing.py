"""Sessions written as a calendar file that Outlook, Apple's and Google's calendars take."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Reading

from incubator_desk.base.errors import Problem, Refused
from incubator_desk.base.i18n import N_, _
from incubator_desk.base.periods import Period
from incubator_desk.base.text import tidy
from incubator_desk.catalog.office import Office
from incubator_desk.features.mentoring.model import Mentor, MentoringSession
from incubator_desk.features.mentoring.papers import known
from incubator_desk.features.mentoring.papers.known import Known
from incubator_desk.features.park import service as park_service
from incubator_desk.features.park.services import SERVICE_KIND
from incubator_desk.reports.files import written_aside
from incubator_desk.store.record import Actor

from . import words
from .reading import PROGRAM
from .stored import Changes, changes, identifier
from .zones import PARK, utc

NOTHING = N_("There is no session in this span.")


def count(session: Reading, actor: Actor, first: date, last: date, mentor: str | None = None) -> int:
    """How many sessions lie in a span of days, of all mentors or of one (uid)."""
    mine = select(func.count()).where(
        MentoringSession.operator_uid == actor.operator, MentoringSession.held_on.between(first, last)
    )
    return session.scalar(mine if mentor is None else mine.where(MentoringSession.mentor_uid == mentor)) or 0


def write(office: Office, out: Path, first: date, last: date, mentor: str | None = None) -> int:
    """Write the sessions of a span of days, of all mentors or of one (uid); gives how many there are.

    Refused where there is none.
    """
    with office.reading() as session:
        made, number = content(session, office.actor, first, last, mentor, datetime.now(UTC))
    if not number:
        raise Refused(Problem("nothing", NOTHING))
    with written_aside(out) as aside:
        aside.write_bytes(made)
    return number


def content(
    session: Reading, actor: Actor, first: date, last: date, mentor: str | None, now: datetime
) -> tuple[bytes, int]:
    """The calendar's bytes, the same for the same sessions at the same time, and how many sessions are in it."""
    found = [
        each
        for each in known.sessions(session, actor, Period("", first, last))
        if mentor is None or each.mentor.uid == mentor
    ]  # fmt: skip
    whose = session.get(Mentor, mentor) if mentor else None
    changed = changes(session, [each.session.uid for each in found])
    return _calendar(_title(session, whose), [_event(each, changed[each.session.uid], now) for each in found]), len(
        found
    )


def _title(session: Reading, mentor: Mentor | None) -> str:
    """What calendars call it: the park, then the mentor."""
    park = park_service.own(session).name
    return " ".join(part for part in (park, mentor.name if mentor else "", _("Mentoring")) if part)


def _calendar(title: str, events: Sequence[Any]) -> bytes:
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PROGRAM)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", title)
    calendar.add("x-wr-timezone", PARK)
    for event in events:
        calendar.add_component(event)
    return calendar.to_ical()  # type: ignore[no-any-return,no-untyped-call]


def _event(each: Known, changed: Changes, now: datetime) -> Any:
    """A session's entry. Its times are in UTC: every calendar shows these right, wherever it is read."""
    from icalendar import Event

    session, companies = each.session, [tenant for tenant, _participation in each.present]
    event = Event()
    event.add("uid", identifier(session.uid, session.calendar_id))
    event.add("dtstamp", now)
    event.add("last-modified", changed.last)
    event.add("sequence", changed.times)
    event.add("dtstart", _moment(session.held_on, session.starts_at))
    event.add("dtend", _moment(session.held_on, session.ends_at))
    event.add("summary", words.summary(session.topic, [tenant.name for tenant in companies]))
    if session.place:
        event.add("location", tidy(session.place))
    event.add("description", words.description(session, (each.mentor.name, each.mentor.code), companies))
    event.add("status", _state(session.status, some=bool(companies)))
    event.add("categories", [SERVICE_KIND.show(session.service_kind) if session.service_kind else _("Mentoring")])
    return event


def _state(status: str, *, some: bool) -> str:
    """A session's state as calendars know it: planned with nobody yet, it is only thought of."""
    if status == "cancelled":
        return "CANCELLED"
    return "TENTATIVE" if status == "planned" and not some else "CONFIRMED"


def _moment(day: date, at: str) -> datetime:
    return utc(datetime.combine(day, time.fromisoformat(at)))
