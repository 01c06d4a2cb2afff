"""How fast a workbook of 50,000 rows is imported, beside reading it and inserting bare rows."""

import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

from openpyxl import Workbook
from python_calamine import CalamineWorkbook

from incubator_desk.base import uscc
from incubator_desk.catalog.office import Office
from incubator_desk.features.all import FEATURES
from incubator_desk.features.exchange.importing import import_workbook
from incubator_desk.features.park import service as park
from incubator_desk.store.record import Actor
from incubator_desk.store.schema import open_database

from . import Measurement, best_of

_ROWS = 50_000
_TENANTS, _LEASES, _RELIEFS = 2_000, 2_200, 800
_RUNS = 3
_START = date(2019, 1, 1)

Rows = Iterator[tuple[object, ...]]


def imports() -> list[Measurement]:
    """Importing into an empty database and again without a change; each with all checks, the first with its history."""
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "ledger.xlsx"
        write_ledger(book)
        plain = best_of(_RUNS, lambda: _plainly(book, Path(folder)))
        times = [_imported(book, Path(folder) / str(run)) for run in range(_RUNS)]
    yardstick = "calamine reads, sqlite3 inserts them"
    added, again = (min(column) for column in zip(*times, strict=True))
    return [
        Measurement(f"{_ROWS:,} rows imported", added, yardstick, plain, 7),
        Measurement(f"{_ROWS:,} rows imported again", again, yardstick, plain, 7),
    ]


def write_ledger(out: Path) -> None:
    """A workbook of companies, rooms, leases, reliefs and receipts, as exports write it."""
    book = Workbook(write_only=True)
    for name, rows in _sheets().items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(out)


def _sheets() -> dict[str, Rows]:
    return {
        "tenants": _tenants(),
        "premises": _premises(),
        "leases": _leases(),
        "reliefs": _reliefs(),
        "receipts": _receipts(_ROWS - _TENANTS - 2 * _LEASES - _RELIEFS),
    }


def _tenants() -> Rows:
    yield "code", "name", "kind", "uscc", "status", "founded_on", "tech_field", "employees", "contact_name"
    for n in range(_TENANTS):
        body = f"91370100MA3{n:06}"
        code = body + str(uscc.check_character(body))
        name = f"青岛第{n}智能科技有限公司"
        yield f"T-{n:05}", name, "company", code, "incubating", _START, "电子信息", n % 90, "王敏"


def _premises() -> Rows:
    yield "code", "building", "floor", "room", "area_sqm", "ownership"
    for n in range(_LEASES):
        yield f"A-{n:05}", f"{n % 9}号楼", n % 20, f"{n:05}", 60 + n % 50, "state"


def _leases() -> Rows:
    yield "code", "tenant_code", "premises_code", "price", "price_unit", "billing_months", "starts_on", "ends_on"
    for n in range(_LEASES):
        first = _START + timedelta(n % 300)
        yield (
            f"L-{n:05}", f"T-{n % _TENANTS:05}", f"A-{n:05}", 1.5 + n % 7 / 10, "sqm_day", 1, first,
            first + timedelta(3 * 365),
        )  # fmt: skip


def _reliefs() -> Rows:
    yield "code", "lease_code", "kind", "starts_on", "ends_on", "percent", "approved_on"
    for n in range(_RELIEFS):
        yield f"R-{n:05}", f"L-{n:05}", "percent", date(2020, 2, 1), date(2020, 4, 30), 50, date(2020, 3, 1)


def _receipts(count: int) -> Rows:
    yield "code", "lease_code", "received_on", "amount", "method", "reference"
    for n in range(count):
        day = _START + timedelta(n // _LEASES * 31 + n % 28)
        yield f"S-{n:06}", f"L-{n % _LEASES:05}", day, 1000 + n % 7919 + 0.25, "转账", f"{20200000 + n}"


def _plainly(book: Path, folder: Path) -> None:
    """The yardstick: read the workbook and insert its rows, nothing else."""
    place = folder / "plain.db"
    place.unlink(missing_ok=True)
    sqlite3.register_adapter(date, date.isoformat)
    with CalamineWorkbook.from_path(book) as read, closing(sqlite3.connect(place)) as connection:
        for name in read.sheet_names:
            headings, *rows = read.get_sheet_by_name(name).to_python()
            marks = ",".join("?" * len(headings))
            connection.execute(f"create table {name} ({','.join(map(str, headings))})")
            connection.executemany(f"insert into {name} values ({marks})", rows)
        connection.commit()


def _imported(book: Path, folder: Path) -> tuple[float, float]:
    """The seconds of a first import, and of the same again."""
    folder.mkdir()
    office = Office(open_database(str(folder / "park.desk"), create=True), FEATURES, Actor("bench", ""))
    with closing(office.database):
        park.found(office)
        return _timed(office, book), _timed(office, book)


def _timed(office: Office, book: Path) -> float:
    began = time.perf_counter()
    outcome = import_workbook(office, book)
    seconds = time.perf_counter() - began
    if outcome.failed:
        raise AssertionError(outcome.problems[:5])
    return seconds


if __name__ == "__main__":
    for found in imports():
        print(f"{found.name}: {found.seconds:.2f} s, {found.ratio:.2f} × {found.yardstick} (limit {found.limit})")
