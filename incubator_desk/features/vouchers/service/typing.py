"""A claim while it is typed: what it would be worth and why, held against all the park's other claims."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from incubator_desk.base.money import to_fen
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.features.vouchers.model import Programme, Provider, Voucher, VoucherClaim
from incubator_desk.features.vouchers.rules import Assessed, Claim, Limit, assess
from incubator_desk.features.vouchers.rules.assessment import SPLIT, Standing
from incubator_desk.features.vouchers.rules.eligible import eligible
from incubator_desk.features.vouchers.rules.terms import REDEEMABLE

from . import facts, papers
from .facts import Known
from .standing import stood
from .told import Case, Finding, Other, Passed, findings, passed

NEEDED = (
    "code", "voucher_uid", "provider_uid", "service_kind", "contract_on", "invoice_no", "invoice_on",
    "eligible_amount", "claimed_on",
)  # fmt: skip
"""The attributes of a claim without which it is worth nothing that could be told."""
UNDECIDED = ("draft", "returned")
"""The states of a claim that takes nothing yet: it is judged as if it were submitted as it stands."""
_PARTY = ("uid", "code", "name", "address", "contact_phone", "legal_representative")


@dataclass(frozen=True, slots=True)
class Offered:
    """A voucher of a company: what other claims leave of it, in fen."""

    uid: str
    code: str
    face: int
    left: int
    status: str

    @property
    def good(self) -> bool:
        """Whether it can be claimed on."""
        return self.status in REDEEMABLE


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The eligible amount that a claim's bill gives, in fen, and what it is made of."""

    amount: int
    least: int
    excluded: int
    tax: Decimal | None
    """The tax rate that is taken out, in percent."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What a claim is worth as it is typed; where something is missing, only what that is."""

    missing: tuple[str, ...] = ()
    suggestion: Suggestion | None = None
    assessed: Assessed | None = None
    limits: tuple[Limit, ...] = ()
    """Of a claim that keeps what was approved, or that takes nothing: none."""
    findings: tuple[Finding, ...] = ()
    passed: tuple[Passed, ...] = ()


