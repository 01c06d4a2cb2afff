"""Vouchers issued in the window by keys alone, looked at before, taken back by one Ctrl+Z; then scanned and expired."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import keys
import pytest
import voucher_park as park
from hands import ALT, CTRL, Hands
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from incubator_desk.base import i18n
from incubator_desk.catalog.office import Office
from incubator_desk.features.vouchers.model import Voucher
from incubator_desk.features.vouchers.screen.issue.issuing import IssueScreen
from incubator_desk.qtkit.cells import CELL
from incubator_desk.qtkit.steps import StepDialog

K, SHIFT = Qt.Key, Qt.KeyboardModifier.ShiftModifier
TODAY, N = park.TODAY, Decimal
FIRMS = [
    {"code": "T4", "name": "青岚听澜声学有限公司", "kind": "company", "status": "incubating", "size_class": "micro"},
    {"code": "T5", "name": "青岚序光光电有限公司", "kind": "company", "status": "incubating", "size_class": "large"},
    {"code": "T6", "name": "青岚远岫信息安全有限公司", "kind": "company", "status": "incubating",
     "left_on": date(2020, 3, 1)},
    {"code": "T7", "name": "青岚云粟数据有限公司", "kind": "company", "status": "incubating"},
]  # fmt: skip


@pytest.fixture
def hands(qtbot: Any, show_window: Any, file_office: Office) -> Hands:
    park.furnish(file_office, programme={"tenant_kinds": "company", "holding_cap": N(30000), "budget": N(70000)})
    park.keep(file_office, tenants=FIRMS)
    return Hands(qtbot, show_window(file_office, TODAY))


def column(table: Any, heading: str) -> list[Any]:
    model = table.model()
    at = model.headings.index(heading)
    return [model.index(row, at).data(CELL) for row in range(model.rowCount())]


def texts(table: Any, heading: str) -> list[str]:
    return [cell.text for cell in column(table, heading)]


def words(widget: QWidget) -> str:
    return "  ".join(label.text() for label in widget.findChildren(QLabel))


def codes(office: Office) -> list[str]:
    with office.reading() as session:
        return sorted(code for code in session.scalars(select(Voucher.code)) if code.startswith("V-"))


def at_companies(hands: Hands, office: Office) -> IssueScreen:
    screen = hands.go("issue", park.record(office, "voucher_programmes", "P1").uid)
    assert isinstance(screen, IssueScreen)
    assert screen.companies.isVisible()
    return screen


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_vouchers_are_issued_and_taken_back_by_keys_alone(hands: Hands, file_office: Office, language: str) -> None:
    hands.window.set_language(language)
    hands.go("vouchers")
    hands.press(K.Key_I, ALT)
    screen = hands.window.current()
    assert isinstance(screen, IssueScreen)
    assert screen.programmes.table.hasFocus()
    hands.press(K.Key_Return)
    # the companies: three may have one, two of them hold one already and begin without a tick
    hands.qtbot.waitUntil(screen.companies.table.hasFocus)
    boxes = [cell.checked for cell in column_at(screen.companies.table, 0)]
    assert boxes == [False, False, False, True, True, False, True]
    assert "V-2020-0001 – V-2020-0003" in words(screen.companies)
    # another face value, from the keys: those with 20,000 may then have 10,000 more
    hands.press(K.Key_F6)
    assert screen.card.face.hasFocus()
    hands.enter("10000")
    assert [each.judgement.entitled for each in screen.companies.seen.companies[:2]] == [True, True]  # type: ignore[union-attr]
    hands.press(K.Key_F6)
    assert screen.companies.table.hasFocus()
    hands.press(K.Key_Home, CTRL)
    hands.press(K.Key_Space)
    assert "V-2020-0001 – V-2020-0004" in words(screen.companies)
    assert codes(file_office) == []
    hands.press(K.Key_Return, CTRL)
    assert codes(file_office) == [f"V-2020-000{n}" for n in (1, 2, 3, 4)]
    assert screen.issued.isVisible()
    assert screen.issued._model.rows[0][1].text == "青岚朴石新材料有限公司"
    hands.qtbot.wait(50)  # what was written has come back to the screen
    hands.press(K.Key_Z, CTRL)
    hands.qtbot.waitUntil(screen.companies.isVisible, timeout=3000)
    assert codes(file_office) == []
    assert len(screen.companies.ticked()) == 4
    hands.press(K.Key_Return, CTRL)
    assert len(codes(file_office)) == 4
    hands.press(K.Key_P, CTRL)
    assert hands.window.current().name == "reports"
    state = hands.window.current().options.wanted()
    assert (state.report.name, state.asked.period.text) == ("voucher", "2020")


def column_at(table: Any, at: int) -> list[Any]:
    model = table.model()
    return [model.index(row, at).data(CELL) for row in range(model.rowCount())]


def test_who_may_not_have_one_says_why_and_cannot_be_ticked(hands: Hands, file_office: Office) -> None:
    park.change(file_office, "voucher_programmes", "P1", size_classes="micro;small")
    screen = at_companies(hands, file_office)
    assert texts(screen.companies.table, "Reason") == [
        "Size not entered; served: Micro, Small", "Size not entered; served: Micro, Small", "Team; served: Company",
        "", "Large; served: Micro, Small", "Size not entered; served: Micro, Small",
        "Size not entered; served: Micro, Small",
    ]  # fmt: skip
    park.change(file_office, "voucher_programmes", "P1", size_classes=None)
    hands.qtbot.wait(50)
    reasons = texts(screen.companies.table, "Reason")
    assert reasons[0] == "Holds 20,000.00; with this 40,000.00, at most 30,000.00"
    assert reasons[5] == "It left on 2020-03-01"
    hands.press(K.Key_End, CTRL)
    hands.press(K.Key_Up)
    hands.press(K.Key_Space)
    assert "It left on 2020-03-01" in hands.window.undo_bar.words.text()
    assert [each.code for each in screen.companies.ticked()] == ["T4", "T5", "T7"]


def test_all_or_none_are_ticked_by_a_key_within_what_a_search_by_initials_finds(
    hands: Hands, file_office: Office
) -> None:
    screen = at_companies(hands, file_office)
    hands.press(K.Key_A, CTRL | SHIFT)
    assert screen.companies.ticked() == []
    assert not screen.go_on.isEnabled()
    hands.press(K.Key_F, CTRL)
    keys.type_text(hands.qtbot, hands.focus(), "qltl")
    assert texts(screen.companies.table, "Company") == ["青岚听澜声学有限公司"]
    hands.tab_to(screen.companies.table)
    hands.press(K.Key_A, CTRL | SHIFT)
    assert [each.code for each in screen.companies.ticked()] == ["T4"]
    assert screen.go_on.text() == "Issue 1 voucher  Ctrl+Enter"


def test_more_than_the_budget_is_warned_of_and_nothing_is_saved_before(hands: Hands, file_office: Office) -> None:
    screen = at_companies(hands, file_office)
    # 60,000 are out already, of 70,000
    assert screen.note.text() == (
        "With these, vouchers of 120,000.00 are issued: 50,000.00 more than the budget of 70,000.00."
    )
    assert "Left of the budget  −50,000.00" in words(screen.companies)
    hands.press(K.Key_F6)
    hands.enter("3333.33")
    assert screen.note.text().startswith("Nothing is saved yet.")
    assert "Face values  9,999.99" in words(screen.companies)
    assert codes(file_office) == []


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("face", "0", "0 is not above 0."),
        ("face", "abc", "abc"),
        ("face", "", "Enter the face value, more than 0."),
        ("on", "2020-03-21", "2020-03-21 has not come yet."),
        ("on", "31.2.2020", "31.2.2020"),
        ("pattern", "V-{month}", "“{month}” cannot be filled in. A pattern may have {year} {programme} {number:04}."),
        ("pattern", "V-{year}", "Several vouchers need {number:04} in the pattern: it counts up."),
        ("pattern", "", "This is required."),
    ],
)
def test_what_is_wrong_with_a_field_stands_beside_it(
    hands: Hands, file_office: Office, field: str, typed: str, said: str
) -> None:
    screen = at_companies(hands, file_office)
    hands.press(K.Key_F6)
    editor = getattr(screen.card, field)
    hands.tab_to(editor)
    if typed:
        hands.enter(typed)
    else:
        editor.selectAll()
        hands.press(K.Key_Delete)
    row: Any = getattr(screen.card, f"_{field}")
    assert row.note.isVisible()
    assert said in row.note.text()
    assert not screen.go_on.isEnabled()
    hands.press(K.Key_Return, CTRL)
    assert codes(file_office) == []


def test_a_code_that_is_taken_is_told_beside_the_pattern(hands: Hands, file_office: Office) -> None:
    screen = at_companies(hands, file_office)
    hands.press(K.Key_A, CTRL | SHIFT)
    hands.press(K.Key_End, CTRL)
    hands.press(K.Key_Space)
    hands.press(K.Key_F6)
    hands.tab_to(screen.card.pattern)
    hands.enter("V1")
    assert screen.card._pattern.note.text() == "“V1” is already taken. Choose another pattern."
    hands.enter("V-0815")
    assert not screen.card._pattern.note.isVisible()
    hands.press(K.Key_Return, CTRL)
    assert codes(file_office) == ["V-0815"]
    hands.press(K.Key_P, CTRL)
    asked = hands.window.current().options.wanted().asked
    assert (asked.period.text, asked.tenant) == ("2020", "T7")


def test_the_pattern_used_last_is_offered_again(hands: Hands, file_office: Office) -> None:
    screen = at_companies(hands, file_office)
    hands.press(K.Key_F6)
    hands.tab_to(screen.card.pattern)
    hands.enter("V-{programme}-{number:03}")
    hands.press(K.Key_Return, CTRL)
    assert codes(file_office) == ["V-P1-001", "V-P1-002", "V-P1-003"]
    hands.press(K.Key_I, ALT)
    assert screen.programmes.isVisible()
    hands.press(K.Key_Return)
    assert screen.card.pattern.text() == "V-{programme}-{number:03}"
    # whoever was given one would now hold too much
    assert texts(screen.companies.table, "Reason")[3] == "Holds 20,000.00; with this 40,000.00, at most 30,000.00"


def test_what_another_machine_changed_meanwhile_is_not_issued(hands: Hands, file_office: Office) -> None:
    screen = at_companies(hands, file_office)
    telling, file_office.listeners = file_office.listeners, []  # nobody tells this window
    park.keep(file_office, vouchers=[park.VOUCHERS[0] | {"code": "W1", "tenant_code": "T4"}])
    file_office.listeners = telling
    hands.press(K.Key_Return, CTRL)
    assert "青岚听澜声学有限公司 has changed since you looked" in hands.window.undo_bar.words.text()
    assert codes(file_office) == []
    hands.press(K.Key_F5)
    hands.press(K.Key_Return, CTRL)
    assert len(codes(file_office)) == 2
    assert screen.issued.isVisible()


def test_the_record_of_a_programme_leads_here_and_escape_back(hands: Hands, file_office: Office) -> None:
    hands.go("voucher_programmes", park.record(file_office, "voucher_programmes", "P1").uid)
    hands.press(K.Key_I, ALT)
    screen = hands.window.current()
    assert isinstance(screen, IssueScreen)
    assert "2020年创新券" in words(screen.card)
    hands.press(K.Key_Escape)
    assert screen.programmes.isVisible()
    hands.press(K.Key_Escape)
    assert hands.window.current().name == "vouchers"


def test_the_palette_leads_here(hands: Hands) -> None:
    hands.go("vouchers")
    hands.press(K.Key_K, CTRL)
    keys.type_text(hands.qtbot, hands.focus(), ">issue vou")
    hands.press(K.Key_Return)
    assert hands.window.current().name == "issue"


def test_the_list_is_saved_as_a_workbook(hands: Hands, file_office: Office, tmp_path: Path) -> None:
    screen = at_companies(hands, file_office)
    screen.companies.save_list(tmp_path / "list.xlsx")
    rows = CalamineWorkbook.from_path(str(tmp_path / "list.xlsx")).get_sheet_by_index(0).to_python()
    table = {row[1]: row for row in rows if str(row[1]).startswith("T")}
    assert table["T1"][5:9] == [1, 20000, "Not entitled", "Holds 20,000.00; with this 40,000.00, at most 30,000.00"]


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_nothing_is_cut_off_on_a_small_screen(hands: Hands, file_office: Office, language: str) -> None:
    hands.window.resize(1366, 768)
    hands.window.set_language(language)
    screen = at_companies(hands, file_office)
    hands.qtbot.wait(50)
    table = screen.companies.table
    for at in range(9):
        for cell, row in zip(column_at(table, at), range(table.model().rowCount()), strict=True):
            assert table.itemDelegate().wanted_width(cell) <= table.columnWidth(at), (at, row)
    assert not table.horizontalScrollBar().isVisible()
    for row in (screen.card._face, screen.card._on, screen.card._pattern):
        assert row.label.fontMetrics().horizontalAdvance(row.label.text()) <= row.label.width()
        assert row.geometry().right() <= screen.card.width()


# what follows: scanned, expired, passed on ----------------------------------------------------------------------------


def scan(hands: Hands, text: str) -> None:
    """A scanner types the code and presses Enter."""
    keys.type_text(hands.qtbot, hands.focus(), text)
    hands.press(K.Key_Return)


@pytest.mark.parametrize(("typed", "code"), [("V2", "V2"), ("v2", "V2"), ("Ｖ2", "V2"), ("V-2020-0007", "V-2020-0007")])
def test_a_scanned_code_opens_its_voucher_from_anywhere(
    hands: Hands, file_office: Office, typed: str, code: str
) -> None:
    # records that have the code within theirs stand before vouchers, and before this one among them
    park.keep(
        file_office,
        tenants=[{"code": "CO-V2", "name": "V2传感", "kind": "company"}],
        providers=[{"code": "V-2020-0007-S", "name": "V-2020-0007服务"}],
        vouchers=[
            park.VOUCHERS[0] | {"code": "A-V2", "face_value": N(1)},
            park.VOUCHERS[0] | {"code": "V-2020-0007", "face_value": N(1)},
            *(park.VOUCHERS[1] | {"code": f"A{n}-V2", "face_value": N(1)} for n in range(9)),
        ],
        voucher_claims=[park.claim("C-V2", "V2")],
    )
    hands.go("home")
    hands.press(K.Key_K, CTRL)
    scan(hands, typed)
    assert hands.window.current().name == "vouchers"
    assert hands.window.current().panel.uid == park.record(file_office, "vouchers", code).uid


def test_a_voucher_is_printed_again_from_its_record(hands: Hands, file_office: Office) -> None:
    hands.go("vouchers", park.record(file_office, "vouchers", "V2").uid)
    hands.press(K.Key_P, CTRL)
    asked = hands.window.current().options.wanted()
    assert (asked.report.name, asked.asked.tenant, asked.asked.period.text) == ("voucher", "T2", "2020")


def test_a_scanned_code_is_found_in_the_list_of_vouchers(hands: Hands, file_office: Office) -> None:
    screen = hands.go("vouchers")
    hands.press(K.Key_F, CTRL)
    scan(hands, "V3")
    uid = park.record(file_office, "vouchers", "V3").uid
    assert (screen.model.rowCount(), screen.model.place(uid)) == (1, 0)
    assert screen.table.hasFocus()
    hands.press(K.Key_Return)
    assert screen.panel.uid == uid


def choose_all(hands: Hands) -> Any:
    screen = hands.go("vouchers")
    screen.table.setFocus()
    hands.press(K.Key_A, CTRL)
    hands.press(K.Key_M, ALT)
    dialog = hands.dialog(StepDialog)
    labels = [dialog.step.itemText(at) for at in range(dialog.step.count())]
    hands.tab_to(dialog.step)
    hands.enter(next(text for text in labels if text == "Expire"))
    return dialog


@pytest.fixture
def late(qtbot: Any, show_window: Any, file_office: Office) -> Hands:
    """On a day after the vouchers' last; a claim on one is still under way."""
    park.furnish(file_office, park.claim("C1", "V2"), park.claim("C2", "V3", status="withdrawn"))
    return Hands(qtbot, show_window(file_office, date(2021, 1, 4)))


