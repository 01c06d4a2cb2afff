"""What the papers of claims say, where programmes have further audit flags switched on."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from incubator_desk.base.i18n import LANGUAGES, said_in
from incubator_desk.base.text import folded, listed
from incubator_desk.catalog.kinds import chosen
from incubator_desk.catalog.passages import Document, Passage
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.features.vouchers.flow import CLAIM_FLOW
from incubator_desk.features.vouchers.model import Programme, Provider, Voucher, VoucherClaim
from incubator_desk.features.vouchers.rules import audit

Found = tuple[tuple[str, ...], tuple[str, ...]]
"""The flags that block, and those that warn."""


def wanted(programme: Programme) -> Sequence[str]:
    """The evidence that a programme asks for, else what the flow does."""
    return listed(programme.evidence) or CLAIM_FLOW.move("draft", "submitted").evidence


def flagged(session: Session, operator: str) -> Mapping[str, Found]:
    """The further audit flags of all claims under programmes that have some switched on, by uid."""
    switched = Programme.blocking_flags.is_not(None) | Programme.warning_flags.is_not(None)
    programmes = {
        p.uid: p for p in session.scalars(select(Programme).where(Programme.operator_uid == operator, switched))
    }
    if not programmes:
        return {}
    at_hand = _at_hand(session)
    found: dict[str, Found] = {}
    for claim, voucher, holder, provider in _claims(session, programmes):
        programme = programmes[voucher.programme_uid]
        said = of_claim(claim, holder, provider, programme, at_hand.get(claim.uid, ()))
        found[claim.uid] = raised(said, programme)
    return found


def raised(said: audit.Papers, programme: Programme) -> Found:
    """The flags that a claim's papers raise under its programme."""
    blocking = audit.flags(said, chosen(programme.blocking_flags))
    warning = audit.flags(said, chosen(programme.warning_flags))
    return blocking, tuple(name for name in warning if name not in blocking)


def of_claim(
    claim: Any, holder: Tenant, provider: Provider, programme: Programme, at_hand: Sequence[str]
) -> audit.Papers:
    """What the papers of a claim say: of a record, or of anything that has its columns."""
    needed = () if claim.status == "draft" else wanted(programme)
    return audit.Papers(
        audit.Party(holder.name, holder.address, holder.contact_phone, holder.legal_representative),
        audit.Party(provider.name, provider.address, provider.contact_phone, provider.legal_representative),
        folded(claim.service_kind),
        frozenset(map(folded, chosen(programme.excluded_kinds))),
        claim.delivered_on,
        claim.invoice_on,
        claim.payment_on,
        claim.claimed_on,
        claim.payer,
        claim.invoice_from,
        claim.other_funding,
        claim.asked_amount,
        claim.asked_in_words,
        tuple(name for name in needed if not shown_by(name, at_hand)),
    )


def shown_by(name: str, at_hand: Sequence[str]) -> tuple[str, ...]:
    """What of that at hand is a piece of evidence: it is named so in one of our languages, and may be named further.

    “发票 04418273” is an invoice.
    """
    forms = tuple({folded(said_in(language, name)) for language in LANGUAGES} | {folded(name)})
    return tuple(each for each in at_hand if folded(each).startswith(forms))


def at_hand(session: Session, uid: str) -> tuple[str, ...]:
    """What is at hand of the evidence of a claim: what was ticked with its steps, and the names of its files."""
    return _at_hand(session, uid).get(uid, ())


def _claims(
    session: Session, programmes: Mapping[str, Programme]
) -> Iterator[tuple[VoucherClaim, Voucher, Tenant, Provider]]:
    joined = (
        select(VoucherClaim, Voucher, Tenant, Provider)
        .join(Voucher, VoucherClaim.voucher_uid == Voucher.uid)
        .join(Tenant, Voucher.tenant_uid == Tenant.uid)
        .join(Provider, VoucherClaim.provider_uid == Provider.uid)
        .where(Voucher.programme_uid.in_(programmes))
    )
    yield from session.execute(joined)


def _at_hand(session: Session, uid: str | None = None) -> Mapping[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    ticked = select(Passage.record, Passage.evidence).where(Passage.register == "voucher_claims")
    filed = select(Document.record, Document.name).where(Document.register == "voucher_claims")
    if uid is not None:
        ticked, filed = ticked.where(Passage.record == uid), filed.where(Document.record == uid)
    for record, evidence in session.execute(ticked):
        found[record] += (evidence or "").split("\n")
    for record, name in session.execute(filed):
        found[record].append(name.rpartition(".")[0] or name)
    return {record: tuple(names) for record, names in found.items()}
