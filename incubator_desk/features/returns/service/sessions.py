"""The sessions of a year that count (contract section 5), and how they were rated."""

from collections.abc import Collection, Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session as Reading

from incubator_desk.base.periods import Period
from incubator_desk.features.mentoring.model import MentoringSession, Participation
from incubator_desk.features.mentoring.rules import Session
from incubator_desk.features.mentoring.rules.counting import why_not
from incubator_desk.features.mentoring.service import facts
from incubator_desk.store.record import Actor


def counted(reading: Reading, actor: Actor, period: Period) -> list[Session]:
    """A park's counted sessions from January to the end of a period."""
    mentors = facts.mentors(reading, actor.operator)
    year = Period("", period.first.replace(month=1), period.last)
    held = facts.sessions(reading, actor.operator, year)
    return [session for session in held if why_not(session, mentors[session.mentor]) is None]


def ratings(reading: Reading, actor: Actor, period: Period, codes: Collection[str]) -> Iterator[tuple[date, int]]:
    """How companies that attended rated sessions of the year, with the session's day."""
    within = MentoringSession.held_on.between(period.first.replace(month=1), period.last)
    rated = (
        select(MentoringSession.code, MentoringSession.held_on, Participation.rating)
        .join(Participation, Participation.session_uid == MentoringSession.uid)
        .where(MentoringSession.operator_uid == actor.operator, within)
        .where(Participation.attended, Participation.rating.is_not(None))
    )
    for code, day, points in reading.execute(rated):
        if code in codes and points is not None:
            yield day, points
