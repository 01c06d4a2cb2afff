"""The papers of the rent work beside the relief ledger: one module a report, declared once for every format."""

from incubator_desk.catalog.report import Report

from .arrears import ARREARS
from .deferrals import DEFERRAL_REGISTER
from .let_area import LET_AREA
from .summary import RENT_SUMMARY

REPORTS: tuple[Report, ...] = (DEFERRAL_REGISTER, RENT_SUMMARY, LET_AREA, ARREARS)
"""In the order in which the list of reports shows them."""
