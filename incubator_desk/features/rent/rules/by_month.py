"""The figures of a line by calendar month (contract R9)."""

from dataclasses import dataclass
from datetime import date

from incubator_desk.base.dates import month_end, month_start

from .figures import Line
from .shares import thin, total, weigh


@dataclass(frozen=True, slots=True)
class Month:
    """What of a line falls into a calendar month, in fen; ``month`` is its first day."""

    month: date
    gross: int
    reliefs: tuple[tuple[str, int], ...]
    """Each relief's code and amount."""
    net: int

    @property
    def relief(self) -> int:
        """All reliefs of the month."""
        return self.gross - self.net


def months(line: Line) -> tuple[Month, ...]:
    """The one or two calendar months that a line touches; they add up to it and none is negative (contract R9)."""
    first, boundary = month_start(line.first), month_end(line.first)
    if line.last <= boundary:
        return (Month(first, line.gross, tuple((cut.relief, cut.amount) for cut in line.reliefs), line.net),)
    runs, left = line.runs, line.gross
    early = left * weigh(runs, line.first, boundary) // (total(runs) or 1)
    gross, late = early, left - early
    earlier: list[tuple[str, int]] = []
    later: list[tuple[str, int]] = []
    for relief, amount, since, until, numerator, denominator in line.cuts:
        # The take itself, before what is left is scaled: "what the relief took from its days".
        took = left * numerator * weigh(runs, since, min(until, boundary)) // ((total(runs) or 1) * denominator)
        share = min(max(took, amount - late), early)
        earlier.append((relief, share))
        later.append((relief, amount - share))
        early, late, left = early - share, late - (amount - share), left - amount
        runs = thin(runs, since, until, denominator - numerator, denominator)
    return (
        Month(first, gross, _nonzero(earlier), early),
        Month(month_start(line.last), line.gross - gross, _nonzero(later), late),
    )


def _nonzero(reliefs: list[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    return tuple(each for each in reliefs if each[1])
