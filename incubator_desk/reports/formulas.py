"""Formulas with their values: openpyxl writes one or the other, readers and the contract want both."""

import re
from collections.abc import Mapping
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

Formulas = Mapping[str, str]
"""By the address of a cell, which is written with its value as a number: the formula that gives the value."""


def save(book: Workbook, out: Path, formulas: Mapping[int, tuple[int, Formulas]]) -> None:
    """Save a write-only workbook. ``formulas`` has the row and its formulas by the place of the sheet in the book."""
    members = {f"xl/worksheets/sheet{at + 1}.xml": found for at, found in formulas.items()}
    with _Archive(out, members) as archive:
        ExcelWriter(book, archive).write_data()  # type: ignore[no-untyped-call]


class _Archive(ZipFile):
    """Adds the formulas to the sheets as they are packed."""

    def __init__(self, out: Path, formulas: Mapping[str, tuple[int, Formulas]]) -> None:
        super().__init__(out, "w", ZIP_DEFLATED)
        self._formulas = formulas

    def write(self, filename: Any, arcname: Any = None, *options: Any, **named: Any) -> None:
        if arcname not in self._formulas:
            super().write(filename, arcname, *options, **named)
            return
        row, formulas = self._formulas[arcname]
        with (
            Path(filename).open("rb") as file,
            mmap(file.fileno(), 0, access=ACCESS_READ) as sheet,
            self.open(arcname, "w", force_zip64=True) as member,
        ):
            # The row is near the end of what may be a long sheet: only from there on it is read at once.
            start = sheet.rfind(b'<row r="%d"' % row)
            _copy(file, member, start)
            member.write(_with_formulas(sheet[start:], formulas))


def _copy(file: Any, member: Any, length: int) -> None:
    while length:
        length -= member.write(file.read(min(length, 1 << 20)))


def _with_formulas(rows: bytes, formulas: Formulas) -> bytes:
    for address, formula in formulas.items():
        cell = rb'(<c r="%s"[^>]*>)(?=<v>)' % address.encode()
        rows = re.sub(cell, rb"\g<1><f>%s</f>" % formula.encode(), rows, count=1)
    return rows
