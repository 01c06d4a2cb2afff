"""The period forms: worked by hand, held against the reports they sum up, closed and changed, in every unit and format."""

import csv
import json
import shutil
from datetime import date
from decimal import Decimal
from typing import Any

import forms_park
import pytest
import snapshots
from sqlalchemy import select

from incubator_desk.base import i18n
from incubator_desk.base.errors import Refused
from incubator_desk.base.periods import Period
from incubator_desk.catalog import saving
from incubator_desk.catalog.office import Office
from incubator_desk.catalog.report import Asked
from incubator_desk.features.leases.model import Lease
from incubator_desk.features.rent.model import Receipt
from incubator_desk.features.returns.model import TenantFigures
from incubator_desk.features.returns.papers.everything import REPORTS
from incubator_desk.features.returns.service import closing
from incubator_desk.reports.made import produce
from incubator_desk.reports.making import make

P, N, D = Period.parse, Decimal, date
TODAY = D(2020, 4, 7)
CARRIER, TENANTS, SERVICES, RELIEFS = (report.name for report in REPORTS)
PERIODS = ("2020-01", "2020-02", "2020-03", "2020-Q1", "2020-H1", "2020", "2019-12", "2021")


@pytest.fixture
def park(file_office: Office, tmp_path: Any) -> Office:
    forms_park.furnish(file_office, tmp_path)
    return file_office


def made(office, name, period, unit="yuan", **asked):
    wanted = P(period)
    with office.reading() as session:
        return produce(session, office.actor, office.features.reports[name], Asked(wanted, asked.pop("as_of", wanted.last), unit=unit, **asked))  # fmt: skip


def rows(office, name, period, **asked):
    found = made(office, name, period, **asked)
    names = [column.id for column in found.columns]
    return [dict(zip(names, row, strict=True)) for row in found.whole.rows]


def entries(office, name, period, **asked):
    """The three figures of each indicator, as text; blanks are blank."""
    return {
        row["indicator"]: " ".join("-" if row[at] is None else str(row[at]) for at in ("current", "adjustment", "cumulative"))
        for row in rows(office, name, period, **asked)
    }  # fmt: skip


def totals(office, name, period, **asked):
    found = made(office, name, period, **asked)
    return dict(zip((column.id for column in found.columns), found.whole.totals, strict=True))


def test_a_month_of_the_carrier_by_hand(park):
    # L1 3,888.00; L2 1,000.00 × 20/29 = 689.66 in February, for 60.5 m² × 20/29 = 41.72. What was approved in March
    # is not known in February. T1, T4 and T5 are incubated, then T2 comes, T5 leaves, T4 graduates; T3 never was.
    assert entries(park, CARRIER, "2020-02") == {
        "incubated": "3 - -",
        "admitted": "1 0 1",
        "graduated": "0 0 0",
        "left": "1 0 1",
        "let_area": "141.72 - -",
        "lettable_area": "200.00 - -",
        "occupancy": "70.9 - -",
        "charged": "4577.66 0.00 8465.66",
        "received": "3888.00 0.00 7776.00",
        "relieved": "0.00 0.00 0.00",
        "deferred": "0.00 0.00 0.00",
        "sessions": "1 0 2",
        "financing": "- - -",
    }
    march = entries(park, CARRIER, "2020-03")
    assert march["relieved"] == "1944.00 0.00 3888.00", "February's half counts since the approval"
    assert march["deferred"] == "1000.00 0.00 1000.00"
    assert march["sessions"] == "1 0 3", "one of March was not confirmed"
    assert (march["incubated"], march["graduated"], march["left"]) == ("2 - -", "1 0 1", "0 0 1")
    assert entries(park, CARRIER, "2020-Q1")["charged"] == "13353.66 0.00 13353.66"
    notes = {row["indicator"]: row["note"] for row in rows(park, CARRIER, "2020-02")}
    assert [name for name, note in notes.items() if note] == ["financing"]


def test_what_has_not_happened_yet_is_blank_and_no_nought(park):
    found = entries(park, CARRIER, "2020-03", as_of=D(2020, 2, 20))
    assert found["received"] == "- 0.00 7776.00"
    assert found["admitted"] == "- 0 1"
    assert found["incubated"] == "- - -"
    assert found["charged"] == "4888.00 0.00 13353.66", "what will be charged is known"
    assert entries(park, SERVICES, "2020-03", as_of=D(2020, 2, 20))["mentors"] == "- - -"


