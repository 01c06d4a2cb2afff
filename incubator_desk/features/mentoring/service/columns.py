"""Which sessions belong to which records."""

from sqlalchemy import Select, select

from incubator_desk.features.mentoring.model import MentoringSession, Participation


def of_tenant(uid: str) -> Select[str]:
    """The sessions that a company took part in, or was to."""
    return select(Participation.session_uid).where(Participation.tenant_uid == uid)


def of_mentor(uid: str) -> Select[str]:
    """The sessions of a mentor."""
    return select(MentoringSession.uid).where(MentoringSession.mentor_uid == uid)
