"""Reports in the window, by real keys: chosen, looked at as paper and as rows, printed, saved, told apart."""

import json
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pypdf
import pytest
from hands import ALT, CTRL, Hands
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu
from sqlalchemy import select

from incubator_desk.base import i18n
from incubator_desk.base.errors import Refused
from incubator_desk.cli.main import main as console
from incubator_desk.desk.reports.page_choice import pages_chosen
from incubator_desk.desk.reports.printing import print_pages, printer_for
from incubator_desk.desk.reports.screen import ReportsScreen
from incubator_desk.desk.window import MainWindow
from incubator_desk.features.park.model import Disclosure
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.qtkit.cells import CELL
from incubator_desk.qtkit.jobs import CancelledError
from incubator_desk.qtkit.printed import Printed
from incubator_desk.store import backup
from incubator_desk.store.history import StepRow

LEDGER, CONFIRMATION, STATEMENT, SUMMARY = "relief_ledger", "relief_confirmation", "rent_statement", "rent_summary"
FOLDER = [""]
"""What is answered where a folder is asked for."""
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def hands(qtbot: Any, window: MainWindow) -> Hands:
    return Hands(qtbot, window)


def made(hands: Hands) -> ReportsScreen:
    """The screen, once what is asked for is shown whole."""
    screen: ReportsScreen = hands.window.current()
    hands.qtbot.waitUntil(
        lambda: not screen.options._rest.isActive() and not screen._maker.busy(), timeout=30_000
    )  # fmt: skip
    hands.qtbot.wait(20)
    return screen


def opened(hands: Hands, report: str, period: str, tenant: str | None = None) -> ReportsScreen:
    """The screen as other screens open it."""
    hands.window.context.memory["paper"] = {"report": report, "period": period, "tenant": tenant}
    hands.go("reports")
    screen = made(hands)
    assert screen.shown is not None
    return screen


def test_a_report_is_chosen_by_keys_and_its_pages_are_those_of_the_file(hands: Hands, tmp_path: Path) -> None:
    screen = hands.go("reports")
    made(hands)
    hands.tab_to(screen.options.report)
    hands.enter(i18n.translate(hands.window.context.office.features.reports[LEDGER].label))
    hands.tab_to(screen.options.period.line)
    hands.enter("2020-H1")
    hands.press(Qt.Key.Key_Return)
    screen = made(hands)
    assert screen.shown.wanted.report.name == LEDGER
    assert screen.options.as_of.text() == "2020-06-30"
    assert hands.window._head._title.text() == screen.title()
    out = tmp_path / "ledger.pdf"
    _saved(hands, screen, "pdf", out)
    assert out.read_bytes() == screen.shown.data, "what is shown is what is saved"
    assert len(screen.shown.printed) == len(pypdf.PdfReader(out).pages) > 1
    assert screen.pages.thumbnails.model().rowCount() == len(screen.shown.printed)


def _saved(hands: Hands, screen: ReportsScreen, kind: Any, out: Path, *, key: Callable[[], None] | None = None) -> None:
    """Save by the screen's own button, answering the question for the place."""
    asked: list[str] = []

    def place(_parent: Any, _title: str, name: str, *_filters: str) -> tuple[str, str]:
        asked.append(name)
        return str(out), ""

    before, QFileDialog.getSaveFileName = QFileDialog.getSaveFileName, staticmethod(place)
    try:
        (key or (lambda: screen.save(kind)))()
    finally:
        QFileDialog.getSaveFileName = before
    assert asked
    hands.qtbot.waitUntil(out.exists, timeout=20_000)
    hands.qtbot.waitUntil(lambda: not hands.window.context.jobs.busy(), timeout=20_000)


@pytest.mark.parametrize(
    ("kind", "key", "modifier"), [("pdf", Qt.Key.Key_S, CTRL), ("xlsx", Qt.Key.Key_E, CTRL)]
)  # fmt: skip
def test_files_are_saved_by_their_keys(hands: Hands, tmp_path: Path, kind: str, key: Qt.Key, modifier: Any) -> None:
    screen = opened(hands, LEDGER, "2020-Q1")
    out = tmp_path / f"ledger.{kind}"
    _saved(hands, screen, kind, out, key=lambda: hands.press(key, modifier))
    assert str(out) in hands.window.undo_bar.words.text()


