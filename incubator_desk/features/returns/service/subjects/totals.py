"""The park's own figures of a period beside those of the period before, and since January."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from incubator_desk.base.dates import month_start, month_starts
from incubator_desk.base.errors import Label
from incubator_desk.base.i18n import N_
from incubator_desk.base.money import ZERO, to_yuan
from incubator_desk.base.periods import Period
from incubator_desk.features.mentoring.service import facts as mentoring
from incubator_desk.features.rent.rules.monthly import Flow
from incubator_desk.features.returns.rules.subjects import Row
from incubator_desk.features.returns.rules.tables import Table
from incubator_desk.features.returns.service.parameters import LARGE_CHANGE
from incubator_desk.features.tenants.service import incubated_on

from .figures import percent
from .looking import Looking

RENT, SERVICES = "rent_summary", "service_summary"
_RENT = ("charged", "relieved", "deferred", "received")
_SESSIONS, _INCUBATED = N_("Counted sessions"), N_("Incubated companies")


def totals(looking: Looking) -> Sequence[Row]:
    """Rent, sessions and incubated companies; of the period before as that was closed, else as it stands."""
    return [*_rent(looking), _sessions(looking), _companies(looking)]


def _rent(looking: Looking) -> Iterator[Row]:
    frozen = looking.frozen_before(RENT)
    labels = {column.id: column.label for column in looking.features.reports[RENT].columns}
    months = _by_month(looking)
    for name in _RENT:
        now = _sum(months[name], looking.period)
        before = _sum(months[name], looking.before) if frozen is None else _summed(frozen, name)
        since: dict[str, Decimal] = {}
        if frozen is not None and looking.before.first.year == looking.period.first.year:
            so_far = _to_date(frozen, name)
            cumulative = _sum(months[name], Period("", looking.period.first.replace(month=1), looking.last))
            since = {"cumulative": cumulative, "cumulative_before": so_far}
        yield _row(looking, RENT, name, labels[name], now, before, **since)


def _row(looking: Looking, report: str, name: str, label: str, now: Decimal, before: Decimal, **since: Decimal) -> Row:
    """A figure; one of a period that is not over yet is not held against that of a whole one."""
    values: dict[str, Any] = {
        "now": now,
        "before": before if looking.today >= looking.last else None,
        "change": looking.parameter(LARGE_CHANGE.name),
        "cumulative": since.get("cumulative"),
        "cumulative_before": since.get("cumulative_before"),
    }
    words: dict[str, object] = {"figure": Label(label), "percent": percent(now, before)}
    if since:
        words["expected"] = since["cumulative_before"] + now
    return Row(report, None, name, values, words=words, fields=(name,), called=Label(label))


def _by_month(looking: Looking) -> Mapping[str, Mapping[date, Decimal]]:
    """The park's rent by month; what was received by the month in which it came in."""
    whole: defaultdict[date, Flow] = defaultdict(Flow)
    for flows in looking.flows.values():
        for month, flow in flows.items():
            whole[month].add(flow)
    found: dict[str, Mapping[date, Decimal]] = {
        name: {month: to_yuan(getattr(flow, name)) for month, flow in whole.items()} for name in _RENT[:-1]
    }
    received: defaultdict[date, Decimal] = defaultdict(Decimal)
    for day, amount in looking.received.items():
        received[month_start(day)] += amount
    return found | {"received": received}


def _sum(months: Mapping[date, Decimal], period: Period) -> Decimal:
    return sum((months.get(month, ZERO) for month in month_starts(period.first, period.last)), ZERO)


def _summed(table: Table, column: str) -> Decimal:
    return sum((Decimal(row[column] or 0) for row in table.records()), Decimal(0))


def _to_date(table: Table, column: str) -> Decimal:
    """What the last month of a frozen summary has since January, all buildings together."""
    last = max((row["month"] for row in table.records()), default="")
    rows = (row for row in table.records() if row["month"] == last)
    return sum((Decimal(row[f"{column}_to_date"] or 0) for row in rows), Decimal(0))


def _sessions(looking: Looking) -> Row:
    """The sessions that count."""
    frozen = looking.frozen_before(SERVICES)
    kept = [row["times"] for row in frozen.records() if row["part"] == "sessions"] if frozen else []
    before = Decimal(kept[0]) if kept else _counted(looking, looking.before)
    return _row(looking, SERVICES, "sessions", _SESSIONS, _counted(looking, looking.period), before)


def _counted(looking: Looking, period: Period) -> Decimal:
    return Decimal(mentoring.summary(looking.session, looking.operator, period).sessions)


def _companies(looking: Looking) -> Row:
    """The companies incubated on the last day."""
    now, before = (
        Decimal(len(incubated_on(looking.session, looking.actor, day))) for day in (looking.last, looking.before.last)
    )
    return _row(looking, "tenants", "incubated", _INCUBATED, now, before)
