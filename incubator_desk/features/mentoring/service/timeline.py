"""What happened to a company in matters of mentoring: the sessions that were held."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session as Reading

from incubator_desk.base.i18n import _
from incubator_desk.catalog.feature import Happening
from incubator_desk.features.mentoring.model import Mentor, MentoringSession, Participation


def happenings(session: Reading, register: str, uid: str) -> Sequence[Happening]:
    """The entries of a company's timeline; none of other records."""
    if register != "tenants":
        return ()
    held = (
        select(MentoringSession.held_on, MentoringSession.code, MentoringSession.topic, Mentor.name)
        .join(Participation, Participation.session_uid == MentoringSession.uid)
        .join(Mentor, MentoringSession.mentor_uid == Mentor.uid)
        .where(Participation.tenant_uid == uid, Participation.attended, MentoringSession.status == "held")
    )
    text = _("{code} with {mentor}: {topic}")
    return [
        Happening(row.held_on, text.format(code=row.code, mentor=row.name, topic=row.topic or "—"), "chat", "success")
        for row in session.execute(held)
    ]
