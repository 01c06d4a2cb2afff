"""Fields gone through with Enter: each leads to the next one shown, the last one ends the entry."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from .editors import ReferenceEditor

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Chain(QObject):
    """Lets Enter lead from field to field; Tab keeps its own way."""

    left = Signal()
    """Enter in a field: what was typed may decide which fields follow."""
    finished = Signal()
    """Enter in the last field."""

    def __init__(self, parent: QWidget, fields: Sequence[QWidget]) -> None:
        super().__init__(parent)
        self._fields = list(fields)
        for field in self._fields:
            field.installEventFilter(self)
            if isinstance(field, ReferenceEditor):
                field.picked.connect(lambda field=field: self.advance(field))

    def advance(self, field: QObject) -> None:
        """On to the next field shown, or to the end."""
        self.left.emit()
        at = next(at for at, each in enumerate(self._fields) if each is field)
        for following in self._fields[at + 1 :]:
            if following.isVisibleTo(self._parent()) and following.isEnabled():
                self.enter(following)
                return
        self.finished.emit()

    def _parent(self) -> QWidget:
        parent = self.parent()
        assert isinstance(parent, QWidget)
        return parent

    @staticmethod
    def enter(field: QWidget) -> None:
        """Put the cursor into a field, so that typing replaces what stands there."""
        field.setFocus(Qt.FocusReason.TabFocusReason)
        if isinstance(field, QLineEdit):
            field.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _ENTER:
            plain: Any = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if plain == Qt.KeyboardModifier.NoModifier:
                self.advance(watched)
                return True
        return super().eventFilter(watched, event)
