"""The small pieces that screens are put together from."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
    QWidgetAction,
    QCheckBox,
)

from incubator_desk.base.i18n import _
from incubator_desk.catalog.kinds import Tone

from . import icons, theme

W = TypeVar("W", bound=QWidget)
L = TypeVar("L", QHBoxLayout, QVBoxLayout)


def dressed(widget: W, role: str = "", tone: str | None = None) -> W:
    """The widget in a role and tone of the style sheet."""
    if role:
        widget.setProperty("role", role)
    if tone is not None:
        widget.setProperty("tone", tone)
    return widget


def label(text: str = "", role: str = "", tone: str | None = None) -> QLabel:
    """A label in a role; its text is plain."""
    made = dressed(QLabel(text), role, tone)
    made.setTextFormat(Qt.TextFormat.PlainText)
    return made


def button(
    text: str, role: str = "", icon: str = "", key: str = "", run: Callable[[], Any] | None = None
) -> QPushButton:
    """A button with its icon and key; ``&`` in the text is doubled."""
    made = dressed(QPushButton(text.replace("&", "&&")), role)
    if icon:
        made.setIcon(icons.icon(icon, "on_accent" if role == "primary" else "accent" if role == "link" else "text2"))
        made.setIconSize(QSize(16, 16))
    if key:
        made.setShortcut(key)
        made.setToolTip(f"{text} ({made.shortcut().toString()})")
    made.setAutoDefault(False)
    if run:
        made.clicked.connect(lambda _checked=False: run())
    return made


def tool(icon: str, text: str, run: Callable[[], Any] | None = None, key: str = "") -> QToolButton:
    """A button of an icon alone, named for those who do not see it."""
    made = QToolButton()
    made.setIcon(icons.icon(icon))
    made.setIconSize(QSize(18, 18))
    made.setAccessibleName(text)
    if key:
        made.setShortcut(key)
    made.setToolTip(f"{text} ({made.shortcut().toString()})" if key else text)
    if run:
        made.clicked.connect(lambda _checked=False: run())
    return made


def row(
    *parts: QWidget | QLayout | int | None, gap: int = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)
) -> QHBoxLayout:
    """Parts side by side; None stretches, a number is a gap."""
    return _filled(QHBoxLayout(), parts, gap, margins)


def column(
    *parts: QWidget | QLayout | int | None, gap: int = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)
) -> QVBoxLayout:
    """Parts below each other; None stretches, a number is a gap."""
    return _filled(QVBoxLayout(), parts, gap, margins)


def _filled(box: L, parts: Sequence[Any], gap: int, margins: tuple[int, int, int, int]) -> L:
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
    made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, on=True)
    made.setLayout(layout)
    return made


def card(layout: QLayout, role: str = "card") -> QFrame:
    """A card around a layout."""
    made = dressed(QFrame(), role)
    made.setLayout(layout)
    return made


def rule() -> QFrame:
    """A thin line."""
    return dressed(QFrame(), "rule")


def clear(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        if widget := item.widget():
            widget.setParent(None)
            widget.deleteLater()
        elif inner := item.layout():
            clear(inner)


class Chip(QWidget):
    """A state: icon and word on a tinted ground."""

    def __init__(self, text: str, tone: Tone = "neutral", icon: str | None = None) -> None:
        super().__init__()
        self.setAccessibleName(text)
        word = dressed(label(text), "chip", tone)
        if icon:
            picture = QLabel()
            picture.setPixmap(icons.pixmap(icon, theme.tokens().tones[tone][0], 14))
            self.setLayout(row(picture, word, gap=3))
        else:
            self.setLayout(row(word))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)


class SearchField(QLineEdit):
    """A field that searches as one types; Escape clears it."""

    def __init__(self, hint: str) -> None:
        super().__init__()
        dressed(self, "search")
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.setClearButtonEnabled(True)
        self.addAction(icons.icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)

    def keyPressEvent(self, event: Any) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)


class ChipRow(QWidget):
    """Chips of which one is chosen; arrow keys move between them."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._row = row(gap=6)
        self.setLayout(self._row)

    def fill(self, options: Sequence[tuple[Any, str]], current: Any) -> None:
        """Show these values with their words."""
        clear(self._row)
        for button_ in self._group.buttons():
            self._group.removeButton(button_)
        for value, text in options:
            made = button(text, "chip")
            made.setCheckable(True)
            made.setChecked(value == current)
            made.clicked.connect(lambda _checked=False, value=value: self.chosen.emit(value))
            self._group.addButton(made)
            self._row.addWidget(made)


