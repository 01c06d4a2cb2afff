"""A quarter's whole way: checked, closed, packed, verified and merged at a zone, returned, corrected, sent again."""

import shutil
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import select

from incubator_desk.base.errors import Refused
from incubator_desk.base.periods import Period
from incubator_desk.catalog import saving
from incubator_desk.features.park import service as park
from incubator_desk.features.rent.model import Relief
from incubator_desk.features.returns.model import ReceivedPackage, ReturnPeriod, SentPackage
from incubator_desk.features.returns.rules.receipt import Reason
from incubator_desk.features.returns.rules.tables import from_csv
from incubator_desk.features.returns.service import closing, frozen, sending, signing, timeline, zone
from incubator_desk.features.returns.service.receipts import write_receipt
from incubator_desk.features.returns.service.verifying import verify

QUARTER, TODAY = Period.parse("2020-Q1"), date(2020, 4, 7)
NOW = datetime(2020, 4, 7, 10, 0, tzinfo=timezone(timedelta(hours=8)))


@pytest.fixture
def hall(tmp_path: Any, open_office: Any) -> Any:
    """The zone's own database, which trusts nobody yet."""
    from incubator_desk.base import uscc

    made = open_office(str(tmp_path / "zone.desk"), "李科长")
    code = "12340100MB0AAAAA0"
    whole = code + str(uscc.check_character(code))
    with made.writing("Profile") as step:
        values = {"name": "青岚高新区管委会", "uscc": whole}
        saving.save(step, made.features.registers["operators"], values, park.own(step.session))
    return made


def trust(office: Any, fingerprint: str, whose: str, role: str) -> None:
    with office.writing("Trust") as step:
        zone.trust(step, fingerprint, whose, TODAY, role=role)


def uscc_of(office: Any) -> str:
    with office.reading() as session:
        return str(park.own(session).uscc)


def answer(hall: Any, verdict: Any, folder: Any, *reasons: Reason) -> Any:
    """The zone answers the latest package; gives the receipt's file."""
    with hall.writing("Answer") as step:
        package = step.session.scalars(select(ReceivedPackage).order_by(ReceivedPackage.sequence.desc())).first()
        zone.answer(step, package, verdict, reasons, TODAY)
        uid = package.uid
    with hall.reading() as session:
        key = signing.own(hall.actor.operator).key
        return write_receipt(session.get_one(ReceivedPackage, uid), park.own(session), key, folder)


def states(office: Any) -> Any:
    with office.reading() as session:
        period = session.scalars(select(ReturnPeriod)).one()
        packages = session.execute(select(SentPackage.sequence, SentPackage.status).order_by(SentPackage.sequence))
        return period.status, [tuple(row) for row in packages]


def test_from_the_check_to_the_zones_acceptance(demo, hall, tmp_path):
    warnings = closing.close(demo, QUARTER, TODAY)
    assert {problem.severity for problem in warnings} == {"warning"}
    sent = sending.build(demo, QUARTER, tmp_path / "out", NOW)
    trust(hall, sent.fingerprint, uscc_of(demo), "park")
    trust(demo, signing.own(hall.actor.operator).key.fingerprint, uscc_of(hall), "zone")
    zone.merge(hall, [sent.file], TODAY)

    # The zone returns it, and says of which record.
    with demo.reading() as session:
        case = next(iter(frozen.part(session, demo.actor.operator, "2020-Q1", "data/reliefs.csv").records()))["code"]
    reason = Reason("最终承租人为空", "C19", "reliefs", case, "final_lessee")
    receipt = answer(hall, "returned", tmp_path, reason)
    sending.take_receipt(demo, receipt, TODAY)
    assert states(demo) == ("returned", [(1, "returned")])
    with demo.reading() as session:
        uid = session.scalars(select(Relief.uid).where(Relief.code == case)).one()
        assert "最终承租人为空" in timeline.happenings(session, "reliefs", uid)[0].text

    # Reopened, corrected, closed and sent again: the new package replaces the old one.
    closing.reopen(demo, QUARTER, "按退回意见更正", TODAY)
    with demo.writing("Correct") as step:
        relief = step.session.get_one(Relief, uid)
        saving.save(step, demo.features.registers["reliefs"], {"note": "已更正"}, relief)
    closing.close(demo, QUARTER, TODAY)
    again = sending.build(demo, QUARTER, tmp_path / "out", NOW)
    assert (again.sequence, again.supersedes) == (2, 1)
    zone.merge(hall, [again.file], TODAY)
    with hall.reading() as session:
        effective = zone.effective(session, hall.actor.operator, "2020-Q1")
        assert [each.sequence for each in effective] == [2]
        reliefs = zone.part(session, effective[0].uid, "data/reliefs.csv")
        assert next(row for row in reliefs.records() if row["code"] == case)["note"] == "已更正"
    sending.take_receipt(demo, answer(hall, "accepted", tmp_path), TODAY)
    assert states(demo) == ("accepted", [(1, "replaced"), (2, "accepted")])


def test_the_same_figures_give_the_same_bytes_but_for_time_and_sequence(demo, tmp_path):
    closing.close(demo, QUARTER, TODAY)
    made = [sending.build(demo, QUARTER, tmp_path / str(number), NOW) for number in range(2)]
    found = [verify(each.file, lambda *_: True).manifest for each in made]
    assert [each.heading.sequence for each in found] == [1, 2]
    data = [[(f.path, f.sha256) for f in each.files if f.path.startswith("data/")] for each in found]
    assert data[0] == data[1]
    papers = [[(f.path, f.sha256) for f in each.files if f.path.startswith("reports/")] for each in found]
    assert papers[0] == papers[1]


def test_only_a_closed_period_is_packed(demo, tmp_path):
    with pytest.raises(Refused) as refused:
        sending.build(demo, QUARTER, tmp_path, NOW)
    assert refused.value.problems[0].code == "not_closed"
    assert list(tmp_path.glob("*.zip")) == []


def test_nothing_of_a_person_is_in_a_package(demo, tmp_path):
    closing.close(demo, QUARTER, TODAY)
    sent = sending.build(demo, QUARTER, tmp_path, NOW)
    shutil.unpack_archive(sent.file, tmp_path / "open")
    tenants = from_csv("tenants", (tmp_path / "open" / "data" / "tenants.csv").read_bytes())
    phones = {row["contact_phone"] for row in tenants.records()} - {""}
    assert phones
    assert all("****" in phone for phone in phones)


def test_a_receipt_for_another_park_or_package_is_refused(demo, hall, tmp_path):
    closing.close(demo, QUARTER, TODAY)
    sent = sending.build(demo, QUARTER, tmp_path / "out", NOW)
    trust(hall, sent.fingerprint, uscc_of(demo), "park")
    zone.merge(hall, [sent.file], TODAY)
    receipt = answer(hall, "accepted", tmp_path)
    with pytest.raises(Refused) as refused:
        sending.take_receipt(demo, receipt, TODAY)
    assert refused.value.problems[0].code == "unknown_key"
    trust(demo, signing.own(hall.actor.operator).key.fingerprint, uscc_of(hall), "zone")
    demo.undo()  # the trust
    demo.undo()  # the package: as if another database had built it
    trust(demo, signing.own(hall.actor.operator).key.fingerprint, uscc_of(hall), "zone")
    with pytest.raises(Refused) as refused:
        sending.take_receipt(demo, receipt, TODAY)
    assert refused.value.problems[0].code == "unknown_package"
