"""Mentoring from the console: a workbook in, summed by period; what is wrong is named by its row."""

import json
from datetime import date, time

import pytest
from openpyxl import Workbook

from incubator_desk.cli.main import main

D = date
TENANTS = (("code", "name", "kind"), ("T1", "甲", "team"), ("T2", "乙", "team"))
MENTORS = (
    ("code", "name", "kind", "fields", "appointed_from", "appointed_to"),
    ("M1", "王强", "企业家", "融资；市场", None, None), ("M2", "李敏", None, None, D(2019, 1, 1), D(2019, 12, 31)),
)  # fmt: skip
TERMS = (("mentor_code", "from_on", "to_on"), ("M2", D(2020, 2, 1), None))
SESSIONS = (
    ("code", "mentor_code", "held_on", "starts_at", "ends_at", "mode", "service_kind", "status", "confirmed_on"),
    ("S1", "M1", D(2020, 2, 3), "9:00", "10:30", "线上", "创业辅导", "held", D(2020, 2, 4)),
    ("S2", "M2", D(2020, 1, 15), time(14, 0), time(15, 0), None, None, "held", D(2020, 1, 16)),
    ("S3", "M2", D(2020, 2, 5), "14:00", "15:20", None, None, "held", D(2020, 2, 6)),
    ("S4", "M1", D(2020, 2, 3), "10:30", "11:00", None, None, None, None),
    ("S5", "M1", D(2020, 2, 3), "10:30", "11:00", None, None, "cancelled", None),
)  # fmt: skip
PARTICIPATIONS = (
    ("session_code", "tenant_code", "attended", "rating"),
    ("S1", "T1", None, 5), ("S1", "T2", "no", None), ("S2", "T1", None, None), ("S3", "T1", None, 4), ("S3", "T2", "yes", None),
)  # fmt: skip
SHEETS = {
    "tenants": TENANTS, "mentors": MENTORS, "mentor_terms": TERMS, "mentoring_sessions": SESSIONS,
    "participations": PARTICIPATIONS,
}  # fmt: skip


NOT_APPOINTED = ("mentor_not_appointed", "mentoring_sessions", 3, "mentor_code")
"""What is told of S2, which was held between the terms of its mentor."""


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
        return status, [
            (p["code"], p["where"].get("sheet"), p["where"].get("row"), p["where"].get("column"))
            for p in answer["problems"]
        ]

    return take


def test_a_quarter_is_summed_as_the_contract_has_it(desk, bring, tmp_path):
    assert bring(**SHEETS) == (0, [NOT_APPOINTED])
    expected = {
        "period": "2020-Q1", "sessions": 2, "hours": "2.83",
        "mentors": [
            {"mentor": "M1", "sessions": 1, "hours": "1.50", "tenants": 1},
            {"mentor": "M2", "sessions": 1, "hours": "1.33", "tenants": 2},
        ],
        "tenants": [
            {"tenant": "T1", "sessions": 2, "hours": "2.83", "mentors": 2},
            {"tenant": "T2", "sessions": 1, "hours": "1.33", "mentors": 1},
        ],
        "not_counted": [
            {"session": "S2", "reason": "mentor_not_appointed"}, {"session": "S4", "reason": "planned"},
            {"session": "S5", "reason": "cancelled"},
        ],
        "problems": [],
    }  # fmt: skip
    assert desk("mentoring", "summary", "--period", "2020-Q1") == (0, expected)
    assert desk("mentoring", "summary", "--period", "2020-05")[1]["sessions"] == 0
    assert desk("mentoring", "summary", "--period", "2020-Q5")[0] == 2
    assert desk("mentoring", "summary")[0] == 2
    assert desk("export", tmp_path / "out.xlsx")[0] == 0
    other = ["--db", str(tmp_path / "other.desk")]
    desk("init", *other)
    assert [each["code"] for each in desk("import", tmp_path / "out.xlsx", *other)[1]["problems"]] == [NOT_APPOINTED[0]]
    assert desk("mentoring", "summary", "--period", "2020-Q1", *other) == (0, expected)


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        (("S6", "M1", D(2020, 2, 3), "9:30", "9:45", None, None, "planned", None), "overlap", "starts_at"),
        (("S6", "M1", D(2020, 3, 3), "9:30", "9:30", None, None, None, None), "ends_before_starts", "ends_at"),
        (("S6", "M1", D(2020, 3, 3), "23:30", "0:30", None, None, None, None), "ends_before_starts", "ends_at"),
        (("S6", "M1", D(2020, 3, 3), "25:00", "26:00", None, None, None, None), "bad_time", "starts_at"),
        (("S6", "M9", D(2020, 3, 3), "9:30", "9:45", None, None, None, None), "unknown_reference", "mentor_code"),
        (("S6", "M1", D(2020, 3, 3), "9:30", None, None, None, None, None), "required", "ends_at"),
        (("S1", "M1", D(2020, 3, 3), "9:30", "9:45", None, None, None, None), "duplicate_code", "code"),
    ],
)  # fmt: skip
def test_bad_sessions_are_named_and_nothing_is_written(desk, bring, row, code, column):
    status, problems = bring(**(SHEETS | {"mentoring_sessions": (*SESSIONS, row)}))
    assert status == 1
    assert (code, "mentoring_sessions", 7, column) in problems
    assert desk("mentoring", "summary", "--period", "2020")[1]["sessions"] == 0


