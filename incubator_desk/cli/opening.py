"""The database that a command works on."""

import getpass
import os
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from incubator_desk.base.errors import Problem, Refused
from incubator_desk.base.i18n import N_
from incubator_desk.catalog.office import Office
from incubator_desk.features.all import FEATURES
from incubator_desk.features.park import service as park
from incubator_desk.store import database as databases
from incubator_desk.store import lock
from incubator_desk.store.record import Actor
from incubator_desk.store.schema import open_database

PATIENCE = 5.0
"""Seconds that a command waits for another one to let go of the file."""


def place_of(asked: Namespace) -> str:
    """The file or URL to work on: ``--db``, else the environment's, else the user's data folder."""
    place = getattr(asked, "db", None) or os.environ.get("INCUBATOR_DESK_DB")
    if place:
        return str(place)
    from platformdirs import user_data_path

    return str(user_data_path("incubator-desk", appauthor=False, ensure_exists=True) / "park.desk")


@contextmanager
def held(place: str) -> Iterator[None]:
    """One process per SQLite file; a server looks after itself."""
    if databases.is_url(place):
        yield
    else:
        with lock.hold(Path(place).expanduser().resolve(), timeout=PATIENCE):
            yield


@contextmanager
def opened(asked: Namespace, *, create: bool = False) -> Iterator[Office]:
    """The office on the database asked for; it is closed at the end."""
    place = place_of(asked)
    if not create and not databases.is_url(place) and not Path(place).expanduser().exists():
        raise Refused(
            Problem("no_database", N_("There is no database {place}. Make one with “init”."), {"place": place})
        )
    with held(place):
        office = Office(open_database(place, create=create), FEATURES, Actor(_user(), ""))
        try:
            if create:
                park.found(office)
            else:
                with office.reading() as session:
                    office.actor = Actor(office.actor.name, park.own(session).uid)
            yield office
        finally:
            office.database.close()


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "?"
