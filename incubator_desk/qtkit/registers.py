"""The screen of a register: search, chips, filters, the table, and one record beside it."""

from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QItemSelectionModel, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSplitter, QTabBar, QWidget

from incubator_desk.base.i18n import N_, _, translate, translate_many
from incubator_desk.catalog.flow import Flow
from incubator_desk.catalog.kinds import Area, Money
from incubator_desk.catalog.listing import Listing, Wanted
from incubator_desk.catalog.moving import common_moves, loaded, used
from incubator_desk.catalog.register import Register

from . import clipboard, pasting, steps, widgets
from .columns import Columns
from .delegate import DeskTable
from .deleting import delete
from .narrowing import Narrowing
from .panel import RecordPanel, ways
from .screen import Context, Screen
from .table import RegisterModel
from .tokens import COMPACT_ROW, NAV, ROW
from .views import View, Views

UNSAVED = N_("There are unsaved changes. Save (Ctrl+S) or discard them first.")
NARROW = 1200
"""Below this width of the window the panel covers the table."""
_LOW = 720
_PANEL, _PANEL_SLIM, _SHARE = 520, 408, 0.31
_FOLLOW = 120
"""Milliseconds of rest on a row before its record is shown beside it."""
_SUMMED = 2000
"""Of more rows than these no sums are shown."""
_AT_ONCE = 5000
"""Registers up to this size are searched without preparing the search beside the window's thread."""
_SELECT = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows


