"""What of the rent needs attention, and its figures on the home page."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from incubator_desk.base.dates import add_months, month_end, month_start
from incubator_desk.base.i18n import N_, _, translate_many
from incubator_desk.base.money import grouped, to_yuan
from incubator_desk.catalog.feature import Figure, Parameter, Reminder
from incubator_desk.features.leases.model import Lease
from incubator_desk.features.park.service import value_on
from incubator_desk.features.rent import rules
from incubator_desk.features.rent.model import Receipt, Relief
from incubator_desk.features.rent.rules.figures import Schedule
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.store.record import Actor

from .summary import schedules

_PRACTICE = N_("The park's practice")
ENDING_DAYS = Parameter(
    "lease.reminder_days", N_("Remind before a lease ends"), N_("days"), Decimal(60), date(2000, 1, 1), _PRACTICE
)
DEFERRED_DAYS = Parameter(
    "deferral.reminder_days",
    N_("Remind before a deferred rent is due"),
    N_("days"),
    Decimal(30),
    date(2000, 1, 1),
    _PRACTICE,
)
PARAMETERS = (ENDING_DAYS, DEFERRED_DAYS)


@dataclass(frozen=True, slots=True)
class _Known:
    """A lease with its company's name and its schedule."""

    uid: str
    code: str
    tenant: str
    tenant_name: str
    last: date
    schedule: Schedule


def _known(session: Session, actor: Actor, today: date) -> list[_Known]:
    found = schedules(session, actor.operator, today)
    columns = (Lease.uid, Lease.code, Lease.tenant_uid, Tenant.name, func.coalesce(Lease.ended_on, Lease.ends_on))
    rows = session.execute(
        select(*columns).join(Tenant, Lease.tenant_uid == Tenant.uid).where(Lease.operator_uid == actor.operator)
    )
    return [_Known(*row, found[row[0]]) for row in rows]


def reminders(session: Session, actor: Actor, today: date) -> Sequence[Reminder]:
    """Overdue rent, refunds owed, cases that wait, deferrals due and leases that end, the most urgent first."""
    known = _known(session, actor, today)
    ending = today + timedelta(days=int(value_on(session, actor, ENDING_DAYS.name, today)))
    deferred = today + timedelta(days=int(value_on(session, actor, DEFERRED_DAYS.name, today)))
    return [
        *_overdue(known, today),
        *_owed(known, today),
        *_waiting(session, actor, today),
        *_deferred(known, today, deferred),
        *_ending(known, today, ending),
    ]


def _overdue(known: Iterable[_Known], today: date) -> Iterator[Reminder]:
    late = [(min(_late(each.schedule, today)), each) for each in known if each.schedule.totals.overdue]
    for since, each in sorted(late, key=lambda pair: (pair[0], pair[1].code)):
        days = (today - since).days
        text = _overdue_words(each, days, today)
        amount = to_yuan(each.schedule.totals.overdue)
        concerning = f"{each.tenant_name} {each.code}"
        yield Reminder(
            "money",
            text,
            concerning,
            "danger",
            "error-circle",
            amount,
            since,
            _("See the schedule"),
            "leases",
            each.uid,
        )


def _overdue_words(each: _Known, days: int, today: date) -> str:
    """What is overdue; arrears that outlive their lease are told as such."""
    lines = each.schedule.lines
    if lines and lines[-1].last < today:
        return translate_many("Arrears of an ended lease, {count} day", "Arrears of an ended lease, {count} days", days)
    return translate_many("Rent overdue by {count} day", "Rent overdue by {count} days", days)


def _late(schedule: Schedule, today: date) -> Iterator[date]:
    return (due.due_on for line in schedule.lines for due in line.dues if due.due_on < today and due.paid < due.amount)


def _owed(known: Iterable[_Known], today: date) -> Iterator[Reminder]:
    for each in known:
        if owed := each.schedule.totals.refund_due:
            concerning, amount = f"{each.tenant_name} {each.code}", to_yuan(owed)
            yield Reminder(
                "money",
                _("Refund owed after relief"),
                concerning,
                "warning",
                "return",
                amount,
                today,
                _("Record refund"),
                "leases",
                each.uid,
            )


_WAITING = {
    "submitted": (N_("Relief waiting to be accepted"), N_("Accept")),
    "accepted": (N_("Relief waiting for review"), N_("Review")),
    "reviewed": (N_("Relief waiting for approval"), N_("Approve")),
    "approved": (N_("Relief approved, not yet on public notice"), N_("Put on notice")),
    "published": (N_("Public notice is over: sign agreements"), N_("Sign")),
    "returned": (N_("Relief returned for completion"), N_("Complete")),
}


def _waiting(session: Session, actor: Actor, today: date) -> Iterator[Reminder]:
    statement = select(Relief.status, func.count(func.distinct(Relief.lease_uid)), func.max(Relief.notice_to))
    mine = statement.where(Relief.operator_uid == actor.operator, Relief.status.in_(_WAITING))
    over = (Relief.status != "published") | (Relief.notice_to < today)
    counts = {status: count for status, count, _last in session.execute(mine.where(over).group_by(Relief.status))}
    for status, (text, step) in _WAITING.items():
        if count := counts.get(status):
            leases = translate_many("{count} lease", "{count} leases", count)
            yield Reminder("approval", _(text), leases, "info", "clock", None, None, _(step), "reliefs")


