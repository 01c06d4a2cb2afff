"""What must hold between sessions, whichever way they were entered."""

from collections.abc import Iterable

from sqlalchemy import select

from incubator_desk.base.errors import Problem, Where
from incubator_desk.base.i18n import N_
from incubator_desk.features.mentoring.model import Mentor, MentoringSession
from incubator_desk.features.mentoring.rules.overlapping import TAKES_TIME, Slot, overlaps
from incubator_desk.store.step import Step

OVERLAP = N_("Mentor {mentor} has session {other} from {start} to {end} on that day.")
_FEW = 500
"""Up to so many sessions at once only their days are looked at; a database takes only so many keys."""


def overlapping(step: Step, uids: set[str]) -> Iterable[Problem]:
    """Two sessions of one mentor at the same time: the one entered later is refused."""
    written = step.touched.get(MentoringSession.__tablename__, set()) & uids
    if not written:
        return
    mine = MentoringSession
    days = select(mine.mentor_uid, mine.held_on).where(mine.operator_uid == step.actor.operator, mine.uid.in_(written))
    concerned = set(step.session.execute(days).all()) if len(written) <= _FEW else None
    columns = (mine.uid, mine.code, mine.mentor_uid, mine.held_on, mine.starts_at, mine.ends_at, mine.status)
    every = select(*columns).where(mine.operator_uid == step.actor.operator, mine.status.in_(TAKES_TIME))
    if concerned is not None:
        every = every.where(mine.held_on.in_({day for _mentor, day in concerned}))
    rows = sorted(step.session.execute(every), key=lambda row: (row.uid in written, row.uid))
    places = {row.code: row.uid for row in rows}
    slots = [Slot(at, *row[1:]) for at, row in enumerate(rows)]
    named = dict(step.session.execute(select(Mentor.uid, Mentor.code)).all())
    for later, other in overlaps(slots):
        if places[later.code] in written:
            values = {
                "mentor": named[later.mentor], "other": other.code, "start": other.starts_at, "end": other.ends_at,
            }  # fmt: skip
            where = Where(sheet="mentoring_sessions", column="starts_at", record=places[later.code])
            yield Problem("overlap", OVERLAP, values, where)
