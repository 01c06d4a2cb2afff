"""What registers show of subsidies, and which records belong to which."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from incubator_desk.base.errors import Refused
from incubator_desk.base.i18n import N_
from incubator_desk.features.leases.model import Lease
from incubator_desk.features.subsidies.flow import STANDING
from incubator_desk.features.subsidies.model import SubsidyClaim, SubsidyLine
from incubator_desk.features.vouchers.model import VoucherClaim
from incubator_desk.store.record import Actor


def claimed(session: Session, uids: Sequence[str], _today: date) -> Mapping[str, Any]:
    """What the claims that stand under each programme come to: as approved, else as claimed."""
    amount = func.coalesce(SubsidyClaim.approved_amount, SubsidyClaim.claim_amount, type_=SubsidyClaim.cap.type)
    rows = session.execute(select(SubsidyClaim.programme_uid, amount).where(SubsidyClaim.status.in_(STANDING)))
    sums: dict[str, Decimal] = {}
    for uid, each in rows:
        sums[uid] = sums.get(uid, Decimal(0)) + (each or 0)
    return {uid: sums[uid] for uid in uids if uid in sums}


def claims_under(programme: str) -> Select[str]:
    """The claims under a programme."""
    return select(SubsidyClaim.uid).where(SubsidyClaim.programme_uid == programme)


def lines_of(claim: str) -> Select[str]:
    """The lines of a claim."""
    return select(SubsidyLine.uid).where(SubsidyLine.claim_uid == claim)


def lines_for(tenant: str) -> Select[str]:
    """The lines of a company, of all claims."""
    return select(SubsidyLine.uid).where(SubsidyLine.tenant_uid == tenant)


def source(session: Session, actor: Actor, uid: str, _today: date) -> tuple[str, str]:
    """Where the amount of a line comes from: the schedule of its lease, or its voucher claim; screen and record."""
    line = session.get_one(SubsidyLine, uid)
    model: Any = VoucherClaim if line.source == "voucher" else Lease
    code = line.record_code if line.source == "voucher" else line.lease_code
    found = session.scalar(select(model.uid).where(model.operator_uid == actor.operator, model.code == code))
    if found is None:
        raise Refused.because(
            "source_gone", N_("{record} is no longer there; the claim keeps what it was."), record=code
        )
    return ("voucher_claims" if line.source == "voucher" else "schedule"), str(found)
