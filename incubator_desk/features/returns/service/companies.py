"""The park's companies as returns take them, and what they state of themselves month by month."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session as Reading

from incubator_desk.base.errors import Refused
from incubator_desk.base.i18n import N_
from incubator_desk.base.periods import Period
from incubator_desk.catalog.report import Asked
from incubator_desk.features.returns.model import TenantFigures
from incubator_desk.features.returns.rules.passing import Company, meets
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.store.record import Actor

AMOUNTS = ("revenue", "tax", "rd_spending")
"""What is added up over the year."""


def known_companies(reading: Reading, actor: Actor) -> dict[str, Company]:
    """The park's companies by code."""
    columns = (Tenant.code, Tenant.admitted_on, Tenant.graduated_on, Tenant.left_on, Tenant.status)
    mine = select(*columns).where(Tenant.operator_uid == actor.operator)
    return {
        code: Company(admitted, graduated, left, status)
        for code, admitted, graduated, left, status in reading.execute(mine)
    }


@dataclass
class Stated:
    """What a company states of the months of a year until a period's end; of its people, of the last one."""

    code: str
    name: str
    uscc: str | None
    amounts: defaultdict[str, dict[int, Decimal]] = field(default_factory=lambda: defaultdict(dict))
    employees: int | None = None
    back_percent: Decimal | None = None


def stated(reading: Reading, actor: Actor, asked: Asked, further: Collection[str]) -> list[Stated]:
    """The companies incubated on a day of the period, those that stated anything of its year, and some further ones.

    In order of code, or the one asked for alone; ``Refused`` where there is no such one.
    """
    figures = _figures(reading, actor, asked.period)
    found = []
    mine = select(Tenant).where(Tenant.operator_uid == actor.operator).order_by(Tenant.code)
    if asked.tenant is not None:
        mine = mine.where(Tenant.code == asked.tenant)
    for tenant in reading.scalars(mine):
        company = Company(tenant.admitted_on, tenant.graduated_on, tenant.left_on, tenant.status)
        told = figures.get(tenant.uid, [])
        here = meets(company, asked.period.first, asked.period.last)
        if here or told or tenant.code in (*further, asked.tenant):
            found.append(_of(tenant, told, asked.period))
    if asked.tenant is not None and not found:
        message = N_("There is no company with the code “{tenant}”.")
        raise Refused.because("unknown_tenant", message, tenant=asked.tenant)
    return found


def _figures(reading: Reading, actor: Actor, period: Period) -> defaultdict[str, list[TenantFigures]]:
    """What companies stated of the year until the period's end, by the company's uid."""
    year = TenantFigures.month.between(f"{period.first.year}-01", f"{period.last:%Y-%m}")
    mine = select(TenantFigures).where(TenantFigures.operator_uid == actor.operator, year)
    found: defaultdict[str, list[TenantFigures]] = defaultdict(list)
    for each in reading.scalars(mine):
        found[each.tenant_uid].append(each)
    return found


def _of(tenant: Tenant, told: list[TenantFigures], period: Period) -> Stated:
    found = Stated(tenant.code, tenant.name, tenant.uscc)
    for each in told:
        for name in AMOUNTS:
            amount = getattr(each, name)
            if amount is not None:
                found.amounts[name][int(each.month[5:])] = amount
        if each.month == f"{period.last:%Y-%m}":
            found.employees, found.back_percent = each.employees, each.back_percent
    return found
