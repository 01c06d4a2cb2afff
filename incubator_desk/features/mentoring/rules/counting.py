"""What counts (contract section 5): sessions held, confirmed and attended, of a mentor appointed on that day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from incubator_desk.base.money import round_ratio
from incubator_desk.base.periods import Period

from .terms import Mentor, Session, minutes


@dataclass(slots=True)
class Tally:
    """The counted sessions of a mentor or a company: how many, how long, with how many of the others."""

    sessions: int = 0
    minutes: int = 0
    others: set[str] = field(default_factory=set)

    def add(self, length: int, others: Iterable[str]) -> None:
        """Count a session in."""
        self.sessions += 1
        self.minutes += length
        self.others.update(others)


@dataclass(frozen=True, slots=True)
class Summary:
    """A period's mentoring: what counted, by mentor and by company, and what did not, with its reason."""

    period: Period
    sessions: int
    minutes: int
    mentors: Mapping[str, Tally]
    tenants: Mapping[str, Tally]
    not_counted: tuple[tuple[str, str], ...]
    """Code of the session and the first reason that applies, in order of date, time, code."""


def why_not(session: Session, mentor: Mentor) -> str | None:
    """Why a session does not count: the first reason in the contract's order; None where it counts."""
    if session.status in ("cancelled", "no_show", "planned"):
        return session.status
    if not session.confirmed:
        return "unconfirmed"
    if not session.attended:
        return "nobody_attended"
    return None if mentor.appointed(session.held_on) else "mentor_not_appointed"


def summarise(sessions: Iterable[Session], mentors: Mapping[str, Mentor], period: Period) -> Summary:
    """A period's mentoring. A group session is one for its mentor, and one for each company that attended."""
    by_mentor: defaultdict[str, Tally] = defaultdict(Tally)
    by_tenant: defaultdict[str, Tally] = defaultdict(Tally)
    left_out: list[tuple[Session, str]] = []
    count = total = 0
    for session in sessions:
        if session.held_on not in period:
            continue
        reason = why_not(session, mentors[session.mentor])
        if reason is not None:
            left_out.append((session, reason))
            continue
        length = minutes(session.ends_at) - minutes(session.starts_at)
        count += 1
        total += length
        by_mentor[session.mentor].add(length, session.attended)
        for tenant in session.attended:
            by_tenant[tenant].add(length, (session.mentor,))
    left_out.sort(key=lambda pair: (pair[0].held_on, pair[0].starts_at, pair[0].code))
    reasons = tuple((session.code, reason) for session, reason in left_out)
    return Summary(period, count, total, dict(by_mentor), dict(by_tenant), reasons)


def hours(minutes: int) -> str:
    """Minutes as hours with two decimals, rounded once, half up: ``"18.50"``."""
    hundredths = round_ratio(minutes * 100, 60)
    return f"{hundredths // 100}.{hundredths % 100:02}"
