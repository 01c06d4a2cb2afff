"""Two short fields of a form side by side; one below the other where there is no room for what they hold."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from . import fonts
from .form import FieldRow

_GAP, _LEAST, _FIELD = 14, 116, 150


class Pair(QWidget):
    """Two fields, whose editors are as wide as each other."""

    def __init__(self, first: FieldRow, second: FieldRow, wide: int, least: int = _LEAST) -> None:
        """``wide`` is the width of the second's label beside the first, ``least`` what each editor needs."""
        super().__init__()
        self._rows, self._wide, self._least = (first, second), wide, least
        high = max(row.label.height() for row in self._rows)
        for row in self._rows:
            row.label.setFixedHeight(high)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(_GAP)
        second.label.setFixedWidth(wide)
        self._box.addWidget(first, first.label.width() + _FIELD)
        self._box.addWidget(second, wide + _FIELD)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        first, second = self._rows
        needed = first.label.width() + self._wide + 2 * fonts.widened(self._least) + _GAP
        beside = self.width() >= needed
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if way != self._box.direction():
            second.label.setFixedWidth(self._wide if beside else first.label.width())
            self._box.setSpacing(_GAP if beside else 6)
            self._box.setDirection(way)
            self.updateGeometry()
