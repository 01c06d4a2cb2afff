"""The service ledger: all that companies were given in the period, sessions and other services, in order of date."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session as Reading

from incubator_desk.base.i18n import N_
from incubator_desk.catalog.kinds import Choice, Code, Day, Number, Text, TimeOfDay, Whole, YesNo
from incubator_desk.catalog.report import Asked, Column, Paper, Report, Sheet
from incubator_desk.features.mentoring.model import MODES, SERVICE_STATUSES, Participation, ServiceUse
from incubator_desk.features.mentoring.rules.counting import hours
from incubator_desk.features.mentoring.service.columns import COUNTS
from incubator_desk.features.park.letterhead import park_of
from incubator_desk.features.park.services import SERVICE_KIND
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.store.record import Actor

from . import known

STATES = Choice((*COUNTS.options, *(each for each in SERVICE_STATUSES.options if each.value in ("running", "done"))))
"""Of a session whether it counts, and if not, why; of another service how far it is."""
_COLUMNS = (
    Column("no", N_("No."), Whole()),
    Column("entry", N_("Code"), Code()),
    Column("held_on", N_("Date"), Day()),
    Column("starts_at", N_("Starts at"), TimeOfDay(), stacked=True),
    Column("given_by", N_("Mentor or provider"), Text()),
    Column("company", N_("Company"), Text()),
    Column("tenant_code", N_("Company code"), Code(), stacked=True),
    Column("service_kind", N_("Kind of service"), SERVICE_KIND),
    Column("mode", N_("Mode"), MODES, stacked=True),
    Column("topic", N_("Topic"), Text()),
    Column("result", N_("Outcome"), Text(), stacked=True),
    Column("hours", N_("Hours spent"), Number(places=2)),
    Column("attended", N_("Attended"), YesNo()),
    Column("rating", N_("Rating"), Whole(), stacked=True),
    Column("state", N_("State"), STATES),
    Column("confirmed_on", N_("Confirmed on"), Day(), stacked=True),
)
_Line = tuple[Any, ...]


def rows(reading: Reading, actor: Actor, asked: Asked) -> Sequence[Sheet]:
    """A row for each company of a session or service, or one without a company where there was none."""
    lines = [*_of_sessions(reading, actor, asked), *_of_services(reading, actor, asked)]
    # A service has no time of the day: it follows the sessions of its day.
    lines.sort(key=lambda line: (line[1], line[2] or "24:00", line[0], line[5] or ""))
    return (Sheet([(no, *line) for no, line in enumerate(lines, 1)]),)


def _of_sessions(reading: Reading, actor: Actor, asked: Asked) -> Iterator[_Line]:
    for each in known.sessions(reading, actor, asked.period):
        pairs: Sequence[tuple[Tenant | None, Participation | None]] = each.present or [(None, None)]
        for tenant, part in pairs:
            if _wanted(tenant, asked):
                session = each.session
                came = part if session.status == "held" else None
                yield (
                    session.code, session.held_on, session.starts_at, each.mentor.name, *_company(tenant),
                    session.service_kind, session.mode, session.topic, session.result, Decimal(hours(each.minutes)),
                    came.attended if came else None, came.rating if came else None, each.counts, session.confirmed_on,
                )  # fmt: skip


def _of_services(reading: Reading, actor: Actor, asked: Asked) -> Iterator[_Line]:
    park = park_of(reading, actor)
    for each in known.services(reading, actor, asked.period):
        service = each.service
        giver = each.provider.name if each.provider else park.short_name or park.name
        pairs: Sequence[tuple[Tenant | None, ServiceUse | None]] = each.used or [(None, None)]
        for tenant, use in pairs:
            if _wanted(tenant, asked):
                yield (
                    service.code, service.served_on, None, " ".join(filter(None, (giver, service.handled_by))),
                    *_company(tenant), service.service_kind, None, service.title, service.result, service.hours,
                    True if use and service.status == "done" else None, use.rating if use else None, service.status,
                    None,
                )  # fmt: skip


def _wanted(tenant: Tenant | None, asked: Asked) -> bool:
    return asked.tenant is None or (tenant is not None and tenant.code == asked.tenant)


def _company(tenant: Tenant | None) -> tuple[str | None, str | None]:
    return (tenant.name, tenant.code) if tenant else (None, None)


SERVICE_LEDGER = Report("service_ledger", N_("Service ledger"), _COLUMNS, rows, Paper(landscape=True))
