"""Random work, undone and redone: the tables follow a model of it, and the history replays to them."""

import os
import random
from copy import deepcopy
from dataclasses import dataclass, field

from incubator_desk.base.errors import Refused
from incubator_desk.catalog.office import Office
from incubator_desk.features.tenants.model import Tenant
from incubator_desk.store.history import StepRow
from incubator_desk.store.step import Step

OPERATIONS = int(os.environ.get("DESK_OPERATIONS", "250"))


@dataclass
class Model:
    """What a person expects: stacks of whole states."""

    now: dict[str, str] = field(default_factory=dict)
    done: list[dict[str, str]] = field(default_factory=list)
    undone: list[dict[str, str]] = field(default_factory=list)

    def act(self, then: dict[str, str]) -> None:
        self.done.append(self.now)
        self.undone.clear()
        self.now = then

    def undo(self) -> bool:
        if self.done:
            self.undone.append(self.now)
            self.now = self.done.pop()
            return True
        return False

    def redo(self) -> bool:
        if self.undone:
            self.done.append(self.now)
            self.now = self.undone.pop()
            return True
        return False


def stored(office: Office) -> dict[str, str]:
    with office.reading() as session:
        return dict(session.query(Tenant.code, Tenant.name).all())


def one(step: Step, code: str) -> Tenant:
    return step.session.query(Tenant).filter_by(code=code).one()


def work(step: Step, then: dict[str, str], chance: random.Random) -> None:
    """Several writes of one step, on the same records too, some of them carried out half-way."""
    for _ in range(chance.choice([1, 1, 1, 2, 4, 8])):
        deed = chance.choice(["add", "change", "change", "remove", "rename code", "flush"])
        if deed == "add" or not then:
            free = [f"T-{n}" for n in range(30) if f"T-{n}" not in then]
            if free:
                code = chance.choice(free)
                step.flush()  # the code may have become free in this very step
                step.add(Tenant, {"code": code, "name": "新", "kind": "company", "status": "incubating"})
                step.flush()
                then[code] = "新"
            continue
        code = chance.choice(sorted(then))
        step.flush()
        if deed == "change":
            name = f"名{chance.randrange(1000)}"
            step.change(one(step, code), {"name": name})
            then[code] = name
        elif deed == "remove":
            step.remove(one(step, code))
            del then[code]
        elif deed == "rename code":
            other = f"T-{chance.randrange(30)}"
            if other not in then:
                step.change(one(step, code), {"code": other})
                then[other] = then.pop(code)
    step.flush()


def test_random_work_undone_and_redone(office: Office) -> None:
    chance = random.Random(7)
    model = Model()
    for n in range(OPERATIONS):
        deed = chance.choice(["work"] * 3 + ["undo"] * 3 + ["redo"] * 2)
        if deed == "work":
            then = deepcopy(model.now)
            with office.writing("Work {n}", n=n) as step:
                work(step, then, chance)
            if step.seq is not None:
                model.act(then)
        elif deed == "undo":
            assert bool(office.undo()) is model.undo()
        else:
            assert bool(office.redo()) is model.redo()
        assert stored(office) == model.now, n
    assert office.check() == []


def test_undo_and_redo_without_end(file_office: Office) -> None:
    with file_office.writing("Add") as step:
        step.add(Tenant, {"code": "T-1", "name": "一", "kind": "team", "status": "incubating"})
    for _ in range(300):
        assert file_office.undo() or file_office.redo()
    assert stored(file_office) in ({}, {"T-1": "一"})
    with file_office.reading() as session:
        latest = session.query(StepRow).order_by(StepRow.seq.desc()).first()
        assert latest
        assert latest.title in ("Undo: {step}", "Redo: {step}")
        assert "Add" in latest.title_values


def test_a_removed_record_and_its_successor_change_places_back(office: Office) -> None:
    values = {"kind": "team", "status": "incubating"}
    with office.writing("Add") as step:
        step.add(Tenant, {"code": "T-1", "name": "旧", **values})
    with office.writing("Replace") as step:
        step.remove(one(step, "T-1"))
        step.flush()
        step.add(Tenant, {"code": "T-1", "name": "新", **values})
    office.undo()
    assert stored(office) == {"T-1": "旧"}
    office.redo()
    assert stored(office) == {"T-1": "新"}
    assert office.check() == []


def test_two_changes_of_one_record_in_one_step_are_undone_together(office: Office) -> None:
    with office.writing("Add") as step:
        step.add(Tenant, {"code": "T-1", "name": "一", "kind": "team", "status": "incubating"})
    with office.writing("Twice") as step:
        step.change(one(step, "T-1"), {"name": "二"})
        step.change(one(step, "T-1"), {"name": "三"})
    office.undo()
    assert stored(office) == {"T-1": "一"}


def test_the_founding_of_the_database_is_never_undone(office: Office) -> None:
    assert office.undo() is None


def test_another_operators_record_is_left_alone(office: Office) -> None:
    with office.writing("Add") as step:
        step.add(Tenant, {"code": "T-1", "name": "一", "kind": "team", "status": "incubating"})
    other = Office(office.database, office.features, type(office.actor)(office.actor.name, "0" * 32))
    for write in (lambda s: s.change(one(s, "T-1"), {"name": "二"}), lambda s: s.remove(one(s, "T-1"))):
        try:
            with other.writing("Change") as step:
                write(step)
        except Refused as refused:
            assert refused.problems[0].code == "other_operator"
        else:
            raise AssertionError
    assert other.undo() is None
    assert stored(office) == {"T-1": "一"}
