"""A record's form: fields in groups, judged while one types, saved as one step."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from incubator_desk.base.errors import Label, Problem, Refused
from incubator_desk.base.i18n import N_, _, translate
from incubator_desk.catalog import saving
from incubator_desk.catalog.kinds import Kind
from incubator_desk.catalog.register import Field, Register
from incubator_desk.store.step import Stale

from . import icons, theme, widgets
from .editors import editor_for, is_short, unit_of
from .screen import Context, worded

ADDED, CHANGED = N_("Add {noun} {code}"), N_("Change {noun} {code}")
_PAUSE = 200
"""Milliseconds of rest before what was typed is judged."""


class FieldRow:
    """A field of the form: label, editor, and the line below that says what is wrong."""

    def __init__(self, spec: Field, context: Context) -> None:
        self.spec = spec
        self.editor: Any = editor_for(spec, context)
        star = " *" if spec.required else ""
        self.label = widgets.label(translate(spec.label) + star, "label")
        self.label.setWordWrap(True)
        self.label.setBuddy(self.editor)
        self.problem = widgets.label("", "caption", "danger")
        self.problem.setWordWrap(True)
        self._picture = QLabel()
        self.below = widgets.boxed(widgets.row(self._picture, self.problem, gap=4))
        self.below.hide()
        self.touched = False
        self.masked = False
        unit = unit_of(spec.kind)
        parts: list[Any] = [self.editor] + ([widgets.label(unit, "caption")] if unit else [])
        line = widgets.row(*parts, gap=5)
        line.setStretch(0, 1)
        self.place = widgets.boxed(widgets.column(line, self.below, gap=2))

    def tell(self, problem: Problem | None) -> None:
        """Show what is wrong, or that nothing is."""
        state = "error" if problem and problem.severity == "error" else ""
        if self.editor.property("state") != state:
            self.editor.setProperty("state", state)
            theme.polish(self.editor)
        if problem:
            tone = "danger" if state else "warning"
            self.problem.setText(problem.text())
            self.problem.setProperty("tone", tone)
            theme.polish(self.problem)
            self._picture.setPixmap(
                icons.pixmap("error-circle" if state else "warning", theme.tokens().tones[tone][0], 14)
            )
            self.editor.setAccessibleDescription(problem.text())
        self.below.setVisible(problem is not None)


class RecordForm(QWidget):
    """Edits one record of a register, or a new one."""

    saved = Signal(str)
    changed = Signal()

    def __init__(
        self,
        context: Context,
        register: Register,
        relevant: Callable[[dict[str, Any]], set[str] | None] = lambda _: None,
    ) -> None:
        super().__init__()
        self.context, self.register, self._relevant = context, register, relevant
        self.uid: str | None = None
        self._version: int | None = None
        self._stored: dict[str, Any] = {}
        self._errors: list[Problem] = []
        self.rows = {f.attribute: FieldRow(f, context) for f in register.fields}
        self._banner = QVBoxLayout()
        body = widgets.column(self._banner, self._grid(), None, gap=4, margins=(16, 8, 16, 12))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(widgets.boxed(body, "surface"))
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._state = widgets.label("", "caption", "warning")
        self._discard = widgets.button(_("Discard"), "flat", run=self.discard)
        self._save = widgets.button(_("Save") + "  Ctrl+S", "primary", run=self.save)
        self._save.setAccessibleName(_("Save"))
        foot = widgets.boxed(widgets.row(self._state, None, self._discard, self._save, margins=(16, 8, 16, 8)), "foot")
        self.setLayout(widgets.column(scroll, foot, gap=0))
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE)
        self._timer.timeout.connect(self.judge)
        for row in self.rows.values():
            row.editor.edited.connect(partial(self._edited, row))

    def _grid(self) -> QGridLayout:
        grid, line, half = QGridLayout(), -1, False
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        grid.setColumnMinimumWidth(0, 84)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        for spec in self.register.fields:
            row = self.rows[spec.attribute]
            if spec.group:
                line, half = line + 1, False
                grid.addWidget(widgets.label(translate(spec.group), "group"), line, 0, 1, 4)
            if half and is_short(spec.kind):
                grid.addWidget(row.label, line, 2, Qt.AlignmentFlag.AlignTop)
                grid.addWidget(row.place, line, 3, Qt.AlignmentFlag.AlignTop)
                half = False
            else:
                line += 1
                half = is_short(spec.kind)
                grid.addWidget(row.label, line, 0, Qt.AlignmentFlag.AlignTop)
                grid.addWidget(row.place, line, 1, 1, 1 if half else 3, Qt.AlignmentFlag.AlignTop)
            row.label.setMinimumHeight(30)
            row.label.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
            if spec.sensitive:
                line += 1
                half = False
                self._add_reveal(grid, line, row)
        return grid

    def _add_reveal(self, grid: QGridLayout, line: int, row: FieldRow) -> None:
        row.reveal = widgets.button(_("Show"), "link", run=lambda: self._unmask(row))  # type: ignore[attr-defined]
        note = widgets.label(_("Personal data is masked"), "caption")
        row.veil = widgets.boxed(widgets.row(note, row.reveal, None, gap=4))  # type: ignore[attr-defined]
        grid.addWidget(row.veil, line, 1, 1, 3)  # type: ignore[attr-defined]

    # loading ---------------------------------------------------------------------------------------------------------

    def load(self, uid: str | None, given: dict[str, Any] | None = None) -> None:
        """Show a record; or a new one, with some values given."""
        widgets.clear(self._banner)
        self.uid, self._version = uid, None
        with self.context.office.reading() as session:
            if uid is None:
                blank = {f.attribute: f.default for f in self.register.fields}
                if self.register.prefix:
                    blank["code"] = saving.following_code(session, self.context.office.actor.operator, self.register)
                self._stored = blank | (given or {})
            else:
                record = session.get_one(self.register.model, uid)
                self._stored, self._version = self.register.of(record), record.version
        for name, row in self.rows.items():
            row.touched = False
            self._mask(row, masked=row.spec.sensitive and bool(self._stored[name]) and uid is not None)
            if not row.masked:
                row.editor.put(self._stored[name])
            row.tell(None)
            if row.spec.read_only and hasattr(row.editor, "setReadOnly"):
                row.editor.setReadOnly(True)
        self.judge()

    def _mask(self, row: FieldRow, *, masked: bool) -> None:
        row.masked = masked
        if row.spec.sensitive:
            row.editor.setReadOnly(masked)
            row.veil.setVisible(masked)  # type: ignore[attr-defined]
            if masked:
                row.editor.setText(row.spec.kind.mask(self._stored[row.spec.attribute]))

    def _unmask(self, row: FieldRow) -> None:
        self._mask(row, masked=False)
        row.editor.put(self._stored[row.spec.attribute])
        row.editor.setFocus()

    # judging ---------------------------------------------------------------------------------------------------------

    def _edited(self, row: FieldRow) -> None:
        row.touched = True
        self._timer.start()
        self._tell_state()

    def values(self) -> tuple[dict[str, Any], list[Problem]]:
        """What the fields say, and what of it cannot be read."""
        found, problems = {}, []
        for name, row in self.rows.items():
            if row.masked:
                found[name] = self._stored[name]
                continue
            try:
                found[name] = row.editor.value()
            except Refused as refused:
                found[name] = None
                problems += [
                    Problem(p.code, p.message, p.values, type(p.where)(column=row.spec.name)) for p in refused.problems
                ]
        return found, problems

    def judge(self) -> None:
        """Hold the fields against the rules, and show what is wrong beside them."""
        values, problems = self.values()
        unread = {p.where.column for p in problems}
        whole = saving.completed(self.register, values) if self.uid is None else values
        problems += [p for p in saving.problems_of(self.register, whole) if p.where.column not in unread]
        self._errors = [p for p in problems if p.severity == "error"]
        self.show_problems(problems)
        self._show_relevant(values)
        self._tell_state()

    def show_problems(self, problems: list[Problem], *, all_of_them: bool = False) -> None:
        """Show problems beside their fields; of a new record only where something was typed."""
        by_column = {p.where.column: p for p in sorted(problems, key=lambda p: p.severity == "error")}
        for row in self.rows.values():
            problem = by_column.get(row.spec.name)
            quiet = problem and problem.code == "required" and not row.touched and not all_of_them
            row.tell(
                None if quiet or (problem and self.uid is None and not row.touched and not all_of_them) else problem
            )

    def _show_relevant(self, values: dict[str, Any]) -> None:
        relevant = self._relevant(values)
        for name, row in self.rows.items():
            shown = relevant is None or name in relevant or values[name] is not None
            row.place.setVisible(shown)
            row.label.setVisible(shown)

    def changes(self) -> dict[str, Any]:
        """What differs from what is stored."""
        values, _problems = self.values()
        return {name: value for name, value in values.items() if value != self._stored[name]}

    @property
    def dirty(self) -> bool:
        """Whether something was typed that is not saved."""
        return any(row.touched for row in self.rows.values())

    def _tell_state(self) -> None:
        dirty = self.dirty
        count = sum(row.touched for row in self.rows.values())
        self._state.setText(_("{count} changes not saved").format(count=count) if dirty else "")
        self._discard.setEnabled(dirty)
        self._save.setEnabled(dirty and not self._errors)
        self.changed.emit()

    # saving ----------------------------------------------------------------------------------------------------------

    def discard(self) -> None:
        """Back to what is stored."""
        self.load(self.uid)

    def save(self) -> bool:
        """Save as one step; gives whether it was done."""
        self._timer.stop()
        self.judge()
        if self._errors or not self.dirty:
            self.show_problems(self._errors, all_of_them=True)
            self._focus_first_problem()
            return False
        values, _unread = self.values()
        try:
            uid, warnings = self._write(values)
        except Refused as refused:
            self._refused(refused)
            return False
        self.load(uid)
        self.context.tell(
            self._done_text() + " " + worded(warnings) if warnings else self._done_text(),
            "warning" if warnings else "success",
        )
        self.saved.emit(uid)
        return True

    def _write(self, values: dict[str, Any]) -> tuple[str, tuple[Problem, ...]]:
        office = self.context.office
        title = ADDED if self.uid is None else CHANGED
        code = str(values.get("code") or values.get("name") or "")
        with office.writing(title, noun=Label(self.register.noun), code=code) as step:
            record = step.session.get_one(self.register.model, self.uid) if self.uid else None
            given = values if record is None else self.changes()
            uid, warnings = saving.save(step, self.register, given, record, self._version)
            warnings += tuple(p for p in office.settle(step) if p.severity == "warning")
        return uid, warnings

    def _done_text(self) -> str:
        code = self._stored.get("code") or self._stored.get("name") or ""
        return _("Saved: {noun} {code}").format(noun=translate(self.register.noun), code=code)

    def _refused(self, refused: Refused) -> None:
        stale = next((p for p in refused.problems if p.code == "stale"), None)
        if stale is not None and isinstance(stale.values.get("theirs"), Stale):
            self._offer(stale)
            return
        self.show_problems(list(refused.problems), all_of_them=True)
        placed = {row.spec.name for row in self.rows.values()}
        rest = [
            p
            for p in refused.problems
            if p.where.column not in placed or p.where.sheet not in (None, self.register.name)
        ]
        if rest:
            widgets.clear(self._banner)
            self._banner.addWidget(widgets.Banner(worded(tuple(rest)), "danger"))
        self._focus_first_problem()

    def _offer(self, stale: Problem) -> None:
        """Another user changed the record meanwhile: show both, keep which?"""
        theirs, version = stale.values["theirs"], stale.values["version"]
        assert isinstance(theirs, Stale)
        assert isinstance(version, int)
        lines = [self._both(name, pair) for name, pair in theirs.columns.items() if name in self.changes()]
        text = _("Someone else changed this record meanwhile.") + " " + " ".join(lines)
        widgets.clear(self._banner)
        banner = widgets.Banner(text, "warning")
        banner.layout().addWidget(widgets.button(_("Take theirs"), "link", run=self.discard))
        banner.layout().addWidget(widgets.button(_("Keep mine"), "link", run=lambda: self._keep(version)))
        self._banner.addWidget(banner)

    def _both(self, name: str, pair: tuple[object, object]) -> str:
        spec = self.register.by_attribute[name]
        theirs, ours = (_spoken(spec.kind, value) for value in pair)
        return _("{field}: theirs {theirs}, yours {yours}.").format(
            field=translate(spec.label), theirs=theirs, yours=ours
        )

    def _keep(self, version: int) -> None:
        self._version = version
        self.save()

    def _focus_first_problem(self) -> None:
        for row in self.rows.values():
            if row.below.isVisibleTo(self):
                row.editor.setFocus()
                return

    def focus_first(self) -> None:
        """Put the cursor into the first field that is still blank."""
        blank = next(
            (r for r in self.rows.values() if r.spec.required and self._stored[r.spec.attribute] in (None, "")), None
        )
        first = blank or next(iter(self.rows.values()))
        first.editor.setFocus()


def _spoken(kind: Kind, value: object) -> str:
    return "—" if value is None else kind.show(value)
