"""The demo park is believable and passes the ordinary import without a word."""

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from incubator_desk.base import uscc
from incubator_desk.base.money import to_yuan
from incubator_desk.catalog.office import Office
from incubator_desk.demo.facts import facts
from incubator_desk.demo.leases import Book
from incubator_desk.demo.park import OPERATOR, WORKING_DATE, park
from incubator_desk.demo.rows import COLUMNS, row
from incubator_desk.demo.ways import way
from incubator_desk.features.all import FEATURES
from incubator_desk.features.exchange import sheets
from incubator_desk.features.exchange.importing import import_workbook
from incubator_desk.features.leases.rules import Letting, most_let
from incubator_desk.features.rent.model import RELIEF_KINDS
from incubator_desk.features.rent.rules import (
    STATUSES,
    Facts,
    Receipt,
    Refund,
    Schedule,
    overlaps,
    refund_excess,
    schedule,
)

DATA = park()


def column(sheet: str, name: str) -> list:
    return [each[name] for each in DATA[sheet]]


def money_in() -> list[Facts]:
    """All facts of each lease, built from the rows alone."""
    receipts, refunds = defaultdict(list), defaultdict(list)
    for each in DATA["receipts"]:
        receipts[each["lease_code"]].append(Receipt(each["code"], each["received_on"], each["amount"], each["kind"]))
    lease_of = {each["code"]: each["lease_code"] for each in DATA["reliefs"]}
    for each in DATA["refunds"]:
        lease = each["lease_code"] or lease_of[each["relief_code"]]
        refunds[lease].append(Refund(each["code"], each["relief_code"], each["paid_on"], each["amount"]))
    bare = facts(
        Book(DATA["leases"], DATA["lease_rooms"], DATA["lease_steps"]), DATA["reliefs"], DATA["relief_policies"]
    )
    return [
        replace(each, receipts=tuple(receipts[each.lease.code]), refunds=tuple(refunds[each.lease.code]))
        for each in bare
    ]


FACTS = money_in()


@pytest.fixture(scope="module")
def schedules() -> dict[str, Schedule]:
    return {each.lease.code: schedule(each, WORKING_DATE) for each in FACTS}


def test_it_is_the_same_each_time() -> None:
    assert park() == DATA


def test_it_imports_without_a_problem(file_office: Office, tmp_path: Path) -> None:
    book, file = Workbook(write_only=True), tmp_path / "park.xlsx"
    for name, rows in DATA.items():
        register = FEATURES.registers[name]
        sheet = sheets.new_sheet(book, name)
        sheets.headed(sheet, register, len(rows))
        sheets.add_rows(sheet, register.fields, [[each.get(f.name) for f in register.fields] for each in rows])
    book.save(file)
    outcome = import_workbook(file_office, file)
    assert [problem.text() for problem in outcome.problems] == []
    assert {name: counts.added for name, counts in outcome.sheets.items()} == {n: len(r) for n, r in DATA.items()}


@pytest.mark.parametrize("sheet", COLUMNS)
def test_rows_have_exactly_the_columns_that_the_registers_know(sheet: str) -> None:
    assert {tuple(each) for each in DATA[sheet]} == {COLUMNS[sheet]}
    assert set(COLUMNS[sheet]) <= {field.name for field in FEATURES.registers[sheet].fields}


def test_a_row_with_an_unknown_column_is_a_mistake() -> None:
    with pytest.raises(KeyError, match="colour"):
        row("tenants", colour="blue")


@pytest.mark.parametrize("sheet", COLUMNS)
def test_no_key_stands_twice(sheet: str) -> None:
    keys = [tuple(each[key.name] for key in FEATURES.registers[sheet].keys) for each in DATA[sheet]]
    assert len(set(keys)) == len(keys)


def test_references_name_something() -> None:
    targets = {
        "tenant_code": "tenants",
        "premises_code": "premises",
        "lease_code": "leases",
        "policy_code": "relief_policies",
        "relief_code": "reliefs",
    }
    for sheet, names in COLUMNS.items():
        for name in targets.keys() & set(names):
            missing = set(column(sheet, name)) - set(column(targets[name], "code")) - {None}
            assert not missing, (sheet, name)


