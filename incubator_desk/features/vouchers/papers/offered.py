"""The paper that a voucher's record leads to."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from incubator_desk.features.tenants.model import Tenant
from incubator_desk.features.vouchers.model import Programme, Voucher
from incubator_desk.store.record import Actor


def of_voucher(session: Session, _actor: Actor, uid: str, _today: date) -> tuple[str, Any]:
    """Its company's vouchers of the programme's year, to be printed again."""
    voucher = session.get_one(Voucher, uid)
    tenant = session.get_one(Tenant, voucher.tenant_uid).code
    year = session.get_one(Programme, voucher.programme_uid).year
    return "paper", {"report": "voucher", "tenant": tenant, "period": str(year)}
