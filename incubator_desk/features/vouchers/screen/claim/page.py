"""The page of a voucher claim: typed at the left, judged at the right while one types, led along its way above."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QScrollArea
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from incubator_desk.base.errors import Refused
from incubator_desk.base.i18n import _, translate
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.features.vouchers.model import VoucherClaim
from incubator_desk.features.vouchers.service.standing import RESTS_ON
from incubator_desk.features.vouchers.service.typing import Judged, Typing
from incubator_desk.qtkit import steps, widgets
from incubator_desk.qtkit.registers import UNSAVED
from incubator_desk.qtkit.screen import Context, Screen, worded

from .amount import AmountCard
from .findings import FindingsCard
from .form import ClaimForm
from .head import WayCard
from .limits import LimitsCard

SHEET = "voucher_audit"
"""The report that a claim is audited by."""
_AT_ONCE = 400
"""A park with more claims is read beside the window's thread."""
_LEFT, _RIGHT = 41, 59


class ClaimScreen(Screen):
    """One claim, or a new one."""

    name = "claim"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.register = context.office.features.registers["voucher_claims"]
        self.uid: str | None = None
        self.judged = Judged()
        self._begun = False
        self._reading = 0
        self._ahead: QHBoxLayout | None = None
        self.form = ClaimForm(context)
        self.form.changed.connect(self.judge)
        self.form.saved.connect(self._saved)
        self.way = WayCard(context, self.register)
        self.way.moved.connect(lambda _uid: self._fill())
        self.amount = AmountCard(lambda name: translate(self.register.by_attribute[name].label))
        self.limits = LimitsCard()
        self.findings = FindingsCard(self.form.rows["explanation"])
        self.findings.opened.connect(partial(context.go, self.name))
        self._build()

    def _build(self) -> None:
        right = widgets.column(self.amount, self.limits, self.findings, gap=12, margins=(0, 0, 4, 0))
        right.setStretch(2, 1)
        self.right = QScrollArea()
        self.right.setWidgetResizable(True)
        self.right.setWidget(widgets.boxed(right, "page"))
        left = widgets.card(widgets.column(self.form, gap=0, margins=(1, 1, 1, 1)))
        panes = widgets.row(gap=12)
        panes.addWidget(left, _LEFT)
        panes.addWidget(self.right, _RIGHT)
        whole = widgets.column(self.way, panes, gap=12, margins=(16, 0, 16, 12))
        whole.setStretch(1, 1)
        self.setLayout(whole)
        widgets.action(self, _("Save"), "Ctrl+S", self.form.save)
        widgets.action(self, _("Next pane"), "F6", self._other_pane)
        widgets.action(self.right, _("Next problem"), "F8", self.form.next_problem)

    # what the window asks ---------------------------------------------------------------------------------------------

    def title(self) -> str:
        if self.uid is None:
            return _("New {noun}").format(noun=translate(self.register.noun))
        return f"{_('Claim')}  {self.form.stored.get('code') or ''}"

    def crumbs(self) -> tuple[tuple[str, str], ...]:
        return ((_("Vouchers & grants"), "voucher_claims"),)

    def facts(self) -> str:
        typing = self.form.typing
        return typing.name_of(typing.holder_of(self.form.stored.get("voucher_uid"))) if typing and self.uid else ""

    def fill_actions(self, place: QHBoxLayout) -> None:
        before = widgets.button(_("Previous"), "flat", "up", "Ctrl+PgUp", partial(self._step, -1))
        after = widgets.button(_("Next"), "flat", "down", "Ctrl+PgDown", partial(self._step, 1))
        for button in (before, after):
            place.addWidget(button)
        if SHEET in self.context.office.features.reports:
            place.addWidget(widgets.button(_("Audit sheet"), "", "print", "Ctrl+P", self.show_sheet))
        self._ahead = widgets.row(gap=8)
        place.addWidget(widgets.boxed(self._ahead))
        self._offer_ahead()

    def _offer_ahead(self) -> None:
        """The button of the step that leads on from where the claim stands."""
        if self._ahead is None:
            return
        widgets.clear(self._ahead)
        if self.way.forward is not None:
            words = translate(self.way.forward.label).rstrip("…")
            button = widgets.onward(words, self.go_ahead)
            button.setAccessibleName(words)
            self._ahead.addWidget(button)

    def hints(self) -> tuple[tuple[str, str], ...]:
        return (
            ("Ctrl+S", _("Save")), ("Ctrl+Enter", _("Next step…")), ("F6", _("Form or checks")),
            ("F8", _("Next problem")), ("Alt+A", _("Attach files")), ("Ctrl+PgUp/PgDn", _("Other claims")),
        )  # fmt: skip

    def may_leave(self) -> bool:
        return not self.form.dirty

    def open(self, uid: str) -> None:
        if uid == self.uid and self._begun:
            return
        if self._kept():
            return
        self._show(uid)

    def arrive(self) -> None:
        if not self._kept():
            self._show(None)

    def new(self) -> None:
        """A blank claim with some values given."""
        given = self.context.memory.pop("given", {})
        if not self._kept():
            self._show(None, given)

    def _kept(self) -> bool:
        """Whether something unsaved stays, which is told."""
        if self._begun and self.form.dirty:
            self.context.tell(translate(UNSAVED), "warning", undoable=False)
            return True
        return False

    def refresh(self, changed: Mapping[str, set[str]]) -> None:
        if changed and not changed.keys() & RESTS_ON:
            return
        if self.uid is not None and not self._there(self.uid):
            QTimer.singleShot(0, self, partial(self.context.go, self.register.name, None))
            self.form.load(None)
            self.uid = None
            return
        if not self.form.dirty:
            self.form.load(self.uid)
        self.form.evidence.load(self.uid)
        self._fill()

    # what is shown ----------------------------------------------------------------------------------------------------

    def _show(self, uid: str | None, given: dict[str, Any] | None = None) -> None:
        self.form.typing = None
        try:
            self.form.load(uid, given)
        except Refused as refused:
            self.context.tell(worded(refused.problems), "danger", undoable=False)
            return
        self.uid, self._begun = uid, True
        self.amount.wait()
        self.limits.show_judged(Judged())
        self.findings.show_judged(Judged())
        self._fill()
        QTimer.singleShot(0, self, self.form.focus_first)

    def _fill(self) -> None:
        self.way.show_claim(self.uid, self.form.stored)
        self._offer_ahead()
        self._read()
        self.title_changed.emit()

    def _read(self) -> None:
        """Read what the claim is held against; in a large park beside the window's thread."""
        self._reading += 1
        office, uid, turn = self.context.office, self.uid, self._reading

        def load() -> Typing:
            with office.reading() as session:
                return Typing.load(session, office.actor.operator, uid)

        with office.reading() as session:
            many = (session.scalar(select(func.count()).select_from(VoucherClaim)) or 0) > _AT_ONCE
        if not many:
            self._take(turn, load())
            return
        refused = lambda refused: self.context.tell(worded(refused.problems), "danger", undoable=False)  # noqa: E731
        self._job = self.context.jobs.look(load, partial(self._take, turn), refused)

    def _take(self, turn: int, typing: Typing) -> None:
        if turn == self._reading:  # else another claim is shown by now, or this one is read anew
            self.form.use(typing)
            self.title_changed.emit()

    def judge(self) -> None:
        """Hold what is typed against the rules, and show what comes of it."""
        typing = self.form.typing
        if typing is None or not self._begun:
            return
        values, _unread = self.form.values()
        self.form.evidence.want(typing.wanted(values["voucher_uid"]))
        if self.form.suggest(typing.suggestion(values), values):
            values, _unread = self.form.values()
        self.judged = typing.judge(values)
        self.amount.show_judged(self.judged, values["status"])
        self.limits.show_judged(self.judged)
        self.findings.show_judged(self.judged)

    def _there(self, uid: str) -> bool:
        with self.context.office.reading() as session:
            return session.get(VoucherClaim, uid) is not None

    # going about ------------------------------------------------------------------------------------------------------

    def _step(self, by: int) -> None:
        """To the claim before or after, in order of code."""
        with self.context.office.reading() as session:
            uid = _beside(session, self.context.office.actor.operator, self.form.stored["code"] or "", by)
        if uid is None:
            words = _("This is the last claim.") if by > 0 else _("This is the first claim.")
            self.context.tell(words, "info", undoable=False)
        elif not self._kept():
            self.context.go(self.name, uid)

    def _other_pane(self) -> None:
        if self.form.isAncestorOf(self.focusWidget() or self):
            (self.findings.links or [self.form.rows["explanation"].field])[0].setFocus()
        else:
            self.form.focus_first()

    def show_sheet(self) -> None:
        """The audit sheet of the claim's company for the year in which it was claimed."""
        with self.context.office.reading() as session:
            holder = self.form.typing.holder_of(self.form.stored["voucher_uid"]) if self.form.typing else None
            tenant = session.get(Tenant, holder) if holder else None
            code = tenant.code if tenant else None
        if code is None or self._kept():
            return
        year = str(self.form.stored["claimed_on"].year)
        self.context.memory["paper"] = {"report": SHEET, "tenant": code, "period": year}
        self.context.go("reports", None)

    # doing ------------------------------------------------------------------------------------------------------------

    def go_ahead(self) -> None:
        """Take the step that leads on; what was typed is saved before."""
        if (self.uid is None or self.form.dirty) and not self.form.save():
            return
        move, uid = self.way.forward, self.uid
        if move is None or uid is None:
            return
        flow = self.context.office.features.flows[self.register.name]
        dialog = steps.ask(self.context, self.register, flow, [uid], [move], self)
        dialog.taken.connect(lambda _uids: self._fill())

    def _saved(self, uid: str) -> None:
        if uid != self.uid:
            self.uid = uid
            self.context.go(self.name, uid)
        self._fill()


def _beside(session: Session, operator: str, code: str, by: int) -> str | None:
    """The claim after a code, or the one before it."""
    column = VoucherClaim.code
    mine = select(VoucherClaim.uid).where(VoucherClaim.operator_uid == operator)
    found = mine.where(column > code).order_by(column) if by > 0 else mine.where(column < code).order_by(column.desc())
    return session.scalar(found.limit(1))
