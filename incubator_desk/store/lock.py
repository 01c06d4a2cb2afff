"""One process per database file: held by the operating system, so a crash never leaves it locked."""

import json
import os
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from incubator_desk.base.errors import Refused
from incubator_desk.base.i18n import N_

from .refusals import plainly

IN_USE = N_("{place} is open already, in process {pid} on {host}. Close it there, or go on working there.")
_FAR = 1 << 30  # Windows locks bytes against reading too; one behind all content leaves the holder's name readable
_PAUSE = 0.05
_held: dict[Path, int] = {}


@dataclass(frozen=True, slots=True)
class Holder:
    """The process that holds a file."""

    pid: int
    host: str


@contextmanager
def hold(path: Path, timeout: float = 0) -> Iterator[None]:
    """Hold a database file against other processes; refused (``in_use``) when one has it after ``timeout`` seconds.

    A process may hold a file several times. A folder that cannot be written needs no lock: nobody writes there.
    """
    path = path.resolve()
    free = path in _held or not os.access(path.parent, os.W_OK)
    file = None if free else _taken(path, time.monotonic() + timeout)
    _held[path] = _held.get(path, 0) + 1
    try:
        yield
    finally:
        _held[path] -= 1
        if not _held[path]:
            del _held[path]
        if file is not None:
            file.close()


def holder(path: Path) -> Holder | None:
    """Who holds a file, or held it last; None where nobody ever did."""
    with suppress(OSError, ValueError, TypeError):
        return Holder(**json.loads(_beside(path.resolve()).read_bytes()))
    return None


def window_name(path: Path) -> str:
    """The name under which a window on this database listens, so that a second start can bring it to the front."""
    return f"incubator-desk-{sha256(str(path.resolve()).encode(errors='surrogateescape')).hexdigest()[:24]}"


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.lock")


def _taken(path: Path, deadline: float) -> BinaryIO:
    # The file stays when it is let go: whoever removed it might remove the next one's.
    with plainly(path):
        file = _beside(path).open("a+b")
    while not _lock(file):
        if time.monotonic() >= deadline:
            file.close()
            who = holder(path) or Holder(0, "?")
            raise Refused.because("in_use", IN_USE, place=path, pid=who.pid, host=who.host)
        time.sleep(_PAUSE)
    file.truncate(0)
    file.write(json.dumps(asdict(Holder(os.getpid(), socket.gethostname()))).encode())
    file.flush()
    return file


if sys.platform == "win32":
    import msvcrt

    def _lock(file: BinaryIO) -> bool:
        file.seek(_FAR)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            file.seek(0)
        return True

else:
    import fcntl

    def _lock(file: BinaryIO) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
