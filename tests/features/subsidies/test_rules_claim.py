"""What a claim comes to: the worked examples of the handbook, each reason why an amount does not count, properties."""

from dataclasses import replace
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incubator_desk.base.money import to_fen
from incubator_desk.features.subsidies.model import REASONS
from incubator_desk.features.subsidies.rules import Company, Earlier, Line, Terms, pro_rata, work_out
from incubator_desk.features.subsidies.rules.difference import Stored, differences
from incubator_desk.features.subsidies.rules.eligibility import REASONS as ALL_REASONS

FEB, MAR, APR, MAY = (date(2020, month, 1) for month in (2, 3, 4, 5))
SPRING = Terms(first=FEB, last=date(2020, 4, 30), rate=30_000_000)
COMPANY = Company(code="T1", kind="company", status="incubating", size="small", is_service=True)


def fen(text):
    return to_fen(Decimal(text))


def line(record="R1", amount="100", on=FEB, **values):
    given = {"source": "rent_relief", "lease": "L1", "no": 1, "company": COMPANY, "ownership": "own"} | values
    return Line(record=record, on=on, amount=fen(amount), **given)


def company(code, **values):
    return replace(COMPANY, code=code, **values)


R11 = [
    line("R1", "7776.00"),
    line("R2", "4665.60", company=company("T2")),
    line("R3", "3888.00", company=company("T3", controller="青岚科创孵化器有限公司")),
]
PARK = frozenset({"青岚科创孵化器有限公司"})


@pytest.mark.parametrize(("rate", "claim"), [(30, "3732.48"), (50, "6220.80")])
def test_r11_the_affiliate_is_left_out(rate, claim):
    outcome = work_out(R11, replace(SPRING, rate=rate * 10**6, park=PARK))
    assert (outcome.base, outcome.claim) == (fen("12441.60"), fen(claim))
    assert [each.reason for each in outcome.lines] == [None, None, "affiliated"]


@pytest.mark.parametrize(("rate", "cap", "claim"), [(30, None, "306122.45"), (30, "300000", "300000"), (50, "300000", "300000.00")])  # fmt: skip
def test_r11_the_cap(rate, cap, claim):
    terms = replace(SPRING, rate=rate * 10**6, cap=cap and fen(cap))
    assert work_out([line(amount="1020408.16")], terms).claim == fen(claim)


def test_over_budget_pro_rata():
    claims = [fen("306122.45"), fen("200000"), fen("150000")]
    assert pro_rata(fen("500000"), claims) == [fen("233281.49"), fen("152410.58"), fen("114307.93")]
    assert pro_rata(fen("656122.45"), claims) == claims


@pytest.mark.parametrize(
    ("amount", "rounding", "other", "claim"),
    [
        ("33.35", "fen", "0", "10.01"),  # 10.005 rounds half up
        ("33.34", "fen", "0", "10.00"),
        ("33.35", "yuan_down", "0", "10.00"),
        ("33.30", "yuan_down", "0", "9.00"),
        ("33.35", "fen", "0.01", "10.00"),  # 9.995: rounded once, after what is deducted
        ("33.35", "yuan_down", "0.50", "9.00"),
        ("33.35", "fen", "99", "0"),
    ],
)
def test_it_is_rounded_once_at_the_end(amount, rounding, other, claim):
    assert work_out([line(amount=amount)], replace(SPRING, rounding=rounding), fen(other)).claim == fen(claim)


@pytest.mark.parametrize(
    ("terms", "values", "reason"),
    [
        ({}, {"on": MAY}, "outside_window"),
        ({}, {"on": date(2020, 1, 1)}, "outside_window"),
        ({"policies_excluded": frozenset({"P1"})}, {"policy": "P1"}, "policy_excluded"),
        ({"policies_excluded": frozenset({"P1"})}, {"policy": None}, None),
        ({"ownerships": frozenset({"own", "private"})}, {"ownership": "state"}, "ownership"),
        ({"ownerships": frozenset({"own"})}, {"ownership": None}, "ownership_unknown"),
        ({"ownerships": frozenset({"own"})}, {"ownership": None, "source": "voucher"}, None),
        ({"kinds": frozenset({"company"})}, {"company": company("T1", kind="team")}, "kind"),
        ({"statuses": frozenset({"incubating"})}, {"company": company("T1", status="resident")}, "status"),
        ({"sizes": frozenset({"micro", "small"})}, {"company": company("T1", size="medium")}, "size"),
        ({"sizes": frozenset({"micro"})}, {"company": company("T1", size=None)}, "size_unknown"),
        ({"service_only": True}, {"company": company("T1", is_service=False)}, "not_service"),
        ({"service_only": True}, {"company": company("T1", is_service=None)}, "service_unknown"),
        ({"park": PARK | {"91340171MA0DEMX130"}}, {"company": company("T1", uscc="91340171MA0DEMX130")}, "affiliated"),
        ({"park": frozenset({""})}, {"company": company("T1", controller="")}, None),
        ({}, {"executed": False}, "not_executed"),
    ],
)
def test_each_condition_keeps_an_amount_out(terms, values, reason):
    outcome = work_out([line(**values)], replace(SPRING, **terms))
    assert outcome.lines[0].reason == reason
    assert outcome.base == (0 if reason else fen("100"))


def test_every_reason_has_words():
    assert [option.value for option in REASONS.options] == list(ALL_REASONS)


