"""Periods with their frozen figures, findings that were explained, packages; and what the zone keeps of parks."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import Integer, String, UniqueConstraint
from sqlalchemy import Text as LongText
from sqlalchemy.orm import Mapped, mapped_column

from incubator_desk.base import fingerprints
from incubator_desk.base.errors import Refused
from incubator_desk.base.i18n import N_
from incubator_desk.catalog.kinds import Choice, Code, Day, Money, Month, Option, Percent, Reference, Text, Uscc, Whole
from incubator_desk.catalog.register import field
from incubator_desk.features.park.model import CARRIER_KINDS
from incubator_desk.store.record import Record

from .flow import PERIOD_FLOW

PACKAGE_STATES = Choice(
    (
        Option("built", N_("Built"), "neutral", "box"),
        Option("sent", N_("Sent"), "info", "share"),
        Option("accepted", N_("Accepted"), "success", "check-circle"),
        Option("returned", N_("Returned"), "danger", "error-circle"),
        Option("replaced", N_("Replaced"), "neutral", "return"),
    )
)
RECEIVED_STATES = Choice(
    (
        Option("received", N_("To be reviewed"), "info", "clock"),
        Option("accepted", N_("Accepted"), "success", "check-circle"),
        Option("returned", N_("Returned"), "danger", "error-circle"),
    )
)
ROLES = Choice((Option("park", N_("Park")), Option("zone", N_("High-tech zone"))))


@dataclass(frozen=True)
class Fingerprint(Code):
    """The fingerprint of a key, kept as it is read out: in groups of four."""

    def read(self, cell: object) -> str:
        try:
            return fingerprints.read(super().read(cell))
        except ValueError:
            raise Refused.because("bad_fingerprint", BAD_FINGERPRINT, count=fingerprints.DIGITS) from None


BAD_FINGERPRINT = N_("A fingerprint has {count} digits and letters A to F, as “7C4E 91A0 …”. Have it read out again.")


class ReturnPeriod(Record):
    """A period that is reported: a month, quarter, half or year."""

    __tablename__ = "return_periods"
    __table_args__ = (UniqueConstraint("operator_uid", "code"),)

    code: Mapped[str] = field(
        N_("Period"), Code(), required=True, search=True, help=N_("2020, 2020-H1, 2020-Q1 or 2020-02.")
    )
    status: Mapped[str] = field(N_("Status"), PERIOD_FLOW.kind, default="open", by_moves=True)
    revision: Mapped[int] = field(
        N_("Version"), Whole(), default=0, read_only=True, help=N_("How many times it was closed.")
    )
    due_on: Mapped[date | None] = field(N_("Due on"), Day())
    checked_on: Mapped[date | None] = field(N_("Checked on"), Day(), read_only=True)
    closed_on: Mapped[date | None] = field(N_("Closed on"), Day(), read_only=True)
    sent_on: Mapped[date | None] = field(N_("Sent on"), Day(), read_only=True)
    answered_on: Mapped[date | None] = field(N_("Answered on"), Day(), read_only=True)
    digest: Mapped[str | None] = field(N_("Digest of the frozen figures"), Text(64), listed=False, read_only=True)
    note: Mapped[str | None] = field(N_("Note"), Text(2000, lines=2), listed=False)


class FrozenPart(Record):
    """A table as it stood when a period was closed. It is written once and never changed."""

    __tablename__ = "frozen_parts"
    __table_args__ = (UniqueConstraint("operator_uid", "period_uid", "revision", "name"),)

    period_uid: Mapped[str] = field(N_("Period"), Reference(register="return_periods"), required=True)
    revision: Mapped[int] = mapped_column(Integer)
    name: Mapped[str] = mapped_column(String(120))
    """Its place in the package: ``data/leases.csv``, ``tables/rent_summary.json``."""
    rows: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[str] = mapped_column(String(64))
    """Of the content as it was before it was packed."""
    content: Mapped[str] = mapped_column(LongText)
    """The bytes, compressed (zlib) and written in base64."""


class ExplainedFinding(Record):
    """A warning of the check before sending that was accepted, with the reason that travels along."""

    __tablename__ = "explained_findings"
    __table_args__ = (UniqueConstraint("operator_uid", "period_uid", "rule", "place"),)

    period_uid: Mapped[str] = field(
        N_("Period"), Reference(register="return_periods"), column="period_code", required=True
    )
    rule: Mapped[str] = field(N_("Rule"), Code(), required=True)
    place: Mapped[str] = field(N_("Concerning"), Text(200), required=True)
    """The table and the key of the record, as ``reliefs R-0058``."""
    reason: Mapped[str] = field(N_("Explanation"), Text(500, lines=2), required=True)
    explained_on: Mapped[date] = field(N_("Explained on"), Day(), required=True)
    explained_by: Mapped[str] = field(N_("Explained by"), Text(60), required=True)


class SentPackage(Record):
    """A package that was built of a closed period."""

    __tablename__ = "sent_packages"
    __table_args__ = (UniqueConstraint("operator_uid", "sequence"),)

    sequence: Mapped[int] = field(N_("Sequence"), Whole(), required=True)
    period_uid: Mapped[str] = field(
        N_("Period"), Reference(register="return_periods"), column="period_code", required=True
    )
    revision: Mapped[int] = field(N_("Version"), Whole(), required=True)
    supersedes: Mapped[int | None] = field(N_("Replaces"), Whole())
    status: Mapped[str] = field(N_("Status"), PACKAGE_STATES, default="built")
    built_at: Mapped[str] = field(N_("Built at"), Text(40), required=True)
    file_name: Mapped[str] = field(N_("File name"), Text(120), required=True)
    sha256: Mapped[str] = field(N_("Digest"), Text(64), required=True, listed=False)
    errors: Mapped[int] = field(N_("Errors"), Whole(), default=0)
    warnings: Mapped[int] = field(N_("Warnings"), Whole(), default=0)
    answered_on: Mapped[date | None] = field(N_("Answered on"), Day())
    answer: Mapped[str | None] = field(N_("Reasons"), Text(4000, lines=3))


class TenantFigures(Record):
    """What a company states of a month: turnover, taxes, research, people."""

    __tablename__ = "tenant_figures"
    __table_args__ = (UniqueConstraint("operator_uid", "tenant_uid", "month"),)

    tenant_uid: Mapped[str] = field(N_("Company"), Reference(register="tenants"), column="tenant_code", required=True)
    month: Mapped[str] = field(N_("Month"), Month(), required=True, search=True, help=N_("As 2020-03."))
    revenue: Mapped[Decimal | None] = field(N_("Revenue"), Money())
    tax: Mapped[Decimal | None] = field(N_("Taxes paid"), Money())
    rd_spending: Mapped[Decimal | None] = field(N_("Research spending"), Money(at_least=Decimal(0)))
    employees: Mapped[int | None] = field(N_("Employees"), Whole(at_least=Decimal(0)))
    back_percent: Mapped[Decimal | None] = field(N_("Back at work"), Percent())


class TrustedKey(Record):
    """Whose signature counts here: a park's at its zone, the zone's at a park."""

    __tablename__ = "trusted_keys"
    __table_args__ = (UniqueConstraint("operator_uid", "fingerprint"),)

    uscc: Mapped[str] = field(N_("Credit code"), Uscc(), required=True, search=True)
    name: Mapped[str | None] = field(N_("Name"), Text(100), search=True)
    role: Mapped[str] = field(N_("Whose"), ROLES, default="park")
    kind: Mapped[str | None] = field(N_("Kind of carrier"), CARRIER_KINDS)
    fingerprint: Mapped[str] = field(N_("Fingerprint"), Fingerprint(), required=True)
    trusted_on: Mapped[date] = field(N_("Trusted since"), Day(), required=True)
    note: Mapped[str | None] = field(N_("Note"), Text(200))


class ReceivedPackage(Record):
    """A package that a park sent, as the zone took it in."""

    __tablename__ = "received_packages"
    __table_args__ = (UniqueConstraint("operator_uid", "uscc", "sequence"),)

    uscc: Mapped[str] = field(N_("Credit code"), Uscc(), required=True, search=True)
    name: Mapped[str] = field(N_("Park"), Text(100), required=True, search=True)
    period: Mapped[str] = field(N_("Period"), Code(), required=True, search=True)
    sequence: Mapped[int] = field(N_("Sequence"), Whole(), required=True)
    supersedes: Mapped[int | None] = field(N_("Replaces"), Whole())
    status: Mapped[str] = field(N_("Status"), RECEIVED_STATES, default="received")
    created_at: Mapped[str] = field(N_("Built at"), Text(40), required=True)
    received_on: Mapped[date] = field(N_("Received on"), Day(), required=True)
    errors: Mapped[int] = field(N_("Errors"), Whole(), default=0)
    warnings: Mapped[int] = field(N_("Warnings"), Whole(), default=0)
    fingerprint: Mapped[str] = field(N_("Fingerprint"), Fingerprint(), required=True, listed=False)
    sha256: Mapped[str] = field(N_("Digest of the manifest"), Text(64), required=True, listed=False)
    answered_on: Mapped[date | None] = field(N_("Answered on"), Day())
    answer: Mapped[str | None] = field(N_("Reasons"), Text(4000, lines=3))


class ReceivedPart(Record):
    """A table of a package that a park sent, as it stood there."""

    __tablename__ = "received_parts"
    __table_args__ = (UniqueConstraint("operator_uid", "package_uid", "name"),)

    package_uid: Mapped[str] = field(N_("Package"), Reference(register="received_packages"), required=True)
    name: Mapped[str] = mapped_column(String(120))
    rows: Mapped[int | None] = mapped_column(Integer)
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[str] = mapped_column(LongText)
    """The bytes, compressed (zlib) and written in base64."""
