"""The look: one style sheet and palette from the tokens, applied to the whole application and exchanged live."""

import os
import sys
from functools import lru_cache
from pathlib import Path
from string import Template
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

from incubator_desk.base.places import resources

from .fonts import bold, face, load_fonts, pixels
from .tokens import BIG, BODY, CAPTION, CARD, LINE, PAGE, ROW, SMALLEST, THEMES, Scheme, Tokens

Wanted = Literal["light", "dark", "system"]
SIZES = range(9, 21)
"""The sizes of type a user may choose, in points; 10 is the usual one."""


class _Look(QObject):
    """Tells when the theme was exchanged: whoever keeps something in its colours makes it anew."""

    changed = Signal()


look = _Look()
_scheme: Scheme = "light"
_wanted: tuple[Wanted, float] = ("light", 10)


def tokens() -> Tokens:
    """The colours in use."""
    return THEMES[_scheme]


def scheme() -> Scheme:
    """The theme in use."""
    return _scheme


def color(role: str) -> QColor:
    """A colour in use, by its token or tone."""
    return QColor(tokens().ink(role))


def prepare_environment() -> None:
    """What must be set before the application exists: an input method that the Qt wheel has a plug-in for.

    The wheels bring ibus alone; most Chinese desktops run fcitx, which answers to ibus as well.
    """
    wanted = os.environ.get("QT_IM_MODULE", "")
    if sys.platform.startswith("linux") and wanted.startswith("fcitx"):
        import PySide6

        plugins = Path(PySide6.__path__[0]) / "Qt" / "plugins" / "platforminputcontexts"
        if not any(plugins.glob("libfcitx*")):
            os.environ["QT_IM_MODULE"] = "ibus"


def apply(app: QApplication, wanted: Wanted = "light", points: float = 10) -> None:
    """Dress the application; may be called again at any time, with type of 9 to 20 points."""
    global _scheme, _wanted
    first = app.property("dressed") is None
    _wanted = (wanted, points)
    _scheme = _system(app) if wanted == "system" else wanted
    if first:
        load_fonts()
        app.setStyle(QStyleFactory.create("Fusion"))
        app.setProperty("dressed", True)
        app.styleHints().colorSchemeChanged.connect(_follow)
    size = max(SMALLEST, round(points * 96 / 72))
    app.setFont(face(size))
    app.setPalette(_palette(tokens()))
    app.setStyleSheet(_sheet(_scheme, size))
    look.changed.emit()


def _system(app: QApplication) -> Scheme:
    return "dark" if app.styleHints().colorScheme() == Qt.ColorScheme.Dark else "light"


def _follow() -> None:
    """The system went light or dark."""
    app = QGuiApplication.instance()
    if _wanted[0] == "system" and isinstance(app, QApplication) and _system(app) != _scheme:
        apply(app, *_wanted)


def _palette(t: Tokens) -> QPalette:
    palette = QPalette()
    roles = QPalette.ColorRole
    for role, value in {
        roles.Window: t.window, roles.WindowText: t.text, roles.Base: t.surface, roles.AlternateBase: t.subtle,
        roles.Text: t.text, roles.Button: t.surface, roles.ButtonText: t.text, roles.BrightText: t.on_accent,
        roles.Highlight: t.selected, roles.HighlightedText: t.text, roles.ToolTipBase: t.surface,
        roles.ToolTipText: t.text, roles.PlaceholderText: t.muted, roles.Link: t.accent, roles.LinkVisited: t.accent,
        roles.Light: t.surface, roles.Midlight: t.subtle, roles.Mid: t.border, roles.Dark: t.control,
        roles.Accent: t.accent,
    }.items():  # fmt: skip
        palette.setColor(role, QColor(value))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(t.muted))
    return palette


class _Sheet(Template):
    """The style sheet's text with ``@token`` where a colour or size belongs."""

    delimiter = "@"


@lru_cache(maxsize=4)
def _sheet(scheme: Scheme, size: int) -> str:
    t = THEMES[scheme]
    names = {name: value for name in Tokens.__dataclass_fields__ if isinstance(value := getattr(t, name), str)}
    for tone, (ink, ground) in t.tones.items():
        names |= {tone: ink, f"{tone}_bg": ground}
    for name, usual in (("caption", CAPTION), ("body", BODY), ("card", CARD), ("page", PAGE), ("big", BIG)):
        names[name] = f"{max(SMALLEST, usual + size - BODY)}px"
    names["nav_line"] = f"{ROW - 5 + round((size - BODY) * LINE)}px"
    names["glyphs"] = resources("icons", "glyphs", scheme).as_posix()
    return _Sheet(resources("qss", "desk.qss").read_text(encoding="utf-8")).substitute(names)


def polish(widget: QWidget) -> None:
    """Look a widget's style up again after one of its properties changed."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)


__all__ = [
    "SIZES", "Wanted", "apply", "bold", "color", "load_fonts", "look", "pixels", "polish", "prepare_environment",
    "scheme", "tokens",
]  # fmt: skip
