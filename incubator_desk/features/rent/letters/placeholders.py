"""What can be filled into the text of each letter or form."""

from collections.abc import Iterable, Mapping
from typing import Any

from incubator_desk.base.errors import Problem, Where
from incubator_desk.base.i18n import N_
from incubator_desk.features.rent.rules import template

MEANINGS = {
    "table": N_("The table, on a line of its own"),
    "park": N_("The park's name"),
    "park_address": N_("The park's address"),
    "park_phone": N_("The park's telephone"),
    "park_account": N_("Name, bank and number of the account that rent is paid to"),
    "date": N_("The day of the paper"),
    "period": N_("The period asked for"),
    "tenant": N_("The company's name"),
    "uscc": N_("The company's credit code"),
    "identity": N_("The company's credit code, or the person responsible for a team, with its label"),
    "amount": N_("The sum in figures, without its unit"),
    "amount_in_words": N_("The sum in words"),
    "in_all": N_("What is relieved or put off in all, as a sentence"),
    "from": N_("The first day"),
    "to": N_("The last day"),
    "relief": N_("The number of the case"),
    "lease": N_("The number of the lease contract"),
    "premises": N_("Building and rooms"),
    "policy": N_("The policy's title"),
    "policies": N_("The policies named on the paper, with their document numbers"),
    "document_no": N_("The policy's document number"),
    "instrument": N_("What is granted, in a few words"),
    "terms": N_("What is granted, as a clause"),
    "settlement": N_("What becomes of rent that was paid or put off"),
    "sums_by_date": N_("The sums that fall due, by date"),
    "agreement_no": N_("The number of the agreement"),
    "evidence": N_("What is enclosed"),
    "other_reliefs": N_("Other reliefs on the same days"),
    "days": N_("For how many days the oldest due is late"),
    "count": N_("How many rows the table has"),
    "balance": N_("Who owes whom in the end"),
    "payment": N_("By when and to which account the balance is paid"),
    "mentor": N_("The mentor's name"),
    "employer": N_("The mentor's employer"),
    "position": N_("The mentor's position"),
    "fields": N_("The mentor's fields"),
    "expertise": N_("The mentor's fields, as a sentence; nothing where none are known"),
    "term": N_("From when to when the mentor is appointed"),
    "letter_no": N_("The number of the letter"),
}
_ALL = ("table", "park", "park_address", "park_phone", "park_account", "date", "period", "count")
_COMPANY = (*_ALL, "tenant", "uscc", "identity", "amount", "amount_in_words")
_CASE = (*_COMPANY, "relief", "lease", "premises", "policy", "document_no", "instrument", "from", "to", "settlement")
ALLOWED: Mapping[str, tuple[str, ...]] = {
    "relief_application": (*_CASE, "evidence"),
    "relief_calculation": (*_CASE, "in_all", "other_reliefs"),
    "relief_notice": (*_ALL, "policies", "from", "to"),
    "supplementary_agreement": (*_CASE, "terms", "sums_by_date", "agreement_no"),
    "refund_form": _COMPANY,
    "arrears_reminder_friendly": (*_COMPANY, "days"),
    "arrears_reminder_firm": (*_COMPANY, "days"),
    "arrears_reminder_final": (*_COMPANY, "days"),
    "lease_settlement": (*_COMPANY, "lease", "premises", "from", "to", "balance", "payment"),
    "appointment_letter": (
        "park", "park_address", "park_phone", "date", "mentor", "employer", "position", "fields", "expertise", "term",
        "from", "to", "letter_no",
    ),
}  # fmt: skip
"""By paper: the places that its text may have."""

UNKNOWN = N_("There is no “{place}” on this paper. Possible are: {possible}.")
UNBALANCED = N_("A brace is alone, or nothing stands between two. A place is written like this: {place}.")
STRAY_TABLE = N_("“{place}” stands once, on a line of its own.")


def problems(values: Mapping[str, Any]) -> Iterable[Problem]:
    """What is wrong with the places that heading and text name."""
    allowed = ALLOWED[values["paper"]]
    for column in ("title", "body"):
        possible = allowed if column == "body" else tuple(name for name in allowed if name != template.TABLE)
        yield from _problems(values[column], possible, Where(column=column))
    if template.stray_table(values["body"]):
        yield Problem("stray_table", STRAY_TABLE, {"place": braced(template.TABLE)}, Where(column="body"))


def _problems(text: str, possible: Iterable[str], where: Where) -> Iterable[Problem]:
    if not template.balanced(text):
        yield Problem("unbalanced_braces", UNBALANCED, {"place": braced("tenant")}, where)
        return
    unknown = [name for name in template.places(text) if name not in possible]
    if unknown:
        listed = " ".join(braced(name) for name in possible)
        yield Problem("unknown_placeholder", UNKNOWN, {"place": braced(unknown[0]), "possible": listed}, where)


def braced(name: str) -> str:
    """A place as it is written in a text."""
    return f"{{{name}}}"
