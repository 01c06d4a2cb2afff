"""One payment over several leases: which dues it fills, and what it does to their schedules."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from rent_facts import random_facts, seeds

from incubator_desk.features.rent.rules import Facts, Lease, Receipt, schedule
from incubator_desk.features.rent.rules.payment import OpenDue, after, effect, first_day, open_dues, spread
from incubator_desk.features.rent.rules.terms import Relief

DAYS = st.dates(date(2020, 1, 1), date(2020, 3, 1))
DUES = st.lists(
    st.builds(OpenDue, DAYS, st.sampled_from(["L1", "L2", "L3"]), st.integers(1, 12), st.integers(1, 3),
              st.integers(1, 10_000)),
    unique_by=lambda due: due[1:4], max_size=20,
)  # fmt: skip


def test_a_payment_fills_the_oldest_dues_of_all_leases_first() -> None:
    dues = [
        OpenDue(date(2020, 3, 5), "L-2", 2, 1, 500_00), OpenDue(date(2020, 2, 5), "L-2", 1, 1, 500_00),
        OpenDue(date(2020, 2, 5), "L-1", 7, 1, 713_70), OpenDue(date(2020, 4, 5), "L-1", 8, 1, 713_70),
    ]  # fmt: skip
    first, second = spread(1500_00, dues, "L-1")
    assert (first.lease, first.amount, first.credit) == ("L-1", 713_70, 0)
    assert (second.lease, second.amount) == ("L-2", 786_30)
    assert [(each.due.line, each.amount, each.whole) for each in second.filled] == [
        (1, 500_00, True),
        (2, 286_30, False),
    ]
    assert [due.amount for due in after(dues, (first, second))] == [213_70, 713_70]


def test_what_is_left_becomes_the_credit_of_the_stated_lease() -> None:
    (only,) = spread(100, (), "L-9")
    assert (only.lease, only.amount, only.credit, only.filled) == ("L-9", 100, 100, ())
    assert spread(0, (), "L-9") == ()


@given(DUES, st.integers(0, 60_000))
def test_the_shares_add_up_and_no_due_gets_more_than_is_open(dues: list[OpenDue], amount: int) -> None:
    shares = spread(amount, dues, "L2")
    assert sum(share.amount for share in shares) == amount
    assert all(share.amount == sum(each.amount for each in share.filled) + share.credit for share in shares)
    filled = sorted(each for share in shares for each in share.filled)
    assert all(0 < each.amount <= each.due.amount for each in filled)
    assert all(each.whole for each in filled[:-1])
    # The dues that get something are the first ones of all in their order; credit only where every due is whole.
    assert [each.due for each in filled] == sorted(dues)[: len(filled)]
    credit = sum(share.credit for share in shares)
    assert not credit or sum(due.amount for due in dues) == amount - credit
    assert all(share.lease == "L2" for share in shares if share.credit)
    assert sum(due.amount for due in after(dues, shares)) == sum(due.amount for due in dues) - amount + credit


@given(seeds, st.integers(1, 4_000_000))
def test_a_share_fills_just_the_dues_that_the_schedule_then_shows_paid(seed: int, amount: int) -> None:
    """Money that comes after all approvals lies as it was spread."""
    as_of = date(2022, 1, 1)
    known = random_facts(seed)
    before = schedule(known, as_of)
    (share,) = spread(amount, open_dues(before), known.lease.code)
    found = effect(known, as_of, amount, as_of)
    assert found.owed_back == 0
    assert found.credit == share.credit
    assert [(c.line.no, c.part, c.after - c.before) for c in found.changes] == [
        (f.due.line, f.due.part, f.amount) for f in share.filled
    ]
    then = schedule(replace(known, receipts=(*known.receipts, Receipt("S9", as_of, Decimal(amount).scaleb(-2)))), as_of)
    assert open_dues(then) == tuple(after(open_dues(before), (share,)))


LEASE = Lease(code="L-1", tenant="T-1", price=Decimal(7137), price_unit="month", starts_on=date(2020, 1, 1),
              ends_on=date(2020, 12, 31), due_offset_days=4)  # fmt: skip


def test_money_from_before_a_relief_that_refunds_may_be_owed_back() -> None:
    relief = Relief(code="R-1", kind="percent", percent=Decimal(100), settle_paid="refund", approved_on=date(2020, 3, 10),
                    starts_on=date(2020, 1, 1), ends_on=date(2020, 1, 31))  # fmt: skip
    found = effect(Facts(LEASE, (relief,)), date(2020, 1, 5), 8000_00, date(2020, 3, 20))
    assert found.owed_back == 7137_00
    assert [(c.due_on, c.before, c.after) for c in found.changes] == [(date(2020, 2, 5), 0, 863_00)]


def test_rent_comes_in_from_the_first_day_or_an_earlier_due_date_on() -> None:
    assert first_day(LEASE) == date(2020, 1, 1)
    assert first_day(replace(LEASE, due_offset_days=-10)) == date(2019, 12, 22)
    gone = replace(LEASE, ended_on=LEASE.starts_on - timedelta(days=1))
    assert first_day(gone) == date(2020, 1, 1)
