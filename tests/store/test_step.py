"""Steps: undo and redo in turn, stale saves, refused deletions, on both databases."""

import pytest

from incubator_desk.base.errors import Refused
from incubator_desk.catalog import saving
from incubator_desk.catalog.office import Office
from incubator_desk.features.tenants.model import Tenant

COMPANY = {"code": "T-0001", "name": "青岚朴石新材料有限公司", "kind": "company"}


def register(office: Office, name: str = "tenants"):
    return office.features.registers[name]


def add(office: Office, **values: object) -> str:
    with office.writing("Add") as step:
        return saving.save(step, register(office), {**COMPANY, **values})[0]


def rename(office: Office, uid: str, name: str, version: int | None = None) -> None:
    with office.writing("Rename") as step:
        saving.save(step, register(office), {"name": name}, step.session.get_one(Tenant, uid), version)


def name_of(office: Office, uid: str) -> str | None:
    with office.reading() as session:
        tenant = session.get(Tenant, uid)
        return tenant and tenant.name


def test_undo_and_redo_walk_back_and_forth(office: Office) -> None:
    uid = add(office)
    rename(office, uid, "二")
    rename(office, uid, "三")
    seen = []
    for turn in (office.undo, office.undo, office.redo, office.redo, office.undo, office.undo, office.undo):
        turn()
        seen.append(name_of(office, uid))
    assert seen == ["二", COMPANY["name"], "二", "三", "二", COMPANY["name"], None]
    assert office.redo()
    assert name_of(office, uid) == COMPANY["name"]


def test_a_new_step_ends_what_can_be_redone(office: Office) -> None:
    uid = add(office)
    rename(office, uid, "二")
    office.undo()
    rename(office, uid, "四")
    assert office.redo() is None
    assert name_of(office, uid) == "四"


def test_a_stale_save_is_refused_and_shows_the_other_change(office: Office) -> None:
    uid = add(office)
    rename(office, uid, "她的", version=1)
    with pytest.raises(Refused) as refused:
        rename(office, uid, "他的", version=1)
    problem = refused.value.problems[0]
    assert problem.code == "stale"
    assert problem.values["theirs"].columns == {"name": ("她的", "他的")}
    assert name_of(office, uid) == "她的"


def test_undo_is_refused_where_another_changed_the_record_since(office: Office, open_office) -> None:
    uid = add(office)
    other = Office(office.database, office.features, type(office.actor)("赵会计", office.actor.operator))
    rename(other, uid, "改过")
    with pytest.raises(Refused, match="changed_since"):
        office.undo()
    assert name_of(office, uid) == "改过"


def test_a_record_in_use_is_not_deleted(office: Office) -> None:
    uid = add(office)
    with office.writing("Lease") as step:
        lease = {
            "code": "L-1",
            "tenant_uid": uid,
            "starts_on": "2020-01-01",
            "ends_on": "2020-12-31",
            "price": "100",
            "price_unit": "month",
        }
        fields = register(office, "leases").by_attribute
        saving.save(
            step,
            register(office, "leases"),
            {k: v if k == "tenant_uid" else fields[k].kind.read(v) for k, v in lease.items()},
        )
    with pytest.raises(Refused, match="in_use"), office.writing("Delete") as step:
        step.remove(step.session.get_one(Tenant, uid))
    assert name_of(office, uid)


def test_search_keys_follow_the_name_through_undo(office: Office) -> None:
    uid = add(office)
    rename(office, uid, "数里行云团队")
    with office.reading() as session:
        assert session.get_one(Tenant, uid).search_keys.startswith("slxytd ")
    office.undo()
    with office.reading() as session:
        assert session.get_one(Tenant, uid).search_keys.startswith("qlpsxclyxgs ")
