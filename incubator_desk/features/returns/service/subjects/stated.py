"""What companies state of the months of a period."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session as Reading

from incubator_desk.base.dates import month_starts
from incubator_desk.base.periods import Period
from incubator_desk.features.returns.model import TenantFigures
from incubator_desk.features.tenants.model import Tenant

SUMMED, AT_THE_END = ("revenue", "tax", "rd_spending"), ("employees",)
"""Money of a period is that of all its months; its people are those of its last."""
NAMES = (*SUMMED, *AT_THE_END)


class Stated(NamedTuple):
    """A month's figures of a company, by the columns of :data:`NAMES`."""

    uid: str | None
    tenant: str
    company: str
    month: str
    values: Mapping[str, Any]


def months(period: Period) -> list[str]:
    """The months of a period: ``2020-01``."""
    return [f"{month:%Y-%m}" for month in month_starts(period.first, period.last)]


def stated(session: Reading, operator: str, period: Period) -> list[Stated]:
    """What stands in the register, in order of company and month."""
    figures = [getattr(TenantFigures, name) for name in NAMES]
    columns = (TenantFigures.uid, Tenant.code, Tenant.name, TenantFigures.month, *figures)
    joined = select(*columns).join(Tenant, TenantFigures.tenant_uid == Tenant.uid)
    mine = (TenantFigures.operator_uid == operator, TenantFigures.month.in_(months(period)))
    return [
        Stated(uid, tenant, company, month, dict(zip(NAMES, values, strict=True)))
        for uid, tenant, company, month, *values in session.execute(
            joined.where(*mine).order_by(Tenant.code, TenantFigures.month)
        )
    ]
