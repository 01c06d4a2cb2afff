"""A lease renewed: the same terms from the day after, at the price in force, all as one step."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import sample_park as sample

from incubator_desk.base.errors import Problem, Refused
from incubator_desk.catalog.office import Office
from incubator_desk.features.leases.model import Lease, LeaseRoom
from incubator_desk.features.rent.rules import Lease as LeaseTerms
from incubator_desk.features.rent.rules.renewal import as_long, changed_price, price_at
from incubator_desk.features.rent.service import renewing
from incubator_desk.features.rent.service.renewing import Proposal, Terms
from incubator_desk.features.rent.service.summary import schedules

TODAY = date(2020, 3, 20)


def terms(starts_on: str, ends_on: str) -> LeaseTerms:
    first, last = date.fromisoformat(starts_on), date.fromisoformat(ends_on)
    return LeaseTerms(code="L", tenant="T", price=Decimal(45), price_unit="month", starts_on=first, ends_on=last)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "renewal", "until"),
    [
        ("2018-04-01", "2020-03-31", "2020-04-01", "2022-03-31"),
        ("2019-07-16", "2020-07-15", "2020-07-16", "2021-07-15"),
        ("2020-01-01", "2020-02-29", "2020-03-01", "2020-04-30"),
        ("2020-01-01", "2020-01-20", "2020-01-21", "2020-02-09"),
        ("2019-03-01", "2020-02-29", "2020-05-01", "2021-04-30"),
    ],
)
def test_it_is_as_long_as_the_lease_was(starts_on: str, ends_on: str, renewal: str, until: str) -> None:
    assert as_long(terms(starts_on, ends_on), date.fromisoformat(renewal)) == date.fromisoformat(until)


def test_a_price_changes_as_a_price_step_would() -> None:
    assert changed_price(Decimal("45.33"), Decimal(5)) == Decimal("47.5965")
    assert changed_price(Decimal(45), Decimal(-10)) == Decimal("40.5")
    assert changed_price(Decimal(45), None) == 45
    assert price_at(terms("2020-01-01", "2020-12-31"), date(2020, 12, 31)) == 45


def lease(office: Office, **values: Any) -> str:
    tenant = sample.tenant(office, 1, "青岚序光光电有限公司")
    given: dict[str, Any] = {
        "starts_on": date(2018, 4, 1), "ends_on": date(2020, 3, 31), "rent_free_days": 30, "deposit": Decimal(14000),
        "billing_months": "3",
    }  # fmt: skip
    uid = sample.lease(office, 1, tenant, **given | values)
    hall = sample.save(office, "premises", area_sqm=Decimal(300))
    sample.save(office, "lease_rooms", lease_uid=uid, premises_uid=hall, area_sqm=Decimal("40.5"))
    sample.save(office, "lease_steps", lease_uid=uid, from_on=date(2019, 4, 1), percent=Decimal(4))
    return uid


def proposal(office: Office, uid: str) -> Proposal:
    with office.reading() as session:
        return renewing.propose(session, office.actor, office.features.registers, uid, TODAY)


def renew(office: Office, uid: str, **values: Any) -> str:
    usual = proposal(office, uid)
    with office.writing(renewing.RENEW, old=usual.code, code=usual.new_code) as step:
        wanted = Terms(**{"starts_on": usual.starts_on, "ends_on": usual.ends_on} | values)
        return renewing.renew(step, office.features.registers, uid, wanted, TODAY)


def refused(office: Office, uid: str, **values: Any) -> Problem:
    with office.reading() as session:
        before = session.query(Lease).count()
    with pytest.raises(Refused) as caught:
        renew(office, uid, **values)
    with office.reading() as session:
        assert session.query(Lease).count() == before
    return caught.value.problems[0]


def test_a_renewal_has_the_terms_the_rooms_and_the_price_in_force(office: Office) -> None:
    old = lease(office)
    sample.save(office, "receipts", lease_uid=old, received_on=date(2018, 4, 1), amount=Decimal(14000), kind="deposit")
    usual = proposal(office, old)
    assert (usual.new_code, usual.starts_on, usual.ends_on) == ("L-0002", date(2020, 4, 1), date(2022, 3, 31))
    assert usual.price == Decimal("46.8")
    assert [(each.lease_code, each.held) for each in usual.deposits] == [("L-0001", 14000_00)]
    new = renew(office, old, contract_no="青租〔2020〕9号")
    with office.reading() as session:
        before, made = session.get_one(Lease, old), session.get_one(Lease, new)
        for name in (
            "tenant_uid",
            "premises_uid",
            "area_sqm",
            "price_unit",
            "billing_months",
            "deposit",
            "due_offset_days",
        ):
            assert getattr(made, name) == getattr(before, name)
        assert (made.code, made.renewal_of, made.contract_no) == ("L-0002", "L-0001", "青租〔2020〕9号")
        assert (made.price, made.rent_free_days, made.ended_on) == (Decimal("46.8"), 0, None)
        rooms = [(r.premises_uid, r.area_sqm) for r in session.query(LeaseRoom).filter_by(lease_uid=new)]
        assert rooms == [(r.premises_uid, r.area_sqm) for r in session.query(LeaseRoom).filter_by(lease_uid=old)]
        drawn = schedules(session, office.actor.operator, TODAY, [old, new])
    assert drawn[new].lines[0].gross == drawn[old].lines[-1].gross
    office.undo()
    with office.reading() as session:
        assert session.query(Lease).count() == 1
        assert session.query(LeaseRoom).count() == 1


@pytest.mark.parametrize(
    ("values", "price"),
    [({"percent": Decimal(5)}, "49.14"), ({"price": Decimal("45.5")}, "45.5"), ({"percent": Decimal("-2.5")}, "45.63")],
)
def test_its_price_changes_by_a_percentage_or_is_a_new_one(
    file_office: Office, values: dict[str, Any], price: str
) -> None:
    old = lease(file_office)
    wanted = Terms(date(2020, 4, 1), date(2022, 3, 31), **values)
    usual = proposal(file_office, old)
    assert renewing.new_price(usual, wanted) == Decimal(price)
    before, after = renewing.monthly(usual, wanted)
    assert before == 46_80 * 15960 // 100
    assert after == round(before * Decimal(price) / Decimal("46.8"))
    new = renew(file_office, old, **values)
    with file_office.reading() as session:
        assert session.get_one(Lease, new).price == Decimal(price)


@pytest.mark.parametrize(
    ("values", "code", "column"),
    [
        ({"starts_on": date(2020, 3, 31)}, "lease_overlap", "starts_on"),
        ({"ends_on": date(2020, 3, 31)}, "ends_before_starts", "ends_on"),
        ({"percent": Decimal(5), "price": Decimal(50)}, "one_of", "price"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    office: Office, values: dict[str, Any], code: str, column: str
) -> None:
    problem = refused(office, lease(office), **values)
    assert (problem.code, problem.where.column) == (code, column)


def test_a_lease_is_renewed_once(office: Office) -> None:
    old = lease(office)
    renew(office, old)
    problem = refused(office, old)
    assert (problem.code, problem.values["renewal"]) == ("already_renewed", "L-0002")
    assert proposal(office, old).renewed_by == "L-0002"


def test_a_renewal_follows_the_extensions_and_an_early_end(office: Office) -> None:
    old = lease(office)
    sample.save(office, "reliefs", lease_uid=old, kind="extension", months=2, status="agreed",
                approved_on=date(2020, 3, 1))  # fmt: skip
    assert proposal(office, old).starts_on == date(2020, 6, 1)
    assert refused(office, old, starts_on=date(2020, 4, 1)).code == "lease_overlap"
    with office.writing("End") as step:
        step.change(step.session.get_one(Lease, old), {"ended_on": date(2020, 2, 29)})
    usual = proposal(office, old)
    assert (usual.starts_on, usual.ends_on) == (date(2020, 3, 1), date(2022, 2, 28))
