"""What the desk sees of rent: policies, reliefs, receipts, refunds, and what follows from them."""

from incubator_desk.base.i18n import N_
from incubator_desk.catalog.feature import Entry, Feature
from incubator_desk.catalog.register import Register

from . import entry
from .flow import RELIEF_FLOW
from .model import Policy, Receipt, Refund, Relief

POLICIES = Register(
    model=Policy,
    name="relief_policies",
    label=N_("Relief policies"),
    noun=N_("policy"),
    icon="document",
    prefix="P-",
    title="title",
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
)
RECEIPTS = Register(
    model=Receipt,
    name="receipts",
    label=N_("Receipts"),
    noun=N_("receipt"),
    icon="receipt",
    prefix="S-",
    title="lease_uid",
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
)

FEATURE = Feature(
    "rent",
    registers=(POLICIES, RELIEFS, RECEIPTS, REFUNDS),
    entries=(Entry("support", N_("Rent relief"), "relief", ("reliefs", "receipts", "refunds", "relief_policies")),),
    flows=(RELIEF_FLOW,),
)
