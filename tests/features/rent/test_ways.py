"""From a lease to its schedule and its end, from a grant to its passing on: by one key each."""

from typing import Any

import pytest
import sample_park as sample
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from incubator_desk.catalog.office import Office
from incubator_desk.desk.window import MainWindow

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def uids(file_office: Office) -> dict[str, list[str]]:
    return sample.furnish(file_office, companies=2)


@pytest.fixture
def window(show_window: Any, file_office: Office, uids: dict[str, list[str]]) -> MainWindow:
    made: MainWindow = show_window(file_office, sample.TODAY, size=(1366, 768))
    return made


@pytest.mark.parametrize(("key", "screen"), [(Qt.Key.Key_T, "schedule"), (Qt.Key.Key_L, "ending")])
def test_a_lease_leads_on_by_a_key(
    qtbot: Any, window: MainWindow, uids: dict[str, list[str]], key: Qt.Key, screen: str
) -> None:
    window.go("leases", uids["leases"][0])
    window.current().table.setFocus()  # type: ignore[attr-defined]
    qtbot.keyClick(QApplication.focusWidget(), key, ALT)
    qtbot.waitUntil(lambda: window.current().name == screen)
    assert "L-0001" in window.current().title()


def test_what_a_lease_owes_stands_beside_its_term(window: MainWindow) -> None:
    window.go("leases")
    names = [column.name for column in window.current().listing.columns if column.listed]  # type: ignore[attr-defined]
    at = names.index("ended_on")
    assert names[at : at + 3] == ["ended_on", "outstanding", "overdue"]
