"""What the records say of each lease that a paper names."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from incubator_desk.features.leases.model import Lease, Premises
from incubator_desk.features.tenants.model import Tenant

Known = Row[*tuple[Any, ...]]
_COLUMNS = (
    Lease.uid, Lease.code.label("lease"), Lease.contract_no, Lease.starts_on, Premises.building,
    Tenant.code.label("tenant_code"), Tenant.name.label("tenant"), Tenant.uscc, Tenant.status,
    Tenant.admitted_on, Tenant.graduated_on, Tenant.left_on, Tenant.contact_name, Tenant.contact_phone,
)  # fmt: skip


def leases(session: Session, operator: str) -> Mapping[str, Known]:
    """Contract, first premises and company of each of an operator's leases, by the uid of the lease."""
    joined = select(*_COLUMNS).join(Tenant, Lease.tenant_uid == Tenant.uid)
    statement = joined.outerjoin(Premises, Lease.premises_uid == Premises.uid).where(Lease.operator_uid == operator)
    return {row.uid: row for row in session.execute(statement)}
