"""What a renewal of a lease starts from: the day after it, as long again, at the price in force at its end."""

from datetime import date, timedelta
from decimal import Decimal

from incubator_desk.base.dates import add_months

from .tariff import prices, raised
from .terms import Lease

_DAY = timedelta(days=1)


def as_long(lease: Lease, starts_on: date) -> date:
    """The last day of a term as long as the lease's own: in whole months where it is that, else in days."""
    after = lease.ends_on + _DAY
    months = (after.year - lease.starts_on.year) * 12 + after.month - lease.starts_on.month
    if months > 0 and add_months(lease.starts_on, months) == after:
        return add_months(starts_on, months) - _DAY
    return starts_on + (lease.ends_on - lease.starts_on)


def price_at(lease: Lease, day: date) -> Decimal:
    """The price in force on a day of the lease."""
    return [price for from_on, price in prices(lease) if from_on <= max(day, lease.starts_on)][-1]


def changed_price(price: Decimal, percent: Decimal | None) -> Decimal:
    """A price raised, or if negative lowered, by a percentage, as a price step would (contract R3)."""
    return price if percent is None else raised(price, percent)
