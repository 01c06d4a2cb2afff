"""Where a case stands on its way: the stations passed with their days, the present one, and those ahead."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from .flow import Flow
from .passages import Passage

Standing = Literal["done", "current", "ahead", "stopped"]


@dataclass(frozen=True, slots=True)
class Stop:
    """A station of a case's way; ``on`` is the day it was reached, where that is known."""

    state: str
    on: date | None
    standing: Standing


def journey(flow: Flow, values: Mapping[str, Any], taken: Sequence[Passage]) -> list[Stop]:
    """The stations of a record with these values that took these steps.

    A case that left the usual way, as by a refusal, stands still after the stations it had reached.
    """
    days = {move.target: values.get(move.date_attribute) for move in flow.moves if move.date_attribute}
    days |= {each.target: each.taken_on for each in taken}
    state = values[flow.attribute]
    if state in flow.path:
        at = flow.path.index(state)
        return [Stop(name, days.get(name) if n <= at else None, _standing(n, at)) for n, name in enumerate(flow.path)]
    passed = _passed(flow, taken)
    if state == flow.start:
        return [Stop(name, None, "ahead") for name in flow.path]
    return [*(Stop(name, days.get(name), "done") for name in passed), Stop(state, days.get(state), "stopped")]


def _standing(number: int, at: int) -> Standing:
    return "done" if number < at else "current" if number == at else "ahead"


def _passed(flow: Flow, taken: Sequence[Passage]) -> list[str]:
    """The stations up to the one that a case left."""
    left = next((each.source for each in reversed(taken) if each.source in flow.path), None)
    return list(flow.path[: flow.path.index(left) + 1]) if left else []
