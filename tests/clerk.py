"""A clerk at the keyboard: filters, lists of cases, their steps, the working date; keys alone."""

from collections.abc import Callable
from typing import Any

from hands import ALT, CTRL, Hands
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QCheckBox, QMenu, QPushButton

from incubator_desk.qtkit.steps import StepDialog

SHIFT = Qt.KeyboardModifier.ShiftModifier


class Clerk(Hands):
    """The clerk of the day."""

    def tick_filter(self, button: QPushButton, *texts: str) -> None:
        """Open a filter's list with Space, tick some of its boxes, close it."""
        self.tab_to(button)

        def act(menu: QMenu) -> None:
            for box in menu.findChildren(QCheckBox):
                if box.text() in texts:
                    box.setFocus()
                    self.qtbot.keyClick(box, Qt.Key.Key_Space)
            menu.close()

        self._in_menu(act)
        assert all(
            any(text == box.text() and box.isChecked() for box in button.menu().findChildren(QCheckBox))
            for text in texts
        )

    def list_cases(self, query: str, state: str, register: str = "reliefs") -> Any:
        """The cases of a search in one state, the first one current."""
        screen = self.go(register)
        self.press(Qt.Key.Key_F, CTRL)
        self.enter(query)
        chips = screen.narrowing._chips
        chosen = next(b for b in chips._group.buttons() if b.isChecked())
        self.tab_to(chosen)
        if any(b.text().startswith(state) for b in chips._group.buttons()):
            while not self.focus().text().startswith(state):  # type: ignore[attr-defined]
                self.press(Qt.Key.Key_Right)
        else:
            self._more_states(screen, state)
        assert next(b.text() for b in chips._group.buttons() if b.isChecked()).startswith(state)
        self.tab_to(screen.table)
        self.press(Qt.Key.Key_Home, CTRL)
        return screen

    def _more_states(self, screen: Any, state: str) -> None:
        def act(menu: QMenu) -> None:
            for _entry in menu.actions():
                self.qtbot.keyClick(menu, Qt.Key.Key_Down)
                if menu.activeAction().text().startswith(state):
                    self.qtbot.keyClick(menu, Qt.Key.Key_Return)
                    return

        self.tab_to(screen.narrowing.more)
        self._in_menu(act)

    def _in_menu(self, act: Callable[[QMenu], None]) -> None:
        """Open the focused button's menu with Space and do something in it."""
        done: list[bool] = []

        def look() -> None:
            menu = QApplication.activePopupWidget()
            if not isinstance(menu, QMenu):
                QTimer.singleShot(30, look)
                return
            act(menu)
            done.append(True)

        QTimer.singleShot(30, look)
        self.press(Qt.Key.Key_Space)
        self.qtbot.waitUntil(lambda: bool(done) and QApplication.activePopupWidget() is None)
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)

    def move(self, screen: Any, count: int, step: str | None = None, reason: str = "", **asked: str) -> None:
        """Take a step with so many cases from the first on."""
        self.press(Qt.Key.Key_Home, CTRL)
        if count == screen.model.rowCount() > 1:
            self.press(Qt.Key.Key_A, CTRL)
        elif screen.model.rowCount() == 1:
            self.press(Qt.Key.Key_Space)
        else:
            self.press(Qt.Key.Key_Down)
            self.press(Qt.Key.Key_Up)
            for _more in range(count - 1):
                self.press_quick(Qt.Key.Key_Down, SHIFT)
        assert len(screen.chosen()) == count
        self.press(Qt.Key.Key_M, ALT)
        dialog = self.dialog(StepDialog)
        if step is not None:
            self.tab_to(dialog.step)
            self.enter(step)
        for name, text in asked.items():
            self.tab_to(dialog.asked[name].editor)
            self.enter(text)
        if reason:
            self.tab_to(dialog.reason.editor)
            self.qtbot.keyClicks(self.focus(), reason)
        if len(dialog.ticks) > 1:
            self.press(Qt.Key.Key_H, ALT)
        elif dialog.ticks:
            (box,) = dialog.ticks.values()
            self.tab_to(box)
            self.press(Qt.Key.Key_Space)
        taken: list[Any] = []
        dialog.taken.connect(taken.append)
        self.press(Qt.Key.Key_Return, CTRL)
        self.qtbot.waitUntil(lambda: bool(taken))
        self.window.activateWindow()
        self.qtbot.wait(20)

    def press_quick(self, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
        self.qtbot.keyClick(self.focus(), key, modifier)

    def working_date(self, days: int) -> None:
        """Set the working date so many days later, through the palette and the calendar's keys."""

        def act() -> None:
            dialog = QApplication.activeModalWidget()
            if dialog is None:
                QTimer.singleShot(30, act)
                return
            calendar = dialog._calendar  # type: ignore[attr-defined]
            view = calendar.focusProxy() or calendar
            for _day in range(days):
                self.qtbot.keyClick(view, Qt.Key.Key_Right)
            self.qtbot.keyClick(view, Qt.Key.Key_Return)

        self.press(Qt.Key.Key_K, CTRL)
        self.enter(">working date")
        QTimer.singleShot(30, act)
        self.press(Qt.Key.Key_Return)
        self.qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
