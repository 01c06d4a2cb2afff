"""Where a paper is signed: the park's own signature block, or the parties side by side."""

from collections.abc import Sequence

from incubator_desk.base.i18n import _
from incubator_desk.catalog.report import Party

from . import wording
from .page import Page
from .typesetting import measure
from .wording import Letterhead

_SEAL_LINE = 28.0
_LINE = 24.0
_ABOVE = 16.0
_RADIUS = 54.0
"""Points: a company's seal measures some 40 mm."""
_BETWEEN = 28.0
_ABREAST = 3


class SealBlock:
    """The park's signature block: three labels on a line, each with room to write."""

    height = 3 * _SEAL_LINE

    def __init__(self, head: Letterhead, size: float) -> None:
        self._head, self._size = head, size

    def draw(self, page: Page, top: float, section: int) -> None:
        """Draw it from ``top`` down."""
        step = page.width / 3
        for at, (label, text) in enumerate(wording.seal(self._head)):
            left, y = page.left + step * (at % 3), top - _SEAL_LINE * (1 + at // 3)
            _label(page, label, text, (left, left + step - 12), y, self._size, section)


class Signatures:
    """The parties of a paper side by side, three at most: who, the place of the seal, lines to fill in."""

    def __init__(self, parties: Sequence[Party], size: float) -> None:
        self._size = size
        self._rows = [parties[at : at + _ABREAST] for at in range(0, len(parties), _ABREAST)]

    @property
    def height(self) -> float:
        """Points that it takes."""
        return sum(map(self._row_height, self._rows))

    def _row_height(self, row: Sequence[Party]) -> float:
        return _ABOVE + self._size + _seal(row) + _LINE * max(len(party.lines) for party in row)

    def draw(self, page: Page, top: float, section: int) -> None:
        """Draw them from ``top`` down."""
        for row in self._rows:
            wide = (page.width + _BETWEEN) / max(len(row), 2)
            for at, party in enumerate(row):
                left = page.left + at * wide
                self._draw_party(page, party, (left, left + wide - _BETWEEN), top - _ABOVE, _seal(row), section)
            top -= self._row_height(row)

    def _draw_party(
        self, page: Page, party: Party, span: tuple[float, float], top: float, seal: float, section: int
    ) -> None:
        y = top - self._size
        with page.part(page.tags.element("P", section)):
            page.write(party.heading, span[0], y, self._size, bold=True)
        if party.seal:
            center = (span[0] + span[1]) / 2
            page.ring(center, y - seal / 2 - 2, _RADIUS)
            with page.part():
                page.align(_("Seal here"), span, y - seal / 2 - 4, 7.0, "center")
        y -= seal
        for label, text in party.lines:
            y -= _LINE
            _label(page, label, text, span, y, self._size, section)


class Issuer:
    """Who issues a certificate, and when: at the right, with the place of the seal over both as is usual."""

    _above = 4 * _ABOVE
    height = _above + 2 * _RADIUS + 8

    def __init__(self, parties: Sequence[Party], size: float) -> None:
        self._lines = [text for party in parties for text in (party.heading, *map("".join, party.lines))]
        self._size = size

    def draw(self, page: Page, top: float, section: int) -> None:
        """Draw it from ``top`` down."""
        span = ((page.left + page.right) / 2, page.right)
        step = 2 * self._size
        middle = top - self._above - _RADIUS
        page.ring((span[0] + span[1]) / 2, middle, _RADIUS)
        y = middle + (len(self._lines) - 1) * step / 2 - 0.35 * self._size
        for line in self._lines:
            with page.part(page.tags.element("P", section)):
                page.squeeze(line, span, y, self._size, "center")
            y -= step


def _seal(row: Sequence[Party]) -> float:
    """The height of the seals' places."""
    return 2 * _RADIUS + 8 if any(party.seal for party in row) else 0.0


def _label(page: Page, label: str, text: str, span: tuple[float, float], y: float, size: float, section: int) -> None:
    """A label, what is known already, and a rule to write on."""
    begin = span[0] + (measure(label) + 0.5) * size if label else span[0]
    with page.part(page.tags.element("P", section)):
        page.write(label, span[0], y, size)
        page.squeeze(text, (begin + 2, span[1]), y, size)
    page.rules([(begin, y - 3, span[1], y - 3)])
