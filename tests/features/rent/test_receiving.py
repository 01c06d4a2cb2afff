"""Receipts over several leases, duplicates, reversing, and rent before its lease, on both databases."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import receiving_park as park
import sample_park as sample
from sqlalchemy import select

from incubator_desk.base.errors import Refused
from incubator_desk.catalog import saving
from incubator_desk.catalog.office import Office
from incubator_desk.features.exchange.exporting import export_workbook
from incubator_desk.features.exchange.importing import import_workbook
from incubator_desk.features.park.model import ParameterValue
from incubator_desk.features.rent.model import Receipt
from incubator_desk.features.rent.service import attention, receiving, timeline
from incubator_desk.features.rent.service.receiving import Payment

TODAY = park.TODAY


def receive(office: Office, *payments: Payment) -> list[str]:
    with office.writing("Receive") as step:
        return receiving.receive(step, office.features.registers["receipts"], payments, TODAY)


def receipts(office: Office) -> list[Receipt]:
    with office.reading() as session:
        found = list(session.scalars(select(Receipt).order_by(Receipt.code)))
        session.expunge_all()
        return found


def reverse(office: Office, code: str, reason: str = "登记错企业", on: date = TODAY) -> list[str]:
    with office.writing("Reverse", reason=reason) as step:
        receipt = step.session.scalars(select(Receipt).where(Receipt.code == code)).one()
        return receiving.reverse(step, office.features.registers["receipts"], receipt, on, reason)


def refused(office: Office, work: Any) -> tuple[str, str | None]:
    before = (park.figures(office), len(receipts(office)))
    with pytest.raises(Refused) as told:
        work()
    assert (park.figures(office), len(receipts(office))) == before
    (problem,) = told.value.problems
    return problem.code, problem.where.column


def paid(office: Office, lease: int) -> list[str]:
    lines: Any = park.figures(office)[lease]["lines"]
    return [line["paid"] for line in lines if line["paid"] != "0.00"]


def test_openings_show_what_each_lease_owes(office: Office) -> None:
    made = park.furnish(office)
    with office.reading() as session:
        first, second = receiving.openings(session, office.actor, made["muchuan"], TODAY)
        assert receiving.openings(session, office.actor, made["none"], TODAY) == ()
    assert (first.code, second.code) == ("L-0001", "L-0002")
    totals: Any = park.figures(office)[0]["totals"]
    assert sum(due.amount for due in first.dues) == int(Decimal(totals["outstanding"]) * 100)
    assert first.lines[first.dues[2].line].first == date(2020, 3, 1)


def test_a_payment_over_two_leases_is_two_receipts_of_one_number(office: Office) -> None:
    made = park.furnish(office)
    before = park.figures(office)
    receive(office, Payment(made["muchuan"], date(2020, 3, 18), Decimal("12000.00"), reference="N0301"))
    found = receipts(office)
    assert [(r.code, r.amount, r.payment_no, r.reference) for r in found] == [
        ("S-0001", Decimal("10000.00"), "Z-0001", "N0301"), ("S-0002", Decimal("2000.00"), "Z-0001", "N0301"),
    ]  # fmt: skip
    assert (paid(office, 0), paid(office, 1)) == (["7137.00", "2863.00"], ["2000.00"])
    office.undo()
    assert park.figures(office) == before


def test_several_payments_of_one_step_lie_one_after_the_other(office: Office) -> None:
    made = park.furnish(office)
    one = Payment(made["muchuan"], date(2020, 3, 18), Decimal("9137.00"))
    receive(office, one, Payment(made["pushi"], date(2020, 3, 18), Decimal("8388.00")), one)
    assert [(r.amount, r.payment_no) for r in receipts(office)] == [
        (Decimal("7137.00"), "Z-0001"), (Decimal("2000.00"), "Z-0001"), (Decimal("8388.00"), None),
        (Decimal("7137.00"), "Z-0002"), (Decimal("2000.00"), "Z-0002"),
    ]  # fmt: skip
    assert paid(office, 1) == ["2000.00", "2000.00"]
    receive(office, one)
    assert receipts(office)[-1].payment_no == "Z-0003"


def test_credit_goes_to_the_stated_lease_else_to_the_running_one(office: Office) -> None:
    made = park.furnish(office)
    whole = (7137 + 2000) * 12
    receive(office, Payment(made["muchuan"], date(2020, 3, 18), Decimal(whole + 5), rest_to=made["a"]))
    totals: Any = [entry["totals"] for entry in park.figures(office)]
    assert (totals[0]["credit"], totals[1]["credit"]) == ("5.00", "0.00")
    office.undo()
    receive(office, Payment(made["muchuan"], date(2020, 3, 18), Decimal(whole + 5)))
    totals = [entry["totals"] for entry in park.figures(office)]
    assert (totals[0]["credit"], totals[1]["credit"]) == ("0.00", "5.00")


def test_a_lease_chosen_gets_all_of_it(office: Office) -> None:
    made = park.furnish(office)
    receive(office, Payment(made["muchuan"], date(2020, 3, 18), Decimal(3000), lease=made["b"]))
    assert (paid(office, 0), paid(office, 1)) == ([], ["2000.00", "1000.00"])


def test_a_deposit_belongs_to_one_lease_and_fills_nothing(office: Office) -> None:
    made = park.furnish(office)
    deposit = Payment(made["muchuan"], date(2019, 12, 1), Decimal(500), "deposit")
    assert refused(office, lambda: receive(office, deposit)) == ("lease_needed", "lease_uid")
    receive(office, Payment(made["muchuan"], date(2019, 12, 1), Decimal(500), "deposit", lease=made["b"]))
    assert (receipts(office)[0].kind, paid(office, 1)) == ("deposit", [])


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"amount": Decimal(0)}, ("out_of_range", "amount")),
        ({"amount": Decimal("1.005")}, ("too_fine", "amount")),
        ({"reference": "9" * 81}, ("too_long", "reference")),
        ({"received_on": date(2019, 12, 31)}, ("receipt_before_lease", "received_on")),
        ({"tenant": "none"}, ("no_lease", "tenant_uid")),
    ],
)
def test_bad_input_is_refused_beside_its_field(
    office: Office, values: dict[str, Any], problem: tuple[str, str]
) -> None:
    made = park.furnish(office)
    given = {"tenant": "muchuan", "received_on": date(2020, 3, 1), "amount": Decimal(1)} | values
    given["tenant"] = made[given["tenant"]]
    assert refused(office, lambda: receive(office, Payment(**given))) == problem


def test_a_lease_that_has_not_begun_takes_no_part_of_a_payment(office: Office) -> None:
    made = park.furnish(office)
    later = sample.save(office, "leases", tenant_uid=made["pushi"], price=Decimal(100), price_unit="month",
                        starts_on=date(2020, 5, 1), ends_on=date(2020, 8, 31), due_offset_days=-10)  # fmt: skip
    receive(office, Payment(made["pushi"], date(2020, 3, 18), Decimal(8388 * 12)))
    assert [r.lease_uid for r in receipts(office)] == [made["c"]]
    early = Payment(made["pushi"], date(2020, 4, 20), Decimal(100), lease=later)
    assert refused(office, lambda: receive(office, early)) == ("receipt_before_lease", "received_on")
    receive(office, Payment(made["pushi"], date(2020, 4, 21), Decimal(100), lease=later))  # its first due date


def test_the_park_may_accept_rent_some_days_earlier(file_office: Office) -> None:
    made = park.furnish(file_office)
    with file_office.writing("Change") as step:
        mine = select(ParameterValue).where(ParameterValue.name == receiving.DAYS_BEFORE.name)
        step.change(step.session.scalars(mine).one(), {"value": Decimal(10)})
    receive(file_office, Payment(made["pushi"], date(2019, 12, 22), Decimal(1)))
    early = Payment(made["pushi"], date(2019, 12, 21), Decimal(1))
    assert refused(file_office, lambda: receive(file_office, early)) == ("receipt_before_lease", "received_on")


def test_a_form_refuses_rent_before_its_lease_but_not_a_change_of_another_kind(file_office: Office) -> None:
    made = park.furnish(file_office)
    early = {"lease_uid": made["c"], "received_on": date(2019, 12, 31), "amount": Decimal(1)}
    assert refused(file_office, lambda: sample.save(file_office, "receipts", **early))[0] == "receipt_before_lease"
    register = file_office.features.registers["receipts"]
    with file_office.writing("Import") as step:
        step.imported = True
        uid, _ = saving.save(step, register, {**early, "code": "S-9"})
        (warning,) = file_office.settle(step)
    assert (warning.code, warning.severity, warning.where.record) == ("receipt_before_lease", "warning", uid)
    with file_office.writing("Change") as step:
        saving.save(step, register, {"note": "旧系统转入"}, step.session.get_one(Receipt, uid))
    file_office.undo()
    file_office.redo()

    def earlier() -> None:
        with file_office.writing("Change") as step:
            saving.save(step, register, {"received_on": date(2019, 12, 1)}, step.session.get_one(Receipt, uid))

    assert refused(file_office, earlier)[0] == "receipt_before_lease"


def test_an_import_only_warns_of_rent_before_its_lease(file_office: Office, tmp_path: Any, open_office: Any) -> None:
    made = park.furnish(file_office)
    with file_office.writing("Import") as step:
        step.imported = True
        values = {"code": "S-9", "lease_uid": made["c"], "received_on": date(2019, 12, 31), "amount": Decimal(1)}
        saving.save(step, file_office.features.registers["receipts"], values)
    export_workbook(file_office, tmp_path / "all.xlsx")
    outcome = import_workbook(open_office(str(tmp_path / "other.desk")), tmp_path / "all.xlsx")
    assert not outcome.failed
    assert [p.severity for p in outcome.problems if p.code == "receipt_before_lease"] == ["warning"]


def test_duplicates_have_the_same_company_day_amount_and_reference(office: Office) -> None:
    made = park.furnish(office)
    first = Payment(made["muchuan"], date(2020, 3, 18), Decimal(9137), reference="N0301")
    receive(office, first)

    def found(**values: Any) -> list[tuple[str, ...]]:
        payment = Payment(**({"tenant": made["muchuan"], "received_on": date(2020, 3, 18), "amount": Decimal(9137),
                              "reference": "N0301"} | values))  # fmt: skip
        with office.reading() as session:
            return [each.codes for each in receiving.duplicates(session, office.actor, payment)]

    assert found() == [("S-0001", "S-0002")]  # both parts of one payment
    for other in ({"reference": "N0302"}, {"amount": Decimal(7137)}, {"received_on": TODAY}, {"tenant": made["pushi"]}):
        assert not found(**other)
    reverse(office, "S-0001")
    assert not found()


def test_a_reversed_payment_fills_no_dues_and_stays_in_the_list(office: Office) -> None:
    made = park.furnish(office)
    before = park.figures(office)
    receive(office, Payment(made["muchuan"], date(2020, 3, 18), Decimal(9137)))
    between = park.figures(office)
    assert reverse(office, "S-0002") == ["S-0001", "S-0002"]
    assert park.figures(office) == before
    assert {(r.reversed_on, r.reversal_reason) for r in receipts(office)} == {(TODAY, "登记错企业")}
    office.undo()
    assert park.figures(office) == between
    office.redo()
    assert park.figures(office) == before
    with office.reading() as session:
        (march,) = attention.months(session, office.actor, date(2020, 3, 1), TODAY)
        assert march.received == 0
        told = [each.text for each in timeline.happenings(session, "tenants", made["muchuan"])]
        assert "S-0001 reversed: 登记错企业" in told
        states = next(c for f in office.features for r, c in f.columns if (r, c.name) == ("receipts", "state"))
        assert set(states.values(session, [r.uid for r in receipts(office)], TODAY).values()) == {"reversed"}


def test_what_cannot_be_reversed_is_refused(office: Office) -> None:
    made = park.furnish(office)
    receive(office, Payment(made["pushi"], date(2020, 3, 18), Decimal(8388 * 12 + 100)))
    assert refused(office, lambda: reverse(office, "S-0001", reason=" ")) == ("reason_missing", "reversal_reason")
    assert refused(office, lambda: reverse(office, "S-0001", reason="长" * 501)) == ("too_long", "reversal_reason")
    day = date(2020, 3, 17)
    assert refused(office, lambda: reverse(office, "S-0001", on=day)) == ("date_order", "reversed_on")
    sample.save(office, "refunds", lease_uid=made["c"], paid_on=TODAY, amount=Decimal(40))
    assert refused(office, lambda: reverse(office, "S-0001")) == ("refund_above_due", "amount")
    office.undo()
    reverse(office, "S-0001")
    assert refused(office, lambda: reverse(office, "S-0001")) == ("already_reversed", "reversed_on")
