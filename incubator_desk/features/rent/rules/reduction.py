"""What reliefs take from lines, each from what those before it left (contract R4)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from incubator_desk.base.money import round_ratio, to_fen

from .figures import Cut
from .shares import Runs, thin, total, weigh
from .spans import Span, spans
from .tariff import tariff
from .terms import Lease, Relief


@dataclass(slots=True)
class Standing:
    """A line while reliefs are taken from it: ``left`` is its net so far, ``shares`` the day shares of that."""

    span: Span
    runs: Runs
    gross: int
    left: int
    shares: Runs
    cuts: list[Cut] = field(default_factory=list)
    deferral: Relief | None = None


def standings(lease: Lease, extensions: Sequence[Relief]) -> list[Standing]:
    """The lines at their gross price, those of extensions wholly relieved by them (contract R1 to R4)."""
    prices = tariff(lease)
    drawn: list[Standing] = []
    for span in spans(lease, extensions):
        runs = prices.runs(span.first, span.last)
        gross = prices.gross(runs, span.month_days, (span.last - span.first).days + 1)
        line = Standing(span, runs, gross, gross, runs)
        if span.extension:
            take(line, span.extension.code, span[:2], (1, 1), None)
        drawn.append(line)
    return drawn


def take(line: Standing, relief: str, term: tuple[date, date], rate: tuple[int, int], limit: int | None) -> int:
    """Take ``rate``, a ratio, of what is left of the line's days within ``term``; the amount in fen.

    It is rounded once. Above ``limit`` it is cut to that, and takes the same smaller fraction of each of its days:
    the one that makes exactly the limit. What is left of all days then adds up to what is left of the line.
    """
    first, last = max(term[0], line.span.first), min(term[1], line.span.last)
    if first > last or not line.left:
        return 0
    numerator, denominator = rate
    partly = first > line.span.first or last < line.span.last
    reached, of = (line.left * weigh(line.shares, first, last), total(line.shares)) if partly else (line.left, 1)
    amount = round_ratio(reached * numerator, of * denominator)
    if limit is not None and amount > limit:
        amount, numerator, denominator = limit, limit * of, reached
    if numerator:
        line.cuts.append(Cut(relief, amount, first, last, numerator, denominator))
        line.left -= amount
        if partly:
            line.shares = thin(line.shares, first, last, denominator - numerator, denominator)
    return amount


def rate_of(relief: Relief) -> tuple[int, int]:
    """The fraction that a relief takes of what is left: its percentage, or all of it where it is fixed."""
    if relief.kind == "fixed":
        return 1, 1
    numerator, denominator = (relief.percent or Decimal(0)).as_integer_ratio()
    return numerator, denominator * 100


def reduce(lines: Sequence[Standing], relief: Relief, lease: Lease) -> list[int]:
    """Take a percent or fixed relief from the lines in order; what it takes of each (0 where nothing).

    Lines of extensions are out of its reach: nothing is left of them.
    """
    term, rate = relief.window(lease), rate_of(relief)
    on_line = None if relief.kind == "percent" or relief.amount is None else to_fen(relief.amount)
    in_all: int | None = None if relief.cap is None else to_fen(relief.cap)
    taken: list[int] = []
    for line in lines:
        limit = on_line if in_all is None else in_all if on_line is None else min(on_line, in_all)
        amount = take(line, relief.code, term, rate, limit)
        in_all = None if in_all is None else in_all - amount
        taken.append(amount)
    return taken
