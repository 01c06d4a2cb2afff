"""How the figures of a line came about, in words, and where the case behind them stands."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from incubator_desk.base.i18n import _, translate
from incubator_desk.base.money import grouped, readable
from incubator_desk.catalog.kinds import Tone
from incubator_desk.features.rent.flow import RELIEF_FLOW
from incubator_desk.features.rent.model import RELIEF_KINDS
from incubator_desk.features.rent.rules import Explanation, Facts, Reduction, explain
from incubator_desk.qtkit import widgets
from incubator_desk.qtkit.casework import stations

from .lease import Case, Shown
from .lines import short, span

_DUES = 12
"""So many dues of a line are listed."""


class Reasons(QWidget):
    """The panel beside the schedule."""

    closed = Signal()
    opened = Signal(str, str)
    """A register and the uid of a record to open."""

    def __init__(self) -> None:
        super().__init__()
        widgets.dressed(self, "panel")
        self.setAccessibleName(_("How it came about"))
        self._body = QVBoxLayout()
        self._body.setContentsMargins(16, 4, 16, 14)
        self._body.setSpacing(6)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(widgets.boxed(self._body, "surface"))
        self._title = widgets.wrapped("", "card-title")
        close = widgets.tool("close", _("Close"), self.closed.emit)
        head = widgets.row(self._title, close, margins=(16, 12, 12, 4))
        head.setStretch(0, 1)
        self.setLayout(widgets.column(head, scroll, gap=0))
        self.setMinimumWidth(300)

    def show_line(self, shown: Shown, row: int) -> None:
        """Explain a line."""
        widgets.clear(self._body)
        found = explain(shown.facts, shown.schedule, row + 1)
        line = found.line
        words = _("Line {no}").format(no=line.no)
        self._title.setText(f"{words}   {span(line.first, line.last)}")
        self._body.addWidget(widgets.label(_("How it came about"), "group"))
        for text in _prices(found, shown.facts):
            self._body.addWidget(widgets.wrapped(text, "facts"))
        self._sum(_("Charged"), line.gross)
        for reduction in found.reductions:
            self._sum(f"{reduction.relief.code}  {_reduced(reduction)}", -reduction.amount, "success")
        self._sum(_("Payable"), line.net)
        self._body.addWidget(widgets.rule())
        self._dues(found)
        self._received(found)
        self._sum(_("Outstanding"), line.outstanding, "danger" if line.outstanding else None)
        if owed := shown.owed_back(line):
            self._sum(_("To refund"), owed, "warning")
        self._cases(shown, found)
        self._body.addStretch(1)

    def clear(self) -> None:
        """Explain nothing."""
        widgets.clear(self._body)
        self._title.setText("")

    def _dues(self, found: Explanation) -> None:
        if found.deferral:
            words = _("Moved by {relief}: it was due on {day}.").format(relief=found.deferral.code, day=found.own_due)
            self._body.addWidget(widgets.wrapped(words, tone="deferred"))
        for due in found.line.dues[:_DUES]:
            self._sum(_("Due on {day}").format(day=due.due_on), due.amount, "deferred" if found.deferral else None)

    def _received(self, found: Explanation) -> None:
        for each in found.money:
            words = _("Receipt {code}, {day}").format(code=each.receipt.code, day=each.receipt.received_on)
            if each.relief:
                words = _("owed back under {relief}, received as {code}").format(
                    relief=each.relief, code=each.receipt.code
                )
            self._sum(words, each.amount, "warning" if each.relief else None)

    def _sum(self, text: str, fen: int, tone: Tone | None = None) -> None:
        row = widgets.row(widgets.wrapped(text, "facts"), widgets.label(readable(fen), "amount", tone))
        row.setStretch(0, 1)
        self._body.addLayout(row)

    # the cases --------------------------------------------------------------------------------------------------------

    def _cases(self, shown: Shown, found: Explanation) -> None:
        mine = [r.relief.code for r in found.reductions] + ([found.deferral.code] if found.deferral else [])
        here = [case for code, case in shown.cases.items() if code in mine]
        rest = [case for code, case in shown.cases.items() if code not in mine]
        for case in here:
            self._body.addWidget(widgets.rule())
            self._case(shown, case)
            self._body.addWidget(widgets.Stations(stations(RELIEF_FLOW, case.stops)))
        if rest:
            self._body.addWidget(widgets.rule())
            self._body.addWidget(widgets.label(_("Other cases of this lease") if here else _("Cases"), "group"))
            for case in rest:
                self._case(shown, case)

    def _case(self, shown: Shown, case: Case) -> None:
        relief = next(relief for relief in shown.facts.reliefs if relief.code == case.code)
        option = RELIEF_FLOW.kind.by_value[case.status]
        link = widgets.button(case.code, "link", run=lambda: self.opened.emit("reliefs", case.uid))
        link.setAccessibleName(_("Open {code}").format(code=case.code))
        chip = widgets.Chip(translate(option.label), option.tone or "neutral", option.icon)
        self._body.addLayout(widgets.row(link, widgets.label(short(relief)), None, chip, gap=6))
        if case.policy:
            self._body.addWidget(widgets.wrapped(_("Basis: {policy}").format(policy=case.policy), "caption"))


def _prices(found: Explanation, known: Facts) -> list[str]:
    """How the gross amount comes from the prices in force."""
    words = []
    for run in found.prices:
        days = _("{span}, {days} days").format(span=span(run.first, run.last), days=run.days)
        if run.rent_free:
            words.append(_("{span}: rent-free").format(span=days))
            continue
        price = f"{run.price.normalize():f}"
        if known.lease.price_unit != "month":
            price = f"{known.lease.area.normalize():f} ㎡ × {price}"
        if found.whole:
            words.append(_("{price}: a whole month, {amount}").format(price=price, amount=grouped(run.monthly)))
        else:
            text = _("{price}: {amount} a day, {days} of {all} days")
            words.append(text.format(price=price, amount=grouped(run.daily, 4), days=run.days, all=found.month_days))
    return words


def _reduced(reduction: Reduction) -> str:
    relief = reduction.relief
    words = RELIEF_KINDS.show(relief.kind)
    if relief.kind == "percent" and relief.percent is not None:
        words = f"{relief.percent.normalize():f}% × {grouped(reduction.base)}"
    limits = {"amount": _("up to its amount a line"), "cap": _("up to its cap"), "rest": ""}
    return f"{words} {limits[reduction.limit] if reduction.limit else ''}".strip()
