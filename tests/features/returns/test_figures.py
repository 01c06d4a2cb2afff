"""What companies state of their months: typed, pasted and imported; what is wrong is named, a blank is no nought."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import forms_park
import pytest
from sqlalchemy import select

from incubator_desk.base.errors import Refused
from incubator_desk.base.periods import Period
from incubator_desk.catalog import pasting, saving
from incubator_desk.catalog.kinds import Figure, Month
from incubator_desk.catalog.office import Office
from incubator_desk.features.returns.model import TenantFigures
from incubator_desk.features.returns.service.gathering import registers
from incubator_desk.features.tenants.model import Tenant

REGISTER = "tenant_figures"
ROW = {"tenant_code": "T1", "month": "2020-03", "revenue": "70000.05", "employees": 11}


@pytest.fixture
def bring(office: Office, tmp_path: Any):
    """Imports rows of companies' figures; gives the problems as code, row and column, and what stands then."""
    forms_park.bring(office, tmp_path, {"tenants": forms_park.TENANTS[:2]})

    def take(*rows: dict[str, Any]) -> Any:
        outcome = forms_park.bring(office, tmp_path, {REGISTER: rows})
        with office.reading() as session:
            named = select(TenantFigures).join(Tenant, TenantFigures.tenant_uid == Tenant.uid)
            stored = session.scalars(named.order_by(Tenant.code, TenantFigures.month)).all()
            found = [(each.month, None if each.revenue is None else str(each.revenue)) for each in stored]
        return [(p.code, p.where.row, p.where.column) for p in outcome.problems if p.where.sheet == REGISTER], found

    return take


def test_a_blank_leaves_a_value_and_a_dash_clears_it(bring):
    assert bring(ROW, {**ROW, "tenant_code": "T2", "revenue": 0}) == (
        [],
        [("2020-03", "70000.05"), ("2020-03", "0.00")],
    )
    assert bring({**ROW, "revenue": None, "tax": "1.2万元"}) == ([], [("2020-03", "70000.05"), ("2020-03", "0.00")])
    assert bring({**ROW, "revenue": "-"})[1][0] == ("2020-03", None)


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ({**ROW, "month": "2020-13"}, ("bad_month", 3, "month")),
        ({**ROW, "month": "2020-Q1"}, ("bad_month", 3, "month")),
        ({**ROW, "month": None}, ("required", 3, "month")),
        ({**ROW, "tenant_code": None, "month": "2020-01"}, ("required", 3, "tenant_code")),
        ({**ROW, "tenant_code": "T9"}, ("unknown_reference", 3, "tenant_code")),
        ({**ROW, "month": "2020年2月"}, ("duplicate_code", 3, "month")),
        ({**ROW, "employees": -1}, ("out_of_range", 3, "employees")),
        ({**ROW, "back_percent": "120%"}, ("out_of_range", 3, "back_percent")),
        ({**ROW, "rd_spending": "-5"}, ("out_of_range", 3, "rd_spending")),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_written(bring, row, problem):
    problems, stored = bring({**ROW, "month": "2020-02"}, row)
    assert problem[0] in [code for code, *_place in problems], problems
    assert all(each[1] == problem[1] for each in problems)
    assert stored == []


def test_a_month_of_which_nothing_is_stated_is_doubtful(bring):
    row = {"tenant_code": "T1", "month": "2020-03", "revenue": None}
    assert bring(row) == ([("nothing_stated", 2, "revenue")], [("2020-03", None)])


@pytest.mark.parametrize(
    ("cell", "month"),
    [
        ("2020-03", "2020-03"), ("2020-3", "2020-03"), ("2020/03", "2020-03"), ("2020.3", "2020-03"),
        ("２０２０年３月", "2020-03"), ("202003", "2020-03"), (202003, "2020-03"), (202003.0, "2020-03"),
        (date(2020, 3, 1), "2020-03"), (datetime(2020, 3, 1), "2020-03"), ("2020-03-01", "2020-03"),
    ],
)  # fmt: skip
def test_a_month_is_read_as_people_write_it_and_as_excel_turns_it(cell, month):
    assert Month().read(cell) == month


@pytest.mark.parametrize(
    "cell", ["2020", "2020-00", "2020-13", "20203", "2020-03-15", "1899-12", "2200-01", "三月", "3月"]
)
def test_what_is_no_month_says_how_to_write_one(cell):
    with pytest.raises(Refused) as refused:
        Month().read(cell)
    (problem,) = refused.value.problems
    assert (problem.code, "2020-03" in problem.text()) == ("bad_month", True)


@pytest.mark.parametrize(
    "value", [0, 96, -3, 1234567, Decimal("0.00"), Decimal("-12.30"), Decimal("1234567.89"), Decimal("89.5")]
)
def test_a_figure_is_read_back_as_it_was_written(value):
    kind = Figure()
    read = kind.read(kind.type(value))
    assert (read, type(read), str(read)) == (value, type(value), str(value))
    assert kind.show(value).replace(",", "").replace("−", "-") == str(value)


def test_a_block_pasted_from_excel_is_judged_row_by_row(office, tmp_path):
    forms_park.bring(office, tmp_path, {"tenants": forms_park.TENANTS[:2]})
    register = office.features.registers[REGISTER]
    block = pasting.cells(
        "企业\t月份\t营业收入\t从业人数\n青岚朴石新材料有限公司\t2020年2月\t7.5万元\t12\nT2\t2020-02\t\t3\n"
        "T1\t2020-02\t1\t\nT9\t2020-02\t1\t\nT1\t2020-14\t1\t\n"
    )
    with office.writing("Paste") as step:
        fields, first = pasting.arranged(register, block, register.fields)
        paster = pasting.Paster(step.session, office.actor.operator, office.features, register)
        read = [paster.read(fields, row) for row in block[first:]]
        assert [each.verdict for each in read] == ["new", "new", "error", "error", "error"]
        assert [[p.code for p in each.problems] for each in read[2:]] == [
            ["duplicate_code"], ["unknown_reference"], ["bad_month"],
        ]  # fmt: skip
        pasting.write(step, register, read)
    with office.reading() as session:
        stored = session.scalars(select(TenantFigures).order_by(TenantFigures.employees)).all()
        assert [(each.month, each.revenue, each.employees) for each in stored] == [
            ("2020-02", None, 3), ("2020-02", Decimal("75000.00"), 12),
        ]  # fmt: skip


def test_no_month_of_a_company_is_typed_twice(office, tmp_path):
    forms_park.bring(office, tmp_path, {"tenants": forms_park.TENANTS[:1], REGISTER: [ROW]})
    register = office.features.registers[REGISTER]
    with office.reading() as session:
        tenant = session.scalars(select(TenantFigures.tenant_uid)).one()
    with pytest.raises(Refused) as refused, office.writing("Again") as step:
        saving.save(step, register, {"tenant_uid": tenant, "month": "2020-03", "revenue": Decimal(1)})
    assert [(p.code, p.where.column) for p in refused.value.problems] == [("duplicate_code", "month")]


@pytest.mark.parametrize(("period", "months"), [("2020-02", {"2020-02"}), ("2020-Q1", {"2020-01", "2020-02", "2020-03"}), ("2019", set())])  # fmt: skip
def test_only_the_months_of_a_period_go_with_it(office, tmp_path, period, months):
    forms_park.furnish(office, tmp_path)
    with office.reading() as session:
        tables = registers(session, office.actor, office.features, Period.parse(period))
        (table,) = [table for table in tables if table.name == REGISTER]
    assert {row["month"] for row in table.records()} == months
