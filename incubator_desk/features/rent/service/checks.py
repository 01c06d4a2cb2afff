"""What must hold between reliefs, receipts and refunds of a lease (contract R6, R7)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import CompoundSelect, Select, func, select
from sqlalchemy.orm import Session

from incubator_desk.base.errors import Problem, Where
from incubator_desk.base.i18n import N_
from incubator_desk.base.money import plain, to_fen
from incubator_desk.features.leases.model import Lease, LeaseStep
from incubator_desk.features.park.service import values_of
from incubator_desk.features.rent.model import DepositUse, Receipt, Refund, Relief
from incubator_desk.features.rent.rules import overlaps, refund_excess, schedule
from incubator_desk.features.rent.rules.payment import earliest
from incubator_desk.features.rent.rules.terms import Facts
from incubator_desk.store.history import ChangeRow
from incubator_desk.store.step import Step

from . import facts
from .receiving import DAYS_BEFORE, early

_OWNED = {model.__tablename__: model for model in (LeaseStep, Relief, Receipt, Refund)}
OVERLAP = N_(
    "Lease {lease} already has relief {other} on days that {relief} reaches; a policy of the two excludes others. "
    "Change the days or withdraw one."
)
ABOVE_DUE = N_("With this, {paid} would be paid back by {day}; only {owed} is owed.")


def overlapping(step: Step, _uids: set[str]) -> Iterable[Problem]:
    """Exclusive reliefs on shared days of a lease: the later approved one is refused (R6).

    Where the step entered the earlier one alone, beside one that is stored, the problem is told of what was entered.
    """
    if step.touched.keys() & {"reliefs", "relief_policies", "leases"}:
        entered = step.touched.get("reliefs", set())
        several = select(Relief.lease_uid).group_by(Relief.lease_uid).having(func.count() > 1)
        for known in _facts(step, several):
            for clash in overlaps(known.reliefs, known.lease):
                codes = (clash.later.code, clash.earlier.code)
                uids = [_uid(step, Relief, code) for code in codes]
                at = 1 if uids[1] in entered and uids[0] not in entered else 0
                values = {"lease": known.lease.code, "other": codes[1 - at], "relief": codes[at]}
                where = Where(sheet="reliefs", column="starts_on", record=uids[at])
                yield Problem("relief_overlap", OVERLAP, values, where)


def overpaid(step: Step, _uids: set[str]) -> Iterable[Problem]:
    """Refunds up to any date never exceed what is owed on it (R7)."""
    relieved = select(Relief.lease_uid).join(Refund, Refund.relief_uid == Relief.uid)
    credited = select(Refund.lease_uid).where(Refund.lease_uid.is_not(None))
    for known in _facts(step, relieved.union(credited)):
        for excess in refund_excess(known):
            values = {"paid": plain(excess.refunded), "owed": plain(excess.owed), "day": excess.paid_on}
            where = Where(sheet="refunds", column="amount", record=_uid(step, Refund, excess.refund))
            yield Problem("refund_above_due", ABOVE_DUE, values, where)


OVERUSED = N_("With this, {used} of the deposit would be used by {day}; only {held} was received.")


def deposits_overused(step: Step, _uids: set[str]) -> Iterable[Problem]:
    """No more of a deposit is used than was received until then."""
    session, operator = step.session, step.actor.operator
    if not step.touched.keys() & {"deposit_uses", "receipts"}:
        return
    uses = session.scalars(
        select(DepositUse).where(DepositUse.operator_uid == operator).order_by(DepositUse.used_on, DepositUse.code)
    ).all()
    if not uses:
        return
    held: defaultdict[str, list[tuple[date, Decimal]]] = defaultdict(list)
    deposits = (Receipt.operator_uid == operator, Receipt.kind == "deposit", Receipt.reversed_on.is_(None))
    for lease, day, amount in session.execute(
        select(Receipt.lease_uid, Receipt.received_on, Receipt.amount).where(*deposits)
    ):
        held[lease].append((day, amount))
    used: defaultdict[str, Decimal] = defaultdict(Decimal)
    for use in uses:
        used[use.lease_uid] += use.amount
        received = sum((amount for day, amount in held[use.lease_uid] if day <= use.used_on), Decimal(0))
        if used[use.lease_uid] > received:
            values = {"used": f"{used[use.lease_uid]:.2f}", "held": f"{received:.2f}", "day": use.used_on}
            yield Problem(
                "deposit_overused", OVERUSED, values, Where(sheet="deposit_uses", column="amount", record=use.uid)
            )


_PLACES_RENT = ("received_on", "lease_uid", "kind", "reversed_on")


def before_lease(step: Step, _uids: set[str]) -> Iterable[Problem]:
    """Rent dated before its lease's first day and first due date: refused at the desk, told where it is imported.

    A step that is taken back, and a change of something else, leave a receipt that was taken over so as it is.
    """
    if step.undoes is not None or not (written := _changed(step, Receipt.__tablename__, _PLACES_RENT)):
        return
    rent = (Receipt.operator_uid == step.actor.operator, Receipt.kind == "rent", Receipt.reversed_on.is_(None))
    of_lease = (Lease.code.label("lease"), Lease.starts_on, Lease.due_offset_days)
    suspect = (
        select(Receipt.uid, Receipt.code, Receipt.received_on, *of_lease)
        .join(Lease, Receipt.lease_uid == Lease.uid)
        .where(*rent)
    )
    dated_before = step.session.execute(suspect.where(*rent, Receipt.received_on < Lease.starts_on))
    found = [each for each in dated_before if each.uid in written]
    days_before = values_of(step.session, step.actor, DAYS_BEFORE.name)
    for each in sorted(found, key=lambda receipt: receipt.code):
        since = earliest(each.starts_on, each.due_offset_days) - timedelta(days=int(days_before(each.received_on)))
        if each.received_on < since:
            problem = early(each.lease, since, each.uid)
            yield replace(problem, severity="warning") if step.imported else problem


def _changed(step: Step, table: str, names: Sequence[str]) -> set[str]:
    """The records of a table that a step added, or of which it changed one of some columns."""
    altered = step.altered.get(table, set())
    added = step.touched.get(table, set()) - altered
    if not altered:
        return added
    mine = (ChangeRow.step == step.seq, ChangeRow.table_name == table, ChangeRow.before.is_not(None))
    rows = step.session.execute(select(ChangeRow.record, ChangeRow.before).where(*mine, ChangeRow.after.is_not(None)))
    return added | {record for record, before in rows if before and any(f'"{name}":' in before for name in names)}


def invariants(session: Session) -> Sequence[Problem]:
    """The sums that always hold (contract section 3), over every lease of every operator."""
    return [
        problem
        for operator in session.scalars(select(Lease.operator_uid).distinct())
        for problem in _sums(session, operator)
    ]


def _sums(session: Session, operator: str) -> Iterator[Problem]:
    for known in facts.load(session, operator):
        totals = schedule(known, date.max).totals
        received = sum(to_fen(r.amount) for r in known.receipts if r.kind == "rent")
        holds = (
            totals.gross == totals.relief + totals.net
            and totals.net == totals.paid + totals.outstanding
            and received == totals.paid + totals.credit + totals.refund_due + totals.refunded
        )
        if not holds:
            message = N_("The sums of lease {lease} do not agree.")
            yield Problem("sums_disagree", message, {"lease": known.lease.code}, Where(sheet="leases"))


def _facts(step: Step, candidates: Select[str] | CompoundSelect[str]) -> Iterable[Facts]:
    """The facts of those candidates, leases by uid, that the step concerns."""
    leases = set(step.session.scalars(candidates))
    if leases and (concerned := _concerned(step)) is not None:
        leases &= concerned
    return facts.load(step.session, step.actor.operator, leases) if leases else ()


def _concerned(step: Step) -> set[str] | None:
    """The leases whose figures a step may change; None where that can be any, as after a removal."""
    session, found = step.session, set(step.touched.get("leases", ()))
    if step.touched.keys() & {"relief_policies", "premises"}:
        return None
    for name, model in _OWNED.items():
        if uids := step.touched.get(name):
            rows = session.execute(select(model.uid, model.lease_uid).where(model.operator_uid == step.actor.operator))
            leases = {uid: lease for uid, lease in rows if uid in uids}
            if len(leases) < len(uids):
                return None
            found |= {lease for lease in leases.values() if lease}
    if uids := step.touched.get("refunds"):
        relieved = select(Refund.uid, Relief.lease_uid).join(Relief, Refund.relief_uid == Relief.uid)
        found |= {lease for uid, lease in session.execute(relieved) if uid in uids}
    return found


def _uid(step: Step, model: type[Relief] | type[Refund], code: str) -> str | None:
    return step.session.scalar(select(model.uid).where(model.operator_uid == step.actor.operator, model.code == code))
