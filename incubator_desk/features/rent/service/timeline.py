"""What happened to a company or lease in matters of rent: approvals, receipts, refunds."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from incubator_desk.base.i18n import _
from incubator_desk.base.money import grouped
from incubator_desk.catalog.feature import Happening
from incubator_desk.features.leases.model import Lease
from incubator_desk.features.rent.model import RELIEF_KINDS, Receipt, Refund, Relief

LATEST = 60
"""Entries of each kind that are told."""


def happenings(session: Session, register: str, uid: str) -> Sequence[Happening]:
    """The entries of a company's or a lease's timeline; none of other records."""
    if register == "tenants":
        leases = list(session.scalars(select(Lease.uid).where(Lease.tenant_uid == uid)))
    elif register == "leases":
        leases = [uid]
    else:
        return ()
    return [*_reliefs(session, leases), *_receipts(session, leases), *_refunds(session, leases)]


def _reliefs(session: Session, leases: Sequence[str]) -> list[Happening]:
    mine = select(Relief).where(Relief.lease_uid.in_(leases), Relief.approved_on.is_not(None))
    found = session.scalars(mine.order_by(Relief.approved_on.desc()).limit(LATEST))
    text = _("{code} approved: {kind}")
    return [
        Happening(each.approved_on, text.format(code=each.code, kind=RELIEF_KINDS.show(each.kind)), "relief", "success")
        for each in found
        if each.approved_on
    ]


def _receipts(session: Session, leases: Sequence[str]) -> list[Happening]:
    mine = select(Receipt).where(Receipt.lease_uid.in_(leases)).order_by(Receipt.received_on.desc()).limit(LATEST)
    found = session.scalars(mine).all()
    text, reversal = _("{code} received: {amount}"), _("{code} reversed: {reason}")
    received = [
        Happening(each.received_on, text.format(code=each.code, amount=grouped(each.amount)), "receipt", "info")
        for each in found
    ]
    return received + [
        Happening(each.reversed_on, reversal.format(code=each.code, reason=each.reversal_reason or ""), "return")
        for each in found
        if each.reversed_on
    ]


def _refunds(session: Session, leases: Sequence[str]) -> list[Happening]:
    relieved = select(Relief.uid).where(Relief.lease_uid.in_(leases))
    mine = select(Refund).where(or_(Refund.lease_uid.in_(leases), Refund.relief_uid.in_(relieved)))
    text = _("{code} paid back: {amount}")
    return [
        Happening(each.paid_on, text.format(code=each.code, amount=grouped(each.amount)), "return", "warning")
        for each in session.scalars(mine.order_by(Refund.paid_on.desc()).limit(LATEST))
    ]
