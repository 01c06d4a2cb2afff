"""How fast many cases take one step, beside importing as many reliefs."""

import tempfile
from pathlib import Path

from openpyxl import Workbook
from sqlalchemy import select

from incubator_desk.catalog.moving import Taking, move_cases
from incubator_desk.catalog.office import Office
from incubator_desk.features.exchange.importing import import_workbook
from incubator_desk.features.leases.model import Lease
from incubator_desk.features.rent.model import Relief

from . import Measurement, best_of
from .cases import DAY, let

_CASES = 200


def moves() -> list[Measurement]:
    """A step of 200 cases, taken and undone, beside the import of 200 reliefs on as many leases, undone too."""
    with let() as office, tempfile.TemporaryDirectory() as folder:
        book = _workbook(office, Path(folder) / "reliefs.xlsx")
        imported = best_of(3, lambda: _import(office, book))
        assert not import_workbook(office, book).failed
        with office.reading() as session:
            uids = list(session.scalars(select(Relief.uid).where(Relief.code.like("N-%"))))
        moved = best_of(3, lambda: _move(office, uids))
    return [Measurement(f"{len(uids)} cases one step", moved, f"import of {_CASES} reliefs", imported, 2.0)]


def _workbook(office: Office, path: Path) -> Path:
    with office.reading() as session:
        leases = session.scalars(select(Lease.code).order_by(Lease.code).limit(_CASES)).all()
    book = Workbook(write_only=True)
    sheet = book.create_sheet("reliefs")
    sheet.append(["code", "lease_code", "kind", "percent", "starts_on", "ends_on", "status"])
    for number, code in enumerate(leases):
        sheet.append([f"N-{number:04}", code, "percent", 50, "2020-06-01", "2020-08-31", "submitted"])
    book.save(path)
    return path


def _import(office: Office, book: Path) -> None:
    assert not import_workbook(office, book).failed
    office.undo()


def _move(office: Office, uids: list[str]) -> None:
    move_cases(office, office.features.registers["reliefs"], uids, Taking("accepted", DAY), None)
    office.undo()


if __name__ == "__main__":
    for found in moves():
        print(f"{found.name}: {found.seconds:.3f} s, {found.ratio:.2f} × {found.yardstick} (limit {found.limit})")
