"""A lease ended and settled: the statement of a last day, and all that follows from it as one step."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from incubator_desk.base.errors import Problem, Refused, Where
from incubator_desk.base.i18n import N_, _
from incubator_desk.base.money import ZERO, readable, to_fen, to_yuan
from incubator_desk.catalog import saving
from incubator_desk.catalog.register import Register
from incubator_desk.features.leases.model import Lease
from incubator_desk.features.rent.model import Relief
from incubator_desk.features.rent.rules import Facts, refund_excess
from incubator_desk.features.rent.rules.settlement import (
    Closing,
    Payments,
    closing,
    drawn_from,
    natural_end,
    shrunk,
    undecided,
)
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.store.record import Actor
from incubator_desk.store.step import GONE, Step

from . import facts
from .checks import ABOVE_DUE
from .deposits import Deposit, held_for, renewal

END, SETTLE = N_("End lease {code} on {day}"), N_("Settle lease {code}")
BEFORE_START = N_("The lease starts on {day}; it cannot end before that.")
AFTER_END = N_("The lease runs until {day} only. A longer term is a renewal.")
ENDED_BEFORE = N_("The lease was already ended on {day}. Another day needs a reason.")
ABOVE_HELD = N_("Only {held} of the deposit is held.")
ABOVE_OPEN = N_("Only {open} of rent is open; lay no more against it.")
ABOVE_OWED = N_("Only {owed} is owed.")
STILL_THERE = N_("It stays until {day}. Mark it as left when it has gone.")
OTHERS_RUN = N_("It still rents under {leases}.")
NOTHING_CHOSEN = N_("The lease ends on that day anyway, and nothing is settled yet.")
SHRINKS = N_("Relief {relief} reaches beyond the end: {before} becomes {after}.")
EXTENSION_LOST = N_("The extension {relief} falls away from that day on.")
IN_PROCESS = N_("Case {relief} is still in process.")
RENEWED = N_("It is renewed by {renewal} from {day}; the deposit stays for that one.")


@dataclass(frozen=True, slots=True)
class Statement:
    """What the settlement of a lease at a day comes to, and what is worth a look before it is done."""

    lease: str
    version: int
    code: str
    tenant: str
    tenant_name: str
    first: date
    ends_on: date
    """The day on which it would end by itself, extensions included."""
    ended_on: date | None
    closing: Closing
    deposits: tuple[Deposit, ...]
    reliefs: Mapping[str, str]
    """The uids of its reliefs by code."""
    warnings: tuple[Problem, ...]
    blocked: tuple[Problem, ...]
    """What must be mended before this day can be the last one."""
    stays: Problem | None
    """Why the company cannot be marked as left; None where it can."""

    @property
    def early(self) -> bool:
        """Whether the last day comes before the one on which the lease ends by itself."""
        return self.closing.last_day < self.ends_on


@dataclass(frozen=True, slots=True)
class Wish:
    """What is done with a lease at its last day; amounts in yuan."""

    last_day: date
    laid: Decimal = ZERO
    """Of the deposit, laid against rent that is open."""
    returned: Decimal = ZERO
    """Of the deposit, paid back."""
    credit: Decimal = ZERO
    """Credit paid out."""
    refunds: Mapping[str, Decimal] = field(default_factory=dict)
    """What reliefs owe back and is paid out, by the uid of the relief."""
    leaves: bool = False
    """Whether the company is marked as left on that day."""
    reference: str | None = None
    version: int | None = None
    """The version of the lease that the user saw."""

    @property
    def payments(self) -> Payments:
        """The amounts in fen."""
        refunds = sum(to_fen(amount) for amount in self.refunds.values())
        return Payments(to_fen(self.laid), to_fen(self.returned), to_fen(self.credit), refunds)


def settle(session: Session, actor: Actor, lease_uid: str, last_day: date, today: date) -> Statement:
    """The statement of a lease that ends on a day; refused where it cannot end on it."""
    lease = session.get(Lease, lease_uid)
    if lease is None or lease.operator_uid != actor.operator:
        raise Refused.because("gone", GONE)
    known = facts.by_uid(session, actor.operator, [lease_uid])[lease_uid]
    ends_on = natural_end(known.lease, known.reliefs, today)
    if last_day < lease.starts_on:
        raise Refused.because("ends_before_starts", BEFORE_START, column="ended_on", day=lease.starts_on)
    if last_day > ends_on:
        raise Refused.because("ends_after_end", AFTER_END, column="ended_on", day=ends_on)
    following = renewal(session, lease)
    deposits = () if following else tuple(held_for(session, lease, today))
    found = closing(known, last_day, today, sum(deposit.held for deposit in deposits))
    reliefs = dict(session.execute(select(Relief.code, Relief.uid).where(Relief.lease_uid == lease_uid)).all())
    return Statement(
        lease=lease.uid,
        version=lease.version,
        code=lease.code,
        tenant=lease.tenant_uid,
        tenant_name=session.get_one(Tenant, lease.tenant_uid).name,
        first=lease.starts_on,
        ends_on=ends_on,
        ended_on=lease.ended_on,
        closing=found,
        deposits=deposits,
        reliefs=reliefs,
        warnings=(*_warnings(known, found), *_renewed(following)),
        blocked=tuple(_blocked(known, found)),
        stays=_stays(session, lease, last_day, today),
    )


def usual_day(session: Session, actor: Actor, lease_uid: str, today: date) -> date:
    """The last day that suggests itself: the one it has, the end of a lease that is over, else today."""
    lease = session.get_one(Lease, lease_uid)
    known = facts.by_uid(session, actor.operator, [lease_uid])[lease_uid]
    usual = lease.ended_on or min(today, natural_end(known.lease, known.reliefs, today))
    return max(usual, lease.starts_on)


def _warnings(known: Facts, found: Closing) -> Iterator[Problem]:
    for each in shrunk(found, known.reliefs):
        relief = each.relief
        if relief.kind == "extension":
            yield Problem("extension_lost", EXTENSION_LOST, {"relief": relief.code}, severity="warning")
        else:
            values = {"relief": relief.code, "before": readable(each.before), "after": readable(each.after)}
            yield Problem("relief_shrinks", SHRINKS, values, severity="warning")
    for relief in undecided(known.reliefs):
        yield Problem("case_in_process", IN_PROCESS, {"relief": relief.code}, severity="warning")


def _renewed(following: Lease | None) -> Iterator[Problem]:
    if following is not None:
        values = {"renewal": following.code, "day": following.starts_on}
        yield Problem("renewed", RENEWED, values, severity="warning")


def _blocked(known: Facts, found: Closing) -> Iterator[Problem]:
    """Refunds already paid of a relief that owes less, or nothing, once the lease ends on that day."""
    ended = replace(known.lease, ended_on=found.last_day)
    for excess in refund_excess(replace(known, lease=ended)):
        values = {"paid": readable(excess.refunded), "owed": readable(excess.owed), "day": excess.paid_on}
        yield Problem("refund_above_due", ABOVE_DUE, values, Where(column="ended_on"))


def _stays(session: Session, lease: Lease, last_day: date, today: date) -> Problem | None:
    if last_day > today:
        return Problem("still_there", STILL_THERE, {"day": last_day}, Where(column="leaves"))
    last = func.coalesce(Lease.ended_on, Lease.ends_on)
    others = select(Lease.code).where(Lease.tenant_uid == lease.tenant_uid, Lease.uid != lease.uid, last > last_day)
    if codes := session.scalars(others.order_by(Lease.code)).all():
        return Problem("other_lease_runs", OTHERS_RUN, {"leases": _(", ").join(codes)}, Where(column="leaves"))
    return None


# doing it -----------------------------------------------------------------------------------------------------------


def end(step: Step, registers: Mapping[str, Register], lease_uid: str, wish: Wish, today: date) -> None:
    """End a lease on a day and settle what was chosen, money as of today; refused with all that is wrong.

    The reason of the step is the reason of the end; a lease that was ended already needs one for another day.
    """
    said = settle(step.session, step.actor, lease_uid, wish.last_day, today)
    if problems := [*said.blocked, *_problems(said, wish, step.reason)]:
        raise Refused(*problems)
    desk = _Desk(step, registers, today, wish.reference)
    ended_on = wish.last_day if said.early else None
    ends = ended_on != said.ended_on
    if ends:
        lease = step.session.get_one(Lease, lease_uid)
        saving.save(step, registers["leases"], {"ended_on": ended_on}, lease, wish.version)
    elif not _chosen(wish):
        raise Refused.because("nothing_chosen", NOTHING_CHOSEN, column="ended_on")
    if wish.laid:
        desk.lay(said, wish.laid)
    if wish.returned:
        desk.give_back(said, wish)
    if wish.credit:
        desk.refund({"lease_uid": lease_uid}, wish.credit)
    for relief, amount in wish.refunds.items():
        if amount:
            desk.refund({"relief_uid": relief}, amount)
    if wish.leaves:
        tenant = step.session.get_one(Tenant, said.tenant)
        saving.save(step, registers["tenants"], {"status": "left", "left_on": wish.last_day}, tenant)


def _chosen(wish: Wish) -> bool:
    return bool(wish.laid or wish.returned or wish.credit or wish.leaves or any(wish.refunds.values()))


def _problems(said: Statement, wish: Wish, reason: str | None) -> Iterator[Problem]:
    """What of the wish is not possible, beside its field."""
    if said.ended_on and wish.last_day != said.ended_on and not (reason or "").strip():
        yield Problem("already_ended", ENDED_BEFORE, {"day": said.ended_on}, Where(column="reason"))
    held, paid = said.closing.deposit, wish.payments
    if paid.laid > held:
        yield Problem("deposit_above_held", ABOVE_HELD, {"held": readable(held)}, Where(column="laid"))
    elif paid.laid > said.closing.outstanding:
        values = {"open": readable(said.closing.outstanding)}
        yield Problem("laid_above_open", ABOVE_OPEN, values, Where(column="laid"))
    if paid.laid <= held < paid.laid + paid.returned:
        yield Problem("deposit_above_held", ABOVE_HELD, {"held": readable(held - paid.laid)}, Where(column="returned"))
    credit = said.closing.after.totals.credit
    if paid.credit > credit:
        yield Problem("refund_above_due", ABOVE_OWED, {"owed": readable(credit)}, Where(column="credit"))
    owed = {said.reliefs[each.relief]: each.amount for each in said.closing.owed}
    for relief, amount in wish.refunds.items():
        if to_fen(amount) > owed.get(relief, 0):
            values = {"owed": readable(owed.get(relief, 0))}
            yield Problem("refund_above_due", ABOVE_OWED, values, Where(column="refunds", record=relief))
    if wish.leaves and said.stays:
        yield said.stays


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where the money of a settlement is booked: everything on one day, under one reference."""

    step: Step
    registers: Mapping[str, Register]
    today: date
    reference: str | None

    def lay(self, said: Statement, amount: Decimal) -> None:
        """Lay deposit against rent: a use of it, and a receipt that fills the dues."""
        code = saving.next_code(self.step, self.registers["receipts"])
        values = {"code": code, "lease_uid": said.lease, "received_on": self.today, "amount": amount, "kind": "rent"}
        saving.save(self.step, self.registers["receipts"], values | {"method": _("Deposit offset")})
        self._use("offset", said.deposits, drawn_from(to_fen(amount), [each.held for each in said.deposits]), code)

    def give_back(self, said: Statement, wish: Wish) -> None:
        """Pay deposit back, of what was not laid against rent."""
        laid = drawn_from(to_fen(wish.laid), [each.held for each in said.deposits])
        rest = [each.held - part for each, part in zip(said.deposits, laid, strict=True)]
        self._use("returned", said.deposits, drawn_from(to_fen(wish.returned), rest), self.reference)

    def refund(self, whose: Mapping[str, str], amount: Decimal) -> None:
        """Pay money back: a lease's credit, or what a relief owes."""
        values = {"paid_on": self.today, "amount": amount, "reference": self.reference, **whose}
        self._add("refunds", values)

    def _use(self, kind: str, deposits: tuple[Deposit, ...], parts: list[int], reference: str | None) -> None:
        for deposit, part in zip(deposits, parts, strict=True):
            if part:
                values = {"lease_uid": deposit.lease_uid, "used_on": self.today, "kind": kind}
                self._add("deposit_uses", values | {"amount": to_yuan(part), "reference": reference})

    def _add(self, name: str, values: Mapping[str, object]) -> None:
        self.step.flush()  # so that the code before this one is seen
        register = self.registers[name]
        saving.save(self.step, register, {"code": saving.next_code(self.step, register), **values})
