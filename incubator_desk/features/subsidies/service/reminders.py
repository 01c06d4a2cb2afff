"""What of post-subsidies needs attention: money that could be claimed, claims due, claims whose figures changed."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from incubator_desk.base.i18n import N_, _
from incubator_desk.base.money import to_yuan
from incubator_desk.catalog.feature import Parameter, Reminder
from incubator_desk.features.park.service import value_on
from incubator_desk.features.subsidies.flow import OPEN
from incubator_desk.features.subsidies.model import SubsidyClaim, SubsidyProgramme
from incubator_desk.store.record import Actor

from .claiming import possible
from .differing import found

CLAIM_DAYS = Parameter(
    "subsidy.reminder_days", N_("Remind before the last day for a post-subsidy claim"), N_("days"), Decimal(30),
    date(2000, 1, 1), N_("The park's practice"),
)  # fmt: skip
_LIVE = ("draft", "returned", "submitted", "approved", "paid")
_AWAITED = ("draft", "returned", "submitted", "approved")


def reminders(session: Session, actor: Actor, today: date) -> Sequence[Reminder]:
    """Programmes to be claimed under, claims to be submitted in time, claims that would be otherwise now."""
    programmes = session.scalars(
        select(SubsidyProgramme).where(SubsidyProgramme.operator_uid == actor.operator).order_by(SubsidyProgramme.code)
    ).all()
    if not programmes:
        return ()
    claims = session.scalars(
        select(SubsidyClaim).where(SubsidyClaim.operator_uid == actor.operator).order_by(SubsidyClaim.code)
    ).all()
    soon = today + timedelta(days=int(value_on(session, actor, CLAIM_DAYS.name, today)))
    return [
        *_unclaimed(session, programmes, claims, today, soon),
        *_due(programmes, claims, today, soon),
        *_changed(session, claims, today),
    ]


def _unclaimed(
    session: Session, programmes: Sequence[SubsidyProgramme], claims: Sequence[SubsidyClaim], today: date, soon: date
) -> Iterator[Reminder]:
    live = {claim.programme_uid for claim in claims if claim.status in _LIVE}
    for each in programmes:
        last = each.claim_by or date.max
        if each.uid in live or not each.starts_on <= today <= last:
            continue
        if amount := possible(session, each, today).claim:
            yield Reminder(
                "money", _("Post-subsidy not claimed yet"), each.title, "warning" if last <= soon else "info", "bank",
                to_yuan(amount), each.claim_by, _("Enter a claim"), "subsidy_programmes", each.uid,
            )  # fmt: skip


def _due(
    programmes: Sequence[SubsidyProgramme], claims: Sequence[SubsidyClaim], today: date, soon: date
) -> Iterator[Reminder]:
    by_uid = {each.uid: each for each in programmes}
    for claim in claims:
        last = by_uid[claim.programme_uid].claim_by
        if claim.status in OPEN and last and today <= last <= soon:
            yield Reminder(
                "ending", _("Submit claim {code} in time").format(code=claim.code),
                by_uid[claim.programme_uid].title, "warning", "clock", claim.claim_amount, last, _("See the claim"),
                "subsidy_claims", claim.uid,
            )  # fmt: skip


def _changed(session: Session, claims: Sequence[SubsidyClaim], today: date) -> Iterator[Reminder]:
    for claim in claims:
        if claim.status in _AWAITED and claim.computed_on and (differing := found(session, claim, today)):
            by = next((each for each in differing if each.field == "claim"), None)
            amount = to_yuan(int(by.after or 0) - int(by.before or 0)) if by else None
            yield Reminder(
                "money", _("Claim {code} would be different now").format(code=claim.code),
                session.get_one(SubsidyProgramme, claim.programme_uid).title, "warning", "warning", amount, None,
                _("Work it out again") if claim.status in OPEN else _("See the differences"), "subsidy_claims",
                claim.uid,
            )  # fmt: skip
