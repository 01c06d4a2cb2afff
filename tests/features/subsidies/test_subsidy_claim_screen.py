"""A claim by keyboard in a real window: entered, worked out, looked at line by line to its source, submitted, undone."""

import pytest
from hands import ALT, CTRL, Hands
from PySide6.QtCore import Qt
from subsidy_park import TODAY, N, furnish

from incubator_desk.base import i18n
from incubator_desk.base.i18n import _
from incubator_desk.qtkit.steps import StepDialog


@pytest.fixture(params=i18n.LANGUAGES)
def desk(request, file_office, show_window, qtbot):
    made = furnish(file_office)
    i18n.use(request.param)
    window = show_window(file_office, TODAY, size=(1366, 768))
    return made, Hands(qtbot, window)


def tabs(panel):
    return [panel._tabs.tabText(at) for at in range(panel._tabs.count()) if panel._tabs.isTabVisible(at)]


def shown(table):
    model = table.model()
    return [
        [model.data(model.index(row, column)) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def settle(hands):
    """The window at the front, its new buttons in their places."""
    hands.window.activateWindow()
    hands.qtbot.wait(60)


def submit(hands):
    settle(hands)
    hands.press(Qt.Key.Key_Return, CTRL)
    dialog = hands.dialog(StepDialog)
    hands.press(Qt.Key.Key_H, ALT)  # all at hand
    taken = []
    dialog.taken.connect(taken.append)
    hands.press(Qt.Key.Key_Return, CTRL)
    return dialog, taken


def test_a_claim_is_entered_worked_out_submitted_and_taken_back(desk):
    made, hands = desk
    screen = hands.go("subsidy_claims")
    hands.press(Qt.Key.Key_N, CTRL)
    hands.fill(code="C2", programme_uid="SP1", other_public_money="100")
    made.uids["C2"] = hands.save()
    assert _("Lines") in tabs(screen.panel)

    dialog, taken = submit(hands)  # too early: the dialog says why, and nothing happens
    hands.qtbot.waitUntil(
        lambda: "Alt+W" in " ".join(label.text() for label in dialog.findChildren(type(dialog._title)))
    )
    assert not taken
    hands.press(Qt.Key.Key_Escape)
    settle(hands)

    hands.press(Qt.Key.Key_W, ALT)
    assert made.claim("C2").claim_amount == N("3632.48")
    assert f"{_('Lines')} 8" in tabs(screen.panel)
    dialog, taken = submit(hands)
    hands.qtbot.waitUntil(lambda: bool(taken))
    settle(hands)
    assert made.claim("C2").status == "submitted"
    hands.press(Qt.Key.Key_W, ALT)  # its button is gone
    assert made.claim("C2").claim_amount == N("3632.48")
    hands.press(Qt.Key.Key_F6)  # out of the field, where Ctrl+Z means its text
    hands.press(Qt.Key.Key_Z, CTRL)
    assert made.claim("C2").status == "draft"
    hands.press(Qt.Key.Key_Z, CTRL)
    assert made.claim("C2").claim_amount is None
    assert made.lines("C2") == {}


def test_a_line_leads_to_the_rent_line_that_it_comes_from(desk):
    made, hands = desk
    made.work_out()
    screen = hands.go("subsidy_claims", made.uids["C1"])
    screen.panel.turn_to(_("Lines"))
    screen.panel.focus_page()
    table = screen.panel._pages.currentWidget().table
    table.selectRow([row[1] for row in shown(table)].index("2020-03"))
    hands.press(Qt.Key.Key_Return)
    lines = hands.window.current()
    assert lines.name == "subsidy_lines"
    assert lines.panel.form.stored["record_code"] == "R1"
    hands.press(Qt.Key.Key_T, ALT)
    schedule = hands.window.current()
    assert schedule.name == "schedule"
    assert schedule._shown.code == "L1"
    assert schedule.table.currentIndex().row() == 2  # March

    hands.go("leases", made.uids["L2"])  # whoever comes later finds the schedule as ever
    hands.press(Qt.Key.Key_T, ALT)
    assert hands.window.current()._shown.code == "L2"


def test_what_changed_since_stands_beside_the_claim(desk):
    made, hands = desk
    made.work_out()
    screen = hands.go("subsidy_claims", made.uids["C1"])
    assert _("Differences") not in tabs(screen.panel)
    made.change("reliefs", "R2", percent=N(50))
    hands.qtbot.waitUntil(lambda: _("Differences") in tabs(screen.panel))
    screen.panel.turn_to(_("Differences"))
    table = screen.panel._pages.currentWidget().table
    assert [row[1:3] for row in shown(table)][:2] == [["12,441.60", "11,664.00"], ["3,732.48", "3,499.20"]]
    settle(hands)
    hands.press(Qt.Key.Key_W, ALT)
    hands.qtbot.waitUntil(lambda: _("Differences") not in tabs(screen.panel))
    assert made.claim().claim_amount == N("3499.20")


def test_lines_are_not_entered_by_hand(desk):
    made, hands = desk
    made.work_out()
    screen = hands.go("subsidy_lines")
    words = _("New {noun}").format(noun=i18n.translate("subsidy line"))
    assert words not in {text for text, _key, _icon, _run in hands.window._commands()}
    screen.table.selectRow(0)
    hands.press(Qt.Key.Key_Delete)
    hands.press(Qt.Key.Key_N, CTRL)
    assert screen.panel.uid is None or screen.panel.uid in screen.model.uids
    assert len(made.lines()) == 8


def test_registers_of_both_features_stand_behind_one_line_of_the_navigation(desk):
    _made, hands = desk
    names = hands.window.navigation.names()
    assert "voucher_claims" in names
    assert "subsidy_claims" not in names
    hands.go("subsidy_claims")
    siblings = [register.name for register in hands.window.current()._siblings]
    assert siblings[:1] == ["voucher_claims"]
    assert siblings[-3:] == ["subsidy_claims", "subsidy_programmes", "subsidy_lines"]
