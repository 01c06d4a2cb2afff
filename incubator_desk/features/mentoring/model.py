"""Mentors, their terms and ties, sessions and who took part, and the other services that companies were given."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from sqlalchemy import Text as LongText
from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from incubator_desk.base.i18n import N_
from incubator_desk.catalog.kinds import (
    Choice,
    Code,
    Day,
    Money,
    Number,
    OpenChoice,
    Option,
    Phone,
    Reference,
    Text,
    TimeOfDay,
    Whole,
    YesNo,
)
from incubator_desk.catalog.register import field
from incubator_desk.catalog.search import keys
from incubator_desk.features.park.services import SERVICE_KIND
from incubator_desk.store.record import Record

from .flow import SESSION_FLOW

MENTOR_KINDS = OpenChoice(
    options=(
        Option("entrepreneur", N_("Entrepreneur")),
        Option("investor", N_("Investor")),
        Option("technical", N_("Technical")),
        Option("legal_finance", N_("Legal and finance")),
    )
)
MODES = Choice((Option("onsite", N_("On site")), Option("online", N_("Online")), Option("phone", N_("By telephone"))))
STATUSES = SESSION_FLOW.kind
TIES = Choice(
    (
        Option("equity", N_("Share in the company")),
        Option("family", N_("Family")),
        Option("employment", N_("Employed there")),
        Option("other", N_("Other tie")),
    )
)
SERVICE_STATUSES = Choice(
    (
        Option("planned", N_("Planned"), "info", "clock"),
        Option("running", N_("Under way"), "info", "clock"),
        Option("done", N_("Done"), "success", "check-circle"),
        Option("cancelled", N_("Cancelled"), "neutral", "minus-circle"),
    )
)


class Mentor(Record):
    """Somebody who advises companies for the park."""

    __tablename__ = "mentors"
    __table_args__ = (UniqueConstraint("operator_uid", "code"),)

    code: Mapped[str] = field(N_("Code"), Code(), required=True, search=True, group=N_("Mentor"))
    name: Mapped[str] = field(N_("Name"), Text(60, width=16), required=True, search=True)
    kind: Mapped[str | None] = field(N_("Kind"), MENTOR_KINDS)
    fields: Mapped[str | None] = field(N_("Fields"), Text(300, width=30), search=True, help=N_("Separated by “;”."))
    employer: Mapped[str | None] = field(N_("Employer"), Text(100, width=24), search=True)
    position: Mapped[str | None] = field(N_("Position"), Text(60), listed=False)
    phone: Mapped[str | None] = field(N_("Phone"), Phone(), sensitive=True, listed=False)
    appointed_from: Mapped[date | None] = field(N_("Appointed from"), Day(), group=N_("Appointment"))
    appointed_to: Mapped[date | None] = field(
        N_("Appointed to"), Day(), help=N_("Blank: open. Without any dates a mentor is always appointed.")
    )
    letter_no: Mapped[str | None] = field(N_("Letter no."), Text(60), listed=False)
    note: Mapped[str | None] = field(N_("Note"), Text(2000, lines=3), listed=False)
    search_keys: Mapped[str] = mapped_column(LongText, default="", info={"derived": True})

    @classmethod
    def derived(cls, values: Mapping[str, object]) -> dict[str, object]:
        return {"search_keys": keys(str(values.get("name") or ""))}


class MentorTerm(Record):
    """A further term of appointment."""

    __tablename__ = "mentor_terms"
    __table_args__ = (UniqueConstraint("operator_uid", "mentor_uid", "from_on"),)

    mentor_uid: Mapped[str] = field(N_("Mentor"), Reference(register="mentors"), column="mentor_code", required=True)
    from_on: Mapped[date] = field(N_("From"), Day(), required=True)
    to_on: Mapped[date | None] = field(N_("To"), Day())
    letter_no: Mapped[str | None] = field(N_("Letter no."), Text(60))


class MentorTie(Record):
    """What ties a mentor to a company: told whenever a session of both is booked; the session counts all the same."""

    __tablename__ = "mentor_ties"
    __table_args__ = (UniqueConstraint("operator_uid", "mentor_uid", "tenant_uid", "kind"),)

    mentor_uid: Mapped[str] = field(N_("Mentor"), Reference(register="mentors"), column="mentor_code", required=True)
    tenant_uid: Mapped[str] = field(N_("Company"), Reference(register="tenants"), column="tenant_code", required=True)
    kind: Mapped[str] = field(N_("Tie"), TIES, required=True)
    from_on: Mapped[date | None] = field(N_("From"), Day())
    to_on: Mapped[date | None] = field(N_("To"), Day(), help=N_("Blank: it still stands."))
    note: Mapped[str | None] = field(N_("Note"), Text(200))


class MentoringSession(Record):
    """A session of a mentor with one company or several."""

    __tablename__ = "mentoring_sessions"
    __table_args__ = (UniqueConstraint("operator_uid", "code"),)

    code: Mapped[str] = field(N_("Code"), Code(), required=True, search=True)
    mentor_uid: Mapped[str] = field(N_("Mentor"), Reference(register="mentors"), column="mentor_code", required=True)
    held_on: Mapped[date] = field(N_("Date"), Day(), required=True)
    starts_at: Mapped[str] = field(N_("Starts at"), TimeOfDay(), required=True)
    ends_at: Mapped[str] = field(N_("Ends at"), TimeOfDay(), required=True)
    status: Mapped[str] = field(N_("Status"), STATUSES, default="planned")
    mode: Mapped[str | None] = field(N_("Mode"), MODES)
    place: Mapped[str | None] = field(N_("Place of meeting"), Text(100), listed=False)
    service_kind: Mapped[str | None] = field(N_("Kind of service"), SERVICE_KIND)
    topic: Mapped[str | None] = field(N_("Topic"), Text(200, width=26), search=True)
    headcount: Mapped[int | None] = field(
        N_("People present"), Whole(at_least=Decimal(0)), listed=False, help=N_("Of an event: all who came.")
    )
    summary: Mapped[str | None] = field(
        N_("Minutes of the talk"), Text(4000, lines=4), listed=False, group=N_("How it went")
    )
    result: Mapped[str | None] = field(N_("Outcome"), Text(2000, lines=2), listed=False)
    follow_up_on: Mapped[date | None] = field(N_("Follow up by"), Day(), listed=False)
    followed_up_on: Mapped[date | None] = field(N_("Followed up on"), Day(), listed=False)
    confirmed_on: Mapped[date | None] = field(
        N_("Confirmed on"), Day(), help=N_("The day on which the company confirmed it; without one it does not count.")
    )
    confirmed_by: Mapped[str | None] = field(N_("Confirmed by"), Text(60), listed=False)
    cancel_reason: Mapped[str | None] = field(N_("Why not held"), Text(500), listed=False)
    fee: Mapped[Decimal | None] = field(N_("Fee"), Money(at_least=Decimal(0)), listed=False, group=N_("Further facts"))
    claim_uid: Mapped[str | None] = field(
        N_("Voucher claim"),
        Reference(register="voucher_claims"),
        column="claim_code",
        listed=False,
        help=N_("The claim by which a voucher paid for it."),
    )
    series: Mapped[str | None] = field(
        N_("Series"), Code(), listed=False, help=N_("Sessions booked together carry the code of the first.")
    )
    calendar_id: Mapped[str | None] = field(
        N_("Identifier in calendars"),
        Text(255),
        listed=False,
        help=N_("The UID of the iCalendar entry that it came from; the same entry updates it again."),
    )


class Participation(Record):
    """A company in a session."""

    __tablename__ = "participations"
    __table_args__ = (UniqueConstraint("operator_uid", "session_uid", "tenant_uid"),)

    session_uid: Mapped[str] = field(
        N_("Session"), Reference(register="mentoring_sessions"), column="session_code", required=True
    )
    tenant_uid: Mapped[str] = field(N_("Company"), Reference(register="tenants"), column="tenant_code", required=True)
    attended: Mapped[bool] = field(N_("Attended"), YesNo(), default=True)
    rating: Mapped[int | None] = field(N_("Rating"), Whole(at_least=Decimal(1), at_most=Decimal(5)))


class Service(Record):
    """A service other than a talk with a mentor: a test, a course, help with a declaration."""

    __tablename__ = "services"
    __table_args__ = (UniqueConstraint("operator_uid", "code"),)

    code: Mapped[str] = field(N_("Code"), Code(), required=True, search=True, group=N_("Service"))
    service_kind: Mapped[str] = field(N_("Kind of service"), SERVICE_KIND, required=True)
    title: Mapped[str] = field(N_("What for"), Text(200, width=28), required=True, search=True)
    status: Mapped[str] = field(N_("Status"), SERVICE_STATUSES, default="done")
    served_on: Mapped[date] = field(
        N_("Served on"),
        Day(),
        required=True,
        help=N_("Its day; of a longer one the day on which it ended or will end."),
    )
    begun_on: Mapped[date | None] = field(N_("Begun on"), Day(), listed=False)
    hours: Mapped[Decimal | None] = field(N_("Hours"), Number(places=2, at_least=Decimal(0)), listed=False)
    provider_uid: Mapped[str | None] = field(
        N_("Provider"), Reference(register="providers"), column="provider_code", help=N_("Blank: the park itself.")
    )
    handled_by: Mapped[str | None] = field(N_("Handled by"), Text(60, width=14), search=True)
    result: Mapped[str | None] = field(N_("Outcome"), Text(2000, lines=3), listed=False)
    fee: Mapped[Decimal | None] = field(N_("Fee"), Money(at_least=Decimal(0)), listed=False)
    claim_uid: Mapped[str | None] = field(
        N_("Voucher claim"),
        Reference(register="voucher_claims"),
        column="claim_code",
        listed=False,
        help=N_("The claim by which a voucher paid for it."),
    )
    note: Mapped[str | None] = field(N_("Note"), Text(2000, lines=3), listed=False)


class ServiceUse(Record):
    """A company that a service was given to."""

    __tablename__ = "service_uses"
    __table_args__ = (UniqueConstraint("operator_uid", "service_uid", "tenant_uid"),)

    service_uid: Mapped[str] = field(
        N_("Service"), Reference(register="services"), column="service_code", required=True
    )
    tenant_uid: Mapped[str] = field(N_("Company"), Reference(register="tenants"), column="tenant_code", required=True)
    rating: Mapped[int | None] = field(N_("Rating"), Whole(at_least=Decimal(1), at_most=Decimal(5)))
