"""How the rows of a printed table are laid out: lines in cells, and which rows stand on which page."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

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
    least: float = 0.0,
) -> Laid:
    """A row in its columns, at least so many points high; ``marked`` are the columns whose amount was adjusted."""
    cells = []
    for stack, width in zip(stacks, widths, strict=True):
        parts = zip(stack.texts(row), stack.at, strict=True)
        lines = [Line(text, stack.align, at in marked) for text, at in parts]
        cells.append(_cell(lines, (width - 2 * PADDING) / size, bold=bold))
    return _row(cells, size, least)


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


def _row(cells: Sequence[tuple[Line, ...]], size: float, least: float = 0.0) -> Laid:
    return Laid(tuple(cells), max(max(map(len, cells)) * size * LEADING + 2 * PADDING, least))


def shortened(row: Laid, size: float, room: float) -> Laid:
    """A row that is higher than a page, with as many lines as fit; the last one says that there are more."""
    fit = int((room - 2 * PADDING) / (size * LEADING))
    cells = [
        cell if len(cell) <= fit else (*cell[: fit - 1], Line(cell[fit - 1].text[:-1] + _CUT, cell[fit - 1].align))
        for cell in row.cells
    ]
    return _row(cells, size)


class Strip(NamedTuple):
    """Something as wide as the page that is not cut: its height, and that of what stands once above it on a page."""

    height: float
    over: float = 0.0


def pages(
    strips: Sequence[Strip], first: float, other: float, tail: float, keeps: Sequence[int]
) -> list[tuple[int, int]]:
    """Which strips stand on which page (from, until); the last page has room for the tail.

    ``first`` and ``other`` are the rooms of the first and of later pages. All strips from one of ``keeps`` on stand
    on one page with the tail: from the first of them that leaves it room.
    """
    found: list[tuple[int, int]] = []
    start, used, over = 0, 0.0, 0.0
    for at, strip in enumerate(strips):
        most = max(over, strip.over)
        if used + strip.height + most > (other if found else first) and at > start:
            found.append((start, at))
            start, used, most = at, 0.0, strip.over
        used, over = used + strip.height, most
    fits = used + over + tail <= (other if found else first)
    found.append((start, len(strips)))
    for kept in keeps:
        if fits and start <= kept:
            return found
        if kept > 0 and _height(strips[kept:]) + tail <= other:
            return [*((since, min(until, kept)) for since, until in found if since < kept), (kept, len(strips))]
    return found if fits else [*found, (len(strips), len(strips))]


def _height(strips: Sequence[Strip]) -> float:
    """What they take on one page."""
    return sum(strip.height for strip in strips) + max((strip.over for strip in strips), default=0.0)
