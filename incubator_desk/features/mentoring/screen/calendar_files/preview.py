"""What a calendar file would do: its entries with their verdicts, ticked or left out, then taken over as one step."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QWidget

from incubator_desk.base.errors import Problem, Refused
from incubator_desk.base.i18n import _, translate, translate_many
from incubator_desk.features.mentoring.rules.ical.clashing import clashes, fitting
from incubator_desk.features.mentoring.rules.ical.judging import Row, Verdict
from incubator_desk.features.mentoring.service.ical import limits, taking
from incubator_desk.features.mentoring.service.ical.reading import Calendar
from incubator_desk.features.mentoring.service.ical.taking import Looked
from incubator_desk.qtkit import fonts, widgets
from incubator_desk.qtkit.cells import Cell
from incubator_desk.qtkit.chain import Chain
from incubator_desk.qtkit.delegate import DeskTable
from incubator_desk.qtkit.jobs import Progress
from incubator_desk.qtkit.screen import Context, worded
from incubator_desk.qtkit.table import PlainModel

from . import rows
from .asked import Asked

_AT_ONCE = 500
"""Entries that are looked at or taken over before anyone notices; more are beside the window's thread."""
_WIDEST, _REASON = 260, 420
_SIZE = (1120, 620)
_OPEN = ("new", "updated", "cancelled", "error")
Key = tuple[int, str]


