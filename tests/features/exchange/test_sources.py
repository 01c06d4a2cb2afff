"""Files from anywhere: refused in one sentence that names them, within bounds; what their formats say is understood."""

import random
import re
import resource
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from books import LEASES, PARK, PREMISES, TENANTS, book, errors, places, rewritten, stored
from openpyxl import Workbook

from incubator_desk.base.errors import Refused
from incubator_desk.catalog.office import Office
from incubator_desk.features.exchange import sources
from incubator_desk.features.exchange.importing import import_workbook

SHEET = "xl/worksheets/sheet1.xml"


def refusal(path: Path) -> str:
    """The code with which a file is refused, by name."""
    with pytest.raises(Refused) as refused:
        list(sources.read(path))
    (problem,) = refused.value.problems
    assert problem.where.file == path.name
    assert problem.text()
    return problem.code


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


@pytest.mark.parametrize(
    "content",
    [b"", b"code,name\nT1,x\n", b"PK\x03\x04 cut off", b"<html/>", bytes(range(256)) * 40],
    ids=["empty", "csv", "half a zip", "html", "bytes"],
)
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(content)
    assert refusal(path) == "not_a_workbook"


def test_old_locked_missing_and_other_files_are_refused(tmp_path: Path) -> None:
    old = tmp_path / "old.xls"
    old.write_bytes(bytes.fromhex("D0CF11E0A1B11AE1") + bytes(4096))
    assert refusal(old) == "old_or_locked"
    assert refusal(tmp_path / "missing.xlsx") == "no_file"
    assert refusal(tmp_path) == "no_file"
    assert refusal(zipped(tmp_path / "notes.zip", {"notes.txt": b"hello"})) == "not_a_workbook"


def test_a_zip_bomb_is_refused_at_once_in_little_memory(tmp_path: Path) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    path = book(tmp_path / "bomb.xlsx", PARK)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/more.xml", "w") as member:
        for _ in range(100):
            member.write(bytes(1024 * 1024))
    assert refusal(path) == "too_large"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024


def test_entities_are_refused(tmp_path: Path) -> None:
    laughs = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY l "ha"><!ENTITY m "&l;&l;&l;&l;">]><worksheet'
    path = rewritten(book(tmp_path / "laughs.xlsx", PARK), {SHEET: ("<worksheet", laughs)})
    assert refusal(path) == "unsafe_workbook"


def test_two_members_of_one_name_are_refused(tmp_path: Path) -> None:
    path = book(tmp_path / "twice.xlsx", PARK)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(SHEET.upper(), b"<worksheet/>")
    assert refusal(path) == "not_a_workbook"


def test_a_filled_cell_far_away_is_refused_and_an_empty_one_is_nothing(tmp_path: Path) -> None:
    path = book(tmp_path / "far.xlsx", {"premises": (*PREMISES, ("A2", 5))})
    far = '<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'
    rewritten(path, {SHEET: ("</sheetData>", far)})
    rewritten(path, {SHEET: ('<dimension ref="A1:B3"', '<dimension ref="A1:XFD1048576"')})
    (grid,) = sources.read(path)
    assert len(grid.rows) == 3
    rewritten(path, {SHEET: ('<c r="XFD1048576" s="0"/>', '<c r="XFD1048576"><v>1</v></c>')})
    assert refusal(path) == "too_large"


def test_a_long_text_that_every_cell_names_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path / "long.xlsx", {"premises": [["code"]] * 12_000})
    inline = re.compile(rb't="inlineStr"><is><t>code</t></is>')
    with zipfile.ZipFile(path) as archive:
        members = {name: inline.sub(b't="s"><v>0</v>', archive.read(name)) for name in archive.namelist()}
    members["xl/sharedStrings.xml"] = f"<sst><si><t>{'长' * 32_000}</t></si></sst>".encode()
    assert members[SHEET].count(b"<v>0</v>") == 12_000
    assert refusal(zipped(path, members)) == "too_large"


def test_damaged_workbooks_are_refused_or_read_never_worse(tmp_path: Path) -> None:
    whole = book(tmp_path / "whole.xlsx", PARK).read_bytes()
    chance = random.Random(7)
    for at in range(150):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 3, 20))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        path = tmp_path / "damaged.xlsx"
        path.write_bytes(data[: chance.choice((len(data), chance.randrange(len(data))))])
        try:
            list(sources.read(path))
        except Refused as refused:
            assert refused.problems, at


