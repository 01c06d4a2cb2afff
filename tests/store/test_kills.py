"""Killed at any moment: what was told as done is there, all of a step or nothing of it, and the next start works."""

import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from incubator_desk.catalog.office import Office
from incubator_desk.features.exchange.exporting import export_workbook
from incubator_desk.features.leases.model import Premises
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.store import backup, copies
from incubator_desk.store.database import HEAD, file_revision, untouched

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")
KILLS = int(os.environ.get("DESK_KILLS", "30"))
TORN = int(os.environ.get("DESK_TORN", "40"))


class Killer:
    """Sets a worker going and kills it after a while."""

    def __init__(self) -> None:
        script = Path(__file__).with_name("killed.py")
        self._process = subprocess.Popen(
            [sys.executable, script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path.cwd()
        )

    def run(self, seconds: float | None, *deed: object) -> list[str]:
        """What the worker told before it was killed (None: it was left to finish)."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps([seconds, *(str(part) for part in deed)]) + "\n")
        self._process.stdin.flush()
        told = []
        while (line := self._process.stdout.readline().strip()) not in ("gone", ""):
            told.append(line)
        assert line == "gone"
        return told

    def time(self, *deed: object) -> float:
        """How long a deed takes."""
        start = time.perf_counter()
        assert self.run(None, *deed) == ["done"]
        return time.perf_counter() - start

    def close(self) -> None:
        self._process.communicate()


@pytest.fixture(scope="module")
def killer() -> Iterator[Killer]:
    made = Killer()
    yield made
    made.close()


def counted(office: Office) -> tuple[int, int]:
    with office.reading() as session:
        return session.query(Tenant).count(), session.query(Premises).count()


def fill(office: Office, first: int, last: int) -> None:
    with office.writing("Add") as step:
        for n in range(first, last):
            values = {"code": f"T-{n}", "name": f"企业{n}", "kind": "company", "status": "incubating"}
            step.add(Tenant, values)
            step.add(Premises, {"code": f"P-{n}", "area_sqm": Decimal(10), "ownership": "own"})


def restarted(open_office, path: Path) -> Office:
    office = open_office(str(path))
    assert office.check() == []
    return office


def test_killed_while_writing(killer: Killer, tmp_path: Path, open_office) -> None:
    chance, path, told = random.Random(), tmp_path / "park.db", 0
    open_office(str(path)).database.close()
    for _ in range(KILLS):
        for line in killer.run(chance.uniform(0, 0.25), "write", path):
            told = int(line.removeprefix("wrote "))
        office = restarted(open_office, path)
        companies, rooms = counted(office)
        assert companies == rooms
        assert told <= companies <= told + 1
        office.database.close()
        told = companies
    assert told > KILLS


def test_killed_while_importing(killer: Killer, tmp_path: Path, open_office) -> None:
    source = open_office(str(tmp_path / "source.db"))
    fill(source, 0, 120)
    export_workbook(source, tmp_path / "book.xlsx")
    empty = tmp_path / "empty.db"
    open_office(str(empty)).database.close()
    chance, outcomes = random.Random(), set()

    def place(n: int) -> Path:
        folder = tmp_path / str(n)
        folder.mkdir()
        return Path(shutil.copy(empty, folder / "park.db"))

    needed = killer.time("take_in", place(0), tmp_path / "book.xlsx")
    for n in range(1, KILLS + 1):
        path = place(n)
        told = killer.run(chance.uniform(0, 1.2) * needed, "take_in", path, tmp_path / "book.xlsx")
        office = restarted(open_office, path)
        assert counted(office) in ({(120, 120)} if told else {(0, 0), (120, 120)})
        outcomes.add(counted(office))
        for made in (path.parent / "backups").glob("*.db"):
            copies.verify(made)
        office.database.close()
    assert (0, 0) in outcomes


@pytest.fixture
def two(tmp_path: Path, open_office) -> tuple[Path, Path, Path]:
    """A database of 300 companies, a backup of it when it had 100, and room for another."""
    office = open_office(str(tmp_path / "park.db"))
    fill(office, 0, 100)
    earlier = backup.backup(office.database, tmp_path / "earlier.db")
    fill(office, 100, 300)
    office.database.close()
    return tmp_path / "park.db", earlier, tmp_path / "out.db"


def test_killed_while_backing_up(killer: Killer, two: tuple[Path, Path, Path]) -> None:
    path, earlier, out = two
    needed = killer.time("back_up", path, out)
    for n in range(KILLS // 3):
        shutil.copy(earlier, out)
        killer.run(random.uniform(0, 1.1) * needed, "back_up", path, out)
        copies.verify(out)
        with untouched(out).reading() as session:
            assert session.query(Tenant).count() in (100, 300), n


def test_killed_while_restoring(killer: Killer, two: tuple[Path, Path, Path], tmp_path: Path, open_office) -> None:
    path, earlier, _ = two
    later = Path(shutil.copy(path, tmp_path / "later.db"))
    needed = killer.time("restore", path, earlier)
    for turn in range(KILLS // 3):
        told = killer.run(random.uniform(0, 1.1) * needed, "restore", path, (later, earlier)[turn % 2])
        office = restarted(open_office, path)
        wanted = (300, 100)[turn % 2]
        assert counted(office) in ({(wanted, wanted)} if told else {(100, 100), (300, 300)})
        office.database.close()
        for made in (tmp_path / "backups").glob("*.db"):
            copies.verify(made)


def test_killed_while_changing_the_schema(
    killer: Killer, two: tuple[Path, Path, Path], tmp_path: Path, open_office
) -> None:
    path, *_ = two
    trial = Path(shutil.copy(path, tmp_path / "trial.db"))
    needed = killer.time("migrate", trial)
    for _ in range(KILLS // 3):
        shutil.copy(path, trial)
        killer.run(random.uniform(0, 1.1) * needed, "migrate", trial)
        copies.verify(trial)
        office = restarted(open_office, trial)
        assert counted(office) == (300, 300)
        office.database.close()


def test_killed_while_a_database_is_made(killer: Killer, tmp_path: Path, open_office) -> None:
    for n in range(KILLS // 3):
        path = tmp_path / str(n) / "park.db"
        path.parent.mkdir()
        killer.run(random.uniform(0, 0.3), "write", path)
        assert file_revision(path) in (None, HEAD)
        office = restarted(open_office, path)
        fill(office, 1000, 1001)
        office.database.close()


def test_a_torn_log_gives_the_steps_before_the_tear(tmp_path: Path, open_office) -> None:
    office = open_office(str(tmp_path / "park.db"))
    for n in range(25):
        fill(office, n, n + 1)
    whole = tmp_path / "park.db"
    main, log = whole.read_bytes(), Path(f"{whole}-wal").read_bytes()
    chance, seen = random.Random(2020), set()
    for n in range(TORN):
        torn = bytearray(log)
        spot = chance.randrange(len(log))
        if n % 3 == 0:
            del torn[spot:]
        elif n % 3 == 1:
            torn[spot : spot + 4096] = bytes(len(torn[spot : spot + 4096]))
        else:
            torn[spot] ^= 1 << chance.randrange(8)
        path = tmp_path / f"torn{n}.db"
        path.write_bytes(main)
        Path(f"{path}-wal").write_bytes(torn)
        copy = restarted(open_office, path)
        with copy.reading() as session:
            codes = {code for (code,) in session.query(Tenant.code)}
        assert codes == {f"T-{n}" for n in range(len(codes))}
        assert counted(copy) == (len(codes), len(codes))
        seen.add(len(codes))
        copy.database.close()
    assert len(seen) > 5
