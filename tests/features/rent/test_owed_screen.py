"""Refunds owed, paid out by keys alone: one by one, several at once, never too much."""

from decimal import Decimal
from typing import Any

import keys
import pytest
import receiving_park as park
import test_owed
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from incubator_desk.catalog.office import Office
from incubator_desk.desk.window import MainWindow
from incubator_desk.features.rent.model import Refund
from incubator_desk.features.rent.screen.money.owed import OwedScreen
from incubator_desk.qtkit.registers import RegisterScreen

CTRL, ENTER = Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_Return


class Hands:
    """Someone at the keyboard of the window."""

    def __init__(self, qtbot: Any, window: MainWindow) -> None:
        self.qtbot, self.window = qtbot, window

    @property
    def screen(self) -> OwedScreen:
        screen = self.window.current()
        assert isinstance(screen, OwedScreen)
        return screen

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.keyClick(QApplication.focusWidget() or self.window, key, modifier)
        self.qtbot.wait(150 if modifier else 20)

    def type(self, text: str) -> None:
        keys.type_text(self.qtbot, QApplication.focusWidget(), text)
        self.press(ENTER)


@pytest.fixture
def made(file_office: Office) -> dict[str, str]:
    return test_owed.furnish(file_office)


@pytest.fixture
def hands(qtbot: Any, show_window: Any, file_office: Office, made: Any) -> Hands:
    window = show_window(file_office, park.TODAY, size=(1366, 768))
    window.go("owed")
    hands = Hands(qtbot, window)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is hands.screen.table)
    return hands


def rests(hands: Hands) -> list[str]:
    return [row[6].text for row in hands.screen._model.rows]


def refunds(office: Office) -> list[tuple[Decimal, str | None]]:
    with office.reading() as session:
        return [(r.amount, r.reference) for r in session.scalars(select(Refund).order_by(Refund.code))]


def test_a_refund_is_paid_out_by_enter_alone(hands: Hands, file_office: Office) -> None:
    before = park.figures(file_office)
    assert rests(hands) == ["7,137.00", "3,568.50", "100.00"]
    hands.press(Qt.Key.Key_Home)
    hands.press(ENTER)
    assert QApplication.focusWidget() is hands.screen.payout.field("amount")
    assert hands.screen.payout.field("amount").text() == "7,137.00"
    hands.press(ENTER)  # the whole rest
    hands.press(ENTER)  # today
    hands.type("T0301")
    assert refunds(file_office) == [(Decimal("7137.00"), "T0301")]
    assert rests(hands) == ["3,568.50", "100.00"]
    assert QApplication.focusWidget() is hands.screen.table
    totals: Any = park.figures(file_office)[0]["totals"]
    assert (totals["refund_due"], totals["refunded"]) == ("3568.50", "7137.00")
    hands.press(Qt.Key.Key_Z, CTRL)
    hands.qtbot.waitUntil(lambda: len(rests(hands)) == 3, timeout=3000)
    assert park.figures(file_office) == before


def test_a_part_can_be_paid_out_and_the_rest_later(hands: Hands, file_office: Office) -> None:
    hands.press(Qt.Key.Key_Home)
    hands.press(ENTER)
    for text in ("5000", "2020-03-19", "T1"):
        hands.type(text)
    assert refunds(file_office) == [(Decimal(5000), "T1")]
    assert rests(hands)[0] == "2,137.00"
    assert [cell.text for cell in hands.screen._totals._cells][4:7] == ["10,805.50", "5,000.00", "5,805.50"]


def test_several_ticked_ones_are_one_step(hands: Hands, file_office: Office) -> None:
    hands.press(Qt.Key.Key_Home)
    hands.press(Qt.Key.Key_Space)
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Space)
    assert hands.screen.payout.field("amount").text() == "7,237.00"
    assert hands.screen.payout.field("amount").isReadOnly()
    hands.press(ENTER, CTRL)
    assert [amount for amount, _ in refunds(file_office)] == [Decimal("7137.00"), Decimal("100.00")]
    assert rests(hands) == ["3,568.50"]
    hands.press(Qt.Key.Key_Z, CTRL)
    hands.qtbot.waitUntil(lambda: len(rests(hands)) == 3, timeout=3000)
    assert not refunds(file_office)


@pytest.mark.parametrize(
    ("amount", "day", "column", "words"),
    [
        ("7137.01", "2020-03-20", "amount", "only 7137.00 is owed"),
        ("7137", "2020-03-09", "amount", "only 0.00 is owed"),
        ("0", "2020-03-20", "amount", "is not above 0"),
        ("siebentausend", "2020-03-20", "amount", "is not a number"),
        ("1", "2020-02-30", "paid_on", "is not a date"),
        ("1", " ", "paid_on", "This is required."),
    ],
)
def test_what_is_refused_stands_beside_its_field(
    hands: Hands, file_office: Office, amount: str, day: str, column: str, words: str
) -> None:
    hands.press(Qt.Key.Key_Home)
    hands.press(ENTER)
    for text in (amount, day):
        hands.type(text)
    hands.press(ENTER)
    assert words in hands.screen.payout.rows[column].note.text()
    assert hands.screen.payout.rows[column].note.isVisible()
    assert QApplication.focusWidget() is hands.screen.payout.field(column)
    assert not refunds(file_office)


def test_the_screen_opens_at_a_lease_and_says_where_nothing_is_owed(hands: Hands, made: dict[str, str]) -> None:
    hands.window.go("owed", made["c"])
    assert hands.screen.payout.title.text().endswith("L-0003")
    hands.window.go("owed", made["b"])
    assert hands.screen._current() is None
    assert "Nothing is owed back here." in hands.window.undo_bar.words.text()


def test_the_form_of_a_refund_refuses_too_much_beside_its_amount(
    hands: Hands, file_office: Office, made: dict[str, str]
) -> None:
    hands.window.new("refunds")
    screen = hands.window.current()
    assert isinstance(screen, RegisterScreen)
    form = screen.panel.form
    for name, value in (("lease_uid", made["c"]), ("paid_on", park.TODAY), ("amount", Decimal("100.01"))):
        form.rows[name].field.put(value)
        form.rows[name].touched = True
    assert not form.save()
    assert "only 100.00 is owed" in form.rows["amount"].note.text()
    assert not form.rows["amount"].note.isHidden()
    assert not refunds(file_office)
