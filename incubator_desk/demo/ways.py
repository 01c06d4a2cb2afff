"""The way that each relief case of the demo has come: the steps of the flow with their days and who took them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from incubator_desk.features.rent.flow import RELIEF_FLOW

from .rows import Row

CLERK, ACCOUNTANT, HEAD = "王敏", "赵会计", "李主任"
_TAKEN_BY = {"reviewed": ACCOUNTANT, "approved": HEAD, "completed": ACCOUNTANT, "refused": HEAD}
_BEFORE = {"submitted": 6, "accepted": 5, "reviewed": 2}
"""Working days before the approval, or before the working date where nothing is decided yet."""
_LEFT_AT = {"returned": "accepted", "refused": "reviewed", "withdrawn": "submitted", "void": "agreed"}


@dataclass(frozen=True, slots=True)
class StepTaken:
    """A step of a case."""

    source: str
    target: str
    on: date
    by: str
    evidence: tuple[str, ...]
    reason: str | None


def way(case: Row, today: date) -> Iterator[StepTaken]:
    """The steps up to where a case stands, none after today and none before the one before."""
    status, source, last = case["status"], "draft", date.min
    for target in _targets(status):
        on = min(max(_day(case, target, today), last), today)
        move = next(m for m in RELIEF_FLOW.moves if (m.source, m.target) == (source, target))
        reason = case["note"] if move.needs_reason else None
        yield StepTaken(source, target, on, _TAKEN_BY.get(target, CLERK), move.evidence, reason)
        source, last = target, on


def _targets(status: str) -> list[str]:
    path = list(RELIEF_FLOW.path)
    if status == "draft":
        return []
    if status in path:
        return path[: path.index(status) + 1]
    return [*path[: path.index(_LEFT_AT[status]) + 1], status]


def _day(case: Row, target: str, today: date) -> date:
    approved = case["approved_on"] or today
    if target in _BEFORE:
        return working_day(approved, -_BEFORE[target])
    if target == "approved":
        return approved
    if target == "published":
        day: date = case["notice_from"] or approved
        return day
    agreed: date = case["agreed_on"] or today
    return {"agreed": agreed}.get(target, today if target not in RELIEF_FLOW.path else working_day(agreed, 1))


def working_day(day: date, later: int) -> date:
    """The working day so many after a day, or before it."""
    step = timedelta(days=1 if later > 0 else -1)
    for _ in range(abs(later)):
        day += step
        while day.weekday() > 4:
            day += step
    return day
