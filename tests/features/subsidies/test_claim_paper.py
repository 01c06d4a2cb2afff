"""The claim as a paper: what it says of each company, in both languages, and that it stays what was submitted."""

import json
import shutil

import pytest
import snapshots
from subsidy_park import TODAY, N, furnish

from incubator_desk.base import i18n
from incubator_desk.base.periods import Period
from incubator_desk.catalog.attaching import attach_files
from incubator_desk.catalog.report import Asked
from incubator_desk.reports.making import make, produce


def asked(period="2020-H1", tenant=None):
    return Asked(Period.parse(period), TODAY, tenant)


def made_of(office, *arguments, **values):
    with office.reading() as session:
        return produce(session, office.actor, office.features.reports["subsidy_claim"], asked(*arguments, **values))


@pytest.fixture
def small(file_office, tmp_path):
    made = furnish(file_office, cap=N(3700))
    made.change("subsidy_claims", "C1", other_public_money=N("199.99"))
    made.work_out()
    agreement = tmp_path / "补充协议 R1.pdf"
    agreement.write_bytes(b"%PDF-1.4 signed")
    attach_files(file_office, file_office.features.registers["reliefs"], made.uids["R1"], [agreement], TODAY)
    return made


def test_lines_stand_by_company_and_add_up(small):
    table = made_of(small.office).whole
    assert [(row[1], row[4], row[7], row[11]) for row in table.rows] == [
        ("T1", "R1", "2020-02", None), ("T1", "R1", "2020-03", None), ("T1", "R5", "2020-04", "not_executed"),
        ("T1", "R5", "2020-05", "outside_window"), ("T2", "R2", "2020-02", None),
        ("T2", "R2", "2020-03", None), ("T3", "R3", "2020-02", "affiliated"), ("T4", "R4", "2020-02", "ownership"),
    ]  # fmt: skip


def test_a_paper_stays_what_was_submitted_whatever_the_programme_says_later(small):
    small.move("submitted")
    before = made_of(small.office)
    small.change("subsidy_programmes", "SP1", rate_percent=N(10), cap=N(1))
    small.change("reliefs", "R2", percent=N(1))
    after = made_of(small.office)
    assert (after.whole.rows, after.whole.closing) == (before.whole.rows, before.whole.closing)


@pytest.mark.parametrize(
    ("period", "papers"), [("2020", 1), ("2020-H1", 1), ("2020-04", 1), ("2020-05", 0), ("2019", 0)]
)
def test_a_claim_is_printed_for_periods_that_its_window_touches(small, period, papers):
    assert len([each for each in made_of(small.office, period).papers if each.rows]) == papers


def test_of_one_company_there_is_its_part_without_the_sums_of_all(small):
    made = made_of(small.office, tenant="T2")
    assert {row[1] for row in made.whole.rows} == {"T2"}
    assert len(made.whole.closing) == 2
    assert "T2" in made.whole.closing[1]


def test_claims_that_are_over_or_not_worked_out_have_no_paper(small):
    small.keep("subsidy_claims", "C2", programme="SP1")
    small.move("withdrawn", reason="不再申报")
    assert made_of(small.office).whole.rows == []


def test_every_form_says_the_same(small, tmp_path):
    office, report = small.office, small.office.features.reports["subsidy_claim"]
    for language in i18n.LANGUAGES:
        with i18n.speaking(language):
            for form in ("json", "csv", "xlsx", "pdf"):
                make(office, report, asked(), form, tmp_path / form)
            found = json.loads((tmp_path / "json").read_text(encoding="utf-8"))
            totals = dict(zip((column["id"] for column in found["columns"]), found["totals"], strict=True))
            assert (totals["given"], totals["eligible"], totals["share"]) == ("22161.60", "12441.60", "3500.01")
            assert totals["not_eligible"] == "9720.00"
            name = f"subsidy_claim.{language}"
            snapshots.check(f"{name}.csv", (tmp_path / "csv").read_text(encoding="utf-8-sig"))
            if shutil.which("pdftotext"):
                snapshots.check(f"{name}.pdf.txt", snapshots.words(tmp_path / "pdf"))
