"""What is found of a claim in words: each finding with its facts, and what was looked at and is right."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from incubator_desk.base.capitals import capitals
from incubator_desk.base.i18n import N_, _, translate, translate_many
from incubator_desk.base.money import grouped, readable
from incubator_desk.base.text import folded, identity
from incubator_desk.catalog.kinds import chosen
from incubator_desk.features.park.services import SERVICE_KIND, SERVICE_KINDS
from incubator_desk.features.vouchers.flow import VOUCHER_FLOW
from incubator_desk.features.vouchers.model import AUDIT_FLAGS, Programme
from incubator_desk.features.vouchers.rules import Assessed, Claim, audit

from . import words


@dataclass(frozen=True, slots=True)
class Case:
    """A claim as the rules take it, with the words of its record, papers, programme and provider."""

    claim: Claim
    said: Any
    papers: audit.Papers
    programme: Programme
    provider: Any


class Other(NamedTuple):
    """A claim that another one collides with."""

    uid: str
    claim: Claim
    contract_no: str | None
    invoice_no: str


_NAMED = 4
"""Of so many claims that one collides with each is named; of more it is said how many."""


class Link(NamedTuple):
    """A claim that a finding collides with, and what of it collides."""

    uid: str
    code: str
    facts: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What is found against a claim."""

    code: str
    blocks: bool
    """Whether it allows the claim nothing; else it only warns."""
    title: str
    facts: str
    others: tuple[Link, ...] = ()


class Passed(NamedTuple):
    """What was looked at and is right."""

    title: str
    facts: str


def findings(case: Case, assessed: Assessed, colliding: Mapping[str, Sequence[Other]]) -> Iterator[Finding]:
    """The findings of a claim, in their order."""
    warns = {"split_contract", *case.claim.doubts} - set(case.claim.flags)
    for code in assessed.findings:
        others = colliding.get(code, ())
        title = words.finding(code)
        if code == "split_contract" and others:
            title = _("{finding}: {count} with this provider within 30 days").format(
                finding=title, count=translate_many("{count} contract", "{count} contracts", len(others) + 1)
            )
        shown = others[:_NAMED]
        links = tuple(Link(each.uid, each.claim.code, _collision(code, case.claim, each)) for each in shown)
        more = _("and {count} more").format(count=len(others) - _NAMED) if len(others) > _NAMED else ""
        facts = _FACTS[code](case) if code in _FACTS else more
        yield Finding(code, code not in warns, title, facts, links)


def passed(case: Case, assessed: Assessed) -> Iterator[Passed]:
    """What was looked at and is right, what belongs together in one."""
    found = frozenset(assessed.findings)
    for group in _PASSED:
        fine = [(title, say) for codes, title, say in group if not codes & found]
        if fine:
            title = _(", ").join(translate(title) for title, _say in fine)
            told = _("; ").join(text for _title, say in fine if (text := say(case)))
            yield Passed(title[:1].upper() + title[1:], told)
    switched = (*chosen(case.programme.blocking_flags), *chosen(case.programme.warning_flags))
    if clear := [option.label for option in AUDIT_FLAGS.options if option.value in set(switched) - found]:
        yield Passed(_("Further audit flags: not raised"), _(", ").join(map(translate, clear)))


def _collision(code: str, claim: Claim, other: Other) -> str:
    there = other.claim
    if code == "duplicate_invoice":
        text = _("Invoice {number} of {day}, claimed {claimed}, eligible {amount}")
        return text.format(
            number=other.invoice_no, day=there.invoice_on, claimed=there.claimed_on, amount=readable(there.eligible)
        )
    apart = abs((there.contract_on - claim.contract_on).days)
    text = _("Contract {number}, signed {day}, {apart} apart, eligible {amount}")
    return text.format(
        number=other.contract_no or "—", day=there.contract_on,
        apart=translate_many("{count} day", "{count} days", apart), amount=readable(there.eligible),
    )  # fmt: skip


# facts ----------------------------------------------------------------------------------------------------------------


def _day(day: date | None) -> str:
    return day.isoformat() if day else _("not given")


def _before_issue(case: Case) -> str:
    text = _("Contract signed {contract}; voucher {voucher} issued {issued}")
    voucher = case.claim.voucher
    return text.format(contract=case.claim.contract_on, voucher=voucher.code, issued=voucher.issued_on)


def _after_use_by(case: Case) -> str:
    text = _("Contract signed {contract}; voucher {voucher} could be used until {last}")
    voucher = case.claim.voucher
    return text.format(contract=case.claim.contract_on, voucher=voucher.code, last=voucher.last_day)


def _after_redeem_by(case: Case) -> str:
    text = _("Claimed {claimed}; the programme takes claims until {last}")
    return text.format(claimed=case.claim.claimed_on, last=case.programme.redeem_by)


def _dates(case: Case) -> str:
    text = _("Contract {contract} ≤ delivery {delivered} ≤ claim {claimed}; invoice {invoice}")
    claim = case.claim
    return text.format(
        contract=claim.contract_on, delivered=_day(claim.delivered_on), claimed=claim.claimed_on,
        invoice=claim.invoice_on,
    )  # fmt: skip


