"""What the desk sees of periods and packages."""

from incubator_desk.base.i18n import N_
from incubator_desk.catalog.feature import Entry, Feature
from incubator_desk.catalog.register import Register

from .flow import PERIOD_FLOW
from .model import ExplainedFinding, ReceivedPackage, ReturnPeriod, SentPackage, TenantFigures, TrustedKey

PERIODS = Register(
    model=ReturnPeriod,
    name="return_periods",
    label=N_("Periods"),
    noun=N_("period"),
    icon="calendar",
    title="code",
    state="status",
    exchanged=False,
)
EXPLAINED = Register(
    model=ExplainedFinding,
    name="explained_findings",
    label=N_("Explained findings"),
    noun=N_("explained finding"),
    icon="pencil",
    key=("period_code", "rule", "place"),
    title="rule",
    parent="return_periods",
    exchanged=False,
    made=True,
)
PACKAGES = Register(
    model=SentPackage,
    name="sent_packages",
    label=N_("Packages"),
    noun=N_("package"),
    icon="box",
    key=("sequence",),
    title="file_name",
    state="status",
    exchanged=False,
    made=True,
)
FIGURES = Register(
    model=TenantFigures,
    name="tenant_figures",
    label=N_("Companies' figures"),
    noun=N_("month's figures"),
    icon="chart",
    key=("tenant_code", "month"),
    title="month",
)
KEYS = Register(
    model=TrustedKey,
    name="trusted_keys",
    label=N_("Trusted keys"),
    noun=N_("trusted key"),
    icon="key",
    key=("fingerprint",),
    exchanged=False,
)
RECEIVED = Register(
    model=ReceivedPackage,
    name="received_packages",
    label=N_("Received packages"),
    noun=N_("received package"),
    icon="box",
    key=("uscc", "sequence"),
    state="status",
    exchanged=False,
    made=True,
)

FEATURE = Feature(
    "returns",
    registers=(PERIODS, EXPLAINED, PACKAGES, FIGURES, KEYS, RECEIVED),
    entries=(
        Entry("reporting", N_("Periods & packages"), "box", ("return_periods", "sent_packages", "tenant_figures")),
        Entry("reporting", N_("Zone"), "grid", ("received_packages", "trusted_keys")),
    ),
    flows=(PERIOD_FLOW,),
)
