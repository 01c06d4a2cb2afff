"""A record's form: fields in groups, judged while one types, saved as one step."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any, cast

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from incubator_desk.base.errors import Label, Problem, Refused, Where
from incubator_desk.base.i18n import N_, _, translate
from incubator_desk.catalog import saving
from incubator_desk.catalog.kinds import Day, Tone
from incubator_desk.catalog.register import Field, Register
from incubator_desk.store.step import GONE, Step

from . import correcting, fonts, widgets
from .conflict import Conflicts
from .editors import editor_for, is_short, unit_of
from .members import Members
from .screen import Context, worded

ADDED, CHANGED = N_("Add {noun} {code}"), N_("Change {noun} {code}")
_PAUSE = 200
"""Milliseconds of rest before what was typed is judged."""
_LABEL, _LABEL_WIDEST, _SECOND, _BOTH, _TWO_LINES = 84, 124, 60, 150, 40
"""Widths of labels: usual, at most, in the second column, of both together where fields stand in pairs;
the height of one that needs two lines."""
_MOST = 0.85
_PLACES = 196, 172
"""The widths of both places of a pair in a panel of usual width: their editors are alike."""


class FieldRow(widgets.FormRow):
    """A field of the form."""

    def __init__(self, spec: Field, context: Context, wide: int, editor: QWidget | None = None) -> None:
        """``editor`` stands for the usual one of the column's kind."""
        editor = editor or editor_for(spec, context)
        super().__init__(translate(spec.label), editor, unit=unit_of(spec.kind), required=spec.required, narrow=wide)
        self.spec = spec
        self.field = cast(Any, editor)
        self.touched = False
        self.veil: QWidget | None = None
        self.masked = False
        editor.setSizePolicy(QSizePolicy.Policy.Ignored, editor.sizePolicy().verticalPolicy())
        if self.label.fontMetrics().horizontalAdvance(self.label.text()) > self.label.width():
            self.label.setWordWrap(True)
            self.label.setFixedHeight(fonts.grown(_TWO_LINES))
        if spec.read_only:
            self.field.setReadOnly(True)

    def show_problem(self, problem: Problem | None) -> None:
        """Show what is wrong, or that nothing is."""
        tone: Tone = "danger" if problem and problem.severity == "error" else "warning"
        self.tell(problem.text() if problem else "", tone)

    def differs(self, stored: Any) -> bool:
        """Whether something else was typed than what is stored."""
        if not self.touched or self.masked:
            return False
        try:
            return bool(self.field.value() != stored)
        except Refused:
            return True


