"""The evidence of a claim: what its programme asks for, what of it is at hand, and the files."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from incubator_desk.base.errors import Refused
from incubator_desk.base.i18n import _, translate
from incubator_desk.base.text import folded
from incubator_desk.catalog import attaching
from incubator_desk.catalog.moving import Attached, documents, passages
from incubator_desk.catalog.passages import Document
from incubator_desk.catalog.register import Register
from incubator_desk.features.vouchers.service.papers import shown_by
from incubator_desk.qtkit import incoming, widgets
from incubator_desk.qtkit.screen import Context, worded

_LONGEST = 200
"""Of a longer name the end is kept, so that its kind stays."""
File = Document | Attached
"""A file that the claim has, or one that is saved with it."""


class Evidence(QWidget):
    """What is asked for, each with the file that shows it; files of a new claim wait until it is saved."""

    changed = Signal()

    def __init__(self, context: Context, register: Register) -> None:
        super().__init__()
        self._context, self._register = context, register
        self._uid: str | None = None
        self._wanted: tuple[str, ...] = ()
        self._ticked: tuple[str, ...] = ()
        self._files: list[Document] = []
        self._fixed = False
        self.pending: list[Attached] = []
        """Files whose contents are kept, and which are attached when the claim is saved."""
        self._count = widgets.label("", "facts")
        self.add = widgets.button(_("Add") + "  Alt+A", "link", "plus", "Alt+A", self.choose)
        self.add.setAccessibleName(_("Attach files"))
        self._rows = widgets.column(gap=0)
        head = widgets.row(widgets.label(_("Evidence"), "amount"), self._count, None, self.add)
        self.setLayout(widgets.column(head, self._rows, gap=2))
        self.setAcceptDrops(True)

    # what is shown ----------------------------------------------------------------------------------------------------

    def load(self, uid: str | None) -> None:
        """Show the files of a claim, or those that wait for a new one."""
        if uid is not None or self._uid is not None:
            self.pending = []
        self._uid = uid
        self._ticked, self._files = (), []
        if uid is not None:
            with self._context.office.reading() as session:
                taken = passages(session, uid)
                self._ticked = tuple(name for each in taken for name in (each.evidence or "").split("\n") if name)
                self._files = documents(session, uid)
                session.expunge_all()
        self._show()

    def want(self, names: Sequence[str]) -> None:
        """Ask for other evidence: that of another programme."""
        if tuple(names) != self._wanted:
            self._wanted = tuple(names)
            self._show()

    def lock(self, *, fixed: bool) -> None:
        """Let nothing be added or removed."""
        self._fixed = fixed
        self.add.setDisabled(fixed)
        self._show()

    def forget(self) -> None:
        """Give up the files that wait."""
        self.pending = []
        self._show()

    def _all(self) -> list[File]:
        return [*self._files, *self.pending]

    def _show(self) -> None:
        widgets.clear(self._rows)
        rest, there = self._all(), 0
        for name in self._wanted:
            mine = [file for file in rest if shown_by(name, [_stem(file)])]
            rest = [file for file in rest if file not in mine]
            ticked = bool(shown_by(name, self._ticked))
            there += bool(mine or ticked)
            self._rows.addWidget(self._line(name, mine, ticked=ticked))
        for file in rest:
            self._rows.addWidget(self._file_line(file))
        self._count.setText(f"{there} / {len(self._wanted)}" if self._wanted else "")
        self.setAccessibleName(f"{_('Evidence')} {self._count.text()}".strip())

    def _line(self, name: str, files: Sequence[File], *, ticked: bool) -> QWidget:
        there = bool(files) or ticked
        icon, tone = ("check-circle", "success") if there else ("minus-circle", "muted")
        words = widgets.label(translate(name), "" if there else "facts")
        line = widgets.row(widgets.Picture(icon, tone), words, None, gap=8)
        for file in files:
            self._add_file(line, file)
        if not files:
            told = _("at hand with a step") if ticked else _("not there yet")
            line.addWidget(widgets.label(told, "caption"))
        if not there and not self._fixed:
            add = widgets.button(_("Attach…"), "link", run=partial(self.choose, name))
            add.setAccessibleName(_("Attach {name}").format(name=translate(name)))
            line.addWidget(add)
        return widgets.boxed(line)

    def _file_line(self, file: File) -> QWidget:
        line = widgets.row(widgets.Picture("attachment"), gap=8)
        self._add_file(line, file)
        line.insertStretch(2, 1)
        return widgets.boxed(line)

    def _add_file(self, line: QHBoxLayout, file: File) -> None:
        shown = widgets.button(file.name, "link", run=partial(self.open, file))
        shown.setToolTip(_("Open {name}").format(name=file.name))
        shown.setEnabled(isinstance(file, Document))
        line.addWidget(shown)
        if not self._fixed:
            line.addWidget(widgets.tool("close", _("Remove {name}").format(name=file.name), partial(self.remove, file)))

    # files ------------------------------------------------------------------------------------------------------------

    def choose(self, evidence: str = "") -> None:
        """Let the user choose files; where they show a piece of evidence, they are named after it."""
        self.take(incoming.ask(self._context, self), evidence)

    def take(self, paths: Sequence[Path], evidence: str = "") -> None:
        """Attach files: at once to a stored claim as one step, to a new one when it is saved."""
        if paths and not self._fixed:
            incoming.keep(self._context, paths, partial(self._kept, self._uid, translate(evidence)))

    def _kept(self, uid: str | None, evidence: str, outcome: incoming.Outcome) -> None:
        if isinstance(outcome, Refused):
            self._context.tell(worded(outcome.problems), "danger", undoable=False)
            return
        files = [_named(file, evidence) for file in outcome]
        if uid is None:
            self.pending = list(dict.fromkeys([*self.pending, *files]))
            self._show()
            self.changed.emit()
            return
        context = self._context
        work = partial(attaching.attach_kept, context.office, self._register, uid, files, context.today())
        if context.attempt(work):
            context.tell(_("Attached: {name}").format(name=files[-1].name))

    def remove(self, file: File) -> None:
        """Take a file off the claim; of a stored one as one step."""
        if isinstance(file, Attached):
            self.pending.remove(file)
            self._show()
            self.changed.emit()
        elif self._context.attempt(partial(attaching.detach, self._context.office, self._register, [file.uid])):
            self._context.tell(_("Removed: {name}").format(name=file.name))

    def open(self, file: File) -> None:
        """Show a file with the system's program."""
        if not isinstance(file, Document):
            return
        folder = incoming.passing_folder() / file.sha256[:12]

        def work() -> None:
            place = attaching.lay_out(self._context.office, file, folder)
            if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(place))):
                said = _("No program of this computer opens {name}.").format(name=file.name)
                self._context.tell(said, "warning", undoable=False)

        self._context.attempt(work)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if not self._fixed and incoming.holds_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.take(incoming.dropped(event))


def _stem(file: File) -> str:
    return file.name.rpartition(".")[0] or file.name


def _named(file: Attached, evidence: str) -> Attached:
    """The file under a name that begins with the evidence it shows."""
    if not evidence or folded(file.name).startswith(folded(evidence)):
        return file
    return replace(file, name=f"{evidence} {file.name[-_LONGEST:]}")
