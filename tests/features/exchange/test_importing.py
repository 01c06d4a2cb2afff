"""Importing merges rows by their keys: all of them or none, as one step, every problem with its place."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from books import LEASES, PARK, PREMISES, TENANTS, D, errors, imported, places, steps, stored, taken

from incubator_desk.catalog.office import Office
from incubator_desk.features.exchange.merging import Counts

RELIEFS = ("code", "lease_code", "kind", "percent", "starts_on", "ends_on", "approved_on", "policy_code")


def test_a_workbook_is_one_step_that_one_undo_takes_back(office: Office, tmp_path: Path) -> None:
    before = steps(office)
    outcome = taken(office, tmp_path, PARK)
    assert {name: counts.added for name, counts in outcome.sheets.items()} == {"tenants": 1, "premises": 1, "leases": 1}
    assert steps(office) == before + 1
    assert stored(office, "leases", "code", "price", "starts_on", "billing_months", "rent_free_days") == [
        ("L1", Decimal("3888.000000"), date(2020, 1, 1), "1", 0)
    ]
    office.undo()
    assert not stored(office, "leases", "code")
    assert not stored(office, "tenants", "code")


def test_the_same_workbook_again_changes_nothing(office: Office, tmp_path: Path) -> None:
    taken(office, tmp_path, PARK)
    before = steps(office)
    outcome = taken(office, tmp_path, PARK)
    assert set(map(repr, outcome.sheets.values())) == {repr(Counts(unchanged=1))}
    assert steps(office) == before


def test_a_blank_leaves_a_dash_clears(office: Office, tmp_path: Path) -> None:
    heads = ("code", "name", "kind", "tech_field", "employees", "status")
    taken(office, tmp_path, {"tenants": (heads, ("T1", "甲", "team", "软件", 12, "resident"))})
    taken(office, tmp_path, {"tenants": (("code", "name", "tech_field", "employees"), ("T1", "乙", None, "-"))})
    assert stored(office, "tenants", "name", "tech_field", "employees", "status") == [("乙", "软件", None, "resident")]
    taken(office, tmp_path, {"tenants": (("code", "tech_field", "status"), ("T1", "-", "-"))})
    assert stored(office, "tenants", "tech_field", "status") == [(None, "incubating")]
    assert errors(imported(office, tmp_path, {"tenants": (("code", "name"), ("T1", "-"))})) == [
        ("required", "tenants", 2, "name")
    ]


def test_codes_are_compared_after_nfkc_and_trimming_and_numbers_are_their_shortest_text(
    office: Office, tmp_path: Path
) -> None:
    taken(office, tmp_path, {"tenants": (("code", "name", "kind"), (101.0, "甲", "team"), ("Ｔ１", "乙", "team"))})
    assert stored(office, "tenants", "code") == [("101",), ("T1",)]
    outcome = taken(office, tmp_path, {"tenants": (("code", "name"), (" １０１ ", "丙"), ("T1", "乙"))})
    assert outcome.sheets["tenants"] == Counts(updated=1, unchanged=1)


def test_the_same_key_twice_is_an_error(office: Office, tmp_path: Path) -> None:
    steps_ = (("lease_code", "from_on", "price"), ("L1", D(2020, 3, 1), 5), ("L1", "2020年3月1日", 6))
    doubled = {**PARK, "tenants": (*TENANTS, ("ｔ1", "乙", "team"), ("T1 ", "丙", "team")), "lease_steps": steps_}
    assert errors(imported(office, tmp_path, doubled)) == [
        ("duplicate_code", "lease_steps", 3, "from_on"),
        ("duplicate_code", "tenants", 4, "code"),
    ]
    assert not stored(office, "tenants", "code")


def test_every_problem_is_named_with_its_place_and_nothing_is_stored(office: Office, tmp_path: Path) -> None:
    outcome = imported(
        office,
        tmp_path,
        {
            "tenants": (
                ("code", "name", "kind", "uscc", "employees", "founded_on"),
                ("T1", "甲", "firm", None, "many", "2020-02-30"),
                (None, None, None, None, None, None),
                ("T2", None, "company", "913701006697011222", 3, D(2019, 1, 1)),
                (None, "丙", "team", None, None, None),
            ),
            "leases": (
                *LEASES[:1],
                ("L1", "T1", "A9", 5, "month", D(2020, 1, 1), D(2019, 1, 1)),
                ("L2", "T9", None, -1, "sqm_day", D(2020, 1, 1), "2200-01-01"),
            ),
            "receipts": (("code", "lease_code", "received_on", "amount"), ("S1", "L1", "20200201", 0)),
        },
    )
    assert errors(outcome) == sorted(
        [
            ("bad_choice", "tenants", 2, "kind"),
            ("bad_number", "tenants", 2, "employees"),
            ("bad_date", "tenants", 2, "founded_on"),
            ("required", "tenants", 4, "name"),
            ("bad_uscc", "tenants", 4, "uscc"),
            ("required", "tenants", 5, "code"),
            ("unknown_reference", "leases", 2, "premises_code"),
            ("ends_before_starts", "leases", 2, "ends_on"),
            ("unknown_reference", "leases", 3, "tenant_code"),
            ("out_of_range", "leases", 3, "price"),
            ("date_out_of_range", "leases", 3, "ends_on"),
            ("out_of_range", "receipts", 2, "amount"),
        ],
        key=str,
    )
    assert {problem.where.file for problem in outcome.problems} == {"book.xlsx"}
    assert not stored(office, "tenants", "code")


def test_what_holds_between_records_is_placed_in_the_workbook(office: Office, tmp_path: Path) -> None:
    policies = (("code", "title", "exclusive"), ("P1", "省", "yes"), ("P2", "市", "no"))
    reliefs = (
        RELIEFS,
        ("R1", "L1", "percent", 50, D(2020, 2, 1), D(2020, 4, 30), D(2020, 2, 10), "P1"),
        ("R2", "L1", "percent", 30, D(2020, 4, 1), D(2020, 5, 31), D(2020, 2, 11), "P2"),
    )
    outcome = imported(office, tmp_path, {**PARK, "relief_policies": policies, "reliefs": reliefs})
    assert [each[:3] for each in errors(outcome)] == [("relief_overlap", "reliefs", 3)]
    refunds = (("code", "lease_code", "paid_on", "amount"), ("F1", "L1", D(2020, 5, 1), 100))
    assert errors(imported(office, tmp_path, {**PARK, "refunds": refunds})) == [
        ("refund_above_due", "refunds", 2, "amount")
    ]


def test_a_dry_run_says_the_same_and_stores_nothing(office: Office, tmp_path: Path) -> None:
    before = steps(office)
    outcome = imported(office, tmp_path, PARK, dry_run=True)
    assert outcome.sheets["leases"] == Counts(added=1)
    assert steps(office) == before


def test_yes_under_delete_removes_a_row_and_its_parts(office: Office, tmp_path: Path) -> None:
    taken(office, tmp_path, {**PARK, "lease_steps": (("lease_code", "from_on", "price"), ("L1", D(2020, 3, 1), 5))})
    outcome = taken(
        office,
        tmp_path,
        {
            "tenants": (("code", "name", "delete"), ("T1", "unread", "是")),
            "leases": (("code", "price", "tenant_code", "删除"), ("L1", "no number", "T1", "yes")),
            "lease_steps": (("lease_code", "from_on", "Delete"), ("L1", D(2020, 3, 1), "Yes")),
            "premises": (("code", "delete"), ("A1", "no")),
        },
    )
    assert [outcome.sheets[name].deleted for name in ("tenants", "leases", "lease_steps", "premises")] == [1, 1, 1, 0]
    assert [len(stored(office, name, "uid")) for name in ("tenants", "leases", "lease_steps", "premises")] == [
        0,
        0,
        0,
        1,
    ]
    office.undo()
    assert [len(stored(office, name, "uid")) for name in ("tenants", "leases", "lease_steps")] == [1, 1, 1]


def test_deleting_what_others_refer_to_is_refused(office: Office, tmp_path: Path) -> None:
    taken(office, tmp_path, PARK)
    assert [e[:3] for e in errors(imported(office, tmp_path, {"tenants": (("code", "delete"), ("T1", "yes"))}))] == [
        ("in_use", "tenants", 2)
    ]
    gone = imported(office, tmp_path, {"tenants": (("code", "delete"), ("T1", "yes")), "leases": LEASES})
    assert ("removed_reference", "leases", 2, "tenant_code") in errors(gone)
    assert errors(imported(office, tmp_path, {"tenants": (("code", "delete"), ("T7", "yes"), ("T1", "perhaps"))})) == [
        ("bad_choice", "tenants", 3, "delete"),
        ("nothing_to_delete", "tenants", 2, "delete"),
    ]
    moved = {
        "tenants": (("code", "name", "kind", "delete"), ("T1", "", "", "yes"), ("T2", "乙", "team", "")),
        "leases": (("code", "tenant_code"), ("L1", "T2")),
    }
    assert taken(office, tmp_path, moved).sheets["tenants"] == Counts(added=1, deleted=1)


def test_rows_may_refer_to_any_sheet_of_the_workbook_and_to_what_is_stored(office: Office, tmp_path: Path) -> None:
    backwards = dict(reversed(PARK.items()))
    assert taken(office, tmp_path, backwards).sheets["leases"].added == 1
    later = (("code", "lease_code", "received_on", "amount"), ("S1", "Ｌ1 ", D(2020, 2, 1), "1.2万元"))
    taken(office, tmp_path, {"receipts": later})
    assert stored(office, "receipts", "amount") == [(Decimal(12000),)]


def test_a_relief_whose_approval_is_dated_is_approved(office: Office, tmp_path: Path) -> None:
    reliefs = (
        RELIEFS[:7],
        ("R1", "L1", "percent", 50, None, None, D(2020, 2, 10)),
        ("R2", "L1", "percent", 50, None, None, None),
    )
    taken(office, tmp_path, {**PARK, "reliefs": reliefs})
    assert stored(office, "reliefs", "code", "status") == [("R1", "approved"), ("R2", "draft")]


def test_unknown_sheets_and_columns_are_warnings_that_name_them(office: Office, tmp_path: Path) -> None:
    outcome = taken(
        office,
        tmp_path,
        {
            "README": (("anything",),),
            "Notes": (("a",),),
            "tenants": (("code", "name", "kind", "colour"), ("T1", "甲", "team", "red")),
        },
    )
    assert places(outcome) == [("unknown_column", "tenants", 1, None), ("unknown_sheet", "Notes", None, None)]
    assert "colour" in outcome.problems[1].text()


def test_a_sheet_without_its_key_or_with_a_column_twice_is_refused_without_an_echo(
    office: Office, tmp_path: Path
) -> None:
    outcome = imported(
        office,
        tmp_path,
        {**PARK, "tenants": (("name", "kind"), ("甲", "team")), "premises": (("code", "CODE*"), (1, 2))},
    )
    assert errors(outcome)[:2] == [
        ("duplicate_column", "premises", 1, "code"),
        ("missing_column", "tenants", 1, "code"),
    ]
    assert not [each for each in errors(outcome) if each[1] == "leases" and each[3] == "tenant_code"]


def test_an_import_may_be_cancelled_and_leaves_nothing(office: Office, tmp_path: Path) -> None:
    class CancelledError(Exception):
        pass

    def cancel(_done: int, _all: int) -> None:
        raise CancelledError

    many = (TENANTS[0], *((f"T{n}", f"第{n}家", "team") for n in range(1200)))
    with pytest.raises(CancelledError):
        imported(office, tmp_path, {"tenants": many}, progress=cancel)
    assert not stored(office, "tenants", "code")


def test_a_verified_backup_is_made_before_an_import_and_none_before_a_look(file_office: Office, tmp_path: Path) -> None:
    imported(file_office, tmp_path, PARK, dry_run=True)
    assert not list(tmp_path.glob("backups/*"))
    taken(file_office, tmp_path, PARK)
    assert [path.name.endswith("-import.db") for path in tmp_path.glob("backups/*")] == [True]


def test_rows_are_numbered_as_excel_does_wherever_the_headings_stand(office: Office, tmp_path: Path) -> None:
    rows = ((), (None, "code", None, "area_sqm"), (), (None, "A1", None, 10), (None, "A2", "x", "wide"))
    assert errors(imported(office, tmp_path, {"premises": rows})) == [("bad_number", "premises", 5, "area_sqm")]
    assert PREMISES
