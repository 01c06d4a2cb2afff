"""The open dues of a company over all its leases, with what the receipt being typed gives to each."""

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtWidgets import QFrame

from incubator_desk.base.i18n import _, translate
from incubator_desk.base.money import readable
from incubator_desk.features.rent.rules.payment import Effect
from incubator_desk.features.rent.service.receiving import NO_LEASE, Laid, Opening
from incubator_desk.qtkit import widgets
from incubator_desk.qtkit.delegate import DeskTable
from incubator_desk.qtkit.table import PlainModel
from incubator_desk.qtkit.tokens import COMPACT_ROW

from . import dues

_CELLS = 96
"""The least width of a column."""


class OpenDues(QFrame):
    """A table of dues in the order in which money fills them; below it, in words, what the receipt fills."""

    def __init__(self) -> None:
        super().__init__()
        widgets.dressed(self, "card")
        self._model = PlainModel([translate(h) for h in dues.HEADINGS], rights=dues.RIGHT)
        self.table = DeskTable()
        self.table.setModel(self._model)
        self.table.set_row_height(COMPACT_ROW)
        self.table.setAccessibleName(_("Open dues"))
        self._empty = widgets.EmptyState("receipt", "")
        self._empty.cover(self.table)
        self._sum = widgets.label("", "facts")
        self.fills = widgets.wrapped("", "facts")
        """What the receipt fills, in words."""
        self._foot = widgets.boxed(widgets.row(self.fills, margins=(15, 7, 15, 7)), "foot")
        title = widgets.label(_("Open dues, the oldest first"), "card-title")
        head = widgets.row(title, None, self._sum, margins=(15, 11, 15, 7))
        whole = widgets.column(head, self.table, self._foot, gap=0, margins=(1, 0, 1, 1))
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def show_company(
        self, openings: Sequence[Opening] | None, laid: Laid, found: Mapping[str, Effect], day: date, as_of: date
    ) -> None:
        """Show a company's dues and what is laid over them; nothing as long as no company is chosen."""
        leases = openings or ()
        self._model.fill(dues.rows(leases, dues.given(found), day, as_of))
        self.table.resizeColumnsToContents()
        for at in range(self._model.columnCount()):
            self.table.setColumnWidth(at, max(_CELLS, self.table.columnWidth(at)))
        self._empty.setVisible(not self._model.rows)
        words = _("Choose a company: what it owes over all its leases stands here.")
        if openings is not None:
            words = _("All dues are paid.") if openings else translate(NO_LEASE)
        self._empty.words.setText(words)
        self._sum.setText(_summed(leases, as_of))
        self.fills.setText(dues.told(laid) if found else "")
        self._foot.setVisible(bool(found))


def _summed(openings: Sequence[Opening], as_of: date) -> str:
    every = [due for each in openings for due in each.dues]
    late = sum(due.amount for due in every if due.due_on < as_of)
    parts = [_("open {amount}").format(amount=readable(sum(due.amount for due in every)))] if openings else []
    parts += [_("overdue {amount}").format(amount=readable(late))] if late else []
    text = _("credit of {lease} {amount}")
    parts += [text.format(lease=each.code, amount=readable(each.credit)) for each in openings if each.credit]
    return "    ".join(parts)
