"""The payment list of batches: to whom, on which account, how much; what is clawed back stands below zero."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy.orm import Session

from incubator_desk.base.i18n import N_, _
from incubator_desk.base.money import to_fen
from incubator_desk.catalog.kinds import Code, Day, Money, Text, Whole
from incubator_desk.catalog.report import Asked, Column, Paper, Report, Sheet
from incubator_desk.features.park.letterhead import figure, spelled
from incubator_desk.features.vouchers.model import VoucherBatch
from incubator_desk.store.record import Actor

from . import known

_COLUMNS = (
    Column("no", N_("No."), Whole()),
    Column("batch", N_("Batch"), Code()),
    Column("locked_on", N_("Locked on"), Day(), stacked=True),
    Column("payee", N_("Payee"), Text()),
    Column("bank", N_("Bank"), Text()),
    Column("account", N_("Account no."), Text(width=24)),
    Column("amount", N_("Amount"), Money(), total=True),
    Column("purpose", N_("Purpose"), Text()),
    Column("claim", N_("Claim"), Code()),
    Column("voucher", N_("Voucher no."), Code(), stacked=True),
    Column("company", N_("Company"), Text()),
    Column("paid_on", N_("Paid out on"), Day()),
)


def rows(session: Session, actor: Actor, asked: Asked) -> Sequence[Sheet]:
    """A line for each claim of a batch that was locked in the period, and for each that is clawed back in one."""
    found = sorted(_lines(session, actor, asked), key=lambda line: line[:2])
    lines = [(no, *cells) for no, (_batch, _claim, cells) in enumerate(found, 1)]
    total = sum(to_fen(cells[5]) for _batch, _claim, cells in found)
    closing = (_("In all: {figure} {capitals}").format(figure=figure(total), capitals=spelled(total)).strip(),)
    return (Sheet(lines, closing=closing if lines else ()),)


def _lines(session: Session, actor: Actor, asked: Asked) -> Iterator[tuple[str, str, tuple[Any, ...]]]:
    for each in known.claims(session, actor, asked.tenant):
        for batch, sign in ((each.batch, 1), (each.reversal, -1)):
            if batch is None or batch.locked_on is None or each.claim.approved_amount is None:
                continue
            if batch.locked_on in asked.period:
                yield batch.code, each.claim.code, _cells(each, batch, sign)


def _cells(each: known.Known, batch: VoucherBatch, sign: int) -> tuple[Any, ...]:
    claim = each.claim
    assert claim.approved_amount is not None
    text = _("Voucher {voucher}, claim {claim}") if sign > 0 else _("Clawed back: voucher {voucher}, claim {claim}")
    purpose = text.format(voucher=each.voucher.code, claim=claim.code)
    return (
        batch.code, batch.locked_on, claim.payee_name or each.provider.name, claim.payee_bank, claim.payee_account,
        sign * claim.approved_amount, purpose, claim.code, each.voucher.code, each.holder.name,
        batch.paid_on if sign > 0 else claim.reversed_on,
    )  # fmt: skip


VOUCHER_PAYMENTS = Report(
    "voucher_payments", N_("Payment list of voucher batches"), _COLUMNS, rows, Paper(landscape=True),
    note=N_("Accounts as they stood when the batch was locked."),
)  # fmt: skip
