"""Opening: older schemas are upgraded, newer ones refused untouched, and the models are what the migrations make."""

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Integer, create_engine, inspect, text

from incubator_desk.base.errors import Refused
from incubator_desk.catalog import saving
from incubator_desk.catalog.office import Office
from incubator_desk.store import migrations
from incubator_desk.store.database import HEAD, connect
from incubator_desk.store.record import Base
from incubator_desk.store.schema import open_database


def test_head_is_the_newest_revision() -> None:
    assert ScriptDirectory.from_config(migrations._config()).get_heads() == [HEAD]


def test_models_are_what_the_migrations_make(office: Office) -> None:
    with office.database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})
        assert compare_metadata(context, Base.metadata) == []


def newer(path: Path, *, wal: bool) -> dict[str, bytes]:
    """A file of a version to come; with the log of a program that was killed, perhaps."""
    code = """
import sys, os, signal
from sqlcipher3 import dbapi2
c = dbapi2.connect(sys.argv[1], isolation_level=None)
if sys.argv[2]:
    c.execute("pragma journal_mode=wal")
c.execute("create table alembic_version (version_num text)")
c.execute("insert into alembic_version values ('9999')")
os.kill(os.getpid(), signal.SIGKILL)
"""
    subprocess.run([sys.executable, "-c", code, path, "wal" if wal else ""], check=False)
    return {p.name: p.read_bytes() for p in path.parent.glob(f"{path.name}*") if not p.name.endswith("-shm")}


@pytest.mark.parametrize("wal", [False, True])
def test_a_newer_file_is_refused_and_not_a_byte_of_it_changes(tmp_path: Path, wal: bool) -> None:
    path = tmp_path / "new.db"
    before = newer(path, wal=wal)
    assert len(before) == (2 if wal else 1)
    for create in (False, True):
        with pytest.raises(Refused, match="newer_schema"):
            open_database(str(path), create=create)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir() if not p.name.endswith("-shm")} == before


def test_a_newer_server_is_refused(postgres_url: str) -> None:
    open_database(postgres_url, create=True).close()
    engine = create_engine(postgres_url)
    with engine.begin() as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
    engine.dispose()
    with pytest.raises(Refused, match="newer_schema"):
        open_database(postgres_url)


def test_another_programs_file_is_refused_and_not_touched(tmp_path: Path) -> None:
    from sqlcipher3 import dbapi2

    path = tmp_path / "other.db"
    with closing(dbapi2.connect(str(path))) as connection:
        connection.execute("create table t (x)")
    before = path.read_bytes()
    with pytest.raises(Refused, match="not_ours"):
        open_database(str(path), create=True)
    assert path.read_bytes() == before


@pytest.mark.parametrize("create", [False, True])
def test_text_is_no_database(tmp_path: Path, create: bool) -> None:
    path = tmp_path / "text.db"
    path.write_text("孵化器" * 1000, "utf-8")
    with pytest.raises(Refused, match="not_a_database"):
        open_database(str(path), create=create)
    assert [p.name for p in tmp_path.iterdir()] == ["text.db"]


def test_a_missing_file_is_made_only_on_demand(tmp_path: Path) -> None:
    path = tmp_path / "园区 50%?#.d" / "a&b.db"
    with pytest.raises(Refused, match="no_database"):
        open_database(str(path))
    assert not path.parent.exists()
    open_database(str(path), create=True).close()
    open_database(str(path)).close()
    assert [p.name for p in path.parent.iterdir()] == ["a&b.db"]


@pytest.mark.parametrize("url", ["mysql://x/y", "postgresql+psycopg://host:port/d", "sqlite:///x.db", "://"])
def test_other_urls_are_refused(url: str) -> None:
    with pytest.raises(Refused, match="bad_place"):
        open_database(url)


def test_a_server_that_does_not_answer_is_named_without_its_password() -> None:
    with pytest.raises(Refused, match="server_unreachable") as refused:
        open_database("postgresql+psycopg://desk:geheim@127.0.0.1:9/desk")
    message = refused.value.problems[0].text()
    assert "127.0.0.1" in message
    assert "geheim" not in message


def test_a_missing_server_database_is_named(postgres_url: str) -> None:
    with pytest.raises(Refused, match="server_refused"):
        open_database(postgres_url.replace("/desk_", "/no_"), create=True)


def add_company(office: Office) -> None:
    with office.writing("Add") as step:
        saving.save(step, office.features.registers["tenants"], {"code": "T-1", "name": "一", "kind": "team"})


def test_a_table_is_rebuilt_with_all_that_refers_to_it(office: Office) -> None:
    add_company(office)
    with migrations.changing(office.database) as connection:
        operations = Operations(MigrationContext.configure(connection))
        with operations.batch_alter_table("operators", recreate="auto") as batch:
            batch.add_column(Column("seats", Integer(), nullable=True))
            batch.alter_column("name", nullable=True)
    assert not office.check()
    with office.reading() as session:
        assert session.scalar(text("select count(*) from tenants")) == 1
        assert session.scalar(text("select count(*) from operators where seats is null")) == 1


def test_a_migration_that_fails_leaves_the_schema_as_it_was(office: Office) -> None:
    add_company(office)
    with pytest.raises(ZeroDivisionError), migrations.changing(office.database) as connection:
        operations = Operations(MigrationContext.configure(connection))
        with operations.batch_alter_table("operators", recreate="auto") as batch:
            batch.add_column(Column("seats", Integer(), nullable=True))
            batch.alter_column("name", nullable=True)
        connection.execute(text("delete from tenants"))
        1 / 0  # noqa: B018
    with office.reading() as session:
        assert "seats" not in {c["name"] for c in inspect(session.connection()).get_columns("operators")}
    assert not office.check()


def test_references_are_kept_again_after_a_migration(file_office: Office) -> None:
    with migrations.changing(file_office.database):
        pass
    with file_office.database.engine.connect() as connection:
        assert connection.exec_driver_sql("pragma foreign_keys").scalar() == 1


def test_a_migration_that_breaks_a_reference_is_refused(file_office: Office) -> None:
    add_company(file_office)
    with pytest.raises(Refused, match="damaged"), migrations.changing(file_office.database) as connection:
        connection.execute(text("delete from operators"))
    assert not file_office.check()


def test_two_starts_at_once_make_one_schema(postgres_url: str) -> None:
    code = "import sys; from incubator_desk.store.schema import open_database; open_database(sys.argv[1], create=True)"
    starts = [subprocess.Popen([sys.executable, "-c", code, postgres_url]) for _ in range(2)]
    assert [start.wait(60) for start in starts] == [0, 0]


def test_opening_what_is_up_to_date_does_not_load_alembic(file_office: Office) -> None:
    code = """
import sys
import incubator_desk.features.all
from incubator_desk.store.schema import open_database
open_database(sys.argv[1])
print("alembic" in sys.modules, "psycopg" in sys.modules)
"""
    done = subprocess.run(
        [sys.executable, "-c", code, file_office.database.path], capture_output=True, text=True, check=True
    )
    assert done.stdout == "False False\n"


def test_connecting_alone_changes_nothing(tmp_path: Path) -> None:
    connect(str(tmp_path / "a.db")).close()
    assert not list(tmp_path.iterdir())
