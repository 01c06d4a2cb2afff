"""The statement of a settlement: its sums, who owes whom before and after the step, the lines that change."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from incubator_desk.base.i18n import _, translate
from incubator_desk.base.money import readable
from incubator_desk.features.rent.rules.settlement import Closing, changes
from incubator_desk.qtkit import widgets
from incubator_desk.qtkit.delegate import DeskTable
from incubator_desk.qtkit.table import PlainModel
from incubator_desk.qtkit.tokens import COMPACT_ROW, ROW
from incubator_desk.qtkit.totals import TotalsRow
from incubator_desk.qtkit.widths import Widths

from . import closing

_LOW, _ROOMY = 560, 920
"""Below this height rows are lower; from this width on tiles say what was before."""


class ClosingView(QWidget):
    """What the end of a lease comes to."""

    def __init__(self) -> None:
        super().__init__()
        self._tiles = widgets.row(gap=8)
        self._balance = widgets.row(gap=8)
        self._model = PlainModel([translate(heading) for heading in closing.HEADINGS], rights=closing.RIGHT)
        self.table = DeskTable()
        self.table.setModel(self._model)
        self.table.setAccessibleName(_("Lines that change"))
        self._totals = TotalsRow(self.table)
        self._unchanged = widgets.EmptyState("check-circle", _("No line changes."))
        self._unchanged.cover(self.table.viewport())
        self._widths = Widths(self.table, self._wanted)
        caption = widgets.label(_("as it stands → as it would be"), "caption")
        title = widgets.row(widgets.label(_("Lines that change"), "card-title"), None, caption, margins=(12, 8, 12, 6))
        table = widgets.card(widgets.column(title, self.table, self._totals, gap=0, margins=(1, 1, 1, 1)))
        whole = widgets.column(self._balance, self._tiles, table, gap=10)
        whole.setStretch(2, 1)
        self.setLayout(whole)

    def show_nothing(self, why: str) -> None:
        """Show that there is no statement, and why."""
        for row in (self._tiles, self._balance):
            widgets.clear(row)
        self._model.fill([])
        self._totals.hide()
        self._unchanged.words.setText(why)
        self._unchanged.show()

    def show_closing(self, found: Closing) -> None:
        """Show the sums and the lines of a settlement."""
        widgets.clear(self._tiles)
        roomy = self.width() >= _ROOMY
        for tile in closing.tiles(found):
            tone = tile.tone if tile.fen else None
            card = widgets.FigureCard(
                tile.caption, readable(tile.fen), note=(tile.note or " ") if roomy else "", tone=tone, small=True
            )
            self._tiles.addWidget(card, 1)
        altered = changes(found)
        self._model.fill([closing.cells(change) for change in altered])
        self._totals.fill(closing.total(altered))
        self._totals.setVisible(bool(altered))
        self._unchanged.words.setText(_("No line changes."))
        self._unchanged.setVisible(not altered)
        self._widths.settle()

    def show_balance(self, found: Closing, left: int) -> None:
        """Show who owes whom, in the end and once the step is done."""
        widgets.clear(self._balance)
        on = _("Balance on {day}").format(day=found.last_day.isoformat())
        for caption, fen in ((on, found.balance), (_("Once this step is done"), left)):
            self._balance.addWidget(closing.verdict(caption, abs(fen), closing.owes(fen), closing.tone_of(fen)), 1)

    def _wanted(self) -> list[int]:
        return [self._totals.wanted_width(at) for at in range(len(closing.HEADINGS))]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.table.set_row_height(COMPACT_ROW if self.height() < _LOW else ROW)
