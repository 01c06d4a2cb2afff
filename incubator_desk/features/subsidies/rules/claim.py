"""What a claim comes to: base, rate, cap and other public money (handbook, section 3, R11)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from incubator_desk.base.money import in_proportion, round_ratio

from .eligibility import reason
from .terms import WHOLE, Key, Line, Terms


@dataclass(frozen=True, slots=True)
class Earlier:
    """What earlier claims under the programme took: these amounts, months of companies, money (fen)."""

    keys: frozenset[Key] = frozenset()
    months: Mapping[str, frozenset[date]] = field(default_factory=dict)
    """By the code of the company."""
    claimed: int = 0


@dataclass(frozen=True, slots=True)
class Judged:
    """An amount with the reason why it is not eligible, or with its share of the claim in fen."""

    line: Line
    reason: str | None
    share: int = 0

    @property
    def eligible(self) -> bool:
        """Whether the programme pays part of it back."""
        return self.reason is None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A claim worked out; amounts in fen, the shares of its lines add up to it."""

    lines: tuple[Judged, ...]
    base: int
    claim: int


def work_out(lines: Iterable[Line], terms: Terms, other: int = 0, earlier: Earlier | None = None) -> Outcome:
    """A claim over what the park gave, ``other`` public money deducted: min(cap, rate × base) − other, rounded once."""
    earlier = earlier or Earlier()
    ordered = sorted(lines, key=lambda line: (line.company.code, line.key))
    reasons = _within_months(ordered, [_reason(line, terms, earlier) for line in ordered], terms, earlier)
    amounts = [0 if why else line.amount for line, why in zip(ordered, reasons, strict=True)]
    base = sum(amounts)
    cap = None if terms.cap is None else max(0, terms.cap - earlier.claimed)
    claim = _claim(base, cap, terms, other)
    shares = in_proportion(claim, amounts) if base else amounts
    return Outcome(tuple(map(Judged, ordered, reasons, shares)), base, claim)


def _reason(line: Line, terms: Terms, earlier: Earlier) -> str | None:
    found = reason(line, terms)
    return "claimed_before" if found is None and line.key in earlier.keys else found


def _within_months(
    lines: Sequence[Line], reasons: Sequence[str | None], terms: Terms, earlier: Earlier
) -> list[str | None]:
    """The reasons, once the months of each company beyond its first ones are left out too."""
    if terms.months is None:
        return list(reasons)
    months: defaultdict[str, set[date]] = defaultdict(set)
    for line, why in zip(lines, reasons, strict=True):
        if why is None:
            months[line.company.code].add(line.month)
    allowed: dict[str, frozenset[date]] = {}
    for code, found in months.items():
        before = earlier.months.get(code, frozenset())
        allowed[code] = before | frozenset(sorted(found - before)[: max(0, terms.months - len(before))])
    return [
        "beyond_months" if why is None and line.month not in allowed[line.company.code] else why
        for line, why in zip(lines, reasons, strict=True)
    ]


def _claim(base: int, cap: int | None, terms: Terms, other: int) -> int:
    exact = base * terms.rate  # in fen / WHOLE, so that nothing is rounded before the end
    if cap is not None:
        exact = min(exact, cap * WHOLE)
    exact = max(0, exact - other * WHOLE)
    return exact // (100 * WHOLE) * 100 if terms.rounding == "yuan_down" else round_ratio(exact, WHOLE)


def pro_rata(budget: int, claims: Sequence[int]) -> list[int]:
    """What each claim gets of a budget that does not reach for all: in proportion, to the fen, the whole of it."""
    if sum(claims) <= budget:
        return list(claims)
    return in_proportion(budget, claims)
