"""What a policy would do to every lease, looked at before anything is saved."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from incubator_desk.catalog import saving
from incubator_desk.catalog.register import Register
from incubator_desk.features.leases.model import HeadLease, Lease, Premises
from incubator_desk.features.park.service import value_on
from incubator_desk.features.rent.rules import DEFERRALS, Facts, Relief, Schedule, overlaps
from incubator_desk.features.rent.rules.effect import Effect, Sums, effect, sums_of, worth
from incubator_desk.features.rent.rules.entitlement import Applicant, Judgement, judge
from incubator_desk.features.rent.rules.offer import proposed
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.store.bulk import among
from incubator_desk.store.record import Actor

from . import facts, offers
from .offers import Terms
from .reminders import ENDING_DAYS
from .summary import schedules

Tell = Callable[[int, int], None]
_EVERY = 25
"""After so many leases the progress is told, and a cancel heard."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A lease with its company and room, as far as conditions and filters look at them."""

    uid: str
    code: str
    starts_on: date
    ends_on: date
    """As agreed, or earlier where it was ended."""
    name: str
    keys: str
    """What a search looks through."""
    kind: str
    status: str
    size: str | None
    service: bool | None
    building: str | None
    room: str | None
    room_owner: str | None
    head_owner: str | None


@dataclass(frozen=True, slots=True)
class Rival:
    """Another policy that could serve a lease, and what it would take, in fen.

    ``beside`` tells that both could stand; where not, only one of the two can be approved.
    """

    terms: Terms
    amount: int
    beside: bool


