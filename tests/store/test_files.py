"""Contents are kept once each, whole or not at all; what cannot be kept is refused in plain words."""

import hashlib
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from test_full_disk import as_a_reader, folder  # noqa: F401 - a fixture
from test_kills import KILLS, Killer, killer  # noqa: F401 - a fixture

from incubator_desk.base.errors import Refused
from incubator_desk.store.database import connect
from incubator_desk.store.files import DAMAGED, LIMIT, MISSING, Files, files_of


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path / "park.desk.files")


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def inside(files: Files) -> list[str]:
    return sorted(p.relative_to(files.folder).as_posix() for p in files.folder.rglob("*") if p.is_file())


def code_of(refused: pytest.ExceptionInfo[Refused]) -> str:
    (problem,) = refused.value.problems
    assert problem.text()
    return problem.code


def test_a_content_lies_under_its_hash_and_once(files: Files, tmp_path: Path) -> None:
    scan = written(tmp_path / "协议 扫描件.pdf", b"signed")
    sha256, size = files.put(scan)
    assert (sha256, size) == (hashlib.sha256(b"signed").hexdigest(), 6)
    assert files.put(written(tmp_path / "other name.pdf", b"signed"))[0] == sha256
    assert inside(files) == [f"{sha256[:2]}/{sha256}"]
    assert files.path(sha256).read_bytes() == b"signed"
    files.verify(sha256)
    assert scan.read_bytes() == b"signed"


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (lambda p: None, "missing_file"),
        (lambda p: p.mkdir(), "folder"),
        (lambda p: p.write_bytes(b""), "empty_file"),
        (lambda p: os.truncate(os.open(p, os.O_CREAT | os.O_WRONLY), LIMIT + 1), "too_large"),
        pytest.param(
            getattr(os, "mkfifo", None),
            "missing_file",
            marks=pytest.mark.skipif(os.name == "nt", reason="no such thing"),
        ),
    ],
)
def test_what_cannot_be_kept_is_refused_and_leaves_nothing(files: Files, tmp_path: Path, made, code: str) -> None:
    made(tmp_path / "x")
    with pytest.raises(Refused) as refused:
        files.put(tmp_path / "x")
    assert code_of(refused) == code
    assert inside(files) == []


def test_the_largest_file_is_taken(files: Files, tmp_path: Path) -> None:
    big = tmp_path / "big"
    os.truncate(os.open(big, os.O_CREAT | os.O_WRONLY), LIMIT)
    told: list[int] = []
    assert files.put(big, lambda: told.append(1))[1] == LIMIT
    assert len(told) > 10


def test_putting_can_be_stopped_and_leaves_nothing(files: Files, tmp_path: Path) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        files.put(written(tmp_path / "x", b"x"), stop)
    assert inside(files) == []


@pytest.mark.skipif(sys.platform == "win32", reason="rights are told by mode bits")
def test_a_file_that_may_not_be_read_and_a_folder_that_may_not_be_written(folder: Path) -> None:  # noqa: F811
    secret = written(folder / "secret", b"x")
    secret.chmod(0)
    closed = folder / "closed"
    closed.mkdir()
    closed.chmod(0o555)
    with as_a_reader():
        with pytest.raises(Refused, match="unreadable"):
            Files(folder / "files").put(secret)
        for kept in (closed, closed / "park.desk.files"):
            with pytest.raises(Refused, match="read_only"):
                Files(kept).put(written(folder / "fine", b"x"))
    assert not list(closed.iterdir())


