"""The rent engine: schedules, reliefs and deferrals, money in (contract section 3). Pure and exact.

What builds on it stands in modules of its own: offers, entitlement, effects, settlements, payments, statements.
"""

from .attribution import Filling, Return, Use, uses
from .by_month import Month, months
from .dues import split
from .engine import schedule
from .exclusion import Clash, overlaps
from .explanation import Explanation, PriceRun, Received, Reduction, explain
from .figures import Cut, Due, Granted, Line, Portion, Schedule, Settlement, Totals
from .outward import to_json
from .refund_limit import Excess, refund_excess
from .spans import extended_end
from .terms import (
    COUNTING,
    DEFERRALS,
    STATUSES,
    Facts,
    Lease,
    Receipt,
    Refund,
    Relief,
    Status,
    Step,
    counting,
    effective_status,
)

__all__ = [
    "COUNTING",
    "DEFERRALS",
    "STATUSES",
    "Clash",
    "Cut",
    "Due",
    "Excess",
    "Explanation",
    "Facts",
    "Filling",
    "Granted",
    "Lease",
    "Line",
    "Month",
    "Portion",
    "PriceRun",
    "Receipt",
    "Received",
    "Reduction",
    "Refund",
    "Relief",
    "Return",
    "Schedule",
    "Settlement",
    "Status",
    "Step",
    "Totals",
    "Use",
    "counting",
    "effective_status",
    "explain",
    "extended_end",
    "months",
    "overlaps",
    "refund_excess",
    "schedule",
    "split",
    "to_json",
    "uses",
]
