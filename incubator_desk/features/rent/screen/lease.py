"""What the schedule's screen shows of a lease, read once: its names, its facts, its cases, its schedule."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from incubator_desk.catalog.journey import Stop, journey
from incubator_desk.catalog.moving import passages
from incubator_desk.features.leases.model import BILLING, DAY_COUNTS, PRICE_UNITS, Lease, Premises
from incubator_desk.features.rent.flow import RELIEF_FLOW
from incubator_desk.features.rent.model import Policy, Receipt, Relief
from incubator_desk.features.rent.rules import Facts, Line, Schedule, schedule
from incubator_desk.features.rent.service import facts
from incubator_desk.features.tenants.model import Tenant


@dataclass(frozen=True, slots=True)
class Case:
    """A relief or deferral of the lease, as far as its flow is shown."""

    uid: str
    code: str
    status: str
    policy: str
    """The policy's document number, or its title."""
    stops: tuple[Stop, ...]
    """Its way, with the days."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A lease as of a day."""

    uid: str
    code: str
    heading: str
    tenant_uid: str
    tenant: str
    facts: Facts
    schedule: Schedule
    cases: Mapping[str, Case]
    """By code."""
    receipts: Mapping[str, tuple[str, str]]
    """The uid and the method of each receipt, by code."""

    def owed_back(self, line: Line) -> int:
        """What reliefs owe back of a line's money, in fen."""
        return sum(b.amount for s in self.schedule.settlements for b in s.back if b.line == line.no)


def read(session: Session, operator: str, uid: str, as_of: date) -> Shown | None:
    """The lease as of a day; None where it is gone."""
    lease = session.get(Lease, uid)
    if lease is None or lease.operator_uid != operator:
        return None
    known = facts.by_uid(session, operator, [uid])[uid]
    room = session.get(Premises, lease.premises_uid) if lease.premises_uid else None
    tenant = session.get_one(Tenant, lease.tenant_uid)
    receipts = select(Receipt.code, Receipt.uid, Receipt.method).where(Receipt.lease_uid == uid)
    return Shown(
        uid, lease.code, _heading(lease, room, known), tenant.uid, tenant.name, known, schedule(known, as_of),
        {case.code: case for case in _cases(session, uid)},
        {code: (receipt, method or "") for code, receipt, method in session.execute(receipts)},
    )  # fmt: skip


def _cases(session: Session, lease: str) -> list[Case]:
    columns = (Policy.document_no, Policy.title)
    found = select(Relief, *columns).outerjoin(Policy, Relief.policy_uid == Policy.uid)
    rows = session.execute(found.where(Relief.lease_uid == lease).order_by(Relief.code)).all()
    return [_case(session, relief, document_no or title or "") for relief, document_no, title in rows]


def _case(session: Session, relief: Relief, policy: str) -> Case:
    values = {name: getattr(relief, name) for name in ("status", "approved_on", "notice_from", "agreed_on")}
    stops = journey(RELIEF_FLOW, values, passages(session, relief.uid))
    return Case(relief.uid, relief.code, relief.status, policy, tuple(stops))


def _heading(lease: Lease, room: Premises | None, known: Facts) -> str:
    """The lease's terms in one line."""
    place = " ".join(part for part in (room.building, room.room) if part) if room else ""
    area = f"{known.lease.area:.2f} ㎡" if known.lease.area else ""
    price = f"{known.lease.price.normalize():,f} {PRICE_UNITS.show(lease.price_unit)}"
    term = f"{lease.starts_on} – {lease.ended_on or lease.ends_on}"
    parts = (place, area, price, DAY_COUNTS.show(lease.day_count), BILLING.show(lease.billing_months), term)
    return "    ".join(part for part in parts if part)
