"""What must hold of a company's own data."""

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from incubator_desk.base.errors import Label, Problem, Where
from incubator_desk.base.i18n import N_

_ORDER = (
    ("admitted_on", N_("Admitted on")),
    ("graduated_on", N_("Graduated on")),
    ("left_on", N_("Left on")),
)


def problems(values: Mapping[str, Any]) -> Iterable[Problem]:
    """Dates in order; a company without a credit code, or founded after its admission, is a warning."""
    known = [(name, label) for name, label in _ORDER if values[name]]
    for (earlier, label), (later, _) in pairwise(known):
        if values[later] < values[earlier]:
            message = N_("This is before “{label}” ({day}).")
            yield Problem("date_order", message, {"label": Label(label), "day": values[earlier]}, Where(column=later))
    if values["kind"] != "team" and not values["uscc"]:
        message = N_("The credit code is missing. Returns need it.")
        yield Problem("uscc_missing", message, where=Where(column="uscc"), severity="warning")
    if values["kind"] == "team" and values["uscc"]:
        message = N_("A team has no credit code; if it is registered now, its kind is “Company”.")
        yield Problem("team_with_uscc", message, where=Where(column="uscc"), severity="warning")
    if values["founded_on"] and values["admitted_on"] and values["admitted_on"] < values["founded_on"]:
        message = N_("It was admitted before it was founded.")
        yield Problem("date_order", message, where=Where(column="founded_on"), severity="warning")