def test_formulas_count_by_their_value_and_are_errors_without_one(file_office: Office, tmp_path: Path) -> None:
    path = book(tmp_path / "formulas.xlsx", {"premises": (*PREMISES, ("A2", "=50+1"), ("A3", "=1/0"), ("A4", 7))})
    with zipfile.ZipFile(path) as archive:
        assert b"<f>50+1</f><v" in archive.read(SHEET)
    assert errors(import_workbook(file_office, path)) == [
        ("formula_without_value", "premises", 3, "area_sqm"),
        ("formula_without_value", "premises", 4, "area_sqm"),
    ]
    rewritten(
        path, {SHEET: ("<f>50+1</f><v/>" if b"<v/>" in sheet(path) else "<f>50+1</f><v></v>", "<f>50+1</f><v>51</v>")}
    )
    rewritten(path, {SHEET: ('<c r="B4">', '<c r="B4" t="e">')})
    rewritten(
        path, {SHEET: ("<f>1/0</f><v/>" if b"<v/>" in sheet(path) else "<f>1/0</f><v></v>", "<f>1/0</f><v>#DIV/0!</v>")}
    )
    assert errors(import_workbook(file_office, path)) == [("cell_error", "premises", 4, "area_sqm")]
    rewritten(path, {SHEET: ('<c r="B4" t="e"><f>1/0</f><v>#DIV/0!</v>', '<c r="B4"><f>1/0</f><v>9</v>')})
    # A formula that gives an empty text is a blank cell.
    rewritten(
        path, {SHEET: ('<c r="B5" t="n"><v>7</v>', '<c r="B5" t="n"><v>7</v></c><c r="C5" t="str"><f>""</f><v></v>')}
    )
    assert not import_workbook(file_office, path).failed
    assert (("A2", Decimal(51)) in stored(file_office, "premises", "code", "area_sqm")) is True


def sheet(path: Path) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return archive.read(SHEET)


def test_cells_without_references_and_with_prefixes_are_placed(file_office: Office, tmp_path: Path) -> None:
    path = book(tmp_path / "bare.xlsx", {"premises": (*PREMISES, ("A2", "=1+1"))})
    for reference in ("A1", "B1", "A2", "B2", "A3", "B3"):
        rewritten(path, {SHEET: (f'<c r="{reference}"', "<c")})
    assert errors(import_workbook(file_office, path)) == [("formula_without_value", "premises", 3, "area_sqm")]
    for tag in ("<c", "</c>", "<row", "</row>", "<v", "</v>", "<f", "</f>", "<sheetData>", "</sheetData>"):
        rewritten(path, {SHEET: (tag, tag.replace("<", "<x:").replace("<x:/", "</x:"))})
    rewritten(
        path,
        {SHEET: ("<worksheet ", '<worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" ')},
    )
    assert errors(import_workbook(file_office, path)) == [("formula_without_value", "premises", 3, "area_sqm")]


@pytest.mark.parametrize(
    ("number_format", "cell", "percent"),
    [("0%", 0.5, 50), ("0.00%", 0.07, 7), ("General", 50, 50), ('0.0####"%"', 50, 50), ("General", "50%", 50),
     ("General", "５０ %", 50), ("0%", "50", 50)],
)  # fmt: skip
def test_fifty_percent_however_it_is_written(
    file_office: Office, tmp_path: Path, number_format: str, cell: object, percent: int
) -> None:
    made = Workbook()
    made.remove(made.active)
    for name, rows in {"tenants": TENANTS, "premises": PREMISES, "leases": LEASES}.items():
        page = made.create_sheet(name)
        for row in rows:
            page.append(row)
    page = made.create_sheet("reliefs")
    page.append(("code", "lease_code", "kind", "percent", "approved_on"))
    page.append(("R1", "L1", "percent", cell, "2020-02-01"))
    page["D2"].number_format = number_format
    made.save(tmp_path / "percent.xlsx")
    outcome = import_workbook(file_office, tmp_path / "percent.xlsx")
    assert not places(outcome)
    assert stored(file_office, "reliefs", "percent") == [(Decimal(percent),)]


def test_a_bare_fraction_is_read_as_it_stands_with_a_warning(file_office: Office, tmp_path: Path) -> None:
    rows = (("code", "lease_code", "kind", "percent"), ("R1", "L1", "percent", 0.5), ("R2", "L1", "percent", 0.5))
    outcome = import_workbook(file_office, book(tmp_path / "b.xlsx", {**PARK, "reliefs": rows}))
    assert places(outcome) == [("percent_looks_like_fraction", "reliefs", at, "percent") for at in (2, 3)]
    assert stored(file_office, "reliefs", "percent") == [(Decimal("0.5"),)] * 2
