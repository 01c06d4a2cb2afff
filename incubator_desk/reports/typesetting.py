"""How text is measured and broken into lines. Widths are in ems: times the size they are points."""

import re
from functools import lru_cache

from . import fonts

_TOKEN = re.compile(
    r"\s+"
    r"|[（《〈「『“‘〔【]*"  # an opening mark stays with what follows
    r"(?:[\u4e00-\u9fff]{1,5}〔\d{4}〕第?\d+号"  # document numbers, dates, words and numbers stay whole
    r"|\d+年\d+月(?:\d+日)?"
    r"|[\d,.]*\d[元天月]"  # and figures with what they count
    r"|[^\s\u2e80-\uffff\U00020000-\U0003ffff“”‘’]+"
    r"|.)"
    r"[，。、；：！？）》〉」』”’〕】％]*",  # no line begins with a closing mark
    re.DOTALL,
)


class _Widths(dict[str, float]):
    """The widths of characters, measured when first met."""

    def __init__(self, *, bold: bool) -> None:
        super().__init__()
        self._bold = bold

    def __missing__(self, character: str) -> float:
        width = self[character] = fonts.text_width(character, 1, bold=self._bold)
        return width


_REGULAR, _BOLD = _Widths(bold=False), _Widths(bold=True)


@lru_cache(maxsize=1 << 16)
def measure(text: str, *, bold: bool = False) -> float:
    """The width of a text on one line."""
    known = _BOLD if bold else _REGULAR
    return sum([known[character] for character in text])


@lru_cache(maxsize=1 << 14)
def longest_word(text: str, *, bold: bool = False) -> float:
    """The width of the widest piece that should not be broken."""
    return max((measure(token.rstrip(), bold=bold) for token in _TOKEN.findall(text)), default=0.0)


def wrap(text: str, width: float, *, bold: bool = False, indent: float = 0.0) -> list[str]:
    """The lines of a text in a column of that width; the first is shorter by ``indent``."""
    if "\n" not in text and indent + measure(text, bold=bold) <= width:
        return [text]
    first, *others = text.split("\n")
    lines = _broken(first, width, bold=bold, indent=indent)
    return lines + [line for part in others for line in _broken(part, width, bold=bold)]


def _broken(text: str, width: float, *, bold: bool, indent: float = 0.0) -> list[str]:
    lines: list[str] = []
    line, used = "", indent
    for token in _TOKEN.findall(text):
        for piece in _pieces(token, width - (0.0 if lines else indent), bold=bold):
            wide = measure(piece, bold=bold)
            if line and used + measure(piece.rstrip(), bold=bold) > width:
                lines.append(line.rstrip())
                line, used = "", 0.0
            if line or piece.strip():
                line, used = line + piece, used + wide
    return [*lines, line.rstrip()]


def _pieces(token: str, width: float, *, bold: bool) -> list[str]:
    """A token whole where it fits into a line, else as many characters as fit, and so on."""
    if measure(token.rstrip(), bold=bold) <= width:
        return [token]
    pieces, piece = [], ""
    for character in token:
        if piece and measure(piece + character, bold=bold) > width:
            pieces.append(piece)
            piece = ""
        piece += character
    return [*pieces, piece]
