"""After how many days a reminder of arrears becomes firm, and the last one."""

from datetime import date
from decimal import Decimal

from incubator_desk.base.i18n import N_
from incubator_desk.catalog.feature import Parameter

_SINCE, _PRACTICE = date(2000, 1, 1), N_("The park's practice")
FIRM_AFTER = Parameter(
    "arrears.firm_after_days",
    N_("Rent overdue for longer is demanded firmly"),
    N_("days"),
    Decimal(30),
    _SINCE,
    _PRACTICE,
)
FINAL_AFTER = Parameter(
    "arrears.final_after_days", N_("Rent overdue for longer is demanded for the last time"), N_("days"), Decimal(90),
    _SINCE, _PRACTICE,
)  # fmt: skip
PARAMETERS = (FIRM_AFTER, FINAL_AFTER)
