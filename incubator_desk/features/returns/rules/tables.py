"""Tables as they are frozen and sent: texts in rows, CSV in UTF-8 with a byte order mark."""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_ACTIVE = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"-\d+(\.\d+)?")
_BOM = "﻿"


@dataclass(frozen=True, slots=True)
class Table:
    """A table of texts; a blank is an empty text. Columns are identifiers, whatever language the desk speaks."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def records(self) -> Iterable[Mapping[str, str]]:
        """The rows by column."""
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)


def to_csv(table: Table) -> bytes:
    """The same bytes for the same table: CRLF, quotes only where they are needed.

    Text that a spreadsheet would take for a formula is led by an apostrophe, which reading takes away again.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table.columns)
    writer.writerows([_harmless(text) for text in row] for row in table.rows)
    return (_BOM + out.getvalue()).encode()


def from_csv(name: str, data: bytes) -> Table:
    """The table of such bytes; ``ValueError`` where they are no such table."""
    lines = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
    try:
        rows = [tuple(_plain(text) for text in row) for row in lines]
    except csv.Error as error:
        raise ValueError(name) from error
    if not rows or any(len(row) != len(rows[0]) for row in rows):
        raise ValueError(name)
    return Table(name, rows[0], tuple(rows[1:]))


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_ACTIVE) and not _NUMBER.fullmatch(text) else text


def _plain(text: str) -> str:
    return text[1:] if text.startswith("'") and text[1:].startswith(_ACTIVE) else text
