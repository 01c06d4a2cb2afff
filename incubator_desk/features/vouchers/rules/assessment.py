"""What every claim is allowed, which limit binds it, and what is found against it (contract section 4)."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter
from typing import Literal, NamedTuple

from incubator_desk.base.money import round_ratio

from .findings import own_findings
from .splitting import split, split_with
from .terms import MILLION, Claim, Order

LimitName = Literal["rate", "claim_cap", "voucher", "holder_year_cap", "controller_year_cap", "budget"]
_DRAWN_ON: tuple[LimitName, ...] = ("voucher", "holder_year_cap", "controller_year_cap", "budget")
"""The limits that others draw on too."""
DUPLICATE, SPLIT = "duplicate_invoice", "split_contract"
LOCKED, FINDING = "locked", "finding"
_WHOLE = 100 * MILLION


class Limit(NamedTuple):
    """A limit of a claim: what it leaves, of how much in all, after what others took."""

    name: LimitName
    left: int
    whole: int
    taken: int = 0


@dataclass(frozen=True, slots=True)
class Assessed:
    """What a claim is worth: fen, what decided, and what was found, in the contract's order."""

    claim: Claim
    allowed: int = 0
    binding: str | None = None
    findings: tuple[str, ...] = ()

    @property
    def blocked(self) -> bool:
        """Whether a finding allows it nothing."""
        return self.binding == FINDING


@dataclass(slots=True)
class _Taken:
    """What was taken under one limit, in order: with it, what stood before any place is found by bisection."""

    orders: list[Order] = field(default_factory=list)
    sums: list[int] = field(default_factory=list)

    def add(self, order: Order, amount: int) -> None:
        self.orders.append(order)
        self.sums.append(amount + (self.sums[-1] if self.sums else 0))

    def before(self, order: Order) -> int:
        if not self.orders:
            return 0
        if self.orders[-1] < order:
            return self.sums[-1]
        at = bisect_left(self.orders, order)
        return self.sums[at - 1] if at else 0


class Standing:
    """Claims as they were taken one after the other, and what each limit has left at any place among them.

    It answers for a claim that is only being typed as for one that was taken: by what stands before it.
    """

    def __init__(self) -> None:
        self.assessed: list[Assessed] = []
        """Every claim, in the order taken."""
        self._sums: defaultdict[Hashable, int] = defaultdict(int)
        self._invoices: defaultdict[tuple[str, str], list[Claim]] = defaultdict(list)
        self._pairs: defaultdict[tuple[str, str], list[Claim]] = defaultdict(list)

    @cached_property
    def _taken(self) -> dict[Hashable, _Taken]:
        """What was taken under each limit, in order: made only when a place among the claims is asked for."""
        found: defaultdict[Hashable, _Taken] = defaultdict(_Taken)
        for each in self.assessed:
            if each.claim.takes and not each.blocked:
                order = each.claim.order
                for key in _keys(each.claim):
                    found[key].add(order, each.allowed)
        return dict(found)

    def limits(self, claim: Claim) -> Iterator[Limit]:
        """The limits of a claim at its place among those taken, in the order in which the first least one binds."""
        order = claim.order
        return self._limits(claim, lambda key: found.before(order) if (found := self._taken.get(key)) else 0)

    def _limits(self, claim: Claim, taken_before: Callable[[Hashable], int]) -> Iterator[Limit]:
        programme, voucher = claim.voucher.programme, claim.voucher
        rated = _rated(claim)
        yield Limit("rate", rated, rated)
        if programme.claim_cap is not None:
            yield Limit("claim_cap", programme.claim_cap, programme.claim_cap)
        caps = (voucher.face_value, programme.holder_year_cap, programme.controller_year_cap, programme.budget)
        for name, whole, key in zip(_DRAWN_ON, caps, _keys(claim), strict=True):
            if whole is not None:
                taken = taken_before(key)
                yield Limit(name, whole - taken, whole, taken)

    def duplicate_of(self, claim: Claim) -> Claim | None:
        """The claim taken before it, locked or without a blocking finding, that has the same invoice."""
        found = self._invoices.get(_invoice(claim))
        if found is None:
            return None
        order = claim.order
        return next((each for each in found if each.order < order and each.code != claim.code), None)

    def near(self, claim: Claim) -> list[Claim]:
        """The claims with which it looks like a contract that was split."""
        return list(split_with(claim, self._pairs.get((claim.voucher.holder.code, claim.provider.identity), ())))

    def judge(self, claim: Claim, *, is_split: bool) -> Assessed:
        """What a claim is worth that comes after all that were taken."""
        return self._judge(claim, lambda: self._limits(claim, lambda key: self._sums.get(key, 0)), is_split=is_split)

    def _judge(self, claim: Claim, limits: Callable[[], Iterator[Limit]], *, is_split: bool) -> Assessed:
        if not claim.takes:
            return Assessed(claim)
        if claim.locked:
            return Assessed(claim, claim.approved or 0, LOCKED)
        found = list(own_findings(claim))
        if self.duplicate_of(claim) is not None:
            found.insert(0, DUPLICATE)
        found += claim.flags
        warned = (SPLIT, *claim.doubts) if is_split else claim.doubts
        if found:
            return Assessed(claim, 0, FINDING, (*found, *warned))
        least = min(limits(), key=_by_what_is_left)
        allowed = max(0, least.left)
        if claim.voucher.programme.rounding == "yuan_down":
            allowed -= allowed % 100
        return Assessed(claim, allowed, least.name, warned)

    def typed(self, claim: Claim) -> Assessed:
        """What a claim that is being typed is worth; it is none of those that were taken."""
        return self._judge(claim, lambda: self.limits(claim), is_split=bool(self.near(claim)))

    def take(self, assessed: Assessed) -> None:
        """Take a claim after all others so far."""
        claim = assessed.claim
        self.assessed.append(assessed)
        if not claim.takes:
            return
        self._pairs[claim.voucher.holder.code, claim.provider.identity].append(claim)
        if not assessed.blocked:
            self._invoices[_invoice(claim)].append(claim)
            for key in _keys(claim):
                self._sums[key] += assessed.allowed


def assess(claims: Iterable[Claim]) -> Standing:
    """Every claim in its turn: the locked ones first, then the others, both in order of claim date, then code."""
    standing = Standing()
    in_turn = sorted(claims, key=lambda claim: claim.order)
    marked = split(in_turn)
    for claim in in_turn:
        standing.take(standing.judge(claim, is_split=claim.code in marked))
    return standing


_by_what_is_left = itemgetter(1)


def _rated(claim: Claim) -> int:
    """The share that the rate gives, in fen, half up; what is paid in whole yuan is rounded once, and down.

    30 % of 33,333.33 is 9,999.999: 10,000.00 to the fen, 9,999 in yuan (handbook, V6).
    """
    share = claim.voucher.programme.rate * claim.eligible
    return share // _WHOLE if claim.voucher.programme.rounding == "yuan_down" else round_ratio(share, _WHOLE)


def _keys(claim: Claim) -> tuple[Hashable, Hashable, Hashable, Hashable]:
    """What a claim draws on: its voucher, the year's caps of its holder and of the group, the budget."""
    holder, programme, year = claim.voucher.holder, claim.voucher.programme.code, claim.claimed_on.year
    return (
        claim.voucher.code, (programme, year, holder.code, True), (programme, year, holder.group, False), (programme,),
    )  # fmt: skip


def _invoice(claim: Claim) -> tuple[str, str]:
    return claim.provider.identity, claim.invoice_no
