"""One paper: title, texts, table and signatures, and the pages that takes."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from incubator_desk.base.i18n import _, translate

from . import wording
from .coded import COLUMN, Coded
from .grid import Grid, laid_out
from .layout import Strip, pages
from .made import Made, Table
from .page import Page
from .prose import Piece, paragraph
from .signing import Issuer, SealBlock, Signatures
from .typesetting import measure, wrap
from .wording import Letterhead

_HEAD, _FOOT = 44.0, 40.0
"""Points that the running head and foot take."""
_TITLE, _TEXT, _SMALL = 16.0, 9.0, 7.5
_LETTER = 10.5
"""The type of letters."""
_GREAT, _LARGE, _DROP = 44.0, 18.0, 120.0
"""Title and text of a certificate, and how much lower than other papers it begins."""
_SPACED = 4
"""Titles of a certificate up to so many hanzi are set wide."""
_FRAME = (26.0, 31.0)
"""Points between the page's edges and the frame of a certificate, which is double."""
_LINE = _TEXT * 1.6


class Paper:
    """One paper of a report. It is drawn from the top: what repeats on each page, then its strips one by one."""

    def __init__(self, page: Page, made: Made, head: Letterhead, table: Table) -> None:
        self._page, self._made, self._head, self._table = page, made, head, table
        self._letter, self._certificate = made.report.group == "letter", made.report.paper.certificate
        self._size = _LARGE if self._certificate else _LETTER if self._letter else _TEXT
        self._great = _GREAT if self._certificate else _TITLE
        self.title = table.title or translate(made.report.label)
        self._titles = wrap(self._spaced(), page.width / self._great, bold=True)
        self._body = page.top - _HEAD - _FOOT
        self._first = self._body - self._drop() - (1.3 * len(self._titles) + 0.7) * self._great
        self.grid = laid_out(made, table, page.width, self._first - _LINE) if self._has_table() else None
        opening = self._paragraphs(table.opening, begins=True)
        self._before: list[Piece | Coded] = [*self._head_of(table.code), *opening]
        self._after = [*self._paragraphs(table.closing)]
        self._tail = self._signing()

    def _drop(self) -> float:
        return _DROP if self._certificate else 0.0

    def _spaced(self) -> str:
        """The title as it is set: a short one of a certificate with blanks between its hanzi, as 聘　书."""
        wide = self._certificate and len(self.title) <= _SPACED and not self.title.isascii()
        return "　".join(self.title) if wide else self.title

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

    def _signing(self) -> SealBlock | Signatures | Issuer | None:
        if self._certificate:
            return Issuer(self._table.parties, self._size)
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
        known = (self.title, *self._table.named(self._head.tenants))
        return " ".join(dict.fromkeys(filter(None, known)))

    def _draw_margins(self, number: int, count: int) -> None:
        if self._certificate:
            self._draw_frame()
            return
        page, span = self._page, (self._page.left, self._page.right)
        head, foot = page.top - _HEAD + 14, _FOOT - 6
        with page.part():
            page.write(self._head.park, page.left, head + 4, _SMALL)
            elsewhere = wording.address(self._head) if self._letter else wording.basis(self._made)
            page.align(elsewhere, span, head + 4, _SMALL, "right")
            if number > 1:
                self._draw_running_title(elsewhere, head + 4)
            page.write(wording.prepared(self._head), page.left, foot - 11, _SMALL)
            numbers = _("Page {number} of {count}").format(number=number, count=count)
            page.align(numbers, span, foot - 11, _SMALL, "right")
            if self._head.footer:
                page.align(self._head.footer, span, foot - 22, _SMALL, "center")
        page.rules([(page.left, head, page.right, head), (page.left, foot, page.right, foot)])

    def _draw_running_title(self, elsewhere: str, y: float) -> None:
        """The title between what stands at the left and at the right of a later page's head, cut where it is longer."""
        page = self._page
        left, right = (measure(text) * _SMALL + _SMALL for text in (self._head.park, elsewhere))
        span = (page.left + left, page.right - right)
        lines = wrap(self.title, max(span[1] - span[0], _SMALL) / _SMALL)
        if len(lines) == 1:
            page.align(lines[0], span, y, _SMALL, "center")
        elif len(lines[0]) > 1:
            page.align(f"{lines[0][:-1]}…", span, y, _SMALL, "center")

    def _draw_frame(self) -> None:
        wide, high = self._page.left + self._page.right, self._page.top
        for inset in _FRAME:
            right, top = wide - inset, high - inset
            corners = ((inset, inset), (right, inset), (right, top), (inset, top), (inset, inset))
            self._page.rules([(*one, *other) for one, other in pairwise(corners)])

    def _draw_title(self) -> float:
        page, size = self._page, self._great
        y = page.top - _HEAD - self._drop()
        with page.part(page.tags.element("H1", self._section)):
            for line in self._titles:
                y -= 1.3 * size
                page.align(line, (page.left, page.right), y + 0.3 * size, size, "center", bold=True)
        return y - 0.7 * size
