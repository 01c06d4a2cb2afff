"""Packing: figures and papers as one signed file, the same bytes for the same figures."""

import base64
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from incubator_desk.base.errors import Refused
from incubator_desk.base.i18n import N_
from incubator_desk.features.returns.rules.manifest import MANIFEST, SIGNATURE, Entry, Heading, Manifest, from_manifest
from incubator_desk.reports.files import written_aside

from .signing import Key

NAMELESS = N_("A package names its park: enter the park's name and credit code in the park profile.")
_MOMENT = (1980, 1, 1, 0, 0, 0)
"""The date of every file in the archive; when it was built, the manifest says."""
_UNIX, _PLAIN_FILE = 3, 0o100644 << 16


@dataclass(frozen=True, slots=True)
class Built:
    """A package: its name, its bytes, and the digest of its manifest, which tells it from every other."""

    name: str
    data: bytes
    sha256: str
    manifest: Manifest

    def write(self, folder: Path) -> Path:
        """Put the package into a folder; it has its name only when it is whole."""
        out = folder / self.name
        with written_aside(out) as aside:
            aside.write_bytes(self.data)
        return out


def build(heading: Heading, tables: Mapping[str, tuple[bytes, int]], papers: Mapping[str, bytes], key: Key) -> Built:
    """A package of tables (bytes and rows by name, ``data/leases.csv``) and papers (``reports/rent_summary.pdf``).

    Nothing in it is compressed: what presses figures differs from system to system, and leaves bits that nobody signs.
    """
    if not heading.operator.name or not heading.operator.uscc:
        raise Refused.because("nameless_park", NAMELESS)
    contents = {name: (data, rows) for name, (data, rows) in tables.items()} | {
        name: (data, None) for name, data in papers.items()
    }
    files = tuple(
        Entry(name, rows, len(data), sha256(data).hexdigest()) for name, (data, rows) in sorted(contents.items())
    )
    manifest = Manifest(heading, key.public, files)
    signed = manifest.to_bytes()
    if from_manifest(signed) != manifest:
        raise ValueError(manifest)
    signature = base64.b64encode(key.sign(signed))
    whole = [(MANIFEST, signed), (SIGNATURE, signature), *((each.path, contents[each.path][0]) for each in files)]
    return Built(heading.file_name, _archive(iter(whole)), sha256(signed).hexdigest(), manifest)


def _archive(files: Iterator[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_STORED) as archive:
        for name, data in files:
            entry = ZipInfo(name, _MOMENT)
            entry.create_system, entry.external_attr = _UNIX, _PLAIN_FILE
            archive.writestr(entry, data)
    return out.getvalue()
