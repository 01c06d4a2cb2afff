"""What a landlord granted on a head lease: who rents under it, what reaches them, and passing it on as one step."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from incubator_desk.base.errors import Problem, Refused, Where
from incubator_desk.base.i18n import N_
from incubator_desk.base.money import readable, to_fen, to_yuan
from incubator_desk.catalog import saving
from incubator_desk.catalog.flow import Move
from incubator_desk.catalog.register import Register
from incubator_desk.features.leases.model import HeadLease, Lease, Premises
from incubator_desk.features.leases.rules import Letting
from incubator_desk.features.leases.service import lettings_by_room
from incubator_desk.features.rent.model import Policy, Relief, UpstreamGrant
from incubator_desk.features.rent.rules import Schedule, schedule
from incubator_desk.features.rent.rules import passing_on as rules
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.store.bulk import among
from incubator_desk.store.record import Actor, Record
from incubator_desk.store.step import GONE, Step

from . import facts
from .summary import schedules

Drawing = Callable[[Session, str, date, Collection[str]], Mapping[str, Schedule]]
"""Gives the schedules of some leases as of a day: remembered ones, or drawn afresh."""
PASS_ON = N_("Pass on {grant}")
LEAKS = N_(
    "The landlord granted {upstream} for these premises; the case passes on {granted}, so that {leak} would not reach "
    "the lessee. Raise what it grants, or correct “Granted upstream”."
)
NOTHING_LEFT = N_("Everything is passed on already.")
_DEAD = ("refused", "withdrawn", "void")
_WHOLE = Decimal(100)


@dataclass(frozen=True, slots=True)
class Case:
    """A case by which a lease gets its share; amounts in fen."""

    uid: str
    code: str
    status: str
    granted: int
    upstream: int | None
    linked: bool
    """Whether it names the grant."""


@dataclass(frozen=True, slots=True)
class Share:
    """A lease under the head lease, what of the grant falls on it, and what reaches it; in fen."""

    lease: str
    code: str
    tenant_name: str
    area: Decimal
    """What it rents under the head lease within the grant's term, all rooms together."""
    share: int
    cases: tuple[Case, ...]

    @property
    def granted(self) -> int:
        """What its cases grant."""
        return sum(case.granted for case in self.cases)

    @property
    def leakage(self) -> int:
        """What of its share does not reach it."""
        return rules.leakage(self.share, self.granted)

    @property
    def parts(self) -> list[int]:
        """The share over its cases."""
        return rules.divided(self.share, [case.granted for case in self.cases])

    @property
    def open(self) -> bool:
        """Whether it has no case for its share yet, or one that does not say what was granted upstream."""
        if not self.cases:
            return self.share > 0
        return any(not case.linked or case.upstream != part for case, part in zip(self.cases, self.parts, strict=True))


@dataclass(frozen=True, slots=True)
class Passing:
    """A grant with all leases that it is passed on to, in order of their codes; amounts in fen."""

    grant: str
    code: str
    head_lease: str
    landlord: str
    contract_no: str
    area: Decimal
    policy: str
    percent: Decimal
    """What of it the policy passes on."""
    granted_on: date
    amount: int
    starts_on: date
    ends_on: date
    attributable: int
    shares: tuple[Share, ...]

    @property
    def passed_on(self) -> int:
        """What of the shares reaches its lessees."""
        return self.attributable - self.leakage

    @property
    def leakage(self) -> int:
        """What does not reach its lessees; more than its share to one makes up for nothing at another."""
        return sum(share.leakage for share in self.shares)

    @property
    def open(self) -> tuple[Share, ...]:
        """The leases for which something is still to be entered."""
        return tuple(share for share in self.shares if share.open)


def passing(session: Session, actor: Actor, grant_uid: str, today: date, drawn: Drawing = schedules) -> Passing:
    """A grant with the leases it is passed on to; refused where it is gone."""
    found = passings(session, actor.operator, [grant_uid], today, drawn)
    if grant_uid not in found:
        raise Refused.because("gone", GONE)
    return found[grant_uid]


def afresh(session: Session, operator: str, as_of: date, leases: Collection[str]) -> dict[str, Schedule]:
    """Schedules as a step that is under way sees its leases: nothing of it may be remembered yet."""
    return {uid: schedule(known, as_of) for uid, known in facts.by_uid(session, operator, leases).items()}


