"""Someone at the keyboard: types into whatever has the focus, in the window or a dialog of it."""

from typing import Any

import keys
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QWidget

from incubator_desk.desk.window import MainWindow
from incubator_desk.qtkit.registers import RegisterScreen

NONE = Qt.KeyboardModifier.NoModifier
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


class Hands:
    """The keys of one person."""

    def __init__(self, qtbot: Any, window: MainWindow) -> None:
        self.qtbot, self.window = qtbot, window

    def go(self, name: str, uid: str | None = None) -> Any:
        """Open a page, as the navigation's keys do."""
        self.window.activateWindow()  # off-screen no window manager does that when a list of choices closes
        self.window.go(name, uid)
        self.qtbot.wait(50)  # the page's buttons take their places
        for _round in range(5):
            QApplication.processEvents()  # however busy the machine is
        assert self.window.current().name == name
        return self.window.current()

    def focus(self) -> QWidget:
        found = QApplication.focusWidget()
        assert found is not None
        return found

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        self.qtbot.keyClick(self.focus(), key, modifier)
        if modifier:
            self.qtbot.wait(150)  # a button that is pressed by its key shows it for a moment first

    def save(self) -> str:
        """Ctrl+S; gives the uid of what was saved."""
        self.press(Qt.Key.Key_S, CTRL)
        screen = self.window.current()
        assert isinstance(screen, RegisterScreen)
        assert screen.panel.form.uid, [(p.where.column, p.text()) for p in screen.panel.form._errors]
        return screen.panel.form.uid

    def fill(self, **values: str) -> None:
        """Go from field to field of the form with Tab, and type what belongs there."""
        screen = self.window.current()
        assert isinstance(screen, RegisterScreen)
        waiting = dict(values)
        for _step in range(80):
            name = next((n for n, row in screen.panel.form.rows.items() if row.field is self.focus()), None)
            if name in waiting:
                self.enter(waiting.pop(name))
            if not waiting:
                break
            self.press(Qt.Key.Key_Tab)
        assert not waiting

    def enter(self, text: str) -> None:
        """Put a text into the field that has the focus."""
        field: Any = self.focus()
        if isinstance(field, QComboBox):
            if field.currentText() != text:
                self.press(Qt.Key.Key_Home)
            for _option in range(field.count()):
                if field.currentText() != text:
                    self.press(Qt.Key.Key_Down)
            assert field.currentText() == text
            return
        if hasattr(field, "selectAll"):
            field.selectAll()
        keys.type_text(self.qtbot, field, text)
        popup = getattr(field, "_completer", None)
        if popup is not None and popup.popup().isVisible():
            self.qtbot.keyClick(popup.popup(), Qt.Key.Key_Return)

    def tab_to(self, field: QWidget) -> None:
        """Tab until a field has the focus."""
        for _step in range(60):
            if self.focus() is field:
                return
            self.press(Qt.Key.Key_Tab)
        raise AssertionError(field.accessibleName())

    def dialog(self, kind: type[QDialog]) -> Any:
        """The dialog that just opened, with the focus in it."""
        self.qtbot.waitUntil(lambda: isinstance(_top(), kind), timeout=5000)
        found = _top()
        assert found is not None
        found.activateWindow()
        self.qtbot.waitUntil(lambda: QApplication.activeWindow() is found)
        return found


def _top() -> QDialog | None:
    shown = [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]
    return shown[-1] if shown else None
