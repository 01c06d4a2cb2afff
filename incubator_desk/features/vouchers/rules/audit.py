"""The audit flags that a programme may switch on beside the contract's findings (handbook, A2, A4 and A6 to A11)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from incubator_desk.base.capitals import capitals
from incubator_desk.base.text import folded, identity

NAMES = (
    "payment_order", "related_party", "excluded_service", "double_funding", "third_party_payment", "invoice_party",
    "evidence_missing", "words_differ",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Party:
    """What may tell that two companies belong together."""

    name: str = ""
    address: str | None = None
    phone: str | None = None
    legal_representative: str | None = None


@dataclass(frozen=True, slots=True)
class Papers:
    """What the papers of a claim say beyond what its worth rests on."""

    holder: Party
    provider: Party
    service_kind: str
    excluded_kinds: frozenset[str]
    """Folded, as the kind of service is."""
    delivered_on: date | None
    invoice_on: date
    payment_on: date | None
    claimed_on: date
    payer: str | None = None
    invoice_from: str | None = None
    other_funding: Decimal | None = None
    """Yuan of other public money for the same service."""
    asked: Decimal | None = None
    """Yuan that the claim form asks for in figures."""
    asked_in_words: str | None = None
    missing: tuple[str, ...] = ()
    """Evidence that is asked for and not at hand."""


def flags(papers: Papers, wanted: Iterable[str]) -> tuple[str, ...]:
    """Those of the wanted flags that the papers raise, in the order of the handbook."""
    chosen = frozenset(wanted)
    return tuple(name for name in NAMES if name in chosen and _RAISED[name](papers))


def _payment_order(papers: Papers) -> bool:
    """Service, invoice, payment, claim: in this order, and the payment known."""
    if papers.payment_on is None:
        return True
    late = papers.delivered_on is not None and papers.invoice_on < papers.delivered_on
    return late or not papers.invoice_on <= papers.payment_on <= papers.claimed_on


def _related(papers: Papers) -> bool:
    """Address, telephone or legal representative in common."""
    holder, provider = papers.holder, papers.provider
    pairs = (
        (holder.address, provider.address), (holder.phone, provider.phone),
        (holder.legal_representative, provider.legal_representative),
    )  # fmt: skip
    return any(one and other and identity(one) == identity(other) for one, other in pairs)


def _differs(text: str | None, name: str) -> bool:
    return bool(text) and folded(text) != folded(name)


def _words_differ(papers: Papers) -> bool:
    """The sum in words is not the one in figures; how 零 and 整 are written is left to the writer."""
    if papers.asked is None or not papers.asked_in_words:
        return False
    return _bare(papers.asked_in_words) != _bare(capitals(papers.asked))


def _bare(words: str) -> str:
    return "".join(words.split()).removeprefix("人民币").replace("圆", "元").replace("零", "").rstrip("整正")


_RAISED: Mapping[str, Callable[[Papers], bool]] = {
    "payment_order": _payment_order,
    "related_party": _related,
    "excluded_service": lambda papers: papers.service_kind in papers.excluded_kinds,
    "double_funding": lambda papers: bool(papers.other_funding),
    "third_party_payment": lambda papers: _differs(papers.payer, papers.holder.name),
    "invoice_party": lambda papers: _differs(papers.invoice_from, papers.provider.name),
    "evidence_missing": lambda papers: bool(papers.missing),
    "words_differ": _words_differ,
}
