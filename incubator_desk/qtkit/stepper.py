"""The steps of a task in one line: what is done, where one is, what comes."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen

from . import fonts, icons, painting, theme
from .flows import Station, Stations

_RADIUS, _BESIDE, _LINE, _MARGIN = 11.0, 8, 40, 14


class Stepper(Stations):
    """Stations with their words beside them; the current one has its number, those passed a tick."""

    def sizeHint(self) -> QSize:
        return QSize(round(self._wide(_LINE)), round(2 * _RADIUS) + 18)

    def minimumSizeHint(self) -> QSize:
        return QSize(round(self._wide(12)), self.sizeHint().height())

    def _wide(self, line: float) -> float:
        words = QFontMetrics(fonts.bold())
        each = sum(2 * _RADIUS + _BESIDE + words.horizontalAdvance(station.name) for station in self._stations)
        return each + max(0, len(self._stations) - 1) * (line + 2 * _BESIDE) + 2 * _MARGIN

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = _LINE if self.width() >= self._wide(_LINE) else 12
        left, middle = float(_MARGIN), self.height() / 2
        for at, station in enumerate(self._stations):
            if at:
                self._join(painter, left, middle, line, passed=station.state != "ahead")
                left += line + 2 * _BESIDE
            self._step(painter, at, station, QPointF(left + _RADIUS, middle))
            left += 2 * _RADIUS + _BESIDE
            left += self._name(painter, station, QRectF(left, 0, self.width() - left, self.height()))

    def _join(self, painter: QPainter, left: float, middle: float, line: float, *, passed: bool) -> None:
        t = theme.tokens()
        painter.setPen(QPen(QColor(t.ink("success") if passed else t.border), 2))
        painter.drawLine(QPointF(left + _BESIDE, middle), QPointF(left + _BESIDE + line, middle))

    def _step(self, painter: QPainter, at: int, station: Station, centre: QPointF) -> None:
        t = theme.tokens()
        edge, fill, ink = {
            "done": (t.ink("success"), t.tones["success"][1], t.ink("success")),
            "current": (t.accent, t.accent, t.on_accent),
        }.get(station.state, (t.control, t.surface, t.text2))
        painter.setPen(QPen(QColor(edge), 1.5))
        painter.setBrush(QColor(fill))
        painter.drawEllipse(centre, _RADIUS - 1, _RADIUS - 1)
        if station.state == "done":
            painter.drawPixmap(QPointF(centre.x() - 7, centre.y() - 7), icons.pixmap("check", ink, 14))
            return
        painter.setFont(fonts.bold(fonts.sized(12)))
        painter.setPen(QColor(ink))
        box = QRectF(centre.x() - _RADIUS, centre.y() - _RADIUS, 2 * _RADIUS, 2 * _RADIUS)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(at + 1))

    def _name(self, painter: QPainter, station: Station, box: QRectF) -> float:
        """Write a name; gives how wide it is."""
        t, font = theme.tokens(), self._face(station)
        painter.setFont(font)
        painter.setPen(QColor(t.accent if station.state == "current" else t.text2))
        painting.text(painter, box, station.name)
        return QFontMetrics(font).horizontalAdvance(station.name)

    def _face(self, station: Station) -> QFont:
        return fonts.bold() if station.state == "current" else fonts.face(fonts.pixels())
