"""The audit sheet of a claim: what was claimed, every limit, what was found, and what it is worth."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy.orm import Session

from incubator_desk.base.i18n import N_, _, translate
from incubator_desk.base.money import grouped
from incubator_desk.catalog.kinds import Code, Money, Text
from incubator_desk.catalog.report import Asked, Column, Party, Report, Sheet
from incubator_desk.features.park.letterhead import blank_date, figure, park_of, spelled
from incubator_desk.features.park.model import Operator
from incubator_desk.features.park.services import SERVICE_KIND
from incubator_desk.features.vouchers.flow import CLAIM_FLOW
from incubator_desk.features.vouchers.service import extracts, papers, words
from incubator_desk.reports.wording import day_in_words
from incubator_desk.store.record import Actor

from . import known

_COLUMNS = (
    Column("claim", N_("Claim"), Code()),
    Column("tenant_code", N_("Company code"), Code(), stacked=True),
    Column("limit", N_("Limit"), Text()),
    Column("whole", N_("In all"), Money()),
    Column("taken", N_("Taken before"), Money()),
    Column("left", N_("Left over"), Money()),
    Column("decides", N_("Decides"), Text(width=8)),
)


def rows(session: Session, actor: Actor, asked: Asked) -> Sequence[Sheet]:
    """A sheet for each claim made in the period; one that takes nothing or is locked has no limits to show."""
    park = park_of(session, actor)
    return [
        _sheet(session, actor, park, each, asked)
        for each in known.claims(session, actor, asked.tenant)
        if each.claim.claimed_on in asked.period
    ]


def _sheet(session: Session, actor: Actor, park: Operator, each: known.Known, asked: Asked) -> Sheet:
    decides = translate(N_("Yes"))
    lines = [
        (each.claim.code, each.holder.code, *row[:4], decides if row[4] else None)
        for row in extracts.limits(session, actor, each.claim.uid, asked.as_of)
    ]
    return Sheet(
        lines, list(_facts(each, papers.at_hand(session, each.claim.uid))), tenant=each.holder.code,
        closing=list(_closing(session, actor, each, asked)),
        parties=_parties(park),
    )  # fmt: skip


def _facts(each: known.Known, at_hand: Sequence[str]) -> Iterator[tuple[str, str]]:
    claim, provider = each.claim, each.provider
    yield _("Claim"), f"{claim.code}    {CLAIM_FLOW.kind.show(claim.status)}"
    yield _("Company"), f"{each.holder.name}    {each.holder.uscc or ''}".strip()
    yield _("Programme"), f"{each.programme.title}    {each.programme.document_no or ''}".strip()
    yield (
        _("Voucher"),
        _("{code}, face value {face}").format(code=each.voucher.code, face=grouped(each.voucher.face_value)),
    )
    yield _("Provider"), f"{provider.name}    {SERVICE_KIND.show(claim.service_kind)}"
    yield _("Contract"), _bill(claim.contract_no, claim.contract_on, claim.contract_amount)
    yield _("Invoice"), _bill(claim.invoice_no, claim.invoice_on, claim.invoice_amount)
    yield _("Payment of the bill"), _bill(claim.payment_no, claim.payment_on, claim.payment_amount)
    if claim.excluded_amount:
        yield _("Not eligible"), grouped(claim.excluded_amount)
    yield _("Eligible amount"), grouped(claim.eligible_amount)
    yield _("Claimed on"), day_in_words(claim.claimed_on)
    yield _("At hand"), _(", ").join(translate(name) for name in dict.fromkeys(at_hand) if name) or "—"


def _bill(number: str | None, day: Any, amount: Any) -> str:
    parts = (number, day_in_words(day) if day else None, grouped(amount) if amount is not None else None)
    return "    ".join(part for part in parts if part) or "—"


def _closing(session: Session, actor: Actor, each: known.Known, asked: Asked) -> Iterator[str]:
    """What was found, what was said to it, and what the claim is worth."""
    found = list(extracts.found_against(session, actor, each.claim.uid, asked.as_of))
    if not found:
        yield _("Found: nothing.")
    for text, other in found:
        yield (
            _("Found: {finding} ({other}).").format(finding=text, other=other)
            if other
            else _("Found: {finding}.").format(finding=text)
        )
    if each.claim.explanation:
        yield _("Explanation: {text}").format(text=each.claim.explanation)
    allowed = each.assessed.allowed
    text = _("Worth: {figure} {capitals}, {binding}.") if each.assessed.binding else _("Worth: {figure} {capitals}.")
    yield text.format(
        figure=figure(allowed), capitals=spelled(allowed), binding=words.binding(each.assessed)
    ).replace(" ,", ",")  # fmt: skip


def _parties(park: Operator) -> Sequence[Party]:
    """Audited by one, checked by another, decided by the head."""
    day = (_("Date:"), blank_date())
    names = (
        (_("Audited by (signature):"), park.prepared_by), (_("Checked by (signature):"), park.reviewed_by),
        (_("Head (signature):"), park.head),
    )  # fmt: skip
    return tuple(
        Party(heading, ((_("Signed by:"), name or ""), (_("Opinion:"), ""), day), seal=False) for heading, name in names
    )


VOUCHER_AUDIT = Report(
    "voucher_audit", N_("Audit sheet of a voucher claim"), _COLUMNS, rows, per_tenant=True, group="letter"
)  # fmt: skip
