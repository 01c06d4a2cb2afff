"""The carrier's monthly return (handbook, section 7, M1): companies, area, rent, reliefs, sessions."""

from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy.orm import Session as Reading

from incubator_desk.base.i18n import N_
from incubator_desk.catalog.report import Asked, Report, Sheet
from incubator_desk.features.returns.service import carrier
from incubator_desk.features.returns.service.year import reported
from incubator_desk.store.record import Actor

from .forms import ENTRY, Indicator, Line, Ratio, columns, lines, with_ratios

NAME = "monthly_carrier"
INDICATORS = (
    Indicator("incubated", N_("Incubated companies at the end"), "companies", "stock"),
    Indicator("admitted", N_("Newly admitted"), "companies"),
    Indicator("graduated", N_("Newly graduated"), "companies"),
    Indicator("left", N_("Left without graduating"), "companies"),
    Indicator("let_area", N_("Area let in the last month"), "sqm", "stock"),
    Indicator("lettable_area", N_("Area that can be let"), "sqm", "stock"),
    Indicator("occupancy", N_("Share of it that is let"), "percent", "ratio"),
    Indicator("charged", N_("Rent charged"), "yuan"),
    Indicator("received", N_("Rent received"), "yuan"),
    Indicator("relieved", N_("Rent relieved"), "yuan"),
    Indicator("deferred", N_("Rent deferred"), "yuan"),
    Indicator("sessions", N_("Sessions counted"), "sessions"),
    Indicator("financing", N_("Financing obtained"), "yuan", "unrecorded"),
)
_RATIOS = {"occupancy": Ratio("let_area", "lettable_area", 100, Decimal("0.1"))}


def rows(reading: Reading, actor: Actor, asked: Asked) -> Sequence[Sheet]:
    """A row for each indicator, of the whole park."""
    found = carrier.figures(reading, actor, asked)
    said = reported(reading, actor.operator, NAME, asked.period, "indicator")
    return (Sheet(settled(lines(INDICATORS, found.flows, found.stocks, said, asked.period))),)


def settled(found: Sequence[Sequence[object]]) -> list[Line]:
    """The rows with the share that is let."""
    return with_ratios(found, _RATIOS)


MONTHLY_CARRIER = Report(
    NAME,
    N_("Monthly return of the carrier"),
    columns(INDICATORS),
    rows,
    note=N_(
        "Since January = the sum before this period + this period + adjustment, which is what changed of periods that "
        "were closed before. What stands at the end is not added up."
    ),
    running=ENTRY,
    adds_by=("indicator", "measure"),
    settled=settled,
)
