"""Relief policies, reliefs and deferrals, receipts and refunds."""

from datetime import date
from decimal import Decimal

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from incubator_desk.base.i18n import N_
from incubator_desk.catalog.kinds import (
    Choice,
    Choices,
    Code,
    Day,
    Money,
    Option,
    Percent,
    Reference,
    Text,
    Whole,
    YesNo,
)
from incubator_desk.catalog.register import field
from incubator_desk.features.leases.model import OWNERSHIPS
from incubator_desk.features.tenants.model import KINDS, SIZES, STATUSES
from incubator_desk.store.record import Record

from .flow import RELIEF_FLOW

RELIEF_KINDS = Choice(
    (
        Option("percent", N_("Reduction by percent")),
        Option("fixed", N_("Fixed amount per line")),
        Option("extension", N_("Extension of the term")),
        Option("deferral", N_("Deferral")),
        Option("instalments", N_("Instalments")),
    ),
    width=16,
)
SETTLEMENTS = Choice((Option("offset", N_("Offset")), Option("refund", N_("Refund"))))
RECEIPT_KINDS = Choice((Option("rent", N_("Rent")), Option("deposit", N_("Deposit")), Option("other", N_("Other"))))
DEPOSIT_USES = Choice(
    (
        Option("returned", N_("Paid back")),
        Option("offset", N_("Laid against rent")),
        Option("kept", N_("Kept")),
    )
)
POSITIVE = Money(above=Decimal(0))
WHOLE_POSITIVE = Whole(at_least=Decimal(1), at_most=Decimal(600))


class Policy(Record):
    """A policy under which rent is relieved or deferred, with the terms that applying it proposes.

    A version of a policy is a record of its own: ``version_of`` names the first one, ``valid_from`` and ``valid_to``
    say when its terms hold.
    """

    __tablename__ = "relief_policies"
    __table_args__ = (UniqueConstraint("operator_uid", "code"),)

    code: Mapped[str] = field(N_("Code"), Code(), required=True, search=True, group=N_("Document"))
    title: Mapped[str] = field(N_("Title"), Text(200, width=40), required=True, search=True)
    document_no: Mapped[str | None] = field(N_("Document no."), Text(80, width=24), search=True)
    issuer: Mapped[str | None] = field(N_("Issuer"), Text(100, width=24))
    issued_on: Mapped[date | None] = field(N_("Issued on"), Day())
    exclusive: Mapped[bool] = field(
        N_("Exclusive"), YesNo(), default=False, help=N_("No other policy may relieve the same days.")
    )
    settle_paid: Mapped[str] = field(
        N_("Rent already paid"), SETTLEMENTS, default="offset",
        help=N_("Offset: it fills later dues. Refund: it is owed back."),
    )  # fmt: skip
    valid_from: Mapped[date | None] = field(N_("Valid from"), Day(), listed=False)
    valid_to: Mapped[date | None] = field(N_("Valid to"), Day(), listed=False)
    version_of: Mapped[str | None] = field(
        N_("Version of"), Code(), listed=False, help=N_("The code of the policy's first version.")
    )
    apply_from: Mapped[date | None] = field(N_("Applications from"), Day(), listed=False, group=N_("Who is served"))
    apply_to: Mapped[date | None] = field(N_("Applications to"), Day(), listed=False)
    tenant_kinds: Mapped[str | None] = field(N_("Kinds"), Choices(KINDS.options), listed=False)
    tenant_statuses: Mapped[str | None] = field(N_("Statuses"), Choices(STATUSES.options), listed=False)
    size_classes: Mapped[str | None] = field(N_("Sizes"), Choices(SIZES.options), listed=False)
    service_only: Mapped[bool] = field(N_("Service sector only"), YesNo(), default=False, listed=False)
    arrears_allowed: Mapped[bool] = field(N_("Also with arrears"), YesNo(), default=True, listed=False)
    ownerships: Mapped[str | None] = field(
        N_("Premises owned by"), Choices(OWNERSHIPS.options), listed=False,
        help=N_("Of sublet premises the owner of the head lease counts."),
    )  # fmt: skip
    kind: Mapped[str | None] = field(N_("Instrument"), RELIEF_KINDS, group=N_("What it grants"))
    percent: Mapped[Decimal | None] = field(N_("Percent"), Percent(), help=N_("50 means 50 %."))
    amount: Mapped[Decimal | None] = field(N_("Amount per line"), POSITIVE, listed=False)
    cap: Mapped[Decimal | None] = field(N_("Cap in all"), POSITIVE, listed=False)
    starts_on: Mapped[date | None] = field(N_("From"), Day(), help=N_("Blank: the lease's own first day."))
    ends_on: Mapped[date | None] = field(N_("To"), Day(), help=N_("Blank: the lease's own last day."))
    term_months: Mapped[int | None] = field(
        N_("Months of the term"), WHOLE_POSITIVE, listed=False,
        help=N_("Instead of the last day: so many months from the first."),
    )  # fmt: skip
    by_year_share: Mapped[bool] = field(
        N_("By share of the year"), YesNo(), default=False, listed=False,
        help=N_("The amount is the full one × the lease's days in the year ÷ the days of the year."),
    )  # fmt: skip
    months: Mapped[int | None] = field(
        N_("Months"), WHOLE_POSITIVE, listed=False, help=N_("By which the term is extended, or dues are moved.")
    )
    defer_to: Mapped[date | None] = field(N_("Deferred to"), Day(), listed=False)
    parts: Mapped[int | None] = field(N_("Instalments"), WHOLE_POSITIVE, listed=False)
    first_due_on: Mapped[date | None] = field(N_("First due on"), Day(), listed=False)
    evidence: Mapped[str | None] = field(
        N_("Evidence asked for"), Text(500), listed=False, group=N_("How it is carried out"),
        help=N_("Separated by “;”. Blank: what the step itself asks for."),
    )  # fmt: skip
    notice_days: Mapped[int | None] = field(
        N_("Notice (working days)"), Whole(at_least=Decimal(0), at_most=Decimal(60)), listed=False,
        help=N_("Blank: as the parameters say."),
    )  # fmt: skip
    pass_on_percent: Mapped[Decimal] = field(
        N_("Passed on to the final lessee"), Percent(), default=Decimal(100), listed=False
    )
    subsidy_percent: Mapped[Decimal | None] = field(N_("Carrier's subsidy"), Percent(), listed=False)
    subsidy_cap: Mapped[Decimal | None] = field(N_("Subsidy cap"), POSITIVE, listed=False)
    subsidy_months: Mapped[int | None] = field(N_("Subsidy months"), WHOLE_POSITIVE, listed=False)


