"""Refunds above what is owed (contract R7, ``refund_above_due``)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from incubator_desk.base.money import to_fen

from .engine import credit_paid_out, schedule
from .figures import Schedule
from .terms import Facts, Refund


@dataclass(frozen=True, slots=True)
class Excess:
    """A refund with which the sum paid back until then exceeds what is owed; in fen. ``relief`` None is the credit."""

    refund: str
    relief: str | None
    paid_on: date
    refunded: int
    owed: int


def refund_excess(facts: Facts) -> list[Excess]:
    """The refunds that exceed what was owed on their relief, or the credit, at their date (contract R7).

    What is owed never shrinks with time, so that it is enough to look at the dates of the refunds.
    """
    in_order = sorted(facts.refunds, key=lambda refund: (refund.paid_on, refund.code))
    refunded: dict[str | None, int] = {}
    found: list[Excess] = []
    for paid_on, refunds in groupby(in_order, key=lambda refund: refund.paid_on):
        found.extend(_of_a_day(list(refunds), schedule(facts, paid_on), facts, refunded))
    return found


def _of_a_day(refunds: list[Refund], then: Schedule, facts: Facts, refunded: dict[str | None, int]) -> Iterator[Excess]:
    """The excesses of one day's refunds; ``refunded`` sums up what was paid back until then."""
    owed: dict[str | None, int] = {each.relief: each.owed for each in then.settlements}
    # What the credit was before any of it was paid back.
    owed[None] = max(0, then.totals.paid + then.totals.credit + credit_paid_out(facts, then.as_of) - then.totals.net)
    for refund in refunds:
        refunded[refund.relief] = refunded.get(refund.relief, 0) + to_fen(refund.amount)
        if refunded[refund.relief] > owed.get(refund.relief, 0):
            yield Excess(
                refund.code, refund.relief, refund.paid_on, refunded[refund.relief], owed.get(refund.relief, 0)
            )
