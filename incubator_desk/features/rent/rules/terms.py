"""The facts a schedule is drawn from: a lease, its price steps, reliefs, receipts and refunds."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, get_args

PriceUnit = Literal["month", "sqm_month", "sqm_day"]
DayCount = Literal["actual", "thirty", "year365"]
Anchor = Literal["lease", "calendar"]
ReliefKind = Literal["percent", "fixed", "extension", "deferral", "instalments"]
SettlePaid = Literal["offset", "refund"]
ReceiptKind = Literal["rent", "deposit", "other"]
Status = Literal[
    "draft",
    "submitted",
    "accepted",
    "reviewed",
    "approved",
    "published",
    "agreed",
    "in_force",
    "completed",
    "reported",
    "returned",
    "refused",
    "withdrawn",
    "void",
]

STATUSES: tuple[Status, ...] = get_args(Status)
COUNTING: frozenset[Status] = frozenset(STATUSES[STATUSES.index("approved") : STATUSES.index("reported") + 1])
"""The statuses in which a relief counts: from approved to reported (contract R4)."""
DEFERRALS: frozenset[ReliefKind] = frozenset({"deferral", "instalments"})
"""The kinds that move dues and reduce nothing (contract R5)."""


def effective_status(status: Status | None, approved_on: date | None) -> Status:
    """The status that a blank one stands for: approved where ``approved_on`` is given, else draft (contract R4)."""
    return status or ("approved" if approved_on else "draft")


@dataclass(frozen=True, slots=True)
class Step:
    """A change of price from a day on: a new price, or a percentage on the price then in force (contract R3)."""

    from_on: date
    price: Decimal | None = None
    percent: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """The terms of a lease. ``price`` is yuan per ``price_unit``, ``area`` square metres."""

    code: str
    tenant: str
    price: Decimal
    price_unit: PriceUnit
    area: Decimal = Decimal(0)
    day_count: DayCount = "actual"
    billing_months: int = 1
    billing_anchor: Anchor = "lease"
    starts_on: date
    ends_on: date
    ended_on: date | None = None
    rent_free_days: int = 0
    due_offset_days: int = 0
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Relief:
    """A reduction, extension or deferral of one lease; ``exclusive`` and ``settle_paid`` are its policy's.

    Blank ``starts_on`` or ``ends_on`` mean the lease's own before any extension; ``amount`` and ``cap`` are yuan,
    whole in fen; what a kind does not need is ignored (contract R4, R5).
    """

    code: str
    kind: ReliefKind
    status: Status | None = None
    policy: str | None = None
    exclusive: bool = False
    settle_paid: SettlePaid = "offset"
    starts_on: date | None = None
    ends_on: date | None = None
    percent: Decimal | None = None
    amount: Decimal | None = None
    cap: Decimal | None = None
    months: int | None = None
    defer_to: date | None = None
    parts: int | None = None
    first_due_on: date | None = None
    approved_on: date | None = None

    def window(self, lease: Lease) -> tuple[date, date]:
        """The first and last day of its term, where blank the lease's own before any extension."""
        return self.starts_on or lease.starts_on, self.ends_on or lease.ends_on


@dataclass(frozen=True, slots=True)
class Receipt:
    """Money received, in yuan; only rent fills dues (contract R7)."""

    code: str
    received_on: date
    amount: Decimal
    kind: ReceiptKind = "rent"


@dataclass(frozen=True, slots=True)
class Refund:
    """Money paid back, in yuan: what a relief owes back, or with ``relief`` blank the lease's credit (contract R7)."""

    code: str
    relief: str | None
    paid_on: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a schedule is a function of."""

    lease: Lease
    reliefs: tuple[Relief, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    refunds: tuple[Refund, ...] = ()


def counting(reliefs: tuple[Relief, ...], as_of: date = date.max) -> list[Relief]:
    """The reliefs that count and were approved by then, in order of ``approved_on``, then code (contract R4, R8)."""
    dated = [
        (relief.approved_on, relief.code, relief)
        for relief in reliefs
        if relief.approved_on is not None
        and relief.approved_on <= as_of
        and effective_status(relief.status, relief.approved_on) in COUNTING
    ]
    dated.sort(key=lambda entry: entry[:2])
    return [relief for _, _, relief in dated]
