"""Batches: what is taken in, what locking stores, what paying does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from incubator_desk.base.errors import Refused
from incubator_desk.base.i18n import N_
from incubator_desk.base.money import to_fen, to_yuan
from incubator_desk.base.periods import Period
from incubator_desk.catalog import saving
from incubator_desk.catalog.flow import Move
from incubator_desk.catalog.moving import Taking, take, used
from incubator_desk.catalog.register import Register
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.features.vouchers.model import Programme, Provider, Voucher, VoucherBatch, VoucherClaim
from incubator_desk.features.vouchers.rules import Claim, assess, batching
from incubator_desk.features.vouchers.rules.terms import LOCKED
from incubator_desk.store.record import Actor, Record
from incubator_desk.store.step import Step

from . import facts
from .cases import CLAIMS, VOUCHERS

EMPTY = N_("Nothing in batch {batch} can be paid. Take in claims that are approved and were on notice.")
NOTHING_WAITS = N_("No claim of the programme waits for a batch.")


@dataclass(frozen=True)
class Proposal:
    """What locking a batch on a day would do: what each claim gets, what is carried over, what is clawed back."""

    batch: VoucherBatch
    fitted: Sequence[batching.Fitted]
    claims: Mapping[str, VoucherClaim]
    """By code: those that the batch has."""
    reversals: Sequence[VoucherClaim]
    unready: Sequence[VoucherClaim]
    """Claims that are not approved, or whose notice has not run: they leave the batch."""
    money: int | None
    """What there is to pay, in fen; None is enough for all."""

    @cached_property
    def paid(self) -> int:
        """What the claims get together."""
        return sum(each.amount for each in self.fitted)

    @cached_property
    def clawed_back(self) -> int:
        """What is taken back in this batch."""
        return sum(to_fen(each.approved_amount) for each in self.reversals if each.approved_amount is not None)


def propose(session: Session, actor: Actor, batch: VoucherBatch, day: date) -> Proposal:
    """What locking a batch on a day would do, to claims in the states from which the park locks them."""
    ready = {move.source for move in used(session, actor, CLAIMS, day).moves if move.target == "batched"}
    mine = select(VoucherClaim).where(VoucherClaim.batch_uid == batch.uid).order_by(VoucherClaim.code)
    own = {claim.code: claim for claim in session.scalars(mine) if claim.status not in (*LOCKED, "reversed")}
    over = select(VoucherClaim).where(VoucherClaim.reversal_batch_uid == batch.uid, VoucherClaim.status == "reversed")
    reversals = session.scalars(over.order_by(VoucherClaim.code)).all()
    able = {code: claim for code, claim in own.items() if claim.status in ready and _noticed(claim, day)}
    programme = session.get_one(Programme, batch.programme_uid)
    back = sum(to_fen(each.approved_amount) for each in reversals if each.approved_amount is not None)
    known = facts.load(session, actor.operator)
    code, pooled = programme.code, programme.overrun == "prorata"
    claims = list(known.claims.values())
    if pooled:
        claims = [_unbudgeted(claim, code) for claim in claims]
    standing = assess(claims)
    wanted = [(each.claim.code, each.allowed) for each in standing.assessed if each.claim.code in able]
    money = None if batch.budget is None else to_fen(batch.budget) + back
    if pooled and programme.budget is not None:
        locked = (each for each in standing.assessed if each.claim.locked and each.claim.voucher.programme.code == code)
        left = to_fen(programme.budget) - sum(each.allowed for each in locked)
        money = left if money is None else min(money, left)
    unit = 100 if programme.rounding == "yuan_down" else 1
    fitted = batching.fit(wanted, money, "prorata" if pooled else "first_come", unit)
    unready = [claim for code, claim in own.items() if code not in able]
    return Proposal(batch, fitted, able, reversals, unready, money)


def _unbudgeted(claim: Claim, programme: str) -> Claim:
    """A claim of a programme whose money is shared out by batch, not by who came first."""
    own = claim.voucher.programme
    if own.code != programme or own.budget is None:
        return claim
    return replace(claim, voucher=replace(claim.voucher, programme=replace(own, budget=None)))


def _noticed(claim: VoucherClaim, day: date) -> bool:
    return claim.notice_to is None or claim.notice_to < day


class Batching:
    """What the steps of a batch do to its claims, through the registers of claims and vouchers."""

    def __init__(self, claims: Register, vouchers: Register) -> None:
        self._claims, self._vouchers = claims, vouchers

    def also(self, step: Step, record: Record, move: Move, day: date) -> None:
        """Locking stores what each claim gets; paying pays them, and closes the vouchers that are spent."""
        assert isinstance(record, VoucherBatch)
        if move.target == "locked":
            self._lock(step, record, day)
        elif move.target == "paid":
            self._pay(step, record, day)

    def _lock(self, step: Step, batch: VoucherBatch, day: date) -> None:
        step.flush()
        proposed = propose(step.session, step.actor, batch, day)
        given = [each for each in proposed.fitted if not each.carried]
        if not given and not proposed.reversals:
            raise Refused.because("batch_empty", EMPTY, batch=batch.code)
        leaving = [proposed.claims[each.code] for each in proposed.fitted if each.carried]
        for claim in (*leaving, *proposed.unready):
            step.change(claim, {"batch_uid": None})
        for each in given:
            claim = proposed.claims[each.code]
            step.change(claim, {"approved_amount": to_yuan(each.amount), **_payee(step.session, claim)})
        uids = [proposed.claims[each.code].uid for each in given]
        self._move(step, self._claims, uids, "batched", day)

    def _pay(self, step: Step, batch: VoucherBatch, day: date) -> None:
        mine = (VoucherClaim.batch_uid == batch.uid, VoucherClaim.status == "batched")
        claims = step.session.scalars(select(VoucherClaim).where(*mine).order_by(VoucherClaim.code)).all()
        vouchers = {claim.voucher_uid for claim in claims}
        self._move(step, self._claims, [claim.uid for claim in claims], "paid", day)
        spent = [uid for uid in sorted(vouchers) if _spent(step.session, uid)]
        self._move(step, self._vouchers, spent, "used_up", day)

    def _move(self, step: Step, register: Register, uids: Sequence[str], target: str, day: date) -> None:
        if uids:
            step.flush()
            records = [step.session.get_one(register.model, uid) for uid in uids]
            take(step, register, CLAIMS if register is self._claims else VOUCHERS, records, Taking(target, day))
            step.flush()

    def fill(self, step: Step, register: Register, record: Record, today: date) -> None:
        """Take every claim of the programme into a batch that waits for one; of its period, where it has one."""
        del register
        assert isinstance(record, VoucherBatch)
        flow = used(step.session, step.actor, CLAIMS, today)
        waits = [state for state in flow.path[: flow.path.index("batched")] if state in ("approved", "published")]
        wanted = (
            select(VoucherClaim)
            .join(Voucher, VoucherClaim.voucher_uid == Voucher.uid)
            .where(Voucher.programme_uid == record.programme_uid, VoucherClaim.status.in_(waits))
            .where(VoucherClaim.batch_uid.is_(None))
        )
        if record.period:
            wanted = wanted.where(VoucherClaim.claimed_on <= Period.parse(record.period).last)
        claims = step.session.scalars(wanted.order_by(VoucherClaim.code)).all()
        if not claims:
            raise Refused.because("nothing_waits", NOTHING_WAITS)
        for claim in claims:
            saving.save(step, self._claims, {"batch_uid": record.uid}, claim)


def _payee(session: Session, claim: VoucherClaim) -> dict[str, str | None]:
    """Who is paid, as it stands when the batch is locked; what was entered with the claim comes first."""
    voucher = session.get_one(Voucher, claim.voucher_uid)
    programme = session.get_one(Programme, voucher.programme_uid)
    if programme.claimed_by == "holder":
        holder = session.get_one(Tenant, voucher.tenant_uid)
        name, bank, account = holder.name, holder.bank_name, holder.bank_account
    else:
        provider = session.get_one(Provider, claim.provider_uid)
        name, bank, account = provider.name, provider.bank_name, provider.bank_account
    return {
        "payee_name": name, "payee_bank": claim.payee_bank or bank, "payee_account": claim.payee_account or account,
    }  # fmt: skip


def _spent(session: Session, uid: str) -> bool:
    """Whether a good voucher is paid out to the last fen."""
    voucher = session.get_one(Voucher, uid)
    paid = select(VoucherClaim.approved_amount).where(VoucherClaim.voucher_uid == uid, VoucherClaim.status == "paid")
    amounts = [amount for amount in session.scalars(paid) if amount is not None]
    pending = select(VoucherClaim.uid).where(VoucherClaim.voucher_uid == uid, VoucherClaim.status == "batched")
    return voucher.status == "issued" and sum(amounts) >= voucher.face_value and session.scalar(pending) is None
