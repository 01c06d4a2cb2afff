"""Workbooks as people make them, and what an import says of them."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from sqlalchemy import select

from incubator_desk.catalog.office import Office
from incubator_desk.features.exchange.importing import Outcome, import_workbook
from incubator_desk.store.history import StepRow

Rows = Sequence[Sequence[Any]]
D = date

TENANTS: Rows = (("code", "name", "kind"), ("T1", "青岛一号科技有限公司", "team"))
PREMISES: Rows = (("code", "area_sqm"), ("A1", 100))
LEASES: Rows = (
    ("code", "tenant_code", "premises_code", "price", "price_unit", "starts_on", "ends_on"),
    ("L1", "T1", "A1", 3888, "month", D(2020, 1, 1), D(2020, 12, 31)),
)
PARK: Mapping[str, Rows] = {"tenants": TENANTS, "premises": PREMISES, "leases": LEASES}


class Typed(str):
    """Text that stays text though it begins with =."""

    __slots__ = ()


def typed(sheet: Any, text: Typed) -> Cell:
    """A cell that holds the text as it stands."""
    cell = Cell(sheet, value=str(text))
    cell.data_type = "s"
    return cell


def book(path: Path, sheets: Mapping[str, Rows]) -> Path:
    """A workbook with these sheets."""
    made = Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append([typed(sheet, value) if isinstance(value, Typed) else value for value in row])
    made.save(path)
    return path


def imported(office: Office, folder: Path, sheets: Mapping[str, Rows], **options: Any) -> Outcome:
    """What importing these sheets comes to."""
    return import_workbook(office, book(folder / "book.xlsx", sheets), **options)


def taken(office: Office, folder: Path, sheets: Mapping[str, Rows]) -> Outcome:
    """The same, where no error is expected."""
    outcome = imported(office, folder, sheets)
    assert not outcome.failed, [(p.code, p.where, p.text()) for p in outcome.problems]
    return outcome


def places(outcome: Outcome) -> list[tuple[str, str | None, int | None, str | None]]:
    """The code and the place of each problem, in a settled order."""
    found = [(p.code, p.where.sheet, p.where.row, p.where.column) for p in outcome.problems]
    return sorted(found, key=str)


def errors(outcome: Outcome) -> list[tuple[str, str | None, int | None, str | None]]:
    """The same of errors alone."""
    found = [(p.code, p.where.sheet, p.where.row, p.where.column) for p in outcome.problems if p.severity == "error"]
    return sorted(found, key=str)


def stored(office: Office, register: str, *names: str) -> list[tuple[Any, ...]]:
    """What a register holds, in order."""
    table = office.features.registers[register].model.__table__
    wanted = select(*(table.c[name] for name in names)).where(table.c.operator_uid == office.actor.operator)
    with office.reading() as session:
        return sorted((tuple(row) for row in session.execute(wanted)), key=str)


def steps(office: Office) -> int:
    """How many steps the history has."""
    with office.reading() as session:
        return len(session.scalars(select(StepRow.seq)).all())


def rewritten(path: Path, changes: Mapping[str, tuple[str, str]]) -> Path:
    """The workbook with a text replaced in some of its members."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name).decode()
            if name in changes:
                old, new = changes[name]
                assert old in data, data
                data = data.replace(old, new)
            target.writestr(name, data)
    path.write_bytes(out.getvalue())
    return path
