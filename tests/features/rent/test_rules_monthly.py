"""What a lease brings by calendar month: worked by hand, and adding up to its schedule."""

from collections import Counter
from dataclasses import astuple
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from rent_facts import cases, facts

from incubator_desk.base.money import to_fen
from incubator_desk.features.rent.rules import Facts, Lease, Receipt, Relief, schedule
from incubator_desk.features.rent.rules.monthly import Flow, flows, overdue_on

YEAR_END = date(2020, 12, 31)
SPRING = Lease(
    code="L1",
    tenant="T1",
    price=Decimal(3888),
    price_unit="month",
    starts_on=date(2020, 3, 16),
    ends_on=date(2020, 6, 15),
)
"""The handbook's L5: three whole rent-months from 16 March, cut at the months' ends."""


def half(**values):
    known = {"code": "R1", "kind": "percent", "percent": Decimal(50), "approved_on": date(2020, 4, 20), **values}
    return Relief(**known)


def by_month(of_lease, as_of=YEAR_END):
    return {f"{month:%m}": astuple(flow) for month, flow in sorted(flows(of_lease, schedule(of_lease, as_of)).items())}


def test_rent_and_relief_fall_into_the_months_of_their_days_and_money_into_that_of_its_receipt():
    paid = (Receipt("S1", date(2020, 2, 28), Decimal(3888)), Receipt("S2", date(2020, 7, 1), Decimal("100.50")))
    other = (Receipt("S3", date(2020, 3, 1), Decimal(7776), "deposit"),)
    found = by_month(Facts(SPRING, (half(starts_on=date(2020, 4, 16), ends_on=date(2020, 5, 15)),), paid + other))
    # L5: March 2,006.70, April 1,881.30 + 1,944.00, May 1,944.00 + 2,006.70, June 1,881.30; half of the second line.
    assert found == {
        "02": (0, 0, 0, 0, 388800),
        "03": (200670, 0, 200670, 0, 0),
        "04": (382530, 97200, 285330, 0, 0),
        "05": (395070, 97200, 297870, 0, 0),
        "06": (188130, 0, 188130, 0, 0),
        "07": (0, 0, 0, 0, 10050),
    }


def test_what_a_deferral_puts_off_is_the_net_of_its_lines_in_the_months_of_their_days():
    deferral = half(code="R2", kind="deferral", defer_to=date(2021, 1, 31), starts_on=date(2020, 4, 16), ends_on=date(2020, 4, 30))  # fmt: skip
    found = by_month(Facts(SPRING, (half(), deferral)))
    assert {month: figures[3] for month, figures in found.items()} == {"03": 0, "04": 97200, "05": 97200, "06": 0}


def test_what_was_not_approved_or_received_by_then_does_not_count():
    found = by_month(Facts(SPRING, (half(),), (Receipt("S1", date(2020, 4, 20), Decimal(1)),)), date(2020, 4, 19))
    assert sum(figures[1] + figures[4] for figures in found.values()) == 0


def test_overdue_at_a_months_end_is_what_was_known_then():
    # Due on the 16th of each month; the relief of the first line is approved only on 20 April.
    known = Facts(SPRING, (half(),), (Receipt("S1", date(2020, 5, 3), Decimal(1944)),))
    ends = [date(2020, 3, 31), date(2020, 4, 30), date(2020, 5, 31), date(2020, 6, 30)]
    assert overdue_on(known, ends) == dict(zip(ends, (388800, 388800, 388800, 388800), strict=True))
    # 3 × 1,944.00 due by then, 1,944.00 paid.
    assert overdue_on(known, [date(2020, 5, 16)]) == {date(2020, 5, 16): 194400}


@given(cases)
def test_the_months_add_up_to_the_schedule(case):
    known, as_of = case
    drawn = schedule(known, as_of)
    whole = Flow()
    for flow in flows(known, drawn).values():
        whole.add(flow)
    totals = drawn.totals
    assert (whole.charged, whole.relieved, whole.net) == (totals.gross, totals.relief, totals.net)
    assert whole.deferred == sum(line.net for line in drawn.lines if line.deferral)
    assert whole.received == totals.paid + totals.credit + totals.refund_due + totals.refunded
    assert all(flow.net >= flow.deferred >= 0 for flow in flows(known, drawn).values())
    first, last = date(2020, 3, 1), date(2020, 8, 31)
    some = {month: flow for month, flow in flows(known, drawn).items() if first <= month <= last}
    assert flows(known, drawn, first, last) == some


@given(facts)
def test_receipts_stand_in_the_month_they_came_in(known):
    expected = Counter()
    for receipt in known.receipts:
        if receipt.kind == "rent":
            expected[receipt.received_on.replace(day=1)] += to_fen(receipt.amount)
    found = flows(known, schedule(known, date(2021, 12, 31)))
    assert {month: flow.received for month, flow in found.items() if flow.received} == dict(expected)


@given(facts)
def test_overdue_is_what_the_schedule_of_that_day_says(known):
    days = [date(2019, 12, 1) + timedelta(days=17 * step) for step in range(45)]
    expected = {day: schedule(known, day).totals.overdue for day in days}
    assert overdue_on(known, reversed(days)) == expected
    assert overdue_on(known, days, schedule(known, days[-20])) == expected
