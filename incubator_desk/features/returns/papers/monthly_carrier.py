"""The carrier's monthly return (handbook, section 7, M1): companies, area, rent, reliefs, sessions."""

from decimal import Decimal

from incubator_desk.base.i18n import N_
from incubator_desk.features.returns.service import carrier

from .forms import Indicator, Ratio, form

INDICATORS = (
    Indicator("incubated", N_("Incubated companies at the end"), "companies", "stock"),
    Indicator("admitted", N_("Newly admitted"), "companies"),
    Indicator("graduated", N_("Newly graduated"), "companies"),
    Indicator("left", N_("Left without graduating"), "companies"),
    Indicator("let_area", N_("Area let in the last month"), "sqm", "stock"),
    Indicator("lettable_area", N_("Area that can be let"), "sqm", "stock"),
    Indicator("occupancy", N_("Share of it that is let"), "percent", "ratio"),
    Indicator("charged", N_("Rent charged"), "yuan"),
    Indicator("received", N_("Rent received"), "yuan"),
    Indicator("relieved", N_("Rent relieved"), "yuan"),
    Indicator("deferred", N_("Rent deferred"), "yuan"),
    Indicator("sessions", N_("Sessions counted"), "sessions"),
    Indicator("financing", N_("Financing obtained"), "yuan", "unrecorded"),
)
_RATIOS = {"occupancy": Ratio("let_area", "lettable_area", 100, Decimal("0.1"))}

MONTHLY_CARRIER = form(
    "monthly_carrier",
    N_("Monthly return of the carrier"),
    INDICATORS,
    _RATIOS,
    carrier.figures,
    note=N_(
        "Since January = the sum before this period + this period + adjustment, which is what changed of periods that "
        "were closed before. What stands at the end is not added up."
    ),
)
