"""A printed table: its columns fitted to the page, its rows laid out and drawn."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate, zip_longest

from incubator_desk.base.i18n import translate

from .columns import WRITABLE, Need, Stack, fitted, need, stacked, widest
from .layout import LEADING, PADDING, Laid, Line, laid_headings, laid_row, shortened
from .made import Made, Table, on_paper
from .page import Page
from .wording import TOTAL

_SIZES = (9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0, 5.5, 5.0, 4.5, 4.0)
_MARK = "*"


@dataclass(frozen=True)
class Grid:
    """A table as it is printed; ``cut`` rows were longer than a page."""

    widths: Sequence[float]
    size: float
    headings: Laid
    rows: Sequence[Laid]
    totals: Laid | None
    cut: int
    by_hand: bool = False
    """Whether people write into it: its texts then stand in the middle of their rows' height."""
    tags: list[int] = field(default_factory=list)
    """Its number among the document's elements, once it was begun."""

    @property
    def foot(self) -> float:
        """The height of the totals, if there are any."""
        return self.totals.height if self.totals else 0.0

    def draw(self, page: Page, top: float, start: int, stop: int, *, last: bool, section: int) -> float:
        """Draw headings and rows (with the totals where they are the last) from ``top`` down; gives the lower end."""
        edges = [page.left, *accumulate(self.widths, initial=page.left)][1:]
        rows = [self.headings, *self.rows[start:stop]]
        if last and self.totals:
            rows.append(self.totals)
        levels = [top, *(top - below for below in accumulate(row.height for row in rows))]
        page.ground(edges[0], levels[1], edges[-1] - edges[0], levels[0] - levels[1])
        page.rules(
            [(edges[0], y, edges[-1], y) for y in levels] + [(x, levels[0], x, levels[-1]) for x in edges],
        )
        begun = bool(self.tags)
        if not begun:
            self.tags.append(page.tags.element("Table", section))
        for row, y in zip(rows, levels, strict=False):
            heads = row is self.headings
            tagged = None if heads and begun else page.tags.element("TR", self.tags[0])
            self._draw_row(page, row, edges, y, tagged, bold=heads or row is self.totals)
        return levels[-1]

    def _draw_row(
        self, page: Page, row: Laid, edges: Sequence[float], top: float, tagged: int | None, *, bold: bool
    ) -> None:
        """A row's cells, each an element of the row ``tagged``; headings said before are no part of the document."""
        kind = "TH" if row is self.headings else "TD"
        for cell, left, right in zip(row.cells, edges, edges[1:], strict=False):
            y = top - PADDING - self.size
            page.begin(None if tagged is None else page.tags.element(kind, tagged))
            if row is self.headings or self.by_hand:  # short ones stand in the middle of the row's height
                y -= (row.height - 2 * PADDING - len(cell) * self.size * LEADING) / 2
            for line in cell:
                span = (left + PADDING, right - PADDING)
                page.align(line.text, span, y, self.size, line.align, bold=bold)
                if line.adjusted:
                    page.write(_MARK, span[1], y, self.size)
                y -= self.size * LEADING
            page.finish()


def laid_out(made: Made, table: Table, width: float, room: float) -> Grid:
    """The table in the largest type in which its columns fit the width; no row is higher than ``room``."""
    columns, table = on_paper(made.columns, table)
    stacks = stacked(columns)
    summed = any(column.total for column in columns)
    needs = [_need(stack, table) for stack in stacks]
    size, widths = fitted(needs, width, _SIZES, 2 * PADDING)
    by_hand = any(stack.by_hand for stack in stacks)
    least = WRITABLE if by_hand else 0.0
    marked: dict[int, set[int]] = {}
    for row, column in table.adjusted:
        marked.setdefault(row, set()).add(column)
    rows = [
        laid_row(stacks, row, widths, size, marked.get(at, set()), least=least) for at, row in enumerate(table.rows)
    ]
    headings = laid_headings(stacks, widths, size)
    room -= headings.height
    cut = sum(row.height > room for row in rows)
    rows = [shortened(row, size, room) if row.height > room else row for row in rows]
    totals = _totals(stacks, table, widths, size) if summed else None
    return Grid(widths, size, headings, rows, totals, cut, by_hand)


def _need(stack: Stack, table: Table) -> Need:
    totals = stack.texts(table.totals)
    columns = [widest([row[at] for row in table.rows]) for at in stack.at]
    texts = [dict(zip(stack.at, values, strict=True)) for values in zip_longest(*columns)]
    return need(stack, [stack.texts(row) for row in texts], [*totals, translate(TOTAL)])


def _totals(stacks: Sequence[Stack], table: Table, widths: Sequence[float], size: float) -> Laid:
    """The row of totals; its first cell says so, unless it is added up itself."""
    row = laid_row(stacks, table.totals, widths, size, bold=True)
    if stacks[0].columns[0].total:
        return row
    return Laid(((Line(translate(TOTAL), "center"),), *row.cells[1:]), row.height)
