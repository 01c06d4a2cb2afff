"""What the desk sees of rent: policies, reliefs, receipts, refunds, and what follows from them."""

from collections.abc import Sequence

from incubator_desk.base.i18n import N_
from incubator_desk.catalog.feature import Command, Entry, Extract, Feature, Tab, Way
from incubator_desk.catalog.kinds import Money, Text
from incubator_desk.catalog.register import Computed, Register
from incubator_desk.catalog.report import Report

from . import entry
from .letters import placeholders, texts
from .letters.model import LetterText
from .model import DepositUse, Policy, Receipt, Refund, Relief, UpstreamGrant
from .papers import offered
from .papers.tones import PARAMETERS as TONES
from .service import (
    attention,
    cases,
    checks,
    columns,
    extracts,
    facts,
    past,
    policies,
    receiving,
    reminders,
    sublease,
    timeline,
)

POLICIES = Register(
    model=Policy,
    name="relief_policies",
    label=N_("Relief policies"),
    noun=N_("policy"),
    icon="document",
    prefix="P-",
    title="title",
    rules=entry.policy_problems,
    relevant=entry.relevant_terms,
    checks=(checks.overlapping, checks.overpaid),
)
GRANTS = Register(
    model=UpstreamGrant,
    name="upstream_grants",
    days=("granted_on",),
    label=N_("Upstream grants"),
    noun=N_("upstream grant"),
    icon="arrow",
    prefix="U-",
    title="head_lease_uid",
    rules=entry.term_problems,
)
RELIEFS = Register(
    model=Relief,
    name="reliefs",
    days=("starts_on", "ends_on"),
    label=N_("Reliefs & deferrals"),
    noun=N_("relief"),
    icon="relief",
    prefix="R-",
    title="lease_uid",
    state="status",
    complete=entry.status_of,
    rules=entry.relief_problems,
    relevant=entry.relevant,
    kept=entry.relief_kept,
    checks=(checks.overlapping, checks.overpaid),
)
RECEIPTS = Register(
    model=Receipt,
    name="receipts",
    days=("received_on",),
    label=N_("Receipts"),
    noun=N_("receipt"),
    icon="receipt",
    prefix="S-",
    title="lease_uid",
    rules=entry.receipt_problems,
    kept=entry.receipt_kept,
    checks=(checks.overpaid, checks.deposits_overused, checks.before_lease),
)
REFUNDS = Register(
    model=Refund,
    name="refunds",
    days=("paid_on",),
    label=N_("Refunds"),
    noun=N_("refund"),
    icon="return",
    prefix="F-",
    title="paid_on",
    rules=entry.refund_problems,
    checks=(checks.overpaid,),
)

DEPOSIT_USES = Register(
    model=DepositUse,
    name="deposit_uses",
    days=("used_on",),
    label=N_("Deposits used"),
    noun=N_("use of a deposit"),
    icon="return",
    prefix="D-",
    title="lease_uid",
    checks=(checks.deposits_overused,),
)

LETTER_TEXTS = Register(
    model=LetterText,
    name="letter_texts",
    packed=False,
    label=N_("Letter texts"),
    noun=N_("letter text"),
    icon="pencil",
    key=("paper", "language", "valid_from"),
    title="title",
    complete=texts.begun,
    rules=placeholders.problems,
)

_RENT = Computed("monthly_rent", N_("Monthly rent (CNY)"), Money(), columns.of_tenants(columns.monthly))
_ARREARS = Computed("overdue", N_("Arrears (CNY)"), Money(), columns.of_tenants(columns.overdue), tone=columns.alarming)
_LEASE_OPEN = Computed(
    "outstanding", N_("Outstanding (CNY)"), Money(), columns.of_leases(columns.outstanding), after="ended_on"
)
_LEASE_ARREARS = Computed(
    "overdue", N_("Arrears (CNY)"), Money(), columns.of_leases(columns.overdue), tone=columns.alarming,
    after="outstanding",
)  # fmt: skip
_PASSED_ON = Computed("passed_on", N_("Passed on (CNY)"), Money(), sublease.passed_on)
_LEAKAGE = Computed("leakage", N_("Leakage (CNY)"), Money(), sublease.leaking, tone=columns.alarming)
_CASE_LEAKAGE = Computed(
    "leakage", N_("Leakage (CNY)"), Money(), sublease.leaking_cases, tone=columns.alarming, listed=False
)
_COMPANIES = tuple(
    (name, Computed("company", N_("Company"), Text(width=26), columns.company_of(model), after="lease_code"))
    for name, model in (("reliefs", Relief), ("receipts", Receipt), ("deposit_uses", DepositUse))
)
_RECEIPT_STATE = Computed("state", N_("State"), columns.RECEIPT_STATES, columns.receipt_states)


