"""The operator's profile and the dated parameters."""

from datetime import date
from decimal import Decimal

from sqlalchemy import Date, String, UniqueConstraint
from sqlalchemy import Text as LongText
from sqlalchemy.orm import Mapped, mapped_column

from incubator_desk.base.i18n import N_
from incubator_desk.catalog.kinds import Account, Choice, Code, Day, Number, Option, Phone, Text, Uscc, YesNo
from incubator_desk.catalog.register import field
from incubator_desk.store.record import Record

CARRIER_KINDS = Choice(
    (
        Option("incubator", N_("Technology business incubator")),
        Option("makerspace", N_("Makerspace")),
        Option("univ_park", N_("University science park")),
    )
)


class Operator(Record):
    """A park: the owner of all its records. Its own ``operator_uid`` is its uid."""

    __tablename__ = "operators"

    code: Mapped[str] = field(N_("Code"), Code(), required=True, listed=False, read_only=True)
    name: Mapped[str] = field(N_("Name"), Text(100), required=True, default="")
    short_name: Mapped[str | None] = field(N_("Short name"), Text(40))
    kind: Mapped[str | None] = field(N_("Kind of carrier"), CARRIER_KINDS)
    uscc: Mapped[str | None] = field(N_("Credit code"), Uscc())
    zone_code: Mapped[str | None] = field(N_("Zone code"), Code())
    address: Mapped[str | None] = field(N_("Address"), Text(200), group=N_("Letterhead"))
    phone: Mapped[str | None] = field(N_("Telephone"), Phone())
    footer: Mapped[str | None] = field(
        N_("Foot of papers"), Text(200), help=N_("A line at the foot of every page, as a website or a file number.")
    )
    bank_name: Mapped[str | None] = field(N_("Bank"), Text(100), group=N_("Account for rent"))
    bank_account: Mapped[str | None] = field(
        N_("Account no."), Account(), help=N_("Payment notices and reminders name it; it is in the park's name.")
    )
    prepared_by: Mapped[str | None] = field(N_("Prepared by"), Text(40), group=N_("Signatures"))
    reviewed_by: Mapped[str | None] = field(N_("Reviewed by"), Text(40))
    head: Mapped[str | None] = field(N_("Head"), Text(40))
    working_date: Mapped[date | None] = field(
        N_("Working date"), Day(), group=N_("Desk"),
        help=N_("The day the desk takes for today; blank means the real one."),
    )  # fmt: skip


class ParameterValue(Record):
    """A parameter's value from a day on, until a later one takes over or ``valid_to``."""

    __tablename__ = "parameters"
    __table_args__ = (UniqueConstraint("operator_uid", "name", "valid_from"),)

    name: Mapped[str] = field(N_("Parameter"), Code(), required=True, search=True)
    valid_from: Mapped[date] = field(N_("Valid from"), Day(), required=True)
    valid_to: Mapped[date | None] = field(N_("Valid to"), Day())
    value: Mapped[Decimal] = field(N_("Value"), Number(least=0), required=True)
    source_doc: Mapped[str | None] = field(N_("Source document"), Text(200))


class CalendarDay(Record):
    """A day that is worked or free against its place in the week, as the State Council's yearly notice has it."""

    __tablename__ = "calendar_days"
    __table_args__ = (UniqueConstraint("operator_uid", "day"),)

    day: Mapped[date] = field(N_("Day"), Day(), required=True)
    working: Mapped[bool] = field(
        N_("Working day"), YesNo(), default=False, help=N_("No: a holiday. Yes: a weekend day that is worked.")
    )
    note: Mapped[str | None] = field(N_("Note"), Text(200))


class Disclosure(Record):
    """A paper that was made with personal data shown whole: which one, by whom, and why."""

    __tablename__ = "disclosures"

    report: Mapped[str] = mapped_column(String(60))
    period: Mapped[str] = mapped_column(String(10))
    tenant: Mapped[str | None] = mapped_column(String(60))
    """The code of the company, where it was made for one."""
    reason: Mapped[str] = mapped_column(LongText)
    made_on: Mapped[date] = mapped_column(Date)
    made_by: Mapped[str] = mapped_column(String(100))
