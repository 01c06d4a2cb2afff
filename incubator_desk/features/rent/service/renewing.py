"""A lease renewed: a new lease from the old one, as one step."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from incubator_desk.base.errors import Problem, Refused, Where
from incubator_desk.base.i18n import N_
from incubator_desk.base.spans import ENDS_BEFORE_STARTS
from incubator_desk.catalog import saving
from incubator_desk.catalog.register import Register
from incubator_desk.features.leases.model import Lease, LeaseRoom, Premises
from incubator_desk.features.rent.rules import Facts, schedule
from incubator_desk.features.rent.rules import terms as rules_terms
from incubator_desk.features.rent.rules.renewal import as_long, changed_price, price_at
from incubator_desk.features.rent.rules.settlement import natural_end
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.store.record import Actor
from incubator_desk.store.step import GONE, Step

from . import facts
from .deposits import Deposit, held_for, renewal

RENEW = N_("Renew lease {old} as {code}")
OVERLAPS = N_("Lease {lease} runs until {day}; its renewal starts after that.")
RENEWED_ALREADY = N_("Lease {lease} is already renewed by {renewal}.")
ONE_PRICE = N_("Give either a percentage or a new price.")

_COPIED = (
    "tenant_uid", "premises_uid", "area_sqm", "price_unit", "day_count", "billing_months", "billing_anchor",
    "due_offset_days", "deposit",
)  # fmt: skip
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a renewal of a lease would be, where nothing else is said."""

    lease: str
    code: str
    tenant_name: str
    last: date
    """The last day of the lease, extensions included."""
    new_code: str
    starts_on: date
    ends_on: date
    price: Decimal
    """The one in force at the end."""
    terms: rules_terms.Lease
    """The terms of the old lease."""
    rooms: tuple[str, ...]
    """Codes of its rooms."""
    deposits: tuple[Deposit, ...]
    renewed_by: str | None
    """The lease that renews it already, by its code, and by its uid below."""
    renewal: str | None


@dataclass(frozen=True, slots=True)
class Terms:
    """What is agreed for a renewal; the price as it is, changed by a percentage, or a new one."""

    starts_on: date
    ends_on: date
    percent: Decimal | None = None
    price: Decimal | None = None
    contract_no: str | None = None


def propose(session: Session, actor: Actor, registers: Mapping[str, Register], lease_uid: str, today: date) -> Proposal:
    """What a renewal starts from; refused where the lease is gone."""
    lease = session.get(Lease, lease_uid)
    if lease is None or lease.operator_uid != actor.operator:
        raise Refused.because("gone", GONE)
    known = facts.by_uid(session, actor.operator, [lease_uid])[lease_uid]
    last = lease.ended_on or natural_end(known.lease, known.reliefs, today)
    starts_on = last + _DAY
    following = renewal(session, lease)
    return Proposal(
        lease=lease.uid,
        code=lease.code,
        tenant_name=session.get_one(Tenant, lease.tenant_uid).name,
        last=last,
        new_code=saving.following_code(session, actor.operator, registers["leases"]),
        starts_on=starts_on,
        ends_on=as_long(known.lease, starts_on),
        price=price_at(known.lease, last),
        terms=known.lease,
        rooms=tuple(_rooms(session, lease)),
        deposits=tuple(held_for(session, lease, today)),
        renewed_by=following.code if following else None,
        renewal=following.uid if following else None,
    )


def new_price(proposal: Proposal, terms: Terms) -> Decimal:
    """The price of the renewal."""
    return terms.price if terms.price is not None else changed_price(proposal.price, terms.percent)


def monthly(proposal: Proposal, terms: Terms) -> tuple[int, int]:
    """What the first line of the renewal costs at the old lease's last price, and at its own; in fen."""
    last_day = max(terms.ends_on, terms.starts_on)
    plain_terms = replace(proposal.terms, starts_on=terms.starts_on, ends_on=last_day, ended_on=None, steps=())
    before, after = (
        schedule(Facts(replace(plain_terms, price=price, rent_free_days=0)), date.max).lines[0].gross
        for price in (proposal.price, new_price(proposal, terms))
    )
    return before, after


def problems(proposal: Proposal, terms: Terms) -> Iterator[Problem]:
    """What of the terms is not possible, beside its field."""
    if proposal.renewed_by:
        values = {"lease": proposal.code, "renewal": proposal.renewed_by}
        yield Problem("already_renewed", RENEWED_ALREADY, values)
    if terms.starts_on <= proposal.last:
        runs = {"lease": proposal.code, "day": proposal.last}
        yield Problem("lease_overlap", OVERLAPS, runs, Where(column="starts_on"))
    if terms.ends_on < terms.starts_on:
        where = Where(column="ends_on")
        yield Problem("ends_before_starts", ENDS_BEFORE_STARTS, {"day": terms.starts_on}, where)
    if terms.percent is not None and terms.price is not None:
        yield Problem("one_of", ONE_PRICE, where=Where(column="price"))


def renew(step: Step, registers: Mapping[str, Register], lease_uid: str, terms: Terms, today: date) -> str:
    """Make the renewal with its rooms; gives its uid. The deposit stays where it was received."""
    proposal = propose(step.session, step.actor, registers, lease_uid, today)
    if found := [*problems(proposal, terms)]:
        raise Refused(*found)
    old = step.session.get_one(Lease, lease_uid)
    further = step.session.scalars(select(LeaseRoom).where(LeaseRoom.lease_uid == lease_uid)).all()
    values = {name: getattr(old, name) for name in _COPIED} | {
        "code": proposal.new_code,
        "starts_on": terms.starts_on,
        "ends_on": terms.ends_on,
        "price": new_price(proposal, terms),
        "contract_no": terms.contract_no,
        "renewal_of": proposal.code,
    }
    uid, _warnings = saving.save(step, registers["leases"], values)
    for room in further:
        copy = {"lease_uid": uid, "premises_uid": room.premises_uid, "area_sqm": room.area_sqm}
        saving.save(step, registers["lease_rooms"], copy)
    return uid


def _rooms(session: Session, lease: Lease) -> list[str]:
    further = select(LeaseRoom.premises_uid).where(LeaseRoom.lease_uid == lease.uid)
    mine = select(Premises.code).where((Premises.uid == lease.premises_uid) | Premises.uid.in_(further))
    return list(session.scalars(mine.order_by(Premises.code)))
