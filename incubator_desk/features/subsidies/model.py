"""Post-subsidy programmes, the park's claims under them, and the lines that a claim is made of."""

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

from .flow import SUBSIDY_FLOW

POSITIVE = Money(above=Decimal(0))
NOT_NEGATIVE = Money(at_least=Decimal(0))
SOURCES = Choice((Option("rent_relief", N_("Rent relieved")), Option("voucher", N_("Voucher claim paid"))))
ROUNDINGS = Choice((Option("fen", N_("To the fen")), Option("yuan_down", N_("Down to the yuan"))))
REASONS = Choice(
    (
        Option("outside_window", N_("Outside the window")),
        Option("policy_excluded", N_("Its policy is excluded")),
        Option("ownership", N_("Premises of an owner not served")),
        Option("ownership_unknown", N_("Owner of the premises not entered"), "warning"),
        Option("kind", N_("Kind of company not served")),
        Option("status", N_("Status of the company not served")),
        Option("size", N_("Size not served")),
        Option("size_unknown", N_("Size not entered"), "warning"),
        Option("not_service", N_("Not in the service sector")),
        Option("service_unknown", N_("Service sector not entered"), "warning"),
        Option("affiliated", N_("Affiliated with the park")),
        Option("not_executed", N_("Not executed yet"), "info"),
        Option("claimed_before", N_("In an earlier claim")),
        Option("beyond_months", N_("Beyond the months of a company")),
    ),
    width=22,
)
"""Why a programme pays nothing back of an amount."""


class SubsidyProgramme(Record):
    """A programme under which a higher authority pays the park back part of what it gave."""

    __tablename__ = "subsidy_programmes"
    __table_args__ = (UniqueConstraint("operator_uid", "code"),)

    code: Mapped[str] = field(N_("Code"), Code(), required=True, search=True, group=N_("Programme"))
    title: Mapped[str] = field(N_("Title"), Text(200, width=32), required=True, search=True)
    document_no: Mapped[str | None] = field(N_("Document no."), Text(80, width=22), search=True)
    issuer: Mapped[str | None] = field(N_("Issuer"), Text(100, width=22), listed=False)
    claim_by: Mapped[date | None] = field(N_("Claim by"), Day(), help=N_("The last day on which a claim is accepted."))
    pays_for: Mapped[str | None] = field(
        N_("Pays for"), Choices(SOURCES.options), group=N_("What it pays back"),
        help=N_("None ticked: rent relief and paid voucher claims."),
    )  # fmt: skip
    starts_on: Mapped[date] = field(N_("From"), Day(), required=True, help=N_("The first day of the window."))
    ends_on: Mapped[date] = field(N_("To"), Day(), required=True, help=N_("The last day of the window."))
    rate_percent: Mapped[Decimal] = field(N_("Rate"), Percent(), required=True, help=N_("50 means 50 %."))
    cap: Mapped[Decimal | None] = field(
        N_("Cap in all"), POSITIVE, help=N_("Of all claims under the programme together.")
    )
    months: Mapped[int | None] = field(
        N_("Months of a company"), Whole(at_least=Decimal(1), at_most=Decimal(600)), listed=False,
        help=N_("At most so many calendar months of one company, its first ones. Blank: all of the window."),
    )  # fmt: skip
    rounding: Mapped[str] = field(N_("Rounding"), ROUNDINGS, default="fen", listed=False)
    tenant_kinds: Mapped[str | None] = field(
        N_("Kinds"), Choices(KINDS.options), listed=False, group=N_("Whose reliefs and vouchers count")
    )
    tenant_statuses: Mapped[str | None] = field(N_("Statuses"), Choices(STATUSES.options), listed=False)
    size_classes: Mapped[str | None] = field(N_("Sizes"), Choices(SIZES.options), listed=False)
    service_only: Mapped[bool] = field(N_("Service sector only"), YesNo(), default=False, listed=False)
    ownerships: Mapped[str | None] = field(
        N_("Premises owned by"), Choices(OWNERSHIPS.options), listed=False,
        help=N_("Of sublet premises the owner of the head lease counts."),
    )  # fmt: skip
    excluded_policies: Mapped[str | None] = field(
        N_("Policies excluded"), Text(500), listed=False,
        help=N_("Codes of relief policies (all their versions) or voucher programmes, separated by “;”."),
    )  # fmt: skip
    exclude_affiliates: Mapped[bool] = field(
        N_("Without affiliates"), YesNo(), default=True, listed=False,
        help=N_("Companies whose actual controller is the park or one of those named below are left out."),
    )  # fmt: skip
    park_controllers: Mapped[str | None] = field(
        N_("Controllers of the park"), Text(500), listed=False, help=N_("Names separated by “;”.")
    )
    note: Mapped[str | None] = field(N_("Note"), Text(2000, lines=3), listed=False)


