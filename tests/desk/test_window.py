"""The window as its user meets it: real keys, a real database, both languages."""

import os
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from sqlalchemy import func, select

from incubator_desk.base import i18n
from incubator_desk.catalog import saving
from incubator_desk.desk.window import MainWindow
from incubator_desk.features.exchange.template import write_template
from incubator_desk.features.leases.model import Lease
from incubator_desk.features.park.model import Operator
from incubator_desk.features.rent.model import Relief
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.qtkit.steps import StepDialog


def key(qtbot, window: MainWindow, what: Qt.Key, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(QApplication.focusWidget() or window, what, modifiers)


def count(window: MainWindow, model) -> int:
    with window.context.office.reading() as session:
        return session.scalar(select(func.count()).select_from(model))


def test_home_shows_what_waits_on_the_working_date(window: MainWindow) -> None:
    home = window.current()
    assert window.context.today() == date(2020, 3, 20)
    assert home.title() == "Today"
    assert any("Rent overdue by" in reminder.text for reminder in home._reminders)
    assert {reminder.group for reminder in home._reminders} == {"money", "approval", "ending", "service"}


def test_a_reminder_opens_the_schedule_where_it_is_mended(qtbot, window: MainWindow) -> None:
    window.current().table.setFocus()
    window.current().table.selectRow(0)
    key(qtbot, window, Qt.Key.Key_Return)
    assert window.current().name == "schedule"
    qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: window.current().name == "home")


@pytest.mark.parametrize("typed", ["qlps", "qinglanpushi", "朴石", "t-0011"])
def test_the_palette_finds_a_company_and_opens_it(qtbot, window: MainWindow, typed: str) -> None:
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    window.palette_popup.field.setText(typed)
    key(qtbot, window, Qt.Key.Key_Return)
    assert window.current().name == "tenants"
    with window.context.office.reading() as session:
        assert session.get_one(Tenant, window.current().panel.uid).code == "T-0011"


def test_the_palette_runs_actions(qtbot, window: MainWindow) -> None:
    window.open_palette()
    window.palette_popup.field.setText(">new lease")
    key(qtbot, window, Qt.Key.Key_Return)
    assert window.current().name == "leases"
    assert window.current().panel.uid is None


def test_the_language_is_switched_at_once_and_the_place_kept(window: MainWindow) -> None:
    window.go("tenants")
    window.set_language("zh_CN")
    assert i18n.language() == "zh_CN"
    assert window.current().title() == "企业与团队"
    assert window.windowTitle() == "孵化器工作台"
    window.set_language("en")
    assert window.current().title() == "Companies"


def test_dark_and_light_are_exchanged_live(window: MainWindow) -> None:
    before = window.grab().toImage().pixelColor(800, 500)
    window.toggle_scheme()
    assert window.grab().toImage().pixelColor(800, 500) != before
    window.toggle_scheme()


def test_a_deletion_is_undone_by_ctrl_z(qtbot, window: MainWindow) -> None:
    window.go("tenants")
    office = window.context.office
    with office.writing("Add") as step:
        tenant = {"code": "T-9999", "name": "无租约团队", "kind": "team"}
        uid, _ = saving.save(step, office.features.registers["tenants"], tenant)
    qtbot.waitUntil(lambda: window.current().model.place(uid) is not None)
    all_of_them = count(window, Tenant)
    window.current().open(uid)
    window.current().table.setFocus()
    key(qtbot, window, Qt.Key.Key_Delete)
    assert count(window, Tenant) == all_of_them - 1
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: count(window, Tenant) == all_of_them)


def test_a_company_with_leases_is_not_deleted_and_the_reason_is_shown(qtbot, window: MainWindow) -> None:
    window.go("tenants")
    window.current().table.selectRow(10)
    window.current().table.setFocus()
    all_of_them = count(window, Tenant)
    key(qtbot, window, Qt.Key.Key_Delete)
    assert count(window, Tenant) == all_of_them
    assert "leases" in window.undo_bar.words.text()


