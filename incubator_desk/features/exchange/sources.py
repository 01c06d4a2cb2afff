"""Reading a workbook that comes from anywhere: bounded before it is parsed, exact in what it gives."""

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from lxml import etree
from python_calamine import CalamineWorkbook

from incubator_desk.base.errors import Problem, Refused, Where
from incubator_desk.base.i18n import N_

Cell = object
MOST_BYTES = 512 * 1024 * 1024
"""What a workbook may unpack to; a ledger of 100,000 rows unpacks to about 150 MB."""
MOST_RATIO = 200
"""How much a member may expand, beyond a first few megabytes."""
MOST_CELLS = 20_000_000
_FREE = 4 * 1024 * 1024
_CHUNK = 1024 * 1024

_CELL = re.compile(rb"<c ([^>]*?)(?:/>|>(.*?)</c>)", re.DOTALL)
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_STYLE = re.compile(rb'\bs="(\d+)"')
_STYLED = re.compile(rb'<c [^>]*?\bs="\d+"[^>]*>')
_ROW = re.compile(rb'<row [^>]*?\br="(\d+)"')
_COLUMN = re.compile(rb'<c [^>]*?\br="([A-Z]{2,3})\d')
_VALUE = re.compile(rb"<v[^>/]*>[^<]")
_BUILT_IN_PERCENT = {9, 10}


@dataclass(frozen=True)
class Grid:
    """A sheet's cells by row and column from 0; what the values alone do not tell stands beside."""

    name: str
    rows: Sequence[Sequence[Cell]]
    percents: frozenset[tuple[int, int]] = frozenset()
    """Cells in percent format, whose value 0.5 reads 50 %."""
    broken: Mapping[tuple[int, int], Problem] = field(default_factory=dict)
    """Cells that have no value: formulas never calculated, Excel errors."""


def read(path: Path) -> Iterator[Grid]:
    """The sheets of an xlsx workbook; ``Refused`` names the file where it is none, or too much."""
    where = Where(file=path.name)
    try:
        _bound(path, where)
        yield from _grids(path)
    except Refused:
        raise
    except FileNotFoundError:
        raise _refused("no_file", N_("There is no such file."), where) from None
    except PermissionError:
        raise _refused("unreadable", N_("The file cannot be read: access is denied."), where) from None
    except Exception:  # noqa: BLE001 - a file from outside can break its readers in any way; this is their one border
        raise _refused(
            "not_a_workbook", N_("The file is not an Excel workbook (.xlsx), or it is damaged."), where
        ) from None


def _refused(code: str, message: str, where: Where, **values: object) -> Refused:
    return Refused(Problem(code, message, values, where))


def _bound(path: Path, where: Where) -> None:
    """Refuse what unpacks to too much, before anything parses it; a header's own word is not trusted."""
    left = MOST_BYTES
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            size = 0
            most = max(_FREE, member.compress_size * MOST_RATIO)
            with archive.open(member) as stream:
                while chunk := stream.read(_CHUNK):
                    if not size and (b"<!DOCTYPE" in chunk or b"<!ENTITY" in chunk):
                        raise _refused(
                            "unsafe_workbook", N_("The file defines entities, which no workbook does."), where
                        )
                    size += len(chunk)
                    if size > min(left, most):
                        raise _refused("too_large", N_("The file unpacks to far more than a workbook needs."), where)
            left -= size


def _grids(path: Path) -> Iterator[Grid]:
    workbook = CalamineWorkbook.from_path(str(path))
    with zipfile.ZipFile(path) as archive:
        percent_styles = _percent_styles(archive)
        members = _members(archive)
        for name in workbook.sheet_names:
            if name not in members:
                continue
            data = archive.read(members[name])
            _bound_cells(data, Where(file=path.name, sheet=name))
            rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
            broken = dict(_broken(data, Where(file=path.name, sheet=name)))
            yield Grid(name, rows, frozenset(_percents(data, percent_styles)), broken)


def _bound_cells(data: bytes, where: Where) -> None:
    """Refuse a sheet whose furthest cell would make the grid enormous."""
    rows = max((int(found) for found in _ROW.findall(data)), default=0)
    columns = max((_column(found) + 1 for found in set(_COLUMN.findall(data))), default=26)
    if rows * columns > MOST_CELLS:
        message = N_(
            "A cell stands far away from all others (row {rows}, column {columns}). Delete the empty rows and columns."
        )
        raise _refused("too_large", message, where, rows=rows, columns=columns)


def _members(archive: zipfile.ZipFile) -> dict[str, str]:
    """The archive's member for each sheet name."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    book = etree.fromstring(archive.read("xl/workbook.xml"), parser)
    links = etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"), parser)
    targets = {link.get("Id"): str(link.get("Target")) for link in links}
    found = {}
    for sheet in book.iter("{*}sheet"):
        key = next((value for name, value in sheet.attrib.items() if str(name).endswith("}id")), None)
        target = targets.get(key, "")
        found[str(sheet.get("name"))] = target[1:] if target.startswith("/") else str(PurePosixPath("xl") / target)
    return {name: member for name, member in found.items() if member in archive.namelist()}


def _percent_styles(archive: zipfile.ZipFile) -> frozenset[int]:
    if "xl/styles.xml" not in archive.namelist():
        return frozenset()
    styles = etree.fromstring(archive.read("xl/styles.xml"), etree.XMLParser(resolve_entities=False, no_network=True))
    formats = {
        int(str(f.get("numFmtId")))
        for f in styles.iter("{*}numFmt")
        # A quoted % is only a letter: our own exports show 50 as 50%.
        if "%" in re.sub(r'"[^"]*"|\\.', "", str(f.get("formatCode")))
    } | _BUILT_IN_PERCENT
    cells = styles.find("{*}cellXfs")
    found = [] if cells is None else cells
    return frozenset(i for i, xf in enumerate(found) if int(xf.get("numFmtId") or 0) in formats)


def _percents(data: bytes, styles: frozenset[int]) -> Iterator[tuple[int, int]]:
    if not styles:
        return
    for found in _STYLED.finditer(data):
        style, reference = _STYLE.search(found[0]), _REFERENCE.search(found[0])
        if style and reference and int(style[1]) in styles:
            yield _place(reference)


def _broken(data: bytes, where: Where) -> Iterator[tuple[tuple[int, int], Problem]]:
    if b"<f" not in data and b't="e"' not in data:
        return
    for found in _CELL.finditer(data):
        attributes, content = found[1], found[2] or b""
        reference = _REFERENCE.search(attributes)
        if not reference:
            continue
        place = _place(reference)
        at = Where(where.file, where.sheet, place[0] + 1)
        if b't="e"' in attributes:
            message = N_("Cell {cell} holds an Excel error. Correct its formula.")
            yield place, Problem("cell_error", message, {"cell": (reference[1] + reference[2]).decode()}, at)
        elif b"<f" in content and not _VALUE.search(content) and b"<is>" not in content:
            message = N_(
                "The formula in cell {cell} was never calculated. Open the file in Excel, save it, and import again."
            )
            yield place, Problem("formula_without_value", message, {"cell": (reference[1] + reference[2]).decode()}, at)


def _place(reference: re.Match[bytes]) -> tuple[int, int]:
    return int(reference[2]) - 1, _column(reference[1])


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
