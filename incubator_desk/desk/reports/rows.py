"""A report's rows as a table: the same cells and totals as on paper; Enter opens what a row stands for."""

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QWidget

from incubator_desk.base.i18n import _, translate, translate_many
from incubator_desk.catalog.kinds import Number
from incubator_desk.qtkit import widgets
from incubator_desk.qtkit.cells import cell_of
from incubator_desk.qtkit.delegate import DeskTable
from incubator_desk.qtkit.screen import Context
from incubator_desk.qtkit.table import PlainModel
from incubator_desk.qtkit.totals import TotalsRow
from incubator_desk.reports.made import Made
from incubator_desk.reports.wording import basis, unit

from . import opening

_WIDEST = 420


class Rows(QWidget):
    """The table of a report with its totals."""

    asked = Signal(dict)
    """Another report shows what a row adds up: report and period."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._made: Made | None = None
        self.table = DeskTable()
        self.table.setAccessibleName(_("Rows of the report"))
        self.table.entered_row.connect(self._enter)
        self._nothing = widgets.EmptyState("chart", "")
        self._nothing.cover(self.table)
        self._nothing.hide()
        self.totals = TotalsRow(self.table)
        self.note = widgets.label("", "caption")
        foot = widgets.row(
            self.note, None, widgets.label(_("Enter opens the record"), "caption"), margins=(16, 6, 16, 6)
        )
        layout = widgets.column(self.table, self.totals, widgets.boxed(foot, "foot"), gap=0)
        layout.setStretch(0, 1)
        self.setLayout(layout)

    def show_made(self, made: Made) -> None:
        """Show the rows of a report."""
        if made is self._made:
            return
        self._made = made
        model = PlainModel(
            [translate(c.label) for c in made.columns],
            rights=[at for at, c in enumerate(made.columns) if isinstance(c.kind, Number)],
        )
        rows, totals = made.whole.rows, made.whole.totals
        model.fill([[cell_of(c.kind, v) for c, v in zip(made.columns, row, strict=True)] for row in rows])
        self._model = model
        self.table.setModel(model)
        self._nothing.words.setText(_("Nothing falls into this period: there are no rows."))
        self._nothing.setVisible(not rows)
        self.totals.fill([cell_of(c.kind, v) for c, v in zip(made.columns, totals, strict=True)])
        self.totals.setVisible(any(value is not None for value in totals))
        self.table.resizeColumnsToContents()
        for at in range(len(made.columns)):
            wide = max(min(self.table.columnWidth(at), _WIDEST), self.totals.wanted_width(at))
            self.table.setColumnWidth(at, wide)
        if rows:
            self.table.selectRow(0)
        counted = translate_many("{count} row", "{count} rows", len(rows))
        self.note.setText("    ".join((counted, basis(made), unit(made))))

    def clear(self, text: str) -> None:
        """There are no rows, and why."""
        self._made = None
        self._model = PlainModel([])
        self.table.setModel(self._model)
        self._nothing.words.setText(text)
        self._nothing.show()
        self.totals.hide()
        self.note.setText("")

    def _enter(self, index: QModelIndex) -> None:
        made, office = self._made, self._context.office
        if made is None:
            return
        row = made.whole.rows[index.row()]
        with office.reading() as session:
            place = opening.place_of(session, office, made, row, index.column())
        if place is not None:
            self._context.go(*place)
        elif (lines := opening.lines_of(office, made, row)) is not None:
            self.asked.emit(lines)
        else:
            self._context.tell(_("This row stands for itself: there is no record behind it."), "info", undoable=False)
