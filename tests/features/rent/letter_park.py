"""A park of three whose letters are looked at: a company under two policies, a trader in arrears, a team that left."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import sample_park as sample

from incubator_desk.base.periods import Period
from incubator_desk.catalog import saving
from incubator_desk.catalog.office import Office
from incubator_desk.catalog.report import Asked, Sheet
from incubator_desk.features.park import service as park

H1, TODAY = Period.parse("2020-H1"), date(2020, 3, 20)
D = date


def asked(tenant: str | None = None, **values: Any) -> Asked:
    """What letters are asked for: spring 2020, as of 20 March."""
    return Asked(**{"period": H1, "as_of": TODAY, "tenant": tenant} | values)


def sheets(office: Office, paper: str, tenant: str | None = None, **values: Any) -> Sequence[Sheet]:
    """The letters of one kind."""
    with office.reading() as session:
        return office.features.reports[paper].rows(session, office.actor, asked(tenant, **values))


def cells(office: Office, paper: str, *names: str, tenant: str | None = None, **values: Any) -> list[tuple[Any, ...]]:
    """Some columns of all rows of a paper; amounts as text."""
    at = {column.id: n for n, column in enumerate(office.features.reports[paper].columns)}
    rows = [row for sheet in sheets(office, paper, tenant, **values) for row in sheet.rows]
    found = [[row[at[name]] for name in names] for row in rows]
    return [tuple(f"{v:.2f}" if isinstance(v, Decimal) else v for v in row) for row in found]


def furnish(office: Office) -> dict[str, str]:
    """Fill an office; gives the uids by code."""
    with office.writing("Set the park profile") as step:
        values = {
            "name": "青岚科创孵化器有限公司", "address": "青岚市高新区望湖路66号", "phone": "0999-6600066",
            "prepared_by": "王敏", "reviewed_by": "赵会计",
        }  # fmt: skip
        saving.save(step, office.features.registers["operators"], values, park.own(step.session))
    uids: dict[str, str] = {}

    def keep(register: str, code: str, **values: Any) -> None:
        references = {"tenant", "premises", "lease", "policy", "relief"}
        given = {f"{name}_uid" if name in references else name: value for name, value in values.items()}
        given = {
            name: uids[value] if name.removesuffix("_uid") in references else value for name, value in given.items()
        }
        uids[code] = sample.save(office, register, code=code, **given)

    keep("tenants", "T1", name="青岚朴石新材料有限公司", kind="company", uscc="91340171MA0DEMX130", size_class="small",
         industry="新材料", is_service=False, address="青岚市望湖路66号B栋", legal_representative="王晓敏",
         contact_name="林洁", contact_phone="13812341234")  # fmt: skip
    keep("tenants", "T2", name="张小明", kind="sole_trader", legal_representative="张小明", uscc="91340104MA0DEMX21R")
    keep("tenants", "T3", name="数里行云团队", kind="team", contact_name="李雷")
    for number, room in enumerate(("202", "203", "工位 7"), 1):
        keep("premises", f"B{number}", building="B 栋", room=room, area_sqm=Decimal("86.40"))
    terms: dict[str, Any] = {
        "starts_on": D(2020, 1, 1), "ends_on": D(2020, 12, 31), "price_unit": "month", "billing_anchor": "calendar",
    }  # fmt: skip
    keep("leases", "L1", tenant="T1", premises="B1", price=Decimal(3888), contract_no="青租〔2020〕001号", **terms)
    keep("leases", "L2", tenant="T2", premises="B2", price=Decimal(1000), **terms)
    keep("leases", "L3", tenant="T3", premises="B3", price=Decimal(300), ended_on=D(2020, 2, 29), **terms)
    keep(
        "relief_policies",
        "P1",
        title="关于支持在孵企业减免房租的若干措施",
        document_no="青高管〔2020〕6号",
        settle_paid="refund",
    )
    keep(
        "relief_policies",
        "P2",
        title="关于缓缴房租的通知",
        document_no="青高管〔2020〕9号",
        evidence="缓缴申请；营业执照",
    )
    keep("receipts", "S1", lease="L1", received_on=D(2020, 1, 5), amount=Decimal(11664))
    keep("receipts", "S2", lease="L2", received_on=D(2020, 1, 5), amount=Decimal("1000.00"))
    keep("receipts", "S3", lease="L3", received_on=D(2020, 1, 1), amount=Decimal(300))
    keep("receipts", "S4", lease="L3", received_on=D(2020, 1, 1), amount=Decimal(600), kind="deposit")
    keep("reliefs", "R1", lease="L1", policy="P1", kind="percent", percent=Decimal(50), starts_on=D(2020, 2, 16),
         ends_on=D(2020, 4, 30), status="in_force", approved_on=D(2020, 2, 20), notice_from=D(2020, 2, 21),
         notice_to=D(2020, 2, 27), agreed_on=D(2020, 2, 28), agreement_no="青科孵补〔2020〕001号")  # fmt: skip
    keep("reliefs", "R2", lease="L2", policy="P1", kind="fixed", amount=Decimal(200), cap=Decimal(500),
         starts_on=D(2020, 2, 1), ends_on=D(2020, 4, 30), status="submitted")  # fmt: skip
    keep("reliefs", "R3", lease="L1", policy="P2", kind="instalments", parts=3, first_due_on=D(2020, 9, 10),
         starts_on=D(2020, 6, 1), ends_on=D(2020, 7, 31), status="published", approved_on=D(2020, 3, 10),
         notice_from=D(2020, 3, 11), notice_to=D(2020, 3, 17))  # fmt: skip
    keep("reliefs", "R4", lease="L2", policy="P2", kind="deferral", defer_to=D(2020, 12, 1), starts_on=D(2020, 5, 1),
         ends_on=D(2020, 5, 31), status="approved", approved_on=D(2020, 3, 19))  # fmt: skip
    keep("reliefs", "R5", lease="L2", policy="P1", kind="percent", percent=Decimal(100), starts_on=D(2020, 6, 1),
         ends_on=D(2020, 6, 30), status="withdrawn")  # fmt: skip
    return uids
