"""Packages for tests: a park's figures of a month, signed with a key of its own."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from incubator_desk.base import uscc
from incubator_desk.features.returns.rules.manifest import Checks, Heading, Party
from incubator_desk.features.returns.rules.tables import Table, to_csv
from incubator_desk.features.returns.service.packing import Built, build
from incubator_desk.features.returns.service.signing import Key

COMPANIES = (("T-1", "青岛一号科技有限公司"), ("T-2", "折光，“仪器”\n有限公司"), ("T-3", '"引号", 逗号'))
PAPERS = {
    "reports/rent_summary.pdf": b"%PDF-1.7 " + bytes(range(256)) * 40,
    "reports/rent_summary.xlsx": b"PK\x03\x04" + b"\0x" * 900,
}


def code(number: int) -> str:
    """A credit code."""
    first = f"91340171MA{number:07}"
    return first + str(uscc.check_character(first))


def key(number: int) -> Key:
    """A key, the same for the same number."""
    return Key(Ed25519PrivateKey.from_private_bytes(sha256(f"key {number}".encode()).digest()))


def heading(park: int = 1, period: str = "2020-03", sequence: int = 12, **other: object) -> Heading:
    values = {
        "zone_code": "340171",
        "supersedes": None,
        "created_at": "2020-04-02T10:15:00+08:00",
        "checks": Checks(0, 2),
    }
    return Heading(Party(f"青岚创业园{park}", code(park)), period=period, sequence=sequence, **{**values, **other})  # type: ignore[arg-type]


def tables(figure: object = 100, companies: int = 3) -> dict[str, tuple[bytes, int]]:
    """Two tables: companies, and one row that is added up."""
    rows = [COMPANIES[n] if n < 3 else (f"T-{n + 1}", f"第{n + 1}家") for n in range(companies)]
    summary = Table("rent_summary", ("month", "charged"), (("2020-03", f"{figure}.00"),))
    both = (Table("tenants", ("code", "name"), tuple(rows)), summary)
    return {f"data/{each.name}.csv": (to_csv(each), len(each.rows)) for each in both}


def package(
    park: int = 1, period: str = "2020-03", sequence: int = 12, figure: object = 100,
    papers: Mapping[str, bytes] = PAPERS, signer: Key | None = None, **other: object,
) -> Built:  # fmt: skip
    return build(heading(park, period, sequence, **other), tables(figure), papers, signer or key(park))


def written(folder: Path, *args: object, **kwargs: object) -> Path:
    return package(*args, **kwargs).write(folder)  # type: ignore[arg-type]
