"""What a case comes to, line by line: what it takes, or the dues it moves beside those that were (contract R4, R5)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from .engine import schedule
from .figures import Due, Schedule
from .spans import spans
from .terms import Facts, Relief, counting


@dataclass(frozen=True, slots=True)
class Taken:
    """What a relief takes of a line, in fen: of what was charged, and what the reliefs before it had left."""

    no: int
    first: date
    last: date
    gross: int
    before: int
    amount: int

    @property
    def left(self) -> int:
        """What it leaves."""
        return self.before - self.amount


@dataclass(frozen=True, slots=True)
class Moved:
    """A line's net under a deferral: the day it was due, and the dues that it has instead."""

    no: int
    first: date
    last: date
    net: int
    was_due_on: date
    dues: tuple[Due, ...]


@dataclass(frozen=True, slots=True)
class Instalment:
    """What falls due on one day under a deferral, over all its lines, in fen."""

    due_on: date
    amount: int
    paid: int

    @property
    def open(self) -> int:
        """What is not paid of it."""
        return self.amount - self.paid


def supposed(facts: Facts, relief: str, on: date) -> Facts:
    """The facts as if a case that is not decided yet were approved on a day; those of a decided one are as they are."""
    known = tuple(_approved(each, on) if each.code == relief else each for each in facts.reliefs)
    return replace(facts, reliefs=known)


def _approved(relief: Relief, on: date) -> Relief:
    if counting((relief,)):
        return relief
    return replace(relief, status="approved", approved_on=relief.approved_on or on)


def taken(facts: Facts, relief: str, as_of: date) -> list[Taken]:
    """What a relief takes, on the lines of which it takes something."""
    found = []
    for line in schedule(facts, as_of).lines:
        before = line.gross
        for cut in line.cuts:
            if cut.relief == relief and cut.amount:
                found.append(Taken(line.no, line.first, line.last, line.gross, before, cut.amount))
            before -= cut.amount
    return found


def moved(facts: Facts, relief: str, as_of: date, drawn: Schedule | None = None) -> list[Moved]:
    """The lines that a deferral decides, each with its own due date and the dues it has instead.

    ``drawn`` is the lease's schedule as of that date, where it is at hand.
    """
    drawn = drawn or schedule(facts, as_of)
    own = [span.due_on for span in spans(facts.lease, _extensions(facts, as_of))]
    lines = (line for line in drawn.lines if line.deferral == relief)
    return [Moved(line.no, line.first, line.last, line.net, own[line.no - 1], line.dues) for line in lines]


def _extensions(facts: Facts, as_of: date) -> list[Relief]:
    return [each for each in counting(facts.reliefs, as_of) if each.kind == "extension"]


def by_date(lines: Sequence[Moved]) -> list[Instalment]:
    """What an agreement over several lines makes due on each day: papers print the sum (contract R5)."""
    amounts: defaultdict[date, int] = defaultdict(int)
    paid: defaultdict[date, int] = defaultdict(int)
    for line in lines:
        for due in line.dues:
            amounts[due.due_on] += due.amount
            paid[due.due_on] += due.paid
    return [Instalment(day, amounts[day], paid[day]) for day in sorted(amounts)]
