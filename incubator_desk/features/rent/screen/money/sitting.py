"""What was recorded in this sitting: receipts to look at once more, to open or to reverse."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtWidgets import QFrame
from sqlalchemy import select
from sqlalchemy.orm import Session

from incubator_desk.base.errors import Label
from incubator_desk.base.i18n import N_, _, translate, translate_many
from incubator_desk.base.money import grouped
from incubator_desk.features.leases.model import Lease
from incubator_desk.features.rent.model import RECEIPT_KINDS, Receipt
from incubator_desk.features.rent.service import receiving
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.qtkit import widgets
from incubator_desk.qtkit.cells import Cell
from incubator_desk.qtkit.delegate import DeskTable
from incubator_desk.qtkit.screen import Context
from incubator_desk.qtkit.steps import ReasonDialog
from incubator_desk.qtkit.table import PlainModel
from incubator_desk.qtkit.tokens import COMPACT_ROW

REVERSE = N_("Reverse {noun} {code}")
_HEADINGS = (
    N_("Code"), N_("Company"), N_("Lease"), N_("Received on"), N_("Amount"), N_("Kind"), N_("Method"),
    N_("Reference"), N_("Payment"), N_("State"),
)  # fmt: skip
_AMOUNT, _COMPANY = 4, 260


class Sitting(QFrame):
    """The receipts of this sitting, the latest first; they stay while the program runs."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        widgets.dressed(self, "card")
        self._context = context
        self._uids: list[str] = context.memory.setdefault("receive", [])
        self._listed: list[str] = []
        self._model = PlainModel([translate(h) for h in _HEADINGS], rights=(_AMOUNT,))
        self.table = DeskTable()
        self.table.setModel(self._model)
        self.table.set_row_height(COMPACT_ROW)
        self.table.setAccessibleName(_("Recorded in this sitting"))
        self.table.entered_row.connect(lambda index: self._context.go("receipts", self._listed[index.row()]))
        self._empty = widgets.EmptyState("receipt", _("Nothing was recorded in this sitting yet."))
        self._empty.cover(self.table)
        self._sum = widgets.label("", "facts")
        self.reverse_button = widgets.button(_("Reverse…"), "link", "return", "Alt+X", self.reverse)
        title = widgets.label(_("Recorded in this sitting"), "card-title")
        head = widgets.row(title, None, self._sum, self.reverse_button, gap=14, margins=(15, 7, 12, 5))
        whole = widgets.column(head, self.table, gap=0, margins=(1, 0, 1, 1))
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.load()

    def add(self, uids: Sequence[str]) -> None:
        """Receipts that were just recorded."""
        self._uids += uids
        self.load()

    def load(self) -> None:
        """Show them as they stand; what was undone is not there."""
        with self._context.office.reading() as session:
            rows = _read(session, self._uids)
        at = {uid: number for number, uid in enumerate(self._uids)}
        rows.sort(key=lambda row: at[row.uid], reverse=True)
        self._listed = [row.uid for row in rows]
        self._model.fill([_cells(row) for row in rows])
        self.table.resizeColumnsToContents()
        self.table.setColumnWidth(1, min(_COMPANY, self.table.columnWidth(1)))
        self._empty.setVisible(not rows)
        counted = [row for row in rows if row.reversed_on is None]
        words = translate_many("{count} receipt", "{count} receipts", len(counted))
        total = grouped(sum((row.amount for row in counted), Decimal(0)))
        self._sum.setText(_("{receipts}, {amount} in all").format(receipts=words, amount=total) if rows else "")
        self.reverse_button.setEnabled(bool(counted))

    def reverse(self) -> None:
        """Reverse the chosen receipt, or the latest one, with all of its payment; the day and reason are asked for."""
        rows = self.table.chosen_rows() or [0]
        uid = self._listed[rows[0]]
        dialog = ReasonDialog(self._context, _("Reverse {code}").format(code=self._model.rows[rows[0]][0].text), self)
        dialog.given.connect(lambda day, reason: self._reverse(uid, day, reason))
        dialog.open()

    def _reverse(self, uid: str, day: date, reason: str) -> None:
        office = self._context.office
        register = office.features.registers["receipts"]
        codes: list[str] = []

        def work() -> None:
            with office.reading() as session:
                code = session.get_one(Receipt, uid).code
            with office.writing(REVERSE, reason=reason, noun=Label(register.noun), code=code) as step:
                codes.extend(receiving.reverse(step, register, step.session.get_one(Receipt, uid), day, reason))

        if self._context.attempt(work):
            self._context.tell(_("Reversed: {codes}").format(codes=_(", ").join(codes)))
            self.load()


def _read(session: Session, uids: Sequence[str]) -> list[Any]:
    columns = (
        Receipt.uid, Receipt.code, Tenant.name, Lease.code.label("lease"), Receipt.received_on, Receipt.amount,
        Receipt.kind, Receipt.method, Receipt.reference, Receipt.payment_no, Receipt.reversed_on,
    )  # fmt: skip
    joined = select(*columns).join(Lease, Receipt.lease_uid == Lease.uid).join(Tenant, Lease.tenant_uid == Tenant.uid)
    return list(session.execute(joined.where(Receipt.uid.in_(uids))))


def _cells(row: Any) -> list[Cell]:
    gone = row.reversed_on is not None
    state = Cell(_("Counted"), tone="success", icon="check-circle", chip=True)
    if gone:
        state = Cell(_("Reversed"), tone="neutral", icon="minus-circle", chip=True)
    return [
        Cell(row.code, muted=True), Cell(row.name, muted=gone), Cell(row.lease, muted=gone),
        Cell(row.received_on.isoformat(), muted=gone), Cell(grouped(row.amount), "right", muted=gone),
        Cell(RECEIPT_KINDS.show(row.kind), muted=gone), Cell(row.method or "", muted=gone),
        Cell(row.reference or "", muted=gone), Cell(row.payment_no or "", muted=True), state,
    ]  # fmt: skip
