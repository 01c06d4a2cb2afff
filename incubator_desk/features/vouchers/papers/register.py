"""The voucher register: every claim with its voucher, contract, bill, payment and what became of it (handbook, 4)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from incubator_desk.base.i18n import N_
from incubator_desk.base.money import to_yuan
from incubator_desk.catalog.kinds import Choice, Code, Day, Money, Percent, Text, Uscc, Whole
from incubator_desk.catalog.report import Asked, Column, Paper, Report, Sheet
from incubator_desk.features.park.services import SERVICE_KIND
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.features.vouchers.flow import CLAIM_FLOW, VOUCHER_FLOW
from incubator_desk.features.vouchers.model import Programme, Voucher
from incubator_desk.features.vouchers.service.columns import BINDINGS
from incubator_desk.store.record import Actor

from . import known

_STATES = Choice((*CLAIM_FLOW.states, *VOUCHER_FLOW.states), width=9)
_COLUMNS = (
    Column("no", N_("No."), Whole()),
    Column("voucher", N_("Voucher no."), Code()),
    Column("programme", N_("Programme"), Code(), stacked=True),
    Column("company", N_("Company"), Text()),
    Column("uscc", N_("Unified social credit code"), Uscc(), stacked=True),
    Column("controller", N_("Actual controller"), Text(), sensitive=True),
    Column("face_value", N_("Face value"), Money()),
    Column("issued_on", N_("Date of issue"), Day(), stacked=True),
    Column("use_by", N_("Use by"), Day(), stacked=True),
    Column("redeem_by", N_("Redeem by"), Day(), stacked=True),
    Column("claim", N_("Claim"), Code()),
    Column("provider", N_("Provider"), Text()),
    Column("service_kind", N_("Kind of service"), SERVICE_KIND, stacked=True),
    Column("contract_no", N_("Contract no."), Code()),
    Column("contract_on", N_("Contract signed on"), Day(), stacked=True),
    Column("invoice_no", N_("Invoice no."), Code(), stacked=True),
    Column("invoice_on", N_("Invoiced on"), Day(), stacked=True),
    Column("payment_no", N_("Payment no."), Code()),
    Column("payment_on", N_("Bill paid on"), Day(), stacked=True),
    Column("payment_amount", N_("Bill paid"), Money(), stacked=True),
    Column("eligible", N_("Eligible amount"), Money(), total=True),
    Column("rate", N_("Rate"), Percent(), stacked=True),
    Column("allowed", N_("Worth"), Money(), total=True),
    Column("binding", N_("Limited by"), BINDINGS, stacked=True),
    Column("batch", N_("Batch"), Code()),
    Column("paid", N_("Paid out"), Money(), total=True),
    Column("paid_on", N_("Paid out on"), Day(), stacked=True),
    Column("status", N_("Status"), _STATES),
    Column("note", N_("Note"), Text(), stacked=True),
)


def rows(session: Session, actor: Actor, asked: Asked) -> Sequence[Sheet]:
    """A row for each claim made in the period, and for each good voucher issued by its end that has no claim in it."""
    claims = [each for each in known.claims(session, actor, asked.tenant) if each.claim.claimed_on in asked.period]
    used = {each.voucher.uid for each in claims}
    idle = [
        each
        for each in known.vouchers(session, actor, asked.tenant)
        if each[0].uid not in used
        and each[0].status in ("issued", "used_up")
        and each[0].issued_on <= asked.period.last
    ]
    found = [(each.voucher.code, each.claim.code, _claimed(each)) for each in claims]
    found += [(voucher.code, "", _idle(voucher, programme, holder)) for voucher, programme, holder in idle]
    found.sort(key=lambda each: each[:2])
    return (Sheet([(no, *cells) for no, (_voucher, _claim, cells) in enumerate(found, 1)]),)


def _of_voucher(voucher: Voucher, programme: Programme, holder: Tenant) -> tuple[Any, ...]:
    return (
        voucher.code, programme.code, holder.name, holder.uscc, holder.controller, voucher.face_value,
        voucher.issued_on, voucher.use_by or programme.use_by, programme.redeem_by,
    )  # fmt: skip


def _idle(voucher: Voucher, programme: Programme, holder: Tenant) -> tuple[Any, ...]:
    blank = (None,) * (len(_COLUMNS) - 12)
    return (*_of_voucher(voucher, programme, holder), *blank, voucher.status, voucher.note)


def _claimed(each: known.Known) -> tuple[Any, ...]:
    claim, paid = each.claim, each.claim.status in ("paid", "reversed")
    return (
        *_of_voucher(each.voucher, each.programme, each.holder), claim.code, each.provider.name, claim.service_kind,
        claim.contract_no, claim.contract_on, claim.invoice_no, claim.invoice_on, claim.payment_no, claim.payment_on,
        claim.payment_amount, claim.eligible_amount, each.programme.rate_percent, to_yuan(each.assessed.allowed),
        each.assessed.binding, each.batch.code if each.batch else None, claim.approved_amount if paid else None,
        claim.paid_on if paid else None, claim.status, claim.note,
    )  # fmt: skip


VOUCHER_REGISTER = Report("voucher_register", N_("Voucher register"), _COLUMNS, rows, Paper(landscape=True))
