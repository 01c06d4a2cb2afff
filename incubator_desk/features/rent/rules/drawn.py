"""A lease with its schedule, and what several reports ask of the two: worked out once for all of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from incubator_desk.base.periods import Period

from .cases import Case, cases
from .engine import schedule
from .figures import Schedule
from .monthly import Flow, brought, with_receipts
from .terms import Facts


@dataclass(slots=True)
class Drawn:
    """The facts of a lease, which never change, and the schedule that they make."""

    facts: Facts
    schedule: Schedule
    _cases: dict[Period, tuple[Case, ...]] = field(default_factory=dict, compare=False, repr=False)
    _brought: tuple[date, date, Mapping[date, Flow]] | None = field(default=None, compare=False, repr=False)

    @classmethod
    def of(cls, facts: Facts, as_of: date) -> "Drawn":
        """Draw the schedule as of a day."""
        return cls(facts, schedule(facts, as_of))

    def cases(self, period: Period) -> tuple[Case, ...]:
        """The reliefs and deferrals that touch a period, as of the schedule's day."""
        if period not in self._cases:
            self._cases[period] = tuple(cases(self.facts, period, self.schedule.as_of, self.schedule))
        return self._cases[period]

    def brought(self, first: date, last: date) -> Mapping[date, Flow]:
        """What its lines bring in each month from a day to a day, receipts aside; not to be changed."""
        known = self._brought
        if known is None or not (known[0] <= first and last <= known[1]):
            known = self._brought = (first, last, brought(self.schedule.lines, first, last))
        return {month: flow for month, flow in known[2].items() if first <= month <= last}

    def flows(self, first: date, last: date) -> Mapping[date, Flow]:
        """The same with the rent received by the schedule's day."""
        return with_receipts(self.brought(first, last), self.facts, first, min(last, self.schedule.as_of))
