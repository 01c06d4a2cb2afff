"""All forms of returns, in the order of the list."""

from collections.abc import Sequence

from incubator_desk.catalog.report import Report

from .monthly_carrier import MONTHLY_CARRIER
from .monthly_tenants import MONTHLY_TENANTS
from .quarterly_reliefs import QUARTERLY_RELIEFS
from .quarterly_services import QUARTERLY_SERVICES

REPORTS: Sequence[Report] = (MONTHLY_CARRIER, MONTHLY_TENANTS, QUARTERLY_SERVICES, QUARTERLY_RELIEFS)
"""In the order in which the list of reports shows them."""
