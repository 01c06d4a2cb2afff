"""Policies as offers, and the words of their conditions."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from incubator_desk.base.errors import Problem, Refused
from incubator_desk.base.i18n import N_, language
from incubator_desk.catalog.kinds import chosen
from incubator_desk.features.leases.model import OWNERSHIPS
from incubator_desk.features.rent.flow import RELIEF_FLOW
from incubator_desk.features.rent.model import Policy, Relief
from incubator_desk.features.rent.rules.offer import Offer
from incubator_desk.features.tenants import words as tenants
from incubator_desk.features.tenants.rules.criteria import Check

NO_TERMS = N_("Policy {policy} does not say yet what it grants. Enter its instrument and terms first.")
_TERMS = (
    "exclusive", "settle_paid", "valid_from", "valid_to", "apply_from", "apply_to", "service_only", "arrears_allowed",
    "percent", "amount", "cap", "starts_on", "ends_on", "term_months", "by_year_share", "months", "defer_to", "parts",
    "first_due_on",
)  # fmt: skip
_KNOWN: tenants.Known = tenants.CRITERIA | {
    "ownership": OWNERSHIPS, "ownerships": OWNERSHIPS, "state": RELIEF_FLOW.kind,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Terms:
    """A policy as it stands: its record's version, its names, its offer."""

    uid: str
    version: int
    title: str
    document_no: str | None
    offer: Offer


def read(session: Session, operator: str, uid: str) -> Terms:
    """A policy's terms; refused where it has none yet."""
    policy = session.get(Policy, uid)
    if policy is None or policy.operator_uid != operator:
        raise Refused(Problem("gone", N_("The policy is gone. Choose another.")))
    if policy.kind is None:
        raise Refused(Problem("no_terms", NO_TERMS, {"policy": policy.code}))
    return _terms(policy, families(session, operator))


def in_force(session: Session, operator: str, on: date) -> list[Terms]:
    """The policies that say what they grant and take applications on a day."""
    known = families(session, operator)
    statement = select(Policy).where(Policy.operator_uid == operator, Policy.kind.is_not(None)).order_by(Policy.code)
    found = [_terms(policy, known) for policy in session.scalars(statement)]
    return [each for each in found if open_on(each.offer, on)]


def open_on(offer: Offer, on: date) -> bool:
    """Whether an offer's version is in force and takes applications on a day."""
    spans = ((offer.valid_from, offer.valid_to), (offer.apply_from, offer.apply_to))
    return all((first or date.min) <= on <= (last or date.max) for first, last in spans)


State = Literal["open", "early", "late", "blank"]


@dataclass(frozen=True, slots=True)
class Listed:
    """A policy in the list to choose from; ``blank`` ones do not say yet what they grant."""

    uid: str
    code: str
    title: str
    document_no: str | None
    state: State
    offer: Offer | None
    cases: int


def listed(session: Session, operator: str, on: date) -> list[Listed]:
    """All policies, those open on a day first, the latest of them first."""
    known = families(session, operator)
    counts = dict(
        session.execute(
            select(Relief.policy_uid, func.count()).where(Relief.operator_uid == operator).group_by(Relief.policy_uid)
        ).all()
    )
    policies = session.scalars(select(Policy).where(Policy.operator_uid == operator).order_by(Policy.code.desc()))
    found = [_listed(policy, known, on, counts.get(policy.uid, 0)) for policy in policies]
    return sorted(found, key=lambda each: _ORDER.index(each.state))


_ORDER: tuple[State, ...] = ("open", "early", "late", "blank")


def _listed(policy: Policy, known: Mapping[str, frozenset[str]], on: date, cases: int) -> Listed:
    offer = _terms(policy, known).offer if policy.kind else None
    state: State = "blank"
    if offer is not None:
        early = on < max(offer.valid_from or date.min, offer.apply_from or date.min)
        state = "open" if open_on(offer, on) else "early" if early else "late"
    return Listed(policy.uid, policy.code, policy.title, policy.document_no, state, offer, cases)


def families(session: Session, operator: str) -> Mapping[str, frozenset[str]]:
    """The codes of all versions of a policy, by the code of the first."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    columns = select(Policy.code, Policy.version_of).where(Policy.operator_uid == operator)
    for code, first in session.execute(columns):
        found[first or code].add(code)
    return {first: frozenset(codes) for first, codes in found.items()}


def _terms(policy: Policy, known: Mapping[str, frozenset[str]]) -> Terms:
    offer = Offer(
        policy=policy.code,
        versions=known.get(policy.version_of or policy.code, frozenset()),
        kind=policy.kind,  # type: ignore[arg-type]
        tenant_kinds=chosen(policy.tenant_kinds),
        statuses=chosen(policy.tenant_statuses),
        sizes=chosen(policy.size_classes),
        ownerships=chosen(policy.ownerships),
        **{name: getattr(policy, name) for name in _TERMS},
    )
    return Terms(policy.uid, policy.version, policy.title, policy.document_no, offer)


def words(check: Check) -> str:
    """A condition with its outcome, in the language in use."""
    return tenants.words(check, _KNOWN)


def and_so_on(parts: Sequence[str]) -> str:
    """Words in a row, as the language in use separates them."""
    return ("、" if language() == "zh_CN" else ", ").join(parts)
