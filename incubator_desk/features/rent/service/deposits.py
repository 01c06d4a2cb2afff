"""Deposits as they are held: on the lease itself, and on those that it renews."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from incubator_desk.base.money import to_fen
from incubator_desk.features.leases.model import Lease
from incubator_desk.features.rent.model import DepositUse, Receipt
from incubator_desk.features.rent.rules.settlement import deposit_held


@dataclass(frozen=True, slots=True)
class Deposit:
    """What is held of the deposit that was received on a lease, in fen."""

    lease_uid: str
    lease_code: str
    held: int


def held_for(session: Session, lease: Lease, day: date) -> list[Deposit]:
    """The deposits that stand for a lease on a day, those of the leases it renews first; none of nothing."""
    found = [Deposit(each.uid, each.code, held_on(session, each.uid, day)) for each in _chain(session, lease)]
    return [deposit for deposit in found if deposit.held]


def held_on(session: Session, lease: str, day: date) -> int:
    """What can be used on a day of the deposit received on a lease, in fen."""
    came = select(Receipt.received_on, Receipt.amount).where(
        Receipt.lease_uid == lease, Receipt.kind == "deposit", Receipt.reversed_on.is_(None)
    )
    used = select(DepositUse.used_on, DepositUse.amount).where(DepositUse.lease_uid == lease)
    dated = [[(when, int(to_fen(amount))) for when, amount in session.execute(rows)] for rows in (came, used)]
    return deposit_held(dated[0], dated[1], day)


def renewal(session: Session, lease: Lease) -> Lease | None:
    """The lease that renews one."""
    following = select(Lease).where(Lease.operator_uid == lease.operator_uid, Lease.renewal_of == lease.code)
    return session.scalar(following.order_by(Lease.starts_on, Lease.code).limit(1))


def _chain(session: Session, lease: Lease) -> Sequence[Lease]:
    """The leases that led to one by renewal, the first of them first, and itself."""
    found = [lease]
    while code := found[-1].renewal_of:
        before = session.scalar(select(Lease).where(Lease.operator_uid == lease.operator_uid, Lease.code == code))
        if before is None or before in found:
            break
        found.append(before)
    return found[::-1]
