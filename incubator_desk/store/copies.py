"""Copies of a whole database as a SQLite file: made from one state of the data, and verified before they count."""

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, create_engine, func, insert, select
from sqlalchemy.pool import NullPool

from incubator_desk.base.errors import Refused

from . import replay, schema
from .database import HEAD, Database, connect, file_revision, look, revision, take_turn, untouched
from .folders import keep
from .refusals import plainly, refusal

_PAGES = 2000  # copied at a time; other threads run between
_ROWS = 2000
_SIDES = ("-wal", "-shm", "-journal")


@contextmanager
def aside(out: Path) -> Iterator[Path]:
    """A place beside ``out`` that takes its name when all went well, and is removed when not."""
    part = out.with_name(f"{out.name}.part")
    with plainly(out):
        try:
            remove(part)
            yield part
            keep(part)
            part.replace(out)
            with suppress(OSError):  # a network's folders know no such call
                keep(out.parent)
        finally:
            with suppress(OSError):
                remove(part)


def remove(path: Path) -> None:
    """Remove a database file and what SQLite keeps beside it."""
    for suffix in ("", *_SIDES):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def copy(database: Database, part: Path) -> None:
    """Write the database's present state to a new file, verified."""
    if database.path is None:
        verify(part, _from_server(database, part))
        return
    with database.engine.connect() as connection:
        source = connection.connection.driver_connection
        verify(part, _from_file(source, part))


def take(file: Path, part: Path) -> None:
    """Write a backup's content to a new file of the present schema, verified; the backup itself stays as it is."""
    if not file.is_file():
        raise refusal("missing_file", file)
    found = file_revision(file)
    if found is None:
        raise refusal("not_a_database", file)
    schema.refuse_newer(found)
    try:
        with plainly(file, "damaged"), closing(look(file)) as source:
            verify(part, _from_file(source, part))
        if found != HEAD:
            _bring_up(part)
        agree(part)
    except Refused as refused:
        if refused.problems[0].code == "damaged":
            raise refusal("bad_backup", file) from refused
        raise


def _bring_up(part: Path) -> None:
    with closing(connect(str(part))) as database:
        schema.upgrade(database)
        settle(database)


def agree(path: Path) -> None:
    """Refuse a file whose tables are not as its own history has them."""
    with closing(untouched(path)) as database, database.reading() as session:
        if any(replay.problems(session)):
            raise refusal("damaged", path)


def verify(path: Path, expected: Mapping[str, int] | None = None) -> None:
    """Refuse a file that SQLite finds damaged, or whose tables have other numbers of rows than expected."""
    with plainly(path, "damaged"), closing(look(path)) as connection:
        (answer,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        broken = connection.execute("PRAGMA foreign_key_check").fetchone()
        if answer != "ok" or broken or (expected is not None and _counts(connection) != expected):
            raise refusal("damaged", path)


def settle(database: Database) -> None:
    """Bring all that is in a file's write-ahead log into the file itself, and do without the log."""
    connection = database.engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute("PRAGMA journal_mode=DELETE")
        cursor.close()
    finally:
        connection.close()


def _from_file(source: Any, part: Path) -> dict[str, int]:
    from sqlcipher3 import dbapi2

    source.isolation_level = None
    with closing(dbapi2.connect(str(part))) as target:
        source.execute("BEGIN")  # the copy and the counts are of one state, whoever writes meanwhile
        try:
            counts = _counts(source)
            source.backup(target, pages=_PAGES, sleep=0)
        finally:
            source.execute("ROLLBACK")
        target.execute("PRAGMA journal_mode=DELETE").close()
    return counts


def _counts(connection: Any) -> dict[str, int]:
    names = [name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")]
    return {name: connection.execute(f'select count(*) from "{name}"').fetchone()[0] for name in names}  # noqa: S608


def _from_server(database: Database, part: Path) -> dict[str, int]:
    found = revision(database)
    with closing(connect(str(part))) as file:
        schema.upgrade(file, found or HEAD)
        settle(file)
    engine = _plain(part)
    try:
        with database.reading() as session, engine.begin() as target:
            return _pour(session.connection(), target, _tables(target))
    finally:
        engine.dispose()


def fill(database: Database, part: Path) -> None:
    """Put a file's content in the place of what a server's database holds: all of it or nothing."""
    engine = _plain(part)
    try:
        with engine.connect() as source, database.engine.begin() as target:
            tables = _tables(source)
            take_turn(target)
            for table in reversed(tables.sorted_tables):
                target.execute(table.delete())
            _pour(source, target, tables)
    finally:
        engine.dispose()


def _plain(part: Path) -> Engine:
    """An engine without our preparations: no write-ahead log, references not looked at row by row."""
    from sqlcipher3 import dbapi2

    return create_engine("sqlite://", module=dbapi2, creator=lambda: dbapi2.connect(str(part)), poolclass=NullPool)


def _tables(connection: Connection) -> MetaData:
    """The tables of a file as they are, whichever features are loaded; but not Alembic's own."""
    tables = MetaData()
    tables.reflect(connection, only=lambda name, _: name != "alembic_version")
    return tables


def _pour(source: Connection, target: Connection, tables: MetaData) -> dict[str, int]:
    counts = {"alembic_version": 1}
    for table in tables.sorted_tables:
        wanted = select(table).order_by(*table.primary_key)
        rows = source.execute(wanted, execution_options={"yield_per": _ROWS})
        for some in rows.mappings().partitions():
            target.execute(insert(table), [dict(row) for row in some])
        counts[table.name] = source.scalar(select(func.count()).select_from(table)) or 0
    return counts
