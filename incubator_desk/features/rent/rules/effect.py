"""What a relief or deferral would do to a lease: its months, its dues, and the money that was paid already."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from incubator_desk.base.dates import add_months, month_end, month_start

from .by_month import months
from .engine import schedule
from .figures import Line, Schedule
from .reduction import Standing, reduce, standings
from .shares import thin
from .spans import Span
from .terms import DEFERRALS, Facts, Relief, counting

_AROUND = (1, 2)
"""So many months before and after those touched are shown beside them."""


class Sums(NamedTuple):
    """Rent charged, relieved and payable, in fen."""

    gross: int
    relief: int
    net: int


class Refill(NamedTuple):
    """Paid money that a relief frees and that fills a line instead: the line's first day, its due date, fen."""

    first: date
    due_on: date
    amount: int


class MonthChange(NamedTuple):
    """A calendar month before and after, in fen (contract R9)."""

    month: date
    gross: int
    before: int
    after: int


class DueChange(NamedTuple):
    """All that is due on a day before and after, and what of it is paid then, in fen."""

    due_on: date
    before: int
    after: int
    paid: int


@dataclass(frozen=True, slots=True)
class Effect:
    """A schedule before and after; ``first`` … ``last`` are the whole months touched. Amounts are fen.

    ``granted`` is what the relief takes, or the net that a deferral moves. Of the money paid before, ``freed`` no
    longer lies where it did: it fills other dues, is left as credit, or is ``owed`` back.
    """

    relief: Relief
    before: Schedule
    after: Schedule
    first: date
    last: date
    was: Sums
    becomes: Sums
    granted: int
    freed: int
    filled: tuple[Refill, ...]
    credit: int
    owed: int
    next_due: tuple[date, int] | None
    """The next day on which something is to be paid, and how much."""

    @property
    def payable(self) -> int:
        """What is left to be paid for the months touched once the relief has taken all that it takes, to the fen."""
        exact = self.relief.kind in ("percent", "fixed")  # a fen of it may lie in the month after them (R9)
        return self.was.net - self.granted if exact else self.becomes.net

    def months(self) -> list[MonthChange]:
        """The months touched and some around them, as far as the lease has them."""
        first, last = add_months(self.first, -_AROUND[0]), month_end(add_months(self.last, _AROUND[1]))
        was, becomes = (_by_month(drawn.lines, first, last) for drawn in (self.before, self.after))
        blank = Sums(0, 0, 0)
        both = sorted(was.keys() | becomes.keys())
        return [
            MonthChange(
                month, becomes.get(month, blank).gross, was.get(month, blank).net, becomes.get(month, blank).net
            )
            for month in both
        ]

    def dues(self) -> list[DueChange]:
        """The dues that change, by date, and those between them."""
        was, becomes = _by_due(self.before.lines), _by_due(self.after.lines)
        blank = (0, 0)
        changed = [day for day in was.keys() | becomes.keys() if was.get(day, blank) != becomes.get(day, blank)]
        if not changed:
            return []
        between = sorted(day for day in was.keys() | becomes.keys() if min(changed) <= day <= max(changed))
        return [DueChange(day, was.get(day, blank)[0], *becomes.get(day, blank)) for day in between]


def effect(known: Facts, before: Schedule, relief: Relief) -> Effect:
    """What a relief does to a lease whose schedule ``before`` was drawn from these facts."""
    after = schedule(replace(known, reliefs=(*known.reliefs, relief)), before.as_of)
    first, last = _touched(after, relief, known)
    was, becomes = (sums_of(drawn.lines, first, last) for drawn in (before, after))
    filled, freed = _moved(before, after)
    return Effect(
        relief=relief,
        before=before,
        after=after,
        first=first,
        last=last,
        was=was,
        becomes=becomes,
        granted=_granted(after, relief),
        freed=freed,
        filled=filled,
        credit=after.totals.credit - before.totals.credit,
        owed=after.totals.refund_due - before.totals.refund_due,
        next_due=_next_due(after),
    )


