"""What waits for the user stands beside the navigation's lines: counted once, kept fresh, said aloud too."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import sample_park as sample
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton

from incubator_desk.catalog.feature import Reminder
from incubator_desk.catalog.office import Features, Office
from incubator_desk.desk import waiting
from incubator_desk.desk.window import MainWindow


def _counted(office: Office) -> list[date]:
    """Let the rent feature note each time it is asked what waits; gives the notes."""
    asked: list[date] = []
    features = {feature.name: feature for feature in office.features}
    told = features["rent"].reminders

    def noting(session: Any, actor: Any, day: date) -> Any:
        asked.append(day)
        return told(session, actor, day)

    features["rent"] = replace(features["rent"], reminders=noting)
    office.features = Features(tuple(features.values()))
    return asked


@pytest.fixture
def uids(file_office: Office) -> dict[str, str]:
    """A lease until April whose rent is unpaid, and a draft of a relief."""
    tenant = sample.tenant(file_office, 1, "青岚序光光电有限公司")
    lease = sample.save(
        file_office, "leases", tenant_uid=tenant, starts_on=date(2020, 1, 1), ends_on=date(2020, 4, 30),
        price=Decimal(3000), price_unit="month",
    )  # fmt: skip
    relief = sample.save(
        file_office, "reliefs", lease_uid=lease, kind="percent", percent=Decimal(50), status="draft",
        starts_on=date(2020, 3, 1), ends_on=date(2020, 3, 31),
    )  # fmt: skip
    return {"tenant": tenant, "lease": lease, "relief": relief}


@pytest.fixture
def asked(file_office: Office) -> list[date]:
    return _counted(file_office)


@pytest.fixture
def window(show_window: Any, file_office: Office, uids: dict[str, str], asked: list[date]) -> MainWindow:
    made: MainWindow = show_window(file_office, sample.TODAY)
    return made


def _spoken(window: MainWindow) -> list[str]:
    return [line.accessibleName() for line in window.navigation.findChildren(QToolButton)]


def test_the_lines_say_how_much_waits_there(qtbot: Any, window: MainWindow) -> None:
    # the rent is overdue and a draft waits under the reliefs; the lease ends in 41 days
    qtbot.waitUntil(lambda: "Rent relief, 2 waiting" in _spoken(window))
    assert "Premises & leases, 1 waiting" in _spoken(window)
    assert "Companies" in _spoken(window)
    assert waiting.badges(window.context) == {"reliefs": (2, "warning"), "leases": (1, "info")}


def test_home_and_navigation_ask_once(qtbot: Any, window: MainWindow, asked: list[date]) -> None:
    qtbot.waitUntil(lambda: "Rent relief, 2 waiting" in _spoken(window))
    assert asked == [sample.TODAY]
    window.go("tenants")
    window.go("home")
    assert len(asked) == 1


def test_they_follow_what_is_written_and_undone(
    qtbot: Any, window: MainWindow, asked: list[date], uids: dict[str, str]
) -> None:
    qtbot.waitUntil(lambda: "Rent relief, 2 waiting" in _spoken(window))
    window.go("tenants")
    received = {"received_on": date(2020, 3, 10), "amount": Decimal(9000)}
    sample.save(window.context.office, "receipts", lease_uid=uids["lease"], **received)
    qtbot.waitUntil(lambda: "Rent relief, 1 waiting" in _spoken(window))
    assert len(asked) == 2
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "Rent relief, 2 waiting" in _spoken(window))


def test_they_speak_the_language(qtbot: Any, window: MainWindow) -> None:
    window.set_language("zh_CN")
    qtbot.waitUntil(lambda: "房租减免与缓缴，2 项待办" in _spoken(window))
    reminder: Reminder = waiting.reminders(window.context)[0]
    assert reminder.text == "租金逾期 79 天"
