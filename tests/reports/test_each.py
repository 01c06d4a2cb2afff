"""A file for each company: names by a pattern, all of them or none; looking at papers before they are files."""

import json
import os
import shutil
from dataclasses import replace

import pytest
import sample_park as sample
from openpyxl import load_workbook
from pypdf import PdfReader
from report_sample import ASKED, ROWS, letters, report

from incubator_desk.base import i18n
from incubator_desk.base.errors import Problem, Refused
from incubator_desk.catalog.report import Sheet
from incubator_desk.reports import naming
from incubator_desk.reports.making import glance, make, make_each, preview

FORMATS = ("xlsx", "pdf", "csv", "json")
NAMES = ("青岚甲有限公司", "青岚/乙:公司", "青岚甲有限公司", "Qinglan Ltd", "QINGLAN LTD")


@pytest.fixture
def office(file_office):
    """Five companies; two of them have the same name, two names differ in capitals alone."""
    for number, name in enumerate(NAMES, 1):
        sample.tenant(file_office, number, name)
    return file_office


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "papers"
    place.mkdir()
    return place


def code(number):
    return f"T-{number:04}"


def each(*numbers, **options):
    """A letter for each of the companies, with one row that tells it."""
    sheets = [{"tenant": code(number), "rows": [(number, *ROWS[0][1:])]} for number in numbers]
    return letters(*sheets, **options)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def refusal(*arguments):
    with pytest.raises(Refused) as refused:
        make_each(*arguments)
    return refused.value.problems[0]


@pytest.mark.parametrize("format", FORMATS)
def test_each_company_has_its_file(office, folder, format):
    found = make_each(office, each(1, 2, 4), ASKED, format, folder, "{tenant}-{code}-{period}")
    expected = ["青岚甲有限公司-T-0001-2020-Q1", "青岚_乙_公司-T-0002-2020-Q1", "Qinglan Ltd-T-0004-2020-Q1"]
    assert [path.name for path in found.files] == [f"{name}.{format}" for name in expected]
    assert names(folder) == sorted(path.name for path in found.files)
    assert found.problems == ()


def test_a_file_has_what_that_company_alone_would_have(office, folder, tmp_path):
    files = make_each(office, each(1, 2), ASKED, "json", folder, "{code}").files
    assert [json.loads(path.read_text())["rows"][0][0] for path in files] == [1, 2]
    assert json.loads(files[0].read_text())["totals"][9] == "1234567.89"
    books = make_each(office, each(1, 2), ASKED, "xlsx", folder, "{code}").files
    assert [load_workbook(book).sheetnames for book in books] == [[code(n), "About this report"] for n in (1, 2)]
    papers = make_each(office, each(1, 2), ASKED, "pdf", folder, "{code}").files
    make(office, each(2), replace(ASKED, tenant=code(2)), "pdf", tmp_path / "alone.pdf")
    assert papers[1].read_bytes() == (tmp_path / "alone.pdf").read_bytes()


def test_the_usual_name_has_report_company_and_period(office, folder):
    for pattern in (naming.PATTERN, "  "):
        found = make_each(office, each(1), ASKED, "pdf", folder, pattern)
        assert [path.name for path in found.files] == ["Sample letter 青岚甲有限公司 2020-Q1.pdf"]


def test_two_companies_of_one_name_have_a_file_each(office, folder):
    found = make_each(office, each(1, 2, 3, 4, 5), ASKED, "json", folder, "{tenant}")
    assert [path.name for path in found.files] == [
        "青岚甲有限公司 T-0001.json", "青岚_乙_公司.json", "青岚甲有限公司 T-0003.json",
        "Qinglan Ltd T-0004.json", "QINGLAN LTD T-0005.json",
    ]  # fmt: skip
    assert [json.loads(path.read_text())["rows"][0][0] for path in found.files] == [1, 2, 3, 4, 5]


def test_a_pattern_without_the_company_still_gives_a_file_each(office, folder):
    assert len(make_each(office, each(1, 2, 3), ASKED, "csv", folder, "all").files) == 3
    assert names(folder) == ["all T-0001.csv", "all T-0002.csv", "all T-0003.csv"]


def test_two_papers_of_one_company_have_a_file_each(office, folder):
    found = make_each(office, each(1, 1), ASKED, "csv", folder, "{code}")
    assert [path.name for path in found.files] == ["T-0001.csv", "T-0001 (2).csv"]


@pytest.mark.parametrize("name", ["../../etc/x", "con", "a\nb", ".hidden", "长" * 300, "x" * 300])
def test_names_are_such_as_every_system_takes(office, folder, name):
    sample.tenant(office, 9, "x", short_name="y")
    found = make_each(office, each(9), ASKED, "csv", folder, f"{name}{{tenant}}")
    (path,) = found.files
    assert path.parent == folder
    assert path.is_file()
    assert len(path.name.encode()) <= 210
    assert not set('/\\:*?"<>|\n') & set(path.name)


@pytest.mark.parametrize(
    ("pattern", "named"),
    [("{company}.x", "company"), ("{tenant.__class__}", "tenant.__class__"), ("{tenant!r}", "tenant"),
     ("{code:>9}", "code"), ("{}", ""), ("{0}", "0"), ("{tenant", "{"), ("tenant}", "{")],
)  # fmt: skip
def test_a_pattern_that_cannot_be_filled_in_is_refused_beside_its_field(office, folder, pattern, named):
    problem = refusal(office, each(1), ASKED, "pdf", folder, pattern)
    assert (problem.code, problem.where.column, problem.values["name"]) == ("unknown_placeholder", "pattern", named)
    assert "{tenant} {code}" in problem.text()
    assert names(folder) == []


