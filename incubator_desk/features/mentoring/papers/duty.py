"""Whether mentors have done in a year what they owe the park."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session as Reading

from incubator_desk.base.i18n import _
from incubator_desk.base.periods import Period
from incubator_desk.features.mentoring.service import facts, parameters
from incubator_desk.features.park.service import value_on
from incubator_desk.reports.wording import day_in_words
from incubator_desk.store.record import Actor


@dataclass(frozen=True)
class Duty:
    """The sessions that a mentor owes the park in the year of a day, and those that count up to it, by mentor."""

    sessions: int
    last: date
    counted: Mapping[str, int]

    def lacking(self, mentor: str) -> int:
        """How many sessions of the year a mentor still owes."""
        return max(self.sessions - self.counted.get(mentor, 0), 0)

    def said(self, mentor: str) -> str:
        """Whether a mentor has reached the duty, in a sentence."""
        first = date(self.last.year, 1, 1)
        if lacking := self.lacking(mentor):
            text = _("From {first} to {last} {counted} count of the {owed} sessions owed in a year: {lacking} short.")
        else:
            text = _("From {first} to {last} {counted} count of the {owed} sessions owed in a year: reached.")
        return text.format(
            first=day_in_words(first), last=day_in_words(self.last), counted=self.counted.get(mentor, 0),
            owed=self.sessions, lacking=lacking,
        )  # fmt: skip


def of(reading: Reading, actor: Actor, last: date) -> Duty:
    """The duty in force on a day (parameter ``mentoring.sessions_per_year``), held against its year up to it."""
    year = Period("", date(last.year, 1, 1), last)
    counted = facts.summary(reading, actor.operator, year).mentors
    owed = int(value_on(reading, actor, parameters.DUTY.name, last))
    return Duty(owed, last, {code: tally.sessions for code, tally in counted.items()})
