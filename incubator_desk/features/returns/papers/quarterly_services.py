"""The quarterly return of services (handbook, section 7, Q1): mentors, sessions, other services, needs, vouchers."""

from decimal import Decimal

from incubator_desk.base.i18n import N_
from incubator_desk.features.returns.service import served

from .forms import Indicator, Ratio, form

INDICATORS = (
    Indicator("mentors", N_("Mentors appointed at the end"), "people", "stock"),
    Indicator("mentors_serving", N_("Mentors with a session in the period"), "people", "stock"),
    Indicator("sessions", N_("Sessions counted"), "sessions"),
    Indicator("participations", N_("Attendances of companies"), "times"),
    Indicator("companies_served", N_("Companies served by sessions in the period"), "companies", "stock"),
    Indicator("ratings", N_("Ratings by companies"), "times"),
    Indicator("rating_points", N_("Points given in them"), "points"),
    Indicator("satisfaction", N_("Mean rating (1–5)"), "points", "ratio"),
    Indicator("services", N_("Other services done"), "times"),
    Indicator("service_uses", N_("Companies given them"), "times"),
    Indicator("needs_raised", N_("Needs raised"), "needs", "unrecorded"),
    Indicator("needs_solved", N_("Needs solved"), "needs", "unrecorded"),
    Indicator("needs_overdue", N_("Needs overdue at the end"), "needs", "unrecorded"),
    Indicator("vouchers_issued", N_("Vouchers issued"), "vouchers"),
    Indicator("vouchers_issued_amount", N_("Face value of vouchers issued"), "yuan"),
    Indicator("vouchers_used", N_("Claims made on vouchers"), "times"),
    Indicator("vouchers_used_amount", N_("What these claims are worth"), "yuan"),
    Indicator("vouchers_redeemed", N_("Claims paid out"), "times"),
    Indicator("vouchers_redeemed_amount", N_("Paid out on claims"), "yuan"),
    Indicator("vouchers_clawed_back_amount", N_("Clawed back of what was paid out"), "yuan"),
    Indicator("vouchers_expired", N_("Vouchers expired"), "vouchers"),
    Indicator("vouchers_expired_amount", N_("What was left on expired vouchers"), "yuan"),
)
_RATIOS = {"satisfaction": Ratio("rating_points", "ratings", 1, Decimal("0.01"))}

QUARTERLY_SERVICES = form(
    "quarterly_services",
    N_("Quarterly return of services"),
    INDICATORS,
    _RATIOS,
    served.figures,
    note=N_(
        "Sessions held, confirmed and attended, of mentors appointed on that day; other services that are done. A "
        "voucher expires on the last day on which it can be used."
    ),
)
