"""Whom a programme may give a voucher on a day, and why not; what that does to its money. Money is in fen."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from incubator_desk.base.i18n import N_
from incubator_desk.base.money import to_yuan
from incubator_desk.features.tenants.rules.criteria import Check, of_kind, of_size, of_status, told

from .validity import last_valid_day

HOLDS = ("applied", "issued", "used_up")
"""The states in which a voucher counts towards what its company holds."""
OUT = ("issued", "used_up")
"""The states in which a voucher takes its face value out of the programme's money."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a programme says of whom it gives vouchers; a condition that is blank serves everyone."""

    use_by: date
    months: int | None = None
    """For so many months from its issue a voucher is good, at most until ``use_by``; None is until then."""
    tenant_kinds: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    holding_cap: int | None = None
    budget: int | None = None


def own_last_day(terms: Terms, on: date) -> date | None:
    """The last day of a voucher issued on a day, where it is not the programme's (handbook, V10)."""
    last = terms.use_by if terms.months is None else last_valid_day(on, terms.months)
    return last if last < terms.use_by else None


@dataclass(frozen=True, slots=True)
class Held:
    """A voucher that a company has of the programme."""

    code: str
    status: str
    face_value: int
    last_day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A company that could be given one."""

    kind: str
    status: str
    size: str | None = None
    left_on: date | None = None
    held: tuple[Held, ...] = ()

    @property
    def holds(self) -> int:
        """The face values that count towards the most it may hold."""
        return sum(each.face_value for each in self.held if each.status in HOLDS)


@dataclass(frozen=True, slots=True)
class Judgement:
    """All conditions with their outcome, and what the clerk should know though it is no obstacle."""

    checks: tuple[Check, ...]
    notes: tuple[Check, ...]

    @property
    def decisive(self) -> Check | None:
        """The first condition that is not met, or cannot be told yet; it decides."""
        return next((check for check in self.checks if check.outcome != "passed"), None)

    @property
    def entitled(self) -> bool:
        """Whether every condition is met."""
        return self.decisive is None


def judge(terms: Terms, candidate: Candidate, face_value: int, on: date) -> Judgement:
    """Hold a programme against a company to which a voucher of a face value would be issued on a day."""
    checks = tuple(check(terms, candidate, face_value, on) for check in _CHECKS)
    return Judgement(checks, tuple(_notes(candidate, on)))


def _kind(terms: Terms, candidate: Candidate, _face_value: int, _on: date) -> Check:
    return of_kind(terms.tenant_kinds, candidate.kind)


def _status(terms: Terms, candidate: Candidate, _face_value: int, _on: date) -> Check:
    return of_status(terms.statuses, candidate.status)


def _size(terms: Terms, candidate: Candidate, _face_value: int, _on: date) -> Check:
    return of_size(terms.sizes, candidate.size)


def _here(_terms: Terms, candidate: Candidate, _face_value: int, on: date) -> Check:
    here = N_("It is in the park")
    if candidate.left_on is None:
        return told("left", candidate.status != "left", here, N_("It has left the park"), {})
    return told("left", on < candidate.left_on, here, N_("It left on {day}"), {"day": candidate.left_on})


def _usable(terms: Terms, _candidate: Candidate, _face_value: int, on: date) -> Check:
    values = {"day": terms.use_by}
    return told(
        "use_by", on <= terms.use_by, N_("It can be used until {day}"), N_("It could be used only until {day}"), values
    )


def _cap(terms: Terms, candidate: Candidate, face_value: int, _on: date) -> Check:
    if terms.holding_cap is None:
        return Check("cap", "passed", N_("A company may hold any amount"))
    after = candidate.holds + face_value
    values = {"held": to_yuan(candidate.holds), "after": to_yuan(after), "cap": to_yuan(terms.holding_cap)}
    passed, failed = N_("It would hold {after} of {cap}"), N_("Holds {held}; with this {after}, at most {cap}")
    return told("cap", after <= terms.holding_cap, passed, failed, values)


_CHECKS: tuple[Callable[[Terms, Candidate, int, date], Check], ...] = (_kind, _status, _size, _here, _usable, _cap)


def _notes(candidate: Candidate, on: date) -> Iterator[Check]:
    for each in sorted(candidate.held, key=lambda held: held.code):
        values = {"voucher": each.code, "amount": to_yuan(each.face_value), "day": each.last_day}
        if each.status == "issued" and on <= each.last_day:
            yield Check("has_one", "passed", N_("Has {voucher} already: {amount} until {day}"), values)
        elif each.status == "applied":
            yield Check("applied", "passed", N_("Has applied: {voucher} waits to be issued"), values)


@dataclass(frozen=True, slots=True)
class Money:
    """A programme's money: what its vouchers take once so much more is issued, and its budget."""

    out: int
    adding: int
    budget: int | None

    @property
    def total(self) -> int:
        """All face values together."""
        return self.out + self.adding

    @property
    def left(self) -> int | None:
        """What is left of the budget for further vouchers; below 0 where more is issued than there is."""
        return None if self.budget is None else self.budget - self.total

    @property
    def over(self) -> int:
        """How much more is issued than the budget has."""
        return max(0, -self.left) if self.left is not None else 0
