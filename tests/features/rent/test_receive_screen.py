"""Receipts and bank statements entered in a real window by keys alone; what is shown equals the schedules."""

from datetime import date
from decimal import Decimal
from typing import Any

import keys
import pytest
import receiving_park as park
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QWidget
from sqlalchemy import select

from incubator_desk.catalog.office import Office
from incubator_desk.desk.window import MainWindow
from incubator_desk.features.rent.model import Receipt
from incubator_desk.features.rent.screen.money.receiving import ReceiveScreen
from incubator_desk.features.rent.screen.schedule import ScheduleScreen
from incubator_desk.qtkit.steps import ReasonDialog
from incubator_desk.qtkit.table import PlainModel

CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier,
)  # fmt: skip
ENTER = Qt.Key.Key_Return


class Hands:
    """Someone at the keyboard of the window."""

    def __init__(self, qtbot: Any, window: MainWindow) -> None:
        self.qtbot, self.window = qtbot, window

    @property
    def screen(self) -> Any:
        return self.window.current()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.keyClick(QApplication.focusWidget() or self.window, key, modifier)
        self.qtbot.wait(150 if modifier else 20)

    def type(self, text: str) -> None:
        """Type into the field with the focus, take the first one offered where something is, and press Enter."""
        field: Any = QApplication.focusWidget()
        if isinstance(field, QComboBox):
            for _turn in range(field.count()):
                if field.currentText() != text:
                    self.press(Qt.Key.Key_Down)
            assert field.currentText() == text
            self.press(ENTER)
            return
        keys.type_text(self.qtbot, field, text)
        popup = getattr(field, "_completer", None)
        if popup is not None and popup.popup().isVisible():
            self.qtbot.keyClick(popup.popup(), ENTER)
            led_to = self.window.focusWidget()
            self.window.activateWindow()  # off-screen no window manager does that when a list of choices closes
            self.qtbot.wait(50)
            led_to.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.press(ENTER)

    def rest(self) -> None:
        """Let the hands rest, so that what was typed is judged."""
        self.qtbot.wait(200)


@pytest.fixture
def made(file_office: Office) -> dict[str, str]:
    return park.furnish(file_office)


@pytest.fixture
def hands(qtbot: Any, show_window: Any, file_office: Office, made: Any) -> Hands:
    window = show_window(file_office, park.TODAY)
    window.go("receive")
    hands = Hands(qtbot, window)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is hands.screen.entry.fields.field("tenant_uid"))
    return hands


def texts(model: PlainModel) -> list[list[str]]:
    return [[cell.text for cell in row] for row in model.rows]


def dues_of(hands: Hands) -> list[list[str]]:
    return texts(hands.screen.entry.dues._model)


def notes(widget: QWidget) -> str:
    return "  ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def receipts(office: Office) -> list[tuple[str, Decimal, bool]]:
    with office.reading() as session:
        rows = session.scalars(select(Receipt).order_by(Receipt.code))
        return [(r.code, r.amount, r.reversed_on is not None) for r in rows]


def test_a_receipt_is_recorded_by_enter_alone_and_the_next_one_begun(hands: Hands, file_office: Office) -> None:
    before = park.figures(file_office)
    hands.type("qlmc")
    assert hands.screen.entry.fields.field("tenant_uid").text().startswith("T-0001")
    hands.type("2020年3月18日")
    hands.type("12000")
    hands.rest()
    assert dues_of(hands)[:4] == [
        ["L-0001", "2020-01", "2020-01-05", "7,137.00", "7,137.00", "Settled"],
        ["L-0002", "2020-01", "2020-01-05", "2,000.00", "2,000.00", "Settled"],
        ["L-0001", "2020-02", "2020-02-05", "7,137.00", "2,863.00", "2,863.00 of 7,137.00"],
        ["L-0002", "2020-02", "2020-02-05", "2,000.00", "—", "Overdue 44 days"],
    ]
    assert hands.screen.entry.dues.fills.text() == (
        "L-0001 2020-01 7,137.00, 2020-02 2,863.00 of 7,137.00; L-0002 2020-01 2,000.00"
    )
    for _kind_lease_method in range(3):
        hands.press(ENTER)
    hands.type("N0301")
    assert receipts(file_office) == [("S-0001", Decimal(10000), False), ("S-0002", Decimal(2000), False)]
    company = hands.screen.entry.fields.field("tenant_uid")
    hands.qtbot.waitUntil(lambda: QApplication.focusWidget() is company and not company.text())
    assert hands.screen.entry.fields.field("received_on").text() == "2020-03-18"  # the next one is of the same day
    assert [row[:5] for row in texts(hands.screen.sitting._model)] == [
        ["S-0002", park.MUCHUAN, "L-0002", "2020-03-18", "2,000.00"],
        ["S-0001", park.MUCHUAN, "L-0001", "2020-03-18", "10,000.00"],
    ]
    hands.press(Qt.Key.Key_Z, CTRL)
    hands.qtbot.waitUntil(lambda: not hands.screen.sitting._model.rows, timeout=3000)
    assert park.figures(file_office) == before


