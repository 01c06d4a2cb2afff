"""Report files are whole or not there, and what cannot be written is said plainly."""

import os

import pytest
from report_sample import ASKED, ROWS, report

from incubator_desk.base.errors import Refused
from incubator_desk.reports import xlsx
from incubator_desk.reports.making import make

FORMATS = ("xlsx", "pdf", "csv", "json")


def refusal(*arguments):
    with pytest.raises(Refused) as refused:
        make(*arguments)
    return refused.value.problems[0]


@pytest.fixture
def out(tmp_path):
    """A file that is there already."""
    place = tmp_path / "place" / "out.bin"
    place.parent.mkdir()
    place.write_text("before")
    return place


def untouched(out):
    return out.read_bytes() == b"before" and [file.name for file in out.parent.iterdir()] == [out.name]


@pytest.mark.parametrize("format", FORMATS)
def test_a_file_is_replaced_and_nothing_is_left_beside(file_office, out, format):
    make(file_office, report(), ASKED, format, out)
    assert not untouched(out)
    assert [file.name for file in out.parent.iterdir()] == [out.name]


@pytest.mark.parametrize("format", FORMATS)
def test_a_missing_folder_is_named(file_office, tmp_path, format):
    problem = refusal(file_office, report(), ASKED, format, tmp_path / "none" / "out.x")
    assert problem.code == "cannot_write"
    assert problem.text() == f"The folder does not exist: {tmp_path / 'none'}"
    assert list(problem.where.as_json()) == ["file"]


@pytest.mark.parametrize("format", FORMATS)
def test_a_folder_of_that_name_stays(file_office, tmp_path, format):
    (tmp_path / "out.x").mkdir()
    assert refusal(file_office, report(), ASKED, format, tmp_path / "out.x").code == "cannot_write"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
@pytest.mark.parametrize("format", FORMATS)
def test_a_read_only_folder_is_refused(file_office, out, format):
    out.parent.chmod(0o555)
    try:
        assert "access is denied" in refusal(file_office, report(), ASKED, format, out).text()
    finally:
        out.parent.chmod(0o755)
    assert untouched(out)


@pytest.mark.parametrize("format", FORMATS)
def test_a_disk_that_takes_no_more_leaves_the_old_file(file_office, out, format):
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        problem = refusal(file_office, report(ROWS * 300), ASKED, format, out)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert problem.code == "cannot_write"
    assert untouched(out)


class StopError(Exception):
    """The user cancels."""


@pytest.mark.parametrize("format", ["xlsx", "pdf"])
def test_cancelling_leaves_the_old_file(file_office, out, format):
    def tell(done, count):
        if done:
            raise StopError

    with pytest.raises(StopError):
        make(file_office, report(ROWS * 100), ASKED, format, out, tell)
    assert untouched(out)


def test_more_rows_than_a_sheet_takes_are_refused(file_office, out, monkeypatch):
    monkeypatch.setattr(xlsx, "_ROWS", 101)
    assert refusal(file_office, report(), ASKED, "xlsx", out).code == "too_many_rows"
    assert untouched(out)