@pytest.mark.parametrize("format", FORMATS)
def test_files_of_the_same_name_are_replaced(office, folder, format):
    (folder / f"T-0001.{format}").write_text("before")
    (folder / "other.txt").write_text("kept")
    make_each(office, each(1), ASKED, format, folder, "{code}")
    assert (folder / f"T-0001.{format}").read_bytes() != b"before"
    assert names(folder) == sorted([f"T-0001.{format}", "other.txt"])


def test_where_one_place_cannot_be_taken_none_is(office, folder):
    (folder / "T-0001.csv").write_text("before")
    (folder / "T-0003.csv").mkdir()
    problem = refusal(office, each(1, 2, 3), ASKED, "csv", folder, "{code}")
    assert problem.code == "cannot_write"
    assert problem.where.file == str(folder / "T-0003.csv")
    assert names(folder) == ["T-0001.csv", "T-0003.csv"]
    assert (folder / "T-0001.csv").read_text() == "before"


def test_a_missing_folder_is_named(office, tmp_path):
    problem = refusal(office, each(1), ASKED, "csv", tmp_path / "none", "{code}")
    assert problem.text() == f"The folder does not exist: {tmp_path / 'none'}"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_refused(office, folder):
    folder.chmod(0o555)
    try:
        assert "access is denied" in refusal(office, each(1), ASKED, "pdf", folder, "{code}").text()
    finally:
        folder.chmod(0o755)
    assert names(folder) == []


@pytest.mark.parametrize("format", FORMATS)
def test_a_disk_that_takes_no_more_leaves_nothing(office, folder, format):
    resource = pytest.importorskip("resource")
    (folder / f"T-0001.{format}").write_text("before")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        long = letters({"tenant": code(1)}, {"tenant": code(2), "rows": ROWS * 300})
        problem = refusal(office, long, ASKED, format, folder, "{code}")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert problem.code == "cannot_write"
    assert names(folder) == [f"T-0001.{format}"]
    assert (folder / f"T-0001.{format}").read_text() == "before"


class StopError(Exception):
    """The user cancels."""


@pytest.mark.parametrize("at", [0, 2, 5])
def test_cancelling_leaves_nothing(office, folder, at):
    told = []

    def tell(done, count):
        told.append((done, count))
        if done == at:
            raise StopError

    with pytest.raises(StopError):
        make_each(office, each(1, 2, 3, 4, 5), ASKED, "pdf", folder, "{code}", tell)
    assert told == [(done, 5) for done in range(at + 1)]
    assert names(folder) == []


def test_where_no_company_has_anything_it_is_said(office, folder):
    assert refusal(office, letters(), ASKED, "pdf", folder).code == "nothing_to_make"
    assert names(folder) == []


def test_a_report_that_is_not_of_one_company_is_one_file(office, folder):
    found = make_each(office, report(), ASKED, "pdf", folder)
    assert [path.name for path in found.files] == ["Sample report 2020-Q1.pdf"]


def test_what_is_to_be_known_of_the_files_is_told(office, folder):
    warned = Problem("odd", "It is odd.", severity="warning")
    sheets = [{"tenant": code(1), "problems": [warned]}, {"tenant": code(2), "opening": ["张\U000f0000三"]}]
    found = make_each(office, letters(*sheets), ASKED, "pdf", folder, "{code}")
    assert [problem.code for problem in found.problems] == ["odd", "character_missing"]


def test_the_preview_is_the_very_file(office, tmp_path):
    data, made = preview(office, each(1, 2, 3), ASKED, None)
    make(office, each(1, 2, 3), ASKED, "pdf", tmp_path / "all.pdf")
    assert data == (tmp_path / "all.pdf").read_bytes()
    assert [paper.tenant for paper in made.papers] == [code(1), code(2), code(3)]


def test_one_paper_of_a_preview_is_that_paper(office, tmp_path):
    data, made = preview(office, each(1, 2, 3), ASKED, 1)
    make(office, each(2), replace(ASKED, tenant=code(2)), "pdf", tmp_path / "two.pdf")
    assert data == (tmp_path / "two.pdf").read_bytes()
    assert len(made.papers) == 3


def _asked_for(has):
    """A report that has rows for some companies alone, and remembers for whom it was asked."""
    asked_for = []

    def rows(_session, _actor, asked):
        asked_for.append(asked.tenant)
        return [Sheet(ROWS if asked.tenant in has else (), tenant=asked.tenant)]

    return replace(letters(), rows=rows), asked_for


def test_a_glance_asks_until_a_company_has_something(office):
    some, asked_for = _asked_for({code(3), code(4)})
    data, made = glance(office, some, ASKED)
    assert asked_for == [code(1), code(2), code(3)]
    assert made.asked.tenant == code(3)
    assert data.startswith(b"%PDF-")


def test_there_is_no_glance_where_all_is_wanted_anyway(office):
    assert glance(office, _asked_for(set())[0], ASKED) is None
    assert glance(office, each(1), replace(ASKED, tenant=code(1))) is None
    assert glance(office, report(), ASKED) is None


def test_the_outline_names_the_companies(office, tmp_path):
    with i18n.speaking("zh_CN"):
        make(office, each(1, 2), ASKED, "pdf", tmp_path / "all.pdf")
    entries = [entry.title for entry in PdfReader(tmp_path / "all.pdf").outline]
    assert entries == ["房租减免确认书 T-0001 青岚甲有限公司", "房租减免确认书 T-0002 青岚/乙:公司"]


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
def test_hundreds_are_made_in_one_go(office, folder):
    found = make_each(office, each(*range(1, 301)), ASKED, "pdf", folder, "{code}")
    assert len(found.files) == len(names(folder)) == 300
    assert all(len(PdfReader(path).pages) == 1 for path in found.files[::50])