def test_the_other_formats_stand_in_a_menu_with_its_key(hands: Hands, tmp_path: Path) -> None:
    screen = opened(hands, LEDGER, "2020-Q1")
    out = tmp_path / "ledger.csv"

    def choose() -> None:
        hands.press(Qt.Key.Key_E, CTRL | SHIFT)
        hands.qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
        hands.qtbot.keyClick(QApplication.activePopupWidget(), Qt.Key.Key_Return)

    _saved(hands, screen, "csv", out, key=choose)
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")


def test_the_picture_is_that_of_another_program(hands: Hands, tmp_path: Path) -> None:
    screen = opened(hands, CONFIRMATION, "2020-H1")
    (tmp_path / "seen.pdf").write_bytes(screen.shown.data)
    command = ["pdftoppm", "-r", "96", "-f", "3", "-l", "3", "-png", tmp_path / "seen.pdf", tmp_path / "theirs"]
    subprocess.run(command, check=True)
    theirs = QImage(str(next(tmp_path.glob("theirs*.png"))))
    screen.pages.view.set_zoom(100)
    screen.pages.view.go(2)
    hands.qtbot.waitUntil(screen.pages.view.drawn)
    ours = screen.pages._drawing.picture(2, screen.pages.view._dots())
    assert abs(ours.width() - theirs.width()) <= 1
    assert _apart(ours, theirs) < 0.02
    assert _apart(ours, screen.shown.printed.picture(3, ours.width())) > 0.002, "another page differs more"


def _apart(one: QImage, other: QImage) -> float:
    """How far two pictures are apart on average, as a part of black to white."""
    size, grey = one.size(), QImage.Format.Format_Grayscale8
    one, other = one.convertToFormat(grey), other.scaled(size).convertToFormat(grey)
    total = 0
    for y in range(size.height()):
        ours, theirs = bytes(one.constScanLine(y))[: size.width()], bytes(other.constScanLine(y))[: size.width()]
        total += sum(abs(a - b) for a, b in zip(ours, theirs))
    return total / (size.width() * size.height() * 255)


def test_paper_stays_white_in_the_dark(hands: Hands) -> None:
    opened(hands, LEDGER, "2020-Q1")
    hands.window.toggle_scheme()
    screen = made(hands)
    hands.qtbot.waitUntil(screen.pages.view.drawn)
    place = screen.pages.view.place()
    seen = screen.pages.view.viewport().grab().toImage()
    assert seen.pixelColor(place.left() + 4, place.top() + 4) == Qt.GlobalColor.white
    assert seen.pixelColor(place.left() - 9, place.top() + 40).lightness() < 60


def test_pages_are_turned_and_enlarged_by_keys(hands: Hands) -> None:
    screen = opened(hands, CONFIRMATION, "2020-H1")
    view = screen.pages.view
    hands.qtbot.waitUntil(view.hasFocus)
    hands.press(Qt.Key.Key_PageDown)
    hands.press(Qt.Key.Key_PageDown)
    assert (view.page, screen.pages._number.text(), screen.pages.thumbnails.currentIndex().row()) == (2, "3", 2)
    hands.press(Qt.Key.Key_PageUp)
    assert view.page == 1
    hands.press(Qt.Key.Key_End)
    assert view.page == len(screen.shown.printed) - 1
    hands.press(Qt.Key.Key_Home)
    before = view.percent()
    hands.press(Qt.Key.Key_Plus, CTRL)
    assert view.percent() > before
    assert screen.pages.zoom.currentData() == view.zoom
    hands.press(Qt.Key.Key_Minus, CTRL)
    hands.press(Qt.Key.Key_0, CTRL)
    assert view.zoom == "page"
    hands.press(Qt.Key.Key_0, CTRL)
    assert view.zoom == "width"
    view.set_zoom(200)
    hands.press(Qt.Key.Key_PageDown)
    assert view.page == 0, "first down the page"
    assert view.verticalScrollBar().value() > 0
    for _turn in range(4):
        hands.press(Qt.Key.Key_PageDown)
    assert view.page > 0


