"""Every check: the case that it finds, and the nearest one that it does not."""

from datetime import date
from decimal import Decimal as D
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incubator_desk.base import i18n
from incubator_desk.base.i18n import LANGUAGES
from incubator_desk.features.returns.rules.checks import BY_CODE, RULES, Rule, of_subject, shown
from incubator_desk.features.returns.rules.subjects import SUBJECTS, Row

USCC, TRADER = "91340171MA0DEMX130", "92340171MA0DEMX13X"
COMPANY = {"kind": "company", "status": "incubating", "uscc": USCC, "uscc_valid": True}
LEASE = {
    "charged": D(3000), "relieved": D(1000), "gross": D(9000), "relief": D(1000), "net": D(8000), "paid": D(5000),
    "outstanding": D(3000), "received": D(5600), "credit": D(100), "refund_due": D(300), "refunded": D(200),
}  # fmt: skip
STATED = {"revenue": D(100), "tax": D(0), "rd_spending": D(5), "employees": 8}
FIGURE = {"money": True, "slip": D(10), "change": D(50)}
TOTAL = {"now": D(100), "before": D(100), "change": D(50)}

CASES: dict[str, tuple[dict, dict, dict]] = {
    # The facts in common, those that it finds, those nearest to them that it does not.
    "C01": (COMPANY, {"uscc_valid": False}, {"uscc_valid": True}),
    "C02": (COMPANY, {"incubated_as": "T-0002"}, {"code_also_of": "T-0002"}),
    "C02b": (COMPANY, {"code_also_of": "T-0002"}, {"code_also_of": "T-0002", "incubated_as": "T-0002"}),
    "C03": ({"uscc": None}, {"kind": "sole_trader"}, {"kind": "team"}),
    "C03b": ({"admitted_on": None}, {"status": "incubating"}, {"status": "resident"}),
    "C03c": ({"leader": None}, {"kind": "team"}, {"kind": "company"}),
    "C03d": (COMPANY, {"months_missing": "2020-02"}, {"months_missing": None}),
    "C04": ({"amount": D("90000.00"), "leakage": D(0)}, {"allotted": D("90000.01")}, {"allotted": D("90000.00")}),
    "C04b": (
        {"decided": True, "eligible": D(12000), "contract_amount": D(12000)},
        {"payment_amount": D("11999.99")}, {"payment_amount": D(12000)},
    ),
    "C05": (LEASE, {"received": D("5600.01")}, {"received": D(5600)}),
    "C06": (TOTAL, {"adjustment": D("0.01")}, {"adjustment": D("0.00")}),
    "C07": (
        TOTAL | {"cumulative_before": D("300.00")}, {"cumulative": D("299.99")}, {"cumulative": D("300.00")},
    ),
    "C08": (
        {"admitted_on": date(2019, 3, 1), "graduated_on": date(2020, 3, 2)},
        {"left_on": date(2020, 3, 1)}, {"left_on": date(2020, 3, 2)},
    ),
    "C08b": ({"admitted_on": date(2019, 3, 1)}, {"founded_on": date(2019, 3, 2)}, {"founded_on": date(2019, 3, 1)}),
    "C08c": (
        {"approved_on": date(2020, 3, 1), "notice_from": date(2020, 3, 1), "notice_to": date(2020, 3, 9)},
        {"agreed_on": date(2020, 3, 9)}, {"agreed_on": date(2020, 3, 10)},
    ),
    "C08d": (
        {"kind": "rent", "earliest": date(2020, 1, 1)},
        {"received_on": date(2019, 12, 31)}, {"received_on": date(2020, 1, 1)},
    ),
    "C09": (FIGURE | {"before": D(1000)}, {"now": D(11000)}, {"now": D("11000.01")}),
    "C10": (FIGURE | {"before": D(1000)}, {"now": D("1500.01")}, {"now": D(1500)}),
    "C10b": (TOTAL, {"now": D("49.99")}, {"now": D(50)}),
    "C11": (
        {"admitted_now": True, "founded_on": date(2018, 2, 28), "oldest": D(24)},
        {"admitted_on": date(2020, 2, 29)}, {"admitted_on": date(2020, 2, 28)},
    ),
    "C12": (
        {"incubated": True, "term": D(48), "last_day": date(2020, 3, 31)},
        {"admitted_on": date(2016, 3, 31)}, {"admitted_on": date(2016, 4, 1)},
    ),
    "C14": ({"let_on": date(2020, 3, 1), "lettable": D("900.00")}, {"let": D("900.01")}, {"let": D("900.00")}),
    "C15": (
        {"area": D(100), "most_let": D(120), "most_on": date(2020, 3, 1), "stated_on": date(2020, 3, 1)},
        {"stated_let": D("100.01")}, {"stated_let": D(100)},
    ),
    "C15b": (
        {"area": D(100), "stated_let": D(100), "most_on": date(2020, 3, 1)}, {"most_let": D("100.01")}, {"most_let": D(100)},
    ),
    "C17": (LEASE, {"relieved": D("3000.01")}, {"relieved": D(3000)}),
    "C17b": ({"kind": "fixed", "monthly_rent": D(3888)}, {"amount": D("3888.01")}, {"amount": D(3888)}),
    "C18": ({"kind": "percent"}, {"excluded_by": "R-0001"}, {"repeats": "R-0001"}),
    "C18b": ({"kind": "percent"}, {"repeats": "R-0001"}, {"repeats": None}),
    "C19": ({"complete": True, "upstream": D(5000)}, {"granted": D("4999.99")}, {"granted": D(5000)}),
    "C19b": ({"complete": False, "upstream": D(5000)}, {"granted": D("4999.99")}, {"granted": D(5000)}),
    "C19c": ({"amount": D(90000), "allotted": D(0)}, {"leakage": D("0.01")}, {"leakage": D("0.00")}),
    "C20": ({"entitled": D(3000)}, {"executed": D("3000.01")}, {"executed": D(3000)}),
    "C21": ({"kind": "deferral", "defers": True}, {"granted": D("0.01")}, {"granted": D("0.00")}),
    "C21b": ({"kind": "instalments", "defers": True}, {"cap": D(1)}, {"cap": None}),
    "C22": ({"notice_wanted": 5}, {"notice_days": 4}, {"notice_days": 5}),
    "C22b": ({"noticed": True, "notice_from": date(2020, 3, 2)}, {"notice_to": None}, {"notice_to": date(2020, 3, 9)}),
    "C23": ({"face_value": D(20000)}, {"taken": D("20000.01")}, {"taken": D(20000)}),
    "C23b": (
        {"status": "issued", "available": D(500), "redeem_by": date(2020, 3, 31)},
        {"last_day": date(2020, 4, 1)}, {"last_day": date(2020, 3, 31)},
    ),
    "C23c": ({"findings": "after_use_by"}, {"decided": True}, {"decided": False}),
    "C24": ({"duplicate_of": "VC-0001"}, {"decided": True}, {"decided": False}),
    "C25": ({"issued": D(20000)}, {"parts": D("19999.99")}, {"parts": D(20000)}),
    "C26": ({"status": "held"}, {"overlaps": "MS-0001"}, {"overlaps": None}),
    "C27": ({"status": "held", "counts": True}, {"confirmed": False}, {"confirmed": True}),
    "C27b": ({"confirmed": False}, {"status": "held"}, {"status": "no_show"}),
    "C27c": ({"status": "planned"}, {"over": True}, {"over": False}),
    "C29": (STATED, {"tax": None}, {"tax": D(0)}),
    "C29b": (STATED, {"employees": 0}, {"employees": 1}),
    "C30": ({"kind": "team"}, {"uscc": USCC}, {"uscc": None}),
    "C30b": ({"uscc": TRADER}, {"kind": "company"}, {"kind": "sole_trader"}),
    "C31": ({}, {"identity_number": "340101********0018"}, {"phone": "138****1234"}),
    "C31b": ({}, {"phone": "138****1234"}, {"identity_number": "340101********0018"}),
}  # fmt: skip
FURTHER: list[tuple[str, dict, bool]] = [
    ("C01", {"uscc": None, "uscc_valid": None}, False),
    ("C05", LEASE | {"outstanding": D("2999.99")}, True),
    ("C05", LEASE | {"relief": D("1000.01")}, True),
    ("C06", TOTAL, False), ("C07", TOTAL, False),
    ("C08", {"admitted_on": date(2019, 3, 2), "graduated_on": date(2019, 3, 1)}, True),
    ("C08", {"admitted_on": date(2019, 3, 2), "left_on": date(2019, 3, 1)}, True),
    ("C08c", {"approved_on": date(2020, 3, 2), "notice_from": date(2020, 3, 1)}, True),
    ("C08d", {"kind": "deposit", "received_on": date(2019, 1, 1), "earliest": date(2020, 1, 1)}, False),
    *(("C09", FIGURE | {"before": D(1000), "now": D(now)}, True) for now in (9000, 100, 1_000_000, 10_000_000, 9_000_000)),
    *(("C09", FIGURE | {"before": D(1000), "now": D(now)}, False) for now in ("8999.99", 100_000, 0, "1100000.01", -9)),
    ("C09", FIGURE | {"before": D(0), "now": D(10)}, False),
    ("C09", FIGURE | {"money": False, "before": D(3), "now": D(30)}, False),
    ("C10", FIGURE | {"before": D(1000), "now": D(10000)}, False),  # C09 says that
    ("C10", FIGURE | {"money": False, "before": D(3), "now": D(30)}, True),
    ("C10", FIGURE | {"before": D(0), "now": D(30)}, False),
    ("C10", FIGURE | {"before": D(-100), "now": D("-150.01")}, True), ("C10", FIGURE | {"before": D(-100), "now": D(-150)}, False),
    ("C10b", TOTAL | {"before": None}, False), ("C10b", TOTAL | {"before": D(0)}, False),
    ("C11", {"admitted_now": False, "founded_on": date(2010, 1, 1), "admitted_on": date(2015, 1, 1), "oldest": D(24)}, False),
    ("C11", {"admitted_now": True, "founded_on": None, "admitted_on": date(2020, 1, 1), "oldest": D(24)}, False),
    ("C12", {"incubated": False, "admitted_on": date(2010, 1, 1), "term": D(48), "last_day": date(2020, 3, 31)}, False),
    ("C12", {"incubated": True, "admitted_on": None, "term": D(48), "last_day": date(2020, 3, 31)}, False),
    ("C14", {"let": D(100), "lettable": None}, False),
    ("C17b", {"kind": "percent", "amount": D(5000), "monthly_rent": D(3888)}, False),
    ("C19", {"complete": True, "upstream": None, "granted": D(0)}, False),
    ("C21b", {"defers": False, "percent": D(50)}, False), ("C21b", {"defers": True, "percent": D(50)}, True),
    ("C22", {"notice_wanted": None, "notice_days": 1}, False), ("C22", {"notice_wanted": 5, "notice_days": None}, False),
    ("C22b", {"noticed": False}, False),
    ("C23b", {"status": "issued", "available": D(0), "redeem_by": date(2020, 3, 31), "last_day": date(2020, 6, 30)}, False),
    ("C23b", {"status": "expired", "available": D(1), "redeem_by": date(2020, 3, 31), "last_day": date(2020, 6, 30)}, False),
    ("C29", dict.fromkeys(STATED), False), ("C29b", STATED | {"revenue": D(0), "employees": 0}, False),
    ("C29b", STATED | {"employees": None}, False),
    ("C30b", {"kind": "sole_trader", "uscc": USCC}, True), ("C30b", {"kind": "company", "uscc": USCC}, False),
    ("C30b", {"kind": "sole_trader", "uscc": None}, False), ("C30b", {"kind": "team", "uscc": None}, False),
]  # fmt: skip


