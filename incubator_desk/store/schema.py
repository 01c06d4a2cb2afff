"""Bringing a database to the present schema, and refusing a newer one untouched."""

from pathlib import Path

from incubator_desk.base.errors import Refused
from incubator_desk.base.i18n import N_

from . import database as databases
from .database import HEAD, Database
from .folders import refuse_network
from .refusals import plainly, refusal

_MISSING = N_("There is no database {place}. Make one with “init”.")
_NEWER = N_("This database was made by a newer version of Incubator Desk ({revision}). Install that version.")


def open_database(place: str, *, create: bool = False) -> Database:
    """Open a file or URL; an older schema is upgraded, a newer one refused, a missing one made on demand.

    Whoever opens a file to write holds it first (:func:`.lock.hold`).
    """
    if databases.is_url(place):
        return _opened(databases.connect(place), create=create)
    path = databases.file_of(place)
    refuse_network(path)
    if not path.exists():
        return _made(path, create=create)
    database = databases.connect(place)
    return _opened(database, create=create)


def _made(path: Path, *, create: bool) -> Database:
    if not create:
        raise Refused.because("no_database", _MISSING, place=path)
    with plainly(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    try:
        return _opened(databases.connect(str(path)), create=True)
    except BaseException:
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        raise


def _opened(database: Database, *, create: bool) -> Database:
    try:
        with plainly(database.place):
            if (found := databases.revision(database)) != HEAD:
                _bring_up(database, found, create=create)
            return database
    except BaseException:
        database.close()
        raise


def _bring_up(database: Database, found: str | None, *, create: bool) -> None:
    if found is None and not create:
        raise Refused.because("no_database", _MISSING, place=database.place)
    if found is not None:
        refuse_newer(found)
    if database.read_only:
        raise refusal("read_only", database.place)
    if found is not None:
        from .backup import before

        before(database, "upgrade")
    upgrade(database)


def refuse_newer(revision: str) -> None:
    """Refuse a schema that this version does not know."""
    from . import migrations

    if revision not in migrations.revisions():
        raise Refused.because("newer_schema", _NEWER, revision=revision)


def upgrade(database: Database, target: str = "head") -> None:
    """Bring the schema up, all of it or nothing."""
    from . import migrations  # Alembic takes long to import, and is only needed where the schema is not the present one

    migrations.upgrade(database, target)
