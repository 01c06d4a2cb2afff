"""What the desk sees of premises and leases."""

from incubator_desk.base.i18n import N_
from incubator_desk.catalog.feature import Entry, Feature, Tab
from incubator_desk.catalog.kinds import Area
from incubator_desk.catalog.register import Computed, Register

from . import rules, service
from .model import HeadLease, Lease, LeaseRoom, LeaseStep, Premises

HEAD_LEASES = Register(
    model=HeadLease,
    name="head_leases",
    days=("starts_on", "ends_on"),
    label=N_("Head leases"),
    noun=N_("head lease"),
    icon="key",
    prefix="H-",
    title="landlord",
    rules=rules.head_lease_problems,
)
PREMISES = Register(
    model=Premises,
    name="premises",
    label=N_("Premises"),
    noun=N_("room"),
    icon="grid",
    prefix="P-",
    title="room",
    checks=(service.overlet,),
)
LEASES = Register(
    model=Lease,
    name="leases",
    days=("starts_on", "ended_on", "ends_on"),
    label=N_("Leases"),
    noun=N_("lease"),
    icon="key",
    prefix="L-",
    title="contract_no",
    rules=rules.lease_problems,
    checks=(service.overlet,),
)
LEASE_ROOMS = Register(
    model=LeaseRoom,
    name="lease_rooms",
    label=N_("Further rooms"),
    noun=N_("further room"),
    icon="grid",
    key=("lease_code", "premises_code"),
    title="premises_uid",
    parent="leases",
    checks=(service.overlet,),
)
LEASE_STEPS = Register(
    model=LeaseStep,
    name="lease_steps",
    label=N_("Price steps"),
    noun=N_("price step"),
    icon="chart",
    key=("lease_code", "from_on"),
    title="from_on",
    parent="leases",
    rules=rules.step_problems,
)

FEATURE = Feature(
    "leases",
    registers=(HEAD_LEASES, PREMISES, LEASES, LEASE_ROOMS, LEASE_STEPS),
    entries=(Entry("companies", N_("Premises & leases"), "key", ("leases", "premises", "head_leases")),),
    tabs=(
        Tab("tenants", N_("Leases"), "leases", service.of_tenant),
        Tab("premises", N_("Leases"), "leases", service.of_premises),
        Tab("head_leases", N_("Premises"), "premises", service.premises_under),
    ),
    timeline=service.happenings,
    columns=(("tenants", Computed("let_area", N_("Area (m²)"), Area(), service.let_area)),),
)
