"""What of vouchers needs attention: those that end soon, claims that wait, batches to lock."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from incubator_desk.base.i18n import N_, _, translate, translate_many
from incubator_desk.base.money import to_yuan
from incubator_desk.catalog.feature import Parameter, Reminder
from incubator_desk.catalog.moving import used
from incubator_desk.features.park.service import value_on
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.features.vouchers.model import Programme, Voucher, VoucherBatch, VoucherClaim
from incubator_desk.store.record import Actor

from .cases import CLAIMS
from .columns import standings

ENDING_DAYS = Parameter(
    "voucher.reminder_days", N_("Remind before a voucher's or programme's last day"), N_("days"), Decimal(30),
    date(2000, 1, 1), N_("The park's practice"),
)  # fmt: skip
_WAITING = {
    "submitted": N_("Voucher claims waiting to be accepted"),
    "accepted": N_("Voucher claims waiting for review"),
    "reviewed": N_("Voucher claims waiting for approval"),
    "approved": N_("Voucher claims approved"),
    "published": N_("Voucher claims on public notice"),
    "returned": N_("Voucher claims returned"),
}


def reminders(session: Session, actor: Actor, today: date) -> Sequence[Reminder]:
    """Vouchers and programmes that end soon, vouchers past their day, claims by step, batches to lock or pay."""
    until = today + timedelta(days=int(value_on(session, actor, ENDING_DAYS.name, today)))
    return [
        *_vouchers(session, actor, today, until),
        *_programmes(session, actor, today, until),
        *_claims(session, actor, today),
        *_batches(session, actor, today),
    ]


def _vouchers(session: Session, actor: Actor, today: date, until: date) -> Iterator[Reminder]:
    last = func.coalesce(Voucher.use_by, Programme.use_by, type_=Programme.use_by.type)
    good = (
        select(Voucher.uid, Voucher.code, Tenant.name, last.label("last"))
        .join(Programme, Voucher.programme_uid == Programme.uid)
        .join(Tenant, Voucher.tenant_uid == Tenant.uid)
        .where(Voucher.operator_uid == actor.operator, Voucher.status == "issued", last <= until)
        .order_by(last, Voucher.code)
    )
    rows = session.execute(good).all()
    over = [row for row in rows if row.last < today]
    if over:
        text = translate_many(
            "{count} voucher is past its last day", "{count} vouchers are past their last day", len(over)
        )
        yield Reminder(
            "ending", text, over[0].name, "warning", "clock", None, over[0].last, _("Expire them"), "vouchers",
            narrowed={"status": "issued"},
        )  # fmt: skip
    left = standings(session)
    for row in rows:
        rest = left[row.uid].available if row.uid in left else 0
        if row.last >= today and rest:
            text = _("Voucher {code} ends").format(code=row.code)
            yield Reminder(
                "ending",
                text,
                row.name,
                "info",
                "ticket",
                to_yuan(rest),
                row.last,
                _("See the voucher"),
                "vouchers",
                row.uid,
            )


def _programmes(session: Session, actor: Actor, today: date, until: date) -> Iterator[Reminder]:
    ending = select(Programme).where(
        Programme.operator_uid == actor.operator, Programme.redeem_by >= today, Programme.redeem_by <= until
    )
    for each in session.scalars(ending.order_by(Programme.redeem_by, Programme.code)):
        text = _("Claims under {code} end").format(code=each.code)
        yield Reminder(
            "ending", text, each.title, "warning", "clock", None, each.redeem_by, _("See the programme"),
            "voucher_programmes", each.uid,
        )  # fmt: skip


def _claims(session: Session, actor: Actor, today: date) -> Iterator[Reminder]:
    mine = select(VoucherClaim.status).where(
        VoucherClaim.operator_uid == actor.operator, VoucherClaim.batch_uid.is_(None)
    )
    count = Counter(session.scalars(mine))
    flow = used(session, actor, CLAIMS, today)
    for status, label in _WAITING.items():
        if count[status]:
            onward = next((move for move in flow.offered(status) if not move.back), None)
            cases = translate_many("{count} claim", "{count} claims", count[status])
            step = translate(onward.label) if onward else _("Take into a batch")
            register = "voucher_claims" if onward else "voucher_batches"
            narrowed = {"status": status} if onward else {}
            yield Reminder(
                "approval", translate(label), cases, "info", "ticket", None, None, step, register, narrowed=narrowed
            )


def _batches(session: Session, actor: Actor, today: date) -> Iterator[Reminder]:
    waiting = select(VoucherBatch).where(VoucherBatch.operator_uid == actor.operator, VoucherBatch.status != "paid")
    for batch in session.scalars(waiting.order_by(VoucherBatch.code)):
        locked = batch.status == "locked"
        text = _("Batch {code} to be paid out") if locked else _("Batch {code} to be locked")
        yield Reminder(
            "money", text.format(code=batch.code), batch.period or "", "info", "ticket", None,
            batch.locked_on if locked else None, _("See the batch"), "voucher_batches", batch.uid,
        )  # fmt: skip
    del today
