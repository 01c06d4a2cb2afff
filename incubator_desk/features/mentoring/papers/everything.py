"""All papers of mentoring, in the order of the list."""

from collections.abc import Sequence

from incubator_desk.catalog.report import Report

from .ledger import SERVICE_LEDGER
from .record import SESSION_RECORD
from .summary import SERVICE_SUMMARY

REPORTS: Sequence[Report] = (SERVICE_SUMMARY, SERVICE_LEDGER, SESSION_RECORD)
"""In the order in which the list of reports shows them."""
