"""A session repeated: how often, until when or how many times, and whether free days are left out."""

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from incubator_desk.base.errors import Problem, Refused
from incubator_desk.base.i18n import _, translate
from incubator_desk.catalog.kinds import Day, Whole
from incubator_desk.features.mentoring.rules.repeating import RHYTHMS
from incubator_desk.features.mentoring.rules.repeating import Repeat as Wanted
from incubator_desk.qtkit import widgets
from incubator_desk.qtkit.editors import DayEditor, LineEditor
from incubator_desk.qtkit.screen import worded

_LABEL, _TIMES = 72, 64


class Repeat(QWidget):
    """How often a new session takes place; what a series needs is asked for once one is chosen."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.how = QComboBox()
        self.how.setAccessibleName(_("Repeat"))
        self.how.addItem(_("Once"), None)
        for rhythm, label in RHYTHMS.items():
            self.how.addItem(translate(label), rhythm)
        self.until, self.times = DayEditor(Day()), LineEditor(Whole())
        self.until.setAccessibleName(_("Until"))
        self.times.setAccessibleName(_("How many times"))
        self.times.setFixedWidth(_TIMES)
        self.worked = QCheckBox(_("Working days only"))
        self.how.currentIndexChanged.connect(lambda _at: self._changed())
        self.until.edited.connect(self._changed)
        self.times.edited.connect(self._changed)
        self.worked.toggled.connect(lambda _on: self._changed())
        ends = widgets.row(self.until, widgets.label(_("or times"), "caption"), self.times, gap=6)
        ends.setStretch(0, 1)
        self.ends = widgets.FormRow(_("Until"), widgets.boxed(ends), narrow=_LABEL)
        self._more = widgets.boxed(
            widgets.column(self.ends, widgets.row(self.ends.label.width() + 8, self.worked, None, gap=0), gap=2)
        )
        how = widgets.FormRow(_("Repeat"), self.how, narrow=_LABEL)
        self.setLayout(widgets.column(how, self._more, gap=6))
        self.reset()

    def reset(self) -> None:
        """A session that takes place once."""
        self.how.setCurrentIndex(0)
        self.until.put(None)
        self.times.put(None)
        self.worked.setChecked(True)
        self._more.hide()
        self.ends.tell()

    def _changed(self) -> None:
        self._more.setVisible(self.chosen)
        self.ends.tell()
        self.edited.emit()

    @property
    def chosen(self) -> bool:
        """Whether the session is repeated."""
        return self.how.currentData() is not None

    def wanted(self) -> Wanted:
        """The series as it was typed; refused where a day or a number cannot be read, which is told beside it."""
        try:
            until: Any = self.until.value()
            times: Any = self.times.value()
        except Refused as refused:
            self.tell(refused.problems)
            raise
        return Wanted(self.how.currentData(), until, times, self.worked.isChecked())

    def tell(self, problems: Iterable[Problem]) -> None:
        """What is wrong with the series."""
        self.ends.tell(worded(tuple(problems)))
