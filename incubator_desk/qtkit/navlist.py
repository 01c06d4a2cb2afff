"""The navigation's list: groups of lines with icons and badges; narrow, it shows icons alone."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QLabel, QSizePolicy, QToolButton, QWidget

from incubator_desk.base.i18n import _
from incubator_desk.catalog.kinds import Tone

from . import fonts, icons, theme
from .pieces import column, dressed, label
from .tokens import NAV, NAV_SLIM

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


@dataclass(frozen=True, slots=True)
class Line:
    """A line: how it is known, its words, its icon."""

    name: str
    text: str
    icon: str


class NavList(QWidget):
    """Lines in groups, one of them marked. Up and Down walk over them, Enter or Space opens."""

    chosen = Signal(str)

    def __init__(self, groups: Sequence[tuple[str, Sequence[Line]]], foot: Sequence[Line] = ()) -> None:
        super().__init__()
        dressed(self, "nav")
        self.slim = False
        self._group = QButtonGroup(self)
        self._lines: dict[str, _LineButton] = {}
        self._headings: list[QLabel] = []
        box = column(gap=0, margins=(0, 8, 1, 8))
        for heading, lines in groups:
            if heading:
                self._headings.append(label(heading, "nav-group"))
                box.addWidget(self._headings[-1])
            for line in lines:
                box.addWidget(self._add(line))
        box.addStretch(1)
        for line in foot:
            box.addWidget(self._add(line))
        self.setLayout(box)
        self.set_slim(slim=False)
        theme.look.changed.connect(self._measure)

    def _measure(self) -> None:
        self.set_slim(slim=self.slim)

    def _add(self, line: Line) -> QWidget:
        made = _LineButton(line)
        made.clicked.connect(lambda _checked=False: self.chosen.emit(line.name))
        made.installEventFilter(self)
        self._group.addButton(made)
        self._lines[line.name] = made
        return made

    def names(self) -> list[str]:
        """The lines in their order."""
        return list(self._lines)

    def mark(self, name: str) -> None:
        """Show where the user is; a name without a line leaves none marked."""
        self._group.setExclusive(False)
        for known, made in self._lines.items():
            made.setChecked(known == name)
        self._group.setExclusive(True)

    def set_hidden(self, names: Collection[str]) -> None:
        """Leave these lines out of what is shown."""
        for name, made in self._lines.items():
            made.setVisible(name not in names)

    def set_badges(self, badges: Mapping[str, tuple[int, Tone]]) -> None:
        """Show beside lines how much waits there; 0 shows nothing."""
        for name, made in self._lines.items():
            made.set_badge(*badges.get(name, (0, "info")))

    def set_slim(self, *, slim: bool) -> None:
        """Icons alone, or icons with words."""
        self.slim = slim
        self.setFixedWidth(NAV_SLIM if slim else fonts.widened(NAV))
        for heading in self._headings:
            heading.setVisible(not slim)
        for made in self._lines.values():
            made.set_slim(slim=slim)

    def eventFilter(self, watched: Any, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in _STEPS:
                made = [each for each in self._lines.values() if not each.isHidden()]
                made[(made.index(watched) + _STEPS[Qt.Key(event.key())]) % len(made)].setFocus()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                watched.click()
                return True
        return super().eventFilter(watched, event)


class _LineButton(QToolButton):
    """A line with its badge."""

    def __init__(self, line: Line) -> None:
        super().__init__()
        dressed(self, "nav")
        self._line, self._count, self._slim = line, 0, False
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setIcon(icons.icon(line.icon, "text2", checked="accent", size=17))
        self.setIconSize(QSize(17, 17))
        self.setText(" " + line.text.replace("&", "&&"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._badge = dressed(label(""), "badge")
        self._badge.setParent(self)
        self._badge.hide()
        self._tell()

    def set_badge(self, count: int, tone: Tone) -> None:
        """Show how much waits."""
        self._count = count
        dressed(self._badge, tone=tone)
        self._tell()

    def set_slim(self, *, slim: bool) -> None:
        """The icon alone, or with words."""
        self._slim = slim
        self.setProperty("slim", slim)
        dressed(self, "nav")
        style = Qt.ToolButtonStyle
        self.setToolButtonStyle(style.ToolButtonIconOnly if slim else style.ToolButtonTextBesideIcon)
        self._tell()

    def _tell(self) -> None:
        waits = _("{line}, {count} waiting").format(line=self._line.text, count=f"{self._count:,}")
        spoken = waits if self._count else self._line.text
        self.setAccessibleName(spoken)
        self.setToolTip(spoken if self._slim else "")
        dressed(self._badge, "badge-dot" if self._slim else "badge")
        self._badge.setText("" if self._slim else f"{self._count:,}" if self._count < 1000 else "999+")
        self._badge.setVisible(bool(self._count))
        self._place()

    def _place(self) -> None:
        """At the end of the line; where that is an icon alone, a dot at the icon's corner."""
        badge = self._badge
        badge.adjustSize()
        if self._slim:
            badge.move(self.width() - badge.width() - 4, 4)
        else:
            badge.move(self.width() - badge.width() - 14, (self.height() - badge.height()) // 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()
