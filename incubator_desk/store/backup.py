"""Backups: once a day and before every import and upgrade, verified, thinned; and putting one back.

The contents of attached files go with them: those of an explicit backup lie beside it, those of the dated ones all in
one folder, ``backups/files``, which keeps whatever any backup or its history ever named.
"""

import re
import shutil
import time
from contextlib import closing, suppress
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import text

from incubator_desk.base.errors import Refused
from incubator_desk.base.i18n import N_

from . import contents, copies
from .database import HEAD, Database, connect, file_of, file_revision, is_url, revision
from .files import Files, beside, files_of
from .folders import data_folder, refuse_network
from .lock import hold
from .refusals import plainly, refusal
from .replay import Tell
from .schema import open_database
from .thinning import kept

NOT_EMPTY = N_("{place} already holds data. It is replaced only with “--replace”, and backed up first.")
SAME_FILE = N_("{place} is the database itself. Choose another file.")
_STAMP = "%Y%m%d-%H%M%S"
_SET_UP = {"operators", "parameters"}  # what a database holds before people enter anything
_HEADER = b"SQLite format 3\0"


def _silent(*_told: object) -> None:
    """Tell nobody."""


def backup(database: Database, out: Path, note: contents.Note = _silent, tell: Tell = _silent) -> Path:
    """Write a verified copy with the contents of its files, in the place of a file of that name.

    A content that is lost already is noted; the backup is made without it.
    """
    out = out.expanduser().resolve()
    if out == database.path:
        raise Refused.because("same_file", SAME_FILE, place=out)
    if out.is_dir():
        raise refusal("cannot_open", out)
    with copies.aside(out) as part:
        copies.copy(database, part)
        # Before it takes its name: a backup that is there has what belongs to it.
        contents.carry(contents.named(part), files_of(database), beside(out), note, tell)
    return out


def before(database: Database, reason: str) -> Path | None:
    """Back up before something that changes much; None where there is nothing to keep yet."""
    made = _made(database, reason)
    if made:
        # What follows changes no content of a file, so lacking room for them is no reason to hold it up.
        with suppress(Refused):
            _carry(database, made, _silent)
    return made


def daily(database: Database, tell: Tell = _silent) -> Path | None:
    """Back up unless there is a backup of today.

    The records come first: they are safe also where the contents of files are then refused for want of room.
    """
    if database.read_only or any(moment.date() == date.today() for moment in _found(database).values()):
        return None
    made = _made(database, "daily")
    if made:
        _carry(database, made, tell)
    return made


def _made(database: Database, reason: str) -> Path | None:
    if not _tables_written(database):
        return None
    with plainly(folder(database)):
        folder(database).mkdir(parents=True, exist_ok=True)
        out = _free_name(database, reason)
        with copies.aside(out) as part:
            copies.copy(database, part)
        _thin(database)
    return out


def _carry(database: Database, made: Path, tell: Tell) -> None:
    contents.carry(contents.named(made), files_of(database), kept_files(folder(database)), _silent, tell)


def newest(database: Database) -> Path | None:
    """The newest backup that is whole; None where there is none."""
    found = _found(database)
    for path in sorted(found, key=found.__getitem__, reverse=True):
        with suppress(Refused):
            copies.verify(path)
            if file_revision(path) == HEAD:
                copies.agree(path)
            return path
    return None


def folder(database: Database) -> Path:
    """Where the backups lie: beside the file, and those of a server in the user's own folder."""
    return (database.path.parent if database.path else data_folder()) / "backups"


def kept_files(backups: Path) -> Files:
    """The contents that all backups of a folder share."""
    return Files(backups / "files")


