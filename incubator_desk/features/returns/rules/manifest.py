"""The manifest of a package: who reports what, and the digest of every file in it (contract section 6)."""

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from incubator_desk.base import uscc
from incubator_desk.base.errors import Refused
from incubator_desk.base.filenames import safe_name
from incubator_desk.base.i18n import N_
from incubator_desk.base.periods import Period

from .canonical import Parts, from_bytes, to_bytes

SCHEMA_VERSION = 1
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
KEY_BYTES = 32
"""Of a raw Ed25519 public key."""

NEWER = N_(
    "The package is of a newer program (form {version}, known here is {known}). Install the newer version of "
    "Incubator Desk, then take the package again."
)
MALFORMED = N_("manifest.json is not as a package's is: look at “{place}”. Have the package built again.")
_KEYS = (
    "schema_version", "operator", "zone_code", "period", "sequence", "supersedes", "created_at", "unit", "public_key",
    "checks", "files",
)  # fmt: skip
_PLACES = re.compile(r"data/([^/]+\.csv)|reports/([^/]+\.(?:xlsx|pdf))")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_MOST_BYTES = 2**40


@dataclass(frozen=True, slots=True)
class Party:
    """Who signs: a park, or the zone."""

    name: str
    uscc: str


@dataclass(frozen=True, slots=True)
class Checks:
    """What the checks before closing found."""

    errors: int
    warnings: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the package; ``rows`` are those below the heading, None of a paper."""

    path: str
    rows: int | None
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Heading:
    """What is said of a package whatever files it has."""

    operator: Party
    zone_code: str | None
    period: str
    sequence: int
    """Rises by one for each package of this operator, over all periods."""
    supersedes: int | None
    """The sequence that it replaces."""
    created_at: str
    """ISO 8601 with the offset."""
    checks: Checks

    @property
    def file_name(self) -> str:
        """The package's name: operator, period and sequence."""
        return f"{self.operator.uscc}-{self.period}-{self.sequence}.zip"


@dataclass(frozen=True, slots=True)
class Manifest:
    """The whole: a heading, the key that signs it, and every file but itself and its signature."""

    heading: Heading
    public_key: bytes
    files: tuple[Entry, ...]

    def to_bytes(self) -> bytes:
        """The bytes that are signed: the same for the same manifest."""
        return to_bytes(
            {
                "schema_version": SCHEMA_VERSION,
                **asdict(self.heading),
                "unit": "yuan",
                "public_key": base64.b64encode(self.public_key).decode(),
                "files": [asdict(each) for each in self.files],
            }
        )


def from_manifest(data: bytes) -> Manifest:
    """The manifest that some bytes are, every key and type checked; refused with the place that is wrong."""
    try:
        content = from_bytes(data)
        _refuse_newer(content)
        return _manifest(content)
    except ValueError as error:
        raise Refused.because("bad_manifest", MALFORMED, place=str(error)[:100]) from error


def _refuse_newer(content: Mapping[str, Any]) -> None:
    version = content.get("schema_version")
    if type(version) is int and version > SCHEMA_VERSION:
        raise Refused.because("newer_package", NEWER, version=version, known=SCHEMA_VERSION)
    if type(version) is not int or version != SCHEMA_VERSION:
        raise ValueError("schema_version")


def _manifest(content: Mapping[str, Any]) -> Manifest:
    parts = Parts(content, "", *_KEYS)
    operator, checks = parts.inner("operator", "name", "uscc"), parts.inner("checks", "errors", "warnings")
    sequence, supersedes = parts.whole("sequence", 1), parts.whole_or_none("supersedes", 1)
    if supersedes is not None and supersedes >= sequence:
        raise parts.wrong("supersedes")
    if parts.text("unit", 4) != "yuan":
        raise parts.wrong("unit")
    heading = Heading(
        Party(operator.text("name", 100), read_uscc(operator)),
        parts.text_or_none("zone_code", 60), read_period(parts), sequence, supersedes, read_moment(parts, "created_at"),
        Checks(checks.whole("errors"), checks.whole("warnings")),
    )  # fmt: skip
    return Manifest(heading, read_key(parts), _entries(parts))


def _entries(parts: Parts) -> tuple[Entry, ...]:
    entries = [_entry(Parts(each, place, "path", "rows", "bytes", "sha256")) for each, place in parts.each("files")]
    if len({each.path.casefold() for each in entries}) != len(entries):
        raise parts.wrong("files")
    return tuple(entries)


def _entry(parts: Parts) -> Entry:
    path, rows = parts.text("path", 120), parts.whole_or_none("rows")
    found = _PLACES.fullmatch(path)
    if found is None or safe_name(found[1] or found[2]) != (found[1] or found[2]):
        raise parts.wrong("path")
    if (rows is None) == (found[1] is not None):
        raise parts.wrong("rows")
    return Entry(path, rows, parts.whole("bytes", most=_MOST_BYTES), read_digest(parts, "sha256"))


def read_uscc(parts: Parts) -> str:
    """A credit code of an object, under ``uscc``; ``ValueError`` names its place."""
    code = parts.text("uscc", 18)
    if not uscc.is_valid(code):
        raise parts.wrong("uscc")
    return code


def read_period(parts: Parts) -> str:
    """A period, under ``period``."""
    text = parts.text("period", 7)
    try:
        return Period.parse(text).text
    except ValueError as error:
        raise parts.wrong("period") from error


def read_moment(parts: Parts, key: str) -> str:
    """A moment with its offset, as ISO 8601 has it."""
    text = parts.text(key, 40)
    try:
        aware = datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        aware = False
    if not aware:
        raise parts.wrong(key)
    return text


def read_key(parts: Parts) -> bytes:
    """A raw public key, under ``public_key`` in base64."""
    text = parts.text("public_key", 44)
    try:
        key = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise parts.wrong("public_key") from error
    if len(key) != KEY_BYTES or base64.b64encode(key).decode() != text:
        raise parts.wrong("public_key")
    return key


def read_digest(parts: Parts, key: str) -> str:
    """A SHA-256 in small hexadecimal digits."""
    text = parts.text(key, 64)
    if not _DIGEST.fullmatch(text):
        raise parts.wrong(key)
    return text
