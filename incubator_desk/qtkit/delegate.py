"""The one delegate that paints all cells, and the table it belongs to."""

from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QHelpEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QTableView,
    QToolTip,
    QWidget,
)

from . import fonts, painting, theme
from .cells import BLANK, CELL, Cell
from .tokens import HEADER, ROW, Tokens

PAD = 8
_ICON, _ICON_GAP, _BOX = 15, 6, 16
_SELECTED, _FOCUSED = QStyle.StateFlag.State_Selected.value, QStyle.StateFlag.State_HasFocus.value
_ALIGN = {"left": painting.LEFT, "right": painting.RIGHT, "center": painting.CENTRE}
Index = QModelIndex | QPersistentModelIndex


class CellDelegate(QStyledItemDelegate):
    """Paints a :class:`Cell`: text, money, chips, bars, old → new; selection, hover and the line below the row."""

    def __init__(self, view: "DeskTable") -> None:
        super().__init__(view)
        self._view = view
        self._fonts: tuple[QFont, QFont] | None = None
        theme.look.changed.connect(self._forget)

    def _forget(self) -> None:
        self._fonts = None

    def fonts(self) -> tuple[QFont, QFont]:
        """Body and bold."""
        if self._fonts is None:
            self._fonts = (fonts.face(fonts.pixels()), fonts.bold())
        return self._fonts

    def paint(self, painter: QPainter, option: Any, index: Index) -> None:
        cell = index.data(CELL) or BLANK
        painter.save()
        self._ground(painter, option, index)
        inner = option.rect.adjusted(PAD, 0, -PAD, -1)
        if cell.checked is not None:
            inner = self._box(painter, inner, checked=cell.checked)
        if cell.chip:
            painting.chip(painter, inner, cell.text, cell.tone or "neutral", cell.icon)
        else:
            self._words(painter, inner, cell)
        painter.restore()

    def _ground(self, painter: QPainter, option: Any, index: Index) -> None:
        rect, t = option.rect, theme.tokens()
        state = option.state.value
        selected = bool(state & _SELECTED)
        if selected or index.row() == self._view.hovered:
            painter.fillRect(rect, painting.ink(t.selected if selected else t.hover))
        painter.setPen(painting.thin(t.line))
        painter.drawLine(rect.left(), rect.bottom(), rect.right(), rect.bottom())
        if selected and self._view.is_first_column(index.column()):
            painter.fillRect(rect.left(), rect.top(), 3, rect.height(), painting.ink(t.accent))
        if state & _FOCUSED and self._view.hasFocus():
            painter.setPen(painting.thin(t.accent))
            painter.drawRect(rect.adjusted(0, 0, -1, -2))

    def _box(self, painter: QPainter, rect: QRect, *, checked: bool) -> QRect:
        t = theme.tokens()
        box = QRect(rect.left(), rect.top() + (rect.height() - _BOX) // 2, _BOX, _BOX)
        painting.rounded(painter, box, t.accent if checked else t.surface, 3, t.accent if checked else t.control)
        if checked:
            painting.icon(painter, box.left() + 1, box, "check", t.on_accent, _BOX - 2)
        return rect.adjusted(_BOX + PAD, 0, 0, 0)

    def _words(self, painter: QPainter, rect: QRect, cell: Cell) -> None:
        t = theme.tokens()
        painter.setFont(self.fonts()[cell.bold])
        ink = _ink(t, cell)
        if cell.icon:
            beside = t.ink(cell.icon_tone) if cell.icon_tone else ink
            painting.icon(painter, rect.left(), rect, cell.icon, beside, _ICON)
            rect = rect.adjusted(_ICON + _ICON_GAP, 0, 0, 0)
        if cell.bar is not None:
            rect = self._bar(painter, rect, cell)
        if cell.old is not None:
            rect = self._old(painter, rect, cell.old)
        painter.setPen(painting.ink(ink))
        painting.text(painter, rect, cell.text, _ALIGN[cell.align])

    def _bar(self, painter: QPainter, rect: QRect, cell: Cell) -> QRect:
        t = theme.tokens()
        beside = QFontMetrics(painter.font()).horizontalAdvance(cell.text) + PAD + 3 if cell.text else 0
        track = QRect(rect.left(), rect.center().y() - 3, max(24, rect.width() - beside), 8)
        painting.bar(painter, track, cell.bar or 0.0, t.bar_ink(cell.tone))
        return rect.adjusted(track.width() + PAD, 0, 0, 0)

    def _old(self, painter: QPainter, rect: QRect, old: str) -> QRect:
        t = theme.tokens()
        struck = QFont(painter.font())
        struck.setBold(False)
        struck.setStrikeOut(True)
        wide = min(QFontMetrics(struck).horizontalAdvance(old), rect.width() // 2)
        kept = painter.font()
        painter.setFont(struck)
        painter.setPen(QColor(t.muted))
        painting.text(painter, QRect(rect.left(), rect.top(), wide + 1, rect.height()), old)
        painter.setFont(kept)
        painting.icon(painter, rect.left() + wide + 5, rect, "arrow", t.muted, 13)
        return rect.adjusted(wide + 23, 0, 0, 0)

    def sizeHint(self, option: Any, index: Index) -> QSize:
        return QSize(self.wanted_width(index.data(CELL) or BLANK), self._view.verticalHeader().defaultSectionSize())

    def wanted_width(self, cell: Cell) -> int:
        """How wide a column must be to show a cell whole."""
        box = _BOX + PAD if cell.checked is not None else 0
        if cell.chip:
            return painting.chip_width(cell.text, cell.icon) + box + 2 * PAD
        metrics = QFontMetrics(self.fonts()[cell.bold])
        wide = metrics.horizontalAdvance(cell.text) + box + 2 * PAD + 2
        wide += _ICON + _ICON_GAP if cell.icon else 0
        wide += metrics.horizontalAdvance(cell.old) + 23 if cell.old is not None else 0
        return wide + (64 if cell.bar is not None else 0)

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: Any, index: Any) -> bool:
        """Only what is cut off is told again in full."""
        cell = index.data(CELL) or BLANK
        if event.type() == QEvent.Type.ToolTip and self.wanted_width(cell) <= option.rect.width():
            QToolTip.hideText()
            return True
        return super().helpEvent(event, view, option, index)


def _ink(t: Tokens, cell: Cell) -> str:
    if cell.tone:
        return t.tones[cell.tone][0]
    return t.accent if cell.link else t.muted if cell.muted else t.text


class DeskTable(QTableView):
    """A table as the desk shows them: rows chosen whole, even heights, hover, keys."""

    entered_row = Signal(QModelIndex)
    """Enter or a double click on a row."""
    ticked = Signal(QModelIndex)
    """A click on a cell with a box to tick, or Space on its row."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hovered = -1
        self._row = ROW
        self._painter = CellDelegate(self)
        self.setItemDelegate(self._painter)
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
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.setVisible(False)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(20)
        columns.setHighlightSections(False)
        columns.setSectionsMovable(True)
        columns.setStretchLastSection(True)
        columns.setDefaultAlignment(painting.LEFT)
        columns.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.doubleClicked.connect(self.entered_row)
        self._measure()
        theme.look.changed.connect(self._measure)

    def set_row_height(self, height: int) -> None:
        """Lower rows on small screens, higher ones in cards: a height of the tokens; it grows with the type."""
        if height != self._row:
            self._row = height
            self._measure()

    def _measure(self) -> None:
        self.verticalHeader().setDefaultSectionSize(fonts.grown(self._row))
        self.horizontalHeader().setFixedHeight(fonts.grown(HEADER))
        self.viewport().update()

    def is_first_column(self, column: int) -> bool:
        """Whether a column stands leftmost of those shown."""
        header = self.horizontalHeader()
        shown = (at for at in map(header.logicalIndex, range(header.count())) if not header.isSectionHidden(at))
        return next(shown, -1) == column

    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        self.hovered = -1

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseMove:
            self._hover(self.rowAt(int(event.position().y())))
        elif event.type() == QEvent.Type.Leave:
            self._hover(-1)
        return super().viewportEvent(event)

    def _hover(self, row: int) -> None:
        if row != self.hovered:
            before, self.hovered = self.hovered, row
            for changed in (before, row):
                if changed >= 0:
                    top, height = self.rowViewportPosition(changed), self.rowHeight(changed)
                    self.viewport().update(0, top, self.viewport().width(), height)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if _has_box(index) and self._in_box(index, event.position().toPoint()):
            self.ticked.emit(index)

    def _in_box(self, index: QModelIndex, at: QPoint) -> bool:
        return at.x() < self.visualRect(index).left() + _BOX + 2 * PAD

    def keyPressEvent(self, event: Any) -> None:
        current = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and current.isValid():
            self.entered_row.emit(current)
            return
        if event.key() == Qt.Key.Key_Space and current.isValid() and (box := self._box_of(current.row())) is not None:
            self.ticked.emit(box)
            return
        super().keyPressEvent(event)

    def _box_of(self, row: int) -> QModelIndex | None:
        model = self.model()
        indexes = (model.index(row, column) for column in range(model.columnCount()))
        return next((index for index in indexes if _has_box(index)), None)

    def chosen_rows(self) -> list[int]:
        """The rows chosen, from top to bottom."""
        model = self.selectionModel()
        return sorted(index.row() for index in model.selectedRows()) if model else []


def _has_box(index: QModelIndex) -> bool:
    return index.isValid() and (index.data(CELL) or BLANK).checked is not None
