"""The rent schedule of a lease: lines, totals, receipts, and how each figure came about."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSplitter

from incubator_desk.base.errors import Refused
from incubator_desk.base.i18n import _, translate
from incubator_desk.base.money import grouped, readable
from incubator_desk.catalog.kinds import Day
from incubator_desk.features.rent.rules import Line, uses
from incubator_desk.qtkit import widgets
from incubator_desk.qtkit.cells import Cell
from incubator_desk.qtkit.delegate import DeskTable
from incubator_desk.qtkit.editors import DayEditor
from incubator_desk.qtkit.screen import Context, Screen
from incubator_desk.qtkit.table import PlainModel
from incubator_desk.qtkit.tokens import COMPACT_ROW, ROW
from incubator_desk.qtkit.totals import TotalsRow
from incubator_desk.qtkit.widths import Widths

from . import lines
from .lease import Shown, read
from .reasons import Reasons

_LOW = 720
"""Below this height rows are lower and tiles have no captions."""
_WIDE, _PANEL, _PANEL_SLIM = 1340, 372, 308
_MONEY_BELOW = 178
_BASIS, _FILLS, _LEAST = 4, 4, 80
"""The columns of words that may be cut, and how far."""


class ScheduleScreen(Screen):
    """One lease's schedule as of a day."""

    name = "schedule"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        usual = {"uid": None, "as_of": None, "year": None, "line": None, "closed": False}
        self._state: dict[str, Any] = context.memory.setdefault("schedule", usual)
        self._shown: Shown | None = None
        self._lines: list[Line] = []
        self._terms = widgets.label("", "facts")
        self.as_of = DayEditor(Day())
        self.as_of.setAccessibleName(_("As of"))
        self.as_of.setFixedWidth(128)
        self.as_of.editingFinished.connect(self._choose_day)
        self.as_of.edited.connect(self._picked)
        self.year = QComboBox()
        self.year.setAccessibleName(_("Year"))
        self.year.activated.connect(lambda _at: self._choose_year())
        self._tiles = widgets.row(gap=8)
        self._model = PlainModel([translate(h) for h in lines.HEADINGS], rights=lines.RIGHT)
        self.table = self._table(self._model, _("Lines"))
        self.table.selectionModel().currentRowChanged.connect(lambda index, _old: self._explain(index.row()))
        self.table.entered_row.connect(lambda _index: self._enter())
        self._totals = TotalsRow(self.table)
        headings = [_("Code"), _("Received on"), _("Amount"), _("Method"), _("Fills"), _("Rest")]
        self._receipts = PlainModel(headings, rights=(2, 5))
        self.receipt_table = self._table(self._receipts, _("Receipts"))
        self.receipt_table.entered_row.connect(lambda index: self._open_receipt(index.row()))
        sums = lambda: [self._totals.wanted_width(at) for at in range(len(lines.HEADINGS))]  # noqa: E731
        self._widths = Widths(self.table, sums, _BASIS, _LEAST), Widths(self.receipt_table, words=_FILLS)
        self.reasons = Reasons()
        self.reasons.closed.connect(lambda: self._show_reasons(on=False))
        self.reasons.opened.connect(context.go)
        self._build()
        widgets.action(self.table, _("Explain the line"), "Space", lambda: self._show_reasons(on=True))

    def _table(self, model: PlainModel, name: str) -> DeskTable:
        made = DeskTable()
        made.setModel(model)
        made.setAccessibleName(name)
        return made

    def _build(self) -> None:
        head = widgets.row(
            self._terms, None, widgets.label(_("As of"), "label"), self.as_of,
            widgets.label(_("Year"), "label"), self.year, margins=(16, 0, 16, 8),
        )  # fmt: skip
        table = widgets.card(widgets.column(self.table, self._totals, gap=0, margins=(1, 1, 1, 1)))
        record = widgets.button(_("Record a receipt"), "link", "plus", "Alt+R", self._receive)
        title = widgets.row(
            widgets.label(_("Receipts, in the order of dues"), "card-title"), None,
            widgets.label(_("Amounts in CNY"), "caption"), record, margins=(12, 6, 12, 4),
        )  # fmt: skip
        money = widgets.card(widgets.column(title, self.receipt_table, gap=0, margins=(1, 1, 1, 1)))
        money.setFixedHeight(_MONEY_BELOW)
        left = widgets.column(table, money, gap=12, margins=(16, 0, 12, 12))
        left.setStretch(0, 1)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(widgets.boxed(left))
        self.splitter.addWidget(self.reasons)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.splitterMoved.connect(
            lambda *_: self.context.remember("panel/schedule", self.splitter.sizes()[1])
        )
        tiles = widgets.row(self._tiles, margins=(16, 0, 16, 10))
        layout = widgets.column(head, tiles, self.splitter, gap=0)
        layout.setStretchFactor(self.splitter, 1)
        self.setLayout(layout)

    # what the window asks ---------------------------------------------------------------------------------------------

    def title(self) -> str:
        return _("Rent schedule {lease}").format(lease=self._shown.code) if self._shown else _("Rent schedule")

    def crumbs(self) -> tuple[tuple[str, str], ...]:
        return ((_("Leases"), "leases"),)

    def facts(self) -> str:
        return self._shown.tenant if self._shown else ""

    def fill_actions(self, place: QHBoxLayout) -> None:
        place.addWidget(widgets.button(_("Record a receipt"), "", "receipt", run=self._receive))
        place.addWidget(widgets.button(_("Record a refund"), "", "return", run=self._refund))
        place.addWidget(widgets.button(_("New relief"), "primary", "plus", "Alt+N", lambda: self._add("reliefs")))

    def hints(self) -> tuple[tuple[str, str], ...]:
        return (
            (_("Space"), _("Explain the line")), ("Enter", _("Open the relief")),
            ("Alt+R", _("Record a receipt")), ("Alt+N", _("New relief")),
        )  # fmt: skip

    def open(self, uid: str) -> None:
        line = self.context.memory.pop("schedule_line", None)  # whoever leads here may name the line to look at
        if uid != self._state["uid"] or line is not None:
            self._state |= {"uid": uid, "line": line, "year": None}
        self._fill()
        self.table.setFocus()

    def refresh(self, changed: Mapping[str, set[str]]) -> None:
        del changed  # names, terms and money of several registers stand here
        self._fill()

    def _receive(self) -> None:
        if self._shown:
            self.context.go("receive", self._shown.uid)

    def _refund(self) -> None:
        if self._shown:
            self.context.go("owed", self._shown.uid)

    def _add(self, register: str) -> None:
        if self._shown:
            self.context.memory["given"] = {"lease_uid": self._shown.uid}
            self.context.go(register, None)

    # what is chosen ---------------------------------------------------------------------------------------------------

    def _picked(self) -> None:
        if not self.as_of.hasFocus():  # taken from the calendar, not typed
            self._choose_day()

    def _choose_day(self) -> None:
        try:
            day = self.as_of.value()
        except Refused as refused:
            self.context.tell(refused.problems[0].text(), "danger", undoable=False)
            return
        chosen = day if day != self.context.today() else None
        if chosen != self._state["as_of"] or day is None:
            self._state["as_of"] = chosen
            self._fill()

    def _choose_year(self) -> None:
        self._state["year"] = self.year.currentData()
        self._fill()

    # what is shown ----------------------------------------------------------------------------------------------------

    def _fill(self) -> None:
        as_of = self._state["as_of"] or self.context.today()
        self.as_of.put(as_of)
        office, uid = self.context.office, self._state["uid"]
        with office.reading() as session:
            self._shown = read(session, office.actor.operator, uid, as_of) if uid else None
        widgets.clear(self._tiles)
        self._lines = []
        if self._shown is None:
            self._terms.setText(_("Choose a lease in the list of leases."))
            self._model.fill([])
            self._receipts.fill([])
            self._totals.fill([])
            self.reasons.clear()
        else:
            self._fill_years(self._shown)
            self._show(self._shown)
        self.title_changed.emit()

    def _fill_years(self, shown: Shown) -> None:
        years = sorted({line.first.year for line in shown.schedule.lines})
        self.year.clear()
        self.year.addItem(_("All"), None)
        for year in years:
            self.year.addItem(str(year), year)
        self.year.setCurrentIndex(max(0, self.year.findData(self._state["year"])))

    def _show(self, shown: Shown) -> None:
        year = self.year.currentData()
        self._lines = [line for line in shown.schedule.lines if year in (None, line.first.year)]
        self._terms.setText(shown.heading)
        for tile in lines.tiles(shown, self._lines):
            note = tile.note if self.height() >= _LOW else ""
            tone = tile.tone if tile.fen else None
            self._tiles.addWidget(
                widgets.FigureCard(tile.caption, readable(tile.fen), note=note, tone=tone, small=True), 1
            )
        chosen = self._state["line"]
        self._model.fill([lines.cells(shown, line) for line in self._lines])
        self._totals.fill(lines.total(self._lines))
        self._fill_receipts(shown)
        for widths in self._widths:
            widths.settle()
        self._choose_line(shown, chosen)

    def _choose_line(self, shown: Shown, number: int | None) -> None:
        as_of = shown.schedule.as_of
        kept = (at for at, line in enumerate(self._lines) if line.no == number)
        now = (at for at, line in enumerate(self._lines) if line.first <= as_of <= line.last)
        due = (at for at, line in enumerate(self._lines) if line.outstanding)
        at = next(kept, next(now, next(due, 0)))  # of a lease that is over, what is still to be paid
        if at < len(self._lines):
            self.table.selectRow(at)
            QTimer.singleShot(0, self, self._bring_into_sight)  # once the table has its place
        else:
            self.reasons.clear()

    def _bring_into_sight(self) -> None:
        """The chosen line, with some before it."""
        at = max(0, self.table.currentIndex().row() - 3)
        self.table.scrollTo(self._model.index(at, 0), DeskTable.ScrollHint.PositionAtTop)

    def _fill_receipts(self, shown: Shown) -> None:
        rows = []
        for use in uses(shown.facts, shown.schedule):
            by_no = {line.no: line for line in shown.schedule.lines}
            filled = [f"{by_no[f.line].first:%Y-%m} {readable(f.amount)}" for f in use.fillings]
            filled += [_("owed back {amount}").format(amount=readable(use.owed))] if use.owed else []
            filled += [_("paid out {amount}").format(amount=readable(use.paid_out))] if use.paid_out else []
            _uid, method = shown.receipts[use.receipt.code]
            rows.append((
                Cell(use.receipt.code, muted=True), Cell(use.receipt.received_on.isoformat()),
                Cell(grouped(use.receipt.amount), "right"), Cell(method), Cell(_(", ").join(filled)),
                lines.amount(use.credit),
            ))  # fmt: skip
        self._receipts.fill(rows)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.table.set_row_height(COMPACT_ROW if self.height() < _LOW else ROW)
        if event.size().width() != event.oldSize().width():
            usual = _PANEL if self.width() > _WIDE else _PANEL_SLIM
            wide = self.context.recall("panel/schedule", usual)
            self.splitter.setSizes([self.width() - wide, wide])

    # how a figure came about ------------------------------------------------------------------------------------------

    def _explain(self, row: int) -> None:
        if self._shown is not None and 0 <= row < len(self._lines):
            self._state["line"] = self._lines[row].no
            self.reasons.show_line(self._shown, self._lines[row].no - 1)
            self.reasons.setVisible(not self._state["closed"])

    def _show_reasons(self, *, on: bool) -> None:
        self._state["closed"] = not on
        self.reasons.setVisible(on)
        if not on:
            self.table.setFocus()

    def _enter(self) -> None:
        """Open the relief that decides the chosen line."""
        row = self.table.currentIndex().row()
        if self._shown is None or not 0 <= row < len(self._lines):
            return
        line = self._lines[row]
        code = line.deferral or next((cut.relief for cut in line.reliefs), None)
        if code is not None:
            self.context.go("reliefs", self._shown.cases[code].uid)

    def _open_receipt(self, row: int) -> None:
        if self._shown is not None:
            self.context.go("receipts", self._shown.receipts[self._receipts.rows[row][0].text][0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.reasons.isVisibleTo(self):
            self._show_reasons(on=False)
            return
        super().keyPressEvent(event)
