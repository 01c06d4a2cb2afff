"""A period is checked over real records: each subject's facts, warnings explained, one record alone, the demo park."""

import string
from datetime import date
from decimal import Decimal as D
from typing import Any

import pytest
import sample_park as sample
from sqlalchemy import select, text

from incubator_desk.base.errors import Refused
from incubator_desk.base.periods import Period
from incubator_desk.catalog import saving
from incubator_desk.catalog.office import Office
from incubator_desk.features.park import service as park
from incubator_desk.features.park.model import ParameterValue
from incubator_desk.features.rent.model import Receipt, Relief
from incubator_desk.features.rent.service import summary
from incubator_desk.features.returns.model import ExplainedFinding, ReturnPeriod, TenantFigures
from incubator_desk.features.returns.rules.checks import BY_CODE, of_subject
from incubator_desk.features.returns.rules.subjects import SUBJECTS as SCHEMAS
from incubator_desk.features.returns.service import checking, closing
from incubator_desk.features.returns.service.checking import Finding, Outcome
from incubator_desk.features.returns.service.subjects import REGISTERS, SUBJECTS, Looking
from incubator_desk.features.tenants.model import Tenant

QUARTER, TODAY = Period.parse("2020-Q1"), date(2020, 4, 7)
TYPES = {"number": (D, int), "text": (str,), "day": (date,), "yes_no": (bool,)}


def check(office: Office, period: Period | str = QUARTER, today: date = TODAY) -> Outcome:
    period = Period.parse(period) if isinstance(period, str) else period
    with office.reading() as session:
        return checking.check(session, office.actor, office.features, period, today)


def found(office: Office, *codes: str, period: Period | str = QUARTER, today: date = TODAY) -> list[tuple[str, str]]:
    """What some rules find: the code and the record's key."""
    return [(each.rule, each.key) for each in check(office, period, today).findings if each.rule in codes]


def said(office: Office, code: str, period: Period | str = QUARTER) -> list[str]:
    return [str(each.said) for each in check(office, period).findings if each.rule == code]


def company(office: Office, number: int, name: str = "", **values: Any) -> str:
    return sample.tenant(office, number, name or f"青岚第{number}科技有限公司", **values)


def change(office: Office, model: Any, uid: str, **values: Any) -> None:
    with office.writing("Change") as step:
        record = step.session.get_one(model, uid)
        saving.save(step, office.features.registers[model.__tablename__], values, record)


# companies ------------------------------------------------------------------------------------------------------------


def test_a_company_that_is_incubated_twice_is_an_error_one_that_came_back_is_none(office: Office) -> None:
    code = sample.credit_code(1)
    company(office, 1, admitted_on=date(2018, 1, 1), left_on=date(2020, 2, 10), status="left")
    company(office, 2, uscc=code, admitted_on=date(2020, 2, 10))
    assert found(office, "C02", "C02b") == [("C02b", "T-0001"), ("C02b", "T-0002")], (
        "on the day of leaving both are here"
    )
    company(office, 3, uscc=code, admitted_on=date(2020, 3, 31))
    assert found(office, "C02") == [("C02", "T-0002"), ("C02", "T-0003")]
    assert (
        said(office, "C02")[0]
        == f"Credit code {code} is incubated as T-0003 too. Join the records, or correct one of the codes."
    )
    assert found(office, "C02", "C02b", period="2020-Q2") == [("C02", "T-0002"), ("C02", "T-0003")]
    assert found(office, "C02", "C02b", period="2019-Q4") == []


def test_a_graduate_that_stays_under_another_record_is_a_warning(office: Office) -> None:
    company(office, 1, status="graduated", graduated_on=date(2019, 12, 1))
    company(office, 2, uscc=sample.credit_code(1), status="resident", admitted_on=None)
    assert found(office, "C02", "C02b") == [("C02b", "T-0001"), ("C02b", "T-0002")]
    company(office, 3, uscc=sample.credit_code(1), status="applicant", admitted_on=None)
    assert len(found(office, "C02b")) == 2, "who applies is not in the park"


