"""Opening a database: one function, SQLite by file or PostgreSQL by URL."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from incubator_desk.base.errors import Refused
from incubator_desk.base.i18n import N_

HEAD = "0001"
"""The newest revision of the schema; a test holds it against the migrations."""


@dataclass(frozen=True, slots=True)
class Database:
    """An open database of the present schema."""

    engine: Engine
    path: Path | None

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the data and writes nothing."""
        with Session(self._reader(), autoflush=False) as session:
            yield session

    def _reader(self) -> Engine:
        if self.path is None:
            return self.engine.execution_options(isolation_level="REPEATABLE READ")
        return self.engine.execution_options(desk_reading=True)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session whose transaction is committed at the end, and rolled back on an error."""
        with Session(self.engine, autoflush=False) as session:
            try:
                yield session
                session.commit()
            except BaseException:
                _roll_back(session)
                raise

    def close(self) -> None:
        """Let go of the file or the server."""
        self.engine.dispose()


def _roll_back(session: Session) -> None:
    # SQLite has already rolled back by itself when the disk is full; then ROLLBACK fails.
    try:
        session.rollback()
    except DBAPIError:
        session.invalidate()


def is_url(place: str) -> bool:
    """Whether the place names a database server rather than a file."""
    return "://" in place


def connect(place: str) -> Database:
    """Open a file or URL as it is, without looking at its schema."""
    if is_url(place):
        return Database(create_engine(place, pool_pre_ping=True), None)
    from sqlcipher3 import dbapi2  # noqa: PLC0415 - the one SQLite everywhere; not needed for a server

    path = Path(place).expanduser().resolve()
    # The path goes as an argument, not in the URL: a "?" or "%" in a folder's name means nothing special.
    engine = create_engine(
        "sqlite://", module=dbapi2, creator=lambda: dbapi2.connect(str(path), check_same_thread=False)
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return Database(engine, path)


def _prepare(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own type
    connection.isolation_level = None  # transactions are begun by us, see _begin
    cursor = connection.cursor()
    for pragma in (
        "busy_timeout=10000",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "temp_store=MEMORY",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    reading = connection.get_execution_options().get("desk_reading")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def revision(database: Database) -> str | None:
    """The schema's revision; None where the database is empty of tables."""
    with database.reading() as session:
        connection = session.connection()
        names = inspect(connection).get_table_names()
        if "alembic_version" not in names:
            if names:
                raise Refused.because("not_ours", N_("This is not a database of Incubator Desk."))
            return None
        return connection.scalar(text("select version_num from alembic_version"))
