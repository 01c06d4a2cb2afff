"""The smallest pieces: labels, buttons, layouts, dressed by role and tone of the style sheet."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from incubator_desk.catalog.kinds import Tone

from . import icons, painting, theme
from .tokens import TONE_ICONS

W = TypeVar("W", bound=QWidget)
L = TypeVar("L", QHBoxLayout, QVBoxLayout)
Part = QWidget | QLayout | int | None
_GAP = 3
_LEAST = 40
"""The width that is left of words which give way."""
Margins = tuple[int, int, int, int]


def dressed(widget: W, role: str = "", tone: str | None = None) -> W:
    """The widget in a role and tone of the style sheet; one that was shown before changes at once."""
    if role:
        widget.setProperty("role", role)
        widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, on=True)
    if tone is not None:
        widget.setProperty("tone", tone)
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        theme.polish(widget)
    return widget


def label(text: str = "", role: str = "", tone: str | None = None) -> QLabel:
    """A label in a role; its text is plain."""
    made = dressed(QLabel(text), role, tone)
    made.setTextFormat(Qt.TextFormat.PlainText)
    return made


class Elided(QLabel):
    """Words on one line that give way to what stands beside them; the whole of them shows when pointed at."""

    def __init__(self, text: str = "", role: str = "") -> None:
        super().__init__()
        dressed(self, role)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.tell(text)

    def tell(self, text: str) -> None:
        """Say something else."""
        self.whole = text
        self.setToolTip(text)
        self.setAccessibleName(text)
        self.updateGeometry()
        self._fit()

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(self.fontMetrics().horizontalAdvance(self.whole) + 2, hint.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setText(self.fontMetrics().elidedText(self.whole, Qt.TextElideMode.ElideRight, self.width()))


def wrapped(text: str = "", role: str = "", tone: str | None = None) -> QLabel:
    """A label of as many lines as its text needs."""
    made = label(text, role, tone)
    made.setWordWrap(True)
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    return made


def button(
    text: str, role: str = "", icon: str = "", key: str = "", run: Callable[[], Any] | None = None
) -> QPushButton:
    """A button with its icon and key; ``&`` in the text is doubled. Roles: primary, flat, link, chip, search."""
    made = dressed(QPushButton(text.replace("&", "&&")), role)
    if icon:
        ink = {"primary": "on_accent", "link": "accent"}.get(role, "text2")
        made.setIcon(icons.icon(icon, ink, gap=_GAP))
        made.setIconSize(QSize(16 + _GAP, 16))
    if key:
        made.setShortcut(key)
        made.setToolTip(f"{text} ({made.shortcut().toString()})")
    made.setAutoDefault(False)
    if role == "link":
        made.setCursor(Qt.CursorShape.PointingHandCursor)
    if run:
        made.clicked.connect(lambda _checked=False: run())
    return made


def onward(text: str, run: Callable[[], Any], icon: str = "check") -> QPushButton:
    """The button that goes on from here: with Ctrl+Enter, which stands on it."""
    made = button("", "primary", icon, run=run)
    say_onward(made, text)
    return made


def say_onward(made: QPushButton, text: str) -> None:
    """Give such a button its text; a button's shortcut goes with the text it had."""
    made.setText(f"{text}  Ctrl+Enter".replace("&", "&&"))
    made.setShortcut("Ctrl+Return")


def tool(icon: str, text: str, run: Callable[[], Any] | None = None, key: str = "") -> QToolButton:
    """A button of an icon alone, named for those who do not see it."""
    made = QToolButton()
    made.setIcon(icons.icon(icon, size=18))
    made.setIconSize(QSize(18, 18))
    made.setAccessibleName(text)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    if key:
        made.setShortcut(key)
    made.setToolTip(f"{text} ({made.shortcut().toString()})" if key else text)
    if run:
        made.clicked.connect(lambda _checked=False: run())
    return made