def test_what_returns_need_of_companies_is_asked_for(office: Office) -> None:
    company(office, 1, uscc=None, founded_on=date(2019, 1, 1), admitted_on=date(2018, 12, 31))
    company(office, 2, "禾苗团队", contact_name=None, uscc=sample.credit_code(2), admitted_on=None)
    company(office, 3, status="left", left_on=date(2019, 12, 31), uscc=None)
    company(office, 4, kind="sole_trader", uscc=sample.credit_code(4))
    assert [(each.rule, each.key) for each in check(office).findings] == [
        ("C30", "T-0002"), ("C03", "T-0001"), ("C03b", "T-0002"), ("C03c", "T-0002"), ("C08b", "T-0001"), ("C30b", "T-0004"),
    ]  # fmt: skip
    assert ("C03", "T-0003") in found(office, "C03", period="2019"), "it was here then"


def test_age_at_admission_and_term_follow_the_parameters_of_the_period(office: Office) -> None:
    company(office, 1, founded_on=date(2018, 1, 31), admitted_on=date(2020, 2, 1))
    company(office, 2, founded_on=date(2018, 2, 1), admitted_on=date(2020, 2, 1))
    company(office, 3, admitted_on=date(2016, 3, 31))
    company(office, 4, admitted_on=date(2016, 4, 1))
    company(office, 5, admitted_on=date(2016, 3, 31), graduated_on=date(2020, 3, 31), status="graduated")
    assert found(office, "C11", "C12") == [("C11", "T-0001"), ("C12", "T-0003")]
    assert said(office, "C12") == ["Incubated since 2016-03-31, for more than 48 months, and not graduated."]
    assert found(office, "C11", period="2020-Q2") == [], "it is told in the period of its admission"
    with office.writing("A new rule") as step:
        for name, months in {"incubation.oldest_months": 36, "incubation.term_months": 60}.items():
            step.add(ParameterValue, {"name": name, "valid_from": date(2020, 3, 31), "value": D(months)})
    assert found(office, "C11", "C12") == []
    assert found(office, "C12", period="2020-03", today=date(2021, 1, 1)) == []
    assert found(office, "C11", period="2020-02") == [("C11", "T-0001")], "the rule of that day"


def test_figures_are_asked_of_incubated_companies_for_months_that_the_park_collects(office: Office) -> None:
    one, two = company(office, 1), company(office, 2)
    company(office, 3, admitted_on=date(2020, 3, 5))
    company(office, 4, status="resident")
    assert found(office, "C03d") == []
    for tenant, month in ((one, "2020-01"), (one, "2020-02"), (two, "2020-01"), (two, "2019-12")):
        stated(office, tenant, month)
    stated(office, two, "2020-03", revenue=None)
    assert [(each.key, str(each.said)) for each in check(office).findings if each.rule == "C03d"] == [
        ("T-0001", "Its figures are missing for 2020-03."), ("T-0002", "Its figures are missing for 2020-02."),
        ("T-0003", "Its figures are missing for 2020-03."),
    ]  # fmt: skip
    assert found(office, "C29") == [("C29", "T-0002 2020-03")]


def stated(office: Office, tenant: str, month: str, **values: Any) -> str:
    given = {"revenue": D(1000), "tax": D(30), "rd_spending": D(200), "employees": 8}
    return sample.save(office, "tenant_figures", tenant_uid=tenant, month=month, **given | values)


# figures beside those before ------------------------------------------------------------------------------------------


def test_a_figure_ten_times_that_before_is_another_unit_one_twice_is_a_large_change(office: Office) -> None:
    tenant = company(office, 1)
    stated(office, tenant, "2020-01")
    now = stated(office, tenant, "2020-02", revenue=D(10500), tax=D(46), employees=12, rd_spending=None)
    assert found(office, "C09", "C10", period="2020-02") == [("C09", "T-0001 revenue"), ("C10", "T-0001 tax")]
    outcome = check(office, "2020-02")
    slip, change_ = (next(each for each in outcome.findings if each.rule == code) for code in ("C09", "C10"))
    assert (slip.uid, slip.fields, slip.concerning) == (now, ("revenue",), "T-0001 青岚第1科技有限公司")
    assert (
        str(slip.said)
        == "Revenue is 10,500.00, before it was 1,000.00: about 10, 1,000 or 10,000 times. Look at the unit."
    )
    assert str(change_.said) == "Taxes paid is 46.00, before it was 30.00: a change of 53.3 %."
    assert found(office, "C09", "C10", period="2020-03") == [], "nothing is stated of March"
    change(office, TenantFigures, now, employees=13)
    assert ("C10", "T-0001 employees") in found(office, "C10", period="2020-02")


