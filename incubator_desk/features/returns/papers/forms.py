"""Forms of indicators: a row for each, with the period's figure, what changed of closed periods, the year's sum."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy.orm import Session

from incubator_desk.base.i18n import N_
from incubator_desk.base.money import FEN, half_up
from incubator_desk.base.periods import Period
from incubator_desk.catalog.kinds import Choice, Figure, Option
from incubator_desk.catalog.report import UNITS, Asked, Column, Report, Sheet
from incubator_desk.features.returns.rules.cumulative import Entry, Months, entry
from incubator_desk.features.returns.service.year import Figures, Reported, reported
from incubator_desk.store.record import Actor

Number = int | Decimal
MEASURES = Choice(
    (
        *(Option(unit, label) for unit, (label, *_rest) in UNITS.items()),
        Option("companies", N_("companies")),
        Option("people", N_("persons")),
        Option("sessions", N_("sessions")),
        Option("times", N_("times")),
        Option("vouchers", N_("vouchers")),
        Option("needs", N_("needs")),
        Option("points", N_("points")),
        Option("sqm", N_("m²")),
        Option("percent", "%"),
    ),
    width=8,
)
"""What a row counts; money stands in yuan and is shown in the unit asked for."""
NOTES = Choice((Option("not_recorded", N_("Not recorded yet")),))
ENTRY = ("current", "adjustment", "cumulative")
"""The columns of a row's figures."""


@dataclass(frozen=True)
class Indicator:
    """A row of a form.

    A flow is added up over the year; a stock is how things stand at the period's end, or how many there were in it, and
    is not; a ratio is worked out of other rows; what is unrecorded stays blank.
    """

    id: str
    label: str
    measure: str
    kind: Literal["flow", "stock", "ratio", "unrecorded"] = "flow"


@dataclass(frozen=True)
class Ratio:
    """A ratio of two rows: ``times`` their quotient, half up to the last digit of ``unit``."""

    of: str
    to: str
    times: int
    unit: Decimal


def columns(indicators: Sequence[Indicator]) -> tuple[Column, ...]:
    """The columns of a form of these indicators."""
    return (
        Column("indicator", N_("Indicator"), Choice(tuple(Option(each.id, each.label) for each in indicators))),
        Column("measure", N_("Counted in"), MEASURES),
        Column("current", N_("This period"), Figure()),
        Column("adjustment", N_("Adjustment"), Figure()),
        Column("cumulative", N_("Since January"), Figure()),
        Column("note", N_("Note"), NOTES),
    )


Line = tuple[Any, ...]


def form(
    name: str,
    title: str,
    indicators: Sequence[Indicator],
    ratios: Mapping[str, Ratio],
    figures: Callable[[Session, Actor, Asked], Figures],
    note: str,
) -> Report:
    """The report of a form: a row for each indicator, of the whole park."""

    def rows(session: Session, actor: Actor, asked: Asked) -> Sequence[Sheet]:
        found = figures(session, actor, asked)
        said = reported(session, actor.operator, name, asked.period, "indicator")
        return (Sheet(settled(lines(indicators, found.flows, found.stocks, said, asked.period))),)

    def settled(found: Sequence[Sequence[Any]]) -> list[Line]:
        return with_ratios(found, ratios)

    return Report(
        name, title, columns(indicators), rows, note=note, running=ENTRY, adds_by=("indicator", "measure"),
        settled=settled,
    )  # fmt: skip


def lines(
    indicators: Sequence[Indicator],
    flows: Mapping[str, Months],
    stocks: Mapping[str, Decimal | None],
    said: Reported,
    asked: Period,
) -> list[Line]:
    """The rows of a form; the ratios are still blank."""
    found = []
    for each in indicators:
        figures = Entry(stocks.get(each.id))
        if each.kind == "flow":
            figures = entry(flows[each.id], said.of(each.id, ENTRY), asked)
        note = "not_recorded" if each.kind == "unrecorded" else None
        found.append((each.id, each.measure, *(_written(each.measure, amount) for amount in figures), note))
    return found


def with_ratios(rows: Sequence[Sequence[Any]], ratios: Mapping[str, Ratio]) -> list[Line]:
    """The rows with their ratios worked out: what they rest on is added up first, of a year as of parks."""
    known = {row[0]: row for row in rows}
    return [(*row[:2], *_ratio(known, ratios[row[0]]), *row[5:]) if row[0] in ratios else tuple(row) for row in rows]


def _ratio(known: Mapping[str, Sequence[Any]], ratio: Ratio) -> Entry:
    """Of the period's figures and of the year's sums; a ratio has no adjustment of its own."""
    one, other = known[ratio.of], known[ratio.to]
    current, cumulative = (_quotient(one[at], other[at], ratio) for at in (2, 4))
    return Entry(current, None, cumulative)


def _quotient(one: Number | None, other: Number | None, ratio: Ratio) -> Decimal | None:
    if one is None or not other:
        return None
    return half_up(ratio.times * Decimal(one) / Decimal(other), ratio.unit)


def _written(measure: str, amount: Decimal | None) -> Number | None:
    """Money and areas with two decimals, counts as whole numbers."""
    if amount is None:
        return None
    return amount.quantize(FEN) if measure in ("yuan", "sqm") else int(amount)
