"""Reminders of overdue rent in three tones: which one a company gets is told by how old the oldest due is."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any, Literal, NamedTuple

from sqlalchemy.orm import Session

from incubator_desk.base.i18n import N_, _
from incubator_desk.base.money import to_yuan
from incubator_desk.catalog.kinds import Code, Day, Money, Text, Whole
from incubator_desk.catalog.report import Asked, Column, Party, Report, Sheet
from incubator_desk.features.park.letterhead import blank_date
from incubator_desk.features.park.service import value_on
from incubator_desk.features.rent.rules import Due, Line, schedule
from incubator_desk.features.rent.service.companies import Company, Let, companies
from incubator_desk.store.record import Actor

from .letter import LABELS, Letters, of_company, of_sum
from .tones import PARAMETERS

Tone = Literal["friendly", "firm", "final"]
_COLUMNS = (
    Column("lease", N_("Lease"), Code()),
    Column("contract_no", N_("Contract no."), Code(), stacked=True),
    Column("tenant_code", N_("Company code"), Code(), stacked=True),
    Column("premises", N_("Premises"), Text()),
    Column("from", N_("Rent from"), Day()),
    Column("to", N_("Rent to"), Day(), stacked=True),
    Column("due_on", N_("Due on"), Day()),
    Column("days", N_("Days overdue"), Whole(), stacked=True),
    Column("amount", N_("Amount due"), Money(), total=True),
    Column("paid", N_("Paid"), Money(), total=True),
    Column("outstanding", N_("Outstanding"), Money(), total=True),
)


class _Late(NamedTuple):
    """A due that is overdue."""

    due: Due
    line: Line
    let: Let


def _rows(tone: Tone) -> Callable[[Session, Actor, Asked], Sequence[Sheet]]:
    def rows(session: Session, actor: Actor, asked: Asked) -> Sequence[Sheet]:
        """A letter for each company whose oldest overdue rent asks for this tone, or for the one asked for."""
        letters = Letters(session, actor, asked, f"arrears_reminder_{tone}")
        bounds = [int(value_on(session, actor, each.name, asked.as_of)) for each in PARAMETERS]
        found = []
        for company in companies(session, actor, asked.tenant):
            late = [*_late(company, asked.as_of)]
            if late and (asked.tenant is not None or _tone(_oldest(late, asked.as_of), bounds) == tone):
                found.append(_sheet(letters, company, late, asked.as_of, tone))
        return found or letters.none(session, actor, asked)

    return rows


def _late(company: Company, as_of: date) -> Iterator[_Late]:
    """What of a company's rent is overdue, by lease and line."""
    for let in company.leases:
        for line in schedule(let.facts, as_of).lines:
            yield from (_Late(due, line, let) for due in line.dues if due.due_on < as_of and due.paid < due.amount)


def _oldest(late: Sequence[_Late], as_of: date) -> int:
    return max((as_of - each.due.due_on).days for each in late)


def _tone(days: int, bounds: Sequence[int]) -> Tone:
    firm, final = bounds
    return "final" if days > final else "firm" if days > firm else "friendly"


def _sheet(letters: Letters, company: Company, late: Sequence[_Late], as_of: date, tone: Tone) -> Sheet:
    total = sum(each.due.amount - each.due.paid for each in late)
    values = {**of_company(company), **of_sum(total), "days": str(_oldest(late, as_of))}
    lines = [_row(company, each, as_of) for each in late]
    receipt = () if tone == "friendly" else (_receipt(company),)
    return letters.written(lines, values, parties=(*letters.signed_by_park(), *receipt), tenant=company.code)


def _receipt(company: Company) -> Party:
    """Where the company says that it got the letter."""
    lines = ((_("Name:"), company.name), (_("Received by (signature):"), ""), (_("Date:"), blank_date()))
    return Party(_("Receipt:"), lines, seal=False)


def _row(company: Company, each: _Late, as_of: date) -> Sequence[Any]:
    due, line, let = each
    amounts = map(to_yuan, (due.amount, due.paid, due.amount - due.paid))
    return (
        let.code, let.contract_no, company.code, let.rooms or None, line.first, line.last, due.due_on,
        (as_of - due.due_on).days, *amounts,
    )  # fmt: skip


def _report(tone: Tone) -> Report:
    name = f"arrears_reminder_{tone}"
    return Report(name, LABELS[name], _COLUMNS, _rows(tone), per_tenant=True, group="letter")


REMINDERS = (_report("friendly"), _report("firm"), _report("final"))
