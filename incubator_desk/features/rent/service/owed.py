"""What the park owes back: under reliefs of what was paid already, and of leases' credit; paying it out."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from incubator_desk.base.errors import Problem, Refused, Where
from incubator_desk.base.i18n import N_, _
from incubator_desk.base.money import to_fen, to_yuan
from incubator_desk.catalog.register import Register
from incubator_desk.catalog.saving import after, next_code, save
from incubator_desk.features.leases.model import Lease
from incubator_desk.features.rent.model import Refund, Relief
from incubator_desk.features.rent.rules.figures import Schedule, Settlement
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.store.record import Actor
from incubator_desk.store.step import Step

from .summary import schedules

NOTHING_LEFT = N_("Nothing of this is owed any more.")


@dataclass(frozen=True, slots=True)
class Owed:
    """What is owed back under one relief, or of one lease's credit; in fen."""

    kind: Literal["relief", "credit"]
    uid: str
    """Of the relief, or of the lease."""
    relief: str | None
    """The relief's code."""
    lease: str
    lease_code: str
    tenant: str
    tenant_name: str
    since: date | None
    """The approval; nothing for a credit."""
    reason: str
    owed: int
    paid_back: int

    @property
    def rest(self) -> int:
        """What is still to be paid out."""
        return self.owed - self.paid_back


def owed(session: Session, actor: Actor, today: date) -> list[Owed]:
    """All that is owed back as of a day, or was and is paid out by now; what is open first, then by lease."""
    drawn = schedules(session, actor.operator, today)
    concerned = [uid for uid, each in drawn.items() if each.settlements or each.totals.credit or each.totals.refunded]
    columns = (Lease.uid, Lease.code, Tenant.uid, Tenant.name)
    rows = session.execute(select(*columns).join(Tenant, Lease.tenant_uid == Tenant.uid))
    named: dict[str, Named] = {row[0]: (row[0], row[1], row[2], row[3]) for row in rows}
    reliefs = _reliefs(session, actor)
    paid_out = _credit_paid_out(session, actor, today)
    found = [
        each
        for lease in concerned
        for each in (
            *_of_reliefs(drawn[lease], named[lease], reliefs),
            *_of_credit(drawn[lease], named[lease], paid_out[lease], today),
        )
    ]
    return sorted(found, key=lambda each: (not each.rest, each.since or date.max, each.lease_code, each.kind))


Named = tuple[str, str, str, str]
"""A lease's uid and code, its company's uid and name."""


def _of_reliefs(drawn: Schedule, named: Named, uids: dict[str, str]) -> Iterator[Owed]:
    paid_back = {each.relief: each.refunded for each in drawn.granted}
    for each in drawn.settlements:
        if each.owed:
            yield Owed(
                "relief", uids[each.relief], each.relief, *named, each.approved_on, _why(each, drawn), each.owed,
                paid_back.get(each.relief, 0),
            )  # fmt: skip


def _why(settlement: Settlement, drawn: Schedule) -> str:
    """Which relief, approved when, and which months had been paid by then."""
    lines = {line.no: line for line in drawn.lines}
    months = sorted({lines[each.line].first for each in settlement.back})
    text = _("{relief} approved on {day}; {months} had been paid")
    return text.format(relief=settlement.relief, day=settlement.approved_on, months=_span(months))


def _span(months: Sequence[date]) -> str:
    first, last = f"{months[0]:%Y-%m}", f"{months[-1]:%Y-%m}"
    return first if first == last else _("{first} to {last}").format(first=first, last=last)


def _of_credit(drawn: Schedule, named: Named, paid_out: int, today: date) -> Iterator[Owed]:
    """Credit is what exceeds every due of the lease, so all of it can be paid out."""
    if not (amount := drawn.totals.credit + paid_out):
        return
    last = drawn.lines[-1].last if drawn.lines else None
    if last is None or last < today:
        why = _("Credit of a lease that is over; it ended on {day}").format(day=last or drawn.as_of)
    else:
        why = _("Paid more than all dues of the lease")
    yield Owed("credit", named[0], None, *named, None, why, amount, paid_out)


def _reliefs(session: Session, actor: Actor) -> dict[str, str]:
    return dict(session.execute(select(Relief.code, Relief.uid).where(Relief.operator_uid == actor.operator)).all())


def _credit_paid_out(session: Session, actor: Actor, today: date) -> defaultdict[str, int]:
    sums: defaultdict[str, int] = defaultdict(int)
    mine = (Refund.operator_uid == actor.operator, Refund.lease_uid.is_not(None), Refund.paid_on <= today)
    for lease, amount in session.execute(select(Refund.lease_uid, Refund.amount).where(*mine)):
        sums[str(lease)] += to_fen(amount)
    return sums


@dataclass(frozen=True, slots=True)
class Payout:
    """Money to be paid back, in yuan."""

    to: Owed
    amount: Decimal
    paid_on: date
    reference: str | None = None


def pay_out(step: Step, register: Register, payouts: Iterable[Payout]) -> list[str]:
    """Record refunds; gives their uids. More than is owed is refused beside the amount."""
    code = next_code(step, register)
    made: list[str] = []
    for each in payouts:
        values = {
            "code": code,
            "relief_uid": each.to.uid if each.to.kind == "relief" else None,
            "lease_uid": each.to.uid if each.to.kind == "credit" else None,
            **_read(register, each),
        }
        made.append(save(step, register, values)[0])
        code = after(register, code)
    return made


def _read(register: Register, payout: Payout) -> dict[str, object]:
    given: dict[str, object] = {"paid_on": payout.paid_on, "amount": payout.amount}
    if payout.reference:
        given["reference"] = payout.reference
    problems: list[Problem] = []
    for name, value in given.items():
        try:
            given[name] = register.by_attribute[name].kind.read(value)
        except Refused as refused:
            problems += (Problem(p.code, p.message, p.values, Where(column=name)) for p in refused.problems)
    if problems:
        raise Refused(*problems)
    return given


def rests(listed: Iterable[Owed], on: date, reference: str | None = None) -> list[Payout]:
    """Paying out all that is left of some, on one day; refused where of one nothing is left."""
    payouts = [Payout(each, to_yuan(each.rest), on, reference) for each in listed]
    if any(each.amount <= 0 for each in payouts):
        raise Refused.because("nothing_owed", NOTHING_LEFT, column="amount")
    return payouts
