"""Files attached to a step that is about to be taken, and the files of a record behind a tab of its panel."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from incubator_desk.base.errors import Refused
from incubator_desk.base.i18n import _
from incubator_desk.catalog.moving import Attached

from . import fonts, incoming, widgets
from .screen import Context, worded
from .tokens import CONTROL

_SHOWN = 4
"""So many files are in sight; more are scrolled to."""
_UNITS = ((2**20, "MB"), (2**10, "KB"))


def sized(size: int) -> str:
    """A file's size as people read it."""
    for many, unit in _UNITS:
        if size >= many:
            return f"{size / many:.1f} {unit}"
    return f"{size} B"


class FileChooser(QWidget):
    """The files that go with what is about to be done: chosen, dropped or pasted. They are kept at once."""

    changed = Signal()
    """The files are others, or all of them are read."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.files: list[Attached] = []
        self._reading = 0
        self.attach = widgets.button(_("Attach…"), "", "attachment", "Alt+A", self.choose)
        self._hint = widgets.label("", "caption")
        self._rows = widgets.column(gap=0)
        self._list = QScrollArea()
        self._list.setWidgetResizable(True)
        self._list.setWidget(widgets.boxed(self._rows, "surface"))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setAccessibleName(_("Attached files"))
        self._note = widgets.Note()
        self._note.hide()
        self.setLayout(widgets.column(widgets.row(self.attach, self._hint, None), self._list, self._note, gap=4))
        self.setAcceptDrops(True)
        widgets.action(self, _("Paste"), "Ctrl+V", self.paste)
        self._show()

    @property
    def ready(self) -> bool:
        """Whether all chosen files have been read."""
        return not self._reading

    def choose(self) -> None:
        """Let the user choose files."""
        self.take(incoming.ask(self._context, self))

    def paste(self) -> None:
        """Take what is on the clipboard."""
        if found := incoming.pasted():
            self.take(found)
        else:
            self._say(_("The clipboard holds no file and no picture."))

    def take(self, paths: Sequence[Path]) -> None:
        """Keep files; they are listed when all of them are read."""
        if not paths:
            return
        self._say("")
        self._reading += 1
        job = incoming.keep(self._context, paths, self._taken)
        if job is not None:
            job.cancelled.connect(self._given_up)
            job.failed.connect(self._given_up)
        self._show()

    def _taken(self, outcome: incoming.Outcome) -> None:
        self._reading -= 1
        if isinstance(outcome, Refused):
            self._say(worded(outcome.problems))
        else:
            self.files = list(dict.fromkeys([*self.files, *outcome]))
        self._show()

    def _given_up(self, _defect: object = None) -> None:
        self._reading -= 1
        self._show()

    def leave_out(self, file: Attached) -> None:
        """Take a file off the list."""
        at = self.files.index(file)
        self.files.remove(file)
        self._show()
        rows = [self._rows.itemAt(n).widget() for n in range(self._rows.count())]
        (rows[min(at, len(rows) - 1)] if rows else self.attach).setFocus()  # a row passes it on to its button

    def _show(self) -> None:
        widgets.clear(self._rows)
        for file in self.files:
            self._rows.addWidget(self._row(file))
        high = fonts.grown(CONTROL) * min(_SHOWN, len(self.files))
        self._list.setFixedHeight(high + 2)
        self._list.setVisible(bool(self.files))
        self._hint.setText(_("Files are being read…") if self._reading else _("or drop or paste files here"))
        self.changed.emit()

    def _row(self, file: Attached) -> QWidget:
        name = widgets.label(file.name)
        name.setToolTip(file.name)
        name.setMinimumWidth(60)
        away = widgets.tool("close", _("Remove {name}").format(name=file.name), partial(self.leave_out, file))
        size = widgets.label(sized(file.size), "caption")
        picture = widgets.Picture("document")
        line = widgets.row(picture, name, size, away, gap=8, margins=(8, 0, 4, 0))
        line.setStretch(1, 1)
        made = widgets.boxed(line)
        made.setFocusProxy(away)
        made.setFixedHeight(fonts.grown(CONTROL))
        return made

    def _say(self, text: str) -> None:
        self._note.tell(text, "danger")
        self._note.setVisible(bool(text))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if incoming.holds_files(event.mimeData()):
            event.acceptProposedAction()
            self._hint.setText(_("Let go to attach"))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        super().dragLeaveEvent(event)
        self._show()

    def dropEvent(self, event: QDropEvent) -> None:
        self.take(incoming.dropped(event))
