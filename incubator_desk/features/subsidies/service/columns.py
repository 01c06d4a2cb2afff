"""What registers show of subsidies, and which records belong to which."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from incubator_desk.base.errors import Refused
from incubator_desk.base.i18n import N_
from incubator_desk.base.money import ZERO
from incubator_desk.catalog.feature import Extract
from incubator_desk.catalog.kinds import Money, Text, Whole
from incubator_desk.features.leases.model import Lease
from incubator_desk.features.rent.papers.offered import around
from incubator_desk.features.subsidies.flow import STANDING
from incubator_desk.features.subsidies.model import SubsidyClaim, SubsidyLine, SubsidyProgramme
from incubator_desk.features.tenants.model import Tenant
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


def paper(session: Session, _actor: Actor, uid: str, _today: date) -> tuple[str, Mapping[str, Any]]:
    """The paper of a claim: what the reports screen opens with."""
    programme = session.get_one(SubsidyProgramme, session.get_one(SubsidyClaim, uid).programme_uid)
    period = around(programme.starts_on, programme.ends_on)
    return "paper", {"report": "subsidy_claim", "tenant": None, "period": period.text}


def by_company(session: Session, _actor: Actor, uid: str, _today: date) -> Sequence[Sequence[Any]]:
    """What a claim has of each company: its months that count, what was given, what of it counts, its share."""
    columns = (Tenant.code, Tenant.name, SubsidyLine.month, SubsidyLine.amount, SubsidyLine.eligible, SubsidyLine.share)
    mine = select(*columns).join(Tenant, SubsidyLine.tenant_uid == Tenant.uid).where(SubsidyLine.claim_uid == uid)
    rows = sorted(session.execute(mine), key=lambda row: row.code)
    return [_company(list(lines)) for _code, lines in groupby(rows, key=lambda row: row.code)]


def _company(lines: Sequence[Any]) -> Sequence[Any]:
    counted = [line for line in lines if line.eligible]
    sums = (
        sum((line.amount for line in lines), ZERO),
        sum((line.amount for line in counted), ZERO),
        sum((line.share for line in lines), ZERO),
    )
    return lines[0].name, len({line.month for line in counted}), *sums


BY_COMPANY = Extract(
    "subsidy_claims",
    N_("By company"),
    (
        (N_("Company"), Text(width=22)),
        (N_("Months"), Whole(width=7)),
        (N_("Given"), Money()),
        (N_("Eligible"), Money()),
        (N_("Share of the claim"), Money()),
    ),
    by_company,
    (2, 3, 4),
)
