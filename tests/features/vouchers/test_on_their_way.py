"""Claims and vouchers on their way: what keeps a step from being taken, what follows, what home tells of them."""

from datetime import date
from decimal import Decimal

import pytest
from voucher_park import TODAY, change, claim, furnish, keep, move, record

from incubator_desk.base.errors import Refused
from incubator_desk.features.park.model import ParameterValue
from incubator_desk.features.vouchers.service import reminders
from incubator_desk.features.vouchers.service.standing import stood

D, N = date, Decimal


def code_of(refused):
    return {problem.code for problem in refused.value.problems}


def test_a_claim_goes_its_way_and_back(office):
    furnish(office, claim("C1", status="draft"))
    for target, on in (("submitted", 2), ("accepted", 3), ("reviewed", 4), ("approved", 5), ("published", 6)):
        move(office, "voucher_claims", target, "C1", on=D(2020, 3, on))
    found = record(office, "voucher_claims", "C1")
    assert (found.approved_on, found.notice_from, found.notice_to) == (D(2020, 3, 5), D(2020, 3, 6), D(2020, 3, 12))
    move(office, "voucher_claims", "accepted", "C1", on=D(2020, 3, 9), reason="异议成立")
    found = record(office, "voucher_claims", "C1")
    assert (found.status, found.approved_on, found.notice_from, found.notice_to) == ("accepted", None, None, None)


def test_what_has_a_blocking_finding_is_not_passed(office):
    furnish(office, claim("C1", status="accepted", delivered_on=None), claim("C2", status="accepted"))
    with pytest.raises(Refused) as refused:
        move(office, "voucher_claims", "reviewed", "C1", "C2")
    assert code_of(refused) == {"claim_blocked"}
    assert "Contract, delivery, invoice and claim are not in order" in refused.value.problems[0].text()
    assert record(office, "voucher_claims", "C2").status == "accepted"
    move(office, "voucher_claims", "rejected", "C1", reason="日期不符")
    assert record(office, "voucher_claims", "C1").status == "rejected"


def test_nobody_moves_a_claim_into_a_batch_by_itself(office):
    furnish(office, claim("C1", status="published", batch_code="B1"))
    flow = office.features.flows["voucher_claims"]
    assert "batched" not in {made.target for made in flow.offered("published")}
    assert flow.offered("batched") == ()


def test_a_park_may_do_without_stations(office):
    with office.writing("No notice") as step:
        for name in ("accepted", "reviewed", "published"):
            step.add(ParameterValue, {"name": f"voucher.step.{name}", "valid_from": D(2020, 1, 1), "value": N(0)})
    furnish(office, claim("C1"), claim("C2", "V2"))
    move(office, "voucher_claims", "approved", "C1", "C2", on=D(2020, 3, 2))
    for code in ("C1", "C2"):
        change(office, "voucher_claims", code, batch_uid=record(office, "voucher_batches", "B1").uid)
    move(office, "voucher_batches", "locked", "B1")
    assert {record(office, "voucher_claims", code).status for code in ("C1", "C2")} == {"batched"}


def test_vouchers_expire_when_nothing_can_be_claimed_any_more(office):
    furnish(office, claim("C1"), programme={"use_by": D(2020, 2, 29), "redeem_by": D(2020, 4, 30)})
    change(office, "vouchers", "V2", held_amount=N(500))
    with pytest.raises(Refused) as refused:
        move(office, "vouchers", "expired", "V1", "V2", "V3")
    assert code_of(refused) == {"still_claimed", "still_redeemable"}
    with pytest.raises(Refused) as refused:
        move(office, "vouchers", "expired", "V3", on=D(2020, 2, 29))
    assert code_of(refused) == {"not_over"}
    move(office, "vouchers", "expired", "V3")
    with pytest.raises(Refused) as refused:
        move(office, "vouchers", "revoked", "V1", reason="注销")
    assert code_of(refused) == {"still_claimed"}
    move(office, "vouchers", "expired", "V2", on=D(2020, 5, 1))
    assert [record(office, "vouchers", code).status for code in ("V1", "V2", "V3")] == ["issued", "expired", "expired"]


def test_further_flags_block_or_warn_as_the_programme_says(office):
    furnish(
        office, claim("C1", payer="某公司", other_funding=N(10)), claim("C2", "V2"),
        programme={"blocking_flags": "double_funding", "warning_flags": "third_party_payment"},
    )  # fmt: skip
    with office.reading() as session:
        found = {e.claim.code: (e.allowed, e.findings) for e in stood(session, office.actor.operator).standing.assessed}
    assert found == {"C1": (0, ("double_funding", "third_party_payment")), "C2": (600000, ())}
    change(office, "voucher_claims", "C1", other_funding=None)
    with office.reading() as session:
        found = {e.claim.code: (e.allowed, e.findings) for e in stood(session, office.actor.operator).standing.assessed}
    assert found["C1"] == (600000, ("third_party_payment",))


def test_evidence_counts_as_missing_until_it_is_at_hand(office):
    furnish(
        office, claim("C1", status="draft"), programme={"warning_flags": "evidence_missing", "evidence": "合同；发票"}
    )
    move(office, "voucher_claims", "submitted", "C1")
    with office.reading() as session:
        (each,) = stood(session, office.actor.operator).standing.assessed
    assert each.findings == ()
    keep(office, voucher_claims=[claim("C2", "V2")])
    with office.reading() as session:
        each = stood(session, office.actor.operator).by_code["C2"]
    assert each.findings == ("evidence_missing",)


def test_home_tells_what_waits(office):
    furnish(office, claim("C1"), claim("C2", "V2", status="approved", approved_on=D(2020, 3, 5)), programme={"use_by": D(2020, 4, 1), "redeem_by": D(2020, 4, 15)})  # fmt: skip
    change(office, "vouchers", "V3", use_by=D(2020, 3, 1))
    with office.reading() as session:
        told = [(each.text, each.concerning, each.amount) for each in reminders.reminders(session, office.actor, TODAY)]
    assert told == [
        ("1 voucher is past its last day", "山岚团队", None),
        ("Voucher V1 ends", "青岚朴石新材料有限公司", N("14000.00")),
        ("Voucher V2 ends", "青岚白榆生物有限公司", N("14000.00")),
        ("Claims under P1 end", "2020年创新券", None),
        ("Voucher claims waiting to be accepted", "1 claim", None),
        ("Voucher claims approved", "1 claim", None),
        ("Batch B1 to be locked", "2020-Q1", None),
    ]
