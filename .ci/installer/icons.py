"""Draws the program's mark as the icons that a menu shows: into a folder, by size in pixels, and as one .ico."""

import os
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

MARK = Path(__file__).resolve().parent.parent.parent / "resources" / "icons" / "mark.svg"
SIZES = (16, 24, 32, 48, 64, 128, 256)


def main() -> int:
    """Draw them into the folder named on the command line."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    app = QGuiApplication([])
    for size in SIZES:
        drawn(size).save(str(folder / f"{size}.png"))
    with Image.open(folder / f"{SIZES[-1]}.png") as largest:
        largest.save(folder / "desk.ico", sizes=[(size, size) for size in SIZES])
    app.quit()
    return 0


def drawn(size: int) -> QImage:
    """The mark on a transparent square."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(MARK)).render(painter)
    painter.end()
    return image


if __name__ == "__main__":
    sys.exit(main())
