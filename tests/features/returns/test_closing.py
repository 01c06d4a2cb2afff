"""A period is closed: its figures stand still, what is changed later is told apart, reopened it moves again."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from incubator_desk.base.errors import Refused
from incubator_desk.base.periods import Period
from incubator_desk.catalog import saving
from incubator_desk.catalog.office import Office
from incubator_desk.catalog.report import Asked
from incubator_desk.cli.main import main as console
from incubator_desk.features.mentoring.model import MentoringSession
from incubator_desk.features.rent.model import Receipt
from incubator_desk.features.returns.model import FrozenPart, ReturnPeriod
from incubator_desk.features.returns.rules.differing import between
from incubator_desk.features.returns.rules.tables import Table, from_csv, to_csv
from incubator_desk.features.returns.service import closing, frozen
from incubator_desk.features.returns.service.changes import changes
from incubator_desk.features.returns.service.gathering import gathered, reports
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.reports.made import produce

QUARTER, MONTH, TODAY = Period.parse("2020-Q1"), Period.parse("2020-02"), date(2020, 4, 7)


def figures(office: Office, name: str, period: Period = QUARTER) -> Any:
    """The rows and totals of a report."""
    with office.reading() as session:
        made = produce(session, office.actor, office.features.reports[name], Asked(period, period.last))
    return [list(row) for row in made.whole.rows], list(made.whole.totals)


def receive(office: Office, amount: str, on: date = date(2020, 3, 5), code: str = "S-LATE") -> None:
    """Someone enters a receipt that was forgotten."""
    register = office.features.registers["receipts"]
    with office.reading() as session:
        lease = session.scalars(select(Receipt.lease_uid)).first()
    with office.writing("Late") as step:
        values = {"code": code, "lease_uid": lease, "received_on": on, "amount": Decimal(amount)}
        saving.save(step, register, values)


def differs(office: Office, period: Period = QUARTER) -> Any:
    with office.reading() as session:
        return changes(session, office.actor, office.features, period)


def test_every_report_of_a_closed_period_is_what_it_was(demo):
    names = [report.name for report in reports(demo.features)]
    before = {name: figures(demo, name) for name in names}
    assert {problem.severity for problem in closing.close(demo, QUARTER, TODAY)} == {"warning"}
    assert {name: figures(demo, name) for name in names} == before


def test_figures_stand_still_whatever_is_entered_later(demo):
    before = figures(demo, "rent_summary")
    closing.close(demo, QUARTER, TODAY)
    receive(demo, "1234.56")
    assert figures(demo, "rent_summary") == before
    assert figures(demo, "rent_summary", Period.parse("2020-03"))[1] != before[1], "an open period moves on"


def test_what_was_changed_is_told_with_who_and_when(demo):
    closing.close(demo, QUARTER, TODAY)
    assert differs(demo) == []
    receive(demo, "1234.56")
    with demo.writing("Correct") as step:
        tenant = step.session.scalars(select(Tenant).where(Tenant.code == "T-0003")).one()
        old = tenant.employees
        saving.save(step, demo.features.registers["tenants"], {"employees": 99}, tenant)
    found = differs(demo)
    came = next(each for each in found if each.table == "receipts")
    assert (came.key, came.field, came.before, came.who) == ("S-LATE", "", "", "王敏")
    assert "1234.56" in came.after
    assert came.when[:4].isdigit()
    changed = next(each for each in found if each.table == "tenants")
    assert (changed.key, changed.field, changed.before, changed.after, changed.who) == (
        "T-0003", "employees", str(old or ""), "99", "王敏",
    )  # fmt: skip
    summed = [each for each in found if each.table == "rent_summary"]
    assert summed
    assert all(not each.who for each in summed), "a figure that is worked out was entered by no one"


def test_reopened_it_moves_again_and_closed_anew_it_keeps_both(demo):
    before = figures(demo, "rent_summary")
    closing.close(demo, QUARTER, TODAY)
    receive(demo, "1234.56")
    closing.reopen(demo, QUARTER, "补录收款", TODAY)
    after = figures(demo, "rent_summary")
    assert after != before
    closing.close(demo, QUARTER, TODAY)
    assert figures(demo, "rent_summary") == after
    assert differs(demo) == []
    with demo.reading() as session:
        period = session.scalars(select(ReturnPeriod)).one()
        kept = session.scalars(select(FrozenPart.revision).where(FrozenPart.name == "data/rent_summary.csv")).all()
        assert (period.revision, sorted(kept)) == (2, [1, 2])


def test_closing_and_reopening_are_undone_as_steps(demo):
    closing.close(demo, QUARTER, TODAY)
    demo.undo()
    with demo.reading() as session:
        assert frozen.closed(session, demo.actor.operator, "2020-Q1") is None
        assert session.scalars(select(FrozenPart.uid)).first() is None
    demo.redo()
    with demo.reading() as session:
        assert frozen.closed(session, demo.actor.operator, "2020-Q1") is not None
    assert demo.check() == []


def test_a_period_within_a_closed_one_is_reopened_only_with_it(demo):
    closing.close(demo, MONTH, TODAY)
    closing.close(demo, QUARTER, TODAY)
    with pytest.raises(Refused) as refused:
        closing.reopen(demo, MONTH, "x", TODAY)
    assert [p.code for p in refused.value.problems] == ["inside_closed_period"]
    closing.reopen(demo, QUARTER, "x", TODAY)
    closing.reopen(demo, MONTH, "x", TODAY)


@pytest.mark.parametrize(
    ("deed", "code"),
    [
        (lambda office: closing.reopen(office, QUARTER, "x", TODAY), "not_closed"),
        (differs, "not_closed"),
        (lambda office: [closing.close(office, QUARTER, TODAY) for _ in range(2)], "closed_already"),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(office, deed, code):
    with pytest.raises(Refused) as refused:
        deed(office)
    assert refused.value.problems[0].code == code
    assert office.check() == []


def test_a_closed_period_is_not_deleted(office):
    closing.close(office, QUARTER, TODAY)
    register = office.features.registers["return_periods"]
    with office.reading() as session:
        record = session.scalars(select(ReturnPeriod)).one()
        assert register.kept(register.of(record)).code == "closed"


def test_only_what_touches_the_period_is_frozen_and_people_are_masked(demo):
    with demo.reading() as session:
        tables = {table.name: table for table, _words in gathered(session, demo.actor, demo.features, MONTH)}
        days = session.scalars(select(MentoringSession.held_on)).all()
    held = [row["held_on"] for row in tables["mentoring_sessions"].records()]
    assert sorted(held) == sorted(day.isoformat() for day in days if day in MONTH)
    parts = {row["session_code"] for row in tables["participations"].records()}
    assert parts <= {row["code"] for row in tables["mentoring_sessions"].records()}
    phones = [row["contact_phone"] for row in tables["tenants"].records() if row["contact_phone"]]
    assert phones
    assert all("****" in phone for phone in phones)
    assert "parameters" not in tables


def test_from_the_console(demo, tmp_path, capsys):
    def desk(*words: str) -> Any:
        capsys.readouterr()
        status = console(lambda *_a: 0, lambda *_a: [], ["--db", str(tmp_path / "demo.desk"), *words, "--json"])
        return status, json.loads(capsys.readouterr().out)

    demo.database.close()
    status, answer = desk("close", "2020-Q1")
    assert (status, answer["period"], answer["status"], answer["revision"]) == (0, "2020-Q1", "closed", 1)
    assert desk("changes", "2020-Q1")[1]["changes"] == []
    assert desk("close", "2020-Q1")[0] == 1
    assert desk("reopen", "2020-Q1")[0] == 2, "a reason is asked for"
    assert desk("reopen", "2020-Q1", "--reason", "补录")[1]["status"] == "open"
    assert desk("changes", "2020-Q1")[0] == 1
    assert desk("close", "2020-13")[0] == 2


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=12)


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=6))
def test_a_table_is_read_back_as_it_was_written(rows):
    table = Table("t", ("a", "b"), tuple(rows))
    read = from_csv("t", to_csv(table))
    assert to_csv(read) == to_csv(table)
    assert [row for row in read.rows if not any("'" in text for text in row)] == [
        row for row in rows if not any("'" in text for text in row)
    ]


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(st.sampled_from("abcde"), st.sampled_from("xyz")),
    st.dictionaries(st.sampled_from("abcde"), st.sampled_from("xyz")),
)
def test_differences_added_to_what_was_frozen_give_what_is_now(before, after):
    old = Table("t", ("code", "value"), tuple(sorted(before.items())))
    new = Table("t", ("code", "value"), tuple(sorted(after.items())))
    now = dict(before)
    for each in between(old, new, ("code",)):
        if each.field:
            assert now[each.key] == each.before
            now[each.key] = each.after
        elif each.before:
            del now[each.key]
        else:
            now[each.key] = each.after.removeprefix(f"{each.key}; ")
    assert now == after


def test_an_area_of_nothing_is_read_back_too(file_office):
    """A kind's bounds are for what is typed: where nothing is let, the sum of areas is 0."""
    before = figures(file_office, "let_area")
    assert before[0][0][2] == 0
    closing.close(file_office, QUARTER, TODAY)
    assert figures(file_office, "let_area") == before


def test_what_the_console_answered_of_mentoring_stands_too(demo, tmp_path, capsys):
    def summary(period: str) -> Any:
        capsys.readouterr()
        place = ["--db", str(tmp_path / "demo.desk"), "mentoring", "summary", "--period", period, "--json"]
        assert console(lambda *_a: 0, lambda *_a: [], place) == 0
        return json.loads(capsys.readouterr().out)

    closing.close(demo, QUARTER, TODAY)
    with demo.writing("Correct") as step:
        session = step.session.scalars(select(MentoringSession).where(MentoringSession.code == "MS-0001")).one()
        saving.save(step, demo.features.registers["mentoring_sessions"], {"confirmed_on": None}, session)
    demo.database.close()
    frozen_quarter, month = summary("2020-Q1"), summary("2020-01")
    assert "MS-0001" not in {each["session"] for each in frozen_quarter["not_counted"]}
    assert "MS-0001" in {each["session"] for each in month["not_counted"]}, "an open period moves on"
