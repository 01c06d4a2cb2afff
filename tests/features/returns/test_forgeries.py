"""A thousand forgeries of an honest package: every one is found, none is expanded, none brings the program down."""

import os
import random
import time
from dataclasses import replace
from pathlib import Path

import pytest
from forging import FORGES, UNSAFE, Entry, deflated, entries, files, forgeries, raw, signed, zipped
from packages import key, package, tables

from incubator_desk.features.returns.service import archive
from incubator_desk.features.returns.service.verifying import Verified, verify

HONEST = package(papers={"reports/rent_summary.pdf": b"%PDF-1.7" + bytes(range(256))})
TIMES = int(os.environ.get("DESK_FORGERIES", "1"))


def everybody(_uscc: str, _fingerprint: str) -> bool:
    return True


@pytest.fixture
def look(tmp_path: Path):
    """Verifies an archive; nothing of it may be handed on where a table in it is not what was signed."""

    def verified(data: bytes, trusted=everybody) -> Verified:
        place = tmp_path / "package.zip"
        place.write_bytes(data)
        taken: list[tuple[str, bytes]] = []
        found = verify(place, trusted, lambda entry, table: taken.append((entry.path, table)))
        assert set(taken) <= {(name, table) for name, table in files(HONEST.data)} or found.valid
        return found

    return verified


def told(found: Verified) -> str:
    return " ".join(f"{problem.code}: {problem.text()}" for problem in found.problems)


def test_a_thousand_forgeries_are_found(look) -> None:
    assert look(HONEST.data).valid
    assert sum(times for _, times in FORGES) >= 1000
    for turn in range(TIMES):
        for number, (kind, data) in enumerate(forgeries(HONEST.data, random.Random(2020 + turn))):
            found = look(data)
            assert not found.valid, (turn, number, kind)
            assert all(problem.text() and problem.where.file for problem in found.problems)


def test_not_one_byte_can_be_changed(look) -> None:
    chance = random.Random(7)
    for at in range(len(HONEST.data)):
        changed = HONEST.data[:at] + bytes([HONEST.data[at] ^ 1 << chance.randrange(8)]) + HONEST.data[at + 1 :]
        assert not look(changed).valid, at


@pytest.mark.parametrize("method", [0, 8])
def test_what_other_programs_packed_of_the_same_files_is_as_good(look, method: int) -> None:
    assert look(zipped(files(HONEST.data), method)).valid
    both = [deflated(each.name, each.data) if method else each for each in entries(HONEST.data)]
    assert look(raw(both)).valid


def test_a_package_that_another_key_signed_is_valid_but_not_trusted(look) -> None:
    asked = []

    def only_the_park(uscc: str, fingerprint: str) -> bool:
        asked.append(uscc)
        return fingerprint == key(1).fingerprint

    assert look(HONEST.data, only_the_park).trusted
    forged = look(zipped(signed(files(HONEST.data), key(2))), only_the_park)
    assert (forged.valid, forged.trusted, forged.fingerprint) == (True, False, key(2).fingerprint)
    assert asked == [HONEST.manifest.heading.operator.uscc] * 2


def test_a_key_is_not_trusted_for_what_it_did_not_sign(look) -> None:
    forged = look(zipped(signed(files(HONEST.data), key(2), claim=key(1))))
    assert (forged.valid, forged.trusted) == (False, False)
    assert told(forged).startswith("bad_signature: The signature does not fit: manifest.json or manifest.sig")


def without(name: str):
    return [each for each in entries(HONEST.data) if each.name.decode() != name]


def other(name: str, **changes):
    return [replace(each, **changes) if each.name.decode() == name else each for each in entries(HONEST.data)]


