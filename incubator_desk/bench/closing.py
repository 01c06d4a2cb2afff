"""How long closing a quarter takes, beside computing its schedules and writing their lines by plain sqlite3."""

import sqlite3
import tempfile
import time
from contextlib import closing as shut
from datetime import date
from pathlib import Path

from incubator_desk.base.periods import Period
from incubator_desk.catalog.office import Office
from incubator_desk.features.rent.rules import Schedule, schedule
from incubator_desk.features.rent.service import facts, summary
from incubator_desk.features.returns.service.checking import check
from incubator_desk.features.returns.service.closing import close, reopen

from . import Measurement, best_of
from .cases import LEASES, let

_QUARTER, _TODAY = Period.parse("2020-Q1"), date(2020, 4, 7)
_RUNS = 3


def closing() -> list[Measurement]:
    """A quarter of a thousand companies, read from the file for the first time."""
    with let() as office, tempfile.TemporaryDirectory() as folder:
        taken = []
        for _run in range(_RUNS):
            summary._BY_POOL.clear()  # what was drawn before is not remembered
            began = time.perf_counter()
            close(office, _QUARTER, _TODAY)
            taken.append(time.perf_counter() - began)
            reopen(office, _QUARTER, "again", _TODAY)
        plain = best_of(_RUNS, lambda: _plainly(office, Path(folder)))
        checked = best_of(_RUNS, lambda: _check(office))
    companies, yardstick = f"a quarter of {LEASES:,} companies", "its schedules computed, written by sqlite3"
    return [
        Measurement(f"closing {companies}", min(taken), yardstick, plain, 2.0),
        Measurement(f"checking {companies} again", checked, yardstick, plain, 0.6),
    ]


def _check(office: Office) -> None:
    """The check as the period's page makes it: its schedules are drawn already."""
    with office.reading() as session:
        check(session, office.actor, office.features, _QUARTER, _TODAY)


def _plainly(office: Office, folder: Path) -> None:
    """The yardstick: facts read, schedules computed, each line a row of a table with full synchronisation."""
    with office.reading() as session:
        drawn = [schedule(known, _QUARTER.last) for known in facts.load(session, office.actor.operator, None)]
    place = folder / f"{time.monotonic_ns()}.db"
    with shut(sqlite3.connect(place)) as plain:
        plain.execute("pragma synchronous=full")
        plain.execute("create table lines (lease, no, first, last, gross, relief, net, paid, outstanding, due)")
        with plain:
            plain.executemany("insert into lines values (?,?,?,?,?,?,?,?,?,?)", _rows(drawn))
    place.unlink()


def _rows(drawn: list[Schedule]) -> list[tuple[object, ...]]:
    return [
        (
            each.lease, line.no, line.first.isoformat(), line.last.isoformat(), line.gross, line.relief, line.net,
            line.paid, line.outstanding, line.dues[0].due_on.isoformat() if line.dues else None,
        )
        for each in drawn
        for line in each.lines
    ]  # fmt: skip
