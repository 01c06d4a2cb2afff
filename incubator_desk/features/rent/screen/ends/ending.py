"""The end of a lease: settled on its last day, or renewed from the day after it."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout

from incubator_desk.base.i18n import _
from incubator_desk.features.rent.screen.lease import Shown, read
from incubator_desk.qtkit import widgets
from incubator_desk.qtkit.screen import Context, Screen

from .renew_page import RenewPage
from .settle_page import SettlePage
from .way_page import WayPage

END, RENEW = "end", "renew"


class EndingScreen(Screen):
    """Two ways for one lease: end and settle it, or renew it."""

    name = "ending"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._state: dict[str, Any] = context.memory.setdefault("ending", {"uid": None, "way": END})
        self._shown: Shown | None = None
        self._terms = widgets.label("", "facts")
        self.ways = widgets.ChipRow()
        self.ways.chosen.connect(self.choose)
        self._said: QVBoxLayout = widgets.column(gap=0)
        self.settling, self.renewing = SettlePage(context), RenewPage(context)
        for page in (self.settling, self.renewing):
            page.done.connect(self._done)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.settling)
        self._pages.addWidget(self.renewing)
        head = widgets.row(self.ways, 8, self._terms, None, margins=(16, 0, 16, 10))
        said = widgets.row(self._said, margins=(16, 0, 16, 0))
        layout = widgets.column(head, said, self._pages, gap=0)
        layout.setStretch(2, 1)
        self.setLayout(layout)
        if self._state["uid"] is None:
            self._read()
            self._page().start(None)
        widgets.action(self, _("End and settle"), "Alt+1", lambda: self.choose(END))
        widgets.action(self, _("Renew"), "Alt+2", lambda: self.choose(RENEW))

    # what the window asks ---------------------------------------------------------------------------------------------

    def title(self) -> str:
        return _("End or renew {lease}").format(lease=self._shown.code) if self._shown else _("End or renew")

    def crumbs(self) -> tuple[tuple[str, str], ...]:
        return ((_("Leases"), "leases"),)

    def facts(self) -> str:
        return self._shown.tenant if self._shown else ""

    def fill_actions(self, place: QHBoxLayout) -> None:
        place.addWidget(widgets.button(_("Rent schedule"), "", "arrow", "Alt+T", self._to_schedule))

    def hints(self) -> tuple[tuple[str, str], ...]:
        return (
            ("Alt+1", _("End and settle")), ("Alt+2", _("Renew")), ("Ctrl+Enter", _("Carry it out")),
            ("Alt+T", _("Rent schedule")),
        )  # fmt: skip

    def open(self, uid: str) -> None:
        if uid != self._state["uid"]:
            self._state |= {"uid": uid, "way": END}
        widgets.clear(self._said)
        self._read()
        self._page().start(self._state["uid"])
        QTimer.singleShot(0, self, lambda: self._page().focus_first())

    def refresh(self, changed: Mapping[str, set[str]]) -> None:
        del changed  # money, cases and terms of the lease all stand here
        self._read()
        page = self._page()
        if self._state["uid"] is None:
            page.start(None)
            return
        if not page.settled and self._said.count():
            widgets.clear(self._said)
            page.focus_first()
        page.refresh()

    # going about ------------------------------------------------------------------------------------------------------

    def choose(self, way: str) -> None:
        """Go one of the two ways."""
        self._state["way"] = way
        widgets.clear(self._said)
        self._tell_ways()
        self._page().start(self._state["uid"])
        if not self.ways.isAncestorOf(self.focusWidget() or self):
            self._page().focus_first()

    def _page(self) -> WayPage:
        return self.renewing if self._state["way"] == RENEW else self.settling

    def _read(self) -> None:
        office, uid = self.context.office, self._state["uid"]
        with office.reading() as session:
            self._shown = read(session, office.actor.operator, uid, self.context.today()) if uid else None
        if self._shown is None:
            self._state["uid"] = None
        self._terms.setText(self._shown.heading if self._shown else _("Choose a lease in the list of leases."))
        self._tell_ways()
        self.title_changed.emit()

    def _tell_ways(self) -> None:
        self.ways.fill([(END, _("End and settle")), (RENEW, _("Renew"))], self._state["way"])
        self._pages.setCurrentWidget(self._page())

    def _to_schedule(self) -> None:
        if self._state["uid"]:
            self.context.go("schedule", self._state["uid"])

    def _done(self, text: str, lease: str) -> None:
        """Say above the page what was done, with the way to the schedule that came of it."""
        widgets.clear(self._said)
        follow = lambda: self.context.go("schedule", lease)  # noqa: E731
        banner = widgets.Banner(text, "success", _("See the schedule"), follow)
        self._said.addWidget(banner)
        self._said.addSpacing(10)
        # The cursor leaves the fields: from here Enter goes on, and Ctrl+Z takes the step back, not a word typed.
        for button in banner.findChildren(QPushButton):
            QTimer.singleShot(0, button, button.setFocus)
