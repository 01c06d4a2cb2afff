"""A package is returned: the findings that become reasons are ticked, further reasons are written."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QWidget

from incubator_desk.base.i18n import _, translate, translate_many
from incubator_desk.catalog.kinds import Text
from incubator_desk.features.returns.model import ReceivedPackage
from incubator_desk.features.returns.rules.receipt import Reason
from incubator_desk.features.returns.service import zone
from incubator_desk.features.returns.service.rechecking import Found
from incubator_desk.qtkit import widgets
from incubator_desk.qtkit.cells import Cell
from incubator_desk.qtkit.delegate import DeskTable
from incubator_desk.qtkit.editors import LongEditor
from incubator_desk.qtkit.screen import Context
from incubator_desk.qtkit.table import PlainModel

from .listed import bounded
from .opened import titled
from .wording import places

_SIZE, _LABEL = (1040, 640), 76
_WIDTHS = (110, 64, 190, 150, 110)


class ReturnDialog(QDialog):
    """Asks for the reasons of a return; at least one is needed."""

    given = Signal(list)
    """The reasons."""

    def __init__(self, context: Context, parent: QWidget, package: ReceivedPackage, found: Sequence[Found]) -> None:
        super().__init__(parent)
        self._context, self._package = context, package
        title = _("Return package {sequence} of {park}").format(sequence=package.sequence, park=package.name)
        self.setWindowTitle(title)
        self.found = list(found)
        self.ticked = {at for at, each in enumerate(self.found) if each.severity == "error"}
        self._model = PlainModel(
            [_("Verdict"), _("Rule"), _("Table"), _("Concerning"), _("Field"), _("What is to be mended")]
        )
        self.table = DeskTable()
        self.table.setModel(self._model)
        self.table.setAccessibleName(_("Reasons"))
        self.table.ticked.connect(lambda index: self._turn(index.row()))
        self.table.entered_row.connect(lambda index: self._turn(index.row()))
        self._nothing = widgets.EmptyState("check-circle", _("The rules find nothing. Write the reason below."))
        self._nothing.cover(self.table)
        with context.office.reading() as session:
            names = [name for name, _rows in zone.parts(session, package.uid)]
        self.of_table, self.of_field = QComboBox(), QComboBox()
        self.record = QLineEdit()
        self.reason = LongEditor(Text(500, lines=2))
        self.reason.edited.connect(self._tell)
        self.of_table.addItem("", None)
        for name in names:
            self.of_table.addItem(titled(context.office.features, name)[0], name)
        self.of_table.currentIndexChanged.connect(lambda _at: self._offer_fields())
        self._build(title)
        self._offer_fields()
        self._fill()
        self.resize(bounded(parent, _SIZE))
        (self.table if self.found else self.reason).setFocus()

    def _build(self, title: str) -> None:
        place = widgets.row(
            widgets.FormRow(_("Table"), self.of_table, narrow=_LABEL),
            widgets.FormRow(_("Concerning"), self.record, narrow=72),
            widgets.FormRow(_("Field"), self.of_field, narrow=44), gap=12,
        )  # fmt: skip
        for at, share in enumerate((3, 2, 3)):
            place.setStretch(at, share)
        self._reason_row = widgets.FormRow(_("Reason"), self.reason, narrow=_LABEL)
        add, back = _("Add the reason"), _("Return")
        self.add = widgets.button(f"{add}  Alt+A", "", "plus", "Alt+A", self.add_reason)
        self.confirm = widgets.onward(back, self.carry_out, "return")
        self._count = widgets.Note()
        buttons = widgets.row(self._count, self.add, widgets.button(_("Cancel"), run=self.reject), self.confirm)
        buttons.setStretch(0, 1)
        hint = _("Space ticks what the park has to mend; it gets the reasons with the receipt.")
        layout = widgets.column(
            widgets.label(title, "card-title"), widgets.label(hint, "facts"),
            widgets.card(widgets.column(self.table, margins=(1, 1, 1, 1))), place, self._reason_row, buttons, gap=10,
            margins=(16, 14, 16, 14),
        )  # fmt: skip
        layout.setStretch(2, 1)
        self.setLayout(layout)

    def _offer_fields(self) -> None:
        """The columns of the chosen table."""
        name = self.of_table.currentData()
        with QSignalBlocker(self.of_field):
            self.of_field.clear()
            self.of_field.addItem("", None)
            for column, (label, _kind) in titled(self._context.office.features, name)[1].items() if name else ():
                self.of_field.addItem(translate(label), column)

    def _fill(self) -> None:
        self._model.fill([self._row(at) for at in range(len(self.found))])
        for at, wide in enumerate(_WIDTHS):
            self.table.setColumnWidth(at, wide)
        self._nothing.setVisible(not self.found)
        if self.found:
            self.table.selectRow(0)
        self._tell()

    def _row(self, at: int) -> list[Cell]:
        each = self.found[at]
        error = each.severity == "error"
        label, record, field = places(self._context.office.features, each.reason)
        text = each.reason.text
        if each.explanation:
            text = _("{found} (the park: {explanation})").format(found=text, explanation=each.explanation)
        return [
            Cell(
                _("Error") if error else _("Warning"), tone="danger" if error else "warning", checked=at in self.ticked
            ),
            Cell(each.reason.rule or ""), Cell(label), Cell(record, muted=True), Cell(field),
            Cell(text),
        ]  # fmt: skip

    def _turn(self, row: int) -> None:
        self.ticked ^= {row}
        self._model.replace(row, self._row(row))
        self._tell()

    def _typed(self) -> Reason | None:
        """The reason that is being written."""
        text = " ".join(self.reason.toPlainText().split())
        if not text:
            return None
        return Reason(
            text, None, self.of_table.currentData(), self.record.text().strip() or None, self.of_field.currentData()
        )

    def add_reason(self) -> None:
        """Put what was written among the reasons, ticked, and begin another."""
        typed = self._typed()
        if typed is None:
            self._reason_row.tell(_("Write what is to be mended."))
            self.reason.setFocus()
            return
        self._reason_row.tell()
        self.found.append(Found("error", typed))
        self.ticked.add(len(self.found) - 1)
        self.reason.put("")
        self.record.clear()
        self._fill()
        self.reason.setFocus()

    def reasons(self) -> list[Reason]:
        """What was ticked, and what is being written."""
        typed = self._typed()
        return [self.found[at].reason for at in sorted(self.ticked)] + ([typed] if typed else [])

    def _tell(self) -> None:
        count = len(self.reasons())
        self._count.tell(translate_many("{count} reason", "{count} reasons", count), "info" if count else "warning")

    def carry_out(self) -> None:
        """Return with the reasons."""
        reasons = self.reasons()
        if not reasons:
            self._reason_row.tell(_("Write what is to be mended."))
            self.reason.setFocus()
            return
        self.given.emit(reasons)
        self.accept()
