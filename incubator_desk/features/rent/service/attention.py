"""The figures of the rent on the home page: what is due, relieved, overdue, by month and by age."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from incubator_desk.base.dates import add_months, month_end, month_start
from incubator_desk.base.i18n import _
from incubator_desk.base.money import readable, to_fen
from incubator_desk.catalog.feature import Ahead, Figure
from incubator_desk.features.rent import rules
from incubator_desk.features.rent.model import Receipt, Relief
from incubator_desk.features.rent.rules import ageing
from incubator_desk.store.record import Actor

from .reminders import known_leases, late_days
from .summary import schedules


def figures(session: Session, actor: Actor, today: date) -> Sequence[Figure]:
    """Rent due this month, relieved this year, overdue."""
    known = known_leases(session, actor, today)
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
    long_late = sum(1 for each in late if (today - min(late_days(each.schedule, today))).days > 90)
    overdue = sum(each.schedule.totals.overdue for each in late)
    unit = _("CNY")
    return (
        Figure(
            _("Rent due this month"), readable(due), unit, _("{paid} received").format(paid=readable(received)),
            register="leases",
        ),
        Figure(
            _("Relieved in {year}").format(year=today.year), readable(relieved), unit,
            _("{count} companies; deferred apart: {amount}").format(count=helped, amount=readable(deferred)),
            "success", "reliefs",
        ),
        Figure(
            _("Overdue"), readable(overdue), unit,
            _("{count} leases, {long} beyond 90 days").format(count=len(late), long=long_late),
            "danger" if late else None, "leases",
        ),
    )  # fmt: skip


def ahead(session: Session, actor: Actor, first: date, last: date) -> Sequence[Ahead]:
    """Rents that fall due and notices that end, by day."""
    due, notices = _falling_due(session, actor, first, last), _notices_ending(session, actor, first, last)
    rents = [Ahead(day, _("Rent {count}").format(count=count), "neutral", "leases") for day, count in due.items()]
    return rents + [
        Ahead(day, _("Notices {count}").format(count=count), "success", "reliefs") for day, count in notices.items()
    ]


def _falling_due(session: Session, actor: Actor, first: date, last: date) -> dict[date, int]:
    """On how many leases rent falls due on each day of a span, as far as it is not paid."""
    counts: defaultdict[date, int] = defaultdict(int)
    for found in schedules(session, actor.operator, first).values():
        open_dues = (due for line in found.lines for due in line.dues if due.paid < due.amount)
        for day in {due.due_on for due in open_dues if first <= due.due_on <= last}:
            counts[day] += 1
    return dict(counts)


def _notices_ending(session: Session, actor: Actor, first: date, last: date) -> dict[date, int]:
    """How many public notices end on each day of a span."""
    mine = (Relief.operator_uid == actor.operator, Relief.status == "published", Relief.notice_to.between(first, last))
    counted = select(Relief.notice_to, func.count()).where(*mine).group_by(Relief.notice_to)
    return {day: count for day, count in session.execute(counted) if day}


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
    counted = (Receipt.operator_uid == actor.operator, Receipt.kind == "rent", Receipt.reversed_on.is_(None))
    mine = select(Receipt.received_on, Receipt.amount).where(*counted, Receipt.received_on.between(first, today))
    for day, amount in session.execute(mine):
        received[month_start(day)] += to_fen(amount)
    span = (today.year - first.year) * 12 + today.month - first.month + 1
    starts = [add_months(first, at) for at in range(span)]
    return [Month(day, charged[day], relieved[day], received[day]) for day in starts]


@dataclass(frozen=True, slots=True)
class Age:
    """Overdue rent of one age band, in fen; ``beyond`` days have no upper bound where ``until`` is None."""

    since: int
    until: int | None
    amount: int


def ages(session: Session, actor: Actor, today: date) -> Sequence[Age]:
    """What is overdue by its age, in the bands of the contract (section 7, ``arrears``)."""
    found = [ageing.ages(drawn).bands for drawn in schedules(session, actor.operator, today).values()]
    amounts = [sum(band) for band in zip(*found, strict=True)] or [0] * len(ageing.BANDS)
    return [Age(since, until, amount) for (since, until), amount in zip(ageing.BANDS, amounts, strict=True)]
