"""Why the figures of a line are what they are: plain data that a screen words (contract R2 to R7)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from incubator_desk.base.money import round_ratio, to_fen

from .attribution import uses
from .figures import Line, Schedule
from .reduction import rate_of
from .shares import Run, Runs, thin, total, weigh
from .spans import spans
from .tariff import factor, prices
from .terms import Facts, Lease, Receipt, Relief, counting

Limit = Literal["amount", "cap", "rest"]
"""What kept a relief small: its amount a line, its cap in all, or what was left of the days it covers."""


@dataclass(frozen=True, slots=True)
class PriceRun:
    """Days of a line at one price. ``monthly`` (M) and ``daily`` (D) are yuan to 4 decimals, as is their ``share``."""

    first: date
    last: date
    days: int
    price: Decimal
    monthly: Decimal
    daily: Decimal
    rent_free: bool
    share: Decimal


@dataclass(frozen=True, slots=True)
class Reduction:
    """What a relief took: ``rate`` of ``base`` (what was left of its days, yuan to 4 decimals) makes ``uncut`` fen."""

    relief: Relief
    first: date
    last: date
    days: int
    base: Decimal
    uncut: int
    amount: int
    limit: Limit | None


@dataclass(frozen=True, slots=True)
class Received:
    """Money of a receipt on the line, in fen: in ``part`` of its dues, or owed back by ``relief``."""

    receipt: Receipt
    amount: int
    part: int | None = None
    relief: str | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """The reasons of one line. ``whole`` lines cost M, others D × ``days`` up to M of ``month_days``.

    ``own_due`` is ``period_first`` plus the lease's offset; ``deferral`` moved the dues of the line from there.
    """

    line: Line
    whole: bool
    days: int
    month_days: int
    prices: tuple[PriceRun, ...]
    reductions: tuple[Reduction, ...]
    period_first: date
    own_due: date
    deferral: Relief | None
    money: tuple[Received, ...]


def explain(facts: Facts, schedule: Schedule, line_no: int) -> Explanation:
    """The reasons for the figures of a line of the facts' schedule; ``IndexError`` where there is no such line."""
    order = counting(facts.reliefs, schedule.as_of)
    line = schedule.lines[line_no - 1]
    span = spans(facts.lease, [relief for relief in order if relief.kind == "extension"])[line_no - 1]
    days = (line.last - line.first).days + 1
    return Explanation(
        line=line,
        whole=days == span.month_days,
        days=days,
        month_days=span.month_days,
        prices=tuple(_price_run(facts.lease, line, run, span.month_days) for run in line.runs),
        reductions=_reductions(facts.lease, schedule, line, order),
        period_first=next(each.first for each in schedule.lines if each.period == line.period),
        own_due=span.due_on,
        deferral=next((relief for relief in order if relief.code == line.deferral), None),
        money=_money(facts, schedule, line_no),
    )


def _price_run(lease: Lease, line: Line, run: Run, month_days: int) -> PriceRun:
    price = next(price for day, price in reversed(prices(lease)) if day <= run.first)
    amount = Fraction(price) * (1 if lease.price_unit == "month" else Fraction(lease.area))
    daily = lease.price_unit == "sqm_day"
    month, day = (Fraction(*factor(daily, lease.day_count, month_days, each)) for each in (month_days, 1))
    share = Fraction(line.gross * weigh((run,), run.first, run.last), (total(line.runs) or 1) * 100)
    days = (run.last - run.first).days + 1
    return PriceRun(
        run.first, run.last, days, price, _four(amount * month), _four(amount * day), _is_free(lease, run), _four(share)
    )


def _is_free(lease: Lease, run: Run) -> bool:
    return (run.first - lease.starts_on).days < lease.rent_free_days


def _four(yuan: Fraction) -> Decimal:
    """To 4 decimals, half up."""
    return Decimal(round_ratio(yuan.numerator * 10_000, yuan.denominator)).scaleb(-4)


def _reductions(lease: Lease, schedule: Schedule, line: Line, order: list[Relief]) -> tuple[Reduction, ...]:
    """Each relief that reaches the line in its order, those that found nothing left to take too."""
    runs, left = line.runs, line.gross
    cuts = {cut.relief: cut for cut in line.cuts}
    found: list[Reduction] = []
    for relief in order:
        term = _reach(lease, line, relief)
        if term is None:
            continue
        cut = cuts.get(relief.code)
        found.append(_reduction(schedule, line, relief, term, (runs, left)))
        if cut:
            runs = thin(runs, cut.first, cut.last, cut.denominator - cut.numerator, cut.denominator)
            left -= cut.amount
    return tuple(found)


def _reach(lease: Lease, line: Line, relief: Relief) -> tuple[date, date] | None:
    """The days of a line that a relief reaches; an extension reaches only the days it added, others none of those."""
    if relief.kind == "extension" or line.extension:
        return (line.first, line.last) if relief.code == line.extension else None
    if relief.kind not in ("percent", "fixed"):
        return None
    since, until = relief.window(lease)
    first, last = max(since, line.first), min(until, line.last)
    return (first, last) if first <= last else None


def _reduction(
    schedule: Schedule, line: Line, relief: Relief, term: tuple[date, date], state: tuple[Runs, int]
) -> Reduction:
    runs, left = state
    base = Fraction(left * weigh(runs, *term), total(runs) or 1)
    numerator, denominator = (1, 1) if relief.kind == "extension" else rate_of(relief)
    uncut = round_ratio(base.numerator * numerator, base.denominator * denominator)
    amount = next((cut.amount for cut in line.cuts if cut.relief == relief.code), 0)
    days = (term[1] - term[0]).days + 1
    limit = _limit(schedule, line, relief, uncut, amount)
    return Reduction(relief, *term, days, _four(base / 100), uncut, amount, limit)


def _limit(schedule: Schedule, line: Line, relief: Relief, uncut: int, amount: int) -> Limit | None:
    if amount < uncut:
        before = [cut for each in schedule.lines[: line.no - 1] for cut in each.cuts if cut.relief == relief.code]
        used = sum(cut.amount for cut in before) + amount
        return "cap" if relief.cap is not None and used == to_fen(relief.cap) else "amount"
    return "rest" if relief.kind == "fixed" else None


def _money(facts: Facts, schedule: Schedule, line_no: int) -> tuple[Received, ...]:
    """The receipts that filled the line's dues, and those that had paid what is owed back."""
    found: list[Received] = []
    for use in uses(facts, schedule):
        found.extend(Received(use.receipt, f.amount, part=f.part) for f in use.fillings if f.line == line_no)
        found.extend(Received(use.receipt, r.amount, relief=r.relief) for r in use.returns if r.line == line_no)
    return tuple(found)
