"""What belongs to a record, behind the tabs of its panel: other registers' records, parts of its own, happenings."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QScrollArea, QStackedWidget, QWidget
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from incubator_desk.base.i18n import _, translate
from incubator_desk.catalog.feature import Tab
from incubator_desk.catalog.kinds import Reference
from incubator_desk.catalog.listing import Listing, Wanted
from incubator_desk.catalog.register import Field, Register

from . import widgets
from .delegate import DeskTable
from .deleting import delete
from .form import RecordForm
from .screen import Context
from .table import RegisterModel

_COLUMNS, _WIDEST = 7, 152


class Related(QWidget):
    """Records of another register that belong to the one shown: Enter opens one, a button adds one."""

    def __init__(self, context: Context, tab: Tab) -> None:
        super().__init__()
        self.context, self.tab = context, tab
        self.register = context.office.features.registers[tab.shows]
        self.uid = ""
        listing = Listing(context.office.features, self.register)
        columns = [c for c in listing.columns if c.listed and not (c.field and self._leads_back(c.field))]
        self.model = RegisterModel(context.office, listing, context.today, columns[:_COLUMNS])
        self.table = DeskTable()
        self.table.setModel(self.model)
        self.table.setAccessibleName(translate(tab.label))
        self.table.entered_row.connect(lambda index: self.enter(self.model.uid(index.row())))
        self._buttons = widgets.row(*self._adding(), None, margins=(12, 4, 12, 4))
        foot = () if self.register.made else (widgets.boxed(self._buttons, "foot"),)
        self.page = widgets.boxed(widgets.column(self.table, *foot, gap=0))
        self._whole = widgets.column(self.page, gap=0)
        self.setLayout(self._whole)

    def _adding(self) -> tuple[QWidget, ...]:
        if self.register.made:
            return ()
        words = _("New {noun}").format(noun=translate(self.register.noun))
        return (widgets.button(words, "link", "plus", run=self.add),)

    def _leads_back(self, spec: Field) -> bool:
        return isinstance(spec.kind, Reference) and spec.kind.register == self.tab.on

    def title(self, session: Session, uid: str) -> str:
        """The tab's words with the number of records."""
        count = session.scalar(select(func.count()).select_from(self.tab.of(uid).subquery())) or 0
        return f"{translate(self.tab.label)} {count}" if count else translate(self.tab.label)

    def load(self, uid: str) -> None:
        """Show what belongs to a record."""
        self.uid = uid
        self.model.load(Wanted(within=self.tab.of(uid)))
        self.table.resizeColumnsToContents()
        for at in range(self.model.columnCount()):
            self.table.setColumnWidth(at, min(_WIDEST, self.table.columnWidth(at)))  # what follows stays in sight

    def given(self) -> dict[str, str]:
        """What a new record takes over from the one shown."""
        return {spec.attribute: self.uid for spec in self.register.references if self._leads_back(spec)}

    def enter(self, uid: str) -> None:
        """Open one of the records."""
        self.context.go(self.register.name, uid)

    def add(self) -> None:
        """Open a blank record that belongs to the one shown."""
        self.context.memory["given"] = self.given()
        self.context.go(self.register.name, None)


class Parts(Related):
    """Records that are parts of the one shown: they are entered here, behind the table."""

    def __init__(self, context: Context, register: Register, parent: Register) -> None:
        self._way = next(f for f in register.references if f.kind.register == parent.name)  # type: ignore[attr-defined]
        table = register.model.__table__
        of = lambda uid: select(table.c.uid).where(table.c[self._way.attribute] == uid)  # noqa: E731
        super().__init__(context, Tab(parent.name, register.label, register.name, of))
        self.form = RecordForm(context, register, {self._way.attribute})
        self.form.saved.connect(lambda _uid: self.close_form())
        back = widgets.button(_("Back to the list"), "link", "left", run=self.close_form)
        head = widgets.boxed(widgets.row(back, None, margins=(12, 4, 12, 0)))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.page)
        self._stack.addWidget(widgets.boxed(widgets.column(head, self.form, gap=0)))
        self._whole.addWidget(self._stack)
        self._buttons.addWidget(widgets.button(_("Delete"), "link", "trash", run=self.delete))
        widgets.action(self.table, _("Delete"), "Del", self.delete)

    @property
    def editing(self) -> bool:
        """Whether one part is shown in its form."""
        return self._stack.currentIndex() == 1

    def load(self, uid: str) -> None:
        if not (self.editing and uid == self.uid and self.form.dirty):
            super().load(uid)
            self._stack.setCurrentIndex(0)

    def enter(self, uid: str) -> None:
        self.form.load(uid)
        self._stack.setCurrentIndex(1)
        self.form.focus_first()

    def add(self) -> None:
        self.form.load(None, self.given())
        self._stack.setCurrentIndex(1)
        self.form.focus_first()

    def close_form(self) -> None:
        """Back to the table; what was typed and not saved is let go."""
        self.form.load(None, self.given())
        self._stack.setCurrentIndex(0)
        self.load(self.uid)
        self.table.setFocus()

    def delete(self) -> None:
        """Delete the chosen parts as one step."""
        if delete(self.context, self.register, [self.model.uid(row) for row in self.table.chosen_rows()], self):
            self.load(self.uid)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.editing and not self.form.dirty:
            self.close_form()
            return
        super().keyPressEvent(event)


class Happenings(QWidget):
    """What happened to a record, as all features tell it, the latest first."""

    def __init__(self, context: Context, register: Register) -> None:
        super().__init__()
        self._context, self._register = context, register
        self._grid = QGridLayout()
        self._grid.setContentsMargins(16, 12, 16, 12)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(widgets.boxed(widgets.column(self._grid, None, gap=0), "surface"))
        self.setLayout(widgets.column(scroll, gap=0))

    def load(self, uid: str) -> None:
        """Show what happened to a record."""
        widgets.clear(self._grid)
        features = self._context.office.features
        with self._context.office.reading() as session:
            found = [each for feature in features for each in feature.timeline(session, self._register.name, uid)]
        for at, each in enumerate(sorted(found, key=lambda h: h.on, reverse=True)):
            top = Qt.AlignmentFlag.AlignTop
            self._grid.addWidget(widgets.Picture(each.icon, each.tone), at, 0, top)
            self._grid.addWidget(widgets.wrapped(each.text), at, 1, top)
            self._grid.addWidget(widgets.label(each.on.isoformat(), "caption"), at, 2, top)

    def count(self) -> int:
        """How many there are."""
        return self._grid.count() // 3
