"""The register of deferrals, the summary, the let area, the arrears: their rows, and that they agree with schedules."""

import json
import shutil
from datetime import date
from decimal import Decimal

import paper_park
import pytest
import snapshots
from sample_park import save

from incubator_desk.base import i18n
from incubator_desk.base.errors import Refused
from incubator_desk.base.periods import Period
from incubator_desk.catalog.office import Office
from incubator_desk.catalog.report import Asked
from incubator_desk.features.rent.papers.arrears import ARREARS
from incubator_desk.features.rent.papers.deferrals import DEFERRAL_REGISTER
from incubator_desk.features.rent.papers.let_area import LET_AREA
from incubator_desk.features.rent.papers.summary import RENT_SUMMARY
from incubator_desk.features.rent.rules import schedule, to_json
from incubator_desk.features.rent.service import facts
from incubator_desk.reports.making import make

TABLES = (DEFERRAL_REGISTER, RENT_SUMMARY, LET_AREA, ARREARS)


@pytest.fixture
def park(file_office: Office) -> Office:
    paper_park.furnish(file_office)
    return file_office


def sheet(office, report, period, as_of=None, tenant=None):
    wanted = Period.parse(period)
    with office.reading() as session:
        (found,) = report.rows(session, office.actor, Asked(wanted, as_of or wanted.last, tenant))
    return found


def rows(office, report, period, *names, as_of=None, tenant=None):
    found = paper_park.dicts(report, sheet(office, report, period, as_of, tenant))
    return [tuple(None if row[name] is None else str(row[name]) for name in names) for row in found]


def totals(office, as_of, name, tenant=None):
    """The sum of a total over the leases, as ``rent schedule --json`` gives it."""
    with office.reading() as session:
        leases = [to_json(schedule(each, as_of)) for each in facts.load(session, office.actor.operator)]
    return sum(Decimal(each["totals"][name]) for each in leases if tenant in (None, each["tenant"]))


def test_the_register_has_a_row_for_each_moved_due(park):
    names = ("no", "relief", "lease", "from", "was_due_on", "due_on", "part", "amount", "paid", "outstanding")
    assert rows(park, DEFERRAL_REGISTER, "2020", *names) == [
        ("1", "R2", "L1", "2020-03-01", "2020-03-01", "2020-07-10", "1/3", "1296.00", "0.00", "1296.00"),
        ("2", "R2", "L1", "2020-03-01", "2020-03-01", "2020-08-10", "2/3", "1296.00", "0.00", "1296.00"),
        ("3", "R2", "L1", "2020-03-01", "2020-03-01", "2020-09-10", "3/3", "1296.00", "0.00", "1296.00"),
        ("4", "R2", "L1", "2020-04-01", "2020-04-01", "2020-07-10", "1/3", "1296.00", "0.00", "1296.00"),
        ("5", "R2", "L1", "2020-04-01", "2020-04-01", "2020-08-10", "2/3", "1296.00", "0.00", "1296.00"),
        ("6", "R2", "L1", "2020-04-01", "2020-04-01", "2020-09-10", "3/3", "1296.00", "0.00", "1296.00"),
        ("7", "R3", "L3", "2020-04-16", "2020-04-16", "2020-05-16", None, "1000.00", "500.00", "500.00"),
    ]
    about = ("tenant", "contract_no", "instrument", "agreement_no", "status")
    assert rows(park, DEFERRAL_REGISTER, "2020-05", *about) == [("数里行云团队", None, "deferral", None, "agreed")]
    assert rows(park, DEFERRAL_REGISTER, "2020-08", "due_on", "status") == [("2020-08-10", "in_force")] * 2
    assert len(rows(park, DEFERRAL_REGISTER, "2020-03")) == 3
    assert rows(park, DEFERRAL_REGISTER, "2020", as_of=date(2020, 2, 9)) == []
    assert len(rows(park, DEFERRAL_REGISTER, "2020", tenant="T3")) == 1


