"""The lines above and below a screen: page head, and facts in the status bar."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from incubator_desk.base.i18n import _
from incubator_desk.catalog.kinds import Tone

from .pieces import Elided, Picture, button, clear, dressed, label, row, tool
from .tokens import PAGE_HEAD


class PageHead(QWidget):
    """Back, forward, what leads here, the heading, a few facts; the screen's buttons go into :attr:`buttons`."""

    went_back = Signal()
    went_forward = Signal()

    def __init__(self) -> None:
        super().__init__()
        dressed(self, "page")
        self.back = tool("left", _("Back"), self.went_back.emit, "Alt+Left")
        self.forward = tool("right", _("Forward"), self.went_forward.emit, "Alt+Right")
        self._crumbs = row(gap=2)
        self._title = label("", "title")
        self._facts = Elided("", "facts")
        self.buttons: QHBoxLayout = row(gap=8)
        self.setLayout(
            row(
                self.back, self.forward, self._crumbs, self._title, 4, self._facts, None, self.buttons,
                gap=8, margins=(14, 0, 16, 0),
            )
        )  # fmt: skip
        self.setFixedHeight(PAGE_HEAD)

    def tell(self, title: str, facts: str = "", crumbs: Sequence[tuple[str, Callable[[], object]]] = ()) -> None:
        """Show a heading; each crumb is a word and what it opens."""
        clear(self._crumbs)
        for text, run in crumbs:
            self._crumbs.addWidget(button(text, "crumb", run=run))
            self._crumbs.addWidget(Picture("right", "muted", 14))
        self._title.setText(title)
        self._facts.tell(facts)


class StatusFact(QWidget):
    """A fact at the right of the status bar: an icon and a few words, hidden while there are none."""

    def __init__(self, icon: str, tone: Tone | None = None) -> None:
        super().__init__()
        self._picture = Picture(icon, tone or "text2", 14)
        self._words = label("", "caption")
        self.setLayout(row(self._picture, self._words, gap=5))
        self.hide()

    def tell(self, text: str) -> None:
        """Show these words."""
        self._words.setText(text)
        self.setVisible(bool(text))
