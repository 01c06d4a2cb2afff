"""A claim on its way: what keeps it from being submitted, and how it stands."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from incubator_desk.base.errors import Problem
from incubator_desk.base.i18n import N_, _
from incubator_desk.base.money import readable, to_fen
from incubator_desk.catalog.flow import Move
from incubator_desk.catalog.kinds import Tone
from incubator_desk.features.subsidies.flow import OPEN, SUBSIDY_FLOW
from incubator_desk.features.subsidies.model import SubsidyClaim, SubsidyProgramme
from incubator_desk.store.record import Actor, Record
from incubator_desk.store.step import Step

from .differing import found

NOT_WORKED_OUT = N_("The claim is not worked out yet. Work it out first (Alt+W).")
CHANGED = N_("Figures changed since the claim was worked out. Work it out again (Alt+W).")
TOO_LATE = N_("Claims under {programme} were accepted until {day}.")
NOTHING = N_("Nothing is eligible: there is nothing to claim.")


def as_worked_out(step: Step, record: Record, move: Move, day: date) -> Iterable[Problem]:
    """What is submitted is what the facts give as of the day on which it was worked out."""
    if move.target != "submitted" or not isinstance(record, SubsidyClaim):
        return
    programme = step.session.get_one(SubsidyProgramme, record.programme_uid)
    if programme.claim_by and day > programme.claim_by:
        values = {"programme": programme.code, "day": programme.claim_by}
        yield Problem("too_late", TOO_LATE, values)
    if record.computed_on is None:
        yield Problem("not_worked_out", NOT_WORKED_OUT)
    elif found(step.session, record, record.computed_on):
        yield Problem("changed_since", CHANGED)
    elif not record.claim_amount:
        yield Problem("nothing_to_claim", NOTHING)


def remark(session: Session, actor: Actor, record: Record, day: date) -> tuple[str, Tone] | None:
    """Whether a claim would still come to the same."""
    del actor
    if not isinstance(record, SubsidyClaim) or record.status in ("rejected", "withdrawn"):
        return None
    if record.computed_on is None or record.claim_amount is None:
        return _("Not worked out yet."), "info"
    differing = found(session, record, day)
    amount = readable(to_fen(record.claim_amount))
    if not differing:
        text = _("CNY {amount} as worked out on {day}; it would be the same now.")
        return text.format(amount=amount, day=record.computed_on), "success"
    text = (
        _("Since {day} something changed: see “Differences”, and work it out again.")
        if record.status in OPEN
        else _("Since {day} something changed; what was submitted stands. See “Differences”.")
    )
    return text.format(day=record.computed_on), "warning"


FLOW = replace(SUBSIDY_FLOW, checks=(as_worked_out,), remark=remark)
"""The flow of claims with what the park's own facts say of it."""
