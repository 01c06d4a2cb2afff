"""The reasons that a screen shows for the figures of a line."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from incubator_desk.features.rent.rules import Facts, Lease, Receipt, Relief, Step, explain, schedule

LEASE = Lease(
    code="L-1", tenant="T-1", price=Decimal("1.80"), price_unit="sqm_day", area=Decimal("120.5"), day_count="year365",
    billing_anchor="calendar", billing_months=3, starts_on=date(2020, 2, 10), ends_on=date(2020, 12, 31),
    rent_free_days=5, due_offset_days=-3, steps=(Step(date(2020, 2, 20), percent=Decimal(10)),),
)  # fmt: skip
FIXED = Relief(
    code="R-1", kind="fixed", amount=Decimal(1000), cap=Decimal(1500), approved_on=date(2020, 2, 1), settle_paid="refund",
)  # fmt: skip


def test_the_prices_of_a_cut_line():
    known = Facts(LEASE)
    why = explain(known, schedule(known, date(2020, 3, 1)), 1)
    assert (why.whole, why.days, why.month_days) == (False, 20, 29)
    assert [(run.first.day, run.days, run.price, run.monthly, run.daily, run.rent_free) for run in why.prices] == [
        (10, 5, Decimal("1.80"), Decimal("6597.3750"), Decimal("216.9000"), True),
        (15, 5, Decimal("1.80"), Decimal("6597.3750"), Decimal("216.9000"), False),
        (20, 10, Decimal("1.9800"), Decimal("7257.1125"), Decimal("238.5900"), False),
    ]
    assert [run.share for run in why.prices] == [0, Decimal("1084.5000"), Decimal("2385.9000")]
    assert (why.line.gross, why.period_first, why.own_due) == (3470_40, date(2020, 2, 10), date(2020, 2, 7))


def test_what_kept_a_relief_small_and_whose_money_is_owed_back():
    spent = replace(FIXED, code="R-2", approved_on=date(2020, 2, 2), cap=None, amount=Decimal(99999))
    deferral = Relief(code="R-3", kind="deferral", months=1, approved_on=date(2020, 1, 1))
    known = Facts(LEASE, (FIXED, spent, deferral), (Receipt("S-1", date(2020, 1, 31), Decimal(3400)),))
    found = schedule(known, date(2020, 3, 1))
    lines = [explain(known, found, no) for no in (1, 2, 3)]
    assert [[(r.relief.code, r.amount, r.limit) for r in why.reductions] for why in lines] == [
        [("R-1", 1000_00, "amount"), ("R-2", 2470_40, "rest")],
        [("R-1", 500_00, "cap"), ("R-2", 6757_11, "rest")],
        [("R-1", 0, "cap"), ("R-2", 7257_11, "rest")],
    ]
    assert [(m.receipt.code, m.amount, m.relief) for m in lines[0].money] == [
        ("S-1", 929_60, "R-1"),
        ("S-1", 2470_40, "R-2"),
    ]
    assert lines[0].deferral == deferral
