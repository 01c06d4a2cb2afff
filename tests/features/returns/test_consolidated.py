"""The zone's reports: the sums are the parks' own to the fen, in whatever order and however often packages come."""

import json
import random
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from zone_parks import PARKS, SHARED, SHARED_CODE, Sender, three, zone_desk

from incubator_desk.base.errors import Refused
from incubator_desk.base.periods import Period
from incubator_desk.catalog.office import Office
from incubator_desk.catalog.report import Asked
from incubator_desk.cli.main import main as console
from incubator_desk.features.returns.model import ReceivedPackage
from incubator_desk.features.returns.rules.adding import added, in_blocks
from incubator_desk.features.returns.rules.receipt import Reason
from incubator_desk.features.returns.service import consolidated, expected, shared, zone
from incubator_desk.reports.made import Made, produce

MARCH, TODAY = Period.parse("2020-03"), date(2020, 4, 4)


@pytest.fixture
def parks(open_office: Any, tmp_path: Path) -> list[Sender]:
    return three(open_office, tmp_path)


def made(office: Office, name: str, period: Period = MARCH, *, unit: Any = "yuan") -> Made:
    """A report of the zone."""
    report = consolidated.reports(office.features)[name]
    with office.reading() as session:
        return produce(session, office.actor, report, Asked(period, period.last, unit=unit))


def own(office: Office, name: str, period: Period = MARCH) -> Made:
    """A park's own report."""
    with office.reading() as session:
        return produce(session, office.actor, office.features.reports[name], Asked(period, period.last))


def answer(office: Office, uscc: str, verdict: Any, *reasons: Reason, on: date = TODAY) -> None:
    with office.writing("Answer") as step:
        wanted = select(ReceivedPackage).where(ReceivedPackage.uscc == uscc)
        package = step.session.scalars(wanted.order_by(ReceivedPackage.sequence.desc())).first()
        assert package is not None
        zone.answer(step, package, verdict, reasons, on)


def problems(found: Made) -> list[str]:
    return sorted(problem.code for problem in found.problems)


def summed(rows: list[list[Any]]) -> list[Any]:
    """The totals of several reports, column by column; None in columns that are not added up."""
    return [None if column[0] is None else sum(column) for column in zip(*rows, strict=True)]


def test_the_sums_are_the_parks_own_to_the_fen(parks, office):
    zone_desk(office, parks)
    zone.merge(office, [each.send("2020-03") for each in parks], TODAY)
    for name, report in consolidated.reports(office.features).items():
        found, theirs = made(office, name), [own(each.office, name) for each in parks]
        totals = summed([list(each.whole.totals) for each in theirs])
        if report.adds_by:
            assert list(found.whole.totals) == totals, name
            continue
        assert list(found.whole.totals) == [None, None, *totals], name
        rows = [(p.name, p.uscc, *row) for p, own_ in zip(parks, theirs, strict=True) for row in own_.whole.rows]
        assert sorted(map(repr, map(tuple, found.whole.rows))) == sorted(map(repr, rows)), name
    rent = made(office, "rent_summary")
    assert rent.whole.totals[4] > 0, "there is something to add up"


def test_what_has_the_same_name_in_every_park_is_added_up(parks, office):
    zone_desk(office, parks)
    zone.merge(office, [each.send("2020-Q1") for each in parks], TODAY)
    quarter = Period.parse("2020-Q1")
    found, theirs = made(office, "let_area", quarter), [own(each.office, "let_area", quarter) for each in parks]
    assert [list(row)[:2] for row in found.whole.rows] == [["2020-01", 31], ["2020-02", 29], ["2020-03", 31]]
    for at, row in enumerate(found.whole.rows):
        assert list(row)[2:] == [sum(each.whole.rows[at][column] for each in theirs) for column in (2, 3, 4)]


def test_in_another_unit_what_is_printed_adds_up_to_the_exact_total(parks, office):
    zone_desk(office, parks)
    zone.merge(office, [each.send("2020-03") for each in parks], TODAY)
    exact, thousands = made(office, "rent_summary"), made(office, "rent_summary", unit="thousand")
    at = next(at for at, column in enumerate(exact.columns) if column.id == "charged")
    assert thousands.whole.totals[at] == (exact.whole.totals[at] / 1000).quantize(Decimal(1), "ROUND_HALF_UP")
    assert sum(row[at] for row in thousands.whole.rows) == thousands.whole.totals[at]


