"""Receiving money: one receipt after the other by keyboard, or a bank statement pasted as a block."""

from collections.abc import Mapping

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget

from incubator_desk.base.i18n import _
from incubator_desk.features.leases.model import Lease
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.qtkit import widgets
from incubator_desk.qtkit.screen import Context, Screen

from .receipt_entry import ReceiptEntry
from .sitting import Sitting
from .statement import StatementPane

PASTE = "Ctrl+Shift+V"
_LOW, _HIGH_LIST, _LOW_LIST = 720, 252, 168
"""Below this height of the screen the list of what was recorded is lower."""


class ReceiveScreen(Screen):
    """The entry above what was recorded in this sitting; a pasted statement takes the place of the entry."""

    name = "receive"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.entry = ReceiptEntry(context)
        self.statement = StatementPane(context)
        self.sitting = Sitting(context)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.entry)
        self._stack.addWidget(self.statement)
        self._button: QPushButton | None = None
        self.entry.recorded.connect(self.sitting.add)
        self.entry.fields.block_pasted.connect(self.paste)
        self.statement.recorded.connect(self._taken_over)
        self.statement.closed.connect(self.show_entry)
        layout = widgets.column(self._stack, self.sitting, gap=12, margins=(16, 2, 16, 14))
        layout.setStretch(0, 1)
        self.setLayout(layout)
        widgets.action(self, _("Paste a bank statement"), "Ctrl+V", self.paste)

    def title(self) -> str:
        return _("Record receipts")

    def facts(self) -> str:
        if self._stack.currentWidget() is self.statement:
            return _("Bank statement: each row with what becomes of it")
        return _("A payment fills the oldest dues of all the company's leases")

    def crumbs(self) -> tuple[tuple[str, str], ...]:
        return ((_("Receipts"), "receipts"),)

    def fill_actions(self, place: QHBoxLayout) -> None:
        text = _("Paste a bank statement")
        self._button = widgets.button(f"{text}  {PASTE}", "", "import", PASTE, self.paste)
        self._button.setAccessibleName(text)
        place.addWidget(self._button)

    def hints(self) -> tuple[tuple[str, str], ...]:
        return (
            ("Enter", _("Next field, at the last one record")), ("Ctrl+Enter", _("Record")),
            ("Ctrl+V", _("Paste a bank statement")), ("F8", _("Next unclear row")), ("Alt+X", _("Reverse…")),
        )  # fmt: skip

    def open(self, uid: str) -> None:
        """Begin an entry for a company, or for a lease."""
        with self.context.office.reading() as session:
            lease = session.get(Lease, uid)
            tenant = lease.tenant_uid if lease else uid
            known = session.get(Tenant, tenant) is not None
        self.show_entry()
        if known:
            self.entry.open(tenant, uid if lease else None)

    def paste(self) -> None:
        """Show the rows of the bank statement that lies on the clipboard."""
        if self.statement.look(QGuiApplication.clipboard().text()):
            self._turn(self.statement)
            self.statement.table.setFocus()

    def show_entry(self) -> None:
        """Back to the entry of single receipts."""
        self._turn(self.entry)
        self.entry.fields.focus_first()

    def _turn(self, pane: ReceiptEntry | StatementPane) -> None:
        self._stack.setCurrentWidget(pane)
        self.title_changed.emit()

    def _taken_over(self, uids: list[str]) -> None:
        self.sitting.add(uids)
        self.show_entry()

    def refresh(self, changed: Mapping[str, set[str]]) -> None:
        del changed  # companies, leases, reliefs and receipts all stand here
        self.sitting.load()
        self.entry.refresh()
        self.statement.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        pane = self._stack.currentWidget()
        focus = self.statement.table.setFocus if pane is self.statement else self.entry.fields.focus_first
        QTimer.singleShot(0, self, focus)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.sitting.setFixedHeight(_LOW_LIST if self.height() < _LOW else _HIGH_LIST)
