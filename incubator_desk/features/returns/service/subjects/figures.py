"""What companies state of the months of a period, and how it differs from the period before."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from incubator_desk.base.errors import Label
from incubator_desk.base.money import half_up
from incubator_desk.features.returns.rules.subjects import Row
from incubator_desk.features.returns.service.parameters import LARGE_CHANGE, UNIT_SLIP

from .looking import Looking
from .stated import AT_THE_END, NAMES, SUMMED, Stated, months, stated


def figures(looking: Looking) -> Sequence[Row]:
    """A row for each company and month of the period."""
    return [
        Row("tenant_figures", each.uid, f"{each.tenant} {each.month}", each.values, each.company)
        for each in looking.stated
    ]


def changes(looking: Looking) -> Sequence[Row]:
    """A row for each figure that a company states as well in all months of the period as in all of the one before."""
    before = _by_company(_before(looking))
    limits = {"slip": looking.parameter(UNIT_SLIP.name), "change": looking.parameter(LARGE_CHANGE.name)}
    labels = looking.features.registers["tenant_figures"].by_name
    found = []
    for tenant, of_period in _by_company(looking.stated).items():
        for name in NAMES:
            now, then = (_figure(name, of, looking.period.months) for of in (of_period, before.get(tenant, [])))
            if now is not None and then is not None:
                values = {"money": name in SUMMED, "now": now, "before": then, **limits}
                words = {"figure": Label(labels[name].label), "percent": percent(now, then)}
                last = of_period[-1]
                called = f"{tenant} {last.company}"
                found.append(Row("tenant_figures", last.uid, f"{tenant} {name}", values, "", words, (name,), called))
    return found


def percent(now: Decimal, before: Decimal) -> Decimal | None:
    """By how many percent a figure changed, to one decimal."""
    return half_up((now - before) * 100 / abs(before), Decimal("0.1")) if before else None


def _before(looking: Looking) -> list[Stated]:
    """The period before: as it was closed, else as it stands."""
    table = looking.frozen_before("tenant_figures")
    if table is None or not {"tenant_code", "month", *NAMES} <= set(table.columns):
        return stated(looking.session, looking.operator, looking.before)
    wanted = months(looking.before)
    kept = (row for row in table.records() if row["month"] in wanted)
    return [
        Stated(None, row["tenant_code"], "", row["month"], {n: Decimal(row[n]) if row[n] else None for n in NAMES})
        for row in kept
    ]


def _by_company(every: Iterable[Stated]) -> Mapping[str, list[Stated]]:
    found: defaultdict[str, list[Stated]] = defaultdict(list)
    for each in sorted(every, key=lambda each: (each.tenant, each.month)):
        found[each.tenant].append(each)
    return found


def _figure(name: str, of: Sequence[Stated], count: int) -> Decimal | None:
    """A company's figure of a period: money of all its months, people of the last one; blank where a month is."""
    given = [each.values[name] for each in of]
    if len(given) < count or None in given:
        return None
    return Decimal(given[-1]) if name in AT_THE_END else sum(given, Decimal(0))