def test_quarters_are_compared_only_where_all_their_months_are_stated(office: Office) -> None:
    tenant = company(office, 1)
    for month in ("2019-10", "2019-11", "2019-12", "2020-01", "2020-02"):
        stated(office, tenant, month, revenue=D(1000 if month < "2020" else 2000))
    assert found(office, "C10") == []
    stated(office, tenant, "2020-03", revenue=D(2000))
    assert found(office, "C10") == [("C10", "T-0001 revenue")]
    assert said(office, "C10") == ["Revenue is 6,000.00, before it was 3,000.00: a change of 100.0 %."]


def test_what_was_closed_is_compared_as_it_was_closed(office: Office) -> None:
    tenant = company(office, 1)
    january = stated(office, tenant, "2020-01")
    stated(office, tenant, "2020-02")
    closing.close(office, Period.parse("2020-01"), TODAY)
    change(office, TenantFigures, january, revenue=D(100000))
    assert found(office, "C09", "C10", period="2020-02") == []
    closing.reopen(office, Period.parse("2020-01"), "wrong", TODAY)
    assert found(office, "C10", period="2020-02") == [("C10", "T-0001 revenue")]


def let(office: Office, number: int = 1, **values: Any) -> tuple[str, str]:
    """A company and its lease: 158.60 m² and more, at 45 yuan."""
    tenant = company(office, number)
    return tenant, sample.lease(office, number, tenant, **values)


def receive(office: Office, lease: str, on: date, amount: D, **values: Any) -> str:
    return sample.save(office, "receipts", lease_uid=lease, received_on=on, amount=amount, **values)


def test_what_changed_in_closed_periods_stands_as_an_adjustment_that_is_explained(office: Office) -> None:
    _tenant, lease = let(office, starts_on=date(2020, 1, 1))
    for month in (1, 2):
        receive(office, lease, date(2020, month, 5), D("7182.00"))
    closing.close(office, Period.parse("2020-01"), TODAY)
    assert found(office, "C06", "C07", "C10b", period="2020-02") == []
    receive(office, lease, date(2020, 1, 20), D("100.00"))
    assert found(office, "C06", "C07", period="2020-01") == [], "January begins anew"
    (told,) = said(office, "C06", "2020-02")
    assert told == (
        "Rent received: 100.00 changed in periods that are closed, and stands here as an adjustment. Before the period "
        "it was 7,182.00, in it 7,182.00, since January 14,464.00."
    )
    (finding,) = (each for each in check(office, "2020-02").findings if each.rule == "C06")
    assert (finding.place, finding.uid, finding.severity) == ("monthly_carrier received", None, "warning")
    assert finding.problem.text().startswith("C06 Rent received: Rent received: 100.00")
    with office.writing("Reverse") as step:
        for record in step.session.scalars(select(Receipt)):
            step.change(record, {"reversed_on": date(2020, 4, 1), "reversal_reason": "wrong"})
    assert found(office, "C06", "C07", period="2020-02") == [("C06", "received"), ("C07", "received")]
    assert said(office, "C07", "2020-02") == [
        "Rent received since January is 0.00, less than the 7,182.00 of the period before."
    ]


