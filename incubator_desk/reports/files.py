"""Output files: written beside, then renamed, so that a failure leaves the old one whole."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from incubator_desk.base.errors import Problem, Refused, Where
from incubator_desk.base.i18n import N_

_CANNOT = {
    FileNotFoundError: N_("The folder does not exist: {folder}"),
    PermissionError: N_("The file cannot be written here: access is denied, or another program has it open."),
    IsADirectoryError: N_("There is a folder of this name."),
    NotADirectoryError: N_("The folder does not exist: {folder}"),
}
FULL = N_("The file cannot be written: {reason}")


@contextmanager
def written_aside(out: Path) -> Iterator[Path]:
    """A place to write to; it becomes ``out`` when all went well, and is removed when not."""
    aside = out.with_name(f".{out.name}.{os.getpid()}.part")
    with _worded(out, out.parent):
        try:
            if out.is_dir():
                raise IsADirectoryError
            yield aside
            _settle(aside)
            aside.replace(out)
        finally:
            aside.unlink(missing_ok=True)


@contextmanager
def all_aside(folder: Path) -> Iterator[Path]:
    """A folder to write files to; they become those of ``folder`` when all went well, and none does when not."""
    aside = folder / f".{os.getpid()}.part"
    with _worded(folder, folder):
        try:
            aside.mkdir()
            yield aside
            for file in aside.iterdir():
                _settle(file)
            _move_all(aside, folder)
        finally:
            shutil.rmtree(aside, ignore_errors=True)


def _move_all(aside: Path, folder: Path) -> None:
    """Move all files, or none: what stood in their places comes back where one of them cannot be moved."""
    before = aside / "before"
    before.mkdir()
    moved: list[Path] = []
    try:
        for file in sorted(each for each in aside.iterdir() if each.is_file()):
            place = folder / file.name
            with _worded(place, folder):
                if place.is_dir():
                    raise IsADirectoryError
                if place.exists():
                    place.replace(before / file.name)
                moved.append(place)
                file.replace(place)
    except (OSError, Refused):
        for place in reversed(moved):
            place.unlink(missing_ok=True)
            if (before / place.name).exists():
                (before / place.name).replace(place)
        raise


def _settle(file: Path) -> None:
    """Have the file on the disk before it takes its name."""
    with file.open("rb+") as written:
        os.fsync(written.fileno())


@contextmanager
def _worded(out: Path, folder: Path) -> Iterator[None]:
    """Refuse in words what the system refuses to do with a file in a folder."""
    try:
        yield
    except OSError as failed:
        message = _CANNOT.get(type(failed), FULL)
        values = {"folder": str(folder), "reason": failed.strerror or str(failed)}
        raise Refused(Problem("cannot_write", message, values, Where(file=str(out)))) from failed
