"""Premises, leases, their further rooms and their price steps."""

from datetime import date
from decimal import Decimal

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from incubator_desk.base.i18n import N_
from incubator_desk.catalog.kinds import Area, Choice, Code, Day, Money, Number, Option, Percent, Reference, Text, Whole
from incubator_desk.catalog.register import field
from incubator_desk.store.record import Record

OWNERSHIPS = Choice(
    (
        Option("own", N_("Own")),
        Option("state", N_("State-owned")),
        Option("collective", N_("Collective")),
        Option("private", N_("Private")),
    )
)
PRICE_UNITS = Choice(
    (
        Option("month", N_("CNY per month")),
        Option("sqm_month", N_("CNY per m² and month")),
        Option("sqm_day", N_("CNY per m² and day")),
    ),
    width=16,
)
DAY_COUNTS = Choice(
    (
        Option("actual", N_("The month's own days")),
        Option("thirty", N_("30 days a month")),
        Option("year365", N_("365 days a year")),
    ),
    width=16,
)
BILLING = Choice(
    (
        Option("1", N_("Monthly")),
        Option("2", N_("Every two months")),
        Option("3", N_("Quarterly")),
        Option("6", N_("Half-yearly")),
        Option("12", N_("Yearly")),
    )
)
ANCHORS = Choice((Option("lease", N_("From the start day")), Option("calendar", N_("Calendar months"))), width=16)
_NOT_NEGATIVE = Decimal(0)


class HeadLease(Record):
    """What the park itself rents from a landlord and lets on."""

    __tablename__ = "head_leases"
    __table_args__ = (UniqueConstraint("operator_uid", "code"),)

    code: Mapped[str] = field(N_("Code"), Code(), required=True, search=True)
    landlord: Mapped[str] = field(N_("Landlord"), Text(100, width=24), required=True, search=True)
    contract_no: Mapped[str | None] = field(N_("Contract no."), Text(60), search=True)
    ownership: Mapped[str] = field(N_("Ownership"), OWNERSHIPS, required=True)
    area_sqm: Mapped[Decimal] = field(N_("Area (m²)"), Area(), required=True)
    starts_on: Mapped[date] = field(N_("Starts on"), Day(), required=True)
    ends_on: Mapped[date] = field(N_("Ends on"), Day(), required=True)
    note: Mapped[str | None] = field(N_("Note"), Text(2000, lines=3), listed=False)


class Premises(Record):
    """A room or floor that can be let."""

    __tablename__ = "premises"
    __table_args__ = (UniqueConstraint("operator_uid", "code"),)

    code: Mapped[str] = field(N_("Code"), Code(), required=True, search=True)
    building: Mapped[str | None] = field(N_("Building"), Text(40), search=True)
    floor: Mapped[str | None] = field(N_("Floor"), Text(20))
    room: Mapped[str | None] = field(N_("Room"), Text(40), search=True)
    area_sqm: Mapped[Decimal] = field(N_("Area (m²)"), Area(), required=True)
    ownership: Mapped[str | None] = field(N_("Ownership"), OWNERSHIPS)
    landlord: Mapped[str | None] = field(N_("Landlord"), Text(100, width=24))
    head_lease_uid: Mapped[str | None] = field(
        N_("Head lease"), Reference(register="head_leases"), column="head_lease_code", listed=False,
        help=N_("Where the park rents the room itself; the owner of the head lease then counts."),
    )  # fmt: skip


class Lease(Record):
    """A lease of premises to a company."""

    __tablename__ = "leases"
    __table_args__ = (UniqueConstraint("operator_uid", "code"),)

    code: Mapped[str] = field(N_("Code"), Code(), required=True, search=True, group=N_("Lease"))
    tenant_uid: Mapped[str] = field(N_("Company"), Reference(register="tenants"), column="tenant_code", required=True)
    premises_uid: Mapped[str | None] = field(N_("Premises"), Reference(register="premises"), column="premises_code")
    area_sqm: Mapped[Decimal | None] = field(
        N_("Area (m²)"), Area(), help=N_("What is paid for, all rooms together; blank means the premises' area.")
    )
    contract_no: Mapped[str | None] = field(N_("Contract no."), Text(60), search=True, listed=False)
    starts_on: Mapped[date] = field(N_("Starts on"), Day(), required=True, group=N_("Term"))
    ends_on: Mapped[date] = field(N_("Ends on"), Day(), required=True)
    ended_on: Mapped[date | None] = field(
        N_("Early end"), Day(), help=N_("The last day, where the lease ended before its term.")
    )
    rent_free_days: Mapped[int] = field(N_("Rent-free days"), Whole(at_least=_NOT_NEGATIVE), default=0, listed=False)
    price: Mapped[Decimal] = field(
        N_("Price"), Number(places=6, at_least=_NOT_NEGATIVE), required=True, group=N_("Price and billing")
    )
    price_unit: Mapped[str] = field(N_("Price unit"), PRICE_UNITS, required=True)
    day_count: Mapped[str] = field(N_("Day count"), DAY_COUNTS, default="actual", listed=False)
    billing_months: Mapped[str] = field(N_("Billed"), BILLING, default="1")
    billing_anchor: Mapped[str] = field(N_("Rent-months run"), ANCHORS, default="lease", listed=False)
    due_offset_days: Mapped[int] = field(
        N_("Due after (days)"), Whole(at_least=Decimal(-366), at_most=Decimal(366)), default=0, listed=False,
        help=N_("Days from the first day of the billing period to the due date; negative means before it."),
    )  # fmt: skip
    deposit: Mapped[Decimal | None] = field(N_("Deposit"), Money(at_least=_NOT_NEGATIVE), listed=False)
    renewal_of: Mapped[str | None] = field(
        N_("Renewal of"), Code(), listed=False, help=N_("The code of the lease that this one continues.")
    )
    note: Mapped[str | None] = field(N_("Note"), Text(2000, lines=3), listed=False)


class LeaseRoom(Record):
    """A further room of a lease; the lease's own area is the sum that is paid for."""

    __tablename__ = "lease_rooms"
    __table_args__ = (UniqueConstraint("operator_uid", "lease_uid", "premises_uid"),)

    lease_uid: Mapped[str] = field(N_("Lease"), Reference(register="leases"), column="lease_code", required=True)
    premises_uid: Mapped[str] = field(
        N_("Premises"), Reference(register="premises"), column="premises_code", required=True
    )
    area_sqm: Mapped[Decimal | None] = field(N_("Area (m²)"), Area())


class LeaseStep(Record):
    """A price change of a lease from a day on: a new price, or a percentage on the one in force."""

    __tablename__ = "lease_steps"
    __table_args__ = (UniqueConstraint("operator_uid", "lease_uid", "from_on"),)

    lease_uid: Mapped[str] = field(N_("Lease"), Reference(register="leases"), column="lease_code", required=True)
    from_on: Mapped[date] = field(N_("From"), Day(), required=True)
    price: Mapped[Decimal | None] = field(N_("New price"), Number(places=6, at_least=_NOT_NEGATIVE))
    percent: Mapped[Decimal | None] = field(
        N_("Change by"), Percent(at_least=Decimal(-100), at_most=Decimal(100)), help=N_("Negative lowers the price.")
    )
