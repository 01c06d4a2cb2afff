"""Sessions to and from calendar files, asked for and shown in dialogs."""

from .exporting import export_calendar
from .importing import import_calendar

__all__ = ["export_calendar", "import_calendar"]
