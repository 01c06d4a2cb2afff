"""Ending, settling and renewing a lease in the window, by keys alone."""

from datetime import date
from decimal import Decimal
from typing import Any

import keys
import pytest
import sample_park as sample
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from incubator_desk.base import i18n
from incubator_desk.catalog.office import Office
from incubator_desk.desk.window import MainWindow
from incubator_desk.features.leases.model import Lease
from incubator_desk.features.rent.model import DepositUse, Receipt, Refund
from incubator_desk.features.rent.rules import to_json
from incubator_desk.features.rent.screen.ends.ending import EndingScreen
from incubator_desk.features.rent.service.summary import schedules
from incubator_desk.features.tenants.model import Tenant

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


class Desk:
    """Someone at the keyboard before the window, with a lease of 3,000 a month for 2020 and a deposit of 6,000."""

    def __init__(self, qtbot: Any, office: Office, show_window: Any) -> None:
        self.qtbot, self.office = qtbot, office
        self.tenant = sample.tenant(office, 1, "青岚序光光电有限公司")
        self.lease = sample.save(
            office, "leases", tenant_uid=self.tenant, starts_on=date(2020, 1, 1), ends_on=date(2020, 12, 31),
            price=Decimal(3000), price_unit="month",
        )  # fmt: skip
        self.receive(Decimal(6000), kind="deposit")
        self.window: MainWindow = show_window(office, sample.TODAY)

    def receive(self, amount: Decimal, **values: Any) -> None:
        given = {"lease_uid": self.lease, "received_on": date(2020, 1, 1), "amount": amount}
        sample.save(self.office, "receipts", **given | values)

    def open(self) -> EndingScreen:
        """From the list of leases, by the button of the lease's panel."""
        self.window.go("leases")
        leases: Any = self.window.current()
        leases.table.setFocus()
        leases.open(self.lease)
        way = next(b for b in leases.panel.findChildren(QPushButton) if b.text() == "End or renew")
        way.setFocus()
        self.press(Qt.Key.Key_Space)
        screen = self.window.current()
        assert isinstance(screen, EndingScreen)
        self.qtbot.waitUntil(screen.settling.last_day.editor.hasFocus)
        return screen

    def focus(self) -> QWidget:
        found = QApplication.focusWidget()
        assert found is not None
        return found

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.keyClick(self.focus(), key, modifier)
        if modifier:
            self.qtbot.wait(150)  # a button that is pressed by its key shows it for a moment first

    def type(self, text: str) -> None:
        field: Any = self.focus()
        field.selectAll()
        keys.type_text(self.qtbot, field, text)

    def tab_to(self, widget: QWidget) -> None:
        for _step in range(40):
            if self.focus() is widget:
                return
            self.press(Qt.Key.Key_Tab)
        raise AssertionError(widget)

    def sees(self, widget: QWidget, text: str) -> None:
        """The text stands there, once what was changed has taken its place."""
        self.qtbot.waitUntil(lambda: text in words(widget), timeout=1000)

    def figures(self) -> Any:
        with self.office.reading() as session:
            drawn = schedules(session, self.office.actor.operator, sample.TODAY, [self.lease])[self.lease]
            lease, tenant = session.get_one(Lease, self.lease), session.get_one(Tenant, self.tenant)
            counts = [session.query(model).count() for model in (Lease, Receipt, Refund, DepositUse)]
            return to_json(drawn), lease.ended_on, tenant.status, counts


@pytest.fixture
def desk(qtbot: Any, file_office: Office, show_window: Any) -> Desk:
    return Desk(qtbot, file_office, show_window)


