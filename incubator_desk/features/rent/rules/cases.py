"""What each relief or deferral comes to on the days of a period (contract section 7, relief_ledger)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from incubator_desk.base.dates import month_days
from incubator_desk.base.money import round_ratio
from incubator_desk.base.periods import Period

from .by_month import months
from .engine import schedule
from .figures import Line, Schedule
from .tariff import factor, prices
from .terms import DEFERRALS, Facts, Lease, Relief, counting


@dataclass(frozen=True, slots=True)
class Case:
    """What a relief or deferral comes to on the days of a period, in fen; the other kind's figures are None."""

    relief: str
    first: date
    last: date
    """The days it covers, within the period or not."""
    within: tuple[date, date]
    """Those of them that lie within the lease."""
    monthly_rent: int
    entitled: int | None = None
    executed: int | None = None
    deferred: int | None = None
    deferred_until: date | None = None


def cases(of_lease: Facts, period: Period, as_of: date, drawn: Schedule | None = None) -> Iterator[Case]:
    """The counting reliefs and deferrals of a lease that touch a day of the period, in order of code.

    ``drawn`` is the schedule as of that day, where it is at hand.

    Entitled: the relief's amounts on the period's days (contract R9); executed: those on lines all of whose dues
    have come by the as-of date; deferred: the net, on the period's days, of the lines it defers. ``drawn`` is the
    lease's schedule as of that date, where it is at hand.
    """
    drawn = drawn or schedule(of_lease, as_of)
    for relief in sorted(counting(of_lease.reliefs, as_of), key=lambda each: each.code):
        reached = [line for line in drawn.lines if _reaches(relief, line, of_lease.lease)]
        first, last = _days(relief, reached, of_lease.lease)
        lines = [line for line in reached if line.first <= period.last and line.last >= period.first]
        touches = first <= period.last and last >= period.first
        if lines and (touches or any(line.deferral == relief.code for line in lines)):
            rent = _monthly_rent(of_lease.lease, max(first, lines[0].first, period.first))
            within = max(first, reached[0].first), min(last, reached[-1].last)
            yield _case(relief, lines, period, as_of, Case(relief.code, first, last, within, rent))


def _reaches(relief: Relief, line: Line, lease: Lease) -> bool:
    """Whether a line has days of the relief's term, or falls under the deferral."""
    if relief.kind == "extension":
        return line.extension == relief.code
    first, last = relief.window(lease)
    within = line.first <= last and line.last >= first and line.extension is None
    return within or line.deferral == relief.code


def _days(relief: Relief, reached: Sequence[Line], lease: Lease) -> tuple[date, date]:
    """The days that a relief covers: those an extension adds, else its term."""
    if relief.kind == "extension" and reached:
        return reached[0].first, reached[-1].last
    return relief.window(lease)


def _case(relief: Relief, lines: Sequence[Line], period: Period, as_of: date, blank: Case) -> Case:
    if relief.kind in DEFERRALS:
        moved = [line for line in lines if line.deferral == relief.code]
        deferred = sum(month.net for line in moved for month in months(line) if month.month in period)
        until = max((due.due_on for line in moved for due in line.dues), default=None)
        return replace(blank, deferred=deferred, deferred_until=until)
    amounts = [(line, _amount(relief.code, line, period)) for line in lines]
    executed = sum(amount for line, amount in amounts if all(due.due_on <= as_of for due in line.dues))
    return replace(blank, entitled=sum(amount for _, amount in amounts), executed=executed)


def _amount(relief: str, line: Line, period: Period) -> int:
    """What a relief takes from a line on the days of a period, which is whole months."""
    if not any(cut.relief == relief for cut in line.cuts):
        return 0
    return sum(
        amount for month in months(line) if month.month in period for code, amount in month.reliefs if code == relief
    )


def _monthly_rent(lease: Lease, day: date) -> int:
    """The rent of a whole month at the price in force on a day (contract R3), in fen."""
    price = next(price for since, price in reversed(prices(lease)) if since <= day)
    numerator, denominator = (
        price.as_integer_ratio() if lease.price_unit == "month" else (price * lease.area).as_integer_ratio()
    )
    times, of = factor(lease.price_unit == "sqm_day", lease.day_count, month_days(day), month_days(day))
    return round_ratio(100 * numerator * times, denominator * of)
