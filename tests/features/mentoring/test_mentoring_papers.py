"""The papers of mentoring: as they were looked at in both languages, what they add up to, and whom they are of."""

import shutil
from datetime import date
from decimal import Decimal

import pytest
import snapshots
from papers_park import Q1, TODAY, furnish
from pypdf import PdfReader

from incubator_desk.base import i18n
from incubator_desk.base.periods import Period
from incubator_desk.catalog import saving
from incubator_desk.catalog.report import Asked
from incubator_desk.features.mentoring.model import Mentor, MentoringSession
from incubator_desk.features.mentoring.papers import offered
from incubator_desk.features.mentoring.papers.everything import REPORTS
from incubator_desk.features.mentoring.rules import outward
from incubator_desk.features.mentoring.service import facts
from incubator_desk.reports.making import make, make_each, produce

D, N = date, Decimal
BY_NAME = {report.name: report for report in REPORTS}


@pytest.fixture
def filled(file_office):
    furnish(file_office)
    return file_office


@pytest.fixture
def everywhere(office):
    """The same on either database."""
    furnish(office)
    return office


def drawn_up(office, name, period=Q1, as_of=TODAY, **asked):
    with office.reading() as session:
        return produce(session, office.actor, BY_NAME[name], Asked(period, as_of, **asked))


def rows(made, *names):
    ids = [column.id for column in made.columns]
    found = [dict(zip(ids, row, strict=True)) for row in made.whole.rows]
    return [tuple(row[name] for name in names) for row in found] if names else found


def console(office, period):
    with office.reading() as session:
        return outward.to_json(facts.summary(session, office.actor.operator, period))


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("report", REPORTS, ids=lambda r: r.name)
def test_they_read_as_they_were_looked_at(filled, tmp_path, report, language):
    with i18n.speaking(language):
        for format in ("csv", "xlsx", "pdf"):
            make(filled, report, Asked(Q1, TODAY), format, tmp_path / format)
        name = f"{report.name}.{language}"
        snapshots.check(f"{name}.csv", (tmp_path / "csv").read_text(encoding="utf-8-sig"))
        snapshots.check(f"{name}.xlsx.txt", snapshots.cells(tmp_path / "xlsx"))
        snapshots.check(f"{name}.pdf.txt", snapshots.words(tmp_path / "pdf"))


@pytest.mark.parametrize("report", REPORTS, ids=lambda r: r.name)
def test_without_anything_to_say_they_still_have_their_headings(file_office, tmp_path, report):
    asked = Asked(Period.parse("2010-Q1"), D(2010, 3, 31))
    for format in ("csv", "xlsx", "pdf", "json"):
        make(file_office, report, asked, format, tmp_path / format)
    heads = (tmp_path / "csv").read_text(encoding="utf-8-sig").splitlines()[0]
    assert heads.split(",") == [column.label for column in report.columns]
    text = PdfReader(tmp_path / "pdf").pages[0].extract_text()
    printed = [column.label for column in report.columns if column.printed and report.paper.table]
    assert all("".join(label.split()) in "".join(text.split()) for label in (report.label, *printed))


# sums -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("period", ["2020-Q1", "2020", "2020-02", "2020-03", "2019"])
def test_a_mentors_sheet_and_the_summary_count_as_the_console_does_to_the_minute(filled, period):
    period = Period.parse(period)
    expected = console(filled, period)
    sheets = {each["mentor"]: (each["sessions"], each["hours"]) for each in expected["mentors"]}
    found = {}
    for code, sessions, minutes in rows(
        drawn_up(filled, "mentor_year_sheet", period), "mentor_code", "counted", "minutes"
    ):
        if sessions:
            had = found.get(code, (0, 0))
            found[code] = (had[0] + sessions, had[1] + minutes)
    assert {code: (n, f"{N(minutes) / 60:.2f}") for code, (n, minutes) in found.items()} == sheets
    summary = drawn_up(filled, "service_summary", period)
    whole, *others = rows(summary, "part", "times", "hours", "companies", "mentor_code")
    assert whole[:4] == ("sessions", expected["sessions"], N(expected["hours"]), len(expected["tenants"]))
    by_mentor = {
        code: (times, f"{hours:.2f}") for part, times, hours, _n, code in others if part == "by_mentor" and times
    }
    assert by_mentor == sheets
    assert sum(times for part, times, *_rest in others if part == "by_kind") == expected["sessions"]
    left_out = rows(drawn_up(filled, "mentor_year_sheet", period), "session", "counts")
    assert sorted(pair for pair in left_out if pair[1] != "counted") == sorted(
        (each["session"], each["reason"]) for each in expected["not_counted"]
    )


