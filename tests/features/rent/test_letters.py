"""Letters and forms: for whom there is one, what it comes to, and what it says, in both languages and on paper."""

import json
import shutil
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sample_park as sample
import snapshots
from letter_park import H1, TODAY, asked, cells, furnish, sheets

from incubator_desk.base import i18n
from incubator_desk.base.errors import Refused
from incubator_desk.base.periods import Period
from incubator_desk.catalog import saving
from incubator_desk.catalog.office import Office
from incubator_desk.features.park import service as park
from incubator_desk.features.rent.letters.model import PAPERS
from incubator_desk.features.rent.papers.everything import REPORTS
from incubator_desk.features.rent.rules import schedule, to_json
from incubator_desk.features.rent.service import ending, facts
from incubator_desk.reports.making import make, produce

NAMES = tuple(report.name for report in REPORTS if report.name in PAPERS.by_value)
"""Those that speak of rent."""


@pytest.fixture
def spring(file_office: Office) -> Office:
    furnish(file_office)
    return file_office


def schedules(office: Office) -> dict[str, dict]:
    with office.reading() as session:
        return {f.lease.code: to_json(schedule(f, TODAY)) for f in facts.load(session, office.actor.operator)}


def add_relief(office: Office, lease: str, **values: Any) -> None:
    with office.reading() as session:
        known = session.connection().exec_driver_sql("select uid from leases where code = ?", (lease,))
        uid = known.scalar_one()
    sample.save(office, "reliefs", lease_uid=uid, **values)


# for whom, and what it comes to ---------------------------------------------------------------------------------------


def test_an_application_is_written_for_each_case_that_may_come_to_something(spring: Office) -> None:
    names = ("relief", "tenant_code", "from", "to", "relief_amount", "deferred", "deferred_until")
    # 14 of 29 days of 3,888.00 by half, then two whole months; R2 takes 200, 200 and the rest of its cap.
    assert cells(spring, "relief_application", *names) == [
        ("R1", "T1", date(2020, 2, 16), date(2020, 4, 30), "4826.48", None, None),
        ("R3", "T1", date(2020, 6, 1), date(2020, 7, 31), None, "7776.00", date(2020, 11, 10)),
        ("R2", "T2", date(2020, 2, 1), date(2020, 4, 30), "500.00", None, None),
        ("R4", "T2", date(2020, 5, 1), date(2020, 5, 31), None, "1000.00", date(2020, 12, 1)),
    ]
    assert [row[0] for row in cells(spring, "relief_application", "relief", period=Period.parse("2020-05"))] == ["R4"]


def test_a_term_beyond_the_lease_is_printed_cut_to_it(spring: Office) -> None:
    add_relief(spring, "L3", code="R6", kind="percent", percent=Decimal(50), starts_on=date(2020, 2, 1),
               ends_on=date(2020, 4, 30), status="approved", approved_on=date(2020, 2, 20))  # fmt: skip
    for paper in ("relief_application", "relief_confirmation"):
        (days,) = cells(spring, paper, "from", "to", tenant="T3")
        assert days == (date(2020, 2, 1), date(2020, 2, 29))
    (form,) = sheets(spring, "relief_application", "T3")
    assert "2020-02-01 to 2020-02-29" in form.opening[1]
    # The ledger has the term as it was granted.
    assert cells(spring, "relief_ledger", "from", "to", tenant="T3") == [(date(2020, 2, 1), date(2020, 4, 30))]


def test_a_team_has_a_responsible_person_instead_of_a_credit_code(spring: Office) -> None:
    add_relief(spring, "L3", code="R6", kind="percent", percent=Decimal(50), status="approved",
               approved_on=date(2020, 2, 20))  # fmt: skip
    (form,) = sheets(spring, "relief_application", "T3")
    labels = dict(form.facts)
    assert labels["Responsible person"] == labels["Contact"] == "李雷"
    assert not {"Unified social credit code", "Legal representative"} & labels.keys()
    (agreement,) = sheets(spring, "supplementary_agreement", "T3")
    assert agreement.opening[1] == "Lessee (Party B): 数里行云团队 (responsible person: ________)"
    assert agreement.facts[0] == ("Agreement no.", "________")
    (agreement, _) = sheets(spring, "supplementary_agreement", "T1")
    assert agreement.opening[1].endswith("(unified social credit code: 91340171MA0DEMX130)")
    assert agreement.facts[0] == ("Agreement no.", "青科孵补〔2020〕001号")


