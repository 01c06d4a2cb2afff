"""Vouchers and claims on their way: what a park does without, what keeps a step from being taken, what follows."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from incubator_desk.base.dates import last_of_working_days
from incubator_desk.base.errors import Label, Problem, Where
from incubator_desk.base.i18n import N_, _
from incubator_desk.base.money import plain
from incubator_desk.catalog.feature import Parameter
from incubator_desk.catalog.flow import Move
from incubator_desk.catalog.kinds import Tone
from incubator_desk.features.park.service import calendar, switched_off, value_on
from incubator_desk.features.vouchers.flow import CLAIM_FLOW, VOUCHER_FLOW
from incubator_desk.features.vouchers.model import Programme, Voucher, VoucherBatch, VoucherClaim
from incubator_desk.store.record import Actor, Record
from incubator_desk.store.step import Step

from . import papers, standing, words

_SINCE = date(2000, 1, 1)
_PRACTICE = N_("The park's practice")
_STEP = "voucher.step."
NOTICE_DAYS = Parameter(
    "voucher.notice_working_days",
    N_("Public notice of a voucher claim"),
    N_("working days"),
    Decimal(5),
    _SINCE,
    _PRACTICE,
)
STEPS = tuple(
    Parameter(_STEP + state, label, N_("1 yes, 0 no"), Decimal(1), _SINCE, _PRACTICE)
    for state, label in (
        ("accepted", N_("Voucher claims pass “Accepted”")),
        ("reviewed", N_("Voucher claims pass “Reviewed”")),
        ("published", N_("Voucher claims pass “On public notice”")),
    )
)
PARAMETERS = (NOTICE_DAYS, *STEPS)
IN_PROCESS = ("submitted", "accepted", "reviewed", "approved", "published", "batched")
"""The states of a claim that is on its way to be paid."""

BLOCKED = N_("It cannot be approved: {finding}")
NOTICE_RUNS = N_("The public notice runs until {day}; the claim is locked in a batch after it.")
NO_BATCH = N_("Enter a draft batch of programme {programme} first: the amount is clawed back there.")
NOT_OVER = N_("It can be used until {day}.")
STILL_CLAIMED = N_("Claim {claim} on it is still under way.")
STILL_REDEEMABLE = N_("Contracts signed in time can be claimed until {day}.")


def unused(session: Session, actor: Actor, day: date) -> frozenset[str]:
    """The stations that the park has switched off by its parameters."""
    return switched_off(session, actor, _STEP, day)


def follow(session: Session, actor: Actor, record: Record, move: Move, day: date) -> Mapping[str, Any]:
    """A public notice ends after its working days; what goes back is decided anew; a clawback finds its batch."""
    if move.target == "published":
        first = getattr(record, "notice_from", None) or day
        count = int(value_on(session, actor, NOTICE_DAYS.name, day))
        return {"notice_to": last_of_working_days(first, count, calendar(session, actor))}
    if move.target in ("accepted", "returned") and move.back:
        return dict.fromkeys(("approved_on", "notice_from", "notice_to", "batch_uid"))
    if move.target in ("withdrawn", "rejected", "void"):
        return {"batch_uid": None}
    if move.target == "reversed" and isinstance(record, VoucherClaim):
        return {"reversal_batch_uid": record.reversal_batch_uid or draft_batch(session, record)}
    return {}


def draft_batch(session: Session, claim: VoucherClaim) -> str | None:
    """The first batch of a claim's programme that is not locked yet."""
    programme = select(Voucher.programme_uid).where(Voucher.uid == claim.voucher_uid).scalar_subquery()
    open_ones = select(VoucherBatch.uid).where(VoucherBatch.status == "draft", VoucherBatch.programme_uid == programme)
    return session.scalar(open_ones.order_by(VoucherBatch.code).limit(1))


def worth_something(step: Step, record: Record, move: Move, day: date) -> Iterable[Problem]:
    """A claim with a blocking finding is neither approved nor put on notice."""
    del day
    if move.back or move.target not in ("reviewed", "approved", "published") or not isinstance(record, VoucherClaim):
        return
    assessed = standing.stood(step.session, step.actor.operator).by_uid[record.uid]
    if assessed.blocked:
        yield Problem("claim_blocked", BLOCKED, {"finding": Label(words.FINDINGS[assessed.findings[0]])})


