"""What a policy offers, and the relief or deferral that it comes to on one lease."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from incubator_desk.base.dates import add_months
from incubator_desk.base.money import round_ratio, to_yuan

from .engine import schedule
from .terms import Facts, Lease, Relief, ReliefKind, SettlePaid

_DAY = timedelta(days=1)
_USES: dict[ReliefKind, tuple[str, ...]] = {
    "percent": ("percent", "cap"),
    "fixed": ("amount", "cap"),
    "extension": ("months",),
    "deferral": ("defer_to", "months"),
    "instalments": ("parts", "first_due_on"),
}
"""The terms that each instrument takes over; all but an extension take the days too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """The terms of a policy; a condition that is blank serves everyone. ``amount`` and ``cap`` are yuan.

    ``versions`` are the codes of all versions of the policy, its own among them.
    """

    policy: str
    versions: frozenset[str] = frozenset()
    kind: ReliefKind
    exclusive: bool = False
    settle_paid: SettlePaid = "offset"
    valid_from: date | None = None
    valid_to: date | None = None
    apply_from: date | None = None
    apply_to: date | None = None
    tenant_kinds: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    service_only: bool = False
    ownerships: tuple[str, ...] = ()
    arrears_allowed: bool = True
    percent: Decimal | None = None
    amount: Decimal | None = None
    cap: Decimal | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    term_months: int | None = None
    by_year_share: bool = False
    months: int | None = None
    defer_to: date | None = None
    parts: int | None = None
    first_due_on: date | None = None

    @property
    def last_day(self) -> date | None:
        """The last day of the term: as given, or so many months from the first (the day before addm(start, n))."""
        if self.term_months and self.starts_on:
            return add_months(self.starts_on, self.term_months) - _DAY
        return self.ends_on


def proposed(offer: Offer, lease: Lease, code: str, approved_on: date) -> Relief:
    """The relief or deferral that the offer comes to on a lease, as if approved on a day."""
    days = () if offer.kind == "extension" else (offer.starts_on, offer.last_day)
    made = Relief(
        code=code,
        kind=offer.kind,
        status="approved",
        policy=offer.policy,
        exclusive=offer.exclusive,
        settle_paid=offer.settle_paid,
        approved_on=approved_on,
        **dict(zip(("starts_on", "ends_on"), days, strict=False)),  # type: ignore[arg-type]
        **{name: getattr(offer, name) for name in _USES[offer.kind]},
    )
    if offer.by_year_share and offer.kind in ("percent", "fixed"):
        return replace(made, cap=_share_of_year(made, lease))
    return made


def _share_of_year(made: Relief, lease: Lease) -> Decimal | None:
    """The full amount × the lease's days in the year ÷ the days of that year, half up (the year of the first day).

    A lease that runs the whole year keeps the policy's own cap; one without a day in it is worth nothing.
    """
    year = made.window(lease)[0].year
    first, last = date(year, 1, 1), date(year, 12, 31)
    let = (min(lease.ends_on, lease.ended_on or lease.ends_on, last) - max(lease.starts_on, first)).days + 1
    whole = (last - first).days + 1
    if let >= whole:
        return made.cap
    if let <= 0:
        return Decimal(0)
    full = schedule(Facts(lease, (made,)), made.approved_on or last).totals.relief
    return to_yuan(round_ratio(full * let, whole)) if full else made.cap
