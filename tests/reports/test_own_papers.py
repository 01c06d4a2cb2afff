"""Papers of one record each, sheets to write on, certificates: what their declarations do to every format."""

import csv
import json
import shutil
import subprocess
from dataclasses import replace

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from report_sample import ASKED

from incubator_desk.base import i18n
from incubator_desk.catalog import saving
from incubator_desk.catalog.kinds import Code, OpenChoice, Option, Text, Whole
from incubator_desk.catalog.report import Column, Paper, Party, Report, Sheet, Whose
from incubator_desk.features.park import service as park
from incubator_desk.reports.columns import WRITABLE
from incubator_desk.reports.grid import laid_out
from incubator_desk.reports.making import make, make_each, preview, produce

COLUMNS = (
    Column("session", "Session", Code(), printed=False),
    Column("no", "No.", Whole()),
    Column("name", "Name", Text()),
    Column("signature", "Signature", Text(), by_hand=12),
)
needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")


def sheet(code, name, count=3, **values):
    rows = [(code, at, f"{name}{at}", None) for at in range(1, count + 1)]
    return Sheet(rows, whose=Whose(code, name), **values)


def report(*sheets, columns=COLUMNS, paper=None, **options):
    made = list(sheets)
    return Report("own", "Own paper", columns, lambda *_: made, paper or Paper(), each="sessions", **options)


OWN = report(sheet("S1", "甲"), sheet("S2", "乙"), sheet("S3", "丙"))


def test_one_record_is_asked_for_by_its_code(file_office, tmp_path):
    with file_office.reading() as session:
        assert [paper.whose.code for paper in produce(session, file_office.actor, OWN, ASKED).papers] == [
            "S1",
            "S2",
            "S3",
        ]
        one = produce(session, file_office.actor, OWN, replace(ASKED, record="S2"))
        none = produce(session, file_office.actor, OWN, replace(ASKED, record="S9"))
    assert [row[0] for row in one.whole.rows] == ["S2"] * 3
    assert none.whole.rows == []
    make(file_office, OWN, replace(ASKED, record="S9"), "pdf", tmp_path / "none.pdf")
    assert "Signature" in PdfReader(tmp_path / "none.pdf").pages[0].extract_text()


def test_papers_are_called_after_their_records_in_outline_sheets_and_files(file_office, tmp_path):
    make(file_office, OWN, ASKED, "pdf", tmp_path / "all.pdf")
    assert [entry.title for entry in PdfReader(tmp_path / "all.pdf").outline] == [
        "Own paper S1 甲",
        "Own paper S2 乙",
        "Own paper S3 丙",
    ]
    make(file_office, OWN, ASKED, "xlsx", tmp_path / "all.xlsx")
    assert load_workbook(tmp_path / "all.xlsx").sheetnames[:3] == ["S1", "S2", "S3"]
    files = make_each(file_office, OWN, ASKED, "csv", tmp_path, "{code} {tenant}").files
    assert [file.name for file in files] == ["S1 甲.csv", "S2 乙.csv", "S3 丙.csv"]
    assert [row[2] for row in csv.reader(files[1].open(encoding="utf-8-sig"))] == ["Name", "乙1", "乙2", "乙3"]


def test_where_there_is_no_paper_no_file_is_made(file_office, tmp_path):
    from incubator_desk.base.errors import Refused

    with pytest.raises(Refused) as refused:
        make_each(file_office, report(), ASKED, "pdf", tmp_path)
    assert refused.value.problems[0].code == "nothing_to_make"
    assert list(tmp_path.glob("*.pdf")) == []


def test_what_is_not_printed_is_still_in_the_data(file_office, tmp_path):
    for format in ("csv", "json", "xlsx", "pdf"):
        make(file_office, OWN, replace(ASKED, record="S2"), format, tmp_path / f"own.{format}")
    assert (tmp_path / "own.csv").read_text(encoding="utf-8-sig").splitlines()[:2] == [
        "Session,No.,Name,Signature",
        "S2,1,乙1,",
    ]
    assert json.loads((tmp_path / "own.json").read_text("utf-8"))["rows"][0] == ["S2", 1, "乙1", None]
    book = [[cell.value for cell in row] for row in load_workbook(tmp_path / "own.xlsx").worksheets[0].iter_rows()]
    assert ["No.", "Name", "Signature"] in book, "a workbook looks like the paper"
    assert [1, "乙1", None] in book
    text = PdfReader(tmp_path / "own.pdf").pages[0].extract_text()
    assert "乙1" in text
    assert "Session" not in text