def test_rows_already_stored_come_first(bring):
    bring(**SHEETS)
    heads = SESSIONS[0]
    early = ("S0", "M1", D(2020, 2, 3), "8:00", "9:30", None, None, "held", None)
    assert bring(mentoring_sessions=(heads, early)) == (1, [("overlap", "mentoring_sessions", 2, "starts_at")])
    assert bring(mentoring_sessions=(heads, ("S0", "M1", D(2020, 2, 3), "8:00", "9:00", None, None, "held", None))) == (
        0,
        [],
    )


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (("S1", "T1", None, 3), "duplicate_code"), (("S4", "T1", None, 6), "out_of_range"), (("S4", "T1", None, 0), "out_of_range"),
        (("S4", "T9", None, None), "unknown_reference"), (("S9", "T1", None, None), "unknown_reference"),
    ],
)  # fmt: skip
def test_bad_participations_are_refused(bring, row, code):
    status, problems = bring(**(SHEETS | {"participations": (*PARTICIPATIONS, row)}))
    assert status == 1
    assert any(p[:3] == (code, "participations", 7) for p in problems)


def test_an_unusual_length_is_a_warning(bring):
    row = ("S6", "M1", D(2020, 3, 3), "9:30", "9:40", None, None, None, None)
    assert bring(**(SHEETS | {"mentoring_sessions": (*SESSIONS, row)})) == (
        0,
        [("unusual_length", "mentoring_sessions", 7, "ends_at"), NOT_APPOINTED],
    )


def of_sheets(problems, *sheets):
    return sorted(each for each in problems if each[1] in sheets)


def test_what_is_doubtful_is_told_at_its_row_and_kept(desk, bring):
    sheets = SHEETS | {
        "tenants": (
            ("code", "name", "kind", "admitted_on", "left_on"), ("T1", "甲", "team", D(2020, 2, 4), None),
            ("T2", "乙", "team", None, D(2020, 2, 3)),
        ),
        "mentor_ties": (("mentor_code", "tenant_code", "kind", "from_on", "to_on"), ("M1", "T2", "equity", D(2019, 1, 1), None)),
        "mentoring_sessions": (*SESSIONS, ("S6", "M1", D(2020, 2, 3), "14:00", "15:00", None, None, "held", None)),
        "participations": (*PARTICIPATIONS, ("S6", "T2", None, None)),
    }  # fmt: skip
    status, problems = bring(**sheets)
    assert status == 0
    assert of_sheets(problems, "mentoring_sessions", "participations") == [
        NOT_APPOINTED,
        ("outside_tenancy", "participations", 2, "tenant_code"),  # S1: T1 is admitted the day after
        ("outside_tenancy", "participations", 4, "tenant_code"),  # S2: long before
        ("outside_tenancy", "participations", 6, "tenant_code"),  # S3: T2 had left
        ("same_day", "mentoring_sessions", 7, "held_on"),  # the later of the two
        ("tie", "participations", 3, "tenant_code"),
        ("tie", "participations", 7, "tenant_code"),
    ]
    assert desk("mentoring", "summary", "--period", "2020-Q1")[1]["sessions"] == 2  # a tie counts all the same


def test_a_changed_row_is_told_of_beside_what_was_changed(bring):
    bring(**SHEETS)
    bring(mentor_ties=(("mentor_code", "tenant_code", "kind"), ("M1", "T1", "family")))
    later = ("S1", "M1", D(2020, 2, 10), "9:00", "10:30", None, None, "held", D(2020, 2, 10))
    assert bring(mentoring_sessions=(SESSIONS[0], later)) == (0, [("tie", "mentoring_sessions", 2, "held_on")])
    assert bring(mentoring_sessions=(SESSIONS[0], later)) == (0, [])  # nothing was written
    assert bring(participations=(PARTICIPATIONS[0], ("S4", "T1", None, None))) == (
        0,
        [("tie", "participations", 2, "tenant_code")],
    )


def test_a_claim_of_another_company_is_told(bring):
    programme = ("P1", "创新券", 2020, D(2020, 12, 31), D(2021, 3, 31), 50)
    claim = ("C1", "V1", "R1", "testing", D(2020, 2, 1), "1001", D(2020, 2, 1), 5000, D(2020, 2, 1))
    sheets = SHEETS | {
        "voucher_programmes": (("code", "title", "year", "use_by", "redeem_by", "rate_percent"), programme),
        "providers": (("code", "name"), ("R1", "青岚检测")),
        "vouchers": (("code", "programme_code", "tenant_code", "face_value", "issued_on"), ("V1", "P1", "T2", 9000, D(2020, 1, 1))),
        "voucher_claims": (
            ("code", "voucher_code", "provider_code", "service_kind", "contract_on", "invoice_no", "invoice_on", "eligible_amount", "claimed_on"),
            claim,
        ),
        "mentoring_sessions": (
            (*SESSIONS[0], "claim_code"), (*SESSIONS[1], "C1"), *((*row, None) for row in SESSIONS[2:]),
            ("S6", "M1", D(2020, 2, 7), "9:00", "10:00", None, "检验检测", None, None, "C1"),
        ),
    }  # fmt: skip
    status, problems = bring(**sheets)
    assert status == 0
    assert of_sheets(problems, "mentoring_sessions") == [
        ("claim_of_other", "mentoring_sessions", 7, "claim_code"),
        ("claim_of_other_kind", "mentoring_sessions", 2, "claim_code"),
        NOT_APPOINTED,
    ]


@pytest.mark.parametrize(
    ("fields", "problems"),
    [
        ("融资；市场；财税；审计；法务", []),
        ("融资；市场；财税；审计；法务；检测", [("many_fields", "mentors", 2, "fields")]),
    ],
)
def test_a_mentor_of_many_fields_is_told(bring, fields, problems):
    assert bring(mentors=(("code", "name", "fields"), ("M1", "王强", fields))) == (0, problems)
