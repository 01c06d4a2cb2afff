"""Runs as a process of its own: sets one worker going at a time, and kills it after a while.

Each line on standard input is a JSON list: after how many seconds (null: never), what to do, and with what.
It answers with whatever the worker tells, then ``gone`` when there is no worker any more.
"""

import json
import os
import signal
import sys
import time
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Column, Integer

from incubator_desk.catalog.office import Office
from incubator_desk.features.all import FEATURES
from incubator_desk.features.exchange.importing import import_workbook
from incubator_desk.features.leases.model import Premises
from incubator_desk.features.park import service as park
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.store import backup, migrations
from incubator_desk.store.files import Files
from incubator_desk.store.lock import hold
from incubator_desk.store.record import Actor
from incubator_desk.store.schema import open_database


def tell(line: str) -> None:
    os.write(1, f"{line}\n".encode())


def office_on(place: str) -> Office:
    office = Office(open_database(place, create=True), FEATURES, Actor("王敏", ""))
    park.found(office)
    return office


def write(place: str) -> None:
    """Add a company and a room in each step, for ever."""
    office = office_on(place)
    with office.reading() as session:
        n = session.query(Tenant).count()
    while True:
        n += 1
        add(office, n)
        tell(f"wrote {n}")


def add(office: Office, n: int) -> None:
    with office.writing("Add {n}", n=n) as step:
        step.add(Tenant, {"code": f"T-{n}", "name": "一", "kind": "team", "status": "incubating"})
        step.flush()
        step.add(Premises, {"code": f"P-{n}", "area_sqm": Decimal(10), "ownership": "own"})


def take_in(place: str, workbook: str) -> None:
    assert not import_workbook(office_on(place), Path(workbook)).failed
    tell("done")


def back_up(place: str, out: str) -> None:
    backup.backup(open_database(place), Path(out))
    tell("done")


def put(place: str, file: str) -> None:
    Files(Path(place)).put(Path(file))
    tell("done")


def restore(place: str, file: str) -> None:
    backup.restore(place, Path(file), replace=True)
    tell("done")


def migrate(place: str) -> None:
    with migrations.changing(open_database(place)) as connection:
        operations = Operations(MigrationContext.configure(connection))
        for table in ("operators", "tenants"):
            with operations.batch_alter_table(table, recreate="always") as batch:
                batch.add_column(Column("seats", Integer(), nullable=True))
    tell("done")


DEEDS = {deed.__name__: deed for deed in (write, take_in, back_up, put, restore, migrate)}


def main() -> None:
    with TemporaryDirectory() as folder:  # all is loaded before the first worker starts
        office = office_on(f"{folder}/warm.db")
        add(office, 1)
        office.database.close()
    for line in sys.stdin:
        seconds, deed, place, *rest = json.loads(line)
        worker = os.fork()
        if not worker:
            with hold(Path(place)):  # a killed one's lock blocks nobody
                DEEDS[deed](place, *rest)
            os._exit(0)
        if seconds is not None:
            time.sleep(seconds)
            os.kill(worker, signal.SIGKILL)  # not yet waited for, so the number is still its own
        os.waitpid(worker, 0)
        tell("gone")


if __name__ == "__main__":
    main()
