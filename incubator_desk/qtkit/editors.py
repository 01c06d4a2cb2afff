"""An editor for each column kind; all give and take values in the same way."""

from itertools import islice
from typing import Any

from PySide6.QtCore import QDate, QPoint, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QCalendarWidget,
    QCheckBox,
    QComboBox,
    QCompleter,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QWidget,
    QWidgetAction,
)
from sqlalchemy import select

from incubator_desk.base.errors import Label, Problem, Refused
from incubator_desk.base.i18n import N_, _, translate
from incubator_desk.catalog.kinds import (
    Choice,
    Choices,
    Code,
    Day,
    Kind,
    Money,
    Number,
    OpenChoice,
    Percent,
    Reference,
    Text,
    YesNo,
    chosen,
)
from incubator_desk.catalog.listing import Listing, Wanted
from incubator_desk.catalog.register import Field
from incubator_desk.catalog.search import Index

from . import icons
from .screen import Context

NO_SUCH = N_("There is no {noun} with the code “{code}”.")
_BESIDE_DATE = 44
_OFFERED = 12


class LineEditor(QLineEdit):
    """Text of one line, numbers, dates: typed freely, read by the kind when asked."""

    edited = Signal()

    def __init__(self, kind: Kind) -> None:
        super().__init__()
        self.kind = kind
        if isinstance(kind, Number):
            self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.textEdited.connect(lambda _text: self.edited.emit())

    def put(self, value: Any) -> None:
        """Show a value."""
        self.setText("" if value is None else self._written(value))
        self.setCursorPosition(0)

    def _written(self, value: Any) -> str:
        """Amounts stand with their separators, which reading understands; a percent's sign stands behind the field."""
        grouped = isinstance(self.kind, Number) and not isinstance(self.kind, Percent)
        return self.kind.show(value) if grouped else self.kind.type(value)

    def value(self) -> Any:
        """What was typed, as a value; ``Refused`` says what would be right."""
        text = self.text().strip()
        return self.kind.read(text) if text else None

    def focusOutEvent(self, event: Any) -> None:
        super().focusOutEvent(event)
        try:
            value = self.value()
        except Refused:
            return
        if value is not None and self.isModified():
            self.setText(self._written(value))


