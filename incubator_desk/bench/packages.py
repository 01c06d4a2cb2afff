"""How fast a package is verified, and how fast the zone takes a hundred in, beside plain reading and inserting."""

import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

from incubator_desk.base import uscc
from incubator_desk.catalog.office import Office
from incubator_desk.features.all import FEATURES
from incubator_desk.features.park import service as park
from incubator_desk.features.returns.rules.manifest import Checks, Heading, Party
from incubator_desk.features.returns.rules.tables import Table, from_csv, to_csv
from incubator_desk.features.returns.service import packing, signing, zone
from incubator_desk.features.returns.service.verifying import verify
from incubator_desk.store.record import Actor
from incubator_desk.store.schema import open_database

from . import Measurement, best_of

_COMPANIES = 300
_PARKS = 100
_DAY = date(2020, 4, 6)
_PIECE = 2**18


def packages() -> Iterator[Measurement]:
    """A hundred packages verified and merged, and ten times as many as ten."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        made = [_package(folder, number) for number in range(_PARKS)]
        verified = best_of(10, lambda: [verify(place, lambda _uscc, _fingerprint: True) for place in made])
        plain = best_of(10, lambda: [_read(place) for place in made])
        name = f"{_PARKS} packages of a month of {_COMPANIES} companies verified"
        yield Measurement(name, verified, "zipfile reads, hashlib hashes them", plain, 1.5)
        tables = [_tables(place) for place in made]
        inserted = best_of(3, lambda: _inserted(folder, tables))
        merged = min(_merged(folder, made) for _run in range(3))
        few = min(_merged(folder, made[: _PARKS // 10]) for _run in range(5))
        rows = sum(len(table.rows) for each in tables for table in each)
        name = f"{_PARKS} packages of {rows:,} rows merged"
        yield Measurement(name, merged, "sqlite3 inserts the same rows", inserted, 3)
        yield Measurement(name, merged, f"merging {_PARKS // 10} packages", few, 11)


def _package(folder: Path, number: int) -> Path:
    body = f"91370100MA3{number:06}"
    party = Party(f"第{number}创业园", body + str(uscc.check_character(body)))
    heading = Heading(party, "370100", "2020-03", 12, None, "2020-04-02T10:00:00+08:00", Checks(0, 3))
    tables = {f"data/{each.name}.csv": (to_csv(each), len(each.rows)) for each in _figures(number)}
    papers = {f"reports/{name}": sha256(name.encode()).digest() * 3_000 for name in ("ledger.pdf", "ledger.xlsx")}
    return packing.build(heading, tables, papers, signing.new_key()).write(folder)


def _figures(number: int) -> Iterator[Table]:
    """A month of a park: its companies, rooms and leases, what was charged, relieved and paid."""
    every = range(_COMPANIES)
    head: tuple[str, ...] = (
        "code",
        "name",
        "kind",
        "uscc",
        "status",
        "founded_on",
        "tech_field",
        "employees",
        "contact_phone",
        "address",
    )
    yield Table("tenants", head, tuple(
        (f"T-{n:04}", f"青岛第{n * 7 + number}智能科技有限公司", "company", f"91370100MA3{n:06}X", "incubating",
         f"2019-0{n % 9 + 1}-15", "电子信息", str(n % 90), "138****1234", f"青岛市高新区锦荣路{n}号")
        for n in every
    ))  # fmt: skip
    yield Table("premises", ("code", "building", "floor", "room", "area_sqm", "ownership"), tuple(
        (f"A-{n:04}", f"{n % 9}号楼", str(n % 20), f"{n:04}", f"{60 + n % 50}.00", "state") for n in every
    ))  # fmt: skip
    head = ("code", "tenant_code", "premises_code", "price", "price_unit", "billing_months", "starts_on", "ends_on")
    yield Table("leases", head, tuple(
        (f"L-{n:04}", f"T-{n:04}", f"A-{n:04}", f"1.{n % 90 + 10}", "sqm_day", "1", "2019-01-01", "2021-12-31")
        for n in every
    ))  # fmt: skip
    yield Table("receipts", ("code", "lease_code", "received_on", "amount", "method", "reference"), tuple(
        (f"S-{n:06}", f"L-{n:04}", f"2020-03-{n % 28 + 1:02}", f"{1000 + n * 7 + number}.25", "转账", str(20200000 + n))
        for n in every
    ))  # fmt: skip
    head = ("tenant", "lease", "policy", "document_no", "entitled", "executed", "from", "to")
    yield Table("relief_ledger", head, tuple(
        (f"青岛第{n}智能科技有限公司", f"L-{n:04}", "三免三减半", "青政字〔2020〕5号", f"{n * 11}.50", f"{n * 11}.50",
         "2020-02-01", "2020-04-30")
        for n in every
    ))  # fmt: skip
    head = ("month", "building", "charged", "relieved", "net", "received", "overdue")
    yield Table("rent_summary", head, tuple(
        ("2020-03", f"{n}号楼", f"{n * 900}.12", f"{n * 450}.06", f"{n * 450}.06", f"{n * 300}.00", "0.00")
        for n in range(9)
    ))  # fmt: skip


def _read(place: Path) -> list[str]:
    """The yardstick: the digests of all that is in a package."""
    with ZipFile(place) as archive:
        return [_digest(archive, name) for name in archive.namelist()]


def _digest(archive: ZipFile, name: str) -> str:
    found = sha256()
    with archive.open(name) as file:
        while piece := file.read(_PIECE):
            found.update(piece)
    return found.hexdigest()


def _tables(place: Path) -> list[Table]:
    with ZipFile(place) as archive:
        return [from_csv(name, archive.read(name)) for name in archive.namelist() if name.startswith("data/")]


def _inserted(folder: Path, packages: Sequence[Sequence[Table]]) -> None:
    """The yardstick: the rows of all packages put into tables, nothing else."""
    place = folder / "plain.db"
    place.unlink(missing_ok=True)
    with closing(sqlite3.connect(place)) as connection:
        for table in packages[0]:
            columns = ",".join(f'"{name}"' for name in table.columns)
            connection.execute(f"create table {_named(table)} ({columns})")
        for tables in packages:
            for table in tables:
                marks = ",".join("?" * len(table.columns))
                connection.executemany(f"insert into {_named(table)} values ({marks})", table.rows)
        connection.commit()


def _named(table: Table) -> str:
    return table.name.removeprefix("data/").removesuffix(".csv")


def _merged(folder: Path, made: Sequence[Path]) -> float:
    """The seconds of merging packages into a new zone that trusts their parks."""
    place = folder / "zone.desk"
    for part in folder.glob(f"{place.name}*"):
        part.unlink()
    office = Office(open_database(str(place), create=True), FEATURES, Actor("bench", ""))
    with closing(office.database):
        park.found(office)
        with office.writing("Trust") as step:
            for each in made:
                found = verify(each, lambda _uscc, _fingerprint: False)
                assert found.manifest
                assert found.fingerprint
                zone.trust(step, found.fingerprint, found.manifest.heading.operator.uscc, _DAY)
        return best_of(1, lambda: zone.merge(office, made, _DAY))
