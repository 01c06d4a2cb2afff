"""Above the companies: the programme's terms; the face value, the day and the codes of what is issued."""

from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from incubator_desk.base.errors import Problem, Refused
from incubator_desk.base.i18n import _
from incubator_desk.base.money import to_fen, to_yuan
from incubator_desk.catalog.kinds import Code, Day
from incubator_desk.catalog.moving import IN_FUTURE
from incubator_desk.features.vouchers.model import POSITIVE
from incubator_desk.features.vouchers.service.issuing import NO_FACE_VALUE, Offered
from incubator_desk.qtkit import fonts, widgets
from incubator_desk.qtkit.editors import DayEditor, LineEditor
from incubator_desk.qtkit.screen import Context

from . import verdicts


class ProgrammeCard(QWidget):
    """The programme, and what every voucher has in common. Fields are read while one types."""

    another = Signal()
    changed = Signal()

    def __init__(self, context: Context, state: dict[str, Any]) -> None:
        super().__init__()
        self._context, self._state = context, state
        self._title = widgets.label("", "card-title")
        self._chips = widgets.row(gap=6)
        self._terms = widgets.wrapped("", "facts")
        self.face, self.on, self.pattern = LineEditor(POSITIVE), DayEditor(Day()), LineEditor(Code())
        self._face = widgets.FormRow(_("Face value"), self.face, unit=_("CNY"))
        self._on = widgets.FormRow(_("Date of issue"), self.on)
        self._pattern = widgets.FormRow(_("Codes"), self.pattern)
        self.pattern.setToolTip(_("{year}, {programme} and {number:04} are filled in; the number counts up."))
        for editor in (self.face, self.on, self.pattern):
            editor.edited.connect(self.changed.emit)
        change = widgets.button(_("Another programme"), "link", run=self.another.emit)
        first = widgets.row(self._title, self._chips, None, change, gap=10)
        second = widgets.row(self._face, self._on, self._pattern, None, gap=18)
        for part, wide in ((self._face, 164), (self._on, 184), (self._pattern, 340)):
            part.label.ensurePolished()
            label = part.label.fontMetrics().horizontalAdvance(part.label.text()) + 4
            part.label.setFixedWidth(label)
            part.setFixedWidth(label + fonts.widened(wide))
            second.setAlignment(part, Qt.AlignmentFlag.AlignTop)  # what is wrong with one moves no other
        card = widgets.card(widgets.column(first, self._terms, second, gap=6, margins=(16, 9, 12, 10)))
        self.setLayout(widgets.column(card))

    def show_programme(self, offered: Offered) -> None:
        """Show a programme; fields that nobody filled yet take what is usual."""
        self._title.setText(offered.title)
        widgets.clear(self._chips)
        self._chips.addWidget(widgets.Chip(offered.document_no or offered.code))
        self._terms.setText(verdicts.terms(offered))
        if self._state["face"] is None:
            self._state["face"] = offered.usual
        if QApplication.focusWidget() not in (self.face, self.on, self.pattern):  # nobody types there
            face = self._state["face"]
            self.face.put(None if face is None else to_yuan(face))
            self.on.put(self._state["on"] or self._context.today())
            self.pattern.put(self._state["pattern"])

    def take(self) -> bool:
        """Read the face value and the day into what is remembered; what is wrong stands beside its field."""
        self._state["pattern"] = self.pattern.text().strip()
        face, on = self._read_face(), self._read_day()
        self._state["face"] = face
        if on is not None:
            self._state["on"] = on if on != self._context.today() else None
        return face is not None and on is not None

    def _read_face(self) -> int | None:
        try:
            value = self.face.value()
            fen = None if value is None else int(to_fen(value))
        except Refused as refused:
            self._face.tell(refused.problems[0].text())
            return None
        self._face.tell("" if fen else Problem("required", NO_FACE_VALUE).text())
        return fen or None

    def _read_day(self) -> date | None:
        try:
            day: date | None = self.on.value()
        except Refused as refused:
            self._on.tell(refused.problems[0].text())
            return None
        ahead = day is not None and day > self._context.today()
        self._on.tell(Problem("in_future", IN_FUTURE, {"day": day}).text() if ahead else "")
        return None if ahead else day or self._context.today()

    def tell_pattern(self, text: str) -> None:
        """Say what is wrong with the pattern; nothing where it is right."""
        self._pattern.tell(text)

    def focus_first(self) -> None:
        """Put the cursor where one begins."""
        self.face.setFocus()
        self.face.selectAll()
