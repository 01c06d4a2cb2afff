"""The one table model of all registers: it holds uids in their order and fetches the rows in sight."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import islice
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from incubator_desk.base.i18n import translate
from incubator_desk.catalog.listing import Column, Listing, Wanted
from incubator_desk.catalog.office import Office
from incubator_desk.catalog.search import Index as SearchIndex

from .cells import BLANK, CELL, Cell, cell_of

PAGE = 32
"""Rows fetched together."""
FIRST = 128
"""Hits of a search that are found at once; the rest as the user scrolls."""
_PAGES_KEPT = 48
_NONE = QModelIndex()
Prepared = tuple[list[str], dict[str, str], SearchIndex]
"""What is listed, its texts by uid, and their index."""

_SIDES = {
    "left": Qt.AlignmentFlag.AlignLeft, "right": Qt.AlignmentFlag.AlignRight, "center": Qt.AlignmentFlag.AlignHCenter,
}  # fmt: skip


class RegisterModel(QAbstractTableModel):
    """A register's records as a table."""

    narrowed = Signal()
    """What is listed has changed."""

    def __init__(self, office: Office, listing: Listing, today: Callable[[], date], columns: Sequence[Column]) -> None:
        super().__init__()
        self.office, self.listing, self.today = office, listing, today
        self.columns = list(columns)
        self.wanted = Wanted()
        self.uids: list[str] = []
        self.query = ""
        self._texts: dict[str, str] | None = None
        self._index: SearchIndex | None = None
        self._places: list[int] = []
        self._more: Iterable[int] = iter(())
        self._exhausted = True
        self._pages: OrderedDict[int, dict[str, list[Any]]] = OrderedDict()

    # what is listed -----------------------------------------------------------------------------------------------

    def load(self, wanted: Wanted | None = None) -> None:
        """List what is wanted, from the database."""
        self.wanted = wanted or self.wanted
        with self.office.reading() as session:
            uids = self.listing.uids(session, self.office.actor.operator, self.wanted, self.today())
        self.beginResetModel()
        self.uids, self._index = uids, None
        self._pages.clear()
        self._search(self.query)
        self.endResetModel()
        self.narrowed.emit()

    def search(self, query: str) -> None:
        """Narrow the list to what matches; the first hits at once, the rest while scrolling."""
        self.beginResetModel()
        self._pages.clear()
        self._search(query)
        self.endResetModel()
        self.narrowed.emit()

    @property
    def searchable(self) -> bool:
        """Whether a search is answered at once."""
        return self._index is not None

    def read_search(self) -> Prepared:
        """What a search of the present list looks through; may be called from another thread."""
        uids, texts = self.uids, self._texts
        if texts is None or not texts.keys() >= set(uids):
            with self.office.reading() as session:
                texts = dict(zip(uids, self.listing.texts(session, uids), strict=True))
        return uids, texts, SearchIndex([texts[uid] for uid in uids])

    def take_search(self, prepared: Prepared) -> None:
        """Search through this from now on, unless something else is listed meanwhile."""
        uids, texts, index = prepared
        if uids is self.uids:
            self._texts, self._index = texts, index

    def prepare_search(self) -> None:
        """Read what a search looks through, so that the first keystroke does not wait for it."""
        if self._index is None:
            self.take_search(self.read_search())

    def reread(self, uids: Iterable[str]) -> None:
        """Some records were written: what a search looks through follows."""
        if self._texts is not None:
            changed = list(uids)
            with self.office.reading() as session:
                self._texts = self._texts | dict(zip(changed, self.listing.texts(session, changed), strict=True))
            self._index = None

    def forget_texts(self) -> None:
        """Records that these refer to were written: read anew what a search looks through."""
        self._texts = self._index = None

    def _search(self, query: str) -> None:
        self.query = query.strip()
        if not self.query:
            self._more, self._exhausted = iter(()), True
            return
        self.prepare_search()
        assert self._index is not None
        hits = self._index.find(self.query)
        self._places = list(islice(hits, FIRST))
        self._more, self._exhausted = hits, len(self._places) < FIRST

    def canFetchMore(self, parent: QModelIndex | QPersistentModelIndex = _NONE) -> bool:
        return not parent.isValid() and bool(self.query) and not self._exhausted

    def fetchMore(self, _parent: QModelIndex | QPersistentModelIndex = _NONE) -> None:
        hits = list(islice(self._more, FIRST * 8))
        self._exhausted = len(hits) < FIRST * 8
        if hits:
            self.beginInsertRows(_NONE, len(self._places), len(self._places) + len(hits) - 1)
            self._places += hits
            self.endInsertRows()
        self.narrowed.emit()

    def count_text(self) -> str:
        """How many records are listed; “128+” while a search has not looked at all."""
        count = self.rowCount()
        return f"{count:,}" if self._exhausted else f"{count:,}+"

    # what Qt asks ---------------------------------------------------------------------------------------------------

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NONE) -> int:
        if parent.isValid():
            return 0
        return len(self._places) if self.query else len(self.uids)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _NONE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            arrow = (" ↓" if self.wanted.descending else " ↑") if self.wanted.sort == column.name else ""
            return translate(column.label) + arrow
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _SIDES[column.kind.align] | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == CELL:
            return self._cell(index.row(), index.column())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._cell(index.row(), index.column()).text or None
        return None

    def _cell(self, row: int, at: int) -> Cell:
        values = self.row(row)
        if values is None:
            return BLANK
        column, value = self.columns[at], values[at]
        tone = column.computed.tone(value) if column.computed and value is not None else None
        return cell_of(column.kind, value, tone, masked=bool(column.field and column.field.sensitive))

    # rows -----------------------------------------------------------------------------------------------------------

    def uid(self, row: int) -> str:
        """The uid of a row."""
        return self.uids[self._places[row]] if self.query else self.uids[row]

    def place(self, uid: str) -> int | None:
        """The row of a uid, where it is listed."""
        try:
            at = self.uids.index(uid)
            return self._places.index(at) if self.query else at
        except ValueError:
            return None

    def row(self, row: int) -> list[Any] | None:
        """The values of a row; None where the record is gone meanwhile."""
        number = row // PAGE
        page = self._pages.get(number)
        if page is None:
            page = self._fetch(number)
        return page.get(self.uid(row))

    def _fetch(self, number: int) -> dict[str, list[Any]]:
        last = min((number + 1) * PAGE, self.rowCount())
        page = self.values([self.uid(row) for row in range(number * PAGE, last)])
        self._pages[number] = page
        if len(self._pages) > _PAGES_KEPT:
            self._pages.popitem(last=False)
        return page

    def values(self, uids: Sequence[str]) -> dict[str, list[Any]]:
        """The shown values of some records, by uid."""
        with self.office.reading() as session:
            return self.listing.rows(session, uids, self.today(), self.columns)

    def show(self, columns: Sequence[Column]) -> None:
        """Show other columns, in this order."""
        self.beginResetModel()
        self.columns = list(columns)
        self._pages.clear()
        self.endResetModel()

    def forget(self) -> None:
        """Fetch anew what is in sight."""
        self._pages.clear()
        if rows := self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(rows - 1, len(self.columns) - 1))


class PlainModel(QAbstractTableModel):
    """A table of ready cells: schedules, history, previews."""

    def __init__(self, headings: Sequence[str], rights: Sequence[int] = ()) -> None:
        super().__init__()
        self.headings, self._rights = list(headings), set(rights)
        self.rows: list[Sequence[Cell]] = []

    def fill(self, rows: Sequence[Sequence[Cell]]) -> None:
        """Show these rows."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def replace(self, row: int, cells: Sequence[Cell]) -> None:
        """Show a row's other cells."""
        self.rows[row] = cells
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(self.headings) - 1))

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NONE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _NONE) -> int:
        return 0 if parent.isValid() else len(self.headings)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.headings[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section in self._rights else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        cell = self.rows[index.row()][index.column()]
        if role == CELL:
            return cell
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return cell.text or None
        return None
