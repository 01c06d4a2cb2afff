"""Mentors and sessions as the rules take them."""

from collections import defaultdict

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Reading

from incubator_desk.base.periods import Period
from incubator_desk.features.mentoring import model
from incubator_desk.features.mentoring.rules import Mentor, Session, Summary, Term, summarise
from incubator_desk.features.mentoring.rules.outward import to_json
from incubator_desk.features.mentoring.rules.terms import terms_of
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.store.record import Actor


def mentors_by_uid(session: Reading, operator: str) -> dict[str, Mentor]:
    """A park's mentors by uid, each with all terms of its appointment."""
    mine, further = model.Mentor, model.MentorTerm
    columns = (mine.uid, mine.code, mine.name, mine.appointed_from, mine.appointed_to, further.from_on, further.to_on)
    rows = session.execute(
        select(*columns)
        .outerjoin(further, further.mentor_uid == mine.uid)
        .where(mine.operator_uid == operator)
        .order_by(mine.code, further.from_on)
    )
    known: dict[str, tuple[str, str, Term]] = {}
    terms: defaultdict[str, list[Term]] = defaultdict(list)
    for uid, code, name, first, last, from_on, to_on in rows:
        known[uid] = (code, name, Term(first, last))
        if from_on is not None:
            terms[uid].append(Term(from_on, to_on))
    return {uid: Mentor(code, terms_of(own, tuple(terms[uid])), name) for uid, (code, name, own) in known.items()}


def mentors(session: Reading, operator: str) -> dict[str, Mentor]:
    """A park's mentors by code."""
    return {each.code: each for each in mentors_by_uid(session, operator).values()}


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


def answer(session: Reading, actor: Actor, period: Period) -> dict[str, object]:
    """A park's mentoring in a period as the contract's JSON shows it (section 5)."""
    return to_json(summary(session, actor.operator, period))


def summary(session: Reading, operator: str, period: Period) -> Summary:
    """A park's mentoring in a period."""
    return summarise(sessions(session, operator, period), mentors(session, operator), period)
