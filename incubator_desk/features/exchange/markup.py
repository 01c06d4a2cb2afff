"""What a workbook's own XML tells beyond its values: percent formats, formulas without a value, how far cells stand.

The reader of values is many times faster than any parser here, so most sheets are only glanced at; whatever is
unusual is read cell by cell. All input was bounded before (:mod:`.sources`).
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

Place = tuple[int, int]
"""A cell's row and column from 0."""

_TOKEN = re.compile(rb"<(?:\w+:)?(?:(row)\b([^>]*)|c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>))", re.DOTALL)
_ROW = re.compile(rb"""\br=["'](\d+)""")
_REFERENCE = re.compile(rb"""\br=["']([A-Z]{1,3})(\d{1,7})["']""")
_STYLE = re.compile(rb"""\bs=["'](\d+)""")
_TYPE = re.compile(rb"""\bt=["'](\w+)""")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b")
_CONTENT = re.compile(rb"<(?:\w+:)?(?:v\b[^>/]*>[^<]|is\b)")
_PLAIN_ROW = re.compile(rb'<row r="(\d+)')
_PLAIN_COLUMN = re.compile(rb'<c r="([A-Z]{2,3})\d')
_SHARED_TEXT = re.compile(rb"""\bt=["']s["'][^>]*>\s*<(?:\w+:)?v\b[^>]*>\s*(\d+)""")
_QUOTED = re.compile(r'"[^"]*"|\\.')
_BUILT_IN_PERCENT = {9, 10}


@dataclass(frozen=True, slots=True)
class Marks:
    """What was found in a sheet: how far its filled cells reach, and the cells whose value is not all."""

    rows: int
    columns: int
    percents: frozenset[Place] = frozenset()
    errors: Sequence[Place] = ()
    without_value: Sequence[Place] = ()


def _parsed(archive: zipfile.ZipFile, name: str) -> etree._Element:
    return etree.fromstring(_content(archive, name), etree.XMLParser(resolve_entities=False, no_network=True))


def _content(archive: zipfile.ZipFile, name: str) -> bytes:
    """A member, whatever its letters' case; nothing where there is none."""
    found = next((member for member in archive.namelist() if member.lower() == name.lower()), None)
    return archive.read(found) if found else b""


def members(archive: zipfile.ZipFile) -> dict[str, str]:
    """The archive's member of each sheet, by the sheet's name."""
    present = {name.lower(): name for name in archive.namelist()}
    links = _parsed(archive, "xl/_rels/workbook.xml.rels")
    targets = {link.get("Id"): str(link.get("Target")) for link in links}
    found = {}
    for sheet in _parsed(archive, "xl/workbook.xml").iter("{*}sheet"):
        key = next(value for name, value in sheet.attrib.items() if str(name).endswith("}id"))
        target = posixpath.normpath(posixpath.join("/xl", targets[str(key)]))
        found[str(sheet.get("name"))] = present[target.removeprefix("/").lower()]
    return found


def percent_styles(archive: zipfile.ZipFile) -> frozenset[int]:
    """The numbers of the cell styles that show 0.5 as 50 %."""
    if not _content(archive, "xl/styles.xml"):
        return frozenset()
    styles = _parsed(archive, "xl/styles.xml")
    # A quoted % is only a letter: our own exports show 50 as 50%.
    formats = {
        int(str(f.get("numFmtId")))
        for f in styles.iter("{*}numFmt")
        if "%" in _QUOTED.sub("", str(f.get("formatCode")))
    }
    cells = styles.find("{*}cellXfs")
    found = [] if cells is None else [int(xf.get("numFmtId") or 0) for xf in cells]
    return frozenset(at for at, number in enumerate(found) if number in formats | _BUILT_IN_PERCENT)


def text_lengths(archive: zipfile.ZipFile) -> list[int]:
    """The bytes of each shared text."""
    return [len(text) for text in re.split(rb"</(?:\w+:)?si>", _content(archive, "xl/sharedStrings.xml"))]


def text_bytes(data: bytes, lengths: Sequence[int], most: int) -> int:
    """The bytes of shared text in a sheet, or a number below ``most`` that they stay under."""
    under = max(lengths, default=0) * data.count(b"v>")
    if under < most:
        return under
    return sum(lengths[int(found)] for found in _SHARED_TEXT.findall(data))


def look(data: bytes, percents: frozenset[int], most: int) -> Marks:
    """The marks of a sheet; cell by cell only where a glance finds more than plain values in ``most`` places."""
    if not _is_unusual(data, percents):
        rows = max(map(int, _PLAIN_ROW.findall(data)), default=0)
        columns = max(map(number, set(_PLAIN_COLUMN.findall(data))), default=25) + 1
        if rows * columns <= most:
            return Marks(rows, columns)
    return _closely(data, percents)


def _is_unusual(data: bytes, percents: frozenset[int]) -> bool:
    return (
        data.count(b"<c ") != data.count(b'<c r="')
        or data.count(b"<f") != data.count(b"<formula")  # what a drop-down offers
        or any(mark in data for mark in (b"<c>", b":row", b't="e"'))
        or any(b's="%d"' % style in data for style in percents)
    )


def _closely(data: bytes, percents: frozenset[int]) -> Marks:
    rows = columns = 0
    shown_as_percent, errors, without_value = set(), [], []
    for place, attributes, content in _cells(data):
        kind = _TYPE.search(attributes)
        if kind and kind[1] == b"e":
            errors.append(place)
        # A formula whose value is an empty text was calculated.
        elif not _CONTENT.search(content) and _FORMULA.search(content) and not (kind and kind[1] == b"str"):
            without_value.append(place)
        style = _STYLE.search(attributes) if percents else None
        if style and int(style[1]) in percents:
            shown_as_percent.add(place)
        if content:
            rows, columns = max(rows, place[0] + 1), max(columns, place[1] + 1)
    return Marks(rows, columns, frozenset(shown_as_percent), errors, without_value)


def _cells(data: bytes) -> Iterator[tuple[Place, bytes, bytes]]:
    """Each cell's place, attributes and content; one without a reference follows the one before."""
    row, column = -1, -1
    for found in _TOKEN.finditer(data):
        if found[1]:
            named = _ROW.search(found[2])
            row, column = int(named[1]) - 1 if named else row + 1, -1
            continue
        reference = _REFERENCE.search(found[3])
        row, column = (int(reference[2]) - 1, number(reference[1])) if reference else (row, column + 1)
        yield (row, column), found[3], found[4] or b""


def number(name: bytes) -> int:
    """A column's number from 0 by its letters."""
    found = 0
    for letter in name:
        found = found * 26 + letter - 64
    return found - 1


def letters(column: int) -> str:
    """A column's letters by its number from 0."""
    column += 1
    found = ""
    while column:
        column, digit = divmod(column - 1, 26)
        found = chr(65 + digit) + found
    return found
