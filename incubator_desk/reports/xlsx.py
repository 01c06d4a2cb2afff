"""A report as a workbook: real numbers and dates, totals as formulas, ready to be printed."""

from collections.abc import Iterator
from math import ceil
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from incubator_desk.base.errors import Refused
from incubator_desk.base.i18n import N_, _, translate
from incubator_desk.catalog.report import Column
from incubator_desk.store.replay import Tell

from . import wording
from .books import Formulas, new_book, save
from .cells import cell, heading, is_active
from .columns import Stack, need, squeezed, stacked
from .made import Made, Row, Table
from .typesetting import wrap
from .wording import Letterhead

_ROWS = 1_048_576
_ROOM = {True: 130.0, False: 88.0}
"""Ems across a landscape or a portrait page at which the type is still readable when fitted to its width."""
_CHARACTERS = 1.9
"""An em of our type in Excel's unit of width."""
_LINE, _SPARE = 14.0, 4.0
"""Points of a line, and above and below the lines of a row."""
_FACE = "Microsoft YaHei"
_TEXT, _BOLD, _TITLE = Font(_FACE, 10), Font(_FACE, 10, bold=True), Font(_FACE, 16, bold=True)
_THIN = Side("thin", color="9AA5B5")
_EDGES = Border(_THIN, _THIN, _THIN, _THIN)
_ADJUSTED = PatternFill("solid", fgColor="FFF4D6")
_SHEET_NAME = str.maketrans(dict.fromkeys("[]:*?/\\'", "_"))


def write_xlsx(made: Made, head: Letterhead, out: Path, tell: Tell) -> None:
    """Write the report as a workbook: a sheet for each paper, and one that says what they show."""
    if max(len(table.rows) for table in made.papers) > _ROWS - 100:
        message = N_("An Excel sheet has at most {most} rows; the report has more. Take CSV, or a shorter period.")
        raise Refused.because("too_many_rows", message, most=f"{_ROWS:,}")
    with new_book() as book:
        formulas: dict[int, tuple[int, Formulas]] = {}
        for at, table in enumerate(made.papers):
            paper = _Sheet(book, made, head, table)
            for done in paper.write():
                tell(done, len(table.rows))
            if paper.formulas:
                formulas[at] = paper.last_row + 1, paper.formulas
        _write_notes(book, made, head)
        book.properties.title, book.properties.creator = translate(made.report.label), head.park
        save(book, out, formulas)