class RecordForm(QWidget):
    """Edits one record of a register, or a new one."""

    saved = Signal(str)
    changed = Signal()

    def __init__(self, context: Context, register: Register, fixed: Iterable[str] = ()) -> None:
        """``fixed`` are attributes that are given and not shown."""
        super().__init__()
        self.context, self.register, self._fixed = context, register, frozenset(fixed)
        self.uid: str | None = None
        self.stored: dict[str, Any] = {}
        self._version: int | None = None
        self._errors: list[Problem] = []
        self._refusal: tuple[dict[str, Any], tuple[Problem, ...]] | None = None
        """What was last refused when it was saved, and why: that is told as long as the fields say the same."""
        self._boxes: list[QWidget] = []
        features = context.office.features
        self.members = Members(context, features.registers[register.members], register) if register.members else None
        wide = self._label_width(register.fields)
        self.rows = {f.attribute: self._row(f, wide) for f in register.fields}
        self._banner = QVBoxLayout()
        self.conflicts = Conflicts(self)
        body = widgets.column(self.conflicts, self._banner, *self._groups(wide), None, gap=6, margins=(16, 8, 16, 12))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(widgets.boxed(body, "surface"))
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll = scroll
        self.setLayout(widgets.column(scroll, self._foot(), gap=0))
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE)
        self._timer.timeout.connect(self.judge)
        self.conflicts.settled.connect(self._tell_state)
        widgets.action(self, _("Next problem"), "F8", self.next_problem)
        for row in self.rows.values():
            row.field.edited.connect(partial(self._edited, row))
            row.field.installEventFilter(self)
        if self.members:
            self.members.edited.connect(self._members_edited)

    # building ---------------------------------------------------------------------------------------------------------

    def _row(self, spec: Field, wide: int) -> FieldRow:
        return FieldRow(spec, self.context, wide)

    @staticmethod
    def _label_width(fields: Sequence[Field]) -> int:
        """One width that most labels need; the few longer ones take two lines."""
        metrics = QFontMetrics(fonts.face(13))
        wide = sorted(metrics.horizontalAdvance(translate(f.label) + (" *" if f.required else "")) for f in fields)
        return min(max(_LABEL, wide[int(len(wide) * _MOST)] + 2), _LABEL_WIDEST)

    def _groups(self, wide: int) -> list[Any]:
        parts: list[Any] = []
        waiting: FieldRow | None = None
        for spec in self.register.fields:
            row = self.rows[spec.attribute]
            if spec.group:
                waiting = None
                parts.append(widgets.label(translate(spec.group), "group"))
            if waiting is not None and self._beside(row, wide) and not self._begins_span(waiting.spec, spec):
                row.label.setFixedWidth(fonts.widened(_SECOND))
                parts[-1].layout().addWidget(row, _PLACES[1])
                waiting = None
                continue
            waiting = row if is_short(spec.kind) and not spec.sensitive else None
            if waiting:
                line = widgets.row(gap=12)
                line.addWidget(row, _PLACES[0])
                self._boxes.append(widgets.boxed(line))
            parts.append(self._boxes[-1] if waiting else row)
            if spec.sensitive:
                parts.append(self._veil(row))
            if self.members and spec.attribute == self.register.members_after:
                waiting = None
                parts.append(self._members_row(wide))
        return parts

    def _members_row(self, wide: int) -> QWidget:
        assert self.members is not None
        label = self.context.office.features.registers[self.register.members].label
        row = widgets.FormRow(translate(label), self.members, narrow=wide)
        if row.label.fontMetrics().horizontalAdvance(row.label.text()) > row.label.width():
            row.label.setWordWrap(True)
            row.label.setFixedHeight(fonts.grown(_TWO_LINES))
        return row

    def _begins_span(self, before: Field, spec: Field) -> bool:
        """Whether a day belongs beside the one that follows it rather than beside what stands before it."""
        fields = self.register.fields
        at = fields.index(spec) + 1
        follows = at < len(fields) and isinstance(fields[at].kind, Day) and not fields[at].group
        return follows and isinstance(spec.kind, Day) and not isinstance(before.kind, Day)

    @staticmethod
    def _beside(row: FieldRow, wide: int) -> bool:
        """Whether a field is short enough to stand in the second column."""
        label = row.label.fontMetrics().horizontalAdvance(row.label.text())
        fits = label <= fonts.widened(_SECOND) and wide + _SECOND <= _BOTH
        return is_short(row.spec.kind) and not row.spec.sensitive and fits

    def _veil(self, row: FieldRow) -> QWidget:
        show = widgets.button(_("Show"), "link", run=partial(self._unmask, row))
        show.setAccessibleName(_("Show {field}").format(field=translate(row.spec.label)))
        note = widgets.label(_("Personal data is masked"), "caption")
        row.veil = widgets.boxed(widgets.row(row.label.width() + 8, note, show, None, gap=4))
        return row.veil

    def _foot(self) -> QWidget:
        self._state = widgets.label("", "caption", "warning")
        self._pencil = widgets.Picture("pencil", "warning", 14)
        self._discard = widgets.button(_("Discard"), "flat", run=self.discard)
        self._save = widgets.button(_("Save") + "  Ctrl+S", "primary", run=self.save)
        self._save.setAccessibleName(_("Save"))
        line = widgets.row(self._pencil, self._state, None, self._discard, self._save, gap=6, margins=(16, 8, 16, 8))
        return widgets.boxed(line, "foot")

    # loading ---------------------------------------------------------------------------------------------------------

    def load(self, uid: str | None, given: dict[str, Any] | None = None) -> None:
        """Show a record; or a new one, with some values given."""
        self._timer.stop()
        widgets.clear(self._banner)
        self.conflicts.clear()
        self._refusal = None
        self.uid, self._version = uid, None
        if uid is None:
            self.stored = self._blank() | (given or {})
        else:
            self.stored, self._version = self._read(uid)
        for name, row in self.rows.items():
            row.touched = False
            self._mask(row, masked=row.spec.sensitive and bool(self.stored[name]) and uid is not None)
            if not row.masked:
                row.field.put(self.stored[name])
            row.show_problem(None)
            if row.spec.by_moves:
                row.field.setReadOnly(uid is not None)
        if self.members:
            self.members.load(uid, tuple((given or {}).get("members", ())))
        self._scroll.verticalScrollBar().setValue(0)
        self.judge()

    def _blank(self) -> dict[str, Any]:
        blank = {f.attribute: f.default for f in self.register.fields}
        if self.register.prefix:
            with self.context.office.reading() as session:
                operator = self.context.office.actor.operator
                blank["code"] = saving.following_code(session, operator, self.register)
        return blank

    def _read(self, uid: str) -> tuple[dict[str, Any], int]:
        with self.context.office.reading() as session:
            record = session.get(self.register.model, uid)
            if record is None:
                raise Refused.because("gone", GONE)
            return self.register.of(record), record.version

    def _mask(self, row: FieldRow, *, masked: bool) -> None:
        row.masked = masked
        if row.veil is not None:
            row.field.setReadOnly(masked)
            row.veil.setVisible(masked)
            widgets.dressed(row.field, row.field.property("role") or "")
            if masked:
                row.field.setText(row.spec.kind.mask(self.stored[row.spec.attribute]))

    def _unmask(self, row: FieldRow) -> None:
        self._mask(row, masked=False)
        row.field.put(self.stored[row.spec.attribute])
        row.field.setFocus()

    # judging ---------------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: Any, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and self._timer.isActive():
            self._timer.stop()
            QTimer.singleShot(0, self, self.judge)  # after the field has put what was typed into order
        return super().eventFilter(watched, event)

    def _edited(self, row: FieldRow) -> None:
        row.touched = True
        self._timer.start()
        self._tell_state()

    def _members_edited(self) -> None:
        self._timer.start()
        self._tell_state()

    def values(self) -> tuple[dict[str, Any], list[Problem]]:
        """What the fields say, and what of it cannot be read."""
        found: dict[str, Any] = {}
        problems: list[Problem] = []
        for name, row in self.rows.items():
            try:
                found[name] = self.stored[name] if row.masked or not row.touched else row.field.value()
            except Refused as refused:
                found[name] = None
                where = Where(column=row.spec.name)
                problems += [Problem(p.code, p.message, p.values, where) for p in refused.problems]
        if self.members:
            problems += self.members.problems()
        return found, problems

    def judge(self) -> None:
        """Hold the fields against the rules, and show what is wrong beside them."""
        values, problems = self.values()
        unread = {p.where.column for p in problems}
        whole = saving.completed(self.register, values) if self.uid is None else values
        problems += [p for p in saving.problems_of(self.register, whole) if p.where.column not in unread]
        problems += self.further(values)
        self._errors = [p for p in problems if p.severity == "error"]
        if self._refusal and self._refusal[0] == values:
            self.show_problems([*problems, *self._refusal[1]], all_of_them=True)
        else:
            self._refusal = None
            self.show_problems(problems)
        self._show_relevant(values)
        if self.members:
            self.members.ask(told=self.register.members_told(values))
        self._tell_state()

    def further(self, values: Mapping[str, Any]) -> Iterable[Problem]:
        """What else is wrong with what the fields say, held against what is known of other records."""
        del values
        return ()

    def show_problems(self, problems: Iterable[Problem], *, all_of_them: bool = False) -> None:
        """Show problems beside their fields; of a new record only where something was typed."""
        mine = (p for p in problems if p.where.sheet in (None, self.register.name))
        by_column = {p.where.column: p for p in sorted(mine, key=lambda p: p.severity == "error")}
        for row in self.rows.values():
            problem = by_column.get(row.spec.name)
            loud = all_of_them or row.touched or (self.uid is not None and problem and problem.code != "required")
            row.show_problem(problem if loud else None)

    def _show_relevant(self, values: dict[str, Any]) -> None:
        relevant = self.register.relevant(values)
        for name, row in self.rows.items():
            needed = relevant is None or name in relevant or values[name] is not None or row.touched
            row.setVisible(needed and name not in self._fixed)
        for box in self._boxes:
            pair = box.findChildren(FieldRow)
            box.setVisible(any(not row.isHidden() for row in pair))
            if len(pair) > 1:
                alone = pair[0].isHidden()
                pair[1].label.setFixedWidth(pair[0].label.width() if alone else fonts.widened(_SECOND))

    def changes(self) -> list[str]:
        """The attributes whose fields say something else than what is stored."""
        return [name for name, row in self.rows.items() if row.differs(self.stored[name])]

    @property
    def dirty(self) -> bool:
        """Whether something was typed that is not saved."""
        return bool(self.changes()) or bool(self.members and self.members.dirty)

    def _tell_state(self) -> None:
        count = len(self.changes()) + bool(self.members and self.members.dirty)
        self._state.setText(_("{count} changes not saved").format(count=count) if count else "")
        self._pencil.setVisible(bool(count))
        self._discard.setEnabled(bool(count))
        self._save.setEnabled(bool(count) and not self._errors and not self.conflicts.open)
        self.changed.emit()

    # saving ----------------------------------------------------------------------------------------------------------

    def discard(self) -> None:
        """Back to what is stored."""
        self.load(self.uid)

    def save(self) -> bool:
        """Save as one step; gives whether it was done."""
        self._timer.stop()
        self.judge()
        if self._errors or self.conflicts.open or not self.dirty:
            self.show_problems(self._errors, all_of_them=self.dirty)
            self.next_problem()
            return False
        try:
            written = self._write()
        except Refused as refused:
            self._refused(refused)
            return False
        if written is None:
            return False
        uid, warnings = written
        self.load(uid)
        self._say(warnings, "warning")
        self.context.tell(self._done_text(), "warning" if warnings else "success")
        self.saved.emit(uid)
        return True

    def _write(self) -> tuple[str, tuple[Problem, ...]] | None:
        """The record's uid and the warnings; None where a correction was given up."""
        office, (values, _unread) = self.context.office, self.values()
        title = ADDED if self.uid is None else CHANGED
        code = str(values.get("code") or values.get("name") or "")
        saved: list[tuple[str, tuple[Problem, ...]]] = []

        def work(step: Step) -> None:
            record = step.session.get(self.register.model, self.uid) if self.uid else None
            if self.uid and record is None:
                raise Refused.because("gone", GONE)
            given = values if record is None else {name: values[name] for name in self.changes()}
            uid, warnings = saving.save(step, self.register, given, record, self._version)
            if self.members:
                self.members.write(step, uid)
            self._also(step, uid)
            warnings += tuple(p for p in office.settle(step) if p.severity == "warning")
            saved.append((uid, warnings))

        if self.uid is None:
            with office.writing(title, noun=Label(self.register.noun), code=code) as step:
                work(step)
        elif not correcting.write(self.context, self, title, work, noun=Label(self.register.noun), code=code):
            return None
        return saved[-1]

    def _also(self, step: Step, uid: str) -> None:
        """What else is stored in the same step."""

    def _done_text(self) -> str:
        code = self.stored.get("code") or self.stored.get("name") or ""
        return _("Saved: {noun} {code}").format(noun=translate(self.register.noun), code=code)

    def _refused(self, refused: Refused) -> None:
        if self.uid is not None and any(p.code == "stale" for p in refused.problems):
            self._meet()
            return
        self._refusal = (self.values()[0], refused.problems)
        self.show_problems(refused.problems, all_of_them=True)
        placed = {row.spec.name for row in self.rows.values() if not row.isHidden()}
        here = (None, self.register.name)
        self._say([p for p in refused.problems if p.where.column not in placed or p.where.sheet not in here], "danger")
        self.next_problem()

    def _say(self, problems: Iterable[Problem], tone: Any) -> None:
        widgets.clear(self._banner)
        if found := tuple(problems):
            self._banner.addWidget(widgets.Banner(worded(found), tone))
            self._scroll.verticalScrollBar().setValue(0)

    def _meet(self) -> None:
        """Another user saved the record meanwhile: take over what they changed, ask where both changed a field."""
        assert self.uid is not None
        mine, before = self.changes(), self.stored
        self.stored, self._version = self._read(self.uid)
        for name, row in self.rows.items():
            if name not in mine and not row.masked:
                row.field.put(self.stored[name])
                row.touched = False
        both = [name for name in mine if self.stored[name] != before[name]]
        self.conflicts.ask([self.rows[name] for name in both], before)
        self._scroll.verticalScrollBar().setValue(0)
        self.judge()

    # going about ------------------------------------------------------------------------------------------------------

    def next_problem(self) -> None:
        """Put the cursor into the next field with a problem."""
        rows = [row for row in self.rows.values() if not row.note.isHidden() and not row.isHidden()]
        if rows:
            at = next((i for i, row in enumerate(rows) if row.field.hasFocus()), -1)
            rows[(at + 1) % len(rows)].field.setFocus()
            self._scroll.ensureWidgetVisible(rows[(at + 1) % len(rows)])

    def focus_on(self, attribute: str) -> None:
        """Put the cursor into a field, where it can be typed."""
        if (row := self.rows.get(attribute)) is not None and not row.isHidden():
            row.field.setFocus()

    def focus_first(self) -> None:
        """Put the cursor into the first field that must be filled and is still blank, else into the first."""
        shown = [row for row in self.rows.values() if not row.isHidden()]
        blank = (row for row in shown if row.spec.required and self.stored[row.spec.attribute] in (None, ""))
        first = next(blank, shown[0])
        first.field.setFocus()
