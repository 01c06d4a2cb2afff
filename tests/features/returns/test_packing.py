"""Packing: the same figures give the same bytes, any program reads them, and any checks the signature."""

import base64
import json
import shutil
import subprocess
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest
from packages import PAPERS, code, heading, key, package, tables, written

from incubator_desk.base.errors import Refused
from incubator_desk.features.returns.rules.manifest import Party, from_manifest
from incubator_desk.features.returns.service.packing import build
from incubator_desk.features.returns.service.verifying import verify


def nobody(_uscc: str, _fingerprint: str) -> bool:
    return False


def test_the_same_figures_give_the_same_bytes_in_whatever_order_they_come() -> None:
    first = package()
    again = build(heading(), dict(reversed(tables().items())), dict(reversed(PAPERS.items())), key(1))
    assert first.data == again.data
    assert sha256(first.data).hexdigest() == "06374f129120980ad5a34998791853199742e21693020dc482fdbcb005b42d15"


def test_only_time_and_sequence_differ_where_the_figures_do_not() -> None:
    first, later = package(), package(sequence=13, created_at="2020-04-03T09:00:00+08:00")
    assert later.manifest == replace(
        first.manifest, heading=replace(first.manifest.heading, sequence=13, created_at="2020-04-03T09:00:00+08:00")
    )
    assert first.name == f"{code(1)}-2020-03-12.zip"


