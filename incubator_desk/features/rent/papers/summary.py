"""The summary of the rent by calendar month and building: charged, relieved, deferred, received, overdue."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, field, replace
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from incubator_desk.base.dates import month_end, month_start, month_starts
from incubator_desk.base.i18n import N_, _, translate
from incubator_desk.base.money import grouped, to_yuan
from incubator_desk.catalog.kinds import Code, Money, Text
from incubator_desk.catalog.report import UNITS, Asked, Column, Paper, Report, Sheet, Unit
from incubator_desk.features.rent.ledger import leases_asked_for
from incubator_desk.features.rent.rules.monthly import Flow, overdue_on
from incubator_desk.features.rent.service.summary import drawn
from incubator_desk.reports.units import alone
from incubator_desk.store.record import Actor

from . import known

NOWHERE = "—"
"""Stands for the building of leases without premises, or of premises without a building."""
_COLUMNS = (
    Column("month", N_("Month"), Code(width=9)),
    Column("building", N_("Building"), Text()),
    Column("charged", N_("Charged"), Money(), total=True),
    Column("charged_to_date", N_("Charged since January"), Money(), stacked=True),
    Column("relieved", N_("Relieved"), Money(), total=True),
    Column("relieved_to_date", N_("Relieved since January"), Money(), stacked=True),
    Column("net", N_("Net"), Money(), total=True),
    Column("net_to_date", N_("Net since January"), Money(), stacked=True),
    Column("deferred", N_("Deferred"), Money(), total=True),
    Column("deferred_to_date", N_("Deferred since January"), Money(), stacked=True),
    Column("received", N_("Received"), Money(), total=True),
    Column("received_to_date", N_("Received since January"), Money(), stacked=True),
    Column("overdue", N_("Overdue at the month's end"), Money()),
)


@dataclass(slots=True)
class _Building:
    """What the leases of a building brought in each month, and what of it was overdue at the end of each."""

    flows: defaultdict[date, Flow] = field(default_factory=lambda: defaultdict(Flow))
    overdue: defaultdict[date, int] = field(default_factory=lambda: defaultdict(int))


def rows(session: Session, actor: Actor, asked: Asked) -> Sequence[Sheet]:
    """A row for each month of the period and each building that has had any rent since January.

    A month that has not begun by the as-of date has received nothing yet and no arrears: these stay blank. The
    arrears of the month in which the as-of date lies are those of that date.
    """
    found = _buildings(session, actor, asked)
    names = sorted(found, key=lambda name: (name == NOWHERE, name))
    to_date = {name: _since_january(found[name].flows, asked) for name in names}
    lines = [
        _row(month, name, found[name], to_date[name][month], asked.as_of)
        for month in month_starts(asked.period.first, asked.period.last)
        for name in names
    ]
    return (Sheet(lines, closing=_closing(found, to_date, asked) if names else ()),)


def _buildings(session: Session, actor: Actor, asked: Asked) -> Mapping[str, _Building]:
    """The buildings by name; a lease belongs to that of its first premises."""
    january = asked.period.first.replace(month=1)
    months = month_starts(asked.period.first, min(asked.period.last, asked.as_of))
    ends = {month: min(month_end(month), asked.as_of) for month in months}
    of_lease = known.leases(session, actor.operator)
    found: defaultdict[str, _Building] = defaultdict(_Building)
    for uid, each in drawn(session, actor.operator, asked.as_of, leases_asked_for(session, actor, asked)).items():
        name = of_lease[uid].building or NOWHERE
        for month, flow in each.flows(january, asked.period.last).items():
            found[name].flows[month].add(flow)
        overdue = overdue_on(each.facts, ends.values(), each.schedule)
        for month, end in ends.items():
            if overdue[end]:
                found[name].overdue[month] += overdue[end]
    return found


def _since_january(brought: Mapping[date, Flow], asked: Asked) -> dict[date, Flow]:
    """What the months since January brought in all, by the month until which they are added up."""
    sums, so_far = {}, Flow()
    for month in month_starts(asked.period.first.replace(month=1), asked.period.last):
        so_far.add(brought.get(month, Flow()))
        sums[month] = replace(so_far)
    return sums


def _row(month: date, name: str, building: _Building, to_date: Flow, as_of: date) -> tuple[object, ...]:
    """A line of the summary, in the order of its columns."""
    pairs = zip(astuple(building.flows[month]), astuple(to_date), strict=True)
    figures: list[Decimal | None] = [to_yuan(amount) for pair in pairs for amount in pair]
    if month > as_of:
        figures[-2:] = [None, None]
    overdue = to_yuan(building.overdue[month]) if month <= as_of else None
    return (f"{month:%Y-%m}", name, *figures, overdue)


def _closing(found: Mapping[str, _Building], to_date: Mapping[str, Mapping[date, Flow]], asked: Asked) -> Sequence[str]:
    """What does not add up down the columns: all buildings since January, and what is overdue at the end."""
    everything = Flow()
    for of_building in to_date.values():
        everything.add(of_building[month_start(asked.period.last)])
    last = month_start(min(asked.period.last, asked.as_of))
    overdue = sum(building.overdue[last] for building in found.values())
    amounts = [_shown(amount, asked.unit) for amount in (*astuple(everything), overdue)]
    text = _(
        "All buildings since January: charged {charged}, relieved {relieved}, net {net}, of it deferred {deferred}; "
        "received {received}. Overdue at the end: {overdue}."
    )
    names = ("charged", "relieved", "net", "deferred", "received", "overdue")
    return (text.format(**dict(zip(names, amounts, strict=True))),)


def _shown(fen: int, unit: Unit) -> str:
    label, _yuan, places = UNITS[unit]
    return f"{grouped(alone(to_yuan(fen), unit) or Decimal(0), places)} {translate(label)}"


RENT_SUMMARY = Report(
    "rent_summary",
    N_("Rent by month and building"),
    _COLUMNS,
    rows,
    Paper(landscape=True),
    note=N_(
        "Rent is charged on the days it is for; receipts count on the day they came in, whichever rent they pay. "
        "A lease stands with the building of its first room. Arrears are those of the month's end, or of the as-of "
        "date where that is earlier."
    ),
    lines="rent_statement",
)
