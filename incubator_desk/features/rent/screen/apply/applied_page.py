"""The last step of applying a policy: what was done, and where it goes on."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from incubator_desk.base.i18n import _
from incubator_desk.base.money import readable
from incubator_desk.qtkit import widgets


class AppliedPage(QWidget):
    """What was entered, and two ways on."""

    opened = Signal()
    again = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._tiles = widgets.row(gap=8)
        self._words = widgets.wrapped("", "card-title")
        self._note = widgets.wrapped("", "facts")
        self._open = widgets.button(_("Open the cases"), "primary", "relief", "Ctrl+Return", self.opened.emit)
        self._more = widgets.button(_("Apply another policy"), "", "document", "Alt+P", self.again.emit)
        picture = widgets.row(widgets.Picture("check-circle", "success", 28), self._words, gap=12)
        picture.setStretch(1, 1)
        ways = widgets.row(self._open, self._more, None, gap=8)
        inner = widgets.column(picture, self._note, self._tiles, ways, gap=14, margins=(24, 20, 24, 20))
        self.setLayout(widgets.column(widgets.card(inner), None, margins=(16, 0, 16, 12)))

    def show_done(self, done: dict[str, Any]) -> None:
        """Show what was done."""
        self._words.setText(done["text"])
        self._note.setText(_("One undo (Ctrl+Z) takes all of it back, as long as the cases are not moved on."))
        widgets.clear(self._tiles)
        for caption, fen, tone in done["sums"]:
            self._tiles.addWidget(widgets.FigureCard(caption, readable(fen), tone=tone, small=True), 1)
        self._tiles.addStretch(1)

    def focus_first(self) -> None:
        """Put the cursor where one begins."""
        self._open.setFocus()
