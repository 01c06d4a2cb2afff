"""The look: one style sheet and palette from the tokens, applied to the whole application and exchanged live."""

import os
import sys
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from incubator_desk.base.places import resources

from .tokens import BODY, THEMES, Scheme, Tokens

FAMILY = "Noto Sans SC"


class _Look(QObject):
    """Tells when the theme was exchanged."""

    changed = Signal()


look = _Look()
_scheme: Scheme = "light"


def tokens() -> Tokens:
    """The colours in use."""
    return THEMES[_scheme]


def scheme() -> Scheme:
    """The theme in use."""
    return _scheme


def prepare_environment() -> None:
    """What must be set before the application exists: an input method that the Qt wheel has a plug-in for."""
    wanted = os.environ.get("QT_IM_MODULE", "")
    if sys.platform.startswith("linux") and wanted.startswith("fcitx"):
        import PySide6

        plugins = Path(PySide6.__path__[0]) / "Qt" / "plugins" / "platforminputcontexts"
        if not any(plugins.glob("libfcitx*")):
            os.environ["QT_IM_MODULE"] = "ibus"


def load_fonts() -> None:
    """Make the bundled faces known, so that Chinese shows on a machine without a Chinese font."""
    for name in ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf", "HanaMin-Rare.ttf"):
        QFontDatabase.addApplicationFont(str(resources("fonts", name)))


def apply(app: QApplication, wanted: Scheme = "light", pixels: int = BODY) -> None:
    """Dress the application; may be called again at any time."""
    global _scheme
    _scheme = wanted
    font = QFont(FAMILY)
    font.setPixelSize(pixels)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    app.setStyle(QStyleFactory.create("Fusion"))
    app.setFont(font)
    app.setPalette(_palette(tokens()))
    app.setStyleSheet(_sheet(tokens(), pixels))
    look.changed.emit()


def pixels() -> int:
    """The size of body type in use."""
    return QApplication.font().pixelSize()


def bold(size: int | None = None) -> QFont:
    """The bold face."""
    font = QFont(QApplication.font())
    font.setBold(True)
    if size:
        font.setPixelSize(size)
    return font


def color(role: str) -> QColor:
    """A colour by its token, or a tone's own."""
    found = tokens()
    return QColor(found.tones[role][0] if role in found.tones else getattr(found, role))


def _palette(t: Tokens) -> QPalette:
    palette = QPalette()
    roles = QPalette.ColorRole
    for role, value in {
        roles.Window: t.window, roles.WindowText: t.text, roles.Base: t.surface, roles.AlternateBase: t.subtle,
        roles.Text: t.text, roles.Button: t.surface, roles.ButtonText: t.text, roles.Highlight: t.selected,
        roles.HighlightedText: t.text, roles.ToolTipBase: t.surface, roles.ToolTipText: t.text,
        roles.PlaceholderText: t.muted, roles.Link: t.accent, roles.Mid: t.border, roles.Accent: t.accent,
    }.items():  # fmt: skip
        palette.setColor(role, QColor(value))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(t.muted))
    return palette


def _sheet(t: Tokens, size: int) -> str:
    text = resources("qss", "desk.qss").read_text(encoding="utf-8")
    names = {name: getattr(t, name) for name in Tokens.__dataclass_fields__ if isinstance(getattr(t, name), str)}
    for tone, (fore, back) in t.tones.items():
        names |= {f"{tone}": fore, f"{tone}_bg": back}
    names |= {
        "caption": f"{size - 1}px",
        "body": f"{size}px",
        "card": f"{size + 2}px",
        "page": f"{size + 5}px",
        "big": f"{size + 11}px",
    }
    names["icons"] = _glyphs(t)
    for name in sorted(names, key=len, reverse=True):
        text = (
            text.replace(f"@{name};", f"{names[name]};")
            .replace(f"@{name} ", f"{names[name]} ")
            .replace(f"@{name}/", f"{names[name]}/")
        )
    return text


def _glyphs(t: Tokens) -> str:
    """The few glyphs that a style sheet can only take from files, drawn once into the cache folder."""
    from platformdirs import user_cache_path

    from . import icons

    folder = user_cache_path("incubator-desk", appauthor=False, ensure_exists=True) / f"glyphs-{t.text2[1:]}"
    if not (folder / "check.png").exists():
        folder.mkdir(exist_ok=True)
        for name, ink in (("down", t.text2), ("up", t.text2), ("calendar", t.text2), ("check", t.on_accent)):
            icons.pixmap(name, ink, 16).save(str(folder / f"{name}.png"))
    return folder.as_posix()


def polish(widget: object) -> None:
    """Look a widget's style up again after one of its properties changed."""
    style = widget.style()  # type: ignore[attr-defined]
    style.unpolish(widget)
    style.polish(widget)


__all__ = [
    "FAMILY",
    "apply",
    "bold",
    "color",
    "load_fonts",
    "look",
    "pixels",
    "polish",
    "prepare_environment",
    "scheme",
    "tokens",
]
