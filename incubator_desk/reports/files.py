"""Output files: written beside, then renamed, so that a failure leaves the old one whole."""

import os
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
    try:
        if out.is_dir():
            raise IsADirectoryError
        yield aside
        with aside.open("rb+") as file:
            os.fsync(file.fileno())
        aside.replace(out)
    except OSError as failed:
        message = _CANNOT.get(type(failed), FULL)
        values = {"folder": str(out.parent), "reason": failed.strerror or str(failed)}
        raise Refused(Problem("cannot_write", message, values, Where(file=str(out)))) from failed
    finally:
        aside.unlink(missing_ok=True)
