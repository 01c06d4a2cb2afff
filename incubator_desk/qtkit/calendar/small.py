"""A small month to go about in: dots under the days tell how much there is."""

from collections.abc import Mapping
from datetime import date, timedelta

from PySide6.QtCore import QDate, QLocale, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from incubator_desk.base.dates import month_start
from incubator_desk.base.i18n import translate_many
from incubator_desk.qtkit import fonts, painting, theme

from .blocks import monday

_LINE, _WIDE, _WEEKS, _DOT, _MOST = 26, 224, 6, 3, 3
_GOING = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}


class SmallMonth(QWidget):
    """Six weeks; arrow keys go from day to day, a click goes to one."""

    picked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.day, self.today = date.min, date.min
        self.span = 7
        """How many days from the picked one's week on are looked at: 1, 7, or 0 for its month."""
        self._counts: Mapping[date, int] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(fonts.widened(_WIDE), (_WEEKS + 1) * fonts.grown(_LINE))

    minimumSizeHint = sizeHint

    def show_month(self, day: date, today: date, counts: Mapping[date, int], span: int) -> None:
        """Show the month of a day, with how much there is on each."""
        self.day, self.today, self._counts, self.span = day, today, counts, span
        words = QLocale().toString(QDate(day.year, day.month, day.day), QLocale.FormatType.LongFormat)
        many = counts.get(day, 0)
        self.setAccessibleDescription(f"{words}: {translate_many('{count} session', '{count} sessions', many)}")
        self.update()

    @property
    def first(self) -> date:
        """The first day shown."""
        return monday(month_start(self.day))

    def box(self, day: date) -> QRect:
        """Where a day stands."""
        week, column = divmod((day - self.first).days, 7)
        left, right = (round(self.width() * at / 7) for at in (column, column + 1))
        high = fonts.grown(_LINE)
        return QRect(left, (week + 1) * high, right - left, high)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, t = QPainter(self), theme.tokens()
        painter.setFont(fonts.caption())
        painter.setPen(QColor(t.text2))
        for at in range(7):
            box = self.box(self.first + timedelta(days=at))
            name = QLocale().standaloneDayName(at + 1, QLocale.FormatType.NarrowFormat)
            painting.text(painter, box.translated(0, -fonts.grown(_LINE)), name, painting.CENTRE)
        self._looked_at(painter)
        for at in range(_WEEKS * 7):
            self._day(painter, self.first + timedelta(days=at))
        if self.hasFocus():
            painting.focus_ring(painter, self.box(self.day))

    def _looked_at(self, painter: QPainter) -> None:
        """The week, or the day, that the large view shows."""
        if not self.span:
            return
        begin = monday(self.day) if self.span == 7 else self.day
        left, right = self.box(begin), self.box(begin + timedelta(days=self.span - 1))
        painting.rounded(painter, left.united(right).adjusted(0, 1, 0, -1), theme.tokens().accent_soft, 4)

    def _day(self, painter: QPainter, day: date) -> None:
        t, box = theme.tokens(), self.box(day)
        if day.month != self.day.month:
            return
        if day == self.today:
            pill = QRect(box.center().x() - 13, box.top() + 2, 27, box.height() - 5)
            painting.rounded(painter, pill, t.accent, 8)
        painter.setPen(QColor(t.on_accent if day == self.today else t.text2 if day.weekday() > 4 else t.text))
        painter.setFont(fonts.bold(fonts.sized(12)) if day == self.today else fonts.caption())
        painting.text(painter, box.adjusted(0, -4, 0, -4), str(day.day), painting.CENTRE)
        dots = min(_MOST, self._counts.get(day, 0))
        for at in range(dots):
            x = box.center().x() - (dots - 1) * (_DOT + 2) // 2 + at * (_DOT + 2)
            dot = QRect(x - 1, box.bottom() - 6, _DOT, _DOT)
            painting.rounded(painter, dot, t.on_accent if day == self.today else t.accent, 1.5)

    def _at(self, at: QPoint) -> date | None:
        for number in range(_WEEKS * 7):
            day = self.first + timedelta(days=number)
            if self.box(day).contains(at):
                return day
        return None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if (day := self._at(event.position().toPoint())) is not None:
            self.picked.emit(day)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (by := _GOING.get(Qt.Key(event.key()))) is not None:
            self.picked.emit(self.day + timedelta(days=by))
            return
        super().keyPressEvent(event)
