"""What of the rent needs attention: arrears, refunds, cases that wait, deferrals due, leases that end."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from incubator_desk.base.i18n import N_, _, translate, translate_many
from incubator_desk.base.money import to_yuan
from incubator_desk.catalog.feature import Parameter, Reminder
from incubator_desk.catalog.flow import Flow
from incubator_desk.catalog.moving import used
from incubator_desk.features.leases.model import Lease
from incubator_desk.features.park.service import value_on
from incubator_desk.features.rent.model import Relief
from incubator_desk.features.rent.rules.figures import Due, Schedule
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.store.record import Actor

from .cases import FLOW
from .summary import schedules

_PRACTICE = N_("The park's practice")
ENDING_DAYS = Parameter(
    "lease.reminder_days", N_("Remind before a lease ends"), N_("days"), Decimal(60), date(2000, 1, 1), _PRACTICE
)
DEFERRED_DAYS = Parameter(
    "deferral.reminder_days", N_("Remind before a deferred rent is due"), N_("days"), Decimal(30), date(2000, 1, 1),
    _PRACTICE,
)  # fmt: skip
PARAMETERS = (ENDING_DAYS, DEFERRED_DAYS)
Case = Row[str, str, date | None, date | None]
"""A case's state, code, end of its public notice, last day."""


@dataclass(frozen=True, slots=True)
class Known:
    """A lease with its company's name and its schedule."""

    uid: str
    code: str
    tenant: str
    tenant_name: str
    last: date
    schedule: Schedule

    @property
    def concerning(self) -> str:
        """What a reminder about it names."""
        return f"{self.tenant_name} {self.code}"


def known_leases(session: Session, actor: Actor, today: date) -> list[Known]:
    """All leases of a park."""
    found = schedules(session, actor.operator, today)
    columns = (Lease.uid, Lease.code, Lease.tenant_uid, Tenant.name, func.coalesce(Lease.ended_on, Lease.ends_on))
    rows = session.execute(
        select(*columns).join(Tenant, Lease.tenant_uid == Tenant.uid).where(Lease.operator_uid == actor.operator)
    )
    return [Known(*row, found[row[0]]) for row in rows]


def reminders(session: Session, actor: Actor, today: date) -> Sequence[Reminder]:
    """Overdue rent, refunds owed, cases that wait, deferrals due and leases that end, the most urgent first."""
    known = known_leases(session, actor, today)
    ending = today + timedelta(days=int(value_on(session, actor, ENDING_DAYS.name, today)))
    deferred = today + timedelta(days=int(value_on(session, actor, DEFERRED_DAYS.name, today)))
    return [
        *_overdue(known, today),
        *_owed(known, today),
        *_cases_of(session, actor, known, today),
        *_deferred(known, today, deferred),
        *_ending(known, today, ending),
    ]


def late_days(schedule: Schedule, today: date) -> Iterator[date]:
    """The days on which something was due that is still open."""
    return (due.due_on for due in _dues(schedule) if due.due_on < today and due.paid < due.amount)


def _dues(schedule: Schedule, wanted: Callable[[str | None], object] = lambda _: True) -> Iterator[Due]:
    return (due for line in schedule.lines if wanted(line.deferral) for due in line.dues)


def _overdue(known: Iterable[Known], today: date) -> Iterator[Reminder]:
    late = [(min(late_days(each.schedule, today)), each) for each in known if each.schedule.totals.overdue]
    for since, each in sorted(late, key=lambda pair: (pair[0], pair[1].code)):
        yield Reminder(
            "money", _overdue_words(each, since, today), each.concerning, "danger", "error-circle",
            to_yuan(each.schedule.totals.overdue), since, _("See the schedule"), "leases", each.uid, "schedule",
        )  # fmt: skip


def _overdue_words(each: Known, since: date, today: date) -> str:
    """What is overdue; arrears that outlive their lease, and deferred rent, are told as such."""
    lines, days = each.schedule.lines, (today - since).days
    if lines and lines[-1].last < today:
        return translate_many("Arrears of an ended lease, {count} day", "Arrears of an ended lease, {count} days", days)
    if any(d.due_on == since and d.paid < d.amount for d in _dues(each.schedule, bool)):
        return translate_many("Deferred rent overdue by {count} day", "Deferred rent overdue by {count} days", days)
    return translate_many("Rent overdue by {count} day", "Rent overdue by {count} days", days)