class DayEditor(LineEditor):
    """A date, typed in any of the usual forms or picked from a calendar (Alt+Down)."""

    def __init__(self, kind: Day) -> None:
        super().__init__(kind)
        self._button = self.addAction(icons.icon("calendar", "muted"), QLineEdit.ActionPosition.TrailingPosition)
        self._button.triggered.connect(self._pick)
        self._button.setToolTip(_("Calendar (Alt+↓)"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # In a narrow field the date goes first; the calendar still opens with Alt+Down or a double click.
        self._button.setVisible(self.width() >= self.fontMetrics().horizontalAdvance("2020-02-20") + _BESIDE_DATE)

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        self._pick()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._pick()
            return
        super().keyPressEvent(event)

    def _pick(self) -> None:
        calendar = QCalendarWidget(self)
        calendar.setWindowFlag(Qt.WindowType.Popup)
        calendar.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        try:
            shown = self.value()
        except Refused:
            shown = None
        if shown:
            calendar.setSelectedDate(QDate(shown.year, shown.month, shown.day))
        calendar.activated.connect(lambda day: self._picked(day, calendar))
        calendar.clicked.connect(lambda day: self._picked(day, calendar))
        calendar.move(self.mapToGlobal(QPoint(0, self.height())))
        calendar.show()

    def _picked(self, day: QDate, calendar: QCalendarWidget) -> None:
        calendar.close()
        self.setText(day.toString("yyyy-MM-dd"))
        self.setModified(True)
        self.edited.emit()


class LongEditor(QPlainTextEdit):
    """Text of several lines; Tab leaves it."""

    edited = Signal()

    def __init__(self, kind: Text) -> None:
        super().__init__()
        self.kind = kind
        self.setTabChangesFocus(True)
        self.setFixedHeight(24 * kind.lines + 12)
        self.textChanged.connect(self.edited)

    def put(self, value: Any) -> None:
        """Show a value."""
        self.blockSignals(True)
        self.setPlainText(value or "")
        self.blockSignals(False)

    def value(self) -> Any:
        """What was typed."""
        text = self.toPlainText().strip()
        return self.kind.read(text) if text else None


class ChoiceEditor(QComboBox):
    """One of a few options; optional ones can be left blank."""

    edited = Signal()

    def __init__(self, kind: Choice | YesNo, *, required: bool) -> None:
        super().__init__()
        if not required:
            self.addItem("", None)
        if isinstance(kind, Choice):
            for option in kind.options:
                self.addItem(translate(option.label), option.value)
        else:
            self.addItem(kind.show(True), True)
            self.addItem(kind.show(False), False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.activated.connect(lambda _at: self.edited.emit())

    def put(self, value: Any) -> None:
        """Show a value."""
        self.setCurrentIndex(next((i for i in range(self.count()) if self.itemData(i) == value), -1))

    def value(self) -> Any:
        """The option chosen."""
        return self.currentData()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        before = self.currentIndex()
        super().keyPressEvent(event)
        if self.currentIndex() != before:
            self.edited.emit()

    def wheelEvent(self, event: Any) -> None:
        event.ignore()  # a wheel over a form scrolls the form

    def setReadOnly(self, fixed: bool) -> None:  # as the other editors
        """Let nothing else be chosen."""
        self.setDisabled(fixed)


class ChoicesEditor(LineEditor):
    """Several of a few options: typed by their words, or ticked in a list (Alt+Down); blank means all."""

    def __init__(self, kind: Choices) -> None:
        super().__init__(kind)
        self.setPlaceholderText(translate(kind.blank))
        self._options = kind
        self.addAction(icons.icon("down", "muted"), QLineEdit.ActionPosition.TrailingPosition).triggered.connect(
            self.pick
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and not self.isReadOnly():
            self.pick()
            return
        super().keyPressEvent(event)

    def pick(self) -> None:
        """Open the list of options to tick."""
        try:
            ticked = set(chosen(self.value()))
        except Refused:
            ticked = set()
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        boxes: dict[str, QCheckBox] = {}
        for option in self._options.options:
            boxes[option.value] = box = QCheckBox(translate(option.label).replace("&", "&&"))
            box.setChecked(option.value in ticked)
            box.toggled.connect(lambda _on: self._ticked(boxes))
            entry = QWidgetAction(menu)
            entry.setDefaultWidget(box)
            menu.addAction(entry)
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))
        next(iter(boxes.values())).setFocus()

    def _ticked(self, boxes: dict[str, QCheckBox]) -> None:
        self.put(";".join(value for value, box in boxes.items() if box.isChecked()) or None)
        self.setModified(True)
        self.edited.emit()


class ReferenceEditor(QLineEdit):
    """Another record, found by code, name or pinyin initials."""

    edited = Signal()
    picked = Signal()
    """A record was taken from those offered."""

    def __init__(self, kind: Reference, context: Context) -> None:
        super().__init__()
        self._context = context
        self._register = context.office.features.registers[kind.register]
        self._listing = Listing(context.office.features, self._register)
        self._uid: str | None = None
        self._uids: list[str] = []
        self._index: Index | None = None
        self._completer = QCompleter(self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setWidget(self)
        self._completer.activated.connect(self._chosen)
        self._offered: dict[str, str] = {}
        self.setPlaceholderText(_("Code, name or pinyin initials"))
        self.addAction(icons.icon("search", "muted"), QLineEdit.ActionPosition.TrailingPosition)
        self.textEdited.connect(self._typed)

    def put(self, value: Any) -> None:
        """Show a record by its uid."""
        self._uid, self._index = value, None
        self.setText(self._spoken([value])[0] if value else "")
        self.setCursorPosition(0)

    def value(self) -> Any:
        """The uid of the record; a code that was typed whole counts."""
        text = self.text().strip()
        if not text:
            return None
        if self._uid is None:
            self._uid = self._by_code(text)
        if self._uid is None:
            values = {"noun": Label(self._register.noun), "code": text}
            raise Refused(Problem("unknown_reference", NO_SUCH, values))
        return self._uid

    def _by_code(self, text: str) -> str | None:
        table = self._register.model.__table__
        code = Code().read(text)
        with self._context.office.reading() as session:
            mine = table.c.operator_uid == self._context.office.actor.operator
            return session.scalar(select(table.c.uid).where(mine, table.c.code == code))

    def _spoken(self, uids: list[str]) -> list[str]:
        """Code and name of some records, or what else people know them by."""
        table, names = self._register.model.__table__, self._register.by_attribute
        called = names.get(self._register.title)
        said = called is not None and type(called.kind) is Text and "tenant_uid" not in names
        columns = [table.c.code] + ([table.c[self._register.title]] if said else [])
        with self._context.office.reading() as session:
            found = {
                r[0]: "  ".join(filter(None, r[1:]))
                for r in session.execute(select(table.c.uid, *columns).where(table.c.uid.in_(uids)))
            }
            if "tenant_uid" in names:
                owners = dict(
                    session.execute(select(table.c.uid, table.c.tenant_uid).where(table.c.uid.in_(uids))).all()
                )
                people = self._listing.labels(session, "tenants", set(owners.values()))
                found = {uid: f"{text}  {people.get(owners[uid], '')}" for uid, text in found.items()}
        return [found.get(uid, "") for uid in uids]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and not self._completer.popup().isVisible():
            self._offer("" if self._uid else self.text())
            return
        super().keyPressEvent(event)

    def _typed(self, text: str) -> None:
        self._uid = None
        self.edited.emit()
        if text.strip():
            self._offer(text)

    def _offer(self, text: str) -> None:
        """Offer the first records that match; the first of all where nothing is typed."""
        hits = [self._uids[at] for at in islice(self._prepared().find(text), _OFFERED)]
        self._offered = dict(zip(self._spoken(hits), hits, strict=True))
        self._completer.setModel(QStringListModel(list(self._offered), self._completer))
        if self._offered and self.isVisible():
            self._completer.complete()
            self._completer.popup().setCurrentIndex(self._completer.completionModel().index(0, 0))
        else:
            self._completer.popup().hide()

    def _prepared(self) -> Index:
        if self._index is None:
            office = self._context.office
            with office.reading() as session:
                self._uids = self._listing.uids(session, office.actor.operator, Wanted(), self._context.today())
                self._index = Index(self._listing.texts(session, self._uids))
        return self._index

    def _chosen(self, text: str) -> None:
        if text in self._offered:
            self._uid = self._offered[text]
            self.setText(text)
            self.setCursorPosition(0)
            self.edited.emit()
            self.picked.emit()

    def focusOutEvent(self, event: Any) -> None:
        super().focusOutEvent(event)
        if self._uid is None and self._offered and self.text().strip() and not self._completer.popup().isVisible():
            exact = self._by_code(self.text().strip())
            uid = exact or (next(iter(self._offered.values())) if len(self._offered) == 1 else None)
            if uid:
                self.put(uid)
                self.edited.emit()


Editor = LineEditor | LongEditor | ChoiceEditor | ReferenceEditor


def editor_for(spec: Field, context: Context) -> QWidget:
    """The editor of a column."""
    kind = spec.kind
    if isinstance(kind, Reference):
        made: QWidget = ReferenceEditor(kind, context)
    elif isinstance(kind, Choices):
        made = ChoicesEditor(kind)
    elif isinstance(kind, Choice | YesNo):
        made = ChoiceEditor(kind, required=spec.required or spec.default is not None)
    elif isinstance(kind, Day):
        made = DayEditor(kind)
    elif isinstance(kind, OpenChoice):
        from .open_choice import OpenChoiceEditor  # it is a line editor itself

        made = OpenChoiceEditor(kind)
    elif isinstance(kind, Text) and kind.lines > 1:
        made = LongEditor(kind)
    else:
        made = LineEditor(kind)
    made.setAccessibleName(translate(spec.label))
    if spec.help:
        made.setToolTip(translate(spec.help))
    return made


def unit_of(kind: Kind) -> str:
    """What stands behind the field."""
    if isinstance(kind, Money):
        return _("CNY")
    return "%" if isinstance(kind, Percent) else ""


_SHORT = 14
"""Characters of half width that fit into half a form."""


def is_short(kind: Kind) -> bool:
    """Whether two such fields stand side by side."""
    return isinstance(kind, Day | Choice | YesNo | Number) and kind.width <= _SHORT
