"""The third step of applying a policy: every lease with what the policy does to it; those to apply it to are ticked."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QSplitter, QWidget

from incubator_desk.base.i18n import _, translate_many
from incubator_desk.base.money import readable, to_yuan
from incubator_desk.catalog.kinds import Code, Money, Text
from incubator_desk.catalog.search import Index, folded
from incubator_desk.features.rent.rules import DEFERRALS
from incubator_desk.features.rent.screen.lines import amount
from incubator_desk.features.rent.service.previewing import Preview, Previewed
from incubator_desk.qtkit import fonts, widgets
from incubator_desk.qtkit.cells import Cell
from incubator_desk.qtkit.delegate import DeskTable
from incubator_desk.qtkit.screen import Context
from incubator_desk.qtkit.table import PlainModel
from incubator_desk.qtkit.widths import Widths

from . import verdicts
from .effect_panel import EffectPanel

_WIDE, _PANEL, _PANEL_SLIM = 1340, 384, 356
_NAME, _REASON, _LEAST = 0, 7, 204
_RIGHTS = (2, 3, 4, 5)
_ALL, _SERVED, _REMARKS, _REFUSED = "all", "served", "remarks", "refused"


class PreviewPage(QWidget):
    """The preview: chips, table, sums of what is ticked, one lease beside it."""

    changed = Signal()

    def __init__(self, context: Context, state: dict[str, Any]) -> None:
        super().__init__()
        self._context, self._state = context, state
        self.seen: Preview | None = None
        self._shown: list[Previewed] = []
        self._index = Index([])
        self.chips = widgets.ChipRow()
        self.chips.chosen.connect(self._choose_chip)
        self.search = widgets.SearchField(_("Name, pinyin initials or code"))
        self.search.setMaximumWidth(200)
        self.search.textChanged.connect(lambda _text: self._narrow())
        export = widgets.button(_("Export list"), "flat", "export", "Ctrl+E", self.export)
        if context.write_list is None:
            export.hide()
        self._model = PlainModel([])
        self.panel = EffectPanel()
        self.table = DeskTable()
        self.table.setAccessibleName(_("What the policy does to each lease"))
        self.table.ticked.connect(lambda index: self._tick(index.row()))
        self.table.entered_row.connect(lambda _index: self.panel.focus_first())
        self._widths = Widths(self.table, words=_REASON)
        self._sums = widgets.row(gap=6)
        self.panel.closed.connect(lambda: self.show_panel(on=False))
        bar = widgets.row(self.chips, None, self.search, export, gap=8, margins=(10, 9, 10, 9))
        foot = widgets.boxed(widgets.row(self._sums, margins=(12, 6, 12, 6)), "foot")
        card = widgets.card(widgets.column(bar, self.table, foot, gap=0, margins=(1, 1, 1, 1)))
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(widgets.boxed(widgets.column(card, margins=(16, 0, 12, 12))))
        self.splitter.addWidget(self.panel)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.splitterMoved.connect(lambda *_: context.remember("panel/apply", self.splitter.sizes()[1]))
        self.setLayout(widgets.column(self.splitter, gap=0))
        widgets.action(self.table, _("Tick all"), "Ctrl+Shift+A", self.tick_all)

    # what is shown ----------------------------------------------------------------------------------------------------

    def show_preview(self, seen: Preview) -> None:
        """Show a preview; what was ticked or not before stays so where it still can be."""
        self.seen = seen
        offer = seen.terms.offer
        headings = [
            _("Company"), _("Lease"), _("Charged"), verdicts.relief_heading(offer), _("Payable"),
            verdicts.money_heading(offer), _("Verdict"), _("Reason"),
        ]  # fmt: skip
        self._model = PlainModel(headings, rights=_RIGHTS)
        self.table.setModel(self._model)
        self.table.selectionModel().currentRowChanged.connect(lambda index, _old: self._look_at(index.row()))
        texts = [folded(f"{each.subject.code} {each.subject.name} {each.subject.keys}") for each in seen.leases]
        self._index = Index(texts)
        self._fill_chips(seen.leases)
        self._narrow()

    def _fill_chips(self, leases: Sequence[Previewed]) -> None:
        counts = {chip: sum(_stands(each, chip) for each in leases) for chip in _CHIPS}
        labels = dict(zip(_CHIPS, (_("All"), _("Applies"), _("With a reminder"), _("Not entitled")), strict=True))
        self.chips.fill([(chip, f"{labels[chip]} {counts[chip]:,}") for chip in _CHIPS], self._state["chip"])

    def _choose_chip(self, chip: str) -> None:
        self._state["chip"] = chip
        self._narrow()

    def _narrow(self) -> None:
        if self.seen is None:
            return
        hits = (self.seen.leases[at] for at in self._index.find(self.search.text()))
        self._shown = [each for each in hits if _stands(each, self._state["chip"])]
        self._model.fill([self._cells(each) for each in self._shown])
        at = next((n for n, each in enumerate(self._shown) if each.subject.uid == self._state["lease"]), 0)
        if self._shown:
            self.table.selectRow(at)
        else:
            self.panel.clear()
        QTimer.singleShot(0, self, self._settle)
        self._tell()

    def _cells(self, each: Previewed) -> list[Cell]:
        made, reason = each.effect, verdicts.reason(each)
        head = [
            Cell(each.subject.name, checked=self._is_ticked(each), muted=made is None),
            Cell(each.subject.code, muted=made is None), amount(each.charged.gross),
        ]  # fmt: skip
        if made is None:
            nothing = Cell("—", "right", muted=True)
            return [*head, nothing, nothing, nothing, verdicts.verdict(each), Cell(reason)]
        deferring = made.relief.kind in DEFERRALS
        granted = amount(made.granted, "deferred" if deferring else "success")
        moved = amount(made.owed or made.freed, "warning" if made.owed else None)
        return [*head, granted, amount(made.payable), moved, verdicts.verdict(each), Cell(reason)]

    def _look_at(self, row: int) -> None:
        if 0 <= row < len(self._shown):
            self._state["lease"] = self._shown[row].subject.uid
            self.panel.show_lease(self._shown[row])

    # what is ticked ---------------------------------------------------------------------------------------------------

    def ticked(self) -> list[Previewed]:
        """The leases to which the policy is applied."""
        return [each for each in self.seen.leases if self._is_ticked(each)] if self.seen else []

    def _is_ticked(self, each: Previewed) -> bool:
        """Those served are ticked unless the user says otherwise, or there is nothing to relieve."""
        chosen: bool = self._state["ticks"].get(each.subject.uid, not each.idle)
        return chosen and each.judgement.entitled

    def _tick(self, row: int) -> None:
        """Tick the chosen rows together, or take their ticks away, as the first of them then stands."""
        each = self._shown[row]
        if not each.judgement.entitled:
            self._context.tell(f"{each.subject.code}  {verdicts.reason(each)}", "warning", undoable=False)
            return
        rows = self.table.chosen_rows()
        self._set_ticks(rows if row in rows else [row], on=not self._is_ticked(each))

    def tick_all(self) -> None:
        """Tick all that are listed, or none where all of them are."""
        able = [at for at, each in enumerate(self._shown) if each.judgement.entitled]
        self._set_ticks(able, on=not all(self._is_ticked(self._shown[at]) for at in able))

    def _set_ticks(self, rows: Sequence[int], *, on: bool) -> None:
        for at in rows:
            self._state["ticks"][self._shown[at].subject.uid] = on
            self._model.replace(at, self._cells(self._shown[at]))
        self._tell()

    def _tell(self) -> None:
        """The sums of what is ticked."""
        widgets.clear(self._sums)
        ticked = self.ticked()
        made = [each.effect for each in ticked if each.effect]
        count = translate_many("{count} lease ticked", "{count} leases ticked", len(ticked))
        self._sums.addWidget(widgets.label(count, "caption"))
        self._sums.addStretch(1)
        offer = self.seen.terms.offer if self.seen else None
        if offer is not None:
            for text, fen, colour in verdicts.sums(offer, made):
                self._sums.addWidget(widgets.label(text, "caption"))
                self._sums.addWidget(widgets.label(readable(fen), "amount", colour))
                self._sums.addSpacing(8)
        self.changed.emit()

    # going about ------------------------------------------------------------------------------------------------------

    def focus_first(self) -> None:
        """Put the cursor where one begins."""
        self.table.setFocus()

    def show_panel(self, *, on: bool) -> None:
        """Show or close the panel beside the table."""
        self.panel.setVisible(on)
        if not on:
            self.table.setFocus()
        QTimer.singleShot(0, self, self._settle)

    def other_pane(self) -> None:
        """From the table into the panel, and back."""
        inside = self.focusWidget() is not None and self.panel.isAncestorOf(self.focusWidget())
        if inside:
            self.table.setFocus()
        else:
            self.show_panel(on=True)
            self.panel.focus_first()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        inside = self.focusWidget() is not None and self.panel.isAncestorOf(self.focusWidget())
        if event.key() == Qt.Key.Key_Escape and inside:
            self.table.setFocus()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            usual = _PANEL if self.width() > _WIDE else _PANEL_SLIM
            wide = self._context.recall("panel/apply", usual)
            self.splitter.setSizes([self.width() - wide, wide])
        QTimer.singleShot(0, self, self._settle)

    def _settle(self) -> None:
        """Reasons are read before the ends of the longest names."""
        self._widths.settle()
        name, reason = self.table.columnWidth(_NAME), self.table.columnWidth(_REASON)
        given = min(self.table.sizeHintForColumn(_REASON) - reason, name - fonts.widened(_LEAST))
        if given > 0:
            self.table.setColumnWidth(_NAME, name - given)

    # the list as a workbook -------------------------------------------------------------------------------------------

    def export(self) -> None:
        """Ask for a place and save the list as it is shown."""
        if self.seen is None:
            return
        name = f"{self.seen.terms.offer.policy} {self.seen.on}.xlsx"
        chosen, _kind = QFileDialog.getSaveFileName(self, _("Export list"), name, "Excel (*.xlsx)")
        if chosen:
            self.save_list(Path(chosen))

    def save_list(self, out: Path) -> None:
        """Write the leases shown with their figures and verdicts."""
        write, seen = self._context.write_list, self.seen
        assert write is not None
        assert seen is not None
        formats = [Text().number_format, Code().number_format, *[Money().number_format] * 4, "@", "@"]
        rows = [_exported(each) for each in self._shown]
        write(out, seen.terms.title, self._model.headings, formats, rows)
        self._context.tell(_("Saved: {file}").format(file=out), undoable=False)


_CHIPS = (_ALL, _SERVED, _REMARKS, _REFUSED)


def _stands(each: Previewed, chip: str) -> bool:
    served = each.judgement.entitled
    return {_ALL: True, _SERVED: served, _REMARKS: served and each.remarks, _REFUSED: not served}[chip]


def _exported(each: Previewed) -> list[Any]:
    made = each.effect
    figures = (made.granted, made.payable, made.owed or made.freed) if made else (None, None, None)
    head = [each.subject.name, each.subject.code, to_yuan(each.charged.gross)]
    amounts = [None if fen is None else to_yuan(fen) for fen in figures]
    return [*head, *amounts, verdicts.verdict(each).text, verdicts.reason(each)]
