"""Beside the preview: what a policy does to one lease, month by month, due by due, and why it is served or not."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QScrollArea, QTabBar, QVBoxLayout, QWidget

from incubator_desk.base.i18n import _
from incubator_desk.base.money import readable
from incubator_desk.catalog.kinds import Tone
from incubator_desk.features.leases.model import PRICE_UNITS
from incubator_desk.features.rent.rules import DEFERRALS
from incubator_desk.features.rent.rules.effect import Effect
from incubator_desk.features.rent.screen.lines import amount
from incubator_desk.features.rent.service.offers import words
from incubator_desk.features.rent.service.previewing import Previewed
from incubator_desk.features.tenants.rules.criteria import Check
from incubator_desk.qtkit import fonts, widgets
from incubator_desk.qtkit.cells import Cell
from incubator_desk.qtkit.delegate import DeskTable
from incubator_desk.qtkit.table import PlainModel
from incubator_desk.qtkit.tokens import COMPACT_ROW, HEADER
from incubator_desk.qtkit.widths import Widths

_ROWS = 7
"""So many rows are shown without scrolling."""
_MARKS: dict[str, tuple[str, Tone]] = {
    "passed": ("check-circle", "success"),
    "failed": ("error-circle", "danger"),
    "unknown": ("help", "warning"),
}
Table = tuple[list[str], list[Sequence[Cell]]]


class EffectPanel(QWidget):
    """One lease of the preview."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        widgets.dressed(self, "panel")
        self.setAccessibleName(_("What it does"))
        self._each: Previewed | None = None
        self._title = widgets.wrapped("", "card-title")
        self._facts = widgets.wrapped("", "caption")
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setAccessibleName(_("Before and after"))
        for text in (_("By month"), _("Dues"), _("Paid money")):
            self.tabs.addTab(text)
        self.tabs.currentChanged.connect(lambda _at: self._turn())
        self._model = PlainModel([])
        self.table = DeskTable()
        self.table.setModel(self._model)
        self.table.set_row_height(COMPACT_ROW)
        self.table.setAccessibleName(_("Before and after"))
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._widths = Widths(self.table)
        self._body: QVBoxLayout = widgets.column(gap=6, margins=(16, 6, 16, 14))
        self._said: QVBoxLayout = widgets.column(gap=6)
        self._checks: QVBoxLayout = widgets.column(gap=6)
        self._build()
        self.setMinimumWidth(300)

    def _build(self) -> None:
        head = widgets.row(self._title, widgets.tool("close", _("Close"), self.closed.emit), margins=(16, 12, 12, 0))
        head.setStretch(0, 1)
        self._compared = widgets.boxed(widgets.column(self.tabs, widgets.card(_framed(self.table), "tile"), gap=4))
        for part in (self._compared, self._said, self._checks):
            self._body.addLayout(part) if isinstance(part, QVBoxLayout) else self._body.addWidget(part)
        self._body.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(widgets.boxed(self._body, "surface"))
        facts = widgets.row(self._facts, margins=(16, 0, 16, 2))
        self.setLayout(widgets.column(head, facts, scroll, gap=2))

    # what is shown ----------------------------------------------------------------------------------------------------

    def show_lease(self, each: Previewed) -> None:
        """Show what becomes of a lease."""
        self._each = each
        lease, subject = each.facts.lease, each.subject
        self._title.setText(subject.name)
        place = " ".join(part for part in (subject.building, subject.room) if part)
        area = f"{lease.area:.2f} ㎡" if lease.area else ""
        price = f"{lease.price.normalize():,f} {PRICE_UNITS.show(lease.price_unit)}"
        self._facts.setText("   ".join(part for part in (lease.code, place, area, price) if part))
        self._compared.setVisible(each.effect is not None)
        self._turn()
        self._say(each)
        self._tell_checks(each)

    def clear(self) -> None:
        """Show nothing."""
        self._each = None
        self._title.setText("")
        self._facts.setText("")
        self._compared.hide()
        widgets.clear(self._said)
        widgets.clear(self._checks)

    def focus_first(self) -> None:
        """Put the cursor where one begins."""
        self.tabs.setFocus()

    def _turn(self) -> None:
        made = self._each.effect if self._each else None
        if made is None:
            return
        headings, rows = (_months, _dues, _paid)[self.tabs.currentIndex()](made)
        self._model = PlainModel(headings, rights=range(1, len(headings)))
        self.table.setModel(self._model)
        self._model.fill(rows)
        high = fonts.grown(HEADER) + fonts.grown(COMPACT_ROW) * min(_ROWS, max(1, len(rows))) + 4
        self.table.setFixedHeight(high)
        QTimer.singleShot(0, self, self._widths.settle)

    def _say(self, each: Previewed) -> None:
        """What becomes of paid money, when the next rent is due, what else could serve."""
        widgets.clear(self._said)
        if (made := each.effect) is not None:
            self._said.addWidget(widgets.label(_("Rent already paid"), "group"))
            self._said.addWidget(widgets.wrapped(_money_words(made), "facts"))
            if made.next_due:
                day, fen = made.next_due
                text = _("Next rent due then: {day}, {amount}").format(day=day, amount=readable(fen))
                self._said.addWidget(widgets.Banner(text))
        for rival in each.rivals:
            values = {"policy": rival.terms.offer.policy, "title": rival.terms.title, "amount": readable(rival.amount)}
            if rival.beside:
                text = _("{policy} “{title}” could be applied beside it: {amount}").format(**values)
                self._said.addWidget(widgets.Banner(text))
            else:
                text = _("Instead, {policy} “{title}” would give {amount}; only one of them is possible")
                more = each.better is not None and rival.amount > (made.granted if made else 0)
                self._said.addWidget(widgets.Banner(text.format(**values), "warning" if more else "info"))

    def _tell_checks(self, each: Previewed) -> None:
        widgets.clear(self._checks)
        self._checks.addWidget(widgets.label(_("Conditions"), "group"))
        for check in each.judgement.checks:
            icon, tone = _MARKS[check.outcome]
            self._checks.addLayout(_marked(check, icon, tone))
        for warning in each.judgement.warnings:
            self._checks.addLayout(_marked(warning, "warning", "warning"))


