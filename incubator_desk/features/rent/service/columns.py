"""What registers of companies and leases show of the rent, and which records belong to which."""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import Select, select, union
from sqlalchemy.orm import Session

from incubator_desk.base.i18n import N_
from incubator_desk.base.money import ZERO, to_yuan
from incubator_desk.catalog.kinds import Choice, Option, Tone
from incubator_desk.features.leases.model import Lease
from incubator_desk.features.rent.model import DepositUse, Receipt, Refund, Relief
from incubator_desk.features.rent.rules.figures import Schedule
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.store.bulk import among

from .summary import schedules

Figure = Callable[[Schedule, date], int]
"""A figure of a schedule as of a day, in fen."""


def monthly(found: Schedule, today: date) -> int:
    """The rent of the line that runs on that day, before reliefs."""
    return next((line.gross for line in found.lines if line.first <= today <= line.last), 0)


def overdue(found: Schedule, _today: date) -> int:
    """What is overdue."""
    return found.totals.overdue


def outstanding(found: Schedule, _today: date) -> int:
    """What is not paid yet of the whole lease."""
    return found.totals.outstanding


def of_leases(figure: Figure) -> Callable[[Session, Sequence[str], date], dict[str, Decimal]]:
    """A figure by the uid of the lease."""

    def values(session: Session, uids: Sequence[str], today: date) -> dict[str, Decimal]:
        return {uid: to_yuan(figure(found, today)) for uid, found in _schedules(session, uids, today).items()}

    return values


def of_tenants(figure: Figure) -> Callable[[Session, Sequence[str], date], dict[str, Decimal]]:
    """A figure added up over the leases of a company, by the uid of the company."""

    def values(session: Session, uids: Sequence[str], today: date) -> dict[str, Decimal]:
        owners = dict(session.execute(_owners(uids)).all())
        sums: defaultdict[str, Decimal] = defaultdict(lambda: ZERO)
        for lease, found in _schedules(session, owners, today).items():
            sums[owners[lease]] += to_yuan(figure(found, today))
        return dict(sums)

    return values


def alarming(amount: Decimal) -> Tone | None:
    """Arrears are red."""
    return "danger" if amount > 0 else None


def _owners(tenants: Collection[str]) -> Select[str, str]:
    return select(Lease.uid, Lease.tenant_uid).where(among(Lease.tenant_uid, tenants))


def _schedules(session: Session, leases: Collection[str], today: date) -> dict[str, Schedule]:
    """Schedules of leases whoever their operator is."""
    found: dict[str, Schedule] = {}
    for operator in session.scalars(select(Lease.operator_uid).distinct()).all():
        found |= schedules(session, operator, today, leases)
    return found


def granted(session: Session, uids: Sequence[str], today: date) -> dict[str, Decimal]:
    """What each relief that counts takes in all; deferrals and undecided cases are left out."""
    wanted = select(Relief.uid, Relief.code, Relief.lease_uid).where(among(Relief.uid, uids))
    rows = session.execute(wanted).all()
    drawn = _schedules(session, {row.lease_uid for row in rows}, today)
    amounts = {lease: {each.relief: each.amount for each in found.granted} for lease, found in drawn.items()}
    return {uid: to_yuan(amounts[lease][code]) for uid, code, lease in rows if code in amounts.get(lease, ())}


def company_of(
    model: type[Relief] | type[Receipt] | type[DepositUse],
) -> Callable[[Session, Sequence[str], date], dict[str, str]]:
    """The name of the company whose lease a record belongs to."""

    def values(session: Session, uids: Sequence[str], _today: date) -> dict[str, str]:
        named = select(model.uid, Tenant.name).join(Lease, model.lease_uid == Lease.uid)
        wanted = named.join(Tenant, Lease.tenant_uid == Tenant.uid).where(among(model.uid, uids))
        return dict(session.execute(wanted).all())

    return values


def of_lease(model: type[Relief] | type[Receipt]) -> Callable[[str], Select[str]]:
    """The reliefs or receipts of a lease, the latest first."""
    return lambda lease: select(model.uid).where(model.lease_uid == lease).order_by(model.code.desc())


def of_tenant(model: type[Relief] | type[Receipt]) -> Callable[[str], Select[str]]:
    """The reliefs or receipts of all leases of a company, the latest first."""
    return lambda tenant: (
        select(model.uid)
        .join(Lease, model.lease_uid == Lease.uid)
        .where(Lease.tenant_uid == tenant)
        .order_by(model.code.desc())
    )


def under_policy(policy: str) -> Select[str]:
    """The reliefs granted under a policy."""
    return select(Relief.uid).where(Relief.policy_uid == policy).order_by(Relief.code)


def refunds_of_relief(relief: str) -> Select[str]:
    """What was paid back of a relief."""
    return select(Refund.uid).where(Refund.relief_uid == relief).order_by(Refund.paid_on)


def refunds_of_lease(lease: str) -> Select[str]:
    """What was paid back of a lease's credit and of its reliefs."""
    relieved = select(Refund.uid).join(Relief, Refund.relief_uid == Relief.uid).where(Relief.lease_uid == lease)
    both = union(select(Refund.uid).where(Refund.lease_uid == lease), relieved).subquery()
    return select(both.c.uid)


RECEIPT_STATES = Choice(
    (
        Option("counted", N_("Counted"), "success", "check-circle"),
        Option("reversed", N_("Reversed"), "neutral", "minus-circle"),
    )
)


def receipt_states(session: Session, uids: Sequence[str], _today: date) -> dict[str, str]:
    """Whether each receipt counts or was reversed."""
    rows = session.execute(select(Receipt.uid, Receipt.reversed_on).where(among(Receipt.uid, uids)))
    return {uid: "reversed" if day else "counted" for uid, day in rows}
