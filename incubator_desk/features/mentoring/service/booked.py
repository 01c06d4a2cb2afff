"""Stored sessions with all that calendars and bookings ask of them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session as Reading

from incubator_desk.features.mentoring import model
from incubator_desk.features.mentoring.rules import Mentor, Session, why_not
from incubator_desk.features.mentoring.rules.booking import Booking
from incubator_desk.features.tenants.model import Tenant

from . import facts


@dataclass(frozen=True, slots=True)
class Booked:
    """A stored session with all that a calendar shows of it."""

    uid: str
    code: str
    mentor_uid: str
    mentor_code: str
    mentor_name: str
    held_on: date
    starts_at: str
    ends_at: str
    status: str
    counts: str
    """Whether it counts, or why not yet: a value of ``columns.COUNTS``."""
    service_kind: str | None
    mode: str | None
    place: str | None
    topic: str | None
    tenants: tuple[str, ...]
    """The companies' uids, in order of code, as their names in ``companies``."""
    companies: tuple[str, ...]
    attended: tuple[str, ...]
    """Those of the uids that attended."""
    confirmed_on: date | None
    headcount: int | None
    cancel_reason: str | None
    claim_uid: str | None
    series: str | None

    @property
    def group(self) -> bool:
        """Whether it is of several companies."""
        return len(self.tenants) > 1

    @property
    def booking(self) -> Booking:
        """The session as it was booked, to be judged when it is moved."""
        return Booking(
            self.uid, self.code, self.mentor_uid, self.held_on, self.starts_at, self.ends_at, self.status,
            self.tenants, self.service_kind, self.topic, self.claim_uid,
        )  # fmt: skip

    @property
    def fact(self) -> Session:
        """The session as the counting takes it, with uids of mentor and companies."""
        return Session(
            self.code, self.mentor_uid, self.held_on, self.starts_at, self.ends_at, self.status,
            self.confirmed_on is not None, self.attended,
        )  # fmt: skip


def sessions(session: Reading, operator: str, first: date, last: date) -> tuple[Booked, ...]:
    """A park's sessions from a day to a day, in order of date, time and code: three queries, however many they are."""
    return read(session, facts.mentors_by_uid(session, operator), *between(operator, first, last))


def between(operator: str, first: date, last: date) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """That a session is a park's, and from a day to a day."""
    return model.MentoringSession.operator_uid == operator, model.MentoringSession.held_on.between(first, last)


def read(session: Reading, mentors: Mapping[str, Mentor], *within: ColumnElement[bool]) -> tuple[Booked, ...]:
    """The sessions that fulfil some conditions, in order of date, time and code; ``mentors`` are the park's, by uid."""
    mine = model.MentoringSession
    there = _present(session, *within)
    columns = (
        mine.uid, mine.code, mine.mentor_uid, mine.held_on, mine.starts_at, mine.ends_at, mine.status,
        mine.confirmed_on, mine.service_kind, mine.mode, mine.place, mine.topic, mine.headcount, mine.cancel_reason,
        mine.claim_uid, mine.series,
    )  # fmt: skip
    found = []
    for row in session.execute(select(*columns).where(*within).order_by(mine.held_on, mine.starts_at, mine.code)):
        mentor, who = mentors[row.mentor_uid], there.get(row.uid, ())
        attended = tuple(uid for uid, _name, came in who if came)
        fact = Session(
            row.code, row.mentor_uid, row.held_on, row.starts_at, row.ends_at, row.status,
            row.confirmed_on is not None, attended,
        )  # fmt: skip
        found.append(
            Booked(
                row.uid, row.code, row.mentor_uid, mentor.code, mentor.name, row.held_on, row.starts_at, row.ends_at,
                row.status, why_not(fact, mentor) or "counted", row.service_kind, row.mode, row.place, row.topic,
                tuple(uid for uid, _name, _came in who), tuple(name for _uid, name, _came in who), attended,
                row.confirmed_on, row.headcount, row.cancel_reason, row.claim_uid, row.series,
            )
        )  # fmt: skip
    return tuple(found)


def _present(session: Reading, *within: ColumnElement[bool]) -> dict[str, list[tuple[str, str, bool]]]:
    """Who was to take part in some sessions, in order of code: uid and name of each company, and whether it came."""
    mine, part = model.MentoringSession, model.Participation
    invited = (
        select(part.session_uid, part.tenant_uid, Tenant.name, part.attended)
        .join(mine, part.session_uid == mine.uid)
        .join(Tenant, part.tenant_uid == Tenant.uid)
        .where(*within)
        .order_by(Tenant.code)
    )
    found: defaultdict[str, list[tuple[str, str, bool]]] = defaultdict(list)
    for uid, tenant, name, came in session.execute(invited):
        found[uid].append((tenant, name, came))
    return found
