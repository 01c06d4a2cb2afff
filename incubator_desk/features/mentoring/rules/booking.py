"""What is wrong with a session that is booked, or worth knowing before it is (handbook, section 5).

Each problem names who and when, and what can be done. ``where`` says beside what it stands: a column of the session,
or the column ``tenant_code`` of its participations with the company (uid) as the record.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from incubator_desk.base.dates import is_working
from incubator_desk.base.errors import Label, Problem, Where
from incubator_desk.base.i18n import N_

from .overlapping import TAKES_TIME, shared_minutes
from .terms import Mentor, Term, minutes

SHORTEST, LONGEST = 15, 480
"""Minutes within which a session is usual (handbook, section 5)."""
BACKWARDS = N_("It ends before it starts ({time}); a session does not run past midnight.")
UNUSUAL = N_("{minutes} minutes are unusual; look at the times again.")
OVERLAP = N_(
    "{mentor} has session {other} with {companies} from {start} to {end} on {day}: they overlap by {minutes} min. "
    "Choose another time or another mentor."
)
OVERLAP_BRIEFLY = N_("Overlaps {other} by {minutes} minutes.")
SAME_DAY = N_(
    "{mentor} also has session {other} with {companies} on {day}, from {start} to {end}. If it is the same talk, "
    "keep one of them."
)
ENDED = N_(
    "{mentor} is appointed until {until} only; on {day} the session will not count. Renew the appointment, or choose "
    "another mentor."
)
NOT_YET = N_(
    "{mentor} is appointed from {since} only; on {day} the session will not count. Choose a later day, or another "
    "mentor."
)
BETWEEN = N_(
    "{mentor} is appointed until {until} and again from {since}; on {day} the session will not count. Choose another "
    "day or another mentor."
)
NOT_ADMITTED = N_(
    "{company} is admitted on {admitted}, after the session on {day}. Choose a later day, or see its file."
)
GONE = N_("{company} left on {left}, before the session on {day}. Take it off the session, or see its file.")
GRADUATED = N_(
    "{company} graduated on {left}, before the session on {day}: it is incubated no more. Take it off the session, or "
    "see its file."
)
TIED = N_("{mentor} and {company} are tied on {day}: {tie}. The session counts; say so in its minutes.")
TWICE = N_("{company} stands here twice. Take one of them off.")
NOBODY = N_("No company takes part; the session will not count. Add who comes.")
FREE_DAY = N_("{day} is not a working day. Make sure that mentor and company come.")
CLAIM_OF_OTHER = N_(
    "Claim {claim} is on a voucher of {holder}, which does not take part. Add the company, or choose another claim."
)
CLAIM_OF_OTHER_KIND = N_("Claim {claim} is for “{claimed}”, the session for “{kind}”. Choose another claim or kind.")


@dataclass(frozen=True, slots=True)
class Booking:
    """A session as it is booked; mentor, companies and claim are uids. A blank mentor or time is not judged yet."""

    uid: str | None
    """None of a new one."""
    code: str
    mentor_uid: str
    held_on: date
    starts_at: str
    ends_at: str
    status: str = "planned"
    tenants: tuple[str, ...] = ()
    service_kind: str | None = None
    topic: str | None = None
    claim_uid: str | None = None

    @property
    def takes_time(self) -> bool:
        """Whether it keeps its mentor busy: it is not called off."""
        return self.status in TAKES_TIME


class Company(NamedTuple):
    """A company as far as bookings ask: when the park hosts it, and what it works on."""

    code: str
    name: str
    admitted_on: date | None = None
    graduated_on: date | None = None
    left_on: date | None = None
    works_on: str = ""
    """Its technology field and industry."""
    incubating: bool = True


class Tie(NamedTuple):
    """What ties a mentor to a company (uid), and when."""

    tenant: str
    kind: Label
    term: Term


class Claim(NamedTuple):
    """A voucher claim: its code, the company (uid) that holds the voucher, the kind of service it pays for."""

    code: str
    holder: str
    service_kind: str


@dataclass(frozen=True)
class Known:
    """What bookings are held against; mentors, companies and claims by uid."""

    mentors: Mapping[str, Mentor] = field(default_factory=dict)
    companies: Mapping[str, Company] = field(default_factory=dict)
    ties: Mapping[str, Sequence[Tie]] = field(default_factory=dict)
    """By mentor."""
    claims: Mapping[str, Claim] = field(default_factory=dict)
    kinds: Mapping[str, Label] = field(default_factory=dict)
    """What kinds of service are called."""
    calendar: Mapping[date, bool] = field(default_factory=dict)
    """The days that are worked or free against their place in the week."""

    def names(self, tenants: Iterable[str]) -> tuple[str, ...]:
        """What companies are called."""
        return tuple(self.companies[uid].name for uid in tenants if uid in self.companies)

    def tied(self, booking: Booking) -> list[Tie]:
        """What ties the mentor of a booking to its companies on its day."""
        every = self.ties.get(booking.mentor_uid, ())
        return [tie for tie in every if tie.tenant in booking.tenants and booking.held_on in tie.term]

    def kind(self, value: str) -> str:
        """What a kind of service is called."""
        return self.kinds.get(value, value)


def judge(booking: Booking, others: Sequence[Booking], known: Known) -> Iterator[Problem]:
    """All that is wrong with a booking; ``others`` are the stored sessions of its mentor on its day, or more."""
    yield from times(booking.starts_at, booking.ends_at)
    yield from twice(booking, known)
    if not booking.takes_time:
        return
    yield from overlap(booking, others, known)
    yield from doubts(booking, others, known)
    if not booking.tenants:
        yield _about(booking, "nobody", NOBODY, {}, "tenant_code")
    if not is_working(booking.held_on, known.calendar):
        yield _about(booking, "not_a_working_day", FREE_DAY, {"day": booking.held_on}, "held_on")


def doubts(booking: Booking, others: Iterable[Booking], known: Known) -> Iterator[Problem]:
    """What is told of a session however it was entered, and never refused."""
    yield from appointment(booking, known)
    yield from tenancy(booking, known)
    yield from ties(booking, known)
    yield from same_day(booking, others, known)
    yield from claim(booking, known)


def times(starts: str, ends: str) -> Iterator[Problem]:
    """A session ends after it starts, on the same day; very short and very long ones are told."""
    if not starts or not ends:
        return
    if ends <= starts:
        yield Problem("ends_before_starts", BACKWARDS, {"time": starts}, Where(column="ends_at"))
    elif not SHORTEST <= (lasts := minutes(ends) - minutes(starts)) <= LONGEST:
        yield Problem("unusual_length", UNUSUAL, {"minutes": lasts}, Where(column="ends_at"), "warning")


def twice(booking: Booking, known: Known) -> Iterator[Problem]:
    """A company takes part once."""
    for tenant in dict.fromkeys(each for each in booking.tenants if booking.tenants.count(each) > 1):
        (name,) = known.names((tenant,)) or ("",)
        yield Problem("company_twice", TWICE, {"company": name}, _of_company(tenant))


def overlap(booking: Booking, others: Iterable[Booking], known: Known) -> Iterator[Problem]:
    """A mentor is in one session at a time; told of the first that it meets. Touching is not overlapping."""
    if (met := next((each for each in _beside(booking, others) if shared_minutes(booking, each)), None)) is not None:
        yield overlapping(booking, met, known)


def overlapping(booking: Booking, other: Booking, known: Known) -> Problem:
    """That two sessions of one mentor overlap."""
    values = {
        "mentor": known.mentors[booking.mentor_uid].name, "other": other.code, "start": other.starts_at,
        "companies": known.names(other.tenants), "end": other.ends_at, "day": booking.held_on,
        "minutes": shared_minutes(booking, other),
    }  # fmt: skip
    return Problem("overlap", OVERLAP, values, _of_session(booking, "starts_at"))


def briefly(problem: Problem) -> Problem:
    """An overlap in few words, where the whole is told elsewhere or there is little room; others as they are."""
    return replace(problem, message=OVERLAP_BRIEFLY) if problem.code == "overlap" else problem


def same_day(booking: Booking, others: Iterable[Booking], known: Known) -> Iterator[Problem]:
    """The same mentor with the same company in two sessions of a day is often one that was entered twice.

    Those that overlap are refused already.
    """
    for other in (each for each in _beside(booking, others) if not shared_minutes(booking, each)):
        if shared := [tenant for tenant in dict.fromkeys(booking.tenants) if tenant in other.tenants]:
            values = {
                "mentor": known.mentors[booking.mentor_uid].name, "other": other.code, "day": booking.held_on,
                "companies": known.names(shared), "start": other.starts_at, "end": other.ends_at,
            }  # fmt: skip
            yield _about(booking, "same_day", SAME_DAY, values, "held_on")


def appointment(booking: Booking, known: Known) -> Iterator[Problem]:
    """A session counts only where its mentor is appointed on its day (contract section 5)."""
    mentor, day = known.mentors.get(booking.mentor_uid), booking.held_on
    if mentor is None or mentor.appointed(day):
        return
    until = max((term.last for term in mentor.terms if term.last and term.last < day), default=None)
    since = min((term.first for term in mentor.terms if term.first and term.first > day), default=None)
    message = BETWEEN if until and since else ENDED if until else NOT_YET
    values = {"mentor": mentor.name, "day": day, "until": until, "since": since}
    yield _about(booking, "mentor_not_appointed", message, values, "mentor_code")


def tenancy(booking: Booking, known: Known) -> Iterator[Problem]:
    """A company is served while it is there: from its admission to its graduation or leaving; blank is open."""
    for tenant in dict.fromkeys(booking.tenants):
        company, day = known.companies.get(tenant), booking.held_on
        if company is None:
            continue
        values: dict[str, object] = {"company": company.name, "day": day}
        if company.admitted_on is not None and day < company.admitted_on:
            message, values["admitted"] = NOT_ADMITTED, company.admitted_on
        elif company.left_on is not None and day > company.left_on:
            message, values["left"] = GONE, company.left_on
        elif company.graduated_on is not None and day > company.graduated_on:
            message, values["left"] = GRADUATED, company.graduated_on
        else:
            continue
        yield Problem("outside_tenancy", message, values, _of_company(tenant), "warning")


def ties(booking: Booking, known: Known) -> Iterator[Problem]:
    """A mentor tied to a company on the day: told, and counted all the same."""
    for tie in known.tied(booking):
        values = {
            "mentor": known.mentors[booking.mentor_uid].name, "company": known.companies[tie.tenant].name,
            "day": booking.held_on, "tie": tie.kind,
        }  # fmt: skip
        yield Problem("tie", TIED, values, _of_company(tie.tenant), "warning")


def claim(booking: Booking, known: Known) -> Iterator[Problem]:
    """The claim that pays for a session is on a voucher of a company that takes part, and for that kind of service."""
    found = known.claims.get(booking.claim_uid or "")
    if found is None:
        return
    if found.holder not in booking.tenants:
        values = {"claim": found.code, "holder": known.companies[found.holder].name}
        yield _about(booking, "claim_of_other", CLAIM_OF_OTHER, values, "claim_code")
    if booking.service_kind and found.service_kind != booking.service_kind:
        kinds = {"claimed": known.kind(found.service_kind), "kind": known.kind(booking.service_kind)}
        yield _about(booking, "claim_of_other_kind", CLAIM_OF_OTHER_KIND, {"claim": found.code, **kinds}, "claim_code")


def _beside(booking: Booking, others: Iterable[Booking]) -> Iterator[Booking]:
    """The other sessions that keep the mentor busy on that day."""
    mine = (booking.mentor_uid, booking.held_on)
    for other in others:
        if other.takes_time and (other.mentor_uid, other.held_on) == mine and other.uid != booking.uid:
            yield other


def _of_session(booking: Booking, column: str) -> Where:
    return Where(sheet="mentoring_sessions", column=column, record=booking.uid)


def _of_company(tenant: str) -> Where:
    return Where(sheet="participations", column="tenant_code", record=tenant)


def _about(booking: Booking, code: str, message: str, values: Mapping[str, object], column: str) -> Problem:
    return Problem(code, message, values, _of_session(booking, column), "warning")