def test_the_panes_are_gone_through_with_f6_and_pages_chosen_in_small(hands: Hands) -> None:
    screen = opened(hands, CONFIRMATION, "2020-H1")
    hands.qtbot.waitUntil(screen.pages.view.hasFocus)
    hands.press(Qt.Key.Key_F6)
    assert screen.options.report.hasFocus()
    hands.press(Qt.Key.Key_F6)
    assert screen.pages.thumbnails.hasFocus()
    hands.press(Qt.Key.Key_Down)
    assert screen.pages.view.page == 1


@pytest.mark.parametrize("typed", ["qlps", "朴石", "t-0011"])
def test_a_company_is_found_among_the_papers(hands: Hands, typed: str) -> None:
    screen = opened(hands, CONFIRMATION, "2020-H1")
    hands.press(Qt.Key.Key_F, CTRL)
    assert screen.pages.search.hasFocus()
    hands.enter(typed)
    assert "朴石" in screen.shown.names[screen.pages.paper()]
    text = screen.shown.printed._document[screen.pages.view.page].get_textpage().get_text_bounded()
    assert "朴石" in text


def test_a_wrong_period_and_a_wrong_day_stand_beside_their_fields(hands: Hands) -> None:
    screen = opened(hands, LEDGER, "2020-Q1")
    hands.tab_to(screen.options.period.line)
    hands.enter("2020-13")
    hands.press(Qt.Key.Key_Return)
    made(hands)
    assert "2020-13" in screen.options.rows["period"].note.text()
    assert screen.shown is None
    assert not any(button.isEnabled() for button in screen._buttons)
    assert len(screen.pages.view._sizes) == 0
    hands.enter("2020-Q2")
    hands.press(Qt.Key.Key_Return)
    made(hands)
    assert screen.options.rows["period"].note.text() == ""
    assert screen.shown.wanted.asked.as_of == date(2020, 6, 30)
    hands.tab_to(screen.options.as_of)
    hands.enter("2020-02-31")
    hands.press(Qt.Key.Key_Return)
    made(hands)
    assert screen.options.rows["as_of"].note.text()
    assert screen.shown is None


def test_periods_go_on_and_back_by_arrows_and_the_usual_ones_stand_in_a_list(hands: Hands) -> None:
    screen = opened(hands, LEDGER, "2020-Q1")
    hands.tab_to(screen.options.period.line)
    hands.press(Qt.Key.Key_Down)
    assert screen.options.period.text() == "2019-Q4"
    assert screen.options.as_of.text() == "2019-12-31"
    hands.press(Qt.Key.Key_Up)
    hands.press(Qt.Key.Key_Up)
    assert screen.options.period.text() == "2020-Q2"
    hands.press(Qt.Key.Key_Down, ALT)
    hands.qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    hands.qtbot.keyClick(QApplication.activePopupWidget(), Qt.Key.Key_Down)
    hands.qtbot.keyClick(QApplication.activePopupWidget(), Qt.Key.Key_Return)
    assert screen.options.period.text() == "2020-02", "last month, seen from the working date"


def test_an_own_day_stays_until_another_period_is_chosen(hands: Hands) -> None:
    screen = opened(hands, LEDGER, "2020-Q1")
    hands.tab_to(screen.options.as_of)
    hands.enter("2020-02-15")
    hands.press(Qt.Key.Key_Return)
    assert made(hands).shown.wanted.asked.as_of == date(2020, 2, 15)
    hands.window.set_language("zh_CN")
    assert made(hands).shown.wanted.asked.as_of == date(2020, 2, 15)
    hands.window.set_language("en")
    screen = made(hands)
    screen.options.period.line.setFocus()
    hands.press(Qt.Key.Key_Up)
    assert made(hands).shown.wanted.asked.as_of == date(2020, 6, 30)


