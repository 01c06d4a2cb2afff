"""Companies with what papers say of them: their leases, the rooms of each, the facts of its rent."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from incubator_desk.base.errors import Refused
from incubator_desk.base.i18n import N_
from incubator_desk.features.leases.model import Lease, LeaseRoom, Premises
from incubator_desk.features.rent.rules.terms import Facts
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.store.record import Actor

from . import facts


@dataclass(frozen=True, slots=True)
class Let:
    """A lease of a company."""

    uid: str
    contract_no: str | None
    rooms: str
    """All its rooms, the first one first."""
    facts: Facts

    @property
    def code(self) -> str:
        """The lease's code."""
        return self.facts.lease.code


@dataclass(frozen=True, slots=True)
class Company:
    """A company, team or sole trader with its leases in order of code."""

    code: str
    name: str
    kind: str
    uscc: str | None
    leases: tuple[Let, ...]


def companies(session: Session, actor: Actor, tenant: str | None = None) -> list[Company]:
    """All companies in order of code, or the one that is asked for; ``Refused`` where there is none of its code."""
    wanted = select(Tenant.uid, Tenant.code, Tenant.name, Tenant.kind, Tenant.uscc)
    wanted = wanted.where(Tenant.operator_uid == actor.operator)
    if tenant is not None:
        wanted = wanted.where(Tenant.code == tenant)
    rows = sorted(session.execute(wanted), key=lambda row: row.code)
    if tenant is not None and not rows:
        message = N_("There is no company with the code “{tenant}”.")
        raise Refused.because("unknown_tenant", message, tenant=tenant)
    lets = _lets(session, actor.operator, None if tenant is None else rows[0].uid)
    return [Company(row.code, row.name, row.kind, row.uscc, tuple(lets[row.uid])) for row in rows]


def _lets(session: Session, operator: str, tenant: str | None) -> defaultdict[str, list[Let]]:
    """The leases by the uid of their company, each company's in order of code."""
    wanted = select(Lease.uid, Lease.tenant_uid, Lease.contract_no).where(Lease.operator_uid == operator)
    rows = session.execute(wanted if tenant is None else wanted.where(Lease.tenant_uid == tenant)).all()
    known = facts.by_uid(session, operator, None if tenant is None else [row.uid for row in rows])
    places = _rooms(session, operator)
    found: defaultdict[str, list[Let]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: known[row.uid].lease.code):
        let = Let(row.uid, row.contract_no, "、".join(places[row.uid]), known[row.uid])
        found[row.tenant_uid].append(let)
    return found


def _rooms(session: Session, operator: str) -> defaultdict[str, list[str]]:
    """Where each lease's rooms are, by its uid: its first room, then the further ones in order of code."""
    columns = (Premises.building, Premises.floor, Premises.room)
    first = select(Lease.uid, *columns).join(Premises, Lease.premises_uid == Premises.uid)
    further = select(LeaseRoom.lease_uid, *columns).join(Premises, LeaseRoom.premises_uid == Premises.uid)
    found: defaultdict[str, list[str]] = defaultdict(list)
    for statement in (
        first.where(Lease.operator_uid == operator),
        further.where(LeaseRoom.operator_uid == operator).order_by(Premises.code),
    ):
        for row in session.execute(statement):
            if place := _place(row):
                found[row[0]].append(place)
    return found


def _place(row: Row[*tuple[Any, ...]]) -> str:
    return " ".join(part for part in (row.building, row.room or row.floor) if part)
