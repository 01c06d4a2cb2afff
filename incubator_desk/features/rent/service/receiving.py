"""Receiving money: what a company owes over all its leases, how a payment lies over them, what is recorded."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from incubator_desk.base.errors import Problem, Refused, Where
from incubator_desk.base.i18n import N_
from incubator_desk.base.money import to_fen, to_yuan
from incubator_desk.catalog.feature import Parameter
from incubator_desk.catalog.register import Register
from incubator_desk.catalog.saving import after as code_after
from incubator_desk.catalog.saving import next_code, save
from incubator_desk.features.leases.model import Lease
from incubator_desk.features.park.service import value_on
from incubator_desk.features.rent.model import Receipt
from incubator_desk.features.rent.rules import Facts, Line, schedule
from incubator_desk.features.rent.rules.payment import OpenDue, Share, after, first_day, open_dues, spread
from incubator_desk.store.bulk import among
from incubator_desk.store.record import Actor, Record
from incubator_desk.store.step import Step

from . import facts

DAYS_BEFORE = Parameter(
    "receipt.days_before_lease",
    N_("Rent accepted before a lease begins"),
    N_("days"),
    Decimal(0),
    date(1900, 1, 1),
    N_("The park's practice"),
)
PARAMETERS = (DAYS_BEFORE,)
EARLY = N_("Rent of lease {lease} comes in from {day} on, its first day or first due date; this is dated earlier.")
NO_LEASE = N_("This company has no lease that the money could go to.")
WHICH_LEASE = N_("Say for which lease it is: only rent is spread over several.")
REVERSED = N_("It was already reversed on {day}.")
_PAYMENTS = "Z-"


@dataclass(frozen=True, slots=True)
class Opening:
    """A lease of a company as money meets it: the dues that are open, the credit there is (fen)."""

    uid: str
    code: str
    first: date
    last: date
    accepts_from: date
    """The first day on which rent can come in."""
    credit: int
    dues: tuple[OpenDue, ...]
    lines: Mapping[int, Line]
    """By number."""
    facts: Facts


def openings(session: Session, actor: Actor, tenant: str, as_of: date) -> tuple[Opening, ...]:
    """The leases of a company with their open dues as of a day, in order of code."""
    return openings_of(session, actor, [tenant], as_of).get(tenant, ())


def openings_of(
    session: Session, actor: Actor, tenants: Collection[str], as_of: date
) -> dict[str, tuple[Opening, ...]]:
    """The leases of companies with their open dues, by the uid of the company."""
    mine = select(Lease.uid, Lease.tenant_uid).where(
        Lease.operator_uid == actor.operator, among(Lease.tenant_uid, tenants)
    )
    owners = {uid: tenant for uid, tenant in session.execute(mine) if tenant in tenants}
    early = timedelta(days=int(value_on(session, actor, DAYS_BEFORE.name, as_of)))
    found: defaultdict[str, list[Opening]] = defaultdict(list)
    for uid, known in facts.by_uid(session, actor.operator, owners).items():
        found[owners[uid]].append(_opening(uid, known, as_of, early))
    return {tenant: tuple(sorted(leases, key=lambda each: each.code)) for tenant, leases in found.items()}


def _opening(uid: str, known: Facts, as_of: date, early: timedelta) -> Opening:
    lease, drawn = known.lease, schedule(known, as_of)
    last = drawn.lines[-1].last if drawn.lines else lease.ends_on
    since = first_day(lease) - early
    lines = {line.no: line for line in drawn.lines}
    credit = drawn.totals.credit
    return Opening(uid, lease.code, lease.starts_on, last, since, credit, open_dues(drawn), lines, known)


@dataclass(frozen=True, slots=True)
class Payment:
    """Money that a company paid, in yuan."""

    tenant: str
    received_on: date
    amount: Decimal
    kind: str = "rent"
    method: str | None = None
    reference: str | None = None
    note: str | None = None
    lease: str | None = None
    """The lease that gets all of it; None spreads rent over all leases by due date."""
    rest_to: str | None = None
    """The lease that keeps what exceeds all dues; None is the company's running one."""


