"""The widths of a table's columns: every cell whole where there is room."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject

from .delegate import DeskTable

LEAST = 120
"""The narrowest that a column of words is made, in pixels."""


class Widths(QObject):
    """Keeps every column of a table as wide as its cells and at least as given; the room left is shared out.

    Where there is too little, the column of ``words`` gives way.
    """

    def __init__(
        self, table: DeskTable, least: Callable[[], Sequence[int]] = lambda: (), words: int | None = None,
        narrowest: int = LEAST,
    ) -> None:  # fmt: skip
        super().__init__(table)
        self._table, self._least, self._words, self._narrowest = table, least, words, narrowest
        table.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.settle()
        return super().eventFilter(watched, event)

    def settle(self) -> None:
        """Measure the cells, and share out the room."""
        table, least = self._table, self._least()
        if table.model() is None or not table.model().columnCount():
            return  # a page not turned to yet
        header = table.horizontalHeader()
        header.setStretchLastSection(False)
        table.resizeColumnsToContents()
        columns = range(table.model().columnCount())
        wide = [max(table.columnWidth(at), least[at] if at < len(least) else 0) for at in columns]
        spare = table.viewport().width() - sum(wide)
        if self._words is not None and spare < 0:
            words = wide[self._words]
            wide[self._words] = max(min(words, self._narrowest), words + spare)
        for at in columns:
            table.setColumnWidth(at, wide[at] + max(0, spare) // len(wide))
        header.setStretchLastSection(True)
