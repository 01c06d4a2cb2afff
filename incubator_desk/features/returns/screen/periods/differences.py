"""What differs from a closed period's figures: figures before the rows behind them, with who changed what and when."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from incubator_desk.base.i18n import _, translate, translate_many
from incubator_desk.catalog.office import Features
from incubator_desk.features.returns.service.changes import Changed
from incubator_desk.qtkit import widgets
from incubator_desk.qtkit.cells import Cell
from incubator_desk.qtkit.delegate import DeskTable
from incubator_desk.qtkit.table import PlainModel

_MOST = 400
_WIDTHS = (150, 110, 130, 150, 150, 150)


class DifferencesCard(QFrame):
    """Rows of what changed since the closing; Enter opens the record."""

    opened = Signal(str, str, str)
    """Register, record and column."""
    reopen = Signal()

    def __init__(self, features: Features) -> None:
        super().__init__()
        widgets.dressed(self, "card")
        self._features = features
        self._rows: Sequence[Changed] = ()
        self._chip = widgets.row(gap=4)
        again = widgets.button(_("Reopen and send again…"), "link", run=self.reopen.emit)
        head = widgets.row(
            widgets.label(_("Changed since it was closed"), "card-title"), self._chip, None, again, gap=8,
            margins=(16, 10, 8, 6),
        )  # fmt: skip
        self._model = PlainModel(
            [_("Table"), _("Key"), _("Field"), _("When closed"), _("Now"), _("By whom")], rights=()
        )
        self.table = DeskTable()
        self.table.setModel(self._model)
        self.table.setAccessibleName(_("Changed since it was closed"))
        self.table.entered_row.connect(lambda index: self._open(index.row()))
        self._nothing = widgets.label("", "facts")
        self._nothing.setContentsMargins(16, 4, 16, 12)
        body = widgets.column(head, self._nothing, self.table, gap=0, margins=(1, 1, 1, 1))
        body.setStretch(2, 1)
        self.setLayout(body)

    def wait(self) -> None:
        """It is being compared."""
        self._say(_("Being compared with what was frozen…"))

    def show_changes(self, found: Sequence[Changed]) -> None:
        """Show what differs: what people changed first, then what follows from it."""
        self._rows = sorted(found, key=lambda each: not each.who)[:_MOST]
        widgets.clear(self._chip)
        if found:
            words = translate_many("{count} difference", "{count} differences", len(found))
            self._chip.addWidget(widgets.Chip(words, "warning", "pencil"))
        self._model.fill([self._row(each) for each in self._rows])
        for at, wide in enumerate(_WIDTHS):
            self.table.setColumnWidth(at, wide)
        self._say("" if found else _("Nothing differs from what was frozen."))

    def _say(self, text: str) -> None:
        self._nothing.setText(text)
        self._nothing.setVisible(bool(text))
        self.table.setVisible(not text)

    def _row(self, each: Changed) -> list[Cell]:
        who = f"{each.who}  {each.when[:16].replace('T', ' ')}".strip()
        before = Cell(each.before or "—", muted=not each.before)
        now = Cell(each.after or "—", tone="info" if each.after else None, bold=bool(each.after))
        return [Cell(self._table(each)), Cell(each.key, muted=True), Cell(self._field(each)), before, now, Cell(who)]

    def _table(self, each: Changed) -> str:
        register, report = self._features.registers.get(each.table), self._features.reports.get(each.table)
        named = register or report
        return translate(named.label) if named else each.table

    def _field(self, each: Changed) -> str:
        register, report = self._features.registers.get(each.table), self._features.reports.get(each.table)
        if not each.field:
            return _("whole row")
        if register and each.field in register.by_name:
            return translate(register.by_name[each.field].label)
        columns = {column.id: column.label for column in report.columns} if report else {}
        return translate(columns[each.field]) if each.field in columns else each.field

    def _open(self, row: int) -> None:
        each = self._rows[row]
        if each.uid:
            self.opened.emit(each.table, each.uid, each.field or "")