def test_three_sessions_of_twenty_minutes_are_an_hour(filled):
    made = drawn_up(filled, "mentor_year_sheet", record="M3")
    assert [hours for (hours,) in rows(made, "hours")] == [N("0.33")] * 3
    assert "60 minutes (1.00 hours)" in made.papers[0].closing[0]
    summary = drawn_up(filled, "service_summary")
    assert next(row for row in rows(summary, "mentor_code", "hours") if row[0] == "M3")[1] == N("1.00")


def test_the_summary_tells_kinds_mentors_and_other_services_apart(everywhere):
    made = drawn_up(everywhere, "service_summary")
    found = rows(
        made, "part", "service_kind", "mentor_code", "times", "hours", "attendances", "companies", "rating", "ratings"
    )
    assert found == [
        ("sessions", None, None, 5, N("3.83"), 7, 4, N("4.50"), 4),
        ("by_kind", "mentoring", None, 1, N("1.50"), 1, 1, N("5.00"), 1),
        ("by_kind", "ip", None, 3, N("1.00"), 3, 1, None, 0),
        ("by_kind", "event", None, 1, N("1.33"), 3, 3, N("4.33"), 3),
        ("by_mentor", None, "M1", 1, N("1.50"), 1, 1, N("5.00"), 1),
        ("by_mentor", None, "M2", 1, N("1.33"), 3, 3, N("4.33"), 3),
        ("by_mentor", None, "M3", 3, N("1.00"), 3, 1, None, 0),
        ("by_mentor", None, "M5", 0, N("0.00"), 0, 0, None, 0),
        ("services", None, None, 2, N("2.50"), 3, 3, N("4.50"), 2),
        ("services_by_kind", "training", None, 1, N("2.50"), 1, 1, N("4.00"), 1),
        # Nobody knows how long the tests took: that is a blank, not nought.
        ("services_by_kind", "testing", None, 1, None, 2, 2, N("5.00"), 1),
    ]  # fmt: skip


def test_coverage_looks_at_who_was_incubated_on_the_periods_last_day(everywhere):
    facts_of = dict(drawn_up(everywhere, "service_summary").papers[0].facts)
    # T1 and T3, who left since, by sessions; T2 by a test alone. T4 graduated before, T5 is a resident.
    assert facts_of["Coverage by sessions"] == "2 of 3 companies incubated on 2020-03-31, 66.7 %"
    assert facts_of["Coverage by all services"] == "3 of 3 companies incubated on 2020-03-31, 100.0 %"
    assert facts_of["Sessions that do not count"] == "4"


