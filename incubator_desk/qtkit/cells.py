"""What a table cell shows, whatever the table: text, and how it is painted."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt

from incubator_desk.base.i18n import translate
from incubator_desk.catalog.kinds import Align, Choice, Code, Kind, Number, Reference, Tone

CELL = Qt.ItemDataRole.UserRole + 1
"""The role under which a model gives its :class:`Cell`."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text, and its looks."""

    text: str = ""
    align: Align = "left"
    tone: Tone | None = None
    icon: str | None = None
    """An icon at the cell's left edge, beside text of either alignment."""
    icon_tone: Tone | None = None
    """The icon's colour where it is not the text's."""
    chip: bool = False
    muted: bool = False
    bold: bool = False
    link: bool = False
    bar: float | None = None
    """A bar for this fraction, before the text; of the whole width where there is no text."""
    old: str | None = None
    """What the text replaces: shown struck out before it."""
    checked: bool | None = None
    """A box to tick before the text; None for no box."""


BLANK = Cell()


def cell_of(kind: Kind, value: Any, tone: Tone | None = None, *, masked: bool = False) -> Cell:
    """A value painted as its kind demands; a masked one hides personal data."""
    if value is None or value == "":
        return BLANK
    if masked:
        return Cell(kind.mask(value), muted=True)
    if isinstance(kind, Choice):
        option = kind.by_value.get(value)
        if option and option.tone:
            return Cell(translate(option.label), tone=option.tone, icon=option.icon, chip=True)
        return Cell(kind.show(value))
    if isinstance(kind, Number):
        muted = isinstance(value, Decimal) and value == 0
        return Cell(kind.show(value), kind.align, tone, "warning" if tone == "danger" else None, muted=muted)
    if isinstance(kind, Reference):
        return Cell(str(value))
    return Cell(kind.show(value).replace("\n", " "), kind.align, tone, muted=isinstance(kind, Code))