def test_credit_codes_are_valid_and_each_companys_own() -> None:
    codes = [code for code in column("tenants", "uscc") if code] + [OPERATOR["uscc"]]
    assert all(uscc.is_valid(code) for code in codes)
    assert len(set(codes)) == len(codes)
    assert all((each["uscc"] is None) == (each["kind"] == "team") for each in DATA["tenants"])


def test_names_are_each_companys_own_and_some_are_rare() -> None:
    names = column("tenants", "name")
    assert len(set(names)) == len(names)
    assert any("㙓" in name for name in names)
    assert any("𠮷" in name for name in names)
    assert any("𠮷" in (each or "") for each in column("tenants", "contact_name"))


def test_the_park_has_the_size_of_one() -> None:
    statuses = Counter(column("tenants", "status"))
    assert statuses["incubating"] == 96
    assert min(statuses[name] for name in ("applicant", "graduated", "left", "resident")) >= 6
    assert len(set(column("premises", "building"))) == 4
    running = [
        each for each in DATA["leases"] if each["starts_on"] <= WORKING_DATE <= (each["ended_on"] or each["ends_on"])
    ]
    area = sum(each["area_sqm"] for each in running)
    assert 11_000 < area < 13_000
    assert area < sum(column("premises", "area_sqm"))
    assert {each["tenant_code"] for each in running} >= {
        each["code"] for each in DATA["tenants"] if each["status"] in ("incubating", "resident")
    }


def test_no_room_is_let_beyond_its_area() -> None:
    further = defaultdict(list)
    for each in DATA["lease_rooms"]:
        further[each["lease_code"]].append(each)
    let = defaultdict(list)
    for lease in DATA["leases"]:
        days = (lease["starts_on"], lease["ended_on"] or lease["ends_on"])
        own = lease["area_sqm"] - sum(room["area_sqm"] for room in further[lease["code"]])
        let[lease["premises_code"]].append(Letting(lease["code"], *days, own))
        for room in further[lease["code"]]:
            let[room["premises_code"]].append(Letting(lease["code"], *days, room["area_sqm"]))
    for room in DATA["premises"]:
        assert most_let(let[room["code"]])[0] <= room["area_sqm"], room["code"]


def test_leases_show_every_way_of_pricing_and_billing() -> None:
    assert set(column("leases", "price_unit")) == {"month", "sqm_month", "sqm_day"}
    assert set(column("leases", "day_count")) == {"actual", "thirty", "year365"}
    assert set(column("leases", "billing_anchor")) == {"lease", "calendar"}
    assert set(column("leases", "billing_months")) == {1, 2, 3, 6, 12}
    assert any(column("leases", "rent_free_days"))
    assert any(column("leases", "ended_on"))
    assert {True, False} == {each["percent"] is None for each in DATA["lease_steps"]}
    assert DATA["lease_rooms"]
    assert len(DATA["leases"]) > len(set(column("leases", "tenant_code")))


def test_there_is_a_relief_of_every_kind_and_in_every_state() -> None:
    assert set(column("reliefs", "kind")) == {option.value for option in RELIEF_KINDS.options}
    assert set(column("reliefs", "status")) == set(STATUSES)
    assert {each.year for each in column("relief_policies", "issued_on")} == {2020, 2022}


def test_approvals_follow_their_policy_and_notices_follow_approvals() -> None:
    issued = {each["code"]: each["issued_on"] for each in DATA["relief_policies"]}
    for each in DATA["reliefs"]:
        if each["approved_on"]:
            assert issued[each["policy_code"]] <= each["approved_on"] <= WORKING_DATE
        if each["notice_from"]:
            assert each["approved_on"] <= each["notice_from"] <= each["notice_to"]
        if each["agreement_no"]:
            assert each["notice_to"] <= WORKING_DATE


def test_exclusive_reliefs_keep_apart_and_refunds_within_what_is_owed() -> None:
    for each in FACTS:
        assert not overlaps(each.reliefs, each.lease)
        assert not refund_excess(each)


def test_nothing_is_received_or_paid_out_after_the_working_date() -> None:
    days = [*column("receipts", "received_on"), *column("refunds", "paid_on")]
    assert max(days) <= WORKING_DATE
    assert min(days) >= date(2018, 4, 1)


