"""A page of paper: text, rules and grounds, and what of it is which part of the document."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from reportlab.lib.pagesizes import A4, landscape

from incubator_desk.catalog.kinds import Align

from . import fonts
from .tags import ARTIFACT, END, Tags
from .typesetting import measure

MARGIN = 34.0
"""Points left and right."""
LETTER_MARGIN = 57.0
"""Those of a letter, as offices set them: 20 mm."""
CERTIFICATE_MARGIN = 85.0
"""Those of a certificate, within its frame: 30 mm."""
_INK, _RULE, _FILL = 0.1, 0.35, 0.94
_LEAST = 5.0


class Page:
    """Draws pages of A4 one after the other and knows which characters it was given.

    All text stands between :meth:`begin` and :meth:`finish` of an element, or is no part of the document.
    """

    def __init__(self, canvas: Any, *, wide: bool, margin: float = MARGIN) -> None:
        self._canvas, self._margin = canvas, margin
        width, self.top = map(float, landscape(A4) if wide else A4)
        self.left, self.right = margin, width - margin
        self.characters: set[str] = set()
        self.tags = Tags(canvas)

    @property
    def width(self) -> float:
        """What lies between the margins."""
        return self.right - self.left

    def start(self) -> None:
        """Begin a page; its text is collected and drawn over its rules and grounds at the end."""
        self._canvas.setPageSize((self.right + self._margin, self.top))
        self._canvas._code.append(ARTIFACT)
        self._canvas.setStrokeGray(_RULE)
        self._canvas.setFillGray(_FILL)
        self._canvas.setLineWidth(0.4)
        self._text = self._canvas.beginText()
        self._text.setFillGray(_INK)

    def end(self) -> None:
        """Finish the page."""
        self._canvas._code.append(END)
        self._canvas.drawText(self._text)
        self._canvas.showPage()
        self.tags.end_page()

    def begin(self, element: int | None) -> None:
        """What follows is the text of this element; ``None`` is no part of the document."""
        self._text._code.append(ARTIFACT if element is None else self.tags.mark(element))

    def finish(self) -> None:
        """The text of the element ends."""
        self._text._code.append(END)

    @contextmanager
    def part(self, element: int | None = None) -> Iterator[None]:
        """Text of an element."""
        self.begin(element)
        yield
        self.finish()

    def bookmark(self, key: str, title: str) -> None:
        """An entry of the document's outline that leads to the page at hand."""
        self._canvas.bookmarkPage(key)
        self._canvas.addOutlineEntry(title, key)

    def write(self, text: str, x: float, y: float, size: float, *, bold: bool = False) -> None:
        """A line of text from ``x`` on."""
        self.characters.update(text)
        # The text's own ways to say so also keep track of where it ends, which takes as long again.
        code = self._text._code
        code.append(f"1 0 0 1 {x:.2f} {y:.2f} Tm")
        for face, run in fonts.pieces(text, bold=bold):
            self._text.setFont(face, size)
            code.append(self._text._formatText(run))

    def align(
        self, text: str, span: tuple[float, float], y: float, size: float, align: Align, *, bold: bool = False
    ) -> None:
        """A line of text between two sides."""
        left, right = span
        free = 0.0 if align == "left" else right - left - measure(text, bold=bold) * size
        self.write(text, left + (free if align == "right" else free / 2), y, size, bold=bold)

    def squeeze(self, text: str, span: tuple[float, float], y: float, size: float, align: Align = "left") -> None:
        """A line of text between two sides, in smaller type where it would not fit."""
        room = span[1] - span[0]
        fitting = min(size, room / max(measure(text), 0.1))
        self.align(text, span, y, max(fitting, _LEAST), align)

    def rules(self, lines: Sequence[tuple[float, float, float, float]]) -> None:
        """Thin straight rules, each from one point to another."""
        path = " ".join(f"{a:.2f} {b:.2f} m {c:.2f} {d:.2f} l" for a, b, c, d in lines)
        self._canvas._code.append(f"n {path} S")

    def ground(self, x: float, y: float, width: float, height: float) -> None:
        """A light ground."""
        self._canvas.rect(x, y, width, height, stroke=0, fill=1)

    def picture(self, squares: Iterable[tuple[float, float, float, float]], element: int) -> None:
        """Black squares (left, lower end, width, height) that are an element of the document."""
        path = " ".join(f"{x:.3f} {y:.3f} {width:.3f} {height:.3f} re" for x, y, width, height in squares)
        # One path, so that squares beside each other leave no seam.
        self._canvas._code += [END, self.tags.mark(element), f"q 0 g n {path} f Q", END, ARTIFACT]

    def ring(self, x: float, y: float, radius: float) -> None:
        """A dashed circle: where a seal is set."""
        self._canvas.setDash(3, 3)
        self._canvas.circle(x, y, radius)
        self._canvas.setDash()