class UpstreamGrant(Record):
    """What a landlord granted the park on a head lease, to be passed on to those who rent from the park."""

    __tablename__ = "upstream_grants"
    __table_args__ = (UniqueConstraint("operator_uid", "code"),)

    code: Mapped[str] = field(N_("Code"), Code(), required=True, search=True)
    head_lease_uid: Mapped[str] = field(
        N_("Head lease"), Reference(register="head_leases"), column="head_lease_code", required=True
    )
    policy_uid: Mapped[str | None] = field(N_("Policy"), Reference(register="relief_policies"), column="policy_code")
    granted_on: Mapped[date] = field(N_("Granted on"), Day(), required=True)
    amount: Mapped[Decimal] = field(N_("Amount"), POSITIVE, required=True)
    starts_on: Mapped[date] = field(N_("From"), Day(), required=True)
    ends_on: Mapped[date] = field(N_("To"), Day(), required=True)
    document_no: Mapped[str | None] = field(N_("Document no."), Text(80, width=24), search=True)
    note: Mapped[str | None] = field(N_("Note"), Text(2000, lines=3), listed=False)


class Relief(Record):
    """A relief or deferral granted, or asked for, on one lease."""

    __tablename__ = "reliefs"
    __table_args__ = (UniqueConstraint("operator_uid", "code"),)

    code: Mapped[str] = field(N_("Code"), Code(), required=True, search=True, group=N_("Case"))
    lease_uid: Mapped[str] = field(N_("Lease"), Reference(register="leases"), column="lease_code", required=True)
    policy_uid: Mapped[str | None] = field(N_("Policy"), Reference(register="relief_policies"), column="policy_code")
    status: Mapped[str] = field(N_("Status"), RELIEF_FLOW.kind, default="draft", by_moves=True)
    kind: Mapped[str] = field(N_("Instrument"), RELIEF_KINDS, required=True, group=N_("What is granted"))
    starts_on: Mapped[date | None] = field(N_("From"), Day(), help=N_("Blank: the lease's own first day."))
    ends_on: Mapped[date | None] = field(N_("To"), Day(), help=N_("Blank: the lease's own last day."))
    percent: Mapped[Decimal | None] = field(N_("Percent"), Percent(), help=N_("50 means 50 %."))
    amount: Mapped[Decimal | None] = field(N_("Amount per line"), POSITIVE, listed=False)
    cap: Mapped[Decimal | None] = field(N_("Cap in all"), POSITIVE, listed=False)
    months: Mapped[int | None] = field(N_("Months"), WHOLE_POSITIVE, listed=False)
    defer_to: Mapped[date | None] = field(N_("Deferred to"), Day(), listed=False)
    parts: Mapped[int | None] = field(N_("Instalments"), WHOLE_POSITIVE, listed=False)
    first_due_on: Mapped[date | None] = field(N_("First due on"), Day(), listed=False)
    approved_on: Mapped[date | None] = field(N_("Approved on"), Day(), group=N_("Approval and notice"), listed=False)
    notice_from: Mapped[date | None] = field(N_("Notice from"), Day(), listed=False)
    notice_to: Mapped[date | None] = field(N_("Notice to"), Day(), listed=False)
    agreed_on: Mapped[date | None] = field(N_("Agreed on"), Day(), listed=False)
    agreement_no: Mapped[str | None] = field(N_("Agreement no."), Text(80), search=True, listed=False)
    grant_uid: Mapped[str | None] = field(
        N_("Upstream grant"), Reference(register="upstream_grants"), column="grant_code", listed=False
    )
    upstream_amount: Mapped[Decimal | None] = field(
        N_("Granted upstream"), Money(at_least=Decimal(0)), listed=False,
        help=N_("What the landlord granted the park for these premises."),
    )  # fmt: skip
    final_lessee: Mapped[str | None] = field(N_("Final lessee"), Text(100), listed=False)
    note: Mapped[str | None] = field(N_("Note"), Text(2000, lines=3), listed=False)


