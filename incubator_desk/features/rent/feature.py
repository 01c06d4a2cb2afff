"""What the desk sees of rent: policies, reliefs, receipts, refunds, and what follows from them."""

from incubator_desk.base.i18n import N_
from incubator_desk.catalog.feature import Entry, Feature, Tab
from incubator_desk.catalog.kinds import Money
from incubator_desk.catalog.register import Computed, Register

from . import entry
from .flow import RELIEF_FLOW
from .ledger import RELIEF_LEDGER
from .model import Policy, Receipt, Refund, Relief
from .service import attention, checks, columns, timeline

POLICIES = Register(
    model=Policy,
    name="relief_policies",
    label=N_("Relief policies"),
    noun=N_("policy"),
    icon="document",
    prefix="P-",
    title="title",
    checks=(checks.overlapping, checks.overpaid),
)
RELIEFS = Register(
    model=Relief,
    name="reliefs",
    label=N_("Reliefs & deferrals"),
    noun=N_("relief"),
    icon="relief",
    prefix="R-",
    title="lease_uid",
    state="status",
    complete=entry.status_of,
    rules=entry.relief_problems,
    relevant=entry.relevant,
    checks=(checks.overlapping, checks.overpaid),
)
RECEIPTS = Register(
    model=Receipt,
    name="receipts",
    label=N_("Receipts"),
    noun=N_("receipt"),
    icon="receipt",
    prefix="S-",
    title="lease_uid",
    checks=(checks.overpaid,),
)
REFUNDS = Register(
    model=Refund,
    name="refunds",
    label=N_("Refunds"),
    noun=N_("refund"),
    icon="return",
    prefix="F-",
    title="paid_on",
    rules=entry.refund_problems,
    checks=(checks.overpaid,),
)

_RENT = Computed("monthly_rent", N_("Monthly rent (CNY)"), Money(), columns.of_tenants(columns.monthly))
_ARREARS = Computed("overdue", N_("Arrears (CNY)"), Money(), columns.of_tenants(columns.overdue), tone=columns.alarming)
_LEASE_OPEN = Computed("outstanding", N_("Outstanding (CNY)"), Money(), columns.of_leases(columns.outstanding))
_LEASE_ARREARS = Computed(
    "overdue", N_("Arrears (CNY)"), Money(), columns.of_leases(columns.overdue), tone=columns.alarming
)

FEATURE = Feature(
    "rent",
    registers=(POLICIES, RELIEFS, RECEIPTS, REFUNDS),
    entries=(Entry("support", N_("Rent relief"), "relief", ("reliefs", "receipts", "refunds", "relief_policies")),),
    flows=(RELIEF_FLOW,),
    reports=(RELIEF_LEDGER,),
    tabs=(
        Tab("tenants", N_("Reliefs"), "reliefs", columns.of_tenant(Relief)),
        Tab("tenants", N_("Receipts"), "receipts", columns.of_tenant(Receipt)),
        Tab("leases", N_("Reliefs"), "reliefs", columns.of_lease(Relief)),
        Tab("leases", N_("Receipts"), "receipts", columns.of_lease(Receipt)),
        Tab("leases", N_("Refunds"), "refunds", columns.refunds_of_lease),
        Tab("reliefs", N_("Refunds"), "refunds", columns.refunds_of_relief),
        Tab("relief_policies", N_("Reliefs"), "reliefs", columns.under_policy),
    ),
    columns=(
        ("tenants", _RENT),
        ("tenants", _ARREARS),
        ("leases", _LEASE_OPEN),
        ("leases", _LEASE_ARREARS),
    ),
    timeline=timeline.happenings,
    reminders=attention.reminders,
    figures=attention.figures,
    invariants=checks.invariants,
    parameters=attention.PARAMETERS,
)
