"""What the desk sees of post-subsidies: programmes, claims and their lines, and what follows from them."""

from collections.abc import Sequence

from incubator_desk.base.i18n import N_
from incubator_desk.catalog.feature import Command, Entry, Feature, Tab, Way
from incubator_desk.catalog.kinds import Money, Text
from incubator_desk.catalog.register import Computed, Register
from incubator_desk.catalog.report import Report

from . import entry
from .flow import OPEN
from .model import SubsidyClaim, SubsidyLine, SubsidyProgramme
from .service import cases, checks, claiming, columns, differing, reminders

PROGRAMMES = Register(
    model=SubsidyProgramme,
    name="subsidy_programmes",
    label=N_("Subsidy programmes"),
    noun=N_("subsidy programme"),
    icon="document",
    prefix="SB-",
    title="title",
    rules=entry.programme_problems,
    checks=(checks.known_policies,),
)
CLAIMS = Register(
    model=SubsidyClaim,
    name="subsidy_claims",
    label=N_("Subsidy claims"),
    noun=N_("subsidy claim"),
    icon="bank",
    prefix="SC-",
    title="programme_uid",
    state="status",
    rules=entry.claim_problems,
    kept=entry.claim_kept,
    checks=(checks.stands, checks.add_up),
)
LINES = Register(
    model=SubsidyLine,
    name="subsidy_lines",
    label=N_("Subsidy lines"),
    noun=N_("subsidy line"),
    icon="list",
    key=("claim_code", "record_code", "lease_code", "line_no", "month"),
    title="tenant_uid",
    rules=entry.line_problems,
    kept=entry.line_kept,
    checks=(checks.stands, checks.add_up),
    made=True,
)


def _reports() -> Sequence[Report]:
    from .paper import SUBSIDY_CLAIM

    return (SUBSIDY_CLAIM,)


FEATURE = Feature(
    "subsidies",
    registers=(PROGRAMMES, CLAIMS, LINES),
    entries=(
        Entry(
            "support",
            N_("Vouchers & grants"),
            "ticket",
            ("subsidy_claims", "subsidy_programmes", "subsidy_lines"),
        ),
    ),
    commands=(
        Command(
            "subsidy.work_out",
            N_("Work out"),
            "subsidy_claims",
            claiming.work_out,
            fits=lambda values: values["status"] in OPEN,
            key="Alt+W",
            icon="refresh",
        ),
    ),
    ways=(
        Way(
            "subsidy_lines", N_("Source"), "arrow", "schedule", "Alt+T", of_record=True, leads=columns.source,
            hands=columns.line,
        ),
        Way("subsidy_claims", N_("Papers"), "print", "reports", "Ctrl+P", of_record=True, hands=columns.paper),
    ),
    flows=(cases.FLOW,),
    reports=_reports,
    tabs=(
        Tab("subsidy_programmes", N_("Subsidy claims"), "subsidy_claims", columns.claims_under),
        Tab("subsidy_claims", N_("Lines"), "subsidy_lines", columns.lines_of),
        Tab("tenants", N_("Post-subsidies"), "subsidy_lines", columns.lines_for),
    ),
    columns=(
        ("subsidy_programmes", Computed("claimed", N_("Claimed (CNY)"), Money(), columns.claimed)),
        (
            "subsidy_claims",
            Computed("programme_title", N_("Title"), Text(width=30), columns.titles, after="programme_code"),
        ),
        (
            "subsidy_claims",
            Computed(
                "difference", N_("Difference now"), Money(), differing.difference, differing.alarming,
                after="claim_amount",
            ),
        ),
    ),
    reminders=reminders.reminders,
    extracts=(columns.BY_COMPANY, differing.DIFFERENCES),
    invariants=checks.invariants,
    parameters=(reminders.CLAIM_DAYS,),
)  # fmt: skip
