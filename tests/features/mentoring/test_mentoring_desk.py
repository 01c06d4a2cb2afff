"""Mentoring at the desk: its papers as they were looked at, what home tells, what lists and timelines show."""

import shutil
from datetime import date

import pytest
import snapshots
from openpyxl import Workbook
from test_mentoring_console import MENTORS, PARTICIPATIONS, SESSIONS, TENANTS, TERMS

from incubator_desk.base import i18n
from incubator_desk.base.errors import Refused
from incubator_desk.base.periods import Period
from incubator_desk.catalog import saving
from incubator_desk.catalog.report import Asked
from incubator_desk.features.exchange.importing import import_workbook
from incubator_desk.features.mentoring.model import MentoringSession
from incubator_desk.features.mentoring.papers.everything import REPORTS
from incubator_desk.features.mentoring.service import columns, timeline
from incubator_desk.features.park import service as park
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.reports.making import make, produce

Q1, TODAY = Period.parse("2020-Q1"), date(2020, 3, 20)


@pytest.fixture
def filled(office, tmp_path):
    book = Workbook()
    book.remove(book.active)
    sheets = {"tenants": TENANTS, "mentors": MENTORS, "mentor_terms": TERMS, "mentoring_sessions": SESSIONS, "participations": PARTICIPATIONS}  # fmt: skip
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for cells in rows:
            sheet.append(cells)
    book.save(tmp_path / "in.xlsx")
    assert [each.code for each in import_workbook(office, tmp_path / "in.xlsx").problems] == ["mentor_not_appointed"]
    with office.writing("Profile") as step:
        values = {"name": "青岚科创孵化器有限公司", "phone": "0999-6600066", "prepared_by": "王敏"}
        saving.save(step, office.features.registers["operators"], values, park.own(step.session))
    return office


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


def test_one_companys_records_are_those_it_was_to_take_part_in(filled):
    record = next(report for report in REPORTS if report.name == "session_record")
    with filled.reading() as session:
        made = produce(session, filled.actor, record, Asked(Q1, TODAY, "T2"))
    assert [row[0] for paper in made.papers for row in paper.rows] == ["S1", "S1", "S3", "S3"]


def test_lists_show_who_came_and_what_counts(filled):
    with filled.reading() as session:
        uids = {each.code: each.uid for each in session.query(MentoringSession)}
        counts = columns.counts(session, list(uids.values()), TODAY)
        assert {code: counts[uid] for code, uid in uids.items()} == {
            "S1": "counted", "S2": "mentor_not_appointed", "S3": "counted", "S4": "planned", "S5": "cancelled",
        }  # fmt: skip
        assert columns.companies(session, [], TODAY)[uids["S3"]] == "甲, 乙"
        tenant = session.query(Tenant).filter_by(code="T1").one().uid
        assert [each.text for each in timeline.happenings(session, "tenants", tenant)] == [
            "S2 with 李敏: —", "S1 with 王强: —", "S3 with 李敏: —",
        ]  # fmt: skip


def test_a_session_cannot_be_moved_onto_another(filled):
    with filled.reading() as session:
        found = session.query(MentoringSession).filter_by(code="S4").one()
        uid = found.uid
    register = filled.features.registers["mentoring_sessions"]
    with pytest.raises(Refused) as refused, filled.writing("Move") as step:
        saving.save(step, register, {"starts_at": "10:00"}, step.session.get(MentoringSession, uid))
    (problem,) = refused.value.problems
    assert problem.code == "overlap"
    assert problem.text() == (
        "王强 has session S1 with 甲, 乙 from 09:00 to 10:30 on 2020-02-03: they overlap by 30 min. "
        "Choose another time or another mentor."
    )
