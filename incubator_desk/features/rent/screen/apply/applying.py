"""Applying a policy: which one, to which leases, what it would do to each; then the cases, as one step."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget
from sqlalchemy import select

from incubator_desk.base.errors import Refused
from incubator_desk.base.i18n import N_, _, translate_many
from incubator_desk.features.rent.model import Relief
from incubator_desk.features.rent.service.applying import Preview, Standing, apply, preview
from incubator_desk.qtkit import widgets
from incubator_desk.qtkit.flows import Station
from incubator_desk.qtkit.jobs import Job, Progress
from incubator_desk.qtkit.screen import Context, Screen, worded
from incubator_desk.qtkit.stepper import Stepper
from incubator_desk.qtkit.tokens import COMPACT_ROW, ROW

from . import verdicts
from .applied_page import AppliedPage
from .lease_page import LeasePage
from .policy_card import PolicyCard
from .policy_page import PolicyPage
from .preview_page import PreviewPage

_AT_ONCE = 250
"""Up to so many leases are looked at while the user waits; more beside the window's thread."""
_LOW = 720
"""Below this height rows are lower."""
_POLICY, _LEASES, _PREVIEW, _DONE = range(4)
APPLIED = N_("Apply policy {policy} to {count} leases")
Page = PolicyPage | LeasePage | PreviewPage | AppliedPage


def _fresh() -> dict[str, Any]:
    return {
        "page": _POLICY, "uid": None, "on": None, "standing": "draft", "query": "", "filters": {}, "left_out": set(),
        "chip": "all", "ticks": {}, "lease": None, "done": None,
    }  # fmt: skip


