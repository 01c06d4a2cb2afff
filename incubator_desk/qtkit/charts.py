"""The two small charts of the home page, drawn in the theme's colours."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from incubator_desk.catalog.kinds import Tone

from . import theme


class BarChart(QWidget):
    """Groups of bars over an axis, with a legend."""

    def __init__(self, legend: Sequence[str], groups: Sequence[tuple[str, Sequence[float]]]) -> None:
        super().__init__()
        self._legend, self._groups = list(legend), list(groups)
        self.setMinimumHeight(180)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        spoken = "; ".join(f"{name}: " + ", ".join(f"{v:,.2f}" for v in values) for name, values in groups)
        self.setAccessibleName(" / ".join(legend))
        self.setAccessibleDescription(spoken)

    def paintEvent(self, _event: QPaintEvent) -> None:
        t = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = painter.font()
        font.setPixelSize(theme.pixels() - 1)
        painter.setFont(font)
        left = 34
        for at, word in enumerate(self._legend):
            painter.fillRect(QRectF(left, 6, 9, 9), QColor(t.chart[at]))
            painter.setPen(QColor(t.text2))
            painter.drawText(QRectF(left + 14, 0, 160, 20), int(Qt.AlignmentFlag.AlignVCenter), word)
            left += 34 + painter.fontMetrics().horizontalAdvance(word)
        plot = QRectF(38, 28, self.width() - 42, self.height() - 52)
        top = _nice(max((v for _name, values in self._groups for v in values), default=0.0))
        for step in range(5):
            y = plot.bottom() - plot.height() * step / 4
            painter.setPen(QPen(QColor(t.line), 1))
            painter.drawLine(int(plot.left()), int(y), int(plot.right()), int(y))
            painter.setPen(QColor(t.muted))
            text = f"{top * step / 4:,.0f}" if top >= 8 else f"{top * step / 4:,.1f}"
            painter.drawText(
                QRectF(0, y - 9, 32, 18), int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), text
            )
        self._bars(painter, plot, top)
        painter.end()

    def _bars(self, painter: QPainter, plot: QRectF, top: float) -> None:
        t = theme.tokens()
        each = plot.width() / max(1, len(self._groups))
        wide = min(15.0, each * 0.8 / max(1, len(self._legend)))
        for at, (name, values) in enumerate(self._groups):
            x = plot.left() + each * at + (each - wide * len(values)) / 2
            for color, value in enumerate(values):
                height = plot.height() * value / top if top else 0
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(t.chart[color]))
                painter.drawRoundedRect(QRectF(x + 1, plot.bottom() - height, wide - 2, height), 1.5, 1.5)
                x += wide
            painter.setPen(QColor(t.text2))
            box = QRectF(plot.left() + each * at, plot.bottom() + 4, each, 18)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignHCenter), name)


class AgeBars(QWidget):
    """Amounts by age: a word, a bar, a figure."""

    def __init__(self, rows: Sequence[tuple[str, float, str, Tone]]) -> None:
        super().__init__()
        self._rows = list(rows)
        self.setFixedHeight(27 * len(rows) + 4)
        self.setAccessibleName("; ".join(f"{name} {figure}" for name, _v, figure, _t in rows))

    def paintEvent(self, _event: QPaintEvent) -> None:
        t = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        most = max((value for _n, value, _f, _t in self._rows), default=0.0) or 1.0
        for at, (name, value, figure, tone) in enumerate(self._rows):
            y = 27 * at
            painter.setPen(QColor(t.text2))
            painter.drawText(QRectF(0, y, 92, 26), int(Qt.AlignmentFlag.AlignVCenter), name)
            track = QRectF(92, y + 9, self.width() - 200, 9)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(t.tones["neutral"][1]))
            painter.drawRoundedRect(track, 3, 3)
            if value:
                track.setWidth(max(4.0, track.width() * value / most))
                painter.setBrush(QColor(t.chart[3] if tone == "danger" else t.chart[1]))
                painter.drawRoundedRect(track, 3, 3)
            painter.setPen(QColor(t.text))
            box = QRectF(self.width() - 104, y, 104, 26)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), figure)
        painter.end()


def _nice(value: float) -> float:
    """A round number at or above a value."""
    if value <= 0:
        return 4.0
    size = 1.0
    while size * 10 <= value:
        size *= 10
    while size > value:
        size /= 10
    return next(size * step for step in (1, 2, 4, 8, 10) if size * step >= value)
