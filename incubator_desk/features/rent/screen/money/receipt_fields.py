"""The fields of a receipt: gone through with Enter, what is wrong beside each, what is worth a look below."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QComboBox, QCompleter, QFrame, QLineEdit, QVBoxLayout

from incubator_desk.base.errors import Problem, Refused
from incubator_desk.base.i18n import _, translate
from incubator_desk.catalog.kinds import Day, Money, Reference, Text, Tone
from incubator_desk.catalog.saving import REQUIRED
from incubator_desk.features.rent.model import RECEIPT_KINDS
from incubator_desk.features.rent.service.receiving import Opening, running
from incubator_desk.qtkit import widgets
from incubator_desk.qtkit.chain import Chain
from incubator_desk.qtkit.editors import ChoiceEditor, DayEditor, LineEditor, ReferenceEditor
from incubator_desk.qtkit.screen import Context, worded
from incubator_desk.qtkit.undoing import undoes_step

READ = ("tenant_uid", "received_on", "amount", "kind", "method", "reference")
_REQUIRED = READ[:3]
_ORDER = ("tenant_uid", "received_on", "amount", "kind", "lease_uid", "rest_to", "method", "reference")
_PAUSE, _WIDE = 120, 392
_UNREAD = {"bad_date", "bad_number", "unknown_reference", "date_out_of_range", "out_of_range", "too_fine"}
"""What is wrong only as long as it is being typed."""


class ReceiptFields(QFrame):
    """The card in which a receipt is typed."""

    typed = Signal()
    """Something was typed or chosen, and the hands rest."""
    finished = Signal()
    """Enter in the last field, or the button."""
    cleared = Signal()
    block_pasted = Signal()
    """Rows were pasted where one value belongs: a bank statement."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        widgets.dressed(self, "card")
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE)
        self._timer.timeout.connect(self.typed)
        self.lease, self.rest_to = QComboBox(), QComboBox()
        self.rows = self._rows(context)
        self.chain = Chain(self, [row.editor for row in self.rows.values()])
        self.chain.left.connect(self.typed)
        self.chain.finished.connect(self.finished)
        self._notes = QVBoxLayout()
        self._notes.setSpacing(4)
        self.confirm = widgets.onward(_("Record"), self.finished.emit)
        self.confirm.setAccessibleName(_("Record"))
        clear = widgets.button(_("Clear") + "  Esc", "flat", run=self.cleared.emit)
        clear.setToolTip(_("Clear the entry (Esc)"))
        title = widgets.label(_("Record a receipt"), "card-title")
        buttons = widgets.row(None, clear, self.confirm)
        parts = (title, 2, *self.rows.values(), self._notes, None, buttons)
        self.setLayout(widgets.column(*parts, gap=6, margins=(15, 11, 15, 12)))
        self.setFixedWidth(_WIDE)

    def _rows(self, context: Context) -> dict[str, widgets.FormRow]:
        editors: dict[str, Any] = {
            "tenant_uid": ReferenceEditor(Reference(register="tenants"), context),
            "received_on": DayEditor(Day()),
            "amount": LineEditor(Money(above=Decimal(0))),
            "kind": ChoiceEditor(RECEIPT_KINDS, required=True),
            "method": LineEditor(Text(40)),
            "reference": LineEditor(Text(80)),
        }
        for editor in editors.values():
            editor.edited.connect(self._timer.start)
            if isinstance(editor, QLineEdit):
                editor.installEventFilter(self)
        for box in (self.lease, self.rest_to):
            box.activated.connect(lambda _at: self.typed.emit())
        editors |= {"lease_uid": self.lease, "rest_to": self.rest_to}
        labels = {
            "tenant_uid": _("Company"), "received_on": _("Received on"), "amount": _("Amount"), "kind": _("Kind"),
            "lease_uid": _("Goes to"), "rest_to": _("Credit to"), "method": _("Method"), "reference": _("Reference"),
        }  # fmt: skip
        return {
            name: widgets.FormRow(
                labels[name], editors[name], unit=_("CNY") if name == "amount" else "", required=name in _REQUIRED
            )
            for name in _ORDER
        }

    def field(self, name: str) -> Any:
        """The editor of a column."""
        return self.rows[name].editor

    def offer_methods(self, known: Sequence[str]) -> None:
        """Complete a method in place from those that were used; a blank one becomes the most usual."""
        completer = QCompleter(list(known), self)
        completer.setCompletionMode(QCompleter.CompletionMode.InlineCompletion)
        self.field("method").setCompleter(completer)
        if not self.field("method").text() and known:
            self.field("method").put(known[0])

    def focus_first(self) -> None:
        """Put the cursor where the entry begins: the company, or the amount where that is given."""
        self.chain.enter(self.field("amount" if self.field("tenant_uid").text() else "tenant_uid"))

    # what is typed ----------------------------------------------------------------------------------------------------

    def values(self) -> tuple[dict[str, Any], dict[str, tuple[Problem, ...]]]:
        """What the fields say, and by field what of it cannot be read."""
        self._timer.stop()
        values: dict[str, Any] = {}
        problems: dict[str, tuple[Problem, ...]] = {}
        for name in READ:
            try:
                values[name] = self.field(name).value()
            except Refused as refused:
                values[name], problems[name] = None, refused.problems
        return values, problems

    def offer_leases(self, openings: Sequence[Opening], kind: str, preferred: str | None, *, anew: bool) -> None:
        """Offer a company's leases, and for rent all of them by due date; a choice stays as long as it can."""
        kept = preferred if anew or not self.lease.count() else self.lease.currentData()
        # Rent is spread where no lease is chosen; of other money one must say whose it is.
        wanted: list[tuple[str, str | None]] = [(_("All leases, by due date") if kind == "rent" else "", None)]
        wanted += [(each.code, each.uid) for each in openings]
        if anew or wanted != [(self.lease.itemText(at), self.lease.itemData(at)) for at in range(self.lease.count())]:
            self.lease.clear()
            for text, uid in wanted:
                self.lease.addItem(text, uid)
            self.lease.setCurrentIndex(max(0, self.lease.findData(kept)))
        self.rows["lease_uid"].setVisible(len(openings) > 1)

    def offer_rest(self, takers: Sequence[Opening], today: date, *, over: bool) -> None:
        """Ask where credit goes, where there is some and several leases could have it; a choice stays if it can."""
        wanted = [(each.code, each.uid) for each in takers]
        if wanted != [(self.rest_to.itemText(at), self.rest_to.itemData(at)) for at in range(self.rest_to.count())]:
            self.rest_to.clear()
            for text, uid in wanted:
                self.rest_to.addItem(text, uid)
            if takers:
                self.rest_to.setCurrentIndex(self.rest_to.findData(running(takers, today).uid))
        self.rows["rest_to"].setVisible(over and self.lease.currentData() is None and len(takers) > 1)

    # what is wrong ----------------------------------------------------------------------------------------------------

    def tell(
        self, values: Mapping[str, Any], problems: Mapping[str, Sequence[Problem]],
        notes: Sequence[tuple[str, Tone]] = (), *, loud: bool = False,
    ) -> None:  # fmt: skip
        """Show problems beside their fields and notes below. What is still being typed is not called wrong."""
        widgets.clear(self._notes)
        for name, row in self.rows.items():
            found = tuple(problems.get(name, ()))
            typing = row.editor.hasFocus() and found and found[0].code in _UNREAD
            if loud and not found and name in _REQUIRED and values.get(name, "") is None:
                row.tell(translate(REQUIRED))
            else:
                row.tell(worded(found) if found and (loud or not typing) else "")
        for name, found_there in problems.items():
            if name not in self.rows or self.rows[name].isHidden():
                self._notes.addWidget(widgets.Note(worded(tuple(found_there)), "danger"))
        for text, tone in notes:
            self._notes.addWidget(widgets.Note(text, tone))

    def to_problem(self) -> None:
        """Put the cursor into the first field with a problem."""
        wrong = (row for row in self.rows.values() if not row.note.isHidden() and not row.isHidden())
        if (row := next(wrong, None)) is not None:
            self.chain.enter(row.editor)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and isinstance(watched, QLineEdit):
            if event.type() == QEvent.Type.KeyPress and event.matches(QKeySequence.StandardKey.Paste):
                if is_block(QGuiApplication.clipboard().text()):
                    self.block_pasted.emit()
                    return True
            elif event.type() == QEvent.Type.ShortcutOverride and undoes_step(event, watched):
                event.ignore()  # nothing was typed here: Ctrl+Z takes back the last receipt
                return True
        return super().eventFilter(watched, event)


def is_block(text: str) -> bool:
    """Whether a text is rows and columns rather than one value."""
    return "\t" in text.strip() or "\n" in text.strip()
