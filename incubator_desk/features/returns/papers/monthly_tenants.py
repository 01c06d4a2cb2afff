"""The companies' monthly return (handbook, section 7, M2): turnover, taxes, research and people as each states them."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy.orm import Session as Reading

from incubator_desk.base.i18n import N_
from incubator_desk.catalog.kinds import Code, Money, Percent, Text, Uscc, Whole
from incubator_desk.catalog.report import Asked, Column, Paper, Report, Sheet
from incubator_desk.features.returns.rules.cumulative import entry
from incubator_desk.features.returns.service.companies import AMOUNTS, Stated, stated
from incubator_desk.features.returns.service.year import Reported, reported
from incubator_desk.store.record import Actor

NAME = "monthly_tenants"
_COLUMNS = (
    Column("no", N_("No."), Whole()),
    Column("tenant_code", N_("Code"), Code()),
    Column("company", N_("Company"), Text()),
    Column("uscc", N_("Unified social credit code"), Uscc(), stacked=True),
    Column("revenue", N_("Revenue"), Money(), total=True),
    Column("revenue_adjustment", N_("Adjustment of revenue"), Money(), total=True, stacked=True),
    Column("revenue_to_date", N_("Revenue since January"), Money(), total=True),
    Column("tax", N_("Taxes paid"), Money(), total=True),
    Column("tax_adjustment", N_("Adjustment of taxes"), Money(), total=True, stacked=True),
    Column("tax_to_date", N_("Taxes since January"), Money(), total=True),
    Column("rd_spending", N_("Research spending"), Money(), total=True),
    Column("rd_spending_adjustment", N_("Adjustment of research"), Money(), total=True, stacked=True),
    Column("rd_spending_to_date", N_("Research since January"), Money(), total=True),
    Column("employees", N_("Employees"), Whole(), total=True),
    Column("back_percent", N_("Back at work"), Percent()),
)


def rows(reading: Reading, actor: Actor, asked: Asked) -> Sequence[Sheet]:
    """A row for each company; what it has not stated is blank."""
    said = reported(reading, actor.operator, NAME, asked.period, "tenant_code")
    found = stated(reading, actor, asked, said.keys())
    return (Sheet([_row(no, each, said, asked) for no, each in enumerate(found, 1)]),)


def _row(no: int, each: Stated, said: Reported, asked: Asked) -> tuple[Any, ...]:
    return no, each.code, each.name, each.uscc, *_amounts(each, said, asked), each.employees, each.back_percent


def _amounts(each: Stated, said: Reported, asked: Asked) -> Iterator[Any]:
    for name in AMOUNTS:
        closed = said.of(each.code, (name, f"{name}_adjustment", f"{name}_to_date"))
        yield from entry(each.amounts[name], closed, asked.period)


MONTHLY_TENANTS = Report(
    NAME,
    N_("Monthly return of the companies"),
    _COLUMNS,
    rows,
    Paper(landscape=True),
    note=N_(
        "A blank was not stated and is no 0. Adjustment: what changed of periods that were closed before. People are "
        "those of the last month."
    ),
)
