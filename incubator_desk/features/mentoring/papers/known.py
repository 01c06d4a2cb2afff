"""Sessions with all that papers say of them, read together."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session as Reading

from incubator_desk.features.mentoring.model import Mentor, MentoringSession, Participation
from incubator_desk.features.mentoring.rules.terms import minutes
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.store.record import Actor


@dataclass(frozen=True)
class Known:
    """A session, its mentor, and who took part or was to."""

    session: MentoringSession
    mentor: Mentor
    present: Sequence[tuple[Tenant, Participation]]

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return minutes(self.session.ends_at) - minutes(self.session.starts_at)


def sessions(reading: Reading, actor: Actor, first: date, last: date) -> list[Known]:
    """A park's sessions from a day to a day, in order of date, time and code."""
    within = (MentoringSession.operator_uid == actor.operator, MentoringSession.held_on.between(first, last))
    present: defaultdict[str, list[tuple[Tenant, Participation]]] = defaultdict(list)
    took_part = (
        select(Tenant, Participation)
        .join(Participation, Participation.tenant_uid == Tenant.uid)
        .join(MentoringSession, Participation.session_uid == MentoringSession.uid)
        .where(*within)
        .order_by(Tenant.code)
    )
    for tenant, participation in reading.execute(took_part):
        present[participation.session_uid].append((tenant, participation))
    held = (
        select(MentoringSession, Mentor)
        .join(Mentor, MentoringSession.mentor_uid == Mentor.uid)
        .where(*within)
        .order_by(MentoringSession.held_on, MentoringSession.starts_at, MentoringSession.code)
    )
    return [Known(session, mentor, present[session.uid]) for session, mentor in reading.execute(held)]
