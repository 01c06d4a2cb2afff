"""The zone's page in a real window, by its keys: packages taken in, looked through, accepted, returned, added up."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hands import ALT, CTRL, NONE, Hands
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QComboBox
from sqlalchemy import select
from zone_parks import SHARED, Sender, credit_code, three, zone_desk

from incubator_desk.base import i18n
from incubator_desk.base.periods import Period
from incubator_desk.catalog.office import Office
from incubator_desk.features.returns.model import ReceivedPackage
from incubator_desk.features.returns.rules.tables import Table
from incubator_desk.features.returns.screen.zone.listed import ListDialog
from incubator_desk.features.returns.screen.zone.opened import DataDialog
from incubator_desk.features.returns.screen.zone.reminding import RemindDialog
from incubator_desk.features.returns.screen.zone.returning import ReturnDialog
from incubator_desk.features.returns.screen.zone.summed import ReportDialog
from incubator_desk.features.returns.service import sending, signing, zone

DAY = date(2020, 4, 10)


@pytest.fixture
def parks(open_office: Any, tmp_path: Path) -> list[Sender]:
    return three(open_office, tmp_path)


@pytest.fixture
def zone_office(parks: list[Sender], open_office: Any, tmp_path: Path) -> Office:
    return zone_desk(open_office(str(tmp_path / "zone.desk")), parks)


class ZoneHands(Hands):
    """Someone at the zone's page."""

    def go_to(self, screen: Any, name: str) -> None:
        """Arrow down to a park."""
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)
        screen.grid.table.setFocus()
        self.press(Qt.Key.Key_Home, CTRL)
        for _row in range(len(screen.grid.listed)):
            if screen.grid.current()[0].name == name:
                break
            self.press(Qt.Key.Key_Down)
        assert screen.grid.current()[0].name == name
        self.qtbot.wait(80)  # its buttons take their places

    def merged(self, screen: Any, *files: Path) -> None:
        """Take packages in, and wait until they are shown."""
        screen.merge(list(files))
        self.qtbot.waitUntil(lambda: not screen.context.jobs.busy(), timeout=20_000)
        self.qtbot.wait(80)


@pytest.fixture
def hands(qtbot: Any, show_window: Any, zone_office: Office) -> ZoneHands:
    return ZoneHands(qtbot, show_window(zone_office, DAY))


def chips(screen: Any, name: str) -> list[str]:
    """The states of a park as the grid shows them."""
    row = next(at for at, each in enumerate(screen.grid.listed) if each.name == name)
    return [cell.text for cell in screen.grid._model.rows[row][1:]]


def statuses(office: Office) -> dict[str, tuple[str, str | None]]:
    with office.reading() as session:
        return {each.name: (each.status, each.answer) for each in session.scalars(select(ReceivedPackage))}


def test_packages_are_taken_in_accepted_returned_and_answered_by_keys(hands, parks, zone_office, tmp_path):
    screen = hands.go("zone")
    one, two, other = (each.name for each in parks)
    assert chips(screen, one) == ["—", "—", "—", "Not sent", "Not sent", "Not sent"]
    wrong = parks[1].send_changed("2020-03", "tenants", with_a_wrong_code)
    hands.merged(screen, parks[0].send("2020-03"), wrong, parks[2].send("2020-03"))
    assert {chips(screen, name)[-1] for name in (one, two, other)} == {"To review"}

    hands.go_to(screen, one)
    hands.press(Qt.Key.Key_A)
    assert statuses(zone_office)[one] == ("accepted", None)
    hands.go_to(screen, two)
    hands.press(Qt.Key.Key_R)
    dialog = hands.dialog(ReturnDialog)
    assert [dialog.found[at].reason.rule for at in dialog.ticked] == ["C01"], "errors are ticked already"
    hands.tab_to(dialog.of_table)
    choose(hands, dialog.of_table, "Receipts")
    hands.tab_to(dialog.record)
    hands.enter("S-1")
    hands.tab_to(dialog.of_field)
    choose(hands, dialog.of_field, "Amount")
    hands.tab_to(dialog.reason)
    hands.enter("收款少记一位")
    hands.press(Qt.Key.Key_Return, CTRL)
    status, text = statuses(zone_office)[two]
    assert status == "returned"
    assert str(text).splitlines()[-1] == "[– · receipts · S-1 · amount] 收款少记一位"
    assert str(text).startswith("[C01 · tenants · T-1 · uscc] ")
    assert len(str(text).splitlines()) == 2
    hands.go_to(screen, two)
    assert chips(screen, two)[-1] == "Sent back"
    assert screen.totals._title.text() == "All parks (2 added up)"

    screen.write_to(tmp_path)
    (written,) = tmp_path.glob("*-receipt.json")
    content = json.loads(written.read_bytes())
    assert (content["verdict"], content["package"]["uscc"]) == ("returned", parks[1].uscc)
    assert content["reasons"][-1]["record"] == "S-1"

    hands.window.undo()
    hands.qtbot.wait(50)
    assert statuses(zone_office)[two] == ("received", None)