def test_an_empty_report_still_has_its_paper_and_says_so(hands: Hands) -> None:
    screen = opened(hands, LEDGER, "2010-Q1")
    assert len(screen.shown.printed) == 1
    assert any("no rows" in text for text in screen.checks.texts())
    hands.press(Qt.Key.Key_T, CTRL)
    assert screen.rows.table.model().rowCount() == 0
    assert screen.rows._nothing.isVisible()


def test_one_company_is_asked_for_and_one_that_is_none_is_refused_beside_its_field(hands: Hands) -> None:
    screen = opened(hands, STATEMENT, "2020-Q1")
    assert len(screen.shown.names) > 100
    hands.tab_to(screen.options.tenant)
    hands.enter("t-0011")
    hands.press(Qt.Key.Key_Tab)
    screen = made(hands)
    assert screen.shown.wanted.asked.tenant == "T-0011"
    assert len(screen.shown.names) == 1
    hands.window.activateWindow()  # off-screen no window manager does that when a list of offers closes
    screen.options.tenant.setFocus()
    hands.qtbot.waitUntil(screen.options.tenant.hasFocus)
    hands.enter("T-9999")
    hands.press(Qt.Key.Key_Tab)
    made(hands)
    assert "T-9999" in screen.options.rows["tenant"].note.text()


def test_what_sends_one_here_presets_report_period_and_company(hands: Hands) -> None:
    opened(hands, LEDGER, "2020-Q1")
    hands.go("home")
    screen = opened(hands, STATEMENT, "2020-02", "T-0011")
    wanted = screen.shown.wanted
    assert (wanted.report.name, wanted.asked.period.text, wanted.asked.tenant) == (STATEMENT, "2020-02", "T-0011")
    assert "paper" not in hands.window.context.memory