def passings(
    session: Session, operator: str, grants: Iterable[str], today: date, drawn: Drawing = schedules
) -> dict[str, Passing]:
    """Some grants with the leases they are passed on to, by uid."""
    wanted = (
        select(UpstreamGrant, HeadLease, Policy)
        .join(HeadLease, UpstreamGrant.head_lease_uid == HeadLease.uid)
        .outerjoin(Policy, UpstreamGrant.policy_uid == Policy.uid)
        .where(UpstreamGrant.operator_uid == operator, UpstreamGrant.uid.in_(list(grants)))
    )
    rows = session.execute(wanted).all()
    lettings = lettings_by_room(session, operator) if rows else {}
    heads = select(Premises.head_lease_uid, Premises.uid).where(Premises.operator_uid == operator)
    rooms: defaultdict[str | None, list[Letting]] = defaultdict(list)
    for head_uid, room in session.execute(heads):
        rooms[head_uid] += lettings.get(room, ())
    return {
        grant.uid: _passing(session, grant, head, policy, _Let(rooms[head.uid], grant), drawn, today)
        for grant, head, policy in rows
    }


class _Let:
    """What is let under a head lease within a grant's term, by the uid of the lease."""

    def __init__(self, lettings: Iterable[Letting], grant: UpstreamGrant) -> None:
        self.weights: defaultdict[str, Fraction] = defaultdict(Fraction)
        self.areas: defaultdict[str, Decimal] = defaultdict(Decimal)
        for letting in lettings:
            days = (letting.first, letting.last)
            if part := rules.let_within(letting.area, days, (grant.starts_on, grant.ends_on)):
                self.weights[letting.lease] += part
                self.areas[letting.lease] += letting.area


def _passing(
    session: Session,
    grant: UpstreamGrant,
    head: HeadLease,
    policy: Policy | None,
    let: _Let,
    drawn: Drawing,
    today: date,
) -> Passing:
    named = select(Lease.uid, Lease.code, Tenant.name).join(Tenant, Lease.tenant_uid == Tenant.uid)
    leases = session.execute(named.where(Lease.uid.in_(list(let.weights))).order_by(Lease.code)).all()
    percent = policy.pass_on_percent if policy else _WHOLE
    amount, ordered = to_fen(grant.amount), [let.weights[row.uid] for row in leases]
    parts = rules.shares(amount, head.area_sqm, ordered, percent)
    cases = _cases(session, grant, drawn(session, grant.operator_uid, today, list(let.weights)))
    return Passing(
        grant=grant.uid,
        code=grant.code,
        head_lease=head.code,
        landlord=head.landlord,
        contract_no=head.contract_no or "",
        area=head.area_sqm,
        policy=(policy.document_no or policy.title) if policy else "",
        percent=percent,
        granted_on=grant.granted_on,
        amount=amount,
        starts_on=grant.starts_on,
        ends_on=grant.ends_on,
        attributable=sum(parts),
        shares=tuple(
            Share(row.uid, row.code, row.name, let.areas[row.uid], part, tuple(cases[row.uid]))
            for row, part in zip(leases, parts, strict=True)
        ),
    )


def _cases(session: Session, grant: UpstreamGrant, drawn: Mapping[str, Schedule]) -> defaultdict[str, list[Case]]:
    """The cases by which leases get their share: those that name the grant, and those of its policy."""
    mine = Relief.grant_uid == grant.uid
    if grant.policy_uid:
        mine |= (Relief.policy_uid == grant.policy_uid) & Relief.grant_uid.is_(None)
    wanted = select(Relief).where(mine, Relief.lease_uid.in_(list(drawn)), Relief.status.not_in(_DEAD))
    found: defaultdict[str, list[Case]] = defaultdict(list)
    for relief in session.scalars(wanted.order_by(Relief.code)):
        granted = {each.relief: each.amount for each in drawn[relief.lease_uid].granted}.get(relief.code, 0)
        upstream = None if relief.upstream_amount is None else to_fen(relief.upstream_amount)
        case = Case(relief.uid, relief.code, relief.status, granted, upstream, relief.grant_uid == grant.uid)
        found[relief.lease_uid].append(case)
    return found


# passing it on --------------------------------------------------------------------------------------------------------