def test_a_case_moves_by_its_buttons(qtbot, window: MainWindow) -> None:
    with window.context.office.reading() as session:
        uid = session.scalar(select(Relief.uid).where(Relief.status == "submitted").limit(1))
    window.go("reliefs", uid)
    moves = window.current().panel._moves
    flow = window.context.office.features.flows["reliefs"]
    assert moves.isVisible()
    moves.make(next(each for each in flow.possible("submitted") if each.target == "accepted"))
    dialog = moves.findChild(StepDialog)
    dialog.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog)
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "Checklist" in dialog._evidence_note.text())  # not yet at hand
    qtbot.keyClick(dialog.ticks["Checklist"], Qt.Key.Key_Space)
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.wait(150)
    with window.context.office.reading() as session:
        assert session.get_one(Relief, uid).status == "accepted"
    window.undo()
    with window.context.office.reading() as session:
        assert session.get_one(Relief, uid).status == "submitted"


def test_a_command_of_a_record_is_one_step(window: MainWindow) -> None:
    with window.context.office.reading() as session:
        wanted = (Tenant.status == "incubating", Tenant.kind == "company")
        uid = session.scalar(select(Tenant.uid).where(*wanted).limit(1))
    window.go("tenants", uid)
    moves = window.current().panel._moves
    moves.carry_out(moves._commands[0])
    with window.context.office.reading() as session:
        found = session.get_one(Tenant, uid)
        assert (found.status, found.graduated_on) == ("graduated", date(2020, 3, 20))
    window.undo()
    with window.context.office.reading() as session:
        assert session.get_one(Tenant, uid).status == "incubating"


def test_a_lease_tells_what_happened_to_its_rent(window: MainWindow) -> None:
    with window.context.office.reading() as session:
        lease = session.scalar(select(Lease.uid).where(Lease.code == "L-0035"))
        found = [h for feature in window.context.office.features for h in feature.timeline(session, "leases", lease)]
    assert {h.icon for h in found} == {"relief", "receipt"}
    assert any("R-0031 approved" in h.text for h in found)


def test_a_workbook_is_looked_through_then_taken_over_and_undone(qtbot, window: MainWindow, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = tmp_path / "new.xlsx"
    write_template(window.context.office.features, path)
    book = load_workbook(path)
    book["tenants"].append(["T-7001", "青岚新来团队", None, "team"])
    book.save(path)
    before = count(window, Tenant)
    window.go("import")
    screen = window.current()
    screen.look_at(path)
    qtbot.waitUntil(screen._confirm.isEnabled, timeout=20_000)
    assert count(window, Tenant) == before
    screen._confirm.click()
    qtbot.waitUntil(lambda: count(window, Tenant) == before + 1, timeout=20_000)
    qtbot.waitUntil(lambda: not window.context.jobs.busy(), timeout=20_000)
    window.undo()
    assert count(window, Tenant) == before


def test_a_workbook_with_errors_cannot_be_taken_over(qtbot, window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "not one.xlsx"
    path.write_bytes(b"garbage")
    window.go("import")
    window.current().look_at(path)
    qtbot.waitUntil(
        lambda: "not one.xlsx" in window.undo_bar.words.text() or "workbook" in window.undo_bar.words.text(),
        timeout=20_000,
    )
    assert not window.current()._confirm.isEnabled()


def test_the_working_date_is_kept_in_the_file(window: MainWindow) -> None:
    from incubator_desk.desk.day import DayDialog

    DayDialog(window.context, window)._set(date(2020, 4, 1))
    with window.context.office.reading() as session:
        assert session.scalar(select(Operator.working_date)) == date(2020, 4, 1)
    window._refresh()
    assert window.context.today() == date(2020, 4, 1)


def test_a_second_start_brings_the_first_window_to_the_front(tmp_path: Path) -> None:
    place = tmp_path / "one.desk"
    code = (
        "import sys; from PySide6.QtCore import QTimer\n"
        "from incubator_desk.desk import app, window\n"
        "shown = window.MainWindow.come_forward\n"
        "def come(self):\n    print('came forward', flush=True); shown(self); QTimer.singleShot(0, self.close)\n"
        "window.MainWindow.come_forward = come\n"
        f"sys.exit(app.run(place={str(place)!r}, language='en'))"
    )
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(tmp_path / "config")}
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=env
    ) as first:
        deadline = time.monotonic() + 30
        while not (tmp_path / "one.desk.lock").exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(1.5)
        second = subprocess.run(
            [sys.executable, "-m", "incubator_desk", "--db", place],
            env=env,
            capture_output=True,
            timeout=30,
            check=False,
        )
        try:
            out, _err = first.communicate(timeout=30)
        finally:
            first.kill()
    assert second.returncode == 0
    assert b"came forward" in out
