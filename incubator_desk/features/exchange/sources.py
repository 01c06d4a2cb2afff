"""Reading a workbook that comes from anywhere: bounded before it is parsed, exact in what it gives."""

import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from python_calamine import CalamineWorkbook, SheetTypeEnum

from incubator_desk.base.errors import Problem, Refused, Where
from incubator_desk.base.i18n import N_

from . import markup

Cell = object
MOST_BYTES = 512 * 1024 * 1024
"""What a workbook may unpack to; a ledger of 100,000 rows unpacks to about 150 MB."""
MOST_RATIO = 200
"""How much a member may expand, beyond a first few megabytes."""
MOST_CELLS = 10_000_000
"""Places up to the furthest filled cell of a sheet; the grid has room for all of them."""
MOST_TEXT = 256 * 1024 * 1024
"""Bytes of text of a sheet, counted wherever a shared text stands."""
_FREE = 4 * 1024 * 1024
_CHUNK = 1024 * 1024
_OLD_OR_LOCKED = bytes.fromhex("D0CF11E0A1B11AE1")  # the container of .xls, and of workbooks with a password

_MESSAGES = {
    "no_file": N_("There is no such file."),
    "unreadable": N_("The file cannot be read: access is denied."),
    "not_a_workbook": N_("The file is not an Excel workbook (.xlsx), or it is damaged."),
    "old_or_locked": N_("The file is an old workbook (.xls) or has a password. Save it as .xlsx without one."),
    "unsafe_workbook": N_("The file defines entities, which no workbook does."),
    "too_large": N_("The file unpacks to far more than a workbook needs."),
}
_FAR = N_("A cell stands far away from all others (row {rows}, column {columns}). Delete the empty rows and columns.")
_ERROR = N_("Cell {cell} holds an Excel error. Correct its formula.")
_NO_VALUE = N_("The formula in cell {cell} was never calculated. Open the file in Excel, save it, and import again.")


@dataclass(frozen=True)
class Grid:
    """A sheet's cells by row and column from 0; what the values alone do not tell stands beside."""

    name: str
    rows: Sequence[Sequence[Cell]] = ()
    percents: frozenset[tuple[int, int]] = frozenset()
    """Cells in percent format, whose value 0.5 reads 50 %."""
    broken: Mapping[tuple[int, int], Problem] = field(default_factory=dict)
    """Cells that have no value: formulas never calculated, Excel errors."""


def read(path: Path, wanted: Callable[[str], bool] = lambda _: True) -> Iterator[Grid]:
    """The sheets of an xlsx workbook, of those not wanted the name alone.

    ``Refused`` names the file where it is none, or too much.
    """
    where = Where(file=path.name)
    try:
        _bound(path, where)
        yield from _grids(path, wanted)
    except (Refused, GeneratorExit):
        raise
    except (FileNotFoundError, IsADirectoryError):
        raise _refused("no_file", where) from None
    except PermissionError:
        raise _refused("unreadable", where) from None
    except Exception:  # noqa: BLE001 - a file from outside can break its readers in any way; this is their one border
        raise _refused("old_or_locked" if _begins(path, _OLD_OR_LOCKED) else "not_a_workbook", where) from None


def _refused(code: str, where: Where) -> Refused:
    return Refused(Problem(code, _MESSAGES[code], where=where))


def _begins(path: Path, mark: bytes) -> bool:
    with path.open("rb") as file:
        return file.read(len(mark)) == mark


def _bound(path: Path, where: Where) -> None:
    """Refuse what unpacks to too much, before anything parses it; a header's own word is not trusted."""
    left = MOST_BYTES
    with zipfile.ZipFile(path) as archive:
        if len({name.lower() for name in archive.namelist()}) < len(archive.namelist()):
            raise _refused("not_a_workbook", where)  # readers would differ in which of two they take
        for member in archive.infolist():
            most = min(left, max(_FREE, member.compress_size * MOST_RATIO))
            left -= _unpacked(archive, member, most, where)


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, most: int, where: Where) -> int:
    """The size of a member, found without keeping it; refused above ``most``."""
    size = 0
    is_markup = member.filename.lower().endswith((".xml", ".rels"))
    with archive.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            if is_markup and (b"<!DOCTYPE" in chunk or b"<!ENTITY" in chunk):
                raise _refused("unsafe_workbook", where)
            size += len(chunk)
            if size > most:
                raise _refused("too_large", where)
    return size


def _grids(path: Path, wanted: Callable[[str], bool]) -> Iterator[Grid]:
    with zipfile.ZipFile(path) as archive, CalamineWorkbook.from_path(str(path)) as workbook:
        members = markup.members(archive)
        percents = markup.percent_styles(archive)
        lengths = markup.text_lengths(archive)
        for sheet in workbook.sheets_metadata:
            if sheet.typ is not SheetTypeEnum.WorkSheet or not wanted(sheet.name):
                yield Grid(sheet.name)
                continue
            data = archive.read(members[sheet.name])
            where = Where(path.name, sheet.name)
            if markup.text_bytes(data, lengths, MOST_TEXT) > MOST_TEXT:
                raise _refused("too_large", where)
            marks = markup.look(data, percents, MOST_CELLS)
            _bound_cells(marks, where)
            rows = workbook.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
            yield Grid(sheet.name, rows, marks.percents, _broken(marks, where))


def _bound_cells(marks: markup.Marks, where: Where) -> None:
    """Refuse a sheet whose furthest cell would make the grid enormous."""
    if marks.rows * marks.columns > MOST_CELLS:
        raise Refused(Problem("too_large", _FAR, {"rows": marks.rows, "columns": marks.columns}, where))


def _broken(marks: markup.Marks, where: Where) -> dict[tuple[int, int], Problem]:
    found = {}
    for places, code, message in (
        (marks.errors, "cell_error", _ERROR),
        (marks.without_value, "formula_without_value", _NO_VALUE),
    ):
        for row, column in places:
            values = {"cell": f"{markup.letters(column)}{row + 1}"}
            found[row, column] = Problem(code, message, values, Where(where.file, where.sheet, row + 1))
    return found
