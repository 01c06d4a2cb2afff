"""The page of a period: what the check finds, what changed since it was closed, its package and the zone's answers."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QScrollArea
from sqlalchemy import select

from incubator_desk.base.errors import Refused
from incubator_desk.base.i18n import N_, _
from incubator_desk.base.periods import Period
from incubator_desk.features.returns.model import ReturnPeriod
from incubator_desk.features.returns.rules.receipt import Reason
from incubator_desk.features.returns.service import closing, sending, signing, verifying, zone
from incubator_desk.features.returns.service.changes import Changed, changes
from incubator_desk.features.returns.service.checking import Finding, Outcome, check, explain
from incubator_desk.features.returns.service.frozen import part
from incubator_desk.features.returns.service.gathering import reports
from incubator_desk.features.returns.service.overview import Overview, overview
from incubator_desk.qtkit import steps, widgets
from incubator_desk.qtkit.period_field import PeriodField
from incubator_desk.qtkit.screen import Context, Screen, worded

from .cards import PackageCard, SentCard, WayCard, howto
from .differences import DifferencesCard
from .findings import FindingsCard

_RIGHT = 38
EXPLAINED = N_("Explain {count} of {rule}")


class PeriodScreen(Screen):
    """One period at a time."""

    name = "periods"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._state: dict[str, Any] = context.memory.setdefault("periods", {})
        self.period: Period = self._state.setdefault("period", Period.of(context.today(), 3))
        self.shown: Overview
        self._turn = self._checking = 0
        self._fingerprint = ""
        self.field: PeriodField | None = None
        self._ahead: QHBoxLayout | None = None
        features = context.office.features
        self.way, self.package, self.sent = WayCard(), PackageCard(), SentCard()
        self.findings = FindingsCard()
        self.differences = DifferencesCard(features)
        self.package.offer(reports(features))
        self._build()
        self._wire()
        self._load()

    def _build(self) -> None:
        left = widgets.column(self.findings, self.differences, gap=12)
        left.setStretch(0, 3)
        left.setStretch(1, 2)
        right = widgets.column(self.package, self.sent, howto(), gap=12)
        right.setStretch(1, 1)
        side = QScrollArea()
        side.setWidgetResizable(True)
        side.setWidget(widgets.boxed(right, "page"))
        panes = widgets.row(gap=12)
        panes.addLayout(left, 100 - _RIGHT)
        panes.addWidget(side, _RIGHT)
        whole = widgets.column(self.way, panes, gap=12, margins=(16, 2, 16, 12))
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def _wire(self) -> None:
        self.way.reopen.connect(self.reopen)
        self.differences.reopen.connect(self.reopen)
        self.differences.opened.connect(self.context.go)
        self.findings.opened.connect(self.context.go)
        self.findings.explained.connect(self._explain)
        self.findings.again.connect(self._check)
        self.sent.receipt.connect(self.take_receipt)
        self.sent.chosen.connect(partial(self.context.go, "sent_packages"))
        self.sent.follow = self._follow
        widgets.action(self, _("Next pane"), "F6", self._other_pane)

    # what the window asks ---------------------------------------------------------------------------------------------

    def title(self) -> str:
        return _("Periods & packages")

    def facts(self) -> str:
        return f"{self.period.first} – {self.period.last}"

    def fill_actions(self, place: QHBoxLayout) -> None:
        self.field = PeriodField(self.context.today())
        self.field.put(self.period.text)
        self.field.setFixedWidth(190)
        self.field.edited.connect(self._typed)
        place.addWidget(self.field)
        every = partial(self.context.go, "return_periods", None)
        place.addWidget(widgets.button(_("All periods"), "flat", "list", run=every))
        place.addWidget(widgets.button(_("Verify a package…"), "", "shield", "Alt+V", self.verify))
        self._ahead = widgets.row(gap=8)
        place.addWidget(widgets.boxed(self._ahead))
        self._offer_ahead()

    def _offer_ahead(self) -> None:
        """The button of what comes next."""
        if self._ahead is None:
            return
        widgets.clear(self._ahead)
        words, run = self._next()
        if words:
            button = widgets.onward(words, run)
            button.setAccessibleName(words)
            self._ahead.addWidget(button)

    def _next(self) -> tuple[str, Any]:
        status, latest = self.shown.status, self.shown.latest
        if status in ("open", "checked"):
            return _("Close the period"), self.close_period
        if status == "closed" and (latest is None or latest.status == "replaced"):
            return _("Build the package"), self.build
        if status == "closed":
            return _("Sent to the zone"), partial(self._step, "sent")
        return ("", None) if status == "accepted" else (_("Take in a receipt"), self.take_receipt)

    def hints(self) -> tuple[tuple[str, str], ...]:
        return (
            ("Ctrl+Enter", _("Next step")), ("Enter", _("Explain")), ("Alt+O", _("Open")), ("F9", _("Check again")),
            ("Alt+R", _("Reopen")), ("Alt+I", _("Receipt")), ("Alt+V", _("Verify a package")), ("F6", _("Next pane")),
        )  # fmt: skip

    def open(self, uid: str) -> None:
        with self.context.office.reading() as session:
            code = session.scalar(select(ReturnPeriod.code).where(ReturnPeriod.uid == uid))
        if code is not None:
            self.look_at(Period.parse(code))

    def refresh(self, changed: Mapping[str, set[str]]) -> None:
        del changed  # whatever is written may differ from what was frozen
        self._load()

    # what is shown ----------------------------------------------------------------------------------------------------

    def look_at(self, period: Period) -> None:
        """Show a period."""
        self.period = self._state["period"] = period
        if self.field is not None:
            self.field.put(period.text)
        self._load()

    def _typed(self) -> None:
        period = self.field.value() if self.field else None
        if period is None:
            words = _("This is no period. Write 2020, 2020-H1, 2020-Q1 or 2020-02.")
            self.context.tell(words, "warning", undoable=False)
        elif period != self.period:
            self.look_at(period)

    def _load(self) -> None:
        office = self.context.office
        with office.reading() as session:
            self.shown = overview(session, office, self.period)
        key = signing.known(office.actor.operator)
        self._fingerprint = key.fingerprint if key else ""
        self.way.show_period(self.shown, self.context.today())
        self.package.show_period(self.shown, self._fingerprint)
        self.sent.show_period(self.shown)
        self.differences.setVisible(self.shown.frozen)
        self._offer_ahead()
        self.title_changed.emit()
        self._check()
        self._compare()

    def _check(self) -> None:
        """Check the period beside the window's thread; of a closed one what was found then."""
        office, period, today = self.context.office, self.period, self.context.today()
        self._checking += 1
        turn = self._checking
        if self.shown.frozen:
            with office.reading() as session:
                self.findings.show_frozen(part(session, office.actor.operator, period.text, "data/checks.csv"))
            return
        self.findings.wait()

        def read() -> Outcome:
            with office.reading() as session:
                return check(session, office.actor, office.features, period, today)

        self._checked = self.context.jobs.look(read, partial(self._show_outcome, turn), self._refused)

    def _show_outcome(self, turn: int, outcome: Outcome) -> None:
        if turn == self._checking:
            self.findings.show_outcome(outcome)

    def _explain(self, findings: Sequence[Finding], words: str) -> None:
        office, period, today = self.context.office, self.period, self.context.today()
        rule = findings[0].rule

        def work() -> None:
            with office.writing(EXPLAINED, rule=rule, count=len(findings)) as step:
                record = closing.opened(step, office.features.registers["return_periods"], period)
                for finding in findings:
                    explain(step, record.uid, finding, words, today)

        if self.context.attempt(work):
            self.context.tell(_("Explained: {rule}").format(rule=rule))

    def _refused(self, refused: Refused) -> None:
        self.context.tell(worded(refused.problems), "danger", undoable=False)

    def _compare(self) -> None:
        """What differs from what was frozen, read beside the window's thread."""
        self._turn += 1
        if not self.shown.frozen:
            return
        self.differences.wait()
        office, period, turn = self.context.office, self.period, self._turn

        def read() -> list[Changed]:
            with office.reading() as session:
                return changes(session, office.actor, office.features, period)

        self._compared_job = self.context.jobs.look(read, partial(self._compared, turn), self._refused)

    def _compared(self, turn: int, found: list[Changed]) -> None:
        if turn == self._turn:
            self.differences.show_changes(found)

    def _other_pane(self) -> None:
        panes = [p for p in (self.findings.table, self.differences.table, self.sent.table) if p.isVisibleTo(self)]
        at = next((n for n, pane in enumerate(panes) if pane.hasFocus()), -1)
        if panes:
            panes[(at + 1) % len(panes)].setFocus()

    def _follow(self, reason: Reason) -> None:
        """Open the record that a reason of the zone names."""
        office = self.context.office
        register = office.features.registers.get(reason.table or "")
        if register is None or "code" not in register.by_attribute:
            return
        table = register.model.__table__
        with office.reading() as session:
            mine = (table.c.operator_uid == office.actor.operator, table.c.code == reason.record)
            uid = session.scalar(select(table.c.uid).where(*mine))
        if uid is not None:
            self.context.go(register.name, uid, reason.field)

    # doing ------------------------------------------------------------------------------------------------------------

    def close_period(self) -> None:
        """Check and close the period, beside the window's thread."""
        office, period, today = self.context.office, self.period, self.context.today()

        def done(warnings: Any) -> None:
            text = _("Period {period} is closed.").format(period=period.text)
            self.context.tell("  ".join([text, worded(warnings)]).strip(), "warning" if warnings else "success")

        self.context.jobs.start(_("Close the period"), lambda _tell: closing.close(office, period, today), done)

    def build(self) -> None:
        """Ask for a folder and build the package there."""
        before = self._state.get("folder", "")
        folder = QFileDialog.getExistingDirectory(self, _("Where is the package to lie?"), before)
        if folder:
            self.build_into(Path(folder))

    def build_into(self, folder: Path) -> None:
        """Build the package into a folder, beside the window's thread."""
        self._state["folder"] = str(folder)
        office, period, wanted = self.context.office, self.period, self.package.wanted()
        work = lambda tell: sending.build(office, period, folder, datetime.now().astimezone(), tell, wanted)  # noqa: E731

        def done(sent: sending.Sent) -> None:
            text = _("Built: {file}").format(file=sent.file)
            told = f"{text}  {worded(sent.problems)}" if sent.problems else text
            self.context.tell(told, "warning" if sent.problems else "success", undoable=False)
            self._load()

        self.context.jobs.start(_("Build the package"), work, done)

    def _step(self, target: str) -> None:
        """Ask for the step to a state."""
        features = self.context.office.features
        flow, register = features.flows["return_periods"], features.registers["return_periods"]
        move = next((m for m in flow.offered(self.shown.status) if m.target == target), None)
        if self.shown.uid is not None and move is not None:
            steps.ask(self.context, register, flow, [self.shown.uid], [move], self)

    def reopen(self) -> None:
        """Ask why the period is reopened."""
        self._step("open")

    def verify(self) -> None:
        """Ask for a package and say whether it is as it was signed."""
        chosen, _kind = QFileDialog.getOpenFileName(self, _("Verify a package…"), "", "ZIP (*.zip)")
        if chosen:
            self.verify_file(Path(chosen))

    def verify_file(self, path: Path) -> None:
        """Say whether a package is as it was signed."""
        office = self.context.office

        def work(_tell: Any) -> verifying.Verified:
            with office.reading() as session:
                return verifying.verify(path, zone.trusted(session, office.actor.operator))

        def done(found: verifying.Verified) -> None:
            if not found.valid or found.manifest is None:
                self.context.tell(worded(found.problems), "danger", undoable=False)
                return
            head = found.manifest.heading
            text = _("{name}, {period}, package {sequence}: as it was signed. Fingerprint {fingerprint}.").format(
                name=head.operator.name, period=head.period, sequence=head.sequence, fingerprint=found.fingerprint
            )
            self.context.tell(text, "success", undoable=False)

        self.context.jobs.start(_("Verify a package"), work, done)

    def take_receipt(self) -> None:
        """Ask for the zone's receipt and take it in."""
        chosen, _kind = QFileDialog.getOpenFileName(self, _("Take in a receipt…"), "", "JSON (*.json)")
        if chosen:
            self.take_receipt_file(Path(chosen))

    def take_receipt_file(self, path: Path) -> None:
        """Take in the zone's receipt."""
        try:
            receipt, told = sending.take_receipt(self.context.office, path, self.context.today())
        except Refused as refused:
            self.context.tell(worded(refused.problems), "danger", undoable=False)
            return
        accepted = receipt.verdict == "accepted"
        yes, no = _("Package {sequence} of {period} is accepted."), _("Package {sequence} of {period} is returned.")
        text = (yes if accepted else no).format(sequence=receipt.sequence, period=receipt.period)
        self.context.tell("  ".join([text, worded(told)]).strip(), "success" if accepted else "warning")
        self.look_at(Period.parse(receipt.period))
