"""A lease ended and settled as one step: every amount in the books, every refusal beside its field, undo of all."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import sample_park as sample

from incubator_desk.base.errors import Problem, Refused
from incubator_desk.catalog.office import Office
from incubator_desk.features.leases.model import Lease
from incubator_desk.features.rent.model import DepositUse, Receipt, Refund
from incubator_desk.features.rent.rules import to_json
from incubator_desk.features.rent.service import ending, reminders
from incubator_desk.features.rent.service.deposits import held_on
from incubator_desk.features.rent.service.ending import Statement, Wish
from incubator_desk.features.rent.service.summary import schedules
from incubator_desk.features.tenants.model import Tenant

MARCH = date(2020, 3, 31)
TODAY = date(2020, 4, 2)
RENT = Decimal(3000)


class Park:
    """A company on a lease of 3,000 a month for 2020, with a deposit of 6,000."""

    def __init__(self, office: Office, paid: int = 0, **lease: Any) -> None:
        self.office = office
        self.tenant = sample.tenant(office, 1, "青岚序光光电有限公司")
        terms: dict[str, Any] = {
            "tenant_uid": self.tenant, "starts_on": date(2020, 1, 1), "ends_on": date(2020, 12, 31), "price": RENT,
            "price_unit": "month",
        }  # fmt: skip
        self.lease = sample.save(office, "leases", **terms | lease)
        self.receive(Decimal(6000), kind="deposit")
        if paid:
            self.receive(RENT * paid)

    def receive(self, amount: Decimal, **values: Any) -> str:
        given = {"lease_uid": self.lease, "received_on": date(2020, 1, 1), "amount": amount}
        return sample.save(self.office, "receipts", **given | values)

    def relief(self, **values: Any) -> str:
        given = {"lease_uid": self.lease, "kind": "percent", "percent": Decimal(100), "status": "in_force",
                 "approved_on": date(2020, 3, 10)}  # fmt: skip
        return sample.save(self.office, "reliefs", **given | values)

    def statement(self, day: date = MARCH, today: date = TODAY) -> Statement:
        with self.office.reading() as session:
            return ending.settle(session, self.office.actor, self.lease, day, today)

    def end(self, day: date = MARCH, reason: str | None = None, today: date = TODAY, **wish: Any) -> None:
        with self.office.writing(ending.END, reason=reason, code="L-0001", day=day) as step:
            ending.end(step, self.office.features.registers, self.lease, Wish(day, **wish), today)

    def refused(self, day: date = MARCH, **values: Any) -> Problem:
        before = self.figures()
        with pytest.raises(Refused) as caught:
            self.end(day, **values)
        assert self.figures() == before
        (problem,) = caught.value.problems
        return problem

    def figures(self) -> Any:
        """Everything that the settlement may change."""
        with self.office.reading() as session:
            drawn = schedules(session, self.office.actor.operator, TODAY, [self.lease])[self.lease]
            lease, tenant = session.get_one(Lease, self.lease), session.get_one(Tenant, self.tenant)
            counts = [session.query(model).count() for model in (Receipt, Refund, DepositUse)]
            held = held_on(session, self.lease, TODAY)
            return to_json(drawn), lease.ended_on, tenant.status, tenant.left_on, held, counts


def test_an_early_end_lays_the_deposit_and_pays_the_rest_back_as_one_step(office: Office) -> None:
    park = Park(office, paid=2)
    before = park.figures()
    said = park.statement()
    assert (said.closing.outstanding, said.closing.deposit, said.closing.balance) == (3000_00, 6000_00, -3000_00)
    park.end(laid=Decimal(3000), returned=Decimal(3000), reference="回单 7", leaves=True)
    after = park.statement()
    assert (after.closing.balance, after.closing.outstanding, after.closing.deposit) == (0, 0, 0)
    assert after.ended_on == MARCH
    figures, ended_on, status, left_on, held, _counts = park.figures()
    assert (ended_on, status, left_on, held) == (MARCH, "left", MARCH, 0)
    assert figures["totals"]["net"] == figures["totals"]["paid"] == "9000.00"
    with office.reading() as session:
        laid = session.query(Receipt).filter(Receipt.received_on == TODAY).one()
        uses = {use.kind: use for use in session.query(DepositUse)}
    assert (laid.kind, laid.amount, laid.method) == ("rent", RENT, "Deposit offset")
    assert uses["offset"].reference == laid.code
    assert (uses["returned"].amount, uses["returned"].reference) == (RENT, "回单 7")
    office.undo()
    assert park.figures() == before


def test_credit_and_refunds_of_reliefs_are_paid_out(office: Office) -> None:
    park = Park(office, paid=7)
    policy = sample.save(office, "relief_policies", title="减免", settle_paid="refund")
    relief = park.relief(policy_uid=policy, starts_on=date(2020, 2, 1), ends_on=date(2020, 2, 29))
    said = park.statement()
    totals = said.closing.after.totals
    assert (totals.credit, totals.refund_due, said.closing.balance) == (12000_00, 3000_00, -21000_00)
    before = park.figures()
    park.end(credit=Decimal(12000), refunds={relief: Decimal(3000)}, returned=Decimal(6000))
    assert park.statement().closing.balance == 0
    with office.reading() as session:
        assert sorted((r.amount, r.lease_uid, r.relief_uid) for r in session.query(Refund)) == [
            (Decimal(3000), None, relief), (Decimal(12000), park.lease, None),
        ]  # fmt: skip
    office.undo()
    assert park.figures() == before


def test_what_is_not_chosen_stays_owed(office: Office) -> None:
    park = Park(office, paid=1)
    said = park.statement()
    park.end(laid=Decimal(1000))
    assert park.statement().closing.balance == said.closing.balance
    assert park.statement().closing.outstanding == 5000_00


def test_arrears_that_outlive_the_lease_stay_in_view(file_office: Office) -> None:
    park = Park(file_office, paid=1)
    park.end()
    with file_office.reading() as session:
        (found,) = [each for each in reminders.reminders(session, file_office.actor, TODAY) if each.group == "money"]
    assert found.text == "Arrears of an ended lease, 61 days"
    assert (found.amount, found.uid) == (Decimal(6000), park.lease)


@pytest.mark.parametrize(
    ("day", "values", "code", "column"),
    [
        (date(2019, 12, 31), {}, "ends_before_starts", "ended_on"),
        (date(2021, 1, 1), {}, "ends_after_end", "ended_on"),
        (MARCH, {"laid": Decimal("6000.01")}, "deposit_above_held", "laid"),
        (date(2020, 2, 29), {"laid": Decimal(3001)}, "laid_above_open", "laid"),
        (MARCH, {"laid": Decimal(3000), "returned": Decimal("3000.01")}, "deposit_above_held", "returned"),
        (MARCH, {"credit": Decimal("0.01")}, "refund_above_due", "credit"),
        (MARCH, {"refunds": {"unknown": Decimal(1)}}, "refund_above_due", "refunds"),
        (date(2020, 6, 30), {"leaves": True}, "still_there", "leaves"),
        (date(2020, 12, 31), {}, "nothing_chosen", "ended_on"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    office: Office, day: date, values: dict[str, Any], code: str, column: str
) -> None:
    problem = Park(office, paid=1).refused(day, **values)
    assert (problem.code, problem.where.column) == (code, column)


def test_an_ended_lease_is_changed_only_with_a_reason(office: Office) -> None:
    park = Park(office)
    park.end()
    problem = park.refused(date(2020, 4, 30))
    assert (problem.code, problem.where.column, problem.values["day"]) == ("already_ended", "reason", MARCH)
    park.end(date(2020, 4, 30), reason="交接推迟")
    assert park.statement(date(2020, 4, 30)).ended_on == date(2020, 4, 30)
    park.end(date(2020, 4, 30), returned=Decimal(1))  # settled further, on the same day
    park.end(date(2020, 12, 31), reason="不退租了")
    assert park.statement().ended_on is None


def test_a_lease_that_another_user_changed_meanwhile_is_not_ended(office: Office) -> None:
    park = Park(office)
    seen = park.statement().version
    with office.writing("Change") as step:
        step.change(step.session.get_one(Lease, park.lease), {"note": "x"})
    assert park.refused(version=seen).code == "stale"


def test_a_company_with_another_lease_has_not_left(office: Office) -> None:
    park = Park(office)
    sample.save(office, "leases", tenant_uid=park.tenant, starts_on=date(2020, 1, 1), ends_on=date(2020, 9, 30),
                price=RENT, price_unit="month")  # fmt: skip
    problem = park.refused(leaves=True)
    assert (problem.code, problem.values["leases"]) == ("other_lease_runs", "L-0002")


def test_reliefs_beyond_the_end_cases_in_process_and_extensions_are_warned_about(office: Office) -> None:
    park = Park(office)
    park.relief(starts_on=date(2020, 3, 1), ends_on=date(2020, 5, 31))
    park.relief(kind="extension", percent=None, months=2)
    park.relief(kind="deferral", percent=None, months=6, status="submitted", approved_on=None)
    said = park.statement()
    assert said.ends_on == date(2021, 2, 28)
    assert {(p.code, *map(str, p.values.values())) for p in said.warnings} == {
        ("relief_shrinks", "R-0001", "9,000.00", "3,000.00"),
        ("extension_lost", "R-0002"),
        ("case_in_process", "R-0003"),
    }
    assert all(p.severity == "warning" for p in said.warnings)


def test_a_refund_that_the_end_makes_too_much_is_told_before(office: Office) -> None:
    """April was paid, waived and paid back; a lease that ends in March never owed that."""
    park = Park(office, paid=6)
    policy = sample.save(office, "relief_policies", title="减免", settle_paid="refund")
    relief = park.relief(policy_uid=policy, starts_on=date(2020, 4, 1), ends_on=date(2020, 4, 30))
    sample.save(office, "refunds", relief_uid=relief, paid_on=date(2020, 3, 20), amount=RENT)
    assert [p.code for p in park.statement().blocked] == ["refund_above_due"]
    assert park.refused().where.column == "ended_on"
    assert park.statement(date(2020, 4, 30)).blocked == ()


def test_the_deposit_of_a_renewed_lease_stays_with_the_one_before_and_is_found(office: Office) -> None:
    first = Park(office, paid=12, ends_on=date(2020, 3, 31))
    renewal = sample.save(office, "leases", tenant_uid=first.tenant, starts_on=date(2020, 4, 1), renewal_of="L-0001",
                          ends_on=date(2020, 12, 31), price=RENT, price_unit="month")  # fmt: skip
    said = first.statement()
    assert (said.closing.deposit, [p.code for p in said.warnings]) == (0, ["renewed"])
    with office.reading() as session:
        found = ending.settle(session, office.actor, renewal, date(2020, 4, 30), TODAY)
    assert [(each.lease_code, each.held) for each in found.deposits] == [("L-0001", 6000_00)]
    first.lease, used = renewal, first.lease
    first.end(date(2020, 4, 30), laid=Decimal(3000), returned=Decimal(1000))
    with office.reading() as session:
        assert {use.lease_uid for use in session.query(DepositUse)} == {used}
        assert held_on(session, used, TODAY) == 2000_00


def test_a_reversed_deposit_is_not_held(office: Office) -> None:
    park = Park(office)
    with office.writing("Reverse") as step:
        receipt = step.session.query(Receipt).one()
        step.change(receipt, {"reversed_on": TODAY, "reversal_reason": "重复登记"})
    assert park.statement().closing.deposit == 0
