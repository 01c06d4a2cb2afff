"""The second step of issuing vouchers: every company with what it holds; those that are given one are ticked."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from incubator_desk.base.errors import Refused
from incubator_desk.base.i18n import N_, _, translate, translate_many
from incubator_desk.base.money import readable, to_yuan
from incubator_desk.catalog.kinds import Code, Money, Text
from incubator_desk.catalog.search import Index, folded
from incubator_desk.features.tenants.model import KINDS, SIZES, STATUSES
from incubator_desk.features.vouchers.rules.issuing import HOLDS
from incubator_desk.features.vouchers.service import issuing
from incubator_desk.features.vouchers.service.issuing import Company, Seen
from incubator_desk.qtkit import fonts, widgets
from incubator_desk.qtkit.cells import Cell, cell_of
from incubator_desk.qtkit.delegate import DeskTable
from incubator_desk.qtkit.screen import Context
from incubator_desk.qtkit.table import PlainModel
from incubator_desk.qtkit.widths import Widths

from . import verdicts

_HEADINGS = (
    N_("Company"), N_("Code"), N_("Kind"), N_("Status"), N_("Size"), N_("Vouchers"), N_("Holds"), N_("Verdict"),
    N_("Reason"),
)  # fmt: skip
_NAME, _RIGHTS = 0, (5, 6)
_CHIPS = _ALL, _SERVED, _NOTED, _REFUSED = "all", "served", "noted", "refused"


class CompanyPage(QWidget):
    """Chips, table, and below it what the ticks come to."""

    changed = Signal()

    def __init__(self, context: Context, state: dict[str, Any]) -> None:
        super().__init__()
        self._context, self._state = context, state
        self.seen: Seen | None = None
        self._shown: list[Company] = []
        self._index = Index([])
        self.chips = widgets.ChipRow()
        self.chips.chosen.connect(self._choose_chip)
        self.search = widgets.SearchField(_("Name, pinyin initials or code"))
        self.search.setFixedWidth(fonts.widened(230))
        self.search.textChanged.connect(lambda _text: self._narrow())
        self.search.returnPressed.connect(self.focus_first)
        export = widgets.button(_("Export list"), "flat", "export", "Ctrl+E", self.export)
        if context.write_list is None:
            export.hide()
        self._model = PlainModel([translate(heading) for heading in _HEADINGS], rights=_RIGHTS)
        self.table = DeskTable()
        self.table.setModel(self._model)
        self.table.setAccessibleName(_("Companies and whether they may have a voucher"))
        self.table.ticked.connect(lambda index: self._tick(index.row()))
        self._widths = Widths(self.table, words=_NAME, narrowest=204)
        self._sums = widgets.row(gap=6)
        bar = widgets.row(self.chips, None, self.search, export, gap=8, margins=(10, 9, 10, 9))
        foot = widgets.boxed(widgets.row(self._sums, margins=(12, 6, 12, 6)), "foot")
        card = widgets.card(widgets.column(bar, self.table, foot, gap=0, margins=(1, 1, 1, 1)))
        self.setLayout(widgets.column(card, margins=(16, 0, 16, 12)))
        widgets.action(self.table, _("Tick all"), "Ctrl+Shift+A", self.tick_all)

    # what is shown ----------------------------------------------------------------------------------------------------

    def show_seen(self, seen: Seen) -> None:
        """Show the companies; what was ticked or not before stays so where it still can be."""
        self.seen = seen
        self._index = Index([folded(f"{each.code} {each.name} {each.keys}") for each in seen.companies])
        counts = {chip: sum(_stands(each, chip) for each in seen.companies) for chip in _CHIPS}
        labels = dict(zip(_CHIPS, (_("All"), _("May have one"), _("With a reminder"), _("Not entitled")), strict=True))
        self.chips.fill([(chip, f"{labels[chip]} {counts[chip]:,}") for chip in _CHIPS], self._state["chip"])
        self._narrow()

    def _choose_chip(self, chip: str) -> None:
        self._state["chip"] = chip
        self._narrow()

    def _narrow(self) -> None:
        if self.seen is None:
            return
        hits = (self.seen.companies[at] for at in self._index.find(self.search.text()))
        before = self._current()
        self._shown = [each for each in hits if _stands(each, self._state["chip"])]
        self._model.fill([self._cells(each) for each in self._shown])
        if self._shown:
            self.table.selectRow(next((n for n, each in enumerate(self._shown) if each.uid == before), 0))
        QTimer.singleShot(0, self, self._widths.settle)
        self.changed.emit()

    def _current(self) -> str | None:
        at = self.table.currentIndex().row()
        return self._shown[at].uid if 0 <= at < len(self._shown) else None

    def _cells(self, each: Company) -> list[Cell]:
        mine, able = each.candidate, each.judgement.entitled
        size = Cell(SIZES.show(mine.size)) if mine.size else Cell(_("not entered"), muted=True)
        held = sum(voucher.status in HOLDS for voucher in mine.held)
        return [
            Cell(each.name, checked=self._is_ticked(each), muted=not able), Cell(each.code, muted=True),
            Cell(KINDS.show(mine.kind)), cell_of(STATUSES, mine.status), size,
            Cell(f"{held:,}", "right", muted=not held), Cell(readable(mine.holds), "right", muted=not mine.holds),
            verdicts.verdict(each), Cell(verdicts.reason(each)),
        ]  # fmt: skip

    # what is ticked ---------------------------------------------------------------------------------------------------

    def ticked(self) -> list[Company]:
        """The companies that are given a voucher."""
        return [each for each in self.seen.companies if self._is_ticked(each)] if self.seen else []

    def _is_ticked(self, each: Company) -> bool:
        """Those that may have one are ticked unless the user says otherwise, or they have one already."""
        chosen: bool = self._state["ticks"].get(each.uid, not each.judgement.notes)
        return chosen and each.judgement.entitled

    def _tick(self, row: int) -> None:
        """Tick the chosen rows together, or take their ticks away, as the first of them then stands."""
        each = self._shown[row]
        if not each.judgement.entitled:
            self._context.tell(f"{each.name}  {verdicts.reason(each)}", "warning", undoable=False)
            return
        rows = self.table.chosen_rows()
        self._set_ticks(rows if row in rows else [row], on=not self._is_ticked(each))

    def tick_all(self) -> None:
        """Tick all that are listed, or none where all of them are."""
        able = [at for at, each in enumerate(self._shown) if each.judgement.entitled]
        self._set_ticks(able, on=not all(self._is_ticked(self._shown[at]) for at in able))

    def _set_ticks(self, rows: Sequence[int], *, on: bool) -> None:
        for at in rows:
            self._state["ticks"][self._shown[at].uid] = on
            self._model.replace(at, self._cells(self._shown[at]))
        self.changed.emit()

    def codes(self, pattern: str) -> tuple[list[str], str]:
        """The codes that the vouchers would have, or none and what is wrong with the pattern."""
        assert self.seen is not None
        office, count = self._context.office, len(self.ticked())
        try:
            with office.reading() as session:
                return issuing.codes(session, office.actor.operator, self.seen.offered, pattern, count), ""
        except Refused as refused:
            return [], refused.problems[0].text()

    def tell_sums(self, codes: Sequence[str]) -> None:
        """What the ticks come to: how many, their codes, their face values, the programme's money."""
        widgets.clear(self._sums)
        count = len(self.ticked())
        text = translate_many("{count} company ticked", "{count} companies ticked", count)
        self._sums.addWidget(widgets.label(text, "caption"))
        if codes:
            self._sums.addWidget(widgets.label(verdicts.codes(codes), "caption"))
        self._sums.addStretch(1)
        if self.seen is None:
            return
        for caption, fen, tone in verdicts.sums(self.seen.money(count)):
            self._sums.addWidget(widgets.label(caption, "caption"))
            self._sums.addWidget(widgets.label(readable(fen), "amount", tone))
            self._sums.addSpacing(8)

    def focus_first(self) -> None:
        """Put the cursor where one begins."""
        self.table.setFocus()

    # the list as a workbook -------------------------------------------------------------------------------------------

    def export(self) -> None:
        """Ask for a place and save the list as it is shown."""
        if self.seen is None:
            return
        name = f"{self.seen.offered.code} {self.seen.on}.xlsx"
        chosen, _kind = QFileDialog.getSaveFileName(self, _("Export list"), name, "Excel (*.xlsx)")
        if chosen:
            self.save_list(Path(chosen))

    def save_list(self, out: Path) -> None:
        """Write the companies shown with what they hold and the verdicts."""
        write, seen = self._context.write_list, self.seen
        assert write is not None
        assert seen is not None
        formats = [Text().number_format, Code().number_format, "@", "@", "@", "0", Money().number_format, "@", "@"]
        rows = [_exported(each, cells) for each, cells in zip(self._shown, self._model.rows, strict=True)]
        write(out, seen.offered.title, self._model.headings, formats, rows)
        self._context.tell(_("Saved: {file}").format(file=out), undoable=False)


def _stands(each: Company, chip: str) -> bool:
    served = each.judgement.entitled
    return {_ALL: True, _SERVED: served, _NOTED: served and bool(each.judgement.notes), _REFUSED: not served}[chip]


def _exported(each: Company, cells: Sequence[Cell]) -> list[Any]:
    texts: list[Any] = [cell.text for cell in cells]
    texts[_RIGHTS[0]], texts[_RIGHTS[1]] = int(texts[_RIGHTS[0]].replace(",", "")), to_yuan(each.candidate.holds)
    return texts
