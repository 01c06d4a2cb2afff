"""Choosing the working date."""

from datetime import date

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QCalendarWidget, QDialog, QWidget

from incubator_desk.base.i18n import N_, _
from incubator_desk.features.park import service as park
from incubator_desk.qtkit import widgets
from incubator_desk.qtkit.screen import Context

CHANGED = N_("Set the working date")


class DayDialog(QDialog):
    """The day that counts as today: the real one, or another that the file keeps."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self.setWindowTitle(_("Working date"))
        self._calendar = QCalendarWidget()
        self._calendar.activated.connect(lambda _day: self._take())
        today = context.today()
        self._calendar.setSelectedDate(QDate(today.year, today.month, today.day))
        note = widgets.label(_("Everything that says “today” follows it: arrears, reminders, new records."), "facts")
        note.setWordWrap(True)
        real = widgets.button(_("The real date"), "link", run=lambda: self._set(None))
        take = widgets.button(_("Use this day"), "primary", run=self._take)
        buttons = widgets.row(real, None, widgets.button(_("Cancel"), run=self.reject), take)
        self.setLayout(widgets.column(note, self._calendar, buttons, gap=12, margins=(16, 16, 16, 16)))

    def _take(self) -> None:
        day = self._calendar.selectedDate()
        self._set(date(day.year(), day.month(), day.day()))

    def _set(self, day: date | None) -> None:
        def work() -> None:
            with self._context.office.writing(CHANGED) as step:
                step.change(park.own(step.session), {"working_date": day})

        if self._context.attempt(work):
            self.accept()
