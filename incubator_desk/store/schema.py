"""Bringing a database to the present schema, and refusing a newer one untouched."""

from pathlib import Path

from incubator_desk.base.errors import Refused
from incubator_desk.base.i18n import N_

from . import database as databases
from .database import HEAD, Database


def open_database(place: str, *, create: bool = False) -> Database:
    """Open a file or URL; an older schema is upgraded, a newer one refused, a missing one made on demand."""
    if not databases.is_url(place) and not create and not Path(place).expanduser().exists():
        raise Refused.because("no_database", N_("There is no database {place}. Make one with “init”."), place=place)
    database = databases.connect(place)
    try:
        if (found := databases.revision(database)) != HEAD:
            _bring_up(database, found, create=create)
    except BaseException:
        database.close()
        raise
    return database


def _bring_up(database: Database, found: str | None, *, create: bool) -> None:
    from . import migrations  # noqa: PLC0415 - Alembic is only needed where the schema is not the present one

    if found is None and not create:
        raise Refused.because(
            "no_database", N_("There is no database {place}. Make one with “init”."), place=database.path or ""
        )
    if found is not None and found not in migrations.revisions():
        message = N_("This database was made by a newer version of Incubator Desk ({revision}). Install that version.")
        raise Refused.because("newer_schema", message, revision=found)
    if found is not None:
        from . import backup  # noqa: PLC0415

        backup.before(database, "upgrade")
    migrations.upgrade(database)
