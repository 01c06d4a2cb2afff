"""The schema's revisions, run by the program itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from incubator_desk.store.database import Database, take_turn
from incubator_desk.store.refusals import refusal


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def revisions() -> set[str]:
    """All revisions that this version knows."""
    return {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}


def upgrade(database: Database, target: str = "head") -> None:
    """Bring the schema up in one transaction."""
    config = _config()
    with changing(database) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, target)


def draft(database: Database, message: str, revision: str) -> None:
    """Write a new revision for what the models have and the database has not (for developers)."""
    config = _config()
    with changing(database) as connection:
        config.attributes["connection"] = connection
        command.revision(config, message, autogenerate=True, rev_id=revision)


@contextmanager
def changing(database: Database) -> Iterator[Connection]:
    """A transaction for changes of the schema: all of them or none, with every reference whole at the end."""
    with database.engine.connect() as connection:
        if database.path is None:
            with connection.begin():
                take_turn(connection)
                yield connection
            return
        # SQLite changes a table by copying it and dropping the old one, which would take the rows
        # that refer to it along. The switch does nothing within a transaction, so it comes before.
        _references(connection, "OFF")
        try:
            with connection.begin():
                yield connection
                if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    raise refusal("damaged", database.place)
        finally:
            _references(connection, "ON")


def _references(connection: Connection, switch: str) -> None:
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute(f"PRAGMA foreign_keys={switch}").close()
