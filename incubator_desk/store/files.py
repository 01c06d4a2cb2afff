"""The contents of attached files: kept once each, under the hash of what is in them, and never deleted here."""

import hashlib
import os
import re
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from incubator_desk.base.errors import Refused
from incubator_desk.base.filenames import numbered, safe_name
from incubator_desk.base.i18n import N_
from incubator_desk.base.uid import new_uid

from .database import Database
from .folders import data_folder, keep
from .refusals import code_of, refusal

LIMIT = 50 * 2**20
"""The largest file taken, in bytes: a long scan has a tenth of it, and every backup carries what is taken."""
MISSING, DAMAGED = "content_missing", "content_damaged"
Told = Callable[[], object]
"""Called between two pieces of a content; may raise to cancel."""

TOO_LARGE = N_("{place} is larger than {limit} MB. Attach a smaller copy of it.")
EMPTY = N_("{place} is empty.")
FOLDER = N_("{place} is a folder. Choose the files in it.")
UNREADABLE = N_("{place} cannot be read. Is it open in another program, and may you read it?")
_WORDS = {MISSING: N_("There is no content {place}."), DAMAGED: N_("The content {place} is damaged.")}
_HASH = re.compile(r"[0-9a-f]{64}")
_PIECE = 1 << 20
_STALE = 86400
"""Seconds after which what a killed process left over is taken away."""


def files_of(database: Database) -> "Files":
    """Where a database's files lie: beside the file, in ``park.desk.files``.

    Those of a server lie in the folder ``$INCUBATOR_DESK_FILES``, which its users share, else in the user's own.
    """
    if database.path:
        return beside(database.path)
    shared = os.environ.get("INCUBATOR_DESK_FILES")
    return Files(Path(shared).expanduser() if shared else data_folder() / "files" / database.stem)


def beside(file: Path) -> "Files":
    """The contents that belong to a database file or to one backup."""
    return Files(file.with_name(f"{file.name}.files"))


