"""What a company is asked to pay: the dues that fall in a period, and what stood open before (contract section 7)."""

from datetime import date
from typing import NamedTuple

from incubator_desk.base.periods import Period

from .figures import Line, Schedule


class Wanted(NamedTuple):
    """A due that is not paid whole; ``part`` of ``parts`` dues of its line, counted from 1. Amounts in fen."""

    due_on: date
    line: Line
    part: int
    parts: int
    amount: int
    paid: int

    @property
    def to_pay(self) -> int:
        """What is still open of it."""
        return self.amount - self.paid


def falling_due(drawn: Schedule, period: Period) -> list[Wanted]:
    """The dues of a period that are not paid whole, in order of date, line and part."""
    found = [
        Wanted(due.due_on, line, part, len(line.dues), due.amount, due.paid)
        for line in drawn.lines
        for part, due in enumerate(line.dues, 1)
        if due.due_on in period and due.paid < due.amount
    ]
    return sorted(found, key=lambda each: (each.due_on, each.line.no, each.part))


def open_before(drawn: Schedule, day: date) -> int:
    """What is still open of the dues before a day, in fen: money fills these first (contract R7)."""
    return sum(due.amount - due.paid for line in drawn.lines for due in line.dues if due.due_on < day)
