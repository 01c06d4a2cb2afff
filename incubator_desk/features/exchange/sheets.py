"""Writing sheets as the trade expects them: typed cells, text codes, drop-downs, nothing that becomes a formula."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from incubator_desk.base.i18n import LANGUAGES, speaking, translate
from incubator_desk.catalog.kinds import Choice, Choices, ExcelCell, Kind, YesNo
from incubator_desk.catalog.register import Field, Register
from incubator_desk.reports.books import new_book
from incubator_desk.reports.cells import cell, heading
from incubator_desk.reports.files import written_aside

_ROOM = 1000
"""Rows below the headings that have drop-downs even where nothing is entered yet."""


def new_sheet(book: Workbook, name: str) -> Any:
    """A new sheet that is written row by row."""
    return book.create_sheet(name)


def headed(sheet: Any, register: Register, rows: int = 0) -> None:
    """Freeze the headings, set widths and drop-downs; must come before the first row."""
    sheet.freeze_panes = "A2"
    for at, spec in enumerate(register.fields, 1):
        letter = get_column_letter(at)
        sheet.column_dimensions[letter].width = max(spec.kind.width, len(spec.name) + 3)
        if options := _options(spec.kind):
            rule = DataValidation("list", formula1=f'"{",".join(options)}"', allow_blank=True)
            rule.add(f"{letter}2:{letter}{rows + _ROOM}")
            sheet.data_validations.append(rule)
    sheet.append([_heading(sheet, spec) for spec in register.fields])


def _options(kind: Kind) -> list[str]:
    if isinstance(kind, YesNo):
        return ["yes", "no"]
    return [option.value for option in kind.options] if isinstance(kind, Choice) else []


def _heading(sheet: Any, spec: Field) -> Any:
    made = heading(sheet, f"{spec.name}*" if spec.required else spec.name)
    labels = []
    for language in LANGUAGES:
        with speaking(language):
            labels.append(translate(spec.label) + (f": {translate(spec.help)}" if spec.help else ""))
    made.comment = Comment("\n".join(labels), "Incubator Desk", height=90, width=260)
    return made


def exchanged(spec: Field, value: Any) -> ExcelCell:
    """A value as the interchange workbook writes it: choices and yes/no by identifier."""
    if value is None:
        return None
    if isinstance(spec.kind, YesNo):
        return "yes" if value else "no"
    if isinstance(spec.kind, Choice | Choices):
        return str(value)
    return spec.kind.excel(value)


def add_rows(sheet: Any, fields: Sequence[Field], rows: Iterable[Sequence[Any]]) -> None:
    """Append rows of values in the order of the fields."""
    formats = [spec.kind.number_format for spec in fields]
    for row in rows:
        values = (exchanged(spec, value) for spec, value in zip(fields, row, strict=True))
        sheet.append([None if v is None else cell(sheet, v, f) for v, f in zip(values, formats, strict=True)])


def wrapped(made: Any) -> Any:
    """The cell with its text over several lines."""
    made.alignment = Alignment(wrap_text=True, vertical="top")
    return made


@contextmanager
def written(out: Path) -> Iterator[Workbook]:
    """A workbook to fill; it is written beside its place and put there whole."""
    with written_aside(out) as aside, new_book() as book:
        yield book
        book.save(aside)
