"""The states of vouchers, claims and batches, and the steps between them with the evidence each asks for."""

from incubator_desk.base.i18n import N_
from incubator_desk.catalog.flow import Flow, Move, moves
from incubator_desk.catalog.kinds import Option

VOUCHER_FLOW = Flow(
    register="vouchers",
    attribute="status",
    states=(
        Option("applied", N_("Applied for"), "info", "clock"),
        Option("issued", N_("Issued"), "success", "check-circle"),
        Option("used_up", N_("Used up"), "neutral", "check-circle"),
        Option("returned", N_("Handed back"), "neutral", "minus-circle"),
        Option("expired", N_("Expired"), "warning", "clock"),
        Option("revoked", N_("Revoked"), "danger", "error-circle"),
        Option("void", N_("Void"), "neutral", "minus-circle"),
    ),
    path=("issued", "used_up"),
    start="applied",
    moves=(
        Move("applied", "issued", N_("Issue")),
        Move("issued", "used_up", N_("Close as used up")),
        Move("issued", "expired", N_("Expire")),
        Move("issued", "returned", N_("Hand back…"), needs_reason=True),
        Move("issued", "revoked", N_("Revoke…"), needs_reason=True),
        *moves(("applied", "issued"), "void", N_("Void…"), needs_reason=True),
        *moves(("used_up", "expired"), "issued", N_("Open again…"), needs_reason=True),
    ),
)

CLAIM_FLOW = Flow(
    register="voucher_claims",
    attribute="status",
    states=(
        Option("draft", N_("Draft"), "neutral", "pencil"),
        Option("submitted", N_("Submitted"), "info", "clock"),
        Option("accepted", N_("Accepted"), "info", "clock"),
        Option("reviewed", N_("Reviewed"), "info", "clock"),
        Option("approved", N_("Approved"), "info", "check-circle"),
        Option("published", N_("On public notice"), "info", "clock"),
        Option("batched", N_("In a batch"), "success", "check-circle"),
        Option("paid", N_("Paid out"), "success", "check-circle"),
        Option("returned", N_("Returned"), "danger", "error-circle"),
        Option("rejected", N_("Rejected"), "danger", "error-circle"),
        Option("withdrawn", N_("Withdrawn"), "neutral", "minus-circle"),
        Option("void", N_("Void"), "neutral", "minus-circle"),
        Option("reversed", N_("Clawed back"), "danger", "return"),
    ),
    path=("submitted", "accepted", "reviewed", "approved", "published", "batched", "paid"),
    optional=("accepted", "reviewed", "published"),
    moves=(
        Move(
            "draft", "submitted", N_("Submit"),
            (N_("Service contract"), N_("Invoice"), N_("Proof of payment"), N_("Result of the service")),
        ),
        Move("returned", "submitted", N_("Submit again")),
        Move("submitted", "accepted", N_("Accept"), (N_("Checklist"),)),
        Move("accepted", "reviewed", N_("Pass review"), (N_("Audit sheet"),)),
        Move("reviewed", "approved", N_("Approve"), (N_("Minutes or signature"),), date_attribute="approved_on"),
        Move(
            "approved", "published", N_("Put on public notice"), (N_("Screenshot of the notice"),),
            date_attribute="notice_from",
        ),
        Move("published", "accepted", N_("Uphold objection…"), (N_("Record of the objection"),), needs_reason=True),
        Move("published", "batched", N_("Lock in a batch"), follows="voucher_batches"),
        Move("batched", "paid", N_("Pay out"), date_attribute="paid_on", follows="voucher_batches"),
        Move("paid", "reversed", N_("Claw back…"), needs_reason=True, date_attribute="reversed_on"),
        *moves(("submitted", "accepted", "reviewed"), "returned", N_("Return…"), needs_reason=True),
        *moves(("submitted", "accepted", "reviewed"), "rejected", N_("Reject…"), needs_reason=True),
        *moves(
            ("draft", "submitted", "accepted", "reviewed", "approved", "published", "returned"),
            "withdrawn", N_("Withdraw…"), needs_reason=True,
        ),
        *moves(("draft", "submitted", "approved", "published"), "void", N_("Void…"), needs_reason=True),
    ),
)  # fmt: skip

BATCH_FLOW = Flow(
    register="voucher_batches",
    attribute="status",
    states=(
        Option("draft", N_("Draft"), "neutral", "pencil"),
        Option("locked", N_("Locked"), "info", "check-circle"),
        Option("paid", N_("Paid out"), "success", "check-circle"),
    ),
    path=("locked", "paid"),
    moves=(
        Move("draft", "locked", N_("Lock"), date_attribute="locked_on"),
        Move("locked", "paid", N_("Pay out"), (N_("Bank's confirmation"),), date_attribute="paid_on"),
    ),
)
