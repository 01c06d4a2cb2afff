"""The area let by month, to incubated companies and to others, as the tax exemption of carriers asks for it."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from incubator_desk.base.dates import month_days, month_starts
from incubator_desk.base.i18n import N_
from incubator_desk.catalog.kinds import Area, Code, Whole
from incubator_desk.catalog.report import Asked, Column, Report, Sheet
from incubator_desk.features.rent.ledger import leases_asked_for
from incubator_desk.features.rent.rules.letting import LetArea, let_area, printed
from incubator_desk.features.rent.service.summary import drawn
from incubator_desk.features.tenants.rules.incubation import Days, incubation
from incubator_desk.store.record import Actor

from . import known

_COLUMNS = (
    Column("month", N_("Month"), Code(width=9)),
    Column("days", N_("Days of the month"), Whole(width=9)),
    Column("incubated", N_("Let to incubated companies (m²)"), Area()),
    Column("other", N_("Let to others (m²)"), Area()),
    Column("let", N_("Let in all (m²)"), Area()),
)


def rows(session: Session, actor: Actor, asked: Asked) -> Sequence[Sheet]:
    """A row for each month of the period, whether anything was let or not."""
    of_lease = known.leases(session, actor.operator)
    wanted = drawn(session, actor.operator, asked.as_of, leases_asked_for(session, actor, asked))
    let = [(each.facts, _incubation(of_lease[uid])) for uid, each in wanted.items()]
    months = month_starts(asked.period.first, asked.period.last)
    return (Sheet([_row(each) for each in let_area(let, months, asked.as_of)]),)


def _incubation(row: known.Known) -> Days | None:
    return incubation(row.admitted_on, row.graduated_on, row.left_on, row.status)


def _row(month: LetArea) -> tuple[object, ...]:
    """A line in the order of its columns; what is let in all is the sum of the figures printed beside it."""
    incubated, other = printed(month.incubated), printed(month.other)
    return f"{month.month:%Y-%m}", month_days(month.month), incubated, other, incubated + other


LET_AREA = Report(
    "let_area",
    N_("Let area by month"),
    _COLUMNS,
    rows,
    note=N_(
        "The area let × the days it was let in the month ÷ the days of the month. Incubated: admitted, and neither "
        "graduated nor left on that day."
    ),
    adds_by=("month", "days"),
)