def with_a_wrong_code(table: Table) -> Table:
    """The first company's credit code mistyped."""
    at = table.columns.index("uscc")
    first = table.rows[0]
    return replace(
        table,
        rows=(
            (*first[:at], first[at][:-1] + ("8" if first[at][-1] != "8" else "9"), *first[at + 1 :]),
            *table.rows[1:],
        ),
    )


def choose(hands: Hands, box: QComboBox, text: str) -> None:
    """Choose from a list with the arrow keys."""
    hands.press(Qt.Key.Key_Home)
    for _option in range(box.count()):
        if box.currentText() == text:
            return
        hands.press(Qt.Key.Key_Down)
    assert box.currentText() == text


def test_the_park_takes_the_receipt_of_the_page(hands, parks, zone_office, tmp_path):
    screen = hands.go("zone")
    hands.merged(screen, parks[0].send("2020-03"))
    hands.go_to(screen, parks[0].name)
    hands.press(Qt.Key.Key_A)
    hands.go_to(screen, parks[0].name)
    screen.write_to(tmp_path)
    (written,) = tmp_path.glob("*-receipt.json")
    park = parks[0].office
    with park.writing("Trust") as step:
        own = signing.own(zone_office.actor.operator).key.fingerprint
        zone.trust(step, own, credit_code(1), DAY, role="zone")
    receipt, _problems = sending.take_receipt(park, written, DAY)
    assert receipt.verdict == "accepted"


def test_several_parks_are_accepted_as_one_step(hands, parks, zone_office):
    screen = hands.go("zone")
    hands.merged(screen, *(each.send("2020-03") for each in parks))
    screen.grid.table.setFocus()
    hands.press(Qt.Key.Key_A, CTRL)
    hands.press(Qt.Key.Key_A)
    assert {status for status, _answer in statuses(zone_office).values()} == {"accepted"}
    zone_office.undo()
    assert {status for status, _answer in statuses(zone_office).values()} == {"received"}


def test_what_is_wrong_is_listed_and_nothing_is_taken_in(hands, parks, zone_office, tmp_path):
    screen = hands.go("zone")
    good = parks[0].send("2020-03")
    bad = tmp_path / "bad.zip"
    bad.write_bytes(parks[1].send("2020-03").read_bytes()[:-40])
    hands.merged(screen, good, bad)
    dialog = hands.dialog(ListDialog)
    rows = [[cell.text for cell in row] for row in dialog.listed._model.rows]
    assert rows[0][:2] == ["bad.zip", "Error"]
    assert statuses(zone_office) == {}


def test_packages_are_dropped_on_the_page(hands, parks, zone_office):
    screen = hands.go("zone")
    file = parks[0].send("2020-03")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    screen.dropEvent(QDropEvent(QPoint(5, 5), copy, mime, left, NONE))
    hands.qtbot.waitUntil(lambda: parks[0].name in statuses(zone_office), timeout=20_000)


