"""A claim worked out over what is recorded; what was submitted stands whatever becomes of its sources."""

from decimal import Decimal
from types import SimpleNamespace

import pytest
from sqlalchemy import select
from subsidy_park import PARK, TODAY, D, N, furnish, relief, vouchers

from incubator_desk.base.errors import Refused
from incubator_desk.features.exchange.exporting import export_workbook
from incubator_desk.features.exchange.importing import import_workbook
from incubator_desk.features.subsidies.model import SubsidyClaim, SubsidyLine
from incubator_desk.features.subsidies.service import cases, columns, differing, reminders
from incubator_desk.features.tenants.model import Tenant

R11 = {
    ("R1", "2020-02"): ("3888.00", None, "1166.40"),
    ("R1", "2020-03"): ("3888.00", None, "1166.40"),
    ("R2", "2020-02"): ("2332.80", None, "699.84"),
    ("R2", "2020-03"): ("2332.80", None, "699.84"),
    ("R3", "2020-02"): ("3888.00", "affiliated", "0.00"),
    ("R4", "2020-02"): ("1944.00", "ownership", "0.00"),
    ("R5", "2020-04"): ("1944.00", "not_executed", "0.00"),
    ("R5", "2020-05"): ("1944.00", "outside_window", "0.00"),
}


def codes(refused):
    return {problem.code for problem in refused.value.problems}


def amounts(made, code="C1"):
    claim = made.claim(code)
    return claim.status, claim.base_amount, claim.claim_amount


def told(made, on=TODAY):
    with made.office.reading() as session:
        found = reminders.reminders(session, made.office.actor, on)
    return [(each.text, each.amount, each.next_step) for each in found]


def differences(made, on=TODAY, code="C1"):
    with made.office.reading() as session:
        return differing.DIFFERENCES.rows(session, made.office.actor, made.uids[code], on)


def test_a_claim_is_worked_out_to_the_fen_with_the_reason_why_not(office):
    made = furnish(office)
    made.work_out()
    assert made.lines() == R11
    claim = made.claim()
    assert (claim.base_amount, claim.claim_amount) == (N("12441.60"), N("3732.48"))
    assert (claim.computed_on, claim.rate_percent, claim.cap) == (TODAY, N(30), None)
    assert office.check() == []
    assert office.undo()
    assert made.lines() == {}
    assert amounts(made) == ("draft", None, None)
    assert office.redo()
    assert made.lines() == R11


def test_working_it_out_again_keeps_what_stays(office):
    made = furnish(office, cap=N(3000))
    made.work_out()
    with office.reading() as session:
        before = {line.record_code + line.month: line.uid for line in session.scalars(select(SubsidyLine))}
    made.change("reliefs", "R2", percent=N(50))
    made.change("reliefs", "R5", status="void")
    relief(made, "R7", "L2", 10, 3, 3)
    made.change("subsidy_claims", "C1", other_public_money=N("500.50"))
    made.work_out(on=D(2020, 4, 2))
    assert amounts(made) == ("draft", N("11858.40"), N("2499.50"))
    assert sum(Decimal(share) for _a, _r, share in made.lines().values()) == N("2499.50")
    with office.reading() as session:
        after = {line.record_code + line.month: line.uid for line in session.scalars(select(SubsidyLine))}
    assert before.keys() - after.keys() == {"R52020-04", "R52020-05"}
    assert after.keys() - before.keys() == {"R72020-03"}
    assert {name: after[name] for name in before.keys() & after.keys()}.items() <= before.items()
    made.work_out(on=D(2020, 4, 2))
    assert amounts(made) == ("draft", N("11858.40"), N("2499.50"))
    assert office.check() == []


def test_only_the_first_months_of_a_company_count(office):
    made = furnish(office, months=1)
    made.work_out(on=D(2020, 6, 1))
    assert {key: reason for key, (_a, reason, _s) in made.lines().items() if reason == "beyond_months"} == {
        ("R1", "2020-03"): "beyond_months", ("R2", "2020-03"): "beyond_months", ("R5", "2020-04"): "beyond_months",
    }  # fmt: skip
    assert amounts(made)[1] == N("6220.80")


def test_paid_vouchers_are_paid_back_too(office):
    made = furnish(office, pays_for=None, starts_on=D(2020, 3, 1), ends_on=D(2020, 3, 31))
    vouchers(made)
    made.change("subsidy_programmes", "SP1", excluded_policies="VP2")
    made.work_out(on=D(2020, 3, 31))
    found = {key: reason for key, (_a, reason, _s) in made.lines().items() if key[0].startswith("VC")}
    assert found == {("VC1", "2020-03"): None, ("VC2", "2020-03"): "policy_excluded"}
    assert amounts(made)[1] == N("3888.00") + N("2332.80") + N(1000)
    made.work_out(on=TODAY)  # what was paid later is not there yet
    assert ("VC2", "2020-03") not in made.lines()


