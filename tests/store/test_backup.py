"""Backups and putting them back, on both databases."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from incubator_desk.base.errors import Refused
from incubator_desk.catalog import saving
from incubator_desk.catalog.office import Office
from incubator_desk.store import backup, copies
from incubator_desk.store.database import Database
from incubator_desk.store.schema import open_database
from incubator_desk.store.thinning import kept


def place_of(database: Database) -> str:
    return str(database.path) if database.path else database.engine.url.render_as_string(hide_password=False)


def add(office: Office, code: str) -> None:
    with office.writing("Add") as step:
        values = {"code": code, "name": f"企业{code}", "kind": "company", "admitted_on": date(2020, 2, 29)}
        saving.save(step, office.features.registers["tenants"], values)


def codes(database: Database) -> list[str]:
    from sqlalchemy import text

    with database.reading() as session:
        return list(session.scalars(text("select code from tenants order by code")))


def raw(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables, as the driver gives them."""
    from incubator_desk.store.record import Base

    with database.reading() as session:
        return {
            table.name: [tuple(row) for row in session.execute(table.select().order_by(*table.primary_key))]
            for table in Base.metadata.sorted_tables
        }


@pytest.fixture
def backed_up(office: Office, tmp_path: Path) -> Path:
    """A backup with one company; by now there are two."""
    add(office, "T-1")
    out = backup.backup(office.database, tmp_path / "out" / ".." / "copy.db")
    add(office, "T-2")
    return out


def test_a_backup_holds_every_row(office: Office, tmp_path: Path) -> None:
    for code in ("T-1", "T-2"):
        add(office, code)
    out = backup.backup(office.database, tmp_path / "复制 50%?.db")
    opened = open_database(str(out))
    assert raw(opened) == raw(office.database)
    opened.close()
    assert not list(tmp_path.glob("*.part*"))


def test_restore_asks_before_it_replaces_and_keeps_a_copy(office: Office, backed_up: Path) -> None:
    database, place = office.database, place_of(office.database)
    database.close()
    with pytest.raises(Refused, match="not_empty"):
        backup.restore(place, backed_up)
    again = open_database(place)
    assert codes(again) == ["T-1", "T-2"]
    again.close()

    copied = backup.restore(place, backed_up, replace=True)
    again = open_database(place)
    assert codes(again) == ["T-1"]
    again.close()
    assert copied
    assert copied.parent == backup.folder(database)
    backup.restore(place, copied, replace=True)
    again = open_database(place)
    assert codes(again) == ["T-1", "T-2"]
    again.close()


def test_writing_goes_on_after_a_restore(office: Office, backed_up: Path) -> None:
    place = place_of(office.database)
    office.database.close()
    backup.restore(place, backed_up, replace=True)
    office.database = open_database(place)
    add(office, "T-3")
    assert codes(office.database) == ["T-1", "T-3"]
    office.undo()
    assert codes(office.database) == ["T-1"]
    assert not office.check()
    office.database.close()


def test_restore_into_nothing(backed_up: Path, tmp_path: Path) -> None:
    place = tmp_path / "new" / "park.desk"
    assert backup.restore(str(place), backed_up) is None
    opened = open_database(str(place))
    assert codes(opened) == ["T-1"]
    opened.close()


def test_a_file_goes_to_a_server_and_back(file_office: Office, postgres_url: str, tmp_path: Path) -> None:
    add(file_office, "T-1")
    backup.restore(postgres_url, backup.backup(file_office.database, tmp_path / "a.db"))
    server = open_database(postgres_url)
    assert raw(server) == raw(file_office.database)
    backup.restore(str(tmp_path / "b.desk"), backup.backup(server, tmp_path / "b.db"))
    server.close()
    file = open_database(str(tmp_path / "b.desk"))
    assert raw(file) == raw(file_office.database)
    file.close()


@pytest.mark.parametrize("content", [b"", b"no database at all" * 300, None])
def test_what_is_no_backup_is_refused_and_nothing_changes(file_office: Office, tmp_path: Path, content) -> None:
    add(file_office, "T-1")
    path = file_office.database.path
    file_office.database.close()
    bad = tmp_path / "bad.db"
    if content is not None:
        bad.write_bytes(content)
    before = path.read_bytes()
    with pytest.raises(Refused) as refused:
        backup.restore(str(path), bad, replace=True)
    assert refused.value.problems[0].text()
    assert path.read_bytes() == before
    assert not list(tmp_path.glob("*.part*"))


