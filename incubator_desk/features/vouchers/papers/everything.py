"""All papers of voucher work, in the order of the list."""

from incubator_desk.catalog.report import Report

from .audit import VOUCHER_AUDIT
from .notice import VOUCHER_NOTICE
from .payments import VOUCHER_PAYMENTS
from .register import VOUCHER_REGISTER
from .statement import VOUCHER_STATEMENT
from .statistics import VOUCHER_STATISTICS
from .voucher_sheet import VOUCHER

REPORTS: tuple[Report, ...] = (
    VOUCHER_REGISTER,
    VOUCHER_STATISTICS,
    VOUCHER_PAYMENTS,
    VOUCHER_AUDIT,
    VOUCHER_NOTICE,
    VOUCHER_STATEMENT,
    VOUCHER,
)
"""In the order in which the list of reports shows them."""
