"""The facts of leases as the rules take them, read in a few statements for however many leases."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from incubator_desk.features.leases.model import Lease, LeaseRoom, LeaseStep, Premises
from incubator_desk.features.rent.model import Policy, Receipt, Refund, Relief
from incubator_desk.features.rent.rules import terms
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.store.bulk import among

OWNED = {m.__tablename__: m for m in (LeaseStep, LeaseRoom, Relief, Receipt, Refund)}
"""What belongs to a lease, by table."""


def load(session: Session, operator: str, leases: Collection[str] | None = None) -> list[terms.Facts]:
    """The facts of an operator's leases, in order of code; of some leases where their uids are given."""
    return sorted(by_uid(session, operator, leases).values(), key=lambda facts: facts.lease.code)


def by_uid(session: Session, operator: str, leases: Collection[str] | None = None) -> dict[str, terms.Facts]:
    """The facts of an operator's leases by the uid of the lease."""
    wanted = _Wanted(session, operator, leases)
    steps = _grouped(wanted.rows(_steps(), LeaseStep.lease_uid), _step)
    reliefs = _grouped(wanted.rows(_reliefs(), Relief.lease_uid), _relief)
    receipts = _grouped(wanted.rows(_receipts(), Receipt.lease_uid), _receipt)
    refunds = _grouped(wanted.refunds(), lambda row: terms.Refund(row.code, row.relief, row.paid_on, row.amount))
    return {
        row.uid: terms.Facts(
            _lease(row, tuple(steps[row.uid])),
            tuple(reliefs[row.uid]),
            tuple(receipts[row.uid]),
            tuple(refunds[row.uid]),
        )
        for row in wanted.rows(_leases(), Lease.uid)
    }


def rests_on(session: Session, altered: Mapping[str, set[str]]) -> set[str]:
    """The leases whose figures rest on records, as far as these exist in this session."""
    found = set(altered.get("leases", ()))
    for name, model in OWNED.items():
        if uids := altered.get(name):
            found |= {lease for lease in session.scalars(select(model.lease_uid).where(model.uid.in_(uids))) if lease}
    if refunds := altered.get("refunds"):
        of_reliefs = select(Relief.lease_uid).join(Refund, Refund.relief_uid == Relief.uid)
        found |= set(session.scalars(of_reliefs.where(Refund.uid.in_(refunds))))
    if policies := altered.get("relief_policies"):
        found |= set(session.scalars(select(Relief.lease_uid).where(Relief.policy_uid.in_(policies))))
    if rooms := altered.get("premises"):
        further = select(LeaseRoom.lease_uid).where(LeaseRoom.premises_uid.in_(rooms))
        found |= set(
            session.scalars(select(Lease.uid).where(or_(Lease.premises_uid.in_(rooms), Lease.uid.in_(further))))
        )
    return found


class _Wanted:
    """Narrows each statement to the operator and, where they are few, to the leases asked for."""

    def __init__(self, session: Session, operator: str, leases: Collection[str] | None) -> None:
        self._session = session
        self._operator = operator
        self._leases = leases

    def rows(
        self, statement: Select[*tuple[Any, ...]], lease: InstrumentedAttribute[Any]
    ) -> Iterator[Row[*tuple[Any, ...]]]:
        mine = statement.where(lease.class_.operator_uid == self._operator, among(lease, self._leases))
        found = self._session.execute(mine)
        if self._leases is None:
            return iter(found)
        chosen = set(self._leases)
        return (row for row in found if row[0] in chosen)

    def refunds(self) -> Iterator[Row[*tuple[Any, ...]]]:
        lease: ColumnElement[str] = func.coalesce(Refund.lease_uid, Relief.lease_uid)
        statement = (
            select(lease.label("lease_uid"), Refund.code, Relief.code.label("relief"), Refund.paid_on, Refund.amount)
            .outerjoin(Relief, Refund.relief_uid == Relief.uid)
            .where(Refund.operator_uid == self._operator)
            .where(or_(among(Refund.lease_uid, self._leases), among(Relief.lease_uid, self._leases)))
        )
        return iter(self._session.execute(statement))


def _leases() -> Select[*tuple[Any, ...]]:
    columns = [getattr(Lease, name) for name in _LEASE_COLUMNS]
    area = func.coalesce(Lease.area_sqm, Premises.area_sqm, type_=Lease.area_sqm.type).label("area")
    joined = select(Lease.uid, Tenant.code.label("tenant"), area, *columns).join(Tenant, Lease.tenant_uid == Tenant.uid)
    return joined.outerjoin(Premises, Lease.premises_uid == Premises.uid)


_LEASE_COLUMNS = (
    "code", "price", "price_unit", "day_count", "billing_months", "billing_anchor", "starts_on", "ends_on", "ended_on",
    "rent_free_days", "due_offset_days",
)  # fmt: skip


def _lease(row: Row[*tuple[Any, ...]], steps: tuple[terms.Step, ...]) -> terms.Lease:
    values = {name: getattr(row, name) for name in _LEASE_COLUMNS} | {"billing_months": int(row.billing_months)}
    return terms.Lease(tenant=row.tenant, area=row.area or Decimal(0), steps=steps, **values)


def _steps() -> Select[*tuple[Any, ...]]:
    return select(LeaseStep.lease_uid, LeaseStep.from_on, LeaseStep.price, LeaseStep.percent).order_by(
        LeaseStep.from_on
    )


def _step(row: Row[*tuple[Any, ...]]) -> terms.Step:
    return terms.Step(row.from_on, row.price, row.percent)


_RELIEF_COLUMNS = (
    "code", "kind", "status", "starts_on", "ends_on", "percent", "amount", "cap", "months", "defer_to", "parts",
    "first_due_on", "approved_on",
)  # fmt: skip


def _reliefs() -> Select[*tuple[Any, ...]]:
    columns = [getattr(Relief, name) for name in _RELIEF_COLUMNS]
    policy = (Policy.code.label("policy"), Policy.exclusive, Policy.settle_paid)
    return select(Relief.lease_uid, *columns, *policy).outerjoin(Policy, Relief.policy_uid == Policy.uid)


def _relief(row: Row[*tuple[Any, ...]]) -> terms.Relief:
    values = {name: getattr(row, name) for name in _RELIEF_COLUMNS}
    settle_paid: terms.SettlePaid = row.settle_paid or "offset"
    return terms.Relief(policy=row.policy, exclusive=bool(row.exclusive), settle_paid=settle_paid, **values)


def _receipts() -> Select[*tuple[Any, ...]]:
    """All receipts but those that were reversed: they are as if they had never been."""
    columns = (Receipt.lease_uid, Receipt.code, Receipt.received_on, Receipt.amount, Receipt.kind)
    return select(*columns).where(Receipt.reversed_on.is_(None))


def _receipt(row: Row[*tuple[Any, ...]]) -> terms.Receipt:
    return terms.Receipt(row.code, row.received_on, row.amount, row.kind)


def _grouped(rows: Iterable[Row[*tuple[Any, ...]]], make: Any) -> defaultdict[str, list[Any]]:
    groups: defaultdict[str, list[Any]] = defaultdict(list)
    for row in rows:
        groups[row[0]].append(make(row))
    return groups
