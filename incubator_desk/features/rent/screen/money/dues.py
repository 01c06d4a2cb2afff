"""What a payment does to a company's open dues, as cells and in words."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from incubator_desk.base.i18n import N_, _, translate_many
from incubator_desk.base.money import readable
from incubator_desk.features.rent.rules.payment import Effect, OpenDue, effect
from incubator_desk.features.rent.screen.lines import amount as money_cell
from incubator_desk.features.rent.service.receiving import Laid, Opening
from incubator_desk.qtkit.cells import Cell

HEADINGS = (N_("Lease"), N_("Month"), N_("Due on"), N_("Outstanding"), N_("This receipt"), N_("Then"))
RIGHT = (3, 4)
Place = tuple[str, int, int]
"""Lease, line and part of a due."""


class Given(NamedTuple):
    """What a due gets, and what of its amount is paid then; in fen."""

    amount: int
    paid: int
    whole: int


def effects(laid: Laid, received_on: date, as_of: date) -> dict[str, Effect]:
    """What a rent payment does to the schedule of each lease, by its code."""
    return {
        opening.code: effect(opening.facts, received_on, share.amount, as_of) for opening, share in laid if share.amount
    }


def given(found: Mapping[str, Effect]) -> dict[Place, Given]:
    """What each due gets, as the schedules then show it."""
    return {
        (lease, each.line.no, each.part): Given(each.after - each.before, each.after, each.amount)
        for lease, one in found.items()
        for each in one.changes
    }


def rows(
    openings: Sequence[Opening], filled: Mapping[Place, Given], received_on: date, as_of: date
) -> list[list[Cell]]:
    """The open dues of all leases in the order in which money fills them, with what each gets."""
    leases = {each.code: each for each in openings}
    dues = sorted(due for each in openings for due in each.dues)
    return [
        _row(due, leases[due.lease], filled.get((due.lease, due.line, due.part)), received_on, as_of) for due in dues
    ]


def _row(due: OpenDue, lease: Opening, got: Given | None, received_on: date, as_of: date) -> list[Cell]:
    late = due.due_on < as_of
    gets = Cell(readable(got.amount), "right", "success", bold=True) if got else Cell("—", "right", muted=True)
    return [
        Cell(due.lease, muted=True),
        Cell(f"{lease.lines[due.line].first:%Y-%m}"),
        Cell(due.due_on.isoformat()),
        money_cell(due.amount, "danger" if late and not got else None),
        gets,
        _then(due, lease, got, as_of) if got or lease.accepts_from <= received_on else _not_yet(lease),
    ]


def _then(due: OpenDue, lease: Opening, got: Given | None, as_of: date) -> Cell:
    if got and got.paid == got.whole:
        return Cell(_("Settled"), tone="success", icon="check-circle", chip=True)
    if got:
        words = _("{paid} of {amount}").format(paid=readable(got.paid), amount=readable(got.whole))
        return Cell(words, tone="warning", icon="clock", chip=True)
    if due.due_on < as_of:
        days = (as_of - due.due_on).days
        words = translate_many("Overdue {count} day", "Overdue {count} days", days)
        return Cell(words, tone="danger", icon="error-circle", chip=True)
    if lease.lines[due.line].deferral:
        return Cell(_("In deferral"), tone="deferred", icon="clock", chip=True)
    return Cell(_("Not due"), tone="neutral", icon="clock", chip=True)


def _not_yet(lease: Opening) -> Cell:
    """The lease has not begun: money of that day cannot go to it."""
    return Cell(_("From {day} on").format(day=lease.accepts_from), tone="neutral", icon="lock", chip=True)


def told(laid: Laid) -> str:
    """What a payment fills, in a line: “2020-03 7,137.00, 2020-04 2,000.00 of 7,137.00”; leases where several."""
    texts = [_fills(opening, share.filled, share.credit) for opening, share in laid]
    if len(laid) == 1:
        return texts[0]
    return _("; ").join(f"{opening.code} {text}" for (opening, _share), text in zip(laid, texts, strict=True))


def _fills(opening: Opening, filled: Iterable[tuple[OpenDue, int]], credit: int) -> str:
    parts = []
    for due, amount in filled:
        month = f"{opening.lines[due.line].first:%Y-%m}"
        if amount == due.amount:
            parts.append(f"{month} {readable(amount)}")
        else:
            text = _("{month} {paid} of {amount}")
            parts.append(text.format(month=month, paid=readable(amount), amount=readable(due.amount)))
    if credit:
        parts.append(_("credit {amount}").format(amount=readable(credit)))
    return _(", ").join(parts)
