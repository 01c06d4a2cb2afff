"""A handful of leases whose papers can be worked out by hand: two buildings, a lease without rooms, one that ended."""

from datetime import date
from decimal import Decimal
from typing import Any

from sample_park import save

from incubator_desk.catalog.office import Office
from incubator_desk.catalog.report import Report, Sheet

TERMS = {"price_unit": "month", "billing_anchor": "calendar"}


def furnish(office: Office) -> dict[str, str]:
    """T1 in building A with a waiver and instalments, T2 in B (ended, in arrears), T3 nowhere; uids by code."""
    uids: dict[str, str] = {}

    def keep(register: str, code: str, **values: Any) -> None:
        uids[code] = save(office, register, code=code, **values)

    keep(
        "tenants",
        "T1",
        name="𠮷野㙓氏（青岚）生物科技有限公司",
        kind="company",
        uscc="91340171MA0DEMX130",
        admitted_on=date(2019, 1, 1),
        graduated_on=date(2020, 3, 11),
        contact_name="张小明",
        contact_phone="13812341234",
    )
    keep(
        "tenants",
        "T2",
        name="青岚禾微传感科技有限公司",
        kind="company",
        admitted_on=date(2019, 1, 1),
        status="incubating",
    )
    keep("tenants", "T3", name="数里行云团队", kind="team", status="resident", contact_name="王敏")
    keep("premises", "A-101", building="A 栋", room="101", area_sqm=Decimal("100.50"))
    keep("premises", "A-102", building="A 栋", room="102", area_sqm=Decimal("19.50"))
    keep("premises", "B-201", building="B 栋", room="201", area_sqm=Decimal(80))
    keep(
        "leases",
        "L1",
        tenant_uid=uids["T1"],
        premises_uid=uids["A-101"],
        area_sqm=Decimal(120),
        contract_no="青租〔2019〕001号",
        starts_on=date(2020, 1, 1),
        ends_on=date(2020, 12, 31),
        price=Decimal(3888),
        **TERMS,
    )
    save(office, "lease_rooms", lease_uid=uids["L1"], premises_uid=uids["A-102"])
    keep(
        "leases",
        "L2",
        tenant_uid=uids["T2"],
        premises_uid=uids["B-201"],
        starts_on=date(2019, 9, 1),
        ends_on=date(2020, 8, 31),
        ended_on=date(2020, 3, 10),
        price=Decimal("1234.56"),
        **TERMS,
    )
    keep(
        "leases",
        "L3",
        tenant_uid=uids["T3"],
        area_sqm=Decimal("10.01"),
        starts_on=date(2020, 3, 16),
        ends_on=date(2020, 6, 15),
        price=Decimal(1000),
        price_unit="month",
        billing_anchor="lease",
    )
    in_force = {"status": "in_force", "approved_on": date(2020, 2, 10)}
    keep(
        "reliefs",
        "R1",
        lease_uid=uids["L1"],
        kind="percent",
        percent=Decimal(100),
        starts_on=date(2020, 2, 1),
        ends_on=date(2020, 2, 29),
        **in_force,
    )
    keep(
        "reliefs",
        "R2",
        lease_uid=uids["L1"],
        kind="instalments",
        parts=3,
        first_due_on=date(2020, 7, 10),
        starts_on=date(2020, 3, 1),
        ends_on=date(2020, 4, 30),
        agreement_no="补-2",
        **in_force,
    )
    keep(
        "reliefs",
        "R3",
        lease_uid=uids["L3"],
        kind="deferral",
        months=1,
        starts_on=date(2020, 4, 16),
        ends_on=date(2020, 4, 16),
        status="agreed",
        approved_on=date(2020, 4, 1),
    )
    for code, lease, day, amount, kind in (
        ("S1", "L1", date(2020, 1, 3), "3888.00", "rent"),
        ("S2", "L1", date(2020, 3, 5), "1000.00", "rent"),
        ("S3", "L2", date(2019, 12, 2), "4938.24", "rent"),
        ("S4", "L2", date(2020, 2, 3), "100.00", "rent"),
        ("S5", "L3", date(2020, 3, 16), "2000.00", "deposit"),
        ("S6", "L3", date(2020, 5, 20), "1500.00", "rent"),
    ):
        keep("receipts", code, lease_uid=uids[lease], received_on=day, amount=Decimal(amount), kind=kind)
    return uids


def dicts(report: Report, sheet: Sheet) -> list[dict[str, Any]]:
    """The rows of a sheet by the identifiers of the report's columns."""
    return [dict(zip((column.id for column in report.columns), row, strict=True)) for row in sheet.rows]
