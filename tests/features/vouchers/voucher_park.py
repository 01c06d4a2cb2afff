"""A small park with a programme, providers, vouchers and claims, stored by the identifiers of their columns."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from incubator_desk.catalog import saving
from incubator_desk.catalog.kinds import Reference
from incubator_desk.catalog.moving import Taking, move_cases
from incubator_desk.catalog.office import Office

D, N = date, Decimal
TODAY = D(2020, 3, 20)
TENANTS = [
    {
        "code": "T1",
        "name": "青岚朴石新材料有限公司",
        "kind": "company",
        "uscc": "91340171MA0DEMX130",
        "controller": "王强",
    },
    {"code": "T2", "name": "青岚白榆生物有限公司", "kind": "company", "controller": "王强"},
    {"code": "T3", "name": "山岚团队", "kind": "team"},
]
PROGRAMMES = [
    {"code": "P1", "title": "2020年创新券", "year": 2020, "rate_percent": N(50), "use_by": D(2020, 12, 31),
     "redeem_by": D(2021, 3, 31), "claim_cap": N(10000), "budget": N(30000)},
]  # fmt: skip
PROVIDERS = [
    {
        "code": "S1",
        "name": "青岚检验检测服务中心",
        "uscc": "12340000MB0DEMX414",
        "bank_name": "青岚银行",
        "bank_account": "0990001",
    },
    {"code": "S2", "name": "青岚知识产权事务所", "controller": "李敏"},
]
VOUCHERS = [
    {
        "code": f"V{n}",
        "programme_code": "P1",
        "tenant_code": f"T{n}",
        "face_value": N(20000),
        "issued_on": D(2020, 1, 10),
    }
    for n in (1, 2, 3)
]


def claim(code: str, voucher: str = "V1", **values: Any) -> dict[str, Any]:
    """A claim of 12,000 yuan that nothing is wrong with, but for what is given."""
    return {
        "code": code, "voucher_code": voucher, "provider_code": "S1", "service_kind": "testing",
        "contract_no": f"HT-{code}", "contract_on": D(2020, 2, 1), "delivered_on": D(2020, 2, 20), "invoice_no": f"0441{code}",
        "invoice_on": D(2020, 2, 21), "eligible_amount": N(12000), "claimed_on": D(2020, 3, 1), "status": "submitted",
    } | values  # fmt: skip


def keep(office: Office, **sheets: list[dict[str, Any]]) -> None:
    """Store records as one step."""
    with office.writing("Add") as step:
        for name, rows in sheets.items():
            register = office.features.registers[name]
            for row in rows:
                given = {}
                for column, value in row.items():
                    spec = register.by_name[column]
                    if isinstance(spec.kind, Reference) and value is not None:
                        model = office.features.registers[spec.kind.register].model
                        step.flush()
                        given[spec.attribute] = step.session.scalars(select(model.uid).where(model.code == value)).one()
                    else:
                        given[spec.attribute] = value
                saving.save(step, register, given)


def furnish(office: Office, *claims: dict[str, Any], programme: dict[str, Any] | None = None) -> None:
    """Fill an office with the park and some claims."""
    programmes = [PROGRAMMES[0] | (programme or {})]
    keep(office, tenants=TENANTS, voucher_programmes=programmes, providers=PROVIDERS, vouchers=VOUCHERS)
    keep(office, voucher_batches=[{"code": "B1", "programme_code": "P1", "period": "2020-Q1"}])
    keep(office, voucher_claims=list(claims))


def record(office: Office, register: str, code: str) -> Any:
    """A record by its code."""
    model = office.features.registers[register].model
    with office.reading() as session:
        found = session.scalars(select(model).where(model.code == code)).one()
        session.expunge(found)
        return found


def move(office: Office, register: str, target: str, *codes: str, on: date = TODAY, reason: str | None = None) -> None:
    """Take a step with some records, all that it asks for at hand."""
    uids = [record(office, register, code).uid for code in codes]
    move_cases(office, office.features.registers[register], uids, Taking(target, on), reason)


def change(office: Office, register: str, code: str, **values: Any) -> None:
    """Change a record as a form does."""
    found = record(office, register, code)
    with office.writing("Change") as step:
        saving.save(step, office.features.registers[register], values, step.session.get(type(found), found.uid))
