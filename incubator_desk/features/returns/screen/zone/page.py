"""The zone's page: figures, the grid of parks and periods, the chosen park's package, and what all come to."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from incubator_desk.base.errors import Problem, Refused
from incubator_desk.base.i18n import N_, _, translate_many
from incubator_desk.base.periods import Period
from incubator_desk.catalog.kinds import Tone
from incubator_desk.features.park import service as park
from incubator_desk.features.returns.model import ReceivedPackage
from incubator_desk.features.returns.rules.receipt import Reason, Verdict
from incubator_desk.features.returns.service import expected, indicators, receipts, rechecking, shared, signing, zone
from incubator_desk.features.returns.service.expected import Park, Standing
from incubator_desk.features.returns.service.parameters import LARGE_CHANGE
from incubator_desk.qtkit import incoming, widgets
from incubator_desk.qtkit.cells import Cell
from incubator_desk.qtkit.jobs import Progress
from incubator_desk.qtkit.period_field import PeriodField
from incubator_desk.qtkit.screen import Context, Screen, worded

from .chosen import ComparedCard, PackageCard, TotalsCard
from .grid import GridCard
from .listed import ListDialog
from .opened import DataDialog, open_data
from .reminding import RemindDialog, reminder
from .returning import ReturnDialog
from .summed import ReportDialog
from .wording import URGENT, place, shown

ANSWERS: Mapping[str, str] = {
    "accepted": N_("Accept packages ({count})"), "returned": N_("Return a package ({count})"),
    "received": N_("Take an answer back ({count})"),
}  # fmt: skip
_SHOWN, _LOW = 6, 700
_FOLDER = "zone/folder"


class ZoneScreen(Screen):
    """One period at a time, beside the five before it."""

    name = "zone"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._state: dict[str, Any] = context.memory.setdefault("zone", {})
        self.period: Period = self._state.get("period") or self._latest()
        self._found: dict[str, list[rechecking.Found]] = {}
        self._figures: dict[str, indicators.Figures] = {}
        self.field: PeriodField | None = None
        self._remind: Any = None
        self._dialog: QWidget | None = None
        self.setAcceptDrops(True)
        report = context.office.features.reports[indicators.RETURN]
        self._cards = widgets.row(gap=8)
        self.grid = GridCard()
        self.package = PackageCard(context.office.features)
        self.compared = ComparedCard(report, self.open_rows, self._turn_over)
        self.totals = TotalsCard(report, self.open_report, self._turn_over)
        self._low = False
        self._over = False
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._show_chosen)
        self._build()
        self._wire()
        self._load()

    def _latest(self) -> Period:
        """The month or longer period of the package that came last; else the month before this one."""
        office, today = self.context.office, self.context.today()
        with office.reading() as session:
            latest = zone.latest_period(session, office.actor.operator)
        return Period.parse(latest) if latest else Period.month_of(today).shifted(-1)

    def _build(self) -> None:
        self.back_button = widgets.button(_("Return…"), "danger", "return", "Alt+R", self.return_package)
        self.receipt_button = widgets.button(_("Write receipt…"), "", "receipt", "Alt+W", self.write_receipts)
        self.accept_button = widgets.button(_("Accept the package"), "", "check", "Alt+A", self.accept_packages)
        foot = widgets.row(
            self.back_button, self.receipt_button, None,
            widgets.tool("up", _("Park before"), partial(self.grid.step, -1), "Alt+Up"),
            widgets.tool("down", _("Park after"), partial(self.grid.step, 1), "Alt+Down"), self.accept_button,
            gap=6,
        )  # fmt: skip
        right = widgets.column(self.package, self.compared, self.totals, foot, gap=10)
        right.setStretch(1, 4)
        right.setStretch(2, 3)
        panes = widgets.row(gap=12)
        panes.addWidget(self.grid, 55)
        panes.addWidget(widgets.boxed(right), 45)
        whole = widgets.column(self._cards, panes, gap=10, margins=(16, 2, 16, 12))
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def _wire(self) -> None:
        self.grid.moved.connect(self._later.start)
        self.grid.entered.connect(self.open_data)
        self.grid.same.connect(self.show_same)
        self.package.opened.connect(self.open_data)
        self.package.taken_back.connect(self.take_back)
        self.package.checked.connect(self.show_findings)
        table = self.grid.table
        widgets.action(table, _("Accept the package"), "A", self.accept_packages)
        widgets.action(table, _("Return"), "R", self.return_package)
        widgets.action(table, _("Write receipt"), "W", self.write_receipts)
        widgets.action(self, _("Next that needs something"), "F8", self._next_urgent)
        widgets.action(self, _("Search parks"), "Ctrl+F", self.grid.search.setFocus)
        widgets.action(self, _("Next pane"), "F6", self._next_pane)
        widgets.action(self, _("Show the findings"), "Alt+F", self.show_findings)
        widgets.action(self, _("This park, or all parks"), "Alt+T", self._turn_over)

    # what the window asks ---------------------------------------------------------------------------------------------

    def title(self) -> str:
        return _("Zone")

    def facts(self) -> str:
        with self.context.office.reading() as session:
            name = park.own(session).name
        return "    ".join(part for part in (name, self.period.text) if part)

    def fill_actions(self, place: QHBoxLayout) -> None:
        self.field = PeriodField(self.context.today())
        self.field.put(self.period.text)
        self.field.setFixedWidth(170)
        self.field.edited.connect(self._typed)
        place.addWidget(self.field)
        keys = partial(self.context.go, "trusted_keys", None)
        place.addWidget(widgets.button(_("Trusted keys"), "flat", "key", "Alt+K", keys))
        self._remind = widgets.button(_("Remind"), "flat", "bell", "Alt+M", self.remind)
        place.addWidget(self._remind)
        place.addWidget(widgets.button(_("Verify and merge…"), "", "import", "Ctrl+O", self.choose_packages))
        place.addWidget(widgets.button(_("Consolidated report"), "primary", "chart", "Ctrl+P", self.open_report))
        self._tell_absent()

    def hints(self) -> tuple[tuple[str, str], ...]:
        return (
            ("Enter", _("Open all data")), ("A", _("Accept the package")), ("R", _("Return")),
            ("W", _("Write receipt")), ("S", _("Sort")), ("F8", _("Next that needs something")),
            ("Ctrl+O", _("Verify and merge")),
        )  # fmt: skip

    def open(self, uid: str) -> None:
        """Go to a received package."""
        with self.context.office.reading() as session:
            package = session.get(ReceivedPackage, uid)
        if package is not None:
            self.look_at(Period.parse(package.period))
            here = next((each for each in self.grid.parks if each.uscc == package.uscc), None)
            if here is not None:
                self.grid.go_to(here, self.period)

    def refresh(self, changed: Mapping[str, set[str]]) -> None:
        del changed  # keys, packages and parameters all stand here
        self._load()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self.grid.table.setFocus)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._low = self.height() < _LOW
        self.grid.set_low(low=self._low)
        self.package.set_low(low=self._low)
        self._settle_cards()

    def _turn_over(self) -> None:
        """Where there is no room for both tables: the park's figures, or those of all parks."""
        self._over = not self._over
        self._settle_cards()
        (self.totals if self._over else self.compared).table.setFocus()

    def _settle_cards(self) -> None:
        self.compared.turn.setVisible(self._low)
        self.totals.turn.setVisible(self._low)
        self.compared.setVisible(not (self._low and self._over))
        self.totals.setVisible(not self._low or self._over)

    # what is shown ----------------------------------------------------------------------------------------------------

    def look_at(self, period: Period) -> None:
        """Show a period."""
        self.period = self._state["period"] = period
        if self.field is not None:
            self.field.put(period.text)
        self._load()

    def _typed(self) -> None:
        period = self.field.value() if self.field else None
        if self.field is not None:
            self.field.mark(wrong=period is None)
        if period is not None and period != self.period:
            self.look_at(period)

    def periods(self) -> list[Period]:
        """The period and those before it, the earliest first."""
        return [self.period.shifted(-by) for by in range(_SHOWN - 1, -1, -1)]

    def _load(self) -> None:
        office, today = self.context.office, self.context.today()
        operator, period = office.actor.operator, self.period.text
        self._found.clear()
        with office.reading() as session:
            parks = expected.parks(session, operator)
            standings = expected.standings(session, office.actor, self.periods(), today)
            counting = len(zone.counting(session, operator, period))
            totals = self._totals(session)
            companies = shared.companies(session, operator, period)
            self._trusted = zone.trusted(session, operator)
        self._same = shared.several(companies)
        self.grid.show_parks(parks, self.periods(), standings)
        self.grid.tell_same(self._same)
        self.totals.show_totals(totals, counting)
        self._fill_cards(counting, shared.incubated_in(companies), totals)
        self._tell_absent()
        self.title_changed.emit()

    def _totals(self, session: Any) -> list[indicators.Total]:
        """The sums; none where a package has values that cannot be read, which is told with its place."""
        office = self.context.office
        try:
            return indicators.totals(session, office.actor, office.features, self.period)
        except Refused as refused:
            self.context.tell(worded(refused.problems), "danger", undoable=False)
            return []

    def _fill_cards(self, counting: int, once: int, totals: Sequence[indicators.Total]) -> None:
        states = [self.grid.now(each).state for each in self.grid.parks]
        due = len(states) - states.count("not_expected")
        absent = states.count("missing") + states.count("awaited")
        whole = {each.indicator: each for each in totals}
        figures: list[tuple[str, str, str, Tone | None]] = [
            (_("Expected / added up"), f"{due} / {counting}", _("parks"), None),
            (_("To be reviewed"), str(states.count("received")), _("parks"), "info"),
            (_("Sent back"), str(states.count("returned")), _("parks"), "danger"),
            (_("Not sent"), str(absent), _("parks"), "warning"),
            (_("Incubated companies"), f"{once:,}", _("counted once"), None),
        ]
        amounts: list[tuple[str, str, Tone | None]] = [
            ("relieved", _("Rent relieved"), "success"), ("deferred", _("Rent deferred"), "deferred"),
            ("sessions", _("Sessions counted"), None),
        ]  # fmt: skip
        for name, caption, tone in amounts:
            total = whole.get(name)
            unit = _("10,000 CNY") if name != "sessions" else _("sessions")
            text = shown(total.whole, total.measure) if total else ""
            figures.append((caption, text or "—", unit if text else "", tone))
        widgets.clear(self._cards)
        for caption, text, unit, tone in figures:
            self._cards.addWidget(widgets.FigureCard(caption, text, unit, tone=tone, small=True), 1)

    def absent(self) -> list[Standing]:
        """The parks that are reminded: nothing is here, or what came was returned."""
        now = [self.grid.now(each) for each in self.grid.parks]
        return [each for each in now if each.state in ("missing", "awaited", "returned")]

    def _tell_absent(self) -> None:
        if self._remind is not None:
            count = len(self.absent())
            self._remind.setText(translate_many("Remind {count} park", "Remind {count} parks", count))
            self._remind.setShortcut("Alt+M")
            self._remind.setEnabled(bool(count))

    # the chosen one ---------------------------------------------------------------------------------------------------

    def standing(self) -> Standing | None:
        """How the current park stands in the current period."""
        current = self.grid.current()
        return self.grid.standings[current[0].uscc, current[1].text] if current else None

    def _show_chosen(self) -> None:
        standing, office = self.standing(), self.context.office
        package = standing.package if standing else None
        trusted = package is not None and self._trusted(package.uscc, package.fingerprint)
        self.package.show_standing(standing, trusted, self.found() if package else ())
        period = standing.period if standing else self.period
        periods = [period.shifted(-by) for by in range(3)]
        with office.reading() as session:
            figures = [self._figures_of(session, standing, each) for each in periods] if standing else [{}, {}, {}]
            cases = indicators.sum_of_cases(session, package) if package else None
            large = park.values_on(session, office.actor, LARGE_CHANGE.name, period.last).get(LARGE_CHANGE.name)
        self.compared.show_figures(periods, figures, cases, large)
        status = package.status if package else None
        self.accept_button.setEnabled(any(each.status != "accepted" for each in self._packages()))
        self.back_button.setEnabled(status in ("received", "accepted"))
        self.receipt_button.setEnabled(any(each.status != "received" for each in self._packages()))

    def _figures_of(self, session: Any, standing: Standing, period: Period) -> indicators.Figures:
        """What a park states in the package that counts; read once, for a package never changes."""
        packages = zone.effective(session, self.context.office.actor.operator, period.text)
        package = next((each for each in packages if each.uscc == standing.park.uscc), None)
        if package is None:
            return {}
        if package.uid not in self._figures:
            try:
                self._figures[package.uid] = indicators.figures_of(session, self.context.office.features, package)
            except Refused:  # told among the findings
                self._figures[package.uid] = {}
        return self._figures[package.uid]

    def found(self) -> list[rechecking.Found]:
        """What the rules find in the current package."""
        standing, office = self.standing(), self.context.office
        if standing is None or standing.package is None:
            return []
        uid = standing.package.uid
        if uid not in self._found:
            with office.reading() as session:
                self._found[uid] = rechecking.recheck(session, office.actor, office.features, standing.package)
        return self._found[uid]

    def _packages(self) -> list[ReceivedPackage]:
        """The packages of the chosen parks in the current period."""
        current = self.grid.current()
        if current is None:
            return []
        chosen: list[Park] = self.grid.chosen() or [current[0]]
        found = (self.grid.standings[each.uscc, current[1].text].package for each in chosen)
        return [each for each in found if each is not None]

    def open_data(self) -> None:
        """Show all tables of the current package."""
        self._open_data("")

    def open_rows(self) -> None:
        """Show the cases behind the figures of the current package."""
        self._open_data(indicators.CASES)

    def _open_data(self, table: str) -> None:
        standing = self.standing()
        if standing is not None and standing.package is not None:
            self._dialog = open_data(self.context, self, standing.package, table)
        elif standing is not None:
            self.context.tell(_("Nothing of this park is here for this period."), "info", undoable=False)

    def data_dialog(self) -> DataDialog | None:
        """The data that are open."""
        return self._dialog if isinstance(self._dialog, DataDialog) else None

    def show_findings(self) -> None:
        """List what the rules find in the current package, and what the park found itself."""
        headings = [_("Verdict"), _("Concerning"), _("What was found"), _("The park's explanation")]
        rows = [
            [
                Cell(_("Error"), tone="danger", icon="error-circle", chip=True)
                if each.severity == "error"
                else Cell(_("Warning"), tone="warning", icon="warning", chip=True),
                Cell(place(self.context.office.features, each.reason)), Cell(each.reason.text), Cell(each.explanation),
            ]
            for each in self.found()
        ]  # fmt: skip
        self._list(_("Findings"), headings, rows)

    def show_same(self) -> None:
        """List the companies that are in several parks."""
        headings = [_("Company"), _("Credit code"), _("Park"), _("Code there")]
        rows = [
            [Cell(each.name), Cell(each.uscc, muted=True), Cell(place.park_name), Cell(place.code)]
            for each in self._same
            for place in each.places
        ]
        self._list(_("Companies of several parks"), headings, rows)

    def _list(self, title: str, headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
        self._dialog = ListDialog(self.context, self, title, headings, rows)
        self._dialog.open()

    def _next_urgent(self) -> None:
        self.grid.next_urgent(URGENT)
        self.grid.table.setFocus()

    def _next_pane(self) -> None:
        panes = [each for each in (self.grid.table, self.compared.table, self.totals.table) if each.isVisible()]
        focus = self.window().focusWidget()
        at = next((at for at, pane in enumerate(panes) if pane is focus), -1)
        panes[(at + 1) % len(panes)].setFocus()

    # answers ----------------------------------------------------------------------------------------------------------

    def accept_packages(self) -> None:
        """Accept the packages of the chosen parks, as one step."""
        self._answer([each for each in self._packages() if each.status != "accepted"], "accepted", ())

    def return_package(self) -> None:
        """Ask for the reasons, then return the current package."""
        standing = self.standing()
        package = standing.package if standing else None
        if package is None or package.status == "returned":
            return
        dialog = ReturnDialog(self.context, self, package, self.found())
        dialog.given.connect(lambda reasons: self._answer([package], "returned", reasons))
        self._dialog = dialog
        dialog.open()

    def _answer(self, packages: Sequence[ReceivedPackage], verdict: Verdict, reasons: Sequence[Reason]) -> None:
        if not packages:
            return
        office, today = self.context.office, self.context.today()

        def work() -> None:
            with office.writing(ANSWERS[verdict], count=len(packages)) as step:
                for each in packages:
                    zone.answer(step, step.session.get_one(ReceivedPackage, each.uid), verdict, reasons, today)

        if self.context.attempt(work):
            count = len(packages)
            accepted = translate_many("{count} package accepted", "{count} packages accepted", count)
            self.context.tell(accepted if verdict == "accepted" else _("Returned. Write the receipt for the park (W)."))
            self.grid.table.setFocus()

    def take_back(self) -> None:
        """The return was a mistake: the package is to be reviewed again."""
        standing, office = self.standing(), self.context.office
        if standing is None or standing.package is None:
            return
        uid = standing.package.uid

        def work() -> None:
            with office.writing(ANSWERS["received"], count=1) as step:
                zone.take_back(step, step.session.get_one(ReceivedPackage, uid))

        if self.context.attempt(work):
            self.context.tell(_("It is to be reviewed again."))

    def write_receipts(self) -> None:
        """Ask for a folder, and put the receipts of the chosen parks' answered packages there."""
        if not any(each.status != "received" for each in self._packages()):
            self.context.tell(_("Accept or return the package first."), "info", undoable=False)
            return
        chosen = QFileDialog.getExistingDirectory(self, _("Folder for receipts"), self.context.recall(_FOLDER, ""))
        if chosen:
            self.context.remember(_FOLDER, chosen)
            self.write_to(Path(chosen))

    def write_to(self, folder: Path) -> None:
        """Put the receipts into a folder."""
        packages = [each for each in self._packages() if each.status != "received"]
        office = self.context.office
        told: list[Problem] = []
        left: list[Path] = []

        def work() -> None:
            with office.reading() as session:
                own = park.own(session)
            key = signing.own(office.actor.operator)
            told.extend(key.problems)
            left.extend(receipts.write_receipt(each, own, key.key, folder) for each in packages)

        if self.context.attempt(work):
            files = translate_many("{count} receipt", "{count} receipts", len(left))
            saved = _("{files} saved in {folder}").format(files=files, folder=folder)
            text = "  ".join(part for part in (saved, worded(tuple(told))) if part)
            self.context.tell(text, "warning" if told else "success", undoable=False)

    # packages in ------------------------------------------------------------------------------------------------------

    def choose_packages(self) -> None:
        """Let the user choose packages, and merge them."""
        chosen, _kind = QFileDialog.getOpenFileNames(
            self, _("Verify and merge packages"), self.context.recall(_FOLDER, ""), _("Packages (*.zip)")
        )
        if chosen:
            self.context.remember(_FOLDER, str(Path(chosen[0]).parent))
            self.merge([Path(each) for each in chosen])

    def merge(self, paths: Sequence[Path]) -> None:
        """Verify packages and take them in beside the window's thread: all of them, or none."""
        office, today = self.context.office, self.context.today()

        def work(progress: Progress) -> zone.Outcome | Refused:
            try:
                return zone.merge(office, paths, today, progress)
            except Refused as refused:
                return refused

        self.context.jobs.start(_("Verify and merge packages"), work, self._merged)

    def _merged(self, outcome: zone.Outcome | Refused) -> None:
        if isinstance(outcome, Refused):
            self._tell_problems(_("Nothing was taken in"), outcome.problems)
            return
        new = [each for each in outcome.packages if each.outcome == "added"]
        taken = translate_many("{count} package taken in", "{count} packages taken in", len(new))
        known = len(outcome.packages) - len(new)
        here = translate_many("{count} was here already", "{count} were here already", known) if known else ""
        self.context.tell("  ".join(part for part in (taken, here) if part), undoable=bool(new))
        if new:  # what cannot be added up of them is told after all
            here_now = self.period.text in {each.period for each in new}
            self.look_at(self.period if here_now else Period.parse(new[-1].period))
        if outcome.problems:
            self._tell_problems(_("Taken in, and to be known"), outcome.problems)

    def _tell_problems(self, title: str, problems: Sequence[Problem]) -> None:
        rows = [
            [
                Cell(Path(each.where.file).name if each.where.file else ""),
                Cell(_("Error"), tone="danger", icon="error-circle", chip=True)
                if each.severity == "error"
                else Cell(_("Warning"), tone="warning", icon="warning", chip=True),
                Cell(each.text()),
            ]
            for each in problems
        ]
        self._list(title, [_("File"), _("Verdict"), _("What is wrong, and what to do")], rows)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(path.suffix.lower() == ".zip" for path in incoming.paths_of(event.mimeData())):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        packages = [path for path in incoming.dropped(event) if path.suffix.lower() == ".zip"]
        if packages:
            self.merge(packages)

    # all parks --------------------------------------------------------------------------------------------------------

    def open_report(self) -> None:
        """Look at the consolidated reports."""
        self._dialog = ReportDialog(self.context, self, self.period, indicators.RETURN)
        self._dialog.open()

    def remind(self) -> None:
        """Show the parks that have not sent, to be copied into a message."""
        self._dialog = RemindDialog(self.context, self, reminder(self.period, self.absent(), self.context.today()))
        self._dialog.open()
