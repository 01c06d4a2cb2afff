"""What happened to a company in matters of mentoring: the sessions that were held, the other services that are done."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session as Reading

from incubator_desk.base.i18n import _
from incubator_desk.catalog.feature import Happening
from incubator_desk.features.mentoring.model import Mentor, MentoringSession, Participation, Service, ServiceUse
from incubator_desk.features.park.services import SERVICE_KIND


def happenings(session: Reading, register: str, uid: str) -> Sequence[Happening]:
    """The entries of a company's timeline; none of other records."""
    return [*_sessions(session, uid), *_services(session, uid)] if register == "tenants" else ()


def _sessions(session: Reading, uid: str) -> Iterator[Happening]:
    held = (
        select(MentoringSession.held_on, MentoringSession.code, MentoringSession.topic, Mentor.name)
        .join(Participation, Participation.session_uid == MentoringSession.uid)
        .join(Mentor, MentoringSession.mentor_uid == Mentor.uid)
        .where(Participation.tenant_uid == uid, Participation.attended, MentoringSession.status == "held")
        .order_by(MentoringSession.held_on, MentoringSession.starts_at)
    )
    text = _("{code} with {mentor}: {topic}")
    for row in session.execute(held):
        said = text.format(code=row.code, mentor=row.name, topic=row.topic or "—")
        yield Happening(row.held_on, said, "chat", "success")


def _services(session: Reading, uid: str) -> Iterator[Happening]:
    done = (
        select(Service)
        .join(ServiceUse, ServiceUse.service_uid == Service.uid)
        .where(ServiceUse.tenant_uid == uid, Service.status == "done")
        .order_by(Service.served_on, Service.code)
    )
    text = _("{code}, {kind}: {title}")
    for each in session.scalars(done):
        said = text.format(code=each.code, kind=SERVICE_KIND.show(each.service_kind), title=each.title)
        yield Happening(each.served_on, said, "box", "success")
