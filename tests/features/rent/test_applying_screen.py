"""A policy applied in the window: by keys alone, looked at before, taken back by one Ctrl+Z, refused where it is stale."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import keys
import pytest
import sample_park as sample
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select

from incubator_desk.base import i18n
from incubator_desk.catalog import saving
from incubator_desk.catalog.office import Office
from incubator_desk.desk.window import MainWindow
from incubator_desk.features.rent.model import Policy, Relief
from incubator_desk.features.rent.screen.apply import applying
from incubator_desk.features.rent.screen.apply.applying import ApplyScreen
from incubator_desk.qtkit.cells import CELL

CTRL, ALT, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.NoModifier
TERMS: dict[str, Any] = {
    "kind": "percent", "percent": Decimal(50), "starts_on": date(2020, 4, 1), "term_months": 3, "exclusive": True,
    "size_classes": "micro;small",
}  # fmt: skip


@pytest.fixture
def park(file_office: Office) -> dict[str, Any]:
    uids: dict[str, Any] = sample.furnish(file_office, companies=8)
    uids["old"] = sample.save(file_office, "relief_policies", title="已截止的办法", apply_to=date(2020, 2, 1), **TERMS)
    uids["policy"] = sample.save(file_office, "relief_policies", title="春季减半征收房租的通知", **TERMS)
    return uids


@pytest.fixture
def window(show_window: Any, file_office: Office, park: dict[str, Any]) -> Any:
    return show_window(file_office, sample.TODAY)


def focus() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def press(qtbot: Any, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    qtbot.keyClick(focus(), key, modifier)
    qtbot.wait(150 if modifier else 20)  # a button that is pressed by its key shows it for a moment first


def screen_of(window: MainWindow) -> ApplyScreen:
    screen = window.current()
    assert isinstance(screen, ApplyScreen)
    return screen


def column(table: Any, heading: str) -> list[Any]:
    model = table.model()
    at = model.headings.index(heading)
    return [model.index(row, at).data(CELL) for row in range(model.rowCount())]


def cases(window: MainWindow) -> int:
    with window.context.office.reading() as session:
        return session.scalar(select(func.count()).select_from(Relief)) or 0


def words(widget: QWidget) -> str:
    return "  ".join(label.text() for label in widget.findChildren(QLabel))


def at_preview(qtbot: Any, window: MainWindow, policy: str) -> ApplyScreen:
    window.go("apply", policy)
    qtbot.wait(50)
    screen = screen_of(window)
    press(qtbot, Qt.Key.Key_Return, CTRL)
    assert screen.preview.isVisible()
    return screen


def test_a_policy_is_applied_and_taken_back_by_keys_alone(qtbot: Any, window: MainWindow) -> None:
    before = cases(window)
    window.go("reliefs")
    qtbot.wait(50)
    press(qtbot, Qt.Key.Key_P, ALT)
    screen = screen_of(window)
    assert screen.policies.table.hasFocus()
    # those that take applications stand first; one is found by its initials
    assert [cell.text for cell in column(screen.policies.table, "State")] == ["Open now", "Closed", "No terms"]
    press(qtbot, Qt.Key.Key_F, CTRL)
    keys.type_text(qtbot, focus(), "cjjb")
    assert [cell.text for cell in column(screen.policies.table, "Title")] == ["春季减半征收房租的通知"]
    press(qtbot, Qt.Key.Key_Return)
    press(qtbot, Qt.Key.Key_Return)
    # companies: one is left out by Space
    assert screen.leases.table.hasFocus()
    assert screen.go_on.text() == "Look at 8 leases  Ctrl+Enter"
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_Space)
    assert screen.go_on.text() == "Look at 7 leases  Ctrl+Enter"
    press(qtbot, Qt.Key.Key_Return, CTRL)
    # the preview: two medium ones and one that is relieved already are refused, one is not wanted
    assert screen.preview.table.hasFocus()
    ticked = [cell.checked for cell in column(screen.preview.table, "Company")]
    assert ticked == [False, False, True, True, False, True, True]
    assert screen.go_on.text() == "Apply to 4 leases  Ctrl+Enter"
    for _step in range(3):
        press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_Space)
    assert screen.go_on.text() == "Apply to 3 leases  Ctrl+Enter"
    assert cases(window) == before
    press(qtbot, Qt.Key.Key_Return, CTRL)
    assert cases(window) == before + 3
    assert "3 cases entered under P-0003: Draft" in words(screen.applied)
    qtbot.wait(50)  # what was written has come back to the screen
    press(qtbot, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(screen.preview.isVisible, timeout=3000)
    assert cases(window) == before
    assert screen.go_on.text() == "Apply to 3 leases  Ctrl+Enter"
    press(qtbot, Qt.Key.Key_Return, CTRL)
    assert cases(window) == before + 3
    press(qtbot, Qt.Key.Key_Return, CTRL)
    assert window.current().name == "reliefs"


def test_steps_go_back_by_escape_and_the_first_leads_to_the_cases(qtbot: Any, window: MainWindow, park: Any) -> None:
    screen = at_preview(qtbot, window, park["policy"])
    press(qtbot, Qt.Key.Key_Escape)
    assert screen.leases.isVisible()
    press(qtbot, Qt.Key.Key_Escape)
    assert screen.policies.isVisible()
    press(qtbot, Qt.Key.Key_Escape)
    assert window.current().name == "reliefs"


def test_the_record_of_a_policy_leads_here(qtbot: Any, window: MainWindow, park: Any) -> None:
    window.go("relief_policies", park["policy"])
    qtbot.wait(50)
    press(qtbot, Qt.Key.Key_P, ALT)
    screen = screen_of(window)
    assert screen.leases.isVisible()
    assert "春季减半征收房租的通知" in words(screen.card)


def test_each_lease_is_shown_before_and_after_with_its_conditions(qtbot: Any, window: MainWindow, park: Any) -> None:
    screen = at_preview(qtbot, window, park["policy"])
    press(qtbot, Qt.Key.Key_Down)
    panel = screen.preview.panel
    months = column(panel.table, "Payable after")
    assert [(cell.old, cell.text) for cell in months[1:4]] == [("7,182.00", "3,591.00")] * 3
    assert [cell.old for cell in (months[0], *months[4:])] == [None, None, None]
    text = words(panel)
    assert "Small: this size is served" in text
    assert "overdue, allowed" in text
    press(qtbot, Qt.Key.Key_F6)
    press(qtbot, Qt.Key.Key_Right)
    assert column(panel.table, "Amount after")[0].old == "7,182.00"
    press(qtbot, Qt.Key.Key_Escape)
    assert screen.preview.table.hasFocus()
    press(qtbot, Qt.Key.Key_Up)
    assert "Excluded by R-0002 until 2020-05-31" in words(panel)


def test_chips_narrow_and_a_refused_lease_cannot_be_ticked(qtbot: Any, window: MainWindow, park: Any) -> None:
    screen = at_preview(qtbot, window, park["policy"])
    assert [made.text() for made in screen.preview.chips._group.buttons()] == [
        "All 8", "Applies 5", "With a reminder 5", "Not entitled 3",
    ]  # fmt: skip
    screen.preview.chips.setFocus()
    screen.preview.chips._group.button(3).click()
    assert [cell.text for cell in column(screen.preview.table, "Lease")] == ["L-0001", "L-0003", "L-0006"]
    screen.preview.table.setFocus()
    press(qtbot, Qt.Key.Key_Space)
    assert not any(cell.checked for cell in column(screen.preview.table, "Company"))
    assert "Excluded by R-0002" in window.undo_bar.words.text()
    assert screen.go_on.text() == "Apply to 5 leases  Ctrl+Enter"


def test_filters_narrow_what_is_looked_at(qtbot: Any, window: MainWindow, park: Any) -> None:
    window.go("apply", park["policy"])
    screen = screen_of(window)
    screen.leases.filters["size"].tick({"medium"})
    assert screen.leases.wanted() == [park["leases"][2], park["leases"][5]]
    screen.leases.filters["building"].tick({"A 栋"})
    assert screen.leases.wanted() == [park["leases"][2]]
    screen.leases.clear()
    assert len(screen.leases.wanted()) == 8
    screen.leases.filters["span"].tick({"later"})
    assert screen.leases.wanted() == []
    assert not screen.go_on.isEnabled()


def test_another_day_of_approval_changes_the_verdicts(qtbot: Any, window: MainWindow, park: Any) -> None:
    with window.context.office.writing("Close") as step:
        register = window.context.office.features.registers["relief_policies"]
        saving.save(step, register, {"apply_to": date(2020, 3, 31)}, step.session.get_one(Policy, park["policy"]))
    screen = at_preview(qtbot, window, park["policy"])
    screen.card.on.setFocus()
    screen.card.on.selectAll()
    keys.type_text(qtbot, screen.card.on, "2020/4/1")
    press(qtbot, Qt.Key.Key_Return)
    reasons = [cell.text for cell in column(screen.preview.table, "Reason")]
    assert reasons[1] == "Applications closed on 2020-03-31"
    assert not screen.go_on.isEnabled()


def test_a_stale_preview_saves_nothing_and_f5_shows_how_it_is_now(qtbot: Any, window: MainWindow, park: Any) -> None:
    screen = at_preview(qtbot, window, park["policy"])
    office, before = window.context.office, cases(window)
    telling, office.listeners = office.listeners, []  # as from another machine: nobody tells this window
    sample.save(office, "receipts", lease_uid=park["leases"][3], received_on=sample.TODAY, amount=Decimal(100))
    office.listeners = telling
    press(qtbot, Qt.Key.Key_Return, CTRL)
    assert cases(window) == before
    assert "Lease L-0004 has changed since the preview" in window.undo_bar.words.text()
    assert screen.preview.isVisible()
    press(qtbot, Qt.Key.Key_F5)
    press(qtbot, Qt.Key.Key_Return, CTRL)
    assert cases(window) == before + 5


def test_many_leases_are_looked_at_beside_the_window(
    qtbot: Any, window: MainWindow, park: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(applying, "_AT_ONCE", 3)
    window.go("apply", park["policy"])
    screen = screen_of(window)
    press(qtbot, Qt.Key.Key_Return, CTRL)
    assert not screen.go_on.isEnabled() or screen.preview.isVisible()
    qtbot.waitUntil(screen.preview.isVisible, timeout=5000)
    assert screen.go_on.text() == "Apply to 5 leases  Ctrl+Enter"
    assert screen.go_on.isEnabled()
    press(qtbot, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(screen.applied.isVisible, timeout=5000)


def test_a_policy_without_terms_says_what_it_lacks(qtbot: Any, window: MainWindow) -> None:
    window.go("apply")
    qtbot.wait(50)
    screen = screen_of(window)
    press(qtbot, Qt.Key.Key_End, CTRL)
    press(qtbot, Qt.Key.Key_Return, CTRL)
    assert screen.policies.isVisible()
    assert "does not say yet what it grants" in window.undo_bar.words.text()


def test_the_list_is_saved_as_a_workbook(qtbot: Any, window: MainWindow, park: Any, tmp_path: Path) -> None:
    screen = at_preview(qtbot, window, park["policy"])
    screen.preview.save_list(tmp_path / "list.xlsx")
    rows = CalamineWorkbook.from_path(str(tmp_path / "list.xlsx")).get_sheet_by_index(0).to_python()
    table = {row[1]: row for row in rows if str(row[1]).startswith("L-")}
    assert len(table) == 8
    assert table["L-0002"][2:6] == [21546, 10773, 10773, 0]
    assert table["L-0003"][6:8] == ["Not entitled", "Medium; served: Micro, Small"]


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_nothing_is_cut_off_on_a_small_screen(qtbot: Any, window: MainWindow, park: Any, language: str) -> None:
    window.resize(1366, 768)
    window.set_language(language)
    screen = at_preview(qtbot, window, park["policy"])
    qtbot.wait(50)
    table = screen.preview.table
    delegate = table.itemDelegate()
    for at in range(1, 7):
        for row in range(table.model().rowCount()):
            assert delegate.wanted_width(table.model().index(row, at).data(CELL)) <= table.columnWidth(at)
    assert not table.horizontalScrollBar().isVisible()
    panel = screen.preview.panel.table
    widths = sum(panel.columnWidth(at) for at in range(panel.model().columnCount()))
    assert widths <= panel.viewport().width() + 1


def test_another_language_keeps_the_step_and_the_ticks(qtbot: Any, window: MainWindow, park: Any) -> None:
    screen = at_preview(qtbot, window, park["policy"])
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_Space)
    window.set_language("zh_CN")
    qtbot.wait(50)
    screen = screen_of(window)
    assert screen.preview.isVisible()
    assert len(screen.preview.ticked()) == 4
