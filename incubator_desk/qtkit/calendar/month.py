"""A month by the day: each block a line, moved from day to day by dragging or by keys."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from PySide6.QtCore import QLocale, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from incubator_desk.base.dates import month_end, month_start
from incubator_desk.base.i18n import _
from incubator_desk.qtkit import fonts, painting, theme

from . import drawing
from .blocks import Block, Span, monday
from .view import CalendarView

_HEAD, _NUMBER, _LINE, _NEAR, _COLUMNS = 24, 24, 20, 4, 7
_USUAL = (9 * 60, 10 * 60)
"""When something new begins and ends that is put on a day."""


class MonthView(CalendarView):
    """The weeks that a month lies in."""

    def __init__(self, objection: Callable[[str, Span], str]) -> None:
        super().__init__(objection)
        self.mark = date.min
        self._month = date.min
        self._target: date | None = None
        """The day over which a block is dragged."""
        self._pressed: tuple[QPoint, str] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(700, 6 * fonts.grown(_NUMBER + 3 * _LINE))

    def minimumSizeHint(self) -> QSize:
        return QSize(320, 6 * fonts.grown(_NUMBER + _LINE))

    def show_blocks(self, first: date, blocks: Sequence[Block], today: date) -> None:
        """Show the month that a day lies in."""
        month = month_start(first)
        if month != self._month or self.mark == date.min:
            within = month <= today <= month_end(month)
            self.mark = today if within else max(month, min(month_end(month), self.mark))
        self._month = month
        begin = monday(month)
        end = monday(month_end(month)) + timedelta(days=_COLUMNS)
        super().show_blocks(begin, [b for b in blocks if begin <= b.span.day < end], today)

    @property
    def weeks(self) -> int:
        """How many weeks the month lies in."""
        return ((month_end(self._month) - self.first).days // 7) + 1

    # geometry ---------------------------------------------------------------------------------------------------------

    def box(self, day: date) -> QRect:
        """Where a day stands."""
        week, column = divmod((day - self.first).days, _COLUMNS)
        head = fonts.grown(_HEAD)
        left, right = (round(self.width() * at / _COLUMNS) for at in (column, column + 1))
        high = (self.height() - head) / self.weeks
        top, bottom = (round(head + high * at) for at in (week, week + 1))
        return QRect(left, top, right - left, bottom - top)

    def _fits(self, box: QRect) -> int:
        """How many lines a day has room for."""
        return max(1, (box.height() - fonts.grown(_NUMBER) - 2) // fonts.grown(_LINE))

    def _shown(self, day: date) -> tuple[Sequence[Block], int]:
        """The blocks that stand in a day, and how many more there are."""
        found, most = self.of_day(day), self._fits(self.box(day))
        if len(found) <= most:
            return found, 0
        at = next((n for n, b in enumerate(found) if b.key == self.current), 0)
        begin = max(0, min(at - (most - 2), len(found) - (most - 1))) if most > 1 else at
        shown = found[begin : begin + max(1, most - 1)] if most > 1 else ()
        return shown, len(found) - len(shown)

    def _line(self, day: date, number: int) -> QRect:
        box, high = self.box(day), fonts.grown(_LINE)
        return QRect(box.left() + 4, box.top() + fonts.grown(_NUMBER) + number * high, box.width() - 8, high - 3)

    def day_at(self, at: QPoint) -> date:
        """The day at a place."""
        head = fonts.grown(_HEAD)
        week = int((at.y() - head) * self.weeks / max(1, self.height() - head))
        column = int(at.x() * _COLUMNS / max(1, self.width()))
        week, column = max(0, min(self.weeks - 1, week)), max(0, min(_COLUMNS - 1, column))
        return self.first + timedelta(days=week * 7 + column)

    def hit(self, at: QPoint) -> Block | None:
        day = self.day_at(at)
        shown, _more = self._shown(day)
        return next((b for n, b in enumerate(shown) if self._line(day, n).contains(at)), None)

    # painting ---------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.tokens().surface))
        self._names(painter)
        for at in range(self.weeks * _COLUMNS):
            day = self.first + timedelta(days=at)
            if (box := self.box(day)).intersects(event.rect()):
                self._day(painter, day, box)

    def _names(self, painter: QPainter) -> None:
        painter.setFont(fonts.caption())
        painter.setPen(QColor(theme.tokens().text2))
        for at in range(_COLUMNS):
            box = self.box(self.first + timedelta(days=at))
            name = QLocale().standaloneDayName(at + 1, QLocale.FormatType.ShortFormat)
            painting.text(painter, QRect(box.left(), 0, box.width(), box.top()), name, painting.CENTRE)

    def _day(self, painter: QPainter, day: date, box: QRect) -> None:
        t = theme.tokens()
        if day == self._target:
            painter.fillRect(box, QColor(t.tones["danger" if self._against(day) else "info"][1]))
        elif day == self.today:
            painter.fillRect(box, QColor(t.accent_soft))
        elif day.weekday() > 4 or day.month != self._month.month:
            painter.fillRect(box, QColor(t.subtle))
        painter.fillRect(box.left(), box.top(), box.width(), 1, QColor(t.line))
        if box.left():
            painter.fillRect(box.left(), box.top(), 1, box.height(), QColor(t.line))
        self._number(painter, day, box)
        shown, more = self._shown(day)
        painter.setFont(fonts.caption())
        for number, each in enumerate(shown):
            moving = each.key == self.current and self._target is not None
            painter.setOpacity(0.4 if moving else 1)
            drawing.line(painter, self._line(day, number), each, marked=each.key == self.current)
            painter.setOpacity(1)
        painter.setPen(QColor(t.text2))
        if more:
            words = _("{count} more").format(count=more)
            painting.text(painter, self._line(day, len(shown)).adjusted(4, 0, 0, 0), words)
        if day == self._target and (words := self._against(day)):
            painter.setPen(QColor(t.tones["danger"][0]))
            painting.text(painter, self._line(day, self._fits(box) - 1), words)
        if self.hasFocus() and day == self.mark and not self.current:
            painting.focus_ring(painter, box.adjusted(1, 1, 0, 0))

    def _number(self, painter: QPainter, day: date, box: QRect) -> None:
        t = theme.tokens()
        painter.setFont(fonts.bold() if day == self.today else fonts.face(fonts.pixels()))
        corner = QRect(box.left() + 6, box.top() + 2, box.width() - 12, fonts.grown(20))
        words = QLocale().toString(day.day)
        if day == self.today:
            wide = QFontMetrics(painter.font()).horizontalAdvance(words) + 14
            pill = QRect(corner.left() - 2, corner.top(), wide, corner.height())
            painting.rounded(painter, pill, t.accent, pill.height() / 2)
            painter.setPen(QColor(t.on_accent))
            painting.text(painter, pill, words, painting.CENTRE)
            return
        painter.setPen(QColor(t.text if day.month == self._month.month else t.muted))
        painting.text(painter, corner, words)

    def _against(self, day: date) -> str:
        block = self._blocks.get(self.current)
        return self.objection(self.current, block.span._replace(day=day)) if block else ""

    # the mouse --------------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        at = event.position().toPoint()
        found = self.hit(at)
        self.mark = self.day_at(at)
        self._pressed = (at, found.key if found else "")
        self.choose(found.key if found else "")

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        if self._pressed is None or not self._pressed[1] or self.movable() is None:
            return
        if (at - self._pressed[0]).manhattanLength() >= _NEAR or self._target is not None:
            self._hover(self.day_at(at))

    def _hover(self, day: date | None) -> None:
        block = self.movable()
        self._target = day
        self.lifted = block.span._replace(day=day) if block and day else None
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            return
        at, key = self._pressed
        self._pressed = None
        if self._target is not None:
            self.set_down()
        elif key:
            self.opened.emit(key)
        elif self._more_at(at):
            self.looked_at.emit(self.mark)

    def _more_at(self, at: QPoint) -> bool:
        """Whether the words stand there that tell of more than a day has room for."""
        day = self.day_at(at)
        shown, more = self._shown(day)
        return bool(more) and self._line(day, len(shown)).contains(at)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.hit(event.position().toPoint()) is None:
            self.begin()

    def set_down(self) -> None:
        self._target = None
        super().set_down()

    def put_back(self) -> None:
        self._target = self._pressed = None
        super().put_back()

    # keys -------------------------------------------------------------------------------------------------------------

    def lift(self, days: int, steps: int, *, end: bool) -> bool:
        block = self.movable()
        if block is None or end:
            return False
        day = (self._target or block.span.day) + timedelta(days=days + 7 * steps)
        if self.first <= day < self.first + timedelta(days=7 * self.weeks):
            self._hover(day)
        return True

    def walk(self, days: int, steps: int, *, drawing: bool) -> None:
        del drawing
        found = self.of_day(self.mark)
        at = next((n for n, b in enumerate(found) if b.key == self.current), -1)
        if steps and 0 <= at + steps < len(found):
            self.choose(found[at + steps].key)  # within the day first, then on to the next week
            return
        day = self.mark + timedelta(days=days + 7 * steps)
        self.mark = day
        self.choose("")
        if not month_start(self._month) <= day <= month_end(self._month):
            self.turned.emit(1 if day > self._month else -1)
        self.update()

    def enter(self) -> None:
        if self.current:
            self.opened.emit(self.current)
        else:
            self.looked_at.emit(self.mark)

    def begin(self) -> None:
        self.drawn.emit(Span(self.mark, *_USUAL))

    def reveal(self) -> None:
        if block := self._blocks.get(self.current):
            self.mark = block.span.day