class ApplyScreen(Screen):
    """Four steps; nothing is saved before the last button."""

    name = "apply"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._state: dict[str, Any] = context.memory.setdefault("apply", _fresh())
        self._job: Job | None = None
        self.stepper = Stepper()
        self.card = PolicyCard(context, self._state)
        self.card.another.connect(lambda: self.turn(_POLICY))
        self.card.changed.connect(self._day_changed)
        self.policies, self.leases = PolicyPage(context, self._state), LeasePage(context, self._state)
        self.preview, self.applied = PreviewPage(context, self._state), AppliedPage()
        self.policies.chosen.connect(self._choose)
        self.leases.changed.connect(self._tell)
        self.preview.changed.connect(self._tell)
        self.applied.opened.connect(self._open_cases)
        self.applied.again.connect(self.begin)
        self._pages = QStackedWidget()
        for page in (self.policies, self.leases, self.preview, self.applied):
            self._pages.addWidget(page)
        self._build()
        self.turn(self._state["page"])

    def _build(self) -> None:
        steps = widgets.card(widgets.row(self.stepper, margins=(2, 0, 2, 0)))
        self._note = widgets.Note()
        self._back = widgets.button(_("Back") + "  Esc", run=self.back)
        self.go_on = widgets.button("", "primary", "check", "Ctrl+Return", self.forward)
        line = widgets.row(self._note, self._back, self.go_on, gap=8, margins=(16, 8, 16, 8))
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
        return _("Apply a policy")

    def crumbs(self) -> tuple[tuple[str, str], ...]:
        return ((_("Reliefs & deferrals"), "reliefs"),)

    def fill_actions(self, place: QHBoxLayout) -> None:
        place.addWidget(widgets.button(_("Begin anew"), "flat", "refresh", "Alt+N", self.begin))

    def hints(self) -> tuple[tuple[str, str], ...]:
        return (
            (_("Space"), _("Tick")), ("Ctrl+Enter", _("Next step")), ("Esc", _("Step back")), ("Ctrl+F", _("Search")),
            ("F6", _("Next pane")), ("Ctrl+E", _("Export list")),
        )  # fmt: skip

    def open(self, uid: str) -> None:
        """Begin with a policy; where it is the one at hand, go on with it."""
        if uid != self._state["uid"] or self._state["page"] == _DONE:
            self._reset()
            self._state["uid"] = uid
            self.turn(_LEASES)
        self._page().focus_first()

    def refresh(self, changed: Mapping[str, set[str]]) -> None:
        """Take in what was written: a preview is drawn anew, ticks stay; what was undone is to be done again."""
        del changed
        page = self._state["page"]
        if page == _DONE and self._taken_back():
            page = _PREVIEW
        self.turn(page, focus=False)

    def _taken_back(self) -> bool:
        with self.context.office.reading() as session:
            made = select(Relief.uid).where(Relief.uid.in_(self._state["done"]["cases"][:1]))
            return session.scalar(made) is None

    # going about ------------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Begin anew with the choice of a policy."""
        self._reset()
        self.turn(_POLICY)

    def _reset(self) -> None:
        self._state.clear()
        self._state |= _fresh()
        self.leases.search.clear()

    def turn(self, page: int, *, focus: bool = True) -> None:
        """Show a step."""
        if page in (_LEASES, _PREVIEW) and not self.card.load():
            page = _POLICY
        if page == _PREVIEW and not self._draw():
            page = _LEASES
        self._state["page"] = page
        self.card.setVisible(page in (_LEASES, _PREVIEW))
        if page == _POLICY:
            self.policies.load()
        elif page == _LEASES:
            self.leases.load()
        elif page == _DONE:
            self.applied.show_done(self._state["done"])
        self._pages.setCurrentIndex(page)
        self._foot.setVisible(page != _DONE)
        self._tell()
        if focus:
            QTimer.singleShot(0, self, self._page().focus_first)

    def _page(self) -> Page:
        return (self.policies, self.leases, self.preview, self.applied)[self._state["page"]]

    def _choose(self, uid: str) -> None:
        if uid != self._state["uid"]:
            self._state |= {"uid": uid, "ticks": {}, "lease": None, "chip": "all"}
        self.turn(_LEASES)

    def forward(self) -> None:
        """On to the next step; from the preview, apply the policy."""
        page = self._state["page"]
        if page == _POLICY:
            self.policies.choose()
        elif page == _LEASES:
            self.turn(_PREVIEW)
        elif page == _PREVIEW:
            self.apply()

    def _open_cases(self) -> None:
        """The list of cases, narrowed to those of the policy that stand where these were entered."""
        self.context.memory["narrowed"] = {"policy_uid": self._state["uid"], "status": self._state["standing"]}
        self.context.go("reliefs", None)

    def look(self) -> None:
        """To the preview, wherever one stands before it; it saves nothing."""
        if self._state["page"] == _LEASES:
            self.turn(_PREVIEW)

    def back(self) -> None:
        """A step back; from the first one to the cases."""
        page = self._state["page"]
        if page in (_LEASES, _PREVIEW):
            self.turn(page - 1)
        else:
            self.context.go("reliefs", None)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, lambda: self._page().focus_first())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for page in (self.policies, self.leases, self.preview):
            page.table.set_row_height(COMPACT_ROW if self.height() < _LOW else ROW)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.back()
            return
        super().keyPressEvent(event)

    def _focus_search(self) -> None:
        page = self._page()
        if not isinstance(page, AppliedPage):
            page.search.setFocus()
            page.search.selectAll()

    def _other_pane(self) -> None:
        if self._state["page"] == _PREVIEW:
            self.preview.other_pane()
        else:
            self._page().focus_first()

    def _day_changed(self) -> None:
        self._state["ticks"] = {}
        self.turn(self._state["page"], focus=False)

    def _tell(self) -> None:
        """Where one is, what comes next, and that nothing is saved yet."""
        page = self._state["page"]
        names = (_("Choose policy"), _("Choose companies"), _("Preview the effect"), _("Done"))
        self.stepper.show_stations(
            [
                Station(text, state="done" if at < page or page == _DONE else "current" if at == page else "ahead")
                for at, text in enumerate(names)
            ]
        )
        count = len(self.preview.ticked()) if page == _PREVIEW else len(self.leases.wanted())
        label = {
            _POLICY: _("Choose this policy"),
            _LEASES: translate_many("Look at {count} lease", "Look at {count} leases", count),
            _PREVIEW: translate_many("Apply to {count} lease", "Apply to {count} leases", count),
        }.get(page, "")
        widgets.say_onward(self.go_on, label)
        self.go_on.setEnabled(self._job is None and (page == _POLICY or count > 0))
        self._back.setText((_("Step back") if page else _("Cancel")) + "  Esc")
        self._note.tell(
            _("Looking at the leases …") if self._job else
            _("Nothing is saved yet. All of it becomes one step, which one undo takes back (Ctrl+Z)."),
            "info", "info",
        )  # fmt: skip

    # the preview ------------------------------------------------------------------------------------------------------

    def _on(self) -> date:
        return self._state["on"] or self.context.today()

    def _draw(self) -> bool:
        """Draw the preview; gives whether it is there. A long one is drawn beside the window's thread."""
        if not self.leases.wanted():
            self.leases.load()
        uids = self.leases.wanted()
        if len(uids) > _AT_ONCE:
            self._draw_beside(uids)
            return False
        try:
            with self.context.office.reading() as session:
                seen = self._look(session, uids, lambda _done, _all: None)
        except Refused as refused:
            self.context.tell(worded(refused.problems), "danger", undoable=False)
            return False
        self.preview.show_preview(seen)
        return True

    def _look(self, session: Any, uids: list[str], tell: Progress) -> Preview:
        office = self.context.office
        register, today = office.features.registers["reliefs"], self.context.today()
        uid: str = self._state["uid"]
        return preview(session, office.actor, register, uid, self._on(), tell, leases=uids, today=today)

    def _draw_beside(self, uids: list[str]) -> None:
        if self._job is not None:
            return

        def work(progress: Progress) -> Preview:
            with self.context.office.reading() as session:
                return self._look(session, uids, progress)

        self._job = self.context.jobs.start(_("Preview the effect"), work, self._drawn)
        self._job.ended.connect(self._ended, Qt.ConnectionType.QueuedConnection)

    def _drawn(self, seen: Preview) -> None:
        self.preview.show_preview(seen)
        self._job = None
        self._state["page"] = _PREVIEW
        self._pages.setCurrentIndex(_PREVIEW)
        self._tell()
        self.preview.focus_first()

    def _ended(self) -> None:
        self._job = None
        self._tell()

    # carrying it out --------------------------------------------------------------------------------------------------

    def apply(self) -> None:
        """Enter the cases of what is ticked, as one step."""
        seen, ticked = self.preview.seen, self.preview.ticked()
        if seen is None or not ticked:
            return
        office, standing = self.context.office, self._state["standing"]
        register, made = office.features.registers["reliefs"], list[str]()

        def work() -> None:
            with office.writing(APPLIED, policy=seen.terms.offer.policy, count=len(ticked)) as step:
                made.extend(apply(step, register, seen, [each.subject.uid for each in ticked], standing))

        if self.context.attempt(work):
            self._state["done"] = self._done(seen, standing, made)
            self.context.tell(self._state["done"]["text"])
            self.turn(_DONE)

    def _done(self, seen: Preview, standing: Standing, made: list[str]) -> dict[str, Any]:
        effects = [each.effect for each in self.preview.ticked() if each.effect]
        offer = seen.terms.offer
        count = translate_many("{count} case entered", "{count} cases entered", len(made))
        state = Relief.__table__.c.status.info["field"].kind.show(standing)
        text = _("{count} under {policy}: {state}").format(count=count, policy=offer.policy, state=state)
        return {"text": text, "sums": verdicts.sums(offer, effects), "cases": made}
