"""The relief ledger that superiors ask for: case by case, what was granted on the days of a period."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from incubator_desk.base.errors import Refused
from incubator_desk.base.i18n import N_
from incubator_desk.base.money import to_yuan
from incubator_desk.catalog.kinds import Area, Code, Day, Money, Percent, Phone, Text, Uscc, Whole, YesNo
from incubator_desk.catalog.report import Asked, Column, Paper, Report, Sheet
from incubator_desk.features.leases.model import OWNERSHIPS, HeadLease, Lease, LeaseRoom, Premises
from incubator_desk.features.tenants.model import KINDS, SIZES, Tenant
from incubator_desk.features.tenants.rules.incubation import incubation
from incubator_desk.store.record import Actor

from .model import RELIEF_KINDS, Policy, Relief
from .rules.cases import Case
from .service.summary import drawn

_COLUMNS = (
    Column("no", N_("No."), Whole()),
    Column("relief", N_("Case no."), Code(), stacked=True),
    Column("landlord", N_("Landlord"), Text()),
    Column("tenant", N_("Tenant"), Text()),
    Column("uscc", N_("Unified social credit code"), Uscc(), stacked=True),
    Column("type", N_("Kind of enterprise"), KINDS),
    Column("size", N_("Size"), SIZES, stacked=True),
    Column("incubated", N_("Incubated"), YesNo(), stacked=True),
    Column("industry", N_("Industry"), Text()),
    Column("service", N_("Service sector"), YesNo(), stacked=True),
    Column("address", N_("Address"), Text()),
    Column("ownership", N_("Ownership"), OWNERSHIPS),
    Column("area", N_("Area (m²)"), Area(), stacked=True),
    Column("lease", N_("Contract no."), Code()),
    Column("lease_from", N_("Lease from"), Day(), stacked=True),
    Column("lease_to", N_("Lease to"), Day(), stacked=True),
    Column("monthly_rent", N_("Monthly rent"), Money()),
    Column("policy", N_("Policy document"), Text()),
    Column("instrument", N_("Instrument"), RELIEF_KINDS, stacked=True),
    Column("percent", N_("Percent"), Percent(), stacked=True),
    Column("from", N_("Relief from"), Day()),
    Column("to", N_("Relief to"), Day(), stacked=True),
    Column("entitled", N_("Entitled"), Money(), total=True),
    Column("executed", N_("Executed"), Money(), total=True, stacked=True),
    Column("deferred", N_("Deferred"), Money(), total=True),
    Column("deferred_until", N_("Deferred until"), Day(), stacked=True),
    Column("sublease", N_("Sublease"), YesNo()),
    Column("final_lessee", N_("Final lessee"), Text(), stacked=True),
    Column("contact", N_("Contact"), Text()),
    Column("phone", N_("Phone"), Phone(), stacked=True),
    Column("approved_on", N_("Approved on"), Day()),
    Column("notice_from", N_("Notice from"), Day(), stacked=True),
    Column("notice_to", N_("Notice to"), Day(), stacked=True),
    Column("supplement", N_("Supplement no."), Code()),
    Column("note", N_("Note"), Text(), stacked=True),
)


def rows(session: Session, actor: Actor, asked: Asked) -> Sequence[Sheet]:
    """The ledger's rows in order of the relief's code; those of one company where asked for."""
    leases = leases_asked_for(session, actor, asked)
    found = drawn(session, actor.operator, asked.as_of, leases).values()
    touched = [(case, each.facts) for each in found for case in each.cases(asked.period)]
    touched.sort(key=lambda each: each[0].relief)
    known = {row.code: row for row in session.execute(_known(actor.operator))}
    further = _further_rooms(session, actor.operator)
    lines = []
    for no, (case, each) in enumerate(touched, 1):
        row = known[case.relief]
        rooms = [_place(row), *further[row.lease_uid]]
        lines.append(_row(no, case, row, "、".join(filter(None, rooms)), each.lease.area or None, asked.as_of))
    return (Sheet(lines),)


def leases_asked_for(session: Session, actor: Actor, asked: Asked) -> Collection[str] | None:
    """The uids of the leases of the company asked for; None where all are. ``Refused`` where there is no such one."""
    if asked.tenant is None:
        return None
    known = (Tenant.operator_uid == actor.operator, Tenant.code == asked.tenant)
    uid = session.scalar(select(Tenant.uid).where(*known))
    if uid is None:
        message = N_("There is no company with the code “{tenant}”.")
        raise Refused.because("unknown_tenant", message, tenant=asked.tenant)
    return session.scalars(select(Lease.uid).where(Lease.tenant_uid == uid)).all()


def _known(operator: str) -> Select[*tuple[Any, ...]]:
    """What the records say of each case, by the labels that :func:`_row` reads."""
    columns = (
        Relief.code, Relief.lease_uid, Relief.kind.label("instrument"), Relief.percent, Relief.approved_on,
        Relief.notice_from, Relief.notice_to, Relief.agreement_no, Relief.final_lessee, Relief.note,
        Policy.document_no, Policy.title.label("policy"),
        Lease.code.label("lease"), Lease.contract_no, Lease.starts_on, Lease.ends_on,
        # Of rooms that the park rents itself, the owner of the head lease counts.
        func.coalesce(HeadLease.landlord, Premises.landlord).label("landlord"),
        func.coalesce(HeadLease.ownership, Premises.ownership).label("ownership"),
        Premises.head_lease_uid, Premises.building, Premises.floor, Premises.room,
        Tenant.name.label("tenant"), Tenant.uscc, Tenant.kind, Tenant.size_class, Tenant.industry, Tenant.is_service,
        Tenant.status, Tenant.admitted_on, Tenant.graduated_on, Tenant.left_on,
        Tenant.contact_name, Tenant.contact_phone,
    )  # fmt: skip
    return (
        select(*columns)
        .join(Lease, Relief.lease_uid == Lease.uid)
        .join(Tenant, Lease.tenant_uid == Tenant.uid)
        .outerjoin(Premises, Lease.premises_uid == Premises.uid)
        .outerjoin(HeadLease, Premises.head_lease_uid == HeadLease.uid)
        .outerjoin(Policy, Relief.policy_uid == Policy.uid)
        .where(Relief.operator_uid == operator)
    )


def _further_rooms(session: Session, operator: str) -> defaultdict[str, list[str]]:
    """The further rooms of each lease."""
    columns = (LeaseRoom.lease_uid, Premises.building, Premises.floor, Premises.room)
    statement = select(*columns).join(Premises, LeaseRoom.premises_uid == Premises.uid).order_by(Premises.code)
    rooms: defaultdict[str, list[str]] = defaultdict(list)
    for row in session.execute(statement.where(LeaseRoom.operator_uid == operator)):
        rooms[row.lease_uid].append(_place(row))
    return rooms


def _place(row: Row[*tuple[Any, ...]]) -> str:
    return " ".join(part for part in (row.building, row.room or row.floor) if part)


def _incubated(row: Row[*tuple[Any, ...]], day: date) -> bool:
    days = incubation(row.admitted_on, row.graduated_on, row.left_on, row.status)
    return days is not None and days[0] <= day <= days[1]


def _row(
    no: int, case: Case, row: Row[*tuple[Any, ...]], place: str, area: Decimal | None, as_of: date
) -> tuple[object, ...]:
    """A line of the ledger, in the order of its columns."""
    return (
        no, case.relief, row.landlord, row.tenant, row.uscc, row.kind, row.size_class, _incubated(row, as_of),
        row.industry, row.is_service, place or None, row.ownership, area, row.contract_no or row.lease,
        row.starts_on, row.ends_on, to_yuan(case.monthly_rent), row.document_no or row.policy,
        row.instrument, row.percent if row.instrument == "percent" else None, case.first, case.last,
        _yuan(case.entitled), _yuan(case.executed), _yuan(case.deferred), case.deferred_until,
        *_sublet(row),
        row.contact_name, row.contact_phone,
        row.approved_on, row.notice_from, row.notice_to, row.agreement_no, row.note,
    )  # fmt: skip


def _sublet(row: Row[*tuple[Any, ...]]) -> tuple[bool, str | None]:
    """Whether it is a sublease, and who rents in the end: the company itself where the park sublets to it."""
    if row.final_lessee is None and row.head_lease_uid is None:
        return False, None
    return True, row.final_lessee or row.tenant


def _yuan(fen: int | None) -> Decimal | None:
    return None if fen is None else to_yuan(fen)


RELIEF_LEDGER = Report("relief_ledger", N_("Rent relief ledger"), _COLUMNS, rows, Paper(landscape=True))
