"""What must hold of a mentor's, term's or session's own data, whatever else is stored."""

from collections.abc import Iterable, Mapping
from typing import Any

from incubator_desk.base.errors import Problem, Where
from incubator_desk.base.i18n import N_
from incubator_desk.base.spans import backwards
from incubator_desk.base.text import listed
from incubator_desk.features.mentoring.rules.booking import times

_FIELDS = 5
"""A mentor is known for so many fields at most (handbook, section 5)."""


def mentor_problems(values: Mapping[str, Any]) -> Iterable[Problem]:
    """An appointment runs forwards; more than five fields say little."""
    yield from backwards(values, ("appointed_from", "appointed_to"))
    if len(fields := listed(values["fields"])) > _FIELDS:
        message = N_("{count} fields; name the {most} in which this mentor is best.")
        yield Problem(
            "many_fields", message, {"count": len(fields), "most": _FIELDS}, Where(column="fields"), "warning"
        )


def term_problems(values: Mapping[str, Any]) -> Iterable[Problem]:
    """A term runs forwards."""
    yield from backwards(values, ("from_on", "to_on"))


def session_problems(values: Mapping[str, Any]) -> Iterable[Problem]:
    """It ends after it starts, on the same day; very short and very long ones are told."""
    yield from times(values["starts_at"], values["ends_at"])
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
