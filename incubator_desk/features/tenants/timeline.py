"""The timeline of a company on paper: whatever the features tell of it, in the order of the days."""

from collections.abc import Callable, Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from incubator_desk.base.i18n import N_, _
from incubator_desk.catalog.feature import Feature, Happening
from incubator_desk.catalog.kinds import Code, Day, Text, Whole
from incubator_desk.catalog.report import Asked, Column, Report, Sheet
from incubator_desk.store.record import Actor

from .model import KINDS, STATUSES, Tenant

_COLUMNS = (
    Column("no", N_("No."), Whole()),
    Column("tenant_code", N_("Company code"), Code(), printed=False),
    Column("on", N_("Date"), Day()),
    Column("what", N_("What happened"), Text(width=60)),
)
Timeline = Callable[[Session, str, str], Sequence[Happening]]


def told(timelines: Callable[[], Iterable[Timeline]]) -> Feature:
    """The report of companies' timelines, given what the features tell."""

    def rows(session: Session, actor: Actor, asked: Asked) -> Sequence[Sheet]:
        """A sheet for each company with an entry in the period, or for the one asked for."""
        sources = list(timelines())
        mine = select(Tenant).where(Tenant.operator_uid == actor.operator).order_by(Tenant.code)
        if asked.tenant is not None:
            mine = mine.where(Tenant.code == asked.tenant)
        made = [_sheet(session, tenant, sources, asked) for tenant in session.scalars(mine)]
        return [sheet for sheet in made if sheet.rows or asked.tenant is not None]

    report = Report("company_timeline", N_("Company's timeline"), _COLUMNS, rows, per_tenant=True)
    return Feature("timelines", reports=lambda: (report,))


def _sheet(session: Session, tenant: Tenant, sources: Iterable[Timeline], asked: Asked) -> Sheet:
    found = [each for source in sources for each in source(session, "tenants", tenant.uid) if each.on in asked.period]
    found.sort(key=lambda each: each.on)
    facts = [
        (_("Company"), f"{tenant.name}    {tenant.code}"),
        (_("Kind"), KINDS.show(tenant.kind)),
        (_("Status"), STATUSES.show(tenant.status)),
    ]
    if tenant.uscc:
        facts.insert(1, (_("Unified social credit code"), tenant.uscc))
    lines = [(no, tenant.code, each.on, each.text) for no, each in enumerate(found, 1)]
    return Sheet(lines, facts, tenant=tenant.code)
