"""Cases along their flow: what is declared is possible, everything else is refused."""

from datetime import date
from decimal import Decimal

import pytest

from incubator_desk.base.errors import Refused
from incubator_desk.catalog import saving
from incubator_desk.catalog.moving import move
from incubator_desk.catalog.office import Office
from incubator_desk.features.rent.flow import RELIEF_FLOW
from incubator_desk.features.rent.model import Relief


def relief(office: Office, **values: object) -> str:
    registers = office.features.registers
    with office.writing("Set up") as step:
        tenant, _ = saving.save(step, registers["tenants"], {"code": "T-1", "name": "甲", "kind": "team"})
    with office.writing("Set up") as step:
        lease, _ = saving.save(
            step, registers["leases"],
            {"code": "L-1", "tenant_uid": tenant, "starts_on": date(2020, 1, 1), "ends_on": date(2020, 12, 31),
             "price": Decimal(100), "price_unit": "month"},
        )  # fmt: skip
    with office.writing("Set up") as step:
        given = {"code": "R-1", "lease_uid": lease, "kind": "percent", "percent": Decimal(50), **values}
        return saving.save(step, registers["reliefs"], given)[0]


def go(office: Office, uid: str, target: str, reason: str | None = None) -> None:
    with office.writing("Move", reason=reason) as step:
        record = step.session.get_one(Relief, uid)
        move(step, office.features.registers["reliefs"], RELIEF_FLOW, record, target, date(2020, 3, 20))


def state(office: Office, uid: str) -> tuple[str, date | None, date | None]:
    with office.reading() as session:
        found = session.get_one(Relief, uid)
        return found.status, found.approved_on, found.notice_from


def test_the_usual_way_sets_its_dates_and_each_step_is_undone_alone(file_office: Office) -> None:
    uid = relief(file_office)
    for target in RELIEF_FLOW.path:
        go(file_office, uid, target)
    assert state(file_office, uid) == ("reported", date(2020, 3, 20), date(2020, 3, 20))
    for target in reversed(("draft", *RELIEF_FLOW.path[:-1])):
        file_office.undo()
        assert state(file_office, uid)[0] == target
    assert state(file_office, uid) == ("draft", None, None)


def test_a_return_needs_a_reason_and_leads_only_back_to_submission(file_office: Office) -> None:
    uid = relief(file_office, status="accepted")
    for blank in (None, "  "):
        with pytest.raises(Refused, match="reason_missing"):
            go(file_office, uid, "returned", blank)
    go(file_office, uid, "returned", "缺营业执照")
    with pytest.raises(Refused, match="no_such_move"):
        go(file_office, uid, "accepted")
    go(file_office, uid, "submitted")
    assert state(file_office, uid)[0] == "submitted"


def test_final_states_have_no_way_out() -> None:
    for final in ("refused", "withdrawn", "void", "reported"):
        assert RELIEF_FLOW.possible(final) == ()