class SubsidyClaim(Record):
    """What the park claims under a programme. From its submission on, its amounts and lines stand."""

    __tablename__ = "subsidy_claims"
    __table_args__ = (UniqueConstraint("operator_uid", "code"),)

    code: Mapped[str] = field(N_("Code"), Code(), required=True, search=True, group=N_("Subsidy claim"))
    programme_uid: Mapped[str] = field(
        N_("Programme"), Reference(register="subsidy_programmes"), column="programme_code", required=True, listed=False
    )
    status: Mapped[str] = field(N_("Status"), SUBSIDY_FLOW.kind, default="draft", by_moves=True)
    other_public_money: Mapped[Decimal | None] = field(
        N_("Other public money"), NOT_NEGATIVE, listed=False,
        help=N_("What other authorities paid for the same; it is deducted."),
    )  # fmt: skip
    computed_on: Mapped[date | None] = field(
        N_("Worked out as of"), Day(), read_only=True, group=N_("As worked out"),
        help=N_("Reliefs count as far as they were executed by then."),
    )  # fmt: skip
    base_amount: Mapped[Decimal | None] = field(N_("Eligible"), NOT_NEGATIVE, read_only=True)
    rate_percent: Mapped[Decimal | None] = field(N_("Rate"), Percent(), read_only=True, listed=False)
    cap: Mapped[Decimal | None] = field(
        N_("Cap"), NOT_NEGATIVE, read_only=True, listed=False, help=N_("What earlier claims left of it.")
    )
    claim_amount: Mapped[Decimal | None] = field(N_("Claimed"), NOT_NEGATIVE, read_only=True)
    approved_amount: Mapped[Decimal | None] = field(N_("Approved amount"), NOT_NEGATIVE, group=N_("Decision"))
    approved_on: Mapped[date | None] = field(N_("Approved on"), Day(), listed=False)
    paid_on: Mapped[date | None] = field(N_("Paid out on"), Day(), listed=False)
    note: Mapped[str | None] = field(N_("Note"), Text(2000, lines=3), listed=False)


class SubsidyLine(Record):
    """An amount that a claim is made of, or why it is not: of a relief on a rent line and month, or a voucher claim.

    Codes are kept as text, so that a claim can be read whatever becomes of its sources.
    """

    __tablename__ = "subsidy_lines"
    __table_args__ = (
        # Its usual name would be longer than PostgreSQL takes.
        UniqueConstraint(
            "operator_uid", "claim_uid", "record_code", "lease_code", "line_no", "month", name="uq_subsidy_lines_key"
        ),
    )  # fmt: skip

    claim_uid: Mapped[str] = field(
        N_("Subsidy claim"), Reference(register="subsidy_claims"), column="claim_code", required=True, read_only=True
    )
    tenant_uid: Mapped[str] = field(
        N_("Company"), Reference(register="tenants", width=26), column="tenant_code", required=True, read_only=True
    )
    month: Mapped[str] = field(N_("Month"), Code(most=7, width=9), required=True, read_only=True)
    amount: Mapped[Decimal] = field(N_("Amount"), POSITIVE, required=True, read_only=True)
    share: Mapped[Decimal] = field(N_("Share of the claim"), NOT_NEGATIVE, default=Decimal(0), read_only=True)
    reason: Mapped[str | None] = field(N_("Not eligible because"), REASONS, read_only=True)
    record_code: Mapped[str] = field(N_("Relief or claim"), Code(width=11), required=True, search=True, read_only=True)
    eligible: Mapped[bool] = field(N_("Counts"), YesNo(), required=True, read_only=True)
    source: Mapped[str] = field(N_("Source"), SOURCES, required=True, read_only=True)
    lease_code: Mapped[str] = field(N_("Lease or voucher"), Code(width=11), required=True, search=True, read_only=True)
    line_no: Mapped[int] = field(N_("Line"), Whole(at_least=Decimal(1), width=7), required=True, read_only=True)
