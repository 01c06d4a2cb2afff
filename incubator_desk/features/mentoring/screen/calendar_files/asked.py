"""What both dialogs ask for: a mentor and a span of days; and the folder of the last file."""

from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from incubator_desk.base.errors import Refused
from incubator_desk.base.i18n import N_, _, translate
from incubator_desk.base.spans import ENDS_BEFORE_STARTS
from incubator_desk.catalog.kinds import Day, Reference
from incubator_desk.catalog.saving import REQUIRED
from incubator_desk.qtkit import widgets
from incubator_desk.qtkit.editors import DayEditor, ReferenceEditor
from incubator_desk.qtkit.screen import Context, worded

FOLDER = "calendar/folder"
FILES = N_("Calendars (*.ics)")
LABEL = 64


class Asked(QWidget):
    """A mentor, who may be left out, and the first and last day."""

    def __init__(self, context: Context, mentor: str | None, span: tuple[date, date], *, nobody: str) -> None:
        super().__init__()
        self.mentor = widgets.FormRow(
            _("Mentor"), ReferenceEditor(Reference(register="mentors"), context), narrow=LABEL
        )
        self.mentor.editor.setPlaceholderText(nobody)  # type: ignore[attr-defined]
        self.first = widgets.FormRow(_("From"), DayEditor(Day()), required=True, narrow=LABEL)
        self.last = widgets.FormRow(_("To"), DayEditor(Day()), required=True, narrow=LABEL)
        self.rows = (self.mentor, self.first, self.last)
        for row, value in zip(self.rows, (mentor, *span), strict=True):
            row.editor.put(value)  # type: ignore[attr-defined]

    @property
    def editors(self) -> tuple[QWidget, ...]:
        """The fields in their order."""
        return tuple(row.editor for row in self.rows)

    def read(self, *, quietly: bool = False) -> tuple[str | None, tuple[date, date]] | None:
        """The mentor (uid) and the span; None where something is wrong, which is told beside its field."""
        values: list[Any] = []
        wrong: dict[widgets.FormRow, str] = {}
        for row in self.rows:
            values.append(None)
            try:
                values[-1] = row.editor.value()  # type: ignore[attr-defined]
            except Refused as refused:
                wrong[row] = worded(refused.problems)
        mentor, first, last = values
        if first and last and last < first:
            wrong[self.last] = translate(ENDS_BEFORE_STARTS).format(day=first)
        for row, day in ((self.first, first), (self.last, last)):
            if day is None:
                wrong.setdefault(row, translate(REQUIRED))
        for row in self.rows:
            row.tell("" if quietly else wrong.get(row, ""))
        return None if wrong else (mentor, (first, last))

    def focus_wrong(self) -> None:
        """Put the cursor into the first field that is wrong."""
        row = next((row for row in self.rows if not row.note.isHidden()), self.mentor)
        row.editor.setFocus()