def test_totals_are_compared_with_what_was_reported_when_the_period_is_over(office: Office) -> None:
    _tenant, lease = let(office, starts_on=date(2020, 1, 1))
    receive(office, lease, date(2020, 1, 5), D("10000.00"))
    receive(office, lease, date(2020, 2, 5), D("4999.99"))
    assert found(office, "C10b", period="2020-02") == [], "January was not reported yet"
    closing.close(office, Period.parse("2020-01"), TODAY)
    assert found(office, "C10b", period="2020-02") == [("C10b", "received")]
    assert said(office, "C10b", "2020-02") == [
        "Rent received is 4,999.99, before it was 10,000.00: a change of −50.0 %."
    ]
    assert found(office, "C10b", period="2020-02", today=date(2020, 2, 28)) == []
    receive(office, lease, date(2020, 2, 29), D("0.01"))
    assert found(office, "C10b", period="2020-02") == []


# rooms ----------------------------------------------------------------------------------------------------------------


def room(office: Office, area: int, *leases: tuple[int | None, date, date]) -> str:
    uid = sample.save(office, "premises", area_sqm=D(area))
    for at, (part, first, last) in enumerate(leases):
        terms = {
            "area_sqm": part and D(part),
            "starts_on": first,
            "ends_on": last,
            "price": D(1000),
            "price_unit": "month",
        }
        sample.save(office, "leases", tenant_uid=company(office, at), premises_uid=uid, **terms)
    return uid


JANUARY, FEBRUARY, MARCH = (
    (date(2020, m, 1), last) for m, last in ((1, date(2020, 1, 31)), (2, date(2020, 2, 29)), (3, date(2020, 3, 31)))
)


@pytest.mark.parametrize(
    ("leases", "codes"),
    [
        ([(60, *JANUARY), (40, *JANUARY)], []), ([(60, *JANUARY), (41, *JANUARY)], ["C14", "C15"]),
        ([(60, *JANUARY), (60, *FEBRUARY), (60, *MARCH)], []),
        ([(60, date(2020, 1, 1), date(2020, 2, 1)), (60, *FEBRUARY)], ["C14", "C15"]),
        # One alone may be measured in another way; a blank area is the whole room.
        ([(120, *JANUARY)], ["C14", "C15b"]), ([(120, *JANUARY), (20, *JANUARY)], ["C14", "C15b"]),
        ([(None, *JANUARY), (None, *JANUARY)], ["C14", "C15b"]), ([(None, *JANUARY), (None, *FEBRUARY)], []),
        ([(60, date(2019, 12, 1), date(2019, 12, 31)), (60, date(2019, 12, 5), date(2019, 12, 31))], []),
    ],
)  # fmt: skip
def test_a_room_is_let_as_far_as_it_goes(file_office: Office, leases: Any, codes: list[str]) -> None:
    uid = room(file_office, 100, *leases)
    outcome = check(file_office)
    assert [each.rule for each in outcome.findings if each.rule in ("C14", "C15", "C15b")] == sorted(
        codes, key=lambda c: c != "C15"
    )
    assert all(each.uid == uid for each in outcome.findings if each.rule.startswith("C15"))


def test_a_room_that_is_let_twice_is_said_with_its_leases(office: Office) -> None:
    room(office, 100, (60, *JANUARY), (41, date(2020, 1, 20), date(2020, 3, 31)))
    assert said(office, "C15") == [
        "On 2020-01-20, L-0001, L-0002 have 101.00 m² of it; the room has 100.00 m². Correct their areas or days."
    ]
    assert said(office, "C14")[0].startswith("On 2020-01-20, 101.00 m² are let; all rooms entered have 100.00 m².")


def test_a_room_without_parts_is_said_with_those_that_would_have_it_whole(office: Office) -> None:
    room(office, 100, (30, *JANUARY), (40, *JANUARY), (None, *MARCH), (20, *MARCH))
    (told,) = said(office, "C15b")
    assert told == (
        "On 2020-03-01, L-0003, L-0004 would have 120.00 m² of it; the room has 100.00 m². Enter what part of it each of "
        "them has."
    )


# rent and reliefs -----------------------------------------------------------------------------------------------------


def relief(office: Office, lease: str, **values: Any) -> str:
    given = {"kind": "percent", "percent": D(50), "status": "in_force", "approved_on": date(2020, 2, 10),
             "notice_from": date(2020, 2, 11), "notice_to": date(2020, 2, 17), "starts_on": date(2020, 2, 1),
             "ends_on": date(2020, 2, 29)}  # fmt: skip
    return sample.save(office, "reliefs", lease_uid=lease, **given | values)


