"""Every report of the product, made of the demo park: what other programs read of its workbook and its paper."""

import math
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from incubator_desk.base import i18n
from incubator_desk.base.periods import Period
from incubator_desk.catalog.kinds import Money
from incubator_desk.catalog.office import Office
from incubator_desk.catalog.report import Asked
from incubator_desk.demo import show
from incubator_desk.features.all import FEATURES
from incubator_desk.features.park import service as park
from incubator_desk.reports.making import glance, make, preview
from incubator_desk.store.record import Actor
from incubator_desk.store.schema import open_database

PERIOD = Period.parse("2020-H1")
ASKED = Asked(PERIOD, PERIOD.last)
ALL = sorted(FEATURES.reports)
SPOKEN = [("zh_CN", "wan"), ("en", "yuan")]

needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    place = tmp_path_factory.mktemp("demo") / "demo.desk"
    office = Office(open_database(str(place), create=True), FEATURES, Actor("王敏", ""))
    park.found(office)
    show.fill(office)
    yield office
    office.database.close()


@pytest.fixture(scope="module")
def papers(demo, tmp_path_factory):
    """Every report as a paper, in both languages."""
    made = tmp_path_factory.mktemp("papers")
    for language, unit in SPOKEN:
        with i18n.speaking(language):
            for name in ALL:
                out = made / f"{name}.{language}.pdf"
                make(demo, FEATURES.reports[name], replace(ASKED, unit=unit), "pdf", out)
    return made


@pytest.fixture(scope="module")
def books(demo, tmp_path_factory):
    """Every report as a workbook: the confirmations of all companies, of others that of one."""
    made = tmp_path_factory.mktemp("books")
    with i18n.speaking("zh_CN"):
        for name in ALL:
            report = FEATURES.reports[name]
            one = None if name == "relief_confirmation" else glance(demo, report, ASKED)
            asked = replace(one[1].asked if one else ASKED, unit="wan")
            make(demo, report, asked, "xlsx", made / f"{name}.xlsx")
    return made


def without_values(book, out):
    """A copy of which the formulas have no values: whoever opens it has to calculate."""
    with zipfile.ZipFile(book) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for item in before.infolist():
            data = before.read(item)
            if item.filename.startswith("xl/worksheets/"):
                data = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", data)
            after.writestr(item, data)


@pytest.fixture(scope="module")
def calculated(books, tmp_path_factory):
    """The workbooks as LibreOffice calculates and stores them, in one run."""
    place = tmp_path_factory.mktemp("calculated")
    bare = tmp_path_factory.mktemp("bare")
    for book in books.iterdir():
        without_values(book, bare / book.name)
    home = tmp_path_factory.mktemp("home")
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{home}", "--headless", "--convert-to", "xlsx", "--outdir", place, *bare.iterdir()],
        check=True, capture_output=True, timeout=600,
    )  # fmt: skip
    return place


def sheets(book):
    with CalamineWorkbook.from_path(str(book)) as read:
        return {name: read.get_sheet_by_name(name).to_python() for name in read.sheet_names}


@needs_office
@pytest.mark.parametrize("name", ALL)
def test_libreoffice_calculates_what_is_stored(books, calculated, name):
    stored, again = sheets(books / f"{name}.xlsx"), sheets(calculated / f"{name}.xlsx")
    assert list(again) == list(stored)
    for title, rows in stored.items():
        assert len(again[title]) == len(rows)
        for at, (row, found) in enumerate(zip(rows, again[title])):
            for value, calculation in zip(row, found):
                where = f"{title}: {at + 1}"
                if isinstance(value, int | float):
                    assert math.isclose(calculation, value, abs_tol=1e-6), where
                else:
                    assert calculation == value, where


def test_there_is_something_to_calculate(books):
    counts = {}
    for name in ALL:
        with zipfile.ZipFile(books / f"{name}.xlsx") as book:
            counts[name] = sum(book.read(each).count(b"<f>SUM(") for each in book.namelist())
    assert {name for name, count in counts.items() if not count} == {
        name for name in ALL if not any(column.total for column in FEATURES.reports[name].columns)
    }


@pytest.mark.parametrize("name", ALL)
def test_a_workbook_is_ready_to_be_printed_and_says_what_it_is(books, name):
    book = load_workbook(books / f"{name}.xlsx")
    assert book.sheetnames[-1] == "说明"
    notes = {row[0].value: row[1].value for row in book["说明"].iter_rows()}
    assert notes["报期"] == "2020年上半年"
    assert notes["截至"] == "2020年6月30日"
    assert {"报表", "单位", "行数", "制表", "制表时间"} <= notes.keys()
    assert ("金额单位" in notes) == any(isinstance(c.kind, Money) for c in FEATURES.reports[name].columns)
    for sheet in book.worksheets[:-1]:
        assert sheet.page_setup.paperSize == 9
        assert sheet.freeze_panes
        assert sheet.print_title_rows
        assert {letter for letter, dimension in sheet.column_dimensions.items() if dimension.width}


@needs_poppler
@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("name", ALL)
def test_a_paper_has_its_faces_with_it_and_can_be_read(demo, papers, name, language):
    paper = papers / f"{name}.{language}.pdf"
    fonts = subprocess.run(["pdffonts", paper], capture_output=True, text=True, check=True).stdout.splitlines()[2:]
    faces = [line.split() for line in fonts if "Helvetica" not in line]
    # The columns before the object's number are: embedded, subset, with a table for copying text.
    assert faces
    assert {tuple(face[-5:-2]) for face in faces} == {("yes", "yes", "yes")}
    text = subprocess.run(["pdftotext", "-layout", paper, "-"], capture_output=True, text=True, check=True).stdout
    assert "〓" not in text
    assert "(cid:" not in text
    with i18n.speaking(language):
        made = preview(demo, FEATURES.reports[name], ASKED, 0)[1]
        title = made.papers[0].title or i18n.translate(made.report.label)
    assert "".join(title.split()) in "".join(text.split())
    reader = PdfReader(paper)
    assert reader.trailer["/Root"]["/Lang"] == language.replace("_", "-")
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert len(reader.outline) == len(made.papers)


@needs_poppler
@pytest.mark.parametrize("name", ALL)
def test_the_tags_of_a_paper_say_its_text(papers, name):
    paper = papers / f"{name}.zh_CN.pdf"
    done = subprocess.run(["pdfinfo", "-struct-text", paper], capture_output=True, text=True, check=True)
    assert not done.stderr
    said = "".join(re.findall(r'^\s+"(.*)"$', done.stdout, re.MULTILINE))
    whole = subprocess.run(["pdftotext", "-raw", paper, "-"], capture_output=True, text=True, check=True).stdout
    assert said
    assert set("".join(said.split())) <= set("".join(whole.split()))
    report = FEATURES.reports[name]
    assert "Table" in done.stdout or not report.columns or not report.paper.table
