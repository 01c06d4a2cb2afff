"""The one delegate that paints all cells, and the table it belongs to."""

from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from . import icons, theme
from .cells import BLANK, CELL, Cell
from .tokens import CHIP, HEADER, ROW

PAD = 8
_ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "right": Qt.AlignmentFlag.AlignRight,
    "center": Qt.AlignmentFlag.AlignHCenter,
}
Index = QModelIndex | QPersistentModelIndex


class CellDelegate(QStyledItemDelegate):
    """Paints a :class:`Cell`: text, money, chips, bars; selection, hover and the line below the row."""

    def __init__(self, view: "DeskTable") -> None:
        super().__init__(view)
        self._view = view
        self._fonts: tuple[QFont, QFont, QFont] | None = None
        theme.look.changed.connect(self._forget)

    def _forget(self) -> None:
        self._fonts = None

    def fonts(self) -> tuple[QFont, QFont, QFont]:
        """Body, bold, and the caption of chips."""
        if self._fonts is None:
            body = QFont(self._view.font())
            body.setPixelSize(theme.pixels())
            bold, caption = QFont(body), QFont(body)
            bold.setBold(True)
            caption.setPixelSize(theme.pixels() - 1)
            self._fonts = (body, bold, caption)
        return self._fonts

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell = index.data(CELL) or BLANK
        rect, t = option.rect, theme.tokens()
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected or index.row() == self._view.hovered:
            painter.fillRect(rect, QColor(t.selected if selected else t.hover))
        painter.setPen(QPen(QColor(t.line), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if selected and self._view.is_first_column(index.column()):
            painter.fillRect(rect.left(), rect.top(), 3, rect.height(), QColor(t.accent))
        inner = rect.adjusted(PAD, 0, -PAD, -1)
        if cell.bar is not None:
            self._bar(painter, inner, cell)
        elif cell.chip:
            self._chip(painter, inner, cell)
        else:
            self._text(painter, inner, cell)
        if option.state & QStyle.StateFlag.State_HasFocus and self._view.hasFocus():
            painter.setPen(QPen(QColor(t.accent), 1))
            painter.drawRect(rect.adjusted(0, 0, -1, -2))

    def _text(self, painter: QPainter, rect: QRect, cell: Cell) -> None:
        t = theme.tokens()
        color = t.tones[cell.tone][0] if cell.tone else t.muted if cell.muted else t.accent if cell.link else t.text
        body, bold, _caption = self.fonts()
        painter.setFont(bold if cell.bold else body)
        painter.setPen(QColor(color))
        if cell.icon:
            at = rect.left()
            painter.drawPixmap(at, rect.center().y() - 7, icons.pixmap(cell.icon, color, 15))
            rect = rect.adjusted(21, 0, 0, 0)
        text = painter.fontMetrics().elidedText(cell.text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, int(_ALIGN[cell.align] | Qt.AlignmentFlag.AlignVCenter), text)

    def _chip(self, painter: QPainter, rect: QRect, cell: Cell) -> None:
        fore, back = theme.tokens().tones[cell.tone or "neutral"]
        caption = self.fonts()[2]
        wide = QFontMetrics(caption).horizontalAdvance(cell.text) + (34 if cell.icon else 16)
        box = QRect(rect.left(), rect.center().y() - CHIP // 2 + 1, min(wide, rect.width()), CHIP)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(back))
        painter.drawRoundedRect(box, 4, 4)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        inner = box.adjusted(8, 0, -6, 0)
        if cell.icon:
            painter.drawPixmap(inner.left() - 1, box.center().y() - 6, icons.pixmap(cell.icon, fore, 14))
            inner.adjust(18, 0, 0, 0)
        painter.setFont(caption)
        painter.setPen(QColor(fore))
        text = QFontMetrics(caption).elidedText(cell.text, Qt.TextElideMode.ElideRight, inner.width() + 4)
        painter.drawText(inner.adjusted(0, 0, 6, 0), int(Qt.AlignmentFlag.AlignVCenter), text)

    def _bar(self, painter: QPainter, rect: QRect, cell: Cell) -> None:
        t = theme.tokens()
        track = QRect(rect.left(), rect.center().y() - 4, rect.width(), 8)
        painter.fillRect(track, QColor(t.tones["neutral"][1]))
        track.setWidth(round(rect.width() * max(0.0, min(1.0, cell.bar or 0.0))))
        painter.fillRect(track, QColor(t.tones[cell.tone][0] if cell.tone else t.accent))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        cell = index.data(CELL) or BLANK
        return QSize(
            QFontMetrics(self.fonts()[1]).horizontalAdvance(cell.text) + 3 * PAD + (26 if cell.icon else 0), ROW
        )


class DeskTable(QTableView):
    """A table as the desk shows them: rows chosen whole, even heights, hover, keys."""

    entered_row = Signal(QModelIndex)
    """Enter or a double click on a row."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hovered = -1
        self.setItemDelegate(CellDelegate(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows = self.verticalHeader()
        rows.setVisible(False)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(ROW)
        rows.setMinimumSectionSize(20)
        columns = self.horizontalHeader()
        columns.setHighlightSections(False)
        columns.setFixedHeight(HEADER)
        columns.setSectionsMovable(True)
        columns.setStretchLastSection(True)
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.doubleClicked.connect(self.entered_row)
        theme.look.changed.connect(self.viewport().update)

    def is_first_column(self, column: int) -> bool:
        """Whether a column stands leftmost."""
        return self.horizontalHeader().visualIndex(column) == 0

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.MouseMove, QEvent.Type.HoverMove):
            self._hover(self.rowAt(int(event.position().y())))  # type: ignore[attr-defined]
        elif event.type() in (QEvent.Type.Leave, QEvent.Type.HoverLeave):
            self._hover(-1)
        return super().viewportEvent(event)

    def _hover(self, row: int) -> None:
        if row != self.hovered:
            before, self.hovered = self.hovered, row
            for changed in (before, row):
                if changed >= 0:
                    top, height = self.rowViewportPosition(changed), self.rowHeight(changed)
                    self.viewport().update(0, top, self.viewport().width(), height)

    def keyPressEvent(self, event: Any) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.entered_row.emit(self.currentIndex())
            return
        super().keyPressEvent(event)

    def chosen_rows(self) -> list[int]:
        """The rows chosen, from top to bottom."""
        model = self.selectionModel()
        return sorted(index.row() for index in model.selectedRows()) if model else []
