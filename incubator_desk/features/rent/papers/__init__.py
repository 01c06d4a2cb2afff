"""The papers of the rent work beside the relief ledger: one module a report, declared once for every format."""

from incubator_desk.catalog.report import Report

from .arrears import ARREARS
from .confirmation import RELIEF_CONFIRMATION
from .deferrals import DEFERRAL_REGISTER
from .let_area import LET_AREA
from .payment_notice import PAYMENT_NOTICE
from .statement import RENT_STATEMENT
from .summary import RENT_SUMMARY

REPORTS: tuple[Report, ...] = (
    RELIEF_CONFIRMATION,
    RENT_STATEMENT,
    PAYMENT_NOTICE,
    DEFERRAL_REGISTER,
    RENT_SUMMARY,
    LET_AREA,
    ARREARS,
)
"""In the order in which the list of reports shows them."""