class Files:
    """A folder of contents; the folder is made with the first one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, sha256: str) -> Path:
        """Where a content lies; what is no hash lies nowhere."""
        if not _HASH.fullmatch(sha256):
            raise refused_content(MISSING, sha256)
        return self.folder / sha256[:2] / sha256

    def has(self, sha256: str, size: int | None = None) -> bool:
        """Whether a content is there, of this size where one is given: a quick look."""
        with suppress(OSError, Refused):
            place = self.path(sha256)
            return place.is_file() and size in (None, place.stat().st_size)
        return False

    def missing(self, hashes: Iterable[str]) -> set[str]:
        """Those of some contents that are not there."""
        return {sha256 for sha256 in hashes if not self.has(sha256)}

    def put(self, path: Path, told: Told = lambda: None) -> tuple[str, int]:
        """Keep what is in a file; gives its hash and size. What was kept before is not kept twice."""
        _refuse_what_cannot_be_kept(path)
        with self._aside() as part:
            sha256, size = _pour(path, part, told, LIMIT)
            if not size:
                raise Refused.because("empty_file", EMPTY, place=path.name)
            self._settle(part, sha256)
        return sha256, size

    def verify(self, sha256: str, told: Told = lambda: None) -> None:
        """Refuse a content that is missing or not what its name says."""
        place = self.path(sha256)
        if not place.is_file():
            raise refused_content(MISSING, place)
        if _hash(place, told) != sha256:
            raise refused_content(DAMAGED, place)

    def fetch(self, sha256: str, others: Iterable["Files"], told: Told = lambda: None) -> None:
        """Have a content here, whole: one missing or damaged is copied from the first other folder that has it whole.

        Refused with what is wrong with it where there is none.
        """
        try:
            self.verify(sha256, told)
        except Refused as refused:
            if not _of_source(refused):
                raise
            self._fetch(sha256, others, told, refused)

    def _fetch(self, sha256: str, others: Iterable["Files"], told: Told, fault: Refused) -> None:
        for other in others:
            if other.has(sha256):
                try:
                    self._copy(other.path(sha256), sha256, told)
                except Refused as refused:
                    if not _of_source(refused):
                        raise
                    fault = refused
                else:
                    return
        raise fault

    def _copy(self, source: Path, sha256: str, told: Told) -> None:
        with self._aside() as part:
            found, _ = _pour(source, part, told)
            if found != sha256:
                raise refused_content(DAMAGED, source)
            self._settle(part, sha256)

    def copy_out(self, sha256: str, name: str, folder: Path) -> Path:
        """A copy that cannot be written, under a name that every system takes, for other programs to open."""
        place = self.path(sha256)
        if not place.is_file():
            raise refused_content(MISSING, place)
        with _on_disk(folder):
            folder.mkdir(parents=True, exist_ok=True)
            for out in numbered(folder / safe_name(name)):
                if not out.exists():
                    return self._lay_out(place, sha256, out)
                if _hash(out) == sha256:
                    return out
        raise AssertionError(name)

    @staticmethod
    def _lay_out(place: Path, sha256: str, out: Path) -> Path:
        try:
            if _pour(place, out)[0] != sha256:
                raise refused_content(DAMAGED, place)
            out.chmod(0o444)
        except BaseException:
            out.unlink(missing_ok=True)
            raise
        return out

    @contextmanager
    def _aside(self) -> Iterator[Path]:
        """A place in the folder for a content whose name is not sure yet; removed where it does not get one."""
        part = self.folder / f"{new_uid()}.part"
        with _on_disk(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            self._sweep()
            try:
                yield part
            finally:
                with suppress(OSError):
                    part.unlink(missing_ok=True)

    def _sweep(self) -> None:
        for part in self.folder.glob("*.part"):
            with suppress(OSError):  # another user's, or taken away by them this moment
                if part.stat().st_mtime < time.time() - _STALE:
                    part.unlink()

    def _settle(self, part: Path, sha256: str) -> None:
        """Give a content that is on the disk its name, unless the very same is there; a damaged one is replaced."""
        with suppress(Refused):
            self.verify(sha256)
            return
        place = self.path(sha256)
        place.parent.mkdir(exist_ok=True)
        part.replace(place)
        for folder in (place.parent, self.folder):
            with suppress(OSError):  # a network's folders know no such call
                keep(folder)


@contextmanager
def _on_disk(place: Path) -> Iterator[None]:
    """Whatever the system answers to writing here is the disk's or the network's doing, never a defect of ours."""
    try:
        yield
    except OSError as error:
        raise refusal(code_of(error) or "disk_error", place) from error


def _refuse_what_cannot_be_kept(path: Path) -> None:
    try:
        if path.is_dir():
            raise Refused.because("folder", FOLDER, place=path.name)
        if not path.is_file():
            raise refusal("missing_file", path)
        size = path.stat().st_size
    except OSError as error:
        raise Refused.because("unreadable", UNREADABLE, place=path.name) from error
    if size > LIMIT:
        raise _too_large(path)


def _too_large(path: Path) -> Refused:
    return Refused.because("too_large", TOO_LARGE, place=path.name, limit=LIMIT // 2**20)


def refused_content(code: str, place: object) -> Refused:
    """The refusal of a content that is missing or damaged."""
    return Refused.because(code, _WORDS[code], place=place)


def _of_source(refused: Refused) -> bool:
    """Whether it is about what was to be copied, not about the place it was to be copied to."""
    return refused.problems[0].code in (MISSING, DAMAGED, "unreadable", "missing_file")


def _pour(source: Path, target: Path, told: Told = lambda: None, limit: int | None = None) -> tuple[str, int]:
    """Copy a file to a new one that is then on the disk; gives the hash and size of what was really copied."""
    found, size = hashlib.sha256(), 0
    with target.open("xb") as file:
        for piece in _pieces(source):
            size += len(piece)
            if limit is not None and size > limit:
                raise _too_large(source)
            found.update(piece)
            file.write(piece)
            told()
        file.flush()
        os.fsync(file.fileno())
    return found.hexdigest(), size


def _hash(path: Path, told: Told = lambda: None) -> str:
    found = hashlib.sha256()
    for piece in _pieces(path):
        found.update(piece)
        told()
    return found.hexdigest()


def _pieces(path: Path) -> Iterator[bytes]:
    """What is in a file, piece by piece; refused where the reading fails, not where the writing of it does."""
    with _opened(path) as file:
        while piece := _read(file, path):
            yield piece


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except FileNotFoundError as error:
        raise refusal("missing_file", path) from error
    except OSError as error:
        raise Refused.because("unreadable", UNREADABLE, place=path.name) from error


def _read(file: BinaryIO, path: Path) -> bytes:
    try:
        return file.read(_PIECE)
    except OSError as error:
        raise Refused.because("unreadable", UNREADABLE, place=path.name) from error