def test_the_first_months_of_a_company_that_have_eligible_amounts_count():
    lines = [
        line("R1", on=FEB, executed=False),  # not eligible: it takes no month
        line("R2", on=MAR),
        line("R3", on=MAR, lease="L2"),
        line("R4", on=APR),
        line("R5", on=MAY),
        line("R6", on=MAY, company=company("T2")),
    ]
    terms = replace(SPRING, last=date(2020, 5, 31), months=2)
    found = {each.line.record: each.reason for each in work_out(lines, terms).lines}
    assert found == {"R1": "not_executed", "R2": None, "R3": None, "R4": None, "R5": "beyond_months", "R6": None}


def test_what_an_earlier_claim_took_is_not_claimed_again():
    lines = [line("R1", on=FEB), line("R2", on=FEB, lease="L2"), line("R3", on=MAR), line("R4", on=APR)]
    before = Earlier(frozenset({lines[0].key}), {"T1": frozenset({FEB})}, fen("30"))
    outcome = work_out(lines, replace(SPRING, months=2, cap=fen("50")), 0, before)
    reasons = {each.line.record: each.reason for each in outcome.lines}
    assert reasons == {"R1": "claimed_before", "R2": None, "R3": None, "R4": "beyond_months"}
    assert (outcome.base, outcome.claim) == (fen("200"), fen("20"))


# what holds of any lines ----------------------------------------------------------------------------------------------

AMOUNTS = st.integers(1, 10_000_000)
LINES = st.lists(
    st.builds(
        Line, source=st.just("rent_relief"), record=st.sampled_from(["R1", "R2", "R3"]), lease=st.sampled_from(["L1", "L2"]),
        no=st.integers(1, 3), on=st.sampled_from([FEB, MAR, APR, MAY]), amount=AMOUNTS, executed=st.booleans(),
        ownership=st.sampled_from(["own", "state", None]),
        company=st.sampled_from([company("T1"), company("T2", size=None), company("T3", controller="王强")]),
    ),
    unique_by=lambda each: each.key,
)  # fmt: skip
TERMS = st.builds(
    Terms, first=st.just(FEB), last=st.sampled_from([date(2020, 3, 31), date(2020, 5, 31)]),
    rate=st.integers(1, 100_000_000), cap=st.none() | AMOUNTS, months=st.none() | st.integers(1, 4),
    rounding=st.sampled_from(["fen", "yuan_down"]), ownerships=st.sampled_from([frozenset(), frozenset({"own"})]),
    park=st.sampled_from([frozenset(), frozenset({"王强"})]),
)  # fmt: skip
OTHER = st.just(0) | st.integers(0, 1_000_000)


@given(LINES, TERMS, OTHER)
def test_a_claim_never_exceeds_cap_or_base_and_its_shares_add_up(lines, terms, other):
    outcome = work_out(lines, terms, other)
    assert 0 <= outcome.claim <= outcome.base
    assert terms.cap is None or outcome.claim <= terms.cap
    assert sum(each.share for each in outcome.lines) == outcome.claim
    assert sum(each.line.amount for each in outcome.lines if each.eligible) == outcome.base
    assert all(0 <= each.share <= each.line.amount if each.eligible else not each.share for each in outcome.lines)
    assert len(outcome.lines) == len(lines)


@given(LINES.flatmap(lambda lines: st.tuples(st.just(lines), st.permutations(lines))), TERMS, OTHER)
def test_the_order_of_lines_does_not_matter(both, terms, other):
    lines, other_order = both
    assert work_out(lines, terms, other) == work_out(other_order, terms, other)


@given(LINES, TERMS, OTHER)
def test_it_is_what_the_formula_says_read_again(lines, terms, other):
    """Month by month and with fractions, from the words of the rule."""
    counts = [
        each
        for each in lines
        if terms.first <= each.on <= terms.last and each.executed
        and (not terms.ownerships or each.ownership in terms.ownerships) and each.company.controller not in terms.park
    ]  # fmt: skip
    if terms.months is not None:
        first = {
            code: sorted({each.on for each in counts if each.company.code == code})[: terms.months]
            for code in ("T1", "T2", "T3")
        }
        counts = [each for each in counts if each.on in first[each.company.code]]
    base = sum(each.amount for each in counts)
    exact = Fraction(base) * terms.rate / 10**8
    exact = max(Fraction(0), min([exact] + ([Fraction(terms.cap)] if terms.cap is not None else [])) - other)
    yuan = Decimal(exact.numerator * 10**6 // exact.denominator).scaleb(-8)  # fen to eight places are enough to round
    unit, way = (Decimal(1), ROUND_DOWN) if terms.rounding == "yuan_down" else (Decimal("0.01"), ROUND_HALF_UP)
    outcome = work_out(lines, terms, other)
    assert outcome.base == base
    assert outcome.claim == to_fen(yuan.quantize(unit, way))


@given(LINES, TERMS, LINES)
def test_nothing_differs_from_itself_and_what_differs_is_told(lines, terms, later):
    before, now = work_out(lines, terms), work_out(later, terms)
    stored = {e.line.key: Stored(e.line.company.code, e.line.amount, e.reason) for e in before.lines}
    assert list(differences(stored, before.base, before.claim, before)) == []
    found = list(differences(stored, before.base, before.claim, now))
    changed = {e.line.key: (e.line.amount, e.reason) for e in now.lines}
    told = {each.key for each in found if each.key}
    assert told == {
        key
        for key in stored.keys() | changed.keys()
        if key not in stored or changed.get(key) != (stored[key].amount, stored[key].reason)
    }
    sums = [each for each in found if each.key is None]
    assert {each.field for each in sums} == {
        name for name in ("base", "claim") if getattr(before, name) != getattr(now, name)
    }