TENANTS = "data/tenants.csv"
CASES = {
    "changed_file": raw(other(TENANTS, data=tables(companies=2)[TENANTS][0])),
    "missing_in_package": raw(without(TENANTS)),
    "added_file": raw([*entries(HONEST.data), Entry(b"data/extra.csv", b"x")]),
    "duplicate_file": raw([*entries(HONEST.data), Entry(b"DATA/tenants.csv", b"x")]),
    "moved_file": raw([*entries(HONEST.data)[:2], *reversed(entries(HONEST.data)[2:])]),
    "headers_disagree": raw(other(TENANTS, local_name=b"data/tenantz.csv")),
    "encrypted_file": raw(other(TENANTS, flags=1)),
    "unknown_compression": raw(other(TENANTS, method=12)),
    "strange_entry": raw(other(TENANTS, extra=b"1234")),
    "not_a_file": raw(other(TENANTS, attributes=0o120777 << 16)),
    "stray_bytes": raw(other(TENANTS, before=b"\0\0")),
    "damaged_file": raw(other(TENANTS, crc=1)),
    "too_large": raw([*without(TENANTS), deflated(TENANTS.encode(), b"\0" * 2**22)]),
    "expands_past_size": raw([*without(TENANTS), deflated(TENANTS.encode(), tables()[TENANTS][0] * 9, size=len(tables()[TENANTS][0]))]),
}  # fmt: skip


@pytest.mark.parametrize("code", CASES)
def test_what_is_wrong_names_the_file(look, code: str) -> None:
    found = look(CASES[code])
    problems = [problem for problem in found.problems if problem.code == code]
    assert problems, told(found)
    name = {"added_file": "data/extra.csv", "duplicate_file": "DATA/tenants.csv"}.get(code, TENANTS)
    assert name in problems[0].text() or code == "moved_file"


@pytest.mark.parametrize("name", UNSAFE)
def test_an_unsafe_path_is_refused_whether_it_was_signed_or_not(look, name: bytes) -> None:
    for at in (0, 2):
        contents = entries(HONEST.data)
        contents.insert(at, Entry(name, b"x", flags=0x800))
        found = look(raw(contents))
        assert {problem.code for problem in found.problems} <= {"unsafe_path", "strange_entry"}
    inside = signed([*files(HONEST.data), (name.decode(), b"x")], key(1))
    assert not look(raw([Entry(each.encode(), data, flags=0x800) for each, data in inside])).valid


def test_every_fault_of_every_file_is_told_at_once(look) -> None:
    contents = [(name, data) for name, data in files(HONEST.data) if name != "data/rent_summary.csv"]
    contents = [(name, b"x" if name.endswith("pdf") else data) for name, data in contents]
    found = look(zipped([*contents, ("data/extra.csv", b"")]))
    assert [(problem.code, problem.values["name"]) for problem in found.problems] == [
        ("missing_in_package", "data/rent_summary.csv"), ("added_file", "data/extra.csv"),
        ("changed_file", "reports/rent_summary.pdf"),
    ]  # fmt: skip


def test_what_is_no_archive_is_refused(look, tmp_path: Path) -> None:
    for data in (b"", b"PK", b"x" * 100, b"PK\x05\x06" + b"\0" * 18, zipped([]), zipped([("x", b"")])):
        assert not look(data).valid
    for place in (tmp_path, tmp_path / "nothing.zip"):
        assert told(verify(place, everybody)).startswith("missing_file: ")


def test_a_bomb_is_refused_before_it_expands(tmp_path: Path, look) -> None:
    whole = b"\0" * 2**26
    bombs = [
        raw([deflated(b"manifest.json", whole)]),
        raw([*entries(HONEST.data), deflated(b"data/bomb.csv", whole)]),
        raw([*entries(HONEST.data), *(deflated(b"data/%d.csv" % n, whole[: 2**20]) for n in range(50))]),
        raw([deflated(b"manifest.json", whole, size=2**16)]),
        raw([Entry(b"data/%d.csv" % n, b"") for n in range(archive.MOST_FILES + 1)]),
    ]
    del whole
    resource = pytest.importorskip("resource")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.perf_counter()
    for data in bombs:
        assert not look(data).valid
    assert time.perf_counter() - began < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 30_000
