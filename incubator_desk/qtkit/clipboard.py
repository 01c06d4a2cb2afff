"""To and from Excel: copy and paste of rows, and what is shown as a workbook."""

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFileDialog, QHeaderView, QWidget

from incubator_desk.base.errors import Label
from incubator_desk.base.i18n import N_, _, translate
from incubator_desk.catalog.kinds import Choice, ExcelCell, Kind, Reference, YesNo
from incubator_desk.catalog.pasting import Pasted, Paster, arranged, cells, write
from incubator_desk.catalog.register import Register

from . import widgets
from .cells import Cell
from .delegate import DeskTable
from .screen import Context
from .table import PlainModel, RegisterModel

if TYPE_CHECKING:
    from .registers import RegisterScreen

PASTED = N_("Paste into {register}")
_VERDICTS: dict[str, tuple[str, Any, str]] = {
    "new": (N_("New"), "success", "plus"),
    "updated": (N_("Updated"), "info", "pencil"),
    "unchanged": (N_("Unchanged"), "neutral", "minus-circle"),
    "error": (N_("Error"), "danger", "error-circle"),
}


def copy(model: RegisterModel, rows: Sequence[int], header: QHeaderView) -> None:
    """Put rows with their headings on the clipboard, as text and as a table."""
    order = sorted(range(len(model.columns)), key=header.visualIndex)
    lines = [[translate(model.columns[at].label) for at in order]]
    for row in rows:
        values = model.row(row)
        if values is not None:
            lines.append([_typed(model.columns[at].kind, values[at], model.columns[at].field) for at in order])
    data = QMimeData()
    data.setText("\n".join("\t".join(_quoted(cell) for cell in line) for line in lines))
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in line) + "</tr>" for line in lines)
    data.setHtml(f"<table>{body}</table>")
    QGuiApplication.clipboard().setMimeData(data)


def _typed(kind: Kind, value: Any, field: Any = None) -> str:
    if value is None:
        return ""
    if field is not None and field.sensitive:
        return kind.mask(value)
    return str(value) if isinstance(kind, Reference) else kind.type(value)


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any(c in cell for c in '\t\n"') else cell


def paste(context: Context, register: Register, parent: QWidget) -> None:
    """Show what the clipboard's block would do to a register; on confirmation do it as one step."""
    block = cells(QGuiApplication.clipboard().text())
    if not block:
        context.tell(_("The clipboard holds no rows. Copy some in Excel first."), "warning", undoable=False)
        return
    dialog = PasteDialog(context, register, block, parent)
    if dialog.exec() == QDialog.DialogCode.Accepted:
        dialog.carry_out()


class PasteDialog(QDialog):
    """Pasted rows with their verdicts; nothing is saved before it is confirmed."""

    def __init__(self, context: Context, register: Register, block: list[list[str]], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Paste into {register}").format(register=translate(register.label)))
        self._context, self._register = context, register
        office = context.office
        shown = [f for f in register.fields if f.listed]
        self._fields, first = arranged(register, block, shown)
        with office.reading() as session:
            paster = Paster(session, office.actor.operator, office.features, register)
            self.rows: list[Pasted] = [paster.read(self._fields, row) for row in block[first:]]
        known = [f for f in self._fields if f]
        model = PlainModel([_("Verdict"), *(translate(f.label) for f in known), _("Reason")])
        model.fill([self._line(row, [f.name for f in known]) for row in self.rows])
        table = DeskTable()
        table.setModel(model)
        table.resizeColumnsToContents()
        counts = {verdict: sum(row.verdict == verdict for row in self.rows) for verdict in _VERDICTS}
        chips = [
            widgets.Chip(f"{translate(_VERDICTS[v][0])} {n}", _VERDICTS[v][1], _VERDICTS[v][2])
            for v, n in counts.items()
        ]
        some = counts["new"] + counts["updated"]
        note = widgets.label(_("Nothing is saved yet. Rows with errors are left out."), "facts")
        confirm = widgets.button(
            _("Take over {count} rows").format(count=some), "primary", "check", "Ctrl+Return", self.accept
        )
        confirm.setEnabled(bool(some))
        buttons = widgets.row(note, None, widgets.button(_("Cancel"), run=self.reject), confirm)
        self.setLayout(widgets.column(widgets.row(*chips, None), table, buttons, gap=12, margins=(16, 16, 16, 16)))
        self.resize(1000, 560)

    def _line(self, row: Pasted, names: Sequence[str]) -> list[Cell]:
        label, tone, icon = _VERDICTS[row.verdict]
        wrong = {p.where.column for p in row.problems if p.severity == "error"}
        reason = " ".join(problem.text() for problem in row.problems)
        texts = [
            Cell(
                row.texts.get(n, ""), tone="danger" if n in wrong else None, icon="error-circle" if n in wrong else None
            )
            for n in names
        ]
        return [
            Cell(translate(label), tone=tone, icon=icon, chip=True),
            *texts,
            Cell(reason, tone="danger" if row.verdict == "error" else None),
        ]

    def carry_out(self) -> None:
        """Take the rows over as one step."""
        register = self._register
        done = 0

        def work() -> None:
            nonlocal done
            with self._context.office.writing(PASTED, register=Label(register.label)) as step:
                done = write(step, register, self.rows)

        if self._context.attempt(work):
            self._context.tell(_("{count} rows taken over").format(count=done))


def export(context: Context, screen: "RegisterScreen") -> None:
    """Ask for a place and save what is listed, in its order and columns, as a workbook."""
    name = f"{translate(screen.register.label)}.xlsx"
    chosen, _kind = QFileDialog.getSaveFileName(screen, _("Export Excel"), name, "Excel (*.xlsx)")
    if chosen:
        save_list(context, screen.model, translate(screen.register.label), Path(chosen))


def save_list(context: Context, model: RegisterModel, title: str, out: Path) -> None:
    """Write the list beside the window's thread, with progress and cancel."""
    while model.canFetchMore():
        model.fetchMore()
    uids = [model.uid(row) for row in range(model.rowCount())]
    columns = list(model.columns)
    headings = [translate(c.label) for c in columns]
    formats = [c.kind.number_format for c in columns]

    def work(progress: Any) -> Path:
        from incubator_desk.reports.lists import write_list

        rows: list[list[ExcelCell]] = []
        for start in range(0, len(uids), 500):
            progress(start, len(uids))
            found = model.values(uids[start : start + 500])
            rows += [
                [_exported(c.kind, v, c.field) for c, v in zip(columns, found[uid], strict=True)]
                for uid in uids[start : start + 500]
                if uid in found
            ]
        write_list(out, title, headings, formats, rows)
        return out

    context.jobs.start(
        _("Export Excel"), work, lambda path: context.tell(_("Saved: {file}").format(file=path), undoable=False)
    )


def _exported(kind: Kind, value: Any, field: Any) -> ExcelCell:
    if value is None:
        return None
    if field is not None and field.sensitive:
        return kind.mask(value)
    if isinstance(kind, Choice | YesNo):
        return kind.show(value)
    return str(value) if isinstance(kind, Reference) else kind.excel(value)
