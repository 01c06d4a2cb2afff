"""The bundled faces for paper: registered once, with a fallback for rare characters."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from unicodedata import category
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfmetrics, ttfonts

from incubator_desk.base.places import resources

REGULAR, BOLD, RARE = "NotoSansSC", "NotoSansSC-Bold", "HanaMin-Rare"
_FILES = {REGULAR: "NotoSansSC-Regular.ttf", BOLD: "NotoSansSC-Bold.ttf", RARE: "HanaMin-Rare.ttf"}

GETA = "〓"
"""What printers set where a character is lacking: seen as a gap, never taken for the text."""


@lru_cache
def faces() -> dict[str, ttfonts.TTFont]:
    """The three faces, registered with reportlab at the first call."""
    _repair_to_unicode()
    found = {name: ttfonts.TTFont(name, str(resources("fonts", file))) for name, file in _FILES.items()}
    for face in found.values():
        pdfmetrics.registerFont(face)
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)
    # It has one weight; without a family reportlab refuses it inside bold text.
    pdfmetrics.registerFontFamily(RARE, normal=RARE, bold=RARE, italic=RARE, boldItalic=RARE)
    return found


@lru_cache
def _known(face: str) -> frozenset[int]:
    return frozenset(faces()[face].face.charToGlyph)


def missing(text: str) -> set[str]:
    """The characters that no face has; ``GETA`` is printed for each, so it has to be said which they were."""
    if text.isascii():
        return set()
    known, rare = _known(REGULAR), _known(RARE)
    return {c for c in text if ord(c) not in known and ord(c) not in rare and not _unseen(c)}


def pieces(text: str, *, bold: bool = False) -> Iterator[tuple[str, str]]:
    """The text in runs of one face each: face name and characters."""
    main, known, rare = BOLD if bold else REGULAR, _known(REGULAR), _known(RARE)
    if text.isascii() or all(ord(c) in known for c in text):
        yield main, text
        return
    faced = (_faced(c, main, known, rare) for c in text if ord(c) in known or not _unseen(c))
    for face, run in groupby(faced, key=itemgetter(0)):
        yield face, "".join(c for _, c in run)


def _faced(character: str, main: str, known: frozenset[int], rare: frozenset[int]) -> tuple[str, str]:
    if ord(character) in known:
        return main, character
    return (RARE, character) if ord(character) in rare else (main, GETA)


def _unseen(character: str) -> bool:
    """Marks that people do not see: joiners, byte order marks, variation selectors, line breaks."""
    return (
        category(character) in {"Cc", "Cf"}
        or "\ufe00" <= character <= "\ufe0f"
        or "\U000e0100" <= character <= "\U000e01ef"
    )


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """The width in points."""
    return float(sum(faces()[face].stringWidth(run, size) for face, run in pieces(text, bold=bold)))


def marked_up(text: str) -> str:
    """The text for a reportlab paragraph: escaped, rare characters in the fallback face."""
    return "".join(
        f'<font name="{face}">{escape(run)}</font>' if face == RARE else escape(run) for face, run in pieces(text)
    )


def _repair_to_unicode() -> None:
    # reportlab 5.1 writes characters beyond U+FFFF as five hexadecimal digits, which readers take for
    # another character: the text draws right but copies wrong. A PDF wants UTF-16 there.
    def to_unicode(font_name: str, subset: list[int]) -> str:
        codes = [
            f"<{i:02X}> <{chr(c).encode('utf-16-be').hex().upper()}>" for i, c in enumerate(subset) if c is not None
        ]
        blocks = [codes[i : i + 100] for i in range(0, len(codes), 100)]
        body = "\n".join(f"{len(block)} beginbfchar\n{chr(10).join(block)}\nendbfchar" for block in blocks)
        return _CMAP.format(name=font_name, last=f"{len(subset) - 1:02X}", body=body)

    ttfonts.makeToUnicodeCMap = to_unicode


_CMAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo
<< /Registry ({name})
/Ordering ({name})
/Supplement 0
>> def
/CMapName /{name} def
/CMapType 2 def
1 begincodespacerange
<00> <{last}>
endcodespacerange
{body}
endcmap
CMapName currentdict /CMap defineresource pop
end
end"""
