"""How far calendars are looked at."""

from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session as Reading

from incubator_desk.base.dates import add_months
from incubator_desk.base.i18n import N_
from incubator_desk.catalog.feature import Parameter
from incubator_desk.features.park.service import value_on
from incubator_desk.store.record import Actor

MONTHS = Parameter(
    "mentoring.calendar_months", N_("Months before and after today that a calendar file is read for"), N_("months"),
    Decimal(12), date(2000, 1, 1), N_("The park's practice"),
)  # fmt: skip
REPEATS = Parameter(
    "mentoring.calendar_repeats", N_("Times of a repeating calendar entry that become sessions, at most"), N_("times"),
    Decimal(200), date(2000, 1, 1), N_("The park's practice"),
)  # fmt: skip


def span(session: Reading, actor: Actor, today: date) -> tuple[date, date]:
    """The first and the last day that are looked at unless the user says otherwise."""
    months = int(value_on(session, actor, MONTHS.name, today))
    return add_months(today, -months), add_months(today, months)


def repeats(session: Reading, actor: Actor, today: date) -> int:
    """How many times of one repeating entry are taken."""
    return int(value_on(session, actor, REPEATS.name, today))
