"""A table that is searched, copied and saved as a workbook; and a dialog of one."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from incubator_desk.base.filenames import safe_name
from incubator_desk.base.i18n import _, translate_many
from incubator_desk.catalog.search import Index, folded, keys
from incubator_desk.qtkit import fonts, widgets
from incubator_desk.qtkit.cells import Cell
from incubator_desk.qtkit.delegate import DeskTable
from incubator_desk.qtkit.screen import Context
from incubator_desk.qtkit.table import PlainModel

_WIDEST = 300
_SIZE = (1000, 560)


class Listed(QWidget):
    """Rows of texts with a field to search in; Ctrl+C copies the chosen rows, Ctrl+E saves what is listed."""

    def __init__(self, context: Context, name: str) -> None:
        super().__init__()
        self._context, self.name = context, name
        self._headings: list[str] = []
        self._rows: list[Sequence[Cell]] = []
        self._index = Index(())
        self.shown: list[int] = []
        self.search = widgets.SearchField(_("Search here"))
        self.search.textChanged.connect(lambda _text: self._narrow())
        self._count = widgets.label("", "caption")
        self.table = DeskTable()
        self.table.setAccessibleName(name)
        self._model = PlainModel([])
        widgets.action(self.table, _("Copy"), "Ctrl+C", self.copy)
        head = widgets.row(self.search, self._count, gap=10)
        head.setStretch(0, 1)
        layout = widgets.column(head, widgets.card(widgets.column(self.table, margins=(1, 1, 1, 1))), gap=8)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def fill(self, headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
        """Show other rows."""
        self._headings, self._rows = list(headings), list(rows)
        self._index = Index([_sought(row) for row in rows])
        rights = [at for at in range(len(headings)) if rows and rows[0][at].align == "right"]
        self._model = PlainModel(self._headings, rights=rights)
        self.table.setModel(self._model)
        self._narrow()
        self.table.resizeColumnsToContents()
        for at in range(len(headings)):
            self.table.setColumnWidth(at, min(self.table.columnWidth(at), _WIDEST))

    def _narrow(self) -> None:
        self.shown = list(self._index.find(self.search.text())) if self._rows else []
        self._model.fill([self._rows[at] for at in self.shown])
        self._count.setText(translate_many("{count} row", "{count} rows", len(self.shown)))
        if self.shown:
            self.table.selectRow(0)

    def copy(self) -> None:
        """Put the chosen rows, or all where none is chosen, on the clipboard with their headings."""
        chosen = self.table.chosen_rows() or range(len(self.shown))
        lines = [self._headings, *([cell.text for cell in self._model.rows[row]] for row in chosen)]
        QGuiApplication.clipboard().setText("\n".join("\t".join(" ".join(t.split()) for t in line) for line in lines))

    def export(self) -> None:
        """Ask for a place and save what is listed as a workbook."""
        proposed = safe_name(f"{self.name}.xlsx")
        chosen, _kind = QFileDialog.getSaveFileName(self, _("Export Excel"), proposed, "Excel (*.xlsx)")
        if chosen:
            self.save(Path(chosen))

    def save(self, out: Path) -> None:
        """Write what is listed."""
        write, context = self._context.write_list, self._context
        assert write is not None
        rows: list[list[Any]] = [[cell.text for cell in row] for row in self._model.rows]
        headings, name = self._headings, self.name

        def work(_progress: object) -> Path:
            write(out, name, headings, ["@"] * len(headings), rows)
            return out

        done = lambda path: context.tell(_("Saved: {file}").format(file=path), undoable=False)  # noqa: E731
        context.jobs.start(_("Export Excel"), work, done)


def _sought(row: Sequence[Cell]) -> str:
    texts = [cell.text for cell in row if cell.text]
    return f"{folded(' '.join(texts))} {keys(*texts[:4])}".replace("\n", " ")


class ListDialog(QDialog):
    """A list to look at."""

    def __init__(
        self, context: Context, parent: QWidget, title: str, headings: Sequence[str], rows: Sequence[Sequence[Cell]]
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.listed = Listed(context, title)
        self.listed.fill(headings, rows)
        layout = widgets.column(
            widgets.label(title, "card-title"), self.listed, foot(self, self.listed), gap=10, margins=(16, 14, 16, 14)
        )
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.resize(bounded(parent))
        self.listed.table.setFocus()


def foot(dialog: QDialog, listed: Listed) -> QWidget:
    """The buttons of a dialog with a list, and its keys."""
    widgets.action(dialog, _("Search here"), "Ctrl+F", listed.search.setFocus)
    widgets.action(dialog, _("Export Excel"), "Ctrl+E", listed.export)
    close = widgets.button(_("Close"), run=dialog.reject)
    copy = widgets.button(f"{_('Copy')}  Ctrl+C", "", "copy", run=listed.copy)
    export = widgets.button(f"{_('Export Excel')}  Ctrl+E", "", "export", run=listed.export)
    return widgets.boxed(widgets.row(copy, export, None, close))


def bounded(parent: QWidget, size: tuple[int, int] = _SIZE) -> QSize:
    """A size of a dialog that fits the window."""
    return QSize(*(fonts.widened(each) for each in size)).boundedTo(parent.window().size() * 0.94)
