"""Where a case stands: its stations with their dates, and what happened on the way."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from . import fonts, icons, painting, theme
from .pieces import Picture, clear, label, wrapped

State = Literal["done", "current", "ahead", "stopped"]
_RADIUS = 10.0
_FEWEST, _APART = 3, 4


@dataclass(frozen=True, slots=True)
class Station:
    """One station of a flow: its name, its date or a word, and whether it is passed."""

    name: str
    note: str = ""
    state: State = "ahead"


class Stations(QWidget):
    """The stations of a flow in a line; those passed have a tick, the current one is filled."""

    def __init__(self, stations: Sequence[Station] = ()) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_stations(stations)

    def show_stations(self, stations: Sequence[Station]) -> None:
        """Show these stations."""
        self._stations = tuple(stations)
        self.setAccessibleName(" → ".join(s.name for s in self._stations))
        current = (f"{s.name} {s.note}".strip() for s in self._stations if s.state in ("current", "stopped"))
        self.setAccessibleDescription(next(current, ""))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        line = QFontMetrics(fonts.caption()).height()
        return QSize(64 * len(self._stations), round(2 * _RADIUS) + 6 + (1 + self._lines()) * line)

    def minimumSizeHint(self) -> QSize:
        return QSize(44 * len(self._stations), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()

    def _lines(self) -> int:
        """How many lines the longest name takes."""
        shown = self._shown()
        return max((len(_folded(station, self.width() // len(shown))) for station in shown), default=1)

    def _shown(self) -> list[Station]:
        """The stations whose names can be read: where there is little room, those around the current one."""
        shown = list(self._stations)
        while len(shown) > _FEWEST and not all(_fits(station, self.width() // len(shown)) for station in shown):
            at = next((n for n, station in enumerate(shown) if station.state not in ("done", "ahead")), len(shown) - 1)
            shown.pop(0 if at > len(shown) - 1 - at else -1)
        return shown

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._stations:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shown = self._shown()
        wide = self.width() / len(shown)
        centres = [QPointF(wide * (at + 0.5), _RADIUS + 1) for at in range(len(shown))]
        for at in range(1, len(centres)):
            self._link(painter, centres[at - 1], centres[at], passed=shown[at].state != "ahead")
        for station, centre in zip(shown, centres, strict=True):
            self._mark(painter, station, centre)
            self._words(painter, station, QRectF(centre.x() - wide / 2, 2 * _RADIUS + 4, wide, self.height()))

    def _link(self, painter: QPainter, left: QPointF, right: QPointF, *, passed: bool) -> None:
        t = theme.tokens()
        painter.setPen(QPen(QColor(t.ink("success") if passed else t.border), 2))
        painter.drawLine(QPointF(left.x() + _RADIUS, left.y()), QPointF(right.x() - _RADIUS, right.y()))

    def _mark(self, painter: QPainter, station: Station, centre: QPointF) -> None:
        t = theme.tokens()
        edge, fill, picture, ink = {
            "done": (t.ink("success"), t.tones["success"][1], "check", t.ink("success")),
            "current": (t.accent, t.accent, "", t.on_accent),
            "stopped": (t.ink("danger"), t.tones["danger"][1], "close", t.ink("danger")),
            "ahead": (t.control, t.surface, "", ""),
        }[station.state]
        painter.setPen(QPen(QColor(edge), 1.5))
        painter.setBrush(QColor(fill))
        painter.drawEllipse(centre, _RADIUS - 1, _RADIUS - 1)
        if picture:
            painter.drawPixmap(QPointF(centre.x() - 7, centre.y() - 7), icons.pixmap(picture, ink, 14))
        elif ink:
            painter.setBrush(QColor(ink))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(centre, 3, 3)

    def _words(self, painter: QPainter, station: Station, box: QRectF) -> None:
        t = theme.tokens()
        line = QFontMetrics(fonts.caption()).height()
        top = QRect(round(box.left()), round(box.top()), round(box.width()), line)
        painter.setFont(_face(station))
        ink = {"current": t.accent, "stopped": t.ink("danger"), "ahead": t.muted}.get(station.state, t.text)
        painter.setPen(QColor(ink))
        lines = _folded(station, round(box.width()))
        for at, words in enumerate(lines):
            painting.text(painter, top.translated(0, at * line), words, painting.CENTRE)
        painter.setFont(fonts.caption())
        painter.setPen(QColor(t.muted))
        painting.text(painter, top.translated(0, len(lines) * line), station.note, painting.CENTRE)


def _folded(station: Station, wide: int) -> list[str]:
    """A station's name on one line; on two where it is too long for its place and has several words."""
    words, metrics = station.name.split(" "), QFontMetrics(_face(station))
    if len(words) < 2 or metrics.horizontalAdvance(station.name) <= wide - _APART:
        return [station.name]
    halves = ([" ".join(words[:at]), " ".join(words[at:])] for at in range(1, len(words)))
    return min(halves, key=lambda lines: max(map(metrics.horizontalAdvance, lines)))


def _fits(station: Station, wide: int) -> bool:
    metrics = QFontMetrics(_face(station))
    return all(metrics.horizontalAdvance(line) <= wide - _APART for line in _folded(station, wide))


def _face(station: Station) -> QFont:
    """Where the case stands is told in bold."""
    font = fonts.caption()
    font.setBold(station.state in ("current", "stopped"))
    return font


class Timeline(QWidget):
    """What happened, the latest first: when, who, what."""

    def __init__(self, rows: Sequence[tuple[str, str, str]] = ()) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(3, 1)
        self.fill(rows)

    def fill(self, rows: Sequence[tuple[str, str, str]]) -> None:
        """Show these happenings."""
        clear(self._grid)
        for at, (when, who, what) in enumerate(rows):
            top = Qt.AlignmentFlag.AlignTop
            self._grid.addWidget(Picture("dot", "control", 16), at, 0, top)
            self._grid.addWidget(label(when, "caption"), at, 1, top)
            self._grid.addWidget(label(who, "facts"), at, 2, top)
            self._grid.addWidget(wrapped(what), at, 3, top)
