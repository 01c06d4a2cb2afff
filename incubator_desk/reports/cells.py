"""Excel cells of which text stays text."""

import re
from typing import Any

from openpyxl.cell import WriteOnlyCell

from .styles import HEAD_FILL, HEAD_FONT

_CODED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # Excel would take what follows for a character's number


def is_active(text: str) -> bool:
    """Whether a spreadsheet could take the text for a formula."""
    return text[:1] in ("=", "+", "-", "@", "\t", "\r")


def cell(sheet: Any, value: Any, number_format: str = "General") -> Any:
    """A cell for a write-only sheet; text is text also where it begins with ``=``."""
    made: Any = WriteOnlyCell(sheet, _CODED.sub("_x005F_", value) if isinstance(value, str) else value)
    made.number_format = number_format
    if isinstance(value, str):
        made.data_type = "s"
        made.quotePrefix = is_active(value)
    return made


def heading(sheet: Any, text: str) -> Any:
    """A heading's cell."""
    made = cell(sheet, text)
    made.font, made.fill = HEAD_FONT, HEAD_FILL
    return made