class Typing:
    """All that a claim is held against while it is typed: read once, then asked at every keystroke.

    What it answers is what the claim would be worth once it is saved, with nothing else changed meanwhile.
    """

    def __init__(self, known: Known, others: Standing, uid: str | None) -> None:
        self.uid = uid
        self._known, self._others = known, others
        self.programmes: dict[str, Programme] = {}
        self._holders: dict[str, Any] = {}
        self._providers: dict[str, Any] = {}
        self._of_voucher: dict[str, tuple[str, str]] = {}
        self._stored: dict[str, Any] = {}
        self.at_hand: tuple[str, ...] = ()
        """What is at hand of the claim's evidence."""
        self._taken: defaultdict[str, int] = defaultdict(int)
        for each in others.assessed:
            self._taken[each.claim.voucher.code] += each.allowed

    @classmethod
    def load(cls, session: Session, operator: str, uid: str | None) -> "Typing":
        """Read the facts of all of a park's claims but the one that is typed; None types a new one."""
        found = stood(session, operator)
        others = found.standing
        if uid in found.known.claims:
            others = assess(claim for other, claim in found.known.claims.items() if other != uid)
        made = cls(found.known, others, uid)
        made._read(session, operator)
        return made

    def _read(self, session: Session, operator: str) -> None:
        for programme in session.scalars(select(Programme).where(Programme.operator_uid == operator)):
            self.programmes[programme.uid] = programme
        self._holders = {row.uid: row for row in _rows(session, operator, Tenant, *_PARTY)}
        self._providers = {row.uid: row for row in _rows(session, operator, Provider, *_PARTY, "service_kinds")}
        vouchers = _rows(session, operator, Voucher, "uid", "tenant_uid", "programme_uid")
        self._of_voucher = {row.uid: (row.tenant_uid, row.programme_uid) for row in vouchers}
        numbers = _rows(session, operator, VoucherClaim, "uid", "code", "contract_no", "invoice_no")
        self._stored = {row.code: row for row in numbers}
        self.at_hand = papers.at_hand(session, self.uid) if self.uid else ()
        for programme in self.programmes.values():
            session.expunge(programme)

    # who and what -----------------------------------------------------------------------------------------------------

    def holder_of(self, voucher: str | None) -> str | None:
        """The company that holds a voucher."""
        return self._of_voucher[voucher][0] if voucher in self._of_voucher else None

    def name_of(self, holder: str | None) -> str:
        """What a company is called."""
        return str(self._holders[holder].name) if holder in self._holders else ""

    def programme_of(self, voucher: str | None) -> Programme | None:
        """The programme of a voucher."""
        return self.programmes[self._of_voucher[voucher][1]] if voucher in self._of_voucher else None

    def vouchers_of(self, holder: str | None) -> list[Offered]:
        """The vouchers of a company: those that can be claimed on first, in order of code."""
        mine = (self.offered(uid) for uid, (owner, _programme) in self._of_voucher.items() if owner == holder)
        return sorted((each for each in mine if each), key=lambda each: (not each.good, each.code))

    def offered(self, voucher: str | None) -> Offered | None:
        """A voucher with what other claims leave of it."""
        found = self._known.vouchers.get(voucher or "")
        if found is None or voucher is None:
            return None
        left = found.face_value - self._taken.get(found.code, 0)
        return Offered(voucher, found.code, found.face_value, left, found.status)

    def wanted(self, voucher: str | None) -> Sequence[str]:
        """The evidence that a claim on a voucher needs."""
        programme = self.programme_of(voucher)
        return papers.wanted(programme) if programme else ()

    # judging ----------------------------------------------------------------------------------------------------------

    def suggestion(self, values: Mapping[str, Any]) -> Suggestion | None:
        """The eligible amount that contract, invoice and payment give, by the programme's tax basis."""
        programme = self.programme_of(values.get("voucher_uid"))
        contract, invoice, paid, excluded = (
            _fen(values.get(name))
            for name in ("contract_amount", "invoice_amount", "payment_amount", "excluded_amount")
        )
        tax = values.get("tax_percent") if programme and programme.tax_basis == "net" else None
        amount = eligible(contract, invoice, paid, excluded or 0, tax)
        if amount is None:
            return None
        least = min(each for each in (contract, invoice, paid) if each is not None)
        return Suggestion(amount, least, excluded or 0, tax or None)

    def judge(self, values: Mapping[str, Any]) -> Judged:
        """What a claim with these values (by attribute) would be worth; nothing is read from the database."""
        suggestion = self.suggestion(values)
        missing = tuple(name for name in NEEDED if values.get(name) in (None, ""))
        voucher, provider = (values.get(name) for name in ("voucher_uid", "provider_uid"))
        if missing or voucher not in self._known.vouchers or provider not in self._known.providers:
            return Judged(missing, suggestion)
        case = self._case(values)
        assessed = self._others.typed(case.claim)
        if not case.claim.takes or case.claim.locked:
            return Judged((), suggestion, assessed)
        return Judged(
            (), suggestion, assessed, tuple(self._others.limits(case.claim)),
            tuple(findings(case, assessed, self._colliding(assessed))), tuple(passed(case, assessed)),
        )  # fmt: skip

    def _case(self, values: Mapping[str, Any]) -> Case:
        said = SimpleNamespace(**values)
        holder, programme = self._of_voucher[said.voucher_uid]
        rules = self.programmes[programme]
        provider = self._providers[said.provider_uid]
        paper = papers.of_claim(said, self._holders[holder], provider, rules, self.at_hand)
        claim = facts.claim_of(
            said, self._known.vouchers[said.voucher_uid], self._known.providers[said.provider_uid],
            *papers.raised(paper, rules),
        )  # fmt: skip
        if claim.status in UNDECIDED:
            claim = replace(claim, status="submitted")
        return Case(claim, said, paper, rules, provider)

    def _colliding(self, assessed: Assessed) -> Mapping[str, Sequence[Other]]:
        """The claims that some findings collide with, by finding."""
        claim = assessed.claim
        first = self._others.duplicate_of(claim)
        near = self._others.near(claim) if SPLIT in assessed.findings else []
        near.sort(key=lambda each: abs(each.contract_on - claim.contract_on))
        return {
            "duplicate_invoice": [self._other(first)] if first else [],
            "split_contract": [self._other(each) for each in near],
        }

    def _other(self, claim: Claim) -> Other:
        stored = self._stored[claim.code]
        return Other(stored.uid, claim, stored.contract_no, stored.invoice_no)


def _rows(session: Session, operator: str, of: type[Any], *names: str) -> Sequence[Any]:
    table = of.__table__.c
    return session.execute(select(*(table[name] for name in names)).where(table.operator_uid == operator)).all()


def _fen(amount: Decimal | None) -> int | None:
    return None if amount is None else to_fen(amount)
