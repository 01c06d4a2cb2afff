"""A lease settled at its last day: what was charged until then, what is held, and who owes whom at the end."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from .engine import received, schedule
from .figures import Line, Schedule
from .spans import extended_end
from .terms import Facts, Lease, Relief, Status, counting, effective_status

IN_PROCESS: frozenset[Status] = frozenset({"draft", "submitted", "accepted", "reviewed", "returned"})
"""The statuses of cases that are not decided yet."""


class Change(NamedTuple):
    """A line that the last day changes, as it stands and as it would be; None where it is not there."""

    no: int
    before: Line | None
    after: Line | None


class Shrunk(NamedTuple):
    """A relief of which the last day leaves less, in fen."""

    relief: Relief
    before: int
    after: int


class Owed(NamedTuple):
    """What a relief still owes back, in fen."""

    relief: str
    amount: int


@dataclass(frozen=True, slots=True)
class Payments:
    """What is settled at once, in fen: deposit laid against rent and given back, credit and refunds paid out."""

    laid: int = 0
    returned: int = 0
    credit: int = 0
    refunds: int = 0


@dataclass(frozen=True, slots=True)
class Closing:
    """A lease settled at a day; ``before`` is its schedule as it stands, ``after`` as it would be. Amounts in fen."""

    last_day: date
    before: Schedule
    after: Schedule
    received: int
    """All rent that came in, paid back or not."""
    deposit: int
    """What is held of the deposit."""

    @property
    def outstanding(self) -> int:
        """What of the rent to the last day is not paid, due by now or not."""
        return self.after.totals.outstanding

    @property
    def balance(self) -> int:
        """What the company owes the park in the end; negative where the park owes the company."""
        totals = self.after.totals
        return totals.outstanding - totals.credit - totals.refund_due - self.deposit

    @property
    def layable(self) -> int:
        """What of the deposit can be laid against arrears."""
        return min(self.deposit, self.outstanding)

    @property
    def owed(self) -> tuple[Owed, ...]:
        """The reliefs that still owe something back."""
        return tuple(Owed(g.relief, g.owed - g.refunded) for g in self.after.granted if g.owed > g.refunded)

    def left(self, payments: Payments) -> int:
        """The balance once these payments are made: laying the deposit against rent moves it, and changes nothing."""
        return self.balance + payments.returned + payments.credit + payments.refunds


def natural_end(lease: Lease, reliefs: tuple[Relief, ...], as_of: date = date.max) -> date:
    """The last day of a lease with its extensions, had it never been ended early."""
    months = sum(r.months or 0 for r in counting(reliefs, as_of) if r.kind == "extension")
    return extended_end(lease, months)


def closing(facts: Facts, last_day: date, as_of: date, deposit: int = 0) -> Closing:
    """A lease settled at a last day, with the money and the approvals until ``as_of``."""
    ended = replace(facts, lease=replace(facts.lease, ended_on=last_day))
    return Closing(last_day, schedule(facts, as_of), schedule(ended, as_of), received(facts, as_of), deposit)


def changes(found: Closing) -> tuple[Change, ...]:
    """The lines that the last day changes, in their order: cut, fallen away, or paid otherwise."""
    before = {line.no: line for line in found.before.lines}
    after = {line.no: line for line in found.after.lines}
    pairs = (Change(no, before.get(no), after.get(no)) for no in sorted(before.keys() | after.keys()))
    return tuple(pair for pair in pairs if _figures(pair.before) != _figures(pair.after))


def _figures(line: Line | None) -> tuple[object, ...] | None:
    return None if line is None else (line.first, line.last, line.gross, line.net, line.paid, line.dues)


def shrunk(found: Closing, reliefs: Iterable[Relief]) -> tuple[Shrunk, ...]:
    """The reliefs of which less is left, in the order of R4."""
    known = {relief.code: relief for relief in reliefs}
    after = {granted.relief: granted.amount for granted in found.after.granted}
    pairs = (Shrunk(known[g.relief], g.amount, after[g.relief]) for g in found.before.granted)
    return tuple(pair for pair in pairs if pair.after < pair.before)


def undecided(reliefs: Iterable[Relief]) -> tuple[Relief, ...]:
    """The cases that are still in process."""
    return tuple(r for r in reliefs if effective_status(r.status, r.approved_on) in IN_PROCESS)


def deposit_held(came_in: Sequence[tuple[date, int]], used: Sequence[tuple[date, int]], on: date) -> int:
    """What of a deposit can be used on a day, so that no later use already entered would exceed what was received."""

    def held(day: date) -> int:
        came = sum(amount for when, amount in came_in if when <= day)
        return came - sum(amount for when, amount in used if when <= day)

    return max(0, min(held(day) for day in {on, *(when for when, _ in used if when > on)}))


def drawn_from(amount: int, held: Sequence[int]) -> list[int]:
    """An amount taken from several deposits, the first one first."""
    taken = []
    for each in held:
        taken.append(min(each, amount))
        amount -= taken[-1]
    return taken
