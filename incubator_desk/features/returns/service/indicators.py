"""The figures that a zone looks at first: the carrier's return of each park, and of all of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from sqlalchemy.orm import Session as Reading

from incubator_desk.base.periods import Period
from incubator_desk.catalog.office import Features
from incubator_desk.catalog.report import Asked, Report
from incubator_desk.features.returns.model import ReceivedPackage
from incubator_desk.store.record import Actor

from . import expected
from .consolidated import consolidated, values_of
from .zone import counting, part

RETURN = "monthly_carrier"
"""The report whose rows are the indicators: ``indicator``, ``measure``, ``current``."""
CASES = "relief_ledger"
Number = int | Decimal
Figures = Mapping[str, Number | None]
"""By indicator; None is a blank. One of no package, or of one without the return, has none at all."""


def figures_of(session: Reading, features: Features, package: ReceivedPackage | None) -> Figures:
    """What a park states of the period in its return; nothing of a value that cannot be read."""
    report = features.reports[RETURN]
    table = None if package is None else part(session, package.uid, f"data/{RETURN}.csv")
    if package is None or table is None:
        return {}
    return _by_indicator(report, values_of(report, package, table))


def _by_indicator(report: Report, rows: Sequence[Sequence[object]]) -> dict[str, Number | None]:
    names = [column.id for column in report.columns]
    indicator, current = names.index("indicator"), names.index("current")
    return {str(row[indicator]): row[current] for row in rows}  # type: ignore[misc]


def sum_of_cases(session: Reading, package: ReceivedPackage) -> Decimal | None:
    """What the cases of a package's relief ledger come to; None where it has none, or none that can be read."""
    table = part(session, package.uid, f"data/{CASES}.csv")
    if table is None or "entitled" not in table.columns:
        return None
    texts = [row["entitled"] for row in table.records()]
    try:
        return sum((Decimal(text) for text in texts if text), Decimal(0))
    except InvalidOperation:
        return None


@dataclass(frozen=True, slots=True)
class Total:
    """An indicator over the parks: by kind of carrier, and of all; whether that is the sum of the packages."""

    indicator: str
    measure: str
    by_kind: Mapping[str | None, Number]
    whole: Number | None
    agrees: bool


def totals(session: Reading, actor: Actor, features: Features, period: Period) -> list[Total]:
    """The indicators that are sums, as the consolidated report has them, held against the packages one by one."""
    report = consolidated(features.reports[RETURN])
    (sheet,) = report.rows(session, actor, Asked(period, period.last))
    kinds = {each.uscc: each.kind for each in expected.parks(session, actor.operator)}
    own = [
        (kinds.get(p.uscc), figures_of(session, features, p)) for p in counting(session, actor.operator, period.text)
    ]
    names = [column.id for column in report.columns]
    measure = names.index("measure")
    whole = _by_indicator(report, sheet.rows)
    found = []
    for row in sheet.rows:
        name = str(row[0])
        if row[measure] == "percent":
            continue
        by_kind: dict[str | None, Number] = {}
        for kind, figures in own:
            if (value := figures.get(name)) is not None:
                by_kind[kind] = by_kind.get(kind, 0) + value
        agrees = sum(by_kind.values(), Decimal(0)) == (whole[name] or 0)
        found.append(Total(name, str(row[measure]), by_kind, whole[name], agrees))
    return found