def test_tables_of_letters_name_a_relief_by_percent_as_their_texts_do(spring: Office) -> None:
    add_relief(spring, "L3", code="R6", kind="percent", percent=Decimal(100), status="approved",
               approved_on=date(2020, 2, 20))  # fmt: skip
    with i18n.speaking("zh_CN"):
        for tenant, name, words in (("T1", "减收", "减收50%租金"), ("T3", "免收", "免收租金")):
            form = sheets(spring, "relief_application", tenant)[0]
            at = [column.id for column in spring.features.reports["relief_application"].columns].index("instrument")
            shown = spring.features.reports["relief_application"].columns[at].kind.show(form.rows[0][at])
            assert (shown, words in form.opening[1]) == (name, True)
    named = [name for (name,) in cells(spring, "relief_notice", "instrument")]
    assert named == ["reduction", "instalments", "deferral", "waiver"]


def test_an_application_has_a_phone_of_its_own_and_room_for_the_parks_opinion(spring: Office) -> None:
    form, _ = sheets(spring, "relief_application", "T1")
    assert dict(form.facts)["Contact phone"] == "13812341234"
    assert form.parties[1].lines[0] == ("Opinion:", "□ agreed    □ not agreed")


def test_a_calculation_says_what_its_total_is(spring: Office) -> None:
    first, second = sheets(spring, "relief_calculation", "T1")
    assert first.closing[0].startswith("Relieved in all: CNY 4,826.48")
    assert second.closing[0].startswith("Put off in all: CNY 7,776.00")


def test_firm_and_final_demands_are_receipted(spring: Office) -> None:
    for tone, count in (("friendly", 1), ("firm", 2), ("final", 2)):
        (letter,) = sheets(spring, f"arrears_reminder_{tone}", "T2")
        assert len(letter.parties) == count
        said = "\n".join((*letter.opening, *letter.closing))
        assert "In spite of our reminders" not in said
        if count == 2:
            assert "Received by (signature):" in dict(letter.parties[1].lines)
            assert not letter.parties[1].seal


def test_the_calculation_sheet_shows_how_each_line_comes_about(spring: Office) -> None:
    names = ("line", "gross", "before", "basis", "relief_amount", "net", "deferred", "due_on")
    found = cells(spring, "relief_calculation", *names, tenant="T1")
    assert found[:3] == [
        (2, "3888.00", "3888.00", "14 of 29 days; 50% × 1,876.97", "938.48", "2949.52", None, None),
        (3, "3888.00", "3888.00", "50% × 3,888.00", "1944.00", "1944.00", None, None),
        (4, "3888.00", "3888.00", "50% × 3,888.00", "1944.00", "1944.00", None, None),
    ]
    assert found[3:6] == [
        (6, "3888.00", "3888.00", "part 1 of 3", None, "3888.00", "1296.00", date(2020, 9, 10)),
        (6, None, None, "part 2 of 3", None, None, "1296.00", date(2020, 10, 10)),
        (6, None, None, "part 3 of 3", None, None, "1296.00", date(2020, 11, 10)),
    ]
    words = [row[0] for row in cells(spring, "relief_calculation", "basis", tenant="T2")]
    assert words == ["CNY 200.00 a line", "CNY 200.00 a line", "CNY 200.00 a line; cut to the cap of CNY 500.00", None]


