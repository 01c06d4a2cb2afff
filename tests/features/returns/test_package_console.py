"""Packages from the console: verified, trusted, merged, as the contract has it."""

import json
from pathlib import Path

import pytest
from forging import files, signed, zipped
from packages import code, key, package

from incubator_desk.cli.main import main


@pytest.fixture
def desk(tmp_path: Path, capsys):
    """Runs a command on the zone's database; gives status and answer."""

    def run(*arguments: object):
        place = str(tmp_path / "zone.desk")
        status = main(lambda *_: 0, lambda *_: [], ["--db", place, *map(str, arguments), "--json"])
        return status, json.loads(capsys.readouterr().out)

    return run


@pytest.fixture
def said(tmp_path: Path, capsys):
    """What a command says to people: on both streams."""

    def run(*arguments: object) -> tuple[int, str, str]:
        status = main(lambda *_: 0, lambda *_: [], ["--db", str(tmp_path / "zone.desk"), *map(str, arguments)])
        told = capsys.readouterr()
        return status, told.out, told.err

    return run


def codes(answer) -> list[tuple[str, str]]:
    return [(problem["code"], problem["severity"]) for problem in answer["problems"]]


def test_a_package_is_verified_without_and_with_a_database_that_trusts_its_key(desk, tmp_path: Path) -> None:
    place = package().write(tmp_path)
    expected = {
        "valid": True, "trusted": False, "operator": {"name": "青岚创业园1", "uscc": code(1)}, "period": "2020-03",
        "sequence": 12, "fingerprint": key(1).fingerprint, "problems": [],
    }  # fmt: skip
    assert desk("package", "verify", place) == (0, expected)
    assert not (tmp_path / "zone.desk").exists()
    desk("init", "--operator", "青岚高新区")
    assert desk("package", "verify", place) == (0, expected)
    status, answer = desk(
        "zone", "trust", *key(1).fingerprint.lower().split(), "--uscc", code(1), "--kind", "incubator"
    )
    assert (status, answer) == (
        0, {"fingerprint": key(1).fingerprint, "uscc": code(1), "role": "park", "name": None, "kind": "incubator", "problems": []},
    )  # fmt: skip
    assert desk("package", "verify", place) == (0, {**expected, "trusted": True})
    forged = tmp_path / "forged.zip"
    forged.write_bytes(zipped(signed(files(place.read_bytes()), key(2))))
    assert desk("package", "verify", forged) == (0, {**expected, "fingerprint": key(2).fingerprint})


def test_what_is_not_valid_exits_with_1_and_says_why(desk, said, tmp_path: Path) -> None:
    place = package().write(tmp_path)
    contents = [
        (name, data + b"x" if name.endswith("tenants.csv") else data) for name, data in files(place.read_bytes())
    ]
    place.write_bytes(zipped(contents))
    status, answer = desk("package", "verify", place)
    assert (status, answer["valid"], answer["sequence"]) == (1, False, 12)
    assert codes(answer) == [("changed_file", "error")]
    assert answer["problems"][0]["where"] == {"file": str(place)}
    assert "data/tenants.csv" in answer["problems"][0]["message"]
    status, out, err = said("package", "verify", place)
    assert (status, out) == (1, "")
    assert err == f"Error: {place}: “data/tenants.csv” was changed after the package was signed. Have it sent again.\n"
    status, answer = desk("package", "verify", tmp_path / "nothing.zip")
    assert (status, answer["valid"], answer["operator"], codes(answer)) == (1, False, None, [("missing_file", "error")])


def test_the_zone_merges_all_or_none(desk, said, tmp_path: Path) -> None:
    desk("init", "--operator", "青岚高新区", "--zone", "340171")
    one, two = package(1).write(tmp_path), package(2).write(tmp_path)
    desk("zone", "trust", key(1).fingerprint, "--uscc", code(1))
    status, answer = desk("zone", "merge", one, two)
    assert (status, codes(answer)) == (1, [("untrusted_key", "error")])
    assert f"zone trust {key(2).fingerprint} --uscc {code(2)}" in answer["problems"][0]["message"]
    desk("zone", "trust", key(2).fingerprint, "--uscc", code(2))
    status, answer = desk("zone", "merge", one, two)
    assert (status, answer["problems"]) == (0, [])
    assert answer["packages"][1] == {
        "file": str(two), "operator": {"name": "青岚创业园2", "uscc": code(2)}, "period": "2020-03", "sequence": 12,
        "outcome": "added",
    }  # fmt: skip
    assert said("zone", "merge", one)[:2] == (0, "青岚创业园1 2020-03 12: here already\n")
    older = package(1, sequence=11).write(tmp_path)
    status, answer = desk("zone", "merge", older)
    assert (status, codes(answer)) == (0, [("older_package", "warning")])
    other = package(1, figure=5).write(tmp_path / "")
    status, answer = desk("zone", "merge", other)
    assert (status, codes(answer)) == (1, [("other_content", "error")])
    assert desk("check") == (0, {"ok": True, "problems": []})


@pytest.mark.parametrize(
    "arguments",
    [("package",), ("package", "verify"), ("zone",), ("zone", "merge"), ("zone", "trust", "AA"), ("zone", "trust", "AA", "--uscc", "1", "--kind", "x")],
)  # fmt: skip
def test_what_cannot_be_understood_exits_with_2(desk, arguments: tuple[str, ...]) -> None:
    assert desk(*arguments)[0] == 2


def test_what_cannot_be_trusted_is_refused(desk) -> None:
    desk("init")
    for fingerprint, uscc, wrong in (("7C4E", code(1), "bad_fingerprint"), (key(1).fingerprint, "123", "bad_uscc")):
        status, answer = desk("zone", "trust", fingerprint, "--uscc", uscc)
        assert (status, codes(answer)) == (1, [(wrong, "error")])
