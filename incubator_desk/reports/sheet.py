"""The sheet of one paper: title, texts, table with its totals, signatures, ready to be printed."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import accumulate, pairwise
from math import ceil
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from incubator_desk.base.i18n import _, translate
from incubator_desk.catalog.kinds import Text
from incubator_desk.catalog.report import Column, Party

from . import markup, styles, wording
from .books import LongBook
from .cells import is_active
from .columns import WRITABLE, Need, Stack, need, squeezed, stacked, widest
from .made import Made, Row, Table, on_paper
from .typesetting import measure, wrap
from .wording import Letterhead

_ROOM = {True: 130.0, False: 88.0}
"""Ems across a landscape or a portrait page at which the type is still readable when fitted to its width."""
_ABREAST = 3
"""So many who sign stand side by side at most."""
_CHARACTERS = 1.9
"""An em of our type in Excel's unit of width."""
_LINE, _SPARE = 14.0, 4.0
"""Points of a line, and above and below the lines of a row."""
_NAME = str.maketrans(dict.fromkeys("[]:*?/\\'", "_"))


class PaperSheet:
    """The sheet of one paper. Rows are written one after the other; a column's cells share their style."""

    def __init__(self, book: LongBook, made: Made, head: Letterhead, table: Table) -> None:
        self._columns, table = on_paper(made.columns, table)
        self._made, self._head, self._table = made, head, table
        self._letter = made.report.group == "letter"
        self._title = table.title or translate(made.report.label)
        self._sheet, self._rows = book.sheet((table.named({}).code or self._title).translate(_NAME)[:31])
        self._style = partial(styles.style, self._sheet)
        needs = [_need(at, column, table) for at, column in enumerate(self._columns)]
        room = _ROOM[made.report.paper.landscape]
        self._across = max(ceil(sum(each.least for each in needs) / room), 1)
        self._widths = squeezed(needs, room * self._across) if needs else [room]
        self._letters = [get_column_letter(at + 1) for at in range(len(self._widths))]
        self._rows.columns = len(self._widths)
        self._by_hand = any(column.by_hand for column in self._columns)
        # Only text has lines of its own; anything else is broken where its column is narrower.
        broken = [
            isinstance(c.kind, Text) or max(n.parts) > w
            for c, n, w in zip(self._columns, needs, self._widths, strict=False)
        ]
        self._broken = [at for at, each in enumerate(broken) if each]

    def write(self) -> Iterator[int]:
        """Write the sheet; gives now and then how many rows are done."""
        self._set_up()
        self._write_top()
        if self._columns:
            yield from self._write_table()
        self._write_foot()
        yield len(self._table.rows)

    def _set_up(self) -> None:
        """Widths, frozen headings and paper."""
        sheet, wide = self._sheet, self._made.report.paper.landscape
        for letter, width in zip(self._letters, self._widths, strict=True):
            sheet.column_dimensions[letter].width = round(width * _CHARACTERS + 1.2, 1)
        sheet.page_setup.orientation = "landscape" if wide else "portrait"
        fit_to_paper(sheet, self._across)
        if self._across > 1:  # each page says which rows it shows
            sheet.print_title_cols = f"A:{get_column_letter(len(stacked(self._columns)[0].at))}"
        sheet.oddHeader.left.text = self._head.park.replace("&", "&&")
        elsewhere = wording.address(self._head).replace("&", "&&") if self._letter else wording.basis(self._made)
        sheet.oddHeader.right.text = elsewhere
        sheet.oddFooter.left.text = wording.prepared(self._head).replace("&", "&&")
        if self._head.footer:
            sheet.oddFooter.center.text = self._head.footer.replace("&", "&&")
        sheet.oddFooter.right.text = _("Page {number} of {count}").format(number="&P", count="&N")

    def _write_top(self) -> None:
        """Title, period and unit, facts, texts; a letter says its period itself."""
        basis, unit = "" if self._letter else wording.basis(self._made), wording.unit(self._made)
        count, plain = len(self._letters), self._style()
        if self._across > 1 or count == 1:  # what is centred or stands at the right would be on another page
            self._add({0: (self._title, self._style(styles.TITLE))}, 30)
            below = {0: ("    ".join(filter(None, (basis, unit))), plain)}
        else:
            self._merge()
            self._add({0: (self._title, self._style(styles.TITLE, "center"))}, 30)
            below = {0: (basis, plain), count - 1: (unit, self._style(align="right"))}
        if cells := {at: cell for at, cell in below.items() if cell[0]}:
            self._add(cells)
        if self._made.report.note:
            self._add({0: (translate(self._made.report.note), plain)})
        for label, text in self._table.facts:
            self._add({0: (wording.fact(label, text), plain)})
        self._write_texts(self._table.opening, begins=True)

    def _write_texts(self, texts: Sequence[str], *, begins: bool = False) -> None:
        """Paragraphs across the columns, their first lines set in as documents have it in Chinese."""
        style, width = self._style(upright="top", wrapped=self._across == 1), sum(self._widths)
        for at, text in enumerate(texts):
            lead = "　　" if wording.sets_in(text, first=begins and at == 0) else ""
            if self._across == 1 and len(self._letters) > 1:
                self._merge()
            lines = len(wrap(lead + text, width * 0.95))
            self._add({0: (lead + text, style)}, lines * _LINE + _SPARE)

    def _write_table(self) -> Iterator[int]:
        headings = [translate(column.label) for column in self._columns]
        bold = self._style(styles.BOLD, "center", wrapped=True, edged=True, fill=styles.HEAD_FILL)
        self._add({at: (text, bold) for at, text in enumerate(headings)}, self._height(dict(enumerate(headings))))
        head = self._rows.last
        self._sheet.freeze_panes = f"A{head + 1}"
        self._sheet.print_title_rows = f"{head}:{head}"
        upright = "center" if self._by_hand else "top"
        pens = [
            Pen(self._sheet, letter, column, upright)
            for letter, column in zip(self._letters, self._columns, strict=True)
        ]
        marked = self._table.adjusted
        for at, row in enumerate(self._table.rows):
            number = self._rows.last + 1
            cells = [
                pen(number, value, marked and (at, n) in marked)
                for n, (pen, value) in enumerate(zip(pens, row, strict=True))
            ]
            self._rows.add(cells, self._height(self._texts(row), WRITABLE if self._by_hand else 0.0))
            if at % 1000 == 0:
                yield at
        if any(column.total for column in self._columns):
            self._write_totals(head)

    def _write_totals(self, head: int) -> None:
        number, cells = self._rows.last + 1, []
        for column, letter, value in zip(self._columns, self._letters, self._table.totals, strict=True):
            last = head + self._table.summed
            summed = f"SUM({letter}{head + 1}:{letter}{last})" if column.total and self._table.rows else ""
            cells.append(Pen(self._sheet, letter, column, bold=True)(number, value, formula=summed))
        if not self._columns[0].total:
            bold = self._style(styles.BOLD, upright="top", wrapped=True, edged=True)
            cells[0] = markup.text(f"A{number}", bold, translate(wording.TOTAL))
        self._rows.add(cells)

    def _write_foot(self) -> None:
        """What the mark means, texts, the parties or the signature block."""
        plain = self._style()
        if self._table.adjusted:
            self._add({0: (wording.adjusted_note(), plain)})
        self._write_texts(self._table.closing)
        if self._table.parties:
            self._write_parties(self._table.parties)
        elif self._made.report.paper.seal:
            seal = [(f"{label}{text}", plain) for label, text in wording.seal(self._head)]
            places = self._abreast([[text] for text, _style in seal])
            for at in range(0, len(seal), len(places)):
                self._add({})
                self._add(dict(zip(places, seal[at : at + len(places)], strict=False)))

    def _write_parties(self, parties: Sequence[Party]) -> None:
        """The parties side by side where there is room enough, else one below the other."""
        plain, bold = self._style(), self._style(styles.BOLD)
        places = self._abreast([[party.heading, *map("".join, party.lines)] for party in parties])
        for start in range(0, len(parties), len(places)):
            row = parties[start : start + len(places)]
            self._add({})
            self._add({place: (party.heading, bold) for place, party in zip(places, row, strict=False)}, 30)
            for at in range(max(len(party.lines) for party in row)):
                known = {place: party.lines[at : at + 1] for place, party in zip(places, row, strict=False)}
                self._add({place: ("".join(line[0]), plain) for place, line in known.items() if line}, 24)

    def _abreast(self, things: Sequence[Sequence[str]]) -> list[int]:
        """The columns where things begin that stand side by side: as many as have room for their texts."""
        for count in range(min(len(things), _ABREAST), 1, -1):
            places = self._places(count)
            rooms = [sum(self._widths[since:until]) for since, until in pairwise([*places, len(self._widths)])]
            wide = [max(map(measure, texts)) for texts in things]
            if all(each <= rooms[at % count] for at, each in enumerate(wide)):
                return places
        return [0]

    def _places(self, count: int) -> list[int]:
        """The columns that begin nearest to so many equal parts of the width."""
        starts = list(accumulate(self._widths, initial=0.0))
        part = starts.pop() / count
        return [min(range(len(starts)), key=lambda at: abs(starts[at] - nth * part)) for nth in range(count)]

    def _add(self, cells: dict[int, tuple[str, int]], height: float | None = None) -> None:
        """A row of texts in some of the columns."""
        number = self._rows.last + 1
        self._rows.add(
            (markup.text(f"{self._letters[at]}{number}", style, text) for at, (text, style) in cells.items()), height
        )

    def _merge(self) -> None:
        """The next row is one cell."""
        number = self._rows.last + 1
        self._sheet.merged_cells.ranges.add(f"A{number}:{self._letters[-1]}{number}")

    def _texts(self, row: Row) -> dict[int, str]:
        """What of a row may have lines of its own, as its cells show it."""
        return {at: str(self._columns[at].kind.excel(row[at])) for at in self._broken if isinstance(row[at], str)}

    def _height(self, texts: Mapping[int, str], least: float = 0.0) -> float | None:
        """A row is as high as its longest text needs, and not less; not every program makes it so by itself."""
        lines = 1
        for at, text in texts.items():
            width = self._widths[at]
            if len(text) > width or "\n" in text:
                lines = max(lines, len(wrap(text, width)))
        return max(lines * _LINE + _SPARE, least) if lines > 1 or least else None


