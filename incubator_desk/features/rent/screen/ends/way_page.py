"""What the ways to end a lease have in common: a form beside what comes of it, the one step at the foot."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from incubator_desk.base.i18n import _
from incubator_desk.qtkit import fonts, widgets
from incubator_desk.qtkit.screen import Context

_PAUSE = 150
"""Milliseconds of rest before what was typed is reckoned."""
_FORM, _FORM_SLIM, _WIDE = 400, 364, 1340


class WayPage(QWidget):
    """The form at the left, what comes of it at the right, the step at the foot."""

    done = Signal(str, str)
    """What was done, in words, and the lease whose schedule shows it."""

    def __init__(self, context: Context, way: str) -> None:
        """``way`` names the step to those who look for its key."""
        super().__init__()
        self.context = context
        self.uid: str | None = None
        self.apply = widgets.button("", "primary", "check", run=self.carry_out)
        for key in ("Ctrl+Return", "Ctrl+Enter"):  # whether the button is ready or still waits for what is typed
            widgets.action(self, way, key, self.carry_out)
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE)
        self._timer.timeout.connect(self.reckon)

    def start(self, uid: str | None) -> None:
        """Begin with a lease."""
        raise NotImplementedError

    @property
    def settled(self) -> bool:
        """Whether the step taken here still stands."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Take in what was written."""
        raise NotImplementedError

    def focus_first(self) -> None:
        """Put the cursor where one begins."""
        raise NotImplementedError

    def reckon(self) -> None:
        """Show what comes of what was typed."""
        raise NotImplementedError

    def carry_out(self) -> None:
        """Take the step."""
        raise NotImplementedError

    def _lay_out(self, form: QWidget, result: QWidget) -> None:
        self._form = form
        middle = widgets.row(form, result, gap=12, margins=(16, 0, 16, 12))
        middle.setStretch(1, 1)
        said = widgets.Note(_("Nothing is saved yet. All of it is one step, which Ctrl+Z takes back."), "info", "info")
        foot = widgets.row(said, self.apply, gap=12, margins=(16, 9, 16, 9))
        foot.setStretch(0, 1)
        whole = widgets.column(middle, widgets.boxed(foot, "foot"), gap=0)
        whole.setStretch(0, 1)
        self.setLayout(whole)

    def _name_step(self, words: str) -> None:
        self.apply.setText(words + "  Ctrl+Enter")
        self.apply.setAccessibleName(words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._form.setFixedWidth(fonts.widened(_FORM if self.width() > _WIDE else _FORM_SLIM))
