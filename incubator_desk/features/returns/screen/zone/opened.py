"""All that a park sent in a package: its tables, searched, copied, saved."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from incubator_desk.base.errors import Refused
from incubator_desk.base.i18n import N_, _, translate
from incubator_desk.catalog.kinds import Kind, Text
from incubator_desk.catalog.office import Features
from incubator_desk.features.returns.model import ReceivedPackage
from incubator_desk.features.returns.rules.tables import Table
from incubator_desk.features.returns.service import zone
from incubator_desk.features.returns.service.closing import CHECKS
from incubator_desk.features.returns.service.standing import value_of
from incubator_desk.qtkit import fonts, widgets
from incubator_desk.qtkit.cells import Cell, cell_of
from incubator_desk.qtkit.delegate import DeskTable
from incubator_desk.qtkit.screen import Context
from incubator_desk.qtkit.table import PlainModel

from .listed import Listed, bounded, foot

FOUND = N_("What the park's check found")
_CHECKS = (
    ("rule", N_("Rule")), ("severity", N_("Verdict")), ("table", N_("Table")), ("record", N_("Concerning")),
    ("field", N_("Field")), ("text", N_("What was found")), ("explanation", N_("Explanation")),
)  # fmt: skip
_SIZE = (1240, 680)
_LEFT = 290
Columns = Mapping[str, tuple[str, Kind]]
"""The headings and kinds of columns by their identifiers."""


class DataDialog(QDialog):
    """The tables at the left, the rows of one at the right."""

    def __init__(self, context: Context, parent: QWidget, package: ReceivedPackage) -> None:
        super().__init__(parent)
        self._context, self._package = context, package
        title = _("{park}, package {sequence} of {period}").format(
            park=package.name, sequence=package.sequence, period=package.period
        )
        self.setWindowTitle(title)
        with context.office.reading() as session:
            self._parts = zone.parts(session, package.uid)
        self.listed = Listed(context, title)
        self._model = PlainModel([_("Table"), _("Rows")], rights=(1,))
        self.tables = DeskTable()
        self.tables.setModel(self._model)
        self.tables.setAccessibleName(_("Tables of the package"))
        self.tables.setFixedWidth(fonts.widened(_LEFT))
        self._model.fill(
            [
                [Cell(titled(context.office.features, name)[0]), Cell(f"{rows:,}", "right", muted=not rows)]
                for name, rows in self._parts
            ]
        )
        self.tables.setColumnWidth(0, fonts.widened(_LEFT - 84))
        self.tables.selectionModel().currentRowChanged.connect(lambda *_: self._show())
        self.tables.entered_row.connect(lambda _index: self.listed.table.setFocus())
        left = widgets.card(widgets.column(self.tables, margins=(1, 1, 1, 1)))
        panes = widgets.row(left, self.listed, gap=10)
        panes.setStretch(1, 1)
        layout = widgets.column(
            widgets.label(title, "card-title"), panes, foot(self, self.listed), gap=10, margins=(16, 14, 16, 14)
        )
        layout.setStretch(1, 1)
        self.setLayout(layout)
        widgets.action(self, _("Next pane"), "F6", self._other_pane)
        self.resize(bounded(parent, _SIZE))
        if self._parts:
            self.tables.selectRow(0)
        self.tables.setFocus()

    def look_at(self, name: str) -> None:
        """Show a table by its name."""
        if (at := next((at for at, (each, _rows) in enumerate(self._parts) if each == name), None)) is not None:
            self.tables.selectRow(at)

    def _other_pane(self) -> None:
        inside = self.tables.hasFocus()
        (self.listed.table if inside else self.tables).setFocus()

    def _show(self) -> None:
        row = self.tables.currentIndex().row()
        if not 0 <= row < len(self._parts):
            return
        name, _rows = self._parts[row]
        with self._context.office.reading() as session:
            table = zone.part(session, self._package.uid, f"data/{name}.csv")
        label, columns = titled(self._context.office.features, name)
        self.listed.name = f"{self._package.name} {label}"
        if table is not None:
            self.listed.fill(*_laid_out(table, columns))


def _laid_out(table: Table, known: Columns) -> tuple[list[str], list[list[Cell]]]:
    columns = [known.get(column, (column, Text())) for column in table.columns]
    rows = [[_cell(kind, text) for (_label, kind), text in zip(columns, row, strict=True)] for row in table.rows]
    return [translate(label) for label, _kind in columns], rows


def _cell(kind: Kind, text: str) -> Cell:
    try:
        return cell_of(kind, value_of(kind, text))
    except (Refused, ValueError, TypeError):  # whatever a foreign program wrote there is shown as it is
        return Cell(text, tone="danger")


def titled(features: Features, name: str) -> tuple[str, Columns]:
    """A table of a package in words: its label, and its columns."""
    if (register := features.registers.get(name)) is not None:
        return translate(register.label), {f.name: (f.label, f.kind) for f in register.fields}
    if (report := features.reports.get(name)) is not None:
        return translate(report.label), {c.id: (c.label, c.kind) for c in report.columns}
    if name == CHECKS:
        return translate(FOUND), {column: (label, Text()) for column, label in _CHECKS}
    return name, {}


def open_data(context: Context, parent: QWidget, package: ReceivedPackage, table: str = "") -> DataDialog:
    """Show what a park sent."""
    dialog = DataDialog(context, parent, package)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.look_at(table)
    dialog.open()
    return dialog
