"""The refund form: what is owed back to a company and why, ready to be signed and paid."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from incubator_desk.base.i18n import N_, _
from incubator_desk.base.money import to_yuan
from incubator_desk.catalog.kinds import Code, Day, Money, Text
from incubator_desk.catalog.report import Asked, Column, Party, Report, Sheet
from incubator_desk.features.park.letterhead import blank_date
from incubator_desk.features.rent.service.companies import Company, companies
from incubator_desk.features.rent.service.owed import Owed, owed
from incubator_desk.store.record import Actor

from . import parts
from .letter import LABELS, Letters, of_company, of_sum

_COLUMNS = (
    Column("lease", N_("Lease"), Code()),
    Column("contract_no", N_("Contract no."), Code(), stacked=True),
    Column("tenant_code", N_("Company code"), Code(), stacked=True),
    Column("relief", N_("Case no."), Code()),
    Column("since", N_("Approved on"), Day(), stacked=True),
    Column("reason", N_("Reason"), Text()),
    Column("owed", N_("Owed"), Money(), total=True),
    Column("refunded", N_("Paid back"), Money(), total=True),
    Column("to_pay", N_("Still to refund"), Money(), total=True),
)


def rows(session: Session, actor: Actor, asked: Asked) -> Sequence[Sheet]:
    """A form for each company to which something is still owed back as of the day."""
    letters = Letters(session, actor, asked, "refund_form")
    by_lease: defaultdict[str, list[Owed]] = defaultdict(list)
    for each in owed(session, actor, asked.as_of):
        if each.rest:
            by_lease[each.lease].append(each)
    found = [
        _sheet(letters, company, by_lease)
        for company in companies(session, actor, asked.tenant)
        if any(let.uid in by_lease for let in company.leases)
    ]
    return found or letters.none(session, actor, asked)


def _sheet(letters: Letters, company: Company, by_lease: dict[str, list[Owed]]) -> Sheet:
    known = [(let, each) for let in company.leases for each in by_lease.get(let.uid, ())]
    lines = [_row(company, let.contract_no, each) for let, each in known]
    values = {**of_company(company), **of_sum(sum(each.rest for _let, each in known))}
    heading = parts.heading(letters.park, company)
    return letters.written(lines, values, heading, _signing(letters, company), company.code)


def _row(company: Company, contract_no: str | None, each: Owed) -> Sequence[Any]:
    amounts = map(to_yuan, (each.owed, each.paid_back, each.rest))
    return (each.lease_code, contract_no, company.code, each.relief, each.since, each.reason, *amounts)


def _signing(letters: Letters, company: Company) -> Sequence[Party]:
    """Who receives the money, and who pays it."""
    day = (_("Date:"), blank_date())
    receives = ((_("Name:"), company.name), (_("Payee (signature):"), ""), day)
    pays = ((_("Head (signature):"), ""), (_("Reviewed by:"), ""), (_("Paid by:"), ""), day)
    return (Party(_("Receives (seal):"), receives), Party(_("Pays (seal):"), ((_("Name:"), letters.park.name), *pays)))


REFUND_FORM = Report("refund_form", LABELS["refund_form"], _COLUMNS, rows, per_tenant=True, group="letter")