def test_the_table_has_the_figures_of_the_file_and_its_rows_open_their_records(
    hands: Hands, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    screen = opened(hands, LEDGER, "2020-H1")
    hands.press(Qt.Key.Key_T, CTRL)
    out = tmp_path / "ledger.json"
    _saved(hands, screen, "json", out)
    document = json.loads(out.read_text(encoding="utf-8"))
    model = screen.rows.table.model()
    assert model.rowCount() == len(document["rows"])
    ids = [column["id"] for column in document["columns"]]
    for name in ("entitled", "executed", "deferred"):
        at = ids.index(name)
        assert screen.rows.totals._cells[at].text.replace(",", "") == document["totals"][at]
        for row in range(model.rowCount()):
            shown = model.index(row, at).data(CELL).text.replace(",", "")
            assert shown == (document["rows"][row][at] or "")
    screen.rows.table.setFocus()
    screen.rows.table.setCurrentIndex(model.index(3, 0))
    hands.press(Qt.Key.Key_Return)
    assert hands.window.current().name == "reliefs"
    assert _code(hands, hands.window.current().panel.uid, "reliefs") == document["rows"][3][ids.index("relief")]
    hands.press(Qt.Key.Key_Left, ALT)
    hands.qtbot.waitUntil(lambda: hands.window.current() is screen)
    screen.rows.table.setFocus()
    screen.rows.table.setCurrentIndex(model.index(3, ids.index("tenant")))
    hands.press(Qt.Key.Key_Return)
    assert hands.window.current().name == "tenants"


def _code(hands: Hands, uid: str, register: str) -> str:
    model = hands.window.context.office.features.registers[register].model
    with hands.window.context.office.reading() as session:
        return session.get_one(model, uid).code


def test_a_sum_opens_to_the_lines_of_its_month(hands: Hands) -> None:
    screen = opened(hands, SUMMARY, "2020-Q1")
    hands.press(Qt.Key.Key_T, CTRL)
    months = [screen.rows.table.model().index(row, 0).data() for row in range(screen.rows.table.model().rowCount())]
    screen.rows.table.setFocus()
    screen.rows.table.selectRow(months.index("2020-02"))
    hands.press(Qt.Key.Key_Return)
    screen = made(hands)
    wanted = screen.shown.wanted
    assert (wanted.report.name, wanted.asked.period.text) == (STATEMENT, "2020-02")
    screen.rows.table.setFocus()
    ids = [column.id for column in wanted.report.columns]
    screen.rows.table.setCurrentIndex(screen.rows.table.model().index(0, ids.index("lease")))
    hands.press(Qt.Key.Key_Return)
    assert hands.window.current().name == "schedule"


def test_the_language_is_switched_and_report_and_page_are_kept(hands: Hands) -> None:
    screen = opened(hands, CONFIRMATION, "2020-H1")
    screen.pages.view.go(4)
    hands.window.set_language("zh_CN")
    screen = made(hands)
    assert screen.shown.wanted.report.name == CONFIRMATION
    assert screen.pages.view.page == 4
    assert screen.title() == "房租减免确认书"


def test_what_is_written_meanwhile_is_taken_in_and_the_page_kept(hands: Hands) -> None:
    screen = opened(hands, CONFIRMATION, "2020-H1")
    screen.pages.view.go(4)
    office = hands.window.context.office
    with office.writing("Rename") as step:
        tenant = step.session.scalars(select(Tenant).where(Tenant.name == screen.shown.names[0])).one()
        step.change(tenant, {"name": "青岚改名测试有限公司"})
    hands.qtbot.waitUntil(lambda: screen.shown.names[0] == "青岚改名测试有限公司", timeout=20_000)
    assert screen.pages.view.page == 4


# checks ---------------------------------------------------------------------------------------------------------------


def test_the_checks_tell_sums_and_lead_to_what_is_lacking(hands: Hands) -> None:
    screen = opened(hands, LEDGER, "2020-H1")
    texts = screen.checks.texts()
    total = screen.rows  # the same figure stands in the table's row of totals
    hands.press(Qt.Key.Key_T, CTRL)
    ids = [column.id for column in screen.shown.wanted.report.columns]
    entitled = total.totals._cells[ids.index("entitled")].text
    assert any(entitled in text for text in texts)
    lacking = [each for each in screen.shown.found if each.paper is not None]
    if lacking:
        screen.pages.view.go(1)
        hands.press(Qt.Key.Key_F8)
        assert screen.pages.view.page == screen.shown.starts[lacking[0].paper]


def test_personal_data_is_shown_whole_for_a_reason_that_is_noted(hands: Hands) -> None:
    screen = opened(hands, LEDGER, "2020-Q1")
    phone = [column.id for column in screen.shown.wanted.report.columns].index("phone")
    assert all("*" in row[phone] for row in screen.shown.made.whole.rows if row[phone])
    hands.tab_to(screen.options.unmasked)
    hands.press(Qt.Key.Key_Space)
    made(hands)
    assert screen.shown is None
    assert screen.options.rows["reason"].note.text()
    assert screen.options.reason.hasFocus()
    hands.enter("审计局要求核对")
    hands.press(Qt.Key.Key_Return)
    screen = made(hands)
    assert not any("*" in row[phone] for row in screen.shown.made.whole.rows if row[phone])
    with hands.window.context.office.reading() as session:
        noted = session.scalars(select(Disclosure)).one()
        last = session.scalars(select(StepRow).order_by(StepRow.seq.desc()).limit(1)).one()
    assert (noted.report, noted.period, noted.reason) == (LEDGER, "2020-Q1", "审计局要求核对")
    assert last.reason == "审计局要求核对"
    hands.window.refresh()
    made(hands)
    with hands.window.context.office.reading() as session:
        assert len(session.scalars(select(Disclosure)).all()) == 1, "once for the same paper"


# printing -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("", list(range(9))), ("3", [2]), ("1-3, 5", [0, 1, 2, 4]), ("1－3，5", [0, 1, 2, 4]), ("7-", [6, 7, 8]),
        ("-2", [0, 1]), ("5、1～2", [4, 0, 1]), ("2 2 1-2", [1, 0]), ("８ 至 ９", [7, 8]),
    ],
)  # fmt: skip
def test_pages_are_named_as_people_name_them(text: str, pages: list[int]) -> None:
    assert pages_chosen(text, 9) == pages


@pytest.mark.parametrize("text", ["0", "10", "3-1", "x", "1-2-3", "-", "1.5", "8-10", "9999999"])
def test_pages_that_are_not_there_are_refused_with_what_would_be_right(text: str) -> None:
    with pytest.raises(Refused) as refused:
        pages_chosen(text, 9)
    assert "1-3, 5" in refused.value.problems[0].text()


