"""Contracts that look as if one was split into several to stay below a cap (handbook, audit flag A5)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta

from .terms import Claim

WITHIN = timedelta(days=30)
"""Contracts of one company with one provider at most so far apart are looked at (contract section 4)."""


def are_split(one: Claim, other: Claim) -> bool:
    """Whether two claims look split: near each other, and not both under one contract number."""
    same_pair = _pair(one) == _pair(other)
    near = abs(one.contract_on - other.contract_on) <= WITHIN
    return same_pair and near and not (one.contract_no and one.contract_no == other.contract_no)


def split_with(claim: Claim, others: Iterable[Claim]) -> Iterator[Claim]:
    """The claims with which a claim looks split."""
    if claim.takes:
        yield from (each for each in others if each.code != claim.code and each.takes and are_split(claim, each))


def split(claims: Iterable[Claim]) -> set[str]:
    """The codes of the claims that look split with another; locked ones are looked at, but not marked."""
    groups: defaultdict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.takes:
            groups[_pair(claim)].append(claim)
    return {
        claim.code
        for group in groups.values()
        if len(group) > 1
        for claim in _marked(sorted(group, key=lambda each: each.contract_on))
        if not claim.locked
    }


def _marked(group: list[Claim]) -> Iterator[Claim]:
    """Of claims in order of contract date, those with a near one that is not of the same contract.

    A window moves along them that counts contract numbers, so that many claims cost no more than their number.
    """
    first = last = 0
    within: Counter[str] = Counter()
    for claim in group:
        while last < len(group) and group[last].contract_on <= claim.contract_on + WITHIN:
            within[group[last].contract_no] += 1
            last += 1
        while group[first].contract_on < claim.contract_on - WITHIN:
            within[group[first].contract_no] -= 1
            first += 1
        exempt = within[claim.contract_no] if claim.contract_no else 1
        if last - first > exempt:
            yield claim


def _pair(claim: Claim) -> tuple[str, str]:
    return claim.voucher.holder.code, claim.provider.identity
