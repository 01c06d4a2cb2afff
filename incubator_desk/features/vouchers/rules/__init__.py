"""What a claim on a voucher is worth, and why: pure functions over frozen facts."""

from .assessment import Assessed, Limit, LimitName, assess
from .terms import Claim, Holder, Programme, Provider, Voucher

__all__ = ["Assessed", "Claim", "Holder", "Limit", "LimitName", "Programme", "Provider", "Voucher", "assess"]
