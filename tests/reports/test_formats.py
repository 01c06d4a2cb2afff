"""One declaration, four formats: the same rows and totals in each (contract section 7)."""

import csv
import json
import shutil
import subprocess
from dataclasses import replace
from decimal import Decimal

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from python_calamine import CalamineWorkbook
from report_sample import ASKED, COLUMNS, PAYLOADS, ROWS, TOTAL, per_tenant, report

from incubator_desk.base.errors import Problem
from incubator_desk.catalog.kinds import Money, Text
from incubator_desk.catalog.report import Column, Sheet
from incubator_desk.reports.making import make

needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


@pytest.fixture
def made(file_office, tmp_path):
    """Makes a report in a format; gives the file."""

    def write(report, format, asked=ASKED, expected=()):
        out = tmp_path / f"{report.name}.{format}"
        problems = make(file_office, report, asked, format, out)
        assert [problem.code for problem in problems] == list(expected)
        return out

    return write


def printed(paper):
    return subprocess.run(["pdftotext", "-layout", paper, "-"], capture_output=True, check=True).stdout.decode()


def table(book):
    """The cells of a workbook's first sheet from the headings to the totals."""
    rows = CalamineWorkbook.from_path(str(book)).get_sheet_by_index(0).to_python()
    start = next(at for at, row in enumerate(rows) if row[0] == "No.")
    stop = next(at for at, row in enumerate(rows) if row[0] == "Total")
    return rows[start : stop + 1]


def test_json_is_as_the_contract_says(made):
    found = json.loads(made(report(), "json").read_text(encoding="utf-8"))
    assert list(found) == ["report", "period", "as_of", "unit", "columns", "rows", "totals", "problems"]
    assert [found[key] for key in ("report", "period", "as_of", "unit")] == ["sample", "2020-Q1", "2020-03-31", "yuan"]
    assert found["columns"][3] == {"id": "uscc", "zh": "信用代码", "en": "Credit code", "kind": "code"}
    assert [column["kind"] for column in found["columns"]] == [
        "count", "code", "text", "code", "choice", "yes_no", "percent", "date", "money", "money", "count",
    ]  # fmt: skip
    assert found["rows"][0] == [
        1, "00123", "青岚朴石新材料有限公司", "91340171MA0DEMX130", "small", True, "50.0", "2020-02-01", "3888.00", "1234567.89", 12,
    ]  # fmt: skip
    assert found["rows"][2] == [3, "3-4", "=1+1", *[None] * 8]
    assert found["totals"] == [*[None] * 9, "7037035.80", 19]
    assert found["problems"] == []


def test_json_has_the_problems_of_the_report(made, file_office, tmp_path):
    warned = Sheet(ROWS, problems=[Problem("odd", "It is odd.", severity="warning")])
    odd = replace(report(), rows=lambda *_: (warned,))
    found = json.loads(made(odd, "json", expected=["odd"]).read_text(encoding="utf-8"))
    assert found["problems"] == [{"code": "odd", "severity": "warning", "where": {}, "message": "It is odd."}]


def test_csv_has_a_mark_headings_rows_and_totals(made):
    found = made(report(), "csv").read_bytes()
    assert found.startswith(b"\xef\xbb\xbfNo.,Case no.,")
    rows = list(csv.reader(found.decode("utf-8-sig").splitlines(keepends=True)))
    assert len(rows) == 1 + len(ROWS) + 1
    assert rows[1][1:3] == ["00123", "青岚朴石新材料有限公司"]
    assert rows[3][2] == "'=1+1"
    assert rows[4][1:3] == ["'=A1", "行一\n行二 <b>&amp;"]
    assert rows[4][8] == "-2500.00"
    assert rows[-1] == ["Total", *[""] * 8, "7037035.80", "19"]


def test_csv_disarms_what_a_spreadsheet_would_calculate(made):
    rows = [(payload,) for payload in PAYLOADS]
    found = made(report(rows, columns=(Column("t", "Text", Text()),)), "csv").read_bytes().decode("utf-8-sig")
    cells = [row[0] for row in csv.reader(found.splitlines(keepends=True))][1:]
    assert cells[:8] == [f"'{payload}" for payload in PAYLOADS[:8]]
    assert cells[8:] == ["-5.00", "－1"]


def test_a_workbook_has_numbers_dates_and_texts(made):
    sheet = load_workbook(made(report(), "xlsx")).worksheets[0]
    first = next(row for row in sheet.iter_rows() if row[0].value == 1)
    assert [cell.data_type for cell in first] == ["n", "s", "s", "s", "s", "s", "n", "d", "n", "n", "n"]
    assert first[1].number_format == "@"
    assert first[7].number_format == "yyyy-mm-dd"
    assert sheet.freeze_panes == f"A{first[0].row}"
    assert sheet.print_title_rows == f"${first[0].row - 1}:${first[0].row - 1}"
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert "&P" in sheet.oddFooter.right.text
    assert "&N" in sheet.oddFooter.right.text


def test_totals_are_formulas_with_their_values(made):
    book = made(report(), "xlsx")
    formulas = [
        cell.value for row in load_workbook(book).worksheets[0].iter_rows() for cell in row if cell.data_type == "f"
    ]
    assert formulas == ["=SUM(J4:J7)", "=SUM(K4:K7)"]
    values = load_workbook(book, data_only=True).worksheets[0]
    assert values["J8"].value == pytest.approx(float(TOTAL), abs=0.001)
    assert table(book)[-1][9:] == [pytest.approx(float(TOTAL), abs=0.001), 19]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_text_in_a_workbook_is_never_a_formula(made, payload):
    sheet = load_workbook(made(report([(payload,)], columns=(Column("t", "Text", Text()),)), "xlsx")).worksheets[0]
    cell = sheet["A4"]
    assert (cell.data_type, cell.value.replace("_x000D_", "\r")) == ("s", payload)
    assert cell.quotePrefix or payload == "－1"