def test_only_what_is_approved_gets_an_agreement_and_the_table_is_the_schedule(spring: Office) -> None:
    names = ("relief", "from", "gross", "relief_amount", "net", "was_due_on", "due_on", "due")
    found = cells(spring, "supplementary_agreement", *names)
    assert [row[0] for row in found] == ["R1"] * 3 + ["R3"] * 6 + ["R4"]
    lines = {line["from"]: line for line in schedules(spring)["L1"]["lines"]}
    for _code, first, gross, relief, net, _was, due_on, due in found[:3]:
        line = lines[first.isoformat()]
        assert (gross, relief, net) == (line["gross"], line["relief"], line["net"])
        assert [(due_on.isoformat(), due)] == [(each["due_on"], each["amount"]) for each in line["dues"]]
    assert found[3] == (
        "R3",
        date(2020, 6, 1),
        "3888.00",
        None,
        "3888.00",
        date(2020, 6, 1),
        date(2020, 9, 10),
        "1296.00",
    )
    assert sum(Decimal(row[-1]) for row in found[3:9]) == Decimal("7776.00")
    # As of a day before its approval there is nothing to agree on.
    assert {row[0] for row in cells(spring, "supplementary_agreement", "relief", as_of=date(2020, 3, 9))} == {"R1"}


def test_sums_by_date_stand_below_the_table_of_a_deferral(spring: Office) -> None:
    first, second = sheets(spring, "supplementary_agreement", "T1")
    assert not any("To be paid in all" in text for text in first.closing)
    assert second.closing[0] == (
        "To be paid in all: by 2020-09-10 CNY 2,592.00; by 2020-10-10 CNY 2,592.00; by 2020-11-10 CNY 2,592.00."
    )
    assert any("CNY 2,882.48 had been paid by the approval on 2020-02-20; the lessor" in text for text in first.opening)


def test_rent_put_off_that_is_paid_is_not_asked_for_again(spring: Office) -> None:
    with spring.reading() as session:
        uid = session.connection().exec_driver_sql("select uid from leases where code = 'L1'").scalar_one()
    # What is still open of the year, and a month of it: R3's first dues come last, in September.
    amount = sum(Decimal(line["outstanding"]) for line in schedules(spring)["L1"]["lines"]) - Decimal(4 * 3888)
    sample.save(spring, "receipts", code="S9", lease_uid=uid, received_on=TODAY, amount=amount)
    _first, second = sheets(spring, "supplementary_agreement", "T1")
    said = next(text for text in second.opening if text.startswith("2. "))
    paid = sum(Decimal(due["paid"]) for line in schedules(spring)["L1"]["lines"][5:7] for due in line["dues"])
    assert 0 < paid < 7776
    assert said.startswith(f"2. Of it CNY {paid:,.2f} is paid already; CNY {7776 - paid:,.2f} stays to be paid. What")
    assert second.closing[0].count("CNY") == (7776 - paid + 2591) // 2592
    sample.save(spring, "receipts", code="S10", lease_uid=uid, received_on=TODAY, amount=Decimal(4 * 3888))
    _first, second = sheets(spring, "supplementary_agreement", "T1")
    assert "2. Of it CNY 7,776.00 is paid already; CNY 0.00 stays to be paid." in second.opening
    assert not any("To be paid in all" in text for text in second.closing)


def test_the_notice_lists_what_is_on_notice_and_masks_people(spring: Office) -> None:
    names = ("no", "tenant", "uscc", "person", "relief_amount", "deferred")
    with spring.reading() as session:
        made = produce(session, spring.actor, spring.features.reports["relief_notice"], asked())
    at = [[c.id for c in made.columns].index(name) for name in names]
    rows = [tuple(str(row[n]) for n in at) for row in made.whole.rows]
    assert rows == [
        ("1", "青岚朴石新材料有限公司", "91340171MA0DEMX130", "None", "4826.48", "None"),
        ("2", "青岚朴石新材料有限公司", "91340171MA0DEMX130", "None", "None", "7776.00"),
        ("3", "张*明", "91340104MA0DEMX21R", "张*明", "None", "1000.00"),
    ]
    whole = asked(unmasked_for="纪检核查")
    with spring.reading() as session:
        made = produce(session, spring.actor, spring.features.reports["relief_notice"], whole)
    assert [row[at[1]] for row in made.whole.rows] == ["青岚朴石新材料有限公司"] * 2 + ["张小明"]
    names = ("percent", "notice_from", "notice_to")
    assert cells(spring, "relief_notice", *names) == [
        ("50.00", date(2020, 2, 21), date(2020, 2, 27)), (None, date(2020, 3, 11), date(2020, 3, 17)), (None, None, None),
    ]  # fmt: skip
    (notice,) = sheets(spring, "relief_notice")
    said = "Under “关于支持在孵企业减免房租的若干措施” (青高管〔2020〕6号), “关于缓缴房租的通知” (青高管〔2020〕9号), rent of"
    assert notice.opening[0].startswith(said)
    assert "from 2020-02-21 to 2020-03-17" in notice.opening[0]
    # In a month by itself: what runs in it, and what was approved in it and waits.
    march = cells(spring, "relief_notice", "tenant", "deferred", period=Period.parse("2020-03"))
    assert march == [("青岚朴石新材料有限公司", "7776.00"), ("张*明", "1000.00")]


