"""All papers of mentoring, in the order of the list."""

from collections.abc import Sequence

from incubator_desk.catalog.report import Report

from .appointment import APPOINTMENT_LETTER
from .ledger import SERVICE_LEDGER
from .record import SESSION_RECORD
from .signatures import SIGNATURE_SHEET
from .summary import SERVICE_SUMMARY
from .year import MENTOR_YEAR_SHEET

REPORTS: Sequence[Report] = (
    SERVICE_SUMMARY,
    SERVICE_LEDGER,
    MENTOR_YEAR_SHEET,
    SIGNATURE_SHEET,
    SESSION_RECORD,
    APPOINTMENT_LETTER,
)
"""In the order in which the list of reports shows them."""
