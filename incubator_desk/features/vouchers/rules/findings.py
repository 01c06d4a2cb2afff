"""What is wrong with a claim by its own facts (contract section 4; handbook, audit flags A2 to A6)."""

from collections.abc import Iterator

from .terms import REDEEMABLE, Claim


def own_findings(claim: Claim) -> Iterator[str]:
    """The blocking findings that need no other claim, in the order of the contract."""
    voucher, provider = claim.voucher, claim.provider
    if claim.contract_on < voucher.issued_on:
        yield "before_issue"
    if claim.contract_on > voucher.last_day:
        yield "after_use_by"
    if claim.claimed_on > voucher.programme.redeem_by:
        yield "after_redeem_by"
    if not in_order(claim):
        yield "date_order"
    if not listed(claim):
        yield "provider_not_listed"
    if affiliated(claim):
        yield "affiliated"
    if not (_covers(voucher.programme.service_kinds, claim) and _covers(provider.service_kinds, claim)):
        yield "kind_not_covered"
    if voucher.status not in REDEEMABLE:
        yield "voucher_void"


def in_order(claim: Claim) -> bool:
    """Contract, delivery, claim; the invoice no later than the claim. A blank delivery is out of order."""
    delivered = claim.delivered_on
    served = delivered is not None and claim.contract_on <= delivered <= claim.claimed_on
    return served and claim.invoice_on <= claim.claimed_on


def listed(claim: Claim) -> bool:
    """Whether the provider stood in the list on the day of the contract; a blank end of the span is open."""
    first, last = claim.provider.listed_from, claim.provider.listed_to
    return (first is None or first <= claim.contract_on) and (last is None or claim.contract_on <= last)


def affiliated(claim: Claim) -> bool:
    """Whether holder and provider are one company, or under one actual controller."""
    holder, provider = claim.voucher.holder, claim.provider
    same_code = bool(holder.uscc) and holder.uscc == provider.uscc
    return same_code or (bool(holder.controller) and holder.controller == provider.controller)


def _covers(kinds: frozenset[str], claim: Claim) -> bool:
    return not kinds or claim.service_kind in kinds
