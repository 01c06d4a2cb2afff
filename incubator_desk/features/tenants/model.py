"""Companies and teams: who is admitted, graduates and leaves."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from sqlalchemy import Text as LongText
from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from incubator_desk.base.i18n import N_
from incubator_desk.catalog.kinds import Account, Choice, Code, Day, Money, Option, Phone, Text, Uscc, Whole, YesNo
from incubator_desk.catalog.register import field
from incubator_desk.catalog.search import keys
from incubator_desk.store.record import Record

KINDS = Choice(
    (
        Option("company", N_("Company")),
        Option("team", N_("Team")),
        Option("sole_trader", N_("Sole trader")),
    )
)
STATUSES = Choice(
    (
        Option("incubating", N_("Incubating"), "success", "check-circle"),
        Option("applicant", N_("Applicant"), "info", "clock"),
        Option("graduated", N_("Graduated"), "deferred", "star"),
        Option("left", N_("Left"), "neutral", "minus-circle"),
        Option("resident", N_("Resident, not incubated"), "neutral", "home"),
    )
)
SIZES = Choice(
    (
        Option("micro", N_("Micro")),
        Option("small", N_("Small")),
        Option("medium", N_("Medium")),
        Option("large", N_("Large")),
    )
)


class Tenant(Record):
    """A company, team or sole trader that the park hosts or has hosted."""

    __tablename__ = "tenants"
    __table_args__ = (UniqueConstraint("operator_uid", "code"),)

    code: Mapped[str] = field(N_("Code"), Code(), required=True, search=True, group=N_("Basics"))
    name: Mapped[str] = field(N_("Name"), Text(100, width=30), required=True, search=True)
    status: Mapped[str] = field(N_("Status"), STATUSES, default="incubating")
    kind: Mapped[str] = field(N_("Kind"), KINDS, required=True, listed=False)
    uscc: Mapped[str | None] = field(N_("Credit code"), Uscc(), search=True)
    size_class: Mapped[str | None] = field(N_("Size"), SIZES, listed=False)
    tech_field: Mapped[str | None] = field(N_("Technology field"), Text(60))
    industry: Mapped[str | None] = field(N_("Industry"), Text(100), listed=False)
    is_service: Mapped[bool | None] = field(N_("Service sector"), YesNo(), listed=False)
    founded_on: Mapped[date | None] = field(N_("Founded on"), Day(), listed=False)
    admitted_on: Mapped[date | None] = field(N_("Admitted on"), Day(), listed=False)
    graduated_on: Mapped[date | None] = field(N_("Graduated on"), Day(), listed=False)
    left_on: Mapped[date | None] = field(N_("Left on"), Day(), listed=False)
    registered_capital: Mapped[Decimal | None] = field(
        N_("Registered capital"), Money(at_least=Decimal(0)), listed=False, help=N_("In yuan; 500万元 is understood.")
    )
    employees: Mapped[int | None] = field(N_("Employees"), Whole(at_least=Decimal(0)), listed=False)
    legal_representative: Mapped[str | None] = field(N_("Legal representative"), Text(60), listed=False)
    controller: Mapped[str | None] = field(N_("Actual controller"), Text(60), listed=False)
    address: Mapped[str | None] = field(N_("Address"), Text(200), listed=False)
    contact_name: Mapped[str | None] = field(
        N_("Contact"), Text(60), group=N_("Contact details"), search=True, sensitive=True, listed=False
    )
    contact_phone: Mapped[str | None] = field(N_("Phone"), Phone(), sensitive=True, listed=False)
    bank_name: Mapped[str | None] = field(N_("Bank"), Text(100), listed=False, group=N_("Account"))
    bank_account: Mapped[str | None] = field(N_("Account no."), Account(), sensitive=True, listed=False)
    note: Mapped[str | None] = field(N_("Note"), Text(2000, lines=3), listed=False)
    search_keys: Mapped[str] = mapped_column(LongText, default="", info={"derived": True})

    @classmethod
    def derived(cls, values: Mapping[str, object]) -> dict[str, object]:
        return {"search_keys": keys(str(values.get("name") or ""), str(values.get("contact_name") or ""))}