def _reports() -> Sequence[Report]:
    from .ledger import RELIEF_LEDGER
    from .papers.everything import REPORTS

    return (RELIEF_LEDGER, *REPORTS)


FEATURE = Feature(
    "rent",
    registers=(POLICIES, GRANTS, RELIEFS, RECEIPTS, REFUNDS, DEPOSIT_USES, LETTER_TEXTS),
    entries=(
        Entry(
            "support",
            N_("Rent relief"),
            "relief",
            ("reliefs", "receipts", "refunds", "deposit_uses", "relief_policies", "upstream_grants"),
        ),
        Entry("settings", N_("Letter texts"), "pencil", ("letter_texts",)),
    ),
    ways=(
        Way("reliefs", N_("Apply a policy"), "document", "apply", "Alt+P"),
        Way("relief_policies", N_("Apply"), "arrow", "apply", "Alt+P", of_record=True),
        Way("receipts", N_("Record receipts"), "receipt", "receive", "Alt+R"),
        Way("refunds", N_("Refunds owed"), "return", "owed", "Alt+O"),
        Way("leases", N_("Rent schedule"), "arrow", "schedule", "Alt+T", of_record=True),
        Way("leases", N_("End or renew"), "key", "ending", "Alt+L", of_record=True),
        Way("upstream_grants", N_("Pass on"), "arrow", "passing_on", "Alt+P", of_record=True),
        Way("reliefs", N_("Papers"), "print", "reports", "Ctrl+P", of_record=True, hands=offered.of_case),
        Way("leases", N_("Papers"), "print", "reports", "Ctrl+P", of_record=True, hands=offered.of_lease),
    ),
    commands=(
        Command(
            "policy.next_year",
            N_("Copy to next year"),
            "relief_policies",
            policies.copy_to_next_year,
            key="Alt+Y",
            icon="copy",
        ),
        Command(
            "policy.new_version",
            N_("New version"),
            "relief_policies",
            policies.new_version,
            fits=lambda values: values["kind"] is not None,
            key="Alt+W",
            icon="plus",
        ),
        Command(
            "receipt.reverse",
            N_("Reverse…"),
            "receipts",
            receiving.reverse_as_asked,
            fits=lambda values: values["reversed_on"] is None,
            key="Alt+X",
            icon="return",
            asks_reason=True,
        ),
        Command("letter.new_version", N_("New version"), "letter_texts", texts.new_version, key="Alt+W", icon="plus"),
        Command("letter.shipped", N_("Shipped text"), "letter_texts", texts.take_shipped, key="Alt+Z", icon="return"),
    ),
    guards=(
        ("leases", checks.overlapping),
        ("leases", checks.overpaid),
        ("lease_steps", checks.overpaid),
        ("premises", checks.overpaid),
    ),
    flows=(cases.FLOW,),
    reports=_reports,
    tabs=(
        Tab("tenants", N_("Reliefs"), "reliefs", columns.of_tenant(Relief)),
        Tab("tenants", N_("Receipts"), "receipts", columns.of_tenant(Receipt)),
        Tab("leases", N_("Reliefs"), "reliefs", columns.of_lease(Relief)),
        Tab("leases", N_("Receipts"), "receipts", columns.of_lease(Receipt)),
        Tab("leases", N_("Refunds"), "refunds", columns.refunds_of_lease),
        Tab("reliefs", N_("Refunds"), "refunds", columns.refunds_of_relief),
        Tab("relief_policies", N_("Reliefs"), "reliefs", columns.under_policy),
        Tab("relief_policies", N_("Versions"), "relief_policies", policies.versions),
    ),
    columns=(
        *_COMPANIES,
        ("reliefs", Computed("granted", N_("Granted (CNY)"), Money(), columns.granted, after="percent")),
        ("tenants", _RENT),
        ("tenants", _ARREARS),
        ("leases", _LEASE_OPEN),
        ("leases", _LEASE_ARREARS),
        ("receipts", _RECEIPT_STATE),
        ("upstream_grants", _PASSED_ON),
        ("upstream_grants", _LEAKAGE),
        ("reliefs", _CASE_LEAKAGE),
    ),
    timeline=timeline.happenings,
    reminders=reminders.reminders,
    ahead=attention.ahead,
    figures=attention.figures,
    extracts=(
        *extracts.EXTRACTS,
        Extract(
            "letter_texts",
            N_("Places to fill"),
            ((N_("Place"), Text(width=22)), (N_("Meaning"), Text(width=44))),
            texts.places,
        ),
    ),
    rests_on=facts.rests_on,
    past=past.past,
    invariants=checks.invariants,
    parameters=(*reminders.PARAMETERS, *cases.PARAMETERS, *receiving.PARAMETERS, *TONES),
)
