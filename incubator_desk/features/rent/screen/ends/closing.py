"""The settlement of a lease in words and cells: its sums, who owes whom, the lines that the last day changes."""

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame

from incubator_desk.base.i18n import N_, _
from incubator_desk.base.money import readable
from incubator_desk.catalog.kinds import Tone
from incubator_desk.features.rent.rules import Line
from incubator_desk.features.rent.rules.settlement import Change, Closing
from incubator_desk.features.rent.screen.lines import Tile, span
from incubator_desk.qtkit import widgets
from incubator_desk.qtkit.cells import Cell

HEADINGS = (
    N_("Line"), N_("From – to"), N_("Charged"), N_("Relief"), N_("Payable"), N_("Paid"), N_("Result"),
)  # fmt: skip
RIGHT = (0, 2, 3, 4, 5)
_AMOUNTS = ("gross", "relief", "net", "paid")


def owes(balance: int) -> str:
    """Who owes whom."""
    if balance > 0:
        return _("The company owes the park")
    return _("The park owes the company") if balance < 0 else _("Nothing is owed either way")


def tone_of(balance: int) -> Tone:
    """Red where the park waits for money, amber where it has to pay, green where nothing is owed."""
    return "danger" if balance > 0 else "warning" if balance < 0 else "success"


def tiles(found: Closing) -> list[Tile]:
    """The sums in the order of the schedule's, then what else goes into the balance."""
    before, after = found.before.totals, found.after.totals
    pairs = (
        (_("Charged"), before.gross, after.gross, None),
        (_("Relief"), before.relief, after.relief, "success"),
        (_("Payable"), before.net, after.net, None),
        (_("Received"), found.received, found.received, None),
        (_("Outstanding"), before.outstanding, after.outstanding, "danger"),
        (_("Credit"), before.credit, after.credit, "warning"),
        (_("To refund"), before.refund_due, after.refund_due, "warning"),
        (_("Deposit held"), found.deposit, found.deposit, None),
    )
    return [
        Tile(caption, now, _("was {amount}").format(amount=readable(then)) if then != now else "", tone)  # type: ignore[arg-type]
        for caption, then, now, tone in pairs
    ]


def cells(change: Change) -> list[Cell]:
    """A line as it stands → as it would be, and what becomes of it."""
    before, after = change.before, change.after
    there = after or before
    assert there is not None
    days = Cell(span(there.first, there.last), muted=after is None)
    amounts = [_amount(before, after, name) for name in _AMOUNTS]
    return [Cell(str(change.no), "right"), days, *amounts, _becomes(before, after)]


def _becomes(before: Line | None, after: Line | None) -> Cell:
    if after is None:
        return Cell(_("Falls away"), tone="neutral", icon="minus-circle", chip=True)
    if before is None:
        return Cell(_("Comes back"), tone="info", icon="plus", chip=True)
    if before.last != after.last:
        return Cell(_("To {day}").format(day=f"{after.last:%m-%d}"), tone="info", icon="clock", chip=True)
    return Cell(_("Paid otherwise"), tone="info", icon="receipt", chip=True)


def _amount(before: Line | None, after: Line | None, name: str) -> Cell:
    then, now = (0 if line is None else getattr(line, name) for line in (before, after))
    if then == now:
        return Cell(readable(now), "right", muted=not now)
    return Cell(readable(now), "right", "info", bold=True, old=readable(then))


def remaining(balance: int) -> str:
    """What is left once the step is done, in a few words."""
    return f"{owes(balance)}  {readable(abs(balance))}" if balance else owes(balance)


def total(changes: Sequence[Change]) -> list[Cell]:
    """The changed lines summed up."""
    words = Cell(_("Total"), bold=True)
    sums = []
    for name in _AMOUNTS:
        now = sum(getattr(change.after, name) for change in changes if change.after)
        sums.append(Cell(readable(now), "right", bold=True))
    return [Cell(), words, *sums, Cell()]


def verdict(caption: str, fen: int, note: str, tone: Tone) -> QFrame:
    """An amount that decides, large and in the colour of what it means."""
    figure = widgets.row(widgets.label(readable(fen), "figure", tone), widgets.label(_("CNY"), "caption"), None, gap=5)
    parts = (widgets.label(caption, "facts"), figure, widgets.Note(note, tone))
    made = widgets.card(widgets.column(*parts, None, gap=0, margins=(16, 10, 14, 10)))
    made.setAccessibleName(f"{caption} {readable(fen)} {note}")
    return made
