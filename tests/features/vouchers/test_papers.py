"""The papers of voucher work: as they were looked at in both languages, and what stands on them."""

import shutil
from datetime import date
from decimal import Decimal

import pytest
import snapshots
from voucher_park import VOUCHERS, claim, furnish, keep, move

from incubator_desk.base import i18n
from incubator_desk.base.periods import Period
from incubator_desk.catalog import saving
from incubator_desk.catalog.report import Asked
from incubator_desk.features.park import service as park
from incubator_desk.features.vouchers.papers.everything import REPORTS
from incubator_desk.reports.making import make, make_each, produce

D, N = date, Decimal
H1, TODAY = Period.parse("2020-H1"), D(2020, 4, 20)
READY = {"status": "published", "approved_on": D(2020, 3, 5), "notice_from": D(2020, 3, 6), "notice_to": D(2020, 3, 12), "batch_code": "B1"}  # fmt: skip


@pytest.fixture
def filled(file_office):
    """Two claims paid, one of them clawed back; one that is blocked, one that looks split."""
    with file_office.writing("Profile") as step:
        values = {"name": "青岚科创孵化器有限公司", "phone": "0999-6600066", "prepared_by": "王敏", "head": "李主任"}
        saving.save(step, file_office.features.registers["operators"], values, park.own(step.session))
    furnish(
        file_office, claim("C1", **READY), claim("C2", "V2", **READY, service_kind="ip", provider_code="S2"),
        claim("C3", "V3", delivered_on=None, claimed_on=D(2020, 3, 2)),
        claim("C4", "V2", contract_on=D(2020, 2, 20), claimed_on=D(2020, 4, 1), provider_code="S2", explanation="两项服务，各有合同。"),
        claim("C5", "V3", status="approved", approved_on=D(2020, 4, 10), claimed_on=D(2020, 4, 2)),
    )  # fmt: skip
    keep(file_office, voucher_batches=[{"code": "B2", "programme_code": "P1"}])
    move(file_office, "voucher_batches", "locked", "B1")
    move(file_office, "voucher_batches", "paid", "B1", on=D(2020, 3, 25))
    move(file_office, "voucher_claims", "reversed", "C1", on=D(2020, 4, 1), reason="发票作废")
    return file_office


def rows(office, name, tenant=None):
    report = next(each for each in REPORTS if each.name == name)
    with office.reading() as session:
        made = produce(session, office.actor, report, Asked(H1, TODAY, tenant))
    ids = [column.id for column in report.columns]
    return [dict(zip(ids, row, strict=True)) for paper in made.papers for row in paper.rows], made


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("report", REPORTS, ids=lambda r: r.name)
def test_they_read_as_they_were_looked_at(filled, tmp_path, report, language):
    with i18n.speaking(language):
        for format in ("csv", "xlsx", "pdf"):
            make(filled, report, Asked(H1, TODAY), format, tmp_path / format)
        name = f"{report.name}.{language}"
        snapshots.check(f"{name}.csv", (tmp_path / "csv").read_text(encoding="utf-8-sig"))
        snapshots.check(f"{name}.xlsx.txt", snapshots.cells(tmp_path / "xlsx"))
        snapshots.check(f"{name}.pdf.txt", snapshots.words(tmp_path / "pdf"))


def test_the_payment_list_names_accounts_and_takes_back_below_zero(filled):
    found, made = rows(filled, "voucher_payments")
    assert [(row["batch"], row["claim"], row["account"], row["amount"]) for row in found] == [
        ("B1", "C1", "0990001", N("6000.00")), ("B1", "C2", None, N("6000.00")),
    ]  # fmt: skip
    move(filled, "voucher_claims", "published", "C5", on=D(2020, 4, 10))
    with filled.writing("Take in") as step:
        register = filled.features.registers["voucher_batches"]
        command = next(c for f in filled.features for c in f.commands if c.name == "batch.fill")
        batch = step.session.query(register.model).filter_by(code="B2").one()
        command.run(step, register, batch, D(2020, 4, 20))
    move(filled, "voucher_batches", "locked", "B2", on=D(2020, 4, 30))
    found, made = rows(filled, "voucher_payments")
    assert [(row["claim"], row["amount"]) for row in found if row["batch"] == "B2"] == [
        ("C1", N("-6000.00")), ("C5", N("6000.00")),
    ]  # fmt: skip
    assert made.whole.totals[6] == N("12000.00")


