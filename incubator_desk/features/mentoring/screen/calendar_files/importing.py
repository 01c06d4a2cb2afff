"""Sessions in: a calendar file is chosen and read, then shown."""

from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from incubator_desk.base.i18n import _, translate
from incubator_desk.features.mentoring.service.ical.reading import Calendar, read
from incubator_desk.qtkit.screen import Context

from .asked import FILES, FOLDER
from .preview import ImportDialog

_AT_ONCE = 200 * 1024
"""Bytes of a calendar that are read before anyone notices; more is read beside the window's thread."""


def import_calendar(context: Context, parent: QWidget) -> None:
    """Let the user choose a calendar file, and show what it would do."""
    chosen, _kind = QFileDialog.getOpenFileName(
        parent, _("Import calendar"), context.recall(FOLDER, ""), translate(FILES)
    )
    if chosen:
        context.remember(FOLDER, str(Path(chosen).parent))
        open_calendar(context, parent, Path(chosen))


def open_calendar(context: Context, parent: QWidget, path: Path) -> None:
    """Read a calendar file, and show what it would do; where it is none, that is told."""
    opening = _Opening(context, parent)
    if path.is_file() and path.stat().st_size > _AT_ONCE:
        title = _("Looking through {file}").format(file=path.name)
        context.jobs.start(title, lambda progress: read(path, progress), opening.show)
    else:
        context.attempt(lambda: opening.show(read(path)))


class _Opening(QObject):
    """Waits for a calendar; where the page is gone meanwhile, so is this."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._page = context, parent

    def show(self, calendar: Calendar) -> None:
        """Show what was read."""
        dialog = ImportDialog(self._context, calendar, self._page)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        self.deleteLater()
