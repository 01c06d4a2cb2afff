"""A consolidated report looked at, and saved in any format."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDialog, QFileDialog, QVBoxLayout, QWidget

from incubator_desk.base.errors import Problem, Refused
from incubator_desk.base.filenames import safe_name
from incubator_desk.base.i18n import _, translate, translate_many
from incubator_desk.base.periods import Period
from incubator_desk.catalog.kinds import Number
from incubator_desk.catalog.report import UNITS, Asked, Report, Unit
from incubator_desk.features.returns.service import consolidated
from incubator_desk.qtkit import widgets
from incubator_desk.qtkit.cells import cell_of
from incubator_desk.qtkit.delegate import DeskTable
from incubator_desk.qtkit.screen import Context, worded
from incubator_desk.qtkit.table import PlainModel
from incubator_desk.qtkit.totals import TotalsRow
from incubator_desk.reports.made import Made, produce

from .listed import bounded

if TYPE_CHECKING:
    from incubator_desk.reports.making import Format

_SIZE, _WIDEST, _TOLD = (1240, 700), 230, 6
_KEYS: "dict[Format, str]" = {"xlsx": "Ctrl+E", "pdf": "Ctrl+S", "csv": "Ctrl+Shift+E", "json": "Ctrl+Shift+J"}


class ReportDialog(QDialog):
    """The report and unit are chosen; below them its rows with their totals, and what is to be known of it."""

    shown = Signal()
    """The report is made and shown."""

    def __init__(self, context: Context, parent: QWidget, period: Period, name: str = "") -> None:
        super().__init__(parent)
        self._context, self.period = context, period
        self.setWindowTitle(_("Consolidated report"))
        self._reports = consolidated.reports(context.office.features)
        self.made: Made | None = None
        self._turn = 0
        self.report, self.unit = QComboBox(), QComboBox()
        for each in self._reports.values():
            self.report.addItem(translate(each.label), each.name)
        for unit, (label, *_rest) in UNITS.items():
            self.unit.addItem(translate(label), unit)
        self.report.setCurrentIndex(max(0, self.report.findData(name)))
        self.report.setAccessibleName(_("Report"))
        self.unit.setAccessibleName(_("Unit"))
        self.table = DeskTable()
        self.table.setAccessibleName(_("Rows of the report"))
        self._model = PlainModel([])
        self.table.setModel(self._model)
        self._totals = TotalsRow(self.table)
        self._nothing = widgets.EmptyState("chart", _("No package of this period has rows of this report."))
        self._nothing.cover(self.table)
        self._facts = widgets.label("", "caption")
        self._problems = QVBoxLayout()
        self._problems.setSpacing(3)
        self._build()
        self.report.currentIndexChanged.connect(lambda _at: self.make())
        self.unit.currentIndexChanged.connect(lambda _at: self.make())
        self.resize(bounded(parent, _SIZE))
        self.report.setFocus()
        self.make()

    def _build(self) -> None:
        ask = widgets.row(
            widgets.FormRow(_("Report"), self.report, narrow=44), widgets.FormRow(_("Unit"), self.unit, narrow=40),
            None, self._facts, gap=14,
        )  # fmt: skip
        ask.setStretch(0, 3)
        table = widgets.card(widgets.column(self.table, self._totals, gap=0, margins=(1, 1, 1, 1)))
        words: dict[Format, str] = {
            "xlsx": _("Save Excel…"), "pdf": _("Save PDF…"), "csv": _("Save CSV…"), "json": _("Save JSON…"),
        }  # fmt: skip
        self.buttons = {
            each: widgets.button(
                text, "primary" if each == "pdf" else "", "export", _KEYS[each], partial(self.ask, each)
            )
            for each, text in words.items()
        }
        order: tuple[Format, ...] = ("json", "csv", "xlsx", "pdf")
        foot = widgets.row(widgets.button(_("Close"), run=self.reject), None, *(self.buttons[each] for each in order))
        title = _("Consolidated report, {period}").format(period=self.period.text)
        layout = widgets.column(
            widgets.label(title, "card-title"), ask, table, self._problems, foot, gap=10, margins=(16, 14, 16, 14)
        )
        layout.setStretch(2, 1)
        self.setLayout(layout)

    def wanted(self) -> tuple[Report, Asked]:
        """What is asked for."""
        unit: Unit = self.unit.currentData()
        return self._reports[self.report.currentData()], Asked(self.period, self.period.last, unit=unit)

    def make(self) -> None:
        """Add up what is asked for, beside the window's thread."""
        office, (report, asked) = self._context.office, self.wanted()
        self._turn += 1

        def work() -> Made:
            with office.reading() as session:
                return produce(session, office.actor, report, asked)

        self._look = self._context.jobs.look(work, partial(self._show, self._turn), partial(self._refuse, self._turn))

    def _show(self, turn: int, made: Made) -> None:
        if turn != self._turn:
            return
        self.made = made
        rights = [at for at, column in enumerate(made.columns) if isinstance(column.kind, Number)]
        self._model = PlainModel([translate(column.label) for column in made.columns], rights=rights)
        self._model.fill(
            [[cell_of(c.kind, v) for c, v in zip(made.columns, row, strict=True)] for row in made.whole.rows]
        )
        self.table.setModel(self._model)
        self._totals.fill([cell_of(c.kind, v) for c, v in zip(made.columns, made.whole.totals, strict=True)])
        self._totals.setVisible(any(value is not None for value in made.whole.totals))
        self.table.resizeColumnsToContents()
        for at in range(len(made.columns)):
            wide = max(min(self.table.columnWidth(at), _WIDEST), self._totals.wanted_width(at))
            self.table.setColumnWidth(at, wide)
        self._nothing.setVisible(not made.whole.rows)
        rows = translate_many("{count} row", "{count} rows", len(made.whole.rows))
        self._facts.setText("    ".join((*(f"{label} {text}" for label, text in made.whole.facts), rows)))
        self._tell(made.problems)
        self._enable(ready=True)
        self.shown.emit()

    def _refuse(self, turn: int, refused: Refused) -> None:
        if turn == self._turn:
            self.made = None
            self._model.fill([])
            self._totals.hide()
            self._tell(refused.problems)
            self._enable(ready=False)
            self.shown.emit()

    def _enable(self, *, ready: bool) -> None:
        for each in self.buttons.values():
            each.setEnabled(ready)

    def _tell(self, problems: tuple[Problem, ...]) -> None:
        widgets.clear(self._problems)
        for each in problems[:_TOLD]:
            note = widgets.Note()
            note.tell(each.text(), "danger" if each.severity == "error" else "warning")
            self._problems.addWidget(note)
        if len(problems) > _TOLD:
            self._problems.addWidget(widgets.label(worded(problems[_TOLD:], 0), "caption"))

    def ask(self, format: "Format") -> None:
        """Let the user choose a place, and save there."""
        report, asked = self.wanted()
        name = safe_name(f"{translate(report.label)} {asked.period.text}.{format}")
        chosen, _kind = QFileDialog.getSaveFileName(self, _("Save the report"), name, f"(*.{format})")
        if chosen:
            place = Path(chosen)
            self.save(format, place if place.suffix else place.with_name(f"{place.name}.{format}"))

    def save(self, format: "Format", out: Path) -> None:
        """Write the file beside the window's thread."""
        from incubator_desk.reports.making import make

        context, (report, asked) = self._context, self.wanted()
        context.jobs.start(
            translate(report.label),
            lambda tell: make(context.office, report, asked, format, out, tell),
            lambda problems: context.tell(
                "  ".join(part for part in (_("Saved: {file}").format(file=out), worded(problems)) if part),
                "warning" if problems else "success", undoable=False,
            ),
        )  # fmt: skip