def test_public_notices_are_counted_in_working_days(office: Office) -> None:
    _tenant, lease = let(office)
    short = sample.save(office, "relief_policies", title="短", notice_days=2)
    relief(office, lease)  # Tuesday to Monday: 5 working days
    relief(office, lease, notice_to=date(2020, 2, 16))  # to Sunday: 4
    relief(office, lease, notice_to=date(2020, 2, 12), policy_uid=short)
    relief(office, lease, notice_to=None)
    relief(office, lease, status="approved", notice_from=None, notice_to=None)
    assert found(office, "C22", "C22b") == [("C22", "R-0002"), ("C22b", "R-0004")]
    assert said(office, "C22") == ["It was on public notice for 4 working days; 5 are asked for."]
    sample.save(office, "calendar_days", day=date(2020, 2, 15), working=True)
    assert found(office, "C22") == []
    with office.writing("Without") as step:
        step.add(ParameterValue, {"name": "relief.step.published", "valid_from": date(2020, 1, 1), "value": D(0)})
    assert found(office, "C22", "C22b") == []


def test_what_a_landlord_granted_reaches_the_lessee_of_a_completed_case(office: Office) -> None:
    _tenant, lease = let(office, starts_on=date(2020, 1, 1))
    case = relief(office, lease, percent=D(100), upstream_amount=D("7182.00"))
    assert found(office, "C19", "C19b") == [], "159.60 m² × 45 = 7,182.00"
    change(office, Relief, case, upstream_amount=D("7182.01"))
    assert found(office, "C19", "C19b") == [("C19b", "R-0001")]
    with office.writing("Complete") as step:
        step.change(step.session.get_one(Relief, case), {"status": "completed"})
    assert said(office, "C19") == [
        "The landlord granted 7,182.01 for these premises and the completed case 7,182.00: 0.01 did not reach the lessee."
    ]
    relief(office, lease, kind="deferral", percent=None, months=3, upstream_amount=D(100), status="completed",
                      starts_on=date(2020, 3, 1), ends_on=date(2020, 3, 31))  # fmt: skip
    assert found(office, "C19", "C21", "C21b") == [("C19", "R-0001")], "a deferral takes nothing"


def test_grants_are_shared_out_once_and_reach_their_lessees(office: Office) -> None:
    head = sample.save(office, "head_leases", landlord="青岚国资", ownership="state", area_sqm=D(200),
                       starts_on=date(2018, 1, 1), ends_on=date(2027, 12, 31))  # fmt: skip
    rooms = [sample.save(office, "premises", area_sqm=D(100), head_lease_uid=head) for _ in range(2)]
    leases = [
        sample.save(office, "leases", tenant_uid=company(office, at), premises_uid=each, starts_on=date(2019, 7, 1),
                    ends_on=date(2021, 6, 30), price=D(5000), price_unit="month")
        for at, each in enumerate(rooms)
    ]  # fmt: skip
    grant = sample.save(office, "upstream_grants", head_lease_uid=head, granted_on=date(2020, 2, 7), amount=D(10000),
                        starts_on=date(2020, 2, 1), ends_on=date(2020, 2, 29))  # fmt: skip
    assert said(office, "C19c") == ["Of 10,000.00 that the landlord granted, 10,000.00 does not reach the lessees yet."]
    cases = [relief(office, each, percent=D(100), grant_uid=grant, upstream_amount=D(5000)) for each in leases]
    assert found(office, "C04", "C19", "C19b", "C19c") == []
    change(office, Relief, cases[0], upstream_amount=D("5000.01"))
    assert found(office, "C04", "C19b", "C19c") == [("C04", "U-0001"), ("C19b", "R-0001")]
    assert found(office, "C19c", period="2020-Q3") == [], "it is for days of February"


