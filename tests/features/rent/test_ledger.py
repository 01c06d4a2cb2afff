"""The relief ledger: which cases stand in it, and what they come to (contract section 7, R4, R5, R9)."""

import json
import shutil
from datetime import date
from decimal import Decimal

import pytest
import sample_park as sample
import snapshots

from incubator_desk.base import i18n
from incubator_desk.base.errors import Refused
from incubator_desk.base.periods import Period
from incubator_desk.catalog import saving
from incubator_desk.catalog.office import Office
from incubator_desk.catalog.report import Asked
from incubator_desk.features.leases.model import Lease, Premises
from incubator_desk.features.rent.ledger import RELIEF_LEDGER
from incubator_desk.reports.making import make, produce

IDS = [column.id for column in RELIEF_LEDGER.columns]
TENANT = {"code": "T1", "name": "青岚朴石新材料有限公司", "kind": "company", "uscc": "91340171MA0DEMX130", "contact_name": "王敏", "contact_phone": "13812341234", "admitted_on": date(2019, 1, 1)}  # fmt: skip
LEASE = {"code": "L1", "tenant_code": "T1", "premises_code": "B-202", "contract_no": "QF-2018-011", "starts_on": date(2020, 1, 1), "ends_on": date(2020, 12, 31), "price": Decimal(3888), "price_unit": "month", "billing_anchor": "calendar"}  # fmt: skip
POLICY = {"code": "P1", "title": "减免", "document_no": "青高管〔2020〕6号"}


def day(text):
    return date.fromisoformat(text)


def half(code, since, until, **values):
    return {"code": code, "lease_code": "L1", "policy_code": "P1", "kind": "percent", "percent": Decimal(50), "starts_on": day(since), "ends_on": day(until), "approved_on": day("2020-02-01"), "status": "in_force", **values}  # fmt: skip


@pytest.fixture
def keep(file_office):
    """Stores records by the identifiers of their columns."""

    uids = {None: None}

    def store(**sheets):
        with file_office.writing("Add") as step:
            for name, rows in sheets.items():
                register = file_office.features.registers[name]
                for row in rows:
                    values = {key: uids[value] if key.endswith("_code") else value for key, value in row.items()}
                    given = {register.by_name[key].attribute: value for key, value in values.items()}
                    uids[row["code"]] = saving.save(step, register, given)[0]

    premises = {
        "code": "B-202",
        "building": "B 栋",
        "room": "202",
        "area_sqm": Decimal("35.5"),
        "ownership": "state",
        "landlord": "青岚国资",
    }
    store(tenants=[TENANT], premises=[premises], leases=[LEASE], relief_policies=[POLICY])
    return store


@pytest.fixture
def ledger(file_office):
    """The ledger of a period, its rows as dictionaries."""

    def rows(period, as_of=None, tenant=None):
        asked = Asked(Period.parse(period), as_of or Period.parse(period).last, tenant)
        with file_office.reading() as session:
            made = produce(session, file_office.actor, RELIEF_LEDGER, asked)
        return [dict(zip(IDS, row)) for row in made.whole.rows]

    return rows


def figures(rows, *names):
    return [tuple(None if row[name] is None else str(row[name]) for name in names) for row in rows]


def test_a_row_has_what_superiors_ask_for(keep, ledger):
    keep(reliefs=[half("R1", "2020-02-01", "2020-04-30", final_lessee="青岚小店", agreement_no="补-1", note="甲")])
    (row,) = ledger("2020-Q1")
    assert {name: row[name] for name in IDS if row[name] is not None} == {
        "no": 1, "relief": "R1", "landlord": "青岚国资", "tenant": TENANT["name"], "uscc": TENANT["uscc"],
        "type": "company", "incubated": True, "address": "B 栋 202", "ownership": "state", "area": Decimal("35.5"),
        "lease": "QF-2018-011", "lease_from": day("2020-01-01"), "lease_to": day("2020-12-31"),
        "monthly_rent": Decimal("3888.00"), "policy": "青高管〔2020〕6号", "instrument": "percent", "percent": Decimal(50),
        "from": day("2020-02-01"), "to": day("2020-04-30"), "entitled": Decimal("3888.00"), "executed": Decimal("3888.00"),
        "sublease": True, "final_lessee": "青岚小店", "contact": "王敏", "phone": "138****1234",
        "approved_on": day("2020-02-01"), "supplement": "补-1", "note": "甲",
    }  # fmt: skip


