"""What is looked at before printing: sums, characters, blanks, amounts moved, problems."""

from decimal import Decimal
from typing import Any

from incubator_desk.base.errors import Problem
from incubator_desk.base.periods import Period
from incubator_desk.catalog.kinds import Money, Phone, Text
from incubator_desk.catalog.report import Asked, Column, Report, Sheet, Unit
from incubator_desk.desk.reports.checks import findings, paper_of, warnings
from incubator_desk.reports.made import Made, produce
from incubator_desk.store.record import Actor

COLUMNS = (
    Column("name", "Name", Text()), Column("phone", "Telephone", Phone()),
    Column("amount", "Amount", Money(), total=True),
)  # fmt: skip
PERIOD = Period.parse("2020-Q1")


def made(*sheets: Sheet, unit: Unit = "yuan") -> Made:
    report = Report("sample", "Sample", COLUMNS, lambda *_: sheets, per_tenant=len(sheets) > 1)
    return produce(Any, Actor("x", ""), report, Asked(PERIOD, PERIOD.last, None, unit))  # type: ignore[arg-type]


def sheet(*amounts: str, name: str = "甲", phone: str | None = "13800001234", **more: Any) -> Sheet:
    return Sheet([(name, phone, Decimal(amount)) for amount in amounts], **more)


def texts(of: Made) -> list[str]:
    return [each.text for each in findings(of)]


def test_a_right_paper_has_its_sum_and_nothing_to_remark() -> None:
    found = findings(made(sheet("1.50", "2.25")))
    assert [each.text for each in found] == ["Amount: 3.75 CNY in all", "All characters are in the fonts"]
    assert warnings(found) == []


def test_papers_add_up_to_the_whole_or_what_they_are_apart_is_said() -> None:
    papers = [sheet("4000.00", tenant="A"), sheet("4000.00", tenant="B"), sheet("4000.00", tenant="C")]
    assert texts(made(*papers))[0] == "Amount: 12,000.00 CNY, the papers agree"
    apart = findings(made(*[sheet("4400.00", tenant=each) for each in "ABC"], unit="thousand"))[0]
    assert apart.text == "Amount: 13 thousand CNY in all; the papers, rounded one by one, differ by 1"
    assert apart.tone == "warning"


def test_characters_that_no_font_has_are_named_with_their_paper() -> None:
    found = findings(made(sheet("1", tenant="A"), sheet("1", name="甲\U0010fffd", tenant="B")))
    lacking = next(each for each in found if each.tone == "danger")
    assert ("\U0010fffd" in lacking.text, lacking.paper) == (True, 1)


def test_rare_characters_that_are_there_are_counted() -> None:
    assert "1 rare character, drawn whole" in texts(made(sheet("1", name="𠮷野家")))


def test_blank_phones_and_facts_are_counted_and_lead_to_the_first() -> None:
    found = warnings(
        findings(
            made(
                sheet("1", tenant="A", facts=[("Seal no.", "7")]),
                sheet("1", "2", phone=None, tenant="B", facts=[("Seal no.", "")]),
            )
        )
    )
    assert [(each.text, each.paper) for each in found] == [
        ("Telephone: blank in 2 places", 1), ("Seal no.: blank in 1 place", 1),
    ]  # fmt: skip


def test_amounts_moved_and_problems_are_told() -> None:
    problem = Problem("doubtful", "This is doubtful.", severity="warning")
    found = findings(made(sheet("4400", "4400", "4400", problems=[problem]), unit="thousand"))
    assert [each.text for each in found if each.tone == "info"] == ["1 amount moved by one last digit, marked *"]
    assert found[-1].text == "This is doubtful."
    assert len(findings(made(sheet("1", problems=[problem] * 20)))) == 1 + 1 + 8 + 1


def test_an_empty_report_says_so() -> None:
    assert texts(made(Sheet([])))[0] == "Nothing falls into this period: there are no rows."


def test_pages_belong_to_papers() -> None:
    assert [paper_of((0, 2, 3), page) for page in range(5)] == [0, 0, 1, 2, 2]
    assert paper_of((), 3) == 0
