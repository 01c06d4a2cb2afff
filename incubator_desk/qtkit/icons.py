"""Line icons, drawn in the theme's colours when they are needed."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from . import theme

# Each on a grid of 24 units: strokes of 1.7 with round ends, no fill.
SHAPES = {
    "home": "M4 11l8-7 8 7M6 9.5V20h12V9.5M10 20v-6h4v6",
    "building": "M5 20V5h9v15M14 10h5v10M3 20h18M8 8.5h3M8 12h3M8 15.5h3M16.5 13.5h0M16.5 16.5h0",
    "key": "M15.5 4.5a4 4 0 1 1-3.6 5.8L4.5 17.7V20H8v-2.5h2.5V15l2.2-2.2M16.3 7.7h0",
    "star": "M12 4l2.4 5 5.6.8-4 3.9.9 5.5L12 16.6l-4.9 2.6.9-5.5-4-3.9 5.6-.8z",
    "relief": "M6 3.5h12v17l-2.4-1.6-2.4 1.6-2.4-1.6-2.4 1.6L6 20.500zM9 8l3 3.500L15 8M12 11.500v5M9.500 13h5",
    "receipt": "M6 3.5h12v17l-2-1.500-2 1.500-2-1.500-2 1.500-2-1.500-2 1.500zM9 8h6M9 11.500h6M9 15h3",
    "ticket": "M3.500 8.500V6.500h17v2.500a3 3 0 0 0 0 6v2.500h-17V15a3 3 0 0 0 0-6zM13 7v2M13 11v2M13 15v2",
    "people": "M9 11.500a3.200 3.200 0 1 0 0-6.400 3.200 3.200 0 0 0 0 6.400M3.500 19.500a5.500 5.500 0 0 1 11 0M16 5.500a3 3 0 0 1 0 5.800M17.500 14.200a5 5 0 0 1 3 5.300",
    "user": "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8M4.500 20a7.500 7.500 0 0 1 15 0",
    "chat": "M4 5h16v11.500H10L6 20v-3.500H4zM8 9.500h8M8 12.500h5",
    "document": "M6 3.500h8l4 4V20.500H6zM14 3.500v4h4M9 12h6M9 15.500h6",
    "bank": "M3.500 9.500L12 4l8.500 5.500zM5 20h14M6.500 10v7M10.200 10v7M13.800 10v7M17.500 10v7",
    "share": "M6.500 14.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5M17.500 8.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5M17.500 20.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5M8.700 10.800l6.500-3.600M8.700 13.200l6.500 3.600",
    "shield": "M12 3.500l7.500 2.800v5.200c0 4.600-3.200 7.600-7.500 9-4.300-1.400-7.500-4.400-7.500-9V6.300zM9 12h6M12 9v6",
    "chart": "M4 4v16h16M8 16v-4M12 16V8M16 16v-6",
    "box": "M12 3.500l8 4.300v8.400l-8 4.300-8-4.300V7.800zM4 7.800l8 4.300 8-4.300M12 12.100v8.400",
    "grid": "M4.500 4.500h6v6h-6zM13.500 4.500h6v6h-6zM4.500 13.500h6v6h-6zM13.500 13.500h6v6h-6z",
    "import": "M12 4v11M7.500 11l4.500 4.500 4.500-4.500M4.500 16v4h15v-4",
    "export": "M12 15.500v-11M7.500 8.500L12 4l4.500 4.500M4.500 16v4h15v-4",
    "settings": "M12 15.200a3.200 3.200 0 1 0 0-6.400 3.200 3.200 0 0 0 0 6.400M12 3.500v3M12 17.500v3M3.500 12h3M17.500 12h3M6 6l2.100 2.100M15.900 15.900L18 18M6 18l2.100-2.100M15.900 8.100L18 6",
    "search": "M10.500 17a6.500 6.500 0 1 0 0-13 6.500 6.500 0 0 0 0 13M15.300 15.300L20 20",
    "undo": "M8 5L4 9l4 4M4 9h10a5.500 5.500 0 0 1 0 11h-4",
    "redo": "M16 5l4 4-4 4M20 9H10a5.500 5.500 0 0 0 0 11h4",
    "return": "M9 6l-4.500 4.500L9 15M4.500 10.500H15a4.500 4.500 0 0 1 0 9h-3",
    "calendar": "M4.500 6h15v14h-15zM4.500 10h15M8.500 3.500V8M15.500 3.500V8",
    "bell": "M6 16.500V11a6 6 0 0 1 12 0v5.500l1.500 1.500h-15zM10 20.500h4",
    "globe": "M12 20.500a8.500 8.500 0 1 0 0-17 8.500 8.500 0 0 0 0 17M3.500 12h17M12 3.500c5 5 5 12 0 17M12 3.500c-5 5-5 12 0 17",
    "plus": "M12 5v14M5 12h14",
    "print": "M7 9V4h10v5M7 17H4.500V9h15v8H17M7 14h10v6H7z",
    "filter": "M4 5h16l-6 7.500V19l-4-2v-4.500z",
    "list": "M8 6h12M8 12h12M8 18h12M4.200 6h0M4.200 12h0M4.200 18h0",
    "columns": "M4 5h16v14H4zM9.300 5v14M14.700 5v14",
    "up": "M6 14.500l6-6 6 6",
    "down": "M6 9.500l6 6 6-6",
    "left": "M14.500 6l-6 6 6 6",
    "right": "M9.500 6l6 6-6 6",
    "more": "M6 12h0M12 12h0M18 12h0",
    "close": "M6 6l12 12M18 6L6 18",
    "check": "M5 12.500l4.500 4.500L19 7.500",
    "check-circle": "M12 20.500a8.500 8.500 0 1 0 0-17 8.500 8.500 0 0 0 0 17M8.200 12.300l2.700 2.700 5-5.300",
    "clock": "M12 20.500a8.500 8.500 0 1 0 0-17 8.500 8.500 0 0 0 0 17M12 7.500V12l3 2",
    "warning": "M12 4.500l8.500 15h-17zM12 10v4.500M12 17h0",
    "error-circle": "M12 20.500a8.500 8.500 0 1 0 0-17 8.500 8.500 0 0 0 0 17M9.200 9.200l5.600 5.600M14.800 9.200l-5.600 5.600",
    "minus-circle": "M12 20.500a8.500 8.500 0 1 0 0-17 8.500 8.500 0 0 0 0 17M8.500 12h7",
    "info": "M12 20.500a8.500 8.500 0 1 0 0-17 8.500 8.500 0 0 0 0 17M12 11v5.500M12 7.800h0",
    "arrow": "M4.500 12h15M13.500 6l6 6-6 6",
    "pencil": "M4.500 19.500l1-4L16 5l3 3L8.500 18.500zM13.800 7.200l3 3",
    "trash": "M4.500 7h15M9 7V4.500h6V7M6.500 7l1 13h9l1-13M10.300 11v5M13.700 11v5",
    "lock": "M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3",
    "sun": "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8M12 3v2M12 19v2M3 12h2M19 12h2M5.600 5.600L7 7M17 17l1.400 1.400M5.600 18.400L7 17M17 7l1.400-1.400",
    "moon": "M19.500 14.500A8 8 0 0 1 9.500 4.500a8 8 0 1 0 10 10z",
    "save": "M5 4.500h11l3 3v12H5zM8.500 4.500v5h6v-5M8.500 19.500v-6h7v6",
    "menu": "M4 6.500h16M4 12h16M4 17.500h16",
}  # fmt: skip


def pixmap(name: str, color: str, size: int = 16, scale: float = 2.0) -> QPixmap:
    """An icon in a colour, at a size in logical pixels."""
    return _drawn(name, color, size, scale)


@lru_cache(maxsize=512)
def _drawn(name: str, color: str, size: int, scale: float) -> QPixmap:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="{}" fill="none" stroke="{}" '
        'stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round"/></svg>'
    ).format(SHAPES.get(name, SHAPES["document"]), color)
    return _rendered(svg, size, scale)


def _rendered(svg: str, size: int, scale: float) -> QPixmap:
    drawn = QPixmap(QSize(round(size * scale), round(size * scale)))
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(drawn.rect()))
    painter.end()
    drawn.setDevicePixelRatio(scale)
    return drawn


def icon(name: str, role: str = "text2") -> QIcon:
    """An icon for buttons and actions; it takes the theme's colours as they are now."""
    tokens = theme.tokens()
    color = tokens.tones[role][0] if role in tokens.tones else getattr(tokens, role)
    made = QIcon(pixmap(name, color, 18))
    made.addPixmap(pixmap(name, tokens.border, 18), QIcon.Mode.Disabled)
    return made


@lru_cache(maxsize=4)
def mark(size: int = 24) -> QPixmap:
    """The program's mark: a house on a blue square."""
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" rx="5.5" fill="#1B5CB8"/>'
        '<path d="M5.500 11.200L12 5.500l6.500 5.700V18.500h-4.300v-3.700a2.200 2.200 0 0 0-4.400 0v3.700H5.500z" fill="none" stroke="#fff" '
        'stroke-width="1.8" stroke-linejoin="round"/></svg>'
    )
    return _rendered(svg, size, 2.0)
