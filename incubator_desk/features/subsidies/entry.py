"""What must hold of a programme's, claim's or line's own data, whatever else is stored."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from incubator_desk.base.dates import month_start
from incubator_desk.base.errors import Problem, Where
from incubator_desk.base.i18n import N_
from incubator_desk.base.periods import Period
from incubator_desk.catalog.kinds import chosen

from .flow import OPEN

WHOLE_MONTHS = N_("Rent is counted by calendar months: the window begins on the first of a month and ends on a last.")
KEPT_CLAIM = N_("Claim {code} was worked out or is under way: withdraw it instead.")
KEPT_LINE = N_("Lines are worked out with their claim: none is deleted by itself.")


def programme_problems(values: Mapping[str, Any]) -> Iterable[Problem]:
    """The window runs forwards, over whole months where rent is paid back; the rate pays something."""
    first, last = values["starts_on"], values["ends_on"]
    if last < first:
        message = N_("It ends before it starts ({day}).")
        yield Problem("ends_before_starts", message, {"day": first}, Where(column="ends_on"))
    elif "rent_relief" in (chosen(values["pays_for"]) or ("rent_relief",)):
        if first != month_start(first):
            yield Problem("whole_months", WHOLE_MONTHS, where=Where(column="starts_on"))
        if (last + timedelta(days=1)).day != 1:
            yield Problem("whole_months", WHOLE_MONTHS, where=Where(column="ends_on"))
    if values["claim_by"] and values["claim_by"] < first:
        message = N_("Claims would end before the window begins ({day}).")
        yield Problem("ends_before_starts", message, {"day": first}, Where(column="claim_by"))
    if not values["rate_percent"]:
        yield Problem("out_of_range", N_("A rate of 0 pays nothing."), where=Where(column="rate_percent"))


def claim_problems(values: Mapping[str, Any]) -> Iterable[Problem]:
    """What is approved has its amount, and no more than was claimed."""
    approved, claimed = values["approved_amount"], values["claim_amount"]
    if values["status"] in ("approved", "paid") and approved is None:
        message = N_("Enter the amount that was approved.")
        yield Problem("approved_amount_missing", message, where=Where(column="approved_amount"))
    if approved is not None and claimed is not None and approved > claimed:
        message = N_("More is approved than was claimed ({amount}).")
        yield Problem("approved_above_claim", message, {"amount": claimed}, Where(column="approved_amount"))
    if values["approved_on"] and values["paid_on"] and values["paid_on"] < values["approved_on"]:
        message = N_("It is paid before it is approved ({day}).")
        yield Problem("date_order", message, {"day": values["approved_on"]}, Where(column="paid_on"))


def line_problems(values: Mapping[str, Any]) -> Iterable[Problem]:
    """The month is one; a line either counts or has its reason."""
    try:
        whole = Period.parse(values["month"]).months == 1
    except ValueError:
        whole = False
    if not whole:
        message = N_("“{text}” is not a month. Write 2020-02.")
        yield Problem("bad_period", message, {"text": values["month"]}, Where(column="month"))
    if values["eligible"] == (values["reason"] is not None) or (values["share"] and not values["eligible"]):
        message = N_("A line either counts, or it has the reason why not and no share.")
        yield Problem("reason_or_eligible", message, where=Where(column="reason"))


def claim_kept(values: Mapping[str, Any]) -> Problem | None:
    """Only a draft that was not worked out yet is deleted."""
    if values["status"] in OPEN and values["computed_on"] is None:
        return None
    return Problem("kept", KEPT_CLAIM, {"code": values["code"]})


def line_kept(values: Mapping[str, Any]) -> Problem:
    """Lines stay with their claim."""
    del values
    return Problem("kept", KEPT_LINE)
