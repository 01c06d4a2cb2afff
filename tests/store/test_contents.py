"""Backups carry the contents of attached files; a restore brings them back, and tells what no backup has."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import text
from test_backup import add, codes, place_of

from incubator_desk.base.errors import Problem, Refused
from incubator_desk.catalog import attaching
from incubator_desk.catalog.office import Office
from incubator_desk.catalog.passages import Document
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.store import backup
from incubator_desk.store.files import Files, beside, files_of
from incubator_desk.store.schema import open_database


def attach(office: Office, code: str, name: str, content: bytes, tmp_path: Path) -> str:
    """Attach a file to a company; gives the hash of its content."""
    from datetime import date

    place = tmp_path / "scans" / name
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(content)
    with office.reading() as session:
        uid = session.query(Tenant.uid).filter(Tenant.code == code).scalar()
    attaching.attach_files(office, office.features.registers["tenants"], uid, [place], date(2020, 3, 1))
    with office.reading() as session:
        return session.query(Document.sha256).order_by(Document.uid.desc()).first()[0]


def kept(files: Files) -> set[str]:
    return {path.name for path in files.folder.rglob("*") if path.is_file()}


def lose(files: Files) -> None:
    shutil.rmtree(files.folder)


@pytest.fixture
def two(office: Office, tmp_path: Path) -> tuple[Office, str, str]:
    """A company with two files, one of them taken off again; and the hashes of both."""
    add(office, "T-1")
    first = attach(office, "T-1", "协议.pdf", b"signed", tmp_path)
    second = attach(office, "T-1", "营业执照.jpg", b"licence", tmp_path)
    with office.reading() as session:
        uids = [session.query(Document.uid).filter(Document.sha256 == second).scalar()]
    assert attaching.detach(office, office.features.registers["tenants"], uids) == 1
    return office, first, second


def test_an_explicit_backup_has_the_contents_beside_it(two: tuple[Office, str, str], tmp_path: Path) -> None:
    office, first, second = two
    noted: list[Problem] = []
    out = backup.backup(office.database, tmp_path / "usb" / ".." / "safe.db", noted.append)
    assert kept(beside(out)) == {first, second}  # undo may bring back the one taken off
    for sha256 in (first, second):
        beside(out).verify(sha256)
    assert not noted


def test_without_files_there_is_no_folder_for_them(office: Office, tmp_path: Path) -> None:
    add(office, "T-1")
    out = backup.backup(office.database, tmp_path / "safe.db")
    backup.before(office.database, "import")
    assert not beside(out).folder.exists()
    assert not backup.kept_files(backup.folder(office.database)).folder.exists()


def test_dated_backups_share_one_folder_and_copy_only_what_is_missing(two: tuple[Office, str, str], tmp_path) -> None:
    office, first, second = two
    assert backup.daily(office.database)
    shared = backup.kept_files(backup.folder(office.database))
    assert kept(shared) == {first, second}
    before = {sha256: shared.path(sha256).stat().st_mtime_ns for sha256 in (first, second)}
    shared.path(second).write_bytes(b"cut")  # of another size: this one is mended
    third = attach(office, "T-1", "流水.xlsx", b"account", tmp_path)
    assert backup.before(office.database, "import")
    assert kept(shared) == {first, second, third}
    assert shared.path(first).stat().st_mtime_ns == before[first]
    shared.verify(second)


def test_a_restore_brings_the_contents_back(two: tuple[Office, str, str], tmp_path: Path) -> None:
    office, first, second = two
    out = backup.backup(office.database, tmp_path / "safe.db")
    live, place = files_of(office.database), place_of(office.database)
    third = attach(office, "T-1", "later.pdf", b"later", tmp_path)
    live.path(first).unlink()
    live.path(second).write_bytes(b"licenc3")
    office.database.close()
    noted: list[Problem] = []
    backup.restore(place, out, replace=True, note=noted.append)
    assert not noted
    for sha256 in (first, second, third):  # what the backup does not know is not deleted either
        live.verify(sha256)
    office.database = open_database(place)
    assert not office.check()
    office.undo()
    with office.reading() as session:
        assert {d.name for d in session.query(Document)} == {"协议.pdf", "营业执照.jpg"}
    assert not office.check()
    office.database.close()


def test_a_restore_from_a_dated_backup_takes_the_folder_they_share(two: tuple[Office, str, str], tmp_path) -> None:
    office, first, second = two
    made = backup.daily(office.database)
    assert made
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(made.parent, elsewhere / "backups")
    backup.restore(str(elsewhere / "park.desk"), elsewhere / "backups" / made.name)
    assert kept(beside(elsewhere / "park.desk")) == {first, second}


def test_what_no_backup_has_whole_is_told_and_the_database_restored(two: tuple[Office, str, str], tmp_path) -> None:
    office, first, second = two
    spoilt = attach(office, "T-1", "流水.xlsx", b"account", tmp_path)
    out = backup.backup(office.database, tmp_path / "safe.db")
    beside(out).path(first).unlink()
    beside(out).path(second).unlink()  # taken off its record: no word about it
    beside(out).path(spoilt).write_bytes(b"acc0unt")
    add(office, "T-2")
    live, place = files_of(office.database), place_of(office.database)
    office.database.close()
    lose(live)
    noted: list[Problem] = []
    backup.restore(place, out, replace=True, note=noted.append)
    assert {(p.code, p.values["name"], p.severity) for p in noted} == {
        ("document_missing", "协议.pdf", "warning"),
        ("document_damaged", "流水.xlsx", "warning"),
    }
    assert all(p.where.sheet == "tenants" for p in noted)
    office.database = open_database(place)
    assert codes(office.database) == ["T-1"]
    assert {(p.code, p.values["name"], p.values["record"]) for p in office.check()} == {
        ("document_missing", "协议.pdf", "T-1"),
        ("document_missing", "流水.xlsx", "T-1"),
    }
    office.database.close()


def test_files_that_do_not_fit_do_not_keep_a_database_from_being_restored(file_office: Office, tmp_path: Path) -> None:
    add(file_office, "T-1")
    attach(file_office, "T-1", "协议.pdf", b"signed", tmp_path)
    out = backup.backup(file_office.database, tmp_path / "safe.db")
    place = tmp_path / "new" / "park.desk"
    place.parent.mkdir()
    beside(place).folder.write_bytes(b"")  # where the folder should be, a file is in the way
    noted: list[Problem] = []
    backup.restore(str(place), out, note=noted.append)
    assert [p.severity for p in noted] == ["warning", "warning"]
    assert {"document_missing"} < {p.code for p in noted}
    opened = open_database(str(place))
    assert codes(opened) == ["T-1"]
    opened.close()


def test_a_backup_is_made_without_what_is_lost_and_says_so(two: tuple[Office, str, str], tmp_path: Path) -> None:
    office, first, _ = two
    files_of(office.database).path(first).write_bytes(b"sign3d")
    noted: list[Problem] = []
    out = backup.backup(office.database, tmp_path / "safe.db", noted.append)
    assert [(p.code, p.values["name"]) for p in noted] == [("document_damaged", "协议.pdf")]
    assert not beside(out).has(first)
    lose(files_of(office.database))
    noted.clear()
    backup.backup(office.database, tmp_path / "other.db", noted.append)
    assert [p.code for p in noted] == ["document_missing"]
    assert backup.daily(office.database)


def test_a_place_that_cannot_take_the_contents_gets_no_explicit_backup_but_the_dated_records(
    two: tuple[Office, str, str], tmp_path: Path
) -> None:
    office, *_ = two
    out = tmp_path / "safe.db"
    beside(out).folder.write_bytes(b"")
    with pytest.raises(Refused):
        backup.backup(office.database, out)
    assert not out.exists()
    shared = backup.kept_files(backup.folder(office.database))
    shared.folder.parent.mkdir(exist_ok=True)
    shared.folder.write_bytes(b"")
    assert backup.before(office.database, "import")  # what follows does not touch contents
    for made in backup.folder(office.database).glob("*.db"):
        made.unlink()
    with pytest.raises(Refused):
        backup.daily(office.database)
    assert len(list(backup.folder(office.database).glob("*.db"))) == 1


def test_a_backup_can_be_stopped_between_contents(two: tuple[Office, str, str], tmp_path: Path) -> None:
    office, *_ = two

    def stop(_done: int, _all: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        backup.backup(office.database, tmp_path / "safe.db", tell=stop)
    assert not (tmp_path / "safe.db").exists()


def test_check_tells_contents_that_are_missing_or_damaged(two: tuple[Office, str, str], tmp_path: Path) -> None:
    office, first, _ = two
    spoilt = attach(office, "T-1", "流水.xlsx", b"account", tmp_path)
    told: list[tuple[int, int]] = []
    assert office.check(lambda done, whole: told.append((done, whole))) == []
    assert (1, 2) in told
    office.files.path(first).unlink()
    office.files.path(spoilt).write_bytes(b"acc0unt")
    assert {p.text() for p in office.check()} == {
        "The content of “协议.pdf” (T-1) is missing. Attach the file again, or restore a backup.",
        "The content of “流水.xlsx” (T-1) is damaged. Attach the file again, or restore a backup.",
    }
    assert {p.severity for p in office.check()} == {"error"}


def test_a_record_altered_to_lead_elsewhere_leads_nowhere(two: tuple[Office, str, str], tmp_path: Path) -> None:
    office, *_ = two
    secret = tmp_path / "secret"
    secret.write_bytes(b"x")
    with office.database.engine.begin() as connection:
        connection.execute(text("update documents set sha256 = :way"), {"way": "../../secret"})
    with office.reading() as session:
        document = session.query(Document).one()
        session.expunge_all()
    with pytest.raises(Refused, match="document_missing"):
        attaching.lay_out(office, document, tmp_path / "out")
    assert not (tmp_path / "out").exists() or not list((tmp_path / "out").iterdir())
