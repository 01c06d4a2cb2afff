"""Rows to Excel: copied with their headings, or saved as a workbook."""

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QHeaderView, QWidget

from incubator_desk.base.i18n import _, translate
from incubator_desk.catalog.kinds import Choice, Choices, ExcelCell, Kind, Reference, YesNo
from incubator_desk.catalog.listing import Column
from incubator_desk.catalog.register import Field

from .jobs import Job, Progress
from .screen import Context
from .table import RegisterModel

_BLOCK = 500


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


def _typed(kind: Kind, value: Any, field: Field | None) -> str:
    if value is None:
        return ""
    if field is not None and field.sensitive:
        return kind.mask(value)
    return str(value) if isinstance(kind, Reference) else kind.type(value)


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any(c in cell for c in '\t\n"') else cell


def export(context: Context, model: RegisterModel, columns: Sequence[Column], title: str, parent: QWidget) -> None:
    """Ask for a place and save what is listed, in its order and columns, as a workbook."""
    chosen, _kind = QFileDialog.getSaveFileName(parent, _("Export Excel"), f"{title}.xlsx", "Excel (*.xlsx)")
    if chosen:
        save_list(context, model, columns, title, Path(chosen))


def save_list(context: Context, model: RegisterModel, columns: Sequence[Column], title: str, out: Path) -> Job:
    """Write the list beside the window's thread, with progress and cancel."""
    write = context.write_list
    assert write is not None
    while model.canFetchMore():
        model.fetchMore()
    uids = [model.uid(row) for row in range(model.rowCount())]
    today, listing, office = context.today(), model.listing, context.office
    headings = [translate(c.label) for c in columns]
    formats = [c.kind.number_format for c in columns]

    def work(progress: Progress) -> Path:
        rows: list[list[ExcelCell]] = []
        for start in range(0, len(uids), _BLOCK):
            progress(start, len(uids))
            with office.reading() as session:
                found = listing.rows(session, uids[start : start + _BLOCK], today, columns)
            rows += [
                [_exported(c.kind, v, c.field) for c, v in zip(columns, found[uid], strict=True)]
                for uid in uids[start : start + _BLOCK]
                if uid in found
            ]
        write(out, title, headings, formats, rows)
        return out

    done = lambda path: context.tell(_("Saved: {file}").format(file=path), undoable=False)  # noqa: E731
    return context.jobs.start(_("Export Excel"), work, done)


def _exported(kind: Kind, value: Any, field: Field | None) -> ExcelCell:
    if value is None:
        return None
    if field is not None and field.sensitive:
        return kind.mask(value)
    if isinstance(kind, Choice | Choices | YesNo):
        return kind.show(value)
    return str(value) if isinstance(kind, Reference) else kind.excel(value)
