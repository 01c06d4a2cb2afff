"""What a case comes to, as tables in its panel: what it takes by line, the dues it moves, the sums by date."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from incubator_desk.base.i18n import N_
from incubator_desk.base.money import to_yuan
from incubator_desk.catalog.feature import Extract
from incubator_desk.catalog.kinds import Day, Money, Whole
from incubator_desk.features.rent.model import Relief
from incubator_desk.features.rent.rules import agreement
from incubator_desk.features.rent.rules.terms import DEFERRALS, Facts
from incubator_desk.store.record import Actor

from . import facts

Rows = Sequence[Sequence[Any]]


def _known(session: Session, actor: Actor, uid: str, today: date) -> tuple[Relief, Facts] | None:
    """A case and the facts of its lease, as if it were approved today where it is not decided yet."""
    relief = session.get(Relief, uid)
    if relief is None:
        return None
    of_lease = facts.by_uid(session, actor.operator, [relief.lease_uid])[relief.lease_uid]
    return relief, agreement.supposed(of_lease, relief.code, today)


def _taken(session: Session, actor: Actor, uid: str, today: date) -> Rows:
    found = _known(session, actor, uid, today)
    if found is None or found[0].kind in DEFERRALS:
        return ()
    relief, known = found
    lines = agreement.taken(known, relief.code, max(today, relief.approved_on or today))
    return [(t.no, t.first, *map(to_yuan, (t.before, t.amount, t.left))) for t in lines]


def _moved(session: Session, actor: Actor, uid: str, today: date) -> list[agreement.Moved]:
    found = _known(session, actor, uid, today)
    if found is None or found[0].kind not in DEFERRALS:
        return []
    relief, known = found
    return agreement.moved(known, relief.code, max(today, relief.approved_on or today))


def _dues(session: Session, actor: Actor, uid: str, today: date) -> Rows:
    return [
        (*((None, None) if at else (m.no, m.was_due_on)), due.due_on, *map(to_yuan, due[1:]))
        for m in _moved(session, actor, uid, today)
        for at, due in enumerate(m.dues)
    ]


def _by_date(session: Session, actor: Actor, uid: str, today: date) -> Rows:
    sums = agreement.by_date(_moved(session, actor, uid, today))
    return [(n, s.due_on, *map(to_yuan, (s.amount, s.paid, s.open))) for n, s in enumerate(sums, 1)]


_LINE = (N_("Line"), Whole(width=6))
EXTRACTS = (
    Extract(
        "reliefs", N_("By line"),
        (_LINE, (N_("From"), Day()), (N_("Payable before"), Money()), (N_("Relief"), Money()),
         (N_("Payable"), Money())),
        _taken, (2, 3, 4),
    ),
    Extract(
        "reliefs", N_("Dues old and new"),
        (_LINE, (N_("Was due on"), Day()), (N_("Due on"), Day()), (N_("Amount"), Money()),
         (N_("Paid"), Money())),
        _dues, (3, 4),
    ),
    Extract(
        "reliefs", N_("Sums by date"),
        ((N_("No."), Whole(width=6)), (N_("Due on"), Day()), (N_("Amount"), Money()), (N_("Paid"), Money()),
         (N_("Outstanding"), Money())),
        _by_date, (2, 3, 4),
    ),
)  # fmt: skip
"""Those without a row are not shown: a relief has lines, a deferral has dues."""