def words(widget: QWidget) -> str:
    return "  ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def test_a_lease_is_ended_and_settled_by_keys_alone(qtbot: Any, desk: Desk) -> None:
    desk.receive(Decimal(3000))
    before = desk.figures()
    screen = desk.open()
    page = screen.settling
    assert page.last_day.editor.text() == "2020-03-20"
    desk.type("2020年2月29日")
    qtbot.waitUntil(lambda: page.statement is not None and page.statement.closing.last_day == date(2020, 2, 29))
    assert page.laid.box.isChecked()
    assert page.laid.amount.text() == "3,000.00"
    desk.sees(page.view, "The park owes the company")
    desk.tab_to(page.returned.box)
    desk.press(Qt.Key.Key_Space)
    desk.tab_to(page.reference.editor)
    desk.type("H-77")
    desk.tab_to(page.leaves)
    desk.press(Qt.Key.Key_Space)
    desk.sees(page.view, "Nothing is owed either way")
    desk.press(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: desk.figures() != before)
    figures, ended_on, status, counts = desk.figures()
    assert (ended_on, status) == (date(2020, 2, 29), "left")
    assert (figures["totals"]["net"], figures["totals"]["paid"]) == ("6000.00", "6000.00")
    assert [new - old for new, old in zip(counts, before[-1], strict=True)] == [0, 1, 0, 2]
    qtbot.wait(100)  # what was written is read anew
    desk.sees(screen, "L-0001 ends on 2020-02-29. Nothing is owed either way.")
    desk.press(Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: desk.figures() == before)
    qtbot.waitUntil(lambda: "L-0001 ends on" not in words(screen))
    desk.press(Qt.Key.Key_T, ALT)
    assert desk.window.current().name == "schedule"


def test_the_statement_follows_the_day_while_it_is_typed(qtbot: Any, desk: Desk) -> None:
    page = desk.open().settling
    for day, outstanding, lines in (("2020-4-15", "10,500.00", 9), ("20200630", "18,000.00", 6)):
        desk.type(day)
        desk.sees(page.view, outstanding)
        assert page.view.table.model().rowCount() == lines
    results = [row[-1].text for row in page.view._model.rows]
    assert results == ["Falls away"] * 6
    assert page.laid.amount.text() == "6,000.00"
    desk.sees(page.view, "The company owes the park")


@pytest.mark.parametrize(
    ("day", "text"),
    [
        ("2019-12-31", "The lease starts on 2020-01-01; it cannot end before that."),
        ("2021-01-01", "The lease runs until 2020-12-31 only. A longer term is a renewal."),
        ("2020-02-30", "There is no such day"),
    ],
)
def test_a_day_that_cannot_be_is_told_beside_it(qtbot: Any, desk: Desk, day: str, text: str) -> None:
    before = desk.figures()
    page = desk.open().settling
    desk.type(day)
    qtbot.waitUntil(lambda: page.statement is None)
    assert page.last_day.note.isVisible()
    if not text.startswith("There"):
        assert page.last_day.note.text() == text
    assert not page.apply.isEnabled()
    desk.press(Qt.Key.Key_Return, CTRL)
    assert desk.figures() == before


def test_amounts_above_what_there_is_are_refused_beside_their_field(qtbot: Any, desk: Desk) -> None:
    desk.receive(Decimal(21000))
    before = desk.figures()
    page = desk.open().settling
    desk.type("2020-02-29")
    qtbot.waitUntil(page.credit.isVisible)
    for option, amount, text in (
        (page.returned, "6000.01", "Only 6,000.00 of the deposit is held."),
        (page.credit, "15,000.01", "Only 15,000.00 is owed."),
        (page.credit, "lots", "“lots” is not a number."),
    ):
        desk.tab_to(option.box)
        desk.press(Qt.Key.Key_Space)
        desk.tab_to(option.amount)
        desk.type(amount)
        desk.press(Qt.Key.Key_Return, CTRL)
        assert option.note.text() == text
        assert desk.focus() is option.amount
        assert desk.figures() == before
        option.box.setFocus()
        desk.press(Qt.Key.Key_Space)


