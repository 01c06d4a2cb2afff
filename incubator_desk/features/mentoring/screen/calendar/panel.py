"""The session beside the calendar: its head with what can be done now, and its form."""

from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from incubator_desk.base.i18n import N_, _, translate
from incubator_desk.features.mentoring.model import STATUSES
from incubator_desk.features.mentoring.papers import offered
from incubator_desk.features.mentoring.service import repeating
from incubator_desk.features.mentoring.service.diary import Diary
from incubator_desk.qtkit import widgets
from incubator_desk.qtkit.moves import Moves
from incubator_desk.qtkit.screen import Context
from incubator_desk.qtkit.steps import ReasonDialog

from .form import SessionForm


class SessionPanel(QWidget):
    """One session, or a new one."""

    closed = Signal()
    saved = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        widgets.dressed(self, "panel")
        self._context = context
        self.form = SessionForm(context)
        self.form.saved.connect(self._saved)
        self.moves = Moves(context, self.form.register)
        self.moves.moved.connect(self._moved)
        self._title = widgets.label("", "card-title")
        self._chip = widgets.row(gap=4)
        whole = widgets.button(_("Whole record"), "link", run=self._open_record)
        whole.setToolTip(_("The record in the list: files, history and what belongs to it"))
        self._whole = whole
        self._papers = widgets.button(_("Papers"), "link", "print", "Ctrl+P", self._see_papers)
        self._series = widgets.button(_("Call off the rest…"), "link", run=self._end_series)
        close = widgets.tool("close", _("Close"), self.closed.emit)
        head = widgets.row(self._title, None, self._chip, close, gap=6)
        links = widgets.row(self._papers, whole, self._series, None, gap=2)
        top = widgets.column(head, self.moves, links, gap=4, margins=(16, 12, 12, 4))
        layout = widgets.column(top, widgets.rule(), self.form, gap=0)
        layout.setStretch(2, 1)
        self.setLayout(layout)

    @property
    def uid(self) -> str | None:
        """The session shown; None is a new one."""
        return self.form.uid

    @property
    def dirty(self) -> bool:
        """Whether something typed is not saved."""
        return self.form.dirty

    def show_session(self, uid: str | None, diary: Diary, given: dict[str, Any] | None = None) -> None:
        """Show a session, or a blank one with some values given."""
        self.form.diary = diary
        self.form.load(uid, given)
        self._tell()

    def _tell(self) -> None:
        stored, uid = self.form.stored, self.form.uid
        self._title.setText(_("New session") if uid is None else f"{_('Session')}  {stored['code']}")
        self._whole.setVisible(uid is not None)
        self._papers.setVisible(uid is not None)
        widgets.clear(self._chip)
        if uid is not None:
            option = STATUSES.by_value[stored["status"]]
            self._chip.addWidget(widgets.Chip(translate(option.label), option.tone or "neutral", option.icon))
        self.moves.show_record(uid, stored)
        self._series.setVisible(bool(uid and stored["series"] and stored["status"] == "planned"))

    def _end_series(self) -> None:
        """Ask why the rest of a series is called off, then do it as one step."""
        title = translate(N_("Call off the rest of the series"))
        dialog = ReasonDialog(self._context, title, self, self.form.stored["code"])
        dialog.given.connect(self._call_off)
        dialog.open()

    def _call_off(self, _day: date, reason: str) -> None:
        office, uid, today = self._context.office, self.form.uid, self._context.today()
        if uid is None:
            return

        def work() -> None:
            with office.reading() as session:
                further = len(repeating.following(session, uid)) - 1
            code = self.form.stored["code"]
            with office.writing(repeating.CALLED_OFF, reason=reason, code=code, count=further) as step:
                repeating.cancel_following(step, office.features.registers, uid, today)

        if self._context.attempt(work):
            self._context.tell(_("The rest of the series is called off."))
            self._moved(uid)

    def use(self, diary: Diary) -> None:
        """Take in what was written meanwhile, unless something is being typed."""
        self.form.use(diary)
        if self.form.uid is not None and not self.form.dirty:
            self.form.load(self.form.uid)
            self._tell()

    def _saved(self, uid: str) -> None:
        self._tell()
        self.saved.emit(uid)

    def _moved(self, uid: str) -> None:
        self.form.load(uid)
        self._saved(uid)

    def _open_record(self) -> None:
        if self.form.uid is not None:
            self._context.go("mentoring_sessions", self.form.uid)

    def _see_papers(self) -> None:
        """The papers of the session: a sheet to sign, and its record."""
        context, uid = self._context, self.form.uid
        if uid is None:
            return
        with context.office.reading() as session:
            name, value = offered.of_session(session, context.office.actor, uid, context.today())
        context.memory[name] = value
        context.go("reports", None)

    def make(self, target: str) -> bool:
        """Ask for the step to a state, where the session can take it."""
        flow = self._context.office.features.flows[self.form.register.name]
        move = next((m for m in flow.offered(self.form.stored["status"]) if m.target == target), None)
        if self.form.uid is None or move is None:
            return False
        partial(self.moves.make, move)()
        return True