def test_a_damaged_backup_is_refused(file_office: Office, tmp_path: Path) -> None:
    for n in range(300):
        add(file_office, f"T-{n}") if n < 3 else None
    good = backup.backup(file_office.database, tmp_path / "good.db")
    content = bytearray(good.read_bytes())
    spot = content.index("企业T-1".encode())
    content[spot : spot + 3] = "商".encode()
    bad = tmp_path / "bad.db"
    bad.write_bytes(content)
    path = file_office.database.path
    file_office.database.close()
    with pytest.raises(Refused) as refused:
        backup.restore(str(path), bad, replace=True)
    assert refused.value.problems[0].text()
    assert bad.read_bytes() == content


def test_a_damaged_database_is_kept_as_it_is_and_replaced(file_office: Office, tmp_path: Path) -> None:
    add(file_office, "T-1")
    good = backup.backup(file_office.database, tmp_path / "good.db")
    path = file_office.database.path
    file_office.database.close()
    damaged = b"\0" * 100 + path.read_bytes()[100:]
    path.write_bytes(damaged)
    with pytest.raises(Refused, match="not_empty"):
        backup.restore(str(path), good)
    assert path.read_bytes() == damaged
    copied = backup.restore(str(path), good, replace=True)
    assert copied
    assert copied.read_bytes() == damaged
    opened = open_database(str(path))
    assert codes(opened) == ["T-1"]
    opened.close()


def test_the_database_itself_is_no_place_for_a_backup(file_office: Office, tmp_path: Path) -> None:
    for out in (file_office.database.path, tmp_path, tmp_path / "no" / "folder" / "x.db"):
        with pytest.raises(Refused):
            backup.backup(file_office.database, out)
    add(file_office, "T-1")


def test_an_empty_database_is_told_from_one_in_use(office: Office) -> None:
    assert backup.is_empty(office.database)
    add(office, "T-1")
    assert not backup.is_empty(office.database)


def test_backups_before_something_have_dated_names_and_daily_makes_one_a_day(office: Office) -> None:
    add(office, "T-1")
    first = backup.before(office.database, "import")
    assert first
    assert first.parent.name == "backups"
    assert first.name.endswith("-import.db")
    second = backup.before(office.database, "import")
    assert second not in (first, None)
    assert backup.daily(office.database) is None
    assert backup.newest(office.database) == second
    for made in (first, second):
        made.unlink()
    assert backup.daily(office.database)


def test_a_backup_cut_off_neither_counts_nor_displaces_a_good_one(file_office: Office) -> None:
    add(file_office, "T-1")
    good = backup.before(file_office.database, "import")
    assert good
    cut = []
    for day in range(1, 60):
        path = good.with_name(
            f"{file_office.database.path.stem}-{datetime.now() - timedelta(days=day):%Y%m%d-%H%M%S}-daily.db"
        )
        path.write_bytes(good.read_bytes()[:-1000])
        cut.append(path)
    oldest = good.with_name(
        f"{file_office.database.path.stem}-{datetime.now() - timedelta(days=90):%Y%m%d-%H%M%S}-daily.db"
    )
    oldest.write_bytes(good.read_bytes())
    backup.before(file_office.database, "import")
    assert good.exists()
    assert oldest.exists()
    good.write_bytes(good.read_bytes()[:-1])
    copies.verify(backup.newest(file_office.database))


def test_thinning_keeps_days_weeks_and_months() -> None:
    start = datetime(2019, 2, 1, 18)
    moments: set[datetime] = set()
    for day in range(400):
        now = start + timedelta(days=day)
        moments |= {now - timedelta(hours=9), now}
        moments = kept(moments, now)
        assert now in moments
    now = start + timedelta(days=399)
    days = {now - timedelta(days=n) for n in range(12)}
    sundays = {now - timedelta(days=(now.isoweekday() % 7) + 7 * n) for n in range(9)}
    months = {datetime(2020, m, 1, 18) - timedelta(days=1) for m in (3, 2, 1)} | {
        datetime(2019, m, 1, 18) - timedelta(days=1) for m in (12, 11, 10, 9, 8)
    }
    mornings = {now - timedelta(days=n, hours=9) for n in range(5)}
    assert moments == days | sundays | months | mornings


def test_a_clock_set_back_deletes_no_newer_backup() -> None:
    newer = {datetime(2021, 3, 1) + timedelta(days=n) for n in range(100)}
    older = {datetime(2020, 1, 1) + timedelta(hours=n) for n in range(50)}
    stay = kept(newer | older, datetime(2020, 1, 3, 2))
    assert newer <= stay
    assert datetime(2020, 1, 3, 1) in stay
    assert len(stay - newer) == 11  # the ten newest and the last of 1 January