def test_arrears_are_of_every_age_and_of_few_leases(schedules: dict[str, Schedule]) -> None:
    oldest = {
        code: max((WORKING_DATE - due.due_on).days for line in found.lines for due in line.dues if due.paid < due.amount and due.due_on < WORKING_DATE)
        for code, found in schedules.items()
        if found.totals.overdue
    }  # fmt: skip
    bands = Counter(next(band for band in (30, 90, 180, 10_000) if days <= band) for days in oldest.values())
    assert bands.keys() == {30, 90, 180, 10_000}
    assert 12 <= len(oldest) <= 25


def test_money_is_owed_back_paid_ahead_and_deferred(schedules: dict[str, Schedule]) -> None:
    for name in ("refund_due", "refunded", "paid_ahead", "credit", "deferred"):
        assert sum(getattr(each.totals, name) for each in schedules.values()) > 0, name
    assert set(column("receipts", "kind")) == {"rent", "deposit", "other"}


def test_the_lease_that_the_guide_follows(schedules: dict[str, Schedule]) -> None:
    """L-0035: February waived after it was paid, half of April and May, June to August deferred."""
    totals = schedules["L-0035"].totals
    assert to_yuan(totals.refund_due) == Decimal("7137.00")
    assert to_yuan(totals.overdue) == Decimal("2137.00")
    assert to_yuan(totals.deferred) == Decimal("21411.00")
    assert to_yuan(totals.relief) == Decimal("14274.00")


def test_what_the_landlord_granted_is_all_passed_on(schedules: dict[str, Schedule]) -> None:
    granted = {each.relief: to_yuan(each.amount) for found in schedules.values() for each in found.granted}
    upstream = {each["code"]: each["upstream_amount"] for each in DATA["reliefs"] if each["upstream_amount"]}
    assert upstream
    assert all(amount <= granted[code] for code, amount in upstream.items())


def test_the_landlords_grant_falls_on_the_leases_under_its_head_lease_by_area(schedules: dict[str, Schedule]) -> None:
    """Those whose cases are decided get all of it; a few have no case yet, so that there is something to pass on."""
    (grant,), (head,) = DATA["upstream_grants"], DATA["head_leases"]
    under = {each["code"]: each["area_sqm"] for each in DATA["premises"] if each["head_lease_code"] == head["code"]}
    assert head["area_sqm"] == sum(under.values())
    cases = [each for each in DATA["reliefs"] if each["grant_code"] == grant["code"]]
    areas = {each["code"]: under[each["premises_code"]] for each in DATA["leases"] if each["premises_code"] in under}
    for case in cases:
        assert abs(case["upstream_amount"] - grant["amount"] * areas[case["lease_code"]] / head["area_sqm"]) < Decimal(
            "0.01"
        )
        assert case["final_lessee"]
    shared = sum(case["upstream_amount"] for case in cases)
    assert grant["amount"] / 2 < shared < grant["amount"]


def test_a_renewal_names_the_lease_before_it_and_begins_when_that_is_over(schedules: dict[str, Schedule]) -> None:
    leases = {each["code"]: each for each in DATA["leases"]}
    renewals = [each for each in leases.values() if each["renewal_of"]]
    assert {each["code"] for each in renewals} == {each["code"] for each in leases.values() if each["note"]}
    last = {code: drawn.lines[-1].last for code, drawn in schedules.items()}  # extensions included
    for each in renewals:
        before = leases[each["renewal_of"]]
        assert last[before["code"]] + timedelta(days=1) == each["starts_on"]
        assert before["tenant_code"] == each["tenant_code"]


def test_every_case_has_come_its_way_step_by_step() -> None:
    rows = park()
    for case in rows["reliefs"]:
        steps = list(way(case, WORKING_DATE))
        assert (steps[-1].target if steps else "draft") == case["status"]
        assert [s.on for s in steps] == sorted(s.on for s in steps)
        days = {s.target: s.on for s in steps}
        for state, column in (("approved", "approved_on"), ("published", "notice_from"), ("agreed", "agreed_on")):
            assert days.get(state) in (None, case[column])
        if "agreed" in days:
            assert case["notice_to"] < days["agreed"] <= WORKING_DATE
