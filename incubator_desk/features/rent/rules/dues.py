"""When the net of a line is due, and how a deferral moves or splits it (contract R2, R5)."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from incubator_desk.base.dates import add_months

from .reduction import Standing
from .terms import Lease, Relief


class Part(NamedTuple):
    """A due, in the order in which money fills it: by due date, line, part."""

    due_on: date
    line: int
    part: int
    amount: int


def split(amount: int, parts: int) -> list[int]:
    """Equal parts, each rounded down to the fen; the last takes the rest (contract R5)."""
    each = amount // parts
    return [each] * (parts - 1) + [amount - each * (parts - 1)]


def defer(lines: Sequence[Standing], deferral: Relief, lease: Lease) -> None:
    """Let a deferral decide the dues of each own line whose first day lies in its term: the last approved stays."""
    since, until = deferral.window(lease)
    for line in lines:
        if since <= line.span.first <= until and not line.span.extension:
            line.deferral = deferral


def line_dues(net: int, own: date, deferral: Relief | None) -> list[tuple[date, int]]:
    """The dues of a line, each with its date; none comes earlier than the line's own (contract R5)."""
    if deferral is None:
        return [(own, net)]
    if deferral.kind == "instalments":
        # A net of 0.00 is split like any other: `parts` dues of 0.00.
        amounts = split(net, max(1, deferral.parts or 1))
        first = deferral.first_due_on or own
        return [(max(own, add_months(first, i)), amount) for i, amount in enumerate(amounts)]
    # Where both are given, the date goes before the months: "to `defer_to`, or `months` months later".
    moved = deferral.defer_to or add_months(own, deferral.months or 0)
    return [(max(own, moved), net)]


def parts(lines: Sequence[Standing]) -> list[Part]:
    """All dues of a lease as the lines now stand, in the order in which money fills them (contract R7)."""
    found = [
        Part(due_on, at, part, amount)
        for at, line in enumerate(lines)
        for part, (due_on, amount) in enumerate(line_dues(line.left, line.span.due_on, line.deferral))
    ]
    found.sort()
    return found


def fill(dues: Sequence[Part], money: int) -> list[int]:
    """What of each due is paid when money fills them in order (contract R7)."""
    paid: list[int] = []
    for due in dues:
        part = min(due.amount, money) if money > 0 else 0
        money -= part
        paid.append(part)
    return paid
