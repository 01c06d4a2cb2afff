"""Killed while closing, building or merging: a period closed or not, the old package or the new one, a lot merged or not, never something between."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
import tracemalloc
from datetime import date
from pathlib import Path

import pytest
from packages import code, key, package, tables
from sqlalchemy import func, select

from incubator_desk.features.returns.model import FrozenPart, ReceivedPackage, ReceivedPart, ReturnPeriod
from incubator_desk.features.returns.rules.tables import Table, to_csv
from incubator_desk.features.returns.service import packing, zone
from incubator_desk.features.returns.service.verifying import verify

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
KILLS = int(os.environ.get("DESK_KILLS", "8"))
TODAY = date(2020, 4, 6)
LOTS, EACH = 60, 4


def killed(seconds: float, *arguments: object, after: int = 0) -> int:
    """How many deeds a process told of before it was killed, so many seconds after it had begun, or done so many."""
    script = Path(__file__).with_name("killed_packing.py")
    command = [sys.executable, str(script), *map(str, arguments)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path.cwd()) as process:
        assert process.stdout
        assert process.stdout.readline() == b"ready\n"
        for _deed in range(after):
            assert process.stdout.readline()
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        return after + process.stdout.read().count(b"\n")


def test_killed_while_building(tmp_path: Path) -> None:
    seen = set()
    for number in range(KILLS):
        folder = tmp_path / str(number)
        folder.mkdir()
        told = killed(random.uniform(0.002, 0.1), "build", folder)
        built = list(folder.glob("*.zip"))
        assert len(built) in ({1} if told else {0, 1})
        assert all(path.name.endswith(".part") for path in folder.iterdir() if path not in built)
        for place in built:
            found = verify(place, lambda _uscc, _fingerprint: False)
            assert found.valid
            seen.add(found.sha256)
        # The next one is built all the same, whatever was left.
        assert verify(package().write(folder), lambda _uscc, _fingerprint: False).valid
    assert seen


def test_killed_while_closing(filled: Path, tmp_path: Path, open_office) -> None:
    seen = set()
    for number in range(max(4, KILLS // 3)):
        (folder := tmp_path / f"kill {number}").mkdir()
        place = shutil.copy(filled, folder / "demo.desk")
        told = killed(random.uniform(0.01, 0.8), "close", place, after=number % 3)
        office = open_office(str(place))
        with office.reading() as session:
            period = session.scalars(select(ReturnPeriod)).first()
            versions = session.execute(select(FrozenPart.revision, func.count()).group_by(FrozenPart.revision)).all()
            state = (period.status, period.revision) if period else ("open", 0)
        # Each closing that was told of is there whole, and at most one more step than was told of.
        assert len({count for _revision, count in versions}) <= 1
        assert [revision for revision, _count in sorted(versions)] == list(range(1, state[1] + 1))
        steps = 2 * state[1] - (state[0] == "closed")
        assert told <= steps <= told + 1
        seen.add(state)
        if number == 0:
            assert office.check() == []
        office.database.close()
    assert len(seen) > 1


def test_killed_while_merging(tmp_path: Path, open_office) -> None:
    empty = open_office(str(tmp_path / "empty.desk"))
    with empty.writing("Trust") as step:
        for number in range(1, EACH + 1):
            zone.trust(step, key(number).fingerprint, code(number), TODAY)
    empty.database.close()
    lots = tmp_path / "lots"
    for lot in range(1, LOTS + 1):
        (lots / f"{lot:03}").mkdir(parents=True)
        for number in range(1, EACH + 1):
            package(number, sequence=lot, papers={}).write(lots / f"{lot:03}")
    between = 0
    for number in range(KILLS):
        (folder := tmp_path / f"kill {number}").mkdir()
        place = shutil.copy(tmp_path / "empty.desk", folder / "zone.desk")
        told = killed(random.uniform(0, 0.4), "merge", lots, place)
        office = open_office(str(place))
        assert office.check() == []
        with office.reading() as session:
            per_lot = session.execute(
                select(ReceivedPackage.sequence, func.count()).group_by(ReceivedPackage.sequence)
            ).all()
            parts = session.scalar(select(func.count()).select_from(ReceivedPart))
        assert {count for _, count in per_lot} <= {EACH}
        assert sorted(sequence for sequence, _ in per_lot) == list(range(1, len(per_lot) + 1))
        assert told <= len(per_lot) <= told + 1
        assert parts == len(per_lot) * EACH * len(tables())
        between += 0 < len(per_lot) < LOTS
        office.database.close()
    assert between


def test_a_hundred_packages_need_no_more_memory_than_ten(tmp_path: Path, open_office) -> None:
    rows = tuple((f"L-{n:05}", f"{random.Random(n).random()}") for n in range(4_000))
    data = to_csv(Table("leases", ("code", "price"), rows))
    office = open_office(str(tmp_path / "zone.desk"))
    with office.writing("Trust") as step:
        zone.trust(step, key(1).fingerprint, code(1), TODAY)

    def peak(first: int, last: int) -> int:
        places = []
        for sequence in range(first, last):
            heading = package(sequence=sequence).manifest.heading
            built = packing.build(heading, {"data/leases.csv": (data, len(rows))}, {}, key(1))
            places.append(built.write(tmp_path))
        del built
        tracemalloc.start()
        zone.merge(office, places, TODAY)
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(1, 3)
    few, many = peak(3, 13), peak(13, 113)
    assert many < few * 1.2
    assert few < 20 * len(data)
