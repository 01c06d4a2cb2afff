"""Choosing a report, looking at it, saving it."""

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QLineEdit

from incubator_desk.base.i18n import _, translate
from incubator_desk.base.periods import Period
from incubator_desk.catalog.kinds import Number
from incubator_desk.catalog.report import UNITS, Asked, Report, Unit
from incubator_desk.qtkit import theme, widgets
from incubator_desk.qtkit.cells import cell_of
from incubator_desk.qtkit.delegate import DeskTable
from incubator_desk.qtkit.screen import Context, Screen
from incubator_desk.qtkit.table import PlainModel
from incubator_desk.qtkit.totals import TotalsRow
from incubator_desk.reports.made import produce

if TYPE_CHECKING:
    from incubator_desk.reports.making import Format


class ReportsScreen(Screen):
    """The reports: period, unit, a preview of the rows, and the four formats."""

    name = "reports"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._reports = list(context.office.features.reports.values())
        self._state: dict[str, Any] = context.memory.setdefault("reports", {})
        self._choice = QComboBox()
        self._choice.setAccessibleName(_("Report"))
        for report in self._reports:
            self._choice.addItem(translate(report.label))
        self._choice.setMinimumWidth(200)
        self.period = QLineEdit(self._state.get("period") or _quarter(context.today()))
        self.period.setAccessibleName(_("Period"))
        self.period.setToolTip(_("2020, 2020-H1, 2020-Q1 or 2020-02"))
        self.period.setFixedWidth(110)
        self._unit = QComboBox()
        self._unit.setAccessibleName(_("Unit"))
        for unit, (label, *_rest) in UNITS.items():
            self._unit.addItem(translate(label), unit)
        self._choice.activated.connect(lambda _at: self._fill())
        self._unit.activated.connect(lambda _at: self._fill())
        self.period.editingFinished.connect(self._fill)
        self.table = DeskTable()
        self.table.setAccessibleName(_("Rows of the report"))
        self._note = widgets.label("", "caption")
        options = widgets.row(
            widgets.label(_("Report"), "label"), self._choice, 8, widgets.label(_("Period"), "label"), self.period, 8,
            widgets.label(_("Unit"), "label"), self._unit, None, margins=(16, 0, 16, 8),
        )  # fmt: skip
        foot = widgets.boxed(widgets.row(self._note, None, margins=(16, 6, 16, 6)), "foot")
        self._totals = TotalsRow(self.table)
        layout = widgets.column(options, self.table, self._totals, foot, gap=0)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self._fill()

    def title(self) -> str:
        return _("Reports")

    def fill_actions(self, place: QHBoxLayout) -> None:
        formats: tuple[tuple[Format, str], ...] = (("csv", "CSV"), ("xlsx", _("Export Excel")))
        for kind, text in formats:
            place.addWidget(widgets.button(text, "flat", "export", run=partial(self._save, kind)))
        place.addWidget(widgets.button(_("Export PDF"), "primary", "print", "Ctrl+P", partial(self._save, "pdf")))

    def hints(self) -> tuple[tuple[str, str], ...]:
        return (("Ctrl+P", _("Export PDF")),)

    def _asked(self) -> tuple[Report, Asked] | None:
        try:
            period = Period.parse(self.period.text())
        except ValueError:
            self.period.setProperty("state", "error")
            theme.polish(self.period)
            self._note.setText(
                _("“{text}” is not a period. Write 2020, 2020-H1, 2020-Q1 or 2020-02.").format(text=self.period.text())
            )
            return None
        self.period.setProperty("state", "")
        theme.polish(self.period)
        self._state["period"] = period.text
        unit: Unit = self._unit.currentData()
        return self._reports[self._choice.currentIndex()], Asked(period, period.last, None, unit)

    def _fill(self) -> None:
        if not self._reports or (asked := self._asked()) is None:
            return
        report, wanted = asked
        office = self.context.office
        with office.reading() as session:
            made = produce(session, office.actor, report, wanted)
        model = PlainModel(
            [translate(c.label) for c in made.columns],
            rights=[at for at, c in enumerate(made.columns) if isinstance(c.kind, Number)],
        )
        rows = made.whole.rows
        model.fill([[cell_of(c.kind, v) for c, v in zip(made.columns, row, strict=True)] for row in rows])
        self._model = model
        self.table.setModel(model)
        self._totals.fill([cell_of(c.kind, v) for c, v in zip(made.columns, made.whole.totals, strict=True)])
        self.table.resizeColumnsToContents()
        for at in range(len(made.columns)):
            self.table.setColumnWidth(at, max(self.table.columnWidth(at), self._totals.wanted_width(at)))
        text = _("{count} rows, as of {day}, amounts in {unit}")
        self._note.setText(text.format(count=len(rows), day=wanted.as_of, unit=self._unit.currentText()))

    def _save(self, kind: "Format") -> None:
        if not self._reports or (asked := self._asked()) is None:
            return
        report, wanted = asked
        name = f"{translate(report.label)} {wanted.period}.{kind}"
        chosen, _filter = QFileDialog.getSaveFileName(self, _("Save the report"), name, f"*.{kind}")
        if chosen:
            self.save(report, wanted, kind, Path(chosen))

    def save(self, report: Report, wanted: Asked, kind: "Format", out: Path) -> None:
        """Write the report beside the window's thread."""
        from incubator_desk.reports.making import make

        office = self.context.office
        done = lambda _problems: self.context.tell(_("Saved: {file}").format(file=out), undoable=False)  # noqa: E731
        self.context.jobs.start(translate(report.label), lambda _p: make(office, report, wanted, kind, out), done)

    def refresh(self, changed: object) -> None:
        del changed
        self._fill()


def _quarter(day: date) -> str:
    return f"{day.year}-Q{(day.month + 2) // 3}"
