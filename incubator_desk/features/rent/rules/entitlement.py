"""Whether a policy serves a lease: every condition in a fixed order; the first that is not met decides."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from incubator_desk.base.i18n import N_
from incubator_desk.base.money import to_yuan
from incubator_desk.features.tenants.rules.criteria import Check, of_kind, of_size, of_status, told

from .exclusion import Clash, overlaps
from .offer import Offer
from .spans import spans, stretches
from .terms import COUNTING, DEFERRALS, Lease, Relief, Status, counting, effective_status

_ENDED: frozenset[Status] = frozenset({"refused", "withdrawn", "void"})
"""A case in one of these is as if it had never been."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """What conditions look at: the company, its lease, the premises, what is overdue (fen), the reliefs it has.

    Of premises that the park itself rents, the owner of the head lease counts; that of the room otherwise.
    """

    kind: str
    status: str
    size: str | None = None
    service: bool | None = None
    room_owner: str | None = None
    head_owner: str | None = None
    overdue: int = 0
    lease: Lease
    reliefs: tuple[Relief, ...] = ()

    @property
    def ownership(self) -> str | None:
        """Whose the premises are."""
        return self.head_owner or self.room_owner


@dataclass(frozen=True, slots=True)
class Judgement:
    """All conditions with their outcome, and what the clerk should know though it is no obstacle."""

    checks: tuple[Check, ...]
    warnings: tuple[Check, ...]

    @property
    def decisive(self) -> Check | None:
        """The first condition that is not met, or cannot be told yet; it decides."""
        return next((check for check in self.checks if check.outcome != "passed"), None)

    @property
    def entitled(self) -> bool:
        """Whether every condition is met."""
        return self.decisive is None


def judge(offer: Offer, applicant: Applicant, relief: Relief, near_days: int = 0) -> Judgement:
    """Hold an offer against a lease on the day on which ``relief``, what it comes to, would be approved.

    A lease that ends within ``near_days`` of that day is worth a word.
    """
    checks = tuple(check(offer, applicant, relief) for check in _CHECKS)
    return Judgement(checks, tuple(_warnings(offer, applicant, relief, near_days)))


# the conditions -----------------------------------------------------------------------------------------------------


def _term(_offer: Offer, applicant: Applicant, relief: Relief) -> Check:
    lease = applicant.lease
    first, last = relief.window(lease)
    days = {"first": first, "last": last}
    if relief.kind == "extension":
        message = N_("The lease ends early on {last}: its term cannot be extended")
        return told("term", _extends(applicant, relief), N_("The term can be extended"), message, {"last": _end(lease)})
    if relief.kind in DEFERRALS:
        message = N_("No rent-month of the lease begins within {first} – {last}")
        begins = any(first <= span.first <= last for span in spans(lease, ()))
        return told("term", begins, N_("The lease has rent-months within {first} – {last}"), message, days)
    message = N_("Not let {first} – {last}")
    reached = max(first, lease.starts_on) <= min(last, _end(lease)) and relief.cap != 0
    return told("term", reached, N_("The lease has days within {first} – {last}"), message, days)


def _extends(applicant: Applicant, relief: Relief) -> bool:
    before = [each for each in counting(applicant.reliefs) if each.kind == "extension"]
    return any(stretch.extension is relief for stretch in stretches(applicant.lease, [*before, relief]))


def _end(lease: Lease) -> date:
    return min(lease.ends_on, lease.ended_on or lease.ends_on)


def _kind(offer: Offer, applicant: Applicant, _relief: Relief) -> Check:
    return of_kind(offer.tenant_kinds, applicant.kind)


def _status(offer: Offer, applicant: Applicant, _relief: Relief) -> Check:
    return of_status(offer.statuses, applicant.status)


def _size(offer: Offer, applicant: Applicant, _relief: Relief) -> Check:
    return of_size(offer.sizes, applicant.size)


def _service(offer: Offer, applicant: Applicant, _relief: Relief) -> Check:
    if not offer.service_only:
        return Check("service", "passed", N_("Companies of any sector are served"))
    if applicant.service is None:
        return Check("service", "unknown", N_("Service sector or not: not entered"))
    return told("service", applicant.service, N_("Of the service sector"), N_("Not of the service sector"), {})


def _ownership(offer: Offer, applicant: Applicant, _relief: Relief) -> Check:
    if not offer.ownerships:
        return Check("ownership", "passed", N_("Premises of any owner are served"))
    values = {"ownership": applicant.ownership, "ownerships": offer.ownerships}
    if applicant.ownership is None:
        return Check("ownership", "unknown", N_("Owner of the premises not entered; served: {ownerships}"), values)
    served = applicant.ownership in offer.ownerships
    failed = N_("Premises: {ownership}; served: {ownerships}")
    return told("ownership", served, N_("Premises: {ownership}, served"), failed, values)


def _arrears(offer: Offer, applicant: Applicant, _relief: Relief) -> Check:
    if applicant.overdue and offer.arrears_allowed:
        return Check("arrears", "passed", N_("Overdue rent is no obstacle"))
    values = {"amount": to_yuan(applicant.overdue)}
    failed = N_("{amount} overdue; the policy asks for no arrears")
    return told("arrears", not applicant.overdue, N_("No rent is overdue"), failed, values)


def _applications(offer: Offer, _applicant: Applicant, relief: Relief) -> Check:
    early, late = N_("Applications open only on {day}"), N_("Applications closed on {day}")
    return _within("applications", relief, (offer.apply_from, offer.apply_to), N_("Applications are open"), early, late)


def _in_force(offer: Offer, _applicant: Applicant, relief: Relief) -> Check:
    early, late = N_("This version is in force only from {day}"), N_("This version was in force until {day}")
    return _within("in_force", relief, (offer.valid_from, offer.valid_to), N_("The policy is in force"), early, late)


def _within(
    code: str, relief: Relief, span: tuple[date | None, date | None], passed: str, early: str, late: str
) -> Check:
    on, (first, last) = relief.approved_on or date.min, span
    if first and on < first:
        return Check(code, "failed", early, {"day": first})
    if last and on > last:
        return Check(code, "failed", late, {"day": last})
    return Check(code, "passed", passed)


def _case(offer: Offer, applicant: Applicant, _relief: Relief) -> Check:
    versions = offer.versions | {offer.policy}
    known = sorted((each for each in applicant.reliefs if each.policy in versions), key=lambda each: each.code)
    for each in known:
        state = effective_status(each.status, each.approved_on)
        if state not in _ENDED:
            message = N_("Has case {relief} of this policy already ({state})")
            return Check("case", "failed", message, {"relief": each.code, "state": state})
    return Check("case", "passed", N_("It has no case of this policy yet"))


def _overlap(_offer: Offer, applicant: Applicant, relief: Relief) -> Check:
    for clash in _clashes(applicant.reliefs, applicant.lease, relief):
        other = clash.earlier if clash.later is relief else clash.later
        values = {"relief": other.code, "first": clash.first, "last": clash.last}
        return Check("overlap", "failed", N_("Excluded by {relief} until {last}"), values)
    return Check("overlap", "passed", N_("No other relief excludes it"))


def _clashes(reliefs: Iterable[Relief], lease: Lease, relief: Relief) -> Iterator[Clash]:
    """The exclusions in which a relief takes part, whichever of the two was approved first (contract R6)."""
    return (clash for clash in overlaps((*reliefs, relief), lease) if relief in (clash.earlier, clash.later))


_CHECKS: tuple[Callable[[Offer, Applicant, Relief], Check], ...] = (
    _term, _kind, _status, _size, _service, _ownership, _arrears, _applications, _in_force, _case, _overlap,
)  # fmt: skip


# what is worth a word -------------------------------------------------------------------------------------------------


def _warnings(offer: Offer, applicant: Applicant, relief: Relief, near_days: int) -> Iterator[Check]:
    if applicant.overdue and offer.arrears_allowed:
        message = N_("{amount} overdue, allowed")
        yield Check("arrears", "passed", message, {"amount": to_yuan(applicant.overdue)})
    if applicant.head_owner:
        yield Check("passed_on", "passed", N_("Landlord's grant to pass on"))
    on, end = relief.approved_on or date.min, _end(applicant.lease)
    if on <= end <= on + timedelta(days=near_days):
        yield Check("ends_soon", "passed", N_("Ends on {day}"), {"day": end})
    for other in _under_way(offer, applicant):
        if any(_clashes([other], applicant.lease, relief)):
            message = N_("{relief} is under way for the same days")
            yield Check("under_way", "passed", message, {"relief": other.code})


def _under_way(offer: Offer, applicant: Applicant) -> Iterator[Relief]:
    """The cases of other policies that are not decided yet, as they would be once approved."""
    for other in applicant.reliefs:
        state = effective_status(other.status, other.approved_on)
        if state not in COUNTING | _ENDED and other.policy not in offer.versions | {offer.policy}:
            yield replace(other, status="approved", approved_on=date.max)
