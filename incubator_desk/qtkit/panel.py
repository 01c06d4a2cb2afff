"""The panel beside a table: one record with its form, what belongs to it, and its history."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QTabBar, QWidget
from sqlalchemy import select

from incubator_desk.base.errors import Label
from incubator_desk.base.i18n import N_, _, translate
from incubator_desk.catalog.feature import Tab
from incubator_desk.catalog.kinds import Reference
from incubator_desk.catalog.listing import Listing, Wanted, labels
from incubator_desk.catalog.register import Register
from incubator_desk.store.history import ChangeRow, StepRow
from incubator_desk.store.step import bring_back
from incubator_desk.store.types import load

from . import widgets
from .cells import Cell
from .delegate import DeskTable
from .form import RecordForm
from .screen import Context
from .table import PlainModel, RegisterModel

BROUGHT_BACK = N_("Bring back {noun} {code}")


class RecordPanel(QWidget):
    """Shows one record of a register; several registers' parts stand behind tabs."""

    closed = Signal()
    stepped = Signal(int)
    saved = Signal(str)

    def __init__(
        self, context: Context, register: Register, extras: tuple[tuple[str, Callable[[str], None]], ...] = ()
    ) -> None:
        super().__init__()
        widgets.dressed(self, "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, on=True)
        self.context, self.register = context, register
        self.uid: str | None = None
        self._title = widgets.label("", "card-title")
        self._title.setWordWrap(True)
        self._chips = widgets.row(gap=6)
        self._extras = [
            widgets.button(text, "link", "arrow", run=lambda run=run: run(self.uid)) for text, run in extras
        ]
        close = widgets.tool("close", _("Close"), self.closed.emit)
        up = widgets.tool("up", _("Previous record"), lambda: self.stepped.emit(-1), "Alt+Up")
        down = widgets.tool("down", _("Next record"), lambda: self.stepped.emit(1), "Alt+Down")
        head = widgets.row(self._title, up, down, close, gap=2)
        head.setStretch(0, 1)
        self.form = RecordForm(context, register, register.relevant)
        self.form.saved.connect(self._saved)
        self._tabs = QTabBar()
        self._tabs.setExpanding(False)
        self._tabs.setDrawBase(False)
        self._tabs.setUsesScrollButtons(True)
        self._tabs.setAccessibleName(_("Parts of the record"))
        self._pages = QStackedWidget()
        self._related: list[_Related] = []
        self._add(_("Details"), self.form)
        features = context.office.features
        for tab in [t for feature in features for t in feature.tabs if t.on == register.name]:
            self._relate(translate(tab.label), tab)
        for child in [r for r in features.registers.values() if r.parent == register.name]:
            self._relate(translate(child.label), _children(child, register))
        self._history = _History(context, register)
        self._history.brought_back.connect(self._saved)
        self._add(_("History"), self._history)
        self._tabs.currentChanged.connect(self._turn)
        chips = widgets.row(self._chips, None, *self._extras, gap=6)
        top = widgets.column(head, chips, self._tabs, gap=4, margins=(16, 12, 12, 0))
        self.setLayout(widgets.column(top, widgets.rule(), self._pages, gap=0))

    def _add(self, text: str, page: QWidget) -> None:
        self._tabs.addTab(text.replace("&", "&&"))
        self._pages.addWidget(page)

    def _relate(self, text: str, tab: Tab) -> None:
        related = _Related(self.context, tab)
        self._related.append(related)
        self._add(text, related)

    def show_record(self, uid: str | None, given: dict[str, Any] | None = None) -> None:
        """Show a record, or a blank one to fill in."""
        self.uid = uid
        self.form.load(uid, given)
        for at in range(1, self._tabs.count()):
            self._tabs.setTabVisible(at, uid is not None)
        for extra in self._extras:
            extra.setVisible(uid is not None)
        if uid is None:
            self._tabs.setCurrentIndex(0)
        self._tell()
        self._turn(self._tabs.currentIndex())

    def _tell(self) -> None:
        stored = self.form._stored  # noqa: SLF001 - the form is this panel's own part
        widgets.clear(self._chips)
        if self.uid is None:
            self._title.setText(_("New {noun}").format(noun=translate(self.register.noun)))
            return
        with self.context.office.reading() as session:
            spec = self.register.by_attribute.get(self.register.title)
            title = stored.get(self.register.title)
            if spec is not None and isinstance(spec.kind, Reference) and title:
                title = labels(session, self.context.office.features.registers[spec.kind.register], {title}).get(title)
        code = stored.get("code")
        self._title.setText(str(title or code or translate(self.register.noun)))
        if code and title:
            self._chips.addWidget(widgets.label(str(code), "facts"))
        state = self.register.state
        if state and stored.get(state):
            option = self.register.by_attribute[state].kind.by_value[stored[state]]  # type: ignore[attr-defined]
            self._chips.addWidget(widgets.Chip(translate(option.label), option.tone or "neutral", option.icon))

    def _turn(self, at: int) -> None:
        self._pages.setCurrentIndex(at)
        page = self._pages.currentWidget()
        if self.uid is not None and isinstance(page, _Related | _History):
            page.load(self.uid)

    def _saved(self, uid: str) -> None:
        self.uid = uid
        self.saved.emit(uid)

    def may_leave(self) -> bool:
        """Whether nothing unsaved is in the way."""
        return not self.form.dirty

    def refresh(self, changed: Mapping[str, set[str]]) -> None:
        """Take in what was written, unless something is being typed."""
        if self.uid is None or self.form.dirty:
            return
        if self.uid in changed.get(self.register.name, ()):
            with self.context.office.reading() as session:
                gone = session.get(self.register.model, self.uid) is None
            if gone:
                self.closed.emit()
                return
            self.form.load(self.uid)
            self._tell()
        self._turn(self._tabs.currentIndex())


def _children(child: Register, parent: Register) -> Tab:
    key = next(f for f in child.references if f.kind.register == parent.name)  # type: ignore[attr-defined]
    table = child.model.__table__
    return Tab(
        parent.name, child.label, child.name, lambda uid: select(table.c.uid).where(table.c[key.attribute] == uid)
    )


class _Related(QWidget):
    """Records of another register that belong to the one shown: a table; Enter opens, a button adds."""

    def __init__(self, context: Context, tab: Tab) -> None:
        super().__init__()
        self._context, self._tab = context, tab
        self._register = context.office.features.registers[tab.shows]
        listing = Listing(context.office.features, self._register)
        columns = [c for c in listing.columns if c.listed and not self._is_the_way_back(c.kind)][:7]
        self._model = RegisterModel(context.office, listing, context.today, columns)
        self._table = DeskTable()
        self._table.setModel(self._model)
        self._table.setAccessibleName(translate(tab.label))
        self._table.entered_row.connect(lambda index: context.go(self._register.name, self._model.uid(index.row())))
        add = widgets.button(_("New {noun}").format(noun=translate(self._register.noun)), "link", "plus", run=self._add)
        self._count = widgets.label("", "caption")
        self.setLayout(
            widgets.column(
                self._table, widgets.boxed(widgets.row(add, None, self._count, margins=(12, 4, 12, 4)), "foot"), gap=0
            )
        )
        self._uid = ""

    def _is_the_way_back(self, kind: object) -> bool:
        return isinstance(kind, Reference) and kind.register == self._tab.on

    def load(self, uid: str) -> None:
        """Show what belongs to a record."""
        self._uid = uid
        self._model.load(Wanted(within=self._tab.of(uid)))
        self._table.resizeColumnsToContents()
        self._count.setText(_("{count} in all").format(count=self._model.count_text()))

    def _add(self) -> None:
        way = next((f for f in self._register.references if f.kind.register == self._tab.on), None)  # type: ignore[attr-defined]
        self._context.memory["given"] = {way.attribute: self._uid} if way else {}
        self._context.go(self._register.name, None)


class _History(QWidget):
    """Who changed what of a record, and when; each change can be brought back."""

    brought_back = Signal(str)

    def __init__(self, context: Context, register: Register) -> None:
        super().__init__()
        self._context, self._register = context, register
        self._model = PlainModel([_("When"), _("Who"), _("What"), _("Before"), _("After")])
        self._table = DeskTable()
        self._table.setModel(self._model)
        self._table.setAccessibleName(_("History"))
        self._changes: list[int] = []
        self._back = widgets.button(_("Bring back"), "link", "undo", run=self._bring_back)
        self._back.setToolTip(_("Give the record the values before the chosen change"))
        self.setLayout(
            widgets.column(
                self._table, widgets.boxed(widgets.row(self._back, None, margins=(12, 4, 12, 4)), "foot"), gap=0
            )
        )
        self._uid = ""

    def load(self, uid: str) -> None:
        """Show the changes of a record, the latest first."""
        self._uid = uid
        statement = (
            select(ChangeRow, StepRow).join(StepRow, ChangeRow.step == StepRow.seq).where(ChangeRow.record == uid)
        )
        rows, self._changes = [], []
        with self._context.office.reading() as session:
            for change, step in session.execute(statement.order_by(ChangeRow.seq.desc())):
                for name, before, after in self._differences(session, change):
                    rows.append(
                        (Cell(_local(step.at), muted=True), Cell(step.actor), Cell(name), Cell(before), Cell(after))
                    )
                    self._changes.append(change.seq)
        self._model.fill(rows)
        self._table.resizeColumnsToContents()
        self._back.setEnabled(bool(rows))

    def _differences(self, session: Any, change: ChangeRow) -> list[tuple[str, str, str]]:
        before, after = (json.loads(text) if text else {} for text in (change.before, change.after))
        if change.before is None:
            return [(_("Added"), "", str(after.get("code") or after.get("name") or ""))]
        if change.after is None:
            return [(_("Deleted"), str(before.get("code") or before.get("name") or ""), "")]
        found = []
        for name in after:
            spec = self._register.by_attribute.get(name)
            if spec is not None:
                shown = [self._spoken(session, spec, values.get(name)) for values in (before, after)]
                found.append((translate(spec.label), *shown))
        return found

    def _spoken(self, session: Any, spec: Any, text: Any) -> str:
        value = load(self._register.model.__table__.c[spec.attribute].type, text)
        if value is None:
            return "—"
        if spec.sensitive:
            return str(spec.kind.mask(value))
        if isinstance(spec.kind, Reference):
            return labels(session, self._context.office.features.registers[spec.kind.register], {str(value)}).get(
                str(value), ""
            )
        return str(spec.kind.show(value))

    def _bring_back(self) -> None:
        row = self._table.currentIndex().row()
        if not 0 <= row < len(self._changes):
            return
        office = self._context.office

        def work() -> None:
            with office.writing(BROUGHT_BACK, noun=Label(self._register.noun), code="") as step:
                bring_back(step, step.session.get_one(ChangeRow, self._changes[row]))

        if self._context.attempt(work):
            self._context.tell(_("Brought back"))
            self.brought_back.emit(self._uid)


def _local(at: str) -> str:
    from datetime import datetime

    return datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M")
