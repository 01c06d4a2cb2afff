"""A box to tick with an amount: what is settled together with the end of a lease."""

from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from incubator_desk.base.errors import Refused
from incubator_desk.base.money import ZERO, to_fen, to_yuan
from incubator_desk.catalog.kinds import Money, Tone
from incubator_desk.qtkit import fonts, widgets
from incubator_desk.qtkit.editors import LineEditor

_AMOUNT = 124


class Option(QWidget):
    """Something that can be done at once, and how much of it; the most that is possible unless another is typed."""

    changed = Signal()

    def __init__(self, text: str) -> None:
        super().__init__()
        self.box = QCheckBox(text.replace("&", "&&"))
        self.amount = LineEditor(Money(at_least=ZERO))
        self.amount.setAccessibleName(text)
        self.amount.setFixedWidth(fonts.widened(_AMOUNT))
        self.amount.setEnabled(False)
        self._typed = False
        self.note = widgets.Note()
        self.note.hide()
        line = widgets.row(self.box, None, self.amount, gap=8)
        self.setLayout(widgets.column(line, self.note, gap=2))
        self.box.toggled.connect(self._tick)
        self.amount.edited.connect(self._edited)

    def offer(self, most: int) -> None:
        """Offer up to so much, in fen; nothing to offer hides it."""
        if not self._typed:
            self.amount.put(to_yuan(most))
        self.setVisible(most > 0 or (self.box.isChecked() and self._typed))

    def reset(self, *, ticked: bool = False) -> None:
        """Back to what suggests itself."""
        self._typed = False
        self.box.setChecked(ticked)
        self.tell()

    def value(self) -> Decimal:
        """The amount chosen, in yuan; 0 where it is not ticked. ``Refused`` says what would be right."""
        if not self.box.isChecked() or self.isHidden():
            return ZERO
        return self.amount.value() or ZERO

    def fen(self) -> int:
        """The amount chosen in fen, as far as it can be read."""
        try:
            return to_fen(self.value())
        except Refused:
            return 0

    def tell(self, text: str = "", tone: Tone = "danger") -> None:
        """Show beneath what is wrong with it."""
        self.amount.setProperty("state", "error" if text else "")
        widgets.dressed(self.amount, self.amount.property("role") or "")
        self.note.tell(text, tone)
        self.note.setVisible(bool(text))
        self.amount.setAccessibleDescription(text)

    def _tick(self, on: bool) -> None:
        self.amount.setEnabled(on)
        self.changed.emit()

    def _edited(self) -> None:
        self._typed = True
        self.changed.emit()
