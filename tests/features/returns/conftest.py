"""The demo park on a database of each kind."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from incubator_desk.catalog.office import Office
from incubator_desk.demo.show import fill


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo park as a file, made once."""
    from incubator_desk.desk.app import open_office

    place = tmp_path_factory.mktemp("returns") / "demo.desk"
    office = open_office(str(place), "王敏")
    fill(office)
    office.database.close()
    return place


@pytest.fixture
def demo(filled: Path, tmp_path: Path, open_office: Any) -> Office:
    """The demo park on a file of its own."""
    shutil.copy(filled, tmp_path / "demo.desk")
    made: Office = open_office(str(tmp_path / "demo.desk"))
    return made