def test_a_report_without_rows_has_headings_and_zero_totals(made):
    assert json.loads(made(report(()), "json").read_text())["totals"][9:] == ["0.00", 0]
    assert table(made(report(()), "xlsx")) == [[column.label for column in COLUMNS], ["Total", *[""] * 8, 0, 0]]
    assert len(made(report(()), "csv").read_text().splitlines()) == 2
    assert len(PdfReader(made(report(()), "pdf")).pages) == 1


@needs_poppler
@pytest.mark.parametrize(("unit", "total"), [("yuan", "7,037,035.80"), ("thousand", "7,037"), ("wan", "703.70")])
def test_all_formats_have_the_same_totals(made, unit, total):
    asked = replace(ASKED, unit=unit)
    plain = total.replace(",", "")
    found = json.loads(made(report(), "json", asked).read_text())
    assert found["totals"][9] == plain
    assert sum(Decimal(row[9]) for row in found["rows"] if row[9]) == Decimal(plain)
    assert made(report(), "csv", asked).read_text().splitlines()[-1].split(",")[9] == plain
    rows = table(made(report(), "xlsx", asked))
    assert rows[-1][9] == pytest.approx(float(plain), abs=0.001)
    assert sum(row[9] or 0 for row in rows[1:-1]) == pytest.approx(float(plain), abs=0.001)
    assert total in printed(made(report(), "pdf", asked))


@needs_poppler
def test_adjusted_amounts_are_marked(made):
    asked = replace(ASKED, unit="wan")
    text = printed(made(report(), "pdf", asked))
    assert "123.45*" in text
    assert "234.57*" not in text
    assert "* Moved by one" in text
    sheet = load_workbook(made(report(), "xlsx", asked)).worksheets[0]
    assert [sheet[f"J{row}"].number_format for row in (4, 5)] == ['#,##0.00"*"', "#,##0.00"]
    assert "* Moved by one" not in printed(made(report(), "pdf"))


@needs_poppler
def test_a_paper_can_be_searched_and_copied(made):
    paper = made(report(facts=[("Landlord", "青岚国资")]), "pdf")
    text = printed(paper)
    for expected in ("Sample report", "Unit: CNY", "Landlord: 青岚国资", "00123", "𠮷野家与㙓氏", "1,234,567.89", "2020-02-29", "33.3333%", "=1+1", "<b>&amp;", "−2,500.00", "Page 1 of 1", "Unit (seal):", "Telephone:"):  # fmt: skip
        assert expected in text
    reader = PdfReader(paper)
    assert reader.metadata.title == "Sample report"
    assert reader.trailer["/Root"]["/Lang"] == "en"


@needs_poppler
@pytest.mark.parametrize("count", [1, 2, 36, 37, 38, 300])
def test_long_tables_repeat_their_headings_and_keep_the_signatures_with_rows(made, count):
    rows = [(f"L-{at:04}", Decimal(at)) for at in range(1, count + 1)]
    columns = (Column("code", "Lease no.", Text()), Column("m", "Amount", Money(), total=True))
    pages = printed(made(report(rows, columns=columns, landscape=False), "pdf")).split("\f")[:-1]
    assert all("Lease no." in page and f"Page {at} of {len(pages)}" in page for at, page in enumerate(pages, 1))
    assert [line.split()[0] for page in pages for line in page.splitlines() if line.strip().startswith("L-")] == [
        row[0] for row in rows
    ]
    assert all(row[0] in pages[-1] for row in rows[-2:])
    assert "Unit (seal):" in pages[-1]
    assert "Total" in pages[-1]
    assert f"{count * (count + 1) // 2:,}.00" in pages[-1]


@needs_poppler
def test_a_character_in_no_font_is_told(made):
    text = printed(
        made(
            report([("张\U000f0000三",)], columns=(Column("t", "Text", Text()),)), "pdf", expected=["character_missing"]
        )
    )
    assert "张〓三" in text


@needs_poppler
def test_a_text_longer_than_a_page_is_cut_and_told(made):
    rows = [("短",), ("长文" * 9000,)]
    text = printed(made(report(rows, columns=(Column("t", "Text", Text()),)), "pdf", expected=["text_cut"]))
    assert "…" in text


@needs_poppler
def test_each_tenant_has_a_paper_and_a_sheet_of_its_own(made):
    each = per_tenant(("T[1]", ROWS[0]), ("T-2", ROWS[1]))
    pages = printed(made(each, "pdf")).split("\f")[:-1]
    assert len(pages) == 2
    assert "Page 1 of 1" in pages[1]
    assert "1,234,567.89" not in pages[1]
    book = load_workbook(made(each, "xlsx"), data_only=True)
    assert book.sheetnames == ["T_1_", "T-2", "About this report"]
    assert book["T-2"]["J6"].value == pytest.approx(2345678.90)
    found = json.loads(made(each, "json").read_text())
    assert found["totals"][9] == "3580246.79"


@needs_office
def test_libreoffice_calculates_the_same_values(made, tmp_path):
    book = made(report(), "xlsx", replace(ASKED, unit="wan"))
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/office", "--headless", "--convert-to", "xlsx", "--outdir", tmp_path / "again", book],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    again = load_workbook(tmp_path / "again" / book.name, data_only=True).worksheets[0]
    before = load_workbook(book, data_only=True).worksheets[0]
    for row in before.iter_rows():
        for cell in row:
            value = again[cell.coordinate].value
            assert value == (pytest.approx(cell.value) if isinstance(cell.value, float) else cell.value)
