"""What the park owes back, why, and paying it out: one by one with Enter, or several as one step."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Literal

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame

from incubator_desk.base.errors import Refused
from incubator_desk.base.i18n import N_, _, translate, translate_many
from incubator_desk.base.money import grouped, readable, to_yuan
from incubator_desk.features.rent.screen.lines import amount as money_cell
from incubator_desk.features.rent.service import owed
from incubator_desk.features.rent.service.owed import Owed, Payout
from incubator_desk.qtkit import widgets
from incubator_desk.qtkit.cells import Cell
from incubator_desk.qtkit.delegate import DeskTable
from incubator_desk.qtkit.screen import Context, Screen, worded
from incubator_desk.qtkit.table import PlainModel
from incubator_desk.qtkit.totals import TotalsRow

from .payout import PayoutForm

PAID_OUT = N_("Pay out {what}")
Part = Literal["open", "paid"]
_HEADINGS = (
    N_("Company"), N_("Lease"), N_("Owed for"), N_("Why"), N_("Owed"), N_("Paid back"), N_("Rest"), N_("State"),
)  # fmt: skip
_RIGHT, _WHY, _COMPANY = (4, 5, 6), 3, 240


class OwedScreen(Screen):
    """A table of what is owed back; below it the refund of the chosen row, or of all ticked ones."""

    name = "owed"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.every: list[Owed] = []
        self.listed: list[Owed] = []
        self.ticked: set[tuple[str, str]] = set()
        self._part: Part | None = "open"
        self.chips = widgets.ChipRow()
        self.chips.chosen.connect(self._choose_part)
        self._model = PlainModel([translate(h) for h in _HEADINGS], rights=_RIGHT)
        self.table = DeskTable()
        self.table.setModel(self._model)
        self.table.setAccessibleName(_("Refunds owed"))
        self.table.ticked.connect(lambda index: self._turn(index.row()))
        self.table.entered_row.connect(lambda _index: self._begin())
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_row())
        self._totals = TotalsRow(self.table)
        self._empty = widgets.EmptyState("check-circle", _("Nothing is owed back."))
        self._empty.cover(self.table)
        self.payout = PayoutForm(context.today())
        self.payout.finished.connect(self.record)
        layout = widgets.column(self._list(), self.payout, gap=12, margins=(16, 2, 16, 14))
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self._read()

    def _list(self) -> QFrame:
        head = widgets.row(self.chips, None, widgets.label(_("Amounts in CNY"), "caption"), margins=(12, 8, 15, 8))
        whole = widgets.column(head, self.table, self._totals, gap=0, margins=(1, 0, 1, 1))
        whole.setStretch(1, 1)
        return widgets.card(whole)

    # what the window asks ---------------------------------------------------------------------------------------------

    def title(self) -> str:
        return _("Refunds owed")

    def facts(self) -> str:
        rest = sum(each.rest for each in self.every)
        return _("{amount} in all").format(amount=readable(rest)) if rest else ""

    def crumbs(self) -> tuple[tuple[str, str], ...]:
        return ((_("Refunds"), "refunds"),)

    def hints(self) -> tuple[tuple[str, str], ...]:
        return (
            ("Enter", _("Amount, day, reference, record")), (_("Space"), _("Tick several")),
            ("Ctrl+Enter", _("Pay out")),
        )  # fmt: skip

    def open(self, uid: str) -> None:
        """Go to what is owed of a relief, a lease or a company."""
        self._read()
        here = (at for at, each in enumerate(self.listed) if uid in (each.uid, each.lease, each.tenant))
        if (at := next(here, None)) is not None:
            self.table.selectRow(at)
        else:
            self.table.clearSelection()
            self.table.setCurrentIndex(QModelIndex())
            self.context.tell(_("Nothing is owed back here."), "info", undoable=False)
        self.table.setFocus()

    def refresh(self, changed: Mapping[str, set[str]]) -> None:
        del changed  # leases, reliefs, receipts and refunds all stand here
        self._read()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self.table.setFocus)

    # what is shown ----------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        office = self.context.office
        with office.reading() as session:
            self.every = owed.owed(session, office.actor, self.context.today())
        self.ticked &= {_key(each) for each in self.every if each.rest}
        self._fill()
        self.title_changed.emit()

    def _fill(self) -> None:
        current = self._current()
        at = self.table.currentIndex().row()
        self.listed = [each for each in self.every if self._part is None or bool(each.rest) == (self._part == "open")]
        self._model.fill([self._cells(each) for each in self.listed])
        self._totals.fill(self._total())
        self._empty.setVisible(not self.listed)
        self._fill_chips()
        self._settle_widths()
        if self.listed:
            kept = (row for row, each in enumerate(self.listed) if current and _key(each) == _key(current))
            self.table.selectRow(next(kept, min(max(at, 0), len(self.listed) - 1)))
        self._show_row()

    def _fill_chips(self) -> None:
        left = sum(bool(each.rest) for each in self.every)
        counts: list[tuple[Part | None, str, int]] = [
            ("open", _("To pay out"), left),
            ("paid", _("Paid back"), len(self.every) - left),
            (None, _("All"), len(self.every)),
        ]
        self.chips.fill([(part, f"{text} {count}") for part, text, count in counts], self._part)

    def _choose_part(self, part: Part | None) -> None:
        self._part = part
        self._fill()

    def _cells(self, each: Owed) -> list[Cell]:
        state = Cell(_("Paid back"), tone="success", icon="check-circle", chip=True)
        if each.rest:
            state = Cell(_("To refund"), tone="warning", icon="return", chip=True)
        return [
            Cell(each.tenant_name, checked=_key(each) in self.ticked if each.rest else None),
            Cell(each.lease_code, muted=True), Cell(each.relief or _("Credit")), Cell(each.reason),
            money_cell(each.owed), money_cell(each.paid_back), money_cell(each.rest, "warning", bold=True), state,
        ]  # fmt: skip

    def _total(self) -> list[Cell]:
        sums = [sum(getattr(each, name) for each in self.listed) for name in ("owed", "paid_back", "rest")]
        words = translate_many("Total ({count} line)", "Total ({count} lines)", len(self.listed))
        return [Cell(words), Cell(), Cell(), Cell(), *(Cell(readable(fen), "right") for fen in sums), Cell()]

    def _settle_widths(self) -> None:
        self.table.horizontalHeader().setStretchLastSection(False)
        self.table.resizeColumnsToContents()
        wide = [self.table.columnWidth(at) for at in range(self._model.columnCount())]
        wide = [max(each, self._totals.wanted_width(at)) for at, each in enumerate(wide)]
        wide[0] = min(wide[0], _COMPANY)
        wide[_WHY] += max(0, self.table.viewport().width() - sum(wide))
        for at, each in enumerate(wide):
            self.table.setColumnWidth(at, each)
        self.table.horizontalHeader().setStretchLastSection(True)

    # the refund -------------------------------------------------------------------------------------------------------

    def _current(self) -> Owed | None:
        row = self.table.currentIndex().row()
        return self.listed[row] if 0 <= row < len(self.listed) else None

    def _chosen(self) -> list[Owed]:
        """The ticked ones in their order; the current one where none is ticked."""
        if self.ticked:
            return [each for each in self.every if _key(each) in self.ticked]
        current = self._current()
        return [current] if current and current.rest else []

    def _turn(self, row: int) -> None:
        if self.listed[row].rest:
            self.ticked ^= {_key(self.listed[row])}
            self._model.replace(row, self._cells(self.listed[row]))
            self._show_row()

    def _show_row(self) -> None:
        """Offer the refund of what is chosen."""
        chosen = self._chosen()
        what = [(_key(each), each.rest) for each in chosen]
        amount = to_yuan(sum(each.rest for each in chosen)) if chosen else None
        several = _("All of the rest of each, on the same day, as one step.")
        why = several if self.ticked else chosen[0].reason if chosen else ""
        ticked = bool(self.ticked)
        self.payout.offer(what, amount, self._named(chosen), why, count=len(chosen), several=ticked)

    def _named(self, chosen: list[Owed]) -> str:
        if not chosen:
            return _("Choose what is paid out")
        if self.ticked:
            return translate_many("{count} refund ticked", "{count} refunds ticked", len(chosen))
        return f"{chosen[0].tenant_name}  {chosen[0].lease_code}"

    def _begin(self) -> None:
        """Enter on a row: pay it out, or with ticked ones all of these."""
        if self._chosen():
            self.payout.begin()

    def record(self) -> None:
        """Record the refund, or those of all ticked rows as one step; what is above what is owed is refused."""
        chosen = self._chosen()
        values, problems = self.payout.values()
        if not chosen:
            return
        if problems:
            self.payout.tell(problems)
            return
        try:
            payouts = self._pay_out(chosen, values)
        except Refused as refused:
            if rest := self.payout.tell({str(p.where.column): p for p in refused.problems}):
                self.context.tell(worded(rest), "danger", undoable=False)
            return
        total = grouped(sum((each.amount for each in payouts), Decimal(0)))
        words = translate_many("{count} refund recorded", "{count} refunds recorded", len(payouts))
        self.context.tell(_("{refunds}, {amount} in all").format(refunds=words, amount=total))
        self.ticked.clear()
        self.payout.forget()
        self._read()
        self.table.setFocus()

    def _pay_out(self, chosen: list[Owed], values: Mapping[str, Any]) -> list[Payout]:
        payouts = [Payout(chosen[0], values["amount"], values["paid_on"], values["reference"])]
        if self.ticked:
            payouts = owed.rests(chosen, values["paid_on"], values["reference"])
        office = self.context.office
        what = ", ".join(each.lease_code for each in chosen[:3]) + (" …" if len(chosen) > 3 else "")
        with office.writing(PAID_OUT, what=what) as step:
            owed.pay_out(step, office.features.registers["refunds"], payouts)
        return payouts

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._settle_widths)  # once the table has its new width

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.payout.forget()
            self._show_row()
            self.table.setFocus()
            return
        super().keyPressEvent(event)


def _key(each: Owed) -> tuple[str, str]:
    return each.kind, each.uid
