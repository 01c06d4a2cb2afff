"""Where a row of a report leads: to the record that it names, or to the lines that it adds up."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from incubator_desk.base.periods import Period
from incubator_desk.catalog.office import Office
from incubator_desk.features.leases.model import Lease
from incubator_desk.features.mentoring.model import Mentor, MentoringSession, Service
from incubator_desk.features.rent.model import Relief
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.reports.made import Made
from incubator_desk.store.record import Record

Place = tuple[str, str]
"""A screen and a record."""
_NAMES: tuple[tuple[tuple[str, ...], str, type[Record], tuple[str, ...]], ...] = (
    (("relief", "case"), "reliefs", Relief, ("code",)),
    (("lease", "contract_no"), "schedule", Lease, ("code", "contract_no")),
    (("session", "entry"), "mentoring_sessions", MentoringSession, ("code",)),
    (("entry",), "services", Service, ("code",)),
    (("mentor_code", "mentor"), "mentors", Mentor, ("code", "name")),
    (("tenant", "tenant_code", "uscc", "company"), "tenants", Tenant, ("code", "uscc", "name")),
)
"""Columns by which a record is named, the screen that shows it, and what of it they hold."""


def place_of(session: Session, office: Office, made: Made, row: Sequence[Any], column: int) -> Place | None:
    """The record that a cell names, else the first that its row names."""
    ids = [each.id for each in made.columns]
    for at in (column, *range(len(ids))):
        for columns, screen, model, attributes in _NAMES:
            value = row[at]
            if ids[at] in columns and isinstance(value, str) and value:
                uid = _uid(session, office, model, attributes, value)
                if uid is not None:
                    return screen, uid
    return None


def _uid(session: Session, office: Office, model: Any, attributes: Sequence[str], value: str) -> str | None:
    for attribute in attributes:
        mine = model.operator_uid == office.actor.operator
        found = session.scalars(select(model.uid).where(mine, getattr(model, attribute) == value).limit(2)).all()
        if len(found) == 1:
            return str(found[0])
    return None


def lines_of(office: Office, made: Made, row: Sequence[Any]) -> dict[str, str] | None:
    """The report that lists what a row adds up, for the row's month where it is of one."""
    name = made.report.lines
    if name not in office.features.reports:
        return None
    at = next((at for at, column in enumerate(made.columns) if column.id == "month"), None)
    period = made.asked.period.text
    if at is not None:
        try:
            period = Period.parse(str(row[at])).text
        except ValueError:
            return None
    return {"report": name, "period": period}
