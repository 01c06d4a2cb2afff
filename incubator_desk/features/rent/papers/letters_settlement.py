"""The settlement of a lease that ended: what was charged and paid until its last day, and who owes whom."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from incubator_desk.base.i18n import N_, _
from incubator_desk.base.money import readable, to_yuan
from incubator_desk.catalog.kinds import Code, Money, Text, Whole
from incubator_desk.catalog.report import Asked, Column, Report, Sheet
from incubator_desk.features.leases.model import Lease
from incubator_desk.features.park.letterhead import figure
from incubator_desk.features.park.model import Operator
from incubator_desk.features.rent.rules import template
from incubator_desk.features.rent.rules.settlement import Closing, natural_end
from incubator_desk.features.rent.service.companies import Company, Let, companies
from incubator_desk.features.rent.service.deposits import renewal
from incubator_desk.features.rent.service.ending import Statement, settle
from incubator_desk.reports.wording import day_in_words
from incubator_desk.store.record import Actor

from . import parts
from .letter import LABELS, Letters, of_company, of_days, of_sum

_COLUMNS = (
    Column("lease", N_("Lease"), Code()),
    Column("tenant_code", N_("Company code"), Code()),
    Column("no", N_("No."), Whole()),
    Column("item", N_("Item"), Text()),
    Column("amount", N_("The company owes (−: the park owes)"), Money(), total=True),
)


def rows(session: Session, actor: Actor, asked: Asked) -> Sequence[Sheet]:
    """A settlement for each lease whose last day lies in the period and that no other lease continues."""
    letters = Letters(session, actor, asked, "lease_settlement")
    found = []
    for company in companies(session, actor, asked.tenant):
        for let in company.leases:
            last = _last_day(let, asked.as_of)
            if last in asked.period and not renewal(session, session.get_one(Lease, let.uid)):
                said = settle(session, actor, let.uid, last, asked.as_of)
                found.append(_sheet(letters, company, let, said))
    return found or letters.none(session, actor, asked)


def _last_day(let: Let, as_of: date) -> date:
    end = natural_end(let.facts.lease, let.facts.reliefs, as_of)
    return min(end, let.facts.lease.ended_on or end)


def _sheet(letters: Letters, company: Company, let: Let, said: Statement) -> Sheet:
    closing = said.closing
    values = {
        **of_company(company),
        **of_sum(abs(closing.balance)),
        **of_days(said.first, closing.last_day),
        "lease": let.contract_no or let.code,
        "premises": let.rooms or None,
        "balance": "\n".join((_balance(closing.balance), *_refunds(closing), *_in_process(said))),
        "payment": _payment(letters.park, closing.balance),
    }
    lines = [(let.code, company.code, no, *item) for no, item in enumerate(_items(closing), 1)]
    parties = parts.parties(letters.park, company)
    return letters.written(lines, values, parts.heading(letters.park, company), parties, company.code, said.warnings)


def _items(closing: Closing) -> Sequence[tuple[str, Any]]:
    """What makes up the balance: what the company owes, less what it gave."""
    totals = closing.after.totals
    items = (
        (_("Rent charged until the last day"), totals.gross),
        (_("Reliefs"), -totals.relief),
        (_("Rent received by {day}").format(day=day_in_words(closing.after.as_of)), -closing.received),
        (_("Rent paid back"), totals.refunded),
        (_("Deposit held"), -closing.deposit),
    )
    return [(words, to_yuan(fen)) for words, fen in items]


def _balance(fen: int) -> str:
    if not fen:
        return _("Nothing is owed either way.")
    figures = figure(abs(fen))
    spelled = of_sum(abs(fen))["amount_in_words"] or ""
    text = _("The company owes the park {figures} ({words}).") if fen > 0 else _(
        "The park owes the company {figures} ({words})."
    )  # fmt: skip
    return text.format(figures=figures, words=spelled)


def _refunds(closing: Closing) -> Iterator[str]:
    """What of the balance is credit, or owed back by reliefs: a refund form may have paid it meanwhile."""
    if credit := closing.after.totals.credit:
        text = _("Of it CNY {amount} was paid beyond all rent, unless paid back by a refund form.")
        yield text.format(amount=readable(credit))
    if closing.balance < 0:
        text = _("Of it CNY {amount} under case {relief}, unless paid by a refund form.")
    else:
        text = _("CNY {amount} owed back under case {relief} is set off in it, unless paid by a refund form.")
    for each in closing.owed:
        yield text.format(amount=readable(each.amount), relief=each.relief)


def _in_process(said: Statement) -> Iterator[str]:
    """The cases that are not decided yet: what they grant comes on top."""
    text = _("Case {relief} is still in process; this settlement does not cover what it grants.")
    for warning in said.warnings:
        if warning.code == "case_in_process":
            yield text.format(relief=warning.values["relief"])


def _payment(park: Operator, balance: int) -> str:
    """By when and to which account the balance is paid: the park's own, or one to be written down."""
    if balance > 0:
        text = _("The lessee pays by the end of ____-__-__ to: {account}")
        return text.format(account=parts.account(park) or template.BY_HAND)
    if balance < 0:
        lines = (
            _("The lessor pays by the end of ____-__-__ to this account:"),
            _("Account name: ________________    Bank: ________________    Account no.: ________________"),
        )
        return "\n".join(lines)
    return ""


LEASE_SETTLEMENT = Report(
    "lease_settlement", LABELS["lease_settlement"], _COLUMNS, rows, per_tenant=True, group="letter"
)
