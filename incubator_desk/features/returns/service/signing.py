"""The key that signs: made on first use, kept in the system's keyring, else in a file that is encrypted.

The file lies in the user's data folder, what opens it in the user's configuration: whoever copies the folder of the
database, or a backup of it, has no key.
"""

import base64
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from incubator_desk.base.errors import Problem, Refused
from incubator_desk.base.fingerprints import fingerprint
from incubator_desk.base.i18n import N_
from incubator_desk.store import lock
from incubator_desk.store.folders import keep
from incubator_desk.store.refusals import plainly

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

NEW_KEY = N_(
    "What you send is signed with the key {fingerprint} from now on. Read this fingerprint to the other side by "
    "telephone: until it trusts the key, it takes nothing that you send."
)
LOCKED = N_("The system's keyring, where the key is kept, is locked. Unlock it and try again.")
_SERVICE = "incubator-desk"
_PATIENCE = 10.0
"""Seconds to wait where another process is making the key."""


@dataclass(frozen=True)
class Key:
    """A key that signs."""

    private: "Ed25519PrivateKey"

    @cached_property
    def public(self) -> bytes:
        """The raw public key, 32 bytes."""
        return self.private.public_key().public_bytes_raw()

    @cached_property
    def fingerprint(self) -> str:
        """What is read out, so that the other side may trust it."""
        return fingerprint(self.public)

    def sign(self, data: bytes) -> bytes:
        """The Ed25519 signature of some bytes."""
        return self.private.sign(data)


@dataclass(frozen=True)
class Own:
    """The own key, and what the user has to be told of it."""

    key: Key
    problems: tuple[Problem, ...] = ()
    """A warning, where it was made now: for the first time, or because the earlier one is lost."""


def own(operator: str) -> Own:
    """The key of an operator (its uid) on this machine, for this user; made where there is none, or none that opens."""
    keyring = _keyring()
    with _alone(operator):
        if (found := _found(keyring, operator)) is not None:
            return Own(found)
        made = new_key()
        if not (keyring and _to_keyring(keyring, operator, made)):
            _to_file(operator, made)
    told = Problem("new_key", NEW_KEY, {"fingerprint": made.fingerprint}, severity="warning")
    return Own(made, (told,))


def known(operator: str) -> Key | None:
    """The key of an operator where there is one: to show its fingerprint before anything is signed."""
    return _found(_keyring(), operator)


def _found(keyring: Any, operator: str) -> Key | None:
    return (_from_keyring(keyring, operator) if keyring else None) or _from_file(operator)


def signs(public: bytes, signature: bytes, data: bytes) -> bool:
    """Whether a signature was made of some bytes by the key with this raw public key."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def new_key() -> Key:
    """A key that nobody has yet."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Key(Ed25519PrivateKey.generate())


@contextmanager
def _alone(operator: str) -> Iterator[None]:
    """Two processes that find no key make one, not two."""
    place = _place(operator)
    with plainly(place):
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with lock.hold(place, _PATIENCE):
        yield


# ---- the system's keyring


def _keyring() -> Any:
    """The system's keyring; None where there is none that keeps secrets."""
    import keyring

    with suppress(Exception):  # whatever a desktop's service answers while it is looked for
        found = keyring.get_keyring()
        if found.priority >= 1:
            return found
    return None


def _from_keyring(keyring: Any, operator: str) -> Key | None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from keyring.errors import KeyringLocked

    try:
        text = keyring.get_password(_SERVICE, operator)
    except KeyringLocked as error:
        raise Refused.because("keyring_locked", LOCKED) from error
    except Exception:  # noqa: BLE001 - each desktop's service fails in its own way
        return None
    with suppress(ValueError):
        return Key(Ed25519PrivateKey.from_private_bytes(base64.b64decode(text or "", validate=True)))
    return None


def _to_keyring(keyring: Any, operator: str, key: Key) -> bool:
    """Keep a key; whether it can be read back."""
    text = base64.b64encode(key.private.private_bytes_raw()).decode()
    with suppress(Exception):  # each desktop's service fails in its own way
        keyring.set_password(_SERVICE, operator, text)
        return bool(keyring.get_password(_SERVICE, operator) == text)
    return False


# ---- a file


def _place(operator: str) -> Path:
    import platformdirs

    return platformdirs.user_data_path("incubator-desk", appauthor=False) / "keys" / f"{operator}.pem"


def _from_file(operator: str) -> Key | None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    place = _place(operator)
    with suppress(OSError, ValueError, TypeError):
        found = load_pem_private_key(place.read_bytes(), _secret_place().read_bytes())
        if isinstance(found, Ed25519PrivateKey):
            return Key(found)
    return None


def _to_file(operator: str, key: Key) -> None:
    from cryptography.hazmat.primitives import serialization

    with plainly(_place(operator)):
        encryption = serialization.BestAvailableEncryption(_secret())
        pem = key.private.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encryption)
        with suppress(FileNotFoundError):  # one that does not open is not thrown away: its secret may be found again
            _place(operator).replace(_place(operator).with_suffix(".lost.pem"))
        _write(_place(operator), pem)


def _secret_place() -> Path:
    """Where the secret lies that opens the file: in another folder than the file."""
    import platformdirs

    return platformdirs.user_config_path("incubator-desk", appauthor=False, roaming=True) / "secret"


def _secret() -> bytes:
    """The secret, the same for all keys of the user; made where there is none."""
    place = _secret_place()
    with suppress(OSError):
        if found := place.read_bytes():
            return found
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = secrets.token_hex(32).encode()
    _write(place, made)
    return made


def _write(place: Path, data: bytes) -> None:
    """A file that its owner alone can read, there as a whole or not at all."""
    part = place.with_name(f".{place.name}.{os.getpid()}.part")
    try:
        part.unlink(missing_ok=True)
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(place)
        with suppress(OSError):
            keep(place.parent)
    finally:
        part.unlink(missing_ok=True)
