"""A ZIP file read so strictly that there is one way to read it: its files side by side, their directory, no more.

Python's own reader believes the directory at the end and passes over whatever else a file holds; other programs
believe the headers. Here both have to say the same, and every byte has to belong to something.
"""

import struct
import unicodedata
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from stat import S_IFMT, S_IFREG
from typing import BinaryIO

from incubator_desk.base.errors import Refused
from incubator_desk.base.filenames import safe_name
from incubator_desk.base.i18n import N_

MOST_FILES = 2_000
MOST_EXPANDED = 2**30
"""Bytes of all files together."""
MOST_RATIO = 200
"""How many times larger than packed a file may be: figures reach 20, bombs 1,000."""
PIECE = 2**18

_WORDS = {
    "not_a_zip": N_("This is no package, or a part of it is missing. Have it sent again."),
    "stray_bytes": N_("Before “{name}” the package holds bytes that belong to no file. Have it sent again."),
    "stray_end": N_("At its end the package holds bytes that belong to no file. Have it sent again."),
    "headers_disagree": N_("The package says two things of “{name}”. Have it sent again."),
    "encrypted_file": N_("“{name}” is encrypted; a package is signed, not encrypted. Have it built again."),
    "unknown_compression": N_("“{name}” is compressed in a way that is not known. Have the package built again."),
    "strange_entry": N_("The entry of “{name}” holds what a package's does not. Have the package built again."),
    "unsafe_path": N_("“{name}” is no safe path: unpacked, it could land elsewhere. Do not use this package."),
    "not_a_file": N_("“{name}” is a link or a folder, not a file. Do not use this package."),
    "duplicate_file": N_("“{name}” is in the package twice. Do not use this package."),
    "too_many_files": N_("The package has {name} files, more than are taken. Do not use this package."),
    "too_large": N_("“{name}” would expand to more than is taken. Do not use this package."),
    "expands_past_size": N_("“{name}” expands past the size that is declared. Do not use this package."),
    "damaged_file": N_("“{name}” is damaged. Have the package sent again."),
}

_END = struct.Struct("<4s4H2LH")
_CENTRAL = struct.Struct("<4s2B5H3L5H2L")
_LOCAL = 30
"""Bytes of the header before a file's name; from the fourth on they are those of its entry from the sixth on."""
_STORED, _DEFLATED = 0, 8
_ENCRYPTED, _UTF_8, _HARMLESS = 0x2041, 0x800, 0x806  # of the flags; two tell how hard it was pressed
_SYSTEMS = (0, 3)  # DOS and Unix
_COMMENT = 2**16
_WIDEST = 1_000
"""Bytes that the directory has for a file, at most."""
_SMALL = 2**16
"""Bytes up to which a file may be pressed as much as it can be."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file in the archive: its name, where its bytes lie, and what is declared of them."""

    name: str
    at: int
    packed: int
    size: int
    crc: int
    method: int


def refused(code: str, name: object = "") -> Refused:
    """The refusal of a package, for one of its files where it is named."""
    return Refused.because(code, _WORDS[code], name=printable(name) if isinstance(name, str) else name)


def printable(name: str) -> str:
    """A name as it can be shown, whatever is in it."""
    return "".join(c if c.isprintable() else "�" for c in name)[:120]


def members(file: BinaryIO) -> list[Member]:
    """The files of an archive in their order; refused where anything about its form is amiss, before it expands."""
    count, start, length = _end(file)
    if count > MOST_FILES:
        raise refused("too_many_files", count)
    if length > count * _WIDEST:
        raise refused("not_a_zip")
    entries = list(_entries(_read(file, start, length), count))
    found: list[Member] = []
    at = 0
    for entry in entries:
        found.append(_member(file, entry, at, start))
        at = found[-1].at + found[-1].packed
    if at != start:
        raise refused("stray_end")
    _refuse_unlike(entries, found)
    _refuse_twice(found)
    _refuse_large(found)
    return found


def pieces(file: BinaryIO, member: Member) -> Iterator[bytes]:
    """What is in a file, piece by piece; refused where it is damaged or more than declared."""
    crc, size = 0, 0
    file.seek(member.at)
    for piece in _inflated(file, member) if member.method == _DEFLATED else _stored(file, member.packed):
        size += len(piece)
        if size > member.size:
            raise refused("expands_past_size", member.name)
        crc = zlib.crc32(piece, crc)
        yield piece
    if size != member.size or crc != member.crc:
        raise refused("damaged_file", member.name)


def _stored(file: BinaryIO, left: int) -> Iterator[bytes]:
    while left and (piece := file.read(min(left, PIECE))):
        left -= len(piece)
        yield piece


