"""The bundled faces: Chinese shows alike on every machine, also without a Chinese font."""

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from incubator_desk.base.places import resources

from . import tokens

FAMILIES = ("Noto Sans SC", "HanaMinA")
"""The face of everything, and the one for the rare characters it lacks."""
_FILES = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf", "HanaMin-Rare.ttf")


@cache
def load_fonts() -> None:
    """Make the bundled faces known to Qt, once."""
    for name in _FILES:
        QFontDatabase.addApplicationFont(str(resources("fonts", name)))


def face(pixels: int, *, heavy: bool = False) -> QFont:
    """The face in a size."""
    made = QFont()
    made.setFamilies(list(FAMILIES))
    made.setPixelSize(pixels)
    made.setBold(heavy)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


def pixels() -> int:
    """The size of body type in use."""
    size = QApplication.font().pixelSize()
    return size if size > 0 else tokens.BODY


def sized(at_13: int) -> int:
    """A size of type as it is at the body type in use: 12 at 13 is 12, at 20 it is 19."""
    return max(tokens.SMALLEST, at_13 + pixels() - tokens.BODY)


def grown(height: int) -> int:
    """A height that holds one line, as it is at the body type in use."""
    return height + round((pixels() - tokens.BODY) * tokens.LINE)


def widened(width: int) -> int:
    """A width that holds words, as it is at the body type in use."""
    return round(width * pixels() / tokens.BODY)


def caption() -> QFont:
    """Small type."""
    return face(sized(tokens.CAPTION))


def bold(size: int | None = None) -> QFont:
    """The bold face, of body size unless told."""
    return face(size or pixels(), heavy=True)
