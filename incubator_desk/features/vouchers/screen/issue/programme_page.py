"""The first step of issuing vouchers: of which programme."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from incubator_desk.base.i18n import N_, _, translate
from incubator_desk.base.money import readable
from incubator_desk.catalog.search import Index, folded, keys
from incubator_desk.features.vouchers.service.issuing import Offered, listed
from incubator_desk.qtkit import widgets
from incubator_desk.qtkit.cells import Cell
from incubator_desk.qtkit.delegate import DeskTable
from incubator_desk.qtkit.screen import Context
from incubator_desk.qtkit.table import PlainModel
from incubator_desk.qtkit.widths import Widths

from . import verdicts

_HEADINGS = (
    N_("Code"), N_("Title"), N_("Document no."), N_("State"), N_("Rate"), N_("Use by"), N_("Redeem by"), N_("Issued"),
    N_("Face values"), N_("Budget"),
)  # fmt: skip
_TITLE, _RIGHTS = 1, (4, 7, 8, 9)


class ProgrammePage(QWidget):
    """The programmes, those whose vouchers can be used on the day first."""

    chosen = Signal(str)

    def __init__(self, context: Context, state: dict[str, Any]) -> None:
        super().__init__()
        self._context, self._state = context, state
        self._all: Sequence[Offered] = ()
        self._shown: list[Offered] = []
        self._index = Index([])
        self.search = widgets.SearchField(_("Title, pinyin initials, document no. or code"))
        self.search.setMaximumWidth(360)
        self.search.textChanged.connect(lambda _text: self._narrow())
        self.search.installEventFilter(self)
        self._model = PlainModel([translate(heading) for heading in _HEADINGS], rights=_RIGHTS)
        self.table = DeskTable()
        self.table.setModel(self._model)
        self.table.setAccessibleName(_("Voucher programmes"))
        self.table.entered_row.connect(lambda _index: self.choose())
        none = _("There is no programme yet. Whoever issues vouchers enters one first.")
        self._none = widgets.EmptyState("document", none, _("New voucher programme"), self._enter_one)
        self._none.cover(self.table)
        self._widths = Widths(self.table, words=_TITLE)
        bar = widgets.row(self.search, None, margins=(10, 9, 10, 9))
        bar.setStretch(0, 1)
        card = widgets.card(widgets.column(bar, self.table, gap=0, margins=(1, 1, 1, 1)))
        self.setLayout(widgets.column(card, margins=(16, 0, 16, 12)))

    def load(self) -> None:
        """Read the programmes as they are on the day."""
        office = self._context.office
        with office.reading() as session:
            self._all = listed(session, office.actor.operator, self._on())
        texts = [folded(f"{p.code} {p.title} {p.document_no or ''} {keys(p.title)}") for p in self._all]
        self._index = Index(texts)
        self._none.setVisible(not self._all)
        self._narrow()

    def _on(self) -> Any:
        return self._state["on"] or self._context.today()

    def _narrow(self) -> None:
        self._shown = [self._all[at] for at in self._index.find(self.search.text())]
        self._model.fill([self._cells(each) for each in self._shown])
        at = next((n for n, each in enumerate(self._shown) if each.uid == self._state["uid"]), 0)
        if self._shown:
            self.table.selectRow(at)
        QTimer.singleShot(0, self, self._widths.settle)

    def _cells(self, each: Offered) -> list[Cell]:
        over = each.state(self._on()) == "over"
        state = (_("Ended"), "neutral", "minus-circle") if over else (_("Open now"), "success", "check-circle")
        budget = each.terms.budget
        return [
            Cell(each.code, muted=True), Cell(each.title, muted=over), Cell(each.document_no or ""),
            Cell(state[0], tone=state[1], icon=state[2], chip=True), Cell(verdicts.pays(each), "right"),  # type: ignore[arg-type]
            Cell(f"{each.terms.use_by}"), Cell(f"{each.redeem_by}"), Cell(f"{each.vouchers:,}", "right"),
            Cell(readable(each.out), "right"), Cell("" if budget is None else readable(budget), "right"),
        ]  # fmt: skip

    def choose(self) -> None:
        """Go on with the programme that is selected."""
        at = self.table.currentIndex().row()
        if 0 <= at < len(self._shown):
            self.chosen.emit(self._shown[at].uid)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to choose."""
        return not self._shown

    def _enter_one(self) -> None:
        self._context.memory["given"] = {}
        self._context.go("voucher_programmes", None)

    def focus_first(self) -> None:
        """Put the cursor where one begins."""
        self.table.setFocus()

    def eventFilter(self, watched: Any, event: QEvent) -> bool:
        down = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in down:
            self.table.setFocus()
            return True
        return super().eventFilter(watched, event)
