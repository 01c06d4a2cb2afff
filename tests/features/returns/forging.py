"""Archives as forgers make them: every header in our hands, and mutations of an honest package."""

import base64
import io
import json
import struct
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from random import Random
from zipfile import ZIP_DEFLATED, ZipFile

from packages import key

from incubator_desk.features.returns.service.signing import Key

Files = list[tuple[str, bytes]]


@dataclass(frozen=True)
class Entry:
    """A file with all that its headers say; what is None follows from the content."""

    name: bytes
    data: bytes
    local_name: bytes | None = None
    flags: int = 0
    method: int = 0
    packed: bytes | None = None
    size: int | None = None
    packed_size: int | None = None
    crc: int | None = None
    extra: bytes = b""
    local_extra: bytes = b""
    comment: bytes = b""
    system: int = 3
    attributes: int = 0o100644 << 16
    before: bytes = b""
    """Bytes that stand before it and belong to nothing."""


def raw(entries: Sequence[Entry], comment: bytes = b"", tail: bytes = b"", gap: bytes = b"") -> bytes:
    """An archive of these, as they say."""
    out, directory = io.BytesIO(), io.BytesIO()
    for each in entries:
        packed = each.data if each.packed is None else each.packed
        crc = zlib.crc32(each.data) if each.crc is None else each.crc
        size = len(each.data) if each.size is None else each.size
        sizes = (len(packed) if each.packed_size is None else each.packed_size, size)
        common = (20, each.flags, each.method, 0, 0x21, crc, *sizes)
        out.write(each.before)
        at = out.tell()
        local = each.name if each.local_name is None else each.local_name
        out.write(struct.pack("<4s5H3L2H", b"PK\x03\x04", *common, len(local), len(each.local_extra)))
        out.write(local + each.local_extra + packed)
        lengths = (len(each.name), len(each.extra), len(each.comment))
        central = ("<4s2B5H3L5H2L", b"PK\x01\x02", 20, each.system, *common, *lengths, 0, 0, each.attributes, at)
        directory.write(struct.pack(*central) + each.name + each.extra + each.comment)
    out.write(gap)
    start = out.tell()
    out.write(directory.getvalue())
    end = (0, 0, len(entries), len(entries), len(directory.getvalue()), start, len(comment))
    out.write(struct.pack("<4s4H2LH", b"PK\x05\x06", *end) + comment + tail)
    return out.getvalue()


def deflated(name: bytes, data: bytes, **other: object) -> Entry:
    pressing = zlib.compressobj(9, zlib.DEFLATED, -15)
    return Entry(name, data, method=8, packed=pressing.compress(data) + pressing.flush(), **other)  # type: ignore[arg-type]