def restore(place: str, file: Path, *, replace: bool = False, note: contents.Note = _silent) -> Path | None:
    """Put a backup in the place of a database; gives the copy of what was there before.

    Nobody may have the database open. The file is verified first and stays as it is; whatever stops this
    on the way, the database is the old one or the new one. A file's content that no backup has whole is noted, and
    the database restored without it.
    """
    file = file.expanduser().resolve()
    if is_url(place):
        return _restore_server(place, file, replace=replace, note=note)
    path = file_of(place)
    if path == file:
        raise Refused.because("same_file", SAME_FILE, place=path)
    refuse_network(path)
    with plainly(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    with hold(path), copies.aside(path) as part:
        copies.take(file, part)
        copied = _give_way(path, replace=replace)
        contents.bring(contents.named(part), beside(path), _sources(file, path.parent / "backups"), note)
        return copied


def _sources(file: Path, backups: Path) -> list[Files]:
    """Where the contents of a backup's files may lie, the likeliest first."""
    return [beside(file), kept_files(file.parent), kept_files(backups)]


def _restore_server(place: str, file: Path, *, replace: bool, note: contents.Note) -> Path | None:
    part = data_folder() / "restoring.part"
    database = open_database(place, create=True)
    try:
        copies.remove(part)
        with plainly(database.place):
            copies.take(file, part)
            _refuse_filled(database, replace=replace)
            copied = before(database, "restore")
            contents.bring(contents.named(part), files_of(database), _sources(file, folder(database)), note)
            copies.fill(database, part)
        return copied
    finally:
        database.close()
        copies.remove(part)


def _give_way(path: Path, *, replace: bool) -> Path | None:
    """Copy what stands at a path, and leave it without a write-ahead log: the next file would take it for its own."""
    if not path.exists() or not path.stat().st_size:
        copies.remove(path)
        return None
    try:
        copies.verify(path)
    except Refused as damaged:
        if not replace:
            raise Refused(*damaged.problems, *_not_empty(path).problems) from damaged
        return _copy_damaged(path)
    with closing(connect(str(path))) as database:
        if revision(database) is None:
            copies.settle(database)
            return None
        _refuse_filled(database, replace=replace)
        copied = before(database, "restore")
        copies.settle(database)
        return copied


def _copy_damaged(path: Path) -> Path:
    """Keep a damaged file byte by byte: someone may yet get something out of it."""
    target = path.parent / "backups" / f"{path.stem}-{datetime.now():{_STAMP}}.damaged"
    target.parent.mkdir(exist_ok=True)
    for suffix in ("", "-wal"):
        if (source := path.with_name(path.name + suffix)).exists():
            shutil.copy2(source, target.with_name(target.name + suffix))
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    return target


def is_empty(database: Database) -> bool:
    """Whether nobody has entered anything yet beyond the park's own profile."""
    return _tables_written(database) <= _SET_UP


def _refuse_filled(database: Database, *, replace: bool) -> None:
    if not replace and not is_empty(database):
        raise _not_empty(database.place)


def _not_empty(place: object) -> Refused:
    return Refused.because("not_empty", NOT_EMPTY, place=place)


def _tables_written(database: Database) -> set[str]:
    with database.reading() as session:
        return set(session.scalars(text("select distinct table_name from changes")))


def _free_name(database: Database, reason: str) -> Path:
    moment = datetime.now().replace(microsecond=0)
    taken = set(_found(database).values())
    while moment in taken:
        moment += timedelta(seconds=1)
    return folder(database) / f"{database.stem}-{moment:{_STAMP}}-{reason}.db"


def _found(database: Database) -> dict[Path, datetime]:
    """The backups of a database that look whole, with their moments by their names."""
    name = re.compile(re.escape(database.stem) + r"-(\d{8}-\d{6})-\w+\.db")
    found = {}
    for path in folder(database).glob("*.db"):
        if (match := name.fullmatch(path.name)) and _sound(path):
            with suppress(ValueError):
                found[path] = datetime.strptime(match[1], _STAMP)
    return found


def _sound(path: Path) -> bool:
    """Whether a file is as long as its own heading says: a quick look that finds what was cut off."""
    try:
        with path.open("rb") as file:
            head = file.read(32)
        size = int.from_bytes(head[16:18]) or 1
        pages = int.from_bytes(head[28:32])
        return head.startswith(_HEADER) and path.stat().st_size == (65536 if size == 1 else size) * pages
    except OSError:
        return False


def _thin(database: Database) -> None:
    found = _found(database)
    stay = kept(found.values(), datetime.now())
    for path, moment in found.items():
        if moment not in stay:
            path.unlink(missing_ok=True)
    for part in folder(database).glob(f"{database.stem}-*.part"):
        if part.stat().st_mtime < time.time() - 86400:
            part.unlink(missing_ok=True)
