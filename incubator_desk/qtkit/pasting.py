"""Rows from Excel: what the clipboard would do to a register is shown first, then done as one step."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QWidget

from incubator_desk.base.errors import Label, Refused
from incubator_desk.base.i18n import N_, _, translate, translate_many
from incubator_desk.catalog.kinds import Tone
from incubator_desk.catalog.pasting import Pasted, Paster, arranged, cells, place, write
from incubator_desk.catalog.register import Field, Register
from incubator_desk.store.step import Step

from . import correcting, widgets
from .cells import Cell
from .delegate import DeskTable
from .screen import Context
from .table import PlainModel

PASTED = N_("Paste into {register}")
_VERDICTS: dict[str, tuple[str, Tone, str]] = {
    "new": (N_("New"), "success", "plus"),
    "updated": (N_("Updated"), "info", "pencil"),
    "unchanged": (N_("Unchanged"), "neutral", "minus-circle"),
    "error": (N_("Error"), "danger", "error-circle"),
}
_WIDEST, _REASON = 260, 420


def paste(context: Context, register: Register, shown: Sequence[Field], parent: QWidget) -> None:
    """Show what the clipboard's block would do to a register; on confirmation do it as one step."""
    block = cells(QGuiApplication.clipboard().text())
    if not block:
        context.tell(_("The clipboard holds no rows. Copy some in Excel first."), "warning", undoable=False)
        return
    dialog = PasteDialog(context, register, block, shown, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()


class PasteDialog(QDialog):
    """Pasted rows with their verdicts; nothing is saved before it is confirmed."""

    def __init__(
        self, context: Context, register: Register, block: list[list[str]], shown: Sequence[Field], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Paste into {register}").format(register=translate(register.label)))
        self._context, self._register = context, register
        fields, first = arranged(register, block, shown)
        self._known = [f for f in fields if f]
        office = context.office
        with office.reading() as session:
            paster = Paster(session, office.actor.operator, office.features, register)
            self.rows: list[Pasted] = [paster.read(fields, row) for row in block[first:]]
        self.ticked = {at for at, row in enumerate(self.rows) if row.verdict in ("new", "updated")}
        self._shown: list[int] = []
        headings = [_("Row"), _("Verdict"), *(translate(f.label) for f in self._known), _("Reason")]
        self._model = PlainModel(headings)
        self.table = DeskTable()
        self.table.setModel(self._model)
        self.table.setAccessibleName(_("Pasted rows"))
        self.table.ticked.connect(self._turn)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._tell_why())
        self.why = widgets.Note()
        self._build([cell for f, cell in zip(fields, block[0], strict=False) if f is None and cell.strip()])
        self.filter(None)
        self._settle_widths()
        self.resize(1000, 560)

    def _build(self, unknown: Sequence[str]) -> None:
        self.chips = widgets.ChipRow()
        self._fill_chips()
        self.chips.chosen.connect(self.filter)
        note = widgets.Note(_("Nothing is saved yet. It will be one step that can be undone."), "info", "info")
        self.confirm = widgets.button("", "primary", "check", "Ctrl+Return", self.carry_out)
        cancel = widgets.button(_("Cancel"), run=self.reject)
        buttons = widgets.row(note, cancel, self.confirm)
        buttons.setStretch(0, 1)
        parts: list[Any] = [widgets.row(self.chips, None)]
        if unknown:
            words = _("Columns that are not known here are left out: {columns}").format(columns=", ".join(unknown))
            parts.append(widgets.Note(words, "warning"))
        table = widgets.card(widgets.column(self.table, margins=(1, 1, 1, 1)))
        self.setLayout(widgets.column(*parts, table, self.why, buttons, gap=12, margins=(16, 16, 16, 16)))

    def _settle_widths(self) -> None:
        self.table.resizeColumnsToContents()
        last = self._model.columnCount() - 1
        for at in range(last + 1):
            self.table.setColumnWidth(at, min(_REASON if at == last else _WIDEST, self.table.columnWidth(at)))

    def _fill_chips(self) -> None:
        counts = {verdict: sum(row.verdict == verdict for row in self.rows) for verdict in _VERDICTS}
        chips = [(None, f"{_('All')} {len(self.rows)}")]
        self.chips.fill([*chips, *((v, f"{translate(_VERDICTS[v][0])} {n}") for v, n in counts.items() if n)], None)

    def filter(self, verdict: str | None) -> None:
        """Show the rows of one verdict, or all."""
        self._shown = [at for at, row in enumerate(self.rows) if verdict in (None, row.verdict)]
        self._model.fill([self._line(at) for at in self._shown])
        self._count()
        self._tell_why()

    def _tell_why(self) -> None:
        """All that is to be said of the row with the cursor; its cell may be too narrow for it."""
        at = self.table.currentIndex().row()
        row = self.rows[self._shown[at]] if 0 <= at < len(self._shown) else None
        words = self._reason(row) if row else ""
        self.why.tell(words, "danger" if row and row.verdict == "error" else "warning")
        self.why.setVisible(bool(words))

    @staticmethod
    def _reason(row: Pasted) -> str:
        return " ".join(problem.text() for problem in row.problems)

    def _line(self, at: int) -> list[Cell]:
        row = self.rows[at]
        label, tone, icon = _VERDICTS[row.verdict]
        reason = self._reason(row)
        told: Tone | None = "danger" if row.verdict == "error" else "warning" if reason else None
        return [
            Cell(str(at + 1), checked=at in self.ticked), Cell(translate(label), tone=tone, icon=icon, chip=True),
            *(self._cell(row, spec) for spec in self._known), Cell(reason, tone=told),
        ]  # fmt: skip

    @staticmethod
    def _cell(row: Pasted, spec: Field) -> Cell:
        text = row.texts.get(spec.name, "").strip()
        wrong = [p for p in row.problems if p.where.column == spec.name]
        if wrong:
            return Cell(text or "—", tone="danger", icon="error-circle", bold=True)
        if row.verdict == "updated" and spec.name in row.old:
            return Cell(text, tone="info", old=row.old[spec.name] or "—", bold=True)
        return Cell(text)

    def _turn(self, index: QModelIndex) -> None:
        at = self._shown[index.row()]
        if self.rows[at].verdict in ("new", "updated"):
            self.ticked ^= {at}
            self._model.replace(index.row(), self._line(at))
            self._count()

    def _count(self) -> None:
        count = len(self.ticked)
        words = translate_many("Take over {count} row", "Take over {count} rows", count)
        widgets.say_onward(self.confirm, words)
        self.confirm.setEnabled(bool(count))

    def carry_out(self) -> None:
        """Take the ticked rows over as one step; where that is refused, all stays as it was and the rows say why."""
        register, kept = self._register, False
        rows = [self.rows[at] for at in sorted(self.ticked)]
        done: dict[str, Pasted] = {}

        def work() -> None:
            nonlocal kept
            try:
                kept = correcting.write(self._context, self, PASTED, take_over, register=Label(register.label))
            except Refused as refused:
                self._refused(refused, done)

        def take_over(step: Step) -> None:
            nonlocal done
            done = write(step, register, rows)

        if self._context.attempt(work) and kept:
            self.accept()
            self._context.tell(translate_many("{count} row taken over", "{count} rows taken over", len(done)))

    def _refused(self, refused: Refused, done: Mapping[str, Pasted]) -> None:
        """Show what was refused in its row, which is not taken over then; what belongs to none is passed on."""
        rest = place(refused.problems, done)
        self.ticked = {at for at in self.ticked if self.rows[at].verdict != "error"}
        self._fill_chips()
        self.filter(None)
        self._settle_widths()
        self.table.selectRow(next((at for at, row in enumerate(self.rows) if row.verdict == "error"), 0))
        if rest:
            raise Refused(*rest)