def test_policies_are_excluded_with_all_their_versions(office):
    made = furnish(office)
    made.keep("relief_policies", "P2", title="第二版", version_of="P1")
    made.change("reliefs", "R2", policy_uid=made.uids["P2"])
    made.change("subsidy_programmes", "SP1", excluded_policies="P1；")
    made.work_out()
    assert {made.lines()[key][1] for key in (("R1", "2020-02"), ("R2", "2020-02"))} == {"policy_excluded"}
    with pytest.raises(Refused) as refused:
        made.change("subsidy_programmes", "SP1", excluded_policies="P1; P9")
    (problem,) = refused.value.problems
    assert (problem.code, problem.where.column) == ("unknown_policy", "excluded_policies")
    assert "P9" in problem.text()


@pytest.mark.parametrize(
    ("values", "code", "column"),
    [
        ({"starts_on": D(2020, 2, 16)}, "whole_months", "starts_on"),
        ({"ends_on": D(2020, 4, 29)}, "whole_months", "ends_on"),
        ({"ends_on": D(2020, 1, 31)}, "ends_before_starts", "ends_on"),
        ({"claim_by": D(2020, 1, 31)}, "ends_before_starts", "claim_by"),
        ({"rate_percent": N(0)}, "out_of_range", "rate_percent"),
    ],
)
def test_a_programme_that_makes_no_sense_is_refused_beside_its_field(file_office, values, code, column):
    made = furnish(file_office)
    with pytest.raises(Refused) as refused:
        made.change("subsidy_programmes", "SP1", **values)
    assert [(p.code, p.where.column) for p in refused.value.problems] == [(code, column)]


def test_of_vouchers_alone_a_window_may_begin_on_any_day(file_office):
    made = furnish(file_office)
    made.change("subsidy_programmes", "SP1", pays_for="voucher", starts_on=D(2020, 2, 16), ends_on=D(2020, 4, 29))


# what differs ---------------------------------------------------------------------------------------------------------


def test_what_changed_since_is_told_in_the_panel_the_list_and_on_the_home_page(office):
    made = furnish(office)
    made.work_out()
    assert differences(made) == []
    assert told(made) == []
    made.change("reliefs", "R2", percent=N(50))
    assert differences(made) == [
        ("Eligible in all", "12,441.60", "11,664.00", None, None, None),
        ("Claimed", "3,732.48", "3,499.20", None, None, None),
        ("Amount", "2,332.80", "1,944.00", "青岚白榆生物有限公司", "R2 L2 #2", "2020-02"),
        ("Amount", "2,332.80", "1,944.00", "青岚白榆生物有限公司", "R2 L2 #3", "2020-03"),
    ]
    with office.reading() as session:
        assert differing.difference(session, [made.uids["C1"]], TODAY) == {made.uids["C1"]: N("-233.28")}
    assert told(made) == [("Claim C1 would be different now", N("-233.28"), "Work it out again")]
    made.work_out()
    assert told(made) == []
    assert differences(made, D(2020, 4, 1))[2] == (
        "Eligibility", "Not executed yet", "Eligible", "青岚朴石新材料有限公司", "R5 L1 #4", "2020-04",
    )  # fmt: skip


def test_the_home_page_tells_of_money_to_be_claimed_and_of_last_days(office):
    made = furnish(office)
    assert told(made, D(2020, 6, 1)) == [("Submit claim C1 in time", None, "See the claim")]
    made.move("withdrawn", reason="改由园区公司申报")
    assert told(made, D(2020, 1, 31)) == []
    assert told(made) == [("Post-subsidy not claimed yet", N("3732.48"), "Enter a claim")]
    assert told(made, D(2020, 7, 1)) == []
    made.change("subsidy_programmes", "SP1", ownerships="collective")
    assert told(made) == []


# what was submitted stands --------------------------------------------------------------------------------------------


def test_only_what_the_facts_give_is_submitted(office):
    made = furnish(office)
    for code, prepare in (
        ("not_worked_out", lambda: None),
        ("changed_since", lambda: (made.work_out(), made.change("reliefs", "R1", percent=N(90)))),
        ("nothing_to_claim", lambda: (made.change("subsidy_programmes", "SP1", ownerships="collective"), made.work_out())),
        ("too_late", lambda: made.change("subsidy_programmes", "SP1", claim_by=D(2020, 3, 19))),
    ):  # fmt: skip
        prepare()
        with pytest.raises(Refused) as refused:
            made.move("submitted")
        assert code in codes(refused)
    assert amounts(made)[0] == "draft"


