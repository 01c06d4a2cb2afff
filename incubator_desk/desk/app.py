"""Starting the window: fonts, theme, the database held and opened, one window per file."""

import gc
import getpass
import os
import sys
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLibraryInfo, QLocale, QSettings, QTimer, QTranslator
from PySide6.QtGui import QIcon
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QApplication, QMessageBox

from incubator_desk.base import i18n
from incubator_desk.base.errors import Refused
from incubator_desk.base.i18n import _
from incubator_desk.catalog.office import Office
from incubator_desk.features.all import FEATURES
from incubator_desk.features.park import service as park
from incubator_desk.qtkit import icons, theme
from incubator_desk.qtkit.jobs import Jobs
from incubator_desk.qtkit.screen import Context
from incubator_desk.store import backup, lock
from incubator_desk.store import database as databases
from incubator_desk.store.record import Actor
from incubator_desk.store.schema import open_database

if TYPE_CHECKING:
    from .window import MainWindow


def has_display() -> bool:
    """Whether Qt has something to show a window on."""
    chosen = ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")
    return not sys.platform.startswith("linux") or any(os.environ.get(name) for name in chosen)


def application() -> QApplication:
    """The application with its fonts, made once."""
    theme.prepare_environment()
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("incubator-desk")
    theme.load_fonts()
    return app


def settings() -> QSettings:
    """What this machine remembers, in a file of the user's."""
    from platformdirs import user_config_path

    path = user_config_path("incubator-desk", appauthor=False, ensure_exists=True) / "desk.ini"
    return QSettings(str(path), QSettings.Format.IniFormat)


def speak(app: QApplication, language: str, translator: list[QTranslator]) -> None:
    """Use a language for our texts and Qt's own."""
    i18n.use(language)
    QLocale.setDefault(QLocale(language))
    for old in translator:
        app.removeTranslator(old)
    translator.clear()
    qt = QTranslator()
    if qt.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(qt)
        translator.append(qt)


def open_office(place: str, name: str | None = None) -> Office:
    """The office on a file or URL; a missing file is made."""
    office = Office(open_database(place, create=True), FEATURES, Actor(name or _user(), ""))
    park.found(office)
    return office


def _write_list(*arguments: Any) -> None:
    from incubator_desk.reports.lists import write_list  # openpyxl takes a while that the start need not wait for

    write_list(*arguments)


def make_context(office: Office, jobs: Jobs, remembered: QSettings) -> Context:
    """Where the screens work; “today” is the park's working date where it has one."""
    context = Context(office, date.today, jobs, remembered, write_list=_write_list)

    def today() -> date:
        if "working_date" not in context.memory:
            with office.reading() as session:
                context.memory["working_date"] = park.own(session).working_date
        return context.memory["working_date"] or date.today()

    context.today = today
    return context


def run(*, place: str, language: str | None = None, exit_when_ready: bool = False) -> int:
    """Open the window and stay until it is closed; gives the exit status."""
    if not has_display():
        if not exit_when_ready:
            print(_("There is no display to open the window on."), file=sys.stderr)  # noqa: T201 - no window to say it in
            return 1
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app = application()
    remembered = settings()
    translator: list[QTranslator] = []
    speak(app, language or str(remembered.value("language") or i18n.language()), translator)
    scheme = remembered.value("scheme") or "light"
    theme.apply(app, "dark" if scheme == "dark" else "light")
    app.setWindowIcon(QIcon(icons.mark(64)))
    with ExitStack() as held:
        try:
            if not databases.is_url(place):
                held.enter_context(lock.hold(Path(place).expanduser().resolve()))
            office = open_office(place)
        except Refused as refused:
            if any(p.code == "in_use" for p in refused.problems) and _raise_other(Path(place).expanduser().resolve()):
                return 0
            return _cannot_start(refused)
        held.callback(office.database.close)
        return _work(app, office, remembered, translator, exit_when_ready=exit_when_ready)


def _work(
    app: QApplication, office: Office, remembered: QSettings, translator: list[QTranslator], *, exit_when_ready: bool
) -> int:
    from .window import MainWindow

    jobs = Jobs()
    context = make_context(office, jobs, remembered)
    window = MainWindow(context, lambda language: speak(app, language, translator))
    sys.excepthook = lambda kind, value, trace: _defect(window, kind, value, trace)
    server = _listen(office, window)
    window.show()
    QTimer.singleShot(0, _collect_from_now_on)
    if exit_when_ready:
        window.ready.connect(lambda: QTimer.singleShot(0, app.quit))
        window.watch_ready()
    else:
        jobs.start(
            _("Daily backup"), lambda progress: backup.daily(office.database, progress), lambda _p: window.tell_backup()
        )
    status = app.exec()
    jobs.close()
    if server is not None:
        server.close()
    return status


def _collect_from_now_on() -> None:
    """Let the garbage collector work again, on what is made after the start."""
    gc.freeze()
    gc.enable()


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "?"


def _listen(office: Office, window: "MainWindow") -> QLocalServer | None:
    """Let a second start bring this window to the front."""
    if office.database.path is None:
        return None
    name = lock.window_name(office.database.path)
    QLocalServer.removeServer(name)  # of a crashed one; this process holds the file
    server = QLocalServer()
    server.newConnection.connect(window.come_forward)
    server.listen(name)
    return server


def _raise_other(path: Path) -> bool:
    """Ask the window that holds the file to come to the front; gives whether it answered."""
    socket = QLocalSocket()
    socket.connectToServer(lock.window_name(path))
    return socket.waitForConnected(1500)


def _cannot_start(refused: Refused) -> int:
    text = "\n".join(problem.text() for problem in refused.problems)
    print(text, file=sys.stderr)  # noqa: T201 - whoever started it from a console reads it there
    if os.environ.get("QT_QPA_PLATFORM") != "offscreen":
        QMessageBox.warning(None, _("Incubator Desk"), text)
    return 1


def _defect(window: "MainWindow", kind: type[BaseException], value: BaseException, trace: TracebackType | None) -> None:
    """The one border for defects: nothing is lost, the user reads a sentence, the traceback goes into a file."""
    import traceback

    from platformdirs import user_log_path

    log = user_log_path("incubator-desk", appauthor=False, ensure_exists=True) / "errors.log"
    with log.open("a", encoding="utf-8") as file:
        traceback.print_exception(kind, value, trace, file=file)
    text = _("Something went wrong in the program. Nothing was changed. What happened is noted in {log}.")
    window.tell(text.format(log=log), "danger", undoable=False)
