"""Findings and limits in words."""

from collections.abc import Mapping

from incubator_desk.base.i18n import N_, translate
from incubator_desk.features.vouchers.model import AUDIT_FLAGS
from incubator_desk.features.vouchers.rules import Assessed

FINDINGS: Mapping[str, str] = {
    "duplicate_invoice": N_("The invoice was claimed before"),
    "before_issue": N_("The contract was signed before the voucher was issued"),
    "after_use_by": N_("The contract was signed after the voucher's last day"),
    "after_redeem_by": N_("It was claimed after the programme's last day for claims"),
    "date_order": N_("Contract, delivery, invoice and claim are not in order"),
    "provider_not_listed": N_("The provider was not listed on the day of the contract"),
    "affiliated": N_("Company and provider belong together"),
    "kind_not_covered": N_("Programme or provider do not cover this kind of service"),
    "voucher_void": N_("The voucher is no longer good"),
    "split_contract": N_("It looks like a contract that was split"),
} | {option.value: option.label for option in AUDIT_FLAGS.options}
BINDINGS: Mapping[str, str] = {
    "rate": N_("the rate"),
    "claim_cap": N_("the cap per claim"),
    "voucher": N_("what is left of the voucher"),
    "holder_year_cap": N_("the company's cap for the year"),
    "controller_year_cap": N_("the controller's cap for the year"),
    "budget": N_("the programme's budget"),
    "locked": N_("locked in its batch"),
    "finding": N_("a finding"),
}


def finding(code: str) -> str:
    """A finding as a sentence."""
    return translate(FINDINGS[code])


def binding(assessed: Assessed) -> str:
    """What decided how much a claim is worth."""
    return translate(BINDINGS[assessed.binding]) if assessed.binding else ""
