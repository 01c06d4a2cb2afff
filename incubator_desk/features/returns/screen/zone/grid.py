"""The grid of the zone: a row for each park, a column for each period, a chip for how it stands."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QItemSelectionModel, Signal
from PySide6.QtWidgets import QFrame

from incubator_desk.base.i18n import _, translate_many
from incubator_desk.base.periods import Period
from incubator_desk.catalog.search import Index, folded, keys
from incubator_desk.features.returns.service.expected import Park, Standing, State
from incubator_desk.features.returns.service.shared import Company
from incubator_desk.qtkit import widgets
from incubator_desk.qtkit.cells import Cell
from incubator_desk.qtkit.delegate import DeskTable
from incubator_desk.qtkit.table import PlainModel
from incubator_desk.qtkit.tokens import COMPACT_ROW, ROW
from incubator_desk.qtkit.widths import Widths

from .wording import STATES, chip

Standings = Mapping[tuple[str, str], Standing]
Part = State | None
_ORDER = tuple(STATES)
_ABSENT: tuple[State, ...] = ("missing", "awaited")


class GridCard(QFrame):
    """The parks: searched, narrowed by how they stand, sorted by name or by any period."""

    moved = Signal()
    """Another park, or another period of it, is current."""
    entered = Signal()
    same = Signal()

    def __init__(self) -> None:
        super().__init__()
        widgets.dressed(self, "card")
        self.parks: Sequence[Park] = ()
        self.periods: Sequence[Period] = ()
        self.standings: Standings = {}
        self.listed: list[Park] = []
        self._part: Part = None
        self._sorted: tuple[int, bool] = (0, False)
        self._index = Index(())
        self.search = widgets.SearchField(_("Search parks"))
        self.search.setFixedWidth(180)
        self.search.textChanged.connect(lambda _text: self._fill())
        self.chips = widgets.ChipRow()
        self.chips.chosen.connect(self._choose_part)
        self._model = PlainModel([])
        self.table = DeskTable()
        self.table.setModel(self._model)
        self.table.setAccessibleName(_("Parks and periods"))
        header = self.table.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSectionsMovable(False)
        header.sectionClicked.connect(self.sort)
        self.table.entered_row.connect(lambda _index: self.entered.emit())
        self._widths = Widths(self.table, words=0, narrowest=150)
        self._nobody = widgets.EmptyState("grid", _("No park is listed here."))
        self._nobody.cover(self.table.viewport())
        widgets.action(self.table, _("Sort"), "S", self._sort_next)
        self._same = widgets.label("", "caption")
        self._see = widgets.button(_("Show them"), "link", run=self.same.emit)
        head = widgets.row(
            widgets.label(_("Who has sent"), "card-title"), None, self.search, self.chips, gap=8, margins=(14, 8, 12, 8)
        )
        foot = widgets.row(self._same, self._see, None, gap=8, margins=(14, 4, 12, 6))
        self._foot = widgets.boxed(foot)
        body = widgets.column(head, self.table, self._foot, gap=0, margins=(1, 1, 1, 1))
        body.setStretch(1, 1)
        self.setLayout(body)

    # what is shown ----------------------------------------------------------------------------------------------------

    def show_parks(self, parks: Sequence[Park], periods: Sequence[Period], standings: Standings) -> None:
        """Show how the parks stand; the current one stays so."""
        self.parks, self.periods, self.standings = parks, list(periods), standings
        self._index = Index([f"{folded(each.name)} {folded(each.uscc)} {keys(each.name)}" for each in parks])
        self._fill()

    def tell_same(self, companies: Sequence[Company]) -> None:
        """Say how many companies are in several parks."""
        count = len(companies)
        words = translate_many(
            "{count} company is in several parks, found by its credit code: it is counted once.",
            "{count} companies are in several parks, found by their credit codes: each is counted once.", count,
        )  # fmt: skip
        self._same.setText(words)
        self._foot.setVisible(bool(count))

    def now(self, park: Park) -> Standing:
        """How a park stands in the period that is looked at: the last of those shown."""
        return self.standings[park.uscc, self.periods[-1].text]

    def _fill(self) -> None:
        chosen = self.current()
        self._head()
        found = [self.parks[at] for at in self._index.find(self.search.text())] if self.parks else []
        self.listed = self._in_order([each for each in found if self._fits(self.now(each).state)])
        self._model.fill([self._row(each) for each in self.listed])
        self._nobody.setVisible(not self.listed)
        self._fill_chips()
        self._widths.settle()
        if self.listed:
            self.go_to(*(chosen or (self.listed[0], self.periods[-1])))
        self.moved.emit()

    def _head(self) -> None:
        """The headings, the one that is sorted by with its direction."""
        headings = [_("Park"), *(_heading(each) for each in self.periods)]
        column, turned = self._sorted
        headings[column] += " ▼" if turned else " ▲"
        if headings != self._model.headings:
            self._model = PlainModel(headings)
            self.table.setModel(self._model)
            self.table.selectionModel().currentChanged.connect(lambda *_: self.moved.emit())

    def _fits(self, state: State) -> bool:
        if self._part == "missing":
            return state in _ABSENT
        return self._part is None or state == self._part

    def _fill_chips(self) -> None:
        states = [self.now(each).state for each in self.parks]
        absent = sum(state in _ABSENT for state in states)
        options: list[tuple[Part, str]] = [
            (None, f"{_('All')} {len(states)}"),
            ("received", f"{_('To review')} {states.count('received')}"),
            ("missing", f"{_('Not sent')} {absent}"),
            ("returned", f"{_('Sent back')} {states.count('returned')}"),
        ]
        self.chips.fill(options, self._part)

    def _row(self, park: Park) -> list[Cell]:
        return [Cell(park.name), *(chip(self.standings[park.uscc, each.text].state) for each in self.periods)]

    def _choose_part(self, part: Part) -> None:
        self._part = part
        self._fill()

    # order ------------------------------------------------------------------------------------------------------------

    def sort(self, column: int) -> None:
        """Sort by a column; once more turns the order."""
        self._sorted = (column, not self._sorted[1] if column == self._sorted[0] else False)
        self._fill()

    def _sort_next(self) -> None:
        """Sort by the column that is current."""
        self.sort(max(0, self.table.currentIndex().column()))

    def _in_order(self, parks: Sequence[Park]) -> list[Park]:
        column, turned = self._sorted
        if column == 0:
            return sorted(parks, key=lambda each: (keys(each.name), each.name), reverse=turned)
        period = self.periods[column - 1].text
        return sorted(parks, key=lambda each: _ORDER.index(self.standings[each.uscc, period].state), reverse=turned)

    # the current one --------------------------------------------------------------------------------------------------

    def current(self) -> tuple[Park, Period] | None:
        """The park and period that are current; on its name the period that is looked at."""
        index = self.table.currentIndex()
        if not 0 <= index.row() < len(self.listed):
            return None
        return self.listed[index.row()], self.periods[index.column() - 1 if index.column() > 0 else -1]

    def chosen(self) -> list[Park]:
        """The parks that are chosen."""
        return [self.listed[row] for row in self.table.chosen_rows() if row < len(self.listed)]

    def go_to(self, park: Park, period: Period) -> None:
        """Make a park's period the current one; the first park where it is not listed."""
        row = next((at for at, each in enumerate(self.listed) if each.uscc == park.uscc), 0)
        column = next((at for at, each in enumerate(self.periods, 1) if each == period), len(self.periods))
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.table.selectionModel().setCurrentIndex(self._model.index(row, column), flags)

    def step(self, by: int) -> None:
        """On to the next park, or back."""
        current = self.current()
        if current is not None:
            row = self.table.currentIndex().row() + by
            if 0 <= row < len(self.listed):
                self.go_to(self.listed[row], current[1])

    def next_urgent(self, states: Sequence[State]) -> None:
        """On to the next park that needs something done, in the order of the list."""
        row, count = self.table.currentIndex().row(), len(self.listed)
        for step in range(1, count + 1):
            park = self.listed[(row + step) % count]
            if self.now(park).state in states:
                self.go_to(park, self.periods[-1])
                return

    def set_low(self, *, low: bool) -> None:
        """Lower rows on small screens."""
        self.table.set_row_height(COMPACT_ROW if low else ROW)


def _heading(period: Period) -> str:
    """As short as it is still told from its neighbours: 20-03, 20-Q1."""
    return period.text[2:] if period.months < 12 else period.text
