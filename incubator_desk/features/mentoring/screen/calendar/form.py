"""The form of a session as it is booked: in its own order, judged against the diary while one types."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from incubator_desk.base.errors import Problem, Refused
from incubator_desk.base.i18n import _
from incubator_desk.catalog import saving
from incubator_desk.catalog.register import Field
from incubator_desk.features.mentoring.rules.booking import briefly
from incubator_desk.features.mentoring.service import repeating
from incubator_desk.features.mentoring.service.diary import Booking, Diary
from incubator_desk.qtkit import widgets
from incubator_desk.qtkit.form import RecordForm
from incubator_desk.qtkit.pair import Pair
from incubator_desk.qtkit.screen import Context, worded

from .advice import Advice
from .repeat import Repeat

_CHIEF = ("service_kind", "mode", "held_on")
_PLACED = ("mentor_uid", *_CHIEF, "starts_at", "ends_at", "topic", "place")
_HELD = ("status", "headcount", "summary", "result", "follow_up_on", "followed_up_on", "confirmed_on", "confirmed_by")
_LABEL, _TIME = 72, 60


class SessionForm(RecordForm):
    """Edits a session beside the calendar."""

    judged = Signal()
    """What is typed was held against the diary anew."""

    def __init__(self, context: Context) -> None:
        register = context.office.features.registers["mentoring_sessions"]
        self.diary: Diary | None = None
        self.advice = Advice(context)
        self.advice.timed.connect(self.take_time)
        self.advice.chose.connect(self.take_mentor)
        self.repeat = Repeat()
        super().__init__(context, register)
        assert self.members is not None
        self.members.edited.connect(self.judge)
        self.repeat.edited.connect(self._tell_state)

    # building ---------------------------------------------------------------------------------------------------------

    @staticmethod
    def _label_width(fields: Sequence[Field]) -> int:
        del fields
        return _LABEL

    def _groups(self, wide: int) -> list[Any]:
        rest = [f.attribute for f in self.register.fields if f.attribute not in (*_PLACED, *_HELD)]
        second = self.rows["ends_at"].label
        wide_second = second.fontMetrics().horizontalAdvance(second.text()) + 4
        times = widgets.column(Pair(self.rows["starts_at"], self.rows["ends_at"], wide_second, _TIME), gap=2)
        for name in ("starts_at", "ends_at"):  # what is wrong with a time has more to say than the field is wide
            note = self.rows[name].note
            note.layout().setContentsMargins(self.rows["starts_at"].label.width() + 8, 0, 0, 0)  # type: ignore[union-attr]
            times.addWidget(note)
        self._after = widgets.boxed(
            widgets.column(widgets.label(_("How it went"), "group"), *(self.rows[name] for name in _HELD), gap=6)
        )
        self._more = widgets.button(_("Further facts"), "link", "down", run=self._unfold)
        self._rest = widgets.boxed(widgets.column(*(self.rows[name] for name in rest), gap=6))
        self._rest.hide()
        return [
            self.advice.times, self.rows["mentor_uid"], widgets.label(_("Companies taking part"), "label"),
            self.members, *(self.rows[name] for name in _CHIEF),
            times, self.rows["topic"], self.rows["place"], self.repeat, self.advice, self._after,
            widgets.row(self._more, None), self._rest,
        ]  # fmt: skip

    def _unfold(self) -> None:
        self._rest.setVisible(self._rest.isHidden())

    # loading ----------------------------------------------------------------------------------------------------------

    def load(self, uid: str | None, given: dict[str, Any] | None = None) -> None:
        super().load(uid, {"status": "planned", "mode": "onsite"} | (given or {}) if uid is None else None)
        for name in given or {}:
            if name in self.rows:
                self.rows[name].touched = True  # what was drawn in the calendar is told of like what was typed
        self.repeat.reset()
        self.repeat.setVisible(uid is None)
        self._after.setVisible(uid is not None)
        self.judge()

    def use(self, diary: Diary) -> None:
        """Hold what is typed against this from now on."""
        self.diary = diary
        self.judge()

    def booking(self, values: Mapping[str, Any]) -> Booking | None:
        """What the fields say; None as long as no day is given."""
        assert self.members is not None
        if values["held_on"] is None:
            return None
        return Booking(
            self.uid, values["code"] or "", values["mentor_uid"] or "", values["held_on"], values["starts_at"] or "",
            values["ends_at"] or "", values["status"] or "planned", self.members.uids(), values["service_kind"],
            values["topic"], values["claim_uid"],
        )  # fmt: skip

    # judging ----------------------------------------------------------------------------------------------------------

    def further(self, values: Mapping[str, Any]) -> Iterable[Problem]:
        asked = self.booking(values)
        found = self.diary.judge(asked) if self.diary and asked else []
        self._tell_companies([p for p in found if p.where.sheet == "participations"])
        self.advice.show_booking(self.diary, asked, found, values, self.context.today())
        widgets.clear(self._banner)
        if errors := tuple(p for p in found if p.severity == "error"):
            self._banner.addWidget(widgets.Banner(worded(errors), "danger"))
        self.judged.emit()
        mine = ("ends_before_starts", "unusual_length")  # which the register's own rules tell
        return [briefly(p) for p in found if p.code not in mine and p.where.sheet != "participations"]

    def _tell_companies(self, problems: Sequence[Problem]) -> None:
        """What is about the companies; that none is there yet is told when it is saved."""
        assert self.members is not None
        told = tuple(p for p in problems if p.code != "nobody" or self.uid is not None)
        errors = any(p.severity == "error" for p in told)
        self.members.tell(worded(told) if told else "", "danger" if errors else "warning")

    def take_time(self, day: Any, starts: str, ends: str) -> None:
        """Take a time that was offered."""
        for name, value in (("held_on", day), ("starts_at", starts), ("ends_at", ends)):
            self.put(name, value)

    def take_mentor(self, uid: str) -> None:
        """Take a mentor that was offered."""
        self.put("mentor_uid", uid)

    def put(self, name: str, value: Any) -> None:
        """Fill a field as if it had been typed."""
        row = self.rows[name]
        row.field.put(value)
        row.touched = True
        self.judge()

    def _write(self) -> tuple[str, tuple[Problem, ...]] | None:
        if self.uid is not None or not self.repeat.chosen:
            return super()._write()
        assert self.members is not None
        office, values = self.context.office, self.values()[0]
        try:
            with office.reading() as session:
                days = repeating.days(session, office.actor, values["held_on"], self.repeat.wanted())
        except Refused as refused:
            self.repeat.tell(refused.problems)
            raise
        whole = saving.completed(self.register, values)
        with office.writing(repeating.BOOKED, count=len(days), code=whole["code"]) as step:
            made = repeating.repeat(step, office.features.registers, whole, self.members.uids(), days)
            warnings = tuple(p for p in office.settle(step) if p.severity == "warning")
        return made[0], warnings

    @property
    def dirty(self) -> bool:
        """Whether something was typed or chosen that is not saved."""
        return super().dirty or (self.uid is None and self.repeat.chosen)

    def focus_first(self) -> None:
        """Put the cursor where the work begins: into the first blank of mentor and companies, else the topic."""
        assert self.members is not None
        if self.rows["mentor_uid"].field.text() == "":
            self.rows["mentor_uid"].field.setFocus()
        elif not self.members.members:
            self.members.adding.setFocus()
        else:
            self.rows["topic"].field.setFocus()

    def show_widget(self, widget: QWidget) -> None:
        """Bring a part of the form into sight."""
        self._scroll.ensureWidgetVisible(widget)
