"""The parks that have not sent, as a list to copy into a message."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from incubator_desk.base.i18n import _
from incubator_desk.base.periods import Period
from incubator_desk.features.returns.service.expected import Standing
from incubator_desk.qtkit import widgets
from incubator_desk.qtkit.screen import Context
from incubator_desk.reports.wording import day_in_words, period_in_words

from .listed import bounded

_SIZE = (640, 460)


def reminder(period: Period, absent: Sequence[Standing], today: date) -> str:
    """The message: what is missing, since when, and what was returned and not mended."""
    lines = [_("Returns of {period} that are still expected:").format(period=period_in_words(period))]
    for each in absent:
        if each.state == "returned":
            words = _("{park} ({uscc}): returned on {day}, to be mended and sent again")
            day = each.package.answered_on if each.package else None
        elif each.due_on is not None and today > each.due_on:
            words, day = _("{park} ({uscc}): due on {day}, not sent"), each.due_on
        else:
            words, day = _("{park} ({uscc}): due on {day}"), each.due_on
        lines.append(words.format(park=each.park.name, uscc=each.park.uscc, day=day_in_words(day) if day else "—"))
    return "\n".join(lines)


class RemindDialog(QDialog):
    """The message, to be changed and copied."""

    def __init__(self, context: Context, parent: QWidget, text: str) -> None:
        super().__init__(parent)
        self._context = context
        self.setWindowTitle(_("Remind the missing"))
        self.text = QPlainTextEdit(text)
        self.text.setAccessibleName(_("Remind the missing"))
        self.copy = widgets.onward(_("Copy"), self.carry_out, "copy")
        layout = widgets.column(
            widgets.label(_("Remind the missing"), "card-title"), self.text,
            widgets.row(None, widgets.button(_("Close"), run=self.reject), self.copy), gap=10, margins=(16, 14, 16, 14),
        )  # fmt: skip
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.resize(bounded(parent, _SIZE))
        self.text.setFocus()

    def carry_out(self) -> None:
        """Put it on the clipboard."""
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self._context.tell(_("Copied."), "success", undoable=False)
        self.accept()
