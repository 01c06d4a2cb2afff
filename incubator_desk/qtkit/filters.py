"""What narrows a list: a field to search in, chips of which one is chosen, lists of values to tick."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QLineEdit,
    QMenu,
    QPushButton,
    QSizePolicy,
    QWidget,
    QWidgetAction,
)

from incubator_desk.base.i18n import _

from . import fonts, icons
from .pieces import boxed, button, clear, dressed, label, row

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


class SearchField(QLineEdit):
    """A field that searches as one types; Escape clears it."""

    def __init__(self, hint: str) -> None:
        super().__init__()
        dressed(self, "search")
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.addAction(icons.icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self._erase = self.addAction(icons.icon("close", "muted"), QLineEdit.ActionPosition.TrailingPosition)
        self._erase.setToolTip(_("Clear the search"))
        self._erase.triggered.connect(self.clear)
        self._erase.setVisible(False)
        self.textChanged.connect(lambda text: self._erase.setVisible(bool(text)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)


class SearchOpener(QPushButton):
    """What looks like a field but opens the search over everything: its words, and its key at the right."""

    def __init__(self, text: str, key: str) -> None:
        super().__init__(text)
        dressed(self, "search")
        self.setAccessibleName(text)
        self.setIcon(icons.icon("search", gap=5))
        self.setIconSize(QSize(21, 16))
        self.setAutoDefault(False)
        keycap = label(key, "key")
        keycap.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        whole = row(None, keycap, margins=(0, 0, 5, 0))
        whole.setAlignment(keycap, Qt.AlignmentFlag.AlignVCenter)
        self.setLayout(whole)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(fonts.widened(220))
        self.setMaximumWidth(fonts.widened(420))
        self._words, self._keycap = text, keycap

    def sizeHint(self) -> QSize:
        wide = self.fontMetrics().horizontalAdvance(self._words) + self._beside()
        return QSize(wide, super().sizeHint().height())

    def _beside(self) -> int:
        return self._keycap.sizeHint().width() + 62

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = event.size().width() - self._beside()
        self.setText(self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room))


class ChipRow(QWidget):
    """Chips of which one is chosen. One Tab reaches the chosen one, arrow keys choose its neighbours."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._values: list[Any] = []
        self._row = row(gap=6)
        self.setLayout(self._row)

    def fill(self, options: Sequence[tuple[Any, str]], current: Any) -> None:
        """Show these values with their words; the focus stays where it was."""
        had_focus = self.isAncestorOf(self.window().focusWidget() or self)
        for made in self._group.buttons():
            self._group.removeButton(made)
        clear(self._row)
        self._values = [value for value, _text in options]
        for at, (value, text) in enumerate(options):
            self._add(at, text, checked=value == current)
        self._row.invalidate()
        self.setMinimumWidth(self._row.minimumSize().width())  # known at once to whoever makes room
        if had_focus and (checked := self._group.checkedButton()):
            checked.setFocus()

    def _add(self, at: int, text: str, *, checked: bool) -> None:
        made = button(text, "chip", run=lambda: self._choose(at))
        made.setCheckable(True)
        made.setChecked(checked)
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus if checked else Qt.FocusPolicy.ClickFocus)
        made.installEventFilter(self)
        self._group.addButton(made, at)
        self._row.addWidget(made)
        made.ensurePolished()
        # A chip is shown whole or not at all, also in the bold type of the chosen one.
        heavier = QFontMetrics(fonts.bold()).horizontalAdvance(text) - made.fontMetrics().horizontalAdvance(text)
        made.setMinimumWidth(made.sizeHint().width() + max(0, heavier))
        made.setVisible(True)  # at once: what is not yet shown takes no focus

    def _choose(self, at: int) -> None:
        for made in self._group.buttons():
            chosen = self._group.id(made) == at
            made.setFocusPolicy(Qt.FocusPolicy.StrongFocus if chosen else Qt.FocusPolicy.ClickFocus)
        self.chosen.emit(self._values[at])

    def eventFilter(self, watched: Any, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _STEPS:
            step = _STEPS[Qt.Key(event.key())]
            neighbour = self._group.button((self._group.id(watched) + step) % len(self._values))
            neighbour.setFocus()
            neighbour.click()
            return True
        return super().eventFilter(watched, event)


class FilterButton(QPushButton):
    """“Field: all” with a list of values to tick; :attr:`ticked` are those, none of them means all."""

    changed = Signal()

    def __init__(self, name: str, options: Sequence[tuple[Any, str]]) -> None:
        super().__init__()
        dressed(self, "flat")
        self._name, self._options = name, options
        self.ticked: set[Any] = set()
        menu = QMenu(self)
        self._boxes = {value: self._entry(menu, value, text) for value, text in options}
        menu.addSeparator()
        menu.addAction(_("All")).triggered.connect(lambda _checked=False: self.tick(set()))
        self.setMenu(menu)
        self.setIconSize(QSize(19, 16))
        self.setAutoDefault(False)
        self._tell()

    def _entry(self, menu: QMenu, value: Any, text: str) -> QCheckBox:
        box = QCheckBox(text.replace("&", "&&"))
        box.toggled.connect(lambda on: self._tick(value, on=on))
        entry = QWidgetAction(menu)
        entry.setDefaultWidget(boxed(row(box, margins=(8, 0, 14, 0))))
        menu.addAction(entry)
        return box

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
        self.setIcon(icons.icon("filter", "accent" if chosen else "text2", gap=3))
        shown = _(", ").join(chosen[:2]) + (" …" if len(chosen) > 2 else "") if chosen else _("all")
        self.setText(_("{field}: {values}").format(field=self._name, values=shown).replace("&", "&&"))
