"""A session repeated: how often, and until when."""

from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from incubator_desk.base.errors import Refused
from incubator_desk.base.i18n import N_, _, translate
from incubator_desk.catalog.kinds import Day
from incubator_desk.qtkit import widgets
from incubator_desk.qtkit.editors import DayEditor
from incubator_desk.qtkit.screen import worded

ONCE = "once"
_HOW = (
    (ONCE, N_("Once")),
    ("weekly", N_("Every week")),
    ("fortnightly", N_("Every two weeks")),
    ("monthly", N_("Every month, the same day")),
    ("monthly_weekday", N_("Every month, the same weekday")),
)
_LABEL = 72


class Repeat(QWidget):
    """How often a new session takes place; blank until it is chosen, a last day is asked for."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.how = QComboBox()
        self.how.setAccessibleName(_("Repeat"))
        for value, label in _HOW:
            self.how.addItem(translate(label), value)
        self.until = DayEditor(Day())
        self.until.setAccessibleName(_("Until"))
        self.how.currentIndexChanged.connect(lambda _at: self._changed())
        self.until.edited.connect(self._changed)
        how = widgets.FormRow(_("Repeat"), self.how, narrow=_LABEL)
        self.row = widgets.FormRow(_("Until"), self.until, required=True, narrow=_LABEL)
        self.setLayout(widgets.column(how, self.row, gap=6))
        self.reset()

    def reset(self) -> None:
        """A session that takes place once."""
        self.how.setCurrentIndex(0)
        self.until.put(None)
        self.row.tell()
        self.row.hide()

    def _changed(self) -> None:
        self.row.setVisible(self.wanted())
        self.row.tell()
        self.edited.emit()

    def wanted(self) -> bool:
        """Whether it is repeated."""
        return self.how.currentData() != ONCE

    def last(self) -> date | None:
        """The last day; None where what was typed is none, which is told."""
        try:
            found: Any = self.until.value()
        except Refused as refused:
            self.row.tell(worded(refused.problems))
            return None
        if found is None:
            self.row.tell(_("Until when is it repeated?"))
        return found if isinstance(found, date) else None
