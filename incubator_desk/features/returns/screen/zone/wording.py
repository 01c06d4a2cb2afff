"""How the zone's page words and paints states and figures."""

from collections.abc import Mapping
from decimal import Decimal

from incubator_desk.base.i18n import N_, translate
from incubator_desk.base.money import grouped
from incubator_desk.catalog.kinds import Choice, Tone
from incubator_desk.catalog.office import Features
from incubator_desk.features.returns.rules.receipt import Reason
from incubator_desk.features.returns.service.expected import State
from incubator_desk.features.returns.service.indicators import Number
from incubator_desk.qtkit.cells import Cell
from incubator_desk.reports.units import alone

from .opened import titled

STATES: Mapping[State, tuple[str, Tone, str]] = {
    "returned": (N_("Sent back"), "danger", "error-circle"),
    "missing": (N_("Not sent"), "neutral", "minus-circle"),
    "received": (N_("To review"), "info", "clock"),
    "awaited": (N_("Not due yet"), "neutral", "dot"),
    "late": (N_("Came late"), "warning", "clock"),
    "resent": (N_("Sent anew"), "deferred", "redo"),
    "accepted": (N_("Taken in"), "success", "check-circle"),
    "not_expected": ("—", "neutral", ""),
}
"""Words, tone and icon, in the order in which a list by state shows them."""
URGENT: tuple[State, ...] = ("returned", "missing", "received")


def chip(state: State) -> Cell:
    """A state in the grid; what is not expected is a dash."""
    words, tone, icon = STATES[state]
    if not icon:
        return Cell(words, muted=True)
    if state == "awaited":
        return Cell(translate(words), muted=True)
    return Cell(translate(words), tone=tone, icon=icon, chip=True)


def shown(value: Number | None, measure: str) -> str:
    """A figure; money in 10,000 yuan."""
    if value is None:
        return ""
    if measure == "yuan":
        return grouped(alone(Decimal(value), "wan") or Decimal(0))
    return grouped(value) if isinstance(value, Decimal) and measure != "percent" else f"{value:,}"


def figure(value: Number | None, measure: str, tone: Tone | None = None, *, bold: bool = False) -> Cell:
    """A figure as a cell."""
    return Cell(shown(value, measure), "right", tone, muted=value == 0, bold=bold)


def place(features: Features, reason: Reason) -> str:
    """The place of a reason in words, after its rule."""
    return " ".join(part for part in (reason.rule, *places(features, reason)) if part)


def places(features: Features, reason: Reason) -> tuple[str, str, str]:
    """The place of a reason in words: the table, the record or the row, the field."""
    label, columns = titled(features, reason.table) if reason.table else ("", {})
    record, field = reason.record or "", reason.field or ""
    for _label, kind in columns.values():
        if isinstance(kind, Choice) and record in kind.by_value:
            record, field = kind.show(record), ""  # a row of a return: its name says all
    record = "" if record in columns else record  # a figure of a report: its column says all
    field = translate(columns[field][0]) if field in columns else field
    return label, record, field
