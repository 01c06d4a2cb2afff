"""What the program says by itself: banners above the content, the bar that offers to undo, long work's progress."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QProgressBar, QWidget

from incubator_desk.base.i18n import _
from incubator_desk.catalog.kinds import Tone

from . import icons
from .pieces import Picture, button, dressed, label, row, tool, wrapped
from .tokens import DARK, NAV_SLIM, TONE_ICONS

STAYS = 10_000
"""How long the undo bar stays, in milliseconds."""


class Banner(QFrame):
    """A notice above the content, with one way on."""

    def __init__(self, text: str, tone: Tone = "info", action: str = "", run: Callable[[], Any] | None = None) -> None:
        super().__init__()
        dressed(self, "banner", tone)
        self.words = wrapped(text, tone=tone)
        line = row(Picture(TONE_ICONS[tone], tone), self.words, gap=8, margins=(12, 5, 8, 5))
        if action:
            line.addWidget(dressed(button(action, run=run), "banner", tone))
        self.setLayout(line)
        self.setMinimumHeight(38)
        self.setAccessibleName(text)


class UndoBar(QFrame):
    """What was just done, for ten seconds with a way back; it waits while it has the focus."""

    undo = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._host = parent
        self.beside: Callable[[], int] = lambda: NAV_SLIM
        """How much of the parent's left is taken by what the bar stands beside."""
        dressed(self, "undo")
        self.words = label()
        self._picture = _Light()
        self._button = button(_("Undo") + "  Ctrl+Z", run=self._undo)
        self._close = tool("close", _("Close"), self.hide)
        self._close.setIcon(icons.icon("close", "on_bar", size=18))
        self.setLayout(row(self._picture, self.words, 24, self._button, self._close, gap=8, margins=(14, 6, 8, 6)))
        self._timer = QTimer(self, singleShot=True, interval=STAYS)
        self._timer.timeout.connect(self._fade)
        self.hide()

    def tell(self, text: str, tone: Tone = "success", *, undoable: bool = True) -> None:
        """Show a text; with a way back where there is one."""
        self._picture.show_icon(TONE_ICONS[tone], tone)
        self.words.setText(text)
        self.setAccessibleName(text)
        self._button.setVisible(undoable)
        self.settle()
        self.show()
        self.raise_()
        self._timer.start()

    def settle(self) -> None:
        """Stand at the bottom left of the parent, beside the navigation."""
        host = self._host
        left = self.beside() + 24
        room = max(300, host.width() - left - 24)
        self.words.setWordWrap(False)
        self.adjustSize()
        if self.sizeHint().width() > room:
            self.words.setWordWrap(True)
            self.resize(room, self.heightForWidth(room))
        self.move(left, host.height() - self.height() - 40)

    def _fade(self) -> None:
        focused = self.window().focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            self._timer.start()
        else:
            self.hide()

    def _undo(self) -> None:
        self.hide()
        self.undo.emit()


class _Light(Picture):
    """An icon on the undo bar, which is dark in both themes."""

    def __init__(self) -> None:
        super().__init__("check-circle", "success")

    def ink(self) -> str:
        return DARK.ink(self.role)


class ProgressStrip(QWidget):
    """Long work in the status bar: what is done, how far it is, and a way to stop it."""

    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._words = label()
        self._bar = QProgressBar()
        self._bar.setFixedWidth(140)
        self._bar.setTextVisible(False)
        self._stop = button(_("Cancel"), "link", run=self.cancelled.emit)
        self.setLayout(row(self._words, self._bar, self._stop, gap=8))

    def tell(self, title: str, count: int = 0, total: int = 0, seconds_left: int | None = None) -> None:
        """Show how far it is; a total of 0 is not known yet."""
        parts = [title]
        if total:
            parts.append(f"{count:,} / {total:,}")
        if seconds_left is not None:
            parts.append(_("{count} s left").format(count=seconds_left))
        self._words.setText("  ".join(parts))
        self._bar.setRange(0, total)
        self._bar.setValue(count)
        self._bar.setAccessibleName(self._words.text())