class Receipt(Record):
    """Money received on a lease; only rent fills dues."""

    __tablename__ = "receipts"
    __table_args__ = (UniqueConstraint("operator_uid", "code"),)

    code: Mapped[str] = field(N_("Code"), Code(), required=True, search=True)
    lease_uid: Mapped[str] = field(N_("Lease"), Reference(register="leases"), column="lease_code", required=True)
    received_on: Mapped[date] = field(N_("Received on"), Day(), required=True)
    amount: Mapped[Decimal] = field(N_("Amount"), POSITIVE, required=True)
    kind: Mapped[str] = field(N_("Kind"), RECEIPT_KINDS, default="rent")
    method: Mapped[str | None] = field(N_("Method"), Text(40))
    reference: Mapped[str | None] = field(N_("Reference"), Text(80), search=True)
    payment_no: Mapped[str | None] = field(
        N_("Payment"), Code(), search=True, listed=False, help=N_("Shared by the receipts of one payment.")
    )
    reversed_on: Mapped[date | None] = field(
        N_("Reversed on"), Day(), help=N_("A wrong receipt is reversed: it stays in the list and fills no dues.")
    )
    reversal_reason: Mapped[str | None] = field(N_("Reason of the reversal"), Text(500), listed=False)
    note: Mapped[str | None] = field(N_("Note"), Text(2000, lines=3), listed=False)


class Refund(Record):
    """Money paid back: of a relief that refunds, or of a lease's credit."""

    __tablename__ = "refunds"
    __table_args__ = (UniqueConstraint("operator_uid", "code"),)

    code: Mapped[str] = field(N_("Code"), Code(), required=True, search=True)
    relief_uid: Mapped[str | None] = field(N_("Relief"), Reference(register="reliefs"), column="relief_code")
    lease_uid: Mapped[str | None] = field(
        N_("Lease"), Reference(register="leases"), column="lease_code", help=N_("For a credit that is paid out.")
    )
    paid_on: Mapped[date] = field(N_("Paid on"), Day(), required=True)
    amount: Mapped[Decimal] = field(N_("Amount"), POSITIVE, required=True)
    reference: Mapped[str | None] = field(N_("Reference"), Text(80), search=True)
    note: Mapped[str | None] = field(N_("Note"), Text(2000, lines=3), listed=False)


class DepositUse(Record):
    """What became of a deposit that was received: paid back, laid against rent, or kept."""

    __tablename__ = "deposit_uses"
    __table_args__ = (UniqueConstraint("operator_uid", "code"),)

    code: Mapped[str] = field(N_("Code"), Code(), required=True, search=True)
    lease_uid: Mapped[str] = field(N_("Lease"), Reference(register="leases"), column="lease_code", required=True)
    used_on: Mapped[date] = field(N_("Date"), Day(), required=True)
    kind: Mapped[str] = field(N_("Use"), DEPOSIT_USES, required=True)
    amount: Mapped[Decimal] = field(N_("Amount"), POSITIVE, required=True)
    reference: Mapped[str | None] = field(N_("Reference"), Text(80), search=True)
    note: Mapped[str | None] = field(N_("Note"), Text(2000, lines=3), listed=False)
