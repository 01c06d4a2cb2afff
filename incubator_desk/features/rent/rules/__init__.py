"""The rent engine: schedules, reliefs and deferrals, money in (contract section 3). Pure and exact."""

from .attribution import Filling, Return, Use, uses
from .by_month import Month, months
from .dues import split
from .effect import DueChange, Effect, MonthChange, Refill, Sums, effect, sums_of, worth
from .engine import schedule
from .entitlement import Applicant, Check, Judgement, judge
from .exclusion import Clash, overlaps
from .explanation import Explanation, PriceRun, Received, Reduction, explain
from .figures import Cut, Due, Granted, Line, Portion, Schedule, Settlement, Totals
from .offer import Offer, proposed
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
    "Applicant",
    "Check",
    "Clash",
    "Cut",
    "Due",
    "DueChange",
    "Effect",
    "Excess",
    "Explanation",
    "Facts",
    "Filling",
    "Granted",
    "Judgement",
    "Lease",
    "Line",
    "Month",
    "MonthChange",
    "Offer",
    "Portion",
    "PriceRun",
    "Receipt",
    "Received",
    "Reduction",
    "Refill",
    "Refund",
    "Relief",
    "Return",
    "Schedule",
    "Settlement",
    "Status",
    "Step",
    "Sums",
    "Totals",
    "Use",
    "counting",
    "effect",
    "effective_status",
    "explain",
    "extended_end",
    "judge",
    "months",
    "overlaps",
    "proposed",
    "refund_excess",
    "schedule",
    "split",
    "sums_of",
    "to_json",
    "uses",
    "worth",
]
