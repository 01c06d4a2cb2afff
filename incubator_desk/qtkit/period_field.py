"""A period as people choose it: typed, one further on or back, or one of the usual ones."""

from collections.abc import Iterator
from datetime import date
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from incubator_desk.base.i18n import N_, _, translate
from incubator_desk.base.periods import Period

from . import icons, theme, widgets

_USUAL = (
    (1, 0, N_("This month")), (1, -1, N_("Last month")), (3, 0, N_("This quarter")), (3, -1, N_("Last quarter")),
    (6, 0, N_("This half-year")), (12, 0, N_("This year")), (12, -1, N_("Last year")),
)  # fmt: skip
"""Months, how many such periods from today, and its words."""


class PeriodField(QWidget):
    """The field with its arrows; Up and Down go on and back, Alt+Down opens the usual ones."""

    edited = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today
        self.line = _Line()
        self.line.setAccessibleName(_("Period"))
        self.line.setToolTip(_("2020, 2020-H1, 2020-Q1 or 2020-02"))
        self.line.stepped.connect(self.step)
        self.line.asked.connect(self.offer)
        self.line.editingFinished.connect(self.edited)
        usual = self.line.addAction(icons.icon("calendar", "muted"), QLineEdit.ActionPosition.TrailingPosition)
        usual.setToolTip(_("The usual periods (Alt+↓)"))
        usual.triggered.connect(self.offer)
        before = widgets.tool("left", _("Period before (↓ in the field)"), partial(self.step, -1))
        after = widgets.tool("right", _("Period after (↑ in the field)"), partial(self.step, 1))
        whole = widgets.row(before, self.line, after, gap=2)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.setFocusProxy(self.line)

    def put(self, period: str) -> None:
        """Show a period."""
        self.line.setText(period)

    def text(self) -> str:
        """What stands in the field."""
        return self.line.text()

    def value(self) -> Period | None:
        """The period; None where what was typed is none."""
        try:
            return Period.parse(self.line.text())
        except ValueError:
            return None

    def mark(self, *, wrong: bool) -> None:
        """Show whether what was typed is no period."""
        self.line.setProperty("state", "error" if wrong else "")
        theme.polish(self.line)

    def step(self, by: int) -> None:
        """On to the next period of the same length, or back; the month of today where there is none."""
        period = self.value()
        self._choose(period.shifted(by) if period else Period.month_of(self._today))

    def _choose(self, period: Period) -> None:
        self.line.setText(period.text)
        self.edited.emit()

    def usual(self) -> Iterator[tuple[str, Period]]:
        """The usual periods seen from today, with their words."""
        for months, by, words in _USUAL:
            yield translate(words), Period.of(self._today, months).shifted(by)

    def offer(self) -> None:
        """Open the list of usual periods."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, period in self.usual():
            menu.addAction(f"{words}    {period}").triggered.connect(lambda _on=False, p=period: self._choose(p))
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))
        menu.setActiveAction(menu.actions()[0])


class _Line(QLineEdit):
    stepped = Signal(int)
    asked = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.asked.emit()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Up else -1)
        else:
            super().keyPressEvent(event)