def _deferred(known: Iterable[_Known], today: date, until: date) -> Iterator[Reminder]:
    for each in known:
        moved = [due for line in each.schedule.lines if line.deferral for due in line.dues]
        soon = [due for due in moved if today <= due.due_on <= until and due.paid < due.amount]
        if soon:
            amount = to_yuan(sum(due.amount - due.paid for due in soon))
            on = min(due.due_on for due in soon)
            concerning = f"{each.tenant_name} {each.code}"
            yield Reminder(
                "money",
                _("Deferred rent falls due"),
                concerning,
                "deferred",
                "clock",
                amount,
                on,
                _("See the schedule"),
                "leases",
                each.uid,
            )


def _ending(known: Iterable[_Known], today: date, until: date) -> Iterator[Reminder]:
    for each in sorted(known, key=lambda each: each.last):
        if today <= each.last <= until:
            concerning = f"{each.tenant_name} {each.code}"
            yield Reminder(
                "ending", _("Lease ends"), concerning, "neutral", "key", None, each.last, _("Renew"), "leases", each.uid
            )


def figures(session: Session, actor: Actor, today: date) -> Sequence[Figure]:
    """Rent due this month, relieved this year, overdue."""
    known = _known(session, actor, today)
    first, last = month_start(today), month_end(today)
    lines = [line for each in known for line in each.schedule.lines]
    due = sum(due.amount for line in lines for due in line.dues if first <= due.due_on <= last)
    received = sum(due.paid for line in lines for due in line.dues if first <= due.due_on <= last)
    relieved = sum(line.relief for line in lines if line.first.year == today.year)
    deferred = sum(each.schedule.totals.deferred for each in known)
    helped = len(
        {each.tenant for each in known if any(li.relief for li in each.schedule.lines if li.first.year == today.year)}
    )
    late = [each for each in known if each.schedule.totals.overdue]
    long_late = sum(1 for each in late if (today - min(_late(each.schedule, today))).days > 90)
    overdue = sum(each.schedule.totals.overdue for each in late)
    unit = _("CNY")
    return (
        Figure(
            _("Rent due this month"), _money(due), unit, _("{paid} received").format(paid=_money(received)),
            register="leases",
        ),
        Figure(
            _("Relieved in {year}").format(year=today.year), _money(relieved), unit,
            _("{count} companies; deferred apart: {amount}").format(count=helped, amount=_money(deferred)),
            "success", "reliefs",
        ),
        Figure(
            _("Overdue"), _money(overdue), unit,
            _("{count} leases, {long} beyond 90 days").format(count=len(late), long=long_late),
            "danger" if late else None, "leases",
        ),
    )  # fmt: skip


def _money(fen: int) -> str:
    return grouped(to_yuan(fen))


def falling_due(session: Session, actor: Actor, first: date, last: date) -> dict[date, int]:
    """On how many leases rent falls due on each day of a span, as far as it is not paid."""
    counts: defaultdict[date, int] = defaultdict(int)
    for found in schedules(session, actor.operator, first).values():
        open_dues = (due for line in found.lines for due in line.dues if due.paid < due.amount)
        for day in {due.due_on for due in open_dues if first <= due.due_on <= last}:
            counts[day] += 1
    return dict(counts)


@dataclass(frozen=True, slots=True)
class Month:
    """What a calendar month brought, in fen."""

    first: date
    charged: int
    relieved: int
    received: int


def months(session: Session, actor: Actor, first: date, today: date) -> Sequence[Month]:
    """Each calendar month from the first until today: what was charged, relieved and received in it (R9)."""
    charged: defaultdict[date, int] = defaultdict(int)
    relieved: defaultdict[date, int] = defaultdict(int)
    for found in schedules(session, actor.operator, today).values():
        for line in found.lines:
            if line.last >= first and line.first <= today:
                for part in rules.months(line):
                    charged[part.month] += part.gross
                    relieved[part.month] += part.relief
    received: defaultdict[date, int] = defaultdict(int)
    mine = (Receipt.operator_uid == actor.operator, Receipt.kind == "rent", Receipt.received_on.between(first, today))
    for day, amount in session.execute(select(Receipt.received_on, Receipt.amount).where(*mine)):
        received[month_start(day)] += int(amount * 100)
    span = (today.year - first.year) * 12 + today.month - first.month + 1
    starts = [add_months(first, at) for at in range(span)]
    return [Month(day, charged[day], relieved[day], received[day]) for day in starts]


@dataclass(frozen=True, slots=True)
class Age:
    """Overdue rent of one age band, in fen; ``beyond`` days have no upper bound where ``until`` is None."""

    since: int
    until: int | None
    amount: int


AGES = ((1, 30), (31, 90), (91, 180), (181, None))
"""The age bands of arrears, in days since the due date in force (contract section 7, ``arrears``)."""


def ages(session: Session, actor: Actor, today: date) -> Sequence[Age]:
    """What is overdue by its age."""
    amounts = dict.fromkeys(AGES, 0)
    for found in schedules(session, actor.operator, today).values():
        for line in found.lines:
            for due in line.dues:
                days = (today - due.due_on).days
                if days > 0:
                    band = next(b for b in AGES if b[1] is None or days <= b[1])
                    amounts[band] += due.amount - due.paid
    return [Age(since, until, amount) for (since, until), amount in amounts.items()]
