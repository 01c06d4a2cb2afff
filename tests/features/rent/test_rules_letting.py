"""The area let by month: worked by hand, and against a reading day by day."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from rent_facts import facts, random_day, seeds

from incubator_desk.base.dates import month_days, month_starts
from incubator_desk.features.rent.rules import Facts, Lease, Relief, schedule
from incubator_desk.features.rent.rules.letting import let_area
from incubator_desk.features.tenants.rules.incubation import incubation

ALWAYS = (date.min, date.max)
SPRING = month_starts(date(2020, 2, 1), date(2020, 4, 30))


def lease(starts_on=date(2020, 1, 1), ends_on=date(2020, 12, 31), **terms):
    known = {"area": Decimal("100.50"), **terms}
    return Lease(code="L1", tenant="T1", price=Decimal(1), price_unit="month", starts_on=starts_on, ends_on=ends_on, **known)  # fmt: skip


def extension(months, **values):
    return Relief(code="R1", kind="extension", months=months, approved_on=date(2020, 2, 1), **values)


def areas(*leases, months=SPRING, as_of=date(2020, 6, 30)):
    return [(each.incubated, each.other) for each in let_area(leases, months, as_of)]


def test_a_whole_month_is_the_area_and_a_part_its_share_of_the_months_days():
    # From 16 March: 16 of 31 days; the leap February and April whole or not at all.
    found = areas((Facts(lease(date(2020, 3, 16))), ALWAYS))
    assert found == [(0, 0), (Fraction(1608, 31), 0), (Fraction(201, 2), 0)]


def test_a_company_that_graduates_in_the_month_changes_sides_on_that_day():
    # Ten days incubated (1 to 10 March), 21 not.
    days = incubation(date(2019, 1, 1), date(2020, 3, 11), None, "graduated")
    found = areas((Facts(lease()), days))
    assert found[1] == (Fraction(1005, 31), Fraction(201, 2) - Fraction(1005, 31))
    assert [inside + other for inside, other in found] == [Fraction(201, 2)] * 3
    assert found[0] == (Fraction(201, 2), 0)
    assert found[2] == (0, Fraction(201, 2))


def test_a_company_admitted_on_the_last_day_of_february_is_incubated_one_day_of_29():
    found = areas((Facts(lease()), incubation(date(2020, 2, 29), None, None, "incubating")))
    assert found[0] == (Fraction(201, 58), Fraction(201, 2) - Fraction(201, 58))


def test_an_early_end_cuts_the_days_and_a_counting_extension_adds_some():
    ended = Facts(lease(ended_on=date(2020, 3, 10)))
    assert [other for _, other in areas((ended, None))] == [Fraction(201, 2), Fraction(1005, 31), 0]
    short = lease(ends_on=date(2020, 2, 29))
    longer = Facts(short, (extension(1),))
    assert [other for _, other in areas((longer, None))] == [Fraction(201, 2), Fraction(201, 2), 0]
    undecided = Facts(short, (Relief(code="R1", kind="extension", months=1, status="reviewed"),))
    assert [other for _, other in areas((undecided, None))] == [Fraction(201, 2), 0, 0]
    assert [other for _, other in areas((longer, None), as_of=date(2020, 1, 31))] == [Fraction(201, 2), 0, 0]


def test_a_lease_that_ended_before_it_began_lets_nothing():
    assert areas((Facts(lease(ended_on=date(2019, 12, 31))), ALWAYS)) == [(0, 0)] * 3


@given(st.lists(facts, min_size=1, max_size=3), seeds)
def test_it_is_what_a_count_of_the_days_gives(leases, seed):
    as_of = random_day(seed)
    first, last = sorted((random_day(seed + 1), random_day(seed + 2)))
    days = incubation(first, last, None, "incubating")
    months = month_starts(date(2019, 12, 1), date(2021, 6, 30))
    inside, everyone = dict.fromkeys(months, Fraction(0)), dict.fromkeys(months, Fraction(0))
    for each in leases:
        for line in schedule(each, as_of).lines:
            for at in range((line.last - line.first).days + 1):
                day = line.first + timedelta(days=at)
                month = day.replace(day=1)
                if month in everyone:
                    share = Fraction(each.lease.area) / month_days(day)
                    everyone[month] += share
                    inside[month] += share if first <= day < last else 0
    found = let_area([(each, days) for each in leases], months, as_of)
    assert {each.month: each.incubated for each in found} == inside
    assert {each.month: each.incubated + each.other for each in found} == everyone
