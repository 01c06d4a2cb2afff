"""A report on A4 as PDF, set line by line: a general layout engine takes minutes for long tables."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from incubator_desk.base.errors import Problem
from incubator_desk.base.i18n import N_, _, language, translate
from incubator_desk.store.replay import Tell

from . import fonts, wording
from .grid import laid_out
from .layout import pages
from .made import Made, Table
from .page import Page
from .typesetting import measure, wrap
from .wording import Letterhead

_HEAD, _FOOT = 44.0, 40.0
"""Points that the running head and foot take."""
_TITLE, _TEXT, _SMALL = 16.0, 9.0, 7.5
_LINE = _TEXT * 1.6
_SEAL_LINE = 28.0


def write_pdf(made: Made, head: Letterhead, out: Path, tell: Tell) -> list[Problem]:
    """Write the report as PDF; warnings name what could not be printed as it is."""
    fonts.faces()
    data = BytesIO()
    canvas = Canvas(data, initialFontName=fonts.REGULAR, lang=language().replace("_", "-"), invariant=1)
    canvas.setTitle(translate(made.report.label))
    canvas.setAuthor(head.park)
    canvas.setSubject(wording.basis(made))
    canvas.setCreator("Incubator Desk")
    page = Page(canvas, wide=made.report.paper.landscape)
    papers = [_Paper(page, made, head, table) for table in made.papers]
    for paper in papers:
        for done in paper.draw():
            tell(done, len(paper.grid.rows))
    canvas.save()
    out.write_bytes(data.getvalue())
    return list(_problems(page.characters, sum(paper.grid.cut for paper in papers)))


def _problems(characters: set[str], cut: int) -> Iterator[Problem]:
    if lacking := fonts.missing("".join(characters)):
        message = N_("No font has the characters “{characters}”; 〓 is printed for each.")
        yield Problem("character_missing", message, {"characters": " ".join(sorted(lacking))}, severity="warning")
    if cut:
        message = N_("{count} rows are longer than a page; their text is cut (…). The Excel file has all of it.")
        yield Problem("text_cut", message, {"count": cut}, severity="warning")


class _Paper:
    """One paper: a table, what stands above and below it, and the pages that takes."""

    def __init__(self, page: Page, made: Made, head: Letterhead, table: Table) -> None:
        self._page, self._made, self._head, self._table = page, made, head, table
        self._title = translate(made.report.label)
        self._body = page.top - _HEAD - _FOOT
        self._note = wrap(made.report.note and translate(made.report.note), page.width / _TEXT)
        self.grid = laid_out(made, table, page.width, self._body - _LINE)

    def draw(self) -> Iterator[int]:
        """Draw page by page; gives how many rows are done."""
        room = self._body - self.grid.headings.height
        heights = [row.height for row in self.grid.rows]
        spread = pages(heights, room - self._opening_height(), room - _LINE, self._closing_height())
        for number, (start, stop) in enumerate(spread, 1):
            self._page.start()
            self._draw_margins(number, len(spread))
            top = self._draw_opening() if number == 1 else self._draw_unit(self._page.top - _HEAD)
            last = number == len(spread)
            y = self.grid.draw(self._page, top, start, stop, last=last)
            if last:
                self._draw_closing(y)
            self._page.end()
            yield stop

    def _draw_margins(self, number: int, count: int) -> None:
        page, span = self._page, (self._page.left, self._page.right)
        head, foot = page.top - _HEAD + 14, _FOOT - 6
        page.write(self._head.park, page.left, head + 4, _SMALL)
        if number > 1:
            page.align(self._title, span, head + 4, _SMALL, "center")
        page.align(wording.basis(self._made), span, head + 4, _SMALL, "right")
        page.rules([(page.left, head, page.right, head), (page.left, foot, page.right, foot)])
        page.write(wording.prepared(self._head), page.left, foot - 11, _SMALL)
        numbers = _("Page {number} of {count}").format(number=number, count=count)
        page.align(numbers, span, foot - 11, _SMALL, "right")

    def _opening_height(self) -> float:
        lines = len(self._table.facts) + (len(self._note) if self._made.report.note else 0) + 1
        return _TITLE * 2 + lines * _LINE

    def _draw_opening(self) -> float:
        page = self._page
        y = page.top - _HEAD - _TITLE
        page.align(self._title, (page.left, page.right), y, _TITLE, "center", bold=True)
        y -= _TITLE
        for line in self._note if self._made.report.note else ():
            page.write(line, page.left, y - _TEXT, _TEXT)
            y -= _LINE
        for label, text in self._table.facts:
            page.write(f"{label}{_(': ')}{text}", page.left, y - _TEXT, _TEXT)
            y -= _LINE
        return self._draw_unit(y)

    def _draw_unit(self, y: float) -> float:
        """The line of the unit right above the table; gives the table's upper end."""
        page = self._page
        page.align(wording.unit(self._made), (page.left, page.right), y - _TEXT, _TEXT, "right")
        return y - _LINE

    def _closing_height(self) -> float:
        height = self.grid.totals.height if self.grid.totals else 0.0
        if self._table.adjusted:
            height += _LINE
        return height + (3 * _SEAL_LINE if self._made.report.paper.seal else 0.0)

    def _draw_closing(self, y: float) -> None:
        page = self._page
        if self._table.adjusted:
            y -= _LINE
            page.write(wording.adjusted_note(), page.left, y + 3, _SMALL)
        if self._made.report.paper.seal:
            self._draw_seal(y - _SEAL_LINE)

    def _draw_seal(self, top: float) -> None:
        """The signature block: three labels on a line, each with room to write."""
        page, step = self._page, self._page.width / 3
        for at, (label, text) in enumerate(wording.seal(self._head)):
            x, y = page.left + step * (at % 3), top - _SEAL_LINE * (at // 3)
            begin = x + (measure(label) + 0.5) * _TEXT
            page.write(label, x, y, _TEXT)
            page.write(text, begin + 2, y, _TEXT)
            page.rules([(begin, y - 3, x + step - 12, y - 3)])
