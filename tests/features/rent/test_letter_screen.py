"""Texts of letters at the desk by real keys, and the way from a case or a lease to its papers."""

from datetime import date
from typing import Any

import pytest
from hands import ALT, CTRL, Hands
from keys import type_text
from letter_park import TODAY, furnish
from PySide6.QtCore import Qt

from incubator_desk.base.periods import Period
from incubator_desk.catalog import saving
from incubator_desk.catalog.office import Office
from incubator_desk.desk.window import MainWindow
from incubator_desk.features.park import service as park
from incubator_desk.features.park.model import Disclosure
from incubator_desk.features.rent.letters.model import LetterText
from incubator_desk.features.rent.letters.shipped import shipped
from incubator_desk.features.rent.model import Relief
from incubator_desk.features.rent.papers import offered
from incubator_desk.qtkit.registers import RegisterScreen


@pytest.fixture
def uids(file_office: Office) -> dict[str, str]:
    known = furnish(file_office)
    with file_office.writing("Set") as step:
        own = park.own(step.session)
        saving.save(step, file_office.features.registers["operators"], {"working_date": TODAY}, own)
    return known


@pytest.fixture
def window(show_window: Any, file_office: Office, uids: dict[str, str]) -> MainWindow:
    del uids
    made: MainWindow = show_window(file_office, size=(1366, 768))
    return made


@pytest.fixture
def hands(qtbot: Any, window: MainWindow) -> Hands:
    return Hands(qtbot, window)


def register(window: MainWindow) -> RegisterScreen:
    screen = window.current()
    assert isinstance(screen, RegisterScreen)
    return screen


def stored(office: Office) -> list[LetterText]:
    with office.reading() as session:
        found = list(session.query(LetterText).order_by(LetterText.valid_from))
        session.expunge_all()
        return found


def test_a_text_is_begun_with_what_is_shipped_checked_while_typing_and_saved(hands: Hands, window: MainWindow) -> None:
    office = window.context.office
    hands.go("letter_texts")
    hands.press(Qt.Key.Key_N, CTRL)
    hands.fill(paper="Refund form", valid_from="2020-03-01")
    hands.save()
    (made,) = stored(office)
    assert (made.paper, made.title) == ("refund_form", shipped("refund_form", "zh_CN").title)
    title = register(window).panel.form.rows["title"]
    title.field.setFocus()
    hands.press(Qt.Key.Key_End)
    type_text(hands.qtbot, title.field, "{tenat}")
    hands.qtbot.waitUntil(lambda: "{tenat}" in title.note.text() and "{tenant}" in title.note.text())
    hands.press(Qt.Key.Key_S, CTRL)
    assert stored(office)[0].version == made.version
    for _ in range(3):
        hands.press(Qt.Key.Key_Backspace)
    type_text(hands.qtbot, title.field, "ant}")
    hands.save()
    assert stored(office)[0].title == made.title + "{tenant}"


def test_the_next_version_and_the_shipped_words_by_their_keys(hands: Hands, window: MainWindow) -> None:
    office = window.context.office
    with office.writing("Add") as step:
        values = {
            "paper": "refund_form",
            "language": "en",
            "valid_from": date(2020, 1, 1),
            "title": "Ours",
            "body": "{park}",
        }
        uid, _warnings = saving.save(step, office.features.registers["letter_texts"], values)
    hands.go("letter_texts", uid)
    hands.press(Qt.Key.Key_W, ALT)
    assert [(each.valid_from, each.title) for each in stored(office)] == [(date(2020, 1, 1), "Ours"), (TODAY, "Ours")]
    hands.qtbot.wait(200)  # the panel shows the record's buttons anew
    hands.press(Qt.Key.Key_Z, ALT)
    assert [each.title for each in stored(office)] == [shipped("refund_form", "en").title, "Ours"]
    hands.press(Qt.Key.Key_Z, CTRL)
    assert [each.title for each in stored(office)] == ["Ours", "Ours"]


@pytest.mark.parametrize(("register_name", "code", "report", "tenant", "period"), [
    ("reliefs", "R1", "Rent relief confirmation", "T1", "2020-H1"),
    ("reliefs", "R2", "Application for rent relief", "T2", "2020-H1"),
    ("reliefs", "R3", "Supplementary agreement", "T1", "2020"),
    ("leases", "L3", "Settlement at the end of a lease", "T3", "2020-02"),
])  # fmt: skip
def test_a_key_leads_from_a_record_to_its_paper(
    hands: Hands, window: MainWindow, uids: dict[str, str],
    register_name: str, code: str, report: str, tenant: str, period: str,
) -> None:  # fmt: skip
    hands.go(register_name, uids[code])
    hands.press(Qt.Key.Key_P, CTRL)
    screen = window.current()
    assert (screen.name, screen.title()) == ("reports", report)
    wanted = screen.options.wanted()  # type: ignore[attr-defined]
    assert (wanted.asked.tenant, wanted.asked.period.text) == (tenant, period)
    assert "paper" not in window.context.memory


def test_each_state_of_a_case_and_of_a_lease_has_its_paper(file_office: Office, uids: dict[str, str]) -> None:
    papers = {}
    with file_office.reading() as session:
        for status in ("draft", "accepted", "approved", "published", "agreed", "reported", "withdrawn"):
            session.get_one(Relief, uids["R1"]).status = status
            _name, found = offered.of_case(session, file_office.actor, uids["R1"], TODAY)
            assert found["report"] in file_office.features.reports
            papers[status] = found["report"], found["tenant"], found["period"]
            session.expire_all()
        running = offered.of_lease(session, file_office.actor, uids["L1"], TODAY)[1]
    assert papers["accepted"] == ("relief_calculation", "T1", "2020-H1")
    assert papers["approved"] == ("relief_notice", None, "2020-02")
    assert papers["withdrawn"][0] == papers["draft"][0] == "relief_application"
    assert running == {"report": "rent_statement", "tenant": "T1", "period": "2020-Q1"}


@pytest.mark.parametrize(("first", "last", "period"), [
    (date(2020, 2, 1), date(2020, 2, 29), "2020-02"), (date(2020, 2, 1), date(2020, 3, 31), "2020-Q1"),
    (date(2020, 3, 1), date(2020, 4, 1), "2020-H1"), (date(2020, 6, 1), date(2020, 7, 1), "2020"),
    (date(2020, 12, 1), date(2021, 1, 1), "2020"),
])  # fmt: skip
def test_the_shortest_period_that_has_both_days(first: date, last: date, period: str) -> None:
    assert offered.around(first, last) == Period.parse(period)


def test_papers_made_unmasked_are_listed_with_the_park(file_office: Office) -> None:
    (extract,) = next(feature for feature in file_office.features if feature.name == "disclosures").extracts
    with file_office.writing("Show personal data whole", reason="核查") as step:
        values = {"report": "relief_notice", "period": "2020-H1", "reason": "核查", "made_on": TODAY, "made_by": "王敏"}
        step.add(Disclosure, values)
    with file_office.reading() as session:
        rows = extract.rows(session, file_office.actor, file_office.actor.operator, TODAY)
    assert rows == [(TODAY, "王敏", "Public notice of rent relief", "2020-H1", "核查")]
    assert file_office.check() == []
