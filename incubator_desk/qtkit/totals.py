"""The row of totals that stays below a table while its rows scroll."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from . import fonts, painting, theme
from .cells import Cell
from .delegate import PAD, DeskTable
from .tokens import ROW

_ALIGN = {"left": painting.LEFT, "right": painting.RIGHT, "center": painting.CENTRE}


class TotalsRow(QWidget):
    """Bold cells that stand below a table's columns and follow their widths, their order and their scrolling."""

    def __init__(self, table: DeskTable) -> None:
        super().__init__()
        self._table = table
        self._cells: tuple[Cell, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        header = table.horizontalHeader()
        header.sectionResized.connect(self.update)
        header.sectionMoved.connect(self.update)
        table.horizontalScrollBar().valueChanged.connect(self.update)
        theme.look.changed.connect(self.updateGeometry)

    def fill(self, cells: Sequence[Cell]) -> None:
        """Show a cell for each column of the model."""
        self._cells = tuple(cells)
        self.setAccessibleName("  ".join(cell.text for cell in cells if cell.text))
        self.update()

    def wanted_width(self, column: int) -> int:
        """How wide a column must be to show its total whole."""
        text = self._cells[column].text if column < len(self._cells) else ""
        return QFontMetrics(fonts.bold()).horizontalAdvance(text) + 2 * PAD + 2

    def sizeHint(self) -> QSize:
        return QSize(200, fonts.grown(ROW))

    def paintEvent(self, _event: QPaintEvent) -> None:
        t, painter = theme.tokens(), QPainter(self)
        painter.fillRect(self.rect(), QColor(t.subtle))
        painter.fillRect(0, 0, self.width(), 1, QColor(t.border))
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(t.line))
        painter.setFont(fonts.bold())
        left = self._table.viewport().mapTo(self._table, self._table.viewport().rect().topLeft()).x()
        for column, cell in enumerate(self._cells):
            if cell.text and not self._table.isColumnHidden(column):
                x = left + self._table.columnViewportPosition(column)
                box = QRect(x, 0, self._table.columnWidth(column), self.height()).adjusted(PAD, 0, -PAD, 0)
                painter.setPen(QColor(t.ink(cell.tone or "text")))
                painting.text(painter, box, cell.text, _ALIGN[cell.align])