def test_rows_to_write_into_are_high_and_their_columns_wide_enough(file_office, tmp_path):
    made = preview(file_office, OWN, replace(ASKED, record="S2"))[1]
    grid = laid_out(made, made.papers[0], 480, 600)
    assert {row.height for row in grid.rows} == {WRITABLE}
    assert grid.widths[-1] >= 12 * grid.size
    plain = report(sheet("S2", "乙"), columns=tuple(replace(column, by_hand=0) for column in COLUMNS))
    made = preview(file_office, plain, ASKED)[1]
    assert max(row.height for row in laid_out(made, made.papers[0], 480, 600).rows) < WRITABLE
    long = report(sheet("S2", "青岚高新技术产业开发区" * 12, 1))
    made = preview(file_office, long, ASKED)[1]
    assert laid_out(made, made.papers[0], 300, 600).rows[0].height > WRITABLE, "a long text still has all its lines"
    make(file_office, OWN, replace(ASKED, record="S2"), "xlsx", tmp_path / "own.xlsx")
    book = load_workbook(tmp_path / "own.xlsx").worksheets[0]
    heights = {row[0].value: book.row_dimensions[row[0].row].height for row in book.iter_rows()}
    assert [heights[number] for number in (1, 2, 3)] == [WRITABLE] * 3


@needs_poppler
@pytest.mark.parametrize("title", ["聘书", "Letter of appointment"])
def test_a_certificate_is_set_large_within_a_frame_and_says_who_issued_it_when(file_office, tmp_path, title):
    said = sheet(
        "M1",
        "王强",
        1,
        title=title,
        opening=["王强：", "兹聘请您担任创业导师。" * 3],
        parties=[Party("青岚科创", (("", "二〇二〇年二月一日"),))],
    )
    paper = report(said, paper=Paper(table=False, certificate=True), group="letter")
    with i18n.speaking("zh_CN"):
        make(file_office, paper, ASKED, "pdf", tmp_path / "c.pdf")
    text = "".join(PdfReader(tmp_path / "c.pdf").pages[0].extract_text().split())
    assert "".join(title.split()) in text
    assert text.endswith("青岚科创二〇二〇年二月一日"), "nothing stands below: who printed it when is no part of it"
    done = subprocess.run(
        ["pdftotext", "-bbox", tmp_path / "c.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout
    heights = [float(y.split('"')[1]) - float(y0.split('"')[1]) for y0, y in _spans(done)]
    assert min(heights) >= 18
    words = [line for line in done.splitlines() if "二〇二〇" in line]
    assert float(words[0].split('xMin="')[1].split('"')[0]) > 595 / 2, "the date stands at the right"


def _spans(text):
    for line in text.splitlines():
        if "<word" in line:
            yield line[line.index("yMin") :], line[line.index("yMax") :]


def test_a_long_heading_does_not_run_into_the_head_of_later_pages(file_office, tmp_path):
    with file_office.writing("Profile") as step:
        values = {"name": "青岚科创孵化器有限公司", "address": "青岚市高新区望湖路66号青岚创业园"}
        saving.save(step, file_office.features.registers["operators"], values, park.own(step.session))
    title = "年度银企对接暨科技型中小企业融资路演（线上线下同步进行）签到表" * 2
    many = report(sheet("S1", "甲", 60, title=title), group="letter")
    make(file_office, many, ASKED, "pdf", tmp_path / "long.pdf")
    pages = PdfReader(tmp_path / "long.pdf").pages
    assert len(pages) > 1
    first, second = ("".join(page.extract_text().split()) for page in (pages[0], pages[1]))
    assert title in first
    assert title not in second
    assert "年度银企对接" in second and "…" in second


def test_a_kind_that_is_kept_as_an_identifier_makes_no_row_higher_than_its_word_needs(file_office, tmp_path):
    kinds = OpenChoice(options=(Option("a_very_long_identifier_of_a_kind", "IP"),))
    columns = (Column("no", "No.", Whole()), Column("kind", "Kind", kinds))
    make(
        file_office,
        Report("kinds", "Kinds", columns, lambda *_: [Sheet([(1, "a_very_long_identifier_of_a_kind")])]),
        ASKED,
        "xlsx",
        tmp_path / "kinds.xlsx",
    )
    sheet = load_workbook(tmp_path / "kinds.xlsx").worksheets[0]
    row = next(row for row in sheet.iter_rows() if row[1].value == "IP")
    assert sheet.row_dimensions[row[0].row].height is None
