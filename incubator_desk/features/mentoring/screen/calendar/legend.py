"""What the colours of the calendar mean, and what the mouse does in it; as much of it as there is room for."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from incubator_desk.base.i18n import N_, _, translate
from incubator_desk.qtkit import widgets

from .blocks import GROUP, LOOKS

_STATES = (
    ("counted", N_("Counts")), ("unconfirmed", N_("To be confirmed")), ("planned", N_("Planned")),
    ("group", N_("Several companies")), ("mentor_not_appointed", N_("Mentor not appointed")),
    ("cancelled", N_("Cancelled")),
)  # fmt: skip
_GAP, _HINT = 8, 120


class Legend(QWidget):
    """The line below the calendar."""

    def __init__(self) -> None:
        super().__init__()
        self._chips = [self._chip(state, label) for state, label in _STATES]
        words = _("Drag to book, to move, or an edge to change the time; Alt+arrows do the same")
        self._hint = widgets.Elided(words, "caption")
        self._hint.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        line = widgets.row(*self._chips, self._hint, gap=_GAP)
        line.setStretch(len(self._chips), 1)
        self.setLayout(line)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(_HINT)

    @staticmethod
    def _chip(state: str, label: str) -> widgets.Chip:
        tone, icon = GROUP if state == "group" else LOOKS[state]
        return widgets.Chip(translate(label), tone, icon)

    def sizeHint(self) -> QSize:
        return QSize(_HINT, self._chips[0].sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A chip is shown whole or not at all; what the mouse does is told where room is left."""
        super().resizeEvent(event)
        left = event.size().width()
        for chip in self._chips:
            left -= chip.sizeHint().width() + _GAP
            chip.setVisible(left >= 0)
        self._hint.setVisible(left > _HINT)
