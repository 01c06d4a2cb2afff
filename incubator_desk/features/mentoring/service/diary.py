"""The diary: a park's sessions around some days, read once; bookings are judged against it at every keystroke."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Reading

from incubator_desk.base.dates import is_working
from incubator_desk.base.errors import Problem
from incubator_desk.base.i18n import LANGUAGES, said_in
from incubator_desk.base.periods import Period
from incubator_desk.base.text import listed
from incubator_desk.features.mentoring import model
from incubator_desk.features.mentoring.rules import booking, free_time, matching, summarise
from incubator_desk.features.mentoring.rules.booking import Booking, Known
from incubator_desk.features.mentoring.rules.counting import hours
from incubator_desk.features.mentoring.rules.free_time import Free, Hours
from incubator_desk.features.mentoring.rules.matching import Candidate, Match, Terms, Wish
from incubator_desk.features.mentoring.rules.overlapping import shared_minutes
from incubator_desk.features.mentoring.rules.terms import minutes
from incubator_desk.store.record import Actor

from . import parameters
from .booked import Booked, between, read, sessions
from .known import known
from .parameters import Values

__all__ = ["Booked", "Booking", "Counted", "Diary", "Free", "Match", "sessions"]

_SUGGESTED = 4
"""So many free times are suggested."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What counts of a period's mentoring, and of what does not why."""

    sessions: int
    minutes: int
    served: int
    """Companies with a counted session."""
    incubating: int
    """Companies that are incubated."""
    incubating_served: int
    """Those of them with a counted session."""
    not_counted: Mapping[str, int]
    """How many sessions, by reason."""
    hours: Mapping[str, Decimal]
    """By uid of the mentor; those without a counted session are left out."""


