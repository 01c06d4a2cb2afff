"""What a report is asked for: the pane beside the paper."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
)
from sqlalchemy import select

from incubator_desk.base.errors import Refused
from incubator_desk.base.i18n import N_, _, translate
from incubator_desk.base.periods import Period
from incubator_desk.catalog.kinds import Day, Reference
from incubator_desk.catalog.report import UNITS, Asked, Report
from incubator_desk.qtkit import fonts, theme, widgets
from incubator_desk.qtkit.editors import DayEditor, ReferenceEditor
from incubator_desk.qtkit.period_field import PeriodField
from incubator_desk.qtkit.screen import Context, worded
from incubator_desk.reports.masking import personal

from .output import Output

WIDTH = 322
_GROUPS = {"report": N_("Reports"), "letter": N_("Letters and forms")}
_SETTLES = 250
"""Milliseconds of rest after which what was chosen is made."""


@dataclass(frozen=True)
class Wanted:
    """A report and what it is asked for."""

    report: Report
    asked: Asked


class Options(QScrollArea):
    """Report, period, day, company or record, unit; how it leaves the office; what is to be looked at before."""

    changed = Signal()
    """Something else is asked for, after a moment's rest."""

    def __init__(self, context: Context, state: dict[str, Any]) -> None:
        super().__init__()
        self._context, self._state = context, state
        self._reports = context.office.features.reports
        self._rest = QTimer(self, singleShot=True, interval=_SETTLES)
        self._rest.timeout.connect(self.changed)
        self._own_day: date | None = state.get("as_of")
        self._build_wanted()
        self.output = Output(state)
        self.checks: QVBoxLayout = widgets.column(gap=4)
        self._build()
        self._restore()

    # building ---------------------------------------------------------------------------------------------------------

    def _build_wanted(self) -> None:
        self.report = QComboBox()
        self.report.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.report.setMinimumContentsLength(8)
        for group, heading in _GROUPS.items():
            some = [report for report in self._reports.values() if report.group == group]
            if some:
                self._add_heading(translate(heading))
            for report in some:
                self.report.addItem(translate(report.label), report.name)
        self.report.activated.connect(lambda _at: self._chosen())
        self.period = PeriodField(self._context.today())
        self.period.edited.connect(self._period_edited)
        self.as_of = DayEditor(Day())
        self.as_of.editingFinished.connect(self._day_edited)
        self.as_of.edited.connect(self._day_typed)
        self.tenant = self._one_of("tenants", _("All companies"))
        registers = dict.fromkeys(report.each for report in self._reports.values() if report.each)
        self.records = {name: self._one_of(name, _("All, one after the other")) for name in registers}
        self.unit = QComboBox()
        for unit, (label, *_rest) in UNITS.items():
            self.unit.addItem(translate(label), unit)
        self.unit.activated.connect(lambda _at: self._asked_anew())
        self.unmasked = QCheckBox(_("Show personal data whole"))
        self.unmasked.toggled.connect(self._mask_toggled)
        self.reason = QLineEdit()
        self.reason.editingFinished.connect(self._asked_anew)

    def _one_of(self, register: str, blank: str) -> ReferenceEditor:
        """The field for one record of a register; left blank, all are asked for."""
        editor = ReferenceEditor(Reference(register=register), self._context)
        editor.setPlaceholderText(blank)
        editor.picked.connect(self._asked_anew)
        editor.editingFinished.connect(self._asked_anew)
        return editor

    def _add_heading(self, text: str) -> None:
        self.report.addItem(text)
        model = self.report.model()
        assert isinstance(model, QStandardItemModel)
        item = model.item(model.rowCount() - 1)
        item.setEnabled(False)
        item.setFont(fonts.bold())

    def _build(self) -> None:
        row = widgets.FormRow
        self.rows = {
            "report": row(_("Report"), self.report), "period": row(_("Period"), self.period),
            "as_of": row(_("As of"), self.as_of), "tenant": row(_("Company"), self.tenant),
            "unit": row(_("Unit"), self.unit), "reason": row(_("Reason"), self.reason, required=True),
        }  # fmt: skip
        nouns = {name: translate(self._context.office.features.registers[name].noun) for name in self.records}
        records = {name: row(noun[:1].upper() + noun[1:], self.records[name]) for name, noun in nouns.items()}
        self.rows |= records
        self.rows["reason"].hide()
        r = self.rows
        whole = widgets.column(
            widgets.label(_("Options"), "card-title"),
            r["report"], r["period"], r["as_of"], *records.values(), r["tenant"], r["unit"], self.unmasked, r["reason"],
            widgets.rule(), self.output,
            widgets.rule(), widgets.label(_("Checks before printing"), "group"), self.checks,
            None, widgets.wrapped(_("What is shown is the very file that is saved and printed."), "caption"),
            gap=5, margins=(16, 10, 16, 12),
        )  # fmt: skip
        self.setWidget(widgets.boxed(whole, "surface"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        widgets.dressed(self, "panel")
        self._measure()
        theme.look.changed.connect(self._measure)

    def _measure(self) -> None:
        self.setFixedWidth(fonts.widened(WIDTH))

    # what is asked for ------------------------------------------------------------------------------------------------

    def _restore(self) -> None:
        state, today = self._state, self._context.today()
        self.period.put(state.get("period") or Period.of(today, 3).text)
        self._show_report(state.get("report"))
        self.tenant.put(state.get("tenant"))
        for name, editor in self.records.items():
            editor.put(state.get("records", {}).get(name))
        self.unit.setCurrentIndex(max(0, self.unit.findData(state.get("unit"))))
        self._show_day()
        self._settle()

    def preset(self, wanted: dict[str, Any]) -> None:
        """Ask for what another screen sends one here for: report, company (code or uid), record (code), period."""
        self._own_day = None
        self._show_report(wanted.get("report"))
        if period := wanted.get("period"):
            self.period.put(str(period))
        self.tenant.put(self._uid_of("tenants", wanted.get("tenant")))
        report = self.shown()
        for name, editor in self.records.items():
            mine = report is not None and report.each == name
            editor.put(self._uid_of(name, wanted.get("record")) if mine else None)
        self.output.pages.clear()
        self._show_day()
        self._settle()
        self._remember()

    def _uid_of(self, register: str, code: str | None) -> str | None:
        """The record of a code, or of a uid."""
        model: Any = self._context.office.features.registers[register].model
        with self._context.office.reading() as session:
            mine = select(model.uid).where(model.operator_uid == self._context.office.actor.operator)
            return session.scalar(mine.where(model.code == code)) or session.scalar(mine.where(model.uid == code))

    def _show_report(self, name: str | None) -> None:
        known = self.report.findData(name) if name else -1
        first = next((at for at in range(self.report.count()) if self.report.itemData(at)), -1)
        self.report.setCurrentIndex(known if known >= 0 else first)

    def shown(self) -> Report | None:
        """The report chosen."""
        return self._reports.get(self.report.currentData() or "")

    def wanted(self) -> Wanted | None:
        """What is asked for; None where something is wrong, which then stands beside its field."""
        report, period, day = self.shown(), self._period(), self._day()
        tenant, record, reason = self._code("tenants", self.tenant), self._record(), self._reason()
        if report is None or period is None or day is None or None in (tenant, record, reason):
            return None
        self._remember()
        unit = self.unit.currentData()
        return Wanted(report, Asked(period, day, tenant or None, unit, reason or None, record or None))

    def _period(self) -> Period | None:
        period = self.period.value()
        wrong = _("“{text}” is not a period. Write 2020, 2020-H1, 2020-Q1 or 2020-02.")
        self.rows["period"].tell("" if period else wrong.format(text=self.period.text()))
        self.period.mark(wrong=period is None)
        return period

    def _day(self) -> date | None:
        try:
            day: date | None = self.as_of.value()
        except Refused as refused:
            self.rows["as_of"].tell(worded(refused.problems))
            return None
        self.rows["as_of"].tell("" if day else _("Which day? Usually the last one of the period."))
        return day

    def _code(self, register: str, editor: ReferenceEditor) -> str | None:
        """The code of the record chosen; blank for all, None where what was typed is none."""
        row = self.rows["tenant" if editor is self.tenant else register]
        try:
            uid = editor.value()
        except Refused as refused:
            row.tell(worded(refused.problems))
            return None
        row.tell()
        if uid is None:
            return ""
        model: Any = self._context.office.features.registers[register].model
        with self._context.office.reading() as session:
            return str(session.get_one(model, uid).code)

    def _record(self) -> str | None:
        """The code of the one record of a report that has a paper for each; blank for all."""
        report = self.shown()
        return self._code(report.each, self.records[report.each]) if report and report.each else ""

    def _reason(self) -> str | None:
        """Why personal data is shown; blank where it is masked."""
        if self.unmasked.isHidden() or not self.unmasked.isChecked():
            return ""
        reason = self.reason.text().strip()
        self.rows["reason"].tell("" if reason else _("Say why: the reason is noted."), "warning")
        return reason or None

    # what is chosen ---------------------------------------------------------------------------------------------------

    def _chosen(self) -> None:
        self._settle()
        self._asked_anew()

    def _settle(self) -> None:
        """Show what belongs to the report chosen."""
        report = self.shown()
        if report is None:
            return
        self.output.show_for(report)
        for name in self.records:
            self.rows[name].setVisible(name == report.each)
        self.unmasked.setVisible(any(map(personal, report.columns)))
        self.rows["reason"].setVisible(not self.unmasked.isHidden() and self.unmasked.isChecked())

    def _mask_toggled(self, on: bool) -> None:
        self.rows["reason"].setVisible(on)
        if on:
            self.reason.setFocus()
        self._asked_anew()

    def _period_edited(self) -> None:
        period = self.period.value()
        if period is not None and period.text != self._state.get("period"):
            self._own_day = None
            self._show_day()
        self._asked_anew()

    def _show_day(self) -> None:
        period = self.period.value()
        if period is not None:
            self.as_of.put(self._own_day or period.last)

    def _day_typed(self) -> None:
        """Follow the calendar, and what is typed as soon as it is a day."""
        with suppress(Refused):
            self.as_of.value()
            self._day_edited()

    def _day_edited(self) -> None:
        day = None
        with suppress(Refused):
            day = self.as_of.value()
        period = self.period.value()
        self._own_day = None if period is not None and day == period.last else day
        self._asked_anew()

    def _asked_anew(self) -> None:
        self._rest.start()

    def resting(self) -> bool:
        """Whether something was chosen just now that :attr:`changed` will tell of."""
        return self._rest.isActive()

    def _remember(self) -> None:
        """Keep what is chosen, also through a change of language."""
        period, report = self.period.value(), self.shown()
        self._state.update(
            report=report.name if report else None, period=period.text if period else self._state.get("period"),
            as_of=self._own_day, tenant=_chosen(self.tenant), unit=self.unit.currentData(),
            records={name: _chosen(editor) for name, editor in self.records.items()},
        )  # fmt: skip
        self.output.remember()


def _chosen(editor: ReferenceEditor) -> str | None:
    """The record that stands in a field; None where there is none."""
    try:
        return str(editor.value() or "") or None
    except Refused:
        return None
