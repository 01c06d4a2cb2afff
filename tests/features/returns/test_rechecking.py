"""The zone holds the rules over what it received: what stands against a package, and nothing that it cannot know."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from zone_parks import Sender, sender, zone_desk

from incubator_desk.catalog.office import Office
from incubator_desk.features.returns.model import ReceivedPackage
from incubator_desk.features.returns.rules.tables import Table
from incubator_desk.features.returns.service import zone
from incubator_desk.features.returns.service.rechecking import Found, recheck

TODAY = date(2020, 4, 4)


@pytest.fixture
def park(open_office: Any, tmp_path: Path) -> Sender:
    return sender(open_office(str(tmp_path / "sender.desk")), 0, tmp_path / "out")


def put(column: str, text: str, **where: str) -> Callable[[Table], Table]:
    """A change of a table: a text in a column of the rows that have these values."""

    def change(table: Table) -> Table:
        at = table.columns.index(column)
        rows = []
        for row in table.rows:
            record = dict(zip(table.columns, row, strict=True))
            fits = all(record[name] == value for name, value in where.items())
            rows.append((*row[:at], text, *row[at + 1 :]) if fits else row)
        return replace(table, rows=tuple(rows))

    return change


def found(office: Office, *files: Path) -> list[Found]:
    """What stands against the package that came last."""
    zone.merge(office, files, TODAY)
    with office.reading() as session:
        package = session.scalars(select(ReceivedPackage).order_by(ReceivedPackage.sequence.desc())).first()
        assert package is not None
        return recheck(session, office.actor, office.features, package)


def errors(each: list[Found]) -> list[tuple[str | None, ...]]:
    return [(f.reason.rule, f.reason.table, f.reason.record, f.reason.field) for f in each if f.severity == "error"]


def test_nothing_stands_against_a_package_as_it_should_be(park, file_office):
    every = found(zone_desk(file_office, [park]), park.send("2020-03"))
    assert errors(every) == []
    assert all(each.own for each in every), "what only the park can know is told by the park alone"


@pytest.mark.parametrize(
    ("table", "change", "place"),
    [
        ("tenants", put("uscc", "91340171MA900000XX", code="T-1"), ("C01", "tenants", "T-1", "uscc")),
        ("tenants", put("graduated_on", "2018-01-01", code="T-2"), ("C08", "tenants", "T-2", "admitted_on")),
        ("tenants", put("kind", "team", code="T-1"), ("C30", "tenants", "T-1", "kind")),
        ("relief_ledger", put("executed", "999999.00", relief="RL-1"), ("C20", "reliefs", "RL-1", None)),
        ("relief_ledger", put("entitled", "1.00", relief="RL-2"), ("C05", "monthly_carrier", "relieved", "current")),
    ],
)  # fmt: skip
def test_what_contradicts_itself_is_an_error_with_its_place(park, file_office, table, change, place):
    every = found(zone_desk(file_office, [park]), park.send_changed("2020-03", table, change))
    assert place in errors(every)


def test_differences_of_fen_are_no_contradiction(park, file_office):
    def change(table: Table) -> Table:
        at = table.columns.index("entitled")
        text = f"{float(table.rows[0][at]) + 0.5:.2f}"
        return put("entitled", text, relief=table.rows[0][table.columns.index("relief")])(table)

    every = found(zone_desk(file_office, [park]), park.send_changed("2020-03", "relief_ledger", change))
    assert "C05" not in {rule for rule, *_place in errors(every)}


def test_a_large_change_against_the_period_before_is_told(park, file_office):
    """The park did not find it: the return was changed on the way to the package."""
    first = park.send("2020-02")
    change = put("current", "90000.00", indicator="charged")
    every = found(zone_desk(file_office, [park]), first, park.send_changed("2020-03", "monthly_carrier", change))
    (told,) = [each for each in every if (each.reason.rule, each.reason.record) == ("C10b", "charged")]
    assert (told.severity, told.own) == ("warning", False)
    assert "90,000" in told.reason.text


def test_gaps_in_the_sequence_are_told(park, file_office):
    files = [park.send("2020-02"), park.send("2020-03"), park.send_again("2020-03")]
    every = found(zone_desk(file_office, [park]), files[0], files[2])
    assert any("2" in each.reason.text and each.reason.rule is None for each in every)


def test_what_cannot_be_read_is_an_error_and_stops_nothing(park, file_office):
    change = put("current", "12,,5", indicator="charged")
    every = found(zone_desk(file_office, [park]), park.send_changed("2020-03", "monthly_carrier", change))
    assert any(each.severity == "error" and each.reason.rule is None for each in every)
