"""Workbooks of long sheets: openpyxl makes the book and its styles, the rows are written as they are to stand in it."""

import errno
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from lxml.etree import SerialisationError
from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

from .markup import Rows

_NO_ROWS = re.compile(rb"<sheetData\s*/>|<sheetData>\s*</sheetData>")
_EXTENT = re.compile(rb'<dimension ref="[^"]*"')


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


class LongBook:
    """A workbook and the rows of its sheets, which are written apart."""

    def __init__(self, made: Workbook) -> None:
        self.made = made
        self.rows: list[Rows] = []

    def sheet(self, title: str) -> tuple[Any, Rows]:
        """A further sheet, and its rows."""
        self.rows.append(Rows())
        return self.made.create_sheet(title), self.rows[-1]

    def save(self, out: Path) -> None:
        """Write the book to a file."""
        members = {f"xl/worksheets/sheet{number}.xml": rows for number, rows in enumerate(self.rows, 1)}
        with _Archive(out, members) as archive:
            ExcelWriter(self.made, archive).write_data()


@contextmanager
def new_long_book() -> Iterator[LongBook]:
    """A new workbook of long sheets; ``OSError`` where their temporary files find no room."""
    with new_book() as made:
        book = LongBook(made)
        try:
            yield book
        finally:
            for rows in book.rows:
                with suppress(OSError):
                    rows.file.close()


class _Archive(ZipFile):
    """Puts the rows into their sheets as they are packed."""

    def __init__(self, out: Path, rows: Mapping[str, Rows]) -> None:
        super().__init__(out, "w", ZIP_DEFLATED)
        self._rows = rows

    def write(self, filename: Any, arcname: Any = None, *options: Any, **named: Any) -> None:
        if arcname not in self._rows:
            super().write(filename, arcname, *options, **named)
            return
        rows = self._rows[arcname]
        before, after = _NO_ROWS.split(Path(filename).read_bytes(), maxsplit=1)
        rows.file.seek(0)
        with self.open(arcname, "w", force_zip64=True) as member:
            member.write(_EXTENT.sub(b'<dimension ref="%s"' % rows.extent.encode(), before))
            member.write(b"<sheetData>")
            shutil.copyfileobj(rows.file, member, 1 << 20)
            member.write(b"</sheetData>" + after)
