"""What the desk sees of vouchers: programmes, providers, vouchers, claims, batches, and what follows from them."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from incubator_desk.base.i18n import N_
from incubator_desk.catalog.feature import Command, Entry, Feature, Tab, Way
from incubator_desk.catalog.kinds import Day, Money, Text
from incubator_desk.catalog.register import Computed, Register
from incubator_desk.catalog.report import Report

from . import entry
from .flow import BATCH_FLOW
from .model import Programme, Provider, Voucher, VoucherBatch, VoucherClaim
from .papers import offered
from .service import cases, checks, columns, extracts, reminders, timeline
from .service.batches import Batching

PROGRAMMES = Register(
    model=Programme,
    name="voucher_programmes",
    label=N_("Voucher programmes"),
    noun=N_("voucher programme"),
    icon="document",
    prefix="VP-",
    title="title",
    rules=entry.programme_problems,
)
PROVIDERS = Register(
    model=Provider,
    name="providers",
    days=("listed_from", "listed_to"),
    label=N_("Providers"),
    noun=N_("provider"),
    icon="building",
    prefix="SP-",
    rules=entry.provider_problems,
)
VOUCHERS = Register(
    model=Voucher,
    name="vouchers",
    days=("issued_on", "use_by"),
    label=N_("Vouchers"),
    noun=N_("voucher"),
    icon="ticket",
    prefix="V-",
    title="tenant_uid",
    state="status",
    rules=entry.voucher_problems,
    kept=entry.voucher_kept,
    checks=(checks.passed_on, checks.held),
)
BATCHES = Register(
    model=VoucherBatch,
    name="voucher_batches",
    label=N_("Batches"),
    noun=N_("batch"),
    icon="folder",
    prefix="VB-",
    title="period",
    state="status",
    rules=entry.batch_problems,
    kept=entry.batch_kept,
    checks=(checks.locked, checks.of_one_programme),
)
CLAIMS = Register(
    model=VoucherClaim,
    name="voucher_claims",
    days=("claimed_on", "paid_on"),
    label=N_("Claims"),
    noun=N_("claim"),
    icon="receipt",
    prefix="VC-",
    title="voucher_uid",
    state="status",
    rules=entry.claim_problems,
    kept=entry.claim_kept,
    checks=(checks.locked, checks.of_one_programme),
)
_BATCHING = Batching(CLAIMS, VOUCHERS)
BATCH_STEPS = replace(BATCH_FLOW, also=_BATCHING.also)


def _reports() -> Sequence[Report]:
    from .papers.everything import REPORTS

    return REPORTS


_money = partial(Computed, kind=Money())
_of_vouchers, _of_programmes, _of_claims = columns.of_vouchers, columns.of_programmes, columns.of_claims
_COLUMNS: tuple[tuple[str, Computed], ...] = (
    ("voucher_claims", Computed("company", N_("Company"), Text(width=26), columns.holders, after="voucher_code")),
    ("vouchers", Computed("last_day", N_("Use by"), Day(), columns.last_days, after="issued_on")),
    *(
        ("voucher_claims", each)
        for each in (
            _money("allowed", N_("Worth (CNY)"), values=_of_claims(columns.allowed), after="eligible_amount"),
            Computed("binding", N_("Limited by"), columns.BINDINGS, _of_claims(columns.binding), after="allowed"),
            Computed(
                "findings",
                N_("Findings"),
                Text(width=30),
                _of_claims(columns.findings),
                columns.alarming,
                after="binding",
            ),
        )
    ),
    *(
        ("vouchers", each)
        for each in (
            _money("redeemed", N_("Redeemed (CNY)"), values=_of_vouchers(lambda sums: sums.redeemed)),
            _money("in_process", N_("In process (CNY)"), values=_of_vouchers(lambda sums: sums.in_process)),
            _money("available", N_("Available (CNY)"), values=_of_vouchers(lambda sums: sums.available)),
        )
    ),
    *(
        ("voucher_programmes", each)
        for each in (
            _money("issued", N_("Issued (CNY)"), values=_of_programmes(lambda sums: sums.issued)),
            _money("redeemed", N_("Redeemed (CNY)"), values=_of_programmes(lambda sums: sums.redeemed)),
            _money("budget_left", N_("Left of the budget (CNY)"), values=columns.left_of_budget),
        )
    ),
    ("voucher_batches", _money("total", N_("Comes to (CNY)"), values=columns.of_batches)),
)

FEATURE = Feature(
    "vouchers",
    registers=(PROGRAMMES, PROVIDERS, VOUCHERS, BATCHES, CLAIMS),
    entries=(
        Entry(
            "support",
            N_("Vouchers & grants"),
            "ticket",
            ("voucher_claims", "vouchers", "voucher_batches", "voucher_programmes", "providers"),
        ),
    ),
    commands=(
        Command(
            "batch.fill",
            N_("Take in claims"),
            "voucher_batches",
            _BATCHING.fill,
            fits=lambda values: values["status"] == "draft",
            key="Alt+C",
            icon="plus",
        ),
    ),
    ways=(
        Way("voucher_claims", N_("Type a claim"), "receipt", "claim", "Alt+N"),
        Way("voucher_claims", N_("Examine"), "receipt", "claim", "Alt+T", of_record=True),
        Way("vouchers", N_("Issue vouchers"), "ticket", "issue", "Alt+I"),
        Way("voucher_programmes", N_("Issue vouchers"), "ticket", "issue", "Alt+I", of_record=True),
        Way("vouchers", N_("Papers"), "print", "reports", "Ctrl+P", of_record=True, hands=offered.of_voucher),
    ),
    guards=(("voucher_programmes", checks.held),),
    flows=(cases.VOUCHERS, cases.CLAIMS, BATCH_STEPS),
    reports=_reports,
    tabs=(
        Tab("tenants", N_("Vouchers"), "vouchers", columns.vouchers_of(Voucher.tenant_uid)),
        Tab("tenants", N_("Claims"), "voucher_claims", columns.claims_through(Voucher.tenant_uid)),
        Tab("voucher_programmes", N_("Vouchers"), "vouchers", columns.vouchers_of(Voucher.programme_uid)),
        Tab("voucher_programmes", N_("Claims"), "voucher_claims", columns.claims_through(Voucher.programme_uid)),
        Tab("voucher_programmes", N_("Batches"), "voucher_batches", columns.batches_of),
        Tab("providers", N_("Claims"), "voucher_claims", columns.claims_of(VoucherClaim.provider_uid)),
        Tab("vouchers", N_("Claims"), "voucher_claims", columns.claims_of(VoucherClaim.voucher_uid)),
        Tab("voucher_batches", N_("Claims"), "voucher_claims", columns.claims_in),
    ),
    columns=_COLUMNS,
    timeline=timeline.happenings,
    reminders=reminders.reminders,
    extracts=extracts.EXTRACTS,
    parameters=(reminders.ENDING_DAYS, *cases.PARAMETERS),
)
