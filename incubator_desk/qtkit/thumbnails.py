"""The pages of a document in small, one below the other, each with its words."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate

from incubator_desk.base.i18n import _

from . import fonts, theme
from .drawing import Drawing

WIDTH = 132
"""Pixels that the list takes at the usual size of type."""
_LONG, _GAP, _PAD, _BESIDE = 92, 6, 8, 4
_NONE = QModelIndex()
_FOCUSED, _SELECTED = QStyle.StateFlag.State_HasFocus.value, QStyle.StateFlag.State_Selected.value


class Thumbnails(QListView):
    """One of the pages is marked; the one the cursor goes to is chosen."""

    chosen = Signal(int)

    def __init__(self, drawing: Drawing) -> None:
        super().__init__()
        self._drawing = drawing
        self._pages = _Pages()
        self._painter = _Thumbnail(self, drawing)
        self.setModel(self._pages)
        self.setItemDelegate(self._painter)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setAccessibleName(_("Pages"))
        self.selectionModel().currentChanged.connect(self._moved)
        self.verticalScrollBar().valueChanged.connect(self._want)
        drawing.drawn.connect(self._drawn)
        theme.look.changed.connect(self._measure)
        self._measure()

    def _measure(self) -> None:
        self.setFixedWidth(fonts.widened(WIDTH))
        self.viewport().update()

    def fill(self, words: Sequence[str], sizes: Sequence[tuple[float, float]], page: int) -> None:
        """Show pages of these sizes with their words, one of them marked."""
        self._pages.fill(words)
        self._painter.shape(sizes[0] if sizes else (1.0, 1.0), words)
        self.mark(page)
        self._want()

    def mark(self, page: int) -> None:
        """Mark a page, and have it in sight."""
        index = self._pages.index(page)
        if index.isValid() and index != self.currentIndex():
            self.setCurrentIndex(index)

    def _moved(self, index: QModelIndex, _before: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(index.row())

    def _drawn(self, _page: int, width: int) -> None:
        if width == self._painter.dots():
            self.viewport().update()

    def _want(self) -> None:
        """Have drawn what is in sight, then what is just below and above."""
        count, high = self._pages.rowCount(), max(1, self._painter.size().height())
        top, shown = self.verticalScrollBar().value() // high, self.viewport().height() // high + 2
        rows = [*range(top, top + shown), *range(top + shown, top + 2 * shown), *range(top - shown, top)]
        self._drawing.want("thumbnails", [(row, self._painter.dots()) for row in rows if 0 <= row < count])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._want()


class _Pages(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self._words: list[str] = []

    def fill(self, words: Sequence[str]) -> None:
        self.beginResetModel()
        self._words = list(words)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NONE) -> int:
        return 0 if parent.isValid() else len(self._words)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._words[index.row()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            number = _("Page {number} of {count}").format(number=index.row() + 1, count=len(self._words))
            return f"{number}  {self._words[index.row()]}"
        return None


class _Thumbnail(QStyledItemDelegate):
    """Paints a page in small: the marked one framed, its words below."""

    def __init__(self, view: Thumbnails, drawing: Drawing) -> None:
        super().__init__(view)
        self._view, self._drawing = view, drawing
        self._paper, self._lines = QSize(_LONG, _LONG), 1

    def shape(self, size: tuple[float, float], words: Sequence[str]) -> None:
        """The pages have this shape, and these words below them."""
        room, metrics = self._view.viewport().width() - 2 * _BESIDE, QFontMetrics(fonts.bold(fonts.sized(12)))
        self._lines = 2 if any(metrics.horizontalAdvance(each) > room for each in words) else 1
        wide, high = size
        self._paper = QSize(_LONG, round(_LONG * high / wide)) if wide > high else QSize(round(_LONG * 0.88), 0)
        if not self._paper.height():
            self._paper.setHeight(round(self._paper.width() * high / wide))
        self.sizeHintChanged.emit(self._view.model().index(0, 0))

    def dots(self) -> int:
        """How many dots wide a page is drawn."""
        return round(self._paper.width() * self._view.devicePixelRatioF())

    def size(self) -> QSize:
        """The room of a page with its words."""
        words = self._lines * QFontMetrics(fonts.caption()).height()
        return QSize(self._view.viewport().width(), self._paper.height() + words + _GAP + 2 * _PAD)

    def sizeHint(self, _option: Any, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return self.size()

    def paint(self, painter: QPainter, option: Any, index: QModelIndex | QPersistentModelIndex) -> None:
        t, state = theme.tokens(), option.state.value
        marked = bool(state & _SELECTED)
        left = option.rect.left() + (option.rect.width() - self._paper.width()) // 2
        paper = QRect(left, option.rect.top() + _PAD, self._paper.width(), self._paper.height())
        painter.save()
        painter.fillRect(paper, Qt.GlobalColor.white)
        picture = self._drawing.picture(index.row(), self.dots())
        if picture is not None:
            painter.drawImage(paper, picture)
        painter.setPen(QPen(QColor(t.accent if marked else t.border), 2 if marked else 1))
        painter.drawRect(paper.adjusted(-2, -2, 1, 1) if marked else paper.adjusted(-1, -1, 0, 0))
        painter.setFont(fonts.bold(fonts.sized(12)) if marked else fonts.caption())
        painter.setPen(QColor(t.accent if marked else t.text2))
        words = option.rect.adjusted(_BESIDE, self._paper.height() + _PAD + _GAP, -_BESIDE, 0)
        centred = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
        painter.drawText(words, centred, index.data())
        if state & _FOCUSED and self._view.hasFocus():
            painter.setPen(QPen(QColor(t.accent), 1, Qt.PenStyle.DotLine))
            painter.drawRect(option.rect.adjusted(3, 1, -4, -2))
        painter.restore()
