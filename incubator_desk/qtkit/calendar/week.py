"""A week, or a day, by the hour: blocks are drawn by dragging, moved, and made longer at their edges."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from enum import Enum
from typing import Literal

from PySide6.QtCore import QLocale, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from incubator_desk.qtkit import fonts, painting, theme, widgets

from . import drawing
from .blocks import DAY, STEP, Block, Span, clock, lanes, minutes_of, snapped
from .view import CalendarView

_GUTTER, _HEAD, _HOUR, _EDGE, _NEAR = 48, 46, 56, 6, 4
_WEEKEND = 0.5
"""The width of a Saturday or Sunday beside that of another day."""
_GENEROUS = 4
"""Minutes before a line at which the hand already means the line."""
_SLOT = 30
"""Minutes of the cursor's step."""


class Days:
    """Where the columns of some days stand in a width."""

    def __init__(self, count: int) -> None:
        self.count = count

    def bounds(self, width: int) -> list[int]:
        """The left edges of the columns, and the right edge of the last."""
        left = fonts.widened(_GUTTER)
        weights = [_WEEKEND if self.count == 7 and at > 4 else 1.0 for at in range(self.count)]
        unit = (width - left) / sum(weights)
        found, at = [left], float(left)
        for weight in weights:
            at += unit * weight
            found.append(round(at))
        return found


class WeekHead(QWidget):
    """The days above their columns; a click looks at one alone."""

    clicked = Signal(object)

    def __init__(self, days: Days) -> None:
        super().__init__()
        self._days, self.first, self.today = days, date.min, date.min
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.beside = 0
        """The width that a scroll bar takes beside the columns below."""

    def sizeHint(self) -> QSize:
        return QSize(400, fonts.grown(_HEAD) + fonts.grown(0))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, t = QPainter(self), theme.tokens()
        edges = self._days.bounds(self.width() - self.beside)
        for at in range(self._days.count):
            day = self.first + timedelta(days=at)
            box = QRect(edges[at], 2, edges[at + 1] - edges[at], self.height() - 3)
            if day == self.today:
                painter.fillRect(box.adjusted(1, -2, 0, 3), QColor(t.accent_soft))
            upper = QRect(box.left(), box.top(), box.width(), fonts.grown(19))
            painter.setFont(fonts.caption())
            painter.setPen(QColor(t.text2))
            name = QLocale().standaloneDayName(day.isoweekday(), QLocale.FormatType.ShortFormat)
            painting.text(painter, upper, name, painting.CENTRE)
            lower = QRect(box.left(), upper.bottom(), box.width(), fonts.grown(22))
            painter.setFont(fonts.bold())
            if day == self.today:
                wide = QFontMetrics(painter.font()).horizontalAdvance(str(day.day)) + 16
                pill = QRect(lower.center().x() - wide // 2, lower.top() + 1, wide, lower.height() - 2)
                painting.rounded(painter, pill, t.accent, pill.height() / 2)
            painter.setPen(QColor(t.on_accent if day == self.today else t.text))
            painting.text(painter, lower, str(day.day), painting.CENTRE)
            painter.fillRect(edges[at], 0, 1, self.height(), QColor(t.line))
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(t.border))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        edges = self._days.bounds(self.width() - self.beside)
        for at in range(self._days.count):
            if edges[at] <= event.position().x() < edges[at + 1]:
                self.clicked.emit(self.first + timedelta(days=at))


class _Grip(Enum):
    """What a drag does."""

    DRAW = "draw"
    MOVE = "move"
    START = "start"
    END = "end"