def to_file(out: Path, *, wide: bool = False, copies: int = 1) -> QPrinter:
    printer = printer_for("Test", wide=wide, copies=copies)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(out))
    return printer


def test_the_pages_chosen_are_printed_as_they_are_shown(hands: Hands, tmp_path: Path) -> None:
    screen = opened(hands, LEDGER, "2020-H1")
    out = tmp_path / "printed.pdf"
    screen.options.output.pages.setText("1, 3-4")
    chosen = screen._pages(screen.shown)
    screen.print_to(to_file(out, wide=True), chosen)
    hands.qtbot.waitUntil(lambda: "3 pages" in hands.window.undo_bar.words.text(), timeout=20_000)
    theirs = pypdf.PdfReader(out)
    assert len(theirs.pages) == 3
    size = theirs.pages[0].mediabox
    assert (round(size.width), round(size.height)) == (842, 595)
    printed = Printed(out.read_bytes())
    for at, page in enumerate((0, 2, 3)):
        theirs_fine, ours_fine = printed.picture(at, 2400), screen.shown.printed.picture(page, 2400)
        assert _apart(_small(ours_fine), _small(theirs_fine)) < 0.02
    printed.close()


def _small(picture: QImage) -> QImage:
    return picture.scaledToWidth(800, Qt.TransformationMode.SmoothTransformation)


def test_copies_are_printed_one_whole_after_the_other(hands: Hands, tmp_path: Path) -> None:
    screen = opened(hands, LEDGER, "2020-H1")
    out = tmp_path / "printed.pdf"
    printer = to_file(out, wide=True, copies=2)
    sheets = print_pages(screen.shown.data, [0, 1], printer, lambda _done, _all: None)
    assert len(pypdf.PdfReader(out).pages) == (2 if printer.supportsMultipleCopies() else 4) == sheets


def test_printing_is_cancelled(hands: Hands, tmp_path: Path) -> None:
    screen = opened(hands, LEDGER, "2020-H1")

    def tell(done: int, _all: int) -> None:
        if done == 2:
            raise CancelledError

    with pytest.raises(CancelledError):
        print_pages(screen.shown.data, [0, 1, 2, 3], to_file(tmp_path / "printed.pdf", wide=True), tell)
    job = _cancelled(hands, lambda: screen.print_to(to_file(tmp_path / "other.pdf", wide=True), [0, 1, 2, 3] * 20))
    assert job is not None
    assert "Cancelled" in hands.window.undo_bar.words.text()


def _cancelled(hands: Hands, start: Callable[[], None]) -> Any:
    """Start a job and stop it as the strip's button does."""
    start()
    job = hands.window._job
    hands.window._cancel_job()
    hands.qtbot.waitUntil(lambda: not hands.window.context.jobs.busy(), timeout=20_000)
    hands.qtbot.wait(20)
    return job


@pytest.mark.qt_log_ignore("QPainter::begin", extend=True)
def test_a_printer_that_does_not_answer_is_said(hands: Hands, tmp_path: Path) -> None:
    screen = opened(hands, LEDGER, "2020-H1")
    screen.print_to(to_file(tmp_path / "no such folder" / "printed.pdf"), [0])
    hands.qtbot.waitUntil(lambda: "does not answer" in hands.window.undo_bar.words.text(), timeout=20_000)


def test_ctrl_p_asks_for_a_printer_and_escape_prints_nothing(hands: Hands) -> None:
    screen = opened(hands, LEDGER, "2020-H1")
    seen: list[int] = []

    def answer() -> None:
        found = [w for w in QApplication.topLevelWidgets() if isinstance(w, QPrintDialog) and w.isVisible()]
        if not found:
            QTimer.singleShot(50, answer)
            return
        seen.append(found[0].printer().copyCount())
        hands.qtbot.keyClick(found[0], Qt.Key.Key_Escape)

    screen.options.output.copies.setValue(3)
    QTimer.singleShot(50, answer)
    hands.press(Qt.Key.Key_P, CTRL)
    hands.qtbot.waitUntil(lambda: bool(seen), timeout=10_000)
    hands.qtbot.wait(50)
    assert seen == [3]
    assert not hands.window.context.jobs.busy()


