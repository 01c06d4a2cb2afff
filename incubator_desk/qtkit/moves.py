"""What can be done with a record now, as buttons: commands, and the moves of its flow."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QInputDialog, QWidget

from incubator_desk.base.errors import Label
from incubator_desk.base.i18n import N_, _, translate
from incubator_desk.catalog.feature import Command
from incubator_desk.catalog.flow import Move
from incubator_desk.catalog.moving import move
from incubator_desk.catalog.register import Register

from . import widgets
from .screen import Context

MOVED = N_("{noun} {code}: {move}")


class Moves(QWidget):
    """Buttons for a record's commands and moves, and the evidence that the next move wants."""

    moved = Signal(str)

    def __init__(self, context: Context, register: Register) -> None:
        super().__init__()
        self._context, self._register = context, register
        features = context.office.features
        self._commands = [c for feature in features for c in feature.commands if c.on == register.name]
        self._flow = context.office.features.flows.get(register.name)
        self._uid: str | None = None
        self._code = ""
        self._buttons = widgets.row(gap=6)
        self._evidence = widgets.wrapped("", "caption")
        self.setLayout(widgets.column(self._buttons, self._evidence, gap=4))
        self.hide()

    def show_record(self, uid: str | None, values: Mapping[str, Any]) -> None:
        """Show the moves of a record with these values; none of a new one."""
        widgets.clear(self._buttons)
        self._uid, self._code = uid, str(values.get("code") or "")
        possible = self._flow.possible(values[self._flow.attribute]) if self._flow and uid else ()
        commands = [each for each in self._commands if uid and each.fits(values)]
        self.setVisible(bool(possible or commands))
        for command in commands:
            run = partial(self.carry_out, command)
            self._buttons.addWidget(widgets.button(translate(command.label), "", command.icon, command.key, run))
        for at, each in enumerate(sorted(possible, key=lambda each: each.needs_reason)):
            role = "primary" if at == 0 and not each.needs_reason else ""
            self._buttons.addWidget(widgets.button(translate(each.label), role, run=partial(self.make, each)))
        self._buttons.addStretch(1)
        wanted = [translate(text) for each in possible if not each.needs_reason for text in each.evidence]
        self._evidence.setText(_("At hand: {evidence}").format(evidence=_(", ").join(wanted)) if wanted else "")
        self._evidence.setVisible(bool(wanted))

    def make(self, chosen: Move) -> None:
        """Make a move as one step; a reason that it needs is asked for first."""
        reason = self._asked(chosen) if chosen.needs_reason else None
        if self._uid is None or (chosen.needs_reason and reason is None):
            return
        uid, flow = self._uid, self._flow
        assert flow is not None

        def work() -> None:
            noun, move_label = Label(self._register.noun), Label(chosen.label)
            with self._context.office.writing(
                MOVED, reason=reason, noun=noun, code=self._code, move=move_label
            ) as step:
                record = step.session.get_one(self._register.model, uid)
                move(step, self._register, flow, record, chosen.target, self._context.today())

        if self._context.attempt(work):
            self._context.tell(f"{self._code}  {translate(chosen.label).rstrip('…')}")
            self.moved.emit(uid)

    def carry_out(self, command: Command) -> None:
        """Carry out a command on the record as one step."""
        if self._uid is None:
            return
        uid, office = self._uid, self._context.office

        def work() -> None:
            noun, label = Label(self._register.noun), Label(command.label)
            with office.writing(MOVED, noun=noun, code=self._code, move=label) as step:
                record = step.session.get_one(self._register.model, uid)
                command.run(step, self._register, record, self._context.today())

        if self._context.attempt(work):
            self._context.tell(f"{self._code}  {translate(command.label)}")
            self.moved.emit(uid)

    def _asked(self, chosen: Move) -> str | None:
        title = translate(chosen.label).rstrip("…")
        text, given = QInputDialog.getMultiLineText(self, title, _("Reason"))
        return text if given else None