def test_who_is_incubated_follows_from_who_came_and_went(park):
    stock = {period: int(entries(park, CARRIER, period)["incubated"].split()[0]) for period in PERIODS[:3]}
    for before, period in (("2020-01", "2020-02"), ("2020-02", "2020-03")):
        came, graduated, left = (int(entries(park, CARRIER, period)[name].split()[0]) for name in ("admitted", "graduated", "left"))  # fmt: skip
        assert stock[period] == stock[before] + came - graduated - left


def test_a_month_of_the_companies_by_hand(park):
    names = ("no", "tenant_code", "revenue", "revenue_to_date", "tax", "tax_to_date", "employees", "back_percent")
    found = [tuple(None if row[name] is None else str(row[name]) for name in names) for row in rows(park, TENANTS, "2020-02")]  # fmt: skip
    assert found == [
        ("1", "T1", "0.00", "100000.10", None, "3000.00", "12", "25.000000"),  # a nought is one, a blank is none
        ("2", "T2", None, None, None, None, None, None),
        ("3", "T4", None, "55555.55", None, "1666.67", None, None),
        ("4", "T5", None, None, None, None, None, None),
    ]
    assert [row["tenant_code"] for row in rows(park, TENANTS, "2020-03")] == ["T1", "T2", "T4"], (
        "T5 has left, T4 stated"
    )
    quarter = {row["tenant_code"]: row for row in rows(park, TENANTS, "2020-Q1")}
    assert (quarter["T1"]["revenue"], quarter["T1"]["employees"]) == (N("170000.15"), 11), "people are those of March"
    assert totals(park, TENANTS, "2020-03")["revenue"] == N("82345.72")
    assert [row["tenant_code"] for row in rows(park, TENANTS, "2020-02", tenant="T3")] == ["T3"]
    with pytest.raises(Refused) as refused:
        rows(park, TENANTS, "2020-02", tenant="T9")
    assert refused.value.problems[0].code == "unknown_tenant"


def test_a_quarter_of_services_by_hand(park):
    assert entries(park, SERVICES, "2020-Q1") == {
        "mentors": "1 - -",
        "mentors_serving": "2 - -",
        "sessions": "3 0 3",
        "participations": "4 0 4",
        "companies_served": "2 - -",
        "ratings": "3 0 3",
        "rating_points": "14 0 14",
        "satisfaction": "4.67 - 4.67",
        "services": "1 0 1",
        "service_uses": "2 0 2",
        "needs_raised": "- - -",
        "needs_solved": "- - -",
        "needs_overdue": "- - -",
        "vouchers_issued": "2 0 2",
        "vouchers_issued_amount": "28000.50 0.00 28000.50",
        "vouchers_used": "2 0 2",
        "vouchers_used_amount": "7500.13 0.00 7500.13",  # 6,000.00 and half of 3,000.25
        "vouchers_redeemed": "1 0 1",
        "vouchers_redeemed_amount": "6000.00 0.00 6000.00",
        "vouchers_clawed_back_amount": "0.00 0.00 0.00",
        "vouchers_expired": "1 0 1",
        "vouchers_expired_amount": "8000.50 0.00 8000.50",
    }
    march = entries(park, SERVICES, "2020-03")
    assert (march["satisfaction"], march["vouchers_expired"]) == ("5.00 - 4.67", "0 0 1")
    assert entries(park, SERVICES, "2020-05")["satisfaction"] == "- - 4.67"


def test_a_quarter_of_reliefs_by_hand(park):
    names = ("by", "group", "cases", "companies", "entitled", "executed", "deferred")
    found = [tuple(None if row[name] is None else str(row[name]) for name in names) for row in rows(park, RELIEFS, "2020-Q1")]  # fmt: skip
    assert found == [
        ("policy", "青高管〔2020〕6号", "1", "1", "3888.00", "3888.00", None),
        ("policy", "unstated", "1", "1", None, None, "1000.00"),
        ("ownership", "own", "1", "1", None, None, "1000.00"),
        ("ownership", "state", "1", "1", "3888.00", "3888.00", None),
        ("size", "small", "1", "1", "3888.00", "3888.00", None),
        ("size", "unstated", "1", "1", None, None, "1000.00"),
    ]


