"""What of mentoring needs attention: sessions of today and unconfirmed ones, duties, companies not served."""

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session as Reading

from incubator_desk.base.i18n import _, translate_many
from incubator_desk.base.periods import Period
from incubator_desk.catalog.feature import Reminder
from incubator_desk.features.mentoring.model import Mentor, MentoringSession
from incubator_desk.features.park.service import value_on
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.store.record import Actor

from . import facts
from .parameters import DUTY, PER_MENTOR


def reminders(session: Reading, actor: Actor, today: date) -> Sequence[Reminder]:
    """Nothing where the park has no mentors yet."""
    if session.scalar(select(Mentor.uid).where(Mentor.operator_uid == actor.operator).limit(1)) is None:
        return ()
    return [
        *_today(session, actor, today),
        *_unconfirmed(session, actor, today),
        *_duties(session, actor, today),
        *_unserved(session, actor, today),
    ]


def _today(session: Reading, actor: Actor, today: date) -> Iterator[Reminder]:
    mine = (
        select(MentoringSession.uid, MentoringSession.starts_at, MentoringSession.topic, Mentor.name)
        .join(Mentor, MentoringSession.mentor_uid == Mentor.uid)
        .where(MentoringSession.operator_uid == actor.operator, MentoringSession.held_on == today)
        .where(MentoringSession.status == "planned")
    )
    for row in session.execute(mine.order_by(MentoringSession.starts_at)):
        text = _("Session at {time}").format(time=row.starts_at)
        yield Reminder(
            "service", text, f"{row.name} {row.topic or ''}".strip(), "info", "chat", None, today, _("See the session"),
            "mentoring_sessions", row.uid,
        )  # fmt: skip


def _unconfirmed(session: Reading, actor: Actor, today: date) -> Iterator[Reminder]:
    """Sessions that were held, or should have been, and are not confirmed."""
    mine = select(MentoringSession.uid, MentoringSession.status).where(
        MentoringSession.operator_uid == actor.operator, MentoringSession.held_on < today,
        MentoringSession.confirmed_on.is_(None), MentoringSession.status.in_(("planned", "held")),
    )  # fmt: skip
    rows = session.execute(mine).all()
    planned = sum(row.status == "planned" for row in rows)
    words = {
        "planned": translate_many("{count} session to be recorded", "{count} sessions to be recorded", planned),
        "held": translate_many(
            "{count} session to be confirmed", "{count} sessions to be confirmed", len(rows) - planned
        ),
    }
    for status, text in words.items():
        if any(row.status == status for row in rows):
            yield Reminder(
                "service", text, "", "warning", "chat", None, None, _("See the sessions"), "mentoring_sessions",
                narrowed={"status": status},
            )  # fmt: skip


def _duties(session: Reading, actor: Actor, today: date) -> Iterator[Reminder]:
    """Mentors that have not reached their yearly sessions, told from October on; too few mentors at any time."""
    known = facts.mentors(session, actor.operator)
    serving = [code for code, mentor in known.items() if mentor.appointed(today)]
    companies = _incubated(session, actor)
    needed = -(-len(companies) // int(value_on(session, actor, PER_MENTOR.name, today)))
    if len(serving) < needed:
        text = _("{have} mentors for {companies} companies; {needed} are needed")
        yield Reminder(
            "service", text.format(have=len(serving), companies=len(companies), needed=needed), "", "warning", "people",
            None, None, _("Add mentors"), "mentors",
        )  # fmt: skip
    if today.month < _LATE_IN_YEAR:
        return
    duty = int(value_on(session, actor, DUTY.name, today))
    found = facts.summary(session, actor.operator, Period.of(today, 12)).mentors
    short = [code for code in serving if (found[code].sessions if code in found else 0) < duty]
    if short:
        text = translate_many("{count} mentor under its duty", "{count} mentors under their duty", len(short))
        yield Reminder("service", text, "", "warning", "people", None, None, _("See the mentors"), "mentors")


_LATE_IN_YEAR = 10


def _unserved(session: Reading, actor: Actor, today: date) -> Iterator[Reminder]:
    """Incubated companies without a counted session this quarter."""
    served = facts.summary(session, actor.operator, Period.of(today, 3)).tenants
    left = [code for code in _incubated(session, actor) if code not in served]
    if left:
        text = translate_many(
            "{count} company not served this quarter", "{count} companies not served this quarter", len(left)
        )
        yield Reminder("service", text, "", "info", "people", None, None, _("Plan sessions"), "mentoring_sessions")


def _incubated(session: Reading, actor: Actor) -> list[str]:
    mine = select(Tenant.code).where(Tenant.operator_uid == actor.operator, Tenant.status == "incubating")
    return list(session.scalars(mine.order_by(Tenant.code)))
