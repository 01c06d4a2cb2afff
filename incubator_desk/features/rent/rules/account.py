"""A lease's account over a period, as a statement shows it: open before, charged, received (contract section 7)."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from incubator_desk.base.money import to_fen
from incubator_desk.base.periods import Period

from .engine import received, schedule
from .figures import Line, Schedule
from .terms import Facts, Receipt

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Account:
    """The account of one lease from the first day of a period until the schedule's day. Amounts in fen.

    A line is charged on its first day, as it stands now: a relief that was approved later is already taken off the
    opening balance. A balance is what the company owes; below 0 it has paid ahead, or is to be paid back.
    """

    schedule: Schedule
    earlier: tuple[Line, ...]
    """The lines begun before the period of which something was overdue when it began, paid since or not."""
    lines: tuple[Line, ...]
    """The lines that begin in the period."""
    opening: int
    overdue_before: int
    """What of the opening balance was overdue."""
    receipts: tuple[Receipt, ...]
    """The rent received since, by date and code."""
    refunded: int
    """What was paid back since."""

    @property
    def payable(self) -> int:
        """What was charged in the period, less its reliefs."""
        return sum(line.net for line in self.lines)

    @property
    def received(self) -> int:
        """All rent received since the period began."""
        return sum(to_fen(each.amount) for each in self.receipts)

    @property
    def closing(self) -> int:
        """The balance on the schedule's day."""
        return self.opening + self.payable - self.received + self.refunded


def account(facts: Facts, period: Period, as_of: date) -> Account:
    """A lease's account over a period, with the money and the approvals until ``as_of``."""
    drawn = schedule(facts, as_of)
    before = min(period.first - _DAY, as_of)
    begun = [line for line in drawn.lines if line.first < period.first]
    late = _overdue_before(facts, before, as_of, period.first)
    receipts = [each for each in facts.receipts if each.kind == "rent" and before < each.received_on <= as_of]
    return Account(
        drawn,
        tuple(line for line in begun if late.get(line.no)),
        tuple(line for line in drawn.lines if line.first in period),
        sum(line.net for line in begun) - received(facts, before) + _paid_back(facts, before),
        sum(late.values()),
        tuple(sorted(receipts, key=lambda each: (each.received_on, each.code))),
        _paid_back(facts, as_of) - _paid_back(facts, before),
    )


def _overdue_before(facts: Facts, until: date, as_of: date, first: date) -> dict[int, int]:
    """What was overdue of each line begun before a day, had no money come after ``until``; by the line's number."""
    then = replace(
        facts,
        receipts=tuple(each for each in facts.receipts if each.received_on <= until),
        refunds=tuple(each for each in facts.refunds if each.paid_on <= until),
    )
    lines = (line for line in schedule(then, as_of).lines if line.first < first)
    return {line.no: sum(due.amount - due.paid for due in line.dues if due.due_on < first) for line in lines}


def _paid_back(facts: Facts, until: date) -> int:
    """All refunds up to and including a day."""
    return sum(to_fen(each.amount) for each in facts.refunds if each.paid_on <= until)
