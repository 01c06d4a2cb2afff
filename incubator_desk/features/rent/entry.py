"""What must hold of a relief's, receipt's or refund's own data, whatever else is stored."""

from collections.abc import Iterable, Mapping
from typing import Any

from incubator_desk.base.errors import Label, Problem, Where
from incubator_desk.base.i18n import N_
from incubator_desk.base.spans import backwards

NEEDS = {
    "percent": (("percent",),),
    "fixed": (("amount", "cap"),),
    "extension": (("months",),),
    "deferral": (("defer_to", "months"),),
    "instalments": (("parts",), ("first_due_on",)),
}
"""By kind: of each group of columns one must be given (contract section 2)."""

USES = {
    "percent": {"percent", "cap", "starts_on", "ends_on"},
    "fixed": {"amount", "cap", "starts_on", "ends_on"},
    "extension": {"months"},
    "deferral": {"defer_to", "months", "starts_on", "ends_on"},
    "instalments": {"parts", "first_due_on", "starts_on", "ends_on"},
}
"""By kind: the columns that say what is granted."""

_LABELS = {
    "percent": N_("Percent"), "amount": N_("Amount per line"), "cap": N_("Cap in all"), "months": N_("Months"),
    "defer_to": N_("Deferred to"), "parts": N_("Instalments"), "first_due_on": N_("First due on"),
    "starts_on": N_("From"), "ends_on": N_("To"),
}  # fmt: skip
APPROVED = ("approved", "published", "agreed", "in_force", "completed", "reported")


def status_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """A new relief without a status is approved where its approval is dated, else a draft."""
    return {"status": values["status"] or ("approved" if values["approved_on"] else "draft")}


def relevant(values: Mapping[str, Any]) -> set[str] | None:
    """The attributes that a relief of this kind uses; all of them as long as the kind is open."""
    if values["kind"] is None:
        return None
    return set(values) - (_LABELS.keys() - USES[values["kind"]])


def relief_problems(values: Mapping[str, Any]) -> Iterable[Problem]:
    """What the kind needs is there, dates are in order, an approval is dated."""
    kind = values["kind"]
    for group in NEEDS[kind]:
        if all(values[name] is None for name in group):
            message = N_("This instrument needs “{needed}”.")
            yield Problem("missing_for_kind", message, {"needed": Label(_LABELS[group[0]])}, Where(column=group[0]))
    if kind == "deferral" and values["defer_to"] and values["months"]:
        message = N_("Give either the new date or the months, not both.")
        yield Problem("missing_for_kind", message, where=Where(column="months"))
    for name in sorted(_LABELS.keys() - USES[kind]):
        if values[name] is not None:
            message = N_("This instrument does not use “{column}”; it is ignored.")
            yield Problem("ignored_for_kind", message, {"column": Label(_LABELS[name])}, Where(column=name), "warning")
    yield from backwards(values, ("starts_on", "ends_on"), ("notice_from", "notice_to"))
    if values["agreed_on"] and values["approved_on"] and values["agreed_on"] < values["approved_on"]:
        message = N_("The agreement is dated before the approval ({day}).")
        yield Problem("date_order", message, {"day": values["approved_on"]}, Where(column="agreed_on"))
    if values["status"] in APPROVED and not values["approved_on"]:
        message = N_("From “Approved” on, the day of approval is needed.")
        yield Problem("approval_date_missing", message, where=Where(column="approved_on"))


POLICY_USES = USES | {
    "percent": USES["percent"] | {"term_months", "by_year_share"},
    "fixed": USES["fixed"] | {"term_months", "by_year_share"},
    "deferral": USES["deferral"] | {"term_months"},
    "instalments": USES["instalments"] | {"term_months"},
}
"""By instrument: the columns of a policy that say what it grants."""


def relevant_terms(values: Mapping[str, Any]) -> set[str] | None:
    """The attributes that a policy of this instrument uses; all of them as long as the instrument is open."""
    if values["kind"] is None:
        return None
    return set(values) - ({*_LABELS, "term_months", "by_year_share"} - POLICY_USES[values["kind"]])


_ORDERED = (("valid_from", "valid_to"), ("apply_from", "apply_to"), ("starts_on", "ends_on"))


def policy_problems(values: Mapping[str, Any]) -> Iterable[Problem]:
    """Terms that fit the instrument, dates in order, one way to say when the term ends."""
    yield from backwards(values, *_ORDERED)
    if values["ends_on"] and values["term_months"]:
        message = N_("Give either the last day or the months of the term, not both.")
        yield Problem("one_of", message, where=Where(column="term_months"))
    if values["term_months"] and not values["starts_on"]:
        message = N_("Months of a term need its first day.")
        yield Problem("missing_for_kind", message, where=Where(column="starts_on"))
    if values["kind"] is None:
        return
    for group in NEEDS[values["kind"]]:
        if all(values[name] is None for name in group):
            message = N_("This instrument needs “{needed}”.")
            yield Problem("missing_for_kind", message, {"needed": Label(_LABELS[group[0]])}, Where(column=group[0]))


def term_problems(values: Mapping[str, Any]) -> Iterable[Problem]:
    """A term ends after it starts."""
    yield from backwards(values, ("starts_on", "ends_on"))


def receipt_problems(values: Mapping[str, Any]) -> Iterable[Problem]:
    """A reversal has its reason, and does not come before the money."""
    if values["reversed_on"] is None:
        return
    if not values["reversal_reason"]:
        message = N_("A reversal needs its reason.")
        yield Problem("reason_missing", message, where=Where(column="reversal_reason"))
    if values["reversed_on"] < values["received_on"]:
        message = N_("It cannot be reversed before it was received ({day}).")
        yield Problem("date_order", message, {"day": values["received_on"]}, Where(column="reversed_on"))


KEPT_RECEIPT = N_("Receipt {code} is reversed, not deleted: open it and choose “Reverse…”.")
KEPT_CASE = N_("Case {code} is under way: withdraw it or make it void instead.")


def receipt_kept(values: Mapping[str, Any]) -> Problem | None:
    """A receipt is never lost: what is wrong about it is reversed."""
    return Problem("kept", KEPT_RECEIPT, {"code": values["code"]})


def relief_kept(values: Mapping[str, Any]) -> Problem | None:
    """A case that was submitted is withdrawn or made void, so that its way can be told."""
    if values["status"] in ("draft", "returned"):
        return None
    return Problem("kept", KEPT_CASE, {"code": values["code"]})


def refund_problems(values: Mapping[str, Any]) -> Iterable[Problem]:
    """A refund belongs to a relief or to a lease's credit, never both."""
    if (values["relief_uid"] is None) == (values["lease_uid"] is None):
        message = N_("A refund belongs either to a relief or to a lease (its credit).")
        yield Problem("one_of", message, where=Where(column="relief_code"))
