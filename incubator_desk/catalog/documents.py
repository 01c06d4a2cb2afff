"""Whether the contents of attached files are what their records say."""

from collections import defaultdict
from collections.abc import Mapping
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from incubator_desk.base.errors import Problem, Refused, Where
from incubator_desk.base.i18n import N_
from incubator_desk.store.files import DAMAGED, Files
from incubator_desk.store.replay import Tell

from .passages import Document
from .register import Register

MISSING_CONTENT = N_("The content of “{name}” ({record}) is missing. Attach the file again, or restore a backup.")
DAMAGED_CONTENT = N_("The content of “{name}” ({record}) is damaged. Attach the file again, or restore a backup.")


def amiss(session: Session, files: Files, registers: Mapping[str, Register], tell: Tell) -> list[Problem]:
    """The files whose content is missing or not what it was, each with the record it is attached to."""
    by_content: defaultdict[str, list[Document]] = defaultdict(list)
    for document in session.scalars(select(Document).order_by(Document.uid)):
        by_content[document.sha256].append(document)
    found: list[Problem] = []
    for at, (sha256, documents) in enumerate(by_content.items()):
        try:
            files.verify(sha256, partial(tell, at, len(by_content)))
        except Refused as refused:
            damaged = refused.problems[0].code == DAMAGED
            found += (_told(session, document, registers, damaged=damaged) for document in documents)
    return found


def _told(session: Session, document: Document, registers: Mapping[str, Register], *, damaged: bool) -> Problem:
    register = registers.get(document.register)
    record = session.get(register.model, document.record) if register else None
    return of_content(document, getattr(record, "code", None) or document.record, damaged=damaged)


def of_content(document: Document, record: str, *, damaged: bool) -> Problem:
    """The problem of a file whose content is missing or damaged, with what its record is known by."""
    code, message = ("document_damaged", DAMAGED_CONTENT) if damaged else ("document_missing", MISSING_CONTENT)
    where = Where(sheet=document.register, record=document.record)
    return Problem(code, message, {"name": document.name, "record": record}, where)
