"""Opening a database: one function, SQLite by file or PostgreSQL by URL."""

import os
import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool

from incubator_desk.base.errors import Refused
from incubator_desk.base.i18n import N_

from .refusals import plainly, refusal

HEAD = "0009"
"""The newest revision of the schema; a test holds it against the migrations."""
_WRITERS = 7020_2003  # any number will do, as long as all writers of a server use the same one
_PATIENCE = 10  # seconds that a writer waits for its turn


@dataclass(frozen=True, slots=True)
class Database:
    """An open database of the present schema."""

    engine: Engine
    path: Path | None
    read_only: bool = False
    """Whether the file or its folder may not be written."""

    @property
    def place(self) -> str:
        """The file or URL as people may see it."""
        return str(self.path) if self.path else self.engine.url.render_as_string(hide_password=True)

    @property
    def stem(self) -> str:
        """What files that belong to it are named after."""
        if self.path:
            return self.path.stem
        url = self.engine.url
        return re.sub(r"[^\w.-]+", "_", f"{url.database}@{url.host or url.query.get('host') or 'local'}")

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the data and writes nothing."""
        with plainly(self.place), Session(self._reader(), autoflush=False) as session:
            yield session

    def _reader(self) -> Engine:
        if self.path is None:
            return self.engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        return self.engine.execution_options(desk_reading=True)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session whose transaction is committed at the end, and rolled back on an error.

        There is one writer at a time, so what it reads cannot change under it.
        """
        if self.read_only:
            raise refusal("read_only", self.place)
        with plainly(self.place), Session(self.engine, autoflush=False) as session:
            try:
                if self.path is None:
                    take_turn(session.connection())
                yield session
                session.commit()
            except BaseException:
                _roll_back(session)
                raise

    def close(self) -> None:
        """Let go of the file or the server."""
        self.engine.dispose()


def take_turn(connection: Connection) -> None:
    """Wait until no one else writes to the server; holds them off until the transaction ends."""
    connection.execute(text(f"set local lock_timeout = '{_PATIENCE}s'"))
    connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _WRITERS})


def _roll_back(session: Session) -> None:
    # SQLite has already rolled back by itself when the disk is full; then ROLLBACK fails.
    try:
        session.rollback()
    except DBAPIError:
        session.invalidate()


def is_url(place: str) -> bool:
    """Whether the place names a database server rather than a file."""
    return "://" in place


def file_of(place: str) -> Path:
    """The file that a place names, whether it exists or not."""
    return Path(place).expanduser().resolve()


def connect(place: str) -> Database:
    """Open a file or URL as it is, without looking at its schema."""
    with plainly(place):
        if is_url(place):
            return _server(place)
        path = file_of(place)
        guarded = path.exists() and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))
        return _file(path, read_only=guarded)


def _server(place: str) -> Database:
    try:
        url = make_url(place)
    except (ArgumentError, ValueError) as error:
        raise refusal("bad_place", place) from error
    if url.drivername not in ("postgresql", "postgres", "postgresql+psycopg"):
        raise refusal("bad_place", url.render_as_string(hide_password=True))
    patience = {} if "connect_timeout" in url.query else {"connect_timeout": _PATIENCE}
    return Database(create_engine(url.set(drivername="postgresql+psycopg"), connect_args=patience), None)


def untouched(path: Path) -> Database:
    """A file opened for reading alone, which leaves it as it is, byte by byte."""
    return _file(path, read_only=True)


def _file(path: Path, *, read_only: bool) -> Database:
    from sqlcipher3 import dbapi2

    def opened() -> Any:
        return look(path) if read_only else dbapi2.connect(str(path), check_same_thread=False)

    # The path goes to the driver, not through a URL: a "?" or "%" in a folder's name means nothing special.
    # Without a name in the URL SQLAlchemy takes the database for one in memory, with one connection a thread.
    engine = create_engine("sqlite://", module=dbapi2, creator=opened, poolclass=QueuePool)
    event.listen(engine, "connect", _look_on if read_only else _prepare)
    event.listen(engine, "begin", _begin)
    return Database(engine, path, read_only)


def look(path: Path) -> Any:
    """A driver's connection that leaves the file as it is, byte by byte."""
    from sqlcipher3 import dbapi2

    # Without a write-ahead log no one is writing, and the file may even lie on a medium that cannot be written.
    log = path.with_name(f"{path.name}-wal")
    logged = log.exists() and (log.stat().st_size > 0 or os.access(path.parent, os.W_OK))
    mode = "mode=ro" if logged else "immutable=1"
    posix = os.fsencode(path.as_posix())
    address = f"file://{'' if posix.startswith(b'/') else '/'}{quote(posix, safe='/:')}?{mode}"
    connection = dbapi2.connect(address, uri=True, check_same_thread=False)
    connection.text_factory = _decoded
    return connection


def _decoded(text: bytes) -> str:
    return text.decode(errors="replace")  # what is looked at may be damaged


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions are begun by us, see _begin
    for pragma in (
        f"busy_timeout={_PATIENCE * 1000}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "temp_store=MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _look_on(connection: Any, _record: object) -> None:
    connection.isolation_level = None


def _begin(connection: Connection) -> None:
    reading = connection.get_execution_options().get("desk_reading")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def revision(database: Database) -> str | None:
    """The schema's revision; None where the database is empty of tables. The file is not touched."""
    if database.path is not None:
        return file_revision(database.path)
    with database.reading() as session:
        names = set(inspect(session.connection()).get_table_names())
        return _revision(names, lambda sql: session.scalar(text(sql)))


def file_revision(path: Path) -> str | None:
    """The revision of a file, found without touching it."""
    if not path.exists() or path.stat().st_size == 0:
        return None
    with plainly(path, "damaged"), closing(look(path)) as connection:
        names = {name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")}
        return _revision(names, lambda sql: (connection.execute(sql).fetchone() or (None,))[0])


def _revision(names: set[str], ask: Any) -> str | None:
    if not names:
        return None
    if "alembic_version" not in names:
        raise Refused.because("not_ours", N_("This is not a database of Incubator Desk."))
    found = ask("select version_num from alembic_version")
    return None if found is None else str(found)
