"""A code for scanners: drawn as a QR code beside the facts of a paper, its letters below so that people can type it."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import groupby

from incubator_desk.base.i18n import _

from .layout import Strip
from .page import Page
from .prose import Piece
from .typesetting import wrap

Square = tuple[float, float, float, float]
"""Left, lower end, width, height in points."""
COLUMN = 150.0
"""Points that the code takes beside the facts."""
_SIDE = 108.0
"""The square's own: 38 mm are read from an arm's length."""
_QUIET = 4
"""Modules on every side that stay white: by them a scanner knows where the code ends."""
_TYPE, _LEADING, _GAP = 15.0, 1.35, 10.0


def modules(text: str) -> list[list[bool]]:
    """The dark modules of a text's QR code, row by row; a sixth of them may be lost."""
    from reportlab.graphics.barcode.qrencoder import QR8bitByte, QRCode, QRErrorCorrectLevel

    made = QRCode(None, QRErrorCorrectLevel.M)
    # Left to itself, the library spells hanzi as kanji, which not every scanner's keyboard can type.
    made.addData(text if text.isascii() else QR8bitByte(text))
    made.make()
    count = made.getModuleCount()
    return [[bool(made.isDark(row, column)) for column in range(count)] for row in range(count)]


def squares(dark: Sequence[Sequence[bool]], left: float, top: float, side: float) -> Iterator[Square]:
    """Where the dark modules lie within a square, those beside each other as one."""
    size = side / len(dark)
    for at, row in enumerate(dark):
        column = 0
        for inked, run in groupby(row):
            count = len(list(run))
            if inked:
                yield left + column * size, top - (at + 1) * size, count * size, size
            column += count


class Coded:
    """The facts of a paper with its code at their right: one strip that is never cut."""

    def __init__(self, code: str, facts: Iterable[Piece]) -> None:
        self._code, self._facts = code, list(facts)
        self._dark = modules(code)
        self._letters = wrap(code, COLUMN / _TYPE, bold=True)
        self._quiet = _QUIET * _SIDE / len(self._dark)

    @cached_property
    def strip(self) -> Strip:
        """The room it takes."""
        facts = sum(piece.strip.height for piece in self._facts)
        code = _SIDE + 2 * self._quiet + len(self._letters) * _TYPE * _LEADING
        return Strip(max(facts, code) + _GAP)

    def draw(self, page: Page, top: float, section: int) -> float:
        """Draw it from ``top`` down as part of a section; gives the lower end."""
        y = top
        for piece in self._facts:
            y = piece.draw(page, y, section)
        self._draw_code(page, top - self._quiet, section)
        return top - self.strip.height

    def _draw_code(self, page: Page, top: float, section: int) -> None:
        left = page.right - (COLUMN + _SIDE) / 2
        box = (left, top - _SIDE, left + _SIDE, top)
        figure = page.tags.figure(section, _("QR code of {code}").format(code=self._code), box)
        page.picture(squares(self._dark, left, top, _SIDE), figure)
        y = top - _SIDE - self._quiet
        with page.part(page.tags.element("P", section)):
            for line in self._letters:
                page.align(line, (page.right - COLUMN, page.right), y - _TYPE, _TYPE, "center", bold=True)
                y -= _TYPE * _LEADING
