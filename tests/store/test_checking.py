"""``check`` finds whatever was altered past the desk, on both databases, and says what mends it."""

import os
import random
from pathlib import Path

import pytest
from sqlalchemy import text

from incubator_desk.base.errors import Problem, Refused
from incubator_desk.catalog import saving
from incubator_desk.catalog.office import Office
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.store import backup, checking, replay
from incubator_desk.store.database import untouched
from incubator_desk.store.record import Base

FLIPS = int(os.environ.get("DESK_FLIPS", "60"))


def fill(office: Office) -> None:
    for n in range(5):
        with office.writing("Add {name}", name=f"企业{n}") as step:
            values = {"code": f"T-{n}", "name": f"企业{n}", "kind": "company", "employees": n, "note": "备注" * 50}
            uid, _ = saving.save(step, office.features.registers["tenants"], values)
    with office.writing("Rename") as step:
        saving.save(step, office.features.registers["tenants"], {"name": "改"}, step.session.get_one(Tenant, uid))
    with office.writing("Delete") as step:
        step.remove(step.session.get_one(Tenant, uid))
    office.undo()


def spoil(office: Office, *statements: str) -> list[Problem]:
    with office.database.engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    return office.check()


def test_what_was_entered_through_the_desk_is_in_order(office: Office) -> None:
    fill(office)
    told: list[tuple[int, int]] = []
    assert office.check(lambda done, whole: told.append((done, whole))) == []
    assert told


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("update tenants set employees = 7 where code = 'T-1'", "differs_from_history"),
        ("update tenants set note = null where code = 'T-1'", "differs_from_history"),
        ("update tenants set search_keys = 'x' where code = 'T-1'", "differs_from_history"),
        ("update tenants set version = 5 where code = 'T-1'", "differs_from_history"),
        ("delete from tenants where code = 'T-1'", "record_lost"),
        ("update tenants set uid = 'f' where code = 'T-1'", "record_lost"),
        ("update changes set after = '{}' where seq = (select max(seq) - 3 from changes)", "history_altered"),
        ("update steps set actor = 'x' where seq = 3", "history_altered"),
        ("update steps set operator_uid = null where seq = 3", "history_altered"),
        ("delete from changes where seq = (select max(seq) - 3 from changes)", "history_gap"),
        ("delete from changes where seq = (select max(seq) from changes)", "history_gap"),
    ],
)
def test_each_alteration_is_found(office: Office, statement: str, code: str) -> None:
    fill(office)
    problems = spoil(office, statement)
    assert code in {p.code for p in problems}
    assert all("Restore an earlier backup." in p.text() for p in problems)


def test_the_problem_names_its_place_and_the_newest_good_backup(office: Office) -> None:
    fill(office)
    good = backup.before(office.database, "import")
    spoil(office, "update tenants set employees = 7 where code = 'T-1'")
    backup.before(office.database, "import")  # already spoilt: not what mends it
    (problem,) = office.check()
    assert problem.text() == f"Record T-1 is not as the history has it (employees). Restore {good}."
    assert problem.where.sheet == "tenants"


def test_checking_can_be_stopped(office: Office) -> None:
    fill(office)

    class StoppedError(Exception):
        pass

    def stop(_done: int, _all: int) -> None:
        raise StoppedError

    with pytest.raises(StoppedError):
        office.check(stop)


def content(path: Path) -> list[object]:
    with untouched(path).reading() as session:
        return [tuple(row) for table in Base.metadata.sorted_tables for row in session.execute(table.select())]


def test_no_byte_of_the_file_changes_unnoticed(file_office: Office, tmp_path: Path) -> None:
    fill(file_office)
    good = backup.backup(file_office.database, tmp_path / "good.db")
    whole, expected = good.read_bytes(), content(good)
    chance = random.Random(2020)
    spots = [i for i in range(len(whole)) if whole[i]]
    for spot in chance.sample(spots, FLIPS):
        spoilt = bytearray(whole)
        spoilt[spot] ^= 1 << chance.randrange(8)
        path = tmp_path / "spoilt.db"
        path.write_bytes(spoilt)
        if damaged(path):
            with pytest.raises(Refused):
                backup.restore(str(tmp_path / "back.db"), path, replace=True)
        else:  # a byte that holds nothing
            assert content(path) == expected, spot


def damaged(path: Path) -> bool:
    database = untouched(path)
    try:
        return bool(checking.check(database))
    finally:
        database.close()


def test_replay_needs_no_more_than_the_database(file_office: Office) -> None:
    fill(file_office)
    with file_office.reading() as session:
        assert not list(replay.problems(session))
