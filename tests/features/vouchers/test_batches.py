"""Batches: what locking stores, what is carried over, what no door changes, how a paid claim is clawed back."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from voucher_park import change, claim, furnish, keep, move, record

from incubator_desk.base.errors import Refused
from incubator_desk.features.vouchers.model import VoucherBatch, VoucherClaim
from incubator_desk.features.vouchers.service.columns import of_batches, standings
from incubator_desk.features.vouchers.service.standing import stood

D, N = date, Decimal
READY = {
    "status": "published",
    "approved_on": D(2020, 3, 5),
    "notice_from": D(2020, 3, 6),
    "notice_to": D(2020, 3, 12),
    "batch_code": "B1",
}


def ready(code, voucher="V1", **values):
    return claim(code, voucher, **(READY | values))


def problem(refused):
    (found,) = refused.value.problems
    return found.code, found.text()


def amounts(office):
    with office.reading() as session:
        rows = session.query(VoucherClaim).order_by(VoucherClaim.code)
        return {c.code: (c.status, c.approved_amount, c.batch_uid is not None) for c in rows}


def total(office, code="B1"):
    with office.reading() as session:
        batch = record(office, "voucher_batches", code)
        return of_batches(session, [batch.uid], D(2020, 3, 20))[batch.uid]


def test_locking_stores_what_each_claim_gets_and_to_whom(office):
    furnish(office, ready("C1"), ready("C2", "V2", eligible_amount=N("30000")))
    move(office, "voucher_batches", "locked", "B1")
    assert amounts(office) == {"C1": ("batched", N("6000.00"), True), "C2": ("batched", N("10000.00"), True)}
    first = record(office, "voucher_claims", "C1")
    assert (first.payee_name, first.payee_bank, first.payee_account) == ("青岚检验检测服务中心", "青岚银行", "0990001")
    assert record(office, "voucher_batches", "B1").locked_on == D(2020, 3, 20)
    assert total(office) == N("16000")
    change(office, "voucher_programmes", "P1", rate_percent=N(10), claim_cap=N(1))
    with office.reading() as session:
        assert [each.allowed for each in stood(session, office.actor.operator).standing.assessed] == [600000, 1000000]


def test_what_the_money_does_not_reach_for_is_carried_over_in_order(office):
    furnish(office, ready("C1"), ready("C2", "V2"), ready("C3", "V3", eligible_amount=N(100)))
    change(office, "voucher_batches", "B1", budget=N("7000"))
    move(office, "voucher_batches", "locked", "B1")
    assert amounts(office) == {
        "C1": ("batched", N("6000.00"), True), "C2": ("published", None, False), "C3": ("published", None, False),
    }  # fmt: skip
    keep(office, voucher_batches=[{"code": "B2", "programme_code": "P1"}])
    for code in ("C2", "C3"):
        change(office, "voucher_claims", code, batch_uid=record(office, "voucher_batches", "B2").uid)
    move(office, "voucher_batches", "locked", "B2")
    assert amounts(office)["C3"] == ("batched", N("50.00"), True)


def test_a_programme_may_cut_pro_rata_instead(office):
    furnish(office, ready("C1"), ready("C2", "V2"), ready("C3", "V3", eligible_amount=N("5000")), programme={"overrun": "prorata", "budget": N("10000")})  # fmt: skip
    move(office, "voucher_batches", "locked", "B1")
    got = amounts(office)
    assert [got[code][1] for code in ("C1", "C2", "C3")] == [N("4137.93"), N("4137.93"), N("1724.14")]
    assert total(office) == N("10000")


def test_what_is_not_ready_leaves_the_batch(office):
    furnish(
        office, ready("C1"), ready("C2", "V2", notice_to=D(2020, 3, 20)), ready("C3", "V3", status="reviewed"),
        claim("C4", "V3", delivered_on=None, **{name: READY[name] for name in ("batch_code", "notice_to")}, status="published"),
    )  # fmt: skip
    move(office, "voucher_batches", "locked", "B1")
    assert {code: found for code, (_status, _amount, found) in amounts(office).items()} == {
        "C1": True, "C2": False, "C3": False, "C4": False,
    }  # fmt: skip


def test_a_batch_with_nothing_to_pay_is_not_locked(office):
    furnish(office, ready("C1", status="reviewed"))
    with pytest.raises(Refused) as refused:
        move(office, "voucher_batches", "locked", "B1")
    assert problem(refused)[0] == "batch_empty"
    assert record(office, "voucher_batches", "B1").status == "draft"


def test_no_door_changes_what_is_locked(office):
    furnish(office, ready("C1"), ready("C2", "V2", batch_code=None))
    move(office, "voucher_batches", "locked", "B1")
    locked = record(office, "voucher_batches", "B1").uid

    def remove(register, code):
        found = record(office, register, code)
        with office.writing("Remove") as step:
            step.remove(step.session.get(type(found), found.uid))

    doors = [
        lambda: change(office, "voucher_claims", "C1", approved_amount=N(1)),
        lambda: change(office, "voucher_claims", "C1", eligible_amount=N(1)),
        lambda: change(office, "voucher_claims", "C1", batch_uid=None),
        lambda: change(office, "voucher_claims", "C1", status="published"),
        lambda: change(office, "voucher_claims", "C1", payee_account="1"),
        lambda: change(office, "voucher_claims", "C2", batch_uid=locked),
        lambda: change(office, "voucher_batches", "B1", budget=N(1)),
        lambda: change(office, "voucher_batches", "B1", status="draft"),
        lambda: keep(office, voucher_claims=[ready("C3", "V3")]),
        lambda: remove("voucher_claims", "C1"),
        office.undo,
    ]
    before = amounts(office)
    for door in doors:
        with pytest.raises(Refused) as refused:
            door()
        assert {(each.code, each.text()) for each in refused.value.problems} == {
            ("batch_locked", "Batch B1 is locked: its amounts stand. Claw back in a later batch what is wrong.")
        }
    assert amounts(office) == before
    change(office, "voucher_claims", "C1", note="原件存档")
    assert office.check() == []


@pytest.mark.parametrize("values", ["approved_amount = 1", "batch_uid = null", "eligible_amount = 1"])
def test_the_database_itself_refuses_it(office, values):
    furnish(office, ready("C1"))
    move(office, "voucher_batches", "locked", "B1")
    with pytest.raises(DBAPIError, match="batch_locked B1"), office.database.writing() as session:
        session.execute(text(f"update voucher_claims set {values} where code = 'C1'"))
    assert amounts(office)["C1"] == ("batched", N("6000.00"), True)


def test_paying_pays_every_claim_and_closes_spent_vouchers(office):
    furnish(
        office,
        ready("C1"),
        ready("C2", "V2", eligible_amount=N(20000)),
        ready("C3", "V2", eligible_amount=N(20000), provider_code="S2"),
    )
    move(office, "voucher_batches", "locked", "B1")
    move(office, "voucher_batches", "paid", "B1", on=D(2020, 3, 25))
    assert {status for status, _amount, _in in amounts(office).values()} == {"paid"}
    assert record(office, "voucher_claims", "C1").paid_on == D(2020, 3, 25)
    assert [record(office, "vouchers", code).status for code in ("V1", "V2")] == ["issued", "used_up"]
    assert office.undo()  # a payment that was recorded too early is taken back; what was locked stays
    assert {status for status, _amount, _in in amounts(office).values()} == {"batched"}
    assert office.redo()
    assert record(office, "vouchers", "V2").status == "used_up"
    assert office.check() == []


def test_a_paid_claim_is_clawed_back_in_a_later_batch(office):
    furnish(office, ready("C1"), ready("C2", "V2"))
    move(office, "voucher_batches", "locked", "B1")
    move(office, "voucher_batches", "paid", "B1", on=D(2020, 3, 25))
    with pytest.raises(Refused) as refused:
        move(office, "voucher_claims", "reversed", "C1", on=D(2020, 4, 1), reason="发票作废")
    assert problem(refused)[0] == "no_batch"
    keep(office, voucher_batches=[{"code": "B2", "programme_code": "P1", "period": "2020-Q2"}])
    move(office, "voucher_claims", "reversed", "C1", on=D(2020, 4, 1), reason="发票作废")
    assert (total(office, "B1"), total(office, "B2")) == (N("12000"), N("-6000"))
    with office.reading() as session:
        found = {v.code: standings(session)[v.uid] for v in session.query(office.features.registers["vouchers"].model)}
    assert (found["V1"].redeemed, found["V1"].available) == (0, 2000000)
    keep(office, voucher_claims=[ready("C9", "V3", batch_code="B2")])
    move(office, "voucher_batches", "locked", "B2", on=D(2020, 4, 2))
    assert total(office, "B2") == N("0")
    with pytest.raises(Refused) as refused:
        move(office, "voucher_claims", "paid", "C1", on=D(2020, 4, 3))
    assert problem(refused)[0] == "no_such_move"
    with office.reading() as session:
        assert session.query(VoucherBatch).filter_by(status="locked").count() == 1


def test_claims_that_wait_are_taken_in(office):
    furnish(
        office,
        ready("C1", batch_code=None),
        ready("C2", "V2", batch_code=None, claimed_on=D(2020, 4, 1)),
        claim("C3", "V3"),
    )
    command = next(c for f in office.features for c in f.commands if c.name == "batch.fill")
    register = office.features.registers["voucher_batches"]
    with office.writing("Fill") as step:
        command.run(step, register, step.session.query(VoucherBatch).one(), D(2020, 3, 20))
    assert {code: found for code, (_s, _a, found) in amounts(office).items()} == {"C1": True, "C2": False, "C3": False}
