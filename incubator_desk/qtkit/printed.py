"""The pages of a PDF as pictures, drawn by PDFium."""

import atexit
from collections.abc import Iterator
from functools import cache
from math import ceil
from threading import RLock
from typing import Any
from weakref import finalize

from PySide6.QtGui import QImage

_PDFIUM = RLock()
"""PDFium serves one thread at a time, whatever the document. It can be taken twice: the garbage collector may let a
document go in the midst of drawing another."""
_BAND = 1 << 23
"""Dots of a page that are drawn at once where it goes to a printer."""
_HAIR = 0.01
"""Of a dot: PDFium takes one more for the least excess."""


@cache
def _pdfium() -> Any:
    import pypdfium2  # what shows no paper does without it

    atexit.register(_close_all)  # before the library itself goes, which would complain
    return pypdfium2


class Printed:
    """A PDF in memory: how large its pages are, where its papers begin, and each page as a picture."""

    def __init__(self, data: bytes) -> None:
        with _PDFIUM:
            self._document: Any = _pdfium().PdfDocument(data)
            # Whoever lets it go, and wherever the collector does: never while another thread draws.
            self._let_go = finalize(self, _close, self._document)
            _open.difference_update([each for each in _open if not each.alive])
            _open.add(self._let_go)
            count = len(self._document)
            self.sizes: tuple[tuple[float, float], ...] = tuple(map(self._document.get_page_size, range(count)))
            """Width and height of each page in points."""
            self.starts: tuple[int, ...] = tuple(self._starts())
            """The pages at which a paper begins, as the outline tells."""

    def _starts(self) -> Iterator[int]:
        for mark in self._document.get_toc(max_depth=1):
            target = mark.get_dest()
            if target is not None and (page := target.get_index()) is not None:
                yield page

    def __len__(self) -> int:
        return len(self.sizes)

    def picture(self, page: int, width: int) -> QImage:
        """A page as wide as so many dots, in colour."""
        with _PDFIUM:
            sheet = self._document[page]
            try:
                bitmap = sheet.render(scale=(width - _HAIR) / sheet.get_width(), prefer_bgrx=True)
                return _image(bitmap, QImage.Format.Format_RGB32)
            finally:
                sheet.close()

    def bands(self, page: int, width: int) -> Iterator[tuple[int, QImage]]:
        """A page in shades of grey from top to bottom: how many dots down a band begins, and the band.

        A whole page at the fineness of a printer would take hundreds of megabytes.
        """
        wide, high = self.sizes[page]
        scale = (width - _HAIR) / wide
        dots = ceil(high * scale)
        step = max(1, _BAND // width)
        for top in range(0, dots, step):
            bottom = min(top + step, dots)
            crop = (0.0, max(0.0, (dots - bottom - _HAIR) / scale), 0.0, max(0.0, (top - _HAIR) / scale))
            with _PDFIUM:
                sheet = self._document[page]
                try:
                    bitmap = sheet.render(scale=scale, crop=crop, grayscale=True)
                    band = _image(bitmap, QImage.Format.Format_Grayscale8)
                finally:
                    sheet.close()
            yield top, band

    def close(self) -> None:
        """Give the memory back."""
        self._let_go()
        _open.discard(self._let_go)


_open: set["finalize[[Any], Printed]"] = set()


def _close(document: Any) -> None:
    with _PDFIUM:
        document.close()


def _close_all() -> None:
    for let_go in tuple(_open):
        let_go()


def _image(bitmap: Any, format: QImage.Format) -> QImage:
    """The bitmap as an image of its own; the bitmap is given back."""
    try:
        return QImage(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, format).copy()
    finally:
        bitmap.close()