def test_entitled_is_of_the_period_and_executed_of_what_was_due(keep, ledger):
    keep(reliefs=[half("R1", "2020-02-16", "2020-05-15")])
    # 14 of 29 days of 3,888.00 by half; then whole months; 15 of 31 days.
    months = {"2020-02": "938.48", "2020-03": "1944.00", "2020-04": "1944.00", "2020-05": "940.65"}
    assert {month: ledger(month)[0]["entitled"] for month in months} == {m: Decimal(a) for m, a in months.items()}
    assert figures(ledger("2020"), "entitled", "executed") == [("5767.13", "5767.13")]
    assert figures(ledger("2020", day("2020-04-30")), "entitled", "executed") == [("5767.13", "4826.48")]
    assert [row["relief"] for row in ledger("2020-Q1", day("2020-01-31"))] == []
    assert ledger("2020-01") == ledger("2020-06") == []


def test_lines_that_run_over_a_month_are_split_as_r9_says(keep, ledger):
    keep(
        leases=[
            {
                **LEASE,
                "code": "L2",
                "starts_on": day("2020-01-16"),
                "ends_on": day("2020-04-15"),
                "billing_anchor": "lease",
            }
        ]
    )
    keep(reliefs=[half("R1", "2020-01-16", "2020-04-15", lease_code="L2", percent=Decimal(100))])
    found = [ledger(month, day("2020-06-30"))[0]["entitled"] for month in ("2020-01", "2020-02", "2020-03", "2020-04")]
    assert sum(found) == Decimal("11664.00")
    assert found[0] == Decimal("2006.70")  # 16 of 31 days, rounded down


def test_a_deferral_has_its_net_and_its_new_date_and_is_no_relief(keep, ledger):
    keep(
        reliefs=[
            half("R1", "2020-02-01", "2020-04-30"),
            half("R2", "2020-03-01", "2020-04-30", kind="deferral", percent=None, months=6, policy_code=None),
        ]
    )
    names = ("relief", "entitled", "executed", "deferred", "deferred_until")
    assert figures(ledger("2020-H1"), *names) == [
        ("R1", "5832.00", "1944.00", None, None),  # what was due by 30 June: March and April are put off
        ("R2", None, None, "3888.00", "2020-10-01"),
    ]
    assert figures(ledger("2020-Q1"), *names)[1] == ("R2", None, None, "1944.00", "2020-09-01")


def test_an_extension_is_entitled_on_the_days_it_adds(keep, ledger):
    extension = {"code": "R1", "lease_code": "L1", "kind": "extension", "months": 2}
    keep(reliefs=[{**extension, "approved_on": day("2020-02-01"), "status": "agreed"}])
    assert ledger("2020") == []
    names = ("from", "to", "entitled", "executed", "percent")
    assert figures(ledger("2021-Q1"), *names) == [("2021-01-01", "2021-02-28", "7776.00", "7776.00", None)]


def test_only_what_counts_stands_in_it_in_order_of_code(keep, ledger):
    keep(
        reliefs=[
            half("R9", "2020-02-01", "2020-02-29"),
            half("R10", "2020-03-01", "2020-03-31"),
            half("R3", "2020-03-01", "2020-03-31", status="reviewed", approved_on=None),
            half("R4", "2020-03-01", "2020-03-31", status="void"),
        ]
    )
    assert figures(ledger("2020-Q1"), "no", "relief") == [("1", "R10"), ("2", "R9")]


def test_a_lease_that_ended_before_has_no_row(keep, ledger):
    keep(leases=[{**LEASE, "code": "L2", "ended_on": day("2020-02-29")}])
    keep(reliefs=[half("R1", "2020-02-01", "2020-04-30", lease_code="L2")])
    assert len(ledger("2020-02")) == 1
    assert ledger("2020-03") == []


