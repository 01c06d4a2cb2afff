"""What cells and widgets paint alike: chips, bars, icons beside text, the ring of the focus."""

from functools import lru_cache

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPixmap

from . import fonts, icons, theme
from .tokens import CHIP

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
_CHIP_PAD, _CHIP_ICON, _CHIP_GAP = 8, 14, 4


_LINES = {align: int(align | Qt.TextFlag.TextSingleLine) for align in (LEFT, RIGHT, CENTRE)}


@lru_cache(maxsize=256)
def ink(colour: str) -> QColor:
    """A colour by its name, looked up once: a table paints hundreds of cells at each keystroke."""
    return QColor(colour)


@lru_cache(maxsize=64)
def thin(colour: str) -> QPen:
    """A line of one pixel."""
    return QPen(QColor(colour), 1)


def text(painter: QPainter, box: QRect | QRectF, words: str, align: Qt.AlignmentFlag = LEFT) -> None:
    """Words on one line, with … where they do not fit."""
    if not words:
        return
    rect = box.toRect() if isinstance(box, QRectF) else box
    shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, _LINES[align], shown)


def icon(painter: QPainter, left: int, box: QRect, name: str, ink: str, size: int = 16) -> None:
    """An icon at the left, in the middle of a box's height."""
    painter.drawPixmap(left, box.top() + (box.height() - size) // 2, icons.pixmap(name, ink, size))


def rounded(painter: QPainter, box: QRect | QRectF, fill: str, radius: float, edge: str = "") -> None:
    """A rounded box, with an edge of one pixel where a colour is given."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QColor(fill))
    painter.setPen(QPen(QColor(edge), 1) if edge else Qt.PenStyle.NoPen)
    inset = 0.5 if edge else 0.0
    painter.drawRoundedRect(QRectF(box).adjusted(inset, inset, -inset, -inset), radius, radius)
    painter.restore()


def chip_width(words: str, picture: str | None) -> int:
    """How wide a chip of these words is."""
    beside = _CHIP_ICON + _CHIP_GAP if picture else 0
    return QFontMetrics(fonts.caption()).horizontalAdvance(words) + 2 * _CHIP_PAD + beside


def chip_height() -> int:
    """How high a chip is."""
    return fonts.grown(CHIP)


def chip(painter: QPainter, box: QRect, words: str, tone: str, picture: str | None = None) -> None:
    """A state at the left of a box, in the middle of its height: icon and word on a tinted ground."""
    wide = min(_chip_width(words, picture, fonts.pixels()), box.width())
    if wide > 0:
        scale = painter.device().devicePixelRatio()
        drawn = _chip(words, tone, picture, wide, fonts.pixels(), theme.scheme(), scale)
        painter.drawPixmap(box.left(), box.top() + (box.height() - chip_height()) // 2, drawn)


@lru_cache(maxsize=1024)
def _chip_width(words: str, picture: str | None, _size: int) -> int:
    return chip_width(words, picture)


@lru_cache(maxsize=512)
def _chip(words: str, tone: str, picture: str | None, wide: int, _size: int, _scheme: str, scale: float) -> QPixmap:
    """A chip as a picture: a list shows the same few again and again."""
    ground_box = QRect(0, 0, wide, chip_height())
    drawn = QPixmap(ground_box.size() * scale)
    drawn.setDevicePixelRatio(scale)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    on_ink, ground = theme.tokens().tones[tone]
    rounded(painter, ground_box, ground, 4)
    inner = ground_box.adjusted(_CHIP_PAD, 0, -_CHIP_PAD + 1, 0)
    if picture:
        icon(painter, inner.left() - 1, ground_box, picture, on_ink, _CHIP_ICON)
        inner.setLeft(inner.left() + _CHIP_ICON + _CHIP_GAP - 1)
    painter.setFont(fonts.caption())
    painter.setPen(QColor(on_ink))
    text(painter, inner, words)
    painter.end()
    return drawn


def bar(painter: QPainter, track: QRect | QRectF, fraction: float, ink: str) -> None:
    """A bar on its track: what part of the whole something is, between 0 and 1."""
    whole = QRectF(track)
    radius = min(3.0, whole.height() / 2)
    rounded(painter, whole, theme.tokens().tones["neutral"][1], radius)
    if fraction > 0:
        whole.setWidth(max(2 * radius, whole.width() * min(1.0, fraction)))
        rounded(painter, whole, ink, radius)


def focus_ring(painter: QPainter, box: QRect, radius: float = 4) -> None:
    """The ring around what has the focus, inside a box."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color("accent"), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), radius, radius)
    painter.restore()
