"""Mentors, their further terms, sessions, and the companies that took part."""

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

MENTOR_KINDS = OpenChoice(
    options=(
        Option("entrepreneur", N_("Entrepreneur")),
        Option("investor", N_("Investor")),
        Option("technical", N_("Technical")),
        Option("legal_finance", N_("Legal and finance")),
    )
)
MODES = Choice((Option("onsite", N_("On site")), Option("online", N_("Online")), Option("phone", N_("By telephone"))))
STATUSES = Choice(
    (
        Option("planned", N_("Planned"), "info", "clock"),
        Option("held", N_("Held"), "success", "check-circle"),
        Option("cancelled", N_("Cancelled"), "neutral", "minus-circle"),
        Option("no_show", N_("No-show"), "danger", "error-circle"),
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
    summary: Mapped[str | None] = field(N_("Minutes of the talk"), Text(4000, lines=4), listed=False)
    confirmed_on: Mapped[date | None] = field(
        N_("Confirmed on"), Day(), help=N_("The day on which the company confirmed it; without one it does not count.")
    )
    fee: Mapped[Decimal | None] = field(N_("Fee"), Money(at_least=Decimal(0)), listed=False)


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
