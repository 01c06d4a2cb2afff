"""Line icons: drawings under ``resources/icons``, rendered in the theme's colours when they are first needed.

Each is drawn on a grid of 24 units with strokes of 1.7 and round ends. An icon put on a button or action takes the
new colours by itself when the theme is exchanged; a :func:`pixmap` belongs to whoever paints it.
"""

from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication

from incubator_desk.base.places import resources

from . import theme

_given: dict[int, tuple[str, str, str, int, int]] = {}
"""By the key of an icon that was given out: what it was made from."""


@cache
def drawing(name: str) -> str:
    """The text of a drawing, without colour; ``document`` where there is none of that name."""
    path = resources("icons", f"{name}.svg")
    return (path if path.is_file() else resources("icons", "document.svg")).read_text(encoding="utf-8")


def pixmap(name: str, color: str, size: int = 16, scale: float | None = None) -> QPixmap:
    """An icon in a colour (``#RRGGBB``), at a size in logical pixels, sharp on the sharpest screen."""
    return _rendered(name, color, size, scale or _sharpest())


def _sharpest() -> float:
    app = QGuiApplication.instance()
    return app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0


@lru_cache(maxsize=512)
def _rendered(name: str, color: str, size: int, scale: float) -> QPixmap:
    drawn = QPixmap(QSize(round(size * scale), round(size * scale)))
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    svg = drawing(name).replace("currentColor", color)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(drawn.rect()))
    painter.end()
    drawn.setDevicePixelRatio(scale)
    return drawn


def icon(name: str, role: str = "text2", checked: str = "", gap: int = 0, size: int = 16) -> QIcon:
    """An icon for buttons and actions in the colour of a token or tone, and another one while it is checked.

    A gap of some pixels at its right keeps the words beside it away: Qt itself leaves too little.
    """
    return _icon(name, role, checked, gap, size, theme.scheme(), _sharpest())


@lru_cache(maxsize=256)
def _icon(name: str, role: str, checked: str, gap: int, size: int, _scheme: str, scale: float) -> QIcon:
    made, t = QIcon(), theme.tokens()
    made.addPixmap(_spaced(name, t.ink(role), size, gap, scale))
    made.addPixmap(_spaced(name, t.control, size, gap, scale), QIcon.Mode.Disabled)
    if checked:
        made.addPixmap(_spaced(name, t.ink(checked), size, gap, scale), QIcon.Mode.Normal, QIcon.State.On)
    _given[made.cacheKey()] = (name, role, checked, gap, size)
    return made


def _spaced(name: str, color: str, size: int, gap: int, scale: float) -> QPixmap:
    drawn = pixmap(name, color, size, scale)
    if not gap:
        return drawn
    wider = QPixmap(QSize(round((size + gap) * scale), drawn.height()))
    wider.setDevicePixelRatio(scale)
    wider.fill(Qt.GlobalColor.transparent)
    painter = QPainter(wider)
    painter.drawPixmap(0, 0, drawn)
    painter.end()
    return wider


def _recolour() -> None:
    """Give every button and action of the application its icon in the new colours."""
    _rendered.cache_clear()
    for widget in QApplication.allWidgets():
        bearers: list[QAction | QAbstractButton] = list(widget.actions())
        if isinstance(widget, QAbstractButton):
            bearers.append(widget)
        for bearer in bearers:
            known = _given.get(bearer.icon().cacheKey())
            if known:
                bearer.setIcon(icon(*known))


theme.look.changed.connect(_recolour)


def mark(size: int = 24) -> QPixmap:
    """The program's mark: a house on a blue square."""
    return pixmap("mark", "#FFFFFF", size)