def test_reliefs_beside_one_another(office: Office) -> None:
    _tenant, lease = let(office)
    policy = sample.save(office, "relief_policies", title="减租")
    relief(office, lease, policy_uid=policy)
    relief(office, lease, policy_uid=policy, starts_on=date(2020, 2, 29), ends_on=date(2020, 3, 31))
    relief(office, lease, policy_uid=policy, starts_on=date(2020, 4, 1), ends_on=date(2020, 4, 30))
    relief(
        office,
        lease,
        kind="fixed",
        percent=None,
        amount=D("7182.01"),
        starts_on=date(2020, 3, 1),
        ends_on=date(2020, 3, 31),
    )
    assert found(office, "C17b", "C18", "C18b") == [("C17b", "R-0004"), ("C18b", "R-0002")]
    with office.database.writing() as session:  # an import or the desk would refuse it: R6
        session.execute(text("update relief_policies set exclusive = :yes"), {"yes": True})
    summary._BY_POOL.clear()
    assert found(office, "C18") == [("C18", "R-0004")]
    assert said(office, "C18")[0].startswith("Relief R-0002 has some of the same days")


def test_rent_dated_before_its_lease_and_the_sums_of_leases(office: Office) -> None:
    _tenant, lease = let(office, starts_on=date(2020, 2, 10), due_offset_days=-5)
    receive(office, lease, date(2020, 2, 5), D(100))
    with office.writing("Imported", reason=None) as step:
        step.imported = True
        values = {"code": "S-9", "lease_uid": lease, "received_on": date(2020, 2, 4), "amount": D(1)}
        saving.save(step, office.features.registers["receipts"], values)
    assert found(office, "C08d") == [("C08d", "S-9")]
    outcome = check(office)
    assert outcome.looked_at["C05"] == outcome.looked_at["C17"] == 1
    assert found(office, "C05", "C17") == []


# vouchers and sessions ------------------------------------------------------------------------------------------------


def vouchers(office: Office, *claims: dict[str, Any], **voucher: Any) -> None:
    programme = sample.save(office, "voucher_programmes", code="P1", title="券", year=2019, rate_percent=D(50),
                            use_by=date(2019, 12, 31), redeem_by=date(2020, 2, 29))  # fmt: skip
    provider = sample.save(office, "providers", code="S1", name="检测中心")
    batch = sample.save(office, "voucher_batches", code="B1", programme_uid=programme)
    mine = sample.save(office, "vouchers", code="V1", programme_uid=programme, tenant_uid=company(office, 1),
                       face_value=D(20000), issued_on=date(2019, 5, 1), **voucher)  # fmt: skip
    for at, values in enumerate(claims, 1):
        given = {"code": f"C{at}", "voucher_uid": mine, "provider_uid": provider, "service_kind": "testing",
                 "contract_on": date(2019, 12, 1), "delivered_on": date(2019, 12, 20), "invoice_no": f"044{at}",
                 "invoice_on": date(2019, 12, 21), "eligible_amount": D(12000), "claimed_on": date(2020, 1, 15),
                 "status": "paid", "approved_amount": D(6000), "paid_on": date(2020, 3, 1), "batch_uid": batch}  # fmt: skip
        sample.save(office, "voucher_claims", **given | values)


def test_claims_that_were_approved_against_the_rules(office: Office) -> None:
    vouchers(
        office, {}, {"invoice_no": "0441"}, {"contract_on": date(2020, 1, 1), "delivered_on": date(2020, 1, 2)},
        {"status": "submitted", "approved_amount": None, "paid_on": None, "contract_on": date(2020, 1, 1)},
        {"status": "paid", "paid_on": date(2019, 12, 31), "claimed_on": date(2019, 12, 30), "invoice_no": "0441"},
        {"contract_amount": D("11999.99"), "approved_amount": D("2000.00")},
        status="used_up",
    )  # fmt: skip
    assert found(office, "C04b", "C23", "C23b", "C23c", "C24", "C25") == [
        ("C04b", "C6"), ("C23", "V1"), ("C23c", "C3"), ("C24", "C1"), ("C24", "C2"),
    ]  # fmt: skip
    assert said(office, "C23") == ["26,000.00 is claimed or paid on a face value of 20,000.00."]
    assert said(office, "C23c") == ["Against this claim stands: The contract was signed after the voucher's last day."]
    assert said(office, "C24") == ["Claim C5 has the same invoice of the same provider."] * 2
    assert ("C24", "C5") not in found(office, "C24", period="2019"), "it was the first"


