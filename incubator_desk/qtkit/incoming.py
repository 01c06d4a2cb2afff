"""Files that come from outside: chosen, dropped or pasted, and kept beside the window's thread where they are large."""

import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from functools import cache
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from incubator_desk.base.errors import Refused
from incubator_desk.base.filenames import safe_name
from incubator_desk.base.i18n import _
from incubator_desk.catalog.attaching import keep_all
from incubator_desk.catalog.moving import Attached

from .jobs import Job, Progress
from .screen import Context

Outcome = list[Attached] | Refused
"""What became of the files of one action: all of them are kept, or none is."""
_AT_ONCE = 2 * 2**20
"""Bytes that are kept before anyone notices; more is kept beside the window's thread."""
_FOLDER = "attach/folder"


@cache
def _passing() -> "tempfile.TemporaryDirectory[str]":
    # Windows keeps what a program has open; then it is left to the system.
    return tempfile.TemporaryDirectory(prefix="incubator-desk-", ignore_cleanup_errors=True)


def passing_folder() -> Path:
    """A folder of this user's alone, which goes when the program ends."""
    return Path(_passing().name)


def holds_files(mime: QMimeData) -> bool:
    """Whether something can be attached: files of this computer, or a picture."""
    return bool(_local(mime)) or mime.hasImage()


def paths_of(mime: QMimeData) -> list[Path]:
    """The files that were dropped or copied; a picture becomes one."""
    if found := _local(mime):
        return found
    picture = QImage(mime.imageData()) if mime.hasImage() else QImage()
    if picture.isNull():
        return []
    now = f"{datetime.now():%Y-%m-%d %H%M%S}"
    place = passing_folder() / safe_name(_("Picture {time}").format(time=now) + ".png")
    return [place] if picture.save(str(place)) else []


def _local(mime: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]


def pasted() -> list[Path]:
    """The files or the picture on the clipboard."""
    return paths_of(QGuiApplication.clipboard().mimeData())


def dropped(event: QDropEvent) -> list[Path]:
    """What was dropped; the event is accepted where that is something to attach."""
    found = paths_of(event.mimeData())
    if found:
        event.acceptProposedAction()
    return found


def ask(context: Context, parent: QWidget) -> list[Path]:
    """Let the user choose files, beginning in the folder of the last time."""
    chosen, _kind = QFileDialog.getOpenFileNames(parent, _("Attach files"), context.recall(_FOLDER, ""))
    if chosen:
        context.remember(_FOLDER, str(Path(chosen[0]).parent))
    return [Path(each) for each in chosen]


def keep(context: Context, paths: Sequence[Path], then: Callable[[Outcome], None]) -> Job | None:
    """Keep the contents of files, then go on with them or with the refusal; gives the work where it takes a while."""
    office = context.office

    def work(progress: Progress) -> Outcome:
        try:
            return keep_all(office, paths, lambda: progress(0, 0))
        except Refused as refused:
            return refused

    if _size(paths) > _AT_ONCE:
        return context.jobs.start(_("Attach files"), work, then)
    then(work(lambda _count, _total: None))
    return None


def _size(paths: Sequence[Path]) -> int:
    found = 0
    for path in paths:
        with suppress(OSError):
            found += path.stat().st_size
    return found
