"""The statement of a company's rent: what stood open, what a period charged, what came in, what is left."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from incubator_desk.base.i18n import N_, _
from incubator_desk.base.money import to_fen, to_yuan
from incubator_desk.catalog.kinds import Choice, Code, Day, Money, Option, Text
from incubator_desk.catalog.report import Asked, Column, Report, Sheet
from incubator_desk.features.park.letterhead import figure, spelled
from incubator_desk.features.park.model import Operator
from incubator_desk.features.rent.rules import Line
from incubator_desk.features.rent.rules.account import Account, account
from incubator_desk.features.rent.service.companies import Company, Let
from incubator_desk.reports.wording import day_in_words, period_in_words
from incubator_desk.store.record import Actor

from . import parts

_PARTS = Choice((Option("earlier", N_("Brought forward")), Option("period", N_("Of the period"))))
_STATES = Choice(
    (
        Option("overdue", N_("Overdue"), "danger", "error-circle"),
        Option("nothing_due", N_("Nothing to pay"), "success", "check-circle"),
        Option("settled", N_("Settled"), "success", "check-circle"),
        Option("deferred", N_("In deferral"), "deferred", "clock"),
        Option("not_due", N_("Not due"), "neutral", "clock"),
    )
)
_COLUMNS = (
    Column("part", N_("Part"), _PARTS),
    Column("lease", N_("Lease"), Code()),
    Column("tenant_code", N_("Company"), Code(), stacked=True),
    Column("from", N_("Rent from"), Day()),
    Column("to", N_("Rent to"), Day(), stacked=True),
    Column("charged", N_("Charged"), Money(), total=True),
    Column("relief", N_("Relief"), Money(), total=True),
    Column("reliefs", N_("Relief cases"), Text(), stacked=True),
    Column("payable", N_("Payable"), Money(), total=True),
    Column("due_on", N_("Due on"), Day()),
    Column("due_to", N_("Last instalment"), Day(), stacked=True),
    Column("paid", N_("Paid"), Money(), total=True),
    Column("outstanding", N_("Outstanding"), Money(), total=True),
    Column("deferred", N_("Deferred"), Money(), total=True),
    Column("deferral", N_("Deferral case"), Code(), stacked=True),
    Column("state", N_("State"), _STATES),
)


class _Of(NamedTuple):
    """A lease with its account."""

    let: Let
    account: Account


def rows(session: Session, actor: Actor, asked: Asked) -> Sequence[Sheet]:
    """A sheet for each company of which a line stands in it, or for the one asked for."""
    return parts.sheets(session, actor, asked, lambda park, company: _sheet(park, company, asked))


def _sheet(park: Operator, company: Company, asked: Asked) -> Sheet:
    found = [_Of(let, account(let.facts, asked.period, asked.as_of)) for let in company.leases]
    earlier = [_row("earlier", each.let, line, asked.as_of) for each in found for line in each.account.earlier]
    of_period = [_row("period", each.let, line, asked.as_of) for each in found for line in each.account.lines]
    return Sheet(
        earlier + of_period,
        parts.heading(park, company, (each.let for each in found if each.account.earlier or each.account.lines)),
        tenant=company.code,
        opening=(_("Please compare this statement with your books and send it back signed, or tell us what differs."),),
        closing=(*_closing(asked, [each.account for each in found]), *_answer(park)),
        parties=parts.checking(park, company),
    )


def _row(part: str, let: Let, line: Line, as_of: date) -> tuple[Any, ...]:
    """A line of the table, in the order of its columns."""
    first, last = line.dues[0].due_on, line.dues[-1].due_on
    return (
        part, let.code, let.facts.lease.tenant, line.first, line.last, to_yuan(line.gross),
        to_yuan(line.relief), _(", ").join(cut.relief for cut in line.reliefs) or None, to_yuan(line.net),
        first, last if len(line.dues) > 1 else None, to_yuan(line.paid), to_yuan(line.outstanding),
        to_yuan(line.outstanding) if line.deferral else None, line.deferral, state(line, as_of),
    )  # fmt: skip


def state(line: Line, as_of: date) -> str:
    """How a line stands on a day."""
    if any(due.due_on < as_of and due.paid < due.amount for due in line.dues):
        return "overdue"
    if not line.outstanding:
        return "settled" if line.net else "nothing_due"
    return "deferred" if line.deferral else "not_due"


def _closing(asked: Asked, accounts: Sequence[Account]) -> Iterator[str]:
    """How the balance came about, and what it is made of."""
    opening, payable = sum(a.opening for a in accounts), sum(a.payable for a in accounts)
    received, refunded = sum(a.received for a in accounts), sum(a.refunded for a in accounts)
    before = min(asked.period.first - timedelta(days=1), asked.as_of)
    yield _("Balance on {day}: {balance}, of which overdue when the period began: {overdue}.").format(
        day=day_in_words(before),
        balance=_signed(opening),
        overdue=figure(sum(a.overdue_before for a in accounts)),
    )
    yield _("Payable of the period ({period}), reliefs taken off: {amount}.").format(
        period=period_in_words(asked.period), amount=figure(payable)
    )
    yield _received(accounts, received)
    if refunded:
        yield _("Paid back to you since: {amount}.").format(amount=figure(refunded))
    balance = opening + payable - received + refunded
    yield _balance(asked, balance)
    yield from _made_of(asked, accounts, balance)


def _received(accounts: Sequence[Account], amount: int) -> str:
    """What came in, receipt by receipt."""
    found = sorted((each.received_on, each.code, to_fen(each.amount)) for a in accounts for each in a.receipts)
    if not found:
        return _("Received since: nothing.")
    of_one = _("{day} {amount} ({receipt})")
    each = (of_one.format(day=day, amount=figure(fen), receipt=code) for day, code, fen in found)
    return _("Received since: {amount}, namely {receipts}.").format(amount=figure(amount), receipts=_("; ").join(each))


def _balance(asked: Asked, balance: int) -> str:
    day = day_in_words(asked.as_of)
    if balance < 0:
        text = _("Balance on {day} in your favour: {figure} {capitals}")
    else:
        text = _("Balance on {day} to be paid: {figure} {capitals}")
    return text.format(day=day, figure=figure(abs(balance)), capitals=spelled(abs(balance))).strip()


def _signed(balance: int) -> str:
    """A balance; below 0 the company has paid in advance."""
    if balance < 0:
        return _("received in advance {amount}").format(amount=figure(-balance))
    return figure(balance)


def _made_of(asked: Asked, accounts: Sequence[Account], balance: int) -> Iterator[str]:
    """What the balance adds up from; what is 0 is not said."""
    drawn = [a.schedule for a in accounts]
    begun = [line for each in drawn for line in each.lines if line.first <= asked.period.last]
    later = [line for each in drawn for line in each.lines if line.first > asked.period.last]
    open_ = [(due.due_on < asked.as_of, line.deferral, due.amount - due.paid) for line in begun for due in line.dues]
    figures: tuple[tuple[str, int], ...] = (
        (_("overdue {amount}"), sum(fen for late, _by, fen in open_ if late)),
        (
            _("put off {amount} (no relief: it remains to be paid)"),
            sum(fen for late, by, fen in open_ if by and not late),
        ),
        (_("not due yet {amount}"), sum(fen for late, by, fen in open_ if not by and not late)),
    )
    ahead = sum(line.paid for line in later) + sum(each.totals.credit for each in drawn)
    back = sum(each.totals.refund_due for each in drawn)
    if balance < 0:
        figures = ((_("paid ahead {amount}"), ahead), (_("owed back to you {amount}"), back), *figures)
    else:
        figures = (*figures, (_("less paid ahead {amount}"), ahead), (_("less owed back to you {amount}"), back))
    said = [text.format(amount=figure(fen)) for text, fen in figures if fen]
    if said:
        yield _("In it: {parts}.").format(parts=_("; ").join(said))


def _answer(park: Operator) -> Iterator[str]:
    """Room for what the company finds, and where to send it."""
    yield _("Result: □ agrees    □ differs, namely: ________________")
    phone = _("Tel. {phone}").format(phone=park.phone) if park.phone else None
    if place := "    ".join(filter(None, (park.address, phone))):
        yield _("To be sent back to: {place}").format(place=place)


RENT_STATEMENT = Report("rent_statement", N_("Rent statement"), _COLUMNS, rows, per_tenant=True)
