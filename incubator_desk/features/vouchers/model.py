"""Voucher programmes, providers, vouchers, batches and claims."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from sqlalchemy import Text as LongText
from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from incubator_desk.base.i18n import N_
from incubator_desk.catalog.kinds import (
    Account,
    Choice,
    Choices,
    Code,
    Day,
    Money,
    Option,
    Percent,
    Phone,
    Reference,
    Text,
    Uscc,
    Whole,
    Year,
)
from incubator_desk.catalog.register import field
from incubator_desk.catalog.search import keys
from incubator_desk.features.park.services import SERVICE_KIND, SERVICE_KINDS
from incubator_desk.features.tenants.model import KINDS, SIZES, STATUSES
from incubator_desk.store.record import Record

from .flow import BATCH_FLOW, CLAIM_FLOW, VOUCHER_FLOW

POSITIVE = Money(above=Decimal(0))
NOT_NEGATIVE = Money(at_least=Decimal(0))
ROUNDINGS = Choice((Option("fen", N_("To the fen")), Option("yuan_down", N_("Down to the yuan"))))
TAX_BASES = Choice((Option("gross", N_("With tax")), Option("net", N_("Without tax"))))
OVERRUNS = Choice(
    (Option("first_come", N_("First come, first served")), Option("prorata", N_("Cut pro rata"))), width=18
)
CLAIMED_BY = Choice((Option("provider", N_("Provider")), Option("holder", N_("Holder"))))
_FLAGS = (
    Option("payment_order", N_("Payment missing or out of order")),
    Option("related_party", N_("Address, phone or legal representative in common")),
    Option("excluded_service", N_("Excluded kind of service")),
    Option("double_funding", N_("Other public money")),
    Option("third_party_payment", N_("Paid by a third party")),
    Option("invoice_party", N_("Invoice from another party")),
    Option("evidence_missing", N_("Evidence missing")),
    Option("words_differ", N_("Words and figures differ")),
)
AUDIT_FLAGS = Choices(_FLAGS, N_("none"), width=30)
"""The audit flags that a programme may switch on beside the findings that always hold."""


BATCH_LOCKED = N_("Batch {batch} is locked: its amounts stand. Claw back in a later batch what is wrong.")


class Programme(Record):
    """A voucher programme: who may have vouchers, for what, at what rate, within which caps and dates."""

    __tablename__ = "voucher_programmes"
    __table_args__ = (UniqueConstraint("operator_uid", "code"),)

    code: Mapped[str] = field(N_("Code"), Code(), required=True, search=True, group=N_("Programme"))
    title: Mapped[str] = field(N_("Title"), Text(200, width=32), required=True, search=True)
    year: Mapped[int] = field(N_("Year"), Year(), required=True)
    document_no: Mapped[str | None] = field(N_("Document no."), Text(80, width=24), search=True, listed=False)
    use_by: Mapped[date] = field(
        N_("Use by"), Day(), required=True, help=N_("The last day on which a contract may be signed.")
    )
    valid_months: Mapped[int | None] = field(
        N_("Months of a voucher"), Whole(at_least=Decimal(1), at_most=Decimal(120)), listed=False,
        help=N_("From its date of issue; at most until the programme's last day. Blank: until that day."),
    )  # fmt: skip
    redeem_by: Mapped[date] = field(
        N_("Redeem by"), Day(), required=True, help=N_("The last day on which a claim may be made.")
    )
    claimed_by: Mapped[str] = field(N_("Claimed by"), CLAIMED_BY, default="provider", listed=False)
    rate_percent: Mapped[Decimal] = field(
        N_("Rate"), Percent(), required=True, help=N_("50 means 50 %."), group=N_("What it pays")
    )
    rounding: Mapped[str] = field(N_("Rounding"), ROUNDINGS, default="fen", listed=False)
    tax_basis: Mapped[str] = field(
        N_("Bills count"), TAX_BASES, default="gross", listed=False,
        help=N_("Without tax: the eligible amount is divided by 1 + the claim's tax rate."),
    )  # fmt: skip
    claim_cap: Mapped[Decimal | None] = field(N_("Cap per claim"), POSITIVE)
    holder_year_cap: Mapped[Decimal | None] = field(N_("Cap per company and year"), POSITIVE, listed=False)
    controller_year_cap: Mapped[Decimal | None] = field(
        N_("Cap per controller and year"), POSITIVE, listed=False,
        help=N_("For all companies of one actual controller together."),
    )  # fmt: skip
    budget: Mapped[Decimal | None] = field(N_("Budget"), POSITIVE)
    overrun: Mapped[str] = field(
        N_("Where a batch's money is short"), OVERRUNS, default="first_come", listed=False,
        help=N_("First come: what does not fit is carried over to a later batch."),
    )  # fmt: skip
    service_kinds: Mapped[str | None] = field(
        N_("Kinds of service"), SERVICE_KINDS, listed=False, group=N_("Who and what it serves"),
        help=N_("Separated by “;”. Blank: all."),
    )  # fmt: skip
    excluded_kinds: Mapped[str | None] = field(N_("Excluded services"), SERVICE_KINDS, listed=False)
    tenant_kinds: Mapped[str | None] = field(N_("Kinds"), Choices(KINDS.options), listed=False)
    tenant_statuses: Mapped[str | None] = field(N_("Statuses"), Choices(STATUSES.options), listed=False)
    size_classes: Mapped[str | None] = field(N_("Sizes"), Choices(SIZES.options), listed=False)
    holding_cap: Mapped[Decimal | None] = field(
        N_("Most that one company may hold"), POSITIVE, listed=False,
        help=N_("The sum of the face values of its vouchers that are good or used up."),
    )  # fmt: skip
    evidence: Mapped[str | None] = field(
        N_("Evidence asked for"), Text(500), listed=False, group=N_("Audit"),
        help=N_("Separated by “;”. Blank: what the step itself asks for."),
    )  # fmt: skip
    blocking_flags: Mapped[str | None] = field(
        N_("Further audit flags that block"), AUDIT_FLAGS, listed=False,
        help=N_("None ticked: only the findings that always hold."),
    )  # fmt: skip
    warning_flags: Mapped[str | None] = field(N_("Further audit flags that warn"), AUDIT_FLAGS, listed=False)
    note: Mapped[str | None] = field(N_("Note"), Text(2000, lines=3), listed=False)


class Provider(Record):
    """A provider of services that stands, or stood, in the list of those whose bills vouchers pay."""

    __tablename__ = "providers"
    __table_args__ = (UniqueConstraint("operator_uid", "code"),)

    code: Mapped[str] = field(N_("Code"), Code(), required=True, search=True, group=N_("Provider"))
    name: Mapped[str] = field(N_("Name"), Text(100, width=30), required=True, search=True)
    uscc: Mapped[str | None] = field(N_("Credit code"), Uscc(), search=True)
    service_kinds: Mapped[str | None] = field(
        N_("Kinds of service"), SERVICE_KINDS, help=N_("Separated by “;”. Blank: all.")
    )
    listed_from: Mapped[date | None] = field(N_("Listed from"), Day())
    listed_to: Mapped[date | None] = field(N_("Listed to"), Day())
    controller: Mapped[str | None] = field(
        N_("Actual controller"), Text(60), listed=False, group=N_("Who stands behind it")
    )
    legal_representative: Mapped[str | None] = field(N_("Legal representative"), Text(60), listed=False)
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


class Voucher(Record):
    """A voucher of a company: so much of its bills the programme may bear."""

    __tablename__ = "vouchers"
    __table_args__ = (UniqueConstraint("operator_uid", "code"),)

    code: Mapped[str] = field(N_("Code"), Code(), required=True, search=True)
    programme_uid: Mapped[str] = field(
        N_("Programme"), Reference(register="voucher_programmes"), column="programme_code", required=True
    )
    tenant_uid: Mapped[str] = field(N_("Company"), Reference(register="tenants"), column="tenant_code", required=True)
    status: Mapped[str] = field(N_("Status"), VOUCHER_FLOW.kind, default="issued", by_moves=True)
    face_value: Mapped[Decimal] = field(N_("Face value"), POSITIVE, required=True)
    issued_on: Mapped[date] = field(N_("Date of issue"), Day(), required=True)
    use_by: Mapped[date | None] = field(
        N_("Use by (this one)"), Day(), listed=False, help=N_("Blank: as the programme says.")
    )
    held_amount: Mapped[Decimal | None] = field(
        N_("Held by contracts"), NOT_NEGATIVE, listed=False,
        help=N_("What contracts signed under it will claim; shown, and no limit."),
    )  # fmt: skip
    note: Mapped[str | None] = field(N_("Note"), Text(2000, lines=3), listed=False)


class VoucherBatch(Record):
    """Claims that are paid together. Once it is locked, its amounts stand."""

    __tablename__ = "voucher_batches"
    __table_args__ = (UniqueConstraint("operator_uid", "code"),)

    code: Mapped[str] = field(N_("Code"), Code(), required=True, search=True)
    programme_uid: Mapped[str] = field(
        N_("Programme"), Reference(register="voucher_programmes"), column="programme_code", required=True
    )
    period: Mapped[str | None] = field(N_("Period"), Code(width=10), help=N_("2020, 2020-H1, 2020-Q1 or 2020-02."))
    status: Mapped[str] = field(N_("Status"), BATCH_FLOW.kind, default="draft", by_moves=True)
    budget: Mapped[Decimal | None] = field(
        N_("Money of the batch"), POSITIVE, help=N_("Blank: what the programme's budget leaves.")
    )
    locked_on: Mapped[date | None] = field(N_("Locked on"), Day())
    paid_on: Mapped[date | None] = field(N_("Paid out on"), Day())
    note: Mapped[str | None] = field(N_("Note"), Text(2000, lines=3), listed=False)


class VoucherClaim(Record):
    """A claim on a voucher: a service, its bill, and what became of it."""

    __tablename__ = "voucher_claims"
    __table_args__ = (
        UniqueConstraint("operator_uid", "code"), {"info": {"barred": {"batch_locked": (BATCH_LOCKED, "batch")}}},
    )  # fmt: skip

    code: Mapped[str] = field(N_("Code"), Code(), required=True, search=True, group=N_("Claim"))
    voucher_uid: Mapped[str] = field(
        N_("Voucher"), Reference(register="vouchers"), column="voucher_code", required=True
    )
    provider_uid: Mapped[str] = field(
        N_("Provider"), Reference(register="providers"), column="provider_code", required=True
    )
    service_kind: Mapped[str] = field(N_("Kind of service"), SERVICE_KIND, required=True)
    status: Mapped[str] = field(N_("Status"), CLAIM_FLOW.kind, default="submitted", by_moves=True)
    contract_no: Mapped[str | None] = field(
        N_("Contract no."), Text(80, width=18), search=True, listed=False, group=N_("Contract and bill")
    )
    contract_on: Mapped[date] = field(N_("Contract signed on"), Day(), required=True, listed=False)
    delivered_on: Mapped[date | None] = field(N_("Delivered on"), Day(), listed=False)
    contract_amount: Mapped[Decimal | None] = field(N_("Contract amount"), NOT_NEGATIVE, listed=False)
    invoice_no: Mapped[str] = field(N_("Invoice no."), Text(80, width=18), required=True, search=True)
    invoice_on: Mapped[date] = field(N_("Invoiced on"), Day(), required=True, listed=False)
    invoice_amount: Mapped[Decimal | None] = field(N_("Invoice amount"), NOT_NEGATIVE, listed=False)
    invoice_from: Mapped[str | None] = field(
        N_("Invoice from"), Text(100), listed=False, help=N_("Where it is not the provider.")
    )
    payment_no: Mapped[str | None] = field(N_("Payment no."), Text(80), search=True, listed=False)
    payment_on: Mapped[date | None] = field(N_("Bill paid on"), Day(), listed=False)
    payment_amount: Mapped[Decimal | None] = field(N_("Bill paid"), NOT_NEGATIVE, listed=False)
    payer: Mapped[str | None] = field(N_("Payer"), Text(100), listed=False, help=N_("Where it is not the company."))
    excluded_amount: Mapped[Decimal | None] = field(
        N_("Not eligible"), NOT_NEGATIVE, listed=False, help=N_("What of the bill the programme does not cover.")
    )
    tax_percent: Mapped[Decimal | None] = field(
        N_("Tax rate"), Percent(), listed=False, help=N_("Counts where the programme counts bills without tax.")
    )
    other_funding: Mapped[Decimal | None] = field(N_("Other public money"), NOT_NEGATIVE, listed=False)
    eligible_amount: Mapped[Decimal] = field(N_("Eligible amount"), POSITIVE, required=True)
    asked_amount: Mapped[Decimal | None] = field(N_("Asked for"), NOT_NEGATIVE, listed=False)
    asked_in_words: Mapped[str | None] = field(N_("Asked for, in words"), Text(100), listed=False)
    claimed_on: Mapped[date] = field(N_("Claimed on"), Day(), required=True)
    explanation: Mapped[str | None] = field(
        N_("On the warnings"), Text(500, lines=2), listed=False, help=N_("Printed on the audit sheet.")
    )
    approved_on: Mapped[date | None] = field(N_("Approved on"), Day(), listed=False, group=N_("Decision and payment"))
    notice_from: Mapped[date | None] = field(N_("Notice from"), Day(), listed=False)
    notice_to: Mapped[date | None] = field(N_("Notice to"), Day(), listed=False)
    batch_uid: Mapped[str | None] = field(N_("Batch"), Reference(register="voucher_batches"), column="batch_code")
    approved_amount: Mapped[Decimal | None] = field(
        N_("Amount"), NOT_NEGATIVE, help=N_("Set when its batch is locked; from then on it stands.")
    )
    paid_on: Mapped[date | None] = field(N_("Paid out on"), Day(), listed=False)
    payee_name: Mapped[str | None] = field(N_("Payee"), Text(100), listed=False, read_only=True)
    payee_bank: Mapped[str | None] = field(N_("Payee's bank"), Text(100), listed=False)
    payee_account: Mapped[str | None] = field(N_("Payee's account"), Account(), sensitive=True, listed=False)
    reversed_on: Mapped[date | None] = field(N_("Clawed back on"), Day(), listed=False, read_only=True)
    reversal_batch_uid: Mapped[str | None] = field(
        N_("Clawed back in"), Reference(register="voucher_batches"), column="reversal_batch_code", listed=False
    )
    note: Mapped[str | None] = field(N_("Note"), Text(2000, lines=3), listed=False)
