"""The fields of a refund: amount, day, reference, gone through with Enter; what is wrong stands beside each."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame

from incubator_desk.base.errors import Problem, Refused
from incubator_desk.base.i18n import _, translate_many
from incubator_desk.catalog.kinds import Day, Money, Text
from incubator_desk.catalog.saving import REQUIRED
from incubator_desk.qtkit import widgets
from incubator_desk.qtkit.chain import Chain
from incubator_desk.qtkit.editors import DayEditor, LineEditor

_LABEL = 68


class PayoutForm(QFrame):
    """Asks how what is chosen is paid out; the amount of several is the sum of their rests, and is not typed."""

    finished = Signal()
    """Enter in the last field, or the button."""

    def __init__(self, today: date) -> None:
        super().__init__()
        widgets.dressed(self, "card")
        self._offered: object = None
        editors: dict[str, Any] = {
            "amount": LineEditor(Money(above=Decimal(0))),
            "paid_on": DayEditor(Day()),
            "reference": LineEditor(Text(80)),
        }
        self.rows = {
            "amount": widgets.FormRow(_("Amount"), editors["amount"], unit=_("CNY"), required=True, narrow=_LABEL),
            "paid_on": widgets.FormRow(_("Paid on"), editors["paid_on"], required=True, narrow=_LABEL),
            "reference": widgets.FormRow(_("Reference"), editors["reference"], narrow=_LABEL),
        }
        editors["paid_on"].put(today)
        self._chain = Chain(self, list(editors.values()))
        self._chain.finished.connect(self.finished)
        self.title = widgets.label("", "card-title")
        self._why = widgets.wrapped("", "facts")
        self.confirm = widgets.button("", "primary", "check", run=self.finished.emit)
        fields = widgets.row(*self.rows.values(), self.confirm, gap=16)
        for row, stretch in zip(self.rows.values(), (11, 8, 10), strict=True):
            fields.setStretchFactor(row, stretch)
        for part in (*self.rows.values(), self.confirm):
            fields.setAlignment(part, Qt.AlignmentFlag.AlignTop)
        self.setLayout(widgets.column(self.title, self._why, fields, gap=6, margins=(15, 11, 15, 12)))

    def field(self, name: str) -> Any:
        """The editor of a column."""
        return self.rows[name].editor

    def offer(self, what: object, amount: Decimal | None, title: str, why: str, *, count: int, several: bool) -> None:
        """Offer to pay something out, nothing where there is no amount; for the same, what was typed stays."""
        self.field("amount").setReadOnly(several)
        if what != self._offered:
            self._offered = what
            self.field("amount").put(amount)
        for row in self.rows.values():
            row.tell()
        for part in (*self.rows.values(), self.confirm):
            part.setEnabled(amount is not None)
        self.title.setText(title)
        self._why.setText(why)
        words = translate_many("Pay out {count} refund", "Pay out {count} refunds", count or 1)
        widgets.say_onward(self.confirm, words)

    def forget(self) -> None:
        """What was typed is let go with the next offer."""
        self._offered = None
        self.field("reference").put(None)

    def begin(self) -> None:
        """Put the cursor into the amount, or into the day where the amount is not typed."""
        self._chain.enter(self.field("paid_on" if self.field("amount").isReadOnly() else "amount"))

    def values(self) -> tuple[dict[str, Any], dict[str, Problem]]:
        """What the fields say, and by field what is wrong with it."""
        values: dict[str, Any] = {}
        problems: dict[str, Problem] = {}
        for name in self.rows:
            try:
                values[name] = self.field(name).value()
            except Refused as refused:
                values[name], problems[name] = None, refused.problems[0]
        for name in ("amount", "paid_on"):
            if values[name] is None and name not in problems:
                problems[name] = Problem("required", REQUIRED)
        return values, problems

    def tell(self, problems: Mapping[str, Problem]) -> tuple[Problem, ...]:
        """Show each problem beside its field, the cursor in the first; gives those that belong to none."""
        for name, row in self.rows.items():
            row.tell(problems[name].text() if name in problems else "")
        beside = [name for name in self.rows if name in problems]
        if beside:
            self._chain.enter(self.field(beside[0]))
        return tuple(problem for name, problem in problems.items() if name not in self.rows)
