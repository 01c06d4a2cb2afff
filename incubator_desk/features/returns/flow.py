"""The way of a period: open, checked, closed, sent, accepted or returned."""

from incubator_desk.base.i18n import N_
from incubator_desk.catalog.flow import Flow, Move, moves
from incubator_desk.catalog.kinds import Option

PERIOD_FLOW = Flow(
    register="return_periods",
    attribute="status",
    states=(
        Option("open", N_("Open"), "neutral", "pencil"),
        Option("checked", N_("Checked"), "info", "check-circle"),
        Option("closed", N_("Closed"), "info", "lock"),
        Option("sent", N_("Sent"), "info", "share"),
        Option("accepted", N_("Accepted"), "success", "check-circle"),
        Option("returned", N_("Returned"), "danger", "error-circle"),
    ),
    path=("checked", "closed", "sent", "accepted"),
    start="open",
    moves=(
        Move("open", "checked", N_("Pass the check"), date_attribute="checked_on"),
        *moves(("open", "checked"), "closed", N_("Close the period"), date_attribute="closed_on"),
        Move("closed", "sent", N_("Sent to the zone"), date_attribute="sent_on"),
        Move("sent", "accepted", N_("Accepted by the zone"), date_attribute="answered_on"),
        Move("sent", "returned", N_("Returned by the zone…"), needs_reason=True, date_attribute="answered_on"),
        *moves(("checked", "closed", "sent", "accepted", "returned"), "open", N_("Reopen…"), needs_reason=True),
    ),
)
FROZEN = ("closed", "sent", "accepted", "returned")
"""The states in which a period's figures stand still."""