class FilterButton(QPushButton):
    """“Field: all” with a list of values to tick."""

    changed = Signal()

    def __init__(self, name: str, options: Sequence[tuple[Any, str]]) -> None:
        super().__init__()
        dressed(self, "flat")
        self._name, self._options = name, options
        self.ticked: set[Any] = set()
        self._menu = QMenu(self)
        self._boxes: dict[Any, QCheckBox] = {}
        for value, text in options:
            box = QCheckBox(text.replace("&", "&&"))
            box.setContentsMargins(8, 2, 8, 2)
            box.toggled.connect(lambda on, value=value: self._tick(value, on=on))
            action = QWidgetAction(self._menu)
            action.setDefaultWidget(boxed(row(box, None, margins=(10, 2, 14, 2))))
            self._menu.addAction(action)
            self._boxes[value] = box
        self.setMenu(self._menu)
        self.setAutoDefault(False)
        self._tell()

    def tick(self, values: set[Any]) -> None:
        """Tick just these values."""
        for value, box in self._boxes.items():
            box.setChecked(value in values)

    def _tick(self, value: Any, *, on: bool) -> None:
        (self.ticked.add if on else self.ticked.discard)(value)
        self._tell()
        self.changed.emit()

    def _tell(self) -> None:
        chosen = [text for value, text in self._options if value in self.ticked]
        self.setIcon(icons.icon("filter", "accent" if chosen else "text2"))
        comma = _(", ")
        shown = comma.join(chosen[:2]) + (" …" if len(chosen) > 2 else "") if chosen else _("all")
        self.setText(_("{field}: {values}").format(field=self._name, values=shown).replace("&", "&&"))


class Banner(QFrame):
    """A notice above the content, with one way on."""

    def __init__(self, text: str, tone: Tone = "info", action: str = "", run: Callable[[], Any] | None = None) -> None:
        super().__init__()
        dressed(self, "banner", tone)
        names: dict[str, str] = {
            "info": "clock",
            "warning": "warning",
            "danger": "error-circle",
            "success": "check-circle",
        }
        picture = QLabel()
        picture.setPixmap(icons.pixmap(names.get(tone, "info"), theme.tokens().tones[tone][0], 16))
        self.words = label(text, tone=tone)
        self.words.setWordWrap(True)
        self.words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        parts: list[Any] = [picture, self.words]
        if action:
            parts.append(button(action, "link", run=run))
        self.setLayout(row(*parts, margins=(12, 6, 8, 6)))
        self.setAccessibleName(text)


class UndoBar(QFrame):
    """What was just done, for ten seconds with a way back."""

    undo = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        dressed(self, "undo")
        self.words = label()
        self._picture = QLabel()
        self._button = button(_("Undo") + "  Ctrl+Z", run=self._undo)
        self._close = tool("close", _("Close"), self.hide)
        self.setLayout(row(self._picture, self.words, 24, self._button, self._close, margins=(14, 6, 8, 6)))
        self._timer = QTimer(self, singleShot=True, interval=10_000)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def tell(self, text: str, tone: Tone = "success", *, undoable: bool = True) -> None:
        """Show a text; with a way back where there is one."""
        names: dict[str, str] = {"success": "check-circle", "danger": "error-circle", "warning": "warning"}
        dark = {"success": "#84D8A4", "danger": "#FFA29A", "warning": "#F3C673"}
        self._picture.setPixmap(icons.pixmap(names.get(tone, "info"), dark.get(tone, "#98C0FF"), 16))
        self._close.setIcon(icons.QIcon(icons.pixmap("close", "#FFFFFF", 16)))
        self.words.setText(text)
        self._button.setVisible(undoable)
        self.adjustSize()
        self.settle()
        self.show()
        self.raise_()
        self._timer.start()

    def settle(self) -> None:
        """Stand at the bottom left of the parent."""
        host = self.parentWidget()
        self.setMaximumWidth(max(300, host.width() - 260))
        self.adjustSize()
        self.move(232 if host.width() > 1200 else 60, host.height() - self.height() - 44)

    def _undo(self) -> None:
        self.hide()
        self.undo.emit()


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