@pytest.mark.parametrize("period", ["2020-01", "2020-02", "2020-03", "2020-Q1", "2020-H1", "2019"])
def test_the_forms_agree_with_the_reports_that_they_sum_up(demo, period):
    as_of = min(P(period).last, D(2020, 3, 31))
    carrier = {row["indicator"]: row for row in rows(demo, CARRIER, period, as_of=as_of)}
    summary = rows(demo, "rent_summary", period, as_of=as_of)
    last = summary[-1]["month"]
    for name in ("charged", "relieved", "deferred", "received"):
        known = [row[name] for row in summary if row[name] is not None]
        to_date = [row[f"{name}_to_date"] for row in summary if row["month"] == last]
        assert carrier[name]["current"] == sum(known), name
        if None not in to_date:
            assert carrier[name]["cumulative"] == sum(to_date), name
    assert carrier["let_area"]["current"] == rows(demo, "let_area", period, as_of=as_of)[-1]["let"]
    ledger, reliefs = (rows(demo, name, period, as_of=as_of) for name in ("relief_ledger", RELIEFS))
    for name in ("entitled", "executed", "deferred"):
        whole = sum(row[name] or 0 for row in ledger)
        assert totals(demo, "relief_ledger", period, as_of=as_of)[name] == whole
        for by in ("policy", "ownership", "size"):
            assert sum(row[name] or 0 for row in reliefs if row["by"] == by) == whole, (name, by)
        assert totals(demo, RELIEFS, period, as_of=as_of)[name] == whole
    assert totals(demo, RELIEFS, period, as_of=as_of)["cases"] == len(ledger)


@pytest.mark.parametrize("period", ["2020-01", "2020-03", "2020-Q1"])
def test_services_agree_with_the_service_summary_and_vouchers_with_their_statistics(demo, period):
    found = {row["indicator"]: row["current"] for row in rows(demo, SERVICES, period)}
    summary = {row["part"]: row for row in rows(demo, "service_summary", period) if row["part"] in ("sessions", "services")}  # fmt: skip
    assert found["sessions"] == summary["sessions"]["times"] == rows(demo, CARRIER, period)[11]["current"]
    assert found["participations"] == summary["sessions"]["attendances"]
    assert found["companies_served"] == summary["sessions"]["companies"]
    assert (found["satisfaction"], found["ratings"]) == (summary["sessions"]["rating"], summary["sessions"]["ratings"])
    assert (found["services"], found["service_uses"]) == (summary["services"]["times"], summary["services"]["attendances"])  # fmt: skip
    years = [{row["indicator"]: row["current"] for row in rows(demo, SERVICES, year)} for year in ("2018", "2019", "2020")]  # fmt: skip
    statistics = totals(demo, "voucher_statistics", "2020")
    for name, columns in (("issued_amount", ("issued",)), ("expired_amount", ("expired",)), ("used_amount", ("redeemed", "in_process"))):  # fmt: skip
        assert sum(year[f"vouchers_{name}"] for year in years) == sum(statistics[column] for column in columns), name
    paid = sum(year["vouchers_redeemed_amount"] - year["vouchers_clawed_back_amount"] for year in years)
    assert paid == statistics["redeemed"]


def late(office, amount, on, code):
    """A receipt is entered that was forgotten."""
    with office.writing("Late") as step:
        lease = step.session.scalars(select(Lease.uid).where(Lease.code == "L1")).one()
        values = {"code": code, "lease_uid": lease, "received_on": on, "amount": N(amount)}
        saving.save(step, office.features.registers["receipts"], values)


def test_what_changed_of_closed_months_stands_once_in_the_first_open_one(office, tmp_path):
    forms_park.furnish(office, tmp_path)
    closing.close(office, P("2020-01"), TODAY)
    closing.close(office, P("2020-02"), TODAY)
    assert entries(office, CARRIER, "2020-03")["relieved"] == "1944.00 1944.00 3888.00", "approved after February"
    late(office, "112.00", D(2020, 1, 20), "S-LATE")
    assert entries(office, CARRIER, "2020-01")["received"] == "3888.00 0.00 3888.00", "frozen"
    assert entries(office, CARRIER, "2020-02")["received"] == "3888.00 0.00 7776.00"
    assert entries(office, CARRIER, "2020-03")["received"] == "500.00 112.00 8388.00"
    assert entries(office, CARRIER, "2020-04")["received"] == "0.00 0.00 8388.00"
    assert entries(office, CARRIER, "2020-Q1")["received"] == "8276.00 112.00 8388.00", "the quarter as its months say"
    with office.writing("Corrected") as step:
        found = step.session.scalars(select(TenantFigures).where(TenantFigures.revenue == N("100000.10"))).one()
        saving.save(step, office.features.registers["tenant_figures"], {"revenue": N("90000.00")}, found)
        register = office.features.registers["tenant_figures"]
        saving.save(step, register, {"tenant_uid": found.tenant_uid, "month": "2020-04", "revenue": N(5)})
    names = ("revenue", "revenue_adjustment", "revenue_to_date")
    (company,) = rows(office, TENANTS, "2020-03", tenant="T1")
    assert [company[name] for name in names] == [N("70000.05"), N("-10000.10"), N("160000.05")]
    closing.close(office, P("2020-03"), TODAY)
    (company,) = rows(office, TENANTS, "2020-04", tenant="T1")
    assert [company[name] for name in names] == [N("5.00"), N("0.00"), N("160005.05")]
    closing.reopen(office, P("2020-03"), "补录", TODAY)
    late(office, "1.00", D(2020, 3, 31), "S-LATER")
    assert entries(office, CARRIER, "2020-03")["received"] == "501.00 112.00 8389.00"
    assert office.check() == []


