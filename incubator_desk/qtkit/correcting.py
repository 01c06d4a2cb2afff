"""Before a correction is kept: what it does to the past, and the reason for it."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QDialog, QWidget

from incubator_desk.base.i18n import N_, _, translate, translate_many
from incubator_desk.base.money import grouped
from incubator_desk.catalog.correcting import Effect, effects
from incubator_desk.catalog.kinds import Text
from incubator_desk.catalog.saving import REQUIRED
from incubator_desk.store.step import Step

from . import widgets
from .cells import Cell
from .delegate import DeskTable
from .editors import LongEditor
from .screen import Context
from .table import PlainModel
from .widths import Widths

_WIDE, _HIGH, _LABEL, _MOST = 720, 260, 96, 400
DATED = N_("If it holds only from a day on, cancel and enter a dated step: a price step, a new lease, a reversal.")


class CorrectionDialog(QDialog):
    """The figures of the past that a change would alter, each before and after; it goes on only with a reason."""

    def __init__(self, found: Sequence[Effect], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Correct the past"))
        count = translate_many(
            "This changes {count} figure of the past.", "This changes {count} figures of the past.", len(found)
        )
        model = PlainModel([_("Concerning"), _("Line"), _("Figure"), _("Before"), _("After")], rights=(3, 4))
        model.fill([self._row(each) for each in found[:_MOST]])
        self.table = DeskTable()
        self.table.setModel(model)
        self.table.setAccessibleName(_("What changes of the past"))
        self.table.setFixedHeight(_HIGH)
        self._widths = Widths(self.table)
        self.reason = widgets.FormRow(_("Reason"), LongEditor(Text(500, lines=2)), required=True, narrow=_LABEL)
        confirm = widgets.onward(_("Correct"), self.confirm)
        note = widgets.Note(translate(DATED), "info", "info")
        buttons = widgets.row(None, widgets.button(_("Cancel"), run=self.reject), confirm)
        body = (widgets.Banner(count, "warning"), self.table, note, self.reason, buttons)
        self.setLayout(widgets.column(*body, gap=10, margins=(18, 16, 18, 14)))
        self.setMinimumWidth(_WIDE)
        self.reason.editor.setFocus()

    @staticmethod
    def _row(each: Effect) -> list[Cell]:
        words = [*each.words, "", "", ""][:3]
        before, after = ("—" if amount is None else grouped(amount) for amount in (each.before, each.after))
        return [*(Cell(text) for text in words), Cell(before, "right", muted=True), Cell(after, "right", bold=True)]

    def confirm(self) -> None:
        """Go on, where a reason is given."""
        if self.words():
            self.accept()
            return
        self.reason.tell(translate(REQUIRED))
        self.reason.editor.setFocus()

    def words(self) -> str:
        """The reason given."""
        return self.reason.editor.value() or ""  # type: ignore[attr-defined]


def write(context: Context, parent: QWidget, title: str, work: Callable[[Step], Any], **values: object) -> bool:
    """Do some work as one step. Where it alters the past, that is shown first and a reason asked for.

    Gives whether it was done; refused as the work itself is, with nothing written.
    """
    reason = None
    if found := effects(context.office, work, context.today()):
        dialog = CorrectionDialog(found, parent)
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        reason = dialog.words()
        dialog.deleteLater()
        if not accepted:
            return False
    with context.office.writing(title, reason=reason, **values) as step:
        work(step)
    return True
