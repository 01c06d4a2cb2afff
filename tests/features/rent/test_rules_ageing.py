"""What is outstanding by its age, and the dues that deferrals moved."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from rent_facts import cases

from incubator_desk.base.periods import Period
from incubator_desk.features.rent.rules import Facts, Lease, Receipt, Relief, schedule
from incubator_desk.features.rent.rules.ageing import BANDS, ages
from incubator_desk.features.rent.rules.deferred import deferred_dues
from incubator_desk.features.rent.rules.terms import DEFERRALS

LEASE = Lease(
    code="L1", tenant="T1", price=Decimal(1000), price_unit="month", billing_anchor="calendar",
    starts_on=date(2020, 1, 1), ends_on=date(2020, 12, 31),
)  # fmt: skip
JANUARY = Facts(Lease(
    code="L1", tenant="T1", price=Decimal(1000), price_unit="month", starts_on=date(2020, 1, 1), ends_on=date(2020, 1, 31)
))  # fmt: skip


@pytest.mark.parametrize(
    ("days", "band"), [(-1, 0), (0, 0), (1, 1), (30, 1), (31, 2), (90, 2), (91, 3), (180, 3), (181, 4), (4000, 4)]
)
def test_an_age_belongs_to_one_band(days, band):
    found = ages(schedule(JANUARY, date(2020, 1, 1) + timedelta(days=days)))
    assert [found.not_due, *found.bands] == [100000 if at == band else 0 for at in range(5)]
    assert found.since == (date(2020, 1, 1) if days > 0 else None)


def test_the_due_date_in_force_counts_and_money_fills_the_oldest_first():
    deferral = Relief(code="R1", kind="deferral", starts_on=date(2020, 2, 1), ends_on=date(2020, 3, 31), defer_to=date(2020, 12, 31), approved_on=date(2020, 2, 10))  # fmt: skip
    paid = Receipt("S1", date(2020, 1, 5), Decimal("1250.00"))
    # 30 June: January paid, February and March put off to December; April (90 days) paid in part, May, June (29 days).
    found = ages(schedule(Facts(LEASE, (deferral,), (paid,)), date(2020, 6, 30)))
    assert (found.not_due, found.bands, found.since) == (800000, (100000, 175000, 0, 0), date(2020, 4, 1))


@given(cases)
def test_ages_add_up_to_what_is_outstanding_and_overdue(case):
    drawn = schedule(*case)
    found = ages(drawn)
    assert (found.outstanding, found.overdue) == (drawn.totals.outstanding, drawn.totals.overdue)
    assert len(found.bands) == len(BANDS)
    assert (found.since is not None) == (found.overdue > 0)
    assert min(found.not_due, *found.bands) >= 0


def put_off(kind="deferral", **values):
    known = {
        "code": "R1",
        "starts_on": date(2020, 3, 1),
        "ends_on": date(2020, 4, 30),
        "approved_on": date(2020, 2, 10),
    }
    return Relief(kind=kind, **known | values)


def listed(*reliefs, period="2020", as_of=date(2020, 12, 31), receipts=()):
    found = deferred_dues(Facts(LEASE, reliefs, receipts), Period.parse(period), as_of)
    return [
        (d.line, f"{d.was_due_on:%m%d}", f"{d.due_on:%y%m%d}", f"{d.part}/{d.parts}", d.amount, d.paid) for d in found
    ]


def test_a_moved_due_stands_in_the_periods_of_its_old_and_of_its_new_date():
    deferral = put_off(months=6)
    march, april = (3, "0301", "200901", "1/1", 100000, 0), (4, "0401", "201001", "1/1", 100000, 0)
    assert listed(deferral) == [march, april]
    assert listed(deferral, period="2020-03") == listed(deferral, period="2020-09") == [march]
    assert listed(deferral, period="2020-Q4") == [april]
    assert listed(deferral, period="2020-05") == []
    assert listed(deferral, as_of=date(2020, 2, 9)) == []


def test_instalments_are_a_row_each_and_one_on_the_old_day_was_not_moved():
    parts = put_off("instalments", ends_on=date(2020, 3, 31), parts=3, first_due_on=date(2020, 3, 1))
    assert listed(parts) == [
        (3, "0301", "200401", "2/3", 33333, 0),
        (3, "0301", "200501", "3/3", 33334, 0),
    ]
    assert listed(parts, period="2020-05") == [(3, "0301", "200501", "3/3", 33334, 0)]


def test_what_is_paid_of_them():
    deferral = put_off(defer_to=date(2020, 7, 15))
    receipt = Receipt("S1", date(2020, 7, 20), Decimal(5500))  # January, February, May to July, then March by half
    found = listed(deferral, receipts=(receipt,))
    assert [(line, amount, paid) for line, *_, amount, paid in found] == [(3, 100000, 50000), (4, 100000, 0)]


def test_the_deferral_approved_last_has_the_due_and_one_to_an_earlier_day_moves_nothing():
    first, last = put_off(months=6), put_off(code="R2", months=1, approved_on=date(2020, 2, 11))
    assert [each[2] for each in listed(first, last)] == ["200401", "200501"]
    assert listed(put_off(defer_to=date(2020, 1, 1))) == []


@given(cases)
def test_each_deferred_due_is_one_of_the_schedules(case):
    known, as_of = case
    found = list(deferred_dues(known, Period("2015-2030", date(2015, 1, 1), date(2030, 12, 31)), as_of))
    lines = {line.no: line for line in schedule(known, as_of).lines}
    kinds = {relief.code: relief.kind for relief in known.reliefs}
    for due in found:
        assert kinds[due.relief] in DEFERRALS
        assert lines[due.line].deferral == due.relief
        assert lines[due.line].dues[due.part - 1] == (due.due_on, due.amount, due.paid)
        assert due.due_on > due.was_due_on
