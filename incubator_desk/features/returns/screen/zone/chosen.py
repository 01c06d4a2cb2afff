"""What the zone sees of one park: its package, its figures beside those of two periods before; and of all parks."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from incubator_desk.base.i18n import N_, _, translate, translate_many
from incubator_desk.base.periods import Period
from incubator_desk.catalog.kinds import Choice
from incubator_desk.catalog.office import Features
from incubator_desk.catalog.report import UNITS, Report
from incubator_desk.features.park.model import CARRIER_KINDS
from incubator_desk.features.returns.papers.monthly_carrier import INDICATORS
from incubator_desk.features.returns.rules.receipt import Reason, reasons
from incubator_desk.features.returns.service.expected import Standing
from incubator_desk.features.returns.service.indicators import Figures, Total
from incubator_desk.features.returns.service.rechecking import Found
from incubator_desk.features.returns.service.subjects.figures import percent
from incubator_desk.qtkit import widgets
from incubator_desk.qtkit.cells import Cell
from incubator_desk.qtkit.delegate import DeskTable
from incubator_desk.qtkit.table import PlainModel
from incubator_desk.qtkit.tokens import COMPACT_ROW
from incubator_desk.qtkit.widths import Widths

from .wording import STATES, figure, place

_KINDS: Mapping[str | None, str] = {
    "incubator": N_("Incubators"), "makerspace": N_("Makerspaces"), "univ_park": N_("Science parks"),
    None: N_("Kind not stated"),
}  # fmt: skip
_MEASURES = {each.id: each.measure for each in INDICATORS}
_MOST = 3


class PackageCard(QFrame):
    """The package of a park: how it stands, who signed it, what was found, why it was returned."""

    opened = Signal()
    taken_back = Signal()
    checked = Signal()

    def __init__(self, features: Features) -> None:
        super().__init__()
        widgets.dressed(self, "card")
        self._features = features
        self._most = _MOST
        self._title = widgets.Elided("", "card-title")
        self._state = widgets.row(gap=4)
        self.open = widgets.button(_("Open all data"), "link", run=self.opened.emit)
        self._facts = widgets.wrapped("", "facts")
        self._signed = widgets.row(gap=6)
        self._said = widgets.column(gap=4)
        head = widgets.row(self._title, self._state, None, self.open, gap=8)
        self.setLayout(widgets.column(head, self._facts, self._signed, self._said, gap=5, margins=(15, 9, 12, 10)))

    def show_standing(self, standing: Standing | None, trusted: bool, found: Sequence[Found]) -> None:
        """Show the package of a park in a period."""
        for parts in (self._state, self._signed, self._said):
            widgets.clear(parts)
        self.open.setVisible(standing is not None and standing.package is not None)
        self._title.tell(standing.park.name if standing else _("Choose a park"))
        if standing is None:
            self._facts.setText("")
            return
        words, tone, icon = STATES[standing.state]
        if icon:
            self._state.addWidget(widgets.Chip(translate(words), tone, icon))
        self._facts.setText(_facts(standing))
        if standing.package is None:
            return
        valid = widgets.Chip(_("Signature valid"), "success", "key")
        self._signed.addWidget(valid)
        if not trusted:
            self._signed.addWidget(widgets.Chip(_("Key not trusted any more"), "warning", "warning"))
        self._tell_found(found)
        self._signed.addStretch(1)
        back = standing.package.status == "returned"
        given = reasons(standing.package.answer)
        for at, reason in enumerate(given[: self._most]):
            action, run = (_("Take back"), self.taken_back.emit) if back and not at else ("", None)
            self._said.addWidget(widgets.Banner(self._worded(reason), "danger" if back else "info", action, run))

        if len(given) > self._most:
            more = _("and {count} more").format(count=len(given) - self._most)
            self._said.addWidget(widgets.label(more, "caption"))

    def set_low(self, *, low: bool) -> None:
        """Show fewer reasons on small screens."""
        self._most = 1 if low else _MOST

    def _worded(self, reason: Reason) -> str:
        where = place(self._features, reason)
        return f"{where}: {reason.text}" if where else reason.text

    def _tell_found(self, found: Sequence[Found]) -> None:
        errors = sum(each.severity == "error" for each in found)
        if found:
            words = _("Findings {count}").format(count=len(found))
            tone: Any = "danger" if errors else "warning"
            self._signed.addWidget(widgets.Chip(words, tone, "error-circle" if errors else "warning"))
            self._signed.addWidget(widgets.button(_("Show the findings"), "link", run=self.checked.emit))
        else:
            self._signed.addWidget(widgets.Chip(_("The rules find nothing"), "success", "check-circle"))


def _facts(standing: Standing) -> str:
    package = standing.package
    due = _("due {day}").format(day=standing.due_on) if standing.due_on else ""
    parts = [standing.park.uscc, standing.period.text]
    if package is None:
        return "    ".join(part for part in (*parts, due) if part)
    parts.append(_("package {sequence}").format(sequence=package.sequence))
    if package.supersedes:
        parts.append(_("instead of {sequence}").format(sequence=package.supersedes))
    parts += [_("received {day}").format(day=package.received_on), due, package.fingerprint]
    return "    ".join(part for part in parts if part)


class ComparedCard(QFrame):
    """The indicators of a park in a period and in the two before, with the change in percent."""

    def __init__(self, report: Report, lines: Callable[[], object], turn: Callable[[], object]) -> None:
        super().__init__()
        widgets.dressed(self, "card")
        self._report = report
        self._model = PlainModel([])
        self.table = _small(self._model, _("This period and the two before"))
        self.turn = widgets.button(_("All parks"), "link", run=turn)
        self._widths = Widths(self.table, words=0)
        head = widgets.row(
            widgets.label(_("This period and the two before"), "card-title"), None,
            widgets.label(_("money in {unit}").format(unit=translate(UNITS["wan"][0])), "caption"),
            widgets.button(_("Rows behind it"), "link", run=lines), self.turn, gap=8, margins=(15, 7, 8, 4),
        )  # fmt: skip
        body = widgets.column(head, self.table, gap=0, margins=(1, 1, 1, 1))
        body.setStretch(1, 1)
        self.setLayout(body)

    def show_figures(
        self, periods: Sequence[Period], figures: Sequence[Figures], cases: Decimal | None, large: Decimal | None
    ) -> None:
        """Show the figures of three periods, the latest first; ``large`` is the change that is marked."""
        self._model = PlainModel(
            [_("Indicator"), *(each.text for each in periods), _("Change (%)")],
            rights=range(1, len(periods) + 2),
        )
        indicator, measure = (next(c.kind for c in self._report.columns if c.id == n) for n in ("indicator", "measure"))
        assert isinstance(indicator, Choice)
        assert isinstance(measure, Choice)
        rows: list[list[Cell]] = []
        nought: list[list[Cell]] = []
        for option in indicator.options:
            counted = _MEASURES.get(option.value, "")
            values = [each.get(option.value) for each in figures]
            if all(value is None for value in values):
                continue
            label = translate(option.label)
            words = label if counted == "yuan" else f"{label} ({measure.show(counted)})"
            wrong = option.value == "relieved" and cases is not None and values[0] is not None and cases != values[0]
            first = figure(values[0], counted, "danger" if wrong else None, bold=wrong)
            row = [Cell(words), first, *(figure(v, counted) for v in values[1:]), _change(values, large)]
            (rows if any(values) else nought).append(row)
            if option.value == "relieved" and cases is not None:
                of_cases = figure(cases, "yuan", "danger" if wrong else None)
                (rows if any(values) else nought).append(
                    [Cell("    " + _("Sum of the cases"), muted=True), of_cases, Cell(), Cell(), Cell()]
                )
        self._model.fill([*rows, *nought])
        self.table.setModel(self._model)
        self._widths.settle()


def _change(values: Sequence[Any], large: Decimal | None) -> Cell:
    now, before = values[0], values[1]
    if now is None or not before:
        return Cell()
    share = percent(Decimal(now), Decimal(before))
    if share is None:
        return Cell()
    marked = large is not None and abs(share) > large
    text = f"{share:+.1f}%".replace("-", "−") if share else "0.0%"
    return Cell(text, "right", "warning" if marked else None, "warning" if marked else None, muted=not share)


class TotalsCard(QFrame):
    """The indicators over all parks whose packages count, by kind of carrier; whether they are the packages' sums."""

    def __init__(self, report: Report, run: Callable[[], object], turn: Callable[[], object]) -> None:
        super().__init__()
        widgets.dressed(self, "card")
        self._report = report
        self._title = widgets.label("", "card-title")
        self._agrees = widgets.row(gap=4)
        self._model = PlainModel([])
        self.table = _small(self._model, _("All parks"))
        self.turn = widgets.button(_("This park"), "link", run=turn)
        self._widths = Widths(self.table, words=0)
        head = widgets.row(
            self._title, self._agrees, None, widgets.button(_("Reports"), "link", "export", run=run), self.turn, gap=8,
            margins=(15, 7, 8, 4),
        )  # fmt: skip
        body = widgets.column(head, self.table, gap=0, margins=(1, 1, 1, 1))
        body.setStretch(1, 1)
        self.setLayout(body)

    def show_totals(self, totals: Sequence[Total], count: int) -> None:
        """Show the sums of so many parks."""
        self._title.setText(translate_many("All parks ({count} added up)", "All parks ({count} added up)", count))
        widgets.clear(self._agrees)
        if count and not totals:
            self._agrees.addWidget(widgets.Chip(_("cannot be added up"), "danger", "error-circle"))
        elif count:
            agree = all(each.agrees for each in totals)
            text = _("equals the packages' sum") if agree else _("is not the packages' sum")
            chip = widgets.Chip(text, "success" if agree else "danger", "check-circle" if agree else "error-circle")
            self._agrees.addWidget(chip)
        present = {kind for each in totals for kind in each.by_kind}
        kinds = [kind for kind in (*(o.value for o in CARRIER_KINDS.options), None) if kind in present]
        headings = [_("Indicator"), *(translate(_KINDS[kind]) for kind in kinds), _("Total")]
        self._model = PlainModel(headings, rights=range(1, len(headings)))
        indicator, measure = (next(c.kind for c in self._report.columns if c.id == n) for n in ("indicator", "measure"))
        rows: list[list[Cell]] = []
        for each in sorted(totals, key=lambda each: (not each.whole, each.measure != "yuan")):
            if each.whole is None:
                continue
            label = indicator.show(each.indicator)
            words = label if each.measure == "yuan" else f"{label} ({measure.show(each.measure)})"
            summed = figure(each.whole, each.measure, None if each.agrees else "danger", bold=True)
            rows.append([Cell(words), *(figure(each.by_kind.get(kind), each.measure) for kind in kinds), summed])
        self._model.fill(rows)
        self.table.setModel(self._model)
        self._widths.settle()


def _small(model: PlainModel, name: str) -> DeskTable:
    made = DeskTable()
    made.setModel(model)
    made.setAccessibleName(name)
    made.set_row_height(COMPACT_ROW)
    return made
