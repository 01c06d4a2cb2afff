"""The first step of applying a policy: which one."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from incubator_desk.base.i18n import N_, _, translate
from incubator_desk.catalog.search import Index, folded, keys
from incubator_desk.features.rent.service.offers import NO_TERMS, Listed, listed
from incubator_desk.qtkit import widgets
from incubator_desk.qtkit.cells import Cell
from incubator_desk.qtkit.delegate import DeskTable
from incubator_desk.qtkit.screen import Context
from incubator_desk.qtkit.table import PlainModel
from incubator_desk.qtkit.widths import Widths

from . import verdicts

_HEADINGS = (
    N_("Code"), N_("Title"), N_("Document no."), N_("State"), N_("Grants"), N_("Relief term"), N_("Applications"),
    N_("Cases so far"),
)  # fmt: skip
_STATES = {
    "open": (N_("Open now"), "success", "check-circle"),
    "early": (N_("Not yet"), "info", "clock"),
    "late": (N_("Closed"), "neutral", "minus-circle"),
    "blank": (N_("No terms"), "warning", "warning"),
}
_TITLE, _CASES = 1, 7


class PolicyPage(QWidget):
    """The policies, those that take applications on the day first."""

    chosen = Signal(str)

    def __init__(self, context: Context, state: dict[str, Any]) -> None:
        super().__init__()
        self._context, self._state = context, state
        self._all: Sequence[Listed] = ()
        self._shown: list[Listed] = []
        self._index = Index([])
        self.search = widgets.SearchField(_("Title, pinyin initials, document no. or code"))
        self.search.setMaximumWidth(360)
        self.search.textChanged.connect(lambda _text: self._narrow())
        self.search.installEventFilter(self)
        self._model = PlainModel([translate(heading) for heading in _HEADINGS], rights=(_CASES,))
        self.table = DeskTable()
        self.table.setModel(self._model)
        self.table.setAccessibleName(_("Policies"))
        self.table.entered_row.connect(lambda _index: self.choose())
        self._widths = Widths(self.table, words=_TITLE)
        bar = widgets.row(self.search, None, margins=(10, 9, 10, 9))
        bar.setStretch(0, 1)
        card = widgets.card(widgets.column(bar, self.table, gap=0, margins=(1, 1, 1, 1)))
        self.setLayout(widgets.column(card, margins=(16, 0, 16, 12)))

    def load(self) -> None:
        """Read the policies as they are on the day."""
        office = self._context.office
        with office.reading() as session:
            self._all = listed(session, office.actor.operator, self._state["on"] or self._context.today())
        texts = [folded(f"{p.code} {p.title} {p.document_no or ''} {keys(p.title)}") for p in self._all]
        self._index = Index(texts)
        self._narrow()

    def _narrow(self) -> None:
        self._shown = [self._all[at] for at in self._index.find(self.search.text())]
        self._model.fill([_cells(policy) for policy in self._shown])
        at = next((n for n, policy in enumerate(self._shown) if policy.uid == self._state["uid"]), 0)
        if self._shown:
            self.table.selectRow(at)
        QTimer.singleShot(0, self, self._widths.settle)

    def choose(self) -> None:
        """Go on with the policy that is selected; one without terms says what it lacks."""
        at = self.table.currentIndex().row()
        if not 0 <= at < len(self._shown):
            return
        policy = self._shown[at]
        if policy.state == "blank":
            text = translate(NO_TERMS).format(policy=policy.code)
            self._context.tell(text, "warning", undoable=False)
            return
        self.chosen.emit(policy.uid)

    def focus_first(self) -> None:
        """Put the cursor where one begins."""
        self.table.setFocus()

    def eventFilter(self, watched: Any, event: QEvent) -> bool:
        down = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in down:
            self.table.setFocus()
            return True
        return super().eventFilter(watched, event)


def _cells(policy: Listed) -> list[Cell]:
    word, tone, icon = _STATES[policy.state]
    offer = policy.offer
    grants, term, applications = (
        (verdicts.granted(offer), verdicts.term(offer), verdicts.applications(offer)) if offer else ("—", "", "")
    )
    muted = policy.state != "open"
    return [
        Cell(policy.code, muted=True), Cell(policy.title, muted=muted), Cell(policy.document_no or ""),
        Cell(translate(word), tone=tone, icon=icon, chip=True), Cell(grants), Cell(term), Cell(applications),  # type: ignore[arg-type]
        Cell(f"{policy.cases:,}", "right", muted=not policy.cases),
    ]  # fmt: skip
