"""What goes with a backup beside the database itself: the contents of the files that its history names."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from incubator_desk.base.errors import Problem, Refused, Where
from incubator_desk.base.i18n import N_

from .database import look
from .files import DAMAGED, MISSING, Files
from .replay import Tell

Note = Callable[[Problem], object]
"""Told what is amiss with a single file, where all else is carried out."""

_AMISS = {
    (MISSING, "backup"): N_(
        "The content of “{name}” is missing; the backup is made without it. Attach the file again."
    ),
    (DAMAGED, "backup"): N_(
        "The content of “{name}” is damaged; the backup is made without it. Attach the file again."
    ),
    (MISSING, "restore"): N_("The content of “{name}” is not with the backup; all else is restored. Attach it again."),
    (DAMAGED, "restore"): N_(
        "The content of “{name}” is damaged in the backup; all else is restored. Attach it again."
    ),
}


@dataclass(frozen=True, slots=True)
class Named:
    """A file that the history of a database names."""

    name: str
    sha256: str
    size: int
    where: Where
    standing: bool = True
    """Whether it is attached now; of others the content is kept too, as undo may bring them back."""


def named(file: Path) -> list[Named]:
    """All files ever attached in a database file, the first ones first."""
    found: dict[str, Named] = {}
    wanted = "select record, after from changes where table_name = 'documents' order by seq"
    with closing(look(file)) as connection:
        for uid, after in connection.execute(wanted):
            if after is None and uid in found:
                found[uid] = replace(found[uid], standing=False)
            with suppress(ValueError, TypeError, KeyError):  # an altered history is for ``check`` to tell
                found[uid] = _read(json.loads(after))
    return list(found.values())


def _read(row: Mapping[str, object]) -> Named:
    where = Where(sheet=str(row["register"]), record=str(row["record"]))
    return Named(str(row["name"]), str(row["sha256"]), int(str(row["size"])), where)


def carry(files: Sequence[Named], live: Files, kept: Files, note: Note, tell: Tell) -> None:
    """Have the contents in a backup's folder: those that are not there yet are copied, and verified while copied.

    What the live folder has lost or spoilt is noted. Refused where the backup's folder cannot take it.
    """
    faults: dict[str, str] = {}
    sizes = sorted({file.sha256: file.size for file in files}.items())
    for at, (sha256, size) in enumerate(sizes):
        if not kept.has(sha256, size):
            try:
                kept.fetch(sha256, [live], partial(tell, at, len(sizes)))
            except Refused as refused:
                if not _of_content(refused, faults, sha256):
                    raise
    _tell_amiss(files, faults, "backup", note)


def bring(files: Sequence[Named], live: Files, backups: Sequence[Files], note: Note) -> None:
    """Have the contents in the live folder again, from the first backup's folder that has each whole.

    Nothing stops this: whatever cannot be brought is noted.
    """
    faults: dict[str, str] = {}
    others: dict[str, Problem] = {}
    for sha256 in sorted({file.sha256 for file in files}):
        try:
            live.fetch(sha256, backups)
        except Refused as refused:
            if not _of_content(refused, faults, sha256):
                faults[sha256] = MISSING
                others.setdefault(refused.problems[0].code, refused.problems[0])
    for problem in others.values():
        note(replace(problem, severity="warning"))
    _tell_amiss(files, faults, "restore", note)


def _of_content(refused: Refused, faults: dict[str, str], sha256: str) -> bool:
    """Whether a refusal is about the content itself; then it is remembered."""
    code = refused.problems[0].code
    if code in (MISSING, DAMAGED, "unreadable", "missing_file"):
        faults[sha256] = DAMAGED if code == DAMAGED else MISSING
        return True
    return False


def _tell_amiss(files: Iterable[Named], faults: Mapping[str, str], when: str, note: Note) -> None:
    for file in files:
        if file.standing and (fault := faults.get(file.sha256)):
            code = "document_missing" if fault == MISSING else "document_damaged"
            note(Problem(code, _AMISS[fault, when], {"name": file.name}, file.where, "warning"))
