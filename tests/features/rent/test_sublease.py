"""What a landlord granted is passed on by area, as one step; a case is complete only when nothing of it leaks."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import sample_park as sample

from incubator_desk.base.errors import Problem, Refused
from incubator_desk.catalog.flow import Move
from incubator_desk.catalog.office import Office
from incubator_desk.features.leases.model import Lease
from incubator_desk.features.rent.model import Relief
from incubator_desk.features.rent.service import sublease
from incubator_desk.features.rent.service.sublease import Passing

TODAY = date(2020, 3, 20)
FEBRUARY = {"starts_on": date(2020, 2, 1), "ends_on": date(2020, 2, 29)}
AREAS = (Decimal("333.3"), Decimal("266.7"), Decimal(200))


class House:
    """A head lease of 1,200 m², three leases on 800 m² of it, and 90,000 granted for February (domain R8)."""

    def __init__(self, office: Office, **policy: Any) -> None:
        self.office = office
        self.head = sample.save(
            office, "head_leases", landlord="青岚国资", ownership="state", area_sqm=Decimal(1200),
            starts_on=date(2018, 1, 1), ends_on=date(2027, 12, 31),
        )  # fmt: skip
        self.policy = sample.save(office, "relief_policies", title="免收房租", **policy)
        self.grant = sample.save(
            office, "upstream_grants", head_lease_uid=self.head, policy_uid=self.policy, granted_on=date(2020, 2, 7),
            amount=Decimal(90000), **FEBRUARY,
        )  # fmt: skip
        self.tenants = [sample.tenant(office, at, name) for at, name in enumerate(("甲", "乙", "丙"))]
        self.leases = [self.let(at, area) for at, area in enumerate(AREAS)]

    def let(self, at: int, area: Decimal, **values: Any) -> str:
        room = sample.save(self.office, "premises", area_sqm=area, head_lease_uid=self.head)
        terms = {"starts_on": date(2019, 7, 1), "ends_on": date(2021, 6, 30), "price": Decimal(100),
                 "price_unit": "sqm_month", "premises_uid": room, "tenant_uid": self.tenants[at]}  # fmt: skip
        return sample.save(self.office, "leases", **terms | values)

    def case(self, at: int, **values: Any) -> str:
        given = {"lease_uid": self.leases[at], "policy_uid": self.policy, "kind": "percent", "percent": Decimal(100),
                 "status": "in_force", "approved_on": date(2020, 3, 1), **FEBRUARY}  # fmt: skip
        return sample.save(self.office, "reliefs", **given | values)

    def passing(self) -> Passing:
        with self.office.reading() as session:
            return sublease.passing(session, self.office.actor, self.grant, TODAY)

    def pass_on(self) -> int:
        with self.office.writing(sublease.PASS_ON, grant="U-0001") as step:
            return sublease.pass_on(step, self.office.features.registers, self.grant, TODAY)

    def reliefs(self) -> list[tuple[Any, ...]]:
        with self.office.reading() as session:
            found = session.query(Relief).order_by(Relief.code)
            return [
                (r.code, r.status, r.kind, r.cap, r.upstream_amount, r.final_lessee, bool(r.grant_uid)) for r in found
            ]


def test_r8_shares_by_area_of_what_is_let(office: Office) -> None:
    found = House(office).passing()
    assert (found.amount, found.attributable, found.passed_on, found.leakage) == (90000_00, 60000_00, 0, 60000_00)
    assert [(share.code, share.area, share.share) for share in found.shares] == [
        ("L-0001", AREAS[0], 24997_50), ("L-0002", AREAS[1], 20002_50), ("L-0003", AREAS[2], 15000_00),
    ]  # fmt: skip
    assert len(found.open) == 3


def test_passing_on_makes_the_missing_cases_and_completes_the_others_as_one_step(office: Office) -> None:
    house = House(office)
    house.case(0)
    house.case(1, final_lessee="乙的客户", status="refused")
    before = house.reliefs()
    assert house.pass_on() == 3
    assert house.reliefs() == [
        ("R-0001", "in_force", "percent", None, Decimal("24997.50"), "甲", True),
        before[1],
        ("R-0003", "draft", "fixed", Decimal("20002.50"), Decimal("20002.50"), "乙", True),
        ("R-0004", "draft", "fixed", Decimal(15000), Decimal(15000), "丙", True),
    ]
    found = house.passing()
    assert found.open == ()
    assert (found.passed_on, found.leakage) == (24997_50, 35002_50)
    with pytest.raises(Refused, match="nothing_left"):
        house.pass_on()
    office.undo()
    assert house.reliefs() == before


def test_nothing_leaks_once_the_cases_are_approved(office: Office) -> None:
    house = House(office)
    house.pass_on()
    with office.writing("Approve") as step:
        for relief in step.session.query(Relief).all():
            step.change(relief, {"status": "approved", "approved_on": TODAY})
    found = house.passing()
    assert (found.passed_on, found.leakage) == (60000_00, 0)
    assert [share.granted for share in found.shares] == [share.share for share in found.shares]


def test_another_grant_amount_is_followed_by_drafts_and_by_what_is_entered(office: Office) -> None:
    house = House(office)
    house.case(0)
    house.pass_on()
    with office.writing("Correct") as step:
        grant = step.session.get_one(sublease.UpstreamGrant, house.grant)
        step.change(grant, {"amount": Decimal(45000)})
    assert house.pass_on() == 3
    assert [(row[3], row[4]) for row in house.reliefs()] == [
        (None, Decimal("12498.75")), (Decimal("10001.25"), Decimal("10001.25")), (Decimal(7500), Decimal(7500)),
    ]  # fmt: skip


def test_a_name_that_the_clerk_entered_stays(office: Office) -> None:
    house = House(office)
    house.case(0, final_lessee="甲的客户")
    house.pass_on()
    assert house.reliefs()[0][5] == "甲的客户"


def test_a_policy_that_passes_on_half_shares_out_half(office: Office) -> None:
    found = House(office, pass_on_percent=Decimal(50)).passing()
    assert (found.attributable, found.shares[0].share) == (30000_00, 12498_75)


def test_a_lease_counts_for_its_days_of_the_term_and_by_all_its_rooms(office: Office) -> None:
    house = House(office)
    with office.writing("End") as step:
        step.change(step.session.get_one(Lease, house.leases[2]), {"ended_on": date(2020, 2, 10)})
    follows = house.let(1, Decimal(200), starts_on=date(2020, 2, 11))
    room = sample.save(office, "premises", area_sqm=Decimal(60), head_lease_uid=house.head)
    elsewhere = sample.save(office, "premises", area_sqm=Decimal(70))
    with office.writing("Rooms") as step:
        step.change(step.session.get_one(Lease, house.leases[0]), {"area_sqm": AREAS[0] + 130})
    for uid, area in ((room, 60), (elsewhere, 70)):
        sample.save(office, "lease_rooms", lease_uid=house.leases[0], premises_uid=uid, area_sqm=Decimal(area))
    found = {share.code: share for share in house.passing().shares}
    assert found["L-0001"].area == AREAS[0] + 60
    assert (found["L-0003"].share, found["L-0004"].share) == (5172_41, 9827_59)  # 10 and 19 of 29 days
    assert house.passing().attributable == 64500_00
    assert follows


def test_two_cases_of_a_lease_share_its_part(office: Office) -> None:
    house = House(office)
    first = {"starts_on": date(2020, 2, 1), "ends_on": date(2020, 2, 29), "kind": "fixed", "percent": None}
    house.case(2, **first, cap=Decimal(4000))
    house.case(2, **first, cap=Decimal(5000))
    house.pass_on()
    assert [row[4] for row in house.reliefs()[:2]] == [Decimal(4000), Decimal(11000)]
    assert house.passing().shares[2].leakage == 6000_00


# the check before a case is complete ----------------------------------------------------------------------------------


def check(office: Office, relief: str, target: str = "completed") -> list[Problem]:
    with office.writing("Look") as step:
        record = step.session.get_one(Relief, relief)
        return list(sublease.leak_checks(step, record, Move("in_force", target, "Complete"), TODAY))


def test_a_case_that_grants_less_than_the_landlord_did_is_not_complete(office: Office) -> None:
    house = House(office)
    relief = house.case(2, percent=Decimal(50), upstream_amount=Decimal(15000))
    (problem,) = check(office, relief)
    assert (problem.code, problem.where.column) == ("leakage_not_zero", "upstream_amount")
    for amount in ("15,000.00", "10,000.00", "5,000.00"):
        assert amount in problem.text()
    assert check(office, relief, "void") == []
    assert check(office, house.case(1)) == []
    assert check(office, house.case(0, upstream_amount=Decimal("24997.50"))) == []


def test_the_registers_show_what_was_passed_on_and_what_leaks(office: Office) -> None:
    house = House(office)
    case = house.case(2, percent=Decimal(50), upstream_amount=Decimal(15000))
    whole = house.case(1, upstream_amount=Decimal(0))
    without = house.case(0)
    with office.reading() as session:
        assert sublease.leaking_cases(session, [case, whole, without], TODAY) == {
            case: Decimal(5000),
            whole: Decimal(0),
        }
        assert sublease.passed_on(session, [house.grant], TODAY) == {house.grant: Decimal(55000)}
        assert sublease.leaking(session, [house.grant], TODAY) == {house.grant: Decimal(5000)}
        assert sublease.leaking(session, [], TODAY) == {}
