"""What a lease brings by calendar month: charged, relieved, deferred, received, overdue (contract R9, section 7)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from incubator_desk.base.dates import month_start
from incubator_desk.base.money import to_fen

from .by_month import months
from .engine import credit_paid_out, received, schedule
from .figures import Line, Schedule
from .terms import Facts, Relief, counting


@dataclass(slots=True)
class Flow:
    """What a calendar month brought, in fen."""

    charged: int = 0
    relieved: int = 0
    net: int = 0
    deferred: int = 0
    """The net of lines under a deferral, whether paid or not."""
    received: int = 0
    """Rent by the day it was received, whichever dues it filled."""

    def add(self, other: "Flow") -> None:
        """Add what another lease or month brought."""
        self.charged += other.charged
        self.relieved += other.relieved
        self.net += other.net
        self.deferred += other.deferred
        self.received += other.received


def flows(of_lease: Facts, drawn: Schedule, first: date = date.min, last: date = date.max) -> Mapping[date, Flow]:
    """By the first day of each month that a line touches or a receipt came in: all months add up to the schedule.

    ``drawn`` is the schedule of the facts; the months are those from a day to a day.
    """
    return with_receipts(brought(drawn.lines, first, last), of_lease, first, min(last, drawn.as_of))


def with_receipts(of_lines: Mapping[date, Flow], of_lease: Facts, first: date, last: date) -> Mapping[date, Flow]:
    """What lines bring, and the rent received from a day to a day in the months in which it came in."""
    found = defaultdict(Flow, {month: replace(flow) for month, flow in of_lines.items()})
    for receipt in of_lease.receipts:
        if receipt.kind == "rent" and first <= receipt.received_on <= last:
            found[month_start(receipt.received_on)].received += to_fen(receipt.amount)
    return found


def brought(lines: Iterable[Line], first: date = date.min, last: date = date.max) -> defaultdict[date, Flow]:
    """What lines bring in each month that they touch, from a day to a day, receipts aside (contract R9)."""
    found: defaultdict[date, Flow] = defaultdict(Flow)
    for line in lines:
        if first <= line.last and line.first <= last:
            for part in months(line):
                if first <= part.month <= last:
                    found[part.month].add(Flow(part.gross, part.relief, part.net, part.net if line.deferral else 0))
    return found


def overdue_on(of_lease: Facts, days: Iterable[date], drawn: Schedule | None = None) -> dict[date, int]:
    """What is overdue on each day, as the schedule as of that day says (contract R8).

    Money fills dues in order of their dates, so what is overdue are the dues before the day less the money. The
    schedule given, if one is at hand, serves wherever the reliefs approved by then are those of its own, or where those
    approved later only lowered what its lines cost; else it is drawn anew.
    """
    found: dict[date, int] = {}
    known: list[Relief] = counting(of_lease.reliefs, drawn.as_of) if drawn else []
    for day in sorted(days, reverse=True):
        order = counting(of_lease.reliefs, day)
        if drawn is None or not _serves(known, order):
            drawn, known = schedule(of_lease, day), order
        later = {relief.code for relief in known[len(order) :]}
        owed = sum(each.owed for each in drawn.settlements if each.relief not in later)
        money = received(of_lease, day) - owed - credit_paid_out(of_lease, day)
        due = sum(each.amount for line in drawn.lines for each in line.dues if each.due_on < day)
        if later:  # what they took was still to be paid
            cuts = (cut for line in drawn.lines if line.dues[0].due_on < day for cut in line.cuts)
            due += sum(cut.amount for cut in cuts if cut.relief in later)
        found[day] = max(0, due - max(0, money))
    return found


def _serves(known: Sequence[Relief], order: Sequence[Relief]) -> bool:
    """Whether a schedule with some reliefs tells what it would be with the first of them alone.

    Reliefs are laid on in their order, so none changes what those before it took; but a deferral moves dues, which it
    may share out, and an extension adds lines.
    """
    if known == order:
        return True
    simple = all(relief.kind in ("percent", "fixed") for relief in known)
    return simple and known[: len(order)] == order
