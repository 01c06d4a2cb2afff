"""The service ledger: every session of the period with each company that was to take part, and whether it counts."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session as Reading

from incubator_desk.base.i18n import N_
from incubator_desk.catalog.kinds import Code, Day, Number, Text, TimeOfDay, Whole, YesNo
from incubator_desk.catalog.report import Asked, Column, Paper, Report, Sheet
from incubator_desk.features.mentoring.model import MODES, Participation
from incubator_desk.features.mentoring.rules.counting import hours
from incubator_desk.features.mentoring.service import facts
from incubator_desk.features.mentoring.service.columns import COUNTS
from incubator_desk.features.park.services import SERVICE_KIND
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.store.record import Actor

from . import known

_COLUMNS = (
    Column("no", N_("No."), Whole()),
    Column("session", N_("Session"), Code()),
    Column("held_on", N_("Date"), Day()),
    Column("starts_at", N_("Starts at"), TimeOfDay(), stacked=True),
    Column("mentor", N_("Mentor"), Text()),
    Column("company", N_("Company"), Text()),
    Column("service_kind", N_("Kind of service"), SERVICE_KIND),
    Column("mode", N_("Mode"), MODES, stacked=True),
    Column("topic", N_("Topic"), Text()),
    Column("hours", N_("Hours"), Number(places=2)),
    Column("attended", N_("Attended"), YesNo()),
    Column("rating", N_("Rating"), Whole(), stacked=True),
    Column("confirmed_on", N_("Confirmed on"), Day()),
    Column("counts", N_("Counts"), COUNTS, stacked=True),
)


def rows(reading: Reading, actor: Actor, asked: Asked) -> Sequence[Sheet]:
    """A row for each company of a session in the period, or one without a company where nobody was to come."""
    reasons = dict(facts.summary(reading, actor.operator, asked.period).not_counted)
    lines: list[tuple[Any, ...]] = []
    for each in known.sessions(reading, actor, asked.period.first, asked.period.last):
        pairs: Sequence[tuple[Tenant | None, Participation | None]] = each.present or [(None, None)]
        for tenant, part in pairs:
            if asked.tenant is None or (tenant is not None and tenant.code == asked.tenant):
                lines.append((len(lines) + 1, *_cells(each, tenant, part, reasons.get(each.session.code, "counted"))))
    return (Sheet(lines),)


def _cells(each: known.Known, tenant: Tenant | None, part: Participation | None, counts: str) -> tuple[Any, ...]:
    session = each.session
    return (
        session.code, session.held_on, session.starts_at, each.mentor.name, tenant.name if tenant else None,
        session.service_kind, session.mode, session.topic, Decimal(hours(each.minutes)),
        part.attended if part else None, part.rating if part else None, session.confirmed_on, counts,
    )  # fmt: skip


SERVICE_LEDGER = Report("service_ledger", N_("Service ledger"), _COLUMNS, rows, Paper(landscape=True))