def test_a_deferred_line_is_not_executed_before_its_new_date(office):
    made = furnish(office)
    relief(made, "R7", "L2", 10, 4, 4)
    for on, reason in ((D(2020, 9, 30), "not_executed"), (D(2020, 10, 1), None)):
        made.work_out(on=on)
        assert made.lines()["R7", "2020-04"][1] == reason


def test_a_relief_that_is_executed_later_does_not_keep_a_claim_from_being_submitted(office):
    made = furnish(office)
    made.work_out()
    made.move("submitted", on=D(2020, 4, 2))
    assert amounts(made) == ("submitted", N("12441.60"), N("3732.48"))


def test_no_door_changes_a_submitted_claim(office):
    made = furnish(office)
    made.work_out()
    made.move("submitted")
    made.change("reliefs", "R2", percent=N(50))
    before = (amounts(made), made.lines())

    def remove(model):
        with office.writing("Remove") as step:
            step.remove(step.session.scalars(select(model).order_by(model.uid)).first())

    def change_line(**values):
        with office.writing("Change") as step:
            step.change(step.session.scalars(select(SubsidyLine)).first(), values)

    def add_line():
        with office.writing("Add") as step:
            tenant = step.session.scalars(select(Tenant.uid)).first()
            step.add(SubsidyLine, {
                "claim_uid": made.uids["C1"], "tenant_uid": tenant, "source": "rent_relief", "record_code": "X",
                "lease_code": "X", "line_no": 1, "month": "2020-02", "amount": N(1), "eligible": False,
                "reason": "kind", "share": N(0),
            })  # fmt: skip

    for door in (
        made.work_out,
        lambda: made.change("subsidy_claims", "C1", claim_amount=N(1)),
        lambda: made.change("subsidy_claims", "C1", other_public_money=N(1)),
        lambda: made.change("subsidy_claims", "C1", computed_on=None),
        lambda: made.change("subsidy_claims", "C1", code="C2"),
        lambda: made.change("subsidy_claims", "C1", status="draft"),
        lambda: change_line(amount=N(1)),
        lambda: change_line(reason="kind"),
        add_line,
        lambda: remove(SubsidyLine),
    ):
        with pytest.raises(Refused) as refused:
            door()
        texts = {problem.code: problem.text() for problem in refused.value.problems}
        assert texts["claim_stands"] == "Claim C1 was submitted: its amounts and lines stand."
    assert (amounts(made), made.lines()) == before
    made.change("subsidy_claims", "C1", note="原件存档")
    assert [text for text, _amount, step in told(made) if step == "See the differences"] == [
        "Claim C1 would be different now"
    ]
    assert office.check() == []


def test_a_submission_is_undone_while_nothing_followed(office):
    made = furnish(office)
    made.work_out()
    made.move("submitted")
    assert office.undo()
    assert amounts(made) == ("draft", N("12441.60"), N("3732.48"))
    assert office.redo()
    made.move("approved", approved_amount=N("3700"))
    assert made.claim().approved_on == TODAY
    assert office.undo()
    assert office.undo()
    assert amounts(made)[0] == "draft"
    assert office.undo()
    assert made.lines() == {}


def test_what_was_worked_out_is_not_undone_under_a_submission(office):
    """Someone else submits it meanwhile: the one who worked it out cannot take the lines away."""
    made = furnish(office)
    made.work_out()
    clerk, office.actor = office.actor, SimpleNamespace(name="李主任", operator=office.actor.operator)
    made.move("submitted")
    office.actor = clerk
    with pytest.raises(Refused) as refused:
        office.undo()
    assert codes(refused) == {"claim_stands"}
    assert made.lines() == R11


def test_what_is_approved_is_entered_and_no_more_than_claimed(office):
    made = furnish(office)
    made.work_out()
    made.move("submitted")
    for amount, code in ((None, "approved_amount_missing"), (N("3732.49"), "approved_above_claim")):
        with pytest.raises(Refused) as refused:
            made.move("approved", approved_amount=amount)
        assert codes(refused) == {code}
    made.move("approved", approved_amount=N("3700"))
    made.move("paid", on=D(2020, 5, 1))
    assert made.claim().paid_on == D(2020, 5, 1)
    with pytest.raises(Refused):
        made.change("subsidy_claims", "C1", approved_amount=N(1))
    with office.reading() as session:
        assert columns.claimed(session, [made.uids["SP1"]], TODAY) == {made.uids["SP1"]: N("3700")}


def test_a_returned_claim_is_worked_out_again(office):
    made = furnish(office)
    made.work_out()
    made.move("submitted")
    made.change("reliefs", "R2", percent=N(50))
    made.move("returned", reason="补充材料")
    made.work_out()
    made.move("submitted")
    assert amounts(made) == ("submitted", N("11664.00"), N("3499.20"))


