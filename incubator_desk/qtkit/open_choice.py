"""An editor for texts of which some are well known: typed freely, or taken from those (↓)."""

from PySide6.QtCore import QPoint
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QLineEdit, QMenu

from incubator_desk.base.i18n import _, translate
from incubator_desk.catalog.kinds import OpenChoice

from . import icons
from .editors import LineEditor


class OpenChoiceEditor(LineEditor):
    """A line of text that offers what is well known."""

    def __init__(self, kind: OpenChoice) -> None:
        super().__init__(kind)
        self._options = kind.options
        self._button = self.addAction(icons.icon("down", "muted"), QLineEdit.ActionPosition.TrailingPosition)
        self._button.setToolTip(_("Choose (↓)"))
        self._button.triggered.connect(self.pick)

    def setReadOnly(self, fixed: bool) -> None:
        super().setReadOnly(fixed)
        self._button.setDisabled(fixed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and not self.isReadOnly():
            self.pick()
            return
        super().keyPressEvent(event)

    def pick(self) -> None:
        """Open the list of what is well known."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setMinimumWidth(self.width())
        for option in self._options:
            text = translate(option.label)
            entry = menu.addAction(text.replace("&", "&&"))
            entry.triggered.connect(lambda _on=False, text=text: self._picked(text))
            if text == self.text().strip():
                menu.setActiveAction(entry)
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))
        if menu.activeAction() is None:
            menu.setActiveAction(menu.actions()[0])

    def _picked(self, text: str) -> None:
        self.setText(text)
        self.setModified(True)
        self.edited.emit()