def _inflated(file: BinaryIO, member: Member) -> Iterator[bytes]:
    inflating = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for packed in _stored(file, member.packed):
            if inflating.eof:
                raise refused("damaged_file", member.name)
            waiting = packed
            while waiting and not inflating.eof:
                yield inflating.decompress(waiting, PIECE)
                waiting = inflating.unconsumed_tail
    except zlib.error as error:
        raise refused("damaged_file", member.name) from error
    if not inflating.eof or inflating.unused_data:
        raise refused("damaged_file", member.name)


def _end(file: BinaryIO) -> tuple[int, int, int]:
    """How many files, where their directory begins, how long it is: as the last bytes say."""
    size = file.seek(0, 2)
    tail = _read(file, max(0, size - _END.size - _COMMENT), min(size, _END.size + _COMMENT))
    record = tail[-_END.size :]
    if not record.startswith(b"PK\x05\x06"):
        raise refused("stray_end") if b"PK\x05\x06" in tail else refused("not_a_zip")
    _mark, disk, first_disk, here, count, length, start, comment = _END.unpack(record)
    if disk or first_disk or here != count or comment or start + length != size - _END.size:
        raise refused("stray_end")
    return count, start, length


def _read(file: BinaryIO, at: int, length: int) -> bytes:
    file.seek(at)
    found = file.read(length)
    if len(found) != length:
        raise refused("not_a_zip")
    return found


@dataclass(frozen=True, slots=True)
class _Entry:
    """What the directory says of a file: its bytes up to the name, and the name."""

    raw: bytes
    name: bytes

    @property
    def shown(self) -> str:
        return self.name.decode(errors="replace")


def _entries(directory: bytes, count: int) -> Iterator[_Entry]:
    at = 0
    for _number in range(count):
        raw = directory[at : at + _CENTRAL.size]
        if len(raw) != _CENTRAL.size or not raw.startswith(b"PK\x01\x02"):
            raise refused("stray_end")
        at += _CENTRAL.size
        length, extra, comment = struct.unpack_from("<3H", raw, 28)
        entry = _Entry(raw, directory[at : at + length])
        if extra or comment:
            raise refused("strange_entry", entry.shown)
        at += length
        yield entry
    if at != len(directory):
        raise refused("stray_end")


def _member(file: BinaryIO, entry: _Entry, at: int, end: int) -> Member:
    """A file whose entry is right in itself, and the same as the header that stands before its bytes."""
    (
        _mark, version, system, _needed, flags, method, _time, _date, crc, packed, size, length, _extra, _comment,
        disk, kind, attributes, offset,
    ) = _CENTRAL.unpack(entry.raw)  # fmt: skip
    name = _name(entry, flags)
    if offset != at:
        raise refused("stray_bytes", name)
    header = _read(file, at, _LOCAL + length)
    data = at + len(header)
    if header[4:_LOCAL] != entry.raw[6:32] or header[_LOCAL:] != entry.name or not header.startswith(b"PK\x03\x04"):
        raise refused("headers_disagree", name)
    if flags & _ENCRYPTED:
        raise refused("encrypted_file", name)
    if method not in (_STORED, _DEFLATED):
        raise refused("unknown_compression", name)
    if S_IFMT(attributes >> 16) not in (0, S_IFREG) or attributes & 0x10 or name.endswith("/"):
        raise refused("not_a_file", name)
    if disk or kind or attributes & 0xFFCF or flags & ~_HARMLESS or system not in _SYSTEMS or version > 63:
        raise refused("strange_entry", name)
    if data + packed > end or (method == _STORED and packed != size):
        raise refused("headers_disagree", name)
    return Member(name, data, packed, size, crc, method)


def _name(entry: _Entry, flags: int) -> str:
    """The name of a file; refused where other systems could read another one, or lay it outside a folder."""
    try:
        name = entry.name.decode("utf-8" if flags & _UTF_8 else "ascii")
    except UnicodeDecodeError:
        raise refused("strange_entry", entry.shown) from None
    parts = name.removesuffix("/").split("/")
    if any(safe_name(part) != part for part in parts):
        raise refused("unsafe_path", name)
    return name


def _refuse_unlike(entries: Sequence[_Entry], found: Sequence[Member]) -> None:
    """What no header repeats, the system and the attributes, is the same of all files: they were packed together."""
    for entry, member in zip(entries, found, strict=True):
        if entry.raw[4:6] + entry.raw[34:42] != entries[0].raw[4:6] + entries[0].raw[34:42]:
            raise refused("strange_entry", member.name)


def _refuse_twice(found: Sequence[Member]) -> None:
    """Names that a system takes for the same, whatever it makes of letter case."""
    seen: set[str] = set()
    for member in found:
        name = unicodedata.normalize("NFKC", member.name).casefold()
        if name in seen:
            raise refused("duplicate_file", member.name)
        seen.add(name)


def _refuse_large(found: Sequence[Member]) -> None:
    whole = 0
    for member in found:
        whole += member.size
        if whole > MOST_EXPANDED or member.size > max(_SMALL, member.packed * MOST_RATIO):
            raise refused("too_large", member.name)
