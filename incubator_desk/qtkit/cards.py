"""White boxes on the page: cards, figures, what stands where a list is empty, a row of a form."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from incubator_desk.catalog.kinds import Tone

from . import fonts
from .pieces import Note, Part, Picture, boxed, button, column, dressed, label, row
from .tokens import CONTROL

LABEL_WIDTH = 84
"""The width of labels left of a form's fields, in pixels; 56 in a second column."""
_PRESSES = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class Card(QFrame):
    """A titled card; its content goes into :attr:`body`, small widgets beside the title into ``beside``."""

    def __init__(
        self, title: str, *beside: Part, action: str = "", run: Callable[[], Any] | None = None, padded: bool = True
    ) -> None:
        super().__init__()
        dressed(self, "card")
        self.setAccessibleName(title)
        self.title = label(title, "card-title")
        head = row(self.title, *(beside or (None,)), margins=(15, 11, 15, 7))
        if action:
            head.addWidget(button(action, "link", run=run))
        self.body: QVBoxLayout = column(gap=0, margins=(15, 2, 15, 12) if padded else (1, 0, 1, 5))
        whole = column(head, self.body, gap=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)


class FigureCard(QFrame):
    """One figure: what it is, how much, and what it means. With ``run`` it opens to what it is made of."""

    def __init__(
        self, caption: str, figure: str, unit: str = "", note: str = "", tone: Tone | None = None, *,
        small: bool = False, run: Callable[[], Any] | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        dressed(self, "card")
        self._run = run
        amount = label(figure, "card-title" if small else "figure", tone if small else None)
        line = row(amount, label(unit, "caption"), None, gap=5)
        line.setAlignment(amount, Qt.AlignmentFlag.AlignBottom)
        parts: list[Part] = [label(caption, "caption" if small else "facts"), line]
        if note and small:
            parts.append(label(note, "caption"))
        elif note:
            parts.append(Note(note, tone, "warning" if tone == "danger" else ""))
        margins = (12, 8, 10, 8) if small else (16, 10, 14, 10)
        self.setLayout(column(*parts, None, gap=0, margins=margins))
        self.setAccessibleName(" ".join(part for part in (caption, figure, unit, note) if part))
        if run:
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            dressed(self, tone="open")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if self._run and self.rect().contains(event.position().toPoint()):
            self._run()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._run and event.key() in _PRESSES:
            self._run()
            return
        super().keyPressEvent(event)


class EmptyState(QWidget):
    """What stands where nothing is listed: a picture, one sentence, one thing to do and one link."""

    def __init__(
        self, icon: str, text: str, primary: str = "", run: Callable[[], Any] | None = None, *,
        link: str = "", follow: Callable[[], Any] | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        dressed(self, "surface")
        self.words = label(text, "facts")
        centred = Qt.AlignmentFlag.AlignHCenter
        self.words.setAlignment(centred)
        ways = row(None, gap=10)
        if primary:
            ways.addWidget(button(primary, "primary", "plus", run=run))
        if link:
            ways.addWidget(button(link, "link", run=follow))
        ways.addStretch(1)
        picture = Picture(icon, "muted", 40)
        whole = column(None, picture, self.words, ways, None, gap=12)
        whole.setAlignment(picture, centred)
        self.setLayout(whole)

    def cover(self, view: QWidget) -> None:
        """Lie over a view; who shows the view decides when this is visible."""
        self.setParent(view)
        view.installEventFilter(self)
        self.setGeometry(view.rect())

    def eventFilter(self, watched: Any, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(watched.rect())
        return super().eventFilter(watched, event)


class FormRow(QWidget):
    """A field of a form: its label at the left, its unit at the right, below it what is wrong and what is right."""

    def __init__(
        self, text: str, editor: QWidget, *, unit: str = "", required: bool = False, narrow: int = LABEL_WIDTH
    ) -> None:
        super().__init__()
        self.editor = editor
        self.label = label(text + (" *" if required else ""), "label")
        self.label.setFixedWidth(fonts.widened(narrow))
        self.label.setBuddy(editor)
        if not editor.accessibleName():
            editor.setAccessibleName(text)
        self.note = Note()
        self.note.hide()
        line = row(editor, label(unit, "caption"), gap=6) if unit else row(editor)
        line.setStretch(0, 1)
        field = boxed(column(line, self.note, gap=3))
        whole = row(self.label, field, gap=8)
        whole.setAlignment(self.label, Qt.AlignmentFlag.AlignTop)
        self.label.setFixedHeight(fonts.grown(CONTROL))
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def tell(self, text: str = "", tone: Tone = "danger") -> None:
        """Show what is wrong (``danger``) or worth a look (``warning``); nothing for a right value."""
        self.editor.setProperty("state", "error" if text and tone == "danger" else "")
        dressed(self.editor, self.editor.property("role") or "")
        self.note.tell(text, tone)
        self.note.setVisible(bool(text))
        self.editor.setAccessibleDescription(text)
