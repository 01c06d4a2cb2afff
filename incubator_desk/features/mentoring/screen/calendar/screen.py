"""The calendar of sessions: looked at by day, week or month, booked by drawing, moved by dragging or by keys."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import QDate, QLocale, Qt, QTime, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QWidget

from incubator_desk.base.dates import add_months, month_end, month_start
from incubator_desk.base.i18n import N_, _, translate
from incubator_desk.base.periods import Period
from incubator_desk.catalog import saving
from incubator_desk.features.mentoring.model import MentoringSession
from incubator_desk.features.mentoring.rules.booking import briefly
from incubator_desk.features.mentoring.screen.calendar_files import export_calendar, import_calendar
from incubator_desk.features.mentoring.service import repeating
from incubator_desk.features.mentoring.service.diary import Booked, Booking, Diary
from incubator_desk.qtkit import fonts, widgets
from incubator_desk.qtkit.calendar.blocks import Span, clock, minutes_of, monday
from incubator_desk.qtkit.calendar.month import MonthView
from incubator_desk.qtkit.calendar.view import CalendarView
from incubator_desk.qtkit.calendar.week import WeekView
from incubator_desk.qtkit.registers import UNSAVED
from incubator_desk.qtkit.screen import Context, Screen

from . import side
from .blocks import blocks
from .legend import Legend
from .mending import MendingList
from .panel import SessionPanel
from .series import SeriesDialog

MODES = {
    "day": N_("By day"), "week": N_("By week"), "month": N_("By month"), "mend": N_("Not counted"),
    "list": N_("As a list"),
}  # fmt: skip
_LETTERS = {"D": "day", "W": "week", "M": "month", "U": "mend", "L": "list"}
RESTS_ON = frozenset(
    {
        "mentoring_sessions", "participations", "mentors", "mentor_terms", "mentor_ties", "tenants", "parameters",
        "calendar_days", "voucher_claims", "vouchers",
    }
)  # fmt: skip
"""What the calendar shows anew when it is written."""
MOVED = N_("Move session {code}")
_PANEL, _BESIDE, _LEAST = 348, 1380, 760
_TICK = 60_000
"""Milliseconds after which the line of the present time moves on."""


class CalendarScreen(Screen):
    """Sessions by day, week and month."""

    name = "mentoring"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._state: dict[str, Any] = context.memory.setdefault("calendar", {})
        self.mode: str = self._state.setdefault("mode", context.recall("calendar/mode", "week"))
        self.day: date = self._state.setdefault("day", context.today())
        self._by_uid: dict[str, Booked] = {}
        self.month_card, self.mentors, self.counts = side.MonthCard(), side.MentorsCard(), side.CountCard()
        self.week = WeekView(self._objection)
        self.one_day = WeekView(self._objection, 1)
        self.month = MonthView(self._objection)
        self.mending = MendingList(context)
        self.panel = SessionPanel(context)
        self.panel.hide()
        self._chips: widgets.ChipRow | None = None
        self.setMinimumWidth(_LEAST)  # else what stands at the left would keep the window from becoming narrow
        self._build()
        self._wire()
        self._load()

    # building ---------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._pages = QStackedWidget()
        for page in (self.one_day, self.week, self.month, self.mending):
            self._pages.addWidget(page)
        card = widgets.card(widgets.column(self._pages, gap=0, margins=(1, 1, 1, 1)))
        self._foot = Legend()
        middle = widgets.column(card, self._foot, gap=8)
        middle.setStretch(0, 1)
        self._side = side.column(self.month_card, self.mentors, self.counts)
        whole = widgets.row(self._side, middle, gap=12, margins=(16, 2, 16, 12))
        whole.setStretch(1, 1)
        self._holder = widgets.boxed(widgets.column(self.panel, gap=0))
        self._holder.hide()
        layout = widgets.row(widgets.boxed(whole), self._holder, gap=0)
        layout.setStretch(0, 1)
        self.setLayout(layout)

    def _wire(self) -> None:
        self.month_card.picked.connect(self.go_to)
        self.mentors.changed.connect(self._show)
        self.counts.mend.connect(partial(self.look, "mend"))
        self.counts.details.connect(self._details)
        self.mending.opened.connect(self._see_companies)
        for view in (self.one_day.grid, self.week.grid, self.month):
            view.opened.connect(self.open)
            view.moved.connect(self.move_session)
            view.drawn.connect(self.draw)
            view.turned.connect(self.turn)
            view.looked_at.connect(self._look_at)
            view.asked.connect(self._letter)
        self.panel.closed.connect(self.close_panel)
        self.panel.saved.connect(self._saved)
        self.panel.form.judged.connect(self._follow_form)
        widgets.action(self, _("Save"), "Ctrl+S", self.panel.form.save)
        widgets.action(self, _("Next pane"), "F6", self._other_pane)
        self._clock = QTimer(self, interval=_TICK)
        self._clock.timeout.connect(self._show)
        self._clock.start()

    # what the window asks ---------------------------------------------------------------------------------------------

    def title(self) -> str:
        return _("Mentoring")

    def facts(self) -> str:
        first, last = self._span()
        if self.mode == "month":
            return side.month_name(self.day)
        if self.mode == "mend":
            return Period.of(self.day, 3).text
        whole = _("MMMM d, yyyy")
        if first == last:
            return _day(first, whole)
        week = _("week {number}").format(number=first.isocalendar().week)
        forms = (_("MMMM d"), _("d, yyyy")) if first.month == last.month else (whole, whole)
        begins, ends = _day(first, forms[0]), _day(last, forms[1])
        return _("{first} to {last}, {week}").format(first=begins, last=ends, week=week)

    def fill_actions(self, place: QHBoxLayout) -> None:
        self._chips = widgets.ChipRow()  # the page's head takes away what another screen put there
        self._chips.chosen.connect(self.look)
        self._fill_chips()
        place.addWidget(self._chips)
        place.addWidget(widgets.button(_("To today"), "", "", "Alt+T", partial(self.turn, 0)))
        files = widgets.button(_("Calendar files"), "flat", "export")
        menu = QMenu(files)
        menu.addAction(_("Export calendar…")).triggered.connect(lambda _checked=False: self.export())
        menu.addAction(_("Import calendar…")).triggered.connect(lambda _checked=False: self.import_file())
        files.setMenu(menu)
        place.addWidget(files)
        place.addWidget(widgets.button(_("Book a session"), "primary", "plus", "Ctrl+N", self.new))

    def _fill_chips(self) -> None:
        if self._chips is not None:
            self._chips.fill([(name, translate(label)) for name, label in MODES.items()], self.mode)

    def hints(self) -> tuple[tuple[str, str], ...]:
        return (
            ("PgUp/PgDn", _("Turn the page")), ("T", _("To today")), ("D/W/M", _("Day, week, month")), ("N", _("Book")),
            ("Enter", _("Open")), ("Alt+←→↑↓", _("Move")), ("Alt+Shift+↑↓", _("Longer, shorter")),
        )  # fmt: skip

    def may_leave(self) -> bool:
        return not self.panel.isVisibleTo(self) or not self.panel.dirty

    def arrive(self) -> None:
        self._view().setFocus()

    def open(self, uid: str) -> None:
        if self._unsaved():
            return
        booked = self._by_uid.get(uid) or self._find(uid)
        if booked is None:
            return
        if self.mode != "mend" and not self._span()[0] <= booked.held_on <= self._span()[1]:
            self.day = booked.held_on
            self._load()
        self._grid().choose(uid)
        self._show_panel(uid)

    def new(self) -> None:
        """Book a session at the cursor of what is shown."""
        given = self.context.memory.pop("given", {})
        if given and not self._unsaved():
            self._show_panel(None, given)
            self.panel.form.focus_first()
            return
        if self.mode == "mend":
            self.look("week")
        self._grid().begin()

    def refresh(self, changed: Mapping[str, set[str]]) -> None:
        if changed and not changed.keys() & RESTS_ON:
            return
        uid = self.panel.uid
        self._load()
        if uid is not None and self._find(uid) is None:
            self.close_panel(discard=True)
        elif self.panel.isVisibleTo(self):
            self.panel.use(self.diary)

    # going about ------------------------------------------------------------------------------------------------------

    def _span(self) -> tuple[date, date]:
        """The first and the last day shown."""
        if self.mode == "day":
            return self.day, self.day
        if self.mode == "month":
            first = monday(month_start(self.day))
            return first, monday(month_end(self.day)) + timedelta(days=6)
        if self.mode == "mend":
            period = Period.of(self.day, 3)
            return period.first, period.last
        first = monday(self.day)
        return first, first + timedelta(days=6)

    def look(self, mode: str) -> None:
        """Look at a day, a week, a month, at what does not count, or at the list."""
        if mode == "list":
            self._fill_chips()
            self.context.go("mentoring_sessions", None)
            return
        self.mode = self._state["mode"] = mode
        if mode != "mend":
            self.context.remember("calendar/mode", mode)
        self._load()
        self._fill_chips()
        self._view().setFocus()

    def _look_at(self, day: date) -> None:
        self.day = day
        self.look("day")

    def go_to(self, day: date) -> None:
        """Show the page on which a day stands."""
        self.day = self._state["day"] = day
        self._load()

    def turn(self, by: int) -> None:
        """To the page after or before; 0 is the one of today."""
        if by == 0:
            self.go_to(self.context.today())
        elif self.mode in ("month", "mend"):
            self.go_to(add_months(self.day, by * (3 if self.mode == "mend" else 1)))
        else:
            self.go_to(self.day + timedelta(days=by * (7 if self.mode == "week" else 1)))

    def _letter(self, letter: str) -> None:
        if letter == "T":
            self.turn(0)
        elif letter == "Del":
            self._call_off()
        elif letter in _LETTERS:
            self.look(_LETTERS[letter])

    def _view(self) -> QWidget:
        pages = {"day": self.one_day, "week": self.week, "month": self.month, "mend": self.mending.table}
        return pages[self.mode]

    def _grid(self) -> CalendarView:
        """The calendar shown; the week's where none is."""
        return {"day": self.one_day.grid, "month": self.month}.get(self.mode, self.week.grid)

    def _other_pane(self) -> None:
        if self.panel.isAncestorOf(self.focusWidget() or self) or not self.panel.isVisibleTo(self):
            self._view().setFocus()
        else:
            self.panel.form.focus_first()

    # what is shown ----------------------------------------------------------------------------------------------------

    def _load(self) -> None:
        first, last = self._span()
        month = (monday(month_start(self.day)), month_end(self.day))
        office = self.context.office
        with office.reading() as session:
            reach = (min(first, month[0]), max(last, month[1]))
            self.diary = Diary.load(session, office.actor, *reach, self.context.today())
        self._by_uid = {each.uid: each for each in self.diary.sessions}
        self._state["day"] = self.day
        quarter = Period.of(self.day, 3)
        counted = self.diary.counted(quarter)
        self.mentors.show_mentors(self.diary.known.mentors, counted)
        self.counts.show_counts(counted, quarter)
        self._pages.setCurrentIndex(list(MODES).index(self.mode))
        self._foot.setVisible(self.mode != "mend")
        self._show()
        self.title_changed.emit()

    def _show(self) -> None:
        first, _last = self._span()
        today, ticked = self.context.today(), self.mentors.ticked()
        shown = blocks(self.diary.sessions, ticked)
        now = QTime.currentTime().toString("HH:mm") if self._is_real(today) else ""
        if self.mode == "month":
            self.month.show_blocks(self.day, shown, today)
        elif self.mode == "mend":
            self.mending.show_sessions([e for e in self.diary.sessions if self._in_quarter(e, ticked)], today)
        else:
            (self.week if self.mode == "week" else self.one_day).show_blocks(first, shown, today, now)
        spans = {"day": 1, "week": 7}
        counts = Counter(block.span.day for block in shown)
        self.month_card.show_month(self.day, today, counts, spans.get(self.mode, 0))
        self._follow_form()

    def _in_quarter(self, each: Booked, ticked: frozenset[str] | None) -> bool:
        return each.held_on in Period.of(self.day, 3) and (ticked is None or each.mentor_uid in ticked)

    @staticmethod
    def _is_real(today: date) -> bool:
        """Whether the working date is this very day, so that its time of day means something."""
        return today == date.today()

    def _find(self, uid: str) -> Booked | None:
        """A session wherever it is: its page is turned to."""
        with self.context.office.reading() as session:
            record = session.get(MentoringSession, uid)
            day = record.held_on if record else None
        if day is None:
            return None
        if uid not in self._by_uid:
            self.day = day
            self._load()
        return self._by_uid.get(uid)

    # a session beside it ----------------------------------------------------------------------------------------------

    def _unsaved(self) -> bool:
        if self.panel.isVisibleTo(self) and self.panel.dirty:
            self.context.tell(translate(UNSAVED), "warning", undoable=False)
            return True
        return False

    def _show_panel(self, uid: str | None, given: dict[str, Any] | None = None) -> None:
        self.panel.show_session(uid, self.diary, given)
        self._arrange(shown=True)
        self.panel.show()
        self._holder.show()
        QTimer.singleShot(0, self, self._grid().reveal)

    def close_panel(self, *, discard: bool = False) -> None:
        """Close the session; not where that would lose what was typed."""
        if not discard and self._unsaved():
            return
        self.panel.hide()
        self._holder.hide()
        self._arrange(shown=False)
        self._forget_drawn()
        self._view().setFocus()

    def _forget_drawn(self) -> None:
        for view in (self.week.grid, self.one_day.grid):
            view.drawn_span = None
            view.update()

    def draw(self, span: Span) -> None:
        """Book a session on a span: what it is for is asked beside the calendar."""
        if self._unsaved():
            self._forget_drawn()
            return
        given = {"held_on": span.day, "starts_at": clock(span.start), "ends_at": clock(min(span.end, 1439))}
        if ticked := self.mentors.ticked():
            given |= {"mentor_uid": next(iter(ticked))} if len(ticked) == 1 else {}
        self._show_panel(None, given)
        self.panel.form.focus_first()

    def _follow_form(self) -> None:
        """What is being booked shows in the calendar as it is typed."""
        form = self.panel.form
        if not self.panel.isVisibleTo(self) or form.uid is not None:
            return
        values, _unread = form.values()
        day, starts, ends = values["held_on"], values["starts_at"], values["ends_at"]
        good = day and starts and ends and starts < ends
        span = Span(day, minutes_of(starts), minutes_of(ends)) if good else None
        for view in (self.week.grid, self.one_day.grid):
            view.drawn_span = span
            view.update()

    def _objection(self, key: str, span: Span) -> str:
        """Why a session cannot be on a span: the first error that would refuse it."""
        booked = self._by_uid.get(key)
        asked = booked.booking if booked else self._asked()
        if asked is None or not asked.mentor_uid:
            return ""
        placed = replace(asked, held_on=span.day, starts_at=clock(span.start), ends_at=clock(span.end))
        return next((briefly(p).text() for p in self.diary.judge(placed) if p.severity == "error"), "")

    def _asked(self) -> Booking | None:
        """What is being booked beside the calendar."""
        if not self.panel.isVisibleTo(self) or not self.panel.form.stored:
            return None
        values, _unread = self.panel.form.values()
        return self.panel.form.booking(values)

    def move_session(self, key: str, span: Span) -> None:
        """Move a session to another time as one step; what refuses it is told and it stays."""
        if self._unsaved():
            return
        further = self._following(key)
        if not further:
            self._move(key, span, further=0)
            return
        dialog = SeriesDialog(self._by_uid[key].code, further, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(lambda all_of_them: self._move(key, span, further=further if all_of_them else 0))
        dialog.open()

    def _following(self, key: str) -> int:
        """How many sessions of its series are planned after it."""
        if not self._by_uid[key].series:
            return 0
        with self.context.office.reading() as session:
            return len(repeating.following(session, key)) - 1

    def _move(self, key: str, span: Span, *, further: int) -> None:
        """Move a session, and those of its series after it where ``further`` says how many they are."""
        code, office = self._by_uid[key].code, self.context.office
        times = (span.day, clock(span.start), clock(span.end))
        told: list[str] = []

        def work() -> None:
            title = repeating.MOVED if further else MOVED
            with office.writing(title, code=code, count=further) as step:
                if further:
                    repeating.move_following(step, office.features.registers, key, *times)
                else:
                    record = step.session.get_one(MentoringSession, key)
                    values = dict(zip(("held_on", "starts_at", "ends_at"), times, strict=True))
                    saving.save(step, office.features.registers["mentoring_sessions"], values, record)
                told.extend(p.text() for p in office.settle(step) if p.severity == "warning")

        if not self.context.attempt(work):
            return
        text = _("{code} moved to {day}, {starts}–{ends}").format(
            code=code, day=times[0], starts=times[1], ends=times[2]
        )
        self.context.tell("  ".join([text, *told[:1]]), "warning" if told else "success")
        self._load()
        self._grid().choose(key)
        if self.panel.isVisibleTo(self) and self.panel.uid == key:
            self.panel.use(self.diary)

    def _call_off(self) -> None:
        """Ask why the chosen session is called off."""
        key = self._grid().current
        if not key or self._unsaved():
            return
        self._show_panel(key)
        if not self.panel.make("cancelled"):
            words = _("Only planned sessions are called off. What was entered wrongly is deleted in the list.")
            self.context.tell(words, "info", undoable=False)

    def _saved(self, uid: str) -> None:
        self._forget_drawn()
        booked = self._find(uid)
        if booked is not None:
            self._load()
            self._grid().choose(uid)

    def _see_companies(self, uid: str) -> None:
        """Open a session where its companies are entered."""
        self.open(uid)
        if self.panel.uid == uid and self.panel.form.members is not None:
            self.panel.form.members.focus_first()

    def export(self) -> None:
        """Leave sessions as a calendar file: of the one mentor ticked, else of whom one chooses."""
        ticked = self.mentors.ticked()
        export_calendar(self.context, self, next(iter(ticked)) if ticked and len(ticked) == 1 else None)

    def import_file(self) -> None:
        """Take sessions from a calendar file."""
        import_calendar(self.context, self)

    def _details(self) -> None:
        """The quarter's summary on paper."""
        self.context.memory["paper"] = {"report": "service_summary", "period": Period.of(self.day, 3).text}
        self.context.go("reports", None)

    # the window -------------------------------------------------------------------------------------------------------

    def _arrange(self, *, shown: bool) -> None:
        """In a narrow window the session takes the place of what stands at the left."""
        self._side.setVisible(not (shown and self.width() < fonts.widened(_BESIDE)))
        self._holder.setFixedWidth(min(fonts.widened(_PANEL), max(300, self.width() // 2)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(shown=self.panel.isVisibleTo(self))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() == "\x1b" and self.panel.isVisibleTo(self):
            self.close_panel()
            return
        super().keyPressEvent(event)


def _day(day: date, form: str) -> str:
    return QLocale().toString(QDate(day.year, day.month, day.day), form)