def _framed(table: DeskTable) -> QVBoxLayout:
    return widgets.column(table, gap=0, margins=(1, 1, 1, 1))


def _marked(check: Check, icon: str, tone: Tone) -> QVBoxLayout:
    """A condition with its mark; one that is not met in its colour."""
    plain = check.outcome == "passed" and tone == "success"
    text = widgets.wrapped(words(check), "facts" if plain else "", None if plain else tone)
    line = widgets.row(widgets.Picture(icon, tone), text, gap=8)
    line.setAlignment(line.itemAt(0).widget(), Qt.AlignmentFlag.AlignTop)
    line.setStretch(1, 1)
    return widgets.column(line, gap=0)


def _months(made: Effect) -> Table:
    """The months before and after: what is struck out is replaced by what stands behind it."""
    rows: list[Sequence[Cell]] = []
    for each in made.months():
        less = each.before - each.after
        after = amount(each.after)
        if less:
            after = Cell(readable(each.after), "right", "info", bold=True, old=readable(each.before))
        rows.append((Cell(f"{each.month:%Y-%m}"), amount(each.gross), after))
    return [_("Month"), _("Charged"), _("Payable after")], rows


def _dues(made: Effect) -> Table:
    """The dues that change, by date."""
    rows: list[Sequence[Cell]] = []
    moved: Tone = "deferred" if made.relief.kind in DEFERRALS else "info"
    for each in made.dues():
        after = amount(each.after)
        if each.before != each.after:
            after = Cell(readable(each.after), "right", moved, bold=True, old=readable(each.before))
        rows.append((Cell(each.due_on.isoformat()), after, amount(each.paid)))
    return [_("Due on"), _("Amount after"), _("Paid")], rows


def _paid(made: Effect) -> Table:
    """Where paid money lies then."""
    rows: list[Sequence[Cell]] = [(Cell(_("No longer needed")), amount(-made.freed))]
    for each in made.filled:
        where = _("Rent of {month}, due on {day}").format(month=f"{each.first:%Y-%m}", day=each.due_on)
        rows.append((Cell(where), amount(each.amount, "success")))
    if made.credit:
        rows.append((Cell(_("Credit")), amount(made.credit, "warning")))
    if made.owed:
        rows.append((Cell(_("Owed back")), amount(made.owed, "warning")))
    return [_("Paid money"), _("Amount")], rows


def _money_words(made: Effect) -> str:
    if not made.freed:
        return _("Nothing that was paid is touched.")
    parts = [_("{amount} of what was paid is no longer needed where it lay.").format(amount=readable(made.freed))]
    if made.filled:
        where = ", ".join(f"{each.first:%Y-%m} {readable(each.amount)}" for each in made.filled[:4])
        parts.append(_("It fills: {dues}.").format(dues=where + (" …" if len(made.filled) > 4 else "")))
    if made.owed:
        parts.append(_("{amount} is owed back.").format(amount=readable(made.owed)))
    if made.credit > 0:
        parts.append(_("{amount} stays as credit.").format(amount=readable(made.credit)))
    return " ".join(parts)
