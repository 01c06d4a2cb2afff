"""The demo's post-subsidy: its claim to the fen, added up once more from the schedules alone; what changes, and stands."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from sqlalchemy import select

from incubator_desk.catalog import saving
from incubator_desk.catalog.moving import Taking, move_cases
from incubator_desk.catalog.office import Office
from incubator_desk.demo.facts import facts
from incubator_desk.demo.leases import Book
from incubator_desk.demo.park import WORKING_DATE, park
from incubator_desk.demo.show import fill
from incubator_desk.demo.subsidies import worked_out
from incubator_desk.features.rent.model import Relief
from incubator_desk.features.rent.rules import schedule, to_json
from incubator_desk.features.subsidies.model import SubsidyClaim, SubsidyLine
from incubator_desk.features.subsidies.service import differing

WINDOW = ("2020-02-01", "2020-04-30")


@pytest.fixture
def office(file_office: Office) -> Office:
    fill(file_office)
    return file_office


def relieved(as_of: date) -> Decimal:
    """What was relieved outside state-owned premises, from the schedules as the console prints them.

    None of these lines is relieved on days beyond the window, so that whole lines may be added up.
    """
    rows = park()
    heads = {head["code"]: head["ownership"] for head in rows["head_leases"]}
    owners = {room["code"]: heads.get(room["head_lease_code"], room["ownership"]) for room in rows["premises"]}
    leases = {lease["code"]: owners[lease["premises_code"]] for lease in rows["leases"]}
    total = Decimal(0)
    book = Book(rows["leases"], rows["lease_rooms"], rows["lease_steps"])
    for of_lease in facts(book, rows["reliefs"], rows["relief_policies"]):
        drawn = to_json(schedule(of_lease, as_of))
        for line in drawn["lines"]:
            in_window = line["from"] <= WINDOW[1] and line["to"] >= WINDOW[0]
            executed = all(due["due_on"] <= as_of.isoformat() for due in line["dues"])
            if leases[drawn["lease"]] != "state" and in_window and executed:
                total += sum(Decimal(relief["amount"]) for relief in line["reliefs"])
    return total


def claim(office: Office) -> SubsidyClaim:
    with office.reading() as session:
        found = session.scalars(select(SubsidyClaim)).one()
        session.expunge(found)
        return found


def rate(base: Decimal) -> Decimal:
    return (base * 30 / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)


def test_the_claim_is_what_the_schedules_add_up_to(office: Office) -> None:
    base = relieved(WORKING_DATE)
    assert base > 20_000
    found = claim(office)
    assert (found.base_amount, found.claim_amount, found.computed_on) == (base, rate(base), WORKING_DATE)
    with office.reading() as session:
        lines = session.scalars(select(SubsidyLine)).all()
        assert sum(line.share for line in lines) == found.claim_amount
        assert sum(line.amount for line in lines if line.eligible) == base
    assert office.check() == []


def test_in_april_more_of_it_is_executed(office: Office) -> None:
    day = date(2020, 4, 15)
    worked_out(office, day)
    assert relieved(day) > relieved(WORKING_DATE)
    assert claim(office).claim_amount == rate(relieved(day))


def test_a_changed_relief_is_told_and_what_was_submitted_stands(office: Office, tmp_path: Path) -> None:
    register = office.features.registers["subsidy_claims"]
    before = claim(office)
    with office.reading() as session:
        largest = max(session.scalars(select(SubsidyLine).where(SubsidyLine.eligible)), key=lambda line: line.amount)
        record = largest.record_code
    move_cases(office, register, [before.uid], Taking("submitted", WORKING_DATE), None)
    with office.writing("Change") as step:
        relief = step.session.scalars(select(Relief).where(Relief.code == record)).one()
        saving.save(step, office.features.registers["reliefs"], {"status": "void"}, relief)
    with office.reading() as session:
        found = differing.found(session, session.get_one(SubsidyClaim, before.uid), WORKING_DATE)
        gone = sum(each.before for each in found if each.key and each.key.record == record)
    assert gone
    assert {each.field: each.after for each in found}["claim"] < {each.field: each.before for each in found}["claim"]
    after = claim(office)
    assert (after.base_amount, after.claim_amount) == (before.base_amount, before.claim_amount)
    assert office.check() == []
