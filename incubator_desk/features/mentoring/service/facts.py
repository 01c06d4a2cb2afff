"""Mentors and sessions as the rules take them."""

from collections import defaultdict

from sqlalchemy import func, select
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
    # The database joins the codes of each session: so many fewer rows are read. A code stands on one line.
    codes = func.aggregate_strings(Tenant.code, "\n")
    took_part = (
        select(model.Participation.session_uid, codes)
        .join(mine, model.Participation.session_uid == mine.uid)
        .join(Tenant, model.Participation.tenant_uid == Tenant.uid)
        .where(*within, model.Participation.attended)
        .group_by(model.Participation.session_uid)
    )
    attended = dict(session.execute(took_part).all())
    columns = (
        mine.uid, mine.code, model.Mentor.code, mine.held_on, mine.starts_at, mine.ends_at, mine.status,
        mine.confirmed_on,
    )  # fmt: skip
    held = select(*columns).join(model.Mentor, mine.mentor_uid == model.Mentor.uid).where(*within)
    return [
        Session(code, mentor, day, starts, ends, status, confirmed is not None, _codes(attended.get(uid)))
        for uid, code, mentor, day, starts, ends, status, confirmed in session.execute(held)
    ]


def _codes(joined: str | None) -> tuple[str, ...]:
    return tuple(joined.split("\n")) if joined else ()


def summary(session: Reading, operator: str, period: Period) -> Summary:
    """A park's mentoring in a period."""
    return summarise(sessions(session, operator, period), mentors(session, operator), period)
