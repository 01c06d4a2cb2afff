"""The screen of a register: search, chips, filters, the table, and one record beside it."""

from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QItemSelectionModel, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSplitter, QTabBar, QWidget
from sqlalchemy import select

from incubator_desk.base.errors import Label
from incubator_desk.base.i18n import N_, _, translate, translate_many
from incubator_desk.catalog.kinds import Choice, Number
from incubator_desk.catalog.listing import Column, Listing, Wanted
from incubator_desk.catalog.register import Register

from . import clipboard, icons, widgets
from .delegate import DeskTable
from .panel import RecordPanel
from .screen import Context, Screen
from .table import RegisterModel
from .tokens import COMPACT_ROW, ROW

DELETED = N_("Delete {count} of {register}")
NARROW = 1200
_SEARCH_PAUSE = 60


class RegisterScreen(Screen):
    """One register."""

    def __init__(
        self, context: Context, register: Register, siblings: tuple[Register, ...] = (), panel: Any = None
    ) -> None:
        super().__init__(context)
        self.register, self.name = register, register.name
        self._siblings = siblings or (register,)
        self.listing = Listing(context.office.features, register)
        self._state: dict[str, Any] = context.memory.setdefault(("register", register.name), {})
        self.model = RegisterModel(context.office, self.listing, context.today, self._shown_columns())
        self.table = DeskTable()
        self.table.setModel(self.model)
        self.table.setAccessibleName(translate(register.label))
        self.panel = panel or RecordPanel(context, register)
        self.panel.hide()
        self._build()
        self._wire()
        self._restore()

    # building -------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.search = widgets.SearchField(_("Name, pinyin initials or code"))
        self.search.setMaximumWidth(270)
        self.search.setMinimumWidth(180)
        self._chips = widgets.ChipRow()
        self._chips.setVisible(bool(self.register.state))
        self._filters = self._filter_buttons()
        self._clear = widgets.button(_("Clear filters"), "link", run=self.clear_filters)
        self._views = widgets.button(_("View"), "flat", "list")
        self._views.setMenu(QMenu(self._views))
        self._columns_button = widgets.button(_("Columns"), "flat", "columns")
        self._columns_button.setMenu(QMenu(self._columns_button))
        bar = widgets.row(
            self.search,
            self._chips,
            *self._filters.values(),
            self._clear,
            None,
            self._views,
            self._columns_button,
            gap=6,
            margins=(16, 2, 16, 8),
        )
        self._selection = widgets.label("", "caption")
        self._count = widgets.label("", "caption")
        self._foot = widgets.boxed(widgets.row(self._selection, None, self._count, margins=(12, 5, 12, 5)), "foot")
        self._empty = self._empty_state()
        left = widgets.boxed(widgets.column(self._empty, self.table, self._foot, gap=0), "surface")
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(left)
        self.splitter.addWidget(self.panel)
        self.splitter.setStretchFactor(0, 1)
        self._left = left
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

    def _filter_buttons(self) -> dict[str, widgets.FilterButton]:
        found = {}
        for spec in self.register.fields:
            if isinstance(spec.kind, Choice) and spec.attribute != self.register.state and len(found) < 3:
                options = [(o.value, translate(o.label)) for o in spec.kind.options]
                made = widgets.FilterButton(translate(spec.label), options)
                made.changed.connect(self._filter)
                found[spec.attribute] = made
        return found

    def _empty_state(self) -> QWidget:
        picture = QLabel()
        picture.setPixmap(icons.pixmap(self.register.icon, icons.theme.tokens().muted, 40))
        picture.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._empty_words = widgets.label("", "facts")
        self._empty_words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        new = widgets.button(
            _("New {noun}").format(noun=translate(self.register.noun)), "primary", "plus", run=self.new
        )
        bring = widgets.button(_("Import a workbook"), "link", run=lambda: self.context.go("import", None))
        buttons = widgets.row(None, new, bring, None)
        made = widgets.boxed(widgets.column(None, picture, self._empty_words, buttons, None, gap=12), "surface")
        made.hide()
        return made

    def _wire(self) -> None:
        self._pause = QTimer(self, singleShot=True, interval=_SEARCH_PAUSE)
        self._pause.timeout.connect(self._search)
        self.search.textChanged.connect(lambda _text: self._pause.start())
        self.search.installEventFilter(self)
        self._chips.chosen.connect(self._choose_state)
        self.table.horizontalHeader().sectionClicked.connect(self._sort)
        self.table.horizontalHeader().sectionMoved.connect(lambda *_: self._remember_columns())
        self.table.horizontalHeader().sectionResized.connect(lambda *_: self._remember_columns())
        self.table.entered_row.connect(lambda index: self.show_row(index.row(), focus=True))
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._selected())
        self.model.narrowed.connect(self._tell_count)
        self.panel.closed.connect(self.close_panel)
        self.panel.stepped.connect(self._walk)
        self.panel.saved.connect(lambda uid: self.open(uid))
        self._columns_button.menu().aboutToShow.connect(self._fill_columns_menu)
        self._views.menu().aboutToShow.connect(self._fill_views_menu)
        for text, key, run in (
            (_("Search here"), "Ctrl+F", self._focus_search),
            (_("Save"), "Ctrl+S", self.panel.form.save),
            (_("Delete"), "Del", self.delete),
            (_("Copy"), "Ctrl+C", self.copy),
            (_("Paste"), "Ctrl+V", self.paste),
            (_("Next pane"), "F6", self._other_pane),
        ):
            widgets.action(self, text, key, run)

    def fill_actions(self, place: QHBoxLayout) -> None:
        place.addWidget(widgets.button(_("Export Excel"), "flat", "export", "Ctrl+E", self.export))
        noun = translate(self.register.noun)
        place.addWidget(widgets.button(_("New {noun}").format(noun=noun), "primary", "plus", "Ctrl+N", self.new))

    def title(self) -> str:
        return translate(self.register.label)

    def facts(self) -> str:
        return (
            _("{shown} of {all} shown").format(shown=self.model.count_text(), all=f"{self._all:,}") if self._all else ""
        )

    def hints(self) -> tuple[tuple[str, str], ...]:
        return (
            ("Enter", _("Open")),
            ("Ctrl+F", _("Search")),
            ("Ctrl+C", _("Copy to Excel")),
            ("Ctrl+V", _("Paste from Excel")),
            ("Del", _("Delete")),
        )

    # what is listed -------------------------------------------------------------------------------------------------

    def _restore(self) -> None:
        self.search.setText(self._state.get("query", ""))
        for attribute, made in self._filters.items():
            made.blockSignals(True)
            made.tick(self._state.get("filters", {}).get(attribute, set()))
            made.blockSignals(False)
        self._apply_widths()
        self._load()
        self._search()
        if uid := self._state.get("uid"):
            self.open(uid)

    def _wanted(self) -> Wanted:
        values = {name: frozenset(made.ticked) for name, made in self._filters.items() if made.ticked}
        if self.register.state and self._state.get("chip") is not None:
            values[self.register.state] = frozenset({self._state["chip"]})
        return Wanted(values, self._state.get("sort"), self._state.get("descending", False))

    def _load(self) -> None:
        self._state["filters"] = {name: set(made.ticked) for name, made in self._filters.items()}
        with self.context.office.reading() as session:
            operator = self.context.office.actor.operator
            if self.register.state:
                counts = self.listing.counts(session, operator, self.register.state)
                self._all = sum(counts.values())
                kind = self.register.by_attribute[self.register.state].kind
                assert isinstance(kind, Choice)
                chips = [
                    (o.value, f"{translate(o.label)} {counts[o.value]:,}") for o in kind.options if counts.get(o.value)
                ]
                if len(chips) > 6:
                    chips = chips[:6]
                self._chips.fill([(None, f"{_('All')} {self._all:,}"), *chips], self._state.get("chip"))
            else:
                self._all = len(self.listing.uids(session, operator, Wanted(), self.context.today()))
        self._clear.setVisible(any(made.ticked for made in self._filters.values()))
        self.model.load(self._wanted())

    def _choose_state(self, value: Any) -> None:
        self._state["chip"] = value
        self._load()

    def _filter(self) -> None:
        self._load()

    def clear_filters(self) -> None:
        """Show all again."""
        for made in self._filters.values():
            made.blockSignals(True)
            made.tick(set())
            made.blockSignals(False)
        self._load()

    def _search(self) -> None:
        self._pause.stop()
        if self.search.text().strip() != self.model.query:
            self._state["query"] = self.search.text()
            self.model.search(self.search.text())

    def _sort(self, section: int) -> None:
        name = self.model.columns[section].name
        same = self._state.get("sort") == name
        self._state["descending"] = same and not self._state.get("descending", False)
        self._state["sort"] = name
        self._load()

    def _tell_count(self) -> None:
        nothing = self.model.rowCount() == 0
        self._empty.setVisible(nothing)
        self.table.setVisible(not nothing)
        words = _("Nothing matches.") if self._all else _("Nothing is entered yet.")
        self._empty_words.setText(words)
        self._count.setText(_("{count} rows").format(count=self.model.count_text()))
        self.title_changed.emit()
        self._selected()

    # columns and views -------------------------------------------------------------------------------------------------

    def _shown_columns(self) -> list[Column]:
        by_name = {c.name: c for c in self.listing.columns}
        names = self.context.settings.value(f"columns/{self.register.name}")
        chosen = [by_name[n] for n in (names or []) if n in by_name] if isinstance(names, list) else []
        return chosen or [c for c in self.listing.columns if c.listed]

    def _apply_widths(self) -> None:
        wide = self.table.fontMetrics().averageCharWidth() + 1
        for at, column in enumerate(self.model.columns):
            heading = self.table.fontMetrics().horizontalAdvance(translate(column.label)) + 34
            stored = self.context.settings.value(f"width/{self.register.name}/{column.name}")
            self.table.setColumnWidth(
                at, int(stored) if stored else min(320, max(heading, column.kind.width * wide + 16))
            )

    def _remember_columns(self) -> None:
        header = self.table.horizontalHeader()
        order = sorted(range(len(self.model.columns)), key=header.visualIndex)
        settings = self.context.settings
        settings.setValue(f"columns/{self.register.name}", [self.model.columns[at].name for at in order])
        for at, column in enumerate(self.model.columns[:-1]):
            settings.setValue(f"width/{self.register.name}/{column.name}", self.table.columnWidth(at))

    def _fill_columns_menu(self) -> None:
        menu = self._columns_button.menu()
        menu.clear()
        shown = {c.name for c in self.model.columns}
        for column in self.listing.columns:
            entry = menu.addAction(translate(column.label).replace("&", "&&"))
            entry.setCheckable(True)
            entry.setChecked(column.name in shown)
            entry.triggered.connect(partial(self._show_column, column))
        menu.addSeparator()
        menu.addAction(_("Usual columns")).triggered.connect(
            lambda _c=False: self._show([c for c in self.listing.columns if c.listed])
        )

    def _show_column(self, column: Column, shown: bool) -> None:  # noqa: FBT001 - Qt's own signature
        header = self.table.horizontalHeader()
        now = [self.model.columns[at] for at in sorted(range(len(self.model.columns)), key=header.visualIndex)]
        self._show([*now, column] if shown else [c for c in now if c.name != column.name] or now)

    def _show(self, columns: list[Column]) -> None:
        header = self.table.horizontalHeader()
        header.blockSignals(True)
        self.model.show(columns)
        for at in range(len(columns)):
            header.moveSection(header.visualIndex(at), at)
        self._apply_widths()
        header.blockSignals(False)
        self._remember_columns()

    def _fill_views_menu(self) -> None:
        menu = self._views.menu()
        menu.clear()
        views = self.context.settings.value(f"views/{self.register.name}") or {}
        for name in sorted(views):
            menu.addAction(name.replace("&", "&&")).triggered.connect(
                lambda _c=False, view=views[name]: self._use_view(view)
            )
        if views:
            menu.addSeparator()
        menu.addAction(_("Save this view…")).triggered.connect(lambda _c=False: self._save_view())
        for name in sorted(views):
            menu.addAction(_("Delete view {name}").format(name=name).replace("&", "&&")).triggered.connect(
                lambda _c=False, name=name: self._delete_view(name)
            )

    def _save_view(self) -> None:
        from PySide6.QtWidgets import QInputDialog

        name, given = QInputDialog.getText(self, _("Save this view"), _("Name"))
        if given and name.strip():
            self.save_view(name.strip())

    def save_view(self, name: str) -> None:
        """Keep filters, sorting and columns under a name."""
        key = f"views/{self.register.name}"
        views = dict(self.context.settings.value(key) or {})
        views[name] = {
            "filters": {n: sorted(m.ticked) for n, m in self._filters.items()}, "chip": self._state.get("chip"),
            "sort": self._state.get("sort"), "descending": self._state.get("descending", False),
            "columns": [c.name for c in self.model.columns], "query": self.search.text(),
        }  # fmt: skip
        self.context.settings.setValue(key, views)

    def _delete_view(self, name: str) -> None:
        key = f"views/{self.register.name}"
        views = dict(self.context.settings.value(key) or {})
        views.pop(name, None)
        self.context.settings.setValue(key, views)

    def _use_view(self, view: Mapping[str, Any]) -> None:
        self._state |= {"chip": view["chip"], "sort": view["sort"], "descending": view["descending"]}
        for name, made in self._filters.items():
            made.blockSignals(True)
            made.tick(set(view["filters"].get(name, ())))
            made.blockSignals(False)
        by_name = {c.name: c for c in self.listing.columns}
        self._show([by_name[n] for n in view["columns"] if n in by_name])
        self.search.setText(view["query"])
        self._load()
        self._search()

    # one record -------------------------------------------------------------------------------------------------------

    def open(self, uid: str) -> None:
        at = self.model.place(uid)
        if at is None and (
            self.model.query or self._state.get("chip") is not None or any(m.ticked for m in self._filters.values())
        ):
            self._state["chip"] = None
            self.search.clear()
            self._search()
            self.clear_filters()
            at = self.model.place(uid)
        if at is not None:
            index = self.model.index(at, 0)
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.table.selectionModel().setCurrentIndex(index, flags)
            self.table.scrollTo(index)
            self._show_panel(uid)

    def show_row(self, row: int, *, focus: bool = False) -> None:
        """Show the record of a row beside the table."""
        if row < self.model.rowCount():
            self._show_panel(self.model.uid(row))
            if focus:
                self.panel.form.focus_first()

    def _show_panel(self, uid: str | None, given: dict[str, Any] | None = None) -> None:
        if not self.may_leave() and uid != self.panel.uid:
            self.context.tell(
                _("There are unsaved changes. Save (Ctrl+S) or discard them first."), "warning", undoable=False
            )
            return
        self._state["uid"] = uid
        self.panel.show_record(uid, given)
        if not self.panel.isVisibleTo(self):
            self.panel.show()
            self._arrange()

    def close_panel(self) -> None:
        """Close the record panel; unsaved changes are kept open."""
        if not self.may_leave():
            self.panel.form.discard()
        self._state["uid"] = None
        self.panel.hide()
        self._left.show()
        self.table.setFocus()

    def new(self) -> None:
        """A blank record to fill in."""
        self._show_panel(None, self.context.memory.pop("given", None))
        self.panel.form.focus_first()

    def _walk(self, step: int) -> None:
        row = self.table.currentIndex().row() + step
        if 0 <= row < self.model.rowCount():
            self.table.selectRow(row)
            self.show_row(row)

    def may_leave(self) -> bool:
        return not self.panel.isVisibleTo(self) or self.panel.may_leave()

    def _arrange(self) -> None:
        narrow = self.width() < NARROW - 260
        panel = self.panel.isVisibleTo(self)
        self._left.setVisible(not (narrow and panel))
        if panel and not narrow:
            wide = 520 if self.width() > 1500 else 408
            self.splitter.setSizes([self.width() - wide, wide])
        self.table.verticalHeader().setDefaultSectionSize(COMPACT_ROW if self.height() < 720 else ROW)

    def resizeEvent(self, event: QEvent) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._arrange()

    # the chosen rows ---------------------------------------------------------------------------------------------------

    def chosen(self) -> list[str]:
        """The uids of the chosen rows."""
        return [self.model.uid(row) for row in self.table.chosen_rows()]

    def _selected(self) -> None:
        rows = self.table.chosen_rows()
        parts = [translate_many("{count} row chosen", "{count} rows chosen", len(rows))] if rows else []
        if 0 < len(rows) <= 2000:
            for at, column in enumerate(self.model.columns):
                if isinstance(column.kind, Number) and len(parts) < 5:
                    values = [values[at] for row in rows if (values := self.model.row(row)) and values[at] is not None]
                    if values:
                        total = sum(values, Decimal(0))
                        parts.append(f"{translate(column.label)} {column.kind.show(total)}")
        self._selection.setText("   ".join(parts))
        panel_follows = (
            self.panel.isVisibleTo(self) and len(rows) == 1 and self.panel.uid is not None and self.may_leave()
        )
        if panel_follows and self.model.uid(rows[0]) != self.panel.uid:
            self.show_row(rows[0])

    def delete(self) -> None:
        """Delete the chosen records as one step."""
        uids = self.chosen()
        if not uids:
            return
        model = self.register.model
        label = translate(self.register.label)

        def work() -> None:
            with self.context.office.writing(DELETED, count=len(uids), register=Label(self.register.label)) as step:
                for record in step.session.scalars(select(model).where(model.uid.in_(uids))).all():
                    step.remove(record)

        if self.context.attempt(work):
            self.close_panel()
            self.context.tell(_("{count} of {register} deleted").format(count=len(uids), register=label))

    def copy(self) -> None:
        """Copy the chosen rows, or all, with their headings, as Excel takes them."""
        rows = self.table.chosen_rows() or range(self.model.rowCount())
        clipboard.copy(self.model, list(rows), self.table.horizontalHeader())
        count = translate_many("{count} row copied", "{count} rows copied", len(rows))
        self.context.tell(count, undoable=False)

    def paste(self) -> None:
        """Show what the clipboard would do, then do it as one step."""
        clipboard.paste(self.context, self.register, self)

    def export(self) -> None:
        """Save what is shown as an Excel workbook."""
        clipboard.export(self.context, self)

    # keys ---------------------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: Any, event: QEvent) -> bool:
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._search()
                if self.model.rowCount():
                    self.table.selectRow(0)
                    self.table.setFocus()
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.panel.isVisibleTo(self):
            if self.may_leave():
                self.close_panel()
            else:
                self.context.tell(
                    _("There are unsaved changes. Save (Ctrl+S) or discard them first."), "warning", undoable=False
                )
            return
        super().keyPressEvent(event)

    def _focus_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _other_pane(self) -> None:
        if self.panel.isVisibleTo(self) and not self.panel.isAncestorOf(self.focusWidget() or self):
            self.panel.form.focus_first()
        else:
            self.table.setFocus()

    def refresh(self, changed: Mapping[str, set[str]]) -> None:
        uid = (
            self.model.uid(self.table.currentIndex().row())
            if self.table.currentIndex().isValid() and self.model.rowCount()
            else None
        )
        if self.register.name in changed or not changed:
            scroll = self.table.verticalScrollBar().value()
            self._load()
            self.table.verticalScrollBar().setValue(scroll)
            if uid is not None and (at := self.model.place(uid)) is not None:
                self.table.selectionModel().setCurrentIndex(
                    self.model.index(at, 0),
                    QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows,
                )
        else:
            self.model.forget()
        self.panel.refresh(changed)