def notice_over(step: Step, record: Record, move: Move, day: date) -> Iterable[Problem]:
    """A claim is locked in a batch only when its public notice has run."""
    del step
    until = getattr(record, "notice_to", None)
    if move.target == "batched" and until and day <= until:
        yield Problem("notice_running", NOTICE_RUNS, {"day": until}, Where(column="taken_on"))


def has_a_batch(step: Step, record: Record, move: Move, day: date) -> Iterable[Problem]:
    """A clawback is a line of a later batch; one must be there."""
    del day
    if move.target != "reversed" or not isinstance(record, VoucherClaim) or record.reversal_batch_uid:
        return
    if draft_batch(step.session, record) is None:
        code = step.session.scalar(
            select(Programme.code)
            .join(Voucher, Voucher.programme_uid == Programme.uid)
            .where(Voucher.uid == record.voucher_uid)
        )
        yield Problem("no_batch", NO_BATCH, {"programme": code})


def evidence(session: Session, record: Record, move: Move) -> tuple[str, ...]:
    """What a step asks for; the programme's own list where a claim is submitted."""
    if move.source == "draft" and move.target == "submitted" and isinstance(record, VoucherClaim):
        of_voucher = select(Programme).join(Voucher, Voucher.programme_uid == Programme.uid)
        programme = session.scalars(of_voucher.where(Voucher.uid == record.voucher_uid)).first()
        if programme is not None:
            return tuple(papers.wanted(programme))
    return move.evidence


def remark(session: Session, actor: Actor, record: Record, day: date) -> tuple[str, Tone] | None:
    """What a claim is worth and why, or how far its public notice has run."""
    if not isinstance(record, VoucherClaim):
        return None
    if record.status == "published" and record.notice_to and day <= record.notice_to:
        text = _("On public notice from {first} until {last}.")
        return text.format(first=record.notice_from, last=record.notice_to), "info"
    assessed = standing.stood(session, actor.operator).by_uid.get(record.uid)
    if assessed is None or not assessed.claim.takes:
        return None
    if assessed.blocked:
        return words.finding(assessed.findings[0]), "danger"
    text = _("Worth CNY {amount}: {binding}.").format(amount=plain(assessed.allowed), binding=words.binding(assessed))
    return text, "warning" if assessed.findings else "success"


def expires(step: Step, record: Record, move: Move, day: date) -> Iterable[Problem]:
    """A voucher expires once its last day is over and nothing signed under it can still be claimed."""
    if move.target != "expired" or not isinstance(record, Voucher):
        return
    programme = step.session.get_one(Programme, record.programme_uid)
    last = record.use_by or programme.use_by
    if day <= last:
        yield Problem("not_over", NOT_OVER, {"day": last}, Where(column="taken_on"))
    elif record.held_amount and day <= programme.redeem_by:
        yield Problem("still_redeemable", STILL_REDEEMABLE, {"day": programme.redeem_by}, Where(column="taken_on"))
    yield from unclaimed(step, record, move, day)


def unclaimed(step: Step, record: Record, move: Move, day: date) -> Iterable[Problem]:
    """A voucher is not taken away while a claim on it is under way: it would fall with it."""
    del day
    if move.target not in ("expired", "returned", "revoked", "void") or not isinstance(record, Voucher):
        return
    pending = select(VoucherClaim.code).where(
        VoucherClaim.voucher_uid == record.uid, VoucherClaim.status.in_(IN_PROCESS)
    )
    if claim := step.session.scalar(pending.order_by(VoucherClaim.code).limit(1)):
        yield Problem("still_claimed", STILL_CLAIMED, {"claim": claim})


CLAIMS = replace(
    CLAIM_FLOW,
    unused=unused,
    follow=follow,
    checks=(worth_something, notice_over, has_a_batch),
    evidence=evidence,
    remark=remark,
)
"""The flow of claims with all that the park's own facts say of it."""


def _expiring(step: Step, record: Record, move: Move, day: date) -> Iterable[Problem]:
    return expires(step, record, move, day) if move.target == "expired" else unclaimed(step, record, move, day)


VOUCHERS = replace(VOUCHER_FLOW, checks=(_expiring,))
"""The flow of vouchers with what claims say of it."""
