"""A lease settled at its last day: the field's example, and sums that agree with the books after doing it."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
import rent_facts
from hypothesis import given
from hypothesis import strategies as st

from incubator_desk.base.money import to_fen, to_yuan
from incubator_desk.features.rent.rules import Facts, Lease, Receipt, Refund, Relief
from incubator_desk.features.rent.rules.settlement import (
    Payments,
    changes,
    closing,
    deposit_held,
    drawn_from,
    natural_end,
    shrunk,
    undecided,
)

YEAR = Lease(
    code="L-1", tenant="T-1", price=Decimal(45), price_unit="sqm_month", area=Decimal("86.40"),
    billing_anchor="calendar", starts_on=date(2020, 2, 1), ends_on=date(2020, 6, 30),
)  # fmt: skip
WAIVER = Relief(
    code="R-1", kind="percent", percent=Decimal(100), starts_on=date(2020, 2, 1), ends_on=date(2020, 3, 31),
    status="in_force", approved_on=date(2020, 4, 20),
)  # fmt: skip
PAID = (Receipt("S-1", date(2020, 2, 1), Decimal(11664)),)
MAY = date(2020, 5, 31)


@pytest.mark.parametrize(
    ("settle_paid", "outstanding", "credit", "refund_due"),
    [("offset", 0, 3888_00, 0), ("refund", 3888_00, 0, 7776_00)],
)
def test_r5_february_to_april_paid_two_waived_and_ended_on_31_may(settle_paid, outstanding, credit, refund_due):
    """3,888.00 are offset against May, 3,888.00 are to pay back; the balance is the same whatever the policy says."""
    found = closing(Facts(YEAR, (replace(WAIVER, settle_paid=settle_paid),), PAID), MAY, MAY)
    totals = found.after.totals
    assert (found.outstanding, totals.credit, totals.refund_due) == (outstanding, credit, refund_due)
    assert (totals.gross, totals.relief, totals.net, found.received) == (15552_00, 7776_00, 7776_00, 11664_00)
    assert found.balance == -3888_00
    assert found.owed == ((("R-1", 7776_00),) if refund_due else ())
    if settle_paid == "offset":
        assert found.after.lines[-1].paid == 3888_00


def test_a_month_is_charged_to_the_day_and_what_follows_falls_away():
    found = closing(Facts(YEAR, receipts=PAID), date(2020, 5, 10), MAY, deposit=5000_00)
    assert found.outstanding == 1254_19
    assert (found.layable, found.balance) == (1254_19, 1254_19 - 5000_00)
    may, june = changes(found)
    assert (may.before.net, may.after.net) == (3888_00, 1254_19)
    assert june.before.net == 3888_00
    assert june.after is None
    assert found.left(Payments(laid=1254_19, returned=3745_81)) == 0


def test_a_deposit_is_laid_only_as_far_as_rent_is_open():
    found = closing(Facts(YEAR, receipts=PAID), MAY, MAY, deposit=1000_00)
    assert (found.outstanding, found.layable, found.balance) == (3888_00, 1000_00, 2888_00)
    assert closing(Facts(YEAR), MAY, MAY).layable == 0


def test_reliefs_beyond_the_end_shrink_and_an_extension_falls_away():
    spring = replace(WAIVER, starts_on=date(2020, 5, 1), ends_on=date(2020, 6, 30))
    longer = Relief(code="R-2", kind="extension", months=2, status="agreed", approved_on=date(2020, 3, 1))
    assert natural_end(YEAR, (spring, longer)) == date(2020, 8, 31)
    assert natural_end(YEAR, (spring, replace(longer, status="draft"))) == date(2020, 6, 30)
    found = closing(Facts(YEAR, (spring, longer)), MAY, MAY)
    assert [(s.relief.code, s.before, s.after) for s in shrunk(found, (spring, longer))] == [
        ("R-2", 7776_00, 0), ("R-1", 7776_00, 3888_00),
    ]  # fmt: skip
    within = closing(Facts(YEAR, (WAIVER,)), MAY, MAY)
    assert shrunk(within, (WAIVER,)) == ()


def test_cases_in_process_are_those_not_decided_yet():
    cases = [replace(WAIVER, code=s, status=s, approved_on=None) for s in ("draft", "returned", "refused", "withdrawn")]
    assert [relief.code for relief in undecided([*cases, WAIVER])] == ["draft", "returned"]


@pytest.mark.parametrize(
    ("came", "used", "on", "held"),
    [
        ([(1, 500)], [], 2, 500),
        ([(3, 500)], [], 2, 0),
        ([(1, 500)], [(2, 200)], 2, 300),
        ([(1, 500)], [(4, 200)], 2, 300),
        ([(1, 500), (3, 200)], [(4, 200)], 2, 500),
        ([(1, 100)], [(1, 300)], 2, 0),
    ],
)
def test_a_deposit_is_held_until_it_is_used_or_used_later(came, used, on, held):
    first = date(2020, 1, 1)
    dated = [[(first + timedelta(days=n), amount) for n, amount in pairs] for pairs in (came, used)]
    assert deposit_held(*dated, first + timedelta(days=on)) == held


@given(st.lists(st.integers(0, 900), max_size=4), st.integers(0, 3000))
def test_an_amount_is_taken_from_the_first_deposits_first(held, amount):
    taken = drawn_from(amount, held)
    assert sum(taken) == min(amount, sum(held))
    assert all(0 <= part <= whole for part, whole in zip(taken, held, strict=True))
    assert all(taken[at] == held[at] for at in range(len(held)) if any(taken[at + 1 :]))


@given(rent_facts.cases, st.integers(0, 400), st.integers(0, 500_000))
def test_the_balance_is_what_the_books_say_after_doing_it(case, days, deposit):
    """Laid, paid back and paid out as the statement says: what is left is left, and not a fen is lost."""
    facts, as_of = case
    facts = replace(facts, lease=replace(facts.lease, ended_on=None))
    last = min(natural_end(facts.lease, facts.reliefs, as_of), facts.lease.starts_on + timedelta(days=days))
    found = closing(facts, last, as_of, deposit)
    totals = found.after.totals
    assert found.balance == totals.net - found.received + totals.refunded - deposit
    payments = Payments(found.layable, deposit - found.layable, totals.credit, sum(each.amount for each in found.owed))
    refunds = [Refund(f"X-{n}", each.relief, as_of, to_yuan(each.amount)) for n, each in enumerate(found.owed)]
    if totals.credit:
        refunds.append(Refund("X-C", None, as_of, to_yuan(totals.credit)))
    laid = (Receipt("X-D", as_of, to_yuan(found.layable)),) if found.layable else ()
    done = replace(
        facts,
        lease=replace(facts.lease, ended_on=last),
        receipts=(*facts.receipts, *laid),
        refunds=(*facts.refunds, *refunds),
    )
    after = closing(done, last, as_of, 0)
    assert after.before == after.after
    assert after.balance == found.left(payments)
    assert changes(after) == ()
    assert to_fen(sum((receipt.amount for receipt in laid), Decimal(0))) == payments.laid
