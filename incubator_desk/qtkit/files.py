"""The files of a record, behind a tab of its panel: opened, attached, removed."""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from incubator_desk.base.errors import Refused
from incubator_desk.base.i18n import _, translate, translate_many
from incubator_desk.catalog import attaching
from incubator_desk.catalog.moving import documents, passages
from incubator_desk.catalog.passages import Document
from incubator_desk.catalog.register import Register

from . import incoming, widgets
from .attachments import sized
from .cells import Cell
from .delegate import DeskTable
from .screen import Context, worded
from .table import PlainModel

_STEP = 2
_NARROWEST = 190
"""The least room for a name, in pixels."""


class FilesTab(QWidget):
    """What is attached to the record shown. Files come by choosing, dropping or pasting, and go by Del."""

    def __init__(self, context: Context, register: Register) -> None:
        super().__init__()
        self._context, self._register = context, register
        self._uid = ""
        self._documents: list[Document] = []
        self._model = PlainModel([_("Name"), _("File size"), _("Step"), _("Added on"), _("Added by")], rights=(1,))
        self.table = DeskTable()
        self.table.setModel(self._model)
        self.table.setAccessibleName(_("Files"))
        self.table.setColumnHidden(_STEP, register.name not in context.office.features.flows)
        self.table.entered_row.connect(lambda index: self.open(index.row()))
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._chosen())
        self._nothing = widgets.EmptyState("attachment", _("No files yet. Drop or paste them here."))
        self._nothing.cover(self.table)
        self._open = widgets.button(_("Open"), "link", "view", run=self._open_chosen)
        self._remove = widgets.button(_("Remove"), "link", "trash", run=self.detach)
        self._hint = widgets.label("", "caption")
        attach = widgets.button(_("Attach…"), "link", "attachment", "Alt+A", self.choose)
        foot = widgets.row(attach, self._open, self._remove, None, self._hint, margins=(12, 4, 12, 4))
        self.setLayout(widgets.column(self.table, widgets.boxed(foot, "foot"), gap=0))
        self.setAcceptDrops(True)
        widgets.action(self, _("Paste"), "Ctrl+V", self.paste)
        widgets.action(self.table, _("Remove"), "Del", self.detach)

    # what is shown ----------------------------------------------------------------------------------------------------

    def title(self, session: Session, uid: str) -> str:
        """The tab's words with the number of files."""
        found = attaching.count(session, uid)
        return f"{_('Files')} {found}" if found else _("Files")

    def count(self) -> int:
        """How many files are shown."""
        return len(self._documents)

    def load(self, uid: str) -> None:
        """Show the files of a record."""
        chosen = self._chosen_uids() if uid == self._uid else []
        row = self.table.currentIndex().row()
        self._uid = uid
        with self._context.office.reading() as session:
            self._documents = documents(session, uid)
            steps = self._steps(session, uid)
            session.expunge_all()
        self._model.fill([list(self._cells(document, steps)) for document in self._documents])
        bar = Qt.ScrollBarPolicy
        self.table.setHorizontalScrollBarPolicy(bar.ScrollBarAsNeeded if self._documents else bar.ScrollBarAlwaysOff)
        self._fit()
        self._nothing.setVisible(not self._documents)
        self._point(chosen, row)
        self._chosen()
        self._tell_hint()

    def _fit(self) -> None:
        """The name takes the room that the others leave."""
        header = self.table.horizontalHeader()
        shown = [at for at in range(1, header.count()) if not header.isSectionHidden(at)]
        wide = {at: max(self.table.sizeHintForColumn(at), header.sectionSizeHint(at)) for at in shown}
        for at, width in wide.items():
            self.table.setColumnWidth(at, width)
        self.table.setColumnWidth(0, max(_NARROWEST, self.table.viewport().width() - sum(wide.values())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _steps(self, session: Session, uid: str) -> dict[str, str]:
        """The stations that the record's steps came to, in words."""
        flow = self._context.office.features.flows.get(self._register.name)
        if flow is None:
            return {}
        return {each.uid: translate(flow.labels.get(each.target, each.target)) for each in passages(session, uid)}

    def _cells(self, document: Document, steps: dict[str, str]) -> Iterator[Cell]:
        files = self._context.office.files
        yield Cell(document.name, icon="document", icon_tone="neutral")
        if not files.has(document.sha256, document.size):
            damaged = files.has(document.sha256)
            yield Cell(_("Damaged") if damaged else _("Missing"), tone="danger", icon="warning", chip=True)
        else:
            yield Cell(sized(document.size), "right")
        yield Cell(steps.get(document.passage or "", ""))
        yield Cell(document.added_on.isoformat(), muted=True)
        yield Cell(document.added_by, muted=True)

    def _point(self, chosen: Sequence[str], row: int) -> None:
        """The cursor stays on its file, or where that is gone on the one that took its place."""
        uids = [document.uid for document in self._documents]
        at = next((uids.index(uid) for uid in chosen if uid in uids), min(max(0, row), len(uids) - 1))
        if uids:
            self.table.selectRow(at)

    def _chosen_uids(self) -> list[str]:
        return [self._documents[row].uid for row in self.table.chosen_rows()]

    def _chosen(self) -> None:
        rows = self.table.chosen_rows()
        self._open.setEnabled(len(rows) == 1)
        self._remove.setEnabled(bool(rows))

    def _tell_hint(self, text: str = "") -> None:
        self._hint.setText(text or (_("Drop or paste files here") if self._documents else ""))

    # files come and go ------------------------------------------------------------------------------------------------

    def choose(self) -> None:
        """Let the user choose files to attach."""
        self.attach(incoming.ask(self._context, self))

    def paste(self) -> None:
        """Attach what is on the clipboard."""
        if found := incoming.pasted():
            self.attach(found)
        else:
            self._context.tell(_("The clipboard holds no file and no picture."), "warning", undoable=False)

    def attach(self, paths: Sequence[Path]) -> None:
        """Attach files to the record shown, all of them as one step or none."""
        if paths and self._uid:
            incoming.keep(self._context, paths, partial(_attach, self._context, self._register, self._uid))

    def detach(self) -> None:
        """Take the chosen files off the record as one step."""
        uids = self._chosen_uids()
        names = [self._documents[row].name for row in self.table.chosen_rows()]
        if uids and self._context.attempt(lambda: attaching.detach(self._context.office, self._register, uids)):
            one = _("Removed: {name}").format(name=names[0])
            many = translate_many("{count} file removed", "{count} files removed", len(uids))
            self._context.tell(one if len(uids) == 1 else many)

    def _open_chosen(self) -> None:
        rows = self.table.chosen_rows()
        if rows:
            self.open(rows[0])

    def open(self, row: int) -> None:
        """Show a file with the system's program: a copy that cannot be written, so that no change to it gets lost."""
        document, context = self._documents[row], self._context
        folder = incoming.passing_folder() / document.sha256[:12]

        def work() -> None:
            place = attaching.lay_out(context.office, document, folder)
            if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(place))):
                said = _("No program of this computer opens {name}.").format(name=document.name)
                context.tell(said, "warning", undoable=False)

        context.attempt(work)
        self.load(self._uid)  # a content that was missing may have been fetched from the backups

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if incoming.holds_files(event.mimeData()):
            event.acceptProposedAction()
            self._tell_hint(_("Let go to attach"))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        super().dragLeaveEvent(event)
        self._tell_hint()

    def dropEvent(self, event: QDropEvent) -> None:
        self.attach(incoming.dropped(event))
        self._tell_hint()


def _attach(context: Context, register: Register, uid: str, outcome: incoming.Outcome) -> None:
    """Attach what was kept to the record it was meant for, whatever is shown by now."""
    if isinstance(outcome, Refused):
        context.tell(worded(outcome.problems), "danger", undoable=False)
        return
    new: list[int] = []
    if not context.attempt(
        lambda: new.append(attaching.attach_kept(context.office, register, uid, outcome, context.today()))
    ):
        return
    if not new[0]:
        context.tell(_("It is attached already."), "info", undoable=False)
        return
    one = _("Attached: {name}").format(name=outcome[-1].name)
    context.tell(
        one if len(outcome) == 1 else translate_many("{count} file attached", "{count} files attached", new[0])
    )
