"""Several writers at once: each in turn, none lost, none overwriting what another made."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event, Thread

import pytest
from sqlalchemy import text

from incubator_desk.base.errors import Refused
from incubator_desk.catalog import saving
from incubator_desk.catalog.office import Office
from incubator_desk.features.tenants.model import Tenant

VALUES = {"kind": "team", "status": "incubating"}


def add(office: Office, code: str) -> str:
    with office.writing("Add") as step:
        return step.add(Tenant, {"code": code, "name": "一", **VALUES})


def test_writers_at_once_all_succeed_in_one_chain(office: Office) -> None:
    start = Barrier(4)

    def write(writer: int) -> None:
        start.wait()
        for n in range(8):
            add(office, f"T-{writer}-{n}")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    with office.reading() as session:
        assert session.query(Tenant).count() == 32
    assert office.check() == []


def test_the_next_code_is_given_once(office: Office) -> None:
    start = Barrier(4)

    def write(_: int) -> None:
        start.wait()
        for _n in range(5):
            with office.writing("Add") as step:
                register = office.features.registers["tenants"]
                saving.save(step, register, {"code": saving.next_code(step, register), "name": "一", "kind": "team"})

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    with office.reading() as session:
        assert sorted(session.scalars(text("select code from tenants"))) == [f"T-{n:04}" for n in range(1, 21)]


def test_of_two_saves_of_one_record_the_second_is_refused_with_what_the_first_made(office: Office) -> None:
    uid = add(office, "T-1")
    start, refusals = Barrier(2), []

    def save(name: str) -> None:
        with office.reading() as session:
            record = session.get_one(Tenant, uid)
            assert record.version == 1
            session.expunge(record)
        start.wait()
        try:
            with office.writing("Change") as step:
                step.change(record, {"name": name})
        except Refused as refused:
            refusals.append(refused.problems[0])

    threads = [Thread(target=save, args=(name,)) for name in ("甲", "乙")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with office.reading() as session:
        winner = session.get_one(Tenant, uid).name
    (problem,) = refusals
    assert problem.code == "stale"
    assert problem.values["theirs"].columns == {"name": (winner, "甲" if winner == "乙" else "乙")}
    assert office.check() == []


def test_a_record_deleted_meanwhile_is_named(office: Office) -> None:
    uid = add(office, "T-1")
    with office.reading() as session:
        record = session.get_one(Tenant, uid)
        session.expunge(record)
    with office.writing("Delete") as step:
        step.remove(step.session.get_one(Tenant, uid))
    with pytest.raises(Refused, match="gone"), office.writing("Change") as step:
        step.change(record, {"name": "二"})


def test_a_reader_sees_one_state_while_others_write(office: Office) -> None:
    add(office, "T-1")
    with office.reading() as session:
        assert session.query(Tenant).count() == 1
        add(office, "T-2")
        assert session.query(Tenant).count() == 1
    with office.reading() as session:
        assert session.query(Tenant).count() == 2


def test_a_reader_cannot_write_to_a_server(open_office, postgres_url: str) -> None:
    office = open_office(postgres_url)
    with pytest.raises(Refused, match="read_only"), office.reading() as session:
        session.execute(text("delete from tenants"))


def test_who_waits_too_long_is_told_to_try_again(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    inside, leave = Event(), Event()

    def linger() -> None:
        with office.writing("Linger") as step:
            step.add(Tenant, {"code": "T-1", "name": "一", **VALUES})
            step.flush()
            inside.set()
            leave.wait(30)

    thread = Thread(target=linger)
    thread.start()
    inside.wait(30)
    try:
        with office.database.engine.connect() as connection:
            if office.database.path:
                connection.connection.driver_connection.execute("pragma busy_timeout=50")
        monkeypatch.setattr("incubator_desk.store.database._PATIENCE", 0.1)
        with pytest.raises(Refused, match="busy"):
            add(office, "T-2")
    finally:
        leave.set()
        thread.join()
    add(office, "T-3")


def test_a_failed_step_leaves_nothing(office: Office) -> None:
    with pytest.raises(ZeroDivisionError), office.writing("Fail") as step:
        step.add(Tenant, {"code": "T-1", "name": "一", **VALUES})
        step.flush()
        1 / 0  # noqa: B018
    with office.reading() as session:
        assert session.query(Tenant).count() == 0
    add(office, "T-2")
    assert office.check() == []
