"""The papers of one company: confirmation, statement, payment notice (contract section 7)."""

import json
import re
import shutil
from datetime import date
from decimal import Decimal

import pytest
import snapshots

from incubator_desk.base import i18n
from incubator_desk.base.capitals import capitals
from incubator_desk.base.errors import Refused
from incubator_desk.base.periods import Period
from incubator_desk.catalog import saving
from incubator_desk.catalog.report import Asked
from incubator_desk.cli.main import main
from incubator_desk.features.park import service as park
from incubator_desk.features.rent.ledger import RELIEF_LEDGER
from incubator_desk.features.rent.papers.confirmation import RELIEF_CONFIRMATION
from incubator_desk.features.rent.papers.payment_notice import PAYMENT_NOTICE
from incubator_desk.features.rent.papers.statement import RENT_STATEMENT
from incubator_desk.reports.making import make, produce

TENANTS = (
    {"code": "T1", "name": "青岚朴石新材料有限公司", "kind": "company", "uscc": "91340171MA0DEMX130"},
    {"code": "T10", "name": "𠮷野㙓氏（青岚）生物科技有限公司", "kind": "company"},
    {"code": "T2", "name": "麦田影像团队", "kind": "team"},
    {"code": "T3", "name": "青岚无租有限公司", "kind": "company"},
)
ROOMS = (
    {"code": "B-202", "building": "B 栋", "room": "202", "area_sqm": Decimal("86.40")},
    {"code": "B-203", "building": "B 栋", "room": "203", "area_sqm": Decimal("20.00")},
)
LEASE = {"tenant_code": "T1", "starts_on": date(2020, 1, 1), "ends_on": date(2020, 12, 31), "price": Decimal(3888), "price_unit": "month", "billing_anchor": "calendar", "due_offset_days": 4}  # fmt: skip
LEASES = (
    {**LEASE, "code": "L1", "premises_code": "B-202", "contract_no": "QF-2018-011"},
    {**LEASE, "code": "L2", "price": Decimal("1234.56"), "billing_months": "3"},
    {**LEASE, "code": "L10", "tenant_code": "T10", "price": Decimal("13007.77"), "premises_code": "B-203"},
    {**LEASE, "code": "L20", "tenant_code": "T2", "price": Decimal(500), "starts_on": date(2020, 7, 1)},
)
POLICIES = (
    {"code": "P1", "title": "支持企业复工复产房租减免", "document_no": "青高管〔2020〕6号", "settle_paid": "refund"},
    {"code": "P2", "title": "小微企业缓缴房租"},
)


def day(text):
    return date.fromisoformat(text)


def case(code, since, until, **values):
    return {"code": code, "lease_code": "L1", "policy_code": "P1", "kind": "percent", "percent": Decimal(50), "starts_on": day(since), "ends_on": day(until), "approved_on": day("2020-03-01"), "status": "in_force", **values}  # fmt: skip


def receipt(code, on, amount, lease="L1"):
    return {"code": code, "lease_code": lease, "received_on": day(on), "amount": Decimal(amount)}


RELIEFS = (
    case("R1", "2020-02-01", "2020-04-30"),
    case("R2", "2020-05-01", "2020-06-30", policy_code="P2", kind="deferral", percent=None, months=6),
    case("R3", "2020-03-01", "2020-03-31", lease_code="L10", policy_code=None, percent=Decimal("33.3333"), final_lessee="青岚小店"),
    case("R4", "2020-04-01", "2020-05-31", lease_code="L10", kind="instalments", percent=None, parts=3, first_due_on=day("2020-06-01")),
)  # fmt: skip
RECEIPTS = (
    receipt("S1", "2020-01-03", "3888.00"),
    receipt("S2", "2020-02-04", "3888.00"),
    receipt("S3", "2020-04-20", "3000.00"),
    receipt("S4", "2020-02-10", "13007.77", "L10"),
)
REFUNDS = ({"code": "F1", "relief_code": "R1", "paid_on": day("2020-04-02"), "amount": Decimal("1000.00")},)


