"""The window on the demo park, shared by the tests of its pages."""

import shutil
from pathlib import Path

import pytest

from incubator_desk.demo.show import fill
from incubator_desk.desk.app import open_office


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("demo") / "demo.desk"
    office = open_office(str(place))
    fill(office)
    office.database.close()
    return place


@pytest.fixture
def window(show_window, open_office, demo_file: Path, tmp_path: Path):
    shutil.copy(demo_file, tmp_path / "park.desk")
    return show_window(open_office(str(tmp_path / "park.desk")))
