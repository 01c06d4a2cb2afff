"""The columns of a printed table: stacked cells, and widths that fit the page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from math import ceil
from typing import Any

from incubator_desk.base.i18n import translate
from incubator_desk.catalog.kinds import Align, Text
from incubator_desk.catalog.report import Column

from .typesetting import longest_word, measure

_NARROW, _HEADING, _UNBROKEN, _WIDE = 3.0, 5.0, 11.0, 30.0
"""Ems: text is not squeezed below the first; headings are not broken up to the second; longer words than the third may
be; no text needs more than the last."""
_UNEVEN = 1.1
"""Lines of broken text are not quite full."""
_LINES = 12
_MANY = 2000
WRITABLE = 26.0
"""Points: the least height of a row that people write into."""
READABLE = 6.0
"""Points: smaller type is for emergencies."""


@dataclass(frozen=True)
class Stack:
    """Columns that share a cell on paper, one below the other; ``at`` are their places in a row."""

    at: tuple[int, ...]
    columns: tuple[Column, ...]

    def texts(self, row: Sequence[Any] | Mapping[int, Any]) -> list[str]:
        """What the cell says, a text for each of its columns."""
        return [
            "" if row[at] is None else column.kind.show(row[at])
            for at, column in zip(self.at, self.columns, strict=True)
        ]

    def headings(self) -> list[str]:
        """The headings, one below the other."""
        return [translate(column.label) for column in self.columns]

    @property
    def by_hand(self) -> bool:
        """Whether people write into it."""
        return any(column.by_hand for column in self.columns)

    @property
    def align(self) -> Align:
        """How its texts are aligned: all like the first, so that a stack has one edge."""
        return self.columns[0].kind.align


def stacked(columns: Sequence[Column]) -> list[Stack]:
    """The columns as they stand on paper."""
    groups: list[list[int]] = []
    for at, column in enumerate(columns):
        if column.stacked and groups:
            groups[-1].append(at)
        else:
            groups.append([at])
    return [Stack(tuple(group), tuple(columns[at] for at in group)) for group in groups]


def widest(values: Sequence[Any]) -> Sequence[Any]:
    """Of very many values those among which the widest texts are, by how long they are written."""
    if len(values) <= _MANY:
        return values
    return nlargest(_MANY // 4, dict.fromkeys(value for value in values if value is not None), key=_written)


def _written(value: Any) -> int:
    """How long a value is written; what is wide, as hanzi are, counts more."""
    return len(value.encode()) if isinstance(value, str) else len(str(value))


@dataclass(frozen=True, slots=True)
class Need:
    """What a column needs, in ems: ``least`` breaks no number or word; ``parts`` are its widest texts."""

    least: float
    parts: tuple[float, ...]

    def within(self, lines: int) -> float:
        """The width at which its widest texts together take at most so many lines, or one each."""
        spare = max(lines, len(self.parts))
        widths = {part * _UNEVEN / count for part in self.parts for count in range(2, spare + 1)} | {*self.parts}
        wide_enough = (width for width in sorted(widths | {self.least}) if width >= self.least)
        return next(width for width in wide_enough if self._lines(width) <= spare)

    def _lines(self, width: float) -> int:
        return sum(1 if part <= width else ceil(part * _UNEVEN / width - 1e-9) for part in self.parts)


def need(stack: Stack, cells: Iterable[Sequence[str]], totals: Sequence[str]) -> Need:
    """What a column needs for its texts, its row of totals and its headings."""
    by_part = list(zip(*cells, strict=True)) or [()] * len(stack.columns)
    least, parts = 0.0, []
    for column, texts in zip(stack.columns, by_part, strict=True):
        lines = {line for text in set(texts) for line in text.split("\n")}
        whole = max(map(measure, lines), default=0.0)
        if not isinstance(column.kind, Text):
            least = max(least, whole)
        elif lines:
            least = max(least, min(max(map(longest_word, lines)), _UNBROKEN), min(whole, _NARROW))
        least = max(least, column.by_hand)
        parts.append(min(whole, _WIDE))
    for text in totals:
        least = max(least, longest_word(text, bold=True))
    for text in stack.headings():  # on two lines each, unless they are short
        whole = measure(text, bold=True)
        least = max(least, longest_word(text, bold=True), whole / 2, min(whole, _HEADING))
    return Need(least, tuple(max(part, least) for part in parts))


def fitted(
    needs: Sequence[Need], available: float, sizes: Sequence[float], padding: float
) -> tuple[float, list[float]]:
    """Size and widths that fill the page: the fewest lines in a row, in the largest type that allows them.

    Sizes below ``READABLE`` are for what does not fit otherwise, whatever its lines.
    """
    room = available - padding * len(needs)
    stacked_most = max(len(each.parts) for each in needs)
    for lines in range(stacked_most + 1, _LINES):
        for size in (size for size in sizes if size >= READABLE):
            if size * sum(each.within(lines) for each in needs) <= room:
                return size, _spread(needs, room / size, lines, size, padding)
    smaller = (size for size in sizes if size * sum(each.within(_LINES) for each in needs) <= room)
    size = next(smaller, sizes[-1])
    return size, _spread(needs, room / size, _LINES, size, padding)


def _spread(needs: Sequence[Need], room: float, lines: int, size: float, padding: float) -> list[float]:
    """Widths in points: what is over goes to the columns that still break lines, then to all alike."""
    widths = [each.within(lines) for each in needs]
    wanted = [max(each.parts) - width for each, width in zip(needs, widths, strict=True)]
    over = max(room - sum(widths), 0.0)
    share = min(1.0, over / sum(wanted)) if sum(wanted) else 0.0
    widths = [width + share * more for width, more in zip(widths, wanted, strict=True)]
    return [width * room / sum(widths) * size + padding for width in widths]


def squeezed(needs: Sequence[Need], room: float) -> list[float]:
    """Widths in ems: as wide as the texts, or with more lines in a row where that is more than the room."""
    for lines in range(1, _LINES):
        widths = [each.within(lines) for each in needs]
        if sum(widths) <= room:
            break
    return widths