def test_pages_that_are_not_there_stand_beside_their_field(hands: Hands) -> None:
    screen = opened(hands, LEDGER, "2020-H1")
    hands.tab_to(screen.options.output.pages)
    hands.enter("99")
    hands.press(Qt.Key.Key_P, CTRL)
    assert "99" in screen.options.output.pages_row.note.text()
    assert screen.options.output.pages.hasFocus()


# one file for each company --------------------------------------------------------------------------------------------


def each(hands: Hands, folder: Path, pattern: str = "{code} {tenant}") -> ReportsScreen:
    screen = opened(hands, CONFIRMATION, "2020-H1")
    screen.options.output.each.setChecked(True)
    screen.options.output.pattern.setText(pattern)
    screen.options.output.pattern.setModified(True)
    FOLDER[:] = [str(folder)]
    return screen


@pytest.fixture(autouse=True)
def _folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: FOLDER[0])


def test_one_file_for_each_company_goes_into_a_folder(hands: Hands, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    screen = each(hands, folder)
    hands.press(Qt.Key.Key_S, CTRL)
    hands.qtbot.waitUntil(lambda: str(folder) in hands.window.undo_bar.words.text(), timeout=60_000)
    files = sorted(folder.iterdir())
    assert len(files) == len(screen.shown.names) > 50
    assert {file.name for file in files} >= {"T-0011 青岚朴石新材料有限公司.pdf"}
    text = pypdf.PdfReader(folder / "T-0011 青岚朴石新材料有限公司.pdf").pages[0].extract_text()
    assert "青岚朴石新材料有限公司" in text


def test_cancelled_it_leaves_nothing(hands: Hands, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    screen = each(hands, folder)
    _cancelled(hands, lambda: screen.save("pdf"))
    assert list(folder.iterdir()) == []


def test_a_pattern_that_cannot_be_filled_is_refused_beside_its_field(hands: Hands, tmp_path: Path) -> None:
    screen = each(hands, tmp_path, "{company}.pdf")
    hands.press(Qt.Key.Key_S, CTRL)
    assert "company" in screen.options.output.pattern_row.note.text()
    assert not hands.window.context.jobs.busy()


def test_a_folder_that_is_not_there_is_said_and_nothing_written(hands: Hands, tmp_path: Path) -> None:
    each(hands, tmp_path / "gone")
    hands.press(Qt.Key.Key_S, CTRL)
    hands.qtbot.waitUntil(lambda: not hands.window.context.jobs.busy(), timeout=60_000)
    hands.qtbot.wait(50)
    assert hands.window.undo_bar._picture.role == "danger"
    assert not (tmp_path / "gone").exists()


# the console ----------------------------------------------------------------------------------------------------------


def test_the_console_makes_the_same_file(hands: Hands, tmp_path: Path) -> None:
    screen = opened(hands, STATEMENT, "2020-Q1", "T-0011")
    out, place = tmp_path / "console.pdf", tmp_path / "copy.desk"
    backup.backup(hands.window.context.office.database, place)
    asked = ["report", STATEMENT, "--period", "2020-Q1", "--tenant", "T-0011", "--format", "pdf", "--out", str(out)]
    assert console(lambda *_a, **_k: 0, lambda *_a: [], ["--db", str(place), "--lang", "en", *asked]) == 0
    ours = Printed(out.read_bytes())
    assert len(ours) == len(screen.shown.printed)
    assert _apart(ours.picture(0, 600), screen.shown.printed.picture(0, 600)) < 0.001
    ours.close()


def test_the_palette_opens_a_report(hands: Hands) -> None:
    hands.press(Qt.Key.Key_K, CTRL)
    hands.enter("arrears by age")
    hands.press(Qt.Key.Key_Return)
    assert hands.window.current().name == "reports"
    assert made(hands).shown.wanted.report.name == "arrears"