def test_mentors_short_of_their_duty_are_named_by_the_year_and_the_parameter_of_the_day(filled):
    short = [row for row in rows(drawn_up(filled, "service_summary"), "mentor_code", "year", "short") if row[0]]
    assert short == [("M1", 1, 1), ("M2", 1, 1), ("M3", 3, 0), ("M5", 0, 2)]
    closing = drawn_up(filled, "service_summary").papers[0].closing
    assert closing[0] == "Short of the 2 sessions owed in a year: 王强 (1 short), 李敏 (1 short), 孙悦 (2 short)."
    # In March nothing of M1 counts, but in the year one does.
    march = Period.parse("2020-03")
    assert [
        row
        for row in rows(drawn_up(filled, "service_summary", march), "mentor_code", "times", "year")
        if row[0] == "M1"
    ] == [("M1", 0, 1)]
    assert (
        "1 count of the 2 sessions owed in a year: 1 short"
        in drawn_up(filled, "mentor_year_sheet", march, record="M1").papers[0].closing[1]
    )
    with filled.writing("Parameter") as step:
        value = {"name": "mentoring.sessions_per_year", "valid_from": D(2020, 3, 31), "value": N(1)}
        saving.save(step, filled.features.registers["parameters"], value)
    assert drawn_up(filled, "service_summary").papers[0].closing[0].endswith(": 孙悦 (1 short).")
    assert "reached" in drawn_up(filled, "mentor_year_sheet", record="M1").papers[0].closing[1]
    january = drawn_up(filled, "mentor_year_sheet", Period.parse("2020-01"), record="M1").papers[0].closing[1]
    assert "0 count of the 2 sessions" in january


def test_open_follow_ups_are_those_of_the_day_asked_for(everywhere):
    open_now = drawn_up(everywhere, "service_summary").papers[0].closing[1:]
    assert open_now[0] == "2 follow-ups are open:"
    assert open_now[1].startswith("by 2020-03-01, overdue: S3 样机可靠性 李敏 (青岚白榆生物有限公司, ")
    assert open_now[2] == "by 2020-04-09: S9 赵宁 (青岚光电有限公司)"
    # On 10 February that of S1 was still open, though it was done since; S9 was not held yet.
    early = drawn_up(everywhere, "service_summary", Period.parse("2020-02"), D(2020, 2, 10)).papers[0].closing
    assert [text.split(": ")[-1][:2] for text in early[2:]] == ["S1", "S3"]
    assert drawn_up(everywhere, "service_summary", Period.parse("2019")).papers[0].closing[1] == "No follow-up is open."


# the ledger -----------------------------------------------------------------------------------------------------------


def test_the_ledger_has_sessions_and_other_services_in_order_of_date(everywhere):
    found = rows(
        drawn_up(everywhere, "service_ledger"), "entry", "given_by", "tenant_code", "attended", "rating", "state"
    )
    assert found == [
        ("S2", "李敏", "T1", True, None, "mentor_not_appointed"),
        ("S1", "王强", "T1", True, 5, "counted"), ("S1", "王强", "T2", False, None, "counted"),
        ("V1", "青岚检测中心", "T2", True, 5, "done"), ("V1", "青岚检测中心", "T3", True, None, "done"),
        ("S3", "李敏", "T1", True, 4, "counted"), ("S3", "李敏", "T4", True, 5, "counted"), ("S3", "李敏", "T5", True, 4, "counted"),
        ("V2", "青岚科创 企业服务部", "T1", True, 4, "done"),
        ("S5", "王强", "T2", None, None, "cancelled"),
        ("S6", "王强", "T2", True, 3, "unconfirmed"),
        *((f"S{n}", "赵宁", "T3", True, None, "counted") for n in (7, 8, 9)),
        *(("S4", "王强", tenant, None, None, "planned") for tenant in ("T1", "T2", "T3")),
        ("V3", "青岚科创", "T2", None, None, "planned"),
    ]  # fmt: skip


def test_one_companys_ledger_is_its_own(filled):
    assert {row[0] for row in rows(drawn_up(filled, "service_ledger", tenant="T3"), "tenant_code")} == {"T3"}
    assert [row[0] for row in rows(drawn_up(filled, "service_ledger", tenant="T3"), "entry")] == [
        "V1",
        "S7",
        "S8",
        "S9",
        "S4",
    ]


# the session ----------------------------------------------------------------------------------------------------------


