"""What must hold of a mentor's, term's or session's own data, whatever else is stored."""

from collections.abc import Iterable, Mapping
from typing import Any

from incubator_desk.base.errors import Problem, Where
from incubator_desk.base.i18n import N_
from incubator_desk.base.spans import backwards
from incubator_desk.features.mentoring.rules.terms import minutes

_SHORTEST, _LONGEST = 15, 480
"""Minutes within which a session is usual (handbook, section 5)."""


def mentor_problems(values: Mapping[str, Any]) -> Iterable[Problem]:
    """An appointment runs forwards."""
    yield from backwards(values, ("appointed_from", "appointed_to"))


def term_problems(values: Mapping[str, Any]) -> Iterable[Problem]:
    """A term runs forwards."""
    yield from backwards(values, ("from_on", "to_on"))


def session_problems(values: Mapping[str, Any]) -> Iterable[Problem]:
    """It ends after it starts, on the same day; very short and very long ones are told."""
    starts, ends = values["starts_at"], values["ends_at"]
    if ends <= starts:
        message = N_("It ends before it starts ({time}); a session does not run past midnight.")
        yield Problem("ends_before_starts", message, {"time": starts}, Where(column="ends_at"))
    elif not _SHORTEST <= minutes(ends) - minutes(starts) <= _LONGEST:
        message = N_("{minutes} minutes are unusual; look at the times again.")
        lasts = {"minutes": minutes(ends) - minutes(starts)}
        yield Problem("unusual_length", message, lasts, Where(column="ends_at"), "warning")
    yield from _chronological(values)


def _chronological(values: Mapping[str, Any]) -> Iterable[Problem]:
    """What follows a session comes after it."""
    for name in ("confirmed_on", "follow_up_on", "followed_up_on"):
        if values[name] is not None and values[name] < values["held_on"]:
            message = N_("This is before the session, which is on {day}.")
            yield Problem("date_order", message, {"day": values["held_on"]}, Where(column=name), "warning")


def service_problems(values: Mapping[str, Any]) -> Iterable[Problem]:
    """A service begins before it ends."""
    yield from backwards(values, ("begun_on", "served_on"))