def files(package: bytes) -> Files:
    with ZipFile(io.BytesIO(package)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def entries(package: bytes) -> list[Entry]:
    return [Entry(name.encode(), data) for name, data in files(package)]


def zipped(contents: Files, method: int = 0) -> bytes:
    """As Python's own library packs them."""
    out = io.BytesIO()
    with ZipFile(out, "w", method) as archive:
        for name, data in contents:
            archive.writestr(name, data)
    return out.getvalue()


def signed(contents: Files, signer: Key, *, claim: Key | None = None, **changes: object) -> Files:
    """The files with a manifest that fits them, signed by a key; ``claim`` is the key that the manifest names."""
    kept = dict(contents)
    manifest = json.loads(kept["manifest.json"])
    manifest["public_key"] = base64.b64encode((claim or signer).public).decode()
    rows = {each["path"]: each["rows"] for each in manifest["files"]}
    manifest["files"] = [
        {"path": name, "rows": rows.get(name, 1 if name.startswith("data/") else None), "bytes": len(data), "sha256": sha256(data).hexdigest()}
        for name, data in contents if not name.startswith("manifest.")
    ]  # fmt: skip
    text = json.dumps({**manifest, **changes}, ensure_ascii=False).encode()
    kept |= {"manifest.json": text, "manifest.sig": base64.b64encode(signer.sign(text))}
    return list(kept.items())


Forge = Callable[[bytes, Random], bytes]


def flipped(package: bytes, chance: Random) -> bytes:
    at = chance.randrange(len(package))
    return package[:at] + bytes([package[at] ^ 1 << chance.randrange(8)]) + package[at + 1 :]


def overwritten(package: bytes, chance: Random) -> bytes:
    at = chance.randrange(len(package))
    patch = chance.randbytes(chance.randint(1, 40))
    made = package[:at] + patch + package[at + len(patch) :]
    return made if made != package else flipped(package, chance)


def inserted(package: bytes, chance: Random) -> bytes:
    at = chance.randrange(len(package))
    return package[:at] + chance.randbytes(chance.randint(1, 20)) + package[at:]


def cut_out(package: bytes, chance: Random) -> bytes:
    at = chance.randrange(len(package) - 1)
    return package[:at] + package[at + chance.randint(1, 60) :]


def truncated(package: bytes, chance: Random) -> bytes:
    return package[: chance.randrange(len(package))]


def appended(package: bytes, chance: Random) -> bytes:
    return package + chance.choice(
        [b"\n", b"\0" * 22, package, chance.randbytes(50), raw([Entry(b"data/x.csv", b"x")])]
    )


def removed(package: bytes, chance: Random) -> bytes:
    contents = files(package)
    del contents[chance.randrange(len(contents))]
    return zipped(contents, chance.choice([0, ZIP_DEFLATED]))


def added(package: bytes, chance: Random) -> bytes:
    contents = files(package)
    name = chance.choice(
        ["data/extra.csv", "reports/extra.pdf", "readme.txt", "data/", "manifest.json.bak", "data/TENANTS2.csv"]
    )
    contents.insert(chance.randint(0, len(contents)), (name, b"" if name.endswith("/") else b"extra"))
    return zipped(contents, chance.choice([0, ZIP_DEFLATED]))


def renamed(package: bytes, chance: Random) -> bytes:
    contents = files(package)
    at = chance.randrange(len(contents))
    name, data = contents[at]
    contents[at] = (chance.choice([name.upper(), f"{name}x", name.replace(".", "_."), f"x/{name}", f" {name}"]), data)
    return zipped(contents, chance.choice([0, ZIP_DEFLATED]))


def doubled(package: bytes, chance: Random) -> bytes:
    contents = entries(package)
    chosen = chance.choice(contents)
    name = chance.choice([chosen.name, chosen.name.upper(), chosen.name.replace(b"data", b"Data")])
    contents.insert(chance.randint(0, len(contents)), Entry(name, chance.choice([chosen.data, b"other"])))
    return raw(contents)


def swapped(package: bytes, chance: Random) -> bytes:
    contents = files(package)
    one, two = chance.sample(range(len(contents)), 2)
    (first, data), (second, other) = contents[one], contents[two]
    contents[one], contents[two] = (first, other), (second, data)
    return zipped(contents, chance.choice([0, ZIP_DEFLATED]))


def reordered(package: bytes, chance: Random) -> bytes:
    first, second, *contents = files(package)
    shuffled = list(contents)
    while shuffled == contents:
        chance.shuffle(shuffled)
    return zipped([first, second, *shuffled], chance.choice([0, ZIP_DEFLATED]))


def changed(package: bytes, chance: Random) -> bytes:
    """A content changed, and all headers with it: only digest and signature tell."""
    contents = files(package)
    at = chance.randrange(len(contents))
    name, data = contents[at]
    contents[at] = (name, chance.choice([flipped, overwritten, inserted, cut_out, appended])(data, chance))
    return zipped(contents, chance.choice([0, ZIP_DEFLATED]))


def signed_by_another(package: bytes, chance: Random) -> bytes:
    """Another key signs, while the manifest names the park's."""
    return zipped(signed(files(package), key(chance.randint(100, 999)), claim=key(1), sequence=chance.randint(1, 99)))


def with_an_unsafe_path(package: bytes, chance: Random) -> bytes:
    name = chance.choice(UNSAFE)
    contents = entries(package)
    contents.insert(chance.randint(0, len(contents)), Entry(name, b"x", flags=0x800))
    return raw(contents)


UNSAFE = [
    b"../x.csv", b"data/../../x.csv", b"/etc/x.csv", b"C:/x.csv", b"C:x.csv", b"data\\x.csv", b"..\\x.csv", b"//host/x.csv",
    b"data/x.csv\0.pdf", b"data/./x.csv", b"data//x.csv", b"data/con.csv", b"data/x.csv.", b"data/ x.csv", b"", b".",
    b"..", b"data/x\n.csv", b"data/\xe2\x80\xae.csv\x7f", b"data/x?.csv", b"~/x.csv:stream",
]  # fmt: skip


def with_another_header(package: bytes, chance: Random) -> bytes:
    """One header of one file says something else than it should."""
    contents = entries(package)
    at = chance.randrange(len(contents))
    each = contents[at]
    contents[at] = replace(each, **chance.choice(HEADERS))  # type: ignore[arg-type]
    return raw(contents)


HEADERS: list[dict[str, object]] = [
    {"local_name": b"data/other.csv"}, {"flags": 1}, {"flags": 0x2000}, {"flags": 8}, {"method": 12}, {"method": 99},
    {"method": 8}, {"size": 3}, {"size": 2**32 - 1}, {"packed_size": 3}, {"packed_size": 2**31}, {"crc": 7},
    {"extra": b"\x01\x00\x00\x00"}, {"local_extra": b"\x01\x00\x00\x00"}, {"comment": b"hello"}, {"system": 0},
    {"attributes": 0o120777 << 16}, {"attributes": 0o040755 << 16}, {"attributes": 0x10}, {"attributes": 0o100755 << 16},
    {"before": b"\0"}, {"before": b"PK\x03\x04 and more"},
]  # fmt: skip


def with_a_comment(package: bytes, chance: Random) -> bytes:
    return raw(entries(package), **chance.choice([{"comment": b"hello"}, {"tail": b"x" * 9}, {"gap": b"\0" * 7}]))


def bomb(package: bytes, chance: Random) -> bytes:
    """A file that expands a thousand times, or past what is declared."""
    size = chance.choice([2**20, 2**24])
    other = chance.choice([{}, {"size": 2000}, {"size": 2**31}, {"size": 10}])
    contents = entries(package)
    at = chance.randrange(len(contents))
    contents[at] = deflated(contents[at].name, b"\0" * size, **other)
    return raw(contents)


def overlapping(package: bytes, chance: Random) -> bytes:
    """Two entries of the directory that share the bytes of one file."""
    made = bytearray(package)
    starts = [at for at in range(len(made) - 4) if made[at : at + 4] == b"PK\x01\x02"]
    one, two = chance.sample(starts, 2)
    made[one + 42 : one + 46] = made[two + 42 : two + 46]
    return bytes(made)


FORGES: list[tuple[Forge, int]] = [
    (flipped, 300), (overwritten, 60), (inserted, 50), (cut_out, 50), (truncated, 50), (appended, 30), (removed, 30),
    (added, 40), (renamed, 40), (doubled, 40), (swapped, 30), (reordered, 20), (changed, 80), (signed_by_another, 20),
    (with_an_unsafe_path, 40), (with_another_header, 70), (with_a_comment, 20), (bomb, 20), (overlapping, 20),
]  # fmt: skip


def forgeries(package: bytes, chance: Random) -> Iterator[tuple[str, bytes]]:
    for forge, times in FORGES:
        for _ in range(times):
            yield forge.__name__, forge(package, chance)