def test_a_record_says_what_came_of_it_and_who_confirmed_it(filled):
    paper = drawn_up(filled, "session_record", record="S1").papers[0]
    known = dict(paper.facts)
    assert (known["Confirmed"], known["Fee"]) == ("by 企业负责人 on 2020-02-04", "CNY 800.00")
    assert paper.closing == [
        "Minutes: 梳理了三个月的收支。", "Outcome: 形成资金计划一份", "Follow up by: 2020-02-20; followed up on 2020-02-18",
    ]  # fmt: skip
    assert dict(drawn_up(filled, "session_record", record="S3").papers[0].facts)["Voucher claim"] == "C1"
    assert dict(drawn_up(filled, "session_record", record="S6").papers[0].facts)["Confirmed"] == "not yet"
    assert dict(drawn_up(filled, "session_record", record="S5").papers[0].facts)["Why not held"] == "企业改期"


def test_a_record_of_a_session_to_come_leaves_room_to_write(filled, tmp_path):
    planned = drawn_up(filled, "session_record", record="S4")
    assert rows(planned, "attended", "rating", "signature") == [(None, None, None)] * 3
    minutes, outcome, follow_up = planned.papers[0].closing
    assert minutes.startswith("Minutes: \n\n\n")
    assert outcome.startswith("Outcome: \n\n")
    assert "(year)" in follow_up
    make(filled, BY_NAME["session_record"], Asked(Q1, TODAY, record="S4"), "pdf", tmp_path / "one.pdf")
    assert len(PdfReader(tmp_path / "one.pdf").pages) == 1


def test_one_companys_records_are_those_it_was_to_take_part_in(filled):
    made = drawn_up(filled, "session_record", tenant="T4")
    assert [paper.whose.code for paper in made.papers] == ["S3"]
    assert [row[0] for row in rows(made, "tenant_code")] == ["T1", "T4", "T5"], "the whole session"


def test_a_signature_sheet_has_the_mentor_the_expected_and_free_lines(filled):
    made = drawn_up(filled, "signature_sheet", record="S4")
    found = rows(made, "no", "unit", "name", "position", "phone", "tenant_code")
    assert found[:4] == [
        (1, "Mentor: 青岚智造集团", "王强", "总经理", None, None), (2, "青岚白榆生物有限公司", None, None, None, "T1"),
        (3, "山岚团队", None, None, None, "T2"), (4, "青岚光电有限公司", None, None, None, "T3"),
    ]  # fmt: skip
    assert [row[1:] for row in found[4:]] == [(None,) * 5] * 6
    assert dict(made.papers[0].facts)["Expected"] == "3 companies"
    assert made.papers[0].title == "Signature sheet: 银企对接会"
    assert [paper.whose.code for paper in drawn_up(filled, "signature_sheet").papers] == [
        "S2",
        "S1",
        "S3",
        "S6",
        "S7",
        "S8",
        "S9",
        "S4",
    ]
    assert [paper.whose.code for paper in drawn_up(filled, "signature_sheet", tenant="T4").papers] == ["S3"]


def test_phones_stand_on_a_signature_sheet_only_for_a_reason(filled, tmp_path):
    def text(**asked):
        for format in ("pdf", "csv", "xlsx"):
            make(filled, BY_NAME["signature_sheet"], Asked(Q1, TODAY, record="S4", **asked), format, tmp_path / format)
        pages = "".join(page.extract_text() for page in PdfReader(tmp_path / "pdf").pages)
        return pages, (tmp_path / "csv").read_text(encoding="utf-8-sig"), snapshots.cells(tmp_path / "xlsx")

    for masked in text():
        assert not any(known in masked for known in ("13800002001", "13900001111", "2001", "林洁", "****"))
    for whole in text(unmasked_for="电话通知参会企业"):
        assert all(known in whole for known in ("13800002001", "13900001111", "林洁"))


