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
    columns, *rows = _cells(name, data)
    if b"'" in data:
        return Table(name, _plain(columns), tuple(map(_plain, rows)))
    return Table(name, tuple(columns), tuple(map(tuple, rows)))


def counted(name: str, data: bytes) -> int:
    """How many rows the table of such bytes has; ``ValueError`` where they are no such table."""
    return len(_cells(name, data)) - 1


def _cells(name: str, data: bytes) -> list[list[str]]:
    lines = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
    try:
        found = list(lines)
    except csv.Error as error:
        raise ValueError(name) from error
    if len(set(map(len, found))) != 1:
        raise ValueError(name)
    return found


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_ACTIVE) and not _NUMBER.fullmatch(text) else text


def _plain(row: list[str]) -> tuple[str, ...]:
    return tuple(text[1:] if text.startswith("'") and text[1:].startswith(_ACTIVE) else text for text in row)
