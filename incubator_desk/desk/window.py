"""The main window: top bar, navigation, one screen at a time, status bar."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QLocale, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QMainWindow,
    QMenu,
    QMenuBar,
    QStackedWidget,
    QWidget,
)

from incubator_desk.base import i18n
from incubator_desk.base.errors import Problem
from incubator_desk.base.i18n import _, translate
from incubator_desk.catalog.kinds import Tone
from incubator_desk.qtkit import icons, theme, widgets
from incubator_desk.qtkit.jobs import Job
from incubator_desk.qtkit.screen import Context, Screen, worded
from incubator_desk.qtkit.tokens import STATUS, TOP_BAR

from . import pages, palette, waiting
from .navigation import navigation

SLIM_BELOW = 1440
_COUNTED = 150
"""Milliseconds of rest after which what waits is counted."""
LANGUAGES = {"zh_CN": "中文", "en": "English"}


class MainWindow(QMainWindow):
    """The desk."""

    ready = Signal()
    _told = Signal(object)

    def __init__(self, context: Context, speak: Callable[[str], None]) -> None:
        super().__init__()
        self.context, self._speak = context, speak
        context.tell, context.go = self.tell, self.go
        self._told.connect(self._written)
        context.office.listeners.append(self._told.emit)  # a job tells from its own thread
        context.jobs.started.connect(self._job_started)
        self._screens: dict[str, Screen] = {}
        self._past: list[tuple[str, str | None]] = []
        self._future: list[tuple[str, str | None]] = []
        self._here: tuple[str, str | None] = ("home", None)
        self._job: Job | None = None
        self._changed: dict[str, set[str]] = {}
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._refresh)
        self._count = QTimer(self, singleShot=True, interval=_COUNTED)
        self._count.timeout.connect(self._tell_badges)
        self._slow = QTimer(self, singleShot=True, interval=400)
        self._slow.timeout.connect(lambda: self._progress.setVisible(self._job is not None))
        self.resize(1440, 900)
        if geometry := context.settings.value("geometry"):
            self.restoreGeometry(geometry)
        self._build()

    # building -------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        """Everything in the language in use; called again when it changes."""
        self.setWindowTitle(_("Incubator Desk"))
        for old in self.actions():
            self.removeAction(old)
        self._screens.clear()
        self.navigation = navigation(self.context.office.features)
        self.navigation.chosen.connect(lambda name: self.go(name, None))
        self._stack = QStackedWidget()
        self._head = widgets.PageHead()
        self._head.went_back.connect(self.back)
        self._head.went_forward.connect(self.forward)
        page = widgets.boxed(widgets.column(self._head, self._stack, gap=0), "page")
        middle = widgets.row(self.navigation, page, gap=0)
        middle.setStretch(1, 1)
        whole = widgets.column(self._top_bar(), middle, self._status_bar(), gap=0)
        whole.setStretch(1, 1)
        self.setCentralWidget(widgets.boxed(whole, "page"))
        self.undo_bar = widgets.UndoBar(self)
        self.undo_bar.undo.connect(self.undo)
        self.undo_bar.beside = self.navigation.width
        self.palette_popup = palette.Palette(self.context, self, self._commands)
        self._keys()
        self._settle_navigation()
        self._tell_lines()
        self._show(self._here)
        self._tell_file()
        self._count.start()

    def _top_bar(self) -> QWidget:
        mark = QLabel()
        mark.setPixmap(icons.mark(24))
        self._menus = QMenuBar()
        self._menus.setNativeMenuBar(False)
        self._fill_menus()
        self._search = widgets.SearchOpener(_("Search companies, leases, actions"), "Ctrl+K")
        self._search.clicked.connect(self.open_palette)
        self._undo = widgets.tool("undo", _("Undo"), self.undo, "Ctrl+Z")
        self._redo = widgets.tool("redo", _("Redo"), self.redo, "Ctrl+Y")
        self._day = widgets.button("", "flat", "calendar", run=self.choose_day)
        other = next(name for name in LANGUAGES if name != i18n.language())
        language = widgets.button(LANGUAGES[i18n.language()], "flat", "globe", run=lambda: self.set_language(other))
        language.setToolTip(_("Switch the language"))
        dark = theme.scheme() == "dark"
        shade = widgets.tool("sun" if dark else "moon", _("Light or dark"), self.toggle_scheme)
        user = widgets.label(self.context.office.actor.name, "facts")
        bar = widgets.boxed(
            widgets.row(
                mark, widgets.label(_("Incubator Desk"), "brand"), 6, self._menus, None, self._search, None,
                self._undo, self._redo, widgets.divider(TOP_BAR), self._day, shade, language, user,
                gap=6, margins=(12, 0, 14, 0),
            ),
            "topbar",
        )  # fmt: skip
        bar.setFixedHeight(TOP_BAR)
        self._tell_day()
        return bar

    def _fill_menus(self) -> None:
        file = self._menus.addMenu(_("&File"))
        self._entry(file, _("Import a workbook"), lambda: self.go("import", None))
        self._entry(file, _("Export everything…"), self.export_all)
        self._entry(file, _("Back up now…"), self.back_up)
        file.addSeparator()
        self._entry(file, _("Close"), self.close)
        edit = self._menus.addMenu(_("&Edit"))
        self._entry(edit, _("Undo") + "\tCtrl+Z", self.undo)
        self._entry(edit, _("Redo") + "\tCtrl+Y", self.redo)
        view = self._menus.addMenu(_("&View"))
        self._entry(view, _("Navigation wide or narrow") + "\tCtrl+B", self.toggle_navigation)
        self._entry(view, _("Light or dark"), self.toggle_scheme)
        self._entry(
            view,
            _("Switch the language"),
            lambda: self.set_language(next(n for n in LANGUAGES if n != i18n.language())),
        )
        self._entry(view, _("Refresh") + "\tF5", self.refresh)
        business = self._menus.addMenu(_("&Business"))
        for name in self.navigation.names():
            entry = pages.entry_of(self.context.office.features, name)
            self._entry(business, translate(entry.label).replace("&", "&&"), partial(self.go, name, None))
        help_ = self._menus.addMenu(_("&Help"))
        self._entry(help_, _("Keys") + "\tF1", self.show_keys)

    def _entry(self, menu: QMenu, text: str, run: Callable[[], Any]) -> None:
        menu.addAction(text).triggered.connect(lambda _checked=False: run())

    def _status_bar(self) -> QWidget:
        self._hints = widgets.Elided()
        self._progress = widgets.ProgressStrip()
        self._progress.cancelled.connect(self._cancel_job)
        self._progress.hide()
        self._saved = widgets.StatusFact("check-circle", "success")
        self._backup = widgets.StatusFact("shield", "success")
        self._file = widgets.StatusFact("box")
        bar = widgets.boxed(
            widgets.row(
                self._hints, None, self._progress, self._saved, self._backup, self._file, gap=16, margins=(12, 0, 14, 0)
            ),
            "statusbar",
        )
        bar.setFixedHeight(STATUS)
        return bar

    def _keys(self) -> None:
        for key, run in (
            ("Ctrl+K", self.open_palette), ("Ctrl+B", self.toggle_navigation), ("F5", self.refresh),
            ("F1", self.show_keys),
        ):  # fmt: skip
            widgets.action(self, key, key, run)
        for number, name in enumerate(self.navigation.names()[:9], 1):
            widgets.action(self, name, f"Ctrl+{number}", partial(self.go, name, None))

    # going about ----------------------------------------------------------------------------------------------------

    def go(self, name: str, uid: str | None = None, column: str | None = None) -> None:
        """Open a screen, with a record, and put the cursor into one of its columns."""
        current = self._screens.get(self._here[0])
        if current is not None and not current.may_leave() and name != self._here[0]:
            self.tell(_("There are unsaved changes. Save (Ctrl+S) or discard them first."), "warning", undoable=False)
            self.navigation.mark(pages.name_of(pages.entry_of(self.context.office.features, self._here[0])))
            return
        if (name, uid) != self._here:
            self._past.append(self._here)
            self._future.clear()
        self._show((name, uid))
        if column:
            self.current().look_into(column)

    def back(self) -> None:
        """To the screen before."""
        if self._past:
            self._future.append(self._here)
            self._show(self._past.pop())

    def forward(self) -> None:
        """To the screen from which one went back."""
        if self._future:
            self._past.append(self._here)
            self._show(self._future.pop())

    def _show(self, place: tuple[str, str | None]) -> None:
        name, uid = self._here = place
        screen = self._screens.get(name)
        if screen is None:
            screen = self._screens[name] = pages.make(self.context, name)
            screen.title_changed.connect(self._tell_page)
            self._stack.addWidget(screen)
        self._stack.setCurrentWidget(screen)
        self.navigation.mark(pages.name_of(pages.entry_of(self.context.office.features, name)))
        widgets.clear(self._head.buttons)
        screen.fill_actions(self._head.buttons)
        if (narrowed := self.context.memory.pop("narrowed", None)) is not None:
            screen.narrow(narrowed)
        if uid is not None:
            screen.open(uid)
        elif "given" in self.context.memory and hasattr(screen, "new"):
            screen.new()
        else:
            screen.arrive()
        self._tell_page()
        self._hints.tell("    ".join(f"{key} {text}" for key, text in (*screen.hints(), ("Ctrl+K", _("Search all")))))
        self._head.back.setEnabled(bool(self._past))
        self._head.forward.setEnabled(bool(self._future))
        self.context.settings.setValue("screen", name)

    def current(self) -> Screen:
        """The screen shown."""
        return self._screens[self._here[0]]

    def _tell_page(self) -> None:
        screen = self._screens.get(self._here[0])
        if screen is None:
            return
        crumbs = [(text, partial(self.go, name, None)) for text, name in screen.crumbs()]
        self._head.tell(screen.title(), screen.facts(), crumbs)

    def _commands(self) -> list[tuple[str, str, str, Callable[[], Any]]]:
        """What the palette offers beside records: label, key, icon, action."""
        features = self.context.office.features
        found: list[tuple[str, str, str, Callable[[], Any]]] = []
        for at, name in enumerate(self.navigation.names(), 1):
            entry = pages.entry_of(features, name)
            key = f"Ctrl+{at}" if at < 10 else ""
            found.append((translate(entry.label), key, entry.icon, partial(self.go, name, None)))
        found += [
            (translate(way.label), way.key, way.icon, partial(self.go, way.screen, None))
            for feature in features
            for way in feature.ways
            if not way.of_record
        ]
        found += [
            (translate(report.label), "", "chart", partial(self.show_report, report.name))
            for report in features.reports.values()
        ]
        for register in features.registers.values():
            if register.parent is None and register.name != "operators" and not register.made:
                text = _("New {noun}").format(noun=translate(register.noun))
                found.append((text, "", "plus", partial(self.new, register.name)))
        found += [
            (_("Undo"), "Ctrl+Z", "undo", self.undo),
            (_("Working date"), "", "calendar", self.choose_day),
            (_("Back up now…"), "", "shield", self.back_up),
            (_("Export everything…"), "", "export", self.export_all),
            (_("Light or dark"), "", "moon", self.toggle_scheme),
            (
                _("Switch the language"),
                "",
                "globe",
                lambda: self.set_language(next(n for n in LANGUAGES if n != i18n.language())),
            ),
        ]
        return found

    def new(self, register: str) -> None:
        """A blank record of a register to fill in."""
        self.context.memory["given"] = {}
        self.go(register, None)

    def show_report(self, name: str) -> None:
        """A report, for the period that was looked at last."""
        self.context.memory["paper"] = {"report": name}
        self.go("reports", None)

    def open_palette(self) -> None:
        """Search across everything."""
        self.palette_popup.open()

    # what was done ---------------------------------------------------------------------------------------------------

    def tell(self, text: str, tone: Tone = "success", *, undoable: bool = True) -> None:
        """Say what was done, or why not."""
        self.undo_bar.tell(text, tone, undoable=undoable)

    def undo(self) -> None:
        """Take back the last step."""
        self._reverse(self.context.office.undo, _("Nothing to undo."), _("Undone"))

    def redo(self) -> None:
        """Carry out again what was undone."""
        self._reverse(self.context.office.redo, _("Nothing to redo."), _("Redone"))

    def _reverse(self, turn: Callable[[], str | None], nothing: str, done: str) -> None:
        result: list[str | None] = []
        if self.context.attempt(lambda: result.append(turn())):
            self.tell(done if result[0] else nothing, "success" if result[0] else "info", undoable=False)

    def _written(self, touched: Mapping[str, set[str]]) -> None:
        for name, uids in touched.items():
            self._changed.setdefault(name, set()).update(uids)
        self._later.start()

    def _refresh(self) -> None:
        changed, self._changed = self._changed, {}
        if "operators" in changed:
            self.context.memory.pop("working_date", None)
            self._tell_day()
        waiting.forget(self.context)
        now = QLocale().toString(_now(), "HH:mm")
        self._saved.tell(_("Saved {time}").format(time=now))
        for name, screen in list(self._screens.items()):
            if screen is self._stack.currentWidget():
                screen.refresh(changed)
            else:
                self._stack.removeWidget(screen)
                screen.deleteLater()
                del self._screens[name]
        self._tell_lines()
        self._count.start()

    def refresh(self) -> None:
        """Read everything anew, also what others have written."""
        waiting.forget(self.context)
        self.current().refresh({})
        self._tell_lines()
        self._count.start()

    def _tell_lines(self) -> None:
        """Show the lines of the navigation that this database has a use for."""
        office = self.context.office
        with office.reading() as session:
            idle = [e for e in pages.entries(office.features) if not e.wanted(session, office.actor)]
        self.navigation.set_hidden([pages.name_of(entry) for entry in idle])

    def _tell_badges(self) -> None:
        """Say beside the navigation's lines how much waits there; counted once the window has the time for it."""
        self.navigation.set_badges(waiting.badges(self.context))

    # long work -------------------------------------------------------------------------------------------------------

    def _cancel_job(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _job_started(self, job: Job) -> None:
        self._job = job
        self._progress.tell(job.title)
        self._slow.start()
        queued = Qt.ConnectionType.QueuedConnection
        job.progress.connect(self._job_progress, queued)
        job.refused.connect(lambda refused: self.tell(worded(refused.problems), "danger", undoable=False), queued)
        job.failed.connect(self._job_failed, queued)
        job.cancelled.connect(
            lambda: self.tell(_("Cancelled. Nothing was changed."), "warning", undoable=False), queued
        )
        job.ended.connect(self._job_ended, queued)

    def _job_progress(self, count: int, total: int) -> None:
        if self._job is not None:
            self._progress.tell(self._job.title, count, total)

    def _job_failed(self, defect: BaseException) -> None:
        import sys

        sys.excepthook(type(defect), defect, defect.__traceback__)

    def _job_ended(self) -> None:
        self._job = None
        self._progress.hide()

    def back_up(self) -> None:
        """Ask for a place and put a verified backup there."""
        from pathlib import Path

        from PySide6.QtWidgets import QFileDialog

        from incubator_desk.store import backup

        chosen, _kind = QFileDialog.getSaveFileName(self, _("Back up now…"), f"desk-{date.today():%Y%m%d}.db")
        if chosen:
            database = self.context.office.database
            amiss: list[Problem] = []
            work = lambda progress: backup.backup(database, Path(chosen), amiss.append, progress)  # noqa: E731
            self.context.jobs.start(_("Backup"), work, lambda path: self._backed_up(path, tuple(amiss)))

    def _backed_up(self, path: object, amiss: tuple[Problem, ...]) -> None:
        self.tell_backup()
        saved = _("Saved: {file}").format(file=path)
        text = f"{saved}  {worded(amiss)}" if amiss else saved
        self.tell(text, "warning" if amiss else "success", undoable=False)

    def tell_backup(self) -> None:
        """Say when the last backup was made."""
        self._backup.tell(_("Backup {time}, verified").format(time=QLocale().toString(_now(), "HH:mm")))

    def export_all(self) -> None:
        """Ask for a place and write everything as an interchange workbook."""
        from pathlib import Path

        from PySide6.QtWidgets import QFileDialog

        from incubator_desk.features.exchange.exporting import export_workbook

        chosen, _kind = QFileDialog.getSaveFileName(
            self, _("Export everything…"), "incubator-desk.xlsx", "Excel (*.xlsx)"
        )
        if chosen:
            done = lambda _counts: self.tell(_("Saved: {file}").format(file=chosen), undoable=False)  # noqa: E731
            self.context.jobs.start(_("Export"), lambda _p: export_workbook(self.context.office, Path(chosen)), done)

    # how it looks ----------------------------------------------------------------------------------------------------

    def set_language(self, language: str) -> None:
        """Speak another language at once."""
        if self._unsaved():
            return
        self._speak(language)
        self.context.settings.setValue("language", language)
        self._build()

    def _unsaved(self) -> bool:
        """Whether something unsaved would be lost by building the window anew, which is told."""
        if self.current().may_leave():
            return False
        self.tell(_("There are unsaved changes. Save (Ctrl+S) or discard them first."), "warning", undoable=False)
        return True

    def toggle_scheme(self) -> None:
        """Light or dark."""
        if self._unsaved():
            return
        wanted = "light" if theme.scheme() == "dark" else "dark"
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply(app, wanted)  # type: ignore[arg-type]
        self.context.settings.setValue("scheme", wanted)
        self._build()

    def toggle_navigation(self) -> None:
        """Wide or narrow."""
        slim = not self.navigation.slim
        self.context.settings.setValue("slim", slim)
        self.navigation.set_slim(slim=slim)
        self.undo_bar.settle()

    def _settle_navigation(self) -> None:
        chosen = self.context.settings.value("slim")
        slim = self.width() < SLIM_BELOW if chosen is None else str(chosen) == "true"
        self.navigation.set_slim(slim=slim)

    def choose_day(self) -> None:
        """Choose the working date: the day that counts as today."""
        from .day import DayDialog

        DayDialog(self.context, self).exec()

    def _tell_day(self) -> None:
        day = self.context.today()
        text = _("Working date {day}") if self.context.memory.get("working_date") else _("Today {day}")
        self._day.setText(text.format(day=day.isoformat()))

    def _tell_file(self) -> None:
        path = self.context.office.database.path
        self._file.tell(path.name if path else _("Shared database"))

    def show_keys(self) -> None:
        """The keys that matter here."""
        from .help import KeysDialog

        KeysDialog(self.current().hints(), self).exec()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if hasattr(self, "navigation"):
            self._settle_navigation()
            self.undo_bar.settle()

    def come_forward(self) -> None:
        """A second start asks for this window."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.current().may_leave() or (self.context.jobs.busy() and self._job is not None):
            reason = _("There are unsaved changes. Save (Ctrl+S) or discard them first.")
            if self.context.jobs.busy():
                reason = _("Work is still under way. Wait for it, or cancel it.")
            self.tell(reason, "warning", undoable=False)
            event.ignore()
            return
        self.context.settings.setValue("geometry", self.saveGeometry())
        super().closeEvent(event)

    # being ready -----------------------------------------------------------------------------------------------------

    def watch_ready(self) -> None:
        """Tell once the home page's figures are painted and a key has been answered."""
        self.installEventFilter(self)
        QTimer.singleShot(0, self._painted)

    def _painted(self) -> None:
        self.repaint()
        QApplication.processEvents()
        QApplication.postEvent(self, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_F24, Qt.KeyboardModifier.NoModifier))

    def eventFilter(self, watched: Any, event: QEvent) -> bool:
        if watched is self and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_F24:
            self.removeEventFilter(self)
            self.ready.emit()
            return True
        return super().eventFilter(watched, event)


def _now() -> Any:
    from PySide6.QtCore import QTime

    return QTime.currentTime()
