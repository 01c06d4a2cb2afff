"""How a report leaves the office: pages and copies on paper; in one file, or one for each company."""

from typing import Any

from PySide6.QtWidgets import QLineEdit, QRadioButton, QSpinBox, QWidget

from incubator_desk.base.i18n import _
from incubator_desk.catalog.report import Report
from incubator_desk.qtkit import widgets
from incubator_desk.reports.naming import PATTERN

_MOST_COPIES = 99


class Output(QWidget):
    """The choices for printing and saving; they live in a state that outlasts the screen."""

    def __init__(self, state: dict[str, Any]) -> None:
        super().__init__()
        self._state = state
        self.paper = widgets.label("", "facts")
        self.copies = QSpinBox()
        self.copies.setRange(1, _MOST_COPIES)
        self.copies.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.copies.setValue(state.get("copies", 1))
        self.pages = QLineEdit()
        self.pages.setPlaceholderText(_("All, or 1-3, 5"))
        self.together = QRadioButton(_("All in one file"))
        self.each = QRadioButton(_("One file for each company"))
        self.together.setChecked(True)
        self.pattern = QLineEdit(state.get("pattern") or PATTERN)
        self.pattern.setToolTip(
            _("{report}, {tenant}, {code} and {period} stand for the report's name, the company and the period.")
        )
        self.pages_row = widgets.FormRow(_("Pages"), self.pages)
        self.pattern_row = widgets.FormRow(_("File name"), self.pattern)
        self.pattern_row.hide()
        self.each.toggled.connect(self.pattern_row.setVisible)
        self.setLayout(
            widgets.column(
                widgets.row(widgets.label(_("Printing"), "group"), None, self.paper),
                widgets.FormRow(_("Copies"), self.copies), self.pages_row,
                widgets.rule(), widgets.label(_("Saving"), "group"), self.together, self.each, self.pattern_row,
                gap=5,
            )
        )  # fmt: skip
        self.each.setChecked(bool(state.get("each")))

    def show_for(self, report: Report) -> None:
        """Show what belongs to a report."""
        self.paper.setText(_("A4 landscape") if report.paper.landscape else _("A4 portrait"))
        apart = report.per_tenant or bool(report.each)
        self.each.setText(_("One file for each paper") if report.each else _("One file for each company"))
        self.each.setEnabled(apart)
        if not apart:
            self.together.setChecked(True)

    def remember(self) -> None:
        """Keep what is chosen."""
        self._state.update(
            copies=self.copies.value(), each=self.each.isChecked(), pattern=self.pattern.text().strip() or PATTERN
        )