@pytest.fixture
def filled(file_office):
    """A park with a few cases and receipts."""
    uids = {None: None}
    sheets = {
        "tenants": TENANTS, "premises": ROOMS, "leases": LEASES, "relief_policies": POLICIES, "reliefs": RELIEFS,
        "receipts": RECEIPTS, "refunds": REFUNDS,
    }  # fmt: skip
    with file_office.writing("Add") as step:
        own = park.own(step.session)
        letterhead = {
            "name": "青岚科创孵化器有限公司", "phone": "0999-6600066", "bank_name": "青岚银行", "bank_account": "6200 0001",
        }  # fmt: skip
        saving.save(step, file_office.features.registers["operators"], letterhead, own)
        for name, rows in sheets.items():
            register = file_office.features.registers[name]
            for row in rows:
                values = {key: uids[value] if key.endswith("_code") else value for key, value in row.items()}
                given = {register.by_name[key].attribute: value for key, value in values.items()}
                uids[row["code"]] = saving.save(step, register, given)[0]
    return file_office


@pytest.fixture
def papers(filled):
    """The papers of a report, each with its rows as dictionaries."""

    def made(report, period, as_of=None, tenant=None):
        ids = [column.id for column in report.columns]
        asked = Asked(Period.parse(period), day(as_of) if as_of else Period.parse(period).last, tenant)
        with filled.reading() as session:
            found = produce(session, filled.actor, report, asked)
        return [(paper, [dict(zip(ids, row)) for row in paper.rows]) for paper in found.papers]

    return made


def figures(rows, *names):
    return [" ".join("-" if row[name] is None else str(row[name]) for name in names) for row in rows]


def money(office, code, lease, on, amount):
    with office.writing("Add") as step:
        model = office.features.registers["leases"].model
        uid = step.session.query(model.uid).filter(model.code == lease).scalar()
        values = {"code": code, "lease_uid": uid, "received_on": day(on), "amount": Decimal(amount)}
        saving.save(step, office.features.registers["receipts"], values)


def test_a_confirmation_says_what_each_case_comes_to(papers):
    (first, rows), (second, others) = papers(RELIEF_CONFIRMATION, "2020-H1")
    assert (first.tenant, second.tenant) == ("T1", "T10")  # in order of code as text; T2's lease begins later
    assert rows[0] == {
        "relief": "R1", "approved_on": day("2020-03-01"), "lease": "L1", "contract_no": "QF-2018-011",
        "tenant_code": "T1", "premises": "B 栋 202", "area": Decimal("86.40"), "policy": "青高管〔2020〕6号",
        "instrument": "percent", "percent": Decimal(50), "from": day("2020-02-01"), "to": day("2020-04-30"),
        "entitled": Decimal("5832.00"), "executed": Decimal("5832.00"), "deferred": None, "deferred_until": None,
        "capitals": "伍仟捌佰叁拾贰元整",
    }  # fmt: skip
    names = ("relief", "policy", "percent", "entitled", "deferred", "deferred_until", "capitals")
    assert figures(rows[1:], *names) == ["R2 小微企业缓缴房租 - - 7776.00 2020-12-05 柒仟柒佰柒拾陆元整"]
    assert figures(others, *names) == [
        "R3 - 33.333300 4335.92 - - 肆仟叁佰叁拾伍元玖角贰分",
        "R4 青高管〔2020〕6号 - - 26015.54 2020-08-01 贰万陆仟零壹拾伍元伍角肆分",
    ]
    assert [str(total) for total in first.totals if total is not None] == ["5832.00", "5832.00", "7776.00"]
    assert dict(first.facts) == {"Lessor": "青岚科创孵化器有限公司", "Lessee": "青岚朴石新材料有限公司", "Unified social credit code": "91340171MA0DEMX130"}  # fmt: skip
    assert [dict(party.lines)["Name:"] for party in first.parties] == [
        "青岚科创孵化器有限公司",
        "青岚朴石新材料有限公司",
    ]


def test_its_words_are_those_of_the_figures(papers):
    (first, _), (second, _) = papers(RELIEF_CONFIRMATION, "2020-H1", "2020-06-30")
    assert "“支持企业复工复产房租减免” (青高管〔2020〕6号), “小微企业缓缴房租”" in first.opening[0]
    said = "\n".join(first.closing)
    assert "Relief in all: CNY 5,832.00\nOf it executed by 2020-06-30: CNY 5,832.00." in said
    assert "Deferred in all: CNY 7,776.00\n" in said
    # February was paid in whole on 4 February: half of it is owed back, of which 1,000.00 was refunded.
    assert "CNY 1,944.00 is paid back to you; until 2020-06-30 CNY 1,000.00 of it has been" in said
    assert "is the final lessee" in said
    assert "青岚小店" in "\n".join(second.closing)
    with i18n.speaking("zh_CN"):
        (first, _), _ = papers(RELIEF_CONFIRMATION, "2020-H1")
    assert "人民币伍仟捌佰叁拾贰元整" in "\n".join(first.closing)
    assert "人民币柒仟柒佰柒拾陆元整" in "\n".join(first.closing)


