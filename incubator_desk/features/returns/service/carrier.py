"""What the monthly return of the carrier rests on: companies, area, rent and sessions, month by month."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session as Reading

from incubator_desk.base.dates import month_start
from incubator_desk.base.money import to_yuan
from incubator_desk.catalog.report import Asked
from incubator_desk.features.leases.model import Premises
from incubator_desk.features.rent.rules.drawn import Drawn
from incubator_desk.features.rent.rules.letting import let_area, printed
from incubator_desk.features.rent.rules.monthly import Flow
from incubator_desk.features.rent.service.summary import drawn
from incubator_desk.features.returns.rules import passing
from incubator_desk.features.returns.rules.cumulative import Months
from incubator_desk.features.tenants.rules.incubation import incubation
from incubator_desk.store.record import Actor

from . import sessions
from .companies import known_companies
from .year import Figures, counted, so_far


def figures(reading: Reading, actor: Actor, asked: Asked) -> Figures:
    """The figures of a park."""
    companies = known_companies(reading, actor)
    leases = drawn(reading, actor.operator, asked.as_of).values()
    held = sessions.counted(reading, actor, asked.period)
    brought: dict[str, Months] = {
        name: counted(map(day, companies.values()), asked.period, asked.as_of) for name, day in _PASSING.items()
    }
    brought |= _rent(leases, asked)
    brought["sessions"] = counted((each.held_on for each in held), asked.period, asked.as_of)
    end = min(asked.period.last, asked.as_of)
    stocks = {
        "incubated": Decimal(passing.at_end(companies.values(), end)) if asked.period.first <= end else None,
        "let_area": _let_area(leases, companies, asked),
        "lettable_area": _lettable(reading, actor),
    }
    return Figures(brought, stocks)


_PASSING = {"admitted": passing.admitted, "graduated": passing.graduated, "left": passing.left}


def _rent(leases: Iterable[Drawn], asked: Asked) -> dict[str, Months]:
    """Rent by calendar month (contract R9); of months to come it is known what is charged, not what comes in."""
    january, last = asked.period.first.replace(month=1), asked.period.last
    sums: defaultdict[date, Flow] = defaultdict(Flow)
    for each in leases:
        for month, flow in each.flows(january, last).items():
            sums[month].add(flow)
    months = {number: sums[january.replace(month=number)] for number in range(1, last.month + 1)}
    found: dict[str, Months] = {
        name: {number: to_yuan(getattr(flow, name)) for number, flow in months.items()}
        for name in ("charged", "relieved", "deferred")
    }
    begun = so_far(asked.period, asked.as_of)
    return found | {"received": {number: to_yuan(months[number].received) for number in begun}}


def _let_area(leases: Iterable[Drawn], companies: Mapping[str, passing.Company], asked: Asked) -> Decimal:
    """What is let in all in the period's last month, as the report of the area let has it."""
    days = {code: incubation(*company) for code, company in companies.items()}
    let = ((each.facts, days[each.facts.lease.tenant]) for each in leases)
    (found,) = let_area(let, [month_start(asked.period.last)], asked.as_of)
    return printed(found.incubated) + printed(found.other)


def _lettable(reading: Reading, actor: Actor) -> Decimal | None:
    """The area of all premises; None where none is entered."""
    areas = reading.scalars(select(Premises.area_sqm).where(Premises.operator_uid == actor.operator)).all()
    return sum(areas, Decimal("0.00")) if areas else None
