"""Vouchers from the console: a workbook in, assessed, locked, paid; what is wrong is named by its row."""

import json
from datetime import date

import pytest
from openpyxl import Workbook

from incubator_desk.cli.main import main

D = date
TENANTS = (("code", "name", "kind", "uscc", "controller"), ("T1", "甲", "company", None, "王强"), ("T2", "乙", "company", None, None))  # fmt: skip
PROGRAMMES = (
    ("code", "title", "year", "rate_percent", "claim_cap", "budget", "use_by", "redeem_by"),
    ("P1", "创新券", 2020, 50, 5000, 100000, D(2020, 12, 31), D(2021, 3, 31)),
    ("P2", "另一项目", 2020, "30%", None, None, D(2020, 12, 31), D(2021, 3, 31)),
)
PROVIDERS = (("code", "name", "controller", "service_kinds"), ("S1", "检测中心", None, "检验检测；技术咨询"), ("S2", "事务所", "王强", None))  # fmt: skip
VOUCHERS = (
    ("code", "programme_code", "tenant_code", "face_value", "issued_on"),
    ("V1", "P1", "T1", 20000, D(2020, 1, 1)), ("V2", "P2", "T2", "1万元", D(2020, 1, 1)),
)  # fmt: skip
BATCHES = (("code", "programme_code", "period", "status", "locked_on"), ("B0", "P1", "2020-01", "locked", D(2020, 1, 31)), ("B1", "P1", "2020-Q1", None, None))  # fmt: skip
HEADS = (
    "code", "voucher_code", "provider_code", "service_kind", "contract_on", "contract_amount", "delivered_on",
    "invoice_no", "invoice_on", "eligible_amount", "claimed_on", "status", "batch_code", "approved_amount",
)  # fmt: skip


def row(code, voucher="V1", provider="S1", kind="testing", **values):
    base = dict(zip(HEADS, (code, voucher, provider, kind, D(2020, 2, 1), None, D(2020, 2, 2), code, D(2020, 2, 3), 12000, D(2020, 2, 4), None, None, None), strict=True))  # fmt: skip
    return tuple((base | values)[name] for name in HEADS)


CLAIMS = (
    row("C0", claimed_on=D(2020, 1, 20), contract_on=D(2020, 1, 1), delivered_on=D(2020, 1, 3), invoice_on=D(2020, 1, 4), status="batched", batch_code="B0", approved_amount=4000),
    row("C1", status="published", batch_code="B1"),
    row("C2", "V2", kind="检验检测", eligible_amount=10000),
    row("C3", provider="S2", kind="Training", claimed_on=D(2020, 2, 5)),
)  # fmt: skip
SHEETS = {
    "tenants": TENANTS, "voucher_programmes": PROGRAMMES, "providers": PROVIDERS, "vouchers": VOUCHERS,
    "voucher_batches": BATCHES, "voucher_claims": (HEADS, *CLAIMS),
}  # fmt: skip


@pytest.fixture
def desk(tmp_path, capsys):
    """Runs a command on a database of its own; gives status and answer."""

    def run(*arguments):
        status = main(
            lambda *_: 0, lambda *_: [], ["--db", str(tmp_path / "park.desk"), *map(str, arguments), "--json"]
        )
        return status, json.loads(capsys.readouterr().out)

    run("init", "--operator", "青岚创业园")
    return run


@pytest.fixture
def bring(desk, tmp_path):
    """Imports sheets; gives status and problems as code, sheet, row, column."""

    def take(**sheets):
        book = Workbook()
        book.remove(book.active)
        for name, rows in sheets.items():
            sheet = book.create_sheet(name)
            for cells in rows:
                sheet.append(cells)
        book.save(tmp_path / "in.xlsx")
        status, answer = desk("import", tmp_path / "in.xlsx")
        problems = [
            (p["code"], p["where"].get("sheet"), p["where"].get("row"), p["where"].get("column"))
            for p in answer["problems"]
        ]
        return status, problems, answer["sheets"] if status == 0 else {}

    return take


def test_a_workbook_is_assessed_as_the_contract_has_it(desk, bring):
    status, problems, sheets = bring(**SHEETS)
    assert (status, [p for p in problems if p[0] != "uscc_missing"]) == (0, [])
    assert sheets["voucher_claims"] == {"added": 4, "updated": 0, "unchanged": 0, "deleted": 0}
    status, answer = desk("voucher", "assess")
    assert answer == {
        "claims": [
            {"claim": "C0", "allowed": "4000.00", "binding": "locked", "findings": []},
            {"claim": "C1", "allowed": "5000.00", "binding": "claim_cap", "findings": []},
            {"claim": "C2", "allowed": "3000.00", "binding": "rate", "findings": []},
            {"claim": "C3", "allowed": "0.00", "binding": "finding", "findings": ["affiliated"]},
        ],
        "vouchers": [
            {"voucher": "V1", "face_value": "20000.00", "redeemed": "9000.00", "remaining": "11000.00"},
            {"voucher": "V2", "face_value": "10000.00", "redeemed": "3000.00", "remaining": "7000.00"},
        ],
        "programmes": [
            {"programme": "P1", "budget": "100000.00", "redeemed": "9000.00", "remaining": "91000.00"},
            {"programme": "P2", "budget": None, "redeemed": "3000.00", "remaining": None},
        ],
        "problems": [],
    }  # fmt: skip
    assert [each["claim"] for each in desk("voucher", "assess", "--programme", "P2")[1]["claims"]] == ["C2"]
    status, answer = desk("voucher", "assess", "--programme", "P9")
    assert (status, answer["problems"][0]["code"]) == (1, "unknown_programme")


