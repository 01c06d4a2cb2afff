"""Receipts: what the zone answers, signed; taken by a park only from the key that it trusts as the zone's."""

import json
import random
from datetime import date
from pathlib import Path

import pytest
from forging import flipped
from packages import code, key, package
from sqlalchemy import select

from incubator_desk.base.errors import Refused
from incubator_desk.catalog.office import Office
from incubator_desk.features.park import service as park
from incubator_desk.features.returns.model import ReceivedPackage
from incubator_desk.features.returns.rules.receipt import Reason, lines, reasons
from incubator_desk.features.returns.service import zone
from incubator_desk.features.returns.service.receipts import read_receipt, write_receipt

DAY = date(2020, 3, 19)
ZONE = key(99)
REASONS = (
    Reason("减免合计比明细之和多 1.50 万元", "C05", "relief_ledger", "R-0058", "executed"),
    Reason("缓缴未单列", "C21"), Reason("请整体复核。"),
)  # fmt: skip


@pytest.fixture
def answered(office: Office, tmp_path: Path):
    """Answers a package that the zone took in; gives the receipt's place."""
    with office.writing("Set") as step:
        step.change(park.own(step.session), {"name": "青岚高新区管委会", "uscc": code(77)})
        zone.trust(step, key(1).fingerprint, code(1), DAY)
    zone.merge(office, [package(papers={}).write(tmp_path)], DAY)

    def answer(verdict: str = "returned", told=REASONS, on: date = DAY) -> Path:
        with office.writing("Answer") as step:
            zone.answer(step, step.session.scalars(select(ReceivedPackage)).one(), verdict, told, on)  # type: ignore[arg-type]
        return receipt()

    def receipt() -> Path:
        with office.reading() as session:
            one = session.scalars(select(ReceivedPackage)).one()
            return write_receipt(one, park.own(session), ZONE, tmp_path)

    answer.receipt = receipt  # type: ignore[attr-defined]
    return answer


def the_zone(uscc: str, fingerprint: str) -> bool:
    return (uscc, fingerprint) == (code(77), ZONE.fingerprint)


def refused(place: Path, trusted=the_zone) -> str:
    with pytest.raises(Refused) as refusal:
        read_receipt(place, trusted)
    problem = refusal.value.problems[0]
    assert problem.where.file == str(place)
    return f"{problem.code}: {problem.text()}"


def test_a_park_reads_what_the_zone_answered(answered) -> None:
    place = answered()
    assert place.name == f"{code(1)}-2020-03-12-receipt.json"
    found = read_receipt(place, the_zone)
    assert (found.uscc, found.period, found.sequence, found.sha256) == (
        code(1),
        "2020-03",
        12,
        package(papers={}).sha256,
    )
    assert (found.verdict, found.answered_on, found.zone.name) == ("returned", DAY, "青岚高新区管委会")
    assert found.reasons == REASONS
    content = json.loads(place.read_text("utf-8"))
    assert content["reasons"][0] == {
        "rule": "C05", "table": "relief_ledger", "record": "R-0058", "field": "executed",
        "text": "减免合计比明细之和多 1.50 万元",
    }  # fmt: skip


def test_the_same_answer_gives_the_same_receipt(answered) -> None:
    first = answered().read_bytes()
    assert answered.receipt().read_bytes() == first
    accepted = answered("accepted", (), date(2020, 3, 20))
    found = read_receipt(accepted, the_zone)
    assert (found.verdict, found.reasons, accepted.read_bytes() != first) == ("accepted", (), True)


def test_a_package_is_returned_with_a_reason_and_answered_before_there_is_a_receipt(answered, office: Office) -> None:
    with pytest.raises(Refused, match="not_answered"):
        answered.receipt()
    for nothing in ((), (Reason("  "),)):
        with pytest.raises(Refused, match="no_reason"):
            answered("returned", nothing)
    with office.writing("Unname") as step:
        step.change(park.own(step.session), {"uscc": None})
    with pytest.raises(Refused, match="nameless_zone"):
        answered()


def test_a_receipt_of_an_unknown_key_shows_the_fingerprint_and_what_to_do(answered) -> None:
    place = answered()
    told = refused(place, lambda _uscc, _fingerprint: False)
    assert told.startswith(f"unknown_key: The receipt is signed with the key {ZONE.fingerprint} of “青岚高新区管委会”")
    assert "list of trusted keys" in told


def test_the_park_trusts_the_zone_s_key_in_its_own_list_under_that_role(answered, office: Office) -> None:
    place = answered()

    def known(role: str):
        with office.reading() as session:
            return zone.trusted(session, office.actor.operator, role)

    with office.writing("Trust") as step:
        zone.trust(step, ZONE.fingerprint, code(77), DAY, role="zone")
    assert read_receipt(place, known("zone")).sequence == 12
    assert refused(place, known("park")).startswith("unknown_key")


def test_not_one_byte_of_a_receipt_can_be_changed(answered, tmp_path: Path) -> None:
    data, forged, chance = answered().read_bytes(), tmp_path / "forged.json", random.Random(3)
    for at in range(len(data)):
        forged.write_bytes(data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :])
        refused(forged)
    for changed in (
        b"",
        data[:-1],
        data + b"\n",
        data + data,
        b" " + data,
        b"[]",
        data.replace(b'"C05"', b"null"),
        flipped(data, chance),
    ):
        forged.write_bytes(changed)
        refused(forged)


def test_what_is_no_receipt_is_refused_with_its_place(answered, tmp_path: Path) -> None:
    content = json.loads(answered().read_text("utf-8"))
    place = tmp_path / "odd.json"

    def with_(**changes: object) -> Path:
        place.write_text(
            json.dumps({**content, **changes}, ensure_ascii=False, sort_keys=True, separators=(",", ":")), "utf-8"
        )
        return place

    assert read_receipt(with_(), the_zone).sequence == 12
    assert refused(with_(schema_version=2)).startswith("newer_receipt: The receipt is of a newer program (form 2")
    for name, value in (
        ("schema_version", "1"), ("verdict", "maybe"), ("answered_on", "2020-3-19"), ("signature", "!"), ("public_key", "AA=="),
        ("reasons", [{}]), ("zone", {"name": "x"}), ("package", None),
    ):  # fmt: skip
        assert refused(with_(**{name: value})).startswith(
            f"bad_receipt: This is no receipt of the zone: look at “{name}"
        )
    assert refused(tmp_path / "nothing.json").startswith("missing_file")
    assert refused(tmp_path).startswith("missing_file")
    place.write_bytes(b"[" * 2**23)
    assert refused(place).startswith("too_large")


def test_reasons_are_kept_as_lines_that_people_read() -> None:
    assert lines(REASONS).splitlines() == [
        "[C05 · relief_ledger · R-0058 · executed] 减免合计比明细之和多 1.50 万元", "[C21 · – · – · –] 缓缴未单列", "请整体复核。",
    ]  # fmt: skip
    assert reasons(lines(REASONS)) == REASONS
    assert reasons(None) == ()
    assert reasons(lines([Reason("two\nlines", "C01"), Reason(" ")])) == (Reason("two lines", "C01"),)
