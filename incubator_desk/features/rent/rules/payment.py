"""One payment over several leases of a company: which dues it fills, and what is left as credit (contract R7)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

from incubator_desk.base.money import to_yuan

from .engine import schedule
from .figures import Line, Schedule
from .terms import Facts, Lease, Receipt

FORESEEN = "\uffff"
"""The code of a receipt that is only thought of: it comes after all others of its day."""


class OpenDue(NamedTuple):
    """A due that is not paid whole, in the order in which money fills those of several leases; ``part`` from 1."""

    due_on: date
    lease: str
    line: int
    part: int
    amount: int
    """What is still open of it, in fen."""


class Filled(NamedTuple):
    """What a payment gives to a due, in fen."""

    due: OpenDue
    amount: int

    @property
    def whole(self) -> bool:
        """Whether the due is settled with it."""
        return self.amount == self.due.amount


@dataclass(frozen=True, slots=True)
class Share:
    """What of a payment one lease gets, in fen: the dues it fills, and credit."""

    lease: str
    amount: int
    filled: tuple[Filled, ...] = ()
    credit: int = 0


def spread(amount: int, dues: Iterable[OpenDue], rest_to: str) -> tuple[Share, ...]:
    """A payment laid over the open dues in order of due date, lease, line, part; what is left is ``rest_to``'s credit.

    Gives the leases that get something, in order of code; their amounts add up to the payment.
    """
    filled: dict[str, list[Filled]] = {}
    left = amount
    for due in sorted(dues):
        if part := min(left, due.amount):
            filled.setdefault(due.lease, []).append(Filled(due, part))
            left -= part
    shares = {lease: Share(lease, sum(each.amount for each in of_it), tuple(of_it)) for lease, of_it in filled.items()}
    if left > 0:
        there = shares.get(rest_to, Share(rest_to, 0))
        shares[rest_to] = replace(there, amount=there.amount + left, credit=left)
    return tuple(shares[lease] for lease in sorted(shares))


def after(dues: Iterable[OpenDue], shares: Iterable[Share]) -> list[OpenDue]:
    """What is still open once a payment has filled its dues."""
    taken = {each.due: each.amount for share in shares for each in share.filled}
    rest = (due._replace(amount=due.amount - taken.get(due, 0)) for due in dues)
    return [due for due in rest if due.amount]


def open_dues(drawn: Schedule) -> tuple[OpenDue, ...]:
    """The dues of a lease that are not paid whole, in the order in which money fills them."""
    found = (
        OpenDue(due.due_on, drawn.lease, line.no, part, due.amount - due.paid)
        for line in drawn.lines
        for part, due in enumerate(line.dues, 1)
        if due.paid < due.amount
    )
    return tuple(sorted(found))


def first_day(lease: Lease) -> date:
    """From when on rent of a lease can come in: its first day, or its first due date where that is earlier."""
    return earliest(lease.starts_on, lease.due_offset_days)


def earliest(starts_on: date, due_offset_days: int) -> date:
    """The first day of a lease, or the due date of its first period, which begins then (contract R2)."""
    return starts_on + timedelta(days=min(0, due_offset_days))


class Change(NamedTuple):
    """A due whose payment changes, in fen: what of it was paid, and what will be."""

    line: Line
    part: int
    due_on: date
    amount: int
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Effect:
    """What money on a lease does to its schedule: the dues that change, more credit, more owed back (fen)."""

    changes: tuple[Change, ...]
    credit: int
    owed_back: int


def effect(facts: Facts, received_on: date, amount: int, as_of: date) -> Effect:
    """What a rent receipt of that day would do, seen as of a date.

    Usually it fills open dues. Money that comes before the approval of a relief that refunds can be owed back instead:
    then the schedule itself is the judge, not the order of dues.
    """
    receipt = Receipt(FORESEEN, received_on, to_yuan(amount))
    before = schedule(facts, as_of)
    then = schedule(replace(facts, receipts=(*facts.receipts, receipt)), as_of)
    return Effect(
        tuple(_changes(before.lines, then.lines)),
        then.totals.credit - before.totals.credit,
        then.totals.refund_due - before.totals.refund_due,
    )


def _changes(before: Sequence[Line], then: Sequence[Line]) -> Iterable[Change]:
    found = [
        Change(line, part, due.due_on, due.amount, old.paid, due.paid)
        for was, line in zip(before, then, strict=True)
        for part, (old, due) in enumerate(zip(was.dues, line.dues, strict=True), 1)
        if old.paid != due.paid
    ]
    return sorted(found, key=lambda each: (each.due_on, each.line.no, each.part))
