"""A bank statement pasted as a block: what each row is, which are recorded, all of them as one step."""

from typing import Any

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout

from incubator_desk.base.errors import Refused
from incubator_desk.base.i18n import N_, _, translate, translate_many
from incubator_desk.base.money import readable
from incubator_desk.catalog.kinds import Reference
from incubator_desk.features.rent.service import statements
from incubator_desk.features.rent.service.statements import Row, Verdict
from incubator_desk.qtkit import widgets
from incubator_desk.qtkit.chain import Chain
from incubator_desk.qtkit.delegate import DeskTable
from incubator_desk.qtkit.editors import ReferenceEditor
from incubator_desk.qtkit.screen import Context, worded
from incubator_desk.qtkit.table import PlainModel

from . import dues, statement_rows

TAKEN = N_("Receipts of a bank statement")
_WIDTHS = {3: 210, 5: 290, 6: 1000, 7: 130, 8: 150}
"""How wide the columns of words are at most."""
_GOES_TO, _LEAST = 6, 220


class StatementPane(QFrame):
    """The rows of a statement with their verdicts; nothing is saved before it is confirmed."""

    recorded = Signal(list)
    closed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        widgets.dressed(self, "card")
        self._context = context
        self.rows: list[Row] = []
        self.ticked: set[int] = set()
        self._names: dict[str, str] = {}
        self._shown: list[int] = []
        self._verdict: Verdict | None = None
        self.chips = widgets.ChipRow()
        self.chips.chosen.connect(self._filter)
        self._passed_over = widgets.label("", "caption")
        self._model = PlainModel([translate(h) for h in statement_rows.HEADINGS], rights=statement_rows.RIGHT)
        self.table = DeskTable()
        self.table.setModel(self._model)
        self.table.setAccessibleName(_("Rows of the statement"))
        self.table.ticked.connect(lambda index: self._turn(self._shown[index.row()]))
        self.table.entered_row.connect(lambda _index: self._ask_company())
        self.table.selectionModel().currentRowChanged.connect(lambda index, _old: self._show_row(index))
        self._build()
        widgets.action(self, _("Next unclear row"), "F8", self.next_unclear)

    def _build(self) -> None:
        head = widgets.row(self.chips, None, self._passed_over, margins=(12, 8, 15, 8))
        self._row = widgets.wrapped("", "facts")
        self.company = ReferenceEditor(Reference(register="tenants"), self._context)
        self._choice = widgets.FormRow(_("Company"), self.company)
        self._choice.setFixedWidth(460)
        chain = Chain(self, [self.company])
        chain.finished.connect(self._choose)
        choose = widgets.row(self._row, self._choice, gap=12, margins=(15, 8, 15, 8))
        choose.setStretch(0, 1)
        self._notes = QVBoxLayout()
        self._note = widgets.Note(_("Nothing is saved yet. It will be one step that can be undone."), "info", "info")
        self._sum = widgets.label("", "amount")
        cancel = widgets.button(_("Back to the entry") + "  Esc", run=self.closed.emit)
        self.confirm = widgets.button("", "primary", "check", run=self.carry_out)
        foot = widgets.row(self._note, self._sum, cancel, self.confirm, gap=12, margins=(15, 8, 12, 8))
        foot.setStretch(0, 1)
        whole = widgets.column(
            head, self._notes, self.table, widgets.boxed(choose, "foot"), widgets.boxed(foot), gap=0,
            margins=(1, 0, 1, 1),
        )  # fmt: skip
        whole.setStretch(2, 1)
        self.setLayout(whole)

    # what is shown ----------------------------------------------------------------------------------------------------

    def look(self, text: str) -> bool:
        """Look a block through; gives whether it holds a statement. What is wrong with all of it is told."""
        office = self._context.office
        try:
            with office.reading() as session:
                found = statements.look(session, office.actor, text)
        except Refused as refused:
            self._context.tell(worded(refused.problems), "warning", undoable=False)
            return False
        self.rows = list(found.rows)
        self.ticked = {at for at, row in enumerate(self.rows) if row.verdict == "new"}
        words = translate_many("{count} other row passed over", "{count} other rows passed over", found.passed_over)
        self._passed_over.setText(words if found.passed_over else "")
        self._verdict = None
        self._propose()
        self._filter(None)
        self.table.setFocus()
        first = next((at for at, row in enumerate(self.rows) if row.verdict == "unclear"), 0)
        if self.rows:
            self.table.selectRow(first)
        return True

    def _propose(self) -> None:
        """Lay the ticked rows over the companies' dues, one after the other."""
        office = self._context.office
        with office.reading() as session:
            self.rows = statements.proposed(session, office.actor, self.rows, self.ticked, self._context.today())
            tenants = {row.tenant for row in self.rows if row.tenant}
            self._names = statements.named(session, tenants | {uid for row in self.rows for uid in row.candidates})
        self.ticked = {at for at in self.ticked if self.rows[at].possible}

    def refresh(self) -> None:
        """Take in what was written: rows may be recorded by now, or their dues paid."""
        if self.rows:
            self._propose()
            self._fill()

    def _fill(self) -> None:
        current = self.table.currentIndex().row()
        self._shown = [at for at, row in enumerate(self.rows) if self._verdict in (None, row.verdict)]
        self._model.fill([self._cells(at) for at in self._shown])
        self._chips()
        self._count()
        self._settle_widths()
        if 0 <= current < len(self._shown):
            self.table.selectRow(current)

    def _cells(self, at: int) -> list[Any]:
        return statement_rows.cells(self.rows[at], self._names, ticked=at in self.ticked)

    def _chips(self) -> None:
        counts = {verdict: sum(row.verdict == verdict for row in self.rows) for verdict in statement_rows.VERDICTS}
        every: list[tuple[Verdict | None, str]] = [(None, f"{_('All')} {len(self.rows)}")]
        told = [(v, f"{translate(statement_rows.VERDICTS[v][0])} {n}") for v, n in counts.items() if n]
        self.chips.fill([*every, *told], self._verdict)

    def _filter(self, verdict: Verdict | None) -> None:
        self._verdict = verdict
        self._fill()

    def _settle_widths(self) -> None:
        self.table.horizontalHeader().setStretchLastSection(False)
        self.table.resizeColumnsToContents()
        wide = [self.table.columnWidth(at) for at in range(self._model.columnCount())]
        wide = [min(each, _WIDTHS.get(at, each)) for at, each in enumerate(wide)]
        wide[_GOES_TO] = max(_LEAST, wide[_GOES_TO] + self.table.viewport().width() - sum(wide))
        for at, each in enumerate(wide):
            self.table.setColumnWidth(at, each)
        self.table.horizontalHeader().setStretchLastSection(True)

    def _count(self) -> None:
        amount = sum(self.rows[at].entry.amount or 0 for at in self.ticked)
        self._sum.setText(_("ticked {amount}").format(amount=readable(amount)) if self.ticked else "")
        words = translate_many("Record {count} payment", "Record {count} payments", len(self.ticked))
        widgets.say_onward(self.confirm, words)
        self.confirm.setEnabled(bool(self.ticked))

    # one row ----------------------------------------------------------------------------------------------------------

    def _turn(self, at: int) -> None:
        if self.rows[at].possible:
            self.ticked ^= {at}
            self._propose()
            self._fill()

    def _current(self) -> int | None:
        row = self.table.currentIndex().row()
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def _show_row(self, _index: QModelIndex) -> None:
        at = self._current()
        row = self.rows[at] if at is not None else None
        self._choice.setEnabled(row is not None and row.verdict != "unreadable")
        self._choice.tell()
        if row is None:
            self._row.setText("")
            self.company.put(None)
            return
        amount = readable(row.entry.amount) if row.entry.amount is not None else ""
        reason = worded(row.problems)
        fit = _(", ").join(self._names.get(uid, "") for uid in row.candidates) if len(row.candidates) > 1 else ""
        goes_to = dues.told(row.laid) if row.laid else ""
        parts = (statement_rows.payer(row), amount, row.entry.remark, reason, fit, goes_to)
        self._row.setText("    ".join(part for part in parts if part))
        self.company.put(row.tenant)

    def _ask_company(self) -> None:
        """Enter on a row: whose money is it?"""
        if self._choice.isEnabled() and self._current() is not None:
            Chain.enter(self.company)

    def _choose(self) -> None:
        """Take the company chosen for the row, tick it and go to the next unclear one."""
        at = self._current()
        if at is None:
            return
        try:
            tenant = self.company.value()
        except Refused as refused:
            self._choice.tell(worded(refused.problems))
            return
        office = self._context.office
        with office.reading() as session:
            self.rows[at] = statements.chosen(session, office.actor, self.rows, at, tenant)
        self.ticked = self.ticked | {at} if self.rows[at].verdict == "new" else self.ticked - {at}
        self._propose()
        self._fill()
        self.table.setFocus()
        if self.rows[at].verdict != "unclear":
            self.next_unclear()

    def next_unclear(self) -> None:
        """Go to the next row whose company is not clear."""
        current = self.table.currentIndex().row()
        count = len(self._shown)
        following = [(current + 1 + step) % count for step in range(count)]
        at = next((row for row in following if self.rows[self._shown[row]].verdict == "unclear"), None)
        if at is not None:
            self.table.selectRow(at)
        self.table.setFocus()

    # taking over ------------------------------------------------------------------------------------------------------

    def carry_out(self) -> None:
        """Record the ticked rows as one step; where one is refused, all stays as it was."""
        office, made = self._context.office, []
        rows = [self.rows[at] for at in sorted(self.ticked)]
        register = office.features.registers["receipts"]

        def work() -> None:
            with office.writing(TAKEN) as step:
                made.extend(statements.take_over(step, register, rows, self._context.today()))

        if rows and self._context.attempt(work):
            words = translate_many("{count} payment recorded", "{count} payments recorded", len(rows))
            self._context.tell(words)
            self.recorded.emit(made)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._settle_widths)  # once the table has its new width

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self.company.hasFocus():
                self._show_row(self.table.currentIndex())
                self.table.setFocus()
            else:
                self.closed.emit()
            return
        super().keyPressEvent(event)