def _owed(known: Iterable[Known], today: date) -> Iterator[Reminder]:
    for each in known:
        if owed := each.schedule.totals.refund_due:
            yield Reminder(
                "money", _("Refund owed after relief"), each.concerning, "warning", "return", to_yuan(owed), today,
                _("Record refund"), "leases", each.uid, "owed",
            )  # fmt: skip


def _cases_of(session: Session, actor: Actor, known: Iterable[Known], today: date) -> Iterator[Reminder]:
    columns = (Relief.status, Relief.code, Relief.notice_to, Relief.ends_on)
    mine = select(*columns).where(Relief.operator_uid == actor.operator, Relief.status.in_(_WAITING))
    cases = session.execute(mine).all()
    yield from _notices(cases, today)
    yield from _waiting(used(session, actor, FLOW, today), cases, known, today)


def _notices(cases: Iterable[Case], today: date) -> Iterator[Reminder]:
    if count := sum(status == "published" and until == today for status, _code, until, _ends in cases):
        yield Reminder(
            "approval", _("Public notices that end today"), _cases(count), "info", "notice", None, today,
            _("See the cases"), "reliefs", narrowed={"status": "published"},
        )  # fmt: skip


_WAITING = {
    "draft": N_("Relief drafts to be submitted"),
    "submitted": N_("Reliefs waiting to be accepted"),
    "accepted": N_("Reliefs waiting for review"),
    "reviewed": N_("Reliefs waiting for approval"),
    "approved": N_("Reliefs approved"),
    "published": N_("Public notice is over"),
    "agreed": N_("Agreements signed, not yet in force"),
    "in_force": N_("Reliefs that have run out: complete them"),
    "completed": N_("Reliefs completed, not yet reported"),
    "returned": N_("Reliefs returned for completion"),
}


def _waiting(flow: Flow, all_cases: Iterable[Case], known: Iterable[Known], today: date) -> Iterator[Reminder]:
    """How many cases wait for each step, with what was granted where that is decided."""
    granted = {g.relief: g.amount for each in known for g in each.schedule.granted}
    cases = _standing(all_cases, today)
    for status, text in _WAITING.items():
        onward = next((move for move in flow.offered(status) if not move.back), None)
        if onward is None or not (codes := cases.get(status)):
            continue
        amount = sum(granted.get(code, 0) for code in codes)
        yield Reminder(
            "approval", _(text), _cases(len(codes)), "info", "clock", to_yuan(amount) if amount else None, None,
            translate(onward.label).rstrip("…"), "reliefs", narrowed={"status": status},
        )  # fmt: skip


def _standing(cases: Iterable[Case], today: date) -> Mapping[str, list[str]]:
    """The codes of the cases that wait, by the state they stand in."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for status, code, notice_to, ends_on in cases:
        running = status == "published" and notice_to is not None and notice_to >= today
        lasting = status == "in_force" and (ends_on is None or ends_on >= today)
        if not running and not lasting:
            found[status].append(code)
    return found


def _cases(count: int) -> str:
    return translate_many("{count} case", "{count} cases", count)


def _deferred(known: Iterable[Known], today: date, until: date) -> Iterator[Reminder]:
    for each in known:
        soon = [d for d in _dues(each.schedule, bool) if today <= d.due_on <= until and d.paid < d.amount]
        if soon:
            yield Reminder(
                "money", _("Deferred rent falls due"), each.concerning, "deferred", "clock",
                to_yuan(sum(due.amount - due.paid for due in soon)), min(due.due_on for due in soon),
                _("See the schedule"), "leases", each.uid, "schedule",
            )  # fmt: skip


def _ending(known: Iterable[Known], today: date, until: date) -> Iterator[Reminder]:
    for each in sorted(known, key=lambda each: each.last):
        if today <= each.last <= until:
            yield Reminder(
                "ending", _("Lease ends"), each.concerning, "neutral", "key", None, each.last, _("Renew"), "leases",
                each.uid, "ending",
            )  # fmt: skip
