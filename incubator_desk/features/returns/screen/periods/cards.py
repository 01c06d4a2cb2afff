"""The cards of a period's page: its way, its package, the packages that were sent."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QVBoxLayout, QWidget

from incubator_desk.base.i18n import N_, _, translate
from incubator_desk.catalog.report import Report
from incubator_desk.features.returns.model import PACKAGE_STATES
from incubator_desk.features.returns.service.overview import Overview, Package
from incubator_desk.qtkit import widgets
from incubator_desk.qtkit.cells import Cell
from incubator_desk.qtkit.delegate import DeskTable
from incubator_desk.qtkit.flows import State
from incubator_desk.qtkit.table import PlainModel

_STATIONS = (
    ("open", N_("Fill in")), ("checked", N_("Check")), ("closed", N_("Closing")), ("packed", N_("Build the package")),
    ("sent", N_("Send")), ("answered", N_("The zone's answer")),
)  # fmt: skip
_REACHED = {"open": 0, "checked": 1, "closed": 2, "sent": 4, "accepted": 5, "returned": 5}
"""The last station that each state has behind it."""


class WayCard(QFrame):
    """The stations of a period with their days; at the right when it is due."""

    reopen = Signal()

    def __init__(self) -> None:
        super().__init__()
        widgets.dressed(self, "card")
        self._stations = widgets.Stations()
        self._due = widgets.label("", "amount")
        self._left = widgets.row(gap=6)
        self._reopen = widgets.button(_("Reopen…"), "link", key="Alt+R", run=self.reopen.emit)
        side = widgets.boxed(
            widgets.column(
                None, widgets.row(widgets.label(_("Due"), "facts"), None, self._due, gap=10),
                widgets.row(self._left, None, self._reopen, gap=4), None, gap=4,
            )
        )  # fmt: skip
        line = widgets.row(self._stations, widgets.divider(52), side, gap=14, margins=(8, 9, 14, 9))
        line.setStretch(0, 1)
        self.setLayout(line)

    def show_period(self, shown: Overview, today: date) -> None:
        """Show where a period stands."""
        at = _REACHED[shown.status]
        if shown.frozen and shown.latest is not None:
            at = max(at, 3)
        made = []
        for number, (name, label) in enumerate(_STATIONS):
            day = shown.days.get(name)
            state: State = "done" if number <= at else "current" if number == at + 1 else "ahead"
            if number == len(_STATIONS) - 1 and shown.status == "returned":
                state = "stopped"
            made.append(widgets.Station(translate(label), f"{day:%m-%d}" if day and number <= at else "", state))
        self._stations.show_stations(made)
        self._due.setText(shown.due_on.isoformat() if shown.due_on else "—")
        widgets.clear(self._left)
        if shown.due_on and not shown.frozen:
            days = (shown.due_on - today).days
            late = days < 0
            words = _("{days} days late").format(days=-days) if late else _("{days} days left").format(days=days)
            self._left.addWidget(widgets.Chip(words, "danger" if late else "info", "clock"))
        self._reopen.setVisible(shown.frozen)


class PackageCard(QFrame):
    """The package that will be built, or was: its name, what is in it, who signs."""

    def __init__(self) -> None:
        super().__init__()
        widgets.dressed(self, "card")
        self._title = widgets.label("", "card-title")
        self._chip = widgets.row(gap=4)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self._boxes: dict[str, QCheckBox] = {}
        self._papers = QVBoxLayout()
        self._papers.setSpacing(0)
        self._choose = widgets.button(_("Papers that go along"), "link", "down", run=self._unfold)
        self._list = widgets.boxed(self._papers)
        self._list.hide()
        head = widgets.row(widgets.Picture("box", "accent", 18), self._title, None, self._chip, gap=8)
        body = widgets.column(
            head,
            self._grid,
            widgets.rule(),
            widgets.row(self._choose, None),
            self._list,
            gap=6,
            margins=(16, 10, 14, 10),
        )
        self.setLayout(body)

    def offer(self, reports: list[Report]) -> None:
        """The reports that may go along, all ticked."""
        for report in reports:
            box = QCheckBox(translate(report.label).replace("&", "&&"))
            box.setChecked(True)
            self._boxes[report.name] = box
            self._papers.addWidget(box)

    def wanted(self) -> frozenset[str] | None:
        """The reports that go along; None where nobody chose: all that have rows."""
        ticked = frozenset(name for name, box in self._boxes.items() if box.isChecked())
        return None if len(ticked) == len(self._boxes) else ticked

    def _unfold(self) -> None:
        self._list.setVisible(self._list.isHidden())

    def show_period(self, shown: Overview, fingerprint: str) -> None:
        """Show the package of a period."""
        made = shown.latest if shown.latest and shown.latest.status != "replaced" else None
        self._title.setText(_("Package") if made else _("Package (to be built)"))
        widgets.clear(self._chip)
        signed = (_("Signed"), "success") if made else (_("Not signed yet"), "neutral")
        self._chip.addWidget(widgets.Chip(signed[0], signed[1], "key"))  # type: ignore[arg-type]
        sequence = made.sequence if made else shown.next_sequence
        before = made.supersedes if made else (shown.latest.sequence if shown.latest else None)
        name = made.file_name if made else f"{shown.uscc or '…'}-{shown.period.text}-{sequence}.zip"
        contents = _("{tables} tables, {rows} rows").format(tables=shown.tables, rows=f"{shown.rows:,}")
        facts = (
            (_("File"), name), (_("Sequence"), f"{sequence}    {_('Replaces')} {before or '—'}"),
            (_("Park"), shown.operator), (_("Contents"), contents if shown.frozen else "—"),
            (_("Personal data"), _("identity and health never go along; phones are masked")),
            (_("Fingerprint"), fingerprint or _("made with the first package")),
        )  # fmt: skip
        widgets.clear(self._grid)
        for at, (label, text) in enumerate(facts):
            self._grid.addWidget(widgets.label(label, "facts"), at, 0)
            self._grid.addWidget(widgets.wrapped(text, "amount" if at == 0 else ""), at, 1)


class SentCard(QFrame):
    """The packages that were built, the latest first; below them what the zone says of the chosen one."""

    receipt = Signal()
    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        widgets.dressed(self, "card")
        take = widgets.button(_("Take in a receipt…"), "link", "import", "Alt+I", self.receipt.emit)
        head = widgets.row(widgets.label(_("Sent and answered"), "card-title"), None, take, margins=(16, 10, 8, 4))
        self._model = PlainModel([_("Sequence"), _("Period"), _("Built"), _("Replaces"), _("Answer")], rights=(0, 3))
        self.table = DeskTable()
        self.table.setModel(self._model)
        self.table.setAccessibleName(_("Sent and answered"))
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._tell())
        self.table.entered_row.connect(lambda index: self._open(index.row()))
        self._answer = widgets.column(gap=4, margins=(12, 4, 12, 10))
        body = widgets.column(head, self.table, self._answer, gap=0, margins=(1, 1, 1, 1))
        body.setStretch(1, 1)
        self.setLayout(body)
        self._rows: list[Package] = []
        self.follow: Callable[[Any], None] = lambda _reason: None
        """Opens the record that a reason names."""

    def show_period(self, shown: Overview) -> None:
        """Show the packages."""
        self._rows = list(shown.packages)
        rows = []
        for each in self._rows:
            option = PACKAGE_STATES.by_value[each.status]
            chip = Cell(translate(option.label), tone=option.tone, icon=option.icon, chip=True)
            built = each.built_at[5:16].replace("T", " ")
            before = Cell(str(each.supersedes) if each.supersedes else "—", "right", muted=not each.supersedes)
            rows.append((Cell(str(each.sequence), "right"), Cell(each.period), Cell(built), before, chip))
        self._model.fill(rows)
        for at, wide in enumerate((56, 84, 100, 56, 110)):
            self.table.setColumnWidth(at, wide)
        if rows:
            self.table.selectRow(0)
        self._tell()

    def _tell(self) -> None:
        widgets.clear(self._answer)
        chosen = self.table.chosen_rows()
        package = self._rows[chosen[0]] if len(chosen) == 1 and chosen[0] < len(self._rows) else None
        for reason in package.reasons if package else ():
            place = " ".join(part for part in (reason.rule, reason.record, reason.field) if part)
            words = f"{place}: {reason.text}" if place else reason.text
            way = _("Open") if reason.table and reason.record else ""
            self._answer.addWidget(widgets.Banner(words, "danger", way, partial(self.follow, reason)))

    def _open(self, row: int) -> None:
        self.chosen.emit(self._rows[row].uid)


def howto() -> QWidget:
    """How a package gets to the zone."""
    card = widgets.Card(_("How to send"))
    for number, words in enumerate(
        (
            _("Build the package: it is signed."),
            _("Hand the file to the zone: by mail, on a stick, as it asks."),
            _("Take in the receipt that the zone gives back."),
        ),
        1,
    ):
        card.body.addWidget(widgets.wrapped(f"{number}. {words}"))
    return card