def test_the_manifest_is_as_the_contract_has_it(tmp_path: Path) -> None:
    with ZipFile(written(tmp_path, supersedes=11)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        manifest = json.loads(archive.read("manifest.json").decode("utf-8"))
        contents = {name: archive.read(name) for name in names}
    assert names[:2] == ["manifest.json", "manifest.sig"]
    assert {name: manifest[name] for name in manifest if name not in ("files", "public_key")} == {
        "schema_version": 1, "operator": {"name": "青岚创业园1", "uscc": code(1)}, "zone_code": "340171",
        "period": "2020-03", "sequence": 12, "supersedes": 11, "created_at": "2020-04-02T10:15:00+08:00",
        "unit": "yuan", "checks": {"errors": 0, "warnings": 2},
    }  # fmt: skip
    assert [each["path"] for each in manifest["files"]] == names[2:]
    assert {each["path"]: each["rows"] for each in manifest["files"]} == {
        "data/rent_summary.csv": 1, "data/tenants.csv": 3, "reports/rent_summary.pdf": None,
        "reports/rent_summary.xlsx": None,
    }  # fmt: skip
    for each in manifest["files"]:
        data = contents[each["path"]]
        assert (each["bytes"], each["sha256"]) == (len(data), sha256(data).hexdigest())
        assert data.startswith(b"\xef\xbb\xbf") == each["path"].endswith(".csv")
    assert len(base64.b64decode(manifest["public_key"])) == 32


@pytest.mark.skipif(not shutil.which("openssl"), reason="no other implementation of Ed25519 at hand")
def test_another_program_finds_the_signature_right(tmp_path: Path) -> None:
    with ZipFile(written(tmp_path)) as archive:
        signed, signature = archive.read("manifest.json"), base64.b64decode(archive.read("manifest.sig"))
    raw = base64.b64decode(json.loads(signed)["public_key"])
    (tmp_path / "key.der").write_bytes(
        bytes.fromhex("302a300506032b6570032100") + raw
    )  # SubjectPublicKeyInfo, RFC 8410
    (tmp_path / "signature").write_bytes(signature)

    def openssl(data: bytes) -> int:
        (tmp_path / "signed").write_bytes(data)
        command = "openssl pkeyutl -verify -pubin -keyform DER -inkey key.der -rawin -in signed -sigfile signature"
        return subprocess.run(command.split(), cwd=tmp_path, capture_output=True, check=False).returncode

    assert openssl(signed) == 0
    assert openssl(signed.replace(b'"sequence":12', b'"sequence":13')) != 0


@pytest.mark.skipif(not shutil.which("unzip"), reason="unzip is not there")
def test_another_program_unpacks_it(tmp_path: Path) -> None:
    place = written(tmp_path)
    subprocess.run(["unzip", "-q", place, "-d", tmp_path / "out"], check=True)
    assert (tmp_path / "out/data/tenants.csv").read_bytes() == tables()["data/tenants.csv"][0]


def test_a_package_of_no_park_is_not_built() -> None:
    for party in (Party("", code(1)), Party("青岚", "")):
        with pytest.raises(Refused, match="nameless_park"):
            build(replace(heading(), operator=party), {}, {}, key(1))


@pytest.mark.parametrize(
    "name", ["data/../x.csv", "data/a/b.csv", "data/CON.csv", "tables/x.csv", "data/x.xlsx", "reports/x.csv", "x.csv"]
)
def test_a_name_that_does_not_belong_in_a_package_is_not_packed(name: str) -> None:
    with pytest.raises(Refused, match="bad_manifest"):
        build(heading(), {name: (b"\xef\xbb\xbfa\r\n", 0)}, {}, key(1))


def test_what_was_there_is_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    written(tmp_path, figure=1)
    place = written(tmp_path, figure=2)
    assert list(tmp_path.iterdir()) == [place]
    assert verify(place, nobody).valid
    with pytest.raises(Refused, match="cannot_write"):
        written(tmp_path / "nowhere")


GOOD = json.loads(package().manifest.to_bytes())
WRONG = {
    "schema_version": [0, "1", None, True, 1.0], "operator": [None, {}, {"name": "x"}, {"name": "x", "uscc": "1"}],
    "zone_code": ["", 3, " x"], "period": ["2020-13", "2020-3", None, 2020, "2020-03\n"],
    "sequence": [0, -1, "12", 12.0, None, True, 2**31], "supersedes": [12, 13, 0, "11"],
    "created_at": ["2020-04-02T10:15:00", "gestern", None], "unit": ["fen", None], "public_key": ["", "AAAA", "x" * 44, None],
    "checks": [{}, {"errors": 0}, {"errors": -1, "warnings": 0}, [0, 0]], "files": [None, {}, ["data/x.csv"], [{}]],
}  # fmt: skip
WRONG_FILES = {
    "path": ["data/x", "../x.csv", "/data/x.csv", "data\\x.csv", "C:/x.csv", "data/x.csv\0", 5],
    "rows": [None, -1, "3"], "bytes": [-1, None, 1.5], "sha256": ["", "A" * 64, "0" * 63],
}  # fmt: skip


def refused(content: object) -> str:
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    with pytest.raises(Refused) as refusal:
        from_manifest(data)
    return f"{refusal.value.problems[0].code} {refusal.value.problems[0].text()}"


@pytest.mark.parametrize("name", WRONG)
def test_every_key_of_a_manifest_is_checked(name: str) -> None:
    from_manifest(json.dumps(GOOD, indent=3).encode())
    for value in WRONG[name]:
        assert name in refused({**GOOD, name: value})
    assert "bad_manifest" in refused({key: value for key, value in GOOD.items() if key != name})


@pytest.mark.parametrize("name", WRONG_FILES)
def test_every_key_of_its_files_is_checked(name: str) -> None:
    for value in WRONG_FILES[name]:
        assert f"files[0].{name}" in refused({**GOOD, "files": [{**GOOD["files"][0], name: value}]})


def test_what_is_no_manifest_at_all_is_told() -> None:
    twice = json.dumps(GOOD).replace('"unit"', '"unit": "yuan", "unit"').encode()
    for data in (
        b"",
        b"[]",
        b"nonsense",
        b"\xff",
        b"\xef\xbb\xbf{}",
        b"[" * 100_000,
        b'{"a": NaN}',
        b'{"a": 1' + b"0" * 5000 + b"}",
        twice,
    ):
        assert refused(data).startswith("bad_manifest")
    assert "files" in refused(
        {**GOOD, "files": [GOOD["files"][0], {**GOOD["files"][0], "path": "data/RENT_summary.csv"}]}
    )
    assert "extra" not in GOOD
    assert refused({**GOOD, "extra": 1}).startswith("bad_manifest")


def test_a_package_of_a_newer_program_says_what_to_do() -> None:
    told = refused({"schema_version": 2, "anything": "else"})
    assert told.startswith("newer_package The package is of a newer program (form 2, known here is 1). Install")