def test_the_summary_by_hand(park):
    names = ("month", "building", "charged", "relieved", "net", "deferred", "received", "overdue")
    # L1 owes nothing until July but May and June; L2 1,234.56 a month, in March 10 of 31 days (398.25);
    # L3 from 16 March: 516.12 + 483.88, 500.00 + 500.00, 516.12 + 483.88, its second line put off to 16 May.
    assert rows(park, RENT_SUMMARY, "2020-H1", *names) == [
        ("2020-01", "A 栋", "3888.00", "0.00", "3888.00", "0.00", "3888.00", "0.00"),
        ("2020-01", "B 栋", "1234.56", "0.00", "1234.56", "0.00", "0.00", "1234.56"),
        ("2020-01", "—", "0.00", "0.00", "0.00", "0.00", "0.00", "0.00"),
        ("2020-02", "A 栋", "3888.00", "3888.00", "0.00", "0.00", "0.00", "0.00"),
        ("2020-02", "B 栋", "1234.56", "0.00", "1234.56", "0.00", "100.00", "2369.12"),
        ("2020-02", "—", "0.00", "0.00", "0.00", "0.00", "0.00", "0.00"),
        ("2020-03", "A 栋", "3888.00", "0.00", "3888.00", "3888.00", "1000.00", "0.00"),
        ("2020-03", "B 栋", "398.25", "0.00", "398.25", "0.00", "0.00", "2767.37"),
        ("2020-03", "—", "516.12", "0.00", "516.12", "0.00", "0.00", "1000.00"),
        ("2020-04", "A 栋", "3888.00", "0.00", "3888.00", "3888.00", "0.00", "0.00"),
        ("2020-04", "B 栋", "0.00", "0.00", "0.00", "0.00", "0.00", "2767.37"),
        ("2020-04", "—", "983.88", "0.00", "983.88", "500.00", "0.00", "1000.00"),
        ("2020-05", "A 栋", "3888.00", "0.00", "3888.00", "0.00", "0.00", "2888.00"),
        ("2020-05", "B 栋", "0.00", "0.00", "0.00", "0.00", "0.00", "2767.37"),
        ("2020-05", "—", "1016.12", "0.00", "1016.12", "500.00", "1500.00", "1500.00"),
        ("2020-06", "A 栋", "3888.00", "0.00", "3888.00", "0.00", "0.00", "6776.00"),
        ("2020-06", "B 栋", "0.00", "0.00", "0.00", "0.00", "0.00", "2767.37"),
        ("2020-06", "—", "483.88", "0.00", "483.88", "0.00", "0.00", "1500.00"),
    ]


def test_the_summary_since_january_and_what_is_not_known_yet(park):
    names = ("building", "charged_to_date", "relieved_to_date", "deferred_to_date", "received_to_date")
    assert (
        rows(park, RENT_SUMMARY, "2020-06", *names)
        == rows(park, RENT_SUMMARY, "2020-Q2", *names)[-3:]
        == [
            ("A 栋", "23328.00", "3888.00", "7776.00", "4888.00"),
            ("B 栋", "2867.37", "0.00", "0.00", "100.00"),
            ("—", "3000.00", "0.00", "1000.00", "1500.00"),
        ]
    )
    names = ("month", "received", "received_to_date", "overdue")
    assert rows(park, RENT_SUMMARY, "2020-Q2", *names, as_of=date(2020, 5, 17), tenant="T3") == [
        ("2020-04", "0.00", "0.00", "1000.00"),
        ("2020-05", "0.00", "0.00", "3000.00"),
        ("2020-06", None, None, None),
    ]
    (closing,) = sheet(park, RENT_SUMMARY, "2020-Q2").closing
    assert closing == (
        "All buildings since January: charged 29,195.37 CNY, relieved 3,888.00 CNY, net 25,307.37 CNY, of it deferred "
        "8,776.00 CNY; received 6,488.00 CNY. Overdue at the end: 11,043.37 CNY."
    )


def test_the_summary_of_all_years_adds_up_to_the_schedules(park):
    names = ("charged", "relieved", "net", "received")
    years = [
        row for year in ("2019", "2020") for row in rows(park, RENT_SUMMARY, year, *names, as_of=date(2020, 12, 31))
    ]
    sums = [sum(map(Decimal, column)) for column in zip(*years, strict=True)]
    whole = [totals(park, date(2020, 12, 31), name) for name in ("gross", "relief", "net", "paid", "credit")]
    assert sums == [*whole[:3], whole[3] + whole[4]]
    for month, end in (("2020-03", date(2020, 3, 31)), ("2020-05", date(2020, 5, 31)), ("2020-12", date(2020, 12, 31))):
        overdue = rows(park, RENT_SUMMARY, month, "overdue")
        assert sum(Decimal(amount) for (amount,) in overdue) == totals(park, end, "overdue")


def test_the_let_area_by_hand(park):
    # L1 has 120 m² with both its rooms, incubated until 10 March (10 of 31 days: 38.71); L2 80 m² until 10 March
    # (25.81); L3 10.01 m² not incubated, from 16 March (5.17) to 15 June (5.01, 5.005 half up).
    assert rows(park, LET_AREA, "2020-H1", "month", "days", "incubated", "other", "let") == [
        ("2020-01", "31", "200.00", "0.00", "200.00"),
        ("2020-02", "29", "200.00", "0.00", "200.00"),
        ("2020-03", "31", "64.52", "86.46", "150.98"),
        ("2020-04", "30", "0.00", "130.01", "130.01"),
        ("2020-05", "31", "0.00", "130.01", "130.01"),
        ("2020-06", "30", "0.00", "125.01", "125.01"),
    ]
    assert rows(park, LET_AREA, "2020-06", "other", tenant="T3") == [("5.01",)]
    assert rows(park, LET_AREA, "2030-01", "incubated", "other") == [("0.00", "0.00")]