def test_a_later_claim_takes_what_the_first_left(office):
    made = furnish(office, cap=N(4000))
    made.work_out()
    made.move("submitted")
    made.keep("subsidy_claims", "C2", programme="SP1")
    made.work_out("C2", D(2020, 4, 2))
    found = {key: reason for key, (_a, reason, _s) in made.lines("C2").items()}
    assert found[("R1", "2020-02")] == "claimed_before"
    assert found[("R5", "2020-04")] is None
    assert amounts(made, "C2") == ("draft", N("1944.00"), N("267.52"))  # what 4,000 leaves after 3,732.48
    made.move("submitted", "C2", D(2020, 4, 2))
    assert differences(made, D(2020, 4, 2)) == []  # what the second has, the first does not miss
    assert differences(made, D(2020, 4, 2), "C2") == []
    relief(made, "R7", "L2", 10, 3, 3)
    assert [row[0] for row in differences(made, D(2020, 4, 2))] == ["Eligible in all", "Claimed", "Amount"]
    assert office.check() == []


def test_lines_are_not_changed_by_hand(office):
    made = furnish(office)
    made.work_out()
    with pytest.raises(Refused) as refused, office.writing("Change") as step:
        line = step.session.scalars(select(SubsidyLine).where(SubsidyLine.eligible)).first()
        step.change(line, {"amount": N(1)})
    assert codes(refused) == {"lines_astray"}


def test_each_amount_leads_to_its_source(office):
    made = furnish(office, pays_for=None)
    vouchers(made)
    made.work_out()
    with office.reading() as session:
        lines = {(line.record_code, line.month): line.uid for line in session.scalars(select(SubsidyLine))}
        of_rent = columns.source(session, office.actor, lines["R2", "2020-03"], TODAY)
        of_voucher = columns.source(session, office.actor, lines["VC1", "2020-03"], TODAY)
    assert of_rent == ("schedule", made.uids["L2"])
    assert of_voucher == ("voucher_claims", made.uids["VC1"])
    with office.writing("Remove") as step:
        found = step.session.scalars(select(office.features.registers["voucher_claims"].model)).all()
        step.remove(next(each for each in found if each.code == "VC1"))
    with pytest.raises(Refused) as refused, office.reading() as session:
        columns.source(session, office.actor, lines["VC1", "2020-03"], TODAY)
    assert codes(refused) == {"source_gone"}


def test_a_claim_is_added_up_by_company_and_offers_its_paper(office):
    made = furnish(office)
    made.work_out()
    with office.reading() as session:
        rows = columns.BY_COMPANY.rows(session, office.actor, made.uids["C1"], TODAY)
        paper = columns.paper(session, office.actor, made.uids["C1"], TODAY)
    assert [(name, months, *map(str, sums)) for name, months, *sums in rows] == [
        ("青岚朴石新材料有限公司", 2, "11664.00", "7776.00", "2332.80"),
        ("青岚白榆生物有限公司", 2, "4665.60", "4665.60", "1399.68"),
        ("青岚联创投资有限公司", 0, "3888.00", "0.00", "0.00"),
        ("青岚恒序软件有限公司", 0, "1944.00", "0.00", "0.00"),
    ]
    assert paper == ("paper", {"report": "subsidy_claim", "tenant": None, "period": "2020-H1"})


def test_the_case_says_how_the_claim_stands(office):
    made = furnish(office)

    def remark(on=TODAY):
        with office.reading() as session:
            claim = session.get_one(SubsidyClaim, made.uids["C1"])
            return cases.remark(session, office.actor, claim, on)

    assert remark() == ("Not worked out yet.", "info")
    made.work_out()
    assert remark()[1] == "success"
    made.change("reliefs", "R1", percent=N(90))
    assert remark() == (
        "Since 2020-03-20 something changed: see “Differences”, and work it out again.", "warning",
    )  # fmt: skip


def test_a_workbook_takes_a_submitted_claim_along(office, open_office, tmp_path):
    made = furnish(office, cap=N(3000), park_controllers=PARK)
    made.work_out()
    made.move("submitted")
    book = tmp_path / "all.xlsx"
    export_workbook(office, book)
    other = open_office(str(tmp_path / "other.desk"))
    outcome = import_workbook(other, book)
    assert [problem.text() for problem in outcome.problems] == []
    with other.reading() as session:
        claim = session.scalars(select(SubsidyClaim)).one()
        assert (claim.status, claim.base_amount, claim.claim_amount) == ("submitted", N("12441.60"), N("3000"))
        assert differing.found(session, claim, TODAY) == []
        assert len(session.scalars(select(SubsidyLine)).all()) == len(R11)
    again = import_workbook(other, book)
    assert again.sheets["subsidy_lines"].unchanged == len(R11)
    assert other.undo()  # as a whole it goes again
    with other.reading() as session:
        assert session.scalars(select(SubsidyClaim)).all() == []
