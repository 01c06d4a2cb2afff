"""Importing a workbook in the window: look first, then take it over as one step."""

from pathlib import Path
from typing import Any

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from incubator_desk.base.i18n import _, translate
from incubator_desk.features.exchange.importing import Outcome, import_workbook
from incubator_desk.features.exchange.template import write_template
from incubator_desk.qtkit import widgets
from incubator_desk.qtkit.cells import Cell
from incubator_desk.qtkit.delegate import DeskTable
from incubator_desk.qtkit.screen import Context, Screen
from incubator_desk.qtkit.table import PlainModel


class ImportScreen(Screen):
    """Shows what a workbook would change, with every problem; nothing is saved before it is confirmed."""

    name = "import"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._path: Path | None = None
        self.setAcceptDrops(True)
        self._note = widgets.label(
            _("Choose a workbook, or drop it here. It is looked through first; nothing is saved yet."), "facts"
        )
        self._counts = PlainModel(
            [_("Sheet"), _("New"), _("Updated"), _("Unchanged"), _("Deleted")], rights=(1, 2, 3, 4)
        )
        self._problems = PlainModel(
            [_("Kind"), _("Sheet"), _("Row"), _("Column"), _("What is wrong, and what to do")], rights=(2,)
        )
        counts, problems = DeskTable(), DeskTable()
        for table, model, name in (
            (counts, self._counts, _("What would change")),
            (problems, self._problems, _("Problems")),
        ):
            table.setModel(model)
            table.setAccessibleName(name)
        counts.setFixedWidth(460)
        for at, wide in enumerate((150, 70, 70, 70)):
            counts.setColumnWidth(at, wide)
        self._problem_table = problems
        left = widgets.card(
            widgets.column(widgets.label(_("What would change"), "card-title"), counts, margins=(14, 12, 1, 1))
        )
        right = widgets.card(
            widgets.column(widgets.label(_("Problems"), "card-title"), problems, margins=(14, 12, 1, 1))
        )
        tables = widgets.row(left, right, gap=12)
        tables.setStretch(1, 1)
        self._confirm = widgets.button(_("Take over"), "primary", "check", "Ctrl+Return", self._take)
        self._confirm.setEnabled(False)
        foot = widgets.row(self._note, None, self._confirm)
        layout = widgets.column(tables, foot, gap=12, margins=(16, 2, 16, 14))
        layout.setStretch(0, 1)
        self.setLayout(layout)

    def title(self) -> str:
        return _("Import a workbook")

    def facts(self) -> str:
        return self._path.name if self._path else ""

    def fill_actions(self, place: QHBoxLayout) -> None:
        place.addWidget(widgets.button(_("Blank template…"), "", "document", run=self._template))
        place.addWidget(widgets.button(_("Choose a workbook…"), "primary", "import", "Ctrl+O", self._choose))

    def hints(self) -> tuple[tuple[str, str], ...]:
        return (("Ctrl+O", _("Choose a workbook…")), ("Ctrl+Enter", _("Take over")))

    def _choose(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(self, _("Choose a workbook…"), "", "Excel (*.xlsx)")
        if chosen:
            self.look_at(Path(chosen))

    def look_at(self, path: Path) -> None:
        """Look a workbook through and show what it would change."""
        self._path = path
        self._confirm.setEnabled(False)
        office = self.context.office
        work = lambda progress: import_workbook(office, path, dry_run=True, progress=progress)  # noqa: E731
        self.context.jobs.start(_("Looking through {file}").format(file=path.name), work, self._show)

    def _show(self, outcome: Outcome) -> None:
        registers = self.context.office.features.registers
        self._counts.fill(
            [
                (Cell(translate(registers[name].label)), *(Cell(f"{n:,}", "right", muted=not n) for n in numbers))
                for name, c in outcome.sheets.items()
                if any(numbers := (c.added, c.updated, c.unchanged, c.deleted))
            ]
        )
        self._problems.fill([self._line(problem) for problem in outcome.problems])
        self._problem_table.resizeColumnsToContents()
        errors = sum(p.severity == "error" for p in outcome.problems)
        changes = any(c.added or c.updated or c.deleted for c in outcome.sheets.values())
        self._confirm.setEnabled(changes and not errors)
        if errors:
            self._note.setText(
                _("{count} errors: correct them in the workbook, then choose it again. Nothing is saved.").format(
                    count=errors
                )
            )
        elif changes:
            self._note.setText(_("Nothing is saved yet. A backup is made first; one undo takes all of it back."))
        else:
            self._note.setText(_("The workbook changes nothing."))
        self.title_changed.emit()

    def _line(self, problem: Any) -> tuple[Cell, ...]:
        error = problem.severity == "error"
        kind = Cell(
            _("Error") if error else _("Warning"),
            tone="danger" if error else "warning",
            icon="error-circle" if error else "warning",
            chip=True,
        )
        where = problem.where
        return (
            kind,
            Cell(where.sheet or ""),
            Cell(str(where.row or ""), "right"),
            Cell(where.column or ""),
            Cell(problem.text()),
        )

    def _take(self) -> None:
        if self._path is None:
            return
        office, path = self.context.office, self._path
        self._confirm.setEnabled(False)
        work = lambda progress: import_workbook(office, path, progress=progress)  # noqa: E731
        self.context.jobs.start(_("Import {file}").format(file=path.name), work, self._taken)

    def _taken(self, outcome: Outcome) -> None:
        if outcome.failed:
            self._show(outcome)
            return
        added = sum(c.added for c in outcome.sheets.values())
        updated = sum(c.updated for c in outcome.sheets.values())
        self.context.tell(_("Imported: {added} new, {updated} updated").format(added=added, updated=updated))

    def _template(self) -> None:
        chosen, _kind = QFileDialog.getSaveFileName(self, _("Blank template…"), "template.xlsx", "Excel (*.xlsx)")
        if chosen and self.context.attempt(lambda: write_template(self.context.office.features, Path(chosen))):
            self.context.tell(_("Saved: {file}").format(file=chosen), undoable=False)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.toLocalFile().endswith(".xlsx") for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.look_at(Path(event.mimeData().urls()[0].toLocalFile()))
