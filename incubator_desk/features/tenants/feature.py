"""What the desk sees of companies."""

from incubator_desk.base.i18n import N_
from incubator_desk.catalog.feature import Command, Entry, Feature
from incubator_desk.catalog.register import Register

from . import rules, service
from .model import Tenant

TENANTS = Register(
    model=Tenant,
    name="tenants",
    days=("admitted_on", "left_on"),
    label=N_("Companies"),
    noun=N_("company"),
    icon="building",
    prefix="T-",
    state="status",
    rules=rules.problems,
    checks=(service.shared_codes,),
)

FEATURE = Feature(
    "tenants",
    registers=(TENANTS,),
    entries=(Entry("companies", N_("Companies"), "building", ("tenants",)),),
    commands=(
        Command(
            "tenant.graduate",
            N_("Graduate"),
            "tenants",
            service.graduate,
            fits=lambda values: values["status"] == "incubating" and values["kind"] != "team",
            key="Alt+G",
            icon="star",
        ),
    ),
    timeline=service.happenings,
    figures=service.figures,
)