def test_a_batch_is_locked_and_paid_once(desk, bring):
    bring(**SHEETS)
    status, answer = desk("voucher", "batch", "lock", "B1", "--on", "2020-03-20")
    assert (status, answer) == (0, {"batch": "B1", "status": "locked", "total": "5000.00", "problems": []})
    status, answer = desk("voucher", "batch", "lock", "B1")
    assert (status, answer["problems"][0]["code"]) == (1, "no_such_move")
    assert desk("voucher", "batch", "pay", "B1")[0] == 2
    assert desk("voucher", "batch", "pay", "B1", "--on", "2020-03-19")[1]["problems"][0]["code"] == "date_backwards"
    status, answer = desk("voucher", "batch", "pay", "B1", "--on", "2020-03-25")
    assert (status, answer["status"], answer["total"]) == (0, "paid", "5000.00")
    assert (desk("voucher", "batch", "pay", "B9", "--on", "2020-03-25")[1]["problems"][0]["code"]) == "unknown_batch"
    assert desk("check")[0] == 0


def test_no_workbook_changes_what_is_locked(desk, bring):
    bring(**SHEETS)
    heads = ("code", "approved_amount", "eligible_amount", "batch_code", "delete")
    for cells in (
        ("C0", 1, None, None, None),
        ("C0", None, 1, None, None),
        ("C0", None, None, "-", None),
        ("C0", None, None, None, "yes"),
    ):
        status, problems, _sheets = bring(voucher_claims=(heads, ("C1", None, 9000, None, None), cells))
        assert status == 1
        assert problems[-1][:3] == ("batch_locked", "voucher_claims", 3)
    status, problems, _sheets = bring(
        voucher_claims=(HEADS, row("C9", batch_code="B0", status="batched", approved_amount=1))
    )
    assert (status, problems) == (1, [("batch_locked", "voucher_claims", 2, "batch_code")])
    status, answer = desk("voucher", "assess")
    assert [each["allowed"] for each in answer["claims"]] == ["4000.00", "5000.00", "3000.00", "0.00"]


@pytest.mark.parametrize(
    ("values", "code", "column"),
    [
        ({"eligible_amount": 0}, "out_of_range", "eligible_amount"),
        ({"eligible_amount": -5}, "out_of_range", "eligible_amount"),
        ({"eligible_amount": None}, "required", "eligible_amount"),
        ({"invoice_no": None}, "required", "invoice_no"),
        ({"voucher_code": "V9"}, "unknown_reference", "voucher_code"),
        ({"provider_code": "S9"}, "unknown_reference", "provider_code"),
        ({"batch_code": "B9"}, "unknown_reference", "batch_code"),
        ({"status": "paid"}, "approved_amount_missing", "approved_amount"),
        ({"status": "batched", "batch_code": "B1"}, "approved_amount_missing", "approved_amount"),
        ({"status": "erledigt"}, "bad_choice", "status"),
        ({"claimed_on": "30.2.2020"}, "bad_date", "claimed_on"),
        ({"voucher_code": "V2", "batch_code": "B1"}, "other_programme", "batch_code"),
    ],
)  # fmt: skip
def test_bad_rows_are_named_and_nothing_is_written(desk, bring, values, code, column):
    sheets = SHEETS | {"voucher_claims": (HEADS, row("C1"), row("C2", **values))}
    status, problems, _sheets = bring(**sheets)
    assert status == 1
    assert (code, "voucher_claims", 3, column) in problems
    assert desk("voucher", "assess")[1]["vouchers"] == []


def test_more_eligible_than_contracted_is_a_warning(bring):
    sheets = SHEETS | {"voucher_claims": (HEADS, row("C1", contract_amount=11999))}
    status, problems, _sheets = bring(**sheets)
    assert (status, [p for p in problems if p[0] != "uscc_missing"]) == (0, [("eligible_above_contract", "voucher_claims", 2, "eligible_amount")])  # fmt: skip


@pytest.mark.parametrize(
    ("sheet", "index", "values", "code"),
    [
        ("voucher_programmes", 1, ("P1", "创新券", 2020, 0, None, None, D(2020, 12, 31), D(2021, 3, 31)), "out_of_range"),
        ("voucher_programmes", 1, ("P1", "创新券", 2020, 101, None, None, D(2020, 12, 31), D(2021, 3, 31)), "out_of_range"),
        ("voucher_programmes", 1, ("P1", "创新券", 2020, 50, None, None, D(2020, 12, 31), D(2020, 3, 31)), "ends_before_starts"),
        ("vouchers", 1, ("V1", "P1", "T1", 0, D(2020, 1, 1)), "out_of_range"),
        ("vouchers", 1, ("V1", "P9", "T1", 10, D(2020, 1, 1)), "unknown_reference"),
        ("voucher_batches", 1, ("B0", "P1", "2020-Q5", None, None), "bad_period"),
    ],
)  # fmt: skip
def test_bad_programmes_vouchers_and_batches_are_refused(bring, sheet, index, values, code):
    rows = list(SHEETS[sheet])
    rows[index] = values
    status, problems, _sheets = bring(**(SHEETS | {sheet: tuple(rows)}))
    assert status == 1
    assert any(p[:3] == (code, sheet, index + 1) for p in problems)


def test_what_is_exported_gives_the_same_figures(desk, bring, tmp_path):
    bring(**SHEETS)
    before = desk("voucher", "assess")[1]
    assert desk("export", tmp_path / "out.xlsx")[0] == 0
    other = ["--db", str(tmp_path / "other.desk")]
    assert desk("init", *other)[0] == 0
    assert desk("import", tmp_path / "out.xlsx", *other)[0] == 0
    assert desk("voucher", "assess", *other)[1] == before
