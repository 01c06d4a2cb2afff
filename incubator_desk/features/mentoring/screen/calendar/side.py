"""Beside the calendar: a small month, the mentors whose sessions are shown, and what counts of the quarter."""

from collections.abc import Mapping
from datetime import date
from functools import partial

from PySide6.QtCore import QDate, QLocale, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QScrollArea, QVBoxLayout, QWidget

from incubator_desk.base.dates import add_months
from incubator_desk.base.i18n import _, translate, translate_many
from incubator_desk.base.periods import Period
from incubator_desk.features.mentoring.rules import Mentor
from incubator_desk.features.mentoring.rules.counting import hours
from incubator_desk.features.mentoring.service.columns import COUNTS
from incubator_desk.features.mentoring.service.diary import Counted
from incubator_desk.qtkit import fonts, widgets
from incubator_desk.qtkit.calendar.small import SmallMonth

WIDE = 232


class MonthCard(QFrame):
    """The small month with its name and the ways to those before and after."""

    picked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        widgets.dressed(self, "card")
        self.month = SmallMonth()
        self.month.setAccessibleName(_("Month calendar"))
        self.month.picked.connect(self.picked)
        self._name = widgets.label("", "group")
        before = widgets.tool("left", _("Month before"), partial(self._turn, -1))
        after = widgets.tool("right", _("Month after"), partial(self._turn, 1))
        head = widgets.row(self._name, None, before, after, gap=0)
        self.setLayout(widgets.column(head, self.month, gap=4, margins=(10, 6, 8, 6)))

    def show_month(self, day: date, today: date, counts: Mapping[date, int], span: int) -> None:
        """Show the month of a day, with how much there is on each."""
        self._name.setText(month_name(day))
        self.month.show_month(day, today, counts, span)

    def _turn(self, by: int) -> None:
        self.picked.emit(add_months(self.month.day, by))


def month_name(day: date) -> str:
    """A month with its year, as people read it."""
    return QLocale().toString(QDate(day.year, day.month, day.day), _("MMMM yyyy"))


class MentorsCard(QFrame):
    """The mentors with their hours of the quarter; those ticked are shown."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        widgets.dressed(self, "card")
        self._boxes: dict[str, QCheckBox] = {}
        self._off: set[str] = set()
        self._every = widgets.button("", "link", run=self.turn)
        head = widgets.row(widgets.label(_("Mentors"), "group"), None, self._every, gap=0)
        self._lines: QVBoxLayout = widgets.column(gap=0)
        inner = widgets.boxed(widgets.column(self._lines, None, gap=0), "surface")
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inner)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setLayout(widgets.column(head, area, gap=2, margins=(12, 6, 6, 8)))
        self.setMinimumHeight(fonts.grown(120))

    def show_mentors(self, mentors: Mapping[str, Mentor], counted: Counted) -> None:
        """Show these; who was not ticked before stays so."""
        widgets.clear(self._lines)
        self._boxes = {}
        for uid, mentor in sorted(mentors.items(), key=lambda pair: pair[1].code):
            box = QCheckBox(mentor.name.replace("&", "&&"))
            box.setChecked(uid not in self._off)
            box.toggled.connect(partial(self._tick, uid))
            self._boxes[uid] = box
            spent = counted.hours.get(uid)
            words = widgets.label(_("{hours} h").format(hours=f"{spent or 0:.1f}"), "caption")
            mark = () if spent else (widgets.Picture("warning", "warning", 14),)
            line = widgets.boxed(widgets.row(box, None, *mark, words, gap=4, margins=(0, 0, 6, 0)))
            line.setToolTip(f"{mentor.code}  {mentor.name}")
            self._lines.addWidget(line)
        self._tell()

    def ticked(self) -> frozenset[str] | None:
        """The mentors shown; None is all."""
        off = self._off & self._boxes.keys()
        return None if not off else frozenset(self._boxes.keys() - off)

    def _tick(self, uid: str, on: bool) -> None:
        self._off.discard(uid) if on else self._off.add(uid)
        self._tell()
        self.changed.emit()

    def turn(self) -> None:
        """All of them, or none where all are shown."""
        self._off = set() if self._off & self._boxes.keys() else set(self._boxes)
        for uid, box in self._boxes.items():
            box.blockSignals(True)
            box.setChecked(uid not in self._off)
            box.blockSignals(False)
        self._tell()
        self.changed.emit()

    def only(self, uid: str) -> None:
        """Show one mentor's sessions alone."""
        self._off = set(self._boxes) - {uid}
        for each, box in self._boxes.items():
            box.blockSignals(True)
            box.setChecked(each == uid)
            box.blockSignals(False)
        self._tell()
        self.changed.emit()

    def _tell(self) -> None:
        self._every.setText(_("All") if self._off & self._boxes.keys() else _("None"))


class CountCard(QFrame):
    """What counts of the quarter, and how much does not, with the way to mend it."""

    mend = Signal()
    details = Signal()

    def __init__(self) -> None:
        super().__init__()
        widgets.dressed(self, "card")
        self._title = widgets.label("", "group")
        more = widgets.button(_("In detail"), "link", run=self.details.emit)
        self._figures = widgets.column(gap=2)
        self._left = widgets.Note()
        self._mend = widgets.button(_("One by one"), "link", run=self.mend.emit)
        self._left_row = widgets.boxed(widgets.row(self._left, self._mend, gap=2))
        self._reasons = widgets.wrapped("", "caption")
        head = widgets.row(self._title, None, more, gap=0)
        body = widgets.column(head, self._figures, widgets.rule(), self._left_row, self._reasons, gap=5)
        body.setContentsMargins(12, 6, 6, 10)
        self.setLayout(body)

    def show_counts(self, counted: Counted, period: Period) -> None:
        """Show a quarter."""
        self._title.setText(_("Counted in {period}").format(period=period.text))
        widgets.clear(self._figures)
        for words, figure in (
            (_("Sessions"), str(counted.sessions)),
            (_("Hours"), hours(counted.minutes)),
            (_("Companies served"), f"{counted.incubating_served} / {counted.incubating}"),
        ):
            line = widgets.row(widgets.label(words, "facts"), None, widgets.label(figure, "amount"), 6, gap=0)
            self._figures.addWidget(widgets.boxed(line))
        left = sum(counted.not_counted.values())
        words = translate_many("{count} not counted", "{count} not counted", left)
        self._left.tell(words, "warning" if left else "success", "" if left else "check-circle")
        self._mend.setVisible(bool(left))
        reasons = (f"{translate(COUNTS.by_value[name].label)} {n}" for name, n in counted.not_counted.items())
        self._reasons.setText(_(", ").join(reasons))
        self._reasons.setVisible(bool(left))


def column(*cards: QWidget) -> QWidget:
    """The cards below each other, at the left of the calendar."""
    body = widgets.column(*cards, gap=12)
    body.setStretch(1, 1)
    made = widgets.boxed(body)
    made.setFixedWidth(fonts.widened(WIDE))
    return made