class ImportDialog(QDialog):
    """A calendar's entries; nothing is saved before it is confirmed."""

    def __init__(self, context: Context, calendar: Calendar, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._calendar = context, calendar
        self.setWindowTitle(_("Import calendar"))
        with context.office.reading() as session:
            span = limits.span(session, context.office.actor, context.today())
        self.asked = Asked(context, None, span, nobody=_("As the entries say"))
        self.seen: Looked | None = None
        self.ticked: set[int] = set()
        self._chosen: dict[Key, bool] = {}
        self._told: dict[int, tuple[Problem, ...]] = {}
        self._shown: list[int] = []
        self._filter: Verdict | None = None
        self._wanted: tuple[str | None, tuple[date, date]] | None = None
        self._model = PlainModel([translate(each) for each in rows.HEADINGS])
        self.table = DeskTable()
        self.table.setModel(self._model)
        self.table.setAccessibleName(_("Entries of the calendar"))
        self._build(parent)
        self._wire()
        self.look()

    # building ---------------------------------------------------------------------------------------------------------

    def _build(self, parent: QWidget) -> None:
        self._file = widgets.label(self._calendar.file, "card-title")
        self._outside = widgets.label("", "caption")
        fields = widgets.row(*self.asked.rows, gap=12)
        fields.setStretch(0, 1)
        self.asked.setLayout(fields)
        for row in self.asked.rows[1:]:
            row.setFixedWidth(fonts.widened(220))
        self.chips = widgets.ChipRow()
        self.why = widgets.Note()
        self.note = widgets.Note()
        self.leave = widgets.button(_("Leave out what has errors"), "", "minus-circle", "Alt+L", self.leave_out)
        self.leave.hide()
        self.confirm = widgets.button("", "primary", "check", run=self.carry_out)
        buttons = widgets.row(self.note, self.leave, widgets.button(_("Cancel"), run=self.reject), self.confirm)
        buttons.setStretch(0, 1)
        table = widgets.card(widgets.column(self.table, margins=(1, 1, 1, 1)))
        head = widgets.row(self._file, None, self._outside)
        parts = (head, self.asked, widgets.row(self.chips, None), table, self.why, buttons)
        layout = widgets.column(*parts, gap=12, margins=(16, 16, 16, 16))
        layout.setStretch(3, 1)
        self.setLayout(layout)
        self.resize(QSize(*(fonts.widened(each) for each in _SIZE)).boundedTo(parent.window().size()))

    def _wire(self) -> None:
        for field in self.asked.editors:
            field.editingFinished.connect(self._look_anew)  # type: ignore[attr-defined]
        self.asked.mentor.editor.picked.connect(self._look_anew)  # type: ignore[attr-defined]
        chain = Chain(self, self.asked.editors)
        chain.finished.connect(self.table.setFocus)
        self.chips.chosen.connect(self._narrow)
        self.table.ticked.connect(lambda index: self._tick(index.row()))
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._tell_why())
        widgets.action(self, _("Look again"), "F5", self.look)
        widgets.action(self.table, _("Tick all"), "Ctrl+Shift+A", self.tick_all)

    # what is looked at ------------------------------------------------------------------------------------------------

    def _look_anew(self) -> None:
        """Look again where something else is asked for."""
        wanted = self.asked.read()
        if wanted is not None and wanted != self._wanted:
            self.look()

    def look(self) -> None:
        """Hold the entries against what is stored; what the user ticked or left out stays so."""
        wanted = self.asked.read()
        if wanted is None:
            self.asked.focus_wrong()
            return
        self._wanted = wanted
        mentor, span = wanted
        context, calendar = self._context, self._calendar
        work = lambda: taking.look(context.office, calendar, span, mentor, context.today())  # noqa: E731
        self.confirm.setEnabled(False)
        if len(calendar.events) > _AT_ONCE:
            self.note.tell(_("Looking through {file}").format(file=calendar.file), "info")
            context.jobs.look(work, self._show, self._refused)
            return
        try:
            self._show(work())
        except Refused as refused:
            self._refused(refused)

    def _refused(self, refused: Refused) -> None:
        self.note.tell(worded(refused.problems), "danger")

    def _show(self, seen: Looked) -> None:
        first, self.seen = self.seen is None, seen
        self._told = {}
        chosen = ((at, self._chosen.get(_key(row), row.ticked)) for at, row in enumerate(seen.rows))
        self.ticked = {at for at, on in chosen if on and seen.rows[at].verdict in _OPEN}
        words = translate_many("{count} entry outside these days", "{count} entries outside these days", seen.outside)
        self._outside.setText(words if seen.outside else "")
        self._settle()
        self._settle_widths()
        if first:
            whose = any(problem.code == "no_mentor" for row in seen.rows for problem in row.problems)
            (self.asked.mentor.editor if whose else self.table).setFocus()

    # what is ticked ---------------------------------------------------------------------------------------------------

    def _settle(self) -> None:
        """Find what clashes now, and show everything. A row left out for a clash keeps saying why."""
        if self.seen is None:
            return
        found = clashes(self.seen.rows, self.ticked, self.seen.known.sessions)
        kept = {at: told for at, told in self._told.items() if at not in self.ticked or told[0].code != "overlap"}
        self._told = kept | {at: (problem,) for at, problem in found.items()}
        self._fill()

    def verdict(self, at: int) -> Verdict:
        """What becomes of a row beside the others."""
        assert self.seen is not None
        return "error" if at in self._told else self.seen.rows[at].verdict

    def _tick(self, row: int) -> None:
        """Tick the chosen rows together, or leave them out, as the first of them then stands."""
        at = self._shown[row]
        chosen = self.table.chosen_rows()
        self._set([self._shown[each] for each in (chosen if row in chosen else [row])], on=at not in self.ticked)

    def tick_all(self) -> None:
        """Tick all that are listed, or none where all of them are."""
        self._set(self._shown, on=not all(at in self.ticked for at in self._shown if self._has_box(at)))

    def leave_out(self) -> None:
        """Leave out what has errors; what then has none stays. Where these are mended, they are ticked again."""
        if self.seen is None:
            return
        staying = fitting(self.seen.rows, self.ticked, self.seen.known.sessions)
        staying -= {at for at in staying if at in self._told and self._told[at][0].code != "overlap"}
        self.ticked = staying
        self._settle()
        self.table.setFocus()

    def _has_box(self, at: int) -> bool:
        assert self.seen is not None
        return self.seen.rows[at].verdict in _OPEN

    def _set(self, places: Sequence[int], *, on: bool) -> None:
        for at in places:
            if self.seen and self._has_box(at):
                self._chosen[_key(self.seen.rows[at])] = on
                self.ticked = self.ticked | {at} if on else self.ticked - {at}
        self._settle()

    # what is shown ----------------------------------------------------------------------------------------------------

    def _narrow(self, verdict: Verdict | None) -> None:
        self._filter = verdict
        self._fill()

    def _fill(self) -> None:
        assert self.seen is not None
        verdicts = [self.verdict(at) for at in range(len(self.seen.rows))]
        counts = {each: verdicts.count(each) for each in rows.VERDICTS}
        if self._filter is not None and not counts[self._filter]:
            self._filter = None
        chips = [(each, f"{translate(rows.VERDICTS[each][0])} {count}") for each, count in counts.items() if count]
        self.chips.fill([(None, f"{_('All')} {len(verdicts)}"), *chips], self._filter)
        current = self.table.currentIndex().row()
        self._shown = [at for at, each in enumerate(verdicts) if self._filter in (None, each)]
        self._model.fill([self._cells(at) for at in self._shown])
        if self._shown:
            self.table.selectRow(min(max(0, current), len(self._shown) - 1))
        self._count()
        self._tell_why()

    def _cells(self, at: int) -> Sequence[Cell]:
        assert self.seen is not None
        ticked = at in self.ticked if self._has_box(at) else None
        return rows.cells(self.seen.rows[at], self.seen.names, self._told.get(at, ()), self.verdict(at), ticked=ticked)

    def _settle_widths(self) -> None:
        self.table.resizeColumnsToContents()
        for at in range(self._model.columnCount()):
            most = _REASON if at == rows.REASON else _WIDEST
            self.table.setColumnWidth(at, min(fonts.widened(most), self.table.columnWidth(at)))

    def _tell_why(self) -> None:
        """All that is to be said of the row with the cursor; its cell may be too narrow for it."""
        row = self.table.currentIndex().row()
        at = self._shown[row] if 0 <= row < len(self._shown) else None
        words = rows.reason(self.seen.rows[at], self._told.get(at, ())) if self.seen and at is not None else ""
        verdict = self.verdict(at) if at is not None else "new"
        self.why.tell(words, {"error": "danger", "left": "neutral"}.get(verdict, "warning"))  # type: ignore[arg-type]
        self.why.setVisible(bool(words))

    def _count(self) -> None:
        wrong = sum(self.verdict(at) == "error" for at in self.ticked)
        words = translate_many("Take over {count} entry", "Take over {count} entries", len(self.ticked) - wrong)
        widgets.say_onward(self.confirm, words)
        self.confirm.setEnabled(bool(self.ticked) and not wrong)
        self.leave.setVisible(wrong > 0)
        if wrong:
            told = translate_many(
                "{count} entry has an error. Correct it in the calendar, or leave it out.",
                "{count} entries have errors. Correct them in the calendar, or leave them out.", wrong,
            )  # fmt: skip
            self.note.tell(told, "danger")
        else:
            self.note.tell(_("Nothing is saved yet. It will be one step that can be undone."), "info", "info")

    # taking over ------------------------------------------------------------------------------------------------------

    def carry_out(self) -> None:
        """Take the ticked entries over as one step; where that is refused, all stays as it was and the rows say why."""
        assert self.seen is not None
        places = sorted(self.ticked)
        wanted: list[Row] = [self.seen.rows[at] for at in places]
        context, file = self._context, self._calendar.file

        def work(_progress: Progress | None = None) -> int | Refused:
            try:
                return len(taking.carry_out(context.office, file, wanted, context.today()))
            except Refused as refused:
                return refused

        self._places = places
        if len(wanted) > _AT_ONCE:
            self.setEnabled(False)
            job = context.jobs.start(_("Import {file}").format(file=file), work, self._taken)
            job.ended.connect(self._awake, Qt.ConnectionType.QueuedConnection)
        else:
            self._taken(work())

    def _awake(self) -> None:
        self.setEnabled(True)

    def _taken(self, outcome: int | Refused) -> None:
        if isinstance(outcome, Refused):
            self._show_refused(outcome.problems)
            return
        self.accept()
        self._context.tell(translate_many("{count} entry taken over", "{count} entries taken over", outcome))

    def _show_refused(self, problems: Sequence[Problem]) -> None:
        """Show what was refused in its row; what belongs to none stands below."""
        rest = tuple(problem for problem in problems if problem.where.row is None)
        for problem in problems:
            if problem.where.row is not None:
                at = self._places[problem.where.row]
                self._told[at] = (*self._told.get(at, ()), problem)
        self._fill()
        self._settle_widths()
        first = next((row for row, at in enumerate(self._shown) if at in self._told), 0)
        self.table.selectRow(first)
        if rest:
            self.note.tell(worded(rest), "danger")


def _key(row: Row) -> Key:
    """What a row is known by when the file is looked at again."""
    return row.entry.line, row.entry.occurrence
