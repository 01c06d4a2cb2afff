"""Workbooks that are written row by row: what openpyxl leaves to others when they fail, formulas with their values."""

import errno
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from lxml.etree import SerialisationError
from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

Formulas = Mapping[str, str]
"""By the address of a cell: the formula that gives its value."""


@contextmanager
def new_book() -> Iterator[Workbook]:
    """A write-only workbook. Its sheets grow in temporary files; ``OSError`` where these find no room."""
    book = Workbook(write_only=True)
    try:
        yield book
    except SerialisationError as failed:
        raise OSError(errno.ENOSPC, str(failed)) from failed
    finally:
        for sheet in book.worksheets:
            # One that is left open complains loudly when it is collected; a finished one objects to be closed again.
            with suppress(Exception):
                sheet.close()


def save(book: Workbook, out: Path, formulas: Mapping[int, tuple[int, Formulas]]) -> None:
    """Save a write-only workbook, with formulas for cells that were written with their values as numbers.

    ``formulas`` has the row and its formulas by the place of the sheet in the book.
    """
    members = {f"xl/worksheets/sheet{at + 1}.xml": found for at, found in formulas.items()}
    with _Archive(out, members) as archive:
        ExcelWriter(book, archive).write_data()


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
    while length > 0:
        length -= member.write(file.read(min(length, 1 << 20)))


def _with_formulas(rows: bytes, formulas: Formulas) -> bytes:
    for address, formula in formulas.items():
        cell = rb'(<c r="%s"[^>]*>)(?=<v>)' % address.encode()
        rows = re.sub(cell, rb"\g<1><f>%s</f>" % formula.encode(), rows, count=1)
    return rows
