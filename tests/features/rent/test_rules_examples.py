"""The worked examples of the field: rents (L1 to L10) and reliefs (R1 to R10), in yuan."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from incubator_desk.features.rent.rules import Facts, Lease, Receipt, Refund, Relief, Step, months, schedule, split
from incubator_desk.features.rent.rules.spans import extended_end

END = date(2199, 12, 31)
YEAR = Lease(
    code="L-1", tenant="T-1", price=Decimal(45), price_unit="sqm_month", area=Decimal("86.40"),
    billing_anchor="calendar", starts_on=date(2020, 1, 1), ends_on=date(2020, 12, 31),
)  # fmt: skip
DAILY = replace(YEAR, price=Decimal("1.80"), price_unit="sqm_day", area=Decimal("120.5"))


def day(text):
    return date.fromisoformat(text)


def relief(code="R-1", kind="percent", percent="100", since=None, until=None, approved="2019-12-01", **terms):
    return Relief(
        code=code, kind=kind, percent=Decimal(percent), starts_on=since and day(since), ends_on=until and day(until),
        approved_on=day(approved), **terms,
    )  # fmt: skip


def term(lease, since, until, **terms):
    return replace(lease, starts_on=day(since), ends_on=day(until), **terms)


def yuan(*fen):
    return [f"{amount / 100:,.2f}" for amount in fen]


def drawn(lease, *reliefs, receipts=(), refunds=(), as_of=END):
    return schedule(Facts(lease, reliefs, tuple(receipts), tuple(refunds)), as_of)


def grosses(lease):
    return yuan(*(line.gross for line in drawn(lease).lines))


def reliefs(lease, *which):
    return yuan(*(line.relief for line in drawn(lease, *which).lines))


@pytest.mark.parametrize(
    ("day_count", "month", "gross"),
    [
        ("year365", "2020-02", "6,597.38"),
        ("thirty", "2020-02", "6,507.00"),
        ("actual", "2020-02", "6,290.10"),
        ("actual", "2020-03", "6,723.90"),
    ],
)
def test_l1_daily_prices_by_day_count(day_count, month, gross):
    lines = drawn(replace(DAILY, day_count=day_count)).lines
    assert [yuan(line.gross) for line in lines if str(line.first)[:7] == month] == [[gross]]


@pytest.mark.parametrize(("billing", "sums"), [(1, 12 * ["3,888.00"]), (3, 4 * ["11,664.00"]), (12, ["46,656.00"])])
def test_l2_months_are_billed_in_periods_with_one_due_date(billing, sums):
    lines = drawn(replace(YEAR, billing_months=billing, due_offset_days=-5)).lines
    periods = sorted({line.period for line in lines})
    assert periods == list(range(1, len(sums) + 1))
    for number, expected in zip(periods, sums, strict=True):
        own = [line for line in lines if line.period == number]
        assert yuan(sum(line.gross for line in own)) == [expected]
        assert {due.due_on for line in own for due in line.dues} == {own[0].first - timedelta(days=5)}


def test_l3_l4_calendar_months_are_cut_at_both_ends():
    assert grosses(term(YEAR, "2020-03-16", "2020-05-10")) == ["2,006.71", "3,888.00", "1,254.19"]


def test_l5_rent_months_from_the_start_day_by_calendar_month():
    found = drawn(term(YEAR, "2020-03-16", "2020-06-15", billing_anchor="lease")).lines
    assert yuan(*(line.gross for line in found)) == 3 * ["3,888.00"]
    by_month = [[str(month.month)[:7], *yuan(month.gross)] for line in found for month in months(line)]
    assert by_month == [
        ["2020-03", "2,006.70"], ["2020-04", "1,881.30"], ["2020-04", "1,944.00"],
        ["2020-05", "1,944.00"], ["2020-05", "2,006.70"], ["2020-06", "1,881.30"],
    ]  # fmt: skip


def test_l6_the_same_term_by_calendar_month():
    assert sum(line.gross for line in drawn(term(YEAR, "2020-03-16", "2020-06-15")).lines) == 11_726_71


def test_l7_months_are_always_stepped_from_the_start():
    found = drawn(term(YEAR, "2020-01-31", "2020-04-29", billing_anchor="lease")).lines
    assert [f"{line.first}/{line.last}" for line in found] == [
        "2020-01-31/2020-02-28", "2020-02-29/2020-03-30", "2020-03-31/2020-04-29",
    ]  # fmt: skip


def test_l8_rent_free_days_cost_nothing_and_are_no_relief():
    found = drawn(term(YEAR, "2020-03-01", "2020-05-31", rent_free_days=45))
    assert yuan(*(line.gross for line in found.lines)) == ["0.00", "2,073.60", "3,888.00"]
    assert found.totals.relief == 0


def test_l9_steps_chain_on_the_price_in_force():
    three_years = term(YEAR, "2020-01-01", "2022-12-31")
    compound = tuple(Step(day(on), percent=Decimal(5)) for on in ("2021-01-01", "2022-01-01"))
    assert grosses(replace(three_years, steps=compound))[::12] == ["3,888.00", "4,082.40", "4,286.52"]
    simple = (Step(day("2022-01-01"), price=Decimal("49.50")), Step(day("2021-01-01"), price=Decimal("47.25")))
    assert grosses(replace(three_years, steps=simple))[::12] == ["3,888.00", "4,082.40", "4,276.80"]


def test_l10_a_daily_price_on_a_rent_month_by_its_own_days():
    (line,) = drawn(term(DAILY, "2020-02-10", "2020-03-09", billing_anchor="lease")).lines
    assert yuan(line.gross, *(month.gross for month in months(line))) == ["6,290.10", "4,338.00", "1,952.10"]


def test_r1_a_full_waiver():
    found = drawn(YEAR, relief(since="2020-02-01", until="2020-04-30"))
    assert yuan(found.totals.relief) == ["11,664.00"]


def test_r2_half_of_cut_months():
    lease = replace(DAILY, day_count="year365")
    found = reliefs(lease, relief(percent="50", since="2020-02-16", until="2020-05-15"))
    assert found[1:5] == ["1,592.47", "3,298.69", "3,298.69", "1,596.14"]


@pytest.mark.parametrize(
    ("anchor", "amounts"),
    [("calendar", ["1,003.36", "1,944.00", "1,944.00"]), ("lease", ["1,944.00", "1,944.00", "1,003.35"])],
)
def test_r3_half_of_march_to_may_by_anchor(anchor, amounts):
    lease = term(YEAR, "2020-03-16", "2020-12-31", billing_anchor=anchor)
    assert reliefs(lease, relief(percent="50", since="2020-03-01", until="2020-05-31"))[:3] == amounts


def test_r4_a_fixed_relief_up_to_its_cap():
    fixed = relief(kind="fixed", amount=Decimal(2000), cap=Decimal(5000), since="2020-02-01", until="2020-04-30")
    assert reliefs(YEAR, fixed)[:5] == ["0.00", "2,000.00", "2,000.00", "1,000.00", "0.00"]


@pytest.mark.parametrize(
    ("settle_paid", "until", "paid", "outstanding", "credit", "refund_due"),
    [
        ("offset", "2020-06-30", "11,664.00", "0.00", "0.00", "0.00"),
        ("refund", "2020-06-30", "3,888.00", "7,776.00", "0.00", "7,776.00"),
        ("offset", "2020-05-31", "7,776.00", "0.00", "3,888.00", "0.00"),
    ],
)
def test_r5_what_was_paid_is_set_off_or_paid_back(settle_paid, until, paid, outstanding, credit, refund_due):
    waiver = relief(since="2020-02-01", until="2020-03-31", approved="2020-04-20", settle_paid=settle_paid)
    receipt = Receipt("S-1", day("2020-02-01"), Decimal(11664))
    totals = drawn(term(YEAR, "2020-02-01", until), waiver, receipts=[receipt]).totals
    assert yuan(totals.paid, totals.outstanding, totals.credit, totals.refund_due) == [
        paid,
        outstanding,
        credit,
        refund_due,
    ]


@pytest.mark.parametrize(("own", "moved"), [("2020-03-01", "2020-09-01"), ("2020-08-31", "2021-02-28")])
def test_r6_a_deferral_moves_the_due_and_reduces_nothing(own, moved):
    lease = term(YEAR, own, "2020-12-31", billing_anchor="lease")
    found = drawn(lease, relief(kind="deferral", months=6, until=own))
    assert [(due.due_on, due.amount) for due in found.lines[0].dues] == [(day(moved), 3888_00)]
    assert (found.totals.relief, found.totals.deferred) == (0, 3888_00)


def test_r7_instalments():
    assert yuan(*split(10_000_00, 6)) == [*5 * ["1,666.66"], "1,666.70"]
    lease = term(YEAR, "2020-07-01", "2020-07-31", price=Decimal(10000), price_unit="month")
    (line,) = drawn(lease, relief(kind="instalments", parts=6, first_due_on=day("2020-07-10"))).lines
    assert [str(due.due_on) for due in line.dues] == [f"2020-{month:02}-10" for month in range(7, 13)]


def test_r9_the_later_relief_takes_of_what_is_left():
    third = relief("R-1", percent="30", since="2020-02-01", until="2020-04-30")
    half = relief("R-2", percent="50", since="2020-03-01", until="2020-06-30", approved="2020-01-01")
    alone = [drawn(YEAR, each).totals.relief for each in (third, half)]
    together = [each.amount for each in drawn(YEAR, half, third).granted]
    assert yuan(*alone) == ["3,499.20", "7,776.00"]
    assert yuan(*together) == ["3,499.20", "6,609.60"]


def test_r10_a_share_of_the_year_is_entered_as_the_cap():
    lease = term(YEAR, "2022-04-01", "2022-12-31")
    waiver = relief(since="2022-04-01", until="2022-06-30", cap=Decimal("8787.95"))
    assert reliefs(lease, waiver)[:4] == ["3,888.00", "3,888.00", "1,011.95", "0.00"]


def test_a_relief_follows_from_the_printed_figures():
    lease = term(YEAR, "2020-03-16", "2020-03-31")
    (line,) = drawn(lease, relief("R-1", percent="50"), relief("R-2", percent="50")).lines
    assert yuan(line.gross, *(cut.amount for cut in line.reliefs), line.net) == [
        "2,006.71",
        "1,003.36",
        "501.68",
        "501.67",
    ]


def test_a_fixed_amount_is_not_prorated_on_a_cut_line():
    fixed = relief(kind="fixed", amount=Decimal(1000), since="2020-01-31", until="2020-02-29")
    assert reliefs(term(YEAR, "2020-01-20", "2020-03-31"), fixed) == ["125.42", "1,000.00", "0.00"]


def test_an_extension_is_relieved_wholly_in_lines_of_its_own():
    lease = term(
        YEAR, "2020-01-15", "2020-03-20", billing_months=3, steps=(Step(day("2020-05-01"), price=Decimal(90)),)
    )
    waiver = relief("R-1", percent="50", approved="2020-01-01")
    first = relief("R-2", kind="extension", months=1, approved="2020-02-01")
    second = relief("R-3", kind="extension", months=2, approved="2020-03-01")
    deferral = relief("R-4", kind="deferral", defer_to=day("2021-01-01"), until="2020-12-31", approved="2020-03-02")
    found = drawn(lease, second, waiver, first, deferral).lines
    assert [(line.no, line.period, str(line.first), str(line.last), line.extension) for line in found] == [
        (1, 1, "2020-01-15", "2020-01-31", None),
        (2, 1, "2020-02-01", "2020-02-29", None),
        (3, 1, "2020-03-01", "2020-03-20", None),
        (4, 1, "2020-03-21", "2020-03-31", "R-2"),
        (5, 2, "2020-04-01", "2020-04-20", "R-2"),
        (6, 2, "2020-04-21", "2020-04-30", "R-3"),
        (7, 2, "2020-05-01", "2020-05-31", "R-3"),
        (8, 2, "2020-06-01", "2020-06-20", "R-3"),
    ]
    assert yuan(*(line.gross for line in found[2:])) == [
        "2,508.39",
        "1,379.61",
        "2,592.00",
        "1,296.00",
        "7,776.00",
        "5,184.00",
    ]
    assert [[cut.relief for cut in line.reliefs] for line in found] == [*3 * [["R-1"]], *2 * [["R-2"]], *3 * [["R-3"]]]
    assert [str(line.dues[0].due_on) for line in found] == [*3 * ["2021-01-01"], "2020-01-15", *4 * ["2020-04-01"]]
    ended = drawn(replace(lease, ended_on=day("2020-04-25")), first, second).lines
    assert [str(line.last) for line in ended][-2:] == ["2020-04-20", "2020-04-25"]


def test_a_lease_is_extended_from_the_day_after_its_end():
    assert extended_end(term(YEAR, "2020-01-01", "2020-01-31"), 1) == day("2020-02-29")
    assert extended_end(term(YEAR, "2020-01-01", "2020-02-28"), 1) == day("2020-03-28")


def test_the_deferral_approved_last_decides_and_no_due_comes_earlier():
    months_later = relief("R-1", kind="deferral", months=3, approved="2020-02-01")
    to_a_day = relief("R-2", kind="deferral", defer_to=day("2020-03-15"), approved="2020-02-02")
    found = drawn(term(YEAR, "2020-02-01", "2020-04-30"), to_a_day, months_later)
    assert [str(line.dues[0].due_on) for line in found.lines] == ["2020-03-15", "2020-03-15", "2020-04-01"]
    assert found.totals.deferred == found.totals.net
    before = drawn(term(YEAR, "2020-02-01", "2020-04-30"), to_a_day, months_later, as_of=day("2020-02-01"))
    assert [str(line.dues[0].due_on) for line in before.lines] == ["2020-05-01", "2020-06-01", "2020-07-01"]


def test_figures_as_of_a_day():
    receipt = Receipt("S-1", day("2020-03-10"), Decimal(5000))
    deposit = Receipt("S-2", day("2020-03-10"), Decimal(9000), "deposit")
    totals = drawn(term(YEAR, "2020-02-01", "2020-04-30"), receipts=[receipt, deposit], as_of=day("2020-04-01")).totals
    assert yuan(totals.due, totals.overdue, totals.paid_ahead) == ["11,664.00", "2,776.00", "0.00"]
    totals = drawn(term(YEAR, "2020-02-01", "2020-04-30"), receipts=[receipt], as_of=day("2020-03-09")).totals
    assert yuan(totals.paid, totals.due, totals.overdue) == ["0.00", "7,776.00", "7,776.00"]


def test_a_second_relief_pays_back_only_what_the_first_left():
    lease = term(YEAR, "2020-02-01", "2020-04-30")
    receipts = [Receipt("S-1", day("2020-02-01"), Decimal(8000))]
    first = relief("R-1", percent="50", until="2020-03-31", approved="2020-03-05", settle_paid="refund")
    second = relief("R-2", percent="100", until="2020-02-29", approved="2020-03-06", settle_paid="refund")
    refund = Refund("F-1", "R-1", day("2020-03-10"), Decimal(1000))
    found = drawn(lease, first, second, receipts=receipts, refunds=[refund])
    # 8,000 lay on February and March, and 224.00 on April. The first owes back 1,944.00 + 1,944.00.
    # Of the 4,112.00 that then lay on February's 1,944.00, March's and April, the second owes back February's.
    assert [(each.relief, each.owed, each.refunded) for each in found.granted] == [
        ("R-1", 3888_00, 1000_00),
        ("R-2", 1944_00, 0),
    ]
    assert yuan(found.totals.refund_due, found.totals.refunded, found.totals.paid) == [
        "4,832.00",
        "1,000.00",
        "2,168.00",
    ]


@pytest.mark.parametrize("ended_on", ["2019-01-01", "2020-01-31"])
def test_a_lease_ended_before_it_began_has_no_lines(ended_on):
    lease = term(YEAR, "2020-02-10", "2020-04-30", ended_on=day(ended_on))
    found = drawn(lease, relief(kind="extension", months=2), receipts=[Receipt("S-1", day("2020-02-01"), Decimal(5))])
    assert found.lines == ()
    assert yuan(found.totals.net, found.totals.credit) == ["0.00", "5.00"]