def action(parent: QWidget, text: str, key: str, run: Callable[[], Any], icon: str = "") -> QAction:
    """An action of a window or screen with its key."""
    made = QAction(text, parent)
    if icon:
        made.setIcon(icons.icon(icon))
    if key:
        made.setShortcut(key)
        made.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    made.triggered.connect(lambda _checked=False: run())
    parent.addAction(made)
    return made


def row(*parts: Part, gap: int = 8, margins: Margins = (0, 0, 0, 0)) -> QHBoxLayout:
    """Parts side by side; None stretches, a number is a gap."""
    return _filled(QHBoxLayout(), parts, gap, margins)


def column(*parts: Part, gap: int = 8, margins: Margins = (0, 0, 0, 0)) -> QVBoxLayout:
    """Parts below each other; None stretches, a number is a gap."""
    return _filled(QVBoxLayout(), parts, gap, margins)


def _filled(box: L, parts: Sequence[Part], gap: int, margins: Margins) -> L:
    box.setSpacing(gap)
    box.setContentsMargins(*margins)
    for part in parts:
        if part is None:
            box.addStretch(1)
        elif isinstance(part, int):
            box.addSpacing(part)
        elif isinstance(part, QLayout):
            box.addLayout(part)
        else:
            box.addWidget(part)
    return box


def boxed(layout: QLayout, role: str = "") -> QWidget:
    """A plain widget around a layout."""
    made = dressed(QWidget(), role)
    made.setLayout(layout)
    return made


def card(layout: QLayout, role: str = "card") -> QFrame:
    """A card around a layout; the role ``tile`` is one inside a panel."""
    made = dressed(QFrame(), role)
    made.setLayout(layout)
    return made


def rule() -> QFrame:
    """A thin line between what stands below each other."""
    return dressed(QFrame(), "rule")


def divider(height: int = 20) -> QFrame:
    """A thin line between what stands side by side."""
    made = dressed(QFrame(), "divider")
    made.setFixedHeight(height)
    return made


def clear(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        if widget := item.widget():
            widget.hide()  # one that was put in just now would else be shown yet, as a window of its own
            widget.setParent(None)
            widget.deleteLater()
        elif inner := item.layout():
            clear(inner)


class Picture(QWidget):
    """An icon that stands alone, in the colour of a token or tone; it says nothing that words beside it do not."""

    def __init__(self, name: str, role: str = "text2", size: int = 16) -> None:
        super().__init__()
        self._name, self.role, self._size = name, role, size
        self.setFixedSize(size, size)

    def show_icon(self, name: str, role: str) -> None:
        """Show another icon."""
        self._name, self.role = name, role
        self.update()

    def ink(self) -> str:
        """The colour it is drawn in."""
        return theme.tokens().ink(self.role)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painting.icon(painter, 0, self.rect(), self._name, self.ink(), self._size)


class Chip(QWidget):
    """A state: icon and word on a tinted ground."""

    def __init__(self, text: str, tone: Tone = "neutral", icon: str | None = None) -> None:
        super().__init__()
        self._text, self._tone, self._icon = text, tone, icon
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        """The word."""
        return self._text

    def sizeHint(self) -> QSize:
        return QSize(painting.chip_width(self._text, self._icon), painting.chip_height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painting.chip(QPainter(self), QRect(self.rect()), self._text, self._tone, self._icon)


class Note(QWidget):
    """A remark with the icon of its tone: what is wrong with a field, what a figure means."""

    def __init__(self, text: str = "", tone: Tone | None = None, icon: str = "") -> None:
        super().__init__()
        self._picture = Picture("info", size=14)
        self._words = wrapped("", "caption")
        self.setLayout(row(self._picture, self._words, gap=5))
        self.tell(text, tone, icon)

    def tell(self, text: str, tone: Tone | None = None, icon: str = "") -> None:
        """Say something else; without a tone it stands without an icon."""
        self._words.setText(text)
        dressed(self._words, "caption", tone or "")
        self._picture.setVisible(tone is not None)
        if tone:
            self._picture.show_icon(icon or TONE_ICONS[tone], tone)

    def text(self) -> str:
        """What it says."""
        return self._words.text()