class WeekGrid(CalendarView):
    """The hours of some days."""

    def __init__(self, days: Days, objection: Callable[[str, Span], str]) -> None:
        super().__init__(objection)
        self._columns = days
        self.hours = (8, 20)
        """The first hour shown and the one after the last, unless something stands outside."""
        self.now: int | None = None
        """Minutes since midnight, where today is shown."""
        self.drawn_span: Span | None = None
        """What is being drawn."""
        self.mark = Span(date.min, 9 * 60, 9 * 60 + _SLOT)
        self._grip: _Grip | None = None
        self._pressed: tuple[QPoint, Span | None, int] | None = None
        self._placed: dict[str, tuple[int, int]] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_blocks(self, first: date, blocks: Sequence[Block], today: date) -> None:
        last = first + timedelta(days=self._columns.count - 1)
        if not first <= self.mark.day <= last:
            day = today if first <= today <= last else first
            self.mark = Span(day, self.mark.start, self.mark.start + _SLOT)
        super().show_blocks(first, [b for b in blocks if first <= b.span.day <= last], today)
        self.drawn_span = None
        self._placed = {}
        for day in self.days():
            self._placed |= lanes(self.of_day(day))

    def days(self) -> list[date]:
        """The days shown."""
        return [self.first + timedelta(days=at) for at in range(self._columns.count)]

    # geometry ---------------------------------------------------------------------------------------------------------

    def _bounds(self) -> tuple[int, int]:
        """The first and last minute shown: the office's hours, and whatever stands outside them."""
        spans = [b.span for day in self.days() for b in self.of_day(day)]
        first = min([self.hours[0] * 60, *(s.start // 60 * 60 for s in spans)])
        last = max([self.hours[1] * 60, *(-(-s.end // 60) * 60 for s in spans)])
        return first, last

    def _scale(self) -> float:
        """Pixels of a minute."""
        first, last = self._bounds()
        return max(fonts.grown(_HOUR) / 60, (self.height() - 8) / (last - first))

    def sizeHint(self) -> QSize:
        first, last = self._bounds()
        return QSize(480, round((last - first) * fonts.grown(_HOUR) / 60) + 8)

    def minimumSizeHint(self) -> QSize:
        return QSize(320, self.sizeHint().height())

    def _y(self, minute: int) -> int:
        return round((minute - self._bounds()[0]) * self._scale()) + 4

    def _minute(self, y: float) -> float:
        first, last = self._bounds()
        return max(first, min(last, first + (y - 4) / self._scale()))

    def _day_at(self, x: float) -> date:
        edges = self._columns.bounds(self.width())
        at = next((n for n in range(self._columns.count) if x < edges[n + 1]), self._columns.count - 1)
        return self.first + timedelta(days=at)

    def box(self, span: Span, lane: int = 0, of: int = 1) -> QRect:
        """Where a span stands."""
        edges = self._columns.bounds(self.width())
        at = (span.day - self.first).days
        left, right = edges[at] + 4, edges[at + 1] - 4
        wide = (right - left) / of
        top, bottom = self._y(span.start), self._y(span.end)
        return QRect(round(left + lane * wide), top, round(wide) - (2 if of > lane + 1 else 0), bottom - top - 1)

    def place(self, key: str) -> QRect:
        """Where a block stands."""
        shown = self._blocks[key]
        return self.box(shown.span, *self._placed.get(key, (0, 1)))

    def hit(self, at: QPoint) -> Block | None:
        day = self._day_at(at.x())
        return next((b for b in reversed(self.of_day(day)) if self.place(b.key).contains(at)), None)

    def _grip_at(self, at: QPoint) -> tuple[Block | None, _Grip]:
        found = self.hit(at)
        if found is None:
            return None, _Grip.DRAW
        box = self.place(found.key)
        if not found.fixed and box.height() > 3 * _EDGE:
            if at.y() >= box.bottom() - _EDGE:
                return found, _Grip.END
            if at.y() <= box.top() + _EDGE - 2:
                return found, _Grip.START
        return found, _Grip.MOVE

    # painting ---------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._ground(painter)
        for day in self.days():
            for shown in self.of_day(day):
                box = self.place(shown.key)
                if not box.intersects(event.rect()):
                    continue
                if shown.key == self.current and self.lifted:
                    painter.setOpacity(0.4)
                drawing.block(painter, box, shown, marked=shown.key == self.current)
                painter.setOpacity(1)
        if self.now is not None and self.today in self.days():
            self._now_line(painter)
        span = self.lifted or self.drawn_span
        if span is not None and span.day in self.days():
            drawing.hovering(painter, self.box(span), *self.told(span))
        elif self.hasFocus() and not self.current:
            painting.focus_ring(painter, self.box(self.mark))

    def _ground(self, painter: QPainter) -> None:
        t, edges = theme.tokens(), self._columns.bounds(self.width())
        painter.fillRect(self.rect(), QColor(t.surface))
        for at, day in enumerate(self.days()):
            column = QRect(edges[at], 0, edges[at + 1] - edges[at], self.height())
            if day == self.today:
                painter.fillRect(column, QColor(t.accent_soft))
            elif day.weekday() > 4:
                painter.fillRect(column, QColor(t.subtle))
        first, last = self._bounds()
        painter.setFont(fonts.caption())
        for hour in range(first // 60, last // 60 + 1):
            y = self._y(hour * 60)
            painter.fillRect(edges[0], y, self.width() - edges[0], 1, QColor(t.line))
            if hour * 60 < last:
                painter.setPen(QColor(t.text2))
                box = QRect(0, y - (0 if hour * 60 == first else 9), edges[0] - 8, fonts.grown(18))
                painting.text(painter, box, clock(hour * 60), painting.RIGHT)
        for edge in edges[:-1]:
            painter.fillRect(edge, 0, 1, self.height(), QColor(t.line))

    def _now_line(self, painter: QPainter) -> None:
        first, last = self._bounds()
        if self.now is None or not first <= self.now <= last:
            return
        edges, at = self._columns.bounds(self.width()), (self.today - self.first).days
        y, ink = self._y(self.now), theme.color("danger")
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(ink, 1.5))
        painter.drawLine(edges[at], y, edges[at + 1], y)
        painter.setBrush(ink)
        painter.drawEllipse(QPoint(edges[at] + 1, y), 4, 4)
        painter.restore()

    # the mouse --------------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        at = event.position().toPoint()
        found, self._grip = self._grip_at(at)
        self.drawn_span = None
        self.choose(found.key if found else "")
        minute = self._minute(at.y())
        self._pressed = (at, found.span if found else None, int(minute))
        if found is None:
            start = int(minute // _SLOT * _SLOT)
            self.mark = Span(self._day_at(at.x()), start, start + _SLOT)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        if self._pressed is None:
            self._point(at)
            return
        pressed, span, minute = self._pressed
        if (at - pressed).manhattanLength() < _NEAR and self.lifted is None and self.drawn_span is None:
            return
        if self._grip is _Grip.DRAW:
            start, end = sorted((minute, round(self._minute(at.y()))))
            start = (start + _GENEROUS) // STEP * STEP
            self.drawn_span = Span(self.mark.day, start, max(start + STEP, snapped(end)))
        elif span is not None and self.movable():
            self.lifted = self._dragged(span, minute, at)
        self._follow(at)
        self.update()

    def _dragged(self, span: Span, pressed: int, at: QPoint) -> Span:
        by = snapped(abs(self._minute(at.y()) - pressed)) * (1 if self._minute(at.y()) >= pressed else -1)
        if self._grip is _Grip.END:
            return span.until(span.end + by)
        if self._grip is _Grip.START:
            return span.since(span.start + by)
        return span.moved((self._day_at(at.x()) - span.day).days, by)

    def _point(self, at: QPoint) -> None:
        grip = self._grip_at(at)[1]
        edges = (_Grip.END, _Grip.START)
        self.setCursor(Qt.CursorShape.SizeVerCursor if grip in edges else Qt.CursorShape.ArrowCursor)

    def _follow(self, at: QPoint) -> None:
        """Scroll where the mouse goes beyond what is in sight."""
        if isinstance(area := self._area(), QScrollArea):
            area.ensureVisible(at.x(), at.y(), 0, 24)

    def _area(self) -> QWidget | None:
        viewport = self.parentWidget()
        return viewport.parentWidget() if viewport else None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            return
        self._pressed = None
        if self.drawn_span is not None:
            self.drawn.emit(self.drawn_span)
        elif self.lifted is not None:
            self.set_down()
        elif self.current:
            self.opened.emit(self.current)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.hit(event.position().toPoint()) is None:
            self.begin()

    def put_back(self) -> None:
        self.drawn_span = None
        super().put_back()

    # keys -------------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and (self._pressed or self.drawn_span):
            self._pressed = None
            self.put_back()
            return
        super().keyPressEvent(event)

    def lift(self, days: int, steps: int, *, end: bool) -> bool:
        shown = self.movable()
        if shown is None:
            return False
        span = self.lifted or shown.span
        self.lifted = span.until(span.end + steps * STEP) if end else span.moved(days, steps * STEP)
        if self.lifted.day not in self.days():
            self.lifted = span
        self._in_sight(self.lifted)
        self.update()
        return True

    def walk(self, days: int, steps: int, *, drawing: bool) -> None:
        if drawing and not days:
            base = self.drawn_span or self.mark
            self.drawn_span = base.until(base.end + steps * _SLOT)
            self._in_sight(self.drawn_span)
            self.update()
            return
        self.drawn_span = None
        start = self._blocks[self.current].span if self.current else self.mark
        day = start.day + timedelta(days=days)
        if day not in self.days():
            self.mark = Span(day, start.start, start.start + _SLOT)
            self.turned.emit(days)
            return
        minute = start.start // _SLOT * _SLOT + steps * _SLOT
        if self.current and steps > 0:
            minute = -(-start.end // _SLOT) * _SLOT
        minute = max(0, min(DAY - _SLOT, minute))
        self.mark = Span(day, minute, minute + _SLOT)
        here = [b for b in self.of_day(day) if b.span.meets(self.mark)]
        self.choose(here[0].key if here else "")
        self._in_sight(self.mark)
        self.update()

    def enter(self) -> None:
        if self.current:
            self.opened.emit(self.current)
        else:
            self.begin()

    def begin(self) -> None:
        """Draw what was marked, or an hour at the cursor."""
        span = self.drawn_span or self.mark.until(self.mark.start + 60)
        self.drawn_span = span
        self.drawn.emit(span)

    def reveal(self) -> None:
        if shown := self._blocks.get(self.current):
            self._in_sight(shown.span)

    def _in_sight(self, span: Span) -> None:
        if span.day in self.days() and isinstance(area := self._area(), QScrollArea):
            box = self.box(span)
            area.ensureVisible(box.center().x(), box.top(), 0, 12)
            area.ensureVisible(box.center().x(), box.bottom(), 0, 12)


class WeekView(QWidget):
    """The hours of a week or a day below their heads; the hours scroll, the heads stay."""

    def __init__(self, objection: Callable[[str, Span], str], count: Literal[1, 7] = 7) -> None:
        super().__init__()
        days = Days(count)
        self.head, self.grid = WeekHead(days), WeekGrid(days, objection)
        self.head.clicked.connect(self.grid.looked_at)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(self.grid)
        self._area.verticalScrollBar().rangeChanged.connect(lambda *_: self._align())
        whole = widgets.column(self.head, self._area, gap=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.setFocusProxy(self.grid)

    def show_blocks(self, first: date, blocks: Sequence[Block], today: date, now: str = "") -> None:
        """Show these from a day on; ``now`` is the time of the day that today's line marks."""
        self.head.first, self.head.today = first, today
        self.grid.now = minutes_of(now) if now else None
        self.grid.show_blocks(first, blocks, today)
        self.head.update()
        QTimer.singleShot(0, self, self.grid.reveal)

    def _align(self) -> None:
        bar = self._area.verticalScrollBar()
        self.head.beside = bar.sizeHint().width() if bar.maximum() > 0 else 0
        self.head.update()