def test_a_refund_form_asks_for_what_is_owed_and_no_longer_once_it_is_paid(spring: Office) -> None:
    names = ("lease", "relief", "owed", "refunded", "to_pay")
    owed = schedules(spring)["L1"]["totals"]["refund_due"]
    assert cells(spring, "refund_form", *names) == [("L1", "R1", owed, "0.00", owed)]
    with spring.reading() as session:
        relief = session.connection().exec_driver_sql("select uid from reliefs where code = 'R1'").scalar_one()
    sample.save(spring, "refunds", code="F1", relief_uid=relief, paid_on=date(2020, 3, 18), amount=Decimal(owed))
    assert sheets(spring, "refund_form") == ()
    (form,) = sheets(spring, "refund_form", "T1")
    assert (form.rows, form.tenant) == ((), "T1")


def test_the_age_of_the_oldest_due_tells_the_tone(spring: Office) -> None:
    def tones(as_of: date) -> dict[str, list[str]]:
        found = {}
        for tone in ("friendly", "firm", "final"):
            for each in sheets(spring, f"arrears_reminder_{tone}", as_of=as_of):
                found.setdefault(str(each.tenant), []).append(tone)
        return found

    # T2 and T3 owe since 1 February; thirty days on, and ninety.
    assert tones(date(2020, 2, 1)) == {}
    assert tones(date(2020, 2, 1) + timedelta(30))["T2"] == ["friendly"]
    assert tones(date(2020, 2, 1) + timedelta(31))["T2"] == ["firm"]
    assert tones(date(2020, 2, 1) + timedelta(91))["T2"] == ["final"]
    # Asked for by name the tone is the park's choice.
    assert [sheet.tenant for sheet in sheets(spring, "arrears_reminder_friendly", "T2")] == ["T2"]


def test_a_reminder_adds_up_to_what_is_overdue(spring: Office) -> None:
    known = schedules(spring)
    for tenant, lease in (("T2", "L2"), ("T3", "L3")):
        rows = cells(spring, "arrears_reminder_firm", "outstanding", tenant=tenant)
        assert f"{sum(Decimal(row[0]) for row in rows):.2f}" == known[lease]["totals"]["overdue"]
    (letter,) = sheets(spring, "arrears_reminder_firm", "T2")
    assert "CNY 2,000.00 in all (two thousand yuan)" in letter.opening[1]
    assert "the oldest of it by 48 days" in letter.opening[1]


def test_a_settlement_adds_up_to_who_owes_whom(spring: Office) -> None:
    names = ("lease", "item", "amount")
    found = cells(spring, "lease_settlement", *names)
    assert found == [
        ("L3", "Rent charged until the last day", "600.00"),
        ("L3", "Reliefs", "0.00"),
        ("L3", "Rent received by 2020-03-20", "-300.00"),
        ("L3", "Rent paid back", "0.00"),
        ("L3", "Deposit held", "-600.00"),
    ]
    with spring.reading() as session:
        lease = session.connection().exec_driver_sql("select uid from leases where code = 'L3'").scalar_one()
        said = ending.settle(session, spring.actor, lease, date(2020, 2, 29), TODAY)
    assert sum(Decimal(row[2]) for row in found) * 100 == said.closing.balance
    (sheet,) = sheets(spring, "lease_settlement")
    assert sheet.closing[0] == "The park owes the company CNY 300.00 (three hundred yuan)."
    assert sheet.closing[1] == "The lessor pays by the end of ____-__-__ to this account:"
    assert sheets(spring, "lease_settlement", period=Period.parse("2020-03")) == ()


