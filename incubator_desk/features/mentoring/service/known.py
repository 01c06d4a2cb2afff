"""What bookings are held against, read from the database: mentors, companies, ties, claims, the calendar."""

from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session as Reading

from incubator_desk.base.errors import Label
from incubator_desk.features.mentoring import model
from incubator_desk.features.mentoring.rules.booking import Claim, Company, Known, Tie
from incubator_desk.features.mentoring.rules.terms import Term
from incubator_desk.features.park.service import calendar
from incubator_desk.features.park.services import SERVICE_KIND
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.features.vouchers.model import Voucher, VoucherClaim
from incubator_desk.store.record import Actor

from . import facts

_KINDS = {option.value: Label(option.label) for option in SERVICE_KIND.options}


def known(session: Reading, actor: Actor) -> Known:
    """All of a park's that bookings are held against; six queries."""
    return Known(
        mentors=facts.mentors_by_uid(session, actor.operator),
        companies=_companies(session, actor.operator),
        ties=_ties(session, actor.operator),
        claims=_claims(session, actor.operator),
        kinds=_KINDS,
        calendar=calendar(session, actor),
    )


def _companies(session: Reading, operator: str) -> dict[str, Company]:
    names = ("uid", "code", "name", "admitted_on", "graduated_on", "left_on", "tech_field", "industry", "status")
    mine = select(*(Tenant.__table__.c[name] for name in names)).where(Tenant.operator_uid == operator)
    return {
        row.uid: Company(
            row.code, row.name, row.admitted_on, row.graduated_on, row.left_on,
            " ".join(filter(None, (row.tech_field, row.industry))), row.status == "incubating",
        )
        for row in session.execute(mine)
    }  # fmt: skip


def _ties(session: Reading, operator: str) -> dict[str, list[Tie]]:
    of, found = model.MentorTie, defaultdict[str, list[Tie]](list)
    mine = select(of.mentor_uid, of.tenant_uid, of.kind, of.from_on, of.to_on).where(of.operator_uid == operator)
    for mentor, tenant, kind, from_on, to_on in session.execute(mine.order_by(of.uid)):
        found[mentor].append(Tie(tenant, Label(model.TIES.by_value[kind].label), Term(from_on, to_on)))
    return found


def _claims(session: Reading, operator: str) -> dict[str, Claim]:
    mine = (
        select(VoucherClaim.uid, VoucherClaim.code, Voucher.tenant_uid, VoucherClaim.service_kind)
        .join(Voucher, VoucherClaim.voucher_uid == Voucher.uid)
        .where(VoucherClaim.operator_uid == operator)
    )
    return {uid: Claim(*rest) for uid, *rest in session.execute(mine)}
