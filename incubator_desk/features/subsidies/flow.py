"""The states of a claim for a post-subsidy, and the steps between them with the evidence each asks for."""

from incubator_desk.base.i18n import N_
from incubator_desk.catalog.flow import Flow, Move, moves
from incubator_desk.catalog.kinds import Option

SUBSIDY_FLOW = Flow(
    register="subsidy_claims",
    attribute="status",
    states=(
        Option("draft", N_("Draft"), "neutral", "pencil"),
        Option("submitted", N_("Submitted"), "info", "clock"),
        Option("approved", N_("Approved"), "success", "check-circle"),
        Option("paid", N_("Paid out"), "success", "check-circle"),
        Option("returned", N_("Returned"), "danger", "error-circle"),
        Option("rejected", N_("Rejected"), "danger", "error-circle"),
        Option("withdrawn", N_("Withdrawn"), "neutral", "minus-circle"),
    ),
    path=("submitted", "approved", "paid"),
    moves=(
        Move(
            "draft", "submitted", N_("Submit"),
            (N_("Signed and sealed claim"), N_("Relief ledger or list of claims"), N_("Agreements and notices")),
        ),
        Move("returned", "submitted", N_("Submit again")),
        Move(
            "submitted", "approved", N_("Record approval"), (N_("Notice of approval"),), date_attribute="approved_on",
            asks=("approved_amount",),
        ),
        Move("approved", "paid", N_("Record payment"), (N_("Bank's confirmation"),), date_attribute="paid_on"),
        Move("submitted", "returned", N_("Return…"), needs_reason=True),
        Move("submitted", "rejected", N_("Reject…"), needs_reason=True),
        *moves(("draft", "submitted", "returned"), "withdrawn", N_("Withdraw…"), needs_reason=True),
    ),
)  # fmt: skip
OPEN = ("draft", "returned")
"""The states in which a claim may be worked out."""
STANDING = ("submitted", "approved", "paid")
"""The states in which a claim counts: what it has, no other claim may have again."""
