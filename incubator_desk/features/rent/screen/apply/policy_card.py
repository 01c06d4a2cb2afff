"""Above the steps of applying a policy: its terms, the day of approval, and as what its cases are entered."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from incubator_desk.base.errors import Refused
from incubator_desk.base.i18n import N_, _, translate
from incubator_desk.catalog.kinds import Day
from incubator_desk.features.rent.service import offers
from incubator_desk.qtkit import widgets
from incubator_desk.qtkit.editors import DayEditor
from incubator_desk.qtkit.screen import Context, worded

from . import verdicts

_STANDINGS = (("draft", N_("Draft")), ("submitted", N_("Submitted")), ("approved", N_("Approved that day")))


class PolicyCard(QWidget):
    """The policy that is applied."""

    another = Signal()
    changed = Signal()
    """Another day was chosen."""

    def __init__(self, context: Context, state: dict[str, Any]) -> None:
        super().__init__()
        self._context, self._state = context, state
        self._title = widgets.label("", "card-title")
        self._chips = widgets.row(gap=6)
        self._terms = widgets.wrapped("", "facts")
        self.on = DayEditor(Day())
        self.on.setAccessibleName(_("Approval day"))
        self.on.setFixedWidth(128)
        self.on.editingFinished.connect(self._choose_day)
        self.on.edited.connect(self._picked)
        self.standing = QComboBox()
        self.standing.setAccessibleName(_("Enter the cases as"))
        for value, text in _STANDINGS:
            self.standing.addItem(translate(text), value)
        self.standing.activated.connect(lambda _at: self._choose_standing())
        change = widgets.button(_("Another policy"), "link", run=self.another.emit)
        first = widgets.row(self._title, self._chips, None, change, gap=10)
        second = widgets.row(
            self._terms, widgets.label(_("Enter the cases as"), "label"), self.standing, 6,
            widgets.label(_("Approval day"), "label"), self.on, gap=8,
        )  # fmt: skip
        second.setStretch(0, 1)
        card = widgets.card(widgets.column(first, second, gap=4, margins=(16, 9, 12, 10)))
        self.setLayout(widgets.column(card))

    def load(self) -> bool:
        """Show the policy as it stands; False where none is chosen, or it is not to be applied."""
        office, uid = self._context.office, self._state["uid"]
        if uid is None:
            return False
        try:
            with office.reading() as session:
                found = offers.read(session, office.actor.operator, uid)
        except Refused as refused:
            self._context.tell(worded(refused.problems), "danger", undoable=False)
            return False
        self._title.setText(found.title)
        widgets.clear(self._chips)
        self._chips.addWidget(widgets.Chip(found.document_no or found.offer.policy))
        if found.offer.exclusive:
            self._chips.addWidget(widgets.Chip(_("Exclusive"), "warning", "lock"))
        self._terms.setText(verdicts.terms(found.offer))
        self.on.put(self._state["on"] or self._context.today())
        self.standing.setCurrentIndex(self.standing.findData(self._state["standing"]))
        return True

    def _picked(self) -> None:
        if not self.on.hasFocus():  # taken from the calendar, not typed
            self._choose_day()

    def _choose_day(self) -> None:
        try:
            day = self.on.value()
        except Refused as refused:
            self._context.tell(refused.problems[0].text(), "danger", undoable=False)
            return
        chosen = day if day != self._context.today() else None
        if chosen != self._state["on"]:
            self._state["on"] = chosen
            self.changed.emit()

    def _choose_standing(self) -> None:
        self._state["standing"] = self.standing.currentData()
