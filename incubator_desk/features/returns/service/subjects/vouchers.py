"""Vouchers and the claims on them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from incubator_desk.base.errors import Label
from incubator_desk.base.money import to_yuan
from incubator_desk.features.returns.rules.subjects import Row
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.features.vouchers.model import Programme, Voucher, VoucherClaim
from incubator_desk.features.vouchers.rules.findings import own_findings
from incubator_desk.features.vouchers.service.columns import standings
from incubator_desk.features.vouchers.service.standing import stood
from incubator_desk.features.vouchers.service.words import FINDINGS

from .looking import Looking

_DECIDED = ("approved", "published", "batched", "paid")


def vouchers(looking: Looking) -> Sequence[Row]:
    """A row for each voucher issued by the end of the period that can be claimed on in it, or still counts as good."""
    columns = (Voucher.uid, Voucher.code, Voucher.status, Programme.redeem_by, Tenant.name)
    joined = select(*columns).join(Programme, Voucher.programme_uid == Programme.uid)
    mine = (Voucher.operator_uid == looking.operator, Voucher.status != "applied", Voucher.issued_on <= looking.last)
    good = (Programme.redeem_by >= looking.period.first) | (Voucher.status == "issued")
    stored = joined.join(Tenant, Voucher.tenant_uid == Tenant.uid).where(*mine, good).order_by(Voucher.code)
    places, found = standings(looking.session), []
    for uid, code, status, redeem_by, holder in looking.session.execute(stored):
        of = places[uid]
        amounts = {
            "face_value": of.issued, "issued": of.issued, "parts": of.parts, "taken": of.redeemed + of.in_process,
            "available": of.available,
        }  # fmt: skip
        values: dict[str, Any] = {name: to_yuan(fen) for name, fen in amounts.items()}
        values |= {"status": status, "redeem_by": redeem_by, "last_day": min(looking.last, looking.today)}
        found.append(Row("vouchers", uid, code, values, holder))
    return found


def claims(looking: Looking) -> Sequence[Row]:
    """A row for each claim that takes something, was made by the end of the period and not paid before it."""
    mine = VoucherClaim
    columns = (
        mine.uid, mine.code, mine.eligible_amount, mine.contract_amount, mine.invoice_amount, mine.payment_amount,
        Tenant.name,
    )  # fmt: skip
    joined = select(*columns).join(Voucher, mine.voucher_uid == Voucher.uid)
    days = (mine.claimed_on <= looking.last, mine.paid_on.is_(None) | (mine.paid_on >= looking.period.first))
    stored = joined.join(Tenant, Voucher.tenant_uid == Tenant.uid).where(mine.operator_uid == looking.operator, *days)
    of = stood(looking.session, looking.operator)
    found = []
    for uid, code, eligible, contract, invoice, payment, holder in looking.session.execute(stored.order_by(mine.code)):
        claim = of.known.claims[uid]
        if claim.takes:
            against = (*own_findings(claim), *claim.flags)
            other = of.standing.duplicate_of(claim)
            values = {
                "decided": claim.status in _DECIDED,
                "findings": "; ".join(against) or None,
                "duplicate_of": other.code if other else None,
                "eligible": eligible,
                "contract_amount": contract,
                "invoice_amount": invoice,
                "payment_amount": payment,
            }
            words = {"findings": tuple(Label(FINDINGS[name]) for name in against)}
            found.append(Row("voucher_claims", uid, code, values, holder, words))
    return found
