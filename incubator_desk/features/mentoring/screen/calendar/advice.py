"""What helps with a booking: other times, the mentors that fit best, and what it needs yet to count."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QDate, QLocale, QTime, Signal
from PySide6.QtWidgets import QFrame, QWidget

from incubator_desk.base.errors import Problem
from incubator_desk.base.i18n import _
from incubator_desk.features.mentoring.service.diary import Booking, Diary, Free, Match
from incubator_desk.qtkit import widgets
from incubator_desk.qtkit.screen import Context

_BEST = 3
"""So many mentors are offered."""
_TIMES = 3


class Advice(QWidget):
    """Below the fields of a session; what it offers is taken by a click or with Tab and Enter."""

    timed = Signal(object, str, str)
    """A time was taken: day, start, end."""
    chose = Signal(str)
    """A mentor was taken."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._times = widgets.row(gap=4)
        self.times = widgets.boxed(self._times)
        """Other times, where the one typed is taken; it stands below what is wrong with that."""
        self._matches = widgets.column(gap=6)
        self._needs = widgets.column(gap=3)
        self._shown: object = None
        title = widgets.label(_("Mentors that fit"), "group")
        note = widgets.label(_("by field, words, time, ratings, load"), "caption")
        self._match_part = widgets.boxed(widgets.column(widgets.row(title, note, None, gap=6), self._matches, gap=4))
        self._need_part = widgets.boxed(
            widgets.column(widgets.label(_("What it needs yet to count"), "group"), self._needs, gap=4)
        )
        self.setLayout(widgets.column(self._match_part, self._need_part, gap=6))
        for part in (self.times, self._match_part, self._need_part):
            part.hide()

    def show_booking(
        self, diary: Diary | None, asked: Booking | None, problems: Sequence[Problem], values: Mapping[str, Any],
        today: date,
    ) -> None:  # fmt: skip
        """Show what helps with a booking; nothing is drawn anew where nothing changed."""
        key = (id(diary), asked, tuple(p.code for p in problems), values["confirmed_on"], values["status"])
        if key == self._shown:
            return
        self._shown = key
        self._show_times(diary, asked, problems, today)
        self._show_matches(diary, asked)
        self._show_needs(asked, problems, values)

    def _show_times(self, diary: Diary | None, asked: Booking | None, problems: Sequence[Problem], today: date) -> None:
        widgets.clear(self._times)
        wanted = any(p.code in ("overlap", "not_a_working_day") for p in problems)
        offered: list[Free] = []
        if diary and asked and wanted:
            offered = diary.free_times(asked, (today, _now(today)))[:_TIMES]
        for free in offered:
            run = partial(self.timed.emit, free.on, free.starts_at, free.ends_at)
            self._times.addWidget(widgets.button(_at(free, asked), "link", run=run))
        self._times.addStretch(1)
        self.times.setVisible(bool(offered))

    def _show_matches(self, diary: Diary | None, asked: Booking | None) -> None:
        widgets.clear(self._matches)
        wanted = diary and asked and asked.status == "planned" and (asked.tenants or asked.topic or asked.service_kind)
        found = diary.matches(asked) if diary and asked and wanted else []
        best = [each for each in found if each.mentor != asked.mentor_uid][:_BEST] if asked else []
        for each in best:
            self._matches.addWidget(self._tile(each))
        self._match_part.setVisible(bool(best))

    def _tile(self, match: Match) -> QFrame:
        name = widgets.label(match.name, "amount")
        points = widgets.label(_("{points} points").format(points=match.points), "caption")
        take = widgets.button(_("Take"), "link", run=partial(self.chose.emit, match.mentor))
        take.setAccessibleName(_("Take {name}").format(name=match.name))
        earned = (f"{part.text()} +{part.points}" for part in match.parts if part.points)
        why = widgets.wrapped(_("; ").join(earned), "caption")
        made = widgets.card(
            widgets.column(widgets.row(name, points, None, take, gap=6), why, gap=1, margins=(10, 4, 4, 6)), "tile"
        )
        made.setToolTip("\n".join(f"{part.points} / {part.out_of}  {part.text()}" for part in match.parts))
        return made

    def _show_needs(self, asked: Booking | None, problems: Sequence[Problem], values: Mapping[str, Any]) -> None:
        widgets.clear(self._needs)
        shown = asked is not None and bool(asked.mentor_uid) and asked.status in ("planned", "held")
        self._need_part.setVisible(shown)
        if not shown or asked is None:
            return
        codes = {p.code for p in problems}
        for done, words in (
            (asked.status == "held" and bool(asked.tenants), _("It was held, and who attended is entered")),
            (values["confirmed_on"] is not None, _("The company signed or confirmed it")),
            ("mentor_not_appointed" not in codes, _("The mentor is appointed on that day")),
        ):
            picture = widgets.Picture("check-circle" if done else "minus-circle", "success" if done else "text2", 14)
            self._needs.addLayout(widgets.row(picture, widgets.wrapped(words, "" if done else "facts"), gap=6))


def _at(free: Free, asked: Booking | None) -> str:
    """“Move to 15:00”, with its day where that is another one."""
    if asked and free.on == asked.held_on:
        return _("At {time}").format(time=free.starts_at)
    day = QLocale().toString(QDate(free.on.year, free.on.month, free.on.day), _("d MMM"))
    return _("On {day} at {time}").format(day=day, time=free.starts_at)


def _now(today: date) -> str:
    """The time of the day; of a working date that is not today its morning."""
    return QTime.currentTime().toString("HH:mm") if today == date.today() else "00:00"