def test_any_order_and_any_number_of_merges_gives_the_same(parks, open_office, tmp_path):
    files = [each.send("2020-03") for each in parks]
    parks[0].receive("500.00", date(2020, 3, 30))
    files.append(parks[0].send_again("2020-03"))
    orders = [random.Random(seed).choices(list(permutations(files)), k=1)[0] for seed in range(4)]
    orders.append(tuple(files + files[::-1]))
    seen = set()
    for at, order in enumerate(orders):
        office = zone_desk(open_office(str(tmp_path / f"zone{at}.desk")), parks)
        for file in order:
            zone.merge(office, [file], TODAY)
        zone.merge(office, list(order), TODAY)
        seen.add(repr([made(office, name).whole for name in consolidated.reports(office.features)]))
        assert office.check() == []
    assert len(seen) == 1


def test_codes_of_two_parks_never_meet(parks, office):
    """Every park has T-1, L-1 and RL-1, and building A."""
    zone_desk(office, parks)
    zone.merge(office, [each.send("2020-03") for each in parks], TODAY)
    rent = made(office, "rent_summary").whole.rows
    assert [(row[1], row[3]) for row in rent] == [(each.uscc, "A 栋") for each in parks]
    ledger = made(office, "relief_ledger").whole.rows  # of March only the first park grants any
    assert {(row[0], row[3]) for row in ledger} == {(parks[0].name, f"RL-{at}") for at in (1, 2, 3)}


def test_only_packages_of_exactly_the_period_are_added_up(parks, office):
    zone_desk(office, parks)
    zone.merge(office, [parks[0].send("2020-03"), parks[1].send("2020-Q1"), parks[2].send("2020-02")], TODAY)
    found = made(office, "rent_summary")
    assert {row[1] for row in found.whole.rows} == {parks[0].uscc}
    assert list(found.whole.totals)[2:] == list(own(parks[0].office, "rent_summary").whole.totals)
    assert problems(found) == ["park_missing", "park_missing"]
    assert "2020-04-05" in found.problems[0].text()
    quarter = made(office, "rent_summary", Period.parse("2020-Q1"))
    assert {row[1] for row in quarter.whole.rows} == {parks[1].uscc}


def test_nothing_received_still_has_its_headings(office):
    zone_desk(office)
    found = made(office, "rent_summary")
    assert (list(found.whole.rows), problems(found)) == ([], ["no_packages"])


def test_a_returned_park_counts_again_once_it_has_sent_what_was_mended(parks, office):
    zone_desk(office, parks)
    parks[1].receive("90000.00", date(2020, 3, 20), "S-WRONG")
    zone.merge(office, [each.send("2020-03") for each in parks], TODAY)
    whole = made(office, "rent_summary")
    received = next(at for at, column in enumerate(whole.columns) if column.id == "received")
    answer(office, parks[1].uscc, "returned", Reason("收款多记两位", "C09", "receipts", "S-WRONG", "amount"))
    without = made(office, "rent_summary")
    assert problems(without) == ["park_returned"]
    assert whole.whole.totals[received] - without.whole.totals[received] > 90_000
    parks[1].correct("S-WRONG", "900.00")
    zone.merge(office, [parks[1].send_again("2020-03")], date(2020, 4, 9))
    again = made(office, "rent_summary")
    assert whole.whole.totals[received] - again.whole.totals[received] == Decimal("89100.00")
    assert "park_returned" not in problems(again)
    assert list(again.whole.totals)[2:] == summed([list(own(p.office, "rent_summary").whole.totals) for p in parks])


