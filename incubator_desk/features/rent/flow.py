"""The states of a relief case and the steps between them, with the evidence each asks for."""

from incubator_desk.base.i18n import N_
from incubator_desk.catalog.flow import Flow, Move, moves
from incubator_desk.catalog.kinds import Option

STATES = (
    Option("draft", N_("Draft"), "neutral", "pencil"),
    Option("submitted", N_("Submitted"), "info", "clock"),
    Option("accepted", N_("Accepted"), "info", "clock"),
    Option("reviewed", N_("Reviewed"), "info", "clock"),
    Option("approved", N_("Approved"), "info", "check-circle"),
    Option("published", N_("On public notice"), "info", "clock"),
    Option("agreed", N_("Agreement signed"), "success", "check-circle"),
    Option("in_force", N_("In force"), "success", "check-circle"),
    Option("completed", N_("Completed"), "success", "check-circle"),
    Option("reported", N_("Reported"), "success", "check-circle"),
    Option("returned", N_("Returned"), "danger", "error-circle"),
    Option("refused", N_("Refused"), "danger", "error-circle"),
    Option("withdrawn", N_("Withdrawn"), "neutral", "minus-circle"),
    Option("void", N_("Void"), "neutral", "minus-circle"),
)

RELIEF_FLOW = Flow(
    register="reliefs",
    attribute="status",
    states=STATES,
    path=("submitted", "accepted", "reviewed", "approved", "published", "agreed", "in_force", "completed", "reported"),
    optional=("accepted", "reviewed", "published", "agreed", "in_force", "reported"),
    moves=(
        Move(
            "draft", "submitted", N_("Submit"),
            (N_("Application form"), N_("Business licence"), N_("Lease"), N_("Statement of size"), N_("Rent receipts")),
        ),
        Move("returned", "submitted", N_("Submit again")),
        Move("submitted", "accepted", N_("Accept"), (N_("Checklist"),)),
        Move("accepted", "reviewed", N_("Pass review"), (N_("Calculation sheet"), N_("Check for double relief"))),
        Move("reviewed", "approved", N_("Approve"), (N_("Minutes or signature"),), date_attribute="approved_on"),
        Move(
            "approved", "published", N_("Put on public notice"), (N_("Screenshot of the notice"),),
            date_attribute="notice_from",
        ),
        Move(
            "published", "agreed", N_("Record agreement"), (N_("Signed and sealed supplementary agreement"),),
            date_attribute="agreed_on", asks=("agreement_no",),
        ),
        Move("published", "accepted", N_("Uphold objection…"), (N_("Record of the objection"),), needs_reason=True),
        Move("agreed", "in_force", N_("Put in force")),
        Move("in_force", "completed", N_("Complete"), (N_("Offsets and refund vouchers"),)),
        Move("completed", "reported", N_("Mark as reported"), (N_("Package number"),)),
        *moves(("submitted", "accepted", "reviewed"), "returned", N_("Return…"), needs_reason=True),
        Move("reviewed", "refused", N_("Refuse…"), needs_reason=True),
        *moves(
            ("draft", "submitted", "accepted", "reviewed", "approved", "published", "returned"),
            "withdrawn", N_("Withdraw…"), needs_reason=True,
        ),
        *moves(("agreed", "in_force"), "void", N_("Void…"), needs_reason=True),
    ),
)  # fmt: skip
