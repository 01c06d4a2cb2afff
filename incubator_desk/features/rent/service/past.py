"""The figures of past lines that rest on stored facts: what a correction would alter."""

from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from incubator_desk.base.i18n import _
from incubator_desk.base.money import to_yuan
from incubator_desk.features.rent.rules import counting, schedule
from incubator_desk.features.rent.rules.terms import Facts
from incubator_desk.store.record import Actor

from . import facts


def past(session: Session, actor: Actor, leases: set[str], today: date) -> dict[tuple[str, ...], Decimal]:
    """What was charged, relieved, payable and paid on the lines of leases begun so far.

    A lease on which nothing was received and nothing relieved yet has no past that anyone relies on.
    """
    found: dict[tuple[str, ...], Decimal] = {}
    for known in facts.load(session, actor.operator, leases) if leases else ():
        if _carries(known, today):
            found |= _figures(known, today)
    return found


def _carries(known: Facts, today: date) -> bool:
    return any(each.received_on <= today for each in known.receipts) or bool(counting(known.reliefs, today))


def _figures(known: Facts, today: date) -> dict[tuple[str, ...], Decimal]:
    drawn = schedule(known, today)
    found: dict[tuple[str, ...], Decimal] = {}
    for line in drawn.lines:
        if line.first > today:
            break
        span = f"{line.first.isoformat()} – {line.last.isoformat()}"
        named = (
            (_("Charged"), line.gross),
            (_("Relief"), line.relief),
            (_("Payable"), line.net),
            (_("Paid"), line.paid),
        )
        found |= {(known.lease.code, span, words): to_yuan(fen) for words, fen in named}
    if drawn.totals.refund_due or drawn.totals.refunded:
        found[known.lease.code, "", _("To refund")] = to_yuan(drawn.totals.refund_due)
    return found
