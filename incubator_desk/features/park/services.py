"""The kinds of service that a park and its providers render."""

from incubator_desk.base.i18n import N_
from incubator_desk.catalog.kinds import OpenChoice, OpenChoices, Option

SERVICE_KIND = OpenChoice(
    options=(
        Option("consulting", N_("Technical consulting")),
        Option("technology_transfer", N_("Technology transfer")),
        Option("training", N_("Training")),
        Option("mentoring", N_("Mentoring")),
        Option("financing", N_("Financing")),
        Option("ip", N_("Intellectual property")),
        Option("testing", N_("Testing")),
        Option("declaration", N_("Help with declarations")),
        Option("legal_tax", N_("Legal and tax")),
        Option("market", N_("Market")),
        Option("event", N_("Event")),
    )
)
SERVICE_KINDS = OpenChoices(one=SERVICE_KIND)
