"""The rows of a sheet as its file has them: openpyxl takes several times as long to say the same."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import lru_cache
from tempfile import SpooledTemporaryFile

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel

from incubator_desk.catalog.kinds import ExcelCell

_ODD = re.compile(r"[&<>\r]|_x[0-9A-Fa-f]{4}_|^\s|\s$")
_CODED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_IN_MEMORY = 1 << 22


def text(place: str, style: int, value: str) -> str:
    """A cell of text."""
    kept = ""
    value = ILLEGAL_CHARACTERS_RE.sub("", value)
    if _ODD.search(value):
        kept = ' xml:space="preserve"'
        value = _CODED.sub("_x005F_", value).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        value = value.replace("\r", "&#13;")
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t{kept}>{value}</t></is></c>'


def number(place: str, style: int, value: int | Decimal | date, formula: str = "") -> str:
    """A cell of a number or a date; with a formula it is the formula's value."""
    shown = _serial(value) if isinstance(value, date) else f"{value:f}" if isinstance(value, Decimal) else str(value)
    calculated = f"<f>{formula}</f>" if formula else ""
    return f'<c r="{place}" s="{style}">{calculated}<v>{shown}</v></c>'


def filled(place: str, style: int, value: ExcelCell, formula: str = "") -> str:
    """A cell of whatever it is; blank cells keep their style."""
    if value is None:
        return f'<c r="{place}" s="{style}"/>'
    if isinstance(value, str):
        return text(place, style, value)
    return number(place, style, value, formula)


@lru_cache(maxsize=10_000)
def _serial(day: date) -> str:
    return f"{to_excel(day):.0f}"  # type: ignore[no-untyped-call]


class Rows:
    """The rows of a sheet, one after the other."""

    def __init__(self) -> None:
        self.file = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed with the book
        self.last = 0
        self.columns = 1

    @property
    def extent(self) -> str:
        """What they take of the sheet: A1:C9."""
        return f"A1:{get_column_letter(self.columns)}{max(self.last, 1)}"

    def add(self, cells: Iterable[str], height: float | None = None) -> None:
        """Add a row of cells, which say where they stand."""
        self.last += 1
        high = f' ht="{height:g}" customHeight="1"' if height else ""
        self.file.write(f'<row r="{self.last}"{high}>{"".join(cells)}</row>'.encode())
