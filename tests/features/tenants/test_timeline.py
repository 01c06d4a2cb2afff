"""A company's timeline: what every feature tells of it, on its page and on paper, in the order of the days."""

from datetime import date
from decimal import Decimal

import pytest

from incubator_desk.base import i18n
from incubator_desk.base.periods import Period
from incubator_desk.catalog import saving
from incubator_desk.catalog.report import Asked
from incubator_desk.features.leases.model import Lease
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.reports.made import produce

D, N = date, Decimal


def enter(step, office, register, **values):
    return saving.save(step, office.features.registers[register], values)[0]


@pytest.fixture
def company(office):
    """A company with a lease that was ended, a relief, a receipt, a voucher and its claim."""
    with office.writing("Fill") as step:
        tenant = enter(
            step, office, "tenants", code="T1", name="青岚朴石新材料有限公司", kind="company", admitted_on=D(2019, 5, 6),
            status="left", left_on=D(2020, 6, 30),
        )  # fmt: skip
        enter(step, office, "tenants", code="T2", name="山岚团队", kind="team")
        lease = enter(
            step, office, "leases", code="L1", tenant_uid=tenant, price=N(3000), price_unit="month",
            starts_on=D(2020, 1, 1), ends_on=D(2020, 12, 31), ended_on=D(2020, 6, 30),
        )  # fmt: skip
        step.flush()
        enter(step, office, "receipts", code="S1", lease_uid=lease, received_on=D(2020, 1, 2), amount=N(3000))
        enter(
            step, office, "reliefs", code="R1", lease_uid=lease, kind="percent", percent=N(50), starts_on=D(2020, 2, 1),
            ends_on=D(2020, 2, 29), approved_on=D(2020, 2, 10), status="approved",
        )  # fmt: skip
        programme = enter(
            step, office, "voucher_programmes", code="P1", title="创新券", year=2020, rate_percent=N(50),
            use_by=D(2020, 12, 31), redeem_by=D(2021, 3, 31),
        )  # fmt: skip
        enter(
            step, office, "vouchers", code="V1", programme_uid=programme, tenant_uid=tenant, face_value=N(20000),
            issued_on=D(2020, 1, 10),
        )  # fmt: skip
    return office


def told(office, period, tenant=None):
    with office.reading() as session:
        made = produce(
            session, office.actor, office.features.reports["company_timeline"], Asked(period, period.last, tenant)
        )
    return {paper.tenant: [(row[2], row[3]) for row in paper.rows] for paper in made.papers}


def test_everything_stands_in_the_order_of_its_days(company):
    assert told(company, Period.parse("2020")) == {
        "T1": [
            (D(2020, 1, 1), "L1 begins, until 2020-12-31"), (D(2020, 1, 2), "S1 received: 3,000.00"),
            (D(2020, 1, 10), "V1 issued: 20,000.00"), (D(2020, 2, 10), "R1 approved: Reduction by percent"),
            (D(2020, 6, 30), "Left the park"), (D(2020, 6, 30), "L1 ended"),
        ]
    }  # fmt: skip


def test_only_the_period_is_told_and_a_company_without_entries_only_where_it_is_asked_for(company):
    assert told(company, Period.parse("2019-Q2")) == {"T1": [(D(2019, 5, 6), "Admitted")]}
    assert told(company, Period.parse("2020"), "T2") == {"T2": []}


def test_it_speaks_the_language_in_use(company):
    with i18n.speaking("zh_CN"):
        assert told(company, Period.parse("2019-Q2")) == {"T1": [(D(2019, 5, 6), "入驻")]}


def test_a_lease_keeps_its_own_timeline(company):
    with company.reading() as session:
        lease, tenant = session.query(Lease).one().uid, session.query(Tenant).filter_by(code="T1").one().uid
        of_lease = [each.text for f in company.features for each in f.timeline(session, "leases", lease)]
        of_tenant = [each.text for f in company.features for each in f.timeline(session, "tenants", tenant)]
    assert not any("begins" in text for text in of_lease)
    assert sum("begins" in text for text in of_tenant) == 1
