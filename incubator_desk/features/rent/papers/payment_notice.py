"""The payment notice: what of a company's rent falls due in a period and is not paid yet."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from incubator_desk.base.i18n import N_, _
from incubator_desk.base.money import to_yuan
from incubator_desk.catalog.kinds import Code, Day, Money
from incubator_desk.catalog.report import Asked, Column, Report, Sheet
from incubator_desk.features.park.letterhead import figure, spelled
from incubator_desk.features.park.model import Operator
from incubator_desk.features.rent.rules import schedule
from incubator_desk.features.rent.rules.falling_due import Wanted, falling_due, open_before
from incubator_desk.features.rent.service.companies import Company, Let
from incubator_desk.reports.wording import day_in_words, period_in_words
from incubator_desk.store.record import Actor

from . import parts

_COLUMNS = (
    Column("lease", N_("Lease"), Code()),
    Column("tenant_code", N_("Company"), Code(), stacked=True),
    Column("from", N_("Rent from"), Day()),
    Column("to", N_("Rent to"), Day(), stacked=True),
    Column("due_on", N_("Due on"), Day()),
    Column("part", N_("Instalment"), Code(), stacked=True),
    Column("amount", N_("Amount due"), Money(), total=True),
    Column("paid", N_("Paid"), Money(), total=True),
    Column("to_pay", N_("To pay"), Money(), total=True),
)


class _Open(NamedTuple):
    """A due of a lease."""

    let: Let
    due: Wanted


def rows(session: Session, actor: Actor, asked: Asked) -> Sequence[Sheet]:
    """A sheet for each company that has something to pay, or for the one asked for."""
    return parts.sheets(session, actor, asked, lambda park, company: _sheet(park, company, asked))


def _sheet(park: Operator, company: Company, asked: Asked) -> Sheet:
    drawn = [(let, schedule(let.facts, asked.as_of)) for let in company.leases]
    found = [_Open(let, due) for let, of_it in drawn for due in falling_due(of_it, asked.period)]
    before = sum(open_before(of_it, asked.period.first) for _let, of_it in drawn)
    return Sheet(
        [_row(company, each) for each in found],
        parts.heading(park, company, (let for let in company.leases if any(each.let is let for each in found))),
        tenant=company.code,
        opening=(_opening(asked, found),),
        closing=_closing(asked, found, before, parts.account(park)),
        parties=parts.lessor(park),
    )


def _row(company: Company, each: _Open) -> tuple[Any, ...]:
    """A line of the table, in the order of its columns."""
    let, due = each
    return (
        let.code, company.code, due.line.first, due.line.last,
        due.due_on, f"{due.part}/{due.parts}" if due.parts > 1 else None,
        to_yuan(due.amount), to_yuan(due.paid), to_yuan(due.to_pay),
    )  # fmt: skip


def _opening(asked: Asked, found: Sequence[_Open]) -> str:
    period = period_in_words(asked.period)
    if not found:
        return _("Of the rent that falls due in the period ({period}), nothing is left to be paid.").format(
            period=period
        )
    text = _(
        "By your lease the rent below falls due in the period ({period}). Please pay it by its due date, at once where "
        "that has passed, and name the contract with your payment."
    )
    return text.format(period=period)


def _closing(asked: Asked, found: Sequence[_Open], before: int, account: str | None) -> tuple[str, ...]:
    """The sum, when what of it is to be paid, what stood open before, and where to pay it."""
    texts = []
    total = sum(each.due.to_pay for each in found)
    if found:
        texts.append(_in_all(_("To pay in all: {figure} {capitals}"), total))
    if len(sums := [*_sums(asked, found)]) > 1:
        texts.append(_("Of it: {sums}.").format(sums=_("; ").join(sums)))
    if before:
        text = _("Besides, {figure} due before the period is still open; payments fill what fell due first.")
        texts.append(text.format(figure=figure(before)))
        texts.append(_in_all(_("With that, to pay in all: {figure} {capitals}"), total + before))
    if account and (found or before):
        texts.append(_("To be paid to: {account}").format(account=account))
    if found:
        text = _("Payments until {day} are taken into account. If you have paid since, please disregard this notice.")
        texts.append(text.format(day=day_in_words(asked.as_of)))
    return tuple(texts)


def _in_all(text: str, fen: int) -> str:
    return text.format(figure=figure(fen), capitals=spelled(fen)).strip()


def _sums(asked: Asked, found: Sequence[_Open]) -> Iterator[str]:
    """What is overdue, and what is to be paid by each later date."""
    overdue = sum(each.due.to_pay for each in found if each.due.due_on < asked.as_of)
    if overdue:
        yield _("overdue {figure}, at once").format(figure=figure(overdue))
    by_date: defaultdict[date, int] = defaultdict(int)
    for each in found:
        if each.due.due_on >= asked.as_of:
            by_date[each.due.due_on] += each.due.to_pay
    for day in sorted(by_date):
        yield _("by {day} {figure}").format(day=day_in_words(day), figure=figure(by_date[day]))


PAYMENT_NOTICE = Report("payment_notice", N_("Payment notice"), _COLUMNS, rows, per_tenant=True, group="letter")
