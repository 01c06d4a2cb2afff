"""The schedule of a lease on screen; and a company, its lease and its relief entered by keys alone."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import keys
import pytest
import sample_park as sample
from hands import CTRL, Hands
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from incubator_desk.base import i18n
from incubator_desk.catalog.office import Office
from incubator_desk.desk.window import MainWindow
from incubator_desk.features.rent.screen import ScheduleScreen
from incubator_desk.features.rent.screen.lines import HEADINGS
from incubator_desk.qtkit import theme
from incubator_desk.qtkit.cells import CELL
from incubator_desk.qtkit.jobs import Jobs
from incubator_desk.qtkit.registers import RegisterScreen
from incubator_desk.qtkit.screen import Context


@pytest.fixture
def context(file_office: Office, tmp_path: Path, qapp: QApplication) -> Context:
    theme.apply(qapp, "light")
    settings = QSettings(str(tmp_path / "desk.ini"), QSettings.Format.IniFormat)
    context = Context(file_office, lambda: sample.TODAY, Jobs(), settings)
    context.gone = []  # type: ignore[attr-defined]
    context.go = lambda name, uid: context.gone.append((name, uid))  # type: ignore[attr-defined]
    return context


def schedule_of(qtbot: Any, context: Context) -> ScheduleScreen:
    uids = sample.furnish(context.office, companies=8)
    screen = ScheduleScreen(context)
    qtbot.addWidget(screen)
    screen.resize(1392, 780)
    with qtbot.waitActive(screen):
        screen.show()
        screen.activateWindow()
    screen.open(uids["leases"][0])
    return screen


def column(screen: ScheduleScreen, heading: str) -> list[Any]:
    at = HEADINGS.index(heading)
    return [screen.table.model().index(row, at).data(CELL) for row in range(screen.table.model().rowCount())]


def words(widget: QWidget) -> str:
    return "  ".join(label.text() for label in widget.findChildren(QLabel))


def test_lines_show_relief_deferral_arrears_and_what_is_owed_back(qtbot: Any, context: Context) -> None:
    screen = schedule_of(qtbot, context)
    assert len(column(screen, "State")) == 24
    february, march, june = 7, 8, 11
    assert column(screen, "Relief")[february].text == "7,137.00"
    assert column(screen, "Basis")[february].text == "R-0001 free"
    assert column(screen, "State")[february].text == "To refund"
    assert column(screen, "State")[march].text == "Overdue 15 days"
    assert column(screen, "Outstanding")[march].tone == "danger"
    assert column(screen, "Due on")[june].text == "2020-12-31"
    assert {column(screen, name)[june].tone for name in ("Due on", "State", "Basis")} == {"deferred"}


def test_totals_stay_below_and_follow_the_year(qtbot: Any, context: Context) -> None:
    screen = schedule_of(qtbot, context)
    texts = [cell.text for cell in screen._totals._cells]
    assert texts[1:4] == ["Total (24 lines)", "171,288.00", "14,274.00"]
    screen.year.setCurrentIndex(screen.year.findData(2020))
    screen._choose_year()
    assert [cell.text for cell in screen._totals._cells][1:4] == ["Total (12 lines)", "85,644.00", "14,274.00"]
    assert column(screen, "Line")[0].text == "7"


def test_space_explains_the_line_and_escape_closes_it(qtbot: Any, context: Context) -> None:
    screen = schedule_of(qtbot, context)
    screen.table.selectRow(7)
    text = words(screen.reasons)
    for part in ("158.6 ㎡ × 45: a whole month, 7,137.00", "R-0001  100% × 7,137.00", "−7,137.00", "To refund"):
        assert part in text
    qtbot.keyClick(screen.table, Qt.Key.Key_Escape)
    assert not screen.reasons.isVisible()
    qtbot.keyClick(screen.table, Qt.Key.Key_Down)
    assert not screen.reasons.isVisible()
    qtbot.keyClick(screen.table, Qt.Key.Key_Space)
    assert screen.reasons.isVisible()
    assert "Line 9" in words(screen.reasons)


def test_enter_opens_the_relief_behind_a_line(qtbot: Any, context: Context) -> None:
    screen = schedule_of(qtbot, context)
    screen.table.selectRow(11)
    qtbot.keyClick(screen.table, Qt.Key.Key_Return)
    assert screen._shown is not None
    assert context.gone == [("reliefs", screen._shown.cases["R-0003"].uid)]  # type: ignore[attr-defined]


def test_another_day_is_typed_in_any_form(qtbot: Any, context: Context) -> None:
    screen = schedule_of(qtbot, context)
    screen.as_of.setFocus()
    screen.as_of.selectAll()
    keys.type_text(qtbot, screen.as_of, "2021年1月1日")
    qtbot.keyClick(screen.as_of, Qt.Key.Key_Return)
    assert column(screen, "State")[11].text == "Overdue 1 day"
    assert screen.as_of.text() == "2021-01-01"


def test_receipts_tell_what_they_filled(qtbot: Any, context: Context) -> None:
    screen = schedule_of(qtbot, context)
    rows = [[cell.text for cell in row] for row in screen._receipts.rows]
    assert rows[0][:3] == ["S-0002", "2019-12-04", "50,000.00"]
    assert rows[0][4].startswith("2019-07 7,137.00, 2019-08 7,137.00")
    assert rows[1][4] == "2020-03 41.00, owed back 7,096.00"


def test_a_receipt_written_meanwhile_is_taken_in(qtbot: Any, context: Context) -> None:
    screen = schedule_of(qtbot, context)
    sample.save(context.office, "receipts", lease_uid=screen._state["uid"], received_on=date(2020, 3, 19),
                amount=Decimal(10_000))  # fmt: skip
    screen.refresh({"receipts": set()})
    assert column(screen, "State")[8].text == "Settled"


def test_amounts_and_totals_are_never_cut(qtbot: Any, context: Context) -> None:
    for language in ("en", "zh_CN"):
        i18n.use(language)
        context.memory.clear()
        screen = schedule_of(qtbot, context) if language == "en" else ScheduleScreen(context)
        screen.resize(1318, 620)
        screen.show()
        screen.open(context.memory["schedule"]["uid"] or _first_lease(context))
        delegate = screen.table.itemDelegate()
        for at in (0, 1, 2, 3, 5, 6, 7, 8, 9):
            wide = screen.table.columnWidth(at)
            assert screen._totals.wanted_width(at) <= wide
            for row in range(screen.table.model().rowCount()):
                assert delegate.wanted_width(screen.table.model().index(row, at).data(CELL)) <= wide
        screen.hide()


def _first_lease(context: Context) -> str:
    from incubator_desk.features.leases.model import Lease

    with context.office.reading() as session:
        return session.query(Lease).order_by(Lease.code).first().uid


# by keys alone --------------------------------------------------------------------------------------------------------


def test_a_company_its_lease_and_its_relief_are_entered_by_keys_alone(qtbot: Any, context: Context) -> None:
    sample.save(context.office, "premises", area_sqm=Decimal("158.60"), building="B 栋", room="401")
    window = MainWindow(context, i18n.use)
    qtbot.addWidget(window)
    window.resize(1600, 1000)
    with qtbot.waitActive(window):
        window.show()
    hands = Hands(qtbot, window)
    hands.go("tenants")
    hands.press(Qt.Key.Key_N, CTRL)
    hands.fill(name="青岚沐川医疗器械有限公司", kind="Company", uscc=sample.credit_code(8))
    hands.save()
    hands.go("leases")
    hands.press(Qt.Key.Key_N, CTRL)
    hands.fill(tenant_uid="qlmc", premises_uid="P-0001", starts_on="20190701", ends_on="2021.6.30", price="45",
               price_unit="CNY per m² and month", due_offset_days="4")  # fmt: skip
    hands.save()
    hands.go("reliefs")
    hands.press(Qt.Key.Key_N, CTRL)
    hands.fill(lease_uid="qlmc", status="In force", kind="Reduction by percent", starts_on="2020/2/1",
               ends_on="2020/2/29", percent="50", approved_on="2020-03-10")  # fmt: skip
    hands.save()
    hands.go("leases")
    screen = window.current()
    assert isinstance(screen, RegisterScreen)
    screen.table.setFocus()
    hands.press(Qt.Key.Key_Home)
    screen.open(screen.model.uid(0))
    button = next(b for b in screen.panel.findChildren(QPushButton) if b.text() == "Rent schedule")
    button.setFocus()
    hands.press(Qt.Key.Key_Space)
    schedule = window.current()
    assert isinstance(schedule, ScheduleScreen)
    assert schedule.table.hasFocus()
    assert column(schedule, "Relief")[7].text == "3,568.50"
    assert column(schedule, "Basis")[7].text == "R-0001 −50%"
    hands.press(Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: column(schedule, "Relief")[7].text == "0.00", timeout=3000)
