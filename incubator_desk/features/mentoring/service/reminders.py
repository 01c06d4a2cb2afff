"""What of mentoring needs attention: sessions of today, what is to be recorded, confirmed or followed up, duties."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Reading

from incubator_desk.base.i18n import _, translate_many
from incubator_desk.base.periods import Period
from incubator_desk.catalog.feature import Ahead, Reminder
from incubator_desk.features.mentoring.model import Mentor, MentoringSession, Service, ServiceUse
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.store.record import Actor

from . import facts
from .parameters import DUTY, DUTY_MONTH, PER_MENTOR, Values


def ahead(session: Reading, actor: Actor, first: date, last: date) -> Sequence[Ahead]:
    """Planned sessions, by day."""
    mine = MentoringSession
    planned = (mine.operator_uid == actor.operator, mine.status == "planned", mine.held_on.between(first, last))
    counted = select(mine.held_on, func.count()).where(*planned).group_by(mine.held_on)
    words = _("Sessions {count}")
    return [Ahead(day, words.format(count=count), "info", "mentoring") for day, count in session.execute(counted)]


def reminders(session: Reading, actor: Actor, today: date) -> Sequence[Reminder]:
    """Of mentoring nothing where the park has no mentors yet; services that no mentor gives are told always."""
    services = _unrecorded(session, actor, today)
    if session.scalar(select(Mentor.uid).where(Mentor.operator_uid == actor.operator).limit(1)) is None:
        return list(services)
    return [
        *_today(session, actor, today),
        *_unconfirmed(session, actor, today),
        *_follow_ups(session, actor, today),
        *services,
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
            "mentoring_sessions", row.uid, screen="mentoring",
        )  # fmt: skip


def _unconfirmed(session: Reading, actor: Actor, today: date) -> Iterator[Reminder]:
    """Sessions that were held, or should have been, and are not confirmed."""
    mine = select(MentoringSession.code, MentoringSession.status).where(
        MentoringSession.operator_uid == actor.operator, MentoringSession.held_on < today,
        MentoringSession.confirmed_on.is_(None), MentoringSession.status.in_(("planned", "held")),
    )  # fmt: skip
    codes: dict[str, list[str]] = {"planned": [], "held": []}
    for code, status in session.execute(mine):
        codes[status].append(code)
    words = {
        "planned": translate_many(
            "{count} session to be recorded", "{count} sessions to be recorded", len(codes["planned"])
        ),
        "held": translate_many(
            "{count} session to be confirmed", "{count} sessions to be confirmed", len(codes["held"])
        ),
    }
    for status, found in codes.items():
        if found:
            yield Reminder(
                "service", words[status], "", "warning", "chat", None, None, _("See the sessions"),
                "mentoring_sessions", narrowed={"status": status, **_these(found)},
            )  # fmt: skip


def _follow_ups(session: Reading, actor: Actor, today: date) -> Iterator[Reminder]:
    """What was to be followed up by now and was not, the longest due first."""
    mine = MentoringSession
    due = (
        select(mine.code, mine.topic, mine.follow_up_on, Mentor.name)
        .join(Mentor, mine.mentor_uid == Mentor.uid)
        .where(mine.operator_uid == actor.operator, mine.status == "held")
        .where(mine.follow_up_on <= today, mine.followed_up_on.is_(None))
        .order_by(mine.follow_up_on, mine.code)
    )
    if rows := session.execute(due).all():
        text = translate_many("{count} follow-up is due", "{count} follow-ups are due", len(rows))
        concerning, narrowed = f"{rows[0].name} {rows[0].topic or ''}".strip(), _these(row.code for row in rows)
        yield Reminder(
            "service", text, concerning, "warning", "chat", None, rows[0].follow_up_on, _("See the sessions"),
            "mentoring_sessions", narrowed=narrowed,
        )  # fmt: skip


def _unrecorded(session: Reading, actor: Actor, today: date) -> Sequence[Reminder]:
    """Services that were planned for a day that has passed."""
    mine = (Service.operator_uid == actor.operator, Service.status == "planned", Service.served_on < today)
    past = select(Service.code, Service.title, Service.served_on).where(*mine).order_by(Service.served_on, Service.code)
    rows = session.execute(past).all()
    if not rows:
        return ()
    text = translate_many("{count} service to be recorded", "{count} services to be recorded", len(rows))
    narrowed = {"status": "planned", **_these(row.code for row in rows)}
    return (
        Reminder(
            "service", text, rows[0].title, "warning", "box", None, rows[0].served_on, _("See the services"),
            "services", narrowed=narrowed,
        ),
    )  # fmt: skip


def _these(codes: Iterable[str]) -> dict[str, frozenset[str]]:
    return {"code": frozenset(codes)}


def _duties(session: Reading, actor: Actor, today: date) -> Iterator[Reminder]:
    """Too few mentors at any time; late in the year those who have not reached their yearly sessions."""
    on = Values.on(session, actor, today)
    known = facts.mentors(session, actor.operator)
    serving = [code for code, mentor in known.items() if mentor.appointed(today)]
    companies = _incubated(session, actor)
    needed = -(-len(companies) // max(int(on[PER_MENTOR]), 1))
    if len(serving) < needed:
        text = _("{have} mentors for {companies} companies; {needed} are needed")
        yield Reminder(
            "service", text.format(have=len(serving), companies=len(companies), needed=needed), "", "warning", "people",
            None, None, _("Add mentors"), "mentors",
        )  # fmt: skip
    if today.month < on[DUTY_MONTH]:
        return
    found = facts.summary(session, actor.operator, Period.of(today, 12)).mentors
    short = [code for code in serving if (found[code].sessions if code in found else 0) < on[DUTY]]
    if short:
        text = translate_many("{count} mentor under its duty", "{count} mentors under their duty", len(short))
        yield Reminder(
            "service", text, "", "warning", "people", None, None, _("See the mentors"), "mentors",
            narrowed=_these(short),
        )  # fmt: skip


def _unserved(session: Reading, actor: Actor, today: date) -> Iterator[Reminder]:
    """Incubated companies that were given neither a counted session nor another service this quarter."""
    quarter = Period.of(today, 3)
    served = facts.summary(session, actor.operator, quarter).tenants.keys() | _given(session, actor, quarter)
    left = [code for code in _incubated(session, actor) if code not in served]
    if left:
        text = translate_many(
            "{count} company not served this quarter", "{count} companies not served this quarter", len(left)
        )
        yield Reminder(
            "service", text, "", "info", "people", None, None, _("See the companies"), "tenants",
            narrowed={"status": "incubating", **_these(left)},
        )  # fmt: skip


def _given(session: Reading, actor: Actor, period: Period) -> set[str]:
    """The codes of the companies that were given another service in a period."""
    used = (
        select(Tenant.code)
        .join(ServiceUse, ServiceUse.tenant_uid == Tenant.uid)
        .join(Service, ServiceUse.service_uid == Service.uid)
        .where(Service.operator_uid == actor.operator, Service.status == "done")
        .where(Service.served_on.between(period.first, period.last))
    )
    return set(session.scalars(used))


def _incubated(session: Reading, actor: Actor) -> list[str]:
    mine = select(Tenant.code).where(Tenant.operator_uid == actor.operator, Tenant.status == "incubating")
    return list(session.scalars(mine.order_by(Tenant.code)))