def test_what_is_deferred_is_said_by_date_and_what_is_paid_of_it(papers, filled):
    (first, _), (second, _) = papers(RELIEF_CONFIRMATION, "2020-H1", "2020-06-30")
    assert "To be paid in all: by 2020-11-05 CNY 3,888.00; by 2020-12-05 CNY 3,888.00." in first.closing
    assert (
        "To be paid in all: by 2020-06-01 CNY 8,671.84; by 2020-07-01 CNY 8,671.84; by 2020-08-01 CNY 8,671.86."
        in second.closing
    )
    # The rest of April, July to October, May (put off to November) and November, and 100.00 of June.
    money(filled, "S9", "L1", "2020-06-20", "24316.00")
    ((paper, _),) = papers(RELIEF_CONFIRMATION, "2020-H1", "2020-06-30", "T1")
    at = paper.closing.index("Of it CNY 3,988.00 is paid already; CNY 3,788.00 stays to be paid.")
    assert paper.closing[at + 1] == "To be paid in all: by 2020-12-05 CNY 3,788.00."
    money(filled, "S10", "L1", "2020-06-21", "3788.00")
    ((paper, _),) = papers(RELIEF_CONFIRMATION, "2020-H1", "2020-06-30", "T1")
    assert "Of it CNY 7,776.00 is paid already; CNY 0.00 stays to be paid." in paper.closing
    assert not any(line.startswith("To be paid in all") for line in paper.closing)


def test_a_case_beyond_the_period_is_also_said_as_a_whole(papers):
    ((paper, rows),) = papers(RELIEF_CONFIRMATION, "2020-Q2", "2020-06-30", "T1")
    assert figures(rows, "relief", "entitled", "deferred") == ["R1 1944.00 -", "R2 - 7776.00"]
    said = [line for line in paper.closing if line.startswith("The sums are those")]
    assert said == ["The sums are those of the period; case R1 comes to CNY 5,832.00 in all."]
    ((paper, _),) = papers(RELIEF_CONFIRMATION, "2020-05", "2020-06-30", "T1")
    assert "The sums are those of the period; case R2 comes to CNY 7,776.00 in all." in paper.closing


def test_its_figures_are_those_of_the_ledger(filled):
    for text in ("2020", "2020-H1", "2020-Q2", "2020-04", "2020-12"):
        period = Period.parse(text)
        totals = []
        for report in (RELIEF_CONFIRMATION, RELIEF_LEDGER):
            with filled.reading() as session:
                made = produce(session, filled.actor, report, Asked(period, period.last))
            columns = [column.id for column in report.columns]
            found = dict(zip(columns, made.whole.totals))
            cases = sorted(row[columns.index("relief")] for row in made.whole.rows)
            totals.append([cases, *(found[name] for name in ("entitled", "executed", "deferred"))])
        assert totals[0] == totals[1]


@pytest.mark.parametrize("report", [RELIEF_CONFIRMATION, RENT_STATEMENT, PAYMENT_NOTICE])
def test_who_has_no_row_gets_no_sheet_unless_asked_for(papers, report):
    assert "T3" not in [paper.tenant for paper, _ in papers(report, "2020")]
    ((paper, rows),) = papers(report, "2020", tenant="T3")
    assert (paper.tenant, rows) == ("T3", [])
    assert [paper.tenant for paper, _ in papers(report, "2019")] == [None]  # headings alone
    assert {paper.tenant for paper, _ in papers(report, "2020", tenant="T10")} == {"T10"}
    with pytest.raises(Refused) as refused:
        papers(report, "2020", tenant="T9")
    assert refused.value.problems[0].code == "unknown_tenant"


def test_a_statement_begins_with_what_was_overdue(papers):
    (paper, rows), *_ = papers(RENT_STATEMENT, "2020-Q2", tenant="T1")
    names = ("part", "lease", "from", "charged", "relief", "reliefs", "payable", "due_on", "paid", "outstanding", "deferred", "deferral", "state")  # fmt: skip
    # On L1 were paid 7,776.00, of which R1 owes back 1,944.00: 3,888.00 filled January, 1,944.00 February.
    assert figures(rows, *names) == [
        "earlier L1 2020-03-01 3888.00 1944.00 R1 1944.00 2020-03-05 1944.00 0.00 - - settled",
        "earlier L2 2020-01-01 1234.56 0.00 - 1234.56 2020-01-05 0.00 1234.56 - - overdue",
        "earlier L2 2020-02-01 1234.56 0.00 - 1234.56 2020-01-05 0.00 1234.56 - - overdue",
        "earlier L2 2020-03-01 1234.56 0.00 - 1234.56 2020-01-05 0.00 1234.56 - - overdue",
        "period L1 2020-04-01 3888.00 1944.00 R1 1944.00 2020-04-05 1056.00 888.00 - - overdue",
        "period L1 2020-05-01 3888.00 0.00 - 3888.00 2020-11-05 0.00 3888.00 3888.00 R2 deferred",
        "period L1 2020-06-01 3888.00 0.00 - 3888.00 2020-12-05 0.00 3888.00 3888.00 R2 deferred",
        "period L2 2020-04-01 1234.56 0.00 - 1234.56 2020-04-05 0.00 1234.56 - - overdue",
        "period L2 2020-05-01 1234.56 0.00 - 1234.56 2020-04-05 0.00 1234.56 - - overdue",
        "period L2 2020-06-01 1234.56 0.00 - 1234.56 2020-04-05 0.00 1234.56 - - overdue",
    ]
    # 1,944.00 + 3,703.68 open before, less the 1,944.00 that R1 owed back then; + 9,720.00 + 3,703.68 - 3,000.00 + 1,000.00
    assert list(paper.closing) == [
        "Balance on 2020-03-31: CNY 3,703.68, of which overdue when the period began: CNY 5,647.68.",
        "Payable of the period (Quarter 2 of 2020), reliefs taken off: CNY 13,423.68.",
        "Received since: CNY 3,000.00, namely 2020-04-20 CNY 3,000.00 (S3).",
        "Paid back to you since: CNY 1,000.00.",
        "Balance on 2020-06-30 to be paid: CNY 15,127.36",
        "In it: overdue CNY 8,295.36; put off CNY 7,776.00 (no relief: it remains to be paid); less owed back to you CNY 944.00.",
        "Result: □ agrees    □ differs, namely: ________________",
        "To be sent back to: Tel. 0999-6600066",
    ]
    assert Decimal("8295.36") + Decimal("7776.00") - Decimal("944.00") == Decimal("15127.36")


def test_instalments_show_their_first_and_their_last_date(papers):
    ((_, rows),) = papers(RENT_STATEMENT, "2020-04", tenant="T10")
    assert figures(rows[-1:], "payable", "due_on", "due_to", "deferred") == ["13007.77 2020-06-01 2020-08-01 13007.77"]


def test_what_a_balance_is_made_of_adds_up_to_it(papers):
    for period, as_of in (
        ("2020-H1", None),
        ("2020-Q2", "2020-06-03"),
        ("2020-Q3", "2020-05-01"),
        ("2020-02", "2020-12-31"),
    ):
        for paper, _ in papers(RENT_STATEMENT, period, as_of):
            balance, made_of = [line for line in paper.closing if line.startswith(("Balance on", "In it"))][-2:]
            amounts = [Decimal(text.replace(",", "")) for text in re.findall(r"CNY ([\d,.]+\d)", made_of)]
            ours = ("less", "paid ahead", "owed back")
            signs = [-1 if part.strip().startswith(ours) else 1 for part in made_of.removeprefix("In it: ").split(";")]
            total = sum(sign * amount for sign, amount in zip(signs, amounts, strict=True))
            stated = Decimal(balance.split("CNY ")[1].replace(",", ""))
            assert total == (-stated if "favour" in balance else stated)
            assert ("less" in made_of) <= ("favour" not in balance)


def test_money_paid_ahead_is_in_the_companys_favour(papers, filled):
    money(filled, "S9", "L20", "2020-07-02", "1200.00")
    ((paper, rows),) = papers(RENT_STATEMENT, "2020-07", tenant="T2")
    assert figures(rows, "paid", "outstanding", "state") == ["500.00 0.00 settled"]
    assert list(paper.closing)[-4:-2] == [
        "Balance on 2020-07-31 in your favour: CNY 700.00", "In it: paid ahead CNY 700.00.",
    ]  # fmt: skip
    with i18n.speaking("zh_CN"):
        ((paper, _),) = papers(RENT_STATEMENT, "2020-08", tenant="T2")
    assert paper.closing[0] == "期初余额（2020年7月31日）：预收700.00元，其中期初已逾期：0.00元。"
    assert "余额中：预缴200.00元。" in paper.closing


def test_a_whole_years_statement_is_the_schedule(papers, filled, tmp_path, capsys):
    console = ["--db", str(filled.database.place), "rent", "schedule", "--as-of", "2020-12-31", "--json"]
    filled.database.close()
    assert main(no_window, no_pictures, console) == 0
    leases = json.loads(capsys.readouterr().out)["leases"]
    out = tmp_path / "statement.json"
    asked = ["--db", str(filled.database.place), "report", "rent_statement", "--period", "2020", "--format", "json"]
    assert main(no_window, no_pictures, [*asked, "--out", str(out)]) == 0
    found = json.loads(out.read_text("utf-8"))
    totals = dict(zip([column["id"] for column in found["columns"]], found["totals"]))
    pairs = {"charged": "gross", "relief": "relief", "payable": "net", "paid": "paid", "outstanding": "outstanding", "deferred": "deferred"}  # fmt: skip
    for ours, theirs in pairs.items():
        assert totals[ours] == f"{sum(Decimal(lease['totals'][theirs]) for lease in leases):.2f}"
    open_, late = (sum(Decimal(lease["totals"][name]) for lease in leases) for name in ("outstanding", "overdue"))
    notice = tmp_path / "notice.json"
    asked = ["--db", str(filled.database.place), "report", "payment_notice", "--period", "2020", "--format", "json"]
    assert main(no_window, no_pictures, [*asked, "--out", str(notice)]) == 0
    to_pay = json.loads(notice.read_text("utf-8"))["totals"][-1]
    assert to_pay == f"{open_:.2f}" == f"{late:.2f}"  # all dues of the year lie in it, and before its last day


def no_window(place, language, closing):
    raise AssertionError


no_pictures = no_window


def test_a_notice_asks_for_what_is_open_of_the_periods_dues(papers):
    (first, rows), (second, others) = papers(PAYMENT_NOTICE, "2020-Q2")
    names = ("lease", "tenant_code", "from", "to", "due_on", "part", "amount", "paid", "to_pay")
    assert figures(rows, *names) == [
        "L1 T1 2020-04-01 2020-04-30 2020-04-05 - 1944.00 1056.00 888.00",  # May and June are put off
        "L2 T1 2020-04-01 2020-04-30 2020-04-05 - 1234.56 0.00 1234.56",
        "L2 T1 2020-05-01 2020-05-31 2020-04-05 - 1234.56 0.00 1234.56",
        "L2 T1 2020-06-01 2020-06-30 2020-04-05 - 1234.56 0.00 1234.56",
    ]
    assert list(first.closing) == [
        "To pay in all: CNY 4,591.68",
        "Besides, CNY 3,703.68 due before the period is still open; payments fill what fell due first.",
        "With that, to pay in all: CNY 8,295.36",
        "To be paid to: 青岚科创孵化器有限公司, 青岚银行, account no. 6200 0001",
        "Payments until 2020-06-30 are taken into account. If you have paid since, please disregard this notice.",
    ]
    assert figures(others, *names) == [
        "L10 T10 2020-04-01 2020-04-30 2020-06-01 1/3 4335.92 0.00 4335.92",
        "L10 T10 2020-05-01 2020-05-31 2020-06-01 1/3 4335.92 0.00 4335.92",
        "L10 T10 2020-06-01 2020-06-30 2020-06-05 - 13007.77 0.00 13007.77",
    ]
    assert second.closing[0] == "To pay in all: CNY 21,679.61"
    # Instalments of several lines: the paper prints the sum by date (contract R5).
    ((paper, _),) = papers(PAYMENT_NOTICE, "2020-Q2", "2020-05-31", "T10")
    assert paper.closing[1] == "Of it: by 2020-06-01 CNY 8,671.84; by 2020-06-05 CNY 13,007.77."
    with i18n.speaking("zh_CN"):
        (first, _), _ = papers(PAYMENT_NOTICE, "2020-Q2")
    assert f"人民币{capitals(Decimal('4591.68'))}" in first.closing[0]
    assert f"人民币{capitals(Decimal('8295.36'))}" in first.closing[2]


def test_what_a_notice_finds_overdue_is_one_sum_to_be_paid_at_once(papers):
    ((paper, _),) = papers(PAYMENT_NOTICE, "2020-Q2", "2020-06-03", "T10")
    assert paper.closing[1] == "Of it: overdue CNY 8,671.84, at once; by 2020-06-05 CNY 13,007.77."
    with i18n.speaking("zh_CN"):
        ((paper, _),) = papers(PAYMENT_NOTICE, "2020-Q2", "2020-06-03", "T10")
    assert paper.closing[1] == "其中：已逾期8,671.84元，请立即缴清；2020年6月5日前（含当日）缴13,007.77元。"


def test_what_is_paid_by_the_day_asked_for_is_not_asked_for_again(papers):
    assert [paper.tenant for paper, _ in papers(PAYMENT_NOTICE, "2020-01", "2020-01-02")] == ["T1", "T10"]
    ((_, rows), *_rest) = papers(PAYMENT_NOTICE, "2020-01", "2020-01-31")
    assert {row["lease"] for row in rows} == {"L2"}


@pytest.mark.parametrize("report", [RELIEF_CONFIRMATION, RENT_STATEMENT, PAYMENT_NOTICE])
@pytest.mark.parametrize("unit", ["thousand", "wan"])
def test_in_other_units_the_sheets_still_add_up(filled, report, unit):
    period = Period.parse("2020-H1")
    with filled.reading() as session:
        exact = produce(session, filled.actor, report, Asked(period, period.last))
        made = produce(session, filled.actor, report, Asked(period, period.last, None, unit))
    size, digits = {"thousand": (1000, Decimal(1)), "wan": (10000, Decimal("0.01"))}[unit]
    for paper, whole in zip((*made.papers, made.whole), (*exact.papers, exact.whole)):
        for at, column in enumerate(report.columns):
            if column.total:
                total = paper.totals[at]
                assert total == sum(row[at] for row in paper.rows if row[at] is not None)
                assert abs(total - whole.totals[at] / size) <= digits / 2
        assert paper.closing == whole.closing  # what is spelled out is exact, whatever the unit of the table


@pytest.mark.parametrize("format", ["json", "csv", "xlsx", "pdf"])
def test_the_console_makes_them_in_every_format(filled, tmp_path, capsys, format):
    place = str(filled.database.place)
    filled.database.close()
    for report in (RELIEF_CONFIRMATION, RENT_STATEMENT, PAYMENT_NOTICE):
        for tenant in ([], ["--tenant", "T1"], ["--tenant", "T3"]):
            out = tmp_path / f"{report.name}.{format}"
            asked = ["--db", place, "report", report.name, "--period", "2020-H1", *tenant, "--format", format]
            assert main(no_window, no_pictures, [*asked, "--out", str(out), "--json"]) == 0
            assert json.loads(capsys.readouterr().out)["problems"] == []
            assert out.stat().st_size > 100
            if format == "json":
                assert bool(json.loads(out.read_text("utf-8"))["rows"]) == ("T3" not in tenant)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("report", [RELIEF_CONFIRMATION, RENT_STATEMENT, PAYMENT_NOTICE], ids=lambda r: r.name)
def test_they_read_as_they_were_looked_at(filled, tmp_path, report, language):
    period = Period.parse("2020-Q2")
    with i18n.speaking(language):
        for unit in ("yuan", "wan"):
            asked = Asked(period, period.last, None, unit)
            for format in ("csv", "xlsx", "pdf"):
                make(filled, report, asked, format, tmp_path / format)
            name = f"{report.name}-{unit}.{language}"
            snapshots.check(f"{name}.csv", (tmp_path / "csv").read_text(encoding="utf-8-sig"))
            snapshots.check(f"{name}.xlsx.txt", snapshots.cells(tmp_path / "xlsx"))
            snapshots.check(f"{name}.pdf.txt", snapshots.words(tmp_path / "pdf"))
