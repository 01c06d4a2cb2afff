"""A landlord's grant on screen: who rents under its head lease, what of it reaches them, and what leaks."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout

from incubator_desk.base.i18n import N_, _, translate, translate_many
from incubator_desk.base.money import readable
from incubator_desk.catalog.kinds import Area, Percent, Tone
from incubator_desk.features.rent.flow import RELIEF_FLOW
from incubator_desk.features.rent.screen.ends.closing import verdict
from incubator_desk.features.rent.service import sublease
from incubator_desk.features.rent.service.sublease import Passing, Share
from incubator_desk.qtkit import widgets
from incubator_desk.qtkit.cells import Cell
from incubator_desk.qtkit.delegate import DeskTable
from incubator_desk.qtkit.screen import Context, Screen
from incubator_desk.qtkit.table import PlainModel
from incubator_desk.qtkit.tokens import COMPACT_ROW, ROW
from incubator_desk.qtkit.totals import TotalsRow
from incubator_desk.qtkit.widths import Widths

from .lines import amount, span

_HEADINGS = (
    N_("Lease"), N_("Company"), N_("Area (m²)"), N_("Share"), N_("Case"), N_("Status"), N_("Granted"), N_("Leakage"),
)  # fmt: skip
_RIGHTS = (2, 3, 6, 7)
_NAME = 1
_LOW = 620


class PassingOnScreen(Screen):
    """One upstream grant."""

    name = "passing_on"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._state: dict[str, Any] = context.memory.setdefault("passing_on", {"uid": None})
        self.found: Passing | None = None
        self._title = widgets.wrapped("", "card-title")
        self._terms = widgets.wrapped("", "facts")
        self._tiles = widgets.row(gap=8)
        self._model = PlainModel([translate(heading) for heading in _HEADINGS], rights=_RIGHTS)
        self.table = DeskTable()
        self.table.setModel(self._model)
        self.table.setAccessibleName(_("Leases under the head lease"))
        self.table.entered_row.connect(lambda index: self._enter(index.row()))
        self._totals = TotalsRow(self.table)
        nothing = _("No room of this head lease is let within the grant's term.")
        self._nobody = widgets.EmptyState(
            "key", nothing, link=_("Premises"), follow=lambda: context.go("premises", None)
        )
        self._nobody.cover(self.table.viewport())
        self._widths = Widths(self.table, self._wanted, words=_NAME)
        self._hint = widgets.Note()
        self.apply = widgets.button("", "primary", "check", run=self.pass_on)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            widgets.action(self, _("Pass on"), key, self.pass_on)
        self._build()
        if self._state["uid"] is None:
            self._fill()

    def _build(self) -> None:
        head = widgets.card(widgets.column(self._title, self._terms, gap=4, margins=(16, 11, 16, 11)))
        title = widgets.row(
            widgets.label(_("Leases under the head lease"), "card-title"), None,
            widgets.label(_("by area and days of the term"), "caption"), margins=(12, 8, 12, 6),
        )  # fmt: skip
        table = widgets.card(widgets.column(title, self.table, self._totals, gap=0, margins=(1, 1, 1, 1)))
        middle = widgets.column(head, self._tiles, table, gap=10, margins=(16, 0, 16, 12))
        middle.setStretch(2, 1)
        foot = widgets.row(self._hint, self.apply, gap=12, margins=(16, 9, 16, 9))
        foot.setStretch(0, 1)
        whole = widgets.column(middle, widgets.boxed(foot, "foot"), gap=0)
        whole.setStretch(0, 1)
        self.setLayout(whole)

    # what the window asks ---------------------------------------------------------------------------------------------

    def title(self) -> str:
        return _("Pass on {grant}").format(grant=self.found.code) if self.found else _("Pass on")

    def crumbs(self) -> tuple[tuple[str, str], ...]:
        return ((_("Upstream grants"), "upstream_grants"),)

    def facts(self) -> str:
        return self.found.landlord if self.found else ""

    def fill_actions(self, place: QHBoxLayout) -> None:
        place.addWidget(widgets.button(_("The grant"), "", "document", "Alt+G", self._to_grant))

    def hints(self) -> tuple[tuple[str, str], ...]:
        return (("Enter", _("Open the case")), ("Ctrl+Enter", _("Pass on")), ("Alt+G", _("The grant")))

    def open(self, uid: str) -> None:
        self._state["uid"] = uid
        self._fill()
        self.table.setFocus()
        if self._model.rowCount():
            self.table.selectRow(0)

    def refresh(self, changed: Mapping[str, set[str]]) -> None:
        del changed  # leases, rooms, cases and money of several registers stand here
        row = self.table.currentIndex().row()
        self._fill()
        if 0 <= row < self._model.rowCount():
            self.table.selectRow(row)

    def _to_grant(self) -> None:
        self.context.go("upstream_grants", self._state["uid"])

    # what is shown ----------------------------------------------------------------------------------------------------

    def _fill(self) -> None:
        office, uid = self.context.office, self._state["uid"]
        self.found = None
        with office.reading() as session:
            if uid:
                passings = sublease.passings(session, office.actor.operator, [uid], self.context.today())
                self.found = passings.get(uid)
        widgets.clear(self._tiles)
        if self.found is None:
            self._title.setText(_("Choose a grant in the list of upstream grants."))
            self._terms.setText("")
            self._model.fill([])
            self._totals.fill([])
        else:
            self._show(self.found)
        self._nobody.setVisible(self.found is not None and not self.found.shares)
        self._tell_step(self.found)
        self.title_changed.emit()

    def _show(self, found: Passing) -> None:
        heading = _("Head lease {code}  {landlord}").format(code=found.head_lease, landlord=found.landlord)
        self._title.setText(heading)
        parts = (
            found.contract_no, f"{Area().show(found.area)} ㎡",
            _("granted on {day} for {term}").format(day=found.granted_on, term=span(found.starts_on, found.ends_on)),
            found.policy, _("passed on: {percent}").format(percent=Percent().show(found.percent)),
        )  # fmt: skip
        self._terms.setText("    ".join(part for part in parts if part))
        let = _area(found.shares)
        for caption, fen, note in (
            (_("Granted upstream"), found.amount, _("by the landlord, in all")),
            (_("To be passed on"), found.attributable, _("on {area} ㎡ let").format(area=Area().show(let))),
            (_("Passed on"), found.passed_on, _("what reaches the lessees")),
        ):
            self._tiles.addWidget(widgets.FigureCard(caption, readable(fen), _("CNY"), note), 1)
        short = sum(share.leakage > 0 for share in found.shares)
        note = _("Everything reaches the lessees")
        if short:
            note = translate_many(
                "{count} lease gets less than its share", "{count} leases get less than their share", short
            )
        tone: Tone = "danger" if short else "success"
        self._tiles.addWidget(verdict(_("Leakage"), found.leakage, note, tone), 1)
        self._model.fill([_cells(share) for share in found.shares])
        self._totals.fill(_total(found.shares))
        self._widths.settle()

    def _tell_step(self, found: Passing | None) -> None:
        count = len(found.open) if found else 0
        words = _("Pass on")
        if count:
            words = translate_many("Pass on to {count} lease", "Pass on to {count} leases", count)
        self.apply.setText(words + "  Ctrl+Enter")
        self.apply.setAccessibleName(words)
        self.apply.setEnabled(bool(count))
        if not count:
            done = found is not None and found.shares
            self._hint.tell(_("Every lease has a case with its share.") if done else "", "success" if done else None)
            return
        self._hint.tell(_("{what}. It is one step, which Ctrl+Z takes back.").format(what=_what(found)), "info", "info")

    def _wanted(self) -> list[int]:
        return [self._totals.wanted_width(at) for at in range(len(_HEADINGS))]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.table.set_row_height(COMPACT_ROW if self.height() < _LOW else ROW)

    # doing it ---------------------------------------------------------------------------------------------------------

    def _enter(self, row: int) -> None:
        """Open the case of a lease, or the lease where it has none."""
        if self.found is None or not 0 <= row < len(self.found.shares):
            return
        share = self.found.shares[row]
        if share.cases:
            self.context.go("reliefs", share.cases[0].uid)
        else:
            self.context.go("leases", share.lease)

    def pass_on(self) -> None:
        """Make the missing cases and enter the shares, as one step."""
        found, office = self.found, self.context.office
        if found is None or not found.open:
            return
        counts: list[int] = []

        def work() -> None:
            with office.writing(sublease.PASS_ON, grant=found.code) as step:
                counts.append(sublease.pass_on(step, office.features.registers, found.grant, self.context.today()))

        if self.context.attempt(work):
            self.refresh({})
            done = translate_many("Passed on to {count} lease", "Passed on to {count} leases", counts[0])
            self.context.tell(done)


def _what(found: Passing | None) -> str:
    """What the step will enter."""
    shares = found.open if found else ()
    missing = sum(not share.cases for share in shares)
    others = sum(len(share.cases) for share in shares)
    parts = []
    if missing:
        parts.append(translate_many("{count} draft to be made", "{count} drafts to be made", missing))
    if others:
        parts.append(
            translate_many("{count} case gets its share entered", "{count} cases get their share entered", others)
        )
    return _(", ").join(parts)


def _area(shares: Sequence[Share]) -> Decimal:
    return sum((share.area for share in shares), Decimal(0))


def _cells(share: Share) -> list[Cell]:
    codes = _(", ").join(case.code for case in share.cases)
    return [
        Cell(share.code), Cell(share.tenant_name), Cell(Area().show(share.area), "right"), amount(share.share),
        Cell(codes or _("none yet"), muted=not codes), _status(share), amount(share.granted, "success"), _leak(share),
    ]  # fmt: skip


def _status(share: Share) -> Cell:
    if not share.cases:
        return Cell(_("To be made"), tone="warning", icon="plus", chip=True)
    option = RELIEF_FLOW.kind.by_value[share.cases[0].status]
    return Cell(translate(option.label), tone=option.tone or "neutral", icon=option.icon, chip=True)


def _leak(share: Share) -> Cell:
    if share.leakage:
        return Cell(readable(share.leakage), "right", "danger", icon="warning", bold=True)
    return Cell(readable(0), "right", "success", icon="check-circle")


def _total(shares: Sequence[Share]) -> list[Cell]:
    words = translate_many("Total ({count} lease)", "Total ({count} leases)", len(shares))
    area = Area().show(_area(shares)) if shares else ""
    sums = (sum(getattr(share, name) for share in shares) for name in ("share", "granted", "leakage"))
    share, granted, leakage = (Cell(readable(fen), "right", bold=True) for fen in sums)
    return [Cell(), Cell(words, bold=True), Cell(area, "right", bold=True), share, Cell(), Cell(), granted, leakage]