class _Sheet:
    """The sheet of one paper. Rows are written one after the other; a column's cells share their style."""

    def __init__(self, book: Workbook, made: Made, head: Letterhead, table: Table) -> None:
        self._made, self._head, self._table = made, head, table
        title = table.tenant or translate(made.report.label)
        self._sheet: Any = book.create_sheet(title.translate(_SHEET_NAME)[:31])
        self._columns = made.columns
        self._lines = [wording.fact(label, text) for label, text in table.facts]
        if made.report.note:
            self._lines.insert(0, translate(made.report.note))
        self._head_row = 3 + len(self._lines)
        self.last_row = self._head_row + len(table.rows)
        self.formulas = self._formulas() if table.rows else {}
        needs = [_need(at, column, table) for at, column in enumerate(self._columns)]
        room = _ROOM[made.report.paper.landscape]
        self._across = ceil(sum(each.least for each in needs) / room)
        self._widths = squeezed(needs, room * self._across)

    def write(self) -> Iterator[int]:
        """Write the sheet; gives now and then how many rows are done."""
        self._set_up()
        self._write_top()
        pens = [_Pen(self._sheet, column) for column in self._columns]
        marked = self._table.adjusted
        for at, row in enumerate(self._table.rows):
            self._set_height(self._head_row + 1 + at, row)
            cells = enumerate(zip(pens, row, strict=True))
            self._sheet.append([pen(value, (at, column) in marked) for column, (pen, value) in cells])
            if at % 1000 == 0:
                yield at
        self._write_foot()
        yield len(self._table.rows)

    def _formulas(self) -> Formulas:
        found = {}
        for at, column in enumerate(self._columns, 1):
            if column.total:
                letter = get_column_letter(at)
                found[f"{letter}{self.last_row + 1}"] = f"SUM({letter}{self._head_row + 1}:{letter}{self.last_row})"
        return found

    def _set_height(self, at: int, texts: Row) -> None:
        """Make a row as high as its longest text needs; not every program does so by itself."""
        shown = zip(texts, self._widths, strict=True)
        lines = max(len(wrap(text, width)) if isinstance(text, str) else 1 for text, width in shown)
        if lines > 1:
            self._sheet.row_dimensions[at].height = lines * _LINE + _SPARE

    def _set_up(self) -> None:
        """Widths, frozen headings and paper; all this stands before the rows."""
        sheet, wide = self._sheet, self._made.report.paper.landscape
        for at, width in enumerate(self._widths, 1):
            sheet.column_dimensions[get_column_letter(at)].width = round(width * _CHARACTERS + 1.2, 1)
        sheet.freeze_panes = f"A{self._head_row + 1}"
        sheet.page_setup.orientation = "landscape" if wide else "portrait"
        _fit_to_paper(sheet, self._across)
        sheet.print_title_rows = f"{self._head_row}:{self._head_row}"
        if self._across > 1:  # each page says which rows it shows
            sheet.print_title_cols = f"A:{get_column_letter(len(stacked(self._columns)[0].at))}"
        sheet.oddHeader.left.text = self._head.park.replace("&", "&&")
        sheet.oddHeader.right.text = wording.basis(self._made)
        sheet.oddFooter.left.text = wording.prepared(self._head).replace("&", "&&")
        sheet.oddFooter.right.text = _("Page {number} of {count}").format(number="&P", count="&N")

    def _write_top(self) -> None:
        """Title, period and unit, facts, headings."""
        sheet, count = self._sheet, len(self._columns)
        title = cell(sheet, translate(self._made.report.label))
        basis, unit = cell(sheet, wording.basis(self._made)), cell(sheet, wording.unit(self._made))
        sheet.row_dimensions[1].height = 30
        if self._across > 1 or count == 1:  # what is centred or stands at the right would be on another page
            sheet.append([_styled(title, _TITLE)])
            sheet.append([_styled(cell(sheet, f"{basis.value}    {unit.value}"), _TEXT)])
        else:
            sheet.merged_cells.ranges.add(f"A1:{get_column_letter(count)}1")
            sheet.append([_styled(title, _TITLE, "center")])
            sheet.append([_styled(basis, _TEXT), *[None] * (count - 2), _styled(unit, _TEXT, "right")])
        for text in self._lines:
            sheet.append([_styled(cell(sheet, text), _TEXT)])
        headings = [heading(sheet, translate(column.label)) for column in self._columns]
        for each in headings:
            each.font, each.border = _BOLD, _EDGES
            each.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        self._set_height(self._head_row, [translate(column.label) for column in self._columns])
        sheet.append(headings)

    def _write_foot(self) -> None:
        """Totals, what the mark means, the signature block."""
        sheet = self._sheet
        if any(column.total for column in self._columns):
            line = [_Pen(sheet, c, _BOLD)(v, False) for c, v in zip(self._columns, self._table.totals, strict=True)]
            if not self._columns[0].total:
                line[0].value = translate(wording.TOTAL)
            sheet.append(line)
        if self._table.adjusted:
            sheet.append([_styled(cell(sheet, wording.adjusted_note()), _TEXT)])
        if self._made.report.paper.seal:
            self._write_seal()

    def _write_seal(self) -> None:
        places = [len(self._columns) * third // 3 for third in range(3)]
        texts = [f"{label}{text}" for label, text in wording.seal(self._head)]
        for line in (texts[:3], texts[3:]):
            self._sheet.append([])
            row: list[Any] = [None] * len(self._columns)
            for place, text in zip(places, line, strict=True):
                row[place] = _styled(cell(self._sheet, text), _TEXT)
            self._sheet.append(row)


class _Pen:
    """Writes the cells of a column. A written cell is used again: making and styling one takes the time."""

    def __init__(self, sheet: Any, column: Column, font: Font = _TEXT) -> None:
        self._kind, self._sheet, self._font = column.kind, sheet, font
        self._made: dict[tuple[bool, bool], Any] = {}

    def __call__(self, value: Any, adjusted: bool) -> Any:
        """The cell for a value, or a blank one with the column's edges."""
        shown = None if value is None else self._kind.excel(value)
        active = False
        if isinstance(shown, str):
            shown = ILLEGAL_CHARACTERS_RE.sub("", shown)
            active = is_active(shown)
        key = (active, adjusted)
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = self._styled(shown, adjusted)
        made.value = shown
        if isinstance(shown, str):
            made.data_type = "s"
        return made

    def _styled(self, value: Any, adjusted: bool) -> Any:
        made = cell(self._sheet, value, self._format(adjusted))
        _styled(made, self._font, self._kind.align)
        made.border = _EDGES
        made.alignment = Alignment(horizontal=self._kind.align, vertical="top", wrap_text=True)
        if adjusted:
            made.fill = _ADJUSTED
        return made

    def _format(self, adjusted: bool) -> str:
        return self._kind.number_format + ('"*"' if adjusted else "")


def _styled(made: Any, font: Font, align: str = "left") -> Any:
    made.font, made.alignment = font, Alignment(horizontal=align, vertical="center")
    return made


def _need(at: int, column: Column, table: Table) -> Any:
    stack = Stack((at,), (column,))
    return need(stack, [stack.texts(row) for row in table.rows], [*stack.texts(table.totals)])


def _fit_to_paper(sheet: Any, across: int = 1) -> None:
    """A4, so many pages wide and as many high as it takes."""
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = across, 0
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.7
    sheet.print_options.horizontalCentered = True


def _write_notes(book: Workbook, made: Made, head: Letterhead) -> None:
    """A sheet that says what the figures are, whose, and who made them when."""
    sheet: Any = book.create_sheet(_("About this report")[:31])
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 22, 70
    _fit_to_paper(sheet)
    rows = [
        (_("Report"), translate(made.report.label)),
        (_("Park"), head.park),
        (_("Period"), wording.period_in_words(made.asked.period)),
        (_("As of"), wording.day_in_words(made.asked.as_of)),
        (_("Unit of money"), wording.unit_name(made)),
        (_("Rows"), len(made.whole.rows)),
        (_("Made by"), head.prepared_by),
        (_("Made at"), f"{head.made_at:%Y-%m-%d %H:%M}"),
    ]
    for label, value in rows:
        sheet.append([_styled(cell(sheet, label), _BOLD), _styled(cell(sheet, value), _TEXT)])
    for problem in made.problems:
        sheet.append([_styled(cell(sheet, _("To note")), _BOLD), _styled(cell(sheet, problem.text()), _TEXT)])