def test_a_voucher_on_which_nothing_can_be_claimed_is_expired(office: Office) -> None:
    vouchers(office, {})
    assert said(office, "C23b") == [
        "Nothing can be claimed on it since 2020-02-29, and 14,000.00 still counts as available."
    ]
    assert found(office, "C23b", period="2020-01") == found(office, "C23b", today=date(2020, 2, 29)) == []


def test_sessions_that_were_held_wait_for_being_confirmed(office: Office) -> None:
    mentor, tenant = sample.save(office, "mentors", code="M1", name="王强"), company(office, 1)
    for at, (day, status, confirmed) in enumerate([
        (date(2020, 3, 2), "held", date(2020, 3, 3)), (date(2020, 3, 3), "held", None), (date(2020, 3, 4), "planned", None),
        (date(2020, 3, 31), "planned", None), (date(2020, 4, 1), "held", None), (date(2020, 3, 5), "no_show", None),
    ], 1):  # fmt: skip
        uid = sample.save(office, "mentoring_sessions", code=f"S{at}", mentor_uid=mentor, held_on=day, starts_at="10:00",
                          ends_at="11:00", status=status, confirmed_on=confirmed)  # fmt: skip
        sample.save(office, "participations", session_uid=uid, tenant_uid=tenant)
    assert found(office, "C26", "C27", "C27b", "C27c", today=date(2020, 3, 31)) == [("C27b", "S2"), ("C27c", "S3")]
    assert found(office, "C27c") == [("C27c", "S3"), ("C27c", "S4")]


# texts ----------------------------------------------------------------------------------------------------------------


def test_personal_data_in_texts_is_found_in_whatever_goes_with_the_package(office: Office) -> None:
    company(office, 1, note="法人 11010519491231002X")
    _tenant, lease = let(office, 2)
    receive(office, lease, date(2020, 1, 5), D(100), note="张明 13812341234 代付")
    receive(office, lease, date(2019, 12, 5), D(100), note="张明 13812341234 代付")
    company(office, 3, contact_name="13812341234")
    outcome = check(office)
    assert [(each.rule, each.place, each.fields) for each in outcome.findings if each.rule.startswith("C31")] == [
        ("C31", "tenants T-0001", ("note",)), ("C31b", "receipts S-0001", ("note",)),
    ]  # fmt: skip
    text = next(each for each in outcome.errors if each.rule == "C31").problem.text()
    assert (
        text
        == "C31 T-0001: “Note” has an identity number, 110105********002X. It must not leave the park: take it out."
    )


# explained ------------------------------------------------------------------------------------------------------------


def explain(office: Office, period: str, finding: Finding, reason: str) -> None:
    with office.writing("Explain") as step:
        checking.explain(step, period, finding, reason, TODAY)


def test_a_warning_is_explained_and_the_explanation_is_proposed_in_the_next_period(office: Office) -> None:
    company(office, 1, uscc=None)
    one, two = (sample.save(office, "return_periods", code=code) for code in ("2020-Q1", "2020-Q2"))
    (finding,) = check(office).findings
    assert check(office).unexplained == (finding,)
    explain(office, one, finding, "  正在办理登记 ")
    outcome = check(office)
    assert outcome.unexplained == () and outcome.warnings == (finding,)
    explained = outcome.explained["C03", "tenants T-0001"]
    assert (explained.reason, explained.on, explained.by) == ("正在办理登记", TODAY, "王敏")
    explain(office, one, finding, "已办理")
    later = check(office, "2020-Q2")
    assert (later.unexplained, dict(later.earlier)) == (later.findings, {("C03", "tenants T-0001"): "已办理"})
    explain(office, two, finding, "已办理")
    with office.reading() as session:
        assert sorted(session.scalars(select(ExplainedFinding.reason))) == ["已办理", "已办理"]
    assert office.undo() and check(office, "2020-Q2").unexplained