@dataclass(frozen=True, slots=True)
class Previewed:
    """What the policy would do to one lease. A lease that it does not serve has no effect."""

    subject: Subject
    facts: Facts
    applicant: Applicant
    judgement: Judgement
    charged: Sums
    """The months that the policy touches, as they stand."""
    effect: Effect | None = None
    rivals: tuple[Rival, ...] = ()

    @property
    def better(self) -> Rival | None:
        """The policy that would give more, where only one of the two can be had."""
        granted = self.effect.granted if self.effect and self.effect.relief.kind not in DEFERRALS else 0
        more = [each for each in self.rivals if not each.beside and each.amount > granted]
        return max(more, key=lambda each: each.amount, default=None)

    @property
    def idle(self) -> bool:
        """Whether it would take or move nothing though the policy serves the lease."""
        if self.effect is None:
            return False
        adds = self.effect.relief.kind == "extension" and len(self.effect.after.lines) > len(self.effect.before.lines)
        return not self.effect.granted and not adds

    @property
    def remarks(self) -> bool:
        """Whether there is something to bear in mind."""
        return bool(self.judgement.warnings or self.idle or self.better)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a policy would do, as if approved on a day, to leases in order of code."""

    terms: Terms
    on: date
    leases: tuple[Previewed, ...]


def subjects(session: Session, operator: str, on: date, leases: Collection[str] | None = None) -> list[Subject]:
    """The leases that are not over by a day, in order of code; of some leases where their uids are given."""
    drawn = schedules(session, operator, on, leases)
    return [each for each in listed(session, operator, leases) if _not_over(drawn.get(each.uid), on)]


def _not_over(drawn: Schedule | None, on: date) -> bool:
    return drawn is not None and any(line.last >= on for line in drawn.lines[-1:])


def listed(session: Session, operator: str, leases: Collection[str] | None) -> Iterator[Subject]:
    """All leases in order of code, or some by their uids."""
    ends_on = func.coalesce(Lease.ended_on, Lease.ends_on).label("last")
    columns = (
        Lease.uid, Lease.code, Lease.starts_on, ends_on,
        Tenant.name, Tenant.search_keys, Tenant.kind, Tenant.status, Tenant.size_class,
        Tenant.is_service, Premises.building, Premises.room, Premises.ownership, HeadLease.ownership.label("head"),
    )  # fmt: skip
    statement = (
        select(*columns)
        .join(Tenant, Lease.tenant_uid == Tenant.uid)
        .outerjoin(Premises, Lease.premises_uid == Premises.uid)
        .outerjoin(HeadLease, Premises.head_lease_uid == HeadLease.uid)
        .where(Lease.operator_uid == operator, among(Lease.uid, leases))
        .order_by(Lease.code)
    )
    wanted = None if leases is None else set(leases)
    return (_subject(row) for row in session.execute(statement) if wanted is None or row.uid in wanted)


def _subject(row: Row[*tuple[Any, ...]]) -> Subject:
    return Subject(*row)


def preview(
    session: Session,
    actor: Actor,
    register: Register,
    policy: str,
    on: date,
    tell: Tell = lambda _done, _all: None,
    *,
    leases: Collection[str] | None = None,
    today: date | None = None,
) -> Preview:
    """Every lease that is not over by the day: whether the policy serves it, and what it would do.

    ``register`` is that of reliefs, ``policy`` the policy's uid. Figures are as of the day, or of today where that
    is later. Refused where the policy has no terms. ``tell`` may raise to stop.
    """
    as_of = max(on, today or on)
    terms = offers.read(session, actor.operator, policy)
    known = facts.by_uid(session, actor.operator, leases)
    drawn = schedules(session, actor.operator, as_of, leases)
    asked = [each for each in listed(session, actor.operator, leases) if _not_over(drawn.get(each.uid), on)]
    look = _Look(session, actor, register, terms, on)
    found: list[Previewed] = []
    for at, subject in enumerate(asked):
        if at % _EVERY == 0:
            tell(at, len(asked))
        found.append(look.at(subject, known[subject.uid], drawn[subject.uid]))
    tell(len(asked), len(asked))
    return Preview(terms, on, tuple(found))


class _Look:
    """Holds one policy, and those it competes with, against leases."""

    def __init__(self, session: Session, actor: Actor, register: Register, terms: Terms, on: date) -> None:
        self._terms, self._on = terms, on
        # As its case would be called: codes decide the order of what is approved on one day (contract R4).
        self._code = saving.following_code(session, actor.operator, register)
        self._near = int(value_on(session, actor, ENDING_DAYS.name, on))
        others = offers.in_force(session, actor.operator, on)
        reducing = terms.offer.kind not in DEFERRALS
        family = terms.offer.versions | {terms.offer.policy}
        self._others = [
            each for each in others if reducing and each.offer.kind not in DEFERRALS and each.offer.policy not in family
        ]

    def at(self, subject: Subject, known: Facts, before: Schedule) -> Previewed:
        """What the policy would do to one lease."""
        relief = proposed(self._terms.offer, known.lease, self._code, self._on)
        applicant = _applicant(subject, known, before)
        judgement = judge(self._terms.offer, applicant, relief, self._near)
        if not judgement.entitled:
            charged = _charged(before, relief, known)
            return Previewed(subject, known, applicant, judgement, charged)
        made = effect(known, before, relief)
        rivals = tuple(self._rivals(applicant, known, before, relief))
        return Previewed(subject, known, applicant, judgement, made.was, made, rivals)

    def _rivals(self, applicant: Applicant, known: Facts, before: Schedule, ours: Relief) -> Iterator[Rival]:
        for other in self._others:
            theirs = proposed(other.offer, known.lease, self._code, self._on)
            if judge(other.offer, applicant, theirs).entitled:
                beside = not overlaps((ours, theirs), known.lease)
                yield Rival(other, worth(known, before, theirs), beside)


def _applicant(subject: Subject, known: Facts, before: Schedule) -> Applicant:
    return Applicant(
        kind=subject.kind,
        status=subject.status,
        size=subject.size,
        service=subject.service,
        room_owner=subject.room_owner,
        head_owner=subject.head_owner,
        overdue=before.totals.overdue,
        lease=known.lease,
        reliefs=known.reliefs,
    )


def _charged(before: Schedule, relief: Relief, known: Facts) -> Sums:
    """The rent of the months that a policy means, of a lease that it does not serve."""
    if relief.kind == "extension":
        return Sums(0, 0, 0)
    first, last = relief.window(known.lease)
    return sums_of(before.lines, first.replace(day=1), last)
