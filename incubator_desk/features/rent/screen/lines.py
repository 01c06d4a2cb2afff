"""The lines of a schedule as cells of a table, and the tiles of their sums."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from incubator_desk.base.i18n import N_, _, translate_many
from incubator_desk.base.money import readable
from incubator_desk.catalog.kinds import Tone
from incubator_desk.features.rent.rules import DEFERRALS, Line, Relief
from incubator_desk.qtkit.cells import Cell

from .lease import Shown

HEADINGS = (
    N_("Line"), N_("From – to"), N_("Charged"), N_("Relief"), N_("Basis"), N_("Payable"), N_("Paid"), N_("Outstanding"),
    N_("Due on"), N_("State"),
)  # fmt: skip
RIGHT = (0, 2, 3, 5, 6, 7)


@dataclass(frozen=True, slots=True)
class Tile:
    """A sum above the table: its words, its amount in fen, what it is made of."""

    caption: str
    fen: int
    note: str
    tone: Tone | None = None


def span(first: date, last: date) -> str:
    """From a day to a day; the year is said once where it is the same."""
    until = last.isoformat()
    return f"{first.isoformat()} – {until[5:] if first.year == last.year else until}"


def amount(fen: int, tone: Tone | None = None, *, bold: bool = False) -> Cell:
    """An amount as a cell; nothing is muted."""
    return Cell(readable(fen), "right", tone if fen else None, muted=not fen, bold=bold)


def cells(shown: Shown, line: Line) -> list[Cell]:
    """A line of the table."""
    as_of = shown.schedule.as_of
    moved: Tone | None = "deferred" if line.deferral else None
    relieved: Tone | None = "success" if line.relief else None
    late = bool(overdue(line, as_of))
    return [
        Cell(str(line.no), "right"), Cell(span(line.first, line.last)), amount(line.gross),
        amount(line.relief, relieved), Cell(basis(shown, line), tone=moved or relieved), amount(line.net),
        amount(line.paid), amount(line.outstanding, "danger" if late else None, bold=late),
        Cell(_due(line), tone=moved, icon="arrow" if moved else None), _state(shown, line),
    ]  # fmt: skip


def _due(line: Line) -> str:
    first = line.dues[0].due_on.isoformat()
    return _("from {day}").format(day=first) if len(line.dues) > 1 else first


def basis(shown: Shown, line: Line) -> str:
    """What relieves or defers a line: codes with what they do."""
    codes = [cut.relief for cut in line.reliefs] + ([line.deferral] if line.deferral else [])
    known = {relief.code: relief for relief in shown.facts.reliefs}
    return ", ".join(f"{code} {short(known[code])}" for code in codes)


def short(relief: Relief) -> str:
    """What a relief does, in a word."""
    if relief.kind == "percent" and relief.percent is not None:
        less = _("−{percent}%").format(percent=f"{relief.percent.normalize():f}")
        return _("free") if relief.percent == 100 else less
    if relief.kind in DEFERRALS:
        return _("deferred") if relief.kind == "deferral" else _("{count} parts").format(count=relief.parts)
    return _("extended") if relief.kind == "extension" else _("fixed")


def overdue(line: Line, as_of: date) -> int:
    """What of a line should have been paid before a day, in fen."""
    return sum(due.amount - due.paid for due in line.dues if due.due_on < as_of)


def _late(line: Line, as_of: date) -> int:
    """For how many days the oldest open due of a line has been overdue."""
    return max((as_of - due.due_on).days for due in line.dues if due.due_on < as_of and due.paid < due.amount)


def _state(shown: Shown, line: Line) -> Cell:
    as_of = shown.schedule.as_of
    if overdue(line, as_of):
        days = translate_many("Overdue {count} day", "Overdue {count} days", _late(line, as_of))
        return Cell(days, tone="danger", icon="error-circle", chip=True)
    if shown.owed_back(line):
        return Cell(_("To refund"), tone="warning", icon="return", chip=True)
    if not line.outstanding:
        return Cell(_("Settled"), tone="success", icon="check-circle", chip=True)
    if line.deferral:
        return Cell(_("In deferral"), tone="deferred", icon="clock", chip=True)
    return Cell(_("Not due"), tone="neutral", icon="clock", chip=True)


def total(lines: Sequence[Line]) -> list[Cell]:
    """The row of totals below the lines."""
    sums = [sum(getattr(line, name) for line in lines) for name in ("gross", "relief", "net", "paid", "outstanding")]
    gross, relief, net, paid, rest = (Cell(readable(fen), "right", bold=True) for fen in sums)
    words = translate_many("Total ({count} line)", "Total ({count} lines)", len(lines))
    blank = Cell()
    return [blank, Cell(words, bold=True), gross, relief, blank, net, paid, rest, blank, blank]


def tiles(shown: Shown, lines: Sequence[Line]) -> list[Tile]:
    """The sums of some lines in the order of the design; what is owed back and the credit are the whole lease's."""
    as_of, totals = shown.schedule.as_of, shown.schedule.totals
    gross, relief, net, paid = (sum(getattr(line, n) for line in lines) for n in ("gross", "relief", "net", "paid"))
    late, moved = sum(overdue(line, as_of) for line in lines), [line for line in lines if line.deferral]
    deferred = sum(line.outstanding for line in moved)
    cases = {cut.relief for line in lines for cut in line.reliefs}
    share = f"{relief * 100 / gross:.1f}%" if gross else "—"
    worst = max((_late(line, as_of) for line in lines if overdue(line, as_of)), default=0)
    days = translate_many("{count} day", "{count} days", worst)
    until = max((due.due_on for line in moved for due in line.dues), default=None)
    receipts = sum(receipt.kind == "rent" for receipt in shown.facts.receipts)
    found = [
        Tile(_("Charged"), gross, translate_many("{count} line", "{count} lines", len(lines))),
        Tile(_("Relief"), relief, _("{count} cases, {share}").format(count=len(cases), share=share), "success"),
        Tile(_("Payable"), net, _("charged − relief")),
        Tile(_("Paid"), paid, translate_many("{count} receipt", "{count} receipts", receipts)),
        Tile(_("Outstanding"), net - paid, _("payable − paid")),
        Tile(_("of which overdue"), late, days if late else "", "danger"),
        Tile(_("of which deferred"), deferred, _("until {day}").format(day=until) if deferred else "", "deferred"),
        Tile(_("To refund"), totals.refund_due, _("paid before the relief") if totals.refund_due else "", "warning"),
    ]
    return found + ([Tile(_("Credit"), totals.credit, _("more than all dues"))] if totals.credit else [])
