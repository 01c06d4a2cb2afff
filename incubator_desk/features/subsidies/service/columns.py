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
from incubator_desk.features.subsidies.model import SubsidyClaim, SubsidyLine, SubsidyProgramme
from incubator_desk.features.vouchers.model import VoucherClaim
from incubator_desk.store.bulk import among
from incubator_desk.store.record import Actor


def claimed(session: Session, uids: Sequence[str], _today: date) -> Mapping[str, Any]:
    """What the claims that stand under each programme come to: as approved, else as claimed."""
    amount = func.coalesce(SubsidyClaim.approved_amount, SubsidyClaim.claim_amount, type_=SubsidyClaim.cap.type)
    rows = session.execute(select(SubsidyClaim.programme_uid, amount).where(SubsidyClaim.status.in_(STANDING)))
    sums: dict[str, Decimal] = {}
    for uid, each in rows:
        sums[uid] = sums.get(uid, Decimal(0)) + (each or 0)
    return {uid: sums[uid] for uid in uids if uid in sums}


def titles(session: Session, uids: Sequence[str], _today: date) -> Mapping[str, Any]:
    """The title of each claim's programme."""
    named = select(SubsidyClaim.uid, SubsidyProgramme.title).join(
        SubsidyProgramme, SubsidyClaim.programme_uid == SubsidyProgramme.uid
    )
    return dict(session.execute(named.where(among(SubsidyClaim.uid, uids))).all())


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


def line(session: Session, _actor: Actor, uid: str, _today: date) -> tuple[str, int | None]:
    """The number of the rent line, for the schedule to open at it; a voucher claim has none."""
    found = session.get_one(SubsidyLine, uid)
    return "schedule_line", found.line_no if found.source == "rent_relief" else None
