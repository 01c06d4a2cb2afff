"""Running text on paper: paragraphs in lines, in pieces that may stand on different pages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .layout import Strip
from .page import Page
from .typesetting import wrap

_LEADING = 1.6
_ASCENT = 1.2
"""Ems from a line's upper edge to its base."""


@dataclass
class Paragraph:
    """A paragraph; ``element`` is its number among the document's once it was drawn."""

    lines: Sequence[str]
    size: float
    indent: float = 0.0
    """Points before its first line."""
    gap: float = 0.0
    """Points below it."""
    element: int | None = None


@dataclass(frozen=True)
class Piece:
    """The lines of a paragraph that stay together: not one of them alone at the end or the top of a page."""

    paragraph: Paragraph
    start: int
    stop: int

    @property
    def strip(self) -> Strip:
        """The room it takes."""
        whole = self.paragraph
        gap = whole.gap if self.stop == len(whole.lines) else 0.0
        return Strip((self.stop - self.start) * whole.size * _LEADING + gap)

    def draw(self, page: Page, top: float, section: int) -> float:
        """Draw its lines from ``top`` down as part of a section; gives the lower end."""
        whole = self.paragraph
        if whole.element is None:
            whole.element = page.tags.element("P", section)
        with page.part(whole.element):
            for at in range(self.start, self.stop):
                y = top - (at - self.start) * whole.size * _LEADING - whole.size * _ASCENT
                # What reads the paper aloud joins the lines: a blank ends those of words between blanks.
                blank = " " if at + 1 < len(whole.lines) and whole.lines[at][-1:].isascii() else ""
                page.write(whole.lines[at] + blank, page.left + (whole.indent if at == 0 else 0.0), y, whole.size)
        return top - self.strip.height


def paragraph(text: str, width: float, size: float, *, indent: float = 0.0, gap: float = 0.0) -> Iterator[Piece]:
    """A paragraph in type of a size, in pieces; ``indent`` and ``gap`` in ems."""
    lines = wrap(text, width / size, indent=indent)
    whole = Paragraph(lines, size, indent * size, gap * size)
    count = len(lines)
    cuts = [0, *range(2, count - 1), count] if count > 3 else [0, count]
    return (Piece(whole, start, stop) for start, stop in pairwise(cuts))