def test_a_company_of_two_parks_is_told_and_counted_once(parks, office):
    zone_desk(office, parks)
    zone.merge(office, [each.send("2020-03") for each in parks], TODAY)
    with office.reading() as session:
        (same,) = shared.same_companies(session, office.actor.operator, "2020-03")
        counted = shared.incubated_in(shared.companies(session, office.actor.operator, "2020-03"))
    assert (same.uscc, same.name, [place.code for place in same.places]) == (SHARED_CODE, SHARED, ["T-3", "T-2"])
    assert counted == sum(len(companies) for _name, _kind, companies in PARKS) - 1
    found = made(office, "rent_summary")
    told = [problem.text() for problem in found.problems if problem.code == "same_company"]
    assert len(told) == 1
    assert all(text in told[0] for text in (SHARED, SHARED_CODE, parks[0].name, parks[1].name))


@pytest.mark.parametrize(
    ("period", "due"),
    [("2020-03", "2020-04-05"), ("2020-Q1", "2020-04-10"), ("2020-H1", "2020-07-31"), ("2019", "2020-01-31")],
)
def test_packages_are_due_on_a_day_of_the_month_after(file_office, period, due):
    with file_office.reading() as session:
        assert expected.due_on(session, file_office.actor, Period.parse(period)) == date.fromisoformat(due)


def states(office: Office, today: date, *periods: str) -> dict[str, list[str]]:
    """The grid: the states of each park by name."""
    asked = [Period.parse(period) for period in periods]
    with office.reading() as session:
        found = expected.standings(session, office.actor, asked, today)
        names = {each.uscc: each.name for each in expected.parks(session, office.actor.operator)}
        return {name: [found[uscc, period].state for period in periods] for uscc, name in names.items()}


def test_how_parks_stand_in_the_periods(parks, office):
    one, two, three_ = (each.name for each in parks)
    zone_desk(office, parks, since=date(2020, 2, 20))
    assert states(office, date(2020, 4, 5), "2020-01", "2020-03")[one] == ["not_expected", "awaited"]
    assert states(office, date(2020, 4, 6), "2020-02", "2020-03")[one] == ["missing", "missing"]
    zone.merge(office, [parks[0].send("2020-03"), parks[1].send("2020-03")], date(2020, 4, 3))
    zone.merge(office, [parks[2].send("2020-03")], date(2020, 4, 8))
    found = states(office, TODAY, "2020-03")
    assert found == {one: ["received"], two: ["received"], three_: ["received"]}
    for each in parks:
        answer(office, each.uscc, "accepted")
    assert states(office, TODAY, "2020-03") == {one: ["accepted"], two: ["accepted"], three_: ["late"]}
    answer(office, parks[1].uscc, "returned", Reason("缓缴未单列"))
    assert states(office, TODAY, "2020-03")[two] == ["returned"]
    zone.merge(office, [parks[1].send_again("2020-03")], date(2020, 4, 9))
    assert states(office, TODAY, "2020-03")[two] == ["received"]
    answer(office, parks[1].uscc, "accepted")
    assert states(office, TODAY, "2020-03")[two] == ["resent"]


def test_a_value_that_cannot_be_read_is_refused_with_its_place(parks, office):
    zone_desk(office, parks)
    zone.merge(office, [parks[0].send("2020-03")], TODAY)
    report = consolidated.reports(office.features)["rent_summary"]
    plain = next(r for r in office.features.reports.values() if r.name == "rent_summary")
    with office.reading() as session:
        (package,) = zone.counting(session, office.actor.operator, "2020-03")
        table = zone.part(session, package.uid, "data/rent_summary.csv")
        assert table is not None
        spoilt = replace(table, rows=((*table.rows[0][:2], "12,,5", *table.rows[0][3:]),))
        with pytest.raises(Refused) as refusal:
            consolidated.values_of(plain, package, spoilt)
    text = refusal.value.problems[0].text()
    assert all(part in text for part in (parks[0].name, "12,,5", "Charged")), text
    assert report.columns[2:] == plain.columns


# the console -----------------------------------------------------------------------------------------------------------


def run(capsys: Any, *arguments: str) -> tuple[int, dict[str, Any]]:
    status = console(lambda *_: 0, lambda *_: [], ["--json", *arguments])
    return status, json.loads(capsys.readouterr().out)