def _listed(case: Case) -> str:
    provider = case.claim.provider
    text = _("List {first} to {last}; contract signed {contract}")
    if provider.listed_from is None and provider.listed_to is None:
        text = _("List without end; contract signed {contract}")
    first, last = provider.listed_from or "…", provider.listed_to or "…"
    return text.format(first=first, last=last, contract=case.claim.contract_on)


def _affiliated(case: Case) -> str:
    holder, provider = case.claim.voucher.holder, case.claim.provider
    if holder.uscc and holder.uscc == provider.uscc:
        return _("Same credit code {code}").format(code=holder.uscc.upper())
    return _("Same actual controller {name}").format(name=holder.controller)


def _uncovered(case: Case) -> str:
    kind = folded(case.said.service_kind)
    programme = case.claim.voucher.programme.service_kinds
    if programme and kind not in programme:
        text, kinds, code = _("Programme {code} covers {kinds}"), case.programme.service_kinds, case.programme.code
    else:
        text, kinds, code = _("Provider {code} covers {kinds}"), case.provider.service_kinds, case.provider.code
    return text.format(code=code, kinds=SERVICE_KINDS.show(kinds))


def _voucher(case: Case) -> str:
    voucher = case.claim.voucher
    return f"{voucher.code}  {translate(VOUCHER_FLOW.labels[voucher.status])}"


def _paid(case: Case) -> str:
    text = _("Delivery {delivered}, invoice {invoice}, payment {paid}, claim {claimed}")
    papers = case.papers
    return text.format(
        delivered=_day(papers.delivered_on), invoice=papers.invoice_on, paid=_day(papers.payment_on),
        claimed=papers.claimed_on,
    )  # fmt: skip


def _related(case: Case) -> str:
    holder, provider = case.papers.holder, case.papers.provider
    pairs = (
        (N_("Address"), holder.address, provider.address), (N_("Phone"), holder.phone, provider.phone),
        (N_("Legal representative"), holder.legal_representative, provider.legal_representative),
    )  # fmt: skip
    same = [translate(label) for label, one, other in pairs if one and other and identity(one) == identity(other)]
    return _("In common: {what}").format(what=_(", ").join(same))


def _kind(case: Case) -> str:
    return SERVICE_KIND.show(case.said.service_kind)


def _words(case: Case) -> str:
    asked = case.papers.asked
    return "" if asked is None else f"{grouped(asked)} = {capitals(asked)}"


def _third_party(case: Case) -> str:
    return _("Paid by {payer}; the company is {name}").format(payer=case.papers.payer, name=case.papers.holder.name)


def _from_another(case: Case) -> str:
    text = _("Invoice from {party}; the provider is {name}")
    return text.format(party=case.papers.invoice_from, name=case.papers.provider.name)


def _in_time(case: Case) -> str:
    text = _("Issued {issued} ≤ contract ≤ use by {use_by}; claim ≤ {redeem_by}")
    voucher = case.claim.voucher
    return text.format(issued=voucher.issued_on, use_by=voucher.last_day, redeem_by=case.programme.redeem_by)


def _none(_case: Case) -> str:
    return ""


_FACTS: Mapping[str, Callable[[Case], str]] = {
    "before_issue": _before_issue,
    "after_use_by": _after_use_by,
    "after_redeem_by": _after_redeem_by,
    "date_order": _dates,
    "provider_not_listed": _listed,
    "affiliated": _affiliated,
    "kind_not_covered": _uncovered,
    "voucher_void": _voucher,
    "payment_order": _paid,
    "related_party": _related,
    "excluded_service": _kind,
    "double_funding": lambda case: grouped(case.papers.other_funding) if case.papers.other_funding else "",
    "third_party_payment": _third_party,
    "invoice_party": _from_another,
    "evidence_missing": lambda case: _(", ").join(map(translate, case.papers.missing)),
    "words_differ": _words,
}
_LATE = frozenset(("before_issue", "after_use_by", "after_redeem_by"))
_PASSED: Sequence[Sequence[tuple[frozenset[str], str, Callable[[Case], str]]]] = (
    (
        (frozenset(("duplicate_invoice",)), N_("invoice not claimed before"), _none),
        (frozenset(("split_contract",)), N_("no contract that looks split"), _none),
        (frozenset(("provider_not_listed",)), N_("provider in the list"), _listed),
    ),
    (
        (frozenset(("date_order",)), N_("dates in order"), _none),
        (_LATE, N_("all of them in time"), _in_time),
    ),
    (
        (
            frozenset(("affiliated",)), N_("company and provider are not related"),
            lambda _case: _("Credit codes and actual controllers differ"),
        ),
    ),
    (
        (frozenset(("kind_not_covered",)), N_("service covered"), _kind),
        (frozenset(("voucher_void",)), N_("voucher good"), _voucher),
    ),
)  # fmt: skip
"""What is always looked at: the findings that would tell otherwise, the words, the facts."""