def test_an_event_of_forty_companies_goes_over_pages_with_its_headings(filled, tmp_path):
    with filled.writing("Event") as step:
        registers = filled.features.registers
        mentor = step.session.query(Mentor).filter_by(code="M1").one().uid
        uid, _ = saving.save(step, registers["mentoring_sessions"], {
            "code": "E1", "mentor_uid": mentor, "held_on": D(2020, 3, 27), "starts_at": "09:00", "ends_at": "12:00",
            "topic": "年度银企对接暨科技型中小企业融资路演（线上线下同步）" * 3, "service_kind": "event",
        })  # fmt: skip
        for number in range(40):
            name = (
                "青岚高新技术产业开发区新一代信息技术联合创新研究院有限责任公司"
                if number % 9 == 0
                else f"青岚第{number}企业"
            )
            tenant, _ = saving.save(step, registers["tenants"], {"code": f"X{number:02}", "name": name, "kind": "team"})
            step.flush()
            saving.save(step, registers["participations"], {"session_uid": uid, "tenant_uid": tenant})
    make(filled, BY_NAME["signature_sheet"], Asked(Q1, TODAY, record="E1"), "pdf", tmp_path / "e.pdf")
    pages = [page.extract_text() for page in PdfReader(tmp_path / "e.pdf").pages]
    assert len(pages) >= 3
    assert all("Time of" in page and "Signature" in page for page in pages)
    whole = "".join("".join(page.split()) for page in pages)
    assert all(f"青岚第{number}企业" in whole for number in range(40) if number % 9)
    assert whole.count("联合创新研究院有限责任公司") + whole.count("研究院有限责任公司") >= 5
    assert "Handled by (signature):" in pages[-1]
    numbers = [row[0] for row in rows(drawn_up(filled, "signature_sheet", record="E1"), "no")]
    assert numbers == list(range(1, 62)), "the mentor, forty, and one more for every second"


# the mentor -----------------------------------------------------------------------------------------------------------


def test_a_sheet_is_there_for_each_mentor_appointed_in_the_period_or_with_a_session_in_it(filled):
    assert [paper.whose.code for paper in drawn_up(filled, "mentor_year_sheet").papers] == ["M1", "M2", "M3", "M5"]
    assert [paper.whose.code for paper in drawn_up(filled, "mentor_year_sheet", Period.parse("2018")).papers] == [
        "M3",
        "M4",
    ]
    january = drawn_up(filled, "mentor_year_sheet", Period.parse("2020-01"), record="M2").papers[0]
    assert dict(january.facts)["Appointed"] == "not in this period"
    assert january.rows[0][12] == "mentor_not_appointed"
    assert [paper.whose.code for paper in drawn_up(filled, "mentor_year_sheet", tenant="T3").papers] == ["M1", "M3"]


def test_a_letter_is_there_for_each_term_with_a_day_in_the_period(everywhere):
    def letters(period, **asked):
        return rows(
            drawn_up(everywhere, "appointment_letter", Period.parse(period), **asked),
            "mentor_code",
            "letter_no",
            "from",
            "to",
        )

    undated = ("M3", None, None, None)
    first, second = ("M2", None, D(2019, 1, 1), D(2019, 12, 31)), ("M2", "青岚聘〔2020〕7号", D(2020, 2, 1), None)
    mine = ("M1", "青岚聘〔2019〕1号", D(2019, 1, 1), D(2020, 12, 31))
    assert letters("2020-01") == [mine, undated]
    assert letters("2020-02") == [mine, second, undated]
    assert letters("2019") == [mine, first, undated]
    assert letters("2021") == [second, undated, ("M5", None, D(2020, 3, 1), D(2021, 2, 28))]
    assert letters("2020", record="M2") == [second]


def test_a_letter_says_its_day_in_hanzi_and_leaves_to_be_written_what_is_not_known(filled, tmp_path):
    with i18n.speaking("zh_CN"):
        paper = drawn_up(filled, "appointment_letter", record="M1").papers[0]
        undated = drawn_up(filled, "appointment_letter", record="M3").papers[0]
        make(filled, BY_NAME["appointment_letter"], Asked(Q1, TODAY, record="M1"), "pdf", tmp_path / "l.pdf")
    assert paper.title == "聘书"
    assert paper.opening == (
        "王强：", "兹聘请您担任青岚科创孵化器有限公司创业导师，聘期自2019年1月1日起至2020年12月31日止。", "服务领域：融资；市场。", "特发此证。",
    )  # fmt: skip
    assert paper.parties[0].lines == (("", "二〇一九年一月一日"),)
    assert undated.opening[1:] == ("兹聘请您担任青岚科创孵化器有限公司创业导师，聘期________。", "特发此证。")
    assert "年" in undated.parties[0].lines[0][1]
    reader = PdfReader(tmp_path / "l.pdf")
    assert len(reader.pages) == 1
    text = reader.pages[0].extract_text()
    assert "制表" not in text, "a certificate has no foot"
    assert "聘　书" in text