def test_a_company_that_a_closed_month_named_is_not_lost(park):
    closing.close(park, P("2020-01"), TODAY)
    with park.writing("Removed") as step:
        for each in step.session.scalars(select(TenantFigures)):
            step.remove(each)
    found = {row["tenant_code"]: row for row in rows(park, TENANTS, "2020-02")}
    names = ("revenue", "revenue_adjustment", "revenue_to_date")
    assert [found["T4"][name] for name in names] == [None, N("-55555.55"), N("0.00")]
    assert [found["T2"][name] for name in names] == [None, None, None]


@pytest.mark.parametrize("name", [CARRIER, TENANTS, SERVICES, RELIEFS])
def test_any_period_of_any_park_can_be_asked_for(office, tmp_path, name):
    for period in PERIODS:
        assert len(rows(office, name, period)) == len(rows(office, name, period, unit="wan"))
    forms_park.furnish(office, tmp_path)
    for period in PERIODS:
        for unit in ("yuan", "thousand", "wan"):
            assert len(rows(office, name, period, unit=unit)) == len(rows(office, name, period))
    whole = entries(office, CARRIER, "2020-03") if name == CARRIER else None
    if whole:
        assert whole["occupancy"] == "80.3 - -"


def test_units_add_up_and_only_money_is_in_them(park):
    wan = {row["indicator"]: row for row in rows(park, CARRIER, "2020-03", unit="wan")}
    assert (wan["charged"]["measure"], wan["charged"]["current"], wan["charged"]["cumulative"]) == ("wan", N("0.49"), N("1.34"))  # fmt: skip
    assert (wan["let_area"]["measure"], wan["let_area"]["current"]) == ("sqm", N("160.50"))
    assert (wan["incubated"]["current"], wan["financing"]["current"]) == (2, None)
    assert str({row["indicator"]: row for row in rows(park, CARRIER, "2020-03", unit="thousand")}["charged"]["current"]) == "5"  # fmt: skip
    closing.close(park, P("2020-02"), TODAY)
    relieved = next(row for row in made(park, CARRIER, "2020-03", unit="wan").whole.rows if row[0] == "relieved")
    assert relieved[2:5] == [N("0.20"), N("0.19"), N("0.39")], "0.19 + 0.19 would not be 0.39"
    assert made(park, CARRIER, "2020-03", unit="wan").whole.adjusted, "which is marked"
    for unit, total in (("wan", "8.23"), ("thousand", "82"), ("yuan", "82345.72")):
        revenue = [row["revenue"] for row in rows(park, TENANTS, "2020-03", unit=unit) if row["revenue"] is not None]
        assert sum(revenue) == totals(park, TENANTS, "2020-03", unit=unit)["revenue"] == N(total)


def test_each_block_adds_up_in_a_unit_that_rounds(demo):
    for unit in ("wan", "thousand"):
        found, foot = rows(demo, RELIEFS, "2020-H1", unit=unit), totals(demo, RELIEFS, "2020-H1", unit=unit)
        for name in ("cases", "entitled", "executed", "deferred"):
            for by in ("policy", "ownership", "size"):
                assert sum(row[name] or 0 for row in found if row["by"] == by) == foot[name], (unit, name, by)
        assert foot["companies"] is None, "a company may have cases of several policies"


