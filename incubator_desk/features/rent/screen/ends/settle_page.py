"""Ending a lease: the day, what is settled with it, and at once what both come to."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QScrollArea, QWidget

from incubator_desk.base.errors import Problem, Refused
from incubator_desk.base.i18n import _, translate
from incubator_desk.catalog.kinds import Day, Text
from incubator_desk.features.rent.rules.settlement import Payments
from incubator_desk.features.rent.service import ending
from incubator_desk.features.rent.service.ending import Statement, Wish
from incubator_desk.qtkit import widgets
from incubator_desk.qtkit.editors import DayEditor, LineEditor
from incubator_desk.qtkit.screen import Context, worded

from . import closing
from .closing_view import ClosingView
from .options import Option
from .way_page import WayPage


class SettlePage(WayPage):
    """At the right the statement of the settlement."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Settle"))
        self.statement: Statement | None = None
        self._kept: Statement | None = None
        self._refunds: dict[str, Option] = {}
        self.last_day = widgets.FormRow(_("Last day"), DayEditor(Day()), required=True)
        self.reason = widgets.FormRow(_("Reason"), LineEditor(Text(200)))
        self.reference = widgets.FormRow(_("Reference"), LineEditor(Text(80)))
        self.laid = self._option(_("Lay the deposit against rent"))
        self.returned = self._option(_("Pay the deposit back"))
        self.credit = self._option(_("Pay the credit out"))
        self.leaves = QCheckBox(_("The company leaves the park"))
        self.leaves.toggled.connect(lambda _on: self._choose())
        self._stays = widgets.Note()
        self._owed = widgets.column(gap=4)
        self._warnings = widgets.column(gap=6)
        self._today = widgets.label("", "group")
        self.view = ClosingView()
        for row in (self.last_day, self.reason, self.reference):
            row.editor.edited.connect(self._timer.start)  # type: ignore[attr-defined]
        self._build()

    def _option(self, text: str) -> Option:
        made = Option(text)
        made.changed.connect(self._choose)
        return made

    def _build(self) -> None:
        body = widgets.column(
            self.last_day, self.reason, self._today, self.laid, self.returned, self.credit, self._owed, self.reference,
            4, self.leaves, self._stays, 4, self._warnings, None, gap=8, margins=(16, 12, 16, 12),
        )  # fmt: skip
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(widgets.boxed(body, "surface"))
        self._lay_out(widgets.card(widgets.column(scroll, margins=(1, 6, 1, 6))), self.view)

    # what is shown ----------------------------------------------------------------------------------------------------

    def start(self, uid: str | None) -> None:
        """Begin with a lease: on the day that suggests itself, its deposit laid against what is open."""
        self.uid, self._kept, self.statement = uid, None, None
        self.setEnabled(uid is not None)
        if uid is None:
            self.view.show_nothing("")
            self._tell_step(None)
            return
        office, today = self.context.office, self.context.today()
        with office.reading() as session:
            day = ending.usual_day(session, office.actor, uid, today)
        self.last_day.editor.put(day)  # type: ignore[attr-defined]
        for row in (self.reason, self.reference):
            row.editor.put(None)  # type: ignore[attr-defined]
        self._reset()
        self.reckon()

    def _reset(self) -> None:
        self.laid.reset(ticked=True)
        for option in (self.returned, self.credit):
            option.reset()
        widgets.clear(self._owed)
        self._refunds.clear()
        self.leaves.setChecked(False)

    @property
    def settled(self) -> bool:
        """Whether the lease still stands as the step taken here has left it."""
        return self._kept is not None and self._reread() == self._kept

    def refresh(self) -> None:
        """Take in what was written."""
        if self.uid is not None:
            self.reckon()

    def focus_first(self) -> None:
        """Put the cursor into the day."""
        self.last_day.editor.setFocus()
        self.last_day.editor.selectAll()  # type: ignore[attr-defined]

    def _reread(self) -> Statement | None:
        if self.uid is None or self._kept is None:
            return None
        try:
            return self._settled_at(self._kept.closing.last_day)
        except Refused:
            return None

    def _settled_at(self, day: date) -> Statement:
        assert self.uid is not None
        office = self.context.office
        with office.reading() as session:
            return ending.settle(session, office.actor, self.uid, day, self.context.today())

    def reckon(self) -> None:
        """Settle the lease at the day typed, and show it."""
        self._timer.stop()
        try:
            day: Any = self.last_day.editor.value()  # type: ignore[attr-defined]
            self.statement = self._settled_at(day) if day else None
            problems: tuple[Problem, ...] = self.statement.blocked if self.statement else ()
        except Refused as refused:
            self.statement, problems = None, refused.problems
        self.last_day.tell(worded(problems) if problems else "")
        if self.statement is not None:
            self._show(self.statement)
        else:
            self.view.show_nothing(_("Nothing to settle on this day."))
        self._choose()

    def _show(self, said: Statement) -> None:
        self.view.show_closing(said.closing)
        self._today.setText(_("Settled on {day}").format(day=self.context.today().isoformat()))
        self._offer_refunds(said)
        self._warn(said)
        self._stays.tell(said.stays.text() if said.stays else "")
        self._stays.setVisible(said.stays is not None)
        self.leaves.setEnabled(said.stays is None)
        if said.stays:
            self.leaves.setChecked(False)

    def _offer_refunds(self, said: Statement) -> None:
        owed = {said.reliefs[each.relief]: each for each in said.closing.owed}
        for uid in [uid for uid in self._refunds if uid not in owed]:
            gone = self._refunds.pop(uid)
            self._owed.removeWidget(gone)
            gone.deleteLater()
        for uid, each in owed.items():
            if uid not in self._refunds:
                self._refunds[uid] = self._option(_("Pay back under {relief}").format(relief=each.relief))
                self._owed.addWidget(self._refunds[uid])
            self._refunds[uid].offer(each.amount)

    def _warn(self, said: Statement) -> None:
        widgets.clear(self._warnings)
        if said.warnings:
            self._warnings.addWidget(widgets.label(_("Worth a look"), "group"))
        for problem in said.warnings:
            self._warnings.addWidget(widgets.Note(problem.text(), "warning"))

    # what is chosen ---------------------------------------------------------------------------------------------------

    def _choose(self) -> None:
        """Follow what is ticked: what can be offered beside it, and what is left in the end."""
        said = self.statement
        self._tell_step(said)
        if said is None:
            return
        found = said.closing
        self.laid.offer(found.layable)
        self.returned.offer(max(0, found.deposit - self.laid.fen()))
        self.credit.offer(found.after.totals.credit)
        self._tell_reason(said)
        for option in (self.laid, self.returned, self.credit, *self._refunds.values()):
            option.tell()
        refunds = sum(option.fen() for option in self._refunds.values())
        left = found.left(Payments(self.laid.fen(), self.returned.fen(), self.credit.fen(), refunds))
        self.view.show_balance(found, left)

    def _tell_reason(self, said: Statement) -> None:
        moved = said.ended_on is not None and said.ended_on != said.closing.last_day
        self.reason.label.setText(_("Reason") + (" *" if moved else ""))
        if not moved:
            self.reason.tell()

    def _tell_step(self, said: Statement | None) -> None:
        ends = said is not None and (said.closing.last_day if said.early else None) != said.ended_on
        words = _("End the lease") if ends else _("Settle")
        self._name_step(words)
        self.apply.setEnabled(said is not None and not said.blocked)

    # doing it ---------------------------------------------------------------------------------------------------------

    def carry_out(self) -> None:
        """End and settle as one step."""
        self.reckon()
        said = self.statement
        if said is None or said.blocked:
            self.focus_first()
            return
        try:
            wish = self._wish(said)
            reason = self.reason.editor.value()  # type: ignore[attr-defined]
            ends = said.closing.last_day != said.ended_on and said.early
            title = ending.END if ends else ending.SETTLE
            office = self.context.office
            with office.writing(title, reason=reason, code=said.code, day=said.closing.last_day) as step:
                ending.end(step, office.features.registers, said.lease, wish, self.context.today())
        except Refused as refused:
            self._refused(refused)
            return
        self._reset()
        self.laid.reset()
        self.reason.editor.put(None)  # type: ignore[attr-defined]
        self._kept = self._settled_at(said.closing.last_day)
        self.reckon()
        self.context.tell(translate(title).format(code=said.code, day=said.closing.last_day))
        self.done.emit(self._words(said.code, self._kept), said.lease)

    def _wish(self, said: Statement) -> Wish:
        read = self._read
        return Wish(
            said.closing.last_day,
            laid=read("laid", self.laid.value),
            returned=read("returned", self.returned.value),
            credit=read("credit", self.credit.value),
            refunds={
                uid: read("refunds", option.value, uid)
                for uid, option in self._refunds.items()
                if option.box.isChecked()
            },
            leaves=self.leaves.isChecked() and self.leaves.isEnabled(),
            reference=read("reference", self.reference.editor.value),  # type: ignore[attr-defined]
            version=said.version,
        )

    @staticmethod
    def _read(column: str, value: Callable[[], Any], record: str | None = None) -> Any:
        """What a field says; a refusal names the field."""
        try:
            return value()
        except Refused as refused:
            raise Refused(
                *(replace(p, where=replace(p.where, column=column, record=record)) for p in refused.problems)
            ) from None

    def _refused(self, refused: Refused) -> None:
        places: dict[str, Any] = {
            "ended_on": self.last_day, "reason": self.reason, "laid": self.laid, "returned": self.returned,
            "credit": self.credit, "reference": self.reference,
        }  # fmt: skip
        rest: list[Problem] = []
        first: QWidget | None = None
        for problem in refused.problems:
            column, record = problem.where.column or "", problem.where.record or ""
            place = self._refunds.get(record) if column == "refunds" else places.get(column)
            if place is None:
                rest.append(problem)
                continue
            place.tell(problem.text())
            first = first or (place.amount if isinstance(place, Option) else place.editor)
        if rest:
            self.context.tell(worded(tuple(rest)), "danger", undoable=False)
        if first is not None:
            first.setFocus()

    @staticmethod
    def _words(code: str, said: Statement) -> str:
        left = closing.remaining(said.closing.balance)
        if said.early:
            text = _("{code} ends on {day}. {left}.")
            return text.format(code=code, day=said.closing.last_day.isoformat(), left=left)
        return _("{code} is settled. {left}.").format(code=code, left=left)
