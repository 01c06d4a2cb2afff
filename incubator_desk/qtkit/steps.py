"""One step of a flow for one case or many: its day, reason, evidence and files, asked in one place."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QVBoxLayout, QWidget

from incubator_desk.base.errors import Problem, Refused
from incubator_desk.base.i18n import _, translate, translate_many
from incubator_desk.catalog.flow import Flow, Move
from incubator_desk.catalog.kinds import Day, Text
from incubator_desk.catalog.moving import Taking, loaded, move_cases, wanted
from incubator_desk.catalog.register import Register
from incubator_desk.catalog.saving import REQUIRED

from . import widgets
from .attachments import FileChooser
from .cells import Cell
from .delegate import DeskTable
from .editors import DayEditor, LongEditor, editor_for
from .screen import Context, worded
from .table import PlainModel

_WIDE, _WIDEST, _MARGIN, _LABEL, _LISTED = 560, 980, 18, 96, 150


class StepDialog(QDialog):
    """Asks what a step needs and takes it for all cases, or for none; what refuses it is told beside its field."""

    taken = Signal(list)
    """The uids of the cases that took the step."""

    def __init__(
        self, context: Context, register: Register, flow: Flow, uids: Sequence[str], moves: Sequence[Move],
        parent: QWidget,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._context, self._register, self._flow = context, register, flow
        self.uids = list(uids)
        self._moves = list(moves)
        self._codes: dict[str, str] = {}
        self._state = ""
        self._read()
        self.step = QComboBox()
        self.step.setAccessibleName(_("Step"))
        for each in self._moves:
            self.step.addItem(translate(each.label).rstrip("…"))
        self.step.currentIndexChanged.connect(lambda _at: self._ask())
        self.day = widgets.FormRow(_("Date"), DayEditor(Day()), required=True, narrow=_LABEL)
        self.day.editor.put(context.today())  # type: ignore[attr-defined]
        self.reason = widgets.FormRow(_("Reason"), LongEditor(Text(500, lines=3)), required=True, narrow=_LABEL)
        self.asked: dict[str, widgets.FormRow] = {}
        self.ticks: dict[str, QCheckBox] = {}
        self.files = FileChooser(context)
        self._build()
        self._ask()

    def _read(self) -> None:
        with self._context.office.reading() as session:
            records = loaded(session, self._register, self.uids)
            self._codes = {r.uid: str(getattr(r, "code", "")) for r in records}
            self._state = getattr(records[0], self._flow.attribute) if records else ""

    def _build(self) -> None:
        self._title = widgets.label("", "card-title")
        self._fields = QVBoxLayout()
        self._evidence = QVBoxLayout()
        self._evidence_note = widgets.Note()
        self._evidence_note.hide()
        self._banner = QVBoxLayout()
        self._refusals = PlainModel([_("Case"), _("Why not")])
        self.table = DeskTable()
        self.table.setModel(self._refusals)
        self.table.setAccessibleName(_("Cases that cannot take the step"))
        self.table.setFixedHeight(_LISTED)
        self._leave = widgets.button(_("Leave these out"), "", "minus-circle", "Alt+L", self.leave_out)
        self._worse = widgets.boxed(widgets.column(self.table, widgets.row(self._leave, None), gap=6))
        self._worse.hide()
        self.confirm = widgets.button("", "primary", "check", run=self.carry_out)
        cancel = widgets.button(_("Cancel"), run=self.reject)
        step = widgets.FormRow(_("Step"), self.step, narrow=_LABEL)
        step.setVisible(len(self._moves) > 1)
        body = widgets.column(
            self._title, step, self._banner, self.day, self._fields, self.reason, self._evidence, self._evidence_note,
            self.files, self._worse, widgets.row(None, cancel, self.confirm),
            gap=10, margins=(_MARGIN, 16, _MARGIN, 14),
        )  # fmt: skip
        self.setLayout(body)
        self.setMinimumWidth(_WIDE)

    @property
    def chosen(self) -> Move:
        """The step chosen."""
        return self._moves[max(0, self.step.currentIndex())]

    def _ask(self) -> None:
        """Show what the chosen step asks for."""
        chosen = self.chosen
        words = translate(chosen.label).rstrip("…")
        self._title.setText(f"{words}    {self._named()}")
        self.setWindowTitle(words)
        widgets.say_onward(self.confirm, words)
        self.reason.setVisible(chosen.needs_reason)
        self._ask_fields(chosen)
        self._ask_evidence(chosen)
        self._clear_problems()
        self.adjustSize()

    def _ask_fields(self, chosen: Move) -> None:
        widgets.clear(self._fields)
        self.asked = {}
        for name in chosen.asks:
            spec = self._register.by_attribute[name]
            row = widgets.FormRow(translate(spec.label), editor_for(spec, self._context), narrow=_LABEL)
            self.asked[name] = row
            self._fields.addWidget(row)
            self._hint(row)

    def _hint(self, row: widgets.FormRow) -> None:
        counts_up = _("Its last number counts up from case to case.") if len(self.uids) > 1 else ""
        row.tell(counts_up, "info")

    def _ask_evidence(self, chosen: Move) -> None:
        widgets.clear(self._evidence)
        with self._context.office.reading() as session:
            records = loaded(session, self._register, self.uids)
            asked = wanted(session, self._flow, records, chosen)
        self.ticks = {each: QCheckBox(translate(each).replace("&", "&&")) for each in asked}
        if asked:
            self._evidence.addWidget(widgets.label(_("At hand for this step"), "group"))
        for box in self.ticks.values():
            self._evidence.addWidget(box)
        if len(asked) > 1:
            every = widgets.button(_("All at hand"), "link", "check", "Alt+H", self.tick_all)
            self._evidence.addLayout(widgets.row(every, None))

    def tick_all(self) -> None:
        """All that the step asks for is at hand."""
        for box in self.ticks.values():
            box.setChecked(True)

    # taking the step --------------------------------------------------------------------------------------------------

    def carry_out(self) -> None:
        """Take the step; a refusal stays here, beside what it is about."""
        self._clear_problems()
        if not self.files.ready:
            self._banner.addWidget(widgets.Banner(_("The files are still being read. Try again in a moment."), "info"))
            return
        try:
            taking, reason = self._entered()
            move_cases(self._context.office, self._register, self.uids, taking, reason)
        except Refused as refused:
            self._show(refused.problems)
            return
        self._told()
        self.accept()
        self.taken.emit(self.uids)

    def _entered(self) -> tuple[Taking, str | None]:
        problems: list[Problem] = []
        values: dict[str, Any] = {}
        rows = {"taken_on": self.day, **self.asked}
        for name, row in rows.items():
            try:
                values[name] = row.editor.value()  # type: ignore[attr-defined]
            except Refused as refused:
                row.tell(worded(refused.problems))
                problems += refused.problems
        if problems:
            row = next(r for r in rows.values() if not r.note.isHidden())
            row.editor.setFocus()
            raise Refused
        day = values.pop("taken_on") or self._context.today()
        given = {name: value for name, value in values.items() if value is not None}
        ticked = tuple(name for name, box in self.ticks.items() if box.isChecked())
        reason = self.reason.editor.value() if self.chosen.needs_reason else None  # type: ignore[attr-defined]
        files = tuple(self.files.files)
        return Taking(self.chosen.target, day, ticked, files, given, self._context.today(), self._state), reason

    def _told(self) -> None:
        words = translate(self.chosen.label).rstrip("…")
        self._context.tell(f"{self._named()}  {words}")

    def _named(self) -> str:
        """The case by its code, or how many cases there are."""
        if len(self.uids) == 1:
            return self._codes.get(self.uids[0], "")
        return translate_many("{count} case", "{count} cases", len(self.uids))

    def _clear_problems(self) -> None:
        widgets.clear(self._banner)
        for row in (self.day, self.reason):
            row.tell()
        for row in self.asked.values():
            self._hint(row)
        self._evidence_note.hide()
        self._worse.hide()
        self.setMinimumWidth(_WIDE)

    def _show(self, problems: Sequence[Problem]) -> None:
        """Each problem beside its field; what is about single cases of many in a list; all else above."""
        if len(self.uids) > 1 and not self._alike(problems):
            rest = tuple(problem for problem in problems if problem.where.record not in self.uids)
            self._list(problems)
        else:
            rest = self._beside(problems)
        if rest:
            self._banner.addWidget(widgets.Banner(worded(rest), "danger"))
        self.adjustSize()

    def _alike(self, problems: Sequence[Problem]) -> bool:
        """Whether all cases are refused for the same reasons."""
        told: dict[str | None, set[tuple[str | None, str]]] = {uid: set() for uid in self.uids}
        for problem in problems:
            told.setdefault(problem.where.record, set()).add((problem.where.column, problem.text()))
        return len(told) == len(self.uids) and len({frozenset(texts) for texts in told.values()}) == 1

    def _beside(self, problems: Sequence[Problem]) -> tuple[Problem, ...]:
        """Show problems beside their fields, each once; gives those that have none here."""
        rows: dict[str | None, widgets.FormRow] = {"taken_on": self.day, "reason": self.reason}
        rows.update(self.asked)
        unlike = {(problem.where.column, problem.text()): problem for problem in problems}
        by_column: dict[str | None, tuple[Problem, ...]] = {}
        for (column, _text), problem in unlike.items():
            by_column[column] = (*by_column.get(column, ()), problem)
        rest: tuple[Problem, ...] = ()
        for column, found in by_column.items():
            if column in rows and rows[column].isVisibleTo(self):
                rows[column].tell(worded(found))
                rows[column].editor.setFocus()
            elif column == "evidence":
                self._evidence_note.tell(worded(found), "danger")
                self._evidence_note.show()
            else:
                rest += found
        return rest

    def _list(self, problems: Sequence[Problem]) -> None:
        self._bad = [uid for uid in self.uids if any(p.where.record == uid for p in problems)]
        if not self._bad:
            return
        rows = []
        for uid in self._bad:
            mine = tuple(p for p in problems if p.where.record == uid)
            rows.append((Cell(self._codes.get(uid, "")), Cell(worded(mine), tone="danger", icon="error-circle")))
        self._refusals.fill(rows)
        self.table.setColumnWidth(0, 90)
        whole = 90 + self.table.sizeHintForColumn(1) + self.table.verticalScrollBar().sizeHint().width() + 2
        self.setMinimumWidth(max(_WIDE, min(_WIDEST, whole + 2 * _MARGIN)))  # reasons are read whole
        self._worse.show()

    def leave_out(self) -> None:
        """Take the step without the cases that refuse it."""
        self.uids = [uid for uid in self.uids if uid not in self._bad]
        if not self.uids:
            self.reject()
            return
        ticked = {name for name, box in self.ticks.items() if box.isChecked()}
        self._ask()
        for name, box in self.ticks.items():
            box.setChecked(name in ticked)


class ReasonDialog(QDialog):
    """Asks for a day and a reason."""

    given = Signal(object, str)

    def __init__(self, context: Context, title: str, parent: QWidget, code: str = "") -> None:
        """``code`` names the record that it is about."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.day = widgets.FormRow(_("Date"), DayEditor(Day()), required=True, narrow=_LABEL)
        self.day.editor.put(context.today())  # type: ignore[attr-defined]
        self.reason = widgets.FormRow(_("Reason"), LongEditor(Text(500, lines=3)), required=True, narrow=_LABEL)
        confirm = widgets.onward(title, self._confirm)
        buttons = widgets.row(None, widgets.button(_("Cancel"), run=self.reject), confirm)
        head = widgets.label(f"{title}    {code}".strip(), "card-title")
        self.setLayout(widgets.column(head, self.day, self.reason, buttons, gap=10, margins=(18, 16, 18, 14)))
        self.setMinimumWidth(_WIDE)
        self.reason.editor.setFocus()

    def _confirm(self) -> None:
        self.day.tell()
        self.reason.tell()
        try:
            day = self.day.editor.value()  # type: ignore[attr-defined]
        except Refused as refused:
            self.day.tell(worded(refused.problems))
            return
        reason = self.reason.editor.value()  # type: ignore[attr-defined]
        if not day or not reason:
            row = self.reason if day else self.day
            row.tell(translate(REQUIRED))
            row.editor.setFocus()
            return
        self.accept()
        self.given.emit(day, reason)


def ask(
    context: Context, register: Register, flow: Flow, uids: Sequence[str], moves: Sequence[Move], parent: QWidget
) -> StepDialog:
    """Open the dialog of a step; it belongs to its parent and goes when it is closed."""
    dialog = StepDialog(context, register, flow, uids, moves, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog
