"""One paper: title, texts, table and signatures, and the pages that takes."""

from collections.abc import Iterator, Sequence

from incubator_desk.base.i18n import _, translate

from . import wording
from .coded import COLUMN, Coded
from .grid import Grid, laid_out
from .layout import Strip, pages
from .made import Made, Table
from .page import Page
from .prose import Piece, paragraph
from .signing import SealBlock, Signatures
from .typesetting import wrap
from .wording import Letterhead

_HEAD, _FOOT = 44.0, 40.0
"""Points that the running head and foot take."""
_TITLE, _TEXT, _SMALL = 16.0, 9.0, 7.5
_LETTER = 10.5
"""The type of letters."""
_TITLE_LINE = _TITLE * 1.3
_LINE = _TEXT * 1.6


class Paper:
    """One paper of a report. It is drawn from the top: what repeats on each page, then its strips one by one."""

    def __init__(self, page: Page, made: Made, head: Letterhead, table: Table) -> None:
        self._page, self._made, self._head, self._table = page, made, head, table
        self._letter = made.report.group == "letter"
        self._size = _LETTER if self._letter else _TEXT
        self.title = table.title or translate(made.report.label)
        self._titles = wrap(self.title, page.width / _TITLE, bold=True)
        self._body = page.top - _HEAD - _FOOT
        self._first = self._body - len(self._titles) * _TITLE_LINE - 0.7 * _TITLE
        self.grid = laid_out(made, table, page.width, self._first - _LINE) if self._has_table() else None
        opening = self._paragraphs(table.opening, begins=True)
        self._before: list[Piece | Coded] = [*self._head_of(table.code), *opening]
        self._after = [*self._paragraphs(table.closing)]
        self._tail = self._signing()

    def _has_table(self) -> bool:
        """A letter that only says something has no table; a table without rows has its headings."""
        table = self._table
        only_says = self._letter and not table.rows and (table.opening or table.closing)
        return bool(self._made.columns) and not only_says and self._made.report.paper.table

    def _head_of(self, code: str) -> Iterator[Piece | Coded]:
        """What stands below the title; a code beside it, where the paper has one."""
        if not code:
            return self._lines(self._page.width)
        return iter([Coded(code, self._lines(self._page.width - COLUMN))])

    def _lines(self, width: float) -> Iterator[Piece]:
        """The report's note, and the facts."""
        if self._made.report.note:
            yield from paragraph(translate(self._made.report.note), width, self._size)
        facts = self._table.facts
        for at, (label, text) in enumerate(facts, 1):
            gap = 0.5 if at == len(facts) and self._letter else 0.0
            yield from paragraph(wording.fact(label, text), width, self._size, gap=gap)

    def _paragraphs(self, texts: Sequence[str], *, begins: bool = False) -> Iterator[Piece]:
        for at, text in enumerate(texts):
            indent = 2.0 if wording.sets_in(text, first=begins and at == 0) else 0.0
            yield from paragraph(text, self._page.width, self._size, indent=indent, gap=0.5)

    def _signing(self) -> SealBlock | Signatures | None:
        if self._table.parties:
            return Signatures(self._table.parties, self._size)
        return SealBlock(self._head, self._size) if self._made.report.paper.seal else None

    def draw(self) -> Iterator[int]:
        """Draw page by page; gives how many rows are done."""
        page, before = self._page, len(self._before)
        strips, rows = self._strips(), len(self.grid.rows) if self.grid else 0
        keeps = [max(before + rows - 2, 0)] if self.grid else []
        tail = self._tail.height if self._tail else 0.0
        spread = pages(strips, self._first, self._body, tail, [*keeps, max(len(strips) - 2, 0)])
        self._section = page.tags.element("Sect")
        for number, (start, stop) in enumerate(spread, 1):
            page.start()
            if number == 1:
                page.bookmark(f"paper-{self._section}", self._outline())
            self._draw_margins(number, len(spread))
            y = self._draw_title() if number == 1 else page.top - _HEAD
            y = self._draw_strips(start, stop, y)
            if self._tail and number == len(spread):
                self._tail.draw(page, y, self._section)
            page.end()
            yield min(max(stop - before, 0), rows)

    def _strips(self) -> list[Strip]:
        strips = [piece.strip for piece in self._before]
        if self.grid:
            over = self.grid.headings.height + _LINE
            strips += [Strip(row.height, over) for row in self.grid.rows]
            strips.append(Strip(self.grid.foot + (_LINE if self._table.adjusted else 0.0), over))
        return strips + [piece.strip for piece in self._after]

    def _draw_strips(self, start: int, stop: int, y: float) -> float:
        """Draw the strips of a page; gives the lower end."""
        before, table = len(self._before), len(self.grid.rows) + 1 if self.grid else 0
        for piece in self._before[start:stop]:
            y = piece.draw(self._page, y, self._section)
        if self.grid and start < before + table and stop > before:
            y = self._draw_table(self.grid, max(start - before, 0), min(stop - before, table), y)
        for piece in self._after[max(start - before - table, 0) : max(stop - before - table, 0)]:
            y = piece.draw(self._page, y, self._section)
        return y

    def _draw_table(self, grid: Grid, start: int, stop: int, y: float) -> float:
        """The line of the unit, some rows, and what the mark of adjusted amounts means below the last."""
        page = self._page
        if unit := wording.unit(self._made):
            with page.part(page.tags.element("P", self._section) if start == 0 else None):
                page.align(unit, (page.left, page.right), y - _TEXT, _TEXT, "right")
        last = stop > len(grid.rows)
        y = grid.draw(page, y - _LINE, start, min(stop, len(grid.rows)), last=last, section=self._section)
        if last and self._table.adjusted:
            y -= _LINE
            with page.part(page.tags.element("P", self._section)):
                page.write(wording.adjusted_note(), page.left, y + 3, _SMALL)
        return y - (0.6 * self._size if last and self._after else 0.0)

    def _outline(self) -> str:
        code = self._table.tenant
        return f"{self.title} {code} {self._head.tenants.get(code, '')}".rstrip() if code else self.title

    def _draw_margins(self, number: int, count: int) -> None:
        page, span = self._page, (self._page.left, self._page.right)
        head, foot = page.top - _HEAD + 14, _FOOT - 6
        with page.part():
            page.write(self._head.park, page.left, head + 4, _SMALL)
            if number > 1:
                page.align(self.title, span, head + 4, _SMALL, "center")
            elsewhere = wording.address(self._head) if self._letter else wording.basis(self._made)
            page.align(elsewhere, span, head + 4, _SMALL, "right")
            page.write(wording.prepared(self._head), page.left, foot - 11, _SMALL)
            numbers = _("Page {number} of {count}").format(number=number, count=count)
            page.align(numbers, span, foot - 11, _SMALL, "right")
            if self._head.footer:
                page.align(self._head.footer, span, foot - 22, _SMALL, "center")
        page.rules([(page.left, head, page.right, head), (page.left, foot, page.right, foot)])

    def _draw_title(self) -> float:
        page = self._page
        y = page.top - _HEAD
        with page.part(page.tags.element("H1", self._section)):
            for line in self._titles:
                y -= _TITLE_LINE
                page.align(line, (page.left, page.right), y + 0.3 * _TITLE, _TITLE, "center", bold=True)
        return y - 0.7 * _TITLE
