"""From a session or a mentor to its own paper: the button of its panel, and the field that asks for one of them."""

from pathlib import Path
from typing import Any

import pypdf
import pytest
from hands import CTRL, Hands
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from sqlalchemy import select

from incubator_desk.desk.reports.screen import ReportsScreen
from incubator_desk.desk.window import MainWindow
from incubator_desk.features.mentoring.model import Mentor, MentoringSession
from incubator_desk.features.park.model import Disclosure

K = Qt.Key


@pytest.fixture
def hands(qtbot: Any, window: MainWindow) -> Hands:
    return Hands(qtbot, window)


def uid_of(hands: Hands, model: Any, code: str) -> str:
    with hands.window.context.office.reading() as session:
        return str(session.scalar(select(model.uid).where(model.code == code)))


def made(hands: Hands) -> ReportsScreen:
    """The reports screen, once what is asked for is shown whole."""
    screen = hands.window.current()
    assert isinstance(screen, ReportsScreen)
    hands.qtbot.waitUntil(lambda: not screen.options.resting() and not screen._maker.busy(), timeout=30_000)
    hands.qtbot.wait(20)
    return screen


def papers_of(hands: Hands, register: str, model: Any, code: str) -> ReportsScreen:
    """Stand on a record and press the key of its papers."""
    hands.go(register, uid_of(hands, model, code))
    hands.press(K.Key_P, CTRL)
    return made(hands)


def text(screen: ReportsScreen) -> str:
    assert screen.shown is not None
    return screen.shown.printed._document[0].get_textpage().get_text_bounded()


@pytest.mark.parametrize(("code", "report", "period"), [
    ("MS-0064", "signature_sheet", "2020-03"), ("MS-0063", "session_record", "2020-03"),
    ("MS-0013", "session_record", "2020-01"),
])  # fmt: skip
def test_a_session_leads_to_its_own_paper(hands: Hands, code: str, report: str, period: str) -> None:
    screen = papers_of(hands, "mentoring_sessions", MentoringSession, code)
    assert screen.shown is not None
    wanted = screen.shown.wanted
    assert (wanted.report.name, wanted.asked.period.text, wanted.asked.record) == (report, period, code)
    assert (wanted.asked.tenant, len(screen.shown.names)) == (None, 1)
    assert "paper" not in screen.facts()
    assert code in text(screen)
    assert screen.options.records["mentoring_sessions"].text().startswith(code)
    assert screen.options.rows["mentoring_sessions"].isVisible()
    assert not screen.options.rows["mentors"].isVisible()


def test_another_paper_of_the_same_session_is_one_choice_away_and_all_of_them_a_blank(hands: Hands) -> None:
    screen = papers_of(hands, "mentoring_sessions", MentoringSession, "MS-0064")
    hands.tab_to(screen.options.report)
    hands.enter("Session record")
    screen = made(hands)
    assert screen.shown is not None
    assert (screen.shown.wanted.report.name, screen.shown.wanted.asked.record) == ("session_record", "MS-0064")
    hands.tab_to(screen.options.records["mentoring_sessions"])
    hands.focus().clear()  # type: ignore[attr-defined]
    hands.press(K.Key_Tab)
    screen = made(hands)
    assert screen.shown is not None and screen.shown.wanted.asked.record is None
    assert len(screen.shown.names) > 10
    assert screen.facts().startswith(f"{len(screen.shown.names)} papers")
    # They are found by what they were about and with whom, in letters too.
    hands.press(K.Key_F, CTRL)
    assert screen.pages.search.placeholderText() == "Find a paper"
    hands.enter("ms-0063")
    assert "MS-0063" in screen.shown.printed._document[screen.pages.view.page].get_textpage().get_text_bounded()
    hands.enter("zlbj")  # 专利布局
    assert screen.shown.names[screen.pages.paper()].startswith("专利布局")


def test_another_report_is_not_asked_for_a_session(hands: Hands) -> None:
    screen = papers_of(hands, "mentoring_sessions", MentoringSession, "MS-0064")
    hands.tab_to(screen.options.report)
    hands.enter("Service summary")
    screen = made(hands)
    assert screen.shown is not None and screen.shown.wanted.asked.record is None
    assert screen.shown.made.whole.rows
    assert not screen.options.rows["mentoring_sessions"].isVisible()


def test_a_mentor_leads_to_its_year_and_stays_through_a_change_of_language(hands: Hands) -> None:
    screen = papers_of(hands, "mentors", Mentor, "M-0003")
    for _language in range(2):
        assert screen.shown is not None
        wanted = screen.shown.wanted
        assert (wanted.report.name, wanted.asked.period.text, wanted.asked.record) == (
            "mentor_year_sheet",
            "2020",
            "M-0003",
        )
        assert "张子衿" in text(screen)
        hands.window.set_language("zh_CN" if _language == 0 else "en")
        screen = made(hands)


def test_a_session_that_there_is_not_is_refused_beside_its_field(hands: Hands) -> None:
    screen = papers_of(hands, "mentoring_sessions", MentoringSession, "MS-0064")
    hands.tab_to(screen.options.records["mentoring_sessions"])
    hands.enter("MS-9999")
    hands.press(K.Key_Tab)
    screen = made(hands)
    assert "MS-9999" in screen.options.rows["mentoring_sessions"].note.text()
    assert screen.shown is None


def test_phones_are_shown_on_one_signature_sheet_for_a_reason_that_is_noted_once(hands: Hands) -> None:
    for code, noted in (("MS-0064", 1), ("MS-0060", 2)):
        screen = papers_of(hands, "mentoring_sessions", MentoringSession, code)
        if not screen.options.unmasked.isChecked():
            assert "139" not in text(screen) and "138" not in text(screen)
            hands.tab_to(screen.options.unmasked)
            hands.press(K.Key_Space)
            hands.enter("电话通知")
            hands.press(K.Key_Return)
            screen = made(hands)
        assert screen.shown is not None
        phones = [row[6] for row in screen.shown.made.whole.rows if row[6]]
        assert phones and not any("*" in phone for phone in phones)
        with hands.window.context.office.reading() as session:
            assert len(session.scalars(select(Disclosure)).all()) == noted


def test_each_paper_goes_into_a_file_of_its_own(hands: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    screen = papers_of(hands, "mentors", Mentor, "M-0003")
    screen.options.records["mentors"].put(None)
    screen.options._asked_anew()
    screen = made(hands)
    assert screen.options.output.each.text() == "One file for each paper"
    screen.options.output.each.setChecked(True)
    hands.press(K.Key_S, CTRL)
    hands.qtbot.waitUntil(lambda: str(folder) in hands.window.undo_bar.words.text(), timeout=60_000)
    files = sorted(folder.iterdir())
    assert screen.shown is not None and len(files) == len(screen.shown.names) == 12
    assert "张子衿" in pypdf.PdfReader(next(file for file in files if "张子衿" in file.name)).pages[0].extract_text()


def test_a_row_of_the_ledger_opens_its_session_or_service(hands: Hands) -> None:
    hands.window.context.memory["paper"] = {"report": "service_ledger", "period": "2020-02"}
    hands.go("reports")
    for code, place in (("MS-00", "mentoring_sessions"), ("SV-00", "services")):
        screen = made(hands)
        screen.tabs.setCurrentIndex(1)
        assert screen.shown is not None
        at = next(at for at, row in enumerate(screen.shown.made.whole.rows) if row[1].startswith(code))
        screen.rows.table.setFocus()
        screen.rows.table.setCurrentIndex(screen.rows.table.model().index(at, 0))
        hands.press(K.Key_Return)
        assert hands.window.current().name == place
        hands.go("reports")