class Pen:
    """Writes the cells of a column; each look is a style that is made once."""

    def __init__(self, sheet: Any, letter: str, column: Column, upright: str = "top", *, bold: bool = False) -> None:
        self._kind, self._sheet, self._letter, self._upright = column.kind, sheet, letter, upright
        self._font = styles.BOLD if bold else styles.TEXT
        self._styles: dict[tuple[str, bool, bool], int] = {}

    def __call__(self, row: int, value: Any, adjusted: object = False, formula: str = "") -> str:
        """The cell for a value, or a blank one with the column's edges."""
        shown = None if value is None else self._kind.excel(value)
        looks = self._kind.number_format if value is None else self._kind.format(value)
        key = (looks, isinstance(shown, str) and is_active(shown), bool(adjusted))
        style = self._styles.get(key)
        if style is None:
            style = self._styles[key] = self._style(*key)
        return markup.filled(f"{self._letter}{row}", style, shown, formula)

    def _style(self, number_format: str, active: bool, adjusted: bool) -> int:
        return styles.style(
            self._sheet, self._font, self._kind.align, upright=self._upright, wrapped=True, edged=True,
            number_format=number_format + ('"*"' if adjusted else ""),
            fill=styles.ADJUSTED if adjusted else None, quoted=active,
        )  # fmt: skip


def _need(at: int, column: Column, table: Table) -> Need:
    stack = Stack((at,), (column,))
    rows = [{at: value} for value in widest([row[at] for row in table.rows])]
    return need(stack, [stack.texts(row) for row in rows], [*stack.texts(table.totals)])


def fit_to_paper(sheet: Any, across: int = 1) -> None:
    """A4, so many pages wide and as many high as it takes."""
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = across, 0
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.7
    sheet.print_options.horizontalCentered = True
