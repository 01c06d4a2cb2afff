"""Verifying a package: what is in it is what was signed, all of it and nothing else (contract section 6)."""

import base64
import binascii
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from incubator_desk.base.errors import Problem, Refused, Where
from incubator_desk.base.fingerprints import fingerprint
from incubator_desk.base.i18n import N_
from incubator_desk.features.returns.rules.manifest import MANIFEST, SIGNATURE, Entry, Manifest, from_manifest
from incubator_desk.store.refusals import plainly, refusal

from .archive import PIECE, Member, members, pieces, refused
from .signing import signs

Trusted = Callable[[str, str], bool]
"""Whether a key, by its fingerprint, is trusted here for the park with this credit code."""
Take = Callable[[Entry, bytes], object]
"""Given a table of a trusted park's package, once its bytes are known to be what was signed."""

MOST_MANIFEST = 2**22
CHANGED = N_("“{name}” was changed after the package was signed. Have it sent again.")
MISSING = N_("“{name}” is missing from the package. Have it sent again.")
ADDED = N_("“{name}” was added: it is not among the files that were signed. Do not use this package.")
MOVED = N_("“{name}” does not stand where it was packed. Have the package sent again.")
BAD_SIGNATURE = N_(
    "The signature does not fit: manifest.json or manifest.sig was changed, or another key signed. Do not use this "
    "package."
)


@dataclass(frozen=True, slots=True)
class Verified:
    """What a package says of itself, and whether that holds."""

    problems: tuple[Problem, ...]
    manifest: Manifest | None = None
    """None where it cannot be read."""
    sha256: str | None = None
    """Of the manifest: tells the package from every other."""
    fingerprint: str | None = None
    trusted: bool = False
    """Whether the key that signed it is trusted here for its park."""

    @property
    def valid(self) -> bool:
        """Whether all is as it was signed."""
        return not self.problems


def verify(path: Path, trusted: Trusted, take: Take | None = None) -> Verified:
    """Look at a package, piece by piece; whatever is wrong with it is told, each with the file that it concerns."""
    try:
        if not path.is_file():
            raise refusal("missing_file", path)
        with plainly(path), path.open("rb", buffering=PIECE) as file:
            found = _verified(file, trusted, take)
    except Refused as refusing:
        found = Verified(refusing.problems)
    here = Where(file=str(path))
    return replace(found, problems=tuple(replace(problem, where=here) for problem in found.problems))


def _verified(file: BinaryIO, trusted: Trusted, take: Take | None) -> Verified:
    found = {member.name: member for member in members(file)}
    if absent := [name for name in (MANIFEST, SIGNATURE) if name not in found]:
        return Verified(tuple(_problem("missing_in_package", MISSING, name) for name in absent))
    signed = _small(file, found[MANIFEST])
    manifest = from_manifest(signed)
    own, digest = fingerprint(manifest.public_key), sha256(signed).hexdigest()
    if not signs(manifest.public_key, _signature(_small(file, found[SIGNATURE])), signed):
        return Verified((Problem("bad_signature", BAD_SIGNATURE),), manifest, digest, own)
    known = trusted(manifest.heading.operator.uscc, own)
    problems = [
        *_other_files(list(found), manifest.files),
        *_contents(file, found, manifest, take if known else None),
    ]
    return Verified(tuple(problems), manifest, digest, own, known)


def _small(file: BinaryIO, member: Member) -> bytes:
    if member.size > MOST_MANIFEST:
        raise refused("too_large", member.name)
    return b"".join(pieces(file, member))


def _signature(text: bytes) -> bytes:
    """The signature's bytes; none where it is not written as it should be, of which there is one way."""
    try:
        found = base64.b64decode(text, validate=True)
    except binascii.Error:
        return b""
    return found if base64.b64encode(found) == text else b""


def _other_files(names: Sequence[str], files: Sequence[Entry]) -> Iterator[Problem]:
    """What is missing, what was added, what stands in another order than it is named in."""
    named = [entry.path for entry in files]
    there = [name for name in names if name not in (MANIFEST, SIGNATURE)]
    missing, added = set(named) - set(there), set(there) - set(named)
    yield from (_problem("missing_in_package", MISSING, name) for name in named if name in missing)
    yield from (_problem("added_file", ADDED, name) for name in there if name in added)
    if not missing and not added and (moved := [n for n, m in zip(there, named, strict=True) if n != m]):
        yield _problem("moved_file", MOVED, moved[0])


def _contents(file: BinaryIO, found: dict[str, Member], manifest: Manifest, take: Take | None) -> Iterator[Problem]:
    for entry in manifest.files:
        if member := found.get(entry.path):
            wanted = take if entry.rows is not None else None
            try:
                if not _unchanged(file, member, entry, wanted):
                    yield _problem("changed_file", CHANGED, entry.path)
            except Refused as refusing:
                yield from refusing.problems


def _unchanged(file: BinaryIO, member: Member, entry: Entry, take: Take | None) -> bool:
    """Whether a file has the size and digest that were signed; then its bytes are handed on."""
    if member.size != entry.bytes:
        return False
    digest = sha256()
    kept: list[bytes] = []
    for piece in pieces(file, member):
        digest.update(piece)
        if take is not None:
            kept.append(piece)
    if digest.hexdigest() != entry.sha256:
        return False
    if take is not None:
        take(entry, b"".join(kept))
    return True


def _problem(code: str, message: str, name: str) -> Problem:
    return Problem(code, message, {"name": name})