Laid = tuple[tuple[Opening, Share], ...]
"""What each lease gets of a payment, in order of code."""


class Laying:
    """Lays payments over companies' leases, one after the other: each finds open what those before it left."""

    def __init__(self, known: dict[str, tuple[Opening, ...]]) -> None:
        self._known = dict(known)

    def lay(self, payment: Payment) -> Laid:
        """What each lease gets; refused beside the field where the company's leases cannot take the money."""
        leases = self._known.get(payment.tenant, ())
        by_code = {each.code: each for each in leases}
        shares = _shares(payment, leases)
        if payment.kind == "rent":
            taken = {share.lease: after(by_code[share.lease].dues, (share,)) for share in shares}
            self._known[payment.tenant] = tuple(
                replace(each, dues=tuple(taken.get(each.code, each.dues))) for each in leases
            )
        return tuple((by_code[share.lease], share) for share in shares)


def _shares(payment: Payment, leases: Sequence[Opening]) -> tuple[Share, ...]:
    if not leases:
        raise Refused.because("no_lease", NO_LEASE, column="tenant_uid")
    amount = to_fen(payment.amount)
    chosen = [each for each in leases if payment.lease in (None, each.uid)]
    if payment.kind != "rent":
        if len(chosen) != 1:
            raise Refused.because("lease_needed", WHICH_LEASE, column="lease_uid")
        return (Share(chosen[0].code, amount),)
    takers = [each for each in chosen if each.accepts_from <= payment.received_on]
    if not takers:
        soonest = min(chosen, key=lambda each: each.accepts_from)
        raise Refused(early(soonest.code, soonest.accepts_from))
    rest = next((each for each in takers if each.uid == payment.rest_to), None) or running(takers, payment.received_on)
    return spread(amount, (due for each in takers for due in each.dues), rest.code)


def early(lease: str, since: date, record: str | None = None) -> Problem:
    """The problem of rent that is dated before its lease."""
    where = Where(sheet="receipts", column="received_on", record=record)
    return Problem("receipt_before_lease", EARLY, {"lease": lease, "day": since}, where)


def running(leases: Sequence[Opening], day: date) -> Opening:
    """The lease that credit usually stays with: the one that runs on that day, else the one that ends last."""
    return max(leases, key=lambda each: (each.first <= day <= each.last, each.last, each.code))


def receive(step: Step, register: Register, payments: Sequence[Payment], today: date) -> list[str]:
    """Record payments in their order, each as one receipt for every lease that gets some of it; gives the receipts.

    The receipts of a payment over several leases share a ``payment_no``. Refused beside the field where a lease
    cannot take the money, or a value is none.
    """
    as_of = max([today, *(each.received_on for each in payments)])
    laying = Laying(openings_of(step.session, step.actor, {each.tenant for each in payments}, as_of))
    code, shared = next_code(step, register), _following_payment(step.session, step.actor)
    made: list[str] = []
    for payment in payments:
        values = _read(register, payment)
        laid = laying.lay(payment)
        number = f"{_PAYMENTS}{shared:04d}" if len(laid) > 1 else None
        shared += number is not None
        for lease, share in laid:
            of_lease = {"code": code, "lease_uid": lease.uid, "amount": to_yuan(share.amount), "payment_no": number}
            made.append(save(step, register, values | of_lease)[0])
            code = code_after(register, code)
    return made


def _read(register: Register, payment: Payment) -> dict[str, object]:
    """The values that all receipts of a payment share, each held against its column's kind."""
    given = {name: getattr(payment, name) for name in ("received_on", "kind", "amount", "method", "reference", "note")}
    problems: list[Problem] = []
    for name, value in given.items():
        if value is not None and value != "":
            try:
                given[name] = register.by_attribute[name].kind.read(value)
            except Refused as refused:
                problems += (Problem(p.code, p.message, p.values, Where(column=name)) for p in refused.problems)
    if problems:
        raise Refused(*problems)
    return {name: value or None for name, value in given.items()}


