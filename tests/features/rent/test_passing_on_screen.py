"""A landlord's grant passed on in the window, by keys alone."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from test_sublease import TODAY, House

from incubator_desk.catalog.office import Office
from incubator_desk.desk.window import MainWindow
from incubator_desk.features.rent.model import Relief, UpstreamGrant
from incubator_desk.features.rent.screen.passing_on import PassingOnScreen

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def house(file_office: Office) -> House:
    return House(file_office)


@pytest.fixture
def window(show_window: Any, house: House) -> MainWindow:
    made: MainWindow = show_window(house.office, TODAY)
    return made


def press(qtbot: Any, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(QApplication.focusWidget(), key, modifier)
    if modifier:
        qtbot.wait(150)


def open_screen(qtbot: Any, window: MainWindow, house: House) -> PassingOnScreen:
    """From the list of grants, by the button of the grant's panel."""
    window.go("upstream_grants")
    grants: Any = window.current()
    grants.open(house.grant)
    way = next(b for b in grants.panel.findChildren(QPushButton) if b.text() == "Pass on")
    way.setFocus()
    press(qtbot, Qt.Key.Key_Space)
    screen = window.current()
    assert isinstance(screen, PassingOnScreen)
    assert screen.table.hasFocus()
    qtbot.waitUntil(lambda: screen._tiles.count() > 0 and screen._tiles.itemAt(0).widget().isVisible())
    return screen


def words(widget: QWidget) -> str:
    return "  ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def column(screen: PassingOnScreen, at: int) -> list[str]:
    return [row[at].text for row in screen._model.rows]


def test_a_grant_is_passed_on_and_taken_back_by_keys_alone(qtbot: Any, window: MainWindow, house: House) -> None:
    house.case(0)
    screen = open_screen(qtbot, window, house)
    assert "Head lease H-0001  青岚国资" in words(screen)
    assert column(screen, 3) == ["24,997.50", "20,002.50", "15,000.00"]
    assert column(screen, 4) == ["R-0001", "none yet", "none yet"]
    assert column(screen, 7) == ["0.00", "20,002.50", "15,000.00"]
    for text in ("90,000.00", "60,000.00", "24,997.50", "35,002.50", "2 leases get less than their share"):
        assert text in words(screen)
    assert screen.apply.text() == "Pass on to 3 leases  Ctrl+Enter"
    assert "2 drafts to be made, 1 case gets its share entered." in words(screen)
    press(qtbot, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: column(screen, 4) == ["R-0001", "R-0002", "R-0003"])
    assert not screen.apply.isEnabled()
    qtbot.waitUntil(lambda: "Every lease has a case with its share." in words(screen))
    with house.office.writing("Approve") as step:
        for relief in step.session.query(Relief).filter(Relief.status == "draft").all():
            step.change(relief, {"status": "in_force", "approved_on": TODAY})
    qtbot.waitUntil(lambda: "Everything reaches the lessees" in words(screen))
    assert column(screen, 7) == ["0.00"] * 3
    for _step in range(2):
        screen.table.setFocus()
        press(qtbot, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: column(screen, 4) == ["R-0001", "none yet", "none yet"])


def test_enter_opens_the_case_or_the_lease_that_has_none(qtbot: Any, window: MainWindow, house: House) -> None:
    relief = house.case(0)
    screen = open_screen(qtbot, window, house)
    press(qtbot, Qt.Key.Key_Return)
    current: Any = window.current()
    assert (current.name, current.panel.uid) == ("reliefs", relief)
    window.back()
    screen.table.setFocus()
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_Return)
    current = window.current()
    assert (current.name, current.panel.uid) == ("leases", house.leases[1])


def test_a_grant_under_which_nothing_is_let_says_so(qtbot: Any, window: MainWindow, house: House) -> None:
    with house.office.writing("Move") as step:
        grant = step.session.get_one(UpstreamGrant, house.grant)
        step.change(grant, {"starts_on": date(2018, 1, 1), "ends_on": date(2018, 3, 31), "amount": Decimal(9)})
    screen = open_screen(qtbot, window, house)
    assert "No room of this head lease is let within the grant's term." in words(screen)
    assert not screen.apply.isEnabled()
    press(qtbot, Qt.Key.Key_Return, CTRL)
    assert house.reliefs() == []


def test_the_screen_without_a_grant_asks_for_one(qtbot: Any, window: MainWindow) -> None:
    window.go("passing_on")
    screen: Any = window.current()
    qtbot.wait(50)
    assert "Choose a grant in the list of upstream grants." in words(screen)
    assert not screen.apply.isEnabled()


def test_the_list_of_grants_shows_what_leaks(qtbot: Any, window: MainWindow, house: House) -> None:
    house.case(0)
    window.go("upstream_grants")
    screen: Any = window.current()
    names = [c.name for c in screen.model.columns]
    row = screen.model.row(0)
    assert (row[names.index("passed_on")], row[names.index("leakage")]) == (Decimal("24997.50"), Decimal("35002.50"))
