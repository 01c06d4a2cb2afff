"""A plain list as a workbook: headings, typed cells, nothing more."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from .cells import cell, heading
from .files import written_aside


def write_list(
    out: Path, title: str, headings: Sequence[str], formats: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Write a list; ``formats`` are the number formats of its columns."""
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for at, text in enumerate(headings, 1):
        sheet.column_dimensions[get_column_letter(at)].width = max(12, 2 * len(text) + 4)
    sheet.append([heading(sheet, text) for text in headings])
    for row in rows:
        sheet.append([None if v is None else cell(sheet, v, f) for v, f in zip(row, formats, strict=True)])
    with written_aside(out) as aside:
        book.save(aside)
