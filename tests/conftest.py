"""What all tests share: an off-screen Qt, a throw-away PostgreSQL, an office on either database."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, settings

if not os.environ.get("DESK_TEST_DISPLAY"):
    os.environ["QT_QPA_PLATFORM"] = "offscreen"

from incubator_desk.base import i18n
from incubator_desk.catalog.office import Office
from incubator_desk.features.all import FEATURES
from incubator_desk.features.park import service as park
from incubator_desk.store.record import Actor
from incubator_desk.store.schema import open_database

if TYPE_CHECKING:
    from incubator_desk.desk.window import MainWindow

settings.register_profile(
    "ci", derandomize=True, print_blob=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("soak", max_examples=5000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the long ones: at the end nothing would be left to run beside them."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    i18n.use("en")
    yield
    i18n.use("en")


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the machine's user is read or written."""
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    for name in ("INCUBATOR_DESK_DB", "INCUBATOR_DESK_FILES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")


def _server_programs() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A private PostgreSQL on a socket in a folder of its own; its URL ends before the database's name."""
    programs = _server_programs()
    if programs is None:
        if os.environ.get("CI"):
            pytest.fail("PostgreSQL is not installed")
        pytest.skip("PostgreSQL is not installed")
    folder = Path(tempfile.mkdtemp(prefix="desk-pg-"))
    as_user: list[str] = []
    if hasattr(os, "geteuid") and os.geteuid() == 0:  # the server refuses to run as root
        shutil.chown(folder, "postgres", "postgres")
        as_user = ["runuser", "-u", "postgres", "--"]
    data = folder / "data"
    subprocess.run(
        [*as_user, programs / "initdb", "-D", data, "-U", "desk", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"],
        check=True, capture_output=True,
    )  # fmt: skip
    options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off -c synchronous_commit=off"
    with subprocess.Popen(
        [*as_user, programs / "postgres", "-D", data, *options.replace("'", "").split()], stderr=subprocess.DEVNULL
    ) as server:
        try:
            deadline = time.monotonic() + 30
            while not (folder / ".s.PGSQL.5432").exists() and time.monotonic() < deadline:
                time.sleep(0.05)
            yield f"postgresql+psycopg://desk@/{{name}}?host={folder}"
        finally:
            server.terminate()
            server.wait(20)
            shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres_server: str) -> str:
    """The URL of a new, empty PostgreSQL database."""
    import psycopg

    name = f"desk_{uuid4().hex}"
    socket = postgres_server.split("host=")[1]
    for _ in range(100):
        try:
            with psycopg.connect(f"host={socket} user=desk dbname=postgres", autocommit=True) as connection:
                connection.execute(f"create database {name}")
            break
        except psycopg.OperationalError:
            time.sleep(0.1)
    return postgres_server.format(name=name)


OfficeMaker = Callable[[str], Office]


@pytest.fixture
def open_office() -> Iterator[OfficeMaker]:
    """Opens an office on a file or URL, made when it is missing; closed at the end of the test."""
    opened = []

    def make(place: str, name: str = "王敏") -> Office:
        office = Office(open_database(place, create=True), FEATURES, Actor(name, ""))
        park.found(office)
        opened.append(office)
        return office

    yield make
    for office in opened:
        office.database.close()


@pytest.fixture(params=["sqlite", "postgres"])
def office(request: pytest.FixtureRequest, tmp_path: Path, open_office: OfficeMaker) -> Office:
    """An empty office, on SQLite and on PostgreSQL."""
    place = str(tmp_path / "park.desk") if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    return open_office(place)


@pytest.fixture
def file_office(tmp_path: Path, open_office: OfficeMaker) -> Office:
    """An empty office on SQLite."""
    return open_office(str(tmp_path / "park.desk"))


WindowMaker = Callable[..., "MainWindow"]


@pytest.fixture
def show_window(qtbot: Any, qapp: Any, tmp_path: Path) -> Iterator[WindowMaker]:
    """Shows the window on an office, active, with settings of its own; its jobs end with the test.

    Today is the day given, else the working date of the park.
    """
    from PySide6.QtCore import QSettings

    from incubator_desk.desk.app import make_context, speak
    from incubator_desk.desk.window import MainWindow
    from incubator_desk.qtkit import theme
    from incubator_desk.qtkit.jobs import Jobs

    running: list[Jobs] = []

    def make(office: Office, today: date | None = None, *, size: tuple[int, int] = (1600, 1000)) -> MainWindow:
        theme.apply(qapp)
        running.append(Jobs())
        remembered = QSettings(str(tmp_path / "desk.ini"), QSettings.Format.IniFormat)
        context = make_context(office, running[-1], remembered)
        if today is not None:
            context.today = lambda: today
        translators: list[Any] = []
        window = MainWindow(context, lambda language: speak(qapp, language, translators))
        qtbot.addWidget(window)
        window.resize(*size)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        return window

    yield make
    for jobs in running:
        jobs.close()
    theme.apply(qapp)
