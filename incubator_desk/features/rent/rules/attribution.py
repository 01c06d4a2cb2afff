"""Which receipt filled which dues: a reading of R7 for people, since no receipt belongs to a line.

Money is followed in the order of receipts (date, code) through what happened to it: the dues it lay on when a relief
that gives money back was approved, credit paid out, and the dues as they stand.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from incubator_desk.base.money import to_fen

from .figures import Line, Schedule, Settlement
from .terms import Facts, Receipt, Refund


class Filling(NamedTuple):
    """What a receipt gave to a part of a line, in fen; ``part`` counts from 1."""

    line: int
    part: int
    amount: int


class Return(NamedTuple):
    """What of a receipt a relief owes back, in fen, and the line that the money had paid."""

    relief: str
    line: int
    amount: int


@dataclass(slots=True)
class Use:
    """Where the money of one rent receipt went, in fen: dues, what reliefs owe back, credit paid out, credit."""

    receipt: Receipt
    left: int
    fillings: list[Filling] = field(default_factory=list)
    returns: list[Return] = field(default_factory=list)
    paid_out: int = 0

    @property
    def owed(self) -> int:
        """What of it reliefs owe back, whether refunded or not."""
        return sum(each.amount for each in self.returns)

    @property
    def credit(self) -> int:
        """What exceeds all dues and was not paid out."""
        return self.left


def uses(facts: Facts, schedule: Schedule) -> tuple[Use, ...]:
    """The use of each rent receipt until the schedule's date, in order of date and code.

    What is owed back on a line is the money laid on it last; credit is paid out of the latest receipts by then.
    """
    receipts = sorted(
        (each for each in facts.receipts if each.kind == "rent" and each.received_on <= schedule.as_of),
        key=lambda each: (each.received_on, each.code),
    )
    found = [Use(receipt, to_fen(receipt.amount)) for receipt in receipts]
    payouts = sorted(
        (each for each in facts.refunds if each.relief is None and each.paid_on <= schedule.as_of),
        key=lambda each: (each.paid_on, each.code),
    )
    for settlement in schedule.settlements:
        payouts = _pay_out(found, payouts, settlement.approved_on)
        _give_back(found, settlement)
    _pay_out(found, payouts, schedule.as_of)
    _fill(found, schedule.lines)
    return tuple(found)


def _pay_out(found: Sequence[Use], payouts: Sequence[Refund], until: date) -> list[Refund]:
    """Take the credit paid out until a day from the latest receipts before each; the payouts still to come."""
    for payout in payouts:
        if payout.paid_on <= until:
            amount: int = to_fen(payout.amount)
            for use in reversed([use for use in found if use.receipt.received_on <= payout.paid_on]):
                part = min(amount, use.left)
                use.left, use.paid_out, amount = use.left - part, use.paid_out + part, amount - part
    return [payout for payout in payouts if payout.paid_on > until]


def _give_back(found: Sequence[Use], settlement: Settlement) -> None:
    """Take what a relief owes back from the receipts that lay on its lines, those that came last first."""
    there = [(use, use.left) for use in found if use.receipt.received_on <= settlement.approved_on]
    laid: dict[int, list[tuple[Use, int]]] = {}
    for line, use, amount in _lay(there, ((portion.line, portion.amount) for portion in settlement.laid)):
        laid.setdefault(line, []).append((use, amount))
    for line, amount in settlement.back:
        owed = amount
        for use, there_of in reversed(laid[line]):
            if part := min(owed, there_of):
                use.returns.append(Return(settlement.relief, line, part))
                use.left, owed = use.left - part, owed - part


def _fill(found: Sequence[Use], lines: Sequence[Line]) -> None:
    """Lay what is left of the receipts over the dues as they are paid, in the order of filling."""
    paid = sorted(
        (due.due_on, line.no, part, due.paid) for line in lines for part, due in enumerate(line.dues, 1) if due.paid
    )
    there = [(use, use.left) for use in found]
    for at, use, amount in _lay(there, ((index, entry[3]) for index, entry in enumerate(paid))):
        _, line, part, _ = paid[at]
        use.fillings.append(Filling(line, part, amount))
        use.left -= amount


def _lay(there: Iterable[tuple[Use, int]], places: Iterable[tuple[int, int]]) -> list[tuple[int, Use, int]]:
    """Lay money, in order, over places that each take an amount: place, whose money, amount."""
    pieces: list[tuple[int, Use, int]] = []
    open_places = iter(places)
    place, wanted = next(open_places, (0, 0))
    for use, amount in there:
        left = amount
        while left and wanted:
            part = min(wanted, left)
            pieces.append((place, use, part))
            wanted, left = wanted - part, left - part
            if not wanted:
                place, wanted = next(open_places, (0, 0))
    return pieces
