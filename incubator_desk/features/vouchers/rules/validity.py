"""Until when a voucher is good (handbook, V10)."""

from datetime import date, timedelta

from incubator_desk.base.dates import add_months


def last_valid_day(issued_on: date, months: int) -> date:
    """The last day of so many months from the day of issue on."""
    return add_months(issued_on, months) - timedelta(days=1)
