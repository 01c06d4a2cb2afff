"""All papers of the rent work beside the relief ledger, in the order of the list."""

from incubator_desk.catalog.report import Report

from .arrears import ARREARS
from .confirmation import RELIEF_CONFIRMATION
from .deferrals import DEFERRAL_REGISTER
from .let_area import LET_AREA
from .letters_agreement import SUPPLEMENTARY_AGREEMENT
from .letters_application import RELIEF_APPLICATION
from .letters_calculation import RELIEF_CALCULATION
from .letters_notice import RELIEF_NOTICE
from .letters_refund import REFUND_FORM
from .letters_reminder import REMINDERS
from .letters_settlement import LEASE_SETTLEMENT
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
    RELIEF_APPLICATION,
    RELIEF_CALCULATION,
    RELIEF_NOTICE,
    SUPPLEMENTARY_AGREEMENT,
    REFUND_FORM,
    *REMINDERS,
    LEASE_SETTLEMENT,
)
"""In the order in which the list of reports shows them."""
