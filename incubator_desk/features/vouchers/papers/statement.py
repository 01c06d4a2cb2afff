"""A holder's statement: its vouchers, what was claimed on each, and what is left."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from incubator_desk.base.i18n import N_, _
from incubator_desk.base.money import readable, to_yuan
from incubator_desk.catalog.kinds import Code, Day, Money, Text
from incubator_desk.catalog.report import Asked, Column, Party, Report, Sheet
from incubator_desk.features.park.letterhead import blank_date, park_of
from incubator_desk.features.park.model import Operator
from incubator_desk.features.park.services import SERVICE_KIND
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.features.vouchers.flow import CLAIM_FLOW, VOUCHER_FLOW
from incubator_desk.features.vouchers.model import Programme, Voucher
from incubator_desk.features.vouchers.rules.statistics import Standing
from incubator_desk.features.vouchers.service.columns import standings
from incubator_desk.reports.wording import day_in_words
from incubator_desk.store.record import Actor

from . import known

_COLUMNS = (
    Column("voucher", N_("Voucher no."), Code()),
    Column("claim", N_("Claim"), Code(), stacked=True),
    Column("provider", N_("Provider"), Text()),
    Column("service_kind", N_("Kind of service"), SERVICE_KIND, stacked=True),
    Column("invoice_no", N_("Invoice no."), Code()),
    Column("claimed_on", N_("Claimed on"), Day(), stacked=True),
    Column("eligible", N_("Eligible amount"), Money(), total=True),
    Column("allowed", N_("Worth"), Money(), total=True),
    Column("paid", N_("Paid out"), Money(), total=True),
    Column("status", N_("Status"), CLAIM_FLOW.kind),
    Column("paid_on", N_("Paid out on"), Day(), stacked=True),
)


def rows(session: Session, actor: Actor, asked: Asked) -> Sequence[Sheet]:
    """A sheet for each company with a voucher issued by the as-of date, with its claims up to then."""
    park, places = park_of(session, actor), standings(session)
    held: defaultdict[str, list[tuple[Voucher, Programme]]] = defaultdict(list)
    holders: dict[str, Tenant] = {}
    for voucher, programme, holder in known.vouchers(session, actor, asked.tenant):
        if voucher.issued_on <= asked.as_of:
            holders[holder.code] = holder
            held[holder.code].append((voucher, programme))
    claims: defaultdict[str, list[known.Known]] = defaultdict(list)
    for each in known.claims(session, actor, asked.tenant):
        if each.claim.claimed_on <= asked.as_of:
            claims[each.holder.code].append(each)
    return [
        Sheet(
            [_row(each) for each in claims[code]],
            (*_who(holders[code]), *(_voucher(v, p, places[v.uid]) for v, p in held[code])),
            tenant=code,
            closing=_closing(asked),
            parties=_parties(park, holders[code]),
        )
        for code in sorted(holders)
    ]


def _who(holder: Tenant) -> list[tuple[str, str]]:
    found = [(_("Company"), holder.name)]
    return [*found, (_("Unified social credit code"), holder.uscc)] if holder.uscc else found


def _voucher(voucher: Voucher, programme: Programme, sums: Standing) -> tuple[str, str]:
    """A voucher in a line: face value, what was redeemed, what is left and until when."""
    text = _(
        "{code}, {state}: face value {face}, redeemed {redeemed}, in process {pending}, available {left}; use by {day}"
    )
    return _("Voucher"), text.format(
        code=voucher.code, state=VOUCHER_FLOW.kind.show(voucher.status), face=readable(sums.issued),
        redeemed=readable(sums.redeemed), pending=readable(sums.in_process), left=readable(sums.available),
        day=day_in_words(voucher.use_by or programme.use_by),
    )  # fmt: skip


def _row(each: known.Known) -> tuple[Any, ...]:
    claim, paid = each.claim, each.claim.status == "paid"
    return (
        each.voucher.code, claim.code, each.provider.name, claim.service_kind, claim.invoice_no, claim.claimed_on,
        claim.eligible_amount, to_yuan(each.assessed.allowed), claim.approved_amount if paid else None, claim.status,
        claim.paid_on if paid else None,
    )  # fmt: skip


def _closing(asked: Asked) -> Sequence[str]:
    text = _("As the park's records stand on {day}. Please tell us if you find otherwise.")
    return (text.format(day=day_in_words(asked.as_of)),)


def _parties(park: Operator, holder: Tenant) -> Sequence[Party]:
    return tuple(
        Party(heading, ((_("Name:"), name), (_("Handled by:"), ""), (_("Date:"), blank_date())))
        for heading, name in ((_("Park (seal):"), park.name), (_("Company (seal):"), holder.name))
    )


VOUCHER_STATEMENT = Report(
    "voucher_statement", N_("Voucher statement"), _COLUMNS, rows, per_tenant=True, group="letter"
)  # fmt: skip
