"""Personal data in reports is masked unless a reason to show it was given (contract section 6)."""

import json
import subprocess
from dataclasses import replace

import pytest
from openpyxl import load_workbook
from report_sample import ASKED, report

from incubator_desk.catalog.kinds import Phone, Text
from incubator_desk.catalog.report import Column
from incubator_desk.reports.making import make
from incubator_desk.reports.masking import masked

COLUMNS = (
    Column("name", "Name", Text()),
    Column("person", "Legal representative", Text(), sensitive=True),
    Column("phone", "Phone", Phone()),
)
ROWS = [("青岚朴石公司", "张小明", "13812341234"), ("张小明", "张明", None), ("乙", None, "0532-88886666")]
SHOWN = [("青岚朴石公司", "张*明", "138****1234"), ("张小明", "张*", None), ("乙", None, "053****6666")]
REASON = "Court order 17"


def texts(file_office, tmp_path, asked):
    """All that the four formats say."""
    said = ""
    for format in ("json", "csv", "xlsx", "pdf"):
        out = tmp_path / f"out.{format}"
        make(file_office, report(ROWS, columns=COLUMNS), asked, format, out)
        if format == "xlsx":
            said += "\n".join(str(c.value) for sheet in load_workbook(out) for row in sheet.iter_rows() for c in row)
        elif format == "pdf":
            said += subprocess.run(
                ["pdftotext", "-layout", out, "-"], capture_output=True, text=True, check=True
            ).stdout
        else:
            said += out.read_text()
    return said


def test_phones_and_what_is_marked_are_masked():
    assert [tuple(row) for row in masked(COLUMNS, ROWS)] == SHOWN


def test_what_is_masked_stays_so():
    assert [tuple(row) for row in masked(COLUMNS, list(masked(COLUMNS, ROWS)))] == SHOWN


def test_rows_that_tell_of_nobody_are_left_alone():
    assert masked(COLUMNS[:1], ROWS) is ROWS


def test_no_format_says_what_is_masked(file_office, tmp_path):
    said = texts(file_office, tmp_path, ASKED)
    assert "138****1234" in said
    assert "13812341234" not in said
    assert "88886666" not in said
    assert said.count("张小明") == said.count("张*") - said.count("张*明")  # as the name of a company, once in each


@pytest.mark.parametrize("whole", ["13812341234", "0532-88886666", "张小明"])
def test_with_a_reason_all_is_shown_and_the_reason_told(file_office, tmp_path, whole):
    said = texts(file_office, tmp_path, replace(ASKED, unmasked_for=REASON))
    assert said.count(whole) >= 4
    assert "****" not in said
    assert REASON in said


def test_the_json_has_them_masked(file_office, tmp_path):
    make(file_office, report(ROWS, columns=COLUMNS), ASKED, "json", tmp_path / "out.json")
    assert [tuple(row) for row in json.loads((tmp_path / "out.json").read_text())["rows"]] == SHOWN
