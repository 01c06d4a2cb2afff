"""Who belongs to a record, entered in the record's own form: a session's companies, each with what is said of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget
from sqlalchemy import select

from incubator_desk.base.errors import Problem, Refused, Where
from incubator_desk.base.i18n import N_, _, translate
from incubator_desk.catalog import saving
from incubator_desk.catalog.kinds import Reference, YesNo
from incubator_desk.catalog.listing import known_as
from incubator_desk.catalog.register import Field, Register
from incubator_desk.store.record import Record
from incubator_desk.store.step import Step

from . import fonts, widgets
from .editors import ReferenceEditor, editor_for
from .screen import Context, worded

TWICE = N_("{name} is in the list already.")
NOBODY = N_("Nothing was found for: {texts}. Enter them one by one by code or name.")
_EXTRA = 56


@dataclass
class Member:
    """One that belongs, as it is shown: the part that stores it (None: not stored yet), and what is said of it."""

    uid: str
    """Of the one that belongs, not of the part."""
    name: str
    part: str | None = None
    said: dict[str, Any] = field(default_factory=dict)
    """By attribute of the part, as it is stored."""
    editors: dict[str, Any] = field(default_factory=dict)

    def now(self) -> dict[str, Any]:
        """What is said of it, as it was typed."""
        return self.said | {name: _value(editor) for name, editor in self.editors.items()}


class Adding(ReferenceEditor):
    """Finds one more; several codes or names copied from a sheet are taken at once."""

    pasted = Signal(list)
    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            lines = [line.split("\t")[0].strip() for line in QGuiApplication.clipboard().text().splitlines()]
            if len(texts := [line for line in lines if line]) > 1:
                self.pasted.emit(texts)
                return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.text().strip():
            self.entered.emit()
            return
        super().keyPressEvent(event)


class Members(QWidget):
    """The members of a record: one a line, with what its part says of it; a field at the foot adds one more."""

    edited = Signal()

    def __init__(self, context: Context, register: Register, parent: Register) -> None:
        """``register`` holds the parts; of its references one names the parent, another one the member."""
        super().__init__()
        self._context, self._register, self._parent = context, register, parent
        named = {f.kind.register == parent.name: f for f in register.references}  # type: ignore[attr-defined]
        self._way, self._who = named[True], named[False]
        keys = {self._way.attribute, self._who.attribute}
        self._extras = [f for f in register.fields if f.attribute not in keys]
        self.members: list[Member] = []
        self._stored: list[Member] = []
        self._fixed = False
        self._told = True
        self._cells: list[QWidget] = []
        self._drawn: list[Member] = []
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._head = self._heading()
        self.adding = Adding(cast(Reference, self._who.kind), context)
        self.adding.setAccessibleName(_("Add: {what}").format(what=translate(self._who.label)))
        self.adding.setPlaceholderText(_("Add by code, name or pinyin initials"))
        self.adding.picked.connect(self._take)
        self.adding.entered.connect(self._take)
        self.adding.pasted.connect(self._take_all)
        self.note = widgets.Note()
        self.note.hide()
        self.setLayout(widgets.column(self._head, self._lines, self.adding, self.note, gap=4))

    def _heading(self) -> QWidget:
        """What the columns beside the names are."""
        line = widgets.row(None, gap=6)
        for spec in self._extras:
            words = widgets.label(translate(spec.label), "caption")
            words.setFixedWidth(fonts.widened(_EXTRA))
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
            line.addWidget(words)
        line.addSpacing(34)
        return widgets.boxed(line)

    # what is shown ----------------------------------------------------------------------------------------------------

    def load(self, uid: str | None, given: tuple[str, ...] = ()) -> None:
        """Show the members of a record; of a new one those given, by uid."""
        with self._context.office.reading() as session:
            if uid is None:
                found = [self._fresh(each, self._name(session, each)) for each in given]
                self._stored = []
            else:
                model: Any = self._register.model
                parts = select(model).where(getattr(model, self._way.attribute) == uid).order_by(model.uid)
                found = [self._known(session, part) for part in session.scalars(parts)]
                self._stored = [Member(m.uid, m.name, m.part, dict(m.said)) for m in found]
        self.members = found
        self.tell()
        self._show()

    def _known(self, session: Any, part: Record) -> Member:
        uid = getattr(part, self._who.attribute)
        said = {f.attribute: getattr(part, f.attribute) for f in self._extras}
        return Member(uid, self._name(session, uid), part.uid, said)

    def _fresh(self, uid: str, name: str) -> Member:
        return Member(uid, name, None, {f.attribute: f.default for f in self._extras})

    def _name(self, session: Any, uid: str) -> str:
        kind = cast(Reference, self._who.kind)
        return str(known_as(session, self._context.office.features, kind.register, uid) or "")

    def _show(self) -> None:
        held = self._focused()
        widgets.clear(self._lines)
        self._drawn = list(self.members)
        self._cells = []
        for member in self.members:
            self._lines.addWidget(self._line(member))
        self._head.setVisible(self._heads())
        self.adding.setText("")
        if held is not None:
            self._editor_of(*held).setFocus()

    def _focused(self) -> tuple[str, str] | None:
        """The member, by uid, and the attribute of its part at which the cursor stands; else nothing."""
        at = [(m.uid, name) for m in self._drawn for name, editor in m.editors.items() if editor.hasFocus()]
        return at[0] if at else None

    def _editor_of(self, uid: str, name: str) -> QWidget:
        """Where the cursor belongs once the lines were made anew: where it stood, else at the foot."""
        found = (m.editors[name] for m in self.members if m.uid == uid and name in m.editors)
        return next(found, self.adding)

    def _heads(self) -> bool:
        """Whether there is something beside the names to be headed."""
        return bool(self.members and self._extras and self._told)

    def _line(self, member: Member) -> QWidget:
        name = widgets.Elided(member.name)
        name.setMinimumHeight(fonts.grown(28))
        line = widgets.row(name, gap=6)
        line.setStretch(0, 1)
        said = member.now()
        member.editors = {}
        for spec in self._extras:
            editor = self._editor(spec)
            editor.setAccessibleName(f"{member.name}: {translate(spec.label)}")
            _put(editor, said[spec.attribute])
            _when_edited(editor, self._changed)
            editor.setDisabled(self._fixed)
            member.editors[spec.attribute] = editor
            cell = widgets.boxed(widgets.row(editor, gap=0))
            cell.setFixedWidth(fonts.widened(_EXTRA))
            if isinstance(editor, QCheckBox):
                cell.layout().setAlignment(editor, Qt.AlignmentFlag.AlignCenter)  # type: ignore[union-attr]
            if not self._told:
                cell.hide()  # shown it would be, before it stands in the form, as a window of its own
            self._cells.append(cell)
            line.addWidget(cell)
        words = _("Remove {name}").format(name=member.name)
        away = widgets.tool("close", words, partial(self._remove, member))
        away.setDisabled(self._fixed)
        line.addWidget(away)
        return widgets.boxed(line)

    def _editor(self, spec: Field) -> Any:
        return QCheckBox() if isinstance(spec.kind, YesNo) else editor_for(spec, self._context)

    # changing ---------------------------------------------------------------------------------------------------------

    def ask(self, *, told: bool) -> None:
        """Show what is said of each beside its name, or the names alone."""
        if told != self._told:
            self._told = told
            for cell in self._cells:
                cell.setVisible(told)
            self._head.setVisible(self._heads())

    def lock(self, *, fixed: bool) -> None:
        """Let nothing change."""
        self._fixed = fixed
        self.adding.setVisible(not fixed)
        self._show()

    def _take(self) -> None:
        try:
            uid = self.adding.value()
        except Refused as refused:
            self.tell(worded(refused.problems))
            return
        if uid is not None:
            self.add(uid)
            self.adding.setFocus()

    def add(self, uid: str) -> None:
        """One more belongs."""
        with self._context.office.reading() as session:
            name = self._name(session, uid)
        self.adding.put(None)
        if any(each.uid == uid for each in self.members):
            self.tell(translate(TWICE).format(name=name))
            return
        self._bring({uid: name})

    def _bring(self, named: dict[str, str]) -> None:
        """Take these in; one that was taken out a moment ago keeps what was said of it."""
        before = {each.uid: each for each in self._stored}
        for uid, name in named.items():
            old = before.get(uid)
            self.members.append(Member(uid, name, old.part, dict(old.said)) if old else self._fresh(uid, name))
        self.tell()
        self._show()
        self._changed()

    def _take_all(self, texts: list[str]) -> None:
        kind = cast(Reference, self._who.kind)
        table = self._context.office.features.registers[kind.register].model.__table__
        mine = table.c.operator_uid == self._context.office.actor.operator
        with self._context.office.reading() as session:
            rows = session.execute(select(table.c.uid, table.c.code, table.c.name).where(mine)).all()
        by_text = {row.name: row for row in rows} | {row.code: row for row in rows}
        there = {each.uid for each in self.members}
        found = [row for text in texts if (row := by_text.get(text)) is not None]
        self._bring({row.uid: row.name for row in found if row.uid not in there})
        if lost := [text for text in texts if text not in by_text]:
            self.tell(translate(NOBODY).format(texts=_(", ").join(lost)))

    def _remove(self, member: Member) -> None:
        self.members.remove(member)
        self.tell()
        self._show()
        self._changed()
        self.adding.setFocus()

    def _changed(self) -> None:
        self.edited.emit()

    def tell(self, text: str = "", tone: Any = "danger") -> None:
        """Show what is wrong with the list; nothing where it is right."""
        self.note.tell(text, tone)
        self.note.setVisible(bool(text))

    def focus_first(self) -> None:
        """Put the cursor to what is said of the first, else to where one is added."""
        first = next((e for m in self.members for e in m.editors.values() if not e.isHidden()), self.adding)
        first.setFocus()

    def uids(self) -> tuple[str, ...]:
        """Who belongs, in the order shown."""
        return tuple(each.uid for each in self.members)

    @property
    def dirty(self) -> bool:
        """Whether it differs from what is stored."""
        try:
            now = {each.uid: each.now() for each in self.members}
        except Refused:
            return True
        return now != {each.uid: each.said for each in self._stored}

    def problems(self) -> Iterator[Problem]:
        """What of it cannot be read."""
        for each in self.members:
            try:
                each.now()
            except Refused as refused:
                where = Where(sheet=self._register.name)
                yield from (Problem(p.code, p.message, p.values, where) for p in refused.problems)

    def write(self, step: Step, uid: str) -> None:
        """Store who belongs to a record, in the step that stores the record."""
        kept = {each.part for each in self.members}
        model = self._register.model
        for old in self._stored:
            record = step.session.get(model, old.part) if old.part not in kept else None
            if record is not None:
                step.remove(record)
        for each in self.members:
            part = step.session.get(model, each.part) if each.part else None
            values = each.now() | {self._way.attribute: uid, self._who.attribute: each.uid}
            saving.save(step, self._register, values, part)


def _value(editor: Any) -> Any:
    return editor.isChecked() if isinstance(editor, QCheckBox) else editor.value()


def _put(editor: Any, value: Any) -> None:
    if isinstance(editor, QCheckBox):
        editor.setChecked(bool(value))
    else:
        editor.put(value)


def _when_edited(editor: Any, run: Any) -> None:
    if isinstance(editor, QCheckBox):
        editor.toggled.connect(lambda _on: run())
    else:
        editor.edited.connect(run)