def test_many_expire_at_once_but_those_with_a_claim_under_way(late: Hands, file_office: Office) -> None:
    dialog = choose_all(late)
    late.press(K.Key_Return, CTRL)
    assert [(row[0].text, row[1].text) for row in dialog._refusals.rows] == [
        ("V2", "Claim C1 on it is still under way.")
    ]
    assert {park.record(file_office, "vouchers", f"V{n}").status for n in (1, 2, 3)} == {"issued"}
    late.press(K.Key_L, ALT)
    late.press(K.Key_Return, CTRL)
    states = {code: park.record(file_office, "vouchers", code).status for code in ("V1", "V2", "V3")}
    assert states == {"V1": "expired", "V2": "issued", "V3": "expired"}
    late.go("vouchers").table.setFocus()
    late.press(K.Key_Z, CTRL)
    late.qtbot.wait(50)
    assert park.record(file_office, "vouchers", "V1").status == "issued"


def test_none_expires_before_its_day_is_over(hands: Hands, file_office: Office) -> None:
    dialog = choose_all(hands)
    hands.press(K.Key_Return, CTRL)
    # all are refused for the same reason, which stands beside the day
    assert dialog.day.note.text() == "It can be used until 2020-12-31."
    assert {park.record(file_office, "vouchers", f"V{n}").status for n in (1, 2, 3)} == {"issued"}


@pytest.mark.parametrize(("code", "passes"), [("V3", True), ("V1", False)])
def test_a_voucher_changes_hands_only_from_a_team(hands: Hands, file_office: Office, code: str, passes: bool) -> None:
    uid = park.record(file_office, "vouchers", code).uid
    before = park.record(file_office, "vouchers", code).tenant_uid
    screen = hands.go("vouchers", uid)
    screen.panel.form.focus_first()
    hands.fill(tenant_uid="T7")
    hands.press(K.Key_S, CTRL)
    after = park.record(file_office, "vouchers", code).tenant_uid
    assert (after == park.record(file_office, "tenants", "T7").uid) is passes
    assert (after == before) is not passes
    row = screen.panel.form.rows["tenant_uid"]
    if not passes:
        assert row.note.text() == "A voucher passes on only from a team to the company that it became."
