"""A series of sessions: booked in one step, moved and called off from one of them on."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session as Reading

from incubator_desk.base.errors import Label, Problem, Refused
from incubator_desk.base.i18n import N_
from incubator_desk.catalog import moving, saving
from incubator_desk.catalog.moving import Taking
from incubator_desk.catalog.register import Register
from incubator_desk.features.mentoring.flow import SESSION_FLOW
from incubator_desk.features.mentoring.model import MentoringSession
from incubator_desk.features.mentoring.rules import repeating
from incubator_desk.features.mentoring.rules.booking import TWICE
from incubator_desk.features.mentoring.rules.repeating import Repeat
from incubator_desk.features.park.service import calendar
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.store.record import Actor
from incubator_desk.store.step import GONE, Step

from .parameters import SERIES_MOST, Values

BOOKED = N_("Book {count} sessions from {code} on")
MOVED = N_("Move {code} and {count} further sessions of its series")
CALLED_OFF = N_("Call off {code} and {count} further sessions of its series")
NOT_PLANNED = N_("Session {session} is not planned any more: “{status}”. Choose one that is still to come.")
Registers = Mapping[str, Register]
"""The office's registers by name."""


def days(session: Reading, actor: Actor, first: date, repeat: Repeat) -> list[date]:
    """The days of a series by the park's calendar and its longest series; refused as the rule says."""
    most = int(Values.on(session, actor, first)[SERIES_MOST])
    return repeating.days(first, repeat, most, calendar(session, actor))


def repeat(
    step: Step, registers: Registers, values: Mapping[str, Any], tenants: Sequence[str], on: Sequence[date]
) -> list[str]:
    """Add a session on each of some days, all in this step; gives their uids in order.

    ``values`` are those of a session by attribute; a blank code is the next free one, and each further session has the
    one after it. All carry the code of the first as their series. Where a mentor has another session at one of these
    times the whole step is refused as it ends, each such day by name.
    """
    _refuse_twice(step, tenants)
    register = registers["mentoring_sessions"]
    first = str(values.get("code") or saving.next_code(step, register))
    series = first if len(on) > 1 else values.get("series")
    made: list[str] = []
    problems: list[Problem] = []
    for at, day in enumerate(on):
        own = {**values, "code": moving.counted(first, at), "held_on": day, "series": series}
        try:
            uid, _warnings = saving.save(step, register, own)
        except Refused as refused:
            problems += (each for each in refused.problems if each not in problems)
            continue
        made.append(uid)
        for tenant in tenants:
            saving.save(step, registers["participations"], {"session_uid": uid, "tenant_uid": tenant})
    if problems:
        raise Refused(*problems)
    return made


def following(session: Reading, uid: str) -> list[MentoringSession]:
    """A planned session and those of its series that are planned after it, in their order; refused where it is not."""
    mine = MentoringSession
    first = session.get(mine, uid)
    if first is None:
        raise Refused.because("gone", GONE)
    if first.status != "planned":
        status = Label(SESSION_FLOW.labels[first.status])
        raise Refused.because("not_planned", NOT_PLANNED, session=first.code, status=status)
    if not first.series:
        return [first]
    order = (mine.held_on, mine.starts_at, mine.code)
    later = select(mine).where(
        mine.operator_uid == first.operator_uid, mine.series == first.series, mine.status == "planned",
        tuple_(*order) >= (first.held_on, first.starts_at, first.code),
    )  # fmt: skip
    return list(session.scalars(later.order_by(*order)))


def move_following(
    step: Step, registers: Registers, uid: str, held_on: date, starts_at: str, ends_at: str, version: int | None = None
) -> list[str]:
    """Move a session to a day and time, and those of its series after it by as many days to the same time.

    ``version`` is that of the session as the user saw it. Gives the uids moved.
    """
    found = following(step.session, uid)
    shift = held_on - found[0].held_on
    for each in found:
        values = {"held_on": each.held_on + shift, "starts_at": starts_at, "ends_at": ends_at}
        seen = version if each.uid == uid else None
        saving.save(step, registers["mentoring_sessions"], values, each, seen)
    return [each.uid for each in found]


def cancel_following(step: Step, registers: Registers, uid: str, today: date) -> list[str]:
    """Call off a session and those of its series after it, for the step's reason; gives the uids called off."""
    found = following(step.session, uid)
    uids = [each.uid for each in found]
    taking = Taking("cancelled", today, today=today, seen="planned")
    moving.take(step, registers["mentoring_sessions"], SESSION_FLOW, found, taking)
    return uids


def _refuse_twice(step: Step, tenants: Sequence[str]) -> None:
    again = {each for each in tenants if tenants.count(each) > 1}
    if again:
        names = step.session.scalars(select(Tenant.name).where(Tenant.uid.in_(again)).order_by(Tenant.code))
        raise Refused(*(Problem("company_twice", TWICE, {"company": name}) for name in names))