def _following_payment(session: Session, actor: Actor) -> int:
    """The number of the next payment over several leases."""
    mine = select(Receipt.payment_no).where(
        Receipt.operator_uid == actor.operator, Receipt.payment_no.startswith(_PAYMENTS, autoescape=True)
    )
    highest_first = mine.order_by(func.length(Receipt.payment_no).desc(), Receipt.payment_no.desc())
    numbers = ((found or "").removeprefix(_PAYMENTS) for found in session.scalars(highest_first))
    return next((int(number) + 1 for number in numbers if number.isdigit()), 1)


# what is recorded already ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Recorded:
    """A payment as it was recorded: the receipts of one ``payment_no`` together."""

    codes: tuple[str, ...]
    tenant: str
    received_on: date
    amount: Decimal
    reference: str


def recorded(session: Session, actor: Actor, days: Collection[date]) -> list[Recorded]:
    """The payments of some days that were not reversed."""
    columns = (Receipt.code, Lease.tenant_uid, Receipt.received_on, Receipt.amount, Receipt.reference)
    rows = session.execute(
        select(*columns, Receipt.payment_no)
        .join(Lease, Receipt.lease_uid == Lease.uid)
        .where(Receipt.operator_uid == actor.operator, Receipt.reversed_on.is_(None), Receipt.received_on.in_(days))
        .order_by(Receipt.code)
    )
    found: dict[tuple[str, str, date], Recorded] = {}
    for code, tenant, day, amount, reference, number in rows:
        key = (number or code, tenant, day)
        before = found.get(key, Recorded((), tenant, day, Decimal(0), (reference or "").strip()))
        found[key] = replace(before, codes=(*before.codes, code), amount=before.amount + amount)
    return list(found.values())


def duplicates(session: Session, actor: Actor, payment: Payment) -> list[Recorded]:
    """What is recorded of the same company, day, amount and reference."""
    same = ((payment.reference or "").strip(), payment.tenant, payment.amount)
    there = recorded(session, actor, [payment.received_on])
    return [each for each in there if (each.reference, each.tenant, each.amount) == same]


# a wrong receipt ------------------------------------------------------------------------------------------------------


def of_payment(session: Session, receipt: Receipt) -> list[Receipt]:
    """The receipt with the others of its payment that still count."""
    if receipt.payment_no is None:
        return [receipt]
    mine = (Receipt.operator_uid == receipt.operator_uid, Receipt.payment_no == receipt.payment_no)
    return list(session.scalars(select(Receipt).where(*mine, Receipt.reversed_on.is_(None)).order_by(Receipt.code)))


def reverse(step: Step, register: Register, receipt: Receipt, on: date, reason: str) -> list[str]:
    """Reverse a wrong receipt, with all of its payment: it stays in the list and fills no dues; gives the codes.

    Refused where it is reversed already, lacks a reason, or where a refund rests on the money.
    """
    if receipt.reversed_on is not None:
        raise Refused.because("already_reversed", REVERSED, day=receipt.reversed_on, column="reversed_on")
    try:
        told = register.by_attribute["reversal_reason"].kind.read(reason)
    except Refused as refused:
        raise Refused(*(replace(p, where=Where(column="reversal_reason")) for p in refused.problems)) from None
    whole = of_payment(step.session, receipt)
    codes = [each.code for each in whole]
    for each in whole:
        save(step, register, {"reversed_on": on, "reversal_reason": told}, each)
    return codes


def reverse_as_asked(step: Step, register: Register, record: Record, day: date) -> None:
    """Reverse a receipt for the reason that was asked for."""
    assert isinstance(record, Receipt)
    reverse(step, register, record, day, step.reason or "")


def methods(session: Session, actor: Actor) -> Sequence[str]:
    """How money came in until now, the most usual first."""
    mine = (Receipt.operator_uid == actor.operator, Receipt.method.is_not(None), Receipt.method != "")
    counted: Iterable[str | None] = session.scalars(
        select(Receipt.method)
        .where(*mine)
        .group_by(Receipt.method)
        .order_by(func.count().desc(), Receipt.method)
        .limit(20)
    )
    return [each for each in counted if each]
