"""Sessions, other services and appointments with all that papers say of them, read together."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session as Reading

from incubator_desk.base.periods import Period
from incubator_desk.catalog.report import Whose
from incubator_desk.features.mentoring.model import (
    Mentor,
    MentoringSession,
    MentorTerm,
    Participation,
    Service,
    ServiceUse,
)
from incubator_desk.features.mentoring.rules import Term
from incubator_desk.features.mentoring.rules.terms import minutes
from incubator_desk.features.mentoring.service import facts
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.features.vouchers.model import Provider, VoucherClaim
from incubator_desk.store.record import Actor


@dataclass(frozen=True)
class Known:
    """A session, its mentor, who took part or was to, the claim that paid for it, and whether it counts."""

    session: MentoringSession
    mentor: Mentor
    claim: VoucherClaim | None
    present: Sequence[tuple[Tenant, Participation]]
    counts: str
    """``counted``, or why it does not count (contract section 5)."""

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return minutes(self.session.ends_at) - minutes(self.session.starts_at)

    @property
    def ratings(self) -> list[int]:
        """How those who attended rated it."""
        rated = (part.rating for _tenant, part in self.present if part.attended)
        return [rating for rating in rated if rating is not None]

    @property
    def attended(self) -> list[str]:
        """The codes of the companies that attended."""
        return [tenant.code for tenant, part in self.present if part.attended]

    @property
    def whose(self) -> Whose:
        """What people know it by: what it was about, and with whom."""
        return Whose(self.session.code, " ".join(filter(None, (self.session.topic, self.mentor.name))))

    def concerns(self, tenant: str | None) -> bool:
        """Whether a company was to take part in it; every one concerns all."""
        return tenant is None or any(each.code == tenant for each, _part in self.present)


def sessions(reading: Reading, actor: Actor, period: Period) -> list[Known]:
    """A park's sessions of a period, in order of date, time and code."""
    within = MentoringSession.held_on.between(period.first, period.last)
    return _sessions(reading, actor, within, dict(facts.summary(reading, actor.operator, period).not_counted))


def to_follow_up(reading: Reading, actor: Actor, last: date, as_of: date) -> list[Known]:
    """A park's sessions held until a day whose follow-up is still open on another, the earliest due first."""
    mine = MentoringSession
    later = or_(mine.followed_up_on.is_(None), mine.followed_up_on > as_of)
    due = and_(mine.status == "held", mine.held_on <= last, mine.follow_up_on.is_not(None), later)
    found = _sessions(reading, actor, due, {})
    return sorted(found, key=lambda each: (each.session.follow_up_on, each.session.code))


def _sessions(reading: Reading, actor: Actor, which: ColumnElement[bool], reasons: Mapping[str, str]) -> list[Known]:
    mine = MentoringSession
    within = (mine.operator_uid == actor.operator, which)
    took_part = (
        select(Participation.session_uid, Tenant, Participation)
        .join(Participation, Participation.tenant_uid == Tenant.uid)
        .join(mine, Participation.session_uid == mine.uid)
        .where(*within)
        .order_by(Tenant.code)
    )
    present = _together(reading, took_part)
    held = (
        select(mine, Mentor, VoucherClaim)
        .join(Mentor, mine.mentor_uid == Mentor.uid)
        .outerjoin(VoucherClaim, mine.claim_uid == VoucherClaim.uid)
        .where(*within)
        .order_by(mine.held_on, mine.starts_at, mine.code)
    )
    return [
        Known(session, mentor, claim, present[session.uid], reasons.get(session.code, "counted"))
        for session, mentor, claim in reading.execute(held)
    ]


@dataclass(frozen=True)
class Given:
    """A service that no mentor gave, its provider, and the companies that it was given to."""

    service: Service
    provider: Provider | None
    used: Sequence[tuple[Tenant, ServiceUse]]


def services(reading: Reading, actor: Actor, period: Period) -> list[Given]:
    """A park's other services of a period, in order of date and code."""
    within = (Service.operator_uid == actor.operator, Service.served_on.between(period.first, period.last))
    uses = (
        select(ServiceUse.service_uid, Tenant, ServiceUse)
        .join(ServiceUse, ServiceUse.tenant_uid == Tenant.uid)
        .join(Service, ServiceUse.service_uid == Service.uid)
        .where(*within)
        .order_by(Tenant.code)
    )
    used = _together(reading, uses)
    given = (
        select(Service, Provider)
        .outerjoin(Provider, Service.provider_uid == Provider.uid)
        .where(*within)
        .order_by(Service.served_on, Service.code)
    )
    return [Given(service, provider, used[service.uid]) for service, provider in reading.execute(given)]


def _together(reading: Reading, rows: Select[Any, Any, Any]) -> defaultdict[str, list[Any]]:
    """Companies with what they had of a session or service, by its uid."""
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for uid, tenant, part in reading.execute(rows):
        found[uid].append((tenant, part))
    return found


@dataclass(frozen=True)
class Appointment:
    """A term for which a mentor is appointed, and the number of the letter that says so."""

    mentor: Mentor
    term: Term
    letter_no: str | None


def mentors(reading: Reading, actor: Actor) -> list[tuple[Mentor, list[Appointment]]]:
    """A park's mentors in order of code, each with its terms in order; one without any dates has one without limit.

    Blank own dates count for nothing where there are further terms (contract section 5).
    """
    further: defaultdict[str, list[MentorTerm]] = defaultdict(list)
    for each in reading.scalars(select(MentorTerm).where(MentorTerm.operator_uid == actor.operator)):
        further[each.mentor_uid].append(each)
    found = []
    mine = select(Mentor).where(Mentor.operator_uid == actor.operator).order_by(Mentor.code)
    for mentor in reading.scalars(mine):
        terms = [Appointment(mentor, Term(each.from_on, each.to_on), each.letter_no) for each in further[mentor.uid]]
        if mentor.appointed_from or mentor.appointed_to or not terms:
            terms.append(Appointment(mentor, Term(mentor.appointed_from, mentor.appointed_to), mentor.letter_no))
        found.append((mentor, sorted(terms, key=lambda each: each.term.first or date.min)))
    return found
