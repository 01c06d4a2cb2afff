"""The field in which one of a company's vouchers is chosen."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox

from incubator_desk.base.i18n import _, translate
from incubator_desk.base.money import readable
from incubator_desk.features.vouchers.flow import VOUCHER_FLOW
from incubator_desk.features.vouchers.service.typing import Offered


class VoucherEditor(QComboBox):
    """Offers vouchers with their face values and what is left of each; gives the uid of the one chosen."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._uid: str | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        self.activated.connect(lambda _at: self._picked())

    def offer(self, vouchers: Sequence[Offered], nothing: str = "") -> None:
        """Offer these; the one chosen stays where it is among them. ``nothing`` stands where there is none."""
        self.clear()
        for each in vouchers:
            self.addItem(_words(each), each.uid)
        self.setPlaceholderText("" if vouchers else nothing)
        self.put(self._uid)

    def put(self, value: Any) -> None:
        """Choose a voucher by its uid."""
        self._uid = value
        self.setCurrentIndex(self.findData(value) if value else -1)
        self.setToolTip(self.currentText())

    def value(self) -> Any:
        """The uid of the voucher chosen."""
        return self._uid

    def _picked(self) -> None:
        if self.currentData() != self._uid:
            self.put(self.currentData())
            self.edited.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if self.currentIndex() >= 0:
            self._picked()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # a wheel over a form scrolls the form

    def setReadOnly(self, fixed: bool) -> None:  # as the other editors
        """Let nothing else be chosen."""
        self.setDisabled(fixed)


def _words(each: Offered) -> str:
    text = _("{code}   face value {face}, left {left}")
    told = text.format(code=each.code, face=readable(each.face), left=readable(each.left))
    return told if each.good else f"{told}   {translate(VOUCHER_FLOW.labels[each.status])}"
