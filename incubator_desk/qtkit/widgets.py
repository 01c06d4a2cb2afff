"""The pieces that screens are put together from, under one name."""

from .cards import Card, EmptyState, FigureCard, FormRow
from .filters import ChipRow, FilterButton, SearchField, SearchOpener
from .flows import Station, Stations, Timeline
from .fortnight import Entry, Fortnight
from .heads import PageHead, StatusFact
from .notices import Banner, ProgressStrip, UndoBar
from .pieces import (
    Chip,
    Elided,
    Note,
    Picture,
    action,
    boxed,
    button,
    card,
    clear,
    column,
    divider,
    dressed,
    label,
    onward,
    row,
    rule,
    say_onward,
    tool,
    wrapped,
)

__all__ = [
    "Banner", "Card", "Chip", "ChipRow", "Elided", "EmptyState", "Entry", "FigureCard", "FilterButton", "FormRow",
    "Fortnight", "Note", "PageHead", "Picture", "ProgressStrip", "SearchField", "SearchOpener", "Station",
    "Stations", "StatusFact", "Timeline", "UndoBar", "action", "boxed", "button", "card", "clear", "column",
    "divider", "dressed", "label", "onward", "row", "rule", "say_onward", "tool", "wrapped",
]  # fmt: skip
