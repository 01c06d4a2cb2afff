"""Statuses, exclusion, refunds and where the money of a receipt went."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from incubator_desk.features.rent.rules import (
    COUNTING,
    Facts,
    Lease,
    Receipt,
    Refund,
    Relief,
    effective_status,
    overlaps,
    refund_excess,
    schedule,
    to_json,
    uses,
)

LEASE = Lease(
    code="L-0035", tenant="T-1", price=Decimal(45), price_unit="sqm_month", area=Decimal("158.60"),
    starts_on=date(2019, 7, 1), ends_on=date(2021, 6, 30), due_offset_days=4,
)  # fmt: skip
WAIVER = Relief(
    code="R-0031", kind="percent", percent=Decimal(100), starts_on=date(2020, 2, 1), ends_on=date(2020, 2, 29),
    settle_paid="refund", approved_on=date(2020, 3, 10),
)  # fmt: skip
EARLIER = tuple(Receipt(f"S-{i}", date(2019, 7 + i, 5), Decimal("7137.00")) for i in range(5))
RECEIPTS = (
    *EARLIER,
    Receipt("S-0214", date(2019, 12, 4), Decimal("5000.00")),
    Receipt("S-0231", date(2020, 1, 3), Decimal("21411.00")),
)


def overlap_codes(*reliefs, lease=LEASE):
    return [(clash.earlier.code, clash.later.code) for clash in overlaps(reliefs, lease)]


def test_statuses_count_from_approved_to_reported():
    assert {"approved", "published", "agreed", "in_force", "completed", "reported"} == COUNTING
    assert effective_status(None, date(2020, 1, 1)) == "approved"
    assert effective_status(None, None) == "draft"
    assert effective_status("void", date(2020, 1, 1)) == "void"
    for status, relieved in (("reviewed", 0), ("published", 7137_00), ("void", 0)):
        assert schedule(Facts(LEASE, (replace(WAIVER, status=status),)), date(2020, 6, 1)).totals.relief == relieved


def test_where_the_money_of_each_receipt_went():
    known = Facts(LEASE, (WAIVER,), RECEIPTS)
    found = schedule(known, date(2020, 3, 20))
    late, last = uses(known, found)[-2:]
    assert (late.fillings, late.owed) == ([(6, 1, 5000_00)], 0)
    assert last.fillings == [(6, 1, 2137_00), (7, 1, 7137_00), (9, 1, 5000_00)]
    assert (last.owed, last.credit, last.paid_out) == (7137_00, 0, 0)


def test_what_is_owed_back_is_the_money_that_came_last_to_the_line():
    short = replace(LEASE, starts_on=date(2020, 2, 1), ends_on=date(2020, 2, 29))
    receipts = (Receipt("S-1", date(2020, 2, 1), Decimal(7000)), Receipt("S-2", date(2020, 2, 2), Decimal(500)))
    half = replace(WAIVER, percent=Decimal(50))
    refunds = (Refund("F-1", None, date(2020, 3, 1), Decimal("363.00")),)
    known = Facts(short, (half,), receipts, refunds)
    first, second = uses(known, schedule(known, date(2020, 4, 1)))
    assert (first.owed, first.paid_out, first.credit, first.fillings) == (3431_50, 0, 0, [(1, 1, 3568_50)])
    assert (second.owed, second.paid_out, second.credit, second.fillings) == (137_00, 363_00, 0, [])


def test_exclusive_reliefs_clash_on_a_day_that_both_reach():
    other = replace(WAIVER, code="R-0044", starts_on=date(2020, 2, 29), ends_on=None, approved_on=date(2020, 1, 1))
    assert overlap_codes(WAIVER, other) == []
    assert overlap_codes(WAIVER, replace(other, exclusive=True)) == [("R-0044", "R-0031")]
    assert overlap_codes(replace(WAIVER, exclusive=True, policy="P"), replace(other, policy="P")) == []
    assert overlap_codes(replace(WAIVER, exclusive=True), replace(other, starts_on=date(2020, 3, 1))) == []
    assert overlap_codes(replace(WAIVER, exclusive=True), replace(other, status="returned")) == []
    assert overlap_codes(replace(WAIVER, exclusive=True), replace(other, kind="deferral", months=3)) == []
    ended = replace(LEASE, ended_on=date(2020, 2, 28))
    assert overlap_codes(replace(WAIVER, exclusive=True), other, lease=ended) == []


@pytest.mark.parametrize(
    ("relief", "paid_on", "amount", "refused"),
    [
        ("R-0031", date(2020, 3, 10), "7137.00", False),
        ("R-0031", date(2020, 3, 10), "7137.01", True),
        ("R-0031", date(2020, 3, 9), "0.01", True),
        ("R-9999", date(2020, 3, 12), "0.01", True),
        (None, date(2020, 3, 12), "0.01", True),
    ],
)
def test_a_refund_never_exceeds_what_is_owed_by_its_date(relief, paid_on, amount, refused):
    refund = Refund("F-1", relief, paid_on, Decimal(amount))
    assert bool(refund_excess(Facts(LEASE, (WAIVER,), RECEIPTS, (refund,)))) is refused


def test_json_of_a_schedule():
    lease = replace(LEASE, ends_on=date(2019, 8, 31))
    half = replace(WAIVER, code="R1", percent=Decimal(50), starts_on=date(2019, 8, 1))
    found = to_json(schedule(Facts(lease, (half,), RECEIPTS[:1]), date(2020, 4, 1)))
    assert found["lines"][1] == {
        "no": 2, "period": 2, "from": "2019-08-01", "to": "2019-08-31", "gross": "7137.00", "relief": "3568.50",
        "net": "3568.50", "paid": "0.00", "outstanding": "3568.50", "reliefs": [{"relief": "R1", "amount": "3568.50"}],
        "dues": [{"due_on": "2019-08-05", "amount": "3568.50", "paid": "0.00"}],
    }  # fmt: skip
    assert found["totals"] == {
        "gross": "14274.00", "relief": "3568.50", "net": "10705.50", "paid": "7137.00", "outstanding": "3568.50",
        "due": "10705.50", "overdue": "3568.50", "deferred": "0.00", "paid_ahead": "0.00", "credit": "0.00",
        "refund_due": "0.00", "refunded": "0.00",
    }  # fmt: skip