class Diary:
    """A park's sessions around some days, with all that bookings of these days are held against.

    It is read once; what it answers rests on what was stored then. Of a booking on a day that it does not cover it
    knows no other sessions: load another one for it.
    """

    def __init__(
        self, first: date, last: date, span: tuple[date, date], stored: Sequence[Booked], background: Known,
        values: Values, fields: Mapping[str, tuple[str, ...]], ratings: Mapping[str, tuple[int, int]],
    ) -> None:  # fmt: skip
        self.first, self.last, self._span = first, last, span
        self.known = background
        self._stored, self._values, self._fields, self._ratings = stored, values, fields, ratings
        self._of_day: defaultdict[tuple[str, date], list[Booking]] = defaultdict(list)
        for each in stored:
            self._of_day[each.mentor_uid, each.held_on].append(each.booking)
        self.sessions = tuple(each for each in stored if first <= each.held_on <= last)
        """The sessions of the window, in order of date, time and code."""

    @classmethod
    def load(cls, session: Reading, actor: Actor, first: date, last: date, today: date) -> "Diary":
        """Read what bookings from a day to a day are held against; the parameters are those of today.

        Sessions are read of whole quarters, of the days before on which a mentor's load is looked at, and of those
        after on which free times are looked for.
        """
        values = Values.on(session, actor, today)
        back, ahead = (int(values[each]) for each in (parameters.LOAD_DAYS, parameters.DAYS_AHEAD))
        begins = min(first - timedelta(back), Period.of(first, 3).first)
        ends = max(last + timedelta(ahead), Period.of(last, 3).last)
        found = known(session, actor)
        stored = read(session, found.mentors, *between(actor.operator, begins, ends))
        named = select(model.Mentor.uid, model.Mentor.fields).where(model.Mentor.operator_uid == actor.operator)
        fields = {uid: tuple(listed(text)) for uid, text in session.execute(named)}
        return cls(first, last, (begins, ends), stored, found, values, fields, _ratings(session, actor.operator))

    def covers(self, day: date) -> bool:
        """Whether the sessions of a day were read; of more days than those of the window."""
        return self._span[0] <= day <= self._span[1]

    def judge(self, asked: Booking) -> list[Problem]:
        """What is wrong with a booking, or worth knowing: nothing is read from the database."""
        return list(booking.judge(asked, self._others(asked, asked.held_on), self.known))

    def free_times(self, asked: Booking, now: tuple[date, str]) -> list[Free]:
        """A few other times at which the booking's mentor is free for as long as it lasts: first near its own time.

        ``now`` is today and the time of day, ``HH:MM``; none lies before. Days on which the park does not work, or the
        mentor is not appointed, are passed over.
        """
        if not asked.starts_at or not asked.ends_at:
            return []
        mentor = self.known.mentors.get(asked.mentor_uid)
        ahead = min(int(self._values[parameters.DAYS_AHEAD]), (self._span[1] - asked.held_on).days)
        kept = [] if self._met(asked) else [asked]  # where nothing is in its way, its own time is no other one

        def taken(day: date) -> list[tuple[str, str]]:
            own = kept if day == asked.held_on else ()
            return [(each.starts_at, each.ends_at) for each in (*self._others(asked, day), *own)]

        def opens(day: date) -> bool:
            return is_working(day, self.known.calendar) and (mentor is None or mentor.appointed(day))

        return free_time.free_times(
            minutes(asked.ends_at) - minutes(asked.starts_at), (asked.held_on, asked.starts_at), now, self._hours(),
            taken, opens, days=ahead, most=_SUGGESTED,
        )  # fmt: skip

    def matches(self, asked: Booking, need: str = "") -> list[Match]:
        """All mentors by how well they fit a booking, whichever one it names; ``need`` are further words about it."""
        companies = tuple((each.name, each.works_on) for each in self._companies(asked))
        kind = self.known.kinds.get(asked.service_kind or "", asked.service_kind or "")
        words = (asked.topic or "", need, *(said_in(language, kind) for language in LANGUAGES))
        full, days = (int(self._values[each]) for each in (parameters.FULL_LOAD, parameters.LOAD_DAYS))
        points = {what: max(int(self._values[each]), 0) for what, each in parameters.POINTS.items()}
        load = self._load(asked, days)
        candidates = [self._candidate(asked, uid, load[uid]) for uid in self.known.mentors]
        return matching.matches(Wish(companies, " ".join(words)), candidates, Terms(points, full, days))

    def counted(self, period: Period) -> Counted:
        """What counts of a month or quarter that the window touches."""
        found = summarise((each.fact for each in self._stored), self.known.mentors, period)
        incubating = {uid for uid, company in self.known.companies.items() if company.incubating}
        return Counted(
            found.sessions, found.minutes, len(found.tenants), len(incubating), len(incubating & found.tenants.keys()),
            Counter(reason for _code, reason in found.not_counted),
            {uid: Decimal(hours(tally.minutes)) for uid, tally in found.mentors.items()},
        )  # fmt: skip

    # ------------------------------------------------------------------------------------------------------------------

    def _others(self, asked: Booking, day: date) -> list[Booking]:
        """The other sessions that keep the booking's mentor busy on a day."""
        every = self._of_day.get((asked.mentor_uid, day), ())
        return [each for each in every if each.takes_time and each.uid != asked.uid]

    def _met(self, asked: Booking) -> Booking | None:
        """The first session that a booking overlaps."""
        others = self._others(asked, asked.held_on)
        return next((each for each in others if shared_minutes(asked, each)), None)

    def _companies(self, asked: Booking) -> list[booking.Company]:
        return [self.known.companies[uid] for uid in dict.fromkeys(asked.tenants) if uid in self.known.companies]

    def _hours(self) -> Hours:
        return Hours(*(int(self._values[each] * 60) for each in (parameters.DAY_STARTS, parameters.DAY_ENDS)))

    def _load(self, asked: Booking, days: int) -> Counter[str]:
        """How many sessions each mentor has in the days up to that of a booking, which itself does not count."""
        since = asked.held_on - timedelta(days)
        return Counter(
            each.mentor_uid
            for each in self._stored
            if since < each.held_on <= asked.held_on and each.booking.takes_time and each.uid != asked.uid
        )

    def _candidate(self, asked: Booking, uid: str, load: int) -> Candidate:
        mentor, (rated, ratings) = self.known.mentors[uid], self._ratings.get(uid, (0, 0))
        asked = replace(asked, mentor_uid=uid)
        met = self._met(asked)
        tied = dict.fromkeys(tie.tenant for tie in self.known.tied(asked))
        return Candidate(
            uid, mentor.code, mentor.name, self._fields.get(uid, ()), met.code if met else None,
            mentor.appointed(asked.held_on), self.known.names(tied), rated, ratings, load,
        )  # fmt: skip


def _ratings(session: Reading, operator: str) -> dict[str, tuple[int, int]]:
    """By mentor, the sum of the ratings that its held sessions were given, and how many they are."""
    mine, part = model.MentoringSession, model.Participation
    rated = (
        select(mine.mentor_uid, func.sum(part.rating), func.count(part.rating))
        .join(mine, part.session_uid == mine.uid)
        .where(mine.operator_uid == operator, mine.status == "held", part.attended, part.rating.is_not(None))
        .group_by(mine.mentor_uid)
    )
    return {uid: (int(total or 0), count) for uid, total, count in session.execute(rated)}
