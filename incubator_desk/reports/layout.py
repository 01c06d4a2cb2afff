"""How the rows of a printed table are laid out: lines in cells, and which rows stand on which page."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from incubator_desk.catalog.kinds import Align

from .columns import Stack
from .made import Row
from .typesetting import wrap

LEADING = 1.3
"""From line to line, in ems."""
PADDING = 3.0
"""Points between a cell's edge and its text."""
_CUT = "…"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a cell."""

    text: str
    align: Align
    adjusted: bool = False


@dataclass(frozen=True, slots=True)
class Laid:
    """A row as it is printed: the lines of each cell, and its height in points."""

    cells: tuple[tuple[Line, ...], ...]
    height: float


def laid_row(
    stacks: Sequence[Stack],
    row: Row,
    widths: Sequence[float],
    size: float,
    marked: Collection[int] = (),
    *,
    bold: bool = False,
) -> Laid:
    """A row in its columns; ``marked`` are the columns whose amount was adjusted."""
    cells = []
    for stack, width in zip(stacks, widths, strict=True):
        parts = zip(stack.texts(row), stack.at, strict=True)
        lines = [Line(text, stack.align, at in marked) for text, at in parts]
        cells.append(_cell(lines, (width - 2 * PADDING) / size, bold=bold))
    return _row(cells, size)


def laid_headings(stacks: Sequence[Stack], widths: Sequence[float], size: float) -> Laid:
    """The headings in their columns."""
    return _row(
        [
            _cell([Line(text, "center") for text in stack.headings()], (width - 2 * PADDING) / size, bold=True)
            for stack, width in zip(stacks, widths, strict=True)
        ],
        size,
    )


def _cell(parts: Sequence[Line], width: float, *, bold: bool) -> tuple[Line, ...]:
    """The texts of a cell broken into lines; blank ones below the last text take no room."""
    lines = [
        Line(text, part.align, part.adjusted)
        for part in parts
        # A hair wider: rounding must not break a text in the column that was measured for it.
        for text in wrap(part.text, width + 0.01, bold=bold)
    ]
    while len(lines) > 1 and not lines[-1].text:
        lines.pop()
    return tuple(lines)


def _row(cells: Sequence[tuple[Line, ...]], size: float) -> Laid:
    return Laid(tuple(cells), max(map(len, cells)) * size * LEADING + 2 * PADDING)


def shortened(row: Laid, size: float, room: float) -> Laid:
    """A row that is higher than a page, with as many lines as fit; the last one says that there are more."""
    fit = int((room - 2 * PADDING) / (size * LEADING))
    cells = [
        cell if len(cell) <= fit else (*cell[: fit - 1], Line(cell[fit - 1].text[:-1] + _CUT, cell[fit - 1].align))
        for cell in row.cells
    ]
    return _row(cells, size)


def pages(heights: Sequence[float], first: float, other: float, tail: float) -> list[tuple[int, int]]:
    """Which rows stand on which page (from, until); the last page has room for the tail and the last two rows.

    ``first`` and ``other`` are the rooms of the first and of later pages. No row is cut.
    """
    count, start, used, found = len(heights), 0, 0.0, []
    for at, height in enumerate(heights):
        if used + height > (first if start == 0 else other) and at > start:
            found.append((start, at))
            start, used = at, 0.0
        used += height
    kept = max(count - 2, 0)
    fits = used + tail <= (first if start == 0 else other)
    if fits and start <= kept:
        return [*found, (start, count)]
    if kept and sum(heights[kept:]) + tail <= other:
        before = [(since, min(until, kept)) for since, until in [*found, (start, count)] if since < kept]
        return [*before, (kept, count)]
    return [*found, (start, count)] if fits else [*found, (start, count), (count, count)]
