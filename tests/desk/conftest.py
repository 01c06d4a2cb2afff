"""The window on the demo park, shared by the tests of its pages."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from incubator_desk.demo.show import fill
from incubator_desk.desk.app import make_context, open_office, speak
from incubator_desk.desk.window import MainWindow
from incubator_desk.qtkit import theme
from incubator_desk.qtkit.jobs import Jobs


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("demo") / "demo.desk"
    office = open_office(str(place))
    fill(office)
    office.database.close()
    return place


@pytest.fixture
def window(qtbot, qapp, open_office, demo_file: Path, tmp_path: Path):
    shutil.copy(demo_file, tmp_path / "park.desk")
    file_office = open_office(str(tmp_path / "park.desk"))
    theme.load_fonts()
    theme.apply(qapp)
    jobs = Jobs()
    settings = QSettings(str(tmp_path / "desk.ini"), QSettings.Format.IniFormat)
    translators: list = []
    made = MainWindow(make_context(file_office, jobs, settings), lambda language: speak(qapp, language, translators))
    qtbot.addWidget(made)
    made.resize(1600, 1000)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    jobs.close()
    theme.apply(qapp)