def test_a_settlement_says_what_it_leaves_open_and_where_to_pay(spring: Office) -> None:
    def end(lease: str, day: date) -> None:
        register = spring.features.registers["leases"]
        with spring.writing("End") as step:
            record = step.session.query(register.model).filter(register.model.code == lease).one()
            saving.save(step, register, {"ended_on": day}, record)

    end("L1", date(2020, 3, 15))
    end("L2", date(2020, 3, 15))
    (first,) = sheets(spring, "lease_settlement", "T1")
    assert first.closing[0].startswith("The park owes the company")
    assert first.closing[1] == "Of it CNY 2,006.71 was paid beyond all rent, unless paid back by a refund form."
    assert first.closing[2] == "Of it CNY 1,879.13 under case R1, unless paid by a refund form."
    (second,) = sheets(spring, "lease_settlement", "T2")
    assert second.closing[0].startswith("The company owes the park")
    assert second.closing[1] == ("Case R2 is still in process; this settlement does not cover what it grants.")
    assert second.closing[2] == "The lessee pays by the end of ____-__-__ to: ________"
    with spring.writing("Account") as step:
        own = park.own(step.session)
        saving.save(step, spring.features.registers["operators"], {"bank_account": "6200 0001"}, own)
    (second,) = sheets(spring, "lease_settlement", "T2")
    assert second.closing[2].endswith("account no. 6200 0001")


# what holds of all ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_one_company_alone_has_its_headings_at_least(spring: Office, name: str) -> None:
    with pytest.raises(Refused) as refused:
        sheets(spring, name, "T9")
    assert refused.value.problems[0].code == "unknown_tenant"
    report = spring.features.reports[name]
    found = sheets(spring, name, "T3")
    assert found
    assert all(sheet.tenant == ("T3" if report.per_tenant else None) for sheet in found)
    assert report.group == "letter"
    assert len({column.id for column in report.columns}) == len(report.columns)


@pytest.mark.parametrize("name", NAMES)
def test_letters_come_in_order_of_company_and_in_every_format(spring: Office, tmp_path: Path, name: str) -> None:
    found = [str(sheet.tenant) for sheet in sheets(spring, name)]
    assert found == sorted(found)
    report = spring.features.reports[name]
    for format in ("json", "csv", "xlsx", "pdf"):
        problems = make(spring, report, asked(), format, tmp_path / format)
        assert all(problem.severity == "warning" for problem in problems)
    document = json.loads((tmp_path / "json").read_text("utf-8"))
    for at, column in enumerate(document["columns"]):
        if document["totals"][at] is not None and column["kind"] == "money":
            amounts = [Decimal(row[at]) for row in document["rows"] if row[at] is not None]
            assert Decimal(document["totals"][at]) == sum(amounts)


def test_an_empty_park_has_no_letters_and_makes_empty_papers(file_office: Office, tmp_path: Path) -> None:
    for name in NAMES:
        assert not any(sheet.rows for sheet in sheets(file_office, name))
        assert make(file_office, file_office.features.reports[name], asked(), "pdf", tmp_path / "empty.pdf") == ()


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_it_reads_as_it_was_looked_at(spring: Office, tmp_path: Path, name: str, language: str) -> None:
    # A tone that no company's arrears ask for is looked at as written to the trader.
    tenant = "T2" if name.endswith(("friendly", "final")) else None
    with i18n.speaking(language):
        make(spring, spring.features.reports[name], asked(tenant, period=H1), "pdf", tmp_path / "pdf")
        snapshots.check(f"{name}.{language}.pdf.txt", snapshots.words(tmp_path / "pdf"))


def test_each_paper_says_all_its_paragraphs(spring: Office, tmp_path: Path) -> None:
    for name in NAMES:
        for sheet in sheets(spring, name):
            words = " ".join((*sheet.opening, *sheet.closing))
            assert "{" not in words
            assert sheet.title and "{" not in sheet.title
