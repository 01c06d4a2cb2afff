"""What the check before sending finds: errors to mend, warnings to explain, and what passes."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QFrame, QWidget

from incubator_desk.base.i18n import _, translate, translate_many
from incubator_desk.catalog.kinds import Text
from incubator_desk.features.returns.rules.checks import RULES
from incubator_desk.features.returns.rules.tables import Table
from incubator_desk.features.returns.service.checking import Finding, Outcome
from incubator_desk.qtkit import widgets
from incubator_desk.qtkit.cells import Cell
from incubator_desk.qtkit.delegate import DeskTable
from incubator_desk.qtkit.editors import LongEditor
from incubator_desk.qtkit.table import PlainModel

_WIDTHS = (84, 58, 300, 180, 190, 60)
_OPEN = 5
_WIDE, _LABEL = 560, 96


class ExplainDialog(QDialog):
    """Asks why a warning stands as it is; what was said of it in an earlier period is proposed."""

    given = Signal(str)

    def __init__(self, finding: Finding, proposed: str, parent: QWidget, count: int = 1) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Explain"))
        self.reason = widgets.FormRow(_("Explanation"), LongEditor(Text(500, lines=3)), required=True, narrow=_LABEL)
        self.reason.editor.put(proposed)  # type: ignore[attr-defined]
        confirm = widgets.onward(_("Explain"), self.confirm)
        buttons = widgets.row(None, widgets.button(_("Cancel"), run=self.reject), confirm)
        several = translate_many("{count} finding", "{count} findings", count)
        head = widgets.label(f"{finding.rule}    {finding.concerning if count == 1 else several}", "card-title")
        note = widgets.wrapped(_("The explanation travels along with the package."), "caption")
        body = (head, widgets.wrapped(str(finding.said)), self.reason, note, buttons)
        self.setLayout(widgets.column(*body, gap=10, margins=(18, 16, 18, 14)))
        self.setMinimumWidth(_WIDE)
        self.reason.editor.setFocus()

    def confirm(self) -> None:
        """Go on, where something is said."""
        words = self.reason.editor.value()  # type: ignore[attr-defined]
        if not words:
            self.reason.tell(_("This is required."))
            self.reason.editor.setFocus()
            return
        self.accept()
        self.given.emit(words)


class FindingsCard(QFrame):
    """The findings, then the rules that pass. Enter explains a warning, or several of one rule, or opens what an
    error is about.
    """

    opened = Signal(str, str, str)
    """Register, record and column."""
    explained = Signal(list, str)
    """Findings of one rule and why they stand."""
    again = Signal()

    def __init__(self) -> None:
        super().__init__()
        widgets.dressed(self, "card")
        self._chips = widgets.row(gap=6)
        self._again = widgets.button(_("Check again"), "link", "refresh", "F9", self.again.emit)
        head = widgets.row(
            widgets.label(_("Check before sending"), "card-title"), self._chips, None, self._again, gap=10,
            margins=(16, 10, 8, 6),
        )  # fmt: skip
        self._model = PlainModel([_("Verdict"), _("Rule"), _("What is checked"), _("Concerning"), _("Explanation"), ""])
        self.table = DeskTable()
        self.table.setModel(self._model)
        self.table.setAccessibleName(_("Check before sending"))
        self.table.entered_row.connect(lambda index: self._enter(index.row()))
        self.table.clicked.connect(lambda index: self._see(index.row()) if index.column() == _OPEN else None)
        widgets.action(self.table, _("Open"), "Alt+O", lambda: self._see(self.table.currentIndex().row()))
        body = widgets.column(head, self.table, gap=0, margins=(1, 1, 1, 1))
        body.setStretch(1, 1)
        self.setLayout(body)
        self._found: Sequence[Finding] = ()
        self._outcome: Outcome | None = None

    def wait(self) -> None:
        """It is being checked."""
        widgets.clear(self._chips)
        self._chips.addWidget(widgets.Chip(_("being checked…"), "neutral", "clock"))

    def show_outcome(self, outcome: Outcome) -> None:
        """Show what was found of an open period."""
        self._outcome, self._found = outcome, outcome.findings
        self._again.setVisible(True)
        self._tell(len(outcome.errors), len(outcome.warnings), len(outcome.unexplained), len(outcome.passed))
        rows = [self._row(each, outcome) for each in outcome.findings]
        for rule in outcome.passed:
            count = Cell(_("{count} records").format(count=f"{outcome.looked_at[rule.code]:,}"), muted=True)
            passed = Cell(_("Passes"), tone="success", icon="check-circle", chip=True)
            rows.append([passed, Cell(rule.code), Cell(translate(rule.label)), count, Cell(), Cell()])
        self._fill(rows)

    def show_frozen(self, table: Table | None) -> None:
        """Show what was found when a period was closed."""
        self._outcome, self._found = None, ()
        self._again.setVisible(False)
        records = list(table.records()) if table else []
        broken = {each["rule"] for each in records}
        self._tell(0, len(records), sum(not each["explanation"] for each in records), len(RULES) - len(broken))
        self._fill(
            [
                [
                    self._chip(each["severity"]), Cell(each["rule"]), Cell(each["text"]), Cell(each["record"]),
                    Cell(each["explanation"]), Cell(),
                ]
                for each in records
            ]
        )  # fmt: skip

    def _fill(self, rows: Sequence[Sequence[Cell]]) -> None:
        self._model.fill(rows)
        for at, wide in enumerate(_WIDTHS):
            self.table.setColumnWidth(at, wide)
        if rows:
            self.table.selectRow(0)

    def _tell(self, errors: int, warnings: int, unexplained: int, passed: int) -> None:
        widgets.clear(self._chips)
        tone: Any = "danger" if errors else "success"
        self._chips.addWidget(widgets.Chip(_("Errors {count}").format(count=errors), tone))
        text = _("Warnings {count}").format(count=warnings)
        if unexplained:
            text = _("{warnings}, {count} not explained").format(warnings=text, count=unexplained)
        self._chips.addWidget(widgets.Chip(text, "warning" if warnings else "success"))
        self._chips.addWidget(widgets.Chip(_("Pass {count}").format(count=passed), "neutral", "check"))

    @staticmethod
    def _chip(severity: str) -> Cell:
        if severity == "error":
            return Cell(_("Error"), tone="danger", icon="error-circle", chip=True)
        return Cell(_("Warning"), tone="warning", icon="warning", chip=True)

    def _row(self, each: Finding, outcome: Outcome) -> list[Cell]:
        known = outcome.explained.get(each.id)
        said = (
            Cell(known.reason)
            if known
            else Cell(_("to be explained") if each.severity == "warning" else "", muted=True)
        )
        way = Cell(_("Open"), link=True) if each.uid else Cell()
        return [self._chip(each.severity), Cell(each.rule), Cell(str(each.said)), Cell(each.concerning), said, way]

    def _enter(self, row: int) -> None:
        if not 0 <= row < len(self._found) or self._outcome is None:
            return
        finding = self._found[row]
        if finding.severity == "error":
            self._see(row)
            return
        known = self._outcome.explained.get(finding.id)
        proposed = known.reason if known else self._outcome.earlier.get(finding.id, "")
        chosen = [self._found[at] for at in self.table.chosen_rows() if at < len(self._found)]
        alike = [each for each in chosen if each.rule == finding.rule] or [finding]
        dialog = ExplainDialog(finding, proposed, self, len(alike))
        dialog.given.connect(lambda words: self.explained.emit(alike, words))
        dialog.open()

    def _see(self, row: int) -> None:
        if 0 <= row < len(self._found) and (uid := self._found[row].uid):
            found = self._found[row]
            self.opened.emit(found.register, uid, found.fields[0] if found.fields else "")
