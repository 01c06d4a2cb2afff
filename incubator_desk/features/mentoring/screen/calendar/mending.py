"""What does not count of a quarter, each with its reason and the one step that mends it."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from incubator_desk.base.i18n import N_, _, translate
from incubator_desk.features.mentoring.service.columns import COUNTS
from incubator_desk.features.mentoring.service.diary import Booked
from incubator_desk.qtkit import steps, widgets
from incubator_desk.qtkit.cells import Cell
from incubator_desk.qtkit.delegate import DeskTable
from incubator_desk.qtkit.screen import Context
from incubator_desk.qtkit.table import PlainModel

from .blocks import LOOKS

_STEPS = {
    "planned": N_("It was held…"),
    "unconfirmed": N_("Confirm…"),
    "nobody_attended": N_("Enter who attended"),
    "mentor_not_appointed": N_("See the appointment"),
    "cancelled": N_("Plan again…"),
    "no_show": N_("Plan again…"),
}
_TARGETS = {"planned": "held", "unconfirmed": "held", "cancelled": "planned", "no_show": "planned"}
"""The state that a session comes to by the step that mends it."""
_WIDTHS = (92, 100, 84, 96, 320, 130)


class MendingList(QWidget):
    """Sessions that do not count. Enter takes the step of the row, or of all chosen rows of one reason."""

    opened = Signal(str)
    """A session is to be seen, with who attended it."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._rows: Sequence[Booked] = ()
        self._today = date.min
        heads = [_("Date"), _("Time"), _("Session"), _("Mentor"), _("Companies"), _("Why it does not count"), _("Step")]
        self.model = PlainModel(heads)
        self.table = DeskTable()
        self.table.setModel(self.model)
        self.table.setAccessibleName(_("Sessions that do not count"))
        self.table.entered_row.connect(lambda _index: self.mend())
        self.table.clicked.connect(lambda index: self.mend() if index.column() == len(_WIDTHS) else None)
        self._nothing = widgets.EmptyState("check-circle", _("Everything counts."))
        self._note = widgets.label(_("Enter takes the step; several of one reason at once."), "caption")
        self.setLayout(widgets.column(self.table, self._nothing, self._note, gap=6))

    def show_sessions(self, rows: Sequence[Booked], today: date) -> None:
        """Show those of these that do not count."""
        self._today = today
        self._rows = [each for each in rows if each.counts != "counted"]
        self.model.fill([self._row(each) for each in self._rows])
        for at, wide in enumerate(_WIDTHS):
            self.table.setColumnWidth(at, wide)
        self._nothing.setVisible(not self._rows)
        self.table.setVisible(bool(self._rows))
        if self._rows and not self.table.chosen_rows():
            self.table.selectRow(0)

    def count(self) -> int:
        """How many there are."""
        return len(self._rows)

    def _ahead(self, each: Booked) -> bool:
        """Whether nothing is to be done yet but to wait for the session."""
        return each.counts == "planned" and each.held_on > self._today

    def _row(self, each: Booked) -> list[Cell]:
        tone, icon = LOOKS[each.counts]
        return [
            Cell(each.held_on.isoformat()), Cell(f"{each.starts_at}–{each.ends_at}"), Cell(each.code, muted=True),
            Cell(each.mentor_name), Cell(_(", ").join(each.companies)),
            Cell(translate(COUNTS.by_value[each.counts].label), tone=tone, icon=icon, chip=True),
            Cell(_("Still to come") if self._ahead(each) else translate(_STEPS[each.counts]), link=True),
        ]  # fmt: skip

    def mend(self) -> None:
        """Take the step that mends the chosen sessions."""
        chosen = [self._rows[at] for at in self.table.chosen_rows()]
        current = self.table.currentIndex().row()
        if not chosen or not 0 <= current < len(self._rows):
            return
        first = self._rows[current]
        if first.counts == "mentor_not_appointed":
            self._context.go("mentors", first.mentor_uid)
        elif first.counts == "nobody_attended" or self._ahead(first):
            self.opened.emit(first.uid)
        else:
            alike = (each for each in chosen if each.counts == first.counts and not self._ahead(each))
            self._step([each.uid for each in alike], first)

    def _step(self, uids: list[str], first: Booked) -> None:
        features, target = self._context.office.features, _TARGETS[first.counts]
        flow = features.flows["mentoring_sessions"]
        move = next(m for m in flow.offered(first.status) if m.target == target)
        dialog = steps.ask(self._context, features.registers["mentoring_sessions"], flow, uids, [move], self)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