def pass_on(step: Step, registers: Mapping[str, Register], grant_uid: str, today: date) -> int:
    """Make a draft for each lease without a case, and enter on the others what the landlord granted.

    Gives for how many leases something was entered; refused where nothing is left to do.
    """
    found = passing(step.session, step.actor, grant_uid, today, afresh)
    if not found.open:
        raise Refused.because("nothing_left", NOTHING_LEFT)
    grant = step.session.get_one(UpstreamGrant, grant_uid)
    register = registers["reliefs"]
    code = saving.next_code(step, register)
    for share in found.open:
        if not share.cases:
            saving.save(step, register, {"code": code, **_draft(grant, share)})
            code = saving.after(register, code)
        for case, part in zip(share.cases, share.parts, strict=True):
            relief = step.session.get_one(Relief, case.uid)
            saving.save(step, register, _entered(grant, share, relief, part), relief)
    return len(found.open)


def _draft(grant: UpstreamGrant, share: Share) -> dict[str, object]:
    amount = to_yuan(share.share)
    return {
        "lease_uid": share.lease,
        "policy_uid": grant.policy_uid,
        "status": "draft",
        "kind": "fixed",
        "cap": amount,
        "starts_on": grant.starts_on,
        "ends_on": grant.ends_on,
        "grant_uid": grant.uid,
        "upstream_amount": amount,
        "final_lessee": share.tenant_name,
    }


def _entered(grant: UpstreamGrant, share: Share, relief: Relief, part: int) -> dict[str, object]:
    """What is entered on a case; a draft that was made for an earlier share follows the new one."""
    amount = to_yuan(part)
    values = {
        "grant_uid": grant.uid,
        "upstream_amount": amount,
        "final_lessee": relief.final_lessee or share.tenant_name,
    }
    follows = relief.status == "draft" and relief.kind == "fixed" and relief.amount is None
    if follows and relief.grant_uid and relief.cap == relief.upstream_amount and amount:
        values["cap"] = amount
    return values


# what leaks -----------------------------------------------------------------------------------------------------------


def leak_checks(step: Step, record: Record, move: Move, day: date) -> Iterable[Problem]:
    """A case is complete only when all that the landlord granted reaches the lessee (domain R8)."""
    if move.target != "completed" or not isinstance(record, Relief) or record.upstream_amount is None:
        return
    upstream = to_fen(record.upstream_amount)
    drawn = afresh(step.session, step.actor.operator, day, [record.lease_uid])[record.lease_uid]
    granted = {each.relief: each.amount for each in drawn.granted}.get(record.code, 0)
    if leak := rules.leakage(upstream, granted):
        values = {"upstream": readable(upstream), "granted": readable(granted), "leak": readable(leak)}
        where = Where(sheet="reliefs", column="upstream_amount", record=record.uid)
        yield Problem("leakage_not_zero", LEAKS, values, where)


def _of_grants(session: Session, uids: Sequence[str], today: date) -> dict[str, Passing]:
    found: dict[str, Passing] = {}
    operators = select(UpstreamGrant.operator_uid).where(UpstreamGrant.uid.in_(uids)).distinct()
    for operator in session.scalars(operators).all():
        found |= passings(session, operator, uids, today)
    return found


def passed_on(session: Session, uids: Sequence[str], today: date) -> dict[str, Decimal]:
    """What of each grant was passed on."""
    return {uid: to_yuan(found.passed_on) for uid, found in _of_grants(session, uids, today).items()}


def leaking(session: Session, uids: Sequence[str], today: date) -> dict[str, Decimal]:
    """What of each grant does not reach its lessees."""
    return {uid: to_yuan(found.leakage) for uid, found in _of_grants(session, uids, today).items()}


def leaking_cases(session: Session, uids: Sequence[str], today: date) -> dict[str, Decimal]:
    """What does not reach the lessee, of each case that says what was granted upstream and is not given up."""
    columns = (Relief.uid, Relief.code, Relief.operator_uid, Relief.lease_uid, Relief.upstream_amount)
    named = select(*columns).where(Relief.upstream_amount.is_not(None), Relief.status.not_in(_DEAD))
    rows = session.execute(named.where(among(Relief.uid, uids))).all()
    wanted = set(uids)
    found: dict[str, Decimal] = {}
    for operator in {row.operator_uid for row in rows}:
        mine = [row for row in rows if row.operator_uid == operator and row.uid in wanted]
        drawn = schedules(session, operator, today, [row.lease_uid for row in mine])
        for row in mine:
            granted = {each.relief: each.amount for each in drawn[row.lease_uid].granted}.get(row.code, 0)
            found[row.uid] = to_yuan(rules.leakage(to_fen(row.upstream_amount), granted))
    return found
