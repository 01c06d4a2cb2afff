"""The key that signs: in the system's keyring or in a file of its own, the same each time, told when it is new."""

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordSetError

from incubator_desk.base import fingerprints
from incubator_desk.base.errors import Refused
from incubator_desk.features.returns.service import signing
from incubator_desk.store.folders import data_folder

PARK, OTHER = "a" * 32, "b" * 32


class Ring(KeyringBackend):
    """A keyring in memory, which can be locked, forget, or refuse to keep anything."""

    priority = 5  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = self.broken = self.full = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise KeyringLocked
        if self.broken:
            raise RuntimeError("the bus is gone")
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.full or self.broken:
            raise PasswordSetError
        self.kept[service, username] = password


@pytest.fixture
def ring() -> Iterator[Ring]:
    before, made = keyring.get_keyring(), Ring()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


def files() -> list[Path]:
    """What lies in the folders of the user, locks aside."""
    roots = [Path(os.environ[name]) for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME")]
    return sorted(path for root in roots for path in root.rglob("*") if path.is_file() and path.suffix != ".lock")


def told(found: signing.Own) -> list[tuple[str, str]]:
    return [(problem.code, problem.severity) for problem in found.problems]


def test_a_key_is_made_once_and_stays_the_same() -> None:
    assert signing.known(PARK) is None
    assert files() == []
    first, again, other = signing.own(PARK), signing.own(PARK), signing.own(OTHER)
    assert told(first) == [("new_key", "warning")]
    assert first.key.fingerprint in first.problems[0].text()
    assert (told(again), again.key.public) == ([], first.key.public)
    assert (kept := signing.known(PARK)) is not None
    assert kept.fingerprint == first.key.fingerprint
    assert other.key.public != first.key.public
    assert signing.signs(first.key.public, again.key.sign(b"figures"), b"figures")
    for public, signature, data in (
        (first.key.public, first.key.sign(b"figures"), b"figured"), (other.key.public, first.key.sign(b"figures"), b"figures"),
        (first.key.public, b"", b"figures"), (b"short", first.key.sign(b"figures"), b"figures"),
    ):  # fmt: skip
        assert not signing.signs(public, signature, data)


def test_without_a_keyring_it_lies_encrypted_in_files_that_only_the_user_reads() -> None:
    own = signing.own(PARK).key
    key, secret = (next(path for path in files() if path.suffix == suffix) for suffix in (".pem", ""))
    assert key.parent.parent == data_folder()
    assert not secret.is_relative_to(data_folder())
    assert b"ENCRYPTED" in key.read_bytes()
    raw = own.private.private_bytes_raw()
    assert all(part not in path.read_bytes() for path in files() for part in (raw, raw.hex().encode()))
    if os.name == "posix":
        assert [stat.S_IMODE(path.stat().st_mode) for path in (key, secret)] == [0o600, 0o600]
        assert stat.S_IMODE(key.parent.stat().st_mode) == stat.S_IMODE(secret.parent.stat().st_mode) == 0o700
    assert not [path for path in files() if ".part" in path.name]


@pytest.mark.skipif(not shutil.which("openssl"), reason="no other program at hand")
def test_another_program_opens_the_file_with_the_secret_alone() -> None:
    signing.own(PARK)
    key, secret = (next(path for path in files() if path.suffix == suffix) for suffix in (".pem", ""))

    def opens(password: str) -> bool:
        command = ["openssl", "pkey", "-in", key, "-passin", f"pass:{password}", "-noout"]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0

    assert opens(secret.read_text())
    assert not opens("guessed")


def test_a_copied_folder_of_the_database_has_no_key_that_opens(tmp_path: Path, monkeypatch) -> None:
    first = signing.own(PARK).key
    shutil.copytree(data_folder(), tmp_path / "copy" / "incubator-desk")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "copy"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "elsewhere"))
    stranger = signing.own(PARK)
    assert stranger.key.public != first.public
    assert told(stranger) == [("new_key", "warning")]


def test_a_lost_or_spoilt_key_is_replaced_and_the_user_is_told() -> None:
    first = signing.own(PARK).key
    place = next(path for path in files() if path.suffix == ".pem")
    whole = place.read_bytes()
    for content in (b"", whole[:100], whole.replace(b"A", b"B"), b"nonsense"):
        place.write_bytes(content)
        made = signing.own(PARK)
        assert (told(made), made.key.public != first.public) == ([("new_key", "warning")], True)
        assert place.with_suffix(".lost.pem").read_bytes() == content
        assert told(signing.own(PARK)) == []
    place.unlink()
    assert told(signing.own(PARK)) == [("new_key", "warning")]


def test_where_there_is_a_keyring_nothing_lies_in_files(ring: Ring) -> None:
    first = signing.own(PARK)
    assert told(first) == [("new_key", "warning")]
    assert files() == []
    assert [username for _service, username in ring.kept] == [PARK]
    assert signing.own(PARK).key.public == first.key.public
    ring.kept.clear()
    assert told(signing.own(PARK)) == [("new_key", "warning")]


def test_a_locked_keyring_is_not_taken_for_a_lost_key(ring: Ring) -> None:
    first = signing.own(PARK).key
    ring.locked = True
    with pytest.raises(Refused, match="keyring_locked"):
        signing.own(PARK)
    ring.locked = False
    assert signing.own(PARK).key.public == first.public


@pytest.mark.parametrize("fault", ["broken", "full"])
def test_a_keyring_that_does_not_work_is_done_without(ring: Ring, fault: str) -> None:
    setattr(ring, fault, True)
    first = signing.own(PARK)
    assert [path.suffix for path in files()] == ["", ".pem"] or [path.suffix for path in files()] == [".pem", ""]
    assert signing.own(PARK).key.public == first.key.public
    assert (told(signing.own(PARK)), ring.kept) == ([], {})


def test_a_key_from_before_the_keyring_came_is_kept(ring: Ring) -> None:
    ring.broken = True
    first = signing.own(PARK).key
    ring.broken = False
    assert signing.own(PARK).key.public == first.public


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_processes_that_begin_at_once_make_one_key() -> None:
    script = (
        f"from incubator_desk.features.returns.service import signing; print(signing.own('{PARK}').key.fingerprint)"
    )
    running = [subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) for _ in range(4)]
    prints = {process.communicate()[0].strip() for process in running}
    assert prints == {signing.own(PARK).key.fingerprint}


def test_a_folder_that_cannot_be_written_is_told(monkeypatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "file"))
    with pytest.raises(Refused, match="cannot_open"):
        signing.own(PARK)


def test_a_fingerprint_is_compared_however_it_is_typed() -> None:
    shown = fingerprints.fingerprint(bytes(range(32)))
    assert shown == "630D CD29 66C4 3366 9112 5448 BBB2 5B4F"
    for typed in (
        shown,
        shown.lower(),
        shown.replace(" ", ""),
        shown.replace(" ", ":"),
        f" {shown.replace(' ', '-')}\n",
        "６" + shown[1:],
    ):
        assert fingerprints.read(typed) == shown
    for wrong in ("", shown[:-1], shown + "A", shown.replace("0", "O"), shown[:19]):
        with pytest.raises(ValueError):
            fingerprints.read(wrong)
