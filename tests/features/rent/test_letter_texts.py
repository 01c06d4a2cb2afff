"""The park's own texts of letters: checked when saved, dated, undone, carried from park to park."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sample_park as sample
from letter_park import TODAY, furnish, sheets
from sqlalchemy import func, select

from incubator_desk.base import i18n
from incubator_desk.base.errors import Problem, Refused
from incubator_desk.catalog import saving
from incubator_desk.catalog.office import Office
from incubator_desk.features.all import FEATURES
from incubator_desk.features.exchange.exporting import export_workbook
from incubator_desk.features.exchange.importing import import_workbook
from incubator_desk.features.rent.letters import placeholders, texts
from incubator_desk.features.rent.letters.model import LANGUAGES, PAPERS, LetterText
from incubator_desk.features.rent.letters.shipped import shipped
from incubator_desk.features.rent.rules import template

NAMES = tuple(option.value for option in PAPERS.options)
FIRM = "arrears_reminder_firm"


def save(office: Office, **values: Any) -> str:
    given = {
        "paper": FIRM,
        "language": "en",
        "valid_from": date(2020, 1, 1),
        "title": "Pay",
        "body": "{tenant}\n{table}",
    }
    return sample.save(office, "letter_texts", **given | values)


def refused(office: Office, **values: Any) -> Problem:
    with pytest.raises(Refused) as caught:
        save(office, **values)
    (problem,) = caught.value.problems
    return problem


def words(office: Office, day: date, paper: str = FIRM) -> str:
    with office.reading() as session:
        return texts.in_force(session, office.actor.operator, paper, day).title


def test_an_unknown_place_is_refused_beside_its_field_and_the_possible_ones_are_listed(office: Office) -> None:
    problem = refused(office, body="Dear {tenat},\n{table}")
    assert (problem.code, problem.where.column) == ("unknown_placeholder", "body")
    assert "“{tenat}”" in problem.text()
    assert all(placeholders.braced(name) in problem.text() for name in placeholders.ALLOWED[FIRM])
    # What another paper may say is unknown on this one; a heading has no table.
    assert refused(office, title="For {relief}").where.column == "title"
    assert "{table}" not in refused(office, title="{table}").text().split("Possible")[1]


@pytest.mark.parametrize(("body", "code"), [
    ("Dear {tenant", "unbalanced_braces"), ("Dear {}", "unbalanced_braces"), ("a } b", "unbalanced_braces"),
    ("See {table} here", "stray_table"), ("{table}\n{table}", "stray_table"),
])  # fmt: skip
def test_braces_and_table_are_checked(office: Office, body: str, code: str) -> None:
    problem = refused(office, body=body)
    assert (problem.code, problem.where.column) == (code, "body")


def test_every_shipped_text_passes_its_own_check_in_both_languages() -> None:
    for language in LANGUAGES.by_value:
        for paper in NAMES:
            text = shipped(paper, language)
            values = {"paper": paper, "title": text.title, "body": text.body}
            assert list(placeholders.problems(values)) == []
            assert (template.TABLE in template.places(text.body)) == FEATURES.reports[paper].paper.table


def test_every_place_has_a_meaning_and_every_paper_its_places() -> None:
    assert set(placeholders.ALLOWED) == set(NAMES)
    assert {name for allowed in placeholders.ALLOWED.values() for name in allowed} == set(placeholders.MEANINGS)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_a_new_text_begins_with_what_is_shipped_in_its_language(office: Office, language: str) -> None:
    uid = save(office, language=language, title=None, body=None)
    with office.reading() as session:
        record = session.get_one(LetterText, uid)
        expected = shipped(FIRM, language)
        assert (record.title, record.body) == (expected.title, expected.body)


def test_the_text_in_force_is_the_latest_that_holds_on_the_day_in_the_language_in_use(office: Office) -> None:
    save(office, title="First")
    save(office, title="Second", valid_from=date(2020, 3, 1))
    save(office, title="第三", valid_from=date(2020, 3, 1), language="zh_CN")
    assert words(office, date(2019, 12, 31)) == shipped(FIRM, "en").title
    assert [words(office, date(2020, 2, 29)), words(office, date(2020, 3, 1))] == ["First", "Second"]
    assert words(office, date(2020, 3, 1), "refund_form") == shipped("refund_form", "en").title
    with i18n.speaking("zh_CN"):
        assert words(office, date(2020, 3, 1)) == "第三"
    with pytest.raises(Refused) as caught:
        save(office)
    assert caught.value.problems[0].code == "duplicate_code"


def test_a_version_is_made_from_today_on_and_the_shipped_words_come_back(office: Office) -> None:
    uid = save(office, title="Ours")
    register = office.features.registers["letter_texts"]
    with office.writing("New version") as step:
        texts.new_version(step, register, step.session.get_one(LetterText, uid), TODAY)
    with office.writing("Shipped") as step:
        texts.take_shipped(step, register, step.session.get_one(LetterText, uid), TODAY)
    assert words(office, date(2020, 3, 19)) == shipped(FIRM, "en").title
    assert words(office, TODAY) == "Ours"
    with pytest.raises(Refused) as caught, office.writing("New version") as step:
        texts.new_version(step, register, step.session.get_one(LetterText, uid), date(2020, 1, 1))
    assert caught.value.problems[0].code == "version_not_in_force"


def test_an_edit_is_one_step_back(office: Office) -> None:
    uid = save(office, title="Before")
    register = office.features.registers["letter_texts"]
    with office.writing("Change") as step:
        saving.save(step, register, {"title": "After", "body": "Other {amount}"}, step.session.get_one(LetterText, uid))
    assert words(office, TODAY) == "After"
    assert office.undo()
    assert words(office, TODAY) == "Before"
    assert office.undo()
    assert words(office, TODAY) == shipped(FIRM, "en").title
    assert office.redo() and office.redo()
    assert words(office, TODAY) == "After"
    assert office.check() == []


def test_texts_travel_in_the_workbook(office: Office, open_office: Any, tmp_path: Path) -> None:
    save(office, title="=Pay {tenant}", body="{tenant}：\n{table}\n请在 5 日内付清 {amount} 元。", language="zh_CN")
    save(office, valid_from=date(2020, 3, 1), note="乙")
    export_workbook(office, tmp_path / "park.xlsx")
    other = open_office(str(tmp_path / "other.desk"))
    assert not import_workbook(other, tmp_path / "park.xlsx").failed

    def stored(of: Office) -> list[tuple[Any, ...]]:
        columns = (
            LetterText.paper,
            LetterText.language,
            LetterText.valid_from,
            LetterText.title,
            LetterText.body,
            LetterText.note,
        )
        with of.reading() as session:
            return [tuple(row) for row in session.execute(select(*columns).order_by(*columns[:3]))]

    assert stored(other) == stored(office)
    with other.reading() as session:
        assert session.scalar(select(func.count()).select_from(LetterText)) == 2


def test_a_letter_is_printed_with_the_parks_own_words(file_office: Office) -> None:
    furnish(file_office)
    save(file_office, title="Pay, {tenant}", body="{tenant}: {amount} by {date}; {uscc}\n｛table｝\nThanks, {park}")
    (letter,) = sheets(file_office, FIRM, "T3")
    assert letter.title == "Pay, 数里行云团队"
    assert letter.opening == ("数里行云团队: 300.00 by 2020-03-20; ________",)
    assert letter.closing == ("Thanks, 青岚科创孵化器有限公司",)
    (earlier,) = sheets(file_office, FIRM, "T3", as_of=date(2020, 2, 20))
    assert earlier.title == "Pay, 数里行云团队"


def test_the_panel_lists_what_can_be_filled_in(file_office: Office) -> None:
    uid = save(file_office)
    with file_office.reading() as session:
        found = texts.places(session, file_office.actor, uid, TODAY)
    assert [place for place, _meaning in found] == [placeholders.braced(name) for name in placeholders.ALLOWED[FIRM]]
