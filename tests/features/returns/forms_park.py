"""A park whose first quarter can be worked out by hand, imported as a workbook."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from incubator_desk.catalog.office import Office
from incubator_desk.features.exchange.importing import Outcome, import_workbook

D = date
TENANTS = (
    {"code": "T1", "name": "青岚朴石新材料有限公司", "kind": "company", "uscc": "91340171MA0DEMX130", "size_class": "small",
     "admitted_on": D(2019, 5, 1)},
    {"code": "T2", "name": "山岚雾团队", "kind": "team", "admitted_on": D(2020, 2, 10)},
    {"code": "T3", "name": "青岚岚桥咖啡店", "kind": "sole_trader", "uscc": "92340171MA0DEMX179", "status": "resident",
     "size_class": "micro", "admitted_on": D(2020, 1, 6)},
    {"code": "T4", "name": "青岚拾穗数据有限公司", "kind": "company", "uscc": "91340171MA0DEMX21T", "status": "graduated",
     "size_class": "micro", "admitted_on": D(2018, 7, 1), "graduated_on": D(2020, 3, 5), "left_on": D(2020, 3, 20)},
    {"code": "T5", "name": "青岚轻舟网络科技有限公司", "kind": "company", "uscc": "91340171MA0DEMX30Q", "status": "left",
     "size_class": "micro", "admitted_on": D(2019, 6, 1), "left_on": D(2020, 2, 20)},
)  # fmt: skip
LEASE = {"price_unit": "month", "billing_anchor": "calendar", "ends_on": D(2020, 12, 31)}
FIGURES = ("tenant_code", "month", "revenue", "tax", "rd_spending", "employees", "back_percent")
SHEETS: Mapping[str, Sequence[Mapping[str, Any]]] = {
    "tenants": TENANTS,
    "premises": (
        {"code": "A", "building": "A 栋", "room": "101", "area_sqm": 100, "ownership": "state"},
        {"code": "B", "building": "B 栋", "room": "201", "area_sqm": "60.5", "ownership": "own"},
        {"code": "C", "building": "B 栋", "room": "202", "area_sqm": "39.5", "ownership": "own"},
    ),
    "leases": (
        {"code": "L1", "tenant_code": "T1", "premises_code": "A", "starts_on": D(2020, 1, 1), "price": 3888, **LEASE},
        {"code": "L2", "tenant_code": "T2", "premises_code": "B", "starts_on": D(2020, 2, 10), "price": 1000, **LEASE},
    ),
    "relief_policies": ({"code": "P1", "title": "减免租金", "document_no": "青高管〔2020〕6号"},),
    "reliefs": (
        {"code": "R1", "lease_code": "L1", "policy_code": "P1", "kind": "percent", "percent": 50, "status": "in_force",
         "starts_on": D(2020, 2, 1), "ends_on": D(2020, 3, 31), "approved_on": D(2020, 3, 10)},
        {"code": "R2", "lease_code": "L2", "kind": "deferral", "defer_to": D(2020, 12, 1), "status": "in_force",
         "starts_on": D(2020, 3, 1), "ends_on": D(2020, 4, 30), "approved_on": D(2020, 3, 12)},
    ),
    "receipts": (
        {"code": "S1", "lease_code": "L1", "received_on": D(2020, 1, 3), "amount": 3888},
        {"code": "S2", "lease_code": "L1", "received_on": D(2020, 2, 4), "amount": 3888},
        {"code": "S3", "lease_code": "L2", "received_on": D(2020, 3, 2), "amount": 500},
        {"code": "S4", "lease_code": "L2", "received_on": D(2020, 2, 10), "amount": 2000, "kind": "deposit"},
    ),
    "voucher_programmes": (
        {"code": "V20", "title": "2020年创新券", "year": 2020, "rate_percent": 50, "claim_cap": 10000,
         "use_by": D(2020, 2, 29), "redeem_by": D(2020, 12, 31)},
    ),
    "providers": ({"code": "S", "name": "青岚检测中心"},),
    "vouchers": (
        {"code": "V1", "programme_code": "V20", "tenant_code": "T1", "face_value": 20000, "issued_on": D(2020, 1, 5)},
        {"code": "V2", "programme_code": "V20", "tenant_code": "T2", "face_value": "8000.50", "status": "expired",
         "issued_on": D(2020, 2, 12)},
        {"code": "V3", "programme_code": "V20", "tenant_code": "T2", "face_value": 5000, "status": "applied",
         "issued_on": D(2020, 3, 2)},
    ),
    "voucher_batches": (
        {"code": "B1", "programme_code": "V20", "status": "paid", "locked_on": D(2020, 3, 1), "paid_on": D(2020, 3, 15)},
    ),
    "voucher_claims": (
        {"code": "C1", "voucher_code": "V1", "provider_code": "S", "service_kind": "testing", "invoice_no": "001",
         "contract_on": D(2020, 1, 20), "invoice_on": D(2020, 2, 3), "claimed_on": D(2020, 2, 20), "status": "paid",
         "eligible_amount": 12000, "approved_amount": 6000, "batch_code": "B1", "paid_on": D(2020, 3, 15),
         "approved_on": D(2020, 2, 28)},
        {"code": "C2", "voucher_code": "V1", "provider_code": "S", "service_kind": "testing", "invoice_no": "002",
         "contract_on": D(2020, 2, 20), "invoice_on": D(2020, 3, 3), "claimed_on": D(2020, 3, 9),
         "delivered_on": D(2020, 3, 1), "eligible_amount": "3000.25"},
        {"code": "C3", "voucher_code": "V1", "provider_code": "S", "service_kind": "testing", "invoice_no": "003",
         "contract_on": D(2020, 2, 20), "invoice_on": D(2020, 3, 3), "claimed_on": D(2020, 3, 9), "status": "draft",
         "eligible_amount": 900},
    ),
    "mentors": (
        {"code": "M1", "name": "王强"},
        {"code": "M2", "name": "李敏", "appointed_from": D(2019, 1, 1), "appointed_to": D(2020, 2, 29)},
    ),
    "mentoring_sessions": (
        {"code": "MS1", "mentor_code": "M1", "held_on": D(2020, 1, 10), "starts_at": "09:00", "ends_at": "10:00",
         "status": "held", "confirmed_on": D(2020, 1, 11)},
        {"code": "MS2", "mentor_code": "M2", "held_on": D(2020, 2, 11), "starts_at": "09:00", "ends_at": "10:30",
         "status": "held", "confirmed_on": D(2020, 2, 12)},
        {"code": "MS3", "mentor_code": "M1", "held_on": D(2020, 3, 11), "starts_at": "09:00", "ends_at": "10:30",
         "status": "held"},
        {"code": "MS4", "mentor_code": "M1", "held_on": D(2020, 3, 12), "starts_at": "09:00", "ends_at": "10:30",
         "status": "held", "confirmed_on": D(2020, 3, 12)},
    ),
    "participations": (
        {"session_code": "MS1", "tenant_code": "T1", "rating": 5},
        {"session_code": "MS2", "tenant_code": "T1", "rating": 4},
        {"session_code": "MS2", "tenant_code": "T2"},
        {"session_code": "MS2", "tenant_code": "T5", "attended": "no"},
        {"session_code": "MS3", "tenant_code": "T1", "rating": 1},
        {"session_code": "MS4", "tenant_code": "T2", "rating": 5},
    ),
    "services": (
        {"code": "SV1", "service_kind": "training", "title": "财税培训", "served_on": D(2020, 2, 21)},
        {"code": "SV2", "service_kind": "testing", "title": "检测", "served_on": D(2020, 3, 25), "status": "planned"},
    ),
    "service_uses": (
        {"service_code": "SV1", "tenant_code": "T1"}, {"service_code": "SV1", "tenant_code": "T2"},
        {"service_code": "SV2", "tenant_code": "T1"},
    ),
    "tenant_figures": tuple(
        dict(zip(FIGURES, row, strict=True)) for row in (
            ("T1", "2020-01", "100000.10", "3000.00", "20000.00", 12, 100), ("T1", "2020-02", "0", None, None, 12, 25),
            ("T1", "2020-03", "70000.05", "2100.01", None, 11, 80), ("T2", "2020-03", "12345.67", None, None, 4, None),
            ("T4", "2020-01", "55555.55", "1666.67", None, 9, 90),
        )
    ),
}  # fmt: skip


def bring(office: Office, folder: Path, sheets: Mapping[str, Sequence[Mapping[str, Any]]]) -> Outcome:
    """Import sheets whose rows are given by column; gives what the import said."""
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for name, rows in sheets.items():
        columns = list(dict.fromkeys(column for row in rows for column in row))
        sheet = book.create_sheet(name)
        sheet.append(columns)
        for row in rows:
            sheet.append([row.get(column) for column in columns])
    book.save(folder / "park.xlsx")
    return import_workbook(office, folder / "park.xlsx")


def furnish(office: Office, folder: Path) -> None:
    """Fill an office; what is doubtful in the data is told and taken."""
    outcome = bring(office, folder, SHEETS)
    assert not outcome.failed, [(p.code, p.where, p.text()) for p in outcome.problems if p.severity == "error"]
