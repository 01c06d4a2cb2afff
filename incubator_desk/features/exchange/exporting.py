"""The database as an interchange workbook."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from incubator_desk.catalog.office import Office
from incubator_desk.catalog.register import Register

from . import sheets


def export_workbook(office: Office, out: Path) -> dict[str, int]:
    """Write all exchanged registers; gives the number of rows of each."""
    counts = {}
    with sheets.written(out) as book, office.reading() as session:
        codes: dict[str, dict[str, str]] = {}
        for register in office.features.registers.values():
            if not register.exchanged:
                continue
            rows = _rows(session, register, office.actor.operator, codes)
            sheet = sheets.new_sheet(book, register.name)
            sheets.headed(sheet, register, len(rows))
            sheets.add_rows(sheet, register.fields, rows)
            counts[register.name] = len(rows)
    return counts


def _rows(session: Session, register: Register, operator: str, codes: dict[str, dict[str, str]]) -> list[Sequence[Any]]:
    """The rows in order of their keys, references as codes; adds the register's own codes to ``codes``."""
    table = register.model.__table__
    columns = [table.c[f.attribute] for f in register.fields]
    found = session.execute(select(table.c.uid, *columns).where(table.c.operator_uid == operator)).all()
    if "code" in register.by_attribute:
        at = [f.attribute for f in register.fields].index("code") + 1
        codes[register.name] = {row[0]: row[at] for row in found}
    named = {
        at: codes[spec.kind.register]  # type: ignore[attr-defined]
        for at, spec in enumerate(register.fields)
        if spec in register.references
    }
    rows = [[named[at].get(v) if at in named else v for at, v in enumerate(row[1:])] for row in found]
    keys = [register.fields.index(key) for key in register.keys]
    return sorted(rows, key=lambda row: [str(row[at]) for at in keys])