def test_one_company_alone(keep, ledger):
    keep(tenants=[{"code": "T2", "name": "乙", "kind": "team", "left_on": day("2020-03-01")}])
    keep(leases=[{**LEASE, "code": "L2", "tenant_code": "T2", "premises_code": None, "contract_no": None}])
    keep(reliefs=[half("R1", "2020-02-01", "2020-02-29"), half("R2", "2020-02-01", "2020-02-29", lease_code="L2")])
    assert figures(ledger("2020-Q1"), "relief", "incubated") == [("R1", "True"), ("R2", "False")]
    (row,) = ledger("2020-Q1", tenant="T2")
    assert (row["relief"], row["lease"], row["address"], row["area"]) == ("R2", "L2", None, None)
    with pytest.raises(Refused) as refused:
        ledger("2020-Q1", tenant="T3")
    assert refused.value.problems[0].code == "unknown_tenant"


def test_it_prints_in_every_format(keep, file_office, tmp_path):
    keep(reliefs=[half("R1", "2020-02-01", "2020-04-30")])
    period = Period.parse("2020-Q1")
    for format in ("json", "csv", "xlsx", "pdf"):
        assert make(file_office, RELIEF_LEDGER, Asked(period, period.last), format, tmp_path / format) == ()
    found = json.loads((tmp_path / "json").read_text(encoding="utf-8"))
    assert dict(zip(IDS, found["totals"]))["entitled"] == "3888.00"


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_it_reads_as_it_was_looked_at(keep, file_office, tmp_path, language):
    keep(
        tenants=[{**TENANT, "code": "T2", "name": "𠮷野㙓氏（青岚）生物科技有限公司", "size_class": "small", "is_service": True}],
        leases=[{**LEASE, "code": "L2", "tenant_code": "T2", "price": Decimal("13007.77")}],
    )  # fmt: skip
    keep(
        reliefs=[
            half("R1", "2020-02-01", "2020-04-30", notice_from=day("2020-02-01"), notice_to=day("2020-02-07")),
            half("R2", "2020-03-16", "2020-04-30", lease_code="L2", percent=Decimal("33.3333"), note="=1+1"),
            half("R3", "2020-03-01", "2020-05-31", lease_code="L2", kind="instalments", percent=None, parts=3, first_due_on=day("2020-07-01")),
        ]
    )  # fmt: skip
    period = Period.parse("2020-H1")
    with i18n.speaking(language):
        for unit in ("yuan", "wan"):
            asked = Asked(period, period.last, None, unit)
            for format in ("csv", "xlsx", "pdf"):
                make(file_office, RELIEF_LEDGER, asked, format, tmp_path / format)
            name = f"relief_ledger-{unit}.{language}"
            snapshots.check(f"{name}.csv", (tmp_path / "csv").read_text(encoding="utf-8-sig"))
            snapshots.check(f"{name}.xlsx.txt", snapshots.cells(tmp_path / "xlsx"))
            snapshots.check(f"{name}.pdf.txt", snapshots.words(tmp_path / "pdf"))


def test_a_room_that_the_park_rents_itself_is_a_sublease_of_the_head_leases_owner(file_office: Office) -> None:
    uids = sample.furnish(file_office, companies=2)
    head = sample.save(
        file_office, "head_leases", landlord="青岚国资公司", ownership="state", area_sqm=Decimal(1000),
        starts_on=date(2019, 1, 1), ends_on=date(2022, 12, 31),
    )  # fmt: skip
    with file_office.writing("Change") as step:
        lease = step.session.get_one(Lease, uids["leases"][0])
        saving.save(step, file_office.features.registers["premises"], {"head_lease_uid": head, "ownership": "own"},
                    step.session.get_one(Premises, lease.premises_uid))  # fmt: skip
    with file_office.reading() as session:
        (sheet,) = RELIEF_LEDGER.rows(session, file_office.actor, Asked(Period.parse("2020-H1"), sample.TODAY))
    at = {column.id: n for n, column in enumerate(RELIEF_LEDGER.columns)}
    row = sheet.rows[0]
    assert [row[at[name]] for name in ("landlord", "ownership", "sublease", "final_lessee")] == [
        "青岚国资公司", "state", True, "青岚禾微传感科技有限公司",
    ]  # fmt: skip
