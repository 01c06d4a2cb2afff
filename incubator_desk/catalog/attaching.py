"""Attaching files to records: the content is kept first, then the record names it as one step."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from incubator_desk.base.errors import Label, Problem, Refused
from incubator_desk.base.filenames import safe_name
from incubator_desk.base.i18n import N_
from incubator_desk.base.text import tidy
from incubator_desk.store import backup
from incubator_desk.store.files import DAMAGED, MISSING, Told
from incubator_desk.store.record import Record
from incubator_desk.store.refusals import refusal
from incubator_desk.store.step import GONE, OTHER_OPERATOR, Step

from .documents import of_content
from .moving import Attached, attach, documents
from .office import Office
from .passages import Document
from .register import Register

ATTACHED = N_("Attach “{name}” to {noun} {code}")
ATTACHED_MANY = N_("Attach {count} files to {noun} {code}")
DETACHED = N_("Remove “{name}” from {noun} {code}")
DETACHED_MANY = N_("Remove {count} files from {noun} {code}")
PROGRAM = N_("“{name}” is a program. Attach documents, pictures, sheets or archives.")
_NAME = 255
"""The longest name that a record of a file holds, in characters."""
_PROGRAMS = {
    ".bat", ".chm", ".cmd", ".com", ".cpl", ".desktop", ".exe", ".hta", ".jar", ".js", ".jse", ".lnk", ".msi", ".pif",
    ".ps1", ".reg", ".scf", ".scr", ".sh", ".url", ".vb", ".vbe", ".vbs", ".wsf",
}  # fmt: skip
"""What the system would run rather than show."""


def keep(office: Office, path: Path, told: Told = lambda: None) -> Attached:
    """Keep the content of a file, so that it can be attached; refused where it cannot be read, or is a program."""
    if office.database.read_only:
        raise refusal("read_only", office.database.place)
    _refuse_program(path.name)
    sha256, size = office.files.put(path, told)
    return Attached(_named(path.name), sha256, size)


def keep_all(office: Office, paths: Iterable[Path], told: Told = lambda: None) -> list[Attached]:
    """Keep the contents of several files; refused with all that is wrong with any of them."""
    kept: list[Attached] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            kept.append(keep(office, path, told))
        except Refused as refused:
            problems += refused.problems
    if problems:
        raise Refused(*problems)
    return kept


def _refuse_program(name: str) -> None:
    if Path(name.lower()).suffix in _PROGRAMS:
        raise Refused.because("program", PROGRAM, name=name)


def _named(name: str) -> str:
    plain = tidy(name) or "_"
    return plain if len(plain) <= _NAME else safe_name(plain)


def attach_files(office: Office, register: Register, uid: str, paths: Sequence[Path], on: date) -> int:
    """Attach files to a record as one step; gives how many were not attached to it already."""
    return attach_kept(office, register, uid, keep_all(office, paths), on)


def attach_kept(office: Office, register: Register, uid: str, files: Sequence[Attached], on: date) -> int:
    """Attach files whose contents are kept already, as one step; gives how many were new to the record."""
    with office.reading() as session:
        code = _code(session, register, uid)
        there = {(each.name, each.sha256) for each in documents(session, uid)}
    new = [file for file in dict.fromkeys(files) if (file.name, file.sha256) not in there]
    if not new:
        return 0
    title, values = _title(ATTACHED, ATTACHED_MANY, [file.name for file in new])
    with office.writing(title, noun=Label(register.noun), code=code, **values) as step:
        _refuse_strange(step, register, uid)
        attach(step, register.name, uid, new, on)
    return len(new)


def detach(office: Office, register: Register, uids: Sequence[str]) -> int:
    """Take files off a record as one step; their contents stay, as undo may bring them back. Gives how many."""
    with office.reading() as session:
        gone = list(session.scalars(select(Document).where(Document.uid.in_(uids))))
        code = _code(session, register, gone[0].record) if gone else ""
        title, values = _title(DETACHED, DETACHED_MANY, [each.name for each in gone])
    if not gone:
        return 0
    with office.writing(title, noun=Label(register.noun), code=code, **values) as step:
        for document in step.session.scalars(select(Document).where(Document.uid.in_(uids))).all():
            step.remove(document)
    return len(gone)


def lay_out(office: Office, document: Document, folder: Path) -> Path:
    """A copy of a file for other programs to open; a content lost here is fetched from the backups first."""
    _refuse_program(document.name)
    database = office.database
    backups = [backup.kept_files(backup.folder(database))]
    try:
        if not database.read_only:
            office.files.fetch(document.sha256, backups)
        return office.files.copy_out(document.sha256, document.name, folder)
    except Refused as refused:
        code = refused.problems[0].code
        if code not in (MISSING, DAMAGED):
            raise
        with office.reading() as session:
            record = _code(session, office.features.registers[document.register], document.record)
        raise Refused(of_content(document, record, damaged=code == DAMAGED)) from refused


def count(session: Session, uid: str) -> int:
    """How many files a record has."""
    return session.scalar(select(func.count()).select_from(Document).where(Document.record == uid)) or 0


def _code(session: Session, register: Register, uid: str) -> str:
    return str(getattr(session.get(register.model, uid), "code", None) or "")


def _title(one: str, many: str, names: Sequence[str]) -> tuple[str, dict[str, Any]]:
    return (one, {"name": names[0]}) if len(names) == 1 else (many, {"count": len(names)})


def _refuse_strange(step: Step, register: Register, uid: str) -> None:
    record: Record | None = step.session.get(register.model, uid)
    if record is None:
        raise Refused.because("gone", GONE)
    if record.operator_uid != step.actor.operator:
        raise Refused.because("other_operator", OTHER_OPERATOR)
