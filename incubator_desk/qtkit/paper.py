"""A page of paper in the middle of the room that it has, at any zoom; white in every theme."""

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from incubator_desk.base.i18n import _

from . import painting, theme
from .drawing import Drawing

Fit = Literal["page", "width"]
Zoom = int | Fit
"""Percent of the paper's real size, or what of it fits the room."""
ZOOMS = (25, 50, 75, 100, 125, 150, 200, 300, 400)
_MARGIN, _SHADOW = 14, 5
_POINT = 96 / 72
"""Pixels of a point at 100 %."""
_NOTCH = 120


class PaperView(QAbstractScrollArea):
    """Shows one page of a document. Arrows and Space scroll; at its end the next page follows."""

    turned = Signal(int)
    """Another page is shown."""
    zoomed = Signal()

    def __init__(self, drawing: Drawing) -> None:
        super().__init__()
        self._drawing = drawing
        self._sizes: tuple[tuple[float, float], ...] = ()
        self._shown: tuple[int, QImage] | None = None
        self._turn = 0
        self.page = 0
        self.zoom: Zoom = "page"
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        drawing.drawn.connect(self._drawn)
        theme.look.changed.connect(self.viewport().update)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 160)

    # what is shown ----------------------------------------------------------------------------------------------------

    def load(self, sizes: Sequence[tuple[float, float]]) -> None:
        """Show the pages of these sizes, of the document that is being drawn now; the same page if it can be."""
        self._sizes = tuple(sizes)
        self.page = max(0, min(self.page, len(self._sizes) - 1))
        self._settle()
        self.turned.emit(self.page)

    def go(self, page: int) -> bool:
        """Show a page; gives whether it is another one."""
        page = max(0, min(page, len(self._sizes) - 1))
        if page == self.page or not self._sizes:
            return False
        self.page, self._shown = page, None
        self._settle()
        self.verticalScrollBar().setValue(0)
        self.turned.emit(page)
        return True

    def forward(self) -> None:
        """Down the page, then to the next one."""
        bar = self.verticalScrollBar()
        if bar.value() < bar.maximum():
            bar.setValue(bar.value() + bar.pageStep())
        else:
            self.go(self.page + 1)

    def backward(self) -> None:
        """Up the page, then to the end of the one before."""
        bar = self.verticalScrollBar()
        if bar.value() > bar.minimum():
            bar.setValue(bar.value() - bar.pageStep())
        elif self.go(self.page - 1):
            bar.setValue(bar.maximum())

    # how large --------------------------------------------------------------------------------------------------------

    def percent(self) -> int:
        """How large it is shown, in percent of its real size."""
        return round(self._scale() / _POINT * 100)

    def set_zoom(self, zoom: Zoom) -> None:
        """Show it so large."""
        if zoom != self.zoom:
            self.zoom = zoom
            self._settle()
            self.zoomed.emit()

    def fit(self) -> None:
        """The whole page; where that is shown already, its width."""
        self.set_zoom("width" if self.zoom == "page" else "page")

    def step_zoom(self, step: int) -> None:
        """The next larger size, or the next smaller one."""
        now = self.percent()
        larger, smaller = [z for z in ZOOMS if z > now], [z for z in ZOOMS if z < now]
        if step > 0 and larger:
            self.set_zoom(larger[0])
        elif step < 0 and smaller:
            self.set_zoom(smaller[-1])

    def _scale(self) -> float:
        """Pixels of a point."""
        if not self._sizes:
            return _POINT
        wide, high = self._sizes[self.page]
        if isinstance(self.zoom, int):
            return _POINT * self.zoom / 100
        room = self.maximumViewportSize()
        across = (room.width() - 2 * _MARGIN) / wide
        down = (room.height() - 2 * _MARGIN) / high
        if self.zoom == "page":
            return max(0.1, min(across, down))
        if across > down:  # it will be scrolled: the bar takes its part
            bar = self.verticalScrollBar()
            there = self.viewport().width() if bar.isVisible() else room.width() - bar.sizeHint().width()
            across = (there - 2 * _MARGIN) / wide
        return max(0.1, across)

    def _size(self) -> QSize:
        if not self._sizes:
            return QSize()
        wide, high = self._sizes[self.page]
        scale = self._scale()
        return QSize(round(wide * scale), round(high * scale))

    def _settle(self) -> None:
        """Set the bars by what does not fit, and have drawn what is seen now."""
        size, room = self._size(), self.viewport().size()
        for bar, wanted, there, free in (
            (self.horizontalScrollBar(), size.width(), room.width(), isinstance(self.zoom, int)),
            (self.verticalScrollBar(), size.height(), room.height(), self.zoom != "page"),
        ):
            bar.setRange(0, max(0, wanted + 2 * _MARGIN - there) if free else 0)
            bar.setPageStep(max(1, there - 2 * _MARGIN))
            bar.setSingleStep(40)
        self._want()
        self.setAccessibleName(
            _("Page {number} of {count}").format(number=self.page + 1, count=len(self._sizes))
            if self._sizes
            else _("No page")
        )
        self.viewport().update()

    def _want(self) -> None:
        if self._sizes:
            around = [self.page, self.page + 1, self.page - 1]
            wishes = [(page, self._dots()) for page in around if 0 <= page < len(self._sizes)]
            self._drawing.want("page", wishes)

    def _dots(self) -> int:
        return max(1, round(self._size().width() * self.devicePixelRatioF()))

    def _drawn(self, page: int, width: int) -> None:
        if page == self.page and width == self._dots():
            self.viewport().update()

    def place(self) -> QRect:
        """Where in the viewport the page lies."""
        size, room = self._size(), self.viewport().size()
        left = max(_MARGIN, (room.width() - size.width()) // 2) - self.horizontalScrollBar().value()
        top = max(_MARGIN, (room.height() - size.height()) // 2) - self.verticalScrollBar().value()
        return QRect(QPoint(left, top), size)

    def drawn(self) -> bool:
        """Whether the page is seen as sharp as it can be."""
        return self._drawing.picture(self.page, self._dots()) is not None

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, t = QPainter(self.viewport()), theme.tokens()
        painter.fillRect(self.viewport().rect(), QColor(t.window))
        if self._sizes:
            place = self.place()
            for step in range(_SHADOW, 0, -1):
                painting.rounded(painter, QRectF(place).adjusted(-step, -step + 2, step, step), "#0C000000", step)
            painter.fillRect(place.adjusted(-1, -1, 1, 1), QColor(t.border))
            painter.fillRect(place, Qt.GlobalColor.white)
            picture = self._drawing.picture(self.page, self._dots())
            if picture is not None:
                self._shown = (self.page, picture)
            if self._shown is not None and self._shown[0] == self.page:
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=picture is None)
                painter.drawImage(place, self._shown[1])
        if self.hasFocus():
            painting.focus_ring(painter, self.viewport().rect())

    def forget(self) -> None:
        """What was shown belongs to another document."""
        self._sizes, self._shown = (), None
        self._settle()

    # the hand ---------------------------------------------------------------------------------------------------------

    def scrollContentsBy(self, _across: int, _down: int) -> None:
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle()
        if not isinstance(self.zoom, int):
            self.zoomed.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        notches = event.angleDelta().y()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step_zoom(1 if notches > 0 else -1)
            return
        bar = self.verticalScrollBar()
        if notches and bar.value() == (bar.minimum() if notches > 0 else bar.maximum()):
            self._turn += notches
            if abs(self._turn) >= _NOTCH:
                self._turn = 0
                (self.backward if notches > 0 else self.forward)()
            return
        self._turn = 0
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys, back = Qt.Key, event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if event.key() in (keys.Key_PageDown, keys.Key_Space) and not back:
            self.forward()
        elif event.key() in (keys.Key_PageUp, keys.Key_Space):
            self.backward()
        elif event.key() in (keys.Key_Home, keys.Key_End):
            self.go(0 if event.key() == keys.Key_Home else len(self._sizes) - 1)
        else:
            super().keyPressEvent(event)
