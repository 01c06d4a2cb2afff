"""A table of figures in a record's panel, with its sums pinned below."""

from decimal import Decimal

from PySide6.QtWidgets import QWidget

from incubator_desk.base.i18n import _, translate
from incubator_desk.catalog.feature import Extract
from incubator_desk.catalog.kinds import Number

from . import widgets
from .cells import Cell, cell_of
from .delegate import DeskTable
from .screen import Context
from .table import PlainModel
from .totals import TotalsRow


class ExtractTab(QWidget):
    """The figures of one record."""

    def __init__(self, context: Context, extract: Extract) -> None:
        super().__init__()
        self._context, self.extract = context, extract
        kinds = [kind for _label, kind in extract.columns]
        rights = [at for at, kind in enumerate(kinds) if isinstance(kind, Number)]
        self._model = PlainModel([translate(label) for label, _kind in extract.columns], rights=rights)
        self.table = DeskTable()
        self.table.setModel(self._model)
        self.table.setAccessibleName(translate(extract.label))
        self._totals = TotalsRow(self.table)
        self.setLayout(widgets.column(self.table, self._totals, gap=0))

    def load(self, uid: str) -> None:
        """Work the figures of a record out and show them."""
        office = self._context.office
        with office.reading() as session:
            rows = self.extract.rows(session, office.actor, uid, self._context.today())
        kinds = [kind for _label, kind in self.extract.columns]
        self._model.fill([[cell_of(kind, value) for kind, value in zip(kinds, row, strict=True)] for row in rows])
        self._totals.fill(self._sums(rows) if rows and self.extract.totals else [])
        self.table.resizeColumnsToContents()
        for at in self.extract.totals:
            self.table.setColumnWidth(at, max(self.table.columnWidth(at), self._totals.wanted_width(at)))

    def _sums(self, rows: object) -> list[Cell]:
        found: list[Cell] = []
        for at, (_label, kind) in enumerate(self.extract.columns):
            if at in self.extract.totals:
                amounts = (row[at] for row in rows if row[at] is not None)  # type: ignore[attr-defined]
                found.append(Cell(kind.show(sum(amounts, Decimal(0))), "right", bold=True))
            else:
                found.append(Cell(_("Total"), bold=True) if at == 1 else Cell())
        return found

    def count(self) -> int:
        """How many rows there are."""
        return self._model.rowCount()
