"""What the disk, the file and the server answer, as refusals: the one border where driver errors are read."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from incubator_desk.base.errors import Refused
from incubator_desk.base.i18n import N_

_MESSAGES = {
    "disk_full": N_("The disk is full; nothing was changed ({place}). Make room and try again."),
    "read_only": N_("{place} cannot be written. Remove the write protection, or ask for the right to change it."),
    "cannot_open": N_("{place} cannot be opened. Does the folder exist, and may you write there?"),
    "missing_file": N_("There is no file {place}."),
    "not_a_database": N_("{place} is not a database of Incubator Desk."),
    "damaged": N_("The database {place} is damaged. Restore the newest backup."),
    "bad_backup": N_("{place} is damaged; nothing was restored. Choose another backup."),
    "disk_error": N_("The disk does not answer ({place}). Was the drive removed? Earlier backups are intact."),
    "busy": N_("The database is in use by someone else. Try again in a moment."),
    "server_unreachable": N_("The database server does not answer ({place}). Check the network and the address."),
    "server_refused": N_("The database server refuses access to {place}. Check the user, password and database name."),
    "bad_place": N_("“{place}” is neither a file nor a database URL."),
    "does_not_fit": N_("A value does not fit its column: it is too long, too large or not text. Shorten it."),
}
_SQLITE = {
    "SQLITE_FULL": "disk_full",
    "SQLITE_READONLY": "read_only",
    "SQLITE_PERM": "read_only",
    "SQLITE_CANTOPEN": "cannot_open",
    "SQLITE_NOTADB": "not_a_database",
    "SQLITE_CORRUPT": "damaged",
    "SQLITE_IOERR": "disk_error",
    "SQLITE_BUSY": "busy",
    "SQLITE_LOCKED": "busy",
}
_SQLITE_WORDS = {
    "disk is full": "disk_full",
    "readonly": "read_only",
    "unable to open": "cannot_open",
    "not a database": "not_a_database",
    "malformed": "damaged",
    "disk I/O": "disk_error",
    "locked": "busy",
}
_POSTGRES = {
    "53100": "disk_full",
    "25006": "read_only",
    "40001": "busy",
    "40P01": "busy",
    "55P03": "busy",
    "28": "server_refused",
    "3D": "server_refused",
    "22": "does_not_fit",
    "08": "server_unreachable",
    "57": "server_unreachable",
    "53": "server_unreachable",
}
_SYSTEM = {
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EFBIG: "disk_full",
    errno.EROFS: "read_only",
    errno.EACCES: "read_only",
    errno.EPERM: "read_only",
    errno.ENOENT: "cannot_open",
    errno.EEXIST: "cannot_open",
    errno.ENOTDIR: "cannot_open",
    errno.EISDIR: "cannot_open",
    errno.EIO: "disk_error",
    errno.ENODEV: "disk_error",
    errno.ENXIO: "disk_error",
}


def refusal(code: str, place: object) -> Refused:
    """The refusal of a kind above."""
    return Refused.because(code, _MESSAGES[code], place=place)


@contextmanager
def plainly(place: str | Path, otherwise: str | None = None) -> Iterator[None]:
    """Turn what the disk or the server refuses into a :class:`Refused`; any other error is a defect and passes.

    Where the statements are beyond doubt, ``otherwise`` says what any other answer of SQLite means.
    """
    try:
        yield
    except Exception as error:
        code = code_of(error) or (otherwise if _of_sqlite(error) else None)
        if code is None:
            raise
        raise refusal(code, place) from error


def code_of(error: BaseException) -> str | None:
    """The refusal's code for an error of the driver or the system; None for a defect of ours."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    if _of_sqlite(cause):
        return _sqlite_code(cause)
    if isinstance(cause, UnicodeDecodeError):
        return "damaged"  # all text is written as UTF-8
    if isinstance(cause, OSError):
        return _SYSTEM.get(cause.errno or 0)
    return _server_code(cause)


def _of_sqlite(error: BaseException) -> bool:
    return type(error).__module__.startswith("sqlcipher3")


def _sqlite_code(cause: BaseException) -> str | None:
    if name := str(getattr(cause, "sqlite_errorname", "")):
        return next((code for prefix, code in _SQLITE.items() if name.startswith(prefix)), None)
    # Its backups tell what went wrong in words alone.
    return next((code for words, code in _SQLITE_WORDS.items() if words in str(cause)), None)


def _server_code(cause: BaseException) -> str | None:
    state = str(getattr(cause, "sqlstate", None) or "")
    if state:
        return _POSTGRES.get(state) or _POSTGRES.get(state[:2])
    if not type(cause).__module__.startswith("psycopg"):
        return None
    # Before there is a session the server's answer has no code, only words.
    words = str(cause)
    if any(part in words for part in ("authentication", "does not exist", "no pg_hba.conf")):
        return "server_refused"
    if type(cause).__name__ in ("OperationalError", "ConnectionTimeout", "InterfaceError"):
        return "server_unreachable"
    return "does_not_fit" if type(cause).__name__ == "DataError" else None
