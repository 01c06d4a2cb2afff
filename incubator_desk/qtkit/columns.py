"""Which columns a list shows, in which order and how wide: chosen by the user, remembered by the machine."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from incubator_desk.base.i18n import _, translate
from incubator_desk.catalog.kinds import Choice, Reference, Text
from incubator_desk.catalog.listing import Column

from .cells import CELL
from .delegate import PAD, CellDelegate, DeskTable
from .screen import Context
from .table import RegisterModel

_WIDEST = 340
_NAME_LEAST = 120
"""So much of a name is left where another column would be out of sight."""
_ARROW = 16
"""Room for the arrow of the sorted column."""
_SAMPLE, _ROOM = 64, 4
"""So many rows tell how wide a column is, with some room for longer ones."""
_NAMES = 30
"""In characters of half width."""


class Columns(QObject):
    """The columns of one register's table."""

    def __init__(self, context: Context, name: str, table: DeskTable, all_of_them: Sequence[Column]) -> None:
        super().__init__(table)
        self._context, self._key, self._table = context, f"columns/{name}", table
        self._all = {column.name: column for column in all_of_them}
        self._silent = False
        header = table.horizontalHeader()
        header.sectionMoved.connect(self._moved)
        header.sectionResized.connect(self._resized)

    def remembered(self) -> list[Column]:
        """The columns to show at first: those last chosen, else the usual ones."""
        names = self._context.recall(self._key, {}).get("shown", [])
        return [self._all[name] for name in names if name in self._all] or self.usual()

    def usual(self) -> list[Column]:
        """The columns that are shown unless the user decides otherwise."""
        return [column for column in self._all.values() if column.listed]

    def shown(self) -> list[Column]:
        """The columns from left to right."""
        header, columns = self._table.horizontalHeader(), self._model().columns
        return [columns[at] for at in sorted(range(len(columns)), key=header.visualIndex)]

    def show(self, columns: Sequence[Column]) -> None:
        """Show these columns in this order."""
        header = self._table.horizontalHeader()
        self._silent = True
        self._model().show(columns)
        for at in range(len(columns)):
            header.moveSection(header.visualIndex(at), at)
        self.settle()
        self._silent = False
        self._moved()

    def settle(self) -> None:
        """Give each column the width that the user gave it; the others what they need, and their share of the rest.

        Where a little is lacking, names give way: better their ends than a last column out of sight.
        """
        silent, self._silent = self._silent, True
        chosen = self._context.recall(self._key, {}).get("widths", {})
        columns = self._model().columns
        wide = [int(chosen.get(c.name) or self._usual_width(c)) for c in columns]
        free = [at for at, c in enumerate(columns) if c.name not in chosen]
        lacking = sum(wide) - self._table.viewport().width()
        if lacking > 0:
            wide = self._narrowed(wide, free, lacking)
        spare = max(0, -lacking)
        for at, width in enumerate(wide):
            self._table.setColumnWidth(at, width + (spare // len(free) if at in free else 0))
        self._silent = silent

    def _narrowed(self, wide: list[int], free: list[int], lacking: int) -> list[int]:
        """The widths once the widest names have given what is lacking; as they were where that would not do."""
        columns, found = self._model().columns, list(wide)
        names = [at for at in free if isinstance(columns[at].kind, Text) and wide[at] > _NAME_LEAST]
        for at in sorted(names, key=lambda at: -wide[at]):
            given = min(lacking, found[at] - _NAME_LEAST)
            found[at] -= given
            lacking -= given
        return found if lacking <= 0 else wide

    def _usual_width(self, column: Column) -> int:
        """What the heading and the first rows need, at most what the kind usually takes."""
        metrics, model = self._table.fontMetrics(), self._model()
        heading = metrics.horizontalAdvance(translate(column.label)) + _ARROW + 2 * PAD
        most = min(_WIDEST, max(column.kind.width, self._least(column)) * metrics.horizontalAdvance("0") + 2 * PAD)
        at, rows = model.columns.index(column), min(model.rowCount(), _SAMPLE)
        painter = self._table.itemDelegate()
        assert isinstance(painter, CellDelegate)
        content = [painter.wanted_width(model.index(row, at).data(CELL)) for row in range(rows)]
        return max(heading, min(most, max(content, default=most) + _ROOM))

    @staticmethod
    def _least(column: Column) -> int:
        """Names of other records and states are not cut."""
        return _NAMES if isinstance(column.kind, Reference | Choice) else 0

    def fill(self, menu: QMenu) -> None:
        """The menu in which columns are chosen."""
        menu.clear()
        shown = {column.name for column in self._model().columns}
        for column in self._all.values():
            entry = menu.addAction(translate(column.label).replace("&", "&&"))
            entry.setCheckable(True)
            entry.setChecked(column.name in shown)
            entry.toggled.connect(partial(self._toggle, column))
        menu.addSeparator()
        menu.addAction(_("Usual columns")).triggered.connect(lambda _checked=False: self._reset())

    def _toggle(self, column: Column, on: bool) -> None:  # Qt's own signature
        now = [each for each in self.shown() if each.name != column.name]
        self.show([*now, column] if on else now or [column])

    def _reset(self) -> None:
        self._context.remember(self._key, {})
        self.show(self.usual())

    def _resized(self, at: int, _old: int, new: int) -> None:
        last = self._table.horizontalHeader().visualIndex(at) == len(self._model().columns) - 1
        if not self._silent and not last:  # the last one takes what is left of the table's width
            kept = self._context.recall(self._key, {})
            kept["widths"] = kept.get("widths", {}) | {self._model().columns[at].name: new}
            self._context.remember(self._key, kept)

    def _moved(self, *_places: int) -> None:
        """Remember what was chosen; the usual columns are not a choice, so that later ones join them by themselves."""
        if self._silent:
            return
        kept = self._context.recall(self._key, {})
        names = [column.name for column in self.shown()]
        usual = [column.name for column in self.usual()]
        others = {key: value for key, value in kept.items() if key != "shown"}
        now = others if names == usual else others | {"shown": names}
        if now != kept:
            self._context.remember(self._key, now)

    def _model(self) -> RegisterModel:
        model = self._table.model()
        assert isinstance(model, RegisterModel)
        return model
