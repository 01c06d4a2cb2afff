"""The two small charts of the home page, drawn in the theme's colours."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from incubator_desk.catalog.kinds import Tone

from . import fonts, painting, theme

_STEPS = 4
_WIDEST = 14.0


class BarChart(QWidget):
    """Groups of bars over an axis, with a legend: one bar a group for each of its words."""

    def __init__(self, legend: Sequence[str], groups: Sequence[tuple[str, Sequence[float]]]) -> None:
        super().__init__()
        self._legend, self._groups = tuple(legend), tuple(groups)
        self._top = _nice(max((value for _name, values in self._groups for value in values), default=0.0))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        spoken = (f"{name}: " + ", ".join(f"{v:,.2f}" for v in values) for name, values in self._groups)
        self.setAccessibleName(" / ".join(self._legend))
        self.setAccessibleDescription("; ".join(spoken))

    def sizeHint(self) -> QSize:
        return QSize(360, 260)

    def minimumSizeHint(self) -> QSize:
        return QSize(220, 170)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(fonts.caption())
        line = QFontMetrics(painter.font()).height()
        numbers = [_number(self._top * step / _STEPS, self._top) for step in range(_STEPS + 1)]
        left = max(map(QFontMetrics(painter.font()).horizontalAdvance, numbers)) + 11
        plot = QRectF(left, line + 12 + line / 2, self.width() - left, self.height() - 2.5 * line - 20)
        self._words(painter, left, line)
        self._axis(painter, plot, numbers, line)
        for at, (name, values) in enumerate(self._groups):
            wide = plot.width() / len(self._groups)
            place = QRectF(plot.left() + wide * at, plot.top(), wide, plot.height())
            self._bars(painter, place, values)
            painter.setPen(theme.color("text2"))
            painting.text(painter, QRectF(place.left(), plot.bottom() + 6, wide, line), name, painting.CENTRE)

    def _words(self, painter: QPainter, left: int, line: int) -> None:
        t = theme.tokens()
        for at, word in enumerate(self._legend):
            painting.rounded(painter, QRectF(left, (line - 10) / 2, 10, 10), t.chart[at], 2)
            painter.setPen(QColor(t.text2))
            wide = painter.fontMetrics().horizontalAdvance(word) + 2
            painting.text(painter, QRect(left + 15, 0, wide, line), word)
            left += wide + 31

    def _axis(self, painter: QPainter, plot: QRectF, numbers: Sequence[str], line: int) -> None:
        t = theme.tokens()
        for step, number in enumerate(numbers):
            y = round(plot.bottom() - plot.height() * step / _STEPS)
            painter.setPen(QPen(QColor(t.border if step == 0 else t.line), 1))
            painter.drawLine(round(plot.left()), y, round(plot.right()), y)
            painter.setPen(QColor(t.text2))
            painting.text(painter, QRectF(0, y - line / 2, plot.left() - 8, line), number, painting.RIGHT)

    def _bars(self, painter: QPainter, place: QRectF, values: Sequence[float]) -> None:
        wide = min(_WIDEST, place.width() * 0.8 / max(1, len(values)))
        x = place.center().x() - wide * len(values) / 2
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at, value in enumerate(values):
            height = place.height() * value / self._top
            if value > 0:
                box = QRectF(x + 0.5, place.bottom() - height, wide - 1, height)
                painter.fillPath(_standing(box), QColor(theme.tokens().chart[at]))
            x += wide
        painter.restore()


def _standing(box: QRectF) -> QPainterPath:
    """A bar with a round top, flat on its axis."""
    radius = min(2.0, box.height())
    path = QPainterPath(box.bottomLeft())
    path.lineTo(box.left(), box.top() + radius)
    path.quadTo(box.topLeft(), QPointF(box.left() + radius, box.top()))
    path.lineTo(box.right() - radius, box.top())
    path.quadTo(box.topRight(), QPointF(box.right(), box.top() + radius))
    path.lineTo(box.bottomRight())
    path.closeSubpath()
    return path


class AgeBars(QWidget):
    """Amounts by age: a word, a bar, a figure. The bars share one scale."""

    def __init__(self, rows: Sequence[tuple[str, float, str, Tone]]) -> None:
        super().__init__()
        self._rows = tuple(rows)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("; ".join(f"{name} {figure}" for name, _value, figure, _tone in self._rows))

    def sizeHint(self) -> QSize:
        return QSize(320, fonts.grown(27) * len(self._rows))

    def minimumSizeHint(self) -> QSize:
        return QSize(240, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        t, painter = theme.tokens(), QPainter(self)
        small, body = QFontMetrics(fonts.caption()), QFontMetrics(self.font())
        before = max((small.horizontalAdvance(name) for name, *_rest in self._rows), default=0) + 14
        behind = max((body.horizontalAdvance(figure) for *_rest, figure, _tone in self._rows), default=0) + 14
        most = max((value for _name, value, *_rest in self._rows), default=0.0) or 1.0
        high = fonts.grown(27)
        for at, (name, value, figure, tone) in enumerate(self._rows):
            box = QRect(0, high * at, self.width(), high)
            painter.setPen(QColor(t.text2))
            painter.setFont(fonts.caption())
            painting.text(painter, box, name)
            track = QRectF(before, box.top() + (high - 9) / 2, self.width() - before - behind, 9)
            painting.bar(painter, track, value / most, t.bar_ink(tone))
            painter.setPen(QColor(t.text))
            painter.setFont(self.font())
            painting.text(painter, box, figure, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


def _number(value: float, top: float) -> str:
    return f"{value:,.0f}" if top >= _STEPS else f"{value:,.2f}"


def _nice(value: float) -> float:
    """A round number at or above a value, that four steps divide well."""
    if value <= 0:
        return float(_STEPS)
    size = 1.0
    while size * 10 <= value:
        size *= 10
    while size > value:
        size /= 10
    return next(size * step for step in (1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10) if size * step >= value)