def test_what_is_shown_before_recording_is_what_the_schedules_say_after(hands: Hands, file_office: Office) -> None:
    hands.type("qlmc")
    hands.type("2020-03-18")
    hands.type("20000.55")
    hands.rest()
    shown = {(row[0], row[1]): row for row in dues_of(hands)}
    hands.press(ENTER, CTRL)
    for entry in park.figures(file_office):
        for line in entry["lines"]:  # type: ignore[attr-defined]
            row = shown.get((str(entry["lease"]), line["from"][:7]))
            if row is not None and row[4] != "—":
                assert Decimal(row[4].replace(",", "")) == Decimal(line["paid"])
                assert (row[5] == "Settled") == (line["outstanding"] == "0.00")
            elif row is not None:
                assert line["paid"] == "0.00"


def test_credit_is_announced_and_goes_where_one_says(hands: Hands, file_office: Office) -> None:
    hands.type("qlmc")
    hands.type("2020-03-18")
    hands.type("200000")
    hands.rest()
    assert "90,356.00 exceeds all dues and stays as credit of L-0002." in notes(hands.screen.entry.fields)
    hands.press(ENTER)  # kind
    hands.press(ENTER)  # goes to: all leases
    assert QApplication.focusWidget() is hands.screen.entry.fields.rest_to
    hands.press(Qt.Key.Key_Up)
    hands.rest()
    assert "credit of L-0001" in notes(hands.screen.entry.fields)
    hands.press(ENTER, CTRL)
    totals: Any = [entry["totals"] for entry in park.figures(file_office)]
    assert [t["credit"] for t in totals] == ["90356.00", "0.00", "0.00"]


def test_a_duplicate_is_warned_of_and_rent_before_the_lease_refused(hands: Hands, file_office: Office) -> None:
    for _twice in range(2):
        hands.type("qlps")
        hands.type("2020-03-18")
        hands.type("8388")
        hands.rest()
        duplicate = notes(hands.screen.entry.fields)
        hands.press(ENTER, CTRL)
    assert "S-0001 has the same company, day, amount and reference already." in duplicate
    assert len(receipts(file_office)) == 2
    hands.type("qlps")
    hands.type("2019-12-31")
    hands.type("1")
    hands.rest()
    assert (
        "Rent of lease L-0003 comes in from 2020-01-01 on" in hands.screen.entry.fields.rows["received_on"].note.text()
    )
    hands.press(ENTER, CTRL)
    assert len(receipts(file_office)) == 2
    assert QApplication.focusWidget() is hands.screen.entry.fields.field("received_on")


@pytest.mark.parametrize(
    ("typed", "column", "words"),
    [
        (("zzzz", "2020-03-18", "1"), "tenant_uid", "There is no company with the code “zzzz”."),
        (("", "2020-03-18", "1"), "tenant_uid", "This is required."),
        (("qlps", "2020-02-30", "1"), "received_on", "is not a date"),
        (("qlps", "2020-03-18", "abc"), "amount", "is not a number"),
        (("qlps", "2020-03-18", "-5"), "amount", "is not above 0"),
        (("qlps", "2020-03-18", ""), "amount", "This is required."),
        (("qlys", "2020-03-18", "1"), "tenant_uid", "This company has no lease"),
    ],
)
def test_bad_input_is_told_beside_its_field(
    hands: Hands, file_office: Office, typed: tuple[str, ...], column: str, words: str
) -> None:
    for text in typed:
        hands.type(text)
    hands.press(ENTER, CTRL)
    fields = hands.screen.entry.fields
    assert words in fields.rows[column].note.text()
    assert fields.rows[column].note.isVisible()
    assert QApplication.focusWidget() is fields.field(column)
    assert not receipts(file_office)
    hands.press(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is fields.field("tenant_uid")
    assert not fields.rows[column].note.isVisible()


def test_a_deposit_asks_for_its_lease(hands: Hands, file_office: Office, made: dict[str, str]) -> None:
    hands.type("qlmc")
    hands.type("2020-03-18")
    hands.type("500")
    hands.type("Deposit")
    fields = hands.screen.entry.fields
    assert QApplication.focusWidget() is fields.lease
    hands.press(ENTER, CTRL)
    assert "Say for which lease it is" in fields.rows["lease_uid"].note.text()
    assert not receipts(file_office)
    hands.type("L-0002")
    hands.press(ENTER, CTRL)
    with file_office.reading() as session:
        (found,) = session.scalars(select(Receipt))
        assert (found.kind, found.lease_uid, found.amount) == ("deposit", made["b"], Decimal(500))


def test_a_wrong_receipt_is_reversed_with_its_reason(hands: Hands, file_office: Office) -> None:
    before = park.figures(file_office)
    hands.type("qlmc")
    hands.type("2020-03-18")
    hands.type("9137")
    hands.press(ENTER, CTRL)
    hands.press(Qt.Key.Key_X, ALT)
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, ReasonDialog) and w.isVisible())
    keys.type_text(hands.qtbot, dialog.reason.editor, "登记错企业")
    hands.qtbot.keyClick(dialog, ENTER, CTRL)
    hands.qtbot.wait(150)
    assert receipts(file_office) == [("S-0001", Decimal(7137), True), ("S-0002", Decimal(2000), True)]
    assert park.figures(file_office) == before
    assert [row[-1] for row in texts(hands.screen.sitting._model)] == ["Reversed", "Reversed"]
    hands.window.activateWindow()  # as a window manager does when a dialog closes
    hands.qtbot.wait(50)
    hands.press(Qt.Key.Key_Z, CTRL)
    hands.qtbot.waitUntil(lambda: texts(hands.screen.sitting._model)[0][-1] == "Counted", timeout=3000)


