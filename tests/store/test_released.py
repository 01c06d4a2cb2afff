"""Files of every schema that was handed out: upgraded with their figures, history and undo; the copy before is kept."""

import gzip
import json
import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from incubator_desk.catalog.office import Office
from incubator_desk.features.rent.model import Policy, Relief
from incubator_desk.features.rent.rules import schedule, to_json
from incubator_desk.features.rent.service import facts
from incubator_desk.store import backup
from incubator_desk.store.database import HEAD, connect, file_revision, revision
from incubator_desk.store.schema import open_database

RELEASED = Path(__file__).parent / "released"
REVISIONS = sorted(path.name.removesuffix(".desk.gz") for path in RELEASED.glob("*.desk.gz"))
AS_OF = date(2020, 3, 31)


def unpacked(number: str, folder: Path) -> Path:
    path = folder / "park.desk"
    path.write_bytes(gzip.decompress((RELEASED / f"{number}.desk.gz").read_bytes()))
    return path


def figures(office: Office) -> list[dict[str, object]]:
    with office.reading() as session:
        return [to_json(schedule(known, AS_OF)) for known in facts.load(session, office.actor.operator)]


@pytest.mark.parametrize("number", REVISIONS)
def test_an_older_file_is_upgraded_with_all_its_figures(tmp_path: Path, open_office, number: str) -> None:
    path = unpacked(number, tmp_path)
    office = open_office(str(path))
    assert revision(office.database) == HEAD
    assert figures(office) == json.loads(gzip.decompress((RELEASED / f"{number}.schedules.json.gz").read_bytes()))
    assert office.check() == []
    (kept,) = (tmp_path / "backups").glob("*-upgrade.db")
    assert file_revision(kept) == number


@pytest.mark.parametrize("number", REVISIONS)
def test_what_was_done_before_the_upgrade_is_undone_after_it(tmp_path: Path, open_office, number: str) -> None:
    office = open_office(str(unpacked(number, tmp_path)))
    with office.reading() as session:
        before = session.scalar(select(func.count()).select_from(Policy))
    assert office.undo()  # a policy was deleted last: it comes back with the defaults of columns that are newer
    with office.reading() as session:
        assert session.scalar(select(func.count()).select_from(Policy)) == before + 1
        found = session.scalars(select(Policy).where(Policy.title == "误录的办法")).one()
        assert (found.service_only, found.arrears_allowed, found.pass_on_percent) == (False, True, 100)
    while office.undo():
        pass
    with office.reading() as session:
        assert session.scalar(select(func.count()).select_from(Relief)) == 0
    assert office.check() == []
    while office.redo():
        pass
    assert figures(office) == json.loads(gzip.decompress((RELEASED / f"{number}.schedules.json.gz").read_bytes()))
    assert office.check() == []


@pytest.mark.parametrize("number", REVISIONS)
def test_an_older_backup_is_restored_into_either_database(
    tmp_path: Path, open_office, postgres_url: str, number: str
) -> None:
    source = unpacked(number, tmp_path).rename(tmp_path / "old.db")
    for place in (str(tmp_path / "new.desk"), postgres_url):
        backup.restore(place, source, replace=True)
        office = open_office(place)
        assert figures(office) == json.loads(gzip.decompress((RELEASED / f"{number}.schedules.json.gz").read_bytes()))
        assert office.check() == []


@pytest.mark.parametrize("number", REVISIONS)
@pytest.mark.parametrize("after", [0.02, 0.05, 0.1, 0.2, 0.3, 0.5])
def test_killed_while_upgrading_it_is_the_old_file_or_the_new_one(tmp_path: Path, number: str, after: float) -> None:
    path = unpacked(number, tmp_path)
    code = "import sys; from incubator_desk.store.schema import open_database; print('go', flush=True); open_database(sys.argv[1])"
    with subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        try:
            process.wait(after)
        except subprocess.TimeoutExpired:
            os.kill(process.pid, signal.SIGKILL)
    database = connect(str(path))
    assert revision(database) in (number, HEAD)
    database.close()
    upgraded = open_database(str(path))
    assert revision(upgraded) == HEAD
    upgraded.close()
