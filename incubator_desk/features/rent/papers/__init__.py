"""The papers of the rent work beside the relief ledger: one module a report, declared once for every format."""

from incubator_desk.catalog.report import Report

REPORTS: tuple[Report, ...] = ()
"""In the order in which the list of reports shows them."""
