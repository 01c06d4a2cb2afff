"""The confirmation of a company's relief: its cases with what they come to, signed by lessor and lessee."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from incubator_desk.base.capitals import capitals
from incubator_desk.base.i18n import N_, _
from incubator_desk.base.money import readable, to_yuan
from incubator_desk.catalog.kinds import Area, Code, Day, Money, Percent, Text
from incubator_desk.catalog.report import Asked, Column, Report, Sheet
from incubator_desk.features.park.letterhead import figure, spelled
from incubator_desk.features.park.model import Operator
from incubator_desk.features.rent.model import RELIEF_KINDS, Policy, Relief
from incubator_desk.features.rent.rules import agreement, schedule
from incubator_desk.features.rent.rules.cases import Case, cases
from incubator_desk.features.rent.service.companies import Company, Let
from incubator_desk.reports.wording import day_in_words, period_in_words
from incubator_desk.store.record import Actor

from . import parts
from .settling import paid_of, sums_by_date

_COLUMNS = (
    Column("relief", N_("Case no."), Code()),
    Column("approved_on", N_("Approved on"), Day(), stacked=True),
    Column("lease", N_("Lease"), Code()),
    Column("contract_no", N_("Contract no."), Code(), stacked=True),
    Column("tenant_code", N_("Company"), Code(), stacked=True),
    Column("premises", N_("Premises"), Text()),
    Column("area", N_("Area (m²)"), Area(), stacked=True),
    Column("policy", N_("Policy document"), Text()),
    Column("instrument", N_("Instrument"), RELIEF_KINDS, stacked=True),
    Column("percent", N_("Percent"), Percent(), stacked=True),
    Column("from", N_("Relief from"), Day()),
    Column("to", N_("Relief to"), Day(), stacked=True),
    Column("entitled", N_("Entitled"), Money(), total=True),
    Column("executed", N_("Executed"), Money(), total=True, stacked=True),
    Column("deferred", N_("Deferred"), Money(), total=True),
    Column("deferred_until", N_("Deferred until"), Day(), stacked=True),
    Column("capitals", N_("Amount in capitals"), Text()),
)
_Known = Mapping[str, Row[*tuple[Any, ...]]]


class _Of(NamedTuple):
    """A case on a lease, with what its record says."""

    let: Let
    case: Case
    record: Row[*tuple[Any, ...]]


def rows(session: Session, actor: Actor, asked: Asked) -> Sequence[Sheet]:
    """A sheet for each company with a case that touches the period, or for the one asked for."""
    known = {row.code: row for row in session.execute(_records(actor.operator))}
    return parts.sheets(session, actor, asked, lambda park, company: _sheet(park, company, known, asked))


def _records(operator: str) -> Select[*tuple[Any, ...]]:
    """What the records say of each case."""
    columns = (
        Relief.code, Relief.kind, Relief.percent, Relief.approved_on, Relief.final_lessee,
        Policy.title, Policy.document_no, Policy.settle_paid,
    )  # fmt: skip
    return select(*columns).outerjoin(Policy, Relief.policy_uid == Policy.uid).where(Relief.operator_uid == operator)


def _sheet(park: Operator, company: Company, known: _Known, asked: Asked) -> Sheet:
    found = [
        _Of(let, case, known[case.relief])
        for let in company.leases
        for case in cases(let.facts, asked.period, asked.as_of)
    ]
    found.sort(key=lambda each: each.case.relief)
    return Sheet(
        [_row(company, each) for each in found],
        parts.heading(park, company),
        tenant=company.code,
        opening=(_opening(asked, found),),
        closing=tuple(_closing(company, asked, found)) if found else (),
        parties=parts.parties(park, company),
    )


def _row(company: Company, each: _Of) -> tuple[Any, ...]:
    """A line of the table, in the order of its columns."""
    let, case, record = each
    granted = case.entitled if case.entitled is not None else case.deferred or 0
    return (
        case.relief, record.approved_on, let.code, let.contract_no, company.code, let.rooms or None,
        let.facts.lease.area or None, record.document_no or record.title, record.kind,
        record.percent if record.kind == "percent" else None, *case.within,
        *(None if fen is None else to_yuan(fen) for fen in (case.entitled, case.executed, case.deferred)),
        case.deferred_until, capitals(to_yuan(granted)),
    )  # fmt: skip


def _opening(asked: Asked, found: Sequence[_Of]) -> str:
    period = period_in_words(asked.period)
    if not found:
        return _("No relief and no deferral touches the period ({period}).").format(period=period)
    policies = dict.fromkeys(
        parts.policy(each.record.title, each.record.document_no) for each in found if each.record.title
    )
    if not policies:
        return _("After review, the relief and deferral of your rent in the period ({period}) are confirmed.").format(
            period=period
        )
    text = _(
        "Under {policies} and after review, the relief and deferral of your rent in the period ({period}) "
        "are confirmed."
    )
    return text.format(policies=_(", ").join(policies), period=period)


def _closing(company: Company, asked: Asked, found: Sequence[_Of]) -> Iterator[str]:
    """The sums in figures and in capitals, what becomes of rent already paid, who benefits."""
    reliefs = [each.case.entitled for each in found if each.case.entitled is not None]
    if reliefs:
        yield _sum(_("Relief in all: {figure} {capitals}"), sum(reliefs))
        executed = figure(sum(each.case.executed or 0 for each in found))
        yield _("Of it executed by {day}: {figure}.").format(day=day_in_words(asked.as_of), figure=executed)
    deferrals = [each.case.deferred for each in found if each.case.deferred is not None]
    if deferrals:
        yield _sum(_("Deferred in all: {figure} {capitals}"), sum(deferrals))
        yield _("What is deferred is no relief; it remains to be paid by its new dates.")
    yield from _beyond(asked, found)
    yield from _still_to_pay(asked, found)
    yield from _already_paid(company, asked, found)
    final = dict.fromkeys(each.record.final_lessee for each in found if each.record.final_lessee)
    final.pop(company.name, None)
    if final:
        yield _("The relief benefits the final lessee: {lessees}.").format(lessees=_(", ").join(final))
    else:
        yield _("The lessee confirms that it is the final lessee and has not sublet the premises.")
    yield _("This confirmation is made out twice, one for each party, and takes effect when both have sealed it.")


def _sum(text: str, fen: int) -> str:
    return text.format(figure=figure(fen), capitals=spelled(fen)).strip()


def _beyond(asked: Asked, found: Sequence[_Of]) -> Iterator[str]:
    """What each case comes to that is more than its days in the period."""
    text = _("The sums are those of the period; case {relief} comes to CNY {all} in all.")
    for let, case, _record in found:
        if case.deferred is None:
            granted = schedule(let.facts, asked.as_of).granted
            whole = sum(each.amount for each in granted if each.relief == case.relief)
        else:
            whole = sum(line.net for line in agreement.moved(let.facts, case.relief, asked.as_of))
        if whole != (case.entitled if case.deferred is None else case.deferred):
            yield text.format(relief=case.relief, all=readable(whole))


def _still_to_pay(asked: Asked, found: Sequence[_Of]) -> Iterator[str]:
    """What of the rent put off is paid already, and when the rest falls due."""
    moved = [
        line
        for let, case, _record in found
        if case.deferred is not None
        for line in agreement.moved(let.facts, case.relief, asked.as_of)
    ]
    yield from filter(None, (paid_of(agreement.by_date(moved)), sums_by_date(moved)))


def _already_paid(company: Company, asked: Asked, found: Sequence[_Of]) -> Iterator[str]:
    """What the reliefs owe back of rent that was paid before; of which other reliefs it fills later dues."""
    confirmed = {each.case.relief for each in found}
    leases = [schedule(let.facts, asked.as_of) for let in company.leases]
    granted = [each for drawn in leases for each in drawn.granted if each.relief in confirmed]
    owed, refunded = sum(each.owed for each in granted), sum(each.refunded for each in granted)
    if owed:
        text = _("Of rent paid before, {owed} is paid back to you; until {day} {refunded} of it has been.")
        yield text.format(owed=figure(owed), refunded=figure(refunded), day=day_in_words(asked.as_of))
    if any(each.record.kind in ("percent", "fixed") and each.record.settle_paid != "refund" for each in found):
        yield _(
            "What has been paid beyond the relieved rent is set off against the next dues; what cannot be set off is "
            "paid back."
        )


RELIEF_CONFIRMATION = Report(
    "relief_confirmation", N_("Rent relief confirmation"), _COLUMNS, rows, per_tenant=True, group="letter"
)
