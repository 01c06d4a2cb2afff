"""The next two weeks in one strip: a day a column, with what falls on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QLocale, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from incubator_desk.catalog.kinds import Tone

from . import fonts, painting, theme

DAYS = 14
_HEAD, _PILL, _LINE, _MOST = 52, 22, 24, 3


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that falls on a day; ``key`` is given back when it is opened."""

    text: str
    tone: Tone = "neutral"
    key: str = ""


class Fortnight(QWidget):
    """Fourteen days from today. Arrow keys walk over the entries, Enter opens one."""

    opened = Signal(str)
    """The key of an entry."""

    def __init__(self, first: date, entries: Mapping[date, Sequence[Entry]]) -> None:
        super().__init__()
        self._first = first
        self._days = [tuple(entries.get(first + timedelta(days=at), ())) for at in range(DAYS)]
        self._at = (next((at for at, day in enumerate(self._days) if day), 0), 0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        dates = (first + timedelta(days=at) for at in range(DAYS))
        spoken = (f"{day}: " + ", ".join(e.text for e in found) for day, found in zip(dates, self._days, strict=True))
        self.setAccessibleName("; ".join(spoken))

    def sizeHint(self) -> QSize:
        lines = min(_MOST, max(2, *map(len, self._days)))
        return QSize(DAYS * 58, fonts.grown(_HEAD) + lines * fonts.grown(_LINE) + 6)

    def minimumSizeHint(self) -> QSize:
        return QSize(DAYS * 40, self.sizeHint().height())

    def current(self) -> Entry | None:
        """The entry that Enter opens."""
        day, line = self._at
        return self._days[day][line] if line < len(self._days[day]) else None

    def _left(self, day: int) -> int:
        return round(self.width() * day / DAYS)

    def _box(self, day: int, line: int) -> QRect:
        left, right = self._left(day), self._left(day + 1)
        top = fonts.grown(_HEAD) + line * fonts.grown(_LINE)
        return QRect(left + 4, top, right - left - 8, fonts.grown(_LINE) - 4)

    # painting -------------------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        for at, entries in enumerate(self._days):
            self._day(painter, at)
            for line, entry in enumerate(entries[:_MOST]):
                self._entry(painter, self._box(at, line), entry, marked=self.hasFocus() and self._at == (at, line))

    def _day(self, painter: QPainter, at: int) -> None:
        t, day = theme.tokens(), self._first + timedelta(days=at)
        left, right = self._left(at), self._left(at + 1)
        if day.isoweekday() > 5:
            painter.fillRect(left, 0, right - left, self.height(), QColor(t.subtle))
        if at:
            painter.fillRect(left, 0, 1, self.height(), QColor(t.line))
        top = QRect(left, 2, right - left, fonts.grown(20))
        painter.setFont(fonts.caption())
        painter.setPen(QColor(t.text2))
        name = QLocale().standaloneDayName(day.isoweekday(), QLocale.FormatType.ShortFormat)
        painting.text(painter, top, name, painting.CENTRE)
        number = QRect(left, top.bottom(), right - left, fonts.grown(_PILL))
        painter.setFont(fonts.bold())
        if at == 0:
            wide = QFontMetrics(painter.font()).horizontalAdvance(str(day.day)) + 16
            pill = QRect(number.center().x() - wide // 2, number.top() + 1, wide, number.height() - 2)
            painting.rounded(painter, pill, t.accent, pill.height() / 2)
        painter.setPen(QColor(t.text if at else t.on_accent))
        painting.text(painter, number, str(day.day), painting.CENTRE)

    def _entry(self, painter: QPainter, box: QRect, entry: Entry, *, marked: bool) -> None:
        ink, ground = theme.tokens().tones[entry.tone]
        painting.rounded(painter, box, ground, 4)
        painter.setFont(fonts.caption())
        painter.setPen(QColor(ink))
        painting.text(painter, box.adjusted(4, 0, -2, 0), entry.text)
        if marked:
            painting.focus_ring(painter, box.adjusted(-2, -2, 2, 2))

    # mouse and keys -------------------------------------------------------------------------------------------------

    def _hit(self, at: QPoint) -> tuple[int, int] | None:
        day = min(DAYS - 1, max(0, at.x() * DAYS // max(1, self.width())))
        lines = range(min(_MOST, len(self._days[day])))
        return next(((day, line) for line in lines if self._box(day, line).contains(at)), None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if hit := self._hit(event.position().toPoint()):
            self._at = hit
            self.update()
            self._open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        day, line = self._at
        filled = [at for at, entries in enumerate(self._days) if entries]
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._open()
        elif event.key() == Qt.Key.Key_Left and filled:
            self._go(max((at for at in filled if at < day), default=day), 0)
        elif event.key() == Qt.Key.Key_Right and filled:
            self._go(min((at for at in filled if at > day), default=day), 0)
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and filled:
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self._go(day, max(0, min(line + step, min(_MOST, len(self._days[day])) - 1)))
        else:
            super().keyPressEvent(event)

    def _go(self, day: int, line: int) -> None:
        self._at = (day, line)
        entry = self.current()
        self.setAccessibleDescription(entry.text if entry else "")
        self.update()

    def _open(self) -> None:
        if entry := self.current():
            self.opened.emit(entry.key)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            hit = self._hit(event.pos())
            words = self._days[hit[0]][hit[1]].text if hit else ""
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)
