"""The way of a session: planned, held, confirmed; or called off."""

from collections.abc import Iterable
from datetime import date

from incubator_desk.base.errors import Problem, Where
from incubator_desk.base.i18n import N_
from incubator_desk.catalog.flow import Flow, Move, moves
from incubator_desk.catalog.kinds import Option
from incubator_desk.store.record import Record
from incubator_desk.store.step import Step

NOT_YET = N_("The session is on {day}; it has not been held yet.")
CONFIRMED_BEFORE = N_("It was held on {day}; it cannot be confirmed before.")

CONFIRMED = N_("It was confirmed on {day} already.")


def _in_time(_step: Step, record: Record, move: Move, day: date) -> Iterable[Problem]:
    """Nothing is held or confirmed before its day, and confirmed but once."""
    if not move.fits({"confirmed_on": (confirmed := getattr(record, "confirmed_on"))}):  # noqa: B009
        yield Problem("confirmed", CONFIRMED, {"day": confirmed})
    held_on = getattr(record, "held_on")  # noqa: B009 - the model imports this module for its states
    if move.target == "held" and day < held_on:
        message = NOT_YET if move.source == "planned" else CONFIRMED_BEFORE
        yield Problem("not_yet", message, {"day": held_on}, Where(column="taken_on"))


def _also(step: Step, record: Record, move: Move, _day: date) -> None:
    """A session keeps why it was not held; planned again it is as if nothing had been."""
    if move.target in ("cancelled", "no_show"):
        step.change(record, {"cancel_reason": step.reason})
    elif move.target == "planned":
        step.change(record, {"cancel_reason": None, "confirmed_on": None, "confirmed_by": None})


SESSION_FLOW = Flow(
    register="mentoring_sessions",
    attribute="status",
    states=(
        Option("planned", N_("Planned"), "info", "clock"),
        Option("held", N_("Held"), "success", "check-circle"),
        Option("cancelled", N_("Cancelled"), "neutral", "minus-circle"),
        Option("no_show", N_("No-show"), "danger", "error-circle"),
    ),
    path=("planned", "held"),
    start="planned",
    moves=(
        Move("planned", "held", N_("Was held")),
        Move(
            "held", "held", N_("Confirm"), (N_("Signature sheet or written confirmation"),),
            date_attribute="confirmed_on", asks=("confirmed_by",), fits=lambda values: values["confirmed_on"] is None,
        ),
        Move("planned", "cancelled", N_("Cancel…"), needs_reason=True),
        Move("planned", "no_show", N_("Nobody came…"), needs_reason=True),
        *moves(("cancelled", "no_show"), "planned", N_("Plan again…"), needs_reason=True),
        Move("held", "planned", N_("Was not held…"), needs_reason=True),
    ),
    checks=(_in_time,),
    also=_also,
)  # fmt: skip
