"""Dues that deferrals moved, as a register lists them (contract R5, section 7)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from incubator_desk.base.periods import Period

from .agreement import moved
from .figures import Schedule
from .terms import DEFERRALS, Facts, counting


@dataclass(frozen=True, slots=True)
class DeferredDue:
    """A due that a deferral put off, in fen; ``part`` of ``parts`` of what is payable for its line."""

    relief: str
    line: int
    first: date
    last: date
    was_due_on: date
    due_on: date
    part: int
    parts: int
    amount: int
    paid: int

    @property
    def outstanding(self) -> int:
        """What of it is not paid."""
        return self.amount - self.paid


def deferred_dues(of_lease: Facts, period: Period, as_of: date, drawn: Schedule | None = None) -> Iterator[DeferredDue]:
    """The moved dues of a lease whose old or new date lies in the period, in order of case, line and part.

    A due that stays on its line's own day was not moved. ``drawn`` is the lease's schedule, where it is at hand.
    """
    deferrals = (each.code for each in counting(of_lease.reliefs, as_of) if each.kind in DEFERRALS)
    for relief in sorted(deferrals):
        for line in moved(of_lease, relief, as_of, drawn):
            for part, due in enumerate(line.dues, 1):
                if due.due_on != line.was_due_on and (line.was_due_on in period or due.due_on in period):
                    span = (line.no, line.first, line.last)
                    yield DeferredDue(relief, *span, line.was_due_on, due.due_on, part, len(line.dues), *due[1:])
