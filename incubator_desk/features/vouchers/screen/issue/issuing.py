"""Issuing vouchers: of which programme, to which companies; then all of them, as one step."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from incubator_desk.base.errors import Refused
from incubator_desk.base.i18n import _, translate_many
from incubator_desk.features.vouchers.rules.numbering import PATTERN
from incubator_desk.features.vouchers.service import issuing
from incubator_desk.features.vouchers.service.issuing import ISSUED
from incubator_desk.qtkit import widgets
from incubator_desk.qtkit.flows import Station
from incubator_desk.qtkit.screen import Context, Screen, worded
from incubator_desk.qtkit.stepper import Stepper
from incubator_desk.qtkit.tokens import COMPACT_ROW, ROW

from . import issued_page, verdicts
from .company_page import CompanyPage
from .issued_page import IssuedPage
from .programme_card import ProgrammeCard
from .programme_page import ProgrammePage

_LOW = 720
"""Below this height rows are lower."""
_PATTERN = "issue/pattern"
"""Under which this machine remembers the pattern used last."""
_PROGRAMME, _COMPANIES, _DONE = range(3)
Page = ProgrammePage | CompanyPage | IssuedPage


def _fresh(context: Context) -> dict[str, Any]:
    return {
        "page": _PROGRAMME, "uid": None, "face": None, "on": None, "pattern": context.recall(_PATTERN, PATTERN),
        "chip": "all", "ticks": {}, "done": None,
    }  # fmt: skip


class IssueScreen(Screen):
    """Three steps; nothing is saved before the last button."""

    name = "issue"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._state: dict[str, Any] = context.memory.setdefault("issue", _fresh(context))
        self._codes: list[str] = []
        self._ready = False
        self.stepper = Stepper()
        self.card = ProgrammeCard(context, self._state)
        self.card.another.connect(lambda: self.turn(_PROGRAMME))
        self.card.changed.connect(self._look_anew)
        self.programmes, self.companies = ProgrammePage(context, self._state), CompanyPage(context, self._state)
        self.issued = IssuedPage()
        self.programmes.chosen.connect(self._choose)
        self.companies.changed.connect(self._tell)
        self.issued.printed.connect(self._print)
        self.issued.opened.connect(self._open_vouchers)
        self.issued.again.connect(self.begin)
        self._pages = QStackedWidget()
        for page in (self.programmes, self.companies, self.issued):
            self._pages.addWidget(page)
        self._build()
        self.turn(self._state["page"])

    def _build(self) -> None:
        steps = widgets.card(widgets.row(self.stepper, margins=(2, 0, 2, 0)))
        self.note = widgets.Note()
        self._back = widgets.button(_("Back") + "  Esc", run=self.back)
        self.go_on = widgets.button("", "primary", "check", "Ctrl+Return", self.forward)
        line = widgets.row(self.note, self._back, self.go_on, gap=8, margins=(16, 8, 16, 8))
        line.setStretch(0, 1)
        self._foot = widgets.boxed(line, "foot")
        head = widgets.column(steps, self.card, gap=10, margins=(16, 0, 16, 10))
        layout = widgets.column(head, self._pages, self._foot, gap=0)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        widgets.action(self, _("Search here"), "Ctrl+F", self._focus_search)
        widgets.action(self, _("Next pane"), "F6", self._other_pane)

    # what the window asks ---------------------------------------------------------------------------------------------

    def title(self) -> str:
        return _("Issue vouchers")

    def crumbs(self) -> tuple[tuple[str, str], ...]:
        return ((_("Vouchers"), "vouchers"),)

    def fill_actions(self, place: QHBoxLayout) -> None:
        place.addWidget(widgets.button(_("Begin anew"), "flat", "refresh", "Alt+N", self.begin))

    def hints(self) -> tuple[tuple[str, str], ...]:
        return (
            (_("Space"), _("Tick")), ("Ctrl+Shift+A", _("Tick all or none")), ("Ctrl+Enter", _("Next step")),
            ("Esc", _("Step back")), ("Ctrl+F", _("Search")), ("F6", _("Next pane")), ("Ctrl+E", _("Export list")),
        )  # fmt: skip

    def open(self, uid: str) -> None:
        """Begin with a programme; where it is the one at hand, go on with it."""
        if uid != self._state["uid"] or self._state["page"] == _DONE:
            self._reset()
            self._state["uid"] = uid
            self.turn(_COMPANIES)
        self._page().focus_first()

    def refresh(self, changed: Mapping[str, set[str]]) -> None:
        """Take in what was written: companies are looked at anew, ticks stay; what was undone is to be done again."""
        del changed
        page = self._state["page"]
        if page == _DONE and issued_page.taken_back(self.context.office, self._state["done"]):
            page = _COMPANIES
        self.turn(page, focus=False)

    # going about ------------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Begin anew with the choice of a programme."""
        self._reset()
        self.turn(_PROGRAMME)

    def _reset(self) -> None:
        self._state.clear()
        self._state |= _fresh(self.context)
        self.companies.search.clear()

    def turn(self, page: int, *, focus: bool = True) -> None:
        """Show a step."""
        if page == _COMPANIES and not self._look():
            page = _PROGRAMME
        self._state["page"] = page
        self.card.setVisible(page == _COMPANIES)
        if page == _PROGRAMME:
            self.programmes.load()
        elif page == _DONE:
            self.issued.show_done(self._state["done"])
        self._pages.setCurrentIndex(page)
        self._foot.setVisible(page != _DONE)
        self._tell()
        if focus:
            QTimer.singleShot(0, self, self._focus_page)

    def _page(self) -> Page:
        return (self.programmes, self.companies, self.issued)[self._state["page"]]

    def _focus_page(self) -> None:
        """Where a face value is still to be entered, begin with it."""
        if self._state["page"] == _COMPANIES and not self._state["face"]:
            self.card.focus_first()
        else:
            self._page().focus_first()

    def _choose(self, uid: str) -> None:
        if uid != self._state["uid"]:
            self._state |= {"uid": uid, "face": None, "ticks": {}, "chip": "all"}
        self.turn(_COMPANIES)

    def forward(self) -> None:
        """On to the next step; from the companies, issue the vouchers."""
        if self._state["page"] == _PROGRAMME:
            self.programmes.choose()
        elif self._state["page"] == _COMPANIES:
            self.issue()

    def back(self) -> None:
        """A step back; from the first one to the vouchers."""
        if self._state["page"] == _COMPANIES:
            self.turn(_PROGRAMME)
        else:
            self.context.go("vouchers", None)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self._focus_page)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for page in (self.programmes, self.companies, self.issued):
            page.table.set_row_height(COMPACT_ROW if self.height() < _LOW else ROW)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.back()
            return
        super().keyPressEvent(event)

    def _focus_search(self) -> None:
        page = self._page()
        if not isinstance(page, IssuedPage):
            page.search.setFocus()
            page.search.selectAll()

    def _other_pane(self) -> None:
        """From the companies to the fields above them, and back."""
        inside = self.focusWidget() is not None and self.card.isAncestorOf(self.focusWidget())
        if self._state["page"] == _COMPANIES and not inside:
            self.card.focus_first()
        else:
            self._page().focus_first()

    # what is looked at ------------------------------------------------------------------------------------------------

    def _on(self) -> date:
        return self._state["on"] or self.context.today()

    def _look(self) -> bool:
        """Look at all companies; gives whether there is a programme for which to."""
        office, uid = self.context.office, self._state["uid"]
        if uid is None:
            return False
        try:
            with office.reading() as session:
                offered = issuing.read(session, office.actor.operator, uid)
                self.card.show_programme(offered)
                face = self._state["face"] or 0
                seen = issuing.look(session, office.actor.operator, uid, face, self._on())
        except Refused as refused:
            self.context.tell(worded(refused.problems), "danger", undoable=False)
            return False
        self._ready = self.card.take()
        self.companies.show_seen(seen)
        return True

    def _look_anew(self) -> None:
        """Another face value, day or pattern was typed."""
        self._ready = self.card.take()
        seen = self.companies.seen
        if seen is not None:
            face = self._state["face"] or 0
            if (face, self._on()) != (seen.face_value, seen.on):
                self.companies.show_seen(seen.anew(face, self._on()))
            self._tell()

    def _tell(self) -> None:
        """Where one is, what comes next, and that nothing is saved yet."""
        page = self._state["page"]
        names = (_("Choose programme"), _("Choose companies"), _("Done"))
        self.stepper.show_stations(
            [
                Station(text, state="done" if at < page or page == _DONE else "current" if at == page else "ahead")
                for at, text in enumerate(names)
            ]
        )
        seen, count = self.companies.seen, len(self.companies.ticked())
        if page == _COMPANIES and seen is not None:
            self._codes, wrong = self.companies.codes(self._state["pattern"])
            self.card.tell_pattern(wrong)
            self.companies.tell_sums(self._codes)
        able = self._ready and len(self._codes) == count > 0
        self.go_on.setEnabled(not self.programmes.empty if page == _PROGRAMME else able)
        widgets.say_onward(self.go_on, self._next(page, count))
        self._back.setText((_("Step back") if page else _("Cancel")) + "  Esc")
        over = verdicts.over(seen.money(count)) if page == _COMPANIES and seen else ""
        saved = _("Nothing is saved yet. All of it becomes one step, which one undo takes back (Ctrl+Z).")
        self.note.tell(over or saved, "warning" if over else "info", "" if over else "info")

    @staticmethod
    def _next(page: int, count: int) -> str:
        if page == _PROGRAMME:
            return _("Choose this programme")
        return translate_many("Issue {count} voucher", "Issue {count} vouchers", count)

    # carrying it out --------------------------------------------------------------------------------------------------

    def issue(self) -> None:
        """Issue a voucher to each company that is ticked, as one step."""
        seen, ticked = self.companies.seen, self.companies.ticked()
        if seen is None or not ticked or not self._ready:
            return
        office, made = self.context.office, list[str]()
        register, today = office.features.registers["vouchers"], self.context.today()

        def work() -> None:
            with office.writing(ISSUED, count=len(ticked), programme=seen.offered.code) as step:
                uids = [each.uid for each in ticked]
                made.extend(issuing.issue(step, register, seen, uids, self._state["pattern"], today))

        if self.context.attempt(work):
            with office.reading() as session:
                self._state["done"] = issued_page.done(session, seen, ticked, made)
            if "{number" in self._state["pattern"]:
                self.context.remember(_PATTERN, self._state["pattern"])
            self.context.tell(self._state["done"]["text"])
            self.turn(_DONE)

    def _print(self) -> None:
        """To the vouchers of the programme's year; of one company, where it alone was given one."""
        done = self._state["done"]
        asked = {"report": "voucher", "period": str(done["year"]), "tenant": done["tenant"]}
        self.context.memory["paper"] = asked
        self.context.go("reports", None)

    def _open_vouchers(self) -> None:
        """The list of vouchers, narrowed to the good ones of the programme."""
        self.context.memory["narrowed"] = {"programme_uid": self._state["uid"], "status": "issued"}
        self.context.go("vouchers", None)
