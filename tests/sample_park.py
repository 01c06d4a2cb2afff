"""A small park to look at: companies, rooms, leases, reliefs and receipts, saved as people save them."""

from datetime import date
from decimal import Decimal
from typing import Any

from incubator_desk.base import uscc
from incubator_desk.catalog import saving
from incubator_desk.catalog.office import Office

TODAY = date(2020, 3, 20)
_NAMES = (
    "青岚禾微传感科技有限公司", "青岚序光光电有限公司", "青岚朴石新材料有限公司", "青岚云粟数据有限公司",
    "青岚听澜声学有限公司", "青岚拓原机器人有限公司", "青岚白榆生物有限公司", "青岚恒序软件有限公司",
    "青岚沐川医疗器械有限公司", "青岚青梭纺织材料有限公司", "青岚砺行汽车电子有限公司", "青岚微澄水处理有限公司",
    "青岚方寸芯片设计有限公司", "青岚南枝农业科技有限公司", "青岚极序航空电子有限公司", "青岚合木建筑科技有限公司",
    "青岚知更教育科技有限公司", "青岚折光仪器有限公司", "青岚远岫信息安全有限公司", "青岚曜石储能有限公司",
    "青岚松间智能家居有限公司", "青岚初晴环保有限公司", "数里行云团队", "麦田影像团队",
)  # fmt: skip
_FIELDS = ("电子信息", "新材料", "先进制造", "生物医药", "环境保护")
_STATUSES = {17: "graduated", 21: "applicant"}


def save(office: Office, register: str, **values: Any) -> str:
    """Save one record of a register; gives its uid."""
    declared = office.features.registers[register]
    with office.writing("Add") as step:
        if declared.prefix and "code" not in values:
            values["code"] = saving.next_code(step, declared)
        uid, _warnings = saving.save(step, declared, values)
    return uid


def credit_code(number: int) -> str:
    """A credit code with its right check character."""
    body = f"91340171MA0{number:06d}"
    return body + (uscc.check_character(body) or "")


def tenant(office: Office, number: int, name: str, **values: Any) -> str:
    """One company."""
    given: dict[str, Any] = {
        "kind": "team" if name.endswith("团队") else "company",
        "status": _STATUSES.get(number, "incubating"),
        "tech_field": _FIELDS[number % len(_FIELDS)],
        "size_class": ("micro", "small", "medium")[number % 3],
        "admitted_on": date(2018, 1 + number % 12, 15),
        "registered_capital": Decimal(500_000 * (1 + number % 7)),
        "contact_name": "林洁",
        "contact_phone": f"1380000{2000 + number}",
    }
    if given["kind"] == "company":
        given["uscc"] = credit_code(number)
    return save(office, "tenants", name=name, **given | values)


def lease(office: Office, number: int, tenant_uid: str, **values: Any) -> str:
    """A lease of a room of its own: 45 yuan per m² and month, two years from July 2019."""
    area = Decimal("158.60") + number
    room = save(
        office,
        "premises",
        building="AB"[number % 2] + " 栋",
        floor=str(1 + number % 6),
        room=f"{401 + number}",
        area_sqm=area,
    )
    terms: dict[str, Any] = {
        "premises_uid": room, "starts_on": date(2019, 7, 1), "ends_on": date(2021, 6, 30), "price": Decimal(45),
        "price_unit": "sqm_month", "due_offset_days": 4,
    }  # fmt: skip
    return save(office, "leases", tenant_uid=tenant_uid, **terms | values)


def furnish(office: Office, companies: int = len(_NAMES)) -> dict[str, list[str]]:
    """Fill an office; gives the uids by register."""
    tenants = [tenant(office, at, name) for at, name in enumerate(_NAMES[:companies])]
    leases = [lease(office, at, uid) for at, uid in enumerate(tenants[:8])]
    policy = save(
        office,
        "relief_policies",
        title="支持企业复工复产房租减免",
        document_no="青高管〔2020〕6 号",
        settle_paid="refund",
    )
    in_force: dict[str, Any] = {"status": "in_force", "approved_on": date(2020, 3, 10)}
    for at in range(2):
        save(office, "receipts", lease_uid=leases[0], received_on=date(2019, 12, 4) if at else date(2020, 1, 3),
             amount=Decimal(50_000 if at else 7137), method="银行转账")  # fmt: skip
    reliefs = [
        save(office, "reliefs", lease_uid=leases[0], policy_uid=policy, kind="percent", percent=Decimal(100),
             starts_on=date(2020, 2, 1), ends_on=date(2020, 2, 29), **in_force),
        save(office, "reliefs", lease_uid=leases[0], policy_uid=policy, kind="percent", percent=Decimal(50),
             starts_on=date(2020, 4, 1), ends_on=date(2020, 5, 31), status="published", approved_on=date(2020, 3, 11)),
        save(office, "reliefs", lease_uid=leases[0], kind="deferral", defer_to=date(2020, 12, 31),
             starts_on=date(2020, 6, 1), ends_on=date(2020, 8, 31), **in_force),
        save(office, "reliefs", lease_uid=leases[1], policy_uid=policy, kind="percent", percent=Decimal(50)),
    ]  # fmt: skip
    return {"tenants": tenants, "leases": leases, "reliefs": reliefs, "relief_policies": [policy]}
