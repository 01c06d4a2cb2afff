"""The navigation at the left: sections with icons; narrow, it shows icons alone."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from incubator_desk.base.i18n import translate
from incubator_desk.catalog.feature import Entry
from incubator_desk.qtkit import icons, widgets
from incubator_desk.qtkit.tokens import NAV, NAV_SLIM

from .pages import HOME, SECTIONS, name_of


class Navigation(QWidget):
    """The lines of the navigation."""

    chosen = Signal(str)

    def __init__(self, entries: list[Entry]) -> None:
        super().__init__()
        widgets.dressed(self, "nav")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, on=True)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._buttons: dict[str, QToolButton] = {}
        self._labels: list[QWidget] = []
        self._entries = {name_of(entry): entry for entry in entries}
        box: QVBoxLayout = widgets.column(gap=1, margins=(0, 10, 0, 8))
        self._line(box, HOME)
        for section, label in SECTIONS.items():
            mine = [e for e in entries if e.section == section and e is not HOME]
            if mine:
                heading = widgets.label(translate(label), "nav-group")
                self._labels.append(heading)
                box.addWidget(heading)
                for entry in mine:
                    self._line(box, entry)
        box.addStretch(1)
        for entry in entries:
            if entry.section == "settings":
                self._line(box, entry)
        self.setLayout(box)
        self._slim = False
        self.set_slim(slim=False)

    def _line(self, box: QVBoxLayout, entry: Entry) -> None:
        name = name_of(entry)
        made = widgets.dressed(QToolButton(), "nav")
        made.setCheckable(True)
        made.setIconSize(QSize(17, 17))
        made.setText(" " + translate(entry.label).replace("&", "&&"))
        made.setAccessibleName(translate(entry.label))
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        made.setFixedHeight(32)
        made.clicked.connect(lambda _checked=False: self.chosen.emit(name))
        self._group.addButton(made)
        self._buttons[name] = made
        box.addWidget(made)

    def set_slim(self, *, slim: bool) -> None:
        """Icons alone, or icons with words."""
        self._slim = slim
        self.setFixedWidth(NAV_SLIM if slim else NAV)
        for heading in self._labels:
            heading.setVisible(not slim)
        for name, made in self._buttons.items():
            style = Qt.ToolButtonStyle.ToolButtonIconOnly if slim else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
            made.setToolButtonStyle(style)
            made.setToolTip(translate(self._entries[name].label) if slim else "")

    @property
    def slim(self) -> bool:
        """Whether only icons are shown."""
        return self._slim

    def mark(self, name: str) -> None:
        """Show where the user is."""
        for known, made in self._buttons.items():
            made.setChecked(known == name)
            made.setIcon(icons.icon(self._entries[known].icon, "accent" if known == name else "text2"))

    def names(self) -> list[str]:
        """The screens in the order of their lines."""
        return list(self._buttons)
