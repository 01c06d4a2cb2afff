"""How workbooks look: faces, edges, grounds and formats, in one place."""

from typing import Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

_FACE = "Microsoft YaHei"
TEXT, BOLD, TITLE = Font(_FACE, 10), Font(_FACE, 10, bold=True), Font(_FACE, 16, bold=True)
"""The types of reports."""
HEAD_FONT = Font(bold=True)
"""The headings of plain lists and of the interchange workbook, which are in Excel's own face."""
HEAD_FILL = PatternFill("solid", fgColor="E9EDF4")
ADJUSTED = PatternFill("solid", fgColor="FFF4D6")
"""The ground of an amount that was adjusted."""
_THIN = Side("thin", color="9AA5B5")
EDGES = Border(_THIN, _THIN, _THIN, _THIN)


def style(
    sheet: Any,
    font: Font = TEXT,
    align: str = "left",
    *,
    upright: str = "center",
    wrapped: bool = False,
    edged: bool = False,
    fill: PatternFill | None = None,
    number_format: str = "General",
    quoted: bool = False,
) -> int:
    """The number of a style in the sheet's book. ``quoted`` keeps what looks like a formula a text in Excel."""
    cell: Any = WriteOnlyCell(sheet)
    cell.font, cell.number_format, cell.quotePrefix = font, number_format, quoted
    cell.alignment = Alignment(horizontal=align, vertical=upright, wrap_text=wrapped or None)
    if edged:
        cell.border = EDGES
    if fill:
        cell.fill = fill
    return int(cell.style_id)