def test_the_console_adds_up_and_names_who_is_missing(parks, open_office, tmp_path, capsys):
    desk = str(tmp_path / "zone.desk")
    zone_desk(open_office(desk), parks).database.close()
    files = [str(parks[0].send("2020-03")), str(parks[1].send("2020-03"))]
    assert run(capsys, "--db", desk, "zone", "merge", *files)[0] == 0
    out = tmp_path / "rent.json"
    status, said = run(
        capsys, "--db", desk, "zone", "report", "rent_summary", "--period", "2020-03", "--unit", "wan",
        "--format", "json", "--out", str(out),
    )  # fmt: skip
    assert (status, said["file"]) == (0, str(out))
    assert {problem["code"] for problem in said["problems"]} == {"park_missing", "same_company"}
    assert {problem["severity"] for problem in said["problems"]} == {"warning"}
    content = json.loads(out.read_text("utf-8"))
    assert set(content) == {"report", "period", "as_of", "unit", "columns", "rows", "totals", "problems"}
    assert (content["report"], content["period"], content["as_of"], content["unit"]) == (
        "rent_summary", "2020-03", "2020-03-31", "wan",
    )  # fmt: skip
    assert content["columns"][:2] == [
        {"id": "park", "zh": "填报单位", "en": "Reporting park", "kind": "text"},
        {"id": "park_uscc", "zh": "填报单位代码", "en": "Park's credit code", "kind": "code"},
    ]
    assert sum(Decimal(row[4]) for row in content["rows"]) == Decimal(content["totals"][4])
    for format in ("xlsx", "pdf", "csv"):
        place = tmp_path / f"rent.{format}"
        arguments = ("rent_summary", "--period", "2020-03", "--format", format, "--out", str(place))
        assert run(capsys, "--db", desk, "zone", "report", *arguments)[0] == 0
        assert place.stat().st_size > 200


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense", "--period", "2020-03", "--format", "csv", "--out", "x.csv"),
        ("rent_statement", "--period", "2020-03", "--format", "csv", "--out", "x.csv"),  # of one company: in no package
        ("rent_summary", "--period", "2020-13", "--format", "csv", "--out", "x.csv"),
        ("rent_summary", "--period", "2020-03", "--format", "doc", "--out", "x.doc"),
        ("rent_summary", "--period", "2020-03", "--format", "csv"),
        ("rent_summary", "--format", "csv", "--out", "x.csv"),
    ],
)
def test_what_cannot_be_understood_is_status_2(arguments, file_office, capsys):
    place = str(file_office.database.place)
    file_office.database.close()
    assert run(capsys, "--db", place, "zone", "report", *arguments)[0] == 2
    assert not Path(arguments[-1]).exists()


def test_a_place_that_cannot_be_written_to_is_status_1(file_office, capsys):
    place = str(file_office.database.place)
    file_office.database.close()
    arguments = ("rent_summary", "--period", "2020-03", "--format", "csv", "--out", "/nowhere/x.csv")
    assert run(capsys, "--db", place, "zone", "report", *arguments)[0] == 1


# the rules -------------------------------------------------------------------------------------------------------------

KEYS = st.sampled_from(("2020-01", "2020-02", "2020-03"))
AMOUNTS = st.none() | st.decimals(-(10**9), 10**9, places=2)


@given(st.lists(st.tuples(KEYS, st.sampled_from("ab"), AMOUNTS, AMOUNTS), max_size=12))
def test_rows_of_one_key_are_added_exactly(rows):
    found = added(rows, (0,), {2, 3})
    assert [row[0] for row in found] == list(dict.fromkeys(row[0] for row in rows))
    for at in (2, 3):
        assert sum(row[at] or 0 for row in found) == sum(row[at] or 0 for row in rows)
        for row in found:
            assert (row[at] is None) == all(other[at] is None for other in rows if other[0] == row[0])
    for row in found:
        seen = {other[1] for other in rows if other[0] == row[0]}
        assert row[1] == (seen.pop() if len(seen) == 1 else None)


def test_blocks_of_parks_become_blocks_of_all():
    rows = [("A", "policy", 1), ("A", "size", 1), ("B", "policy", 2), ("B", "size", 2)]
    assert in_blocks(rows, 1) == [rows[0], rows[2], rows[1], rows[3]]