def test_other_programs_read_what_the_contract_says(park, tmp_path):
    for name in (CARRIER, RELIEFS):
        asked = Asked(P("2020-03"), D(2020, 3, 31), unit="yuan")
        make(park, park.features.reports[name], asked, "json", tmp_path / f"{name}.json")
        make(park, park.features.reports[name], asked, "csv", tmp_path / f"{name}.csv")
    carrier = json.loads((tmp_path / f"{CARRIER}.json").read_text(encoding="utf-8"))
    assert (carrier["report"], carrier["period"], carrier["as_of"], carrier["unit"]) == (CARRIER, "2020-03", "2020-03-31", "yuan")  # fmt: skip
    assert [(column["id"], column["kind"]) for column in carrier["columns"]] == [
        ("indicator", "choice"), ("measure", "choice"), ("current", "number"), ("adjustment", "number"),
        ("cumulative", "number"), ("note", "choice"),
    ]  # fmt: skip
    assert ["charged", "yuan", "4888.00", "0.00", "13353.66", None] in carrier["rows"]
    assert ["sessions", "sessions", 1, 0, 3, None] in carrier["rows"]
    assert ["financing", "yuan", None, None, None, "not_recorded"] in carrier["rows"]
    assert carrier["totals"] == [None] * 6
    reliefs = json.loads((tmp_path / f"{RELIEFS}.json").read_text(encoding="utf-8"))
    assert reliefs["totals"] == [None, None, 2, None, "1944.00", "1944.00", "1000.00"]
    with (tmp_path / f"{CARRIER}.csv").open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.reader(file))
    assert found[0] == ["Indicator", "Counted in", "This period", "Adjustment", "Since January", "Note"]
    assert ["Rent charged", "CNY", "4888.00", "0.00", "13353.66", ""] in found


@pytest.mark.parametrize("name", [CARRIER, SERVICES, RELIEFS, "let_area"])
def test_forms_of_several_parks_are_added_up_by_what_names_their_rows(park, name):
    """Two parks alike: counts and sums are doubled, shares and means are not."""
    report = park.features.reports[name]
    with park.reading() as session:
        (sheet,) = report.rows(session, park.actor, Asked(P("2020-03"), D(2020, 3, 31)))
    keys = [at for at, column in enumerate(report.columns) if column.id in report.adds_by]
    assert len(keys) == len(report.adds_by) > 0
    assert len({tuple(row[at] for at in keys) for row in sheet.rows}) == len(sheet.rows)
    doubled = [
        tuple(value * 2 if at not in keys and isinstance(value, int | Decimal) else value for at, value in enumerate(row))
        for row in sheet.rows
    ]  # fmt: skip
    ratios = {"occupancy", "satisfaction"}
    expected = [row if row[0] in ratios else twice for row, twice in zip(sheet.rows, doubled)]
    assert list(map(tuple, report.settled(doubled))) == expected


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name)
def test_they_read_as_they_were_looked_at(park, tmp_path, report, language):
    period = P("2020-03" if report.name.startswith("monthly") else "2020-Q1")
    closing.close(park, P("2020-02"), TODAY)
    with i18n.speaking(language):
        for unit in ("yuan", "wan"):
            for format in ("csv", "xlsx", "pdf"):
                make(park, report, Asked(period, period.last, None, unit), format, tmp_path / format)
            name = f"{report.name}-{unit}.{language}"
            snapshots.check(f"{name}.csv", (tmp_path / "csv").read_text(encoding="utf-8-sig"))
            snapshots.check(f"{name}.xlsx.txt", snapshots.cells(tmp_path / "xlsx"))
            snapshots.check(f"{name}.pdf.txt", snapshots.words(tmp_path / "pdf"))


def test_a_closed_form_reads_back_as_it_was(park):
    before = {name: (made(park, name, "2020-Q1").whole.rows, made(park, name, "2020-Q1").whole.totals) for name in (CARRIER, TENANTS, SERVICES, RELIEFS)}  # fmt: skip
    closing.close(park, P("2020-Q1"), TODAY)
    with park.writing("Reversed") as step:
        receipt = step.session.scalars(select(Receipt).where(Receipt.code == "S2")).one()
        saving.save(step, park.features.registers["receipts"], {"amount": N(1)}, receipt)
    for name, (found, foot) in before.items():
        after = made(park, name, "2020-Q1")
        assert [list(row) for row in after.whole.rows] == [list(row) for row in found]
        assert list(after.whole.totals) == list(foot)
        assert [type(value) for row in after.whole.rows for value in row] == [type(v) for row in found for v in row]