SMALL = """
import resource, sys, pathlib, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from incubator_desk.base.errors import Refused
from incubator_desk.store.files import Files
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY))
try:
    Files(pathlib.Path(sys.argv[1])).put(pathlib.Path(sys.argv[2]))
except Refused as refused:
    print(refused.problems[0].code)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
def test_a_content_that_does_not_fit_leaves_nothing(files: Files, tmp_path: Path) -> None:
    files.put(written(tmp_path / "small", b"small"))
    before = inside(files)
    big = written(tmp_path / "big", random.randbytes(300_000))
    done = subprocess.run([sys.executable, "-c", SMALL, files.folder, big], check=False, capture_output=True, text=True)
    assert done.stdout.strip() == "disk_full", done
    assert inside(files) == before


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="needs a disk of its own")
def test_a_disk_that_is_really_full(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=200k", "none", disk], check=False).returncode:
        pytest.skip("may not mount")
    try:
        kept = Files(disk / "files")
        first, _ = kept.put(written(tmp_path / "a", random.randbytes(50_000)))
        with pytest.raises(Refused, match="disk_full"):
            kept.put(written(tmp_path / "b", random.randbytes(300_000)))
        assert inside(kept) == [f"{first[:2]}/{first}"]
        kept.verify(first)
    finally:
        subprocess.run(["umount", disk], check=True)


def test_what_is_missing_or_damaged_is_told_and_attaching_again_mends_it(files: Files, tmp_path: Path) -> None:
    scan = written(tmp_path / "scan.pdf", b"signed")
    sha256, size = files.put(scan)
    other = "0" * 64
    assert files.missing([sha256, other, "../../etc/passwd"]) == {other, "../../etc/passwd"}
    with pytest.raises(Refused, match=MISSING):
        files.verify(other)
    with pytest.raises(Refused, match=MISSING):
        files.path("../../etc/passwd")
    files.path(sha256).write_bytes(b"sign3d")
    with pytest.raises(Refused, match=DAMAGED):
        files.verify(sha256)
    assert files.has(sha256, size)  # a quick look cannot tell
    assert not files.has(sha256, 7)
    files.put(scan)
    files.verify(sha256)


def test_a_content_is_fetched_from_the_first_that_has_it_whole(files: Files, tmp_path: Path) -> None:
    sha256, _ = files.put(written(tmp_path / "scan.pdf", b"signed"))
    spoilt, good = Files(tmp_path / "spoilt"), Files(tmp_path / "good")
    for other in (spoilt, good):
        other.fetch(sha256, [files])
        other.verify(sha256)
    spoilt.path(sha256).write_bytes(b"sign3d")
    files.path(sha256).unlink()
    with pytest.raises(Refused, match=DAMAGED):
        files.fetch(sha256, [Files(tmp_path / "empty"), spoilt])
    assert inside(files) == []
    files.fetch(sha256, [spoilt, good])
    files.verify(sha256)
    good.path(sha256).unlink()
    files.fetch(sha256, [good])  # here already


def test_a_copy_for_opening_bears_its_name_and_cannot_be_written(files: Files, tmp_path: Path) -> None:
    sha256, _ = files.put(written(tmp_path / "scan.pdf", b"signed"))
    other, _ = files.put(written(tmp_path / "scan.pdf", b"another"))
    out = tmp_path / "out"
    first = files.copy_out(sha256, "补充协议.pdf", out)
    assert (first.name, first.read_bytes()) == ("补充协议.pdf", b"signed")
    assert not first.stat().st_mode & 0o222
    assert files.copy_out(sha256, "补充协议.pdf", out) == first
    second = files.copy_out(other, "补充协议.pdf", out)
    assert (second.name, second.read_bytes()) == ("补充协议 (2).pdf", b"another")
    assert files.copy_out(sha256, "../../补充协议.pdf", out).parent == out
    files.path(sha256).write_bytes(b"sign3d")
    with pytest.raises(Refused, match=DAMAGED):
        files.copy_out(sha256, "new.pdf", out)
    assert not (out / "new.pdf").exists()


def test_where_the_files_lie(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert files_of(connect(str(tmp_path / "park.desk"))).folder == tmp_path / "park.desk.files"
    server = connect("postgresql://desk@db.example/park")
    assert files_of(server).folder.parts[-3:] == ("incubator-desk", "files", "park_db.example")
    monkeypatch.setenv("INCUBATOR_DESK_FILES", str(tmp_path / "shared"))
    assert files_of(server).folder == tmp_path / "shared"
    assert files_of(connect(str(tmp_path / "park.desk"))).folder == tmp_path / "park.desk.files"


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")
def test_killed_while_putting(files: Files, tmp_path: Path, killer: Killer) -> None:  # noqa: F811
    scan = written(tmp_path / "scan.pdf", random.randbytes(8 << 20))
    sha256 = hashlib.sha256(scan.read_bytes()).hexdigest()
    killer.time("put", files.folder, scan)  # the killer itself takes a while to start
    shutil.rmtree(files.folder)
    needed = killer.time("put", files.folder, scan)
    names, outcomes = {f"{sha256[:2]}/{sha256}"}, set()
    for _ in range(KILLS // 2):
        shutil.rmtree(files.folder)
        told = killer.run(random.uniform(0, 1.1) * needed, "put", files.folder, scan)
        there = {name for name in (inside(files) if files.folder.exists() else []) if not name.endswith(".part")}
        assert there in ([names] if told else [names, set()])
        for name in there:
            files.verify(Path(name).name)
        outcomes.add(bool(there))
        files.put(scan)
        files.verify(sha256)
    assert False in outcomes


def test_what_a_killed_process_left_over_is_taken_away_a_day_later(files: Files, tmp_path: Path) -> None:
    files.folder.mkdir()
    old, young = written(files.folder / "a.part", b"x"), written(files.folder / "b.part", b"x")
    os.utime(old, (0, 0))
    files.put(written(tmp_path / "x", b"x"))
    assert not old.exists()
    assert young.exists()
