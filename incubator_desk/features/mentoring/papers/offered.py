"""The papers that the records of mentoring lead to, each for that record alone."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session as Reading

from incubator_desk.base.periods import Period
from incubator_desk.features.mentoring.model import Mentor, MentoringSession
from incubator_desk.store.record import Actor

Offered = tuple[str, dict[str, Any]]


def of_session(reading: Reading, _actor: Actor, uid: str, _today: date) -> Offered:
    """What is signed at a session that is still to be held, the record of one that was held or called off."""
    session = reading.get_one(MentoringSession, uid)
    report = "signature_sheet" if session.status == "planned" else "session_record"
    return "paper", {"report": report, "record": session.code, "period": Period.month_of(session.held_on).text}


def of_mentor(reading: Reading, _actor: Actor, uid: str, today: date) -> Offered:
    """What the mentor did this year."""
    mentor = reading.get_one(Mentor, uid).code
    return "paper", {"report": "mentor_year_sheet", "record": mentor, "period": Period.of(today, 12).text}
