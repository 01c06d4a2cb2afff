"""The year of a return: what its closed periods said, and which of its months have begun."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session as Reading

from incubator_desk.base.dates import month_starts
from incubator_desk.base.periods import Period
from incubator_desk.features.returns.flow import FROZEN
from incubator_desk.features.returns.model import FrozenPart, ReturnPeriod
from incubator_desk.features.returns.rules.cumulative import Entry, Months
from incubator_desk.features.returns.rules.tables import from_csv

from .frozen import unpacked

Row = Mapping[str, str]


@dataclass(frozen=True)
class Figures:
    """By indicator: what each month of the year until the period's end brought, and how things stand at that end."""

    flows: dict[str, Months]
    stocks: dict[str, Decimal | None]


@dataclass(frozen=True)
class Reported:
    """A report as it was frozen in the other closed periods of a year: its rows by what names them."""

    rows: Mapping[Period, Mapping[str, Row]]

    def of(self, key: str, columns: tuple[str, str, str]) -> dict[Period, Entry]:
        """What closed periods said of a row, in its columns of the current, adjusted and cumulative figure."""
        return {period: _entry(rows[key], columns) if key in rows else Entry() for period, rows in self.rows.items()}

    def keys(self) -> set[str]:
        """Of whom they said anything."""
        return {key for rows in self.rows.values() for key in rows}


def reported(session: Reading, operator: str, report: str, asked: Period, by: str) -> Reported:
    """A report in the closed periods of a period's year, but not in that period itself; ``by`` names its rows."""
    year = f"{asked.first.year}"
    frozen = (
        select(ReturnPeriod.code, FrozenPart.content)
        .join(FrozenPart, FrozenPart.period_uid == ReturnPeriod.uid)
        .where(ReturnPeriod.operator_uid == operator, ReturnPeriod.status.in_(FROZEN))
        .where(ReturnPeriod.code.startswith(year), ReturnPeriod.code != asked.text)
        .where(FrozenPart.revision == ReturnPeriod.revision, FrozenPart.name == f"data/{report}.csv")
        .order_by(ReturnPeriod.code)
    )
    tables = {Period.parse(code): from_csv(report, unpacked(content)) for code, content in session.execute(frozen)}
    return Reported({period: {row[by]: row for row in table.records()} for period, table in tables.items()})


def _entry(row: Row, columns: tuple[str, str, str]) -> Entry:
    return Entry(*(Decimal(text) if (text := row.get(name)) else None for name in columns))


def so_far(asked: Period, as_of: date) -> range:
    """The months of a period's year until its end that have begun by a day: of later ones nothing has happened yet."""
    begun = [day for day in month_starts(asked.first.replace(month=1), asked.last) if day <= as_of]
    return range(1, len(begun) + 1)


def summed(amounts: Iterable[tuple[date | None, int | Decimal]], asked: Period, as_of: date) -> dict[int, Decimal]:
    """Amounts, each of a day, by the months of a period's year that have begun by another; none is of a later day."""
    found = dict.fromkeys(so_far(asked, as_of), Decimal(0))
    for day, amount in amounts:
        if day is not None and day.year == asked.first.year and day <= as_of and day.month in found:
            found[day.month] += amount
    return found


def counted(days: Iterable[date | None], asked: Period, as_of: date) -> dict[int, Decimal]:
    """How many of some days fall into each of these months."""
    return summed(((day, 1) for day in days), asked, as_of)
