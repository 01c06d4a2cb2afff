"""Relief cases on their way: what a park does without, what follows from a step, what keeps one from being taken."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from incubator_desk.base.dates import last_of_working_days
from incubator_desk.base.errors import Problem, Where
from incubator_desk.base.i18n import N_, _
from incubator_desk.base.money import plain
from incubator_desk.base.text import listed
from incubator_desk.catalog.feature import Parameter
from incubator_desk.catalog.flow import Move
from incubator_desk.catalog.kinds import Tone
from incubator_desk.features.park.service import calendar, switched_off, value_on
from incubator_desk.features.rent.flow import RELIEF_FLOW
from incubator_desk.features.rent.model import Policy, Relief
from incubator_desk.features.rent.rules import schedule
from incubator_desk.store.record import Actor, Record
from incubator_desk.store.step import Step

from . import facts
from .sublease import leak_checks

_SINCE = date(2000, 1, 1)
_PRACTICE = N_("The park's practice")
NOTICE_DAYS = Parameter(
    "notice.working_days", N_("Public notice of a relief"), N_("working days"), Decimal(5), _SINCE, _PRACTICE
)
_STEP = "relief.step."
STEPS = tuple(
    Parameter(_STEP + state, label, N_("1 yes, 0 no"), Decimal(1), _SINCE, _PRACTICE)
    for state, label in (
        ("accepted", N_("Relief cases pass “Accepted”")),
        ("reviewed", N_("Relief cases pass “Reviewed”")),
        ("published", N_("Relief cases pass “On public notice”")),
        ("agreed", N_("Relief cases pass “Agreement signed”")),
        ("in_force", N_("Relief cases pass “In force”")),
        ("reported", N_("Relief cases pass “Reported”")),
    )
)
PARAMETERS = (NOTICE_DAYS, *STEPS)

NOTICE_RUNS = N_("The public notice runs until {day}; the agreement is signed after it.")
REFUND_OPEN = N_("{amount} of this relief is still owed back. Record the refund first.")


def unused(session: Session, actor: Actor, day: date) -> frozenset[str]:
    """The stations that the park has switched off by its parameters."""
    return switched_off(session, actor, _STEP, day)


def notice_days(session: Session, actor: Actor, record: Record, day: date) -> int:
    """For how many working days a case stands on public notice: as its policy says, else as the parameter does."""
    wanted = select(Policy.notice_days).where(Policy.uid == getattr(record, "policy_uid", None))
    own = session.scalar(wanted)
    return int(value_on(session, actor, NOTICE_DAYS.name, day)) if own is None else own


def follow(session: Session, actor: Actor, record: Record, move: Move, day: date) -> Mapping[str, Any]:
    """A public notice ends after its working days, counted by the park's calendar; taking back undoes its dates."""
    if move.target == "published":
        first = getattr(record, "notice_from", None) or day
        count = notice_days(session, actor, record, day)
        return {"notice_to": last_of_working_days(first, count, calendar(session, actor))}
    if move.target in ("accepted", "returned"):
        # Back before the approval: it and all that came of it are decided anew.
        return dict.fromkeys(("approved_on", "notice_from", "notice_to", "agreed_on"))
    return {}


def notice_over(step: Step, record: Record, move: Move, day: date) -> Iterable[Problem]:
    """An agreement is signed only when its public notice has run (handbook, flow of a relief)."""
    del step
    until = getattr(record, "notice_to", None)
    if move.source == "published" and not move.back and until and day <= until:
        yield Problem("notice_running", NOTICE_RUNS, {"day": until}, Where(column="taken_on"))


def money_settled(step: Step, record: Record, move: Move, day: date) -> Iterable[Problem]:
    """A case is complete only when what it owes back has been paid back."""
    if move.target != "completed" or not isinstance(record, Relief):
        return
    known = facts.by_uid(step.session, step.actor.operator, [record.lease_uid])[record.lease_uid]
    granted = {each.relief: each for each in schedule(known, day).granted}.get(record.code)
    if granted is not None and granted.owed > granted.refunded:
        amount = plain(granted.owed - granted.refunded)
        yield Problem("refund_open", REFUND_OPEN, {"amount": amount})


def evidence(session: Session, record: Record, move: Move) -> tuple[str, ...]:
    """What a step asks for; the policy's own list where an application is submitted."""
    if move.target == "submitted" and isinstance(record, Relief) and record.policy_uid:
        own = session.scalar(select(Policy.evidence).where(Policy.uid == record.policy_uid))
        if own:
            return tuple(listed(own))
    return move.evidence


def remark(session: Session, actor: Actor, record: Record, day: date) -> tuple[str, Tone] | None:
    """How far a public notice has run; what a complete case still waits for."""
    del session, actor
    if not isinstance(record, Relief):
        return None
    if record.status == "published" and record.notice_to:
        if day <= record.notice_to:
            return _("On public notice from {first} until {last}.").format(
                first=record.notice_from, last=record.notice_to
            ), "info"
        return _("The public notice ended on {day}. Next: the agreement.").format(day=record.notice_to), "success"
    if record.status == "returned":
        return _("Returned: complete what is missing, then submit it again."), "warning"
    return None


FLOW = replace(
    RELIEF_FLOW,
    unused=unused,
    follow=follow,
    checks=(notice_over, money_settled, leak_checks),
    evidence=evidence,
    remark=remark,
)
"""The flow of relief cases with all that the park's own facts say of it."""