class RegisterScreen(Screen):
    """One register."""

    def __init__(
        self,
        context: Context,
        register: Register,
        siblings: tuple[Register, ...] = (),
        panel: RecordPanel | None = None,
    ) -> None:
        super().__init__(context)
        self.register, self.name = register, register.name
        self._siblings = siblings or (register,)
        self.listing = Listing(context.office.features, register)
        self._state: dict[str, Any] = context.memory.setdefault(f"register/{register.name}", {})
        self.model = RegisterModel(context.office, self.listing, context.today, [])
        self.table = DeskTable()
        self.table.setModel(self.model)
        self.table.setAccessibleName(translate(register.label))
        self.columns = Columns(context, register.name, self.table, self.listing.columns)
        self.views = Views(context, register.name, self._view, self._use_view)
        self.narrowing = Narrowing(context, self.listing, self._state)
        self.panel = panel or RecordPanel(context, register)
        self.panel.hide()
        self._all = 0
        self._build()
        self._wire()
        self._restore()

    # building -------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        columns = widgets.button(_("Columns"), "flat", "columns")
        menu = QMenu(columns)
        menu.aboutToShow.connect(lambda: self.columns.fill(menu))
        columns.setMenu(menu)
        bar = widgets.row(self.narrowing, self.views, columns, gap=6, margins=(16, 2, 16, 8))
        bar.setStretch(0, 1)
        self._selection = widgets.label("", "caption")
        self._count = widgets.label("", "caption")
        foot = widgets.boxed(widgets.row(self._selection, None, self._count, margins=(12, 5, 12, 5)), "foot")
        self._ways = widgets.column()
        self._nothing = widgets.boxed(self._ways, "surface")
        self._left = widgets.boxed(widgets.column(self._nothing, self.table, foot, gap=0), "surface")
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self._left)
        self.splitter.addWidget(self.panel)
        self.splitter.setStretchFactor(0, 1)
        parts: list[Any] = [bar, self.splitter]
        if len(self._siblings) > 1:
            parts.insert(0, self._sibling_tabs())
        layout = widgets.column(*parts, gap=0)
        layout.setStretchFactor(self.splitter, 1)
        self.setLayout(layout)

    def _sibling_tabs(self) -> QWidget:
        tabs = QTabBar()
        tabs.setExpanding(False)
        tabs.setDrawBase(False)
        tabs.setAccessibleName(_("Lists of this area"))
        for sibling in self._siblings:
            tabs.addTab(translate(sibling.label).replace("&", "&&"))
        tabs.setCurrentIndex(self._siblings.index(self.register))
        tabs.currentChanged.connect(lambda at: self.context.go(self._siblings[at].name, None))
        return widgets.boxed(widgets.row(tabs, None, margins=(16, 0, 16, 6)))

    def _wire(self) -> None:
        self._follow = QTimer(self, singleShot=True, interval=_FOLLOW)
        self._follow.timeout.connect(self._show_current)
        self.narrowing.searched.connect(self._search)
        self.narrowing.changed.connect(self._narrow)
        self.narrowing.field.installEventFilter(self)
        self.table.horizontalHeader().sectionClicked.connect(self._sort)
        self.table.entered_row.connect(lambda index: self.show_row(index.row(), focus=True))
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._selected())
        self.table.verticalScrollBar().valueChanged.connect(lambda _value: self._tell_rows())
        self.model.narrowed.connect(self._tell_count)
        self.panel.closed.connect(self.close_panel)
        self.panel.stepped.connect(self._walk)
        self.panel.saved.connect(self.open)
        self.panel.gone.connect(lambda: self.close_panel(discard=True))
        self.splitter.splitterMoved.connect(lambda *_: self._remember_split())
        widgets.action(self, _("Search here"), "Ctrl+F", self._focus_search)
        widgets.action(self, _("Save"), "Ctrl+S", self.panel.save)
        widgets.action(self, _("Next pane"), "F6", self._other_pane)
        # Of the table alone: in a field these keys mean the text.
        for text, key, run in (
            (_("Delete"), "Del", self.delete), (_("Copy"), "Ctrl+C", self.copy), (_("Paste"), "Ctrl+V", self.paste),
        ):  # fmt: skip
            widgets.action(self.table, text, key, run)

    def fill_actions(self, place: QHBoxLayout) -> None:
        if self.register.name in self.context.office.features.flows:
            place.addWidget(widgets.button(_("Next step…"), "", "right", "Alt+M", self.move_cases))
        for way in ways(self.context, self.register, of_record=False):
            run = partial(self.context.go, way.screen, None)
            place.addWidget(widgets.button(translate(way.label), "", way.icon, way.key, run))
        if self.context.write_list:
            place.addWidget(widgets.button(_("Export Excel"), "flat", "export", "Ctrl+E", self.export))
        if not self.register.made:
            place.addWidget(widgets.button(self._new_words(), "primary", "plus", "Ctrl+N", self.new))

    def _new_words(self) -> str:
        return _("New {noun}").format(noun=translate(self.register.noun))

    def title(self) -> str:
        return translate(self.register.label)

    def facts(self) -> str:
        if not self._all:
            return ""
        return _("{shown} of {all} shown").format(shown=self.model.count_text(), all=f"{self._all:,}")

    def hints(self) -> tuple[tuple[str, str], ...]:
        return (
            ("Enter", _("Open")), ("Ctrl+F", _("Search")), ("Ctrl+C", _("Copy to Excel")),
            ("Ctrl+V", _("Paste from Excel")), ("Del", _("Delete")), ("F6", _("Next pane")),
        )  # fmt: skip

    # what is listed -------------------------------------------------------------------------------------------------

    def _restore(self) -> None:
        self.columns.show(self.columns.remembered())
        self._load()
        self.columns.settle()
        if uid := self._state.get("uid"):
            self.open(uid)

    def _load(self) -> None:
        with self.context.office.reading() as session:
            self._all = self.narrowing.load(session)
        wanted = Wanted(self.narrowing.values(), self._state.get("sort"), self._state.get("descending", False))
        self.model.query = self.narrowing.query()
        self.model.load(wanted)
        self._prepare()

    def _narrow(self) -> None:
        self.views.leave()
        self._load()

    def narrow(self, values: Mapping[str, Any]) -> None:
        chip = values.get(self.register.state or "")
        several = {name: value if isinstance(value, frozenset) else {value} for name, value in values.items()}
        filters = {name: wanted for name, wanted in several.items() if name != self.register.state}
        self.views.leave()
        self.narrowing.use({"query": "", "chip": chip, "filters": filters})
        self._load()

    def _prepare(self) -> None:
        """Read what a search looks through beside the window's thread, where that takes longer than a blink."""
        if not self.model.searchable and len(self.model.uids) > _AT_ONCE and not self.context.jobs.busy():
            model = self.model
            self.context.jobs.start(_("Prepare search"), lambda _progress: model.read_search(), model.take_search)

    def _search(self) -> None:
        if self.narrowing.query() != self.model.query:
            self.model.search(self.narrowing.query())

    def _sort(self, section: int) -> None:
        name = self.model.columns[section].name
        same = self._state.get("sort") == name
        self._state |= {"sort": name, "descending": same and not self._state.get("descending", False)}
        chosen = self.chosen()
        self._load()
        self._choose(chosen[:1])

    def _choose(self, uids: list[str]) -> None:
        places = [at for uid in uids if (at := self.model.place(uid)) is not None]
        if places:
            self.table.selectionModel().setCurrentIndex(self.model.index(places[0], 0), _SELECT)

    def _tell_count(self) -> None:
        nothing = self.model.rowCount() == 0
        if nothing:
            self._tell_nothing()
        self._nothing.setVisible(nothing)
        self.table.setVisible(not nothing)
        QTimer.singleShot(0, self, self._tell_rows)  # once the table has its place
        self.title_changed.emit()
        self._selected()

    def _tell_nothing(self) -> None:
        widgets.clear(self._ways)
        if self._all:
            made = widgets.EmptyState("search", _("Nothing matches."), link=_("Show all"), follow=self.clear)
        elif self.register.made:
            made = widgets.EmptyState(self.register.icon, _("Nothing is worked out yet."))
        else:
            made = widgets.EmptyState(
                self.register.icon, _("Nothing is entered yet."), self._new_words(), self.new,
                link=_("Import a workbook"), follow=lambda: self.context.go("import", None),
            )  # fmt: skip
        self._ways.addWidget(made)

    def clear(self) -> None:
        """Show all again: no search, no chip, no filter."""
        self.narrowing.clear()

    def _tell_rows(self) -> None:
        first = self.table.rowAt(0)
        last = self.table.rowAt(self.table.viewport().height() - 1)
        if first < 0:
            self._count.setText("")
            return
        last = last if last >= 0 else self.model.rowCount() - 1
        words = _("Rows {first}–{last} of {count}")
        self._count.setText(words.format(first=f"{first + 1:,}", last=f"{last + 1:,}", count=self.model.count_text()))

    # views ------------------------------------------------------------------------------------------------------------

    def _view(self) -> View:
        return {
            "narrowing": self.narrowing.state(), "sort": self._state.get("sort"),
            "descending": self._state.get("descending", False), "columns": [c.name for c in self.columns.shown()],
        }  # fmt: skip

    def _use_view(self, view: View) -> None:
        self._state |= {"sort": view["sort"], "descending": view["descending"]}
        by_name = {column.name: column for column in self.listing.columns}
        self.columns.show([by_name[name] for name in view["columns"] if name in by_name])
        self.narrowing.use(view["narrowing"])
        self._load()

    # one record -------------------------------------------------------------------------------------------------------

    def open(self, uid: str) -> None:
        if self.model.place(uid) is None and self.narrowing.narrows():
            self.narrowing.clear()
        at = self.model.place(uid)
        if at is not None:
            self._choose([uid])
            self.table.scrollTo(self.model.index(at, 0))
            self._show_panel(uid)

    def look_into(self, column: str) -> None:
        """Put the cursor into a column of the record beside the table."""
        self.panel.look_into(column)

    def show_row(self, row: int, *, focus: bool = False) -> None:
        """Show the record of a row beside the table."""
        if row < self.model.rowCount() and self._show_panel(self.model.uid(row)) and focus:
            self.panel.form.focus_first()

    def _show_panel(self, uid: str | None, given: dict[str, Any] | None = None) -> bool:
        """Show a record, or a blank one; gives whether nothing unsaved was in the way."""
        if self.panel.isVisibleTo(self) and not self.panel.may_leave():
            if uid == self.panel.uid and given is None:
                return True
            self.context.tell(translate(UNSAVED), "warning", undoable=False)
            return False
        self._follow.stop()  # what was asked for is not replaced by the row that was chosen before
        self._state |= {"uid": uid, "closed": False}
        self.panel.show_record(uid, given)
        if not self.panel.isVisibleTo(self):
            self.panel.show()
            self._arrange()
            QTimer.singleShot(0, self, self._settle)
        return True

    def _settle(self) -> None:
        """The columns in the room beside the panel, and the chosen row in sight."""
        self.columns.settle()
        self.table.scrollTo(self.table.currentIndex())

    def close_panel(self, *, discard: bool = False) -> None:
        """Close the record panel; not where that would lose what was typed."""
        if not discard and not self.may_leave():
            self.context.tell(translate(UNSAVED), "warning", undoable=False)
            return
        self.panel.show_record(None)
        self._state |= {"uid": None, "closed": True}
        self.panel.hide()
        self._left.show()
        self.table.setFocus()

    def new(self) -> None:
        """A blank record to fill in."""
        if self._show_panel(None, self.context.memory.pop("given", {})):
            self.panel.form.focus_first()

    def _walk(self, step: int) -> None:
        row = self.table.currentIndex().row() + step
        if 0 <= row < self.model.rowCount() and self._show_panel(self.model.uid(row)):
            self.table.selectRow(row)

    def may_leave(self) -> bool:
        return not self.panel.isVisibleTo(self) or self.panel.may_leave()

    def _narrow_window(self) -> bool:
        return self.width() < NARROW - NAV

    def _arrange(self) -> None:
        panel = self.panel.isVisibleTo(self)
        self._left.setVisible(not (panel and self._narrow_window()))
        if panel and not self._narrow_window():
            usual = min(_PANEL, max(_PANEL_SLIM, round(self.width() * _SHARE)))
            wide = self.context.recall(f"panel/{self.name}", usual)
            self.splitter.setSizes([self.width() - wide, wide])
        self.table.set_row_height(COMPACT_ROW if self.height() < _LOW else ROW)

    def _remember_split(self) -> None:
        self.context.remember(f"panel/{self.name}", self.splitter.sizes()[1])

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        (self.table if self.table.isVisibleTo(self) else self.narrowing.field).setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
        QTimer.singleShot(0, self, self._tell_rows)
        if event.size().width() != event.oldSize().width():
            QTimer.singleShot(0, self, self.columns.settle)

    # the chosen rows -------------------------------------------------------------------------------------------------

    def chosen(self) -> list[str]:
        """The uids of the chosen rows."""
        return [self.model.uid(row) for row in self.table.chosen_rows()]

    def _selected(self) -> None:
        rows = self.table.chosen_rows()
        parts = [translate_many("{count} row chosen", "{count} rows chosen", len(rows))] if rows else []
        if len(rows) <= _SUMMED:
            parts += self._sums(rows)
        self._selection.setText("   ".join(parts))
        if len(rows) == 1 and self.model.uid(rows[0]) != self.panel.uid and self.may_leave():
            self._follow.start()

    def _sums(self, rows: list[int]) -> list[str]:
        found = []
        for at, column in enumerate(self.model.columns):
            if isinstance(column.kind, Money | Area):
                values = [values[at] for row in rows if (values := self.model.row(row)) and values[at] is not None]
                if values:
                    found.append(f"{translate(column.label)} {column.kind.show(sum(values, Decimal(0)))}")
        return found[:4]

    def _show_current(self) -> None:
        """The panel follows the chosen row, unless it was closed or would cover the table."""
        rows = self.table.chosen_rows()
        shown = self.panel.isVisibleTo(self)
        wanted = shown or not (self._state.get("closed") or self._narrow_window())
        if len(rows) == 1 and wanted and self.may_leave() and self.model.uid(rows[0]) != self.panel.uid:
            self._show_panel(self.model.uid(rows[0]))

    def delete(self) -> None:
        """Delete the chosen records as one step."""
        uids = self.chosen()
        if not uids or not self._leave():
            return
        row = self.table.currentIndex().row()
        if delete(self.context, self.register, uids, self):
            self.refresh({self.register.name: set(uids)})
            self._choose([self.model.uid(min(row, self.model.rowCount() - 1))] if self.model.rowCount() else [])

    def _leave(self) -> bool:
        if self.may_leave():
            return True
        self.context.tell(translate(UNSAVED), "warning", undoable=False)
        return False

    def move_cases(self) -> None:
        """Take the same step with all chosen cases, which stand in one state."""
        uids = self.chosen()
        if not uids or not self._leave():
            if not uids:
                self.context.tell(
                    _("Choose cases in the list first (Ctrl or Shift chooses several)."), "info", undoable=False
                )
            return
        office = self.context.office
        flow = office.features.flows[self.register.name]
        with office.reading() as session:
            ours = used(session, office.actor, flow, self.context.today())
            states = {getattr(record, flow.attribute) for record in loaded(session, self.register, uids)}
        possible = common_moves(ours, states)
        if not possible:
            self.context.tell(self._no_step(flow, states), "warning", undoable=False)
            return
        ordered = sorted(possible, key=lambda move: move.back)
        dialog = steps.ask(self.context, self.register, flow, uids, ordered, self)
        dialog.taken.connect(lambda moved: self.open(moved[0]) if len(moved) == 1 else None)

    @staticmethod
    def _no_step(flow: Flow, states: set[str]) -> str:
        named = _(", ").join(translate(option.label) for option in flow.states if option.value in states)
        if len(states) == 1:
            return _("“{state}” is final: no step leads on.").format(state=named)
        return _("The chosen cases stand in different states ({states}). Choose those of one state.").format(
            states=named
        )

    def copy(self) -> None:
        """Copy the chosen rows, or all, with their headings, as Excel takes them."""
        rows = self.table.chosen_rows() or list(range(self.model.rowCount()))
        clipboard.copy(self.model, rows, self.table.horizontalHeader())
        count = translate_many("{count} row copied", "{count} rows copied", len(rows))
        self.context.tell(count, undoable=False)

    def paste(self) -> None:
        """Show what the clipboard would do, then do it as one step."""
        shown = [column.field for column in self.columns.shown() if column.field]
        pasting.paste(self.context, self.register, shown, self)

    def export(self) -> None:
        """Save what is shown as an Excel workbook."""
        clipboard.export(self.context, self.model, self.columns.shown(), translate(self.register.label), self)

    # keys ------------------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: Any, event: QEvent) -> bool:
        going = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in going:
            if self.model.rowCount():
                self.table.selectRow(0)
                self.table.setFocus()
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.panel.isVisibleTo(self):
            self.close_panel()
            return
        super().keyPressEvent(event)

    def _focus_search(self) -> None:
        self.narrowing.field.setFocus()
        self.narrowing.field.selectAll()

    def _other_pane(self) -> None:
        inside = self.focusWidget() is not None and self.panel.isAncestorOf(self.focusWidget())
        if self.panel.isVisibleTo(self) and not inside:
            self.panel.focus_page()
        else:
            self.table.setFocus()

    def refresh(self, changed: Mapping[str, set[str]]) -> None:
        self._follow_texts(changed)
        if self.register.name in changed or not changed:
            chosen, scroll = self.chosen(), self.table.verticalScrollBar().value()
            self._load()
            self._choose(chosen[:1])
            if self.panel.uid is None:
                self._follow.stop()  # a blank form stays, whatever else is written meanwhile
            self.table.verticalScrollBar().setValue(scroll)
        else:
            self.model.forget()
        self.panel.refresh(changed)

    def _follow_texts(self, changed: Mapping[str, set[str]]) -> None:
        """Keep what a search looks through in step with what was written, here or in registers referred to."""
        named = {spec.kind.register for spec in self.register.references}  # type: ignore[attr-defined]
        if not changed or named & changed.keys():
            self.model.forget_texts()
        elif self.register.name in changed:
            self.model.reread(changed[self.register.name])