def test_the_statistics_balance(filled):
    ((row,), _made) = rows(filled, "voucher_statistics")
    parts = ("redeemed", "in_process", "expired", "void", "revoked", "returned", "lapsed", "available")
    assert row["issued"] == sum(row[name] for name in parts) == N("60000.00")
    assert (row["redeemed"], row["clawed_back"], row["claims"]) == (N("6000.00"), N("6000.00"), 4)


def test_the_notice_tells_no_account_and_masks_a_person(filled):
    found, made = rows(filled, "voucher_notice")
    assert [row["company"] for row in found] == ["青岚白榆生物有限公司", "山岚团队"]
    assert not any("099" in str(value) for row in found for value in row.values())
    with filled.writing("A trader") as step:
        tenants = filled.features.registers["tenants"]
        team = step.session.query(tenants.model).filter_by(code="T3").one()
        saving.save(step, tenants, {"name": "王小强", "legal_representative": "王小强"}, team)
    assert [row["company"] for row in rows(filled, "voucher_notice")[0]] == ["青岚白榆生物有限公司", "王*强"]


def test_one_companys_papers_are_its_own(filled):
    for name in ("voucher_audit", "voucher_statement"):
        found, made = rows(filled, name, "T2")
        assert {paper.tenant for paper in made.papers} == {"T2"}
    found, made = rows(filled, "voucher_audit", "T2")
    assert [row["limit"] for row in found] == [
        "By the rate",
        "Cap per claim",
        "Left of the voucher",
        "Programme's budget",
    ]
    text = " ".join(paragraph for paper in made.papers for paragraph in paper.closing)
    assert "Found: It looks like a contract that was split (C2)." in text
    assert "Explanation: 两项服务，各有合同。" in text


def test_a_voucher_is_a_sheet_of_its_own_as_long_as_it_is_good(filled):
    keep(filled, vouchers=[VOUCHERS[0] | {"code": "V9", "face_value": N("1409.50"), "issued_on": D(2020, 4, 20)}])
    found, made = rows(filled, "voucher")
    assert [row["code"] for row in found] == ["V1", "V2", "V3", "V9"]
    assert [paper.code for paper in made.papers] == ["V1", "V2", "V3", "V9"]
    assert found[3] == {
        "code": "V9", "tenant_code": "T1", "programme": "P1", "face_value": N("1409.50"), "issued_on": D(2020, 4, 20),
        "use_by": D(2020, 12, 31), "redeem_by": D(2021, 3, 31),
    }  # fmt: skip
    with i18n.speaking("zh_CN"):
        assert ("大写", "人民币壹仟肆佰零玖元伍角") in rows(filled, "voucher", "T1")[1].papers[1].facts
    move(filled, "vouchers", "revoked", "V9", on=TODAY, reason="重复发放")
    assert [row["code"] for row in rows(filled, "voucher")[0]] == ["V1", "V2", "V3"]
    assert [row["code"] for row in rows(filled, "voucher", "T2")[0]] == ["V2"]


@pytest.mark.parametrize(("period", "as_of", "codes"), [
    ("2020", TODAY, 3), ("2020-02", TODAY, 3), ("2019", TODAY, 0), ("2021-Q1", TODAY, 0), ("2020", D(2020, 1, 9), 0),
    ("2020", D(2020, 1, 10), 3),
])  # fmt: skip
def test_vouchers_are_those_of_the_programmes_year_issued_by_the_day(filled, period, as_of, codes):
    report = next(each for each in REPORTS if each.name == "voucher")
    with filled.reading() as session:
        made = produce(session, filled.actor, report, Asked(Period.parse(period), as_of))
    assert sum(len(paper.rows) for paper in made.papers) == codes


def test_each_voucher_of_a_company_is_a_file_of_its_own(filled, tmp_path):
    keep(filled, vouchers=[VOUCHERS[0] | {"code": "V9", "issued_on": D(2020, 4, 20)}])
    report = next(each for each in REPORTS if each.name == "voucher")
    made = make_each(filled, report, Asked(H1, TODAY), "pdf", tmp_path)
    assert len({file.name for file in made.files}) == 4
    assert all(file.exists() for file in made.files)
