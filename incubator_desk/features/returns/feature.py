"""What the desk sees of periods and packages."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from incubator_desk.base.i18n import N_
from incubator_desk.catalog.feature import Entry, Feature, Way
from incubator_desk.catalog.office import Features
from incubator_desk.catalog.register import Register
from incubator_desk.catalog.report import Report

from . import entry
from .flow import PERIOD_FLOW
from .model import ExplainedFinding, ReceivedPackage, ReturnPeriod, SentPackage, TenantFigures, TrustedKey
from .service import expected, of_record, standing, timeline
from .service.closing import Closing
from .service.parameters import PARAMETERS

PERIODS = Register(
    model=ReturnPeriod,
    name="return_periods",
    label=N_("Periods"),
    noun=N_("period"),
    icon="calendar",
    title="code",
    state="status",
    rules=entry.period_problems,
    kept=entry.period_kept,
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
    days=("month",),
    key=("tenant_code", "month"),
    title="month",
    rules=entry.figures_problems,
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


def _reports() -> Sequence[Report]:
    from .papers.everything import REPORTS

    return REPORTS


def feature(features: Callable[[], Features]) -> Feature:
    """The feature; ``features`` are those of the product, whose registers and reports are what a period freezes."""
    closing = Closing(features)
    flow = replace(PERIOD_FLOW, checks=(closing.checks,), also=closing.also)
    return replace(_FEATURE, flows=(flow,), reports_over=standing.over, extracts=of_record.extracts(features))


_FEATURE = Feature(
    "returns",
    registers=(PERIODS, EXPLAINED, PACKAGES, FIGURES, KEYS, RECEIVED),
    ways=(
        Way("return_periods", N_("The period's page"), "calendar", "periods", "Alt+K"),
        Way("received_packages", N_("The zone's page"), "grid", "zone", "Alt+K"),
        Way("received_packages", N_("On the zone's page"), "grid", "zone", "Alt+T", of_record=True),
        Way("trusted_keys", N_("The zone's page"), "grid", "zone", "Alt+K"),
        Way("return_periods", N_("Its page"), "calendar", "periods", "Alt+T", of_record=True),
    ),
    entries=(
        Entry(
            "reporting",
            N_("Periods & packages"),
            "box",
            ("return_periods", "sent_packages", "tenant_figures"),
            "periods",
        ),
        Entry("reporting", N_("Zone"), "grid", ("received_packages", "trusted_keys"), "zone", expected.is_zone),
    ),
    reports=_reports,
    timeline=timeline.happenings,
    parameters=(*PARAMETERS, *expected.PARAMETERS),
)