def test_the_figures_shown_are_the_packages_own(hands, parks):
    screen = hands.go("zone")
    hands.merged(screen, *(each.send(period) for period in ("2020-02", "2020-03") for each in parks))
    screen.look_at(Period.parse("2020-03"))
    hands.go_to(screen, parks[0].name)
    rows = {row[0].text: [cell.text for cell in row[1:]] for row in screen.compared._model.rows}
    assert rows["Incubated companies at the end (companies)"] == ["3", "3", "", "0.0%"]
    assert rows["    Sum of the cases"][0] == rows["Rent relieved"][0]
    totals = {row[0].text: [cell.text for cell in row[1:]] for row in screen.totals._model.rows}
    assert totals["Incubated companies at the end (companies)"] == ["3", "2", "3", "8"]
    wan = sum(float(each) for each in totals["Rent charged"][:3])
    assert abs(wan - float(totals["Rent charged"][3])) < 0.02
    hands.press(Qt.Key.Key_End)
    hands.press(Qt.Key.Key_Left)  # the period before
    hands.qtbot.wait(30)
    assert screen.standing().period.text == "2020-02"


def test_the_grid_is_searched_sorted_and_narrowed_by_keys(hands, parks):
    screen = hands.go("zone")
    hands.merged(screen, parks[2].send("2020-03"))
    hands.press(Qt.Key.Key_F, CTRL)
    hands.enter("lmdx")  # 鹿鸣大学, by its initials
    assert [each.name for each in screen.grid.listed] == [parks[2].name]
    hands.press(Qt.Key.Key_Escape)
    assert len(screen.grid.listed) == 3
    hands.go_to(screen, screen.grid.listed[0].name)
    hands.press(Qt.Key.Key_End)
    hands.press(Qt.Key.Key_S)
    assert [each.name for each in screen.grid.listed][-1] == parks[2].name, "what is missing comes first"
    hands.press(Qt.Key.Key_S)
    assert [each.name for each in screen.grid.listed][0] == parks[2].name
    screen.grid._choose_part("missing")
    assert {each.name for each in screen.grid.listed} == {parks[0].name, parks[1].name}
    screen.grid._choose_part(None)
    screen.grid.table.setFocus()
    hands.press(Qt.Key.Key_F8)
    assert screen.grid.now(screen.grid.current()[0]).state in ("missing", "received", "returned")


def test_all_data_of_a_package_are_opened_searched_and_copied(hands, parks):
    screen = hands.go("zone")
    hands.merged(screen, parks[0].send("2020-03"))
    hands.go_to(screen, parks[0].name)
    hands.press(Qt.Key.Key_Return)
    dialog = hands.dialog(DataDialog)
    dialog.look_at("tenants")
    assert len(dialog.listed.shown) == 3
    hands.press(Qt.Key.Key_F, CTRL)
    hands.enter(SHARED)
    assert len(dialog.listed.shown) == 1
    hands.tab_to(dialog.listed.table)
    hands.press(Qt.Key.Key_C, CTRL)
    copied = QGuiApplication.clipboard().text().splitlines()
    assert len(copied) == 2
    assert copied[0].startswith("Code\tName")
    assert SHARED in copied[1]
    assert "13800002003" not in copied[1], "phones are masked"
    hands.press(Qt.Key.Key_Escape)


def test_who_is_missing_is_copied_into_a_message(hands, parks):
    screen = hands.go("zone")
    hands.merged(screen, parks[0].send("2020-03"))
    hands.press(Qt.Key.Key_M, ALT)
    dialog = hands.dialog(RemindDialog)
    hands.press(Qt.Key.Key_Return, CTRL)
    text = QGuiApplication.clipboard().text()
    assert parks[0].name not in text
    assert all(each.name in text and each.uscc in text for each in parks[1:])
    assert "2020-04-05" in text
    assert not dialog.isVisible()


