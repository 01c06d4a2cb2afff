"""Spans of days that people enter: they run forwards."""

from collections.abc import Iterator, Mapping
from typing import Any

from .errors import Problem, Where
from .i18n import N_

ENDS_BEFORE_STARTS = N_("It ends before it starts ({day}).")


def backwards(values: Mapping[str, Any], *pairs: tuple[str, str]) -> Iterator[Problem]:
    """The spans, each named by the columns of its ends, whose last day comes before the first; a blank end is open."""
    for first, last in pairs:
        if values[first] and values[last] and values[last] < values[first]:
            yield Problem("ends_before_starts", ENDS_BEFORE_STARTS, {"day": values[first]}, Where(column=last))
