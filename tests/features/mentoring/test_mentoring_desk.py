"""Mentoring at the desk: what home tells, what lists and timelines show."""

from datetime import date

import pytest
from openpyxl import Workbook
from test_mentoring_console import MENTORS, PARTICIPATIONS, SESSIONS, TENANTS, TERMS

from incubator_desk.base.errors import Refused
from incubator_desk.catalog import saving
from incubator_desk.features.exchange.importing import import_workbook
from incubator_desk.features.mentoring.model import MentoringSession
from incubator_desk.features.mentoring.service import columns, timeline
from incubator_desk.features.tenants.model import Tenant

TODAY = date(2020, 3, 20)


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
    return office


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
