"""What must hold of a programme's, provider's, voucher's, batch's or claim's own data, whatever else is stored."""

from collections.abc import Iterable, Mapping
from typing import Any

from incubator_desk.base.errors import Problem, Where
from incubator_desk.base.i18n import N_
from incubator_desk.base.periods import Period
from incubator_desk.base.spans import backwards
from incubator_desk.features.vouchers.rules.terms import LOCKED


def programme_problems(values: Mapping[str, Any]) -> Iterable[Problem]:
    """Claims are made after the contracts; a flag either blocks or warns."""
    if values["redeem_by"] < values["use_by"]:
        message = N_("Claims would end before contracts do ({day}).")
        yield Problem("ends_before_starts", message, {"day": values["use_by"]}, Where(column="redeem_by"))
    if not values["rate_percent"]:
        yield Problem("out_of_range", N_("A rate of 0 pays nothing."), where=Where(column="rate_percent"))


def provider_problems(values: Mapping[str, Any]) -> Iterable[Problem]:
    """The span in the list runs forwards."""
    yield from backwards(values, ("listed_from", "listed_to"))


def voucher_problems(values: Mapping[str, Any]) -> Iterable[Problem]:
    """A voucher can be used on the day it is issued, at least."""
    if values["use_by"] and values["use_by"] < values["issued_on"]:
        message = N_("It would end before it is issued ({day}).")
        yield Problem("ends_before_starts", message, {"day": values["issued_on"]}, Where(column="use_by"))


def batch_problems(values: Mapping[str, Any]) -> Iterable[Problem]:
    """The period is one; what is locked or paid has its day, in order."""
    if values["period"]:
        try:
            Period.parse(values["period"])
        except ValueError:
            message = N_("“{text}” is not a period. Write 2020, 2020-H1, 2020-Q1 or 2020-02.")
            yield Problem("bad_period", message, {"text": values["period"]}, Where(column="period"))
    if values["locked_on"] and values["paid_on"] and values["paid_on"] < values["locked_on"]:
        message = N_("It is paid before it is locked ({day}).")
        yield Problem("date_order", message, {"day": values["locked_on"]}, Where(column="paid_on"))


def claim_problems(values: Mapping[str, Any]) -> Iterable[Problem]:
    """What is locked has its amount; no more is eligible than was contracted."""
    if values["status"] in LOCKED and values["approved_amount"] is None:
        message = N_("In a batch or paid, a claim has the amount that was approved.")
        yield Problem("approved_amount_missing", message, where=Where(column="approved_amount"))
    contract = values["contract_amount"]
    if contract is not None and values["eligible_amount"] > contract:
        message = N_("More is eligible than the contract comes to ({amount}).")
        where = Where(column="eligible_amount")
        yield Problem("eligible_above_contract", message, {"amount": contract}, where, "warning")


KEPT_VOUCHER = N_("Voucher {code} was issued: revoke it or make it void instead.")
KEPT_CLAIM = N_("Claim {code} is under way: withdraw it or make it void instead.")
KEPT_BATCH = N_("Batch {code} is locked: it stays. What is wrong in it is clawed back in a later batch.")


def voucher_kept(values: Mapping[str, Any]) -> Problem | None:
    """What was handed out keeps its number."""
    return None if values["status"] == "applied" else Problem("kept", KEPT_VOUCHER, {"code": values["code"]})


def claim_kept(values: Mapping[str, Any]) -> Problem | None:
    """A claim that was handed in stays, so that its way can be told."""
    if values["status"] in ("draft", "returned"):
        return None
    return Problem("kept", KEPT_CLAIM, {"code": values["code"]})


def batch_kept(values: Mapping[str, Any]) -> Problem | None:
    """A locked batch stays."""
    return None if values["status"] == "draft" else Problem("kept", KEPT_BATCH, {"code": values["code"]})
