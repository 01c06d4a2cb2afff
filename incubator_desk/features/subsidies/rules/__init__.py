"""Which amounts a post-subsidy pays back, what the claim comes to, what changed since. Pure and exact."""

from .claim import Earlier, Judged, Outcome, pro_rata, work_out
from .difference import Difference, differences
from .terms import Company, Line, Rounding, Source, Terms

__all__ = [
    "Company",
    "Difference",
    "Earlier",
    "Judged",
    "Line",
    "Outcome",
    "Rounding",
    "Source",
    "Terms",
    "differences",
    "pro_rata",
    "work_out",
]