def test_another_day_of_an_ended_lease_needs_a_reason(qtbot: Any, desk: Desk) -> None:
    page = desk.open().settling
    desk.type("2020-03-15")
    desk.press(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: desk.figures()[1] == date(2020, 3, 15))
    qtbot.wait(100)
    page.focus_first()
    desk.type("2020-03-31")
    desk.press(Qt.Key.Key_Return, CTRL)
    assert page.reason.note.text() == "The lease was already ended on 2020-03-15. Another day needs a reason."
    assert desk.focus() is page.reason.editor
    desk.type("交接推迟")
    desk.press(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: desk.figures()[1] == date(2020, 3, 31))


def test_what_is_worth_a_look_stands_beside_the_form(qtbot: Any, desk: Desk) -> None:
    given = {"lease_uid": desk.lease, "kind": "percent", "percent": Decimal(50), "status": "in_force"}
    sample.save(desk.office, "reliefs", **given, approved_on=date(2020, 3, 1), starts_on=date(2020, 3, 1),
                ends_on=date(2020, 5, 31))  # fmt: skip
    sample.save(desk.office, "reliefs", **given | {"status": "submitted"})
    page = desk.open().settling
    desk.type("2020-03-31")
    qtbot.waitUntil(lambda: "Relief R-0001 reaches beyond the end: 4,500.00 becomes 1,500.00." in words(page))
    desk.sees(page, "Case R-0002 is still in process.")
    assert not page.leaves.isEnabled()
    desk.sees(page, "It stays until 2020-03-31.")


def test_a_lease_is_renewed_by_keys_alone(qtbot: Any, desk: Desk) -> None:
    before = desk.figures()
    screen = desk.open()
    desk.press(Qt.Key.Key_2, ALT)
    page = screen.renewing
    qtbot.waitUntil(page.percent.editor.hasFocus)
    desk.type("5")
    qtbot.waitUntil(lambda: page._model.rows[1][2].text == "3150 CNY per month")
    assert page._model.rows[0][2].text == "2021-01-01 – 12-31"
    desk.press(Qt.Key.Key_Tab)
    desk.type("3200")
    qtbot.waitUntil(lambda: page.price.note.text() == "Give either a percentage or a new price.")
    assert not page.apply.isEnabled()
    desk.type("-1")
    qtbot.waitUntil(lambda: page.price.note.text() == "-1 is below 0.")
    desk.focus().clear()  # type: ignore[attr-defined]
    desk.type(" ")
    qtbot.waitUntil(page.apply.isEnabled)
    page.starts_on.editor.setFocus()
    desk.type("2020-12-31")
    qtbot.waitUntil(lambda: "its renewal starts after that" in page.starts_on.note.text())
    desk.press(Qt.Key.Key_Return, CTRL)
    assert desk.figures() == before
    desk.type("2021-01-01")
    desk.press(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: desk.figures()[-1][0] == 2)
    qtbot.wait(100)
    desk.sees(screen, "L-0002 renews L-0001 from 2021-01-01.")
    with desk.office.reading() as session:
        made = session.query(Lease).filter(Lease.renewal_of == "L-0001").one()
        assert (made.price, made.ends_on, made.tenant_uid) == (Decimal(3150), date(2021, 12, 31), desk.tenant)
    page.start(desk.lease)
    desk.sees(page, "Lease L-0001 is already renewed by L-0002.")
    assert not page.apply.isEnabled()
    desk.press(Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: desk.figures() == before)


def test_the_screen_without_a_lease_asks_for_one(desk: Desk) -> None:
    desk.window.go("ending")
    screen: Any = desk.window.current()
    screen.refresh({})
    desk.sees(screen, "Choose a lease in the list of leases.")
    assert not screen.settling.isEnabled()


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_no_amount_is_cut_on_a_small_screen(qtbot: Any, desk: Desk, language: str) -> None:
    i18n.use(language)
    desk.window.set_language(language)
    desk.window.resize(1366, 768)
    desk.window.go("ending", desk.lease)
    screen: Any = desk.window.current()
    qtbot.wait(50)
    table = screen.settling.view.table
    for at in range(table.model().columnCount()):
        for row in range(table.model().rowCount()):
            cell = screen.settling.view._model.rows[row][at]
            assert table.itemDelegate().wanted_width(cell) <= table.columnWidth(at)