STATEMENT = """入账日期\t对方户名\t贷方发生额\t借方发生额\t流水号\t附言
2020-03-05\t青岚沐川医疗器械有限公司\t9,137.00\t\tN1\t房租
2020-03-06\t青岚供电公司\t\t1,200.00\tN2\t电费
2020-03-09\t北京某某有限公司\t8,388.00\t\tN3\t代付
2020-03-10\t青岚朴石新材料有限公司\t一元\t\tN4\t
2020-03-11\t陶杰\t100.00\t\tN5\t
"""


def test_a_bank_statement_is_pasted_judged_and_recorded_as_one_step(hands: Hands, file_office: Office) -> None:
    before = park.figures(file_office)
    QApplication.clipboard().setText(STATEMENT)
    hands.press(Qt.Key.Key_V, CTRL)  # the cursor is in the company's field
    pane = hands.screen.statement
    assert pane.isVisible()
    rows = texts(pane._model)
    assert [(row[0], row[1]) for row in rows] == [
        ("2", "New"), ("4", "Unclear"), ("5", "Unreadable"), ("6", "Unclear"),
    ]  # fmt: skip
    assert rows[0][6] == "L-0001 2020-01 7,137.00; L-0002 2020-01 2,000.00"
    assert QApplication.focusWidget() is pane.table
    assert pane.table.currentIndex().row() == 1  # the first that is not clear
    hands.press(ENTER)
    hands.type("qlps")
    assert [row[1] for row in texts(pane._model)] == ["New", "New", "Unreadable", "Unclear"]
    assert pane.table.currentIndex().row() == 3  # on to the next unclear one
    assert "2 companies fit" in pane._row.text()
    assert pane.ticked == {0, 1}
    hands.press(Qt.Key.Key_Space)  # not possible yet
    assert pane.ticked == {0, 1}
    hands.press(Qt.Key.Key_Home)
    hands.press(Qt.Key.Key_Up)
    hands.press(ENTER, CTRL)
    assert [amount for _code, amount, _gone in receipts(file_office)] == [7137, 2000, 8388]
    hands.qtbot.waitUntil(hands.screen.entry.isVisible)
    assert len(hands.screen.sitting._model.rows) == 3
    QApplication.clipboard().setText(STATEMENT)
    hands.press(Qt.Key.Key_V, CTRL | SHIFT)
    assert [row[1] for row in texts(pane._model)] == ["Already recorded"] * 2 + ["Unreadable", "Unclear"]
    assert "Already recorded as S-0001, S-0002." in texts(pane._model)[0][6]
    assert not pane.confirm.isEnabled()
    hands.press(Qt.Key.Key_Escape)
    assert hands.screen.entry.isVisible()
    hands.press(Qt.Key.Key_Z, CTRL)
    hands.qtbot.waitUntil(lambda: park.figures(file_office) == before, timeout=3000)
    assert not receipts(file_office)


def test_what_is_no_statement_leaves_the_entry_as_it_is(hands: Hands) -> None:
    QApplication.clipboard().setText("甲\t乙\n丙\t丁")
    hands.press(Qt.Key.Key_V, CTRL)
    assert hands.screen.entry.isVisible()
    assert "No column holds dates" in hands.window.undo_bar.words.text()
    QApplication.clipboard().setText("qlmc")  # one value goes into the field
    hands.press(Qt.Key.Key_V, CTRL)
    assert hands.screen.entry.fields.field("tenant_uid").text() == "qlmc"


def test_alt_r_in_a_schedule_begins_an_entry_for_its_lease(hands: Hands, made: dict[str, str]) -> None:
    hands.window.go("schedule", made["b"])
    assert isinstance(hands.screen, ScheduleScreen)
    hands.qtbot.wait(50)
    hands.press(Qt.Key.Key_R, ALT)
    assert isinstance(hands.screen, ReceiveScreen)
    fields = hands.screen.entry.fields
    assert (fields.field("tenant_uid").value(), fields.lease.currentText()) == (made["muchuan"], "L-0002")
    hands.qtbot.waitUntil(lambda: QApplication.focusWidget() is fields.field("amount"))
    hands.window.go("receive", made["pushi"])
    assert fields.field("tenant_uid").value() == made["pushi"]
    assert date.fromisoformat(fields.field("received_on").text()) == park.TODAY
