"""Mentors and sessions as the rules take them."""

from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session as Reading

from incubator_desk.base.periods import Period
from incubator_desk.features.mentoring import model
from incubator_desk.features.mentoring.rules import Mentor, Session, Summary, Term, summarise
from incubator_desk.features.mentoring.rules.terms import terms_of
from incubator_desk.features.tenants.model import Tenant


def mentors(session: Reading, operator: str) -> dict[str, Mentor]:
    """A park's mentors by code, each with all terms of its appointment."""
    further: defaultdict[str, list[Term]] = defaultdict(list)
    terms = select(model.MentorTerm.mentor_uid, model.MentorTerm.from_on, model.MentorTerm.to_on)
    for uid, first, last in session.execute(terms.where(model.MentorTerm.operator_uid == operator)):
        further[uid].append(Term(first, last))
    columns = (model.Mentor.uid, model.Mentor.code, model.Mentor.appointed_from, model.Mentor.appointed_to)
    return {
        code: Mentor(code, terms_of(Term(first, last), tuple(further[uid])))
        for uid, code, first, last in session.execute(select(*columns).where(model.Mentor.operator_uid == operator))
    }


def sessions(session: Reading, operator: str, period: Period) -> list[Session]:
    """A park's sessions in a period, with the companies that attended."""
    mine = model.MentoringSession
    within = (mine.operator_uid == operator, mine.held_on.between(period.first, period.last))
    attended: defaultdict[str, list[str]] = defaultdict(list)
    took_part = (
        select(model.Participation.session_uid, Tenant.code)
        .join(mine, model.Participation.session_uid == mine.uid)
        .join(Tenant, model.Participation.tenant_uid == Tenant.uid)
        .where(*within, model.Participation.attended)
    )
    for uid, tenant in session.execute(took_part):
        attended[uid].append(tenant)
    columns = (
        mine.uid, mine.code, model.Mentor.code, mine.held_on, mine.starts_at, mine.ends_at, mine.status,
        mine.confirmed_on,
    )  # fmt: skip
    held = select(*columns).join(model.Mentor, mine.mentor_uid == model.Mentor.uid).where(*within)
    return [Session(*row[1:7], row[7] is not None, tuple(attended.get(row[0], ()))) for row in session.execute(held)]


def summary(session: Reading, operator: str, period: Period) -> Summary:
    """A park's mentoring in a period."""
    return summarise(sessions(session, operator, period), mentors(session, operator), period)