def test_an_extension_lets_the_rooms_for_longer(park):
    uids = {row.code: row.uid for row in _leases(park)}
    save(park, "reliefs", code="R4", lease_uid=uids["L3"], kind="extension", months=1, status="agreed",
         approved_on=date(2020, 5, 1))  # fmt: skip
    assert rows(park, LET_AREA, "2020-Q2", "other", tenant="T3")[-1] == ("10.01",)
    assert rows(park, LET_AREA, "2020-07", "other", tenant="T3") == [("4.84",)]  # 15 of 31 days


def _leases(office):
    with office.reading() as session:
        model = office.features.registers["leases"].model
        return session.query(model).all()


def test_the_arrears_by_hand(park):
    names = ("no", "lease", "status", "outstanding", "not_due", "overdue", "days_1_30", "days_31_90", "days_91_180", "days_over_180", "overdue_since")  # fmt: skip
    # As of 30 June: L1 owes May in part and June (60 and 29 days); L2 January in part, February and March
    # (181, 151 and 121 days: what came in filled the months before); L3 half of the line put off to 16 May.
    assert rows(park, ARREARS, "2020-H1", *names) == [
        ("1", "L1", "running", "37880.00", "31104.00", "6776.00", "3888.00", "2888.00", "0.00", "0.00", "2020-05-01"),
        ("2", "L2", "ended", "2767.37", "0.00", "2767.37", "0.00", "0.00", "1632.81", "1134.56", "2020-01-01"),
        ("3", "L3", "ended", "1500.00", "0.00", "1500.00", "0.00", "1500.00", "0.00", "0.00", "2020-05-16"),
    ]
    assert rows(park, ARREARS, "2020-01", "lease", "status")[2] == ("L3", "to_come")
    assert rows(park, ARREARS, "2019-09", "lease", tenant="T3") == [("L3",)]


@pytest.mark.parametrize("day", ["2019-12-31", "2020-03-01", "2020-05-16", "2020-06-30", "2021-06-30"])
def test_the_arrears_agree_with_the_schedules(park, tmp_path, day):
    as_of = date.fromisoformat(day)
    make(park, ARREARS, Asked(Period.parse("2020-H1"), as_of), "json", tmp_path / "json")
    found = json.loads((tmp_path / "json").read_text(encoding="utf-8"))
    sums = dict(zip((column["id"] for column in found["columns"]), found["totals"], strict=True))
    ages = [Decimal(sums[name]) for name in ("days_1_30", "days_31_90", "days_91_180", "days_over_180")]
    assert Decimal(sums["outstanding"]) == totals(park, as_of, "outstanding") == Decimal(sums["not_due"]) + sum(ages)
    assert Decimal(sums["overdue"]) == totals(park, as_of, "overdue") == sum(ages)


def test_people_are_masked(park, tmp_path):
    make(park, ARREARS, Asked(Period.parse("2020-H1"), date(2020, 6, 30)), "csv", tmp_path / "csv")
    text = (tmp_path / "csv").read_text(encoding="utf-8")
    assert ",张*明,138****1234," in text
    assert "张小明" not in text


@pytest.mark.parametrize("report", TABLES, ids=lambda report: report.name)
def test_a_company_that_is_not_there_is_refused(park, report):
    with pytest.raises(Refused) as refused:
        sheet(park, report, "2020-H1", tenant="T9")
    assert refused.value.problems[0].code == "unknown_tenant"


def test_a_park_without_leases_and_one_with_on_either_database(office):
    for report in (DEFERRAL_REGISTER, RENT_SUMMARY, ARREARS):
        found = sheet(office, report, "2020-H1")
        assert (found.rows, found.closing) == ([], ())
    paper_park.furnish(office)
    assert [len(sheet(office, report, "2020-H1").rows) for report in TABLES] == [7, 18, 6, 3]


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("report", TABLES, ids=lambda report: report.name)
def test_it_reads_as_it_was_looked_at(file_office, tmp_path, report, language):
    paper_park.furnish(file_office)
    period = Period.parse("2020-H1")
    with i18n.speaking(language):
        for unit in ("yuan",) if report is LET_AREA else ("yuan", "wan"):
            for format in ("csv", "xlsx", "pdf"):
                make(file_office, report, Asked(period, period.last, None, unit), format, tmp_path / format)
            name = f"{report.name}-{unit}.{language}"
            snapshots.check(f"{name}.csv", (tmp_path / "csv").read_text(encoding="utf-8-sig"))
            snapshots.check(f"{name}.xlsx.txt", snapshots.cells(tmp_path / "xlsx"))
            snapshots.check(f"{name}.pdf.txt", snapshots.words(tmp_path / "pdf"))
