"""What must hold between sessions, and what is told of them, whichever way they were entered."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import ColumnElement, select

from incubator_desk.base.errors import Problem, Where
from incubator_desk.features.mentoring.model import MentoringSession, Participation
from incubator_desk.features.mentoring.rules import booking
from incubator_desk.features.mentoring.rules.booking import Booking, Known
from incubator_desk.features.mentoring.rules.overlapping import Slot, overlaps
from incubator_desk.store.bulk import in_lots
from incubator_desk.store.step import Step

from . import booked
from .known import known

_FEW = 500
"""Up to so many sessions at once only their days are looked at; a database takes only so many keys."""


def bookings(step: Step, uids: set[str]) -> Iterable[Problem]:
    """Two sessions of one mentor at the same time are refused, the one entered later; all else is told."""
    places = _places(step, step.touched.get(Participation.__tablename__, set()) & uids)
    written = step.touched.get(MentoringSession.__tablename__, set()) & uids
    concerned = written | {session for session, _tenant in places}
    if not concerned:
        return
    against = known(step.session, step.actor)
    stored = [each.booking for each in booked.read(step.session, against.mentors, *_near(step, concerned))]
    stored.sort(key=lambda each: (each.uid in written, each.uid))
    by_uid = {str(each.uid): each for each in stored}
    yield from _overlapping(stored, by_uid, written, against)
    if step.undoes is None:
        yield from _doubtful(stored, concerned, places, against, uids)


def _overlapping(
    stored: Sequence[Booking], by_uid: Mapping[str, Booking], written: set[str], against: Known
) -> Iterator[Problem]:
    slots = (
        Slot(at, str(each.uid), each.mentor_uid, each.held_on, each.starts_at, each.ends_at, each.status)
        for at, each in enumerate(stored)
    )
    for later, other in overlaps(slots):
        if later.code in written:
            yield booking.overlapping(by_uid[later.code], by_uid[other.code], against)


def _doubtful(
    stored: Sequence[Booking], concerned: set[str], places: Mapping[tuple[str, str], str], against: Known,
    uids: set[str],
) -> Iterator[Problem]:  # fmt: skip
    """What is doubtful of sessions that were written, or whose companies were; of two, the later entered is told."""
    entered: defaultdict[tuple[str, date], list[Booking]] = defaultdict(list)
    for each in stored:
        if each.takes_time:
            earlier = entered[each.mentor_uid, each.held_on]
            if each.uid in concerned:
                for problem in booking.doubts(each, earlier, against):
                    where = _placed(problem.where, str(each.uid), places)
                    if where.record in uids:  # what is of a session alone is told when that was written
                        yield replace(problem, where=where)
            earlier.append(each)


def _placed(where: Where, session: str, places: Mapping[tuple[str, str], str]) -> Where:
    """Where a problem stands: what is of a company, beside its participation where that was written, too."""
    if where.sheet != Participation.__tablename__:
        return where
    place = places.get((session, where.record or ""))
    if place is None:
        return Where(sheet=MentoringSession.__tablename__, column="held_on", record=session)
    return replace(where, record=place)


def _places(step: Step, uids: set[str]) -> dict[tuple[str, str], str]:
    """The participations that were written, by session and company."""
    mine, found = Participation, dict[tuple[str, str], str]()
    for some in in_lots(sorted(uids)):
        rows = step.session.execute(select(mine.session_uid, mine.tenant_uid, mine.uid).where(mine.uid.in_(some)))
        found |= {(session, tenant): uid for session, tenant, uid in rows}
    return found


def _near(step: Step, concerned: set[str]) -> Iterator[ColumnElement[bool]]:
    """Which sessions are looked at: those of the days concerned, or all where that is quicker."""
    mine = MentoringSession
    yield mine.operator_uid == step.actor.operator
    if len(concerned) <= _FEW:
        days = select(mine.held_on).where(mine.operator_uid == step.actor.operator, mine.uid.in_(concerned))
        yield mine.held_on.in_(set(step.session.scalars(days)))
