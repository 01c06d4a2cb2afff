"""The panel beside a table: one record with its form, what belongs to it, and its history."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QTabBar, QWidget

from incubator_desk.base.i18n import _, translate
from incubator_desk.catalog.feature import Way
from incubator_desk.catalog.kinds import Choice, Reference
from incubator_desk.catalog.listing import known_as
from incubator_desk.catalog.register import Register

from . import widgets
from .casework import Casework
from .extracts import ExtractTab
from .files import FilesTab
from .form import RecordForm
from .history import History
from .moves import Moves
from .related import Happenings, Parts, Related
from .screen import Context


class RecordPanel(QWidget):
    """Shows one record of a register."""

    closed = Signal()
    """The user wants it closed."""
    gone = Signal()
    """The record was deleted."""
    stepped = Signal(int)
    saved = Signal(str)

    def __init__(self, context: Context, register: Register) -> None:
        super().__init__()
        widgets.dressed(self, "panel")
        self.context, self.register = context, register
        self.uid: str | None = None
        self.form = RecordForm(context, register)
        self.form.saved.connect(self._saved)
        self._pages = QStackedWidget()
        self._tabs = QTabBar()
        self._tabs.setExpanding(False)
        self._tabs.setDrawBase(False)
        self._tabs.setUsesScrollButtons(True)
        self._tabs.setAccessibleName(_("Parts of the record"))
        self._fill_tabs()
        self._tabs.currentChanged.connect(self._turn)
        self._extras = [self._way(way) for way in ways(context, register, of_record=True)]
        self._chips = widgets.row(gap=6)
        chips = widgets.row(self._chips, None, *self._extras, gap=6)
        self._moves = Moves(context, register)
        self._moves.moved.connect(self._saved)
        top = widgets.column(self._head(), chips, self._moves, self._tabs, gap=4, margins=(16, 12, 12, 0))
        self.setLayout(widgets.column(top, widgets.rule(), self._pages, gap=0))

    def _way(self, way: Way) -> QWidget:
        return widgets.button(translate(way.label), "link", way.icon, way.key, partial(self._follow, way))

    def _follow(self, way: Way) -> None:
        if self.uid is None:
            return
        self.context.attempt(partial(self._lead, way, self.uid))

    def _lead(self, way: Way, uid: str) -> None:
        context, actor, today = self.context, self.context.office.actor, self.context.today()
        screen, record = way.screen, None if way.hands else uid
        with context.office.reading() as session:
            if way.leads is not None:
                screen, record = way.leads(session, actor, uid, today)
            if way.hands is not None:
                name, value = way.hands(session, actor, uid, today)
                context.memory[name] = value
        context.go(screen, record)

    def _head(self) -> Any:
        self._title = widgets.wrapped("", "card-title")
        up = widgets.tool("up", _("Previous record"), lambda: self.stepped.emit(-1), "Alt+Up")
        down = widgets.tool("down", _("Next record"), lambda: self.stepped.emit(1), "Alt+Down")
        head = widgets.row(self._title, up, down, widgets.tool("close", _("Close"), self.closed.emit), gap=2)
        head.setStretch(0, 1)
        return head

    def _fill_tabs(self) -> None:
        features, name = self.context.office.features, self.register.name
        self._add(_("Details"), self.form)
        if flow := features.flows.get(name):
            self._add(_("Case"), Casework(self.context, self.register, flow))
        for extract in (each for feature in features for each in feature.extracts if each.on == name):
            self._add(translate(extract.label), ExtractTab(self.context, extract))
        for tab in (tab for feature in features for tab in feature.tabs if tab.on == name):
            self._add(translate(tab.label), Related(self.context, tab))
        parts = (register for register in features.registers.values() if register.parent == name)
        for child in (register for register in parts if register.name != self.register.members):
            self._add(translate(child.label), Parts(self.context, child, self.register))
        if "code" in self.register.by_attribute:
            self._add(_("Files"), FilesTab(self.context, self.register))
        self._happenings = Happenings(self.context, self.register)
        self._add(_("Timeline"), self._happenings)
        history = History(self.context, self.register)
        history.brought_back.connect(self._saved)
        self._add(_("History"), history)

    def _add(self, text: str, page: QWidget) -> None:
        self._tabs.addTab(text.replace("&", "&&"))
        self._pages.addWidget(page)

    # what is shown ----------------------------------------------------------------------------------------------------

    def show_record(self, uid: str | None, given: dict[str, Any] | None = None) -> None:
        """Show a record, or a blank one to fill in."""
        self.uid = uid
        self.form.load(uid, given)
        if uid is None:
            self._tabs.setCurrentIndex(0)
        self._tell()
        self._turn(self._tabs.currentIndex())

    def _tell(self) -> None:
        stored = self.form.stored
        for extra in self._extras:
            extra.setVisible(self.uid is not None)
        widgets.clear(self._chips)
        self._tell_tabs()
        self._moves.show_record(self.uid, stored)
        if self.uid is None:
            self._title.setText(_("New {noun}").format(noun=translate(self.register.noun)))
            return
        code, title = stored.get("code"), self._named(stored)
        self._title.setText(str(title or code or translate(self.register.noun)))
        if code and title:
            self._chips.addWidget(widgets.label(str(code), "facts"))
        if self.register.state:
            kind = self.register.by_attribute[self.register.state].kind
            assert isinstance(kind, Choice)
            if option := kind.by_value.get(str(stored.get(self.register.state))):
                self._chips.addWidget(widgets.Chip(translate(option.label), option.tone or "neutral", option.icon))

    def _named(self, stored: Mapping[str, Any]) -> Any:
        """What people know the record by, beside its code."""
        spec = self.register.by_attribute.get(self.register.title)
        title = stored.get(self.register.title)
        if spec is None or title is None:
            return title
        if not isinstance(spec.kind, Reference):
            return spec.kind.show(title)
        with self.context.office.reading() as session:
            return known_as(session, self.context.office.features, spec.kind.register, title)

    def _tell_tabs(self) -> None:
        self._happenings.load(self.uid or "")
        for at in range(self._pages.count()):
            if isinstance(table := self._pages.widget(at), ExtractTab):
                table.load(self.uid or "")
        with self.context.office.reading() as session:
            for at in range(1, self._tabs.count()):
                page = self._pages.widget(at)
                empty = isinstance(page, Happenings | ExtractTab) and not page.count()
                self._tabs.setTabVisible(at, self.uid is not None and not empty)
                if self.uid is not None and isinstance(page, Related | FilesTab):
                    self._tabs.setTabText(at, page.title(session, self.uid).replace("&", "&&"))

    def _turn(self, at: int) -> None:
        self._pages.setCurrentIndex(at)
        page = self._pages.currentWidget()
        if self.uid is not None and isinstance(page, Casework | Related | FilesTab | History):
            page.load(self.uid)

    def turn_to(self, text: str) -> None:
        """Show the part of the record that stands behind a tab of this text."""
        for at in range(self._tabs.count()):
            if self._tabs.tabText(at).startswith(text.replace("&", "&&")):
                self._tabs.setCurrentIndex(at)

    def look_into(self, column: str) -> None:
        """Put the cursor into the form's field of a column, where there is one."""
        if (spec := self.register.by_name.get(column)) is not None:
            self._tabs.setCurrentIndex(0)
            self.form.focus_on(spec.attribute)

    def focus_page(self) -> None:
        """Put the cursor into what is shown."""
        page = self._pages.currentWidget()
        if isinstance(page, ExtractTab | Related | FilesTab | History):
            page.table.setFocus()
        else:
            self.form.focus_first()

    # what was typed ---------------------------------------------------------------------------------------------------

    def _forms(self) -> list[RecordForm]:
        parts = [page for at in range(self._pages.count()) if isinstance(page := self._pages.widget(at), Parts)]
        return [self.form, *(part.form for part in parts if part.editing)]

    def save(self) -> None:
        """Save the form in which something was typed."""
        shown = [form for form in self._forms() if form.isVisibleTo(self)]
        (shown or [self.form])[0].save()

    def may_leave(self) -> bool:
        """Whether nothing unsaved is in the way."""
        return not any(form.dirty for form in self._forms())

    def _saved(self, uid: str) -> None:
        self.uid = uid
        self.saved.emit(uid)

    def refresh(self, changed: Mapping[str, set[str]]) -> None:
        """Take in what was written, unless something is being typed."""
        if self.uid is None:
            return
        whole = self.register.members in changed or self.uid in changed.get(self.register.name, ())
        if not changed or whole:
            with self.context.office.reading() as session:
                gone = session.get(self.register.model, self.uid) is None
            if gone:
                self.gone.emit()
                return
            if self.form.dirty:
                return
            self.form.load(self.uid)
        self._tell()
        self._turn(self._tabs.currentIndex())


def ways(context: Context, register: Register, *, of_record: bool) -> list[Way]:
    """What leads from a register, or from its records, to screens of their own."""
    found = (way for feature in context.office.features for way in feature.ways)
    return [way for way in found if way.on == register.name and way.of_record == of_record]
