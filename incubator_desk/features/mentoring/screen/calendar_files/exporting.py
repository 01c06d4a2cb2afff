"""Sessions out: whose, of which days, into which file."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from incubator_desk.base.dates import month_start
from incubator_desk.base.filenames import safe_name
from incubator_desk.base.i18n import _, translate, translate_many
from incubator_desk.features.mentoring.model import Mentor
from incubator_desk.features.mentoring.service.ical import limits, writing
from incubator_desk.qtkit import widgets
from incubator_desk.qtkit.chain import Chain
from incubator_desk.qtkit.screen import Context

from .asked import FILES, FOLDER, Asked

_WIDE = 560


def export_calendar(context: Context, parent: QWidget, mentor_uid: str | None = None) -> None:
    """Ask which sessions are wanted, of one mentor or of all, and write them as a calendar file."""
    dialog = ExportDialog(context, parent, mentor_uid)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()


class ExportDialog(QDialog):
    """Asks for a mentor and a span, and tells how many sessions these are."""

    def __init__(self, context: Context, parent: QWidget, mentor: str | None) -> None:
        super().__init__(parent)
        self._context = context
        self.setWindowTitle(_("Export calendar"))
        self.asked = Asked(context, mentor, self._span(), nobody=_("All mentors"))
        self.note = widgets.Note()
        self.confirm = widgets.onward(_("Save as…"), self.choose, "export")
        for field in self.asked.editors:
            field.edited.connect(self.count)  # type: ignore[attr-defined]
        chain = Chain(self, self.asked.editors)
        chain.finished.connect(self.choose)
        words = _("For Outlook and the calendars of telephones. Of people it tells their names alone.")
        hint = widgets.wrapped(words, "facts")
        buttons = widgets.row(None, widgets.button(_("Cancel"), run=self.reject), self.confirm)
        self.asked.setLayout(widgets.column(*self.asked.rows, gap=10))
        title = widgets.label(_("Export calendar"), "card-title")
        parts = (title, hint, self.asked, self.note, buttons)
        self.setLayout(widgets.column(*parts, gap=12, margins=(18, 16, 18, 14)))
        self.setMinimumWidth(_WIDE)
        self.count()
        self.asked.mentor.editor.setFocus()

    def _span(self) -> tuple[date, date]:
        """From this month on, as far as calendars are looked at."""
        office, today = self._context.office, self._context.today()
        with office.reading() as session:
            _first, last = limits.span(session, office.actor, today)
        return month_start(today), last

    def count(self) -> None:
        """Tell how many sessions are wanted, as far as that is clear while somebody types."""
        wanted = self.asked.read(quietly=True)
        number = self._number(*wanted) if wanted else 0
        words = translate_many("{count} session", "{count} sessions", number) if number else translate(writing.NOTHING)
        self.note.tell(words, "info" if number else "warning")
        self.note.setVisible(wanted is not None)
        self.confirm.setEnabled(wanted is None or number > 0)

    def _number(self, mentor: str | None, span: tuple[date, date]) -> int:
        office = self._context.office
        with office.reading() as session:
            return writing.count(session, office.actor, *span, mentor)

    def choose(self) -> None:
        """Ask for the place, then write."""
        wanted = self.asked.read()
        if wanted is None:
            self.asked.focus_wrong()
            return
        if not self._number(*wanted):
            return
        proposed = str(Path(self._context.recall(FOLDER, ""), self._name(*wanted)))
        chosen, _kind = QFileDialog.getSaveFileName(self, _("Export calendar"), proposed, translate(FILES))
        if chosen:
            self.save(Path(chosen))

    def _name(self, mentor: str | None, span: tuple[date, date]) -> str:
        with self._context.office.reading() as session:
            record = session.get(Mentor, mentor) if mentor else None
            whose = record.name if record else _("Mentoring")
        return safe_name(f"{whose} {span[0]} {span[1]}.ics")

    def save(self, out: Path) -> None:
        """Write the file beside the window's thread, and close."""
        wanted = self.asked.read()
        assert wanted is not None
        mentor, span = wanted
        context = self._context
        out = out if out.suffix else out.with_suffix(".ics")
        context.remember(FOLDER, str(out.parent))

        def done(number: int) -> None:
            words = translate_many("{count} session written", "{count} sessions written", number)
            context.tell(f"{words}  {_('Saved: {file}').format(file=out)}", undoable=False)

        context.jobs.start(
            _("Export calendar"), lambda _progress: writing.write(context.office, out, *span, mentor), done
        )
        self.accept()