def row(rule: Rule, values: dict) -> Row:
    """A row of the rule's subject; what is not given is blank."""
    assert set(values) <= set(SUBJECTS[rule.subject]), rule.code
    return Row("tenants", "u", "T-0001", dict.fromkeys(SUBJECTS[rule.subject]) | values)


def test_each_rule_has_a_case() -> None:
    assert [rule.code for rule in RULES] == list(CASES)
    assert len(BY_CODE) == len(RULES)


@pytest.mark.parametrize("code", CASES)
def test_what_it_finds_and_the_nearest_that_it_does_not(code: str) -> None:
    rule, (common, found, passes) = BY_CODE[code], CASES[code]
    assert rule.finds(row(rule, common | found))
    assert not rule.finds(row(rule, common | passes))


@pytest.mark.parametrize(("code", "values", "found"), FURTHER)
def test_further_cases(code: str, values: dict, found: bool) -> None:
    assert BY_CODE[code].finds(row(BY_CODE[code], values)) is found


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_what_is_not_known_breaks_no_rule(rule: Rule) -> None:
    assert not rule.finds(row(rule, {}))


def test_every_subject_has_rules() -> None:
    assert {rule.subject for rule in RULES} == set(SUBJECTS)
    assert sum(len(of_subject(name)) for name in SUBJECTS) == len(RULES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_have_their_places_in_both_languages(language: str) -> None:
    for rule in RULES:
        wanted = set(rule.places)
        said = {name for _text, name, _spec, _how in Formatter().parse(i18n.said_in(language, rule.text)) if name}
        assert said == wanted, rule.code
        label = i18n.said_in(language, rule.label)
        assert (label != rule.label) == (language == "zh_CN"), rule.code


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (D("1234.50"), "1,234.50"), (D("86.4000"), "86.40"), (D(48).normalize(), "48"), (D("-73.7"), "−73.7"),
        (D("5E+1"), "50"), (D("0.00"), "0.00"), (D("1.2345"), "1.2345"), (date(2020, 3, 1), "2020-03-01"), (None, None),
        (5, 5), ("T-0001", "T-0001"),
    ],
)  # fmt: skip
def test_facts_in_a_sentence(value: object, text: object) -> None:
    assert shown(value) == text


@given(st.decimals(D("0.01"), 10**9, places=2), st.decimals(D("0.01"), 10**9, places=2))
def test_a_figure_is_told_once_whichever_way_it_changed(now: D, before: D) -> None:
    """Up or down by the same factor is the same slip of units; what is one is not told as a large change too."""
    found = {}
    for name, (one, other) in {"up": (now, before), "down": (before, now)}.items():
        values = FIGURE | {"now": one, "before": other}
        found[name] = [code for code in ("C09", "C10") if BY_CODE[code].finds(row(BY_CODE[code], values))]
    assert len(found["up"]) <= 1
    assert ("C09" in found["up"]) == ("C09" in found["down"])
