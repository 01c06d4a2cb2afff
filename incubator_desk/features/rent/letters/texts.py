"""The text in force for a letter on a day; making one of the park's own from what is shipped, and its next version."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from incubator_desk.base.errors import Refused
from incubator_desk.base.i18n import N_, language, translate
from incubator_desk.catalog import saving
from incubator_desk.catalog.register import Register
from incubator_desk.store.record import Actor, Record
from incubator_desk.store.step import Step

from .model import LetterText
from .placeholders import ALLOWED, MEANINGS, braced
from .shipped import Words, shipped

NOT_YET = N_("This text is in force only from {day}: change it instead.")


def in_force(session: Session, operator: str, paper: str, day: date) -> Words:
    """The text of a paper in the language in use: the park's latest one that holds on a day, else the shipped one."""
    found = session.execute(
        select(LetterText.title, LetterText.body)
        .where(LetterText.operator_uid == operator, LetterText.paper == paper)
        .where(LetterText.language == language(), LetterText.valid_from <= day)
        .order_by(LetterText.valid_from.desc())
        .limit(1)
    ).first()
    return shipped(paper, language()) if found is None else Words(found.title, found.body)


def begun(values: Mapping[str, Any]) -> dict[str, Any]:
    """What is left blank in a new text is taken from the shipped one."""
    if values["paper"] is None:
        return {}
    words = shipped(values["paper"], values["language"] or "zh_CN")
    return {"title": values["title"] or words.title, "body": values["body"] or words.body}


def take_shipped(step: Step, register: Register, record: Record, today: date) -> None:
    """Give a text the words that are shipped."""
    del today
    assert isinstance(record, LetterText)
    words = shipped(record.paper, record.language)
    saving.save(step, register, {"title": words.title, "body": words.body}, record)


def new_version(step: Step, register: Register, record: Record, today: date) -> None:
    """The same words as a text of their own from today on; refused where this one is not in force before that."""
    assert isinstance(record, LetterText)
    if record.valid_from >= today:
        raise Refused.because("version_not_in_force", NOT_YET, day=record.valid_from)
    saving.save(step, register, {**register.of(record), "valid_from": today})


def places(session: Session, actor: Actor, uid: str, today: date) -> Sequence[Sequence[str]]:
    """What can be filled into a text: each place as it is written, with its meaning."""
    del actor, today
    paper = session.scalar(select(LetterText.paper).where(LetterText.uid == uid))
    return [(braced(name), translate(MEANINGS[name])) for name in ALLOWED[paper]] if paper else ()
