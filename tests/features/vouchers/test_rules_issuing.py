"""Whom a programme may give a voucher, and the codes of those issued together."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incubator_desk.base import i18n
from incubator_desk.base.errors import Refused
from incubator_desk.features.tenants.words import words
from incubator_desk.features.vouchers.rules.issuing import HOLDS, Candidate, Held, Money, Terms, judge
from incubator_desk.features.vouchers.rules.numbering import PATTERN, coded

DAY = date(2020, 3, 20)
TERMS = Terms(
    use_by=date(2020, 12, 31), tenant_kinds=("company",), statuses=("incubating",), sizes=("micro", "small"),
    holding_cap=3_000_000,
)  # fmt: skip
FIRM = Candidate(kind="company", status="incubating", size="small")


def held(face_value: int = 2_000_000, status: str = "issued", code: str = "V1", last: date = TERMS.use_by) -> Held:
    return Held(code, status, face_value, last)


@pytest.mark.parametrize(
    ("candidate", "face_value", "on", "code", "said"),
    [
        (FIRM, 3_000_000, DAY, None, None),
        (replace(FIRM, kind="team"), 1, DAY, "kind", "Team; served: Company"),
        (replace(FIRM, status="graduated"), 1, DAY, "status", "Graduated; served: Incubating"),
        (replace(FIRM, size="large"), 1, DAY, "size", "Large; served: Micro, Small"),
        (replace(FIRM, size=None), 1, DAY, "size", "Size not entered; served: Micro, Small"),
        (replace(FIRM, left_on=DAY), 1, DAY, "left", "It left on 2020-03-20"),
        (replace(FIRM, left_on=DAY + timedelta(1)), 1, DAY, None, None),
        (FIRM, 1, date(2020, 12, 31), None, None),
        (FIRM, 1, date(2021, 1, 1), "use_by", "It could be used only until 2020-12-31"),
        (FIRM, 3_000_001, DAY, "cap", "Holds 0.00; with this 30,000.01, at most 30,000.00"),
        (replace(FIRM, held=(held(),)), 1_000_000, DAY, None, None),
        (replace(FIRM, held=(held(),)), 1_000_001, DAY, "cap", "Holds 20,000.00; with this 30,000.01, at most 30,000.00"),
        (replace(FIRM, held=(held(status="applied"),)), 1_000_001, DAY, "cap", None),
        (replace(FIRM, held=(held(status="used_up"),)), 1_000_001, DAY, "cap", None),
        *((replace(FIRM, held=(held(status=lost),)), 3_000_000, DAY, None, None)
          for lost in ("returned", "expired", "revoked", "void")),
    ],
)  # fmt: skip
def test_who_may_have_one_and_why_not(
    candidate: Candidate, face_value: int, on: date, code: str | None, said: str | None
) -> None:
    decisive = judge(TERMS, candidate, face_value, on).decisive
    assert (decisive.code if decisive else None) == code
    if decisive and said:
        assert words(decisive) == said


def test_whoever_has_left_gets_none_though_the_day_is_not_known() -> None:
    terms = Terms(use_by=TERMS.use_by)
    decisive = judge(terms, replace(FIRM, status="left"), 1, DAY).decisive
    assert decisive is not None
    assert words(decisive) == "It has left the park"


def test_a_programme_that_asks_for_nothing_serves_everyone() -> None:
    terms = Terms(use_by=TERMS.use_by)
    for kind in ("company", "team", "sole_trader"):
        assert judge(terms, Candidate(kind=kind, status="applicant"), 10**12, DAY).entitled


@pytest.mark.parametrize(
    ("voucher", "notes"),
    [
        (held(1), ["Has V1 already: 0.01 until 2020-12-31"]),
        (held(1, last=DAY), ["Has V1 already: 0.01 until 2020-03-20"]),
        (held(1, last=DAY - timedelta(1)), []),
        (held(1, status="used_up"), []),
        (held(1, status="applied"), ["Has applied: V1 waits to be issued"]),
    ],
)
def test_what_a_company_has_already_is_a_note_and_no_refusal(voucher: Held, notes: list[str]) -> None:
    judgement = judge(TERMS, replace(FIRM, held=(voucher,)), 1, DAY)
    assert judgement.entitled
    assert [words(note) for note in judgement.notes] == notes


def test_every_verdict_is_worded_in_both_languages() -> None:
    firms = (FIRM, Candidate(kind="team", status="left", left_on=DAY, held=(held(9_000_000), held(1, "applied", "V2"))))
    for language in i18n.LANGUAGES:
        with i18n.speaking(language):
            for firm in firms:
                for on in (DAY, date(2021, 1, 1)):
                    judgement = judge(TERMS, firm, 1, on)
                    for each in (*judgement.checks, *judgement.notes):
                        assert "{" not in words(each)
                        assert language == "en" or any(c > "\u2e7f" for c in words(each))


_FACES = st.integers(1, 2_000_000)
_REQUESTS = st.lists(st.tuples(st.sampled_from("ABC"), _FACES, st.sampled_from((*HOLDS, "void", "expired"))))


@given(st.integers(0, 4_000_000), _REQUESTS, st.randoms(use_true_random=False))
def test_nobody_exceeds_the_holding_cap_whatever_is_issued_in_which_order(
    cap: int, requests: list[tuple[str, int, str]], order: Any
) -> None:
    terms = Terms(use_by=TERMS.use_by, holding_cap=cap)
    order.shuffle(requests)
    given_out: dict[str, tuple[Held, ...]] = {}
    for number, (who, face_value, becomes) in enumerate(requests):
        mine = given_out.get(who, ())
        if judge(terms, Candidate(kind="company", status="incubating", held=mine), face_value, DAY).entitled:
            given_out[who] = (*mine, held(face_value, becomes, f"V{number}"))
        else:
            assert sum(v.face_value for v in mine if v.status in HOLDS) + face_value > cap
        assert sum(v.face_value for v in given_out.get(who, ()) if v.status in HOLDS) <= cap


def test_more_than_the_budget_is_told_to_the_fen() -> None:
    assert (Money(100, 50, 150).left, Money(100, 50, 150).over) == (0, 0)
    assert (Money(100, 51, 150).left, Money(100, 51, 150).over) == (-1, 1)
    assert (Money(100, 51, None).left, Money(100, 51, None).over) == (None, 0)


KNOWN = {"year": 2020, "programme": "P1"}


@pytest.mark.parametrize(
    ("pattern", "taken", "codes"),
    [
        (PATTERN, [], ["V-2020-0001", "V-2020-0002"]),
        (PATTERN, ["V-2020-0007", "V-2019-0012", "W-2020-0013"], ["V-2020-0008", "V-2020-0009"]),
        (PATTERN, ["V-2020-9999"], ["V-2020-10000", "V-2020-10001"]),
        (PATTERN, ["V-2020-0007-2", "V-2020-x"], ["V-2020-0001", "V-2020-0002"]),
        (PATTERN, ["V-2020-12"], ["V-2020-0013", "V-2020-0014"]),
        ("{programme}/{number}", ["P1/9"], ["P1/10", "P1/11"]),
        ("券{number:03}号", ["券007号"], ["券008号", "券009号"]),
        ("{{{number:2}}}", [], ["{01}", "{02}"]),
        ("Ｖ－{number}", [], ["V-1", "V-2"]),
    ],
)
def test_codes_count_on_after_the_highest_of_their_form(pattern: str, taken: list[str], codes: list[str]) -> None:
    assert coded(pattern, KNOWN, taken, 2) == codes


@pytest.mark.parametrize(
    ("pattern", "count", "code"),
    [
        ("", 1, "required"),
        ("V-{year}", 2, "no_number"),
        ("V-{year}", 1, "duplicate_code"),
        ("V-{month}-{number}", 1, "unknown_placeholder"),
        ("V-{number:x}", 1, "unknown_placeholder"),
        ("V-{number:04}-{number:04}", 1, "unknown_placeholder"),
        ("V-{year:04}-{number}", 1, "unknown_placeholder"),
        ("V-{number!r}", 1, "unknown_placeholder"),
        ("V-{", 1, "unknown_placeholder"),
        ("V-{0}", 1, "unknown_placeholder"),
        ("V" * 60 + "{number}", 1, "too_long"),
    ],
)
def test_a_pattern_that_is_none_is_refused_beside_its_field(pattern: str, count: int, code: str) -> None:
    with pytest.raises(Refused) as refused:
        coded(pattern, KNOWN, ["V-2020"], count)
    (problem,) = refused.value.problems
    assert (problem.code, problem.where.column) == (code, "pattern")
    assert problem.text()


@given(st.sets(st.integers(1, 10**6), max_size=20), st.integers(1, 30))
def test_no_code_is_given_twice(taken: set[int], count: int) -> None:
    before = {f"V-2020-{number:04}" for number in taken}
    codes = coded(PATTERN, KNOWN, before, count)
    assert len({*codes} | before) == count + len(before)