def test_a_letter_has_the_parks_own_words_of_its_own_day(filled):
    for valid_from, body in ((D(2019, 1, 1), "旧 {mentor} {term}"), (D(2020, 1, 1), "新 {mentor} {letter_no}")):
        values = {
            "paper": "appointment_letter",
            "language": "en",
            "valid_from": valid_from,
            "title": "聘",
            "body": body,
        }
        with filled.writing("Text") as step:
            saving.save(step, filled.features.registers["letter_texts"], values)
    openings = [paper.opening for paper in drawn_up(filled, "appointment_letter").papers]
    assert openings == [
        ("旧 王强 from 2019-01-01 to 2020-12-31",), ("新 李敏 青岚聘〔2020〕7号",), ("新 赵宁 ________",), ("新 孙悦 ________",),
    ]  # fmt: skip


# each of its own ------------------------------------------------------------------------------------------------------


def test_each_paper_is_a_file_named_by_what_people_know_it_by(filled, tmp_path):
    made = make_each(filled, BY_NAME["mentor_year_sheet"], Asked(Q1, TODAY), "pdf", tmp_path)
    assert [file.name for file in made.files] == [
        f"Mentor's year sheet {name} 2020-Q1.pdf" for name in ("王强", "李敏", "赵宁", "孙悦")
    ]
    made = make_each(filled, BY_NAME["session_record"], Asked(Q1, TODAY, "T3"), "xlsx", tmp_path)
    assert [file.name for file in made.files] == [
        "Session record 赵宁 2020-Q1 S7.xlsx", "Session record 赵宁 2020-Q1 S8.xlsx", "Session record 赵宁 2020-Q1 S9.xlsx",
        "Session record 银企对接会 王强 2020-Q1.xlsx",
    ]  # fmt: skip


def test_records_lead_to_the_paper_they_need_next(filled):
    with filled.reading() as session:
        sessions = {each.code: each.uid for each in session.query(MentoringSession)}
        mentor = session.query(Mentor).filter_by(code="M2").one().uid
        planned = offered.of_session(session, filled.actor, sessions["S4"], TODAY)
        held = offered.of_session(session, filled.actor, sessions["S1"], TODAY)
        year = offered.of_mentor(session, filled.actor, mentor, TODAY)
    assert planned == ("paper", {"report": "signature_sheet", "record": "S4", "period": "2020-03"})
    assert held == ("paper", {"report": "session_record", "record": "S1", "period": "2020-02"})
    assert year == ("paper", {"report": "mentor_year_sheet", "record": "M2", "period": "2020"})


def test_a_companys_timeline_has_its_sessions_and_what_else_it_was_given(filled):
    report = filled.features.reports["company_timeline"]
    with filled.reading() as session:
        made = produce(session, filled.actor, report, Asked(Q1, TODAY, "T2"))
        other = produce(session, filled.actor, report, Asked(Q1, TODAY, "T1"))
    # It did not come to S1; S5 was called off; S4 and V3 are still to come.
    assert rows(made, "on", "what") == [
        (D(2020, 2, 3), "V1 Testing: 样品检测"), (D(2020, 3, 3), "S6 with 王强: —"),
    ]  # fmt: skip
    told = [text for (text,) in rows(other, "what")]
    assert (
        told.index("S1 with 王强: 复工后的现金流安排")
        < told.index("S3 with 李敏: 样机可靠性")
        < told.index("V2 Training: 财税培训")
    )
    assert ("Company", "山岚团队    T2") in made.papers[0].facts