def sums_of(lines: Iterable[Line], first: date, last: date) -> Sums:
    """What lines come to on the calendar months between two days (contract R9)."""
    gross = net = 0
    for line in lines:
        if line.last >= first and line.first <= last:
            if line.first >= first and line.last <= last:
                gross, net = gross + line.gross, net + line.net
            else:
                within = [month for month in months(line) if first <= month.month <= last]
                gross, net = gross + sum(each.gross for each in within), net + sum(each.net for each in within)
    return Sums(gross, gross - net, net)


def worth(known: Facts, before: Schedule, relief: Relief) -> int:
    """What a relief would take from a lease, in fen: without drawing its schedule anew. A deferral takes nothing.

    ``before`` is the schedule drawn from these facts.
    """
    order = counting((*known.reliefs, relief), before.as_of)
    if relief.kind in DEFERRALS or relief not in order:
        return 0
    if order[-1] is relief and relief.kind != "extension":
        since, until = relief.window(known.lease)
        reached = [line for line in before.lines if line.first <= until and line.last >= since and line.net]
        return sum(reduce([_standing(line) for line in reached], relief, known.lease))
    lines = standings(known.lease, [each for each in order if each.kind == "extension"])
    if relief.kind == "extension":
        return sum(line.gross for line in lines if line.span.extension is relief)
    taken = {each.code: reduce(lines, each, known.lease) for each in order if each.kind in ("percent", "fixed")}
    return sum(taken[relief.code])


def _standing(line: Line) -> Standing:
    """A line as those before left it, for one more to take from."""
    shares = line.runs
    for cut in line.cuts:
        shares = thin(shares, cut.first, cut.last, cut.denominator - cut.numerator, cut.denominator)
    span = Span(line.first, line.last, (line.last - line.first).days + 1, line.period, line.dues[0].due_on, None)
    return Standing(span, line.runs, line.gross, line.net, shares)


def _touched(after: Schedule, relief: Relief, known: Facts) -> tuple[date, date]:
    """The whole months whose rent the relief reaches: its days, those an extension adds, the lines deferred."""
    lines = [line for line in after.lines if relief.code in (line.extension, line.deferral)]
    if relief.kind in ("percent", "fixed") or not lines:
        since, until = relief.window(known.lease)
        lines = [line for line in after.lines if line.first <= until and line.last >= since and not line.extension]
        if not lines:
            return month_start(since), month_end(until)
        return month_start(max(since, lines[0].first)), month_end(min(until, lines[-1].last))
    return month_start(lines[0].first), month_end(lines[-1].last)


def _granted(after: Schedule, relief: Relief) -> int:
    if relief.kind in DEFERRALS:
        return sum(line.net for line in after.lines if line.deferral == relief.code)
    return next((each.amount for each in after.granted if each.relief == relief.code), 0)


def _moved(before: Schedule, after: Schedule) -> tuple[tuple[Refill, ...], int]:
    """Where paid money lies that lay elsewhere before, and how much has left its line."""
    was = {line.first: line.paid for line in before.lines}
    filled: list[Refill] = []
    freed = 0
    for line in after.lines:
        more = line.paid - was.get(line.first, 0)
        if more > 0:
            filled.append(Refill(line.first, line.dues[0].due_on, more))
        else:
            freed -= more
    return tuple(filled), freed


def _next_due(after: Schedule) -> tuple[date, int] | None:
    opened: defaultdict[date, int] = defaultdict(int)
    for line in after.lines:
        for due in line.dues:
            if due.due_on >= after.as_of and due.paid < due.amount:
                opened[due.due_on] += due.amount - due.paid
    return min(opened.items(), default=None)


def _by_month(lines: Sequence[Line], first: date, last: date) -> dict[date, Sums]:
    found: dict[date, Sums] = {}
    for line in lines:
        if line.last >= first and line.first <= last:
            for month in months(line):
                if first <= month.month <= last:
                    known = found.get(month.month, Sums(0, 0, 0))
                    added = (month.gross, month.relief, month.net)
                    found[month.month] = Sums(*(a + b for a, b in zip(known, added, strict=True)))
    return found


def _by_due(lines: Sequence[Line]) -> dict[date, tuple[int, int]]:
    found: dict[date, tuple[int, int]] = {}
    for line in lines:
        for due in line.dues:
            amount, paid = found.get(due.due_on, (0, 0))
            found[due.due_on] = amount + due.amount, paid + due.paid
    return found
