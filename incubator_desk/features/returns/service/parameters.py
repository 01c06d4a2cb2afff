"""The dated parameters of the checks before sending."""

from datetime import date
from decimal import Decimal

from incubator_desk.base.i18n import N_
from incubator_desk.catalog.feature import Parameter

_SINCE = date(2000, 1, 1)
_PRACTICE = N_("The park's practice")
_MEASURES = N_("Measures for incubators (国科发区〔2018〕300号)")

LARGE_CHANGE = Parameter(
    "check.large_change_percent",
    N_("Change of a figure that is explained"),
    N_("percent"),
    Decimal(50),
    _SINCE,
    _PRACTICE,
)
UNIT_SLIP = Parameter(
    "check.unit_slip_percent", N_("How near to 10, 1,000 or 10,000 times a figure is taken for another unit"),
    N_("percent"), Decimal(10), _SINCE, _PRACTICE,
)  # fmt: skip
OLDEST = Parameter(
    "incubation.oldest_months", N_("How old a company may be when it is admitted"), N_("months"), Decimal(24), _SINCE,
    _MEASURES,
)  # fmt: skip
TERM = Parameter(
    "incubation.term_months", N_("How long a company is incubated"), N_("months"), Decimal(48), _SINCE, _MEASURES
)
PARAMETERS = (LARGE_CHANGE, UNIT_SLIP, OLDEST, TERM)
