"""Files attached to records as one step, taken off again, and laid out for other programs."""

from datetime import date
from pathlib import Path

import pytest

from incubator_desk.base.errors import Refused
from incubator_desk.catalog import attaching, saving
from incubator_desk.catalog.moving import documents
from incubator_desk.catalog.office import Office
from incubator_desk.catalog.passages import Document
from incubator_desk.features.exchange.exporting import export_workbook
from incubator_desk.store import backup
from incubator_desk.store.history import StepRow

DAY = date(2020, 3, 20)


def company(office: Office, code: str = "T-1") -> str:
    with office.writing("Add") as step:
        return saving.save(
            step, office.features.registers["tenants"], {"code": code, "name": f"企业{code}", "kind": "company"}
        )[0]


def scans(tmp_path: Path, **contents: bytes) -> list[Path]:
    places = [tmp_path / f"{name}.pdf" for name in contents]
    for place, content in zip(places, contents.values(), strict=True):
        place.write_bytes(content)
    return places


def names(office: Office, uid: str) -> list[str]:
    with office.reading() as session:
        return [document.name for document in documents(session, uid)]


def attach(office: Office, uid: str, paths: list[Path]) -> int:
    return attaching.attach_files(office, office.features.registers["tenants"], uid, paths, DAY)


def last_title(office: Office) -> str:
    with office.reading() as session:
        return session.query(StepRow).order_by(StepRow.seq.desc()).first().title


def test_several_files_are_one_step_and_one_undo(office: Office, tmp_path: Path) -> None:
    uid = company(office)
    assert attach(office, uid, scans(tmp_path, 执照=b"1", 协议=b"2")) == 2
    assert names(office, uid) == ["执照.pdf", "协议.pdf"]
    with office.reading() as session:
        document = documents(session, uid)[0]
        assert (document.register, document.size, document.added_on, document.added_by) == ("tenants", 1, DAY, "王敏")
    assert last_title(office) == attaching.ATTACHED_MANY
    office.undo()
    assert names(office, uid) == []
    office.redo()
    assert names(office, uid) == ["执照.pdf", "协议.pdf"]
    assert not office.check()


def test_what_is_attached_already_is_not_attached_twice(office: Office, tmp_path: Path) -> None:
    uid = company(office)
    (scan,) = scans(tmp_path, a=b"1")
    assert attach(office, uid, [scan, scan]) == 1
    title = last_title(office)
    assert attach(office, uid, [scan]) == 0
    assert last_title(office) == title == attaching.ATTACHED
    assert attach(office, company(office, "T-2"), [scan]) == 1


def test_attaching_again_mends_a_content_that_was_lost(office: Office, tmp_path: Path) -> None:
    uid = company(office)
    (scan,) = scans(tmp_path, a=b"1")
    attach(office, uid, [scan])
    for place in office.files.folder.rglob("*"):
        if place.is_file():
            place.unlink()
    assert [p.code for p in office.check()] == ["document_missing"]
    assert attach(office, uid, [scan]) == 0
    assert not office.check()


def test_taking_files_off_is_one_step_that_undo_takes_back(office: Office, tmp_path: Path) -> None:
    uid = company(office)
    attach(office, uid, scans(tmp_path, a=b"1", b=b"2", c=b"3"))
    with office.reading() as session:
        two = [document.uid for document in documents(session, uid)][:2]
    assert attaching.detach(office, office.features.registers["tenants"], two) == 2
    assert names(office, uid) == ["c.pdf"]
    office.undo()
    assert names(office, uid) == ["a.pdf", "b.pdf", "c.pdf"]
    assert not office.check()
    assert attaching.detach(office, office.features.registers["tenants"], ["gone"]) == 0


def test_all_or_nothing_with_every_reason(office: Office, tmp_path: Path) -> None:
    uid = company(office)
    good, empty = scans(tmp_path, good=b"1", empty=b"")
    program = tmp_path / "Setup.EXE"
    program.write_bytes(b"MZ")
    with pytest.raises(Refused) as refused:
        attach(office, uid, [good, empty, program, tmp_path, tmp_path / "none.pdf"])
    assert [p.code for p in refused.value.problems] == ["empty_file", "program", "folder", "missing_file"]
    assert names(office, uid) == []


def test_a_record_that_is_gone_or_another_parks_takes_no_file(office: Office, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="gone"):
        attach(office, "0" * 32, scans(tmp_path, a=b"1"))
    with office.reading() as session:
        assert session.query(Document).count() == 0


def test_the_copy_for_opening_is_mended_from_the_backups(office: Office, tmp_path: Path) -> None:
    uid = company(office)
    attach(office, uid, scans(tmp_path, 协议=b"signed"))
    backup.before(office.database, "import")
    with office.reading() as session:
        (document,) = documents(session, uid)
        session.expunge_all()
    office.files.path(document.sha256).unlink()
    out = attaching.lay_out(office, document, tmp_path / "out")
    assert (out.name, out.read_bytes()) == ("协议.pdf", b"signed")
    office.files.verify(document.sha256)
    office.files.path(document.sha256).unlink()
    backup.kept_files(backup.folder(office.database)).path(document.sha256).unlink()
    with pytest.raises(Refused, match="document_missing") as refused:
        attaching.lay_out(office, document, tmp_path / "out")
    assert "“协议.pdf” (T-1)" in refused.value.problems[0].text()


def test_long_and_odd_names_fit_the_record(office: Office, tmp_path: Path) -> None:
    uid = company(office)
    place = tmp_path / ("协" * 80 + ".pdf")
    place.write_bytes(b"1")
    odd = tmp_path / "a\nb e\u0301.pdf"
    odd.write_bytes(b"2")
    attach(office, uid, [place, odd])
    assert names(office, uid) == ["协" * 80 + ".pdf", "a\nb é.pdf"]


def test_files_are_in_no_workbook(office: Office, tmp_path: Path) -> None:
    import openpyxl

    uid = company(office)
    attach(office, uid, scans(tmp_path, 协议=b"signed"))
    export_workbook(office, tmp_path / "all.xlsx")
    book = openpyxl.load_workbook(tmp_path / "all.xlsx")
    assert "documents" not in book.sheetnames
    assert not [
        cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell == "协议.pdf"
    ]


def test_a_write_protected_database_keeps_no_contents(file_office: Office, tmp_path: Path) -> None:
    from dataclasses import replace

    uid = company(file_office)
    file_office.database = replace(file_office.database, read_only=True)
    with pytest.raises(Refused, match="read_only"):
        attach(file_office, uid, scans(tmp_path, a=b"1"))
    assert not file_office.files.folder.exists()
