"""A full disk, a write-protected file: refused in plain words, nothing lost, nothing left over."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from incubator_desk.base.errors import Refused
from incubator_desk.catalog.office import Office
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.store import backup
from incubator_desk.store.lock import hold
from incubator_desk.store.refusals import plainly
from incubator_desk.store.schema import open_database

VALUES = {"kind": "team", "status": "incubating", "note": "备注" * 400}


def add(office: Office, code: str) -> None:
    with office.writing("Add") as step:
        step.add(Tenant, {"code": code, "name": "一", **VALUES})


def count(office: Office) -> int:
    with office.reading() as session:
        return session.query(Tenant).count()


def limit(office: Office, pages: int) -> None:
    """SQLite's own limit gives the very answer of a full disk."""
    with office.database.engine.connect() as connection:
        connection.connection.driver_connection.execute(f"pragma max_page_count={pages}")


def test_a_full_disk_keeps_what_was_committed(file_office: Office) -> None:
    with file_office.database.engine.connect() as connection:
        pages = connection.exec_driver_sql("pragma page_count").scalar()
    limit(file_office, pages + 12)
    stored = 0
    with pytest.raises(Refused, match="disk_full") as refused:
        for n in range(200):
            add(file_office, f"T-{n}")
            stored += 1
    assert stored
    assert str(file_office.database.path) in refused.value.problems[0].text()
    for n in range(3):
        with pytest.raises(Refused, match="disk_full"):
            add(file_office, f"X-{n}")
    assert count(file_office) == stored
    limit(file_office, 1_000_000)
    add(file_office, "T-last")
    assert count(file_office) == stored + 1
    assert file_office.check() == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_full_device_answers_are_understood() -> None:
    with pytest.raises(Refused, match="disk_full"), plainly("x"), Path("/dev/full").open("wb", buffering=0) as file:
        file.write(b"x")


SMALL = """
import resource, sys, pathlib, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from incubator_desk.base.errors import Refused
from incubator_desk.store import backup, database
opened = database.connect(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), resource.RLIM_INFINITY))
try:
    backup.backup(opened, pathlib.Path(sys.argv[2]))
except Refused as refused:
    print(refused.problems[0].code)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
@pytest.mark.parametrize("size", [0, 4096, 20_000, 100_000])
def test_a_backup_that_does_not_fit_leaves_the_earlier_one(file_office: Office, tmp_path: Path, size: int) -> None:
    add(file_office, "T-1")
    out = tmp_path / "usb" / "copy.db"
    out.parent.mkdir()
    good = backup.backup(file_office.database, out).read_bytes()
    done = subprocess.run(
        [sys.executable, "-c", SMALL, file_office.database.path, out, str(size)],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert done.stdout.strip() in ("disk_full", "disk_error"), done
    assert out.read_bytes() == good
    assert [p.name for p in out.parent.iterdir()] == ["copy.db"]


@contextmanager
def as_a_reader() -> Iterator[None]:
    """Be a user who may read alone; root may do anything, so it steps down for a while."""
    if os.geteuid() != 0:
        yield
        return
    os.setresuid(65534, 65534, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that every user may reach."""
    made = Path(tempfile.mkdtemp(prefix="desk-"))
    made.chmod(0o777)
    yield made
    made.chmod(0o777)
    shutil.rmtree(made)


@pytest.mark.skipif(sys.platform == "win32", reason="rights are told by mode bits")
@pytest.mark.parametrize("what", ["file", "folder", "both"])
def test_a_write_protected_database_is_opened_for_reading(file_office: Office, folder: Path, what: str) -> None:
    add(file_office, "T-1")
    path = folder / "park.db"
    backup.backup(file_office.database, path)
    path.chmod(0o666 if what == "folder" else 0o444)
    folder.chmod(0o777 if what == "file" else 0o555)
    before = path.read_bytes()
    with as_a_reader(), hold(path):
        office = Office(open_database(str(path)), file_office.features, file_office.actor)
        assert office.database.read_only
        assert count(office) == 1
        assert office.check() == []
        assert backup.daily(office.database) is None
        with pytest.raises(Refused, match="read_only"):
            add(office, "T-2")
        office.database.close()
    assert path.read_bytes() == before


@pytest.mark.skipif(sys.platform == "win32", reason="rights are told by mode bits")
def test_a_folder_that_may_not_be_written_takes_no_new_database_and_no_backup(
    file_office: Office, folder: Path
) -> None:
    folder.chmod(0o555)
    path = file_office.database.path
    assert path
    with as_a_reader():
        with pytest.raises(Refused, match=r"read_only|cannot_open"):
            open_database(str(folder / "new.db"), create=True)
        with pytest.raises(Refused, match=r"read_only|cannot_open"):
            open_database(str(folder / "sub" / "new.db"), create=True)
    assert not list(folder.iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="rights are told by mode bits")
def test_a_file_that_may_not_be_read_is_named(file_office: Office, folder: Path) -> None:
    path = backup.backup(file_office.database, folder / "secret.db")
    path.chmod(0)
    with as_a_reader(), pytest.raises(Refused, match=r"cannot_open|read_only"):
        open_database(str(path))
