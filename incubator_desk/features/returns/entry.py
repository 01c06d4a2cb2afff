"""What must hold of a period's own data."""

from collections.abc import Iterable, Mapping
from typing import Any

from incubator_desk.base.errors import Problem, Where
from incubator_desk.base.i18n import N_
from incubator_desk.base.periods import Period

from .flow import FROZEN

NO_PERIOD = N_("“{text}” is not a period. Write 2020, 2020-H1, 2020-Q1 or 2020-02.")
CLOSED = N_("Period {period} is closed: its figures are kept. Reopen it first.")


def period_problems(values: Mapping[str, Any]) -> Iterable[Problem]:
    """Its name is one that names a period, and it is due after it ends."""
    try:
        period = Period.parse(values["code"])
    except ValueError:
        yield Problem("bad_period", NO_PERIOD, {"text": values["code"]}, Where(column="code"))
        return
    if values["due_on"] is not None and values["due_on"] < period.last:
        message = N_("It would be due before it ends on {day}.")
        yield Problem("date_order", message, {"day": period.last}, Where(column="due_on"), "warning")


def period_kept(values: Mapping[str, Any]) -> Problem | None:
    """A closed period is not deleted."""
    if values["status"] in FROZEN or values["revision"]:
        return Problem("closed", CLOSED, {"period": values["code"]})
    return None


_STATED = ("revenue", "tax", "rd_spending", "employees", "back_percent")


def figures_problems(values: Mapping[str, Any]) -> Iterable[Problem]:
    """A month of which a company states nothing says no more than no record at all: a blank is no 0."""
    if all(values[name] is None for name in _STATED):
        message = N_("Nothing is stated of this month. A blank is no 0: enter 0 where it was nothing.")
        yield Problem("nothing_stated", message, where=Where(column="revenue"), severity="warning")
