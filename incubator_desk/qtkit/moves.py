"""What can be done with a record now, as buttons: commands, and the moves of its flow."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from incubator_desk.base.errors import Label
from incubator_desk.base.i18n import translate
from incubator_desk.catalog.feature import Command
from incubator_desk.catalog.flow import Move
from incubator_desk.catalog.moving import MOVED, used
from incubator_desk.catalog.register import Register

from . import steps, widgets
from .screen import Context


class Moves(QWidget):
    """Buttons for a record's commands and moves; a move, or a command that wants a reason, is asked about first."""

    moved = Signal(str)

    def __init__(self, context: Context, register: Register, shown: Callable[[Move], bool] = lambda _: True) -> None:
        """``shown`` are the moves that have a button here."""
        super().__init__()
        self._context, self._register, self._shown = context, register, shown
        features = context.office.features
        self._commands = [c for feature in features for c in feature.commands if c.on == register.name]
        self._flow = features.flows.get(register.name)
        self._uid: str | None = None
        self._code = ""
        self._buttons = widgets.row(gap=6)
        self.setLayout(self._buttons)
        self.hide()

    def show_record(self, uid: str | None, values: Mapping[str, Any]) -> None:
        """Show the moves of a record with these values; none of a new one."""
        widgets.clear(self._buttons)
        self._uid, self._code = uid, str(values.get("code") or "")
        possible = self._possible(values) if uid else ()
        commands = [each for each in self._commands if uid and each.fits(values)]
        self.setVisible(bool(possible or commands))
        for at, move in enumerate(sorted(possible, key=lambda each: each.back)):
            role, key = ("primary", "Ctrl+Return") if at == 0 and not move.back else ("", "")
            self._buttons.addWidget(widgets.button(translate(move.label), role, key=key, run=partial(self.make, move)))
        for command in commands:
            run = partial(self.carry_out, command)
            self._buttons.addWidget(widgets.button(translate(command.label), "", command.icon, command.key, run))
        self._buttons.addStretch(1)

    def _possible(self, values: Mapping[str, Any]) -> tuple[Move, ...]:
        if self._flow is None:
            return ()
        office = self._context.office
        with office.reading() as session:
            flow = used(session, office.actor, self._flow, self._context.today())
        offered = flow.offered(values[self._flow.attribute])
        return tuple(move for move in offered if self._shown(move) and move.fits(values))

    def make(self, chosen: Move) -> None:
        """Ask what a move needs, then make it as one step."""
        if self._uid is None or self._flow is None:
            return
        uid = self._uid
        dialog = steps.ask(self._context, self._register, self._flow, [uid], [chosen], self)
        dialog.taken.connect(lambda _uids: self.moved.emit(uid))

    def carry_out(self, command: Command) -> None:
        """Carry out a command on the record as one step."""
        if self._uid is None:
            return
        if not command.asks_reason:
            self._do(command, self._context.today(), None)
            return
        dialog = steps.ReasonDialog(self._context, translate(command.label).rstrip("…"), self, self._code)
        dialog.given.connect(partial(self._do, command))
        dialog.open()

    def _do(self, command: Command, day: date, reason: str | None) -> None:
        uid, office = self._uid, self._context.office
        if uid is None:
            return

        def work() -> None:
            noun, label = Label(self._register.noun), Label(command.label)
            with office.writing(MOVED, reason=reason, noun=noun, code=self._code, move=label) as step:
                record = step.session.get_one(self._register.model, uid)
                command.run(step, self._register, record, day)

        if self._context.attempt(work):
            self._context.tell(f"{self._code}  {translate(command.label).rstrip('…')}")
            self.moved.emit(uid)