def test_a_consolidated_report_is_looked_at_and_saved(hands, parks, tmp_path):
    screen = hands.go("zone")
    hands.merged(screen, *(each.send("2020-03") for each in parks[:2]))
    hands.press(Qt.Key.Key_P, CTRL)
    dialog = hands.dialog(ReportDialog)
    hands.qtbot.waitUntil(lambda: dialog.made is not None, timeout=10_000)
    with hands.qtbot.waitSignal(dialog.shown, timeout=10_000):
        choose(hands, dialog.report, "Rent by month and building")
    hands.qtbot.waitUntil(lambda: dialog.made is not None and dialog.made.report.name == "rent_summary", timeout=10_000)
    assert {row[0].text for row in dialog._model.rows} == {each.name for each in parks[:2]}
    for format in ("xlsx", "pdf", "csv", "json"):
        out = tmp_path / f"out.{format}"
        dialog.save(format, out)
        hands.qtbot.waitUntil(out.exists, timeout=20_000)
    hands.qtbot.waitUntil(lambda: not screen.context.jobs.busy(), timeout=20_000)
    assert json.loads((tmp_path / "out.json").read_text("utf-8"))["report"] == "rent_summary"


def test_the_line_of_the_navigation_stands_where_a_park_is_trusted(qtbot, show_window, file_office):
    window = show_window(file_office, DAY)
    line = window.navigation._lines["zone"]
    assert line.isHidden()
    assert ("Zone", "zone") in {(text, name) for text, name in _offered(window)}
    with file_office.writing(zone.TRUST, uscc="x") as step:
        zone.trust(step, "0123456789ABCDEF" * 2, parks_code(), DAY)
    qtbot.waitUntil(lambda: not line.isHidden())


def parks_code() -> str:
    return credit_code(7)


def _offered(window: Any) -> list[tuple[str, str]]:
    """What the palette offers, with the screens that the navigation knows."""
    names = window.navigation.names()
    words = {text for text, _key, _icon, _run in window._commands()}
    return [("Zone", name) for name in names if name == "zone" and "Zone" in words]


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_small_screens_have_room_for_all_of_it(qtbot, show_window, zone_office, parks, language):
    i18n.use(language)
    zone.merge(zone_office, [each.send("2020-03") for each in parks], DAY)
    window = show_window(zone_office, DAY, size=(1366, 768))
    hands = ZoneHands(qtbot, window)
    screen = hands.go("zone")
    assert window.width() == 1366, "nothing presses the window wider"
    assert screen.grid.table.horizontalScrollBar().maximum() == 0
    assert screen.compared.isVisible() != screen.totals.isVisible()
    hands.press(Qt.Key.Key_T, ALT)
    assert screen.totals.isVisible()


def test_a_package_with_values_that_cannot_be_read_is_told_and_can_be_returned(hands, parks, zone_office):
    screen = hands.go("zone")

    def change(table: Table) -> Table:
        return replace(table, rows=tuple((*row[:2], "12,,5", *row[3:]) for row in table.rows))

    hands.merged(screen, parks[0].send_changed("2020-03", "monthly_carrier", change))
    hands.qtbot.waitUntil(lambda: "12,,5" in hands.window.undo_bar.words.text(), timeout=10_000)
    hands.qtbot.wait(100)
    assert "12,,5" in hands.window.undo_bar.words.text(), "it stays"
    chips_shown = [screen.totals._agrees.itemAt(at).widget() for at in range(screen.totals._agrees.count())]
    assert [each.text() for each in chips_shown] == ["cannot be added up"]
    hands.go_to(screen, parks[0].name)
    hands.press(Qt.Key.Key_R)
    dialog = hands.dialog(ReturnDialog)
    assert dialog.ticked, "what cannot be read is a reason"
    hands.press(Qt.Key.Key_Return, CTRL)
    assert statuses(zone_office)[parks[0].name][0] == "returned"
    assert screen.totals._title.text() == "All parks (0 added up)"