def test_what_cannot_be_explained_is_refused(office: Office) -> None:
    company(office, 1, uscc=None)
    company(office, 2, "禾苗团队", uscc=sample.credit_code(2))
    period = sample.save(office, "return_periods", code="2020-Q1")
    error, warning = (next(each for each in check(office).findings if each.rule == code) for code in ("C30", "C03"))
    for finding, reason, code in (
        (error, "属实", "not_explained"),
        (warning, "  ", "reason_missing"),
        (warning, "长" * 501, "too_long"),
    ):
        with pytest.raises(Refused, match=code):
            explain(office, period, finding, reason)
    with office.writing("Close") as step:
        step.change(step.session.get_one(ReturnPeriod, period), {"status": "closed", "closed_on": TODAY})
    with pytest.raises(Refused, match="period_closed"):
        explain(office, period, warning, "属实")
    with office.reading() as session:
        assert session.scalars(select(ExplainedFinding)).all() == []


# the whole ------------------------------------------------------------------------------------------------------------


def test_the_demo_parks_first_quarter_has_a_handful_of_warnings(demo: Office) -> None:
    with demo.reading() as session:
        today = park.own(session).working_date or TODAY
    outcome = check(demo, today=today)
    assert outcome.errors == ()
    assert [each.id for each in outcome.warnings] == [
        *(("C03d", f"tenants T-00{at}") for at in (53, 74, 99)),
        ("C19c", "upstream_grants U-0001"),
        *(("C27b", f"mentoring_sessions MS-00{at}") for at in (12, 24, 36, 48)),
    ]  # fmt: skip
    assert outcome.looked_at["C01"] == 112 and outcome.looked_at["C31"] > 500
    assert len(outcome.passed) + len({each.rule for each in outcome.findings}) == len(BY_CODE)


@pytest.mark.parametrize("name", SUBJECTS)
def test_rows_have_the_fields_that_conditions_are_checked_against(demo: Office, name: str) -> None:
    with demo.reading() as session:
        periods = (QUARTER, Period.parse("2020-02"))
        looks = [Looking(session, demo.actor, demo.features, period, TODAY) for period in periods]
        rows = [row for looking in looks for row in SUBJECTS[name](looking)]
    schema = SCHEMAS[name]
    assert rows
    for row in rows:
        assert row.values.keys() == schema.keys()
        for field, value in row.values.items():
            assert value is None or isinstance(value, TYPES[schema[field]]), (field, value)
            assert schema[field] != "number" or not isinstance(value, bool)
    for rule in of_subject(name):
        for row in rows[:5]:
            assert set(rule.places) <= {*row.values, *row.words, *LATER}, (rule.code, rule.places)


LATER = {"leases", "expected", "column"}
"""What stands in a sentence only where something is found."""


@pytest.mark.parametrize("name", SUBJECTS)
def test_each_rule_can_say_what_it_finds(demo: Office, name: str) -> None:
    """Of whatever is found, in both languages, no place is left open and no identifier of the code is shown."""
    assert set(REGISTERS) <= set(SUBJECTS)
    outcome = check(demo)
    for each in outcome.findings:
        text = each.problem.text()
        assert not set(text) & set("{}") and each.place in f"{each.register} {each.key}"
        assert all(letter in string.printable or ord(letter) > 127 for letter in text)


def test_one_record_alone_is_told_what_the_whole_check_tells_of_it(demo: Office) -> None:
    outcome = check(demo)
    with demo.reading() as session:
        places = {(each.register, each.uid) for each in outcome.findings if each.uid}
        quiet = session.scalars(select(Tenant.uid).limit(1)).one()
        for register, uid in [*sorted(places), ("tenants", quiet), ("policies", "none")]:
            of = checking.of_record(session, demo.actor, demo.features, register, uid, QUARTER, TODAY)
            assert list(of) == [each for each in outcome.findings if (each.register, each.uid) == (register, uid)]


def test_a_period_of_an_empty_park_passes(office: Office) -> None:
    outcome = check(office)
    assert outcome.findings == () and len(outcome.passed) == len(BY_CODE)
    assert check(office, "1900").findings == check(office, "2199").findings == ()
