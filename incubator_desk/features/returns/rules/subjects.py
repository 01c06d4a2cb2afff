"""The facts that conditions are held over, table by table: which fields each has, and of what type.

The rows are made in ``service.subjects``; conditions on them (:mod:`.checks`) are read against these types. Money,
areas and percentages are numbers, in yuan, m² and percent.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from incubator_desk.base.expressions import Schema

COMPANIES: Schema = {
    "kind": "text",
    "status": "text",
    "uscc": "text",
    "uscc_valid": "yes_no",
    "incubated_as": "text",  # other records with its credit code, incubated on a day on which it is too
    "code_also_of": "text",  # other records with its credit code, in the park on a day on which it is too
    "leader": "text",  # who answers for a team
    "founded_on": "day",
    "admitted_on": "day",
    "graduated_on": "day",
    "left_on": "day",
    "admitted_now": "yes_no",  # within the period
    "incubated": "yes_no",  # on the period's last day
    "oldest": "number",  # months that a company may be old at its admission
    "term": "number",  # months that an incubation lasts
    "last_day": "day",
    "months_missing": "text",  # of the period, without figures though the park collects them
}
ROOMS: Schema = {
    "area": "number",
    "stated_let": "number",  # the most that several leases have on a day, of those that state an area within the room's
    "stated_on": "day",
    "most_let": "number",  # the most that is let on a day, blank areas as the whole room
    "most_on": "day",
}
PARK: Schema = {"let": "number", "let_on": "day", "lettable": "number"}
LEASES: Schema = {
    "charged": "number", "relieved": "number",  # on the period's days
    "gross": "number", "relief": "number", "net": "number", "paid": "number", "outstanding": "number",
    "received": "number", "credit": "number", "refund_due": "number", "refunded": "number",
}  # fmt: skip
RELIEFS: Schema = {
    "kind": "text",
    "status": "text",
    "defers": "yes_no",
    "percent": "number",
    "amount": "number",
    "cap": "number",
    "approved_on": "day",
    "notice_from": "day",
    "notice_to": "day",
    "agreed_on": "day",
    "noticed": "yes_no",  # whether its public notice must have been entered by now
    "notice_days": "number",  # working days of the notice
    "notice_wanted": "number",
    "monthly_rent": "number",
    "entitled": "number",  # on the period's days
    "executed": "number",
    "granted": "number",  # in all
    "upstream": "number",
    "complete": "yes_no",
    "excluded_by": "text",  # an earlier relief that suffers none beside it
    "repeats": "text",  # an earlier relief of the same policy and kind on the same days
}
RECEIPTS: Schema = {"kind": "text", "received_on": "day", "earliest": "day"}
GRANTS: Schema = {"amount": "number", "allotted": "number", "leakage": "number"}
VOUCHERS: Schema = {
    "status": "text", "redeem_by": "day", "last_day": "day",  # of the period, or today
    "face_value": "number", "issued": "number", "parts": "number", "taken": "number", "available": "number",
}  # fmt: skip
CLAIMS: Schema = {
    "decided": "yes_no",  # approved or paid: what is still being looked into is no figure of a return yet
    "findings": "text",
    "duplicate_of": "text",
    "eligible": "number",
    "contract_amount": "number",
    "invoice_amount": "number",
    "payment_amount": "number",
}
SESSIONS: Schema = {
    "status": "text", "counts": "yes_no", "confirmed": "yes_no", "over": "yes_no", "overlaps": "text",
}  # fmt: skip
FIGURES: Schema = {
    "revenue": "number", "tax": "number", "rd_spending": "number", "employees": "number",
}  # fmt: skip
CHANGES: Schema = {
    "money": "yes_no",
    "now": "number",
    "before": "number",  # of the period before
    "slip": "number",  # percent by which a factor may differ from 10, 1,000 or 10,000
    "change": "number",  # percent by which a figure may change
}
TOTALS: Schema = {
    "now": "number",
    "before": "number",  # of the period before, as it was closed
    "change": "number",
    "adjustment": "number",  # what changed of closed periods
    "cumulative": "number",  # since January
    "cumulative_before": "number",  # before the period, as it was closed
}
TEXTS: Schema = {"identity_number": "text", "phone": "text"}

SUBJECTS: Mapping[str, Schema] = {
    "companies": COMPANIES, "rooms": ROOMS, "park": PARK, "leases": LEASES, "reliefs": RELIEFS, "receipts": RECEIPTS,
    "grants": GRANTS, "vouchers": VOUCHERS, "claims": CLAIMS, "sessions": SESSIONS, "figures": FIGURES,
    "changes": CHANGES, "totals": TOTALS, "texts": TEXTS,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A record, or a figure, with the facts that conditions are held over."""

    register: str
    """The register of the record; the report of a figure that stands in no register."""
    uid: str | None
    """The record to open; None of a figure."""
    key: str
    """What tells it from others of its register: a code, a company's code and the figure's name."""
    values: Mapping[str, Any]
    """The facts by the names of the subject's fields."""
    name: str = ""
    """What people call it."""
    words: Mapping[str, object] = field(default_factory=dict)
    """What fills places of a rule's text beside the values, or in their stead."""
    fields: tuple[str, ...] = ()
    """The columns to open, where that depends on the record and not on the rule."""
    called: str = ""
    """What it is called on a line, where that is not its key with its name."""

    @property
    def concerning(self) -> str:
        """What a finding names."""
        return self.called or f"{self.key} {self.name}".rstrip()
