"""What registers show of mentoring, and which sessions belong to which records."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session as Reading

from incubator_desk.base.i18n import N_, _
from incubator_desk.base.periods import Period
from incubator_desk.catalog.kinds import Choice, Option, Tone
from incubator_desk.features.mentoring.model import (
    Mentor,
    MentoringSession,
    MentorTie,
    Participation,
    Service,
    ServiceUse,
)
from incubator_desk.features.mentoring.rules import Summary
from incubator_desk.features.mentoring.rules.counting import hours
from incubator_desk.features.park.service import value_on
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.store.bulk import among
from incubator_desk.store.record import Actor

from . import facts
from .parameters import DUTY

COUNTS = Choice(
    (
        Option("counted", N_("Counts"), "success", "check-circle"),
        Option("planned", N_("Planned"), "info", "clock"),
        Option("cancelled", N_("Cancelled"), "neutral", "minus-circle"),
        Option("no_show", N_("No-show"), "neutral", "minus-circle"),
        Option("unconfirmed", N_("Not confirmed"), "warning", "warning"),
        Option("nobody_attended", N_("Nobody attended"), "warning", "warning"),
        Option("mentor_not_appointed", N_("Mentor not appointed"), "danger", "error-circle"),
    ),
    width=16,
)
"""Whether a session counts, and if not, why."""


def companies(session: Reading, _uids: Sequence[str], _today: date) -> Mapping[str, Any]:
    """Who takes part, by the uid of the session."""
    named = select(Participation.session_uid, Tenant.name).join(Tenant, Participation.tenant_uid == Tenant.uid)
    return _together(session.execute(named.order_by(Tenant.code)))


def companies_served(session: Reading, _uids: Sequence[str], _today: date) -> Mapping[str, Any]:
    """Whom a service was given to, by the uid of the service."""
    named = select(ServiceUse.service_uid, Tenant.name).join(Tenant, ServiceUse.tenant_uid == Tenant.uid)
    return _together(session.execute(named.order_by(Tenant.code)))


def _together(rows: Iterable[Any]) -> Mapping[str, str]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for uid, name in rows:
        found[uid].append(name)
    return {uid: _(", ").join(names) for uid, names in found.items()}


def counts(session: Reading, uids: Sequence[str], _today: date) -> Mapping[str, Any]:
    """Whether each session counts, by uid."""
    rows = session.execute(
        select(MentoringSession.uid, MentoringSession.code, MentoringSession.held_on, MentoringSession.operator_uid)
        .where(among(MentoringSession.uid, uids))
    ).all()  # fmt: skip
    if not rows:
        return {}
    span = Period("", min(row.held_on for row in rows), max(row.held_on for row in rows))
    reasons = dict(facts.summary(session, rows[0].operator_uid, span).not_counted)
    return {row.uid: reasons.get(row.code, "counted") for row in rows}


def this_year(session: Reading, today: date) -> Summary | None:
    """The mentoring of the year that a day lies in; of the park whose records are looked at."""
    operator = _operator(session)
    return None if operator is None else facts.summary(session, operator, Period.of(today, 12))


def _operator(session: Reading) -> str | None:
    return session.scalar(select(Mentor.operator_uid).limit(1))


def sessions_of_mentors(session: Reading, _uids: Sequence[str], today: date) -> Mapping[str, Any]:
    """How many sessions of this year count, by the uid of the mentor."""
    found = this_year(session, today)
    if found is None:
        return {}
    codes = session.execute(select(Mentor.uid, Mentor.code))
    return {uid: found.mentors[code].sessions if code in found.mentors else 0 for uid, code in codes}


def owed_by_mentors(session: Reading, _uids: Sequence[str], today: date) -> Mapping[str, Any]:
    """How many sessions mentors still owe the park this year, by uid; of those who are appointed on a day of it."""
    operator, found = _operator(session), this_year(session, today)
    if operator is None or found is None:
        return {}
    year, duty = found.period, int(value_on(session, Actor("", operator), DUTY.name, today))
    return {
        uid: max(duty - (found.mentors[mentor.code].sessions if mentor.code in found.mentors else 0), 0)
        for uid, mentor in facts.mentors_by_uid(session, operator).items()
        if mentor.serves(year.first, year.last)
    }


def hours_of_mentors(session: Reading, _uids: Sequence[str], today: date) -> Mapping[str, Any]:
    """How many hours of this year count, by the uid of the mentor."""
    found = this_year(session, today)
    if found is None:
        return {}
    codes = session.execute(select(Mentor.uid, Mentor.code))
    return {uid: Decimal(hours(found.mentors[code].minutes)) for uid, code in codes if code in found.mentors}


def still_owed(value: Any) -> Tone | None:
    """What is still owed stands out."""
    return "warning" if value else None


def none_yet(value: Any) -> Tone | None:
    """A mentor without a session stands out."""
    return "warning" if value == 0 else None


def of_tenant(uid: str) -> Select[str]:
    """The sessions that a company took part in, or was to."""
    return select(Participation.session_uid).where(Participation.tenant_uid == uid)


def of_mentor(uid: str) -> Select[str]:
    """The sessions of a mentor."""
    return select(MentoringSession.uid).where(MentoringSession.mentor_uid == uid)


def services_of_tenant(uid: str) -> Select[str]:
    """The other services that a company was given."""
    return select(ServiceUse.service_uid).where(ServiceUse.tenant_uid == uid)


def services_of_provider(uid: str) -> Select[str]:
    """The services that a provider gave."""
    return select(Service.uid).where(Service.provider_uid == uid)


def ties_of_tenant(uid: str) -> Select[str]:
    """What ties mentors to a company."""
    return select(MentorTie.uid).where(MentorTie.tenant_uid == uid)
