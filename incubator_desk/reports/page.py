"""A page of paper: text, rules and grounds."""

from collections.abc import Sequence
from typing import Any

from reportlab.lib.pagesizes import A4, landscape

from incubator_desk.catalog.kinds import Align

from . import fonts
from .typesetting import measure

MARGIN = 34.0
"""Points left and right."""
_INK, _RULE, _FILL = 0.1, 0.35, 0.94


class Page:
    """Draws pages of A4 one after the other and knows which characters it was given."""

    def __init__(self, canvas: Any, *, wide: bool) -> None:
        self._canvas = canvas
        width, self.top = landscape(A4) if wide else A4
        self.left, self.right = MARGIN, width - MARGIN
        self.characters: set[str] = set()

    @property
    def width(self) -> float:
        """What lies between the margins."""
        return float(self.right - self.left)

    def start(self) -> None:
        """Begin a page; its text is collected and drawn over its rules and grounds at the end."""
        self._canvas.setPageSize((self.right + MARGIN, self.top))
        self._canvas.setStrokeGray(_RULE)
        self._canvas.setFillGray(_FILL)
        self._canvas.setLineWidth(0.4)
        self._text = self._canvas.beginText()
        self._text.setFillGray(_INK)

    def end(self) -> None:
        """Finish the page."""
        self._canvas.drawText(self._text)
        self._canvas.showPage()

    def write(self, text: str, x: float, y: float, size: float, *, bold: bool = False) -> None:
        """A line of text from ``x`` on."""
        self.characters.update(text)
        self._text.setTextOrigin(x, y)
        for face, run in fonts.pieces(text, bold=bold):
            self._text.setFont(face, size)
            self._text.textOut(run)

    def align(
        self, text: str, span: tuple[float, float], y: float, size: float, align: Align, *, bold: bool = False
    ) -> None:
        """A line of text between two sides."""
        left, right = span
        free = 0.0 if align == "left" else right - left - measure(text, bold=bold) * size
        self.write(text, left + (free if align == "right" else free / 2), y, size, bold=bold)

    def rules(self, lines: Sequence[tuple[float, float, float, float]]) -> None:
        """Thin straight rules, each from one point to another."""
        self._canvas.lines(lines)

    def ground(self, x: float, y: float, width: float, height: float) -> None:
        """A light ground."""
        self._canvas.rect(x, y, width, height, stroke=0, fill=1)
