"""What is owed back and why; paying it out, never more than that; undo restores every figure."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import receiving_park as park
import sample_park as sample

from incubator_desk.base.errors import Refused
from incubator_desk.catalog.office import Office
from incubator_desk.features.rent.service import owed
from incubator_desk.features.rent.service.owed import Owed, Payout

TODAY = park.TODAY


def furnish(office: Office) -> dict[str, str]:
    """Lease a is relieved of January and half of February, all of it paid; lease c has 100.00 too much."""
    made = park.furnish(office)
    policy = sample.save(office, "relief_policies", title="减免", settle_paid="refund")
    for lease, amount in (("a", 7137 * 2), ("c", 8388 * 12 + 100)):
        sample.save(office, "receipts", lease_uid=made[lease], received_on=date(2020, 2, 5), amount=Decimal(amount))
    for first, last, percent in ((date(2020, 1, 1), date(2020, 1, 31), 100), (date(2020, 2, 1), date(2020, 2, 29), 50)):
        sample.save(office, "reliefs", lease_uid=made["a"], policy_uid=policy, kind="percent", percent=Decimal(percent),
                    starts_on=first, ends_on=last, approved_on=date(2020, 3, 10))  # fmt: skip
    return made


def listed(office: Office, today: date = TODAY) -> list[Owed]:
    with office.reading() as session:
        return owed.owed(session, office.actor, today)


def pay(office: Office, *payouts: Payout) -> list[str]:
    with office.writing("Pay out") as step:
        return owed.pay_out(step, office.features.registers["refunds"], payouts)


def test_each_relief_and_credit_is_told_with_its_reason(office: Office) -> None:
    made = furnish(office)
    first, second, credit = listed(office)
    assert (first.kind, first.relief, first.lease, first.tenant) == ("relief", "R-0001", made["a"], made["muchuan"])
    assert first.reason == "R-0001 approved on 2020-03-10; 2020-01 had been paid"
    assert (first.owed, first.paid_back, first.rest) == (713700, 0, 713700)
    assert (second.relief, second.rest) == ("R-0002", 356850)
    assert (credit.kind, credit.rest, credit.reason) == ("credit", 10000, "Paid more than all dues of the lease")
    ended = listed(office, date(2021, 3, 1))[-1]
    assert ended.reason == "Credit of a lease that is over; it ended on 2020-12-31"


def test_the_list_agrees_with_the_schedules(office: Office) -> None:
    furnish(office)

    def sums() -> tuple[Decimal, Decimal]:
        totals: Any = [entry["totals"] for entry in park.figures(office)]
        due = sum(Decimal(t["refund_due"]) + Decimal(t["credit"]) for t in totals)
        return Decimal(due), Decimal(sum(Decimal(t["refunded"]) for t in totals))

    def shown() -> tuple[Decimal, Decimal]:
        found = listed(office)
        return Decimal(sum(e.rest for e in found)) / 100, Decimal(sum(e.paid_back for e in found)) / 100

    assert shown() == sums() == (Decimal("10805.50"), Decimal(0))
    first, _second, credit = listed(office)
    pay(office, Payout(first, Decimal(5000), TODAY, "T1"), Payout(credit, Decimal(40), TODAY))
    assert shown() == sums() == (Decimal("5765.50"), Decimal(5040))


def test_several_are_paid_out_as_one_step(office: Office) -> None:
    furnish(office)
    before, figures = listed(office), park.figures(office)
    pay(office, *owed.rests(before, TODAY, "批次1"))
    after = listed(office)
    assert [(e.rest, e.paid_back) for e in after] == [(0, e.owed) for e in before]
    with pytest.raises(Refused) as told:
        owed.rests(after, TODAY)
    assert told.value.problems[0].code == "nothing_owed"
    office.undo()
    assert (listed(office), park.figures(office)) == (before, figures)


@pytest.mark.parametrize(
    ("at", "amount", "day", "problem"),
    [
        (0, "7137.01", TODAY, ("refund_above_due", "amount")),
        (2, "100.01", TODAY, ("refund_above_due", "amount")),
        (0, "1.00", date(2020, 3, 9), ("refund_above_due", "amount")),  # before the approval nothing is owed
        (0, "0", TODAY, ("out_of_range", "amount")),
        (0, "1.005", TODAY, ("too_fine", "amount")),
    ],
)
def test_more_than_is_owed_is_refused_beside_the_amount(
    office: Office, at: int, amount: str, day: date, problem: tuple[str, str]
) -> None:
    furnish(office)
    before = park.figures(office)
    with pytest.raises(Refused) as told:
        pay(office, Payout(listed(office)[at], Decimal(amount), day))
    (found,) = told.value.problems
    assert (found.code, found.where.column) == problem
    assert park.figures(office) == before


def test_one_refusal_keeps_all_of_a_step_from_being_done(office: Office) -> None:
    furnish(office)
    before = listed(office)
    with pytest.raises(Refused):
        pay(office, Payout(before[0], Decimal(1), TODAY), Payout(before[2], Decimal(500), TODAY))
    assert listed(office) == before
