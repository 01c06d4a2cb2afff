"""A lease's account over a period: worked by hand, and by property against the schedule's own totals."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
import rent_facts
from hypothesis import given

from incubator_desk.base.periods import Period
from incubator_desk.features.rent.rules import Facts, Lease, Receipt, Refund, Relief, schedule
from incubator_desk.features.rent.rules.account import account
from incubator_desk.features.rent.rules.falling_due import falling_due, open_before

LEASE = Lease(
    code="L1", tenant="T1", price=Decimal(3888), price_unit="month", billing_anchor="calendar",
    starts_on=date(2020, 1, 1), ends_on=date(2020, 12, 31), due_offset_days=4,
)  # fmt: skip


def day(text):
    return date.fromisoformat(text)


def receipt(code, on, amount):
    return Receipt(code, day(on), Decimal(amount))


def seen(facts, period, as_of=None):
    found = account(facts, Period.parse(period), day(as_of) if as_of else Period.parse(period).last)
    return found, [f"{fen / 100:.2f}" for fen in (found.opening, found.payable, found.received, found.refunded, found.closing)]  # fmt: skip


def test_what_was_overdue_before_stands_there_even_where_the_period_paid_it():
    facts = Facts(LEASE, receipts=(receipt("S1", "2020-01-05", 3888), receipt("S2", "2020-04-10", 5000)))
    found, figures = seen(facts, "2020-Q2")
    assert [line.no for line in found.earlier] == [2, 3]
    assert [(line.no, line.outstanding) for line in found.lines] == [(4, 388800), (5, 388800), (6, 388800)]
    assert figures == ["7776.00", "11664.00", "5000.00", "0.00", "14440.00"]
    assert found.overdue_before == 777600
    assert [line.paid for line in found.earlier] == [388800, 111200]


def test_what_began_before_but_was_not_overdue_is_in_the_balance_alone():
    """March, put off to September, is owed when April begins and overdue only later."""
    put_off = Relief(code="R1", kind="deferral", defer_to=day("2020-09-01"), starts_on=day("2020-03-01"), ends_on=day("2020-03-31"), approved_on=day("2020-02-20"))  # fmt: skip
    paid = (receipt("S1", "2020-02-05", 7776),)
    found, figures = seen(Facts(LEASE, (put_off,), paid), "2020-Q2")
    assert (found.earlier, found.overdue_before) == ((), 0)
    assert figures == ["3888.00", "11664.00", "0.00", "0.00", "15552.00"]
    # Due on the 5th: a line begun on the 1st of the period's last month is charged, overdue is what was due before.
    assert [line.no for line in seen(Facts(LEASE, (put_off,), paid), "2020-10")[0].earlier] == [3, 4, 5, 6, 7, 8, 9]


def test_a_relief_approved_later_is_taken_off_what_stood_open():
    waived = Relief(code="R1", kind="percent", percent=Decimal(100), starts_on=day("2020-02-01"), ends_on=day("2020-02-29"), approved_on=day("2020-04-20"))  # fmt: skip
    facts = Facts(LEASE, (waived,), (receipt("S1", "2020-01-05", 3888),))
    found, figures = seen(facts, "2020-Q2")
    assert [line.no for line in found.earlier] == [3]
    assert figures[0] == "3888.00"
    assert seen(facts, "2020-Q2", "2020-04-10")[1][0] == "7776.00"


def test_what_is_paid_back_raises_the_balance_again():
    waived = Relief(code="R1", kind="percent", percent=Decimal(100), settle_paid="refund", starts_on=day("2020-02-01"), ends_on=day("2020-02-29"), approved_on=day("2020-03-01"))  # fmt: skip
    facts = Facts(LEASE, (waived,), (receipt("S1", "2020-01-05", 11664),), (Refund("F1", "R1", day("2020-04-15"), Decimal(3888)),))  # fmt: skip
    assert seen(facts, "2020-Q1")[1] == ["0.00", "7776.00", "11664.00", "0.00", "-3888.00"]  # to be paid back
    assert seen(facts, "2020-Q2")[1] == ["-3888.00", "11664.00", "0.00", "3888.00", "11664.00"]


@pytest.mark.parametrize("as_of", ["2020-02-15", "2020-03-31", "2020-07-01"])
def test_the_day_may_lie_before_within_or_after_the_period(as_of):
    facts = Facts(LEASE, receipts=tuple(receipt(f"S{m}", f"2020-{m:02}-06", 3888) for m in range(1, 9)))
    found, _ = seen(facts, "2020-Q1", as_of)
    until = day(as_of)
    assert [each.code for each in found.receipts] == [f"S{m}" for m in range(1, 9) if date(2020, m, 6) <= until]
    assert found.opening == 0


@given(rent_facts.cases)
def test_the_balance_is_what_the_schedule_says(case):
    facts, as_of = case
    period = Period.parse("2020-Q2")
    found = account(facts, period, as_of)
    totals = found.schedule.totals
    begun = [line for line in found.schedule.lines if line.first <= period.last]
    ahead = totals.credit + sum(line.paid for line in found.schedule.lines if line.first > period.last)
    assert found.closing == sum(line.outstanding for line in begun) - ahead - totals.refund_due
    assert all(line.first < period.first for line in found.earlier)


@given(rent_facts.cases)
def test_one_period_closes_where_the_next_one_opens(case):
    facts, _ = case
    facts = replace(facts, reliefs=tuple(replace(r, approved_on=date(2019, 12, 1)) for r in facts.reliefs))
    quarters = [Period.parse(f"2020-Q{n}") for n in range(1, 5)]
    accounts = [account(facts, quarter, quarter.last) for quarter in quarters]
    assert [a.closing for a in accounts[:-1]] == [a.opening for a in accounts[1:]]
    whole = account(facts, Period.parse("2020"), date(2020, 12, 31))
    assert whole.closing == accounts[-1].closing
    assert whole.received == sum(a.received for a in accounts)


@given(rent_facts.facts)
def test_a_whole_life_has_the_totals_of_the_schedule(facts):
    lease = replace(facts.lease, starts_on=date(2020, 1, 1), ends_on=min(facts.lease.ends_on, date(2020, 8, 31)))
    reliefs = tuple(r for r in facts.reliefs if r.kind != "extension")
    found = account(replace(facts, lease=lease, reliefs=reliefs), Period.parse("2020"), date(2022, 1, 1))
    totals = found.schedule.totals
    assert found.earlier == ()
    assert [sum(getattr(line, n) for line in found.lines) for n in ("gross", "net", "paid", "outstanding")] == [
        totals.gross, totals.net, totals.paid, totals.outstanding]  # fmt: skip


@given(rent_facts.cases)
def test_what_falls_due_in_all_periods_is_all_that_is_open(case):
    facts, as_of = case
    drawn = schedule(facts, as_of)
    by_year = [falling_due(drawn, Period.parse(str(year))) for year in range(2018, 2030)]
    assert sum(due.to_pay for found in by_year for due in found) == drawn.totals.outstanding
    assert all(due.to_pay > 0 and 1 <= due.part <= due.parts for found in by_year for due in found)
    assert open_before(drawn, as_of) == drawn.totals.overdue
    assert open_before(drawn, date(2025, 1, 1)) == sum(due.to_pay for found in by_year[:7] for due in found)
